"""The database in use and the one door for writing to it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import peewee

from desk_app.kernel.file_trouble import BookProblem, explain, is_of_database

__all__ = ["BookProblem", "among", "database", "insert_rows", "run_often", "transaction"]

database = peewee.DatabaseProxy()
"""The open book's database; `kernel.book` connects it."""


@contextmanager
def transaction() -> Iterator[None]:
    """Write inside one transaction: all of it is kept or none. Nests as savepoints.

    It takes the write lock at once (the book's database begins every transaction IMMEDIATE), so it never finds out
    half-way that somebody else wrote first. The true cause of a failure (full disk, locked or read-only file, disk
    error) rises as a `BookProblem` with a sentence, even where a failed rollback would have hidden it; nothing was
    saved then. Any other error rises as it is, after everything was taken back.
    """
    try:
        with database.atomic():
            yield
    except Exception as error:
        problem = explain(error) if is_of_database(error) else None
        if problem is None:
            raise
        raise problem from error


def among(field: Any, numbers: Iterable[int]) -> Any:
    """Return the condition that a field holds one of the whole numbers, written into the statement itself.

    As parameters a thousand of them cost more than reading the thousand rows they name.
    """
    return field.in_(peewee.SQL(f"({', '.join(str(int(number)) for number in numbers)})"))


def insert_rows(model: Any, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert many rows of the fields `names`, by one statement run for each row; inside the caller's transaction.

    It costs a third of peewee's `insert_many`, which writes a statement as long as the rows. Values are stored as they
    are given: the fields must be ones that store them unchanged.
    """
    if rows:
        fields = [model._meta.fields[name] for name in names]
        run_often(model.insert_many([rows[0]], fields=fields), rows)


def run_often(query: Any, rows: Sequence[Sequence[Any]]) -> None:
    """Run a query once for each row, whose values take the places of the query's own, in their order."""
    statement, _values = query.sql()
    database.cursor().executemany(statement, rows)
