"""A verified copy of a book (已核验的副本): written beside its place, opened, checked page by page, then named."""

from contextlib import suppress
from pathlib import Path

from desk_app.kernel import durable_files, sqlite
from desk_app.kernel.file_trouble import FULL, NOT_COPIED, BookProblem, explain
from desk_app.kernel.words import _


def copy_book(book: sqlite.BookDatabase, keys: Path | None, target: Path) -> Path:
    """Write a copy of the open book to `target`, with the file `keys` beside it; return where it lies.

    The copy gets its name only after it was opened with the book's key and every page, reference and row count was
    found right. A name that is taken gets a number. BookProblem if that fails; nothing is left behind then. Nobody
    else may write meanwhile: the counts would differ.
    """
    part: Path | None = None
    try:
        target.parent.mkdir(exist_ok=True)
        target = _free_name(target)
        part = target.with_name(f".{target.name}.part")
        part.unlink(missing_ok=True)
        _ask_space(Path(book.database), target.parent)
        sqlite.copy_into(book, part)
        _verify(book, part)
        durable_files.sync_file(part)
        if keys is not None:
            durable_files.copy_file(keys, target.with_name(target.name + ".keys"))
        durable_files.move_file(part, target)
    except Exception as error:
        if part is not None:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        problem = explain(error, NOT_COPIED)
        if problem is None:
            raise
        raise problem from error
    return target


def _free_name(target: Path) -> Path:
    """Return `target`, or the first of its numbered names that is not taken: no copy is ever replaced."""
    name, number = target, 1
    while name.exists() or name.with_name(name.name + ".keys").exists():
        number += 1
        name = target.with_name(f"{target.stem}-{number}{target.suffix}")
    return name


def _ask_space(path: Path, folder: Path) -> None:
    size = path.stat().st_size + _size(path.with_name(path.name + "-wal"))
    if durable_files.free_bytes(folder) < size + size // 5:
        raise BookProblem(_(FULL).format(not_done=_(NOT_COPIED)))


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _verify(book: sqlite.BookDatabase, part: Path) -> None:
    """Raise BookProblem unless the copy opens with the book's key, is sound, and holds as much as the book."""
    copy = book.read_only_twin(part)
    try:
        found = sqlite.faults(copy)
        if sqlite.version(copy) != sqlite.version(book) or sqlite.row_counts(copy) != sqlite.row_counts(book):
            found.append(_("副本和账本的记录数不一样。"))
    finally:
        copy.close_all()
    if found:
        raise BookProblem(
            _("备份没有做成，账本没有改动：副本没有通过检查，{finding}请检查磁盘，再试一次。").format(
                finding=found[0]
            )
        )
