"""Reading a spreadsheet in a child process (读表): the caller gets its cells or a sentence, and never dies of a file."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk_app.kernel import child_process
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
    import subprocess


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
    file = Path(path).absolute()
    with child_process.start(_command(file, limits)) as process:
        try:
            return _gather(process, file.name, progress, stopped, limits)
        finally:
            process.kill()


def _command(file: Path, limits: Limits) -> list[str]:
    """Return how to start this very program as the reading process."""
    arguments = [str(file), language(), str(limits.rows), str(limits.columns), str(limits.memory_bytes)]
    return child_process.command(ARGUMENT, "desk_app.kernel.sheets", arguments)


def _gather(
    process: "subprocess.Popen[bytes]",
    name: str,
    progress: Callable[[int, int], None] | None,
    stopped: Callable[[], bool] | None,
    limits: Limits,
) -> list[Grid]:
    import queue

    messages = child_process.messages_of(process)
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
                raise too_large(name) if child_process.ran_out_of_memory(process) else damaged(name)
            elif kind == "refused":
                raise SheetRefused(*contents)
            elif kind == "done":
                return gathered.grids(contents[0])
            else:
                gathered.take(kind, contents)


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
