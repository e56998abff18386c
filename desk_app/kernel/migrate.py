"""Bringing a book to this program's version (账本升级): numbered migrations, each whole or not at all.

`PRAGMA user_version` holds the number of the last one, set in that migration's own transaction. A book that has
contents is copied and the copy verified before the first of them runs; the copy is kept.
"""

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import peewee

from desk_app.kernel import book_copy, sqlite
from desk_app.kernel.book_place import BookFiles
from desk_app.kernel.file_trouble import NOT_OPENED, NOT_UPGRADED, BookProblem, explain
from desk_app.kernel.words import _

FOLDER = Path(__file__).resolve().parents[1] / "migrations"
"""NNNN_name.py files; the frozen program carries them as data, they are read from there and never imported."""

_NAME = re.compile(r"(\d{4})_\w+\.py")


def scripts(folder: Path | None = None) -> dict[int, Path]:
    """Return the migrations by number, 1, 2, 3 and so on; RuntimeError if one is missing: a fault of the package."""
    folder = folder or FOLDER
    if not folder.is_dir():
        raise RuntimeError(f"no migrations in {folder}")
    found = {int(match[1]): path for path in folder.iterdir() if (match := _NAME.fullmatch(path.name))}
    if not found or sorted(found) != list(range(1, len(found) + 1)):
        raise RuntimeError(f"migrations {sorted(found)} in {folder}")
    return dict(sorted(found.items()))


def refuse_newer(book: sqlite.BookDatabase, folder: Path | None = None) -> None:
    """Raise BookProblem if a newer program than this one has upgraded the book."""
    theirs, ours = sqlite.version(book), len(scripts(folder))
    if theirs > ours:
        raise BookProblem(
            _(
                "这本账由较新的版本打开过（账本第 {theirs} 版，本机程序只认到第 {ours} 版），{not_done}。"
                "请先更新本机程序。"
            ).format(theirs=theirs, ours=ours, not_done=_(NOT_OPENED))
        )


def is_behind(book: sqlite.BookDatabase, folder: Path | None = None) -> bool:
    """Say whether migrations are waiting for this book."""
    return sqlite.version(book) < len(scripts(folder))


def upgrade(book: sqlite.BookDatabase, files: BookFiles, folder: Path | None = None) -> Path | None:
    """Run the waiting migrations on the open book, after a verified copy if it holds anything; return the copy.

    BookProblem if the copy or a migration fails for want of space or the like: the book stays at the last migration
    that was completed. Any other failure of a migration is a bug and rises; the book stays likewise.
    """
    old, new = sqlite.version(book), len(scripts(folder))
    copy = None
    if old:
        name = f"{files.path.stem}.before-v{old}-to-v{new}{files.path.suffix}"
        keys = files.keys if book.encrypted else None
        copy = book_copy.copy_book(book, keys, files.backups / name)
    try:
        run(book, folder)
    except Exception as error:
        problem = explain(error, NOT_UPGRADED)
        if problem is None:
            raise
        raise problem from error
    return copy


def run(book: peewee.Database, folder: Path | None = None) -> None:
    """Run the waiting migrations, each in one transaction with foreign keys checked at its end."""
    from playhouse import migrations  # type: ignore[import-untyped]

    class Numbered(migrations.Migration):
        """A migration that sets the book's version as its last step."""

        __slots__ = ()

        def load(self) -> Any:
            return SimpleNamespace(up=_whole(super().load().up, self.idx))

    class Runner(migrations.Runner):
        """Lists the folder itself: peewee's glob finds nothing under a path with [ or ] in it."""

        def migrations(self) -> list[Any]:
            return [Numbered(number, path.stem, str(path), None) for number, path in scripts(folder).items()]

    Runner(book, str(folder or FOLDER)).up()


def _whole(up: Callable[[Any, Any], None], number: int) -> Callable[[Any, Any], None]:
    """Return `up` with what belongs into the same transaction: the check of its references and the new version."""

    def step(migrator: Any, book: Any) -> None:
        up(migrator, book)
        broken = sqlite.broken_references(book)
        if broken:
            raise RuntimeError(f"migration {number} breaks references: {broken[0]}")
        sqlite.set_version(book, number)

    return step
