"""The folder the scanner writes to (扫描文件夹), set for a book on this computer: what lies in it waits to be filed.

A book of invented data has none: real scans do not belong in it.

A file that was filed is moved to a folder inside it and never deleted.
"""

from contextlib import suppress
from pathlib import Path

from desk_app.kernel import vault
from desk_app.kernel.book_place import BookFiles
from desk_app.kernel.database import BookProblem, database
from desk_app.kernel.errors import DeskError
from desk_app.kernel.scans import SUFFIXES
from desk_app.kernel.words import _
from desk_app.screens import remembered, welcome

KEY = "scans/folder"
MOST_WAITING = 500
"""Files of the folder that are looked at; somebody may have chosen a folder full of photos."""


def can_watch() -> bool:
    """Say whether a book is open that may have such a folder."""
    return database.obj is not None and not welcome.is_demo()


def _key() -> str:
    """Return what the folder of the open book is remembered by: the book's own name of itself, wherever it lies.

    A book without a password has none and goes by its path; so does one whose key file cannot be read just now.
    """
    path = Path(database.database)
    with suppress(BookProblem, OSError):
        return f"{KEY}/{vault.read_vault(BookFiles(path).keys).db_id}"
    return f"{KEY}/{path}"


def watched() -> Path | None:
    """Return the folder, if one is set for the open book and there now."""
    named = remembered.get(_key(), "") if can_watch() else ""
    folder = Path(named) if named else None
    return folder if folder is not None and folder.is_dir() else None


def watch(folder: Path | None) -> None:
    """Watch this folder from now on, or none; DeskError if it cannot be read or written, or the book has none."""
    if not can_watch():
        raise DeskError(_("没有设为扫描文件夹：演示账本里不归档真实的扫描件。请打开本单位的账本再设。"))
    if folder is not None:
        try:
            next(folder.iterdir(), None)
            (folder / _filed_name()).mkdir(exist_ok=True)
        except OSError:
            raise DeskError(
                _("没有设为扫描文件夹：“{name}”不能读写，请换一个文件夹。").format(name=folder.name)
            ) from None
    remembered.put(_key(), str(folder) if folder else None)


def waiting() -> list[Path]:
    """Return the scans that lie in the folder, the oldest first; none while it cannot be read."""
    folder = watched()
    if folder is None:
        return []
    found: list[tuple[int, Path]] = []
    with suppress(OSError):
        for path in folder.iterdir():
            if path.suffix.lower() in SUFFIXES and not path.name.startswith("."):
                with suppress(OSError):
                    status = path.stat()
                    if path.is_file() and status.st_size:
                        found.append((status.st_mtime_ns, path))
    return [path for _at, path in sorted(found)[:MOST_WAITING]]


def put_away(path: Path) -> Path:
    """Move a filed scan of the watched folder to its folder of filed ones and return where it is now.

    A file from elsewhere stays where it is, and so does one that cannot be moved.
    """
    folder = watched()
    if folder is None or path.parent != folder:
        return path
    try:
        place = folder / _filed_name()
        place.mkdir(exist_ok=True)
        return path.rename(_free(place / path.name))
    except OSError:
        return path


def take_back(path: Path, now_at: Path) -> None:
    """Move a scan back to where it lay before it was filed, if it was moved."""
    if now_at != path:
        with suppress(OSError):
            now_at.rename(_free(path))


def _filed_name() -> str:
    return _("已归档")


def _free(path: Path) -> Path:
    """Return `path`, or one like it that no file has."""
    for count in range(2, 1000):
        if not path.exists():
            return path
        path = path.with_name(f"{path.stem.removesuffix(f'_{count - 1}')}_{count}{path.suffix}")
    return path
