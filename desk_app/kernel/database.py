"""The database in use and the one door for writing to it."""

from collections.abc import Iterator
from contextlib import contextmanager

import peewee

database = peewee.DatabaseProxy()
"""The open book's database; `kernel.book` connects it."""


@contextmanager
def transaction() -> Iterator[None]:
    """Write inside one IMMEDIATE transaction: all of it is kept or none. Nests as savepoints.

    The true cause of a failed commit (full disk, locked file) rises as a `BookProblem` with a sentence.
    """
    with database.atomic():
        yield
