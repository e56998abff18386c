"""One program per book (单开锁): an operating-system lock on a small file beside it, gone with the program's death."""

import datetime
import json
import os
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desk_app.kernel.file_trouble import NOT_OPENED, BookProblem
from desk_app.kernel.words import _

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LOCKED_BYTE = 1 << 20
"""Windows locks this byte, beyond the text, so that others can still read who holds the lock."""
_LONGEST_NOTE = 1000
_TRIES = 10

_held: set[Path] = set()


@dataclass(eq=False)
class BookLock:
    """The right to use one book. `after_crash`: the last holder ended without giving it back."""

    path: Path
    after_crash: bool
    _handle: int

    def release(self, *, keep_note: bool = False) -> None:
        """Give the lock back and remove its file; again does nothing. With `keep_note` it looks as after a crash."""
        if self._handle < 0:
            return
        handle, self._handle = self._handle, -1
        _held.discard(self.path)
        if keep_note:
            os.close(handle)
            return
        with suppress(OSError):
            os.ftruncate(handle, 0)
        if sys.platform == "win32":
            os.close(handle)
        with suppress(OSError):
            self.path.unlink()
        if sys.platform != "win32":
            os.close(handle)


def take(path: Path) -> BookLock:
    """Lock the file `path`, made if need be; BookProblem tells which program has it. OSError if it cannot be made.

    A lock whose holder was killed is free at once: nothing is judged by age or process number.
    """
    for _try in range(_TRIES):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        try:
            _lock(handle)
        except OSError:
            note = _read_note(handle)
            os.close(handle)
            raise BookProblem(_busy_sentence(note)) from None
        if _is_still(handle, path):
            after_crash = os.fstat(handle).st_size > 0
            _write_note(handle)
            _held.add(path)
            return BookLock(path, after_crash, handle)
        os.close(handle)  # its last holder removed it between our open and our lock
    raise BookProblem(_busy_sentence({}))


def refuse_busy(path: Path) -> None:
    """Raise BookProblem if any program, this one included, holds the lock; nothing is written, no lock is kept."""
    if not path.exists():
        return
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        _lock(handle)
    except OSError:
        raise BookProblem(_busy_sentence(_read_note(handle))) from None
    finally:
        os.close(handle)


def is_held_here(path: Path) -> bool:
    """Say whether this very process holds the lock `path`."""
    return path in _held


def _lock(handle: int) -> None:
    """Lock or raise OSError at once; the lock belongs to this handle, so a second one in this process is refused."""
    if sys.platform == "win32":
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_still(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


def _write_note(handle: int) -> None:
    """Note who holds the lock; a full disk must not keep anyone from opening the book."""
    note = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": f"{datetime.datetime.now():%Y-%m-%d %H:%M}",
    }
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, json.dumps(note).encode())


def _read_note(handle: int) -> dict[str, object]:
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        note = json.loads(os.read(handle, _LONGEST_NOTE))
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


def _busy_sentence(note: dict[str, object]) -> str:
    if not note:
        return _("账本正由另一个程序使用，{not_done}。请先关闭那个程序。").format(not_done=_(NOT_OPENED))
    return _(
        "账本正由另一个程序使用（电脑 {host}，进程号 {pid}，{since} 打开），{not_done}。请先关闭那个程序。"
    ).format(
        host=note.get("host", "?"),
        pid=note.get("pid", "?"),
        since=note.get("since", "?"),
        not_done=_(NOT_OPENED),
    )
