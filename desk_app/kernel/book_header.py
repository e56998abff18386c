"""What a file chosen as a book really is (文件类型), by its first bytes.

To be asked only before this process has connected to the file: opening and closing it as well would make the system
drop SQLite's locks, and a second writer could get in.
"""

from enum import Enum, auto
from pathlib import Path

from desk_app.kernel.file_trouble import NOT_OPENED, BookProblem
from desk_app.kernel.sqlite import APPLICATION_ID
from desk_app.kernel.words import _, mark

PAGE_BYTES = 4096


class Look(Enum):
    """How the first bytes look."""

    PLAIN = auto()
    """A SQLite file that anybody can read."""
    SEALED = auto()
    """Nothing recognisable, as an encrypted book should look."""


_PLAIN = b"SQLite format 3\0"
_APPLICATION_ID = slice(68, 72)
_OTHERS = (
    (b"PK\x03\x04", mark("Excel、Word 或压缩文件")),
    (b"\xd0\xcf\x11\xe0", mark("旧版 Excel 或 Word 文件")),
    (b"%PDF", mark("PDF 文件")),
    (b"\xff\xd8\xff", mark("图片")),
    (b"\x89PNG", mark("图片")),
    (b"Rar!", mark("压缩文件")),
    (b"7z\xbc\xaf", mark("压缩文件")),
    (b"{\\rtf", mark("Word 文件")),
)
_TEXT = mark("文本文件")
_TEXT_BYTES = 512
_BLANKS = (0x09, 0x0A, 0x0D)


def look_at(path: Path, *, has_keys: bool = False) -> Look:
    """Return how the file looks; BookProblem if it is empty or plainly something else.

    With its keys beside it a file that looks like something else is taken for sealed: random bytes may look so.
    """
    with path.open("rb") as stream:
        start = stream.read(_TEXT_BYTES)
    if not start:
        raise BookProblem(
            _("“{name}”是空文件，里面没有账本，{not_done}。请选择别的文件，或用备份恢复。").format(
                name=path.name, not_done=_(NOT_OPENED)
            )
        )
    if start.startswith(_PLAIN):
        if start[_APPLICATION_ID] != APPLICATION_ID.to_bytes(4, "big"):
            raise foreign(path)  # now: connecting would already change it
        return Look.PLAIN
    if has_keys:
        return Look.SEALED
    other = next((kind for sign, kind in _OTHERS if start.startswith(sign)), None)
    if other is None and _is_text(start):
        other = _TEXT
    if other:
        raise BookProblem(
            _("“{name}”不是账本，是{kind}，{not_done}，文件没有动。请选择 .book 文件。").format(
                name=path.name, kind=_(other), not_done=_(NOT_OPENED)
            )
        )
    return Look.SEALED


def foreign(path: Path) -> BookProblem:
    """Return the problem of a file that is a database or rubbish, but no book of this program."""
    return BookProblem(
        _("“{name}”不是本程序的账本，{not_done}，文件没有动。请选择 .book 文件。").format(
            name=path.name, not_done=_(NOT_OPENED)
        )
    )


def _is_text(start: bytes) -> bool:
    """Say whether the bytes read as text; 512 random bytes never do, they hold control characters."""
    return not any(byte < 0x20 and byte not in _BLANKS for byte in start)
