"""Reading a spreadsheet in a child process (读表): the caller gets its cells or a sentence, and never dies of a file."""

import marshal
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from desk_app.kernel.errors import DeskError
from desk_app.kernel.sheets.child import ARGUMENT, too_large
from desk_app.kernel.sheets.file_type import damaged
from desk_app.kernel.sheets.grid import Grid, Span
from desk_app.kernel.sheets.limits import DEFAULT, Limits
from desk_app.kernel.sheets.packing import Rows
from desk_app.kernel.sheets.refusal import SheetRefused
from desk_app.kernel.sheets.workbook import uncollected
from desk_app.kernel.words import _, language

if TYPE_CHECKING:
    import queue
    import subprocess

_ROOT = Path(__file__).resolve().parents[3]
_NOT_WINDOWED = 0x08000000
"""CREATE_NO_WINDOW: no console flashes up on Windows."""


class ReadingStopped(DeskError):
    """The person stopped the reading; nothing was read and nothing changed."""


def read_sheets(
    path: str | os.PathLike[str],
    *,
    progress: Callable[[int, int], None] | None = None,
    stopped: Callable[[], bool] | None = None,
    limits: Limits = DEFAULT,
) -> list[Grid]:
    """Return all sheets of the file in order, hidden ones without their rows.

    `progress(done, of)` counts rows of the sheet being read; `stopped()` is asked several times a second. Both are
    called in this thread. Raise `SheetRefused` when the file can't or shouldn't be read, `ReadingStopped` if told so.
    """
    import subprocess

    file = Path(path).absolute()
    with subprocess.Popen(
        _command(file, limits),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        creationflags=_NOT_WINDOWED if sys.platform == "win32" else 0,
    ) as process:
        try:
            return _gather(process, file.name, progress, stopped, limits)
        finally:
            process.kill()


def _command(file: Path, limits: Limits) -> list[str]:
    """Return how to start this very program as the reading process."""
    arguments = [str(file), language(), str(limits.rows), str(limits.columns), str(limits.memory_bytes)]
    if getattr(sys, "frozen", False):
        return [sys.executable, ARGUMENT, *arguments]
    return [sys.executable, "-m", "desk_app.kernel.sheets", *arguments]


def _environment() -> dict[str, str]:
    paths = [str(_ROOT), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths)), "PYTHONIOENCODING": "utf-8"}


def _gather(
    process: "subprocess.Popen[bytes]",
    name: str,
    progress: Callable[[int, int], None] | None,
    stopped: Callable[[], bool] | None,
    limits: Limits,
) -> list[Grid]:
    import queue
    import threading

    assert process.stdout is not None
    messages: queue.SimpleQueue[tuple[Any, ...]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(process.stdout, messages), daemon=True).start()
    deadline = time.monotonic() + limits.seconds
    gathered = _Gathered()
    with uncollected():
        while True:
            if stopped and stopped():
                raise ReadingStopped(_("已停止读取，什么都没有改变。"))
            if time.monotonic() > deadline:
                message = _("没有读取「{name}」：{seconds} 秒还没有读完，已停止。请把文件分成几份再导入。")
                raise SheetRefused("time", message.format(name=name, seconds=limits.seconds))
            try:
                kind, *contents = messages.get(timeout=0.1)
            except queue.Empty:
                continue
            if kind == "progress" and progress:
                progress(*contents)
            elif kind == "died":
                raise _why_it_died(process, name)
            elif kind == "refused":
                raise SheetRefused(*contents)
            elif kind == "done":
                return gathered.grids(contents[0])
            else:
                gathered.take(kind, contents)


def _listen(stream: BinaryIO, messages: "queue.SimpleQueue[tuple[Any, ...]]") -> None:
    """Pass on what the child says until it has said all, or is gone."""
    try:
        while True:
            size = int.from_bytes(stream.read(4), "big")
            message = marshal.loads(stream.read(size))
            messages.put(message)
            if message[0] in ("done", "refused"):
                return
    except (EOFError, ValueError, TypeError, OSError):
        messages.put(("died",))


def _why_it_died(process: "subprocess.Popen[bytes]", name: str) -> SheetRefused:
    """An abort or a kill is how running out of memory ends; all else is a file nobody can make out."""
    code = process.wait()
    return too_large(name) if code in (-6, -9, 137, 134, 0xC0000409 - 2**32, 0xC0000017) else damaged(name)


class _Gathered:
    """The sheets as they come in."""

    def __init__(self) -> None:
        self._sheets: list[tuple[str, dict[str, Any], list[list[Any]]]] = []

    def take(self, kind: str, contents: list[Any]) -> None:
        """Keep a sheet's name and facts, or more of its rows."""
        if kind == "sheet":
            self._sheets.append((contents[0], contents[1], []))
        elif kind == "rows":
            self._sheets[-1][2].extend(contents[0])

    def grids(self, remarks: list[str]) -> list[Grid]:
        """Return the finished sheets."""
        return [
            Grid(
                sheet=name,
                rows=Rows(rows),
                hidden=facts["hidden"],
                hidden_rows=frozenset(facts["hidden_rows"]),
                hidden_columns=frozenset(facts["hidden_columns"]),
                filtered=facts["filtered"],
                merged=tuple(Span(*span) for span in facts["merged"]),
                errors=facts["errors"],
                uncalculated=frozenset(facts["uncalculated"]),
                padded=facts["padded"],
                delimited=facts["delimited"],
                remarks=tuple(remarks) if not number else (),
            )
            for number, (name, facts, rows) in enumerate(self._sheets)
        ]
