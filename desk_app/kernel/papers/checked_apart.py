"""Checking a template from outside (隔离检查): in a child process with limits, killed when it hangs.

Whatever a file does to the programs that read it, it does there: the caller gets sentences, at the latest after the
time allowed.
"""

import contextlib
import marshal
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk_app.kernel import child_process, words
from desk_app.kernel.errors import DeskError
from desk_app.kernel.papers.paper import Placeholder
from desk_app.kernel.words import _

if TYPE_CHECKING:
    from desk_app.kernel.papers.check import Checked
    from desk_app.kernel.papers.paper import Paper

ARGUMENT = "--check-template"
"""A frozen program that finds this as its first argument hands the rest to `main`."""

MEMORY = 512 * 2**20
"""Address space of the child, in bytes, where the system can limit it; an ordinary form needs a tenth of it."""


def check_apart(
    content: bytes, paper: "Paper | Sequence[Placeholder]", timeout: int = 20, memory: int = MEMORY
) -> "Checked":
    """Return what `check_template` finds in a file from outside; a file that hangs or eats memory is a problem too.

    `paper` may be just the placeholders known. `timeout` is in seconds, `memory` in bytes.
    """
    known = paper if isinstance(paper, Sequence) else paper.known()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        file, names = Path(folder, "template"), Path(folder, "names")
        try:
            file.write_bytes(content)
            names.write_bytes(marshal.dumps([_carry(placeholder) for placeholder in known]))
        except OSError as error:
            raise DeskError(_("没有检查模板：临时文件夹写不进去，请清理磁盘空间后再试。")) from error
        arguments = [str(file), str(names), words.language(), str(memory)]
        command = child_process.command(ARGUMENT, "desk_app.kernel.papers", arguments)
        with child_process.start(command) as process:
            try:
                return _wait(child_process.messages_of(process), process, timeout)
            finally:
                process.kill()


def _wait(messages: Any, process: Any, timeout: int) -> "Checked":
    import queue

    from desk_app.kernel.papers.check import Checked

    try:
        kind, *contents = messages.get(timeout=timeout)
    except queue.Empty:
        text = _("{seconds} 秒还没有检查完，文件可能有问题，请简化后再试")
        return Checked((text.format(seconds=timeout),))
    if kind == "done":
        return Checked(*(tuple(sentences) for sentences in contents))
    if kind == "refused" or child_process.ran_out_of_memory(process):
        return Checked((_("检查时用的内存超过了上限，文件太大或已损坏，请简化后再试"),))
    return Checked((_("检查时程序意外停止，文件可能已损坏，请用 Word 打开后另存一份"),))


def main(arguments: list[str]) -> int:
    """Check the file named by the arguments FILE NAMES LANGUAGE MEMORY and write what is found. Return 0."""
    file, names, language, memory = arguments
    out = child_process.output()
    child_process.limit_memory(int(memory))
    with contextlib.suppress(OSError):
        words.use_language(language)
    from desk_app.kernel.papers.check import check_placeholders

    try:
        known = [_unpack(carried) for carried in marshal.loads(Path(names).read_bytes())]
        checked = check_placeholders(Path(file).read_bytes(), known)
        child_process.send(out, ("done", checked.problems, checked.warnings, checked.fonts))
    except MemoryError:
        child_process.send(out, ("refused",))
    out.flush()
    return 0


def _carry(placeholder: Placeholder) -> tuple[Any, ...]:
    """Return a placeholder as marshal carries it."""
    rows = [_carry(row) for row in placeholder.rows]
    return (
        placeholder.name,
        placeholder.label,
        rows,
        placeholder.choices,
        placeholder.needed,
        placeholder.shape,
    )


def _unpack(carried: tuple[Any, ...]) -> Placeholder:
    name, label, rows, choices, needed, shape = carried
    unpacked = tuple(_unpack(row) for row in rows)
    return Placeholder(name, label, unpacked, tuple(choices), needed, shape)
