"""What SQLite alone offers to long tables: giving up on a slow question, and reading aside on another connection."""

import threading
import time
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import peewee

from desk_app.kernel.database import database

STEPS_BETWEEN_LOOKS = 2000
"""How many steps of SQLite's machine are run between two looks at the clock; well under a millisecond."""
ROWS_AT_ONCE = 4096
READER_CACHE_KIB = 2048
"""A reader goes through the table once, so that pages it keeps are wasted."""


class TooSlow(Exception):
    """The question takes longer than the person at the desk should wait; ask it in a worker thread."""


class Stopped(Exception):
    """The reading aside was told to stop."""


@contextmanager
def patience(milliseconds: int) -> Iterator[None]:
    """Give up with TooSlow on whatever is asked of this thread's connection for longer than `milliseconds`."""
    connection = database.connection()
    end = time.monotonic_ns() + milliseconds * 1_000_000
    connection.set_progress_handler(lambda: time.monotonic_ns() > end, STEPS_BETWEEN_LOOKS)
    try:
        yield
    except Exception as error:  # peewee's while the question starts, the driver's own while rows are fetched
        if time.monotonic_ns() > end and "interrupted" in str(error):
            raise TooSlow from None
        raise
    finally:
        connection.set_progress_handler(None, 0)


def off_index(value: Any) -> Any:
    """Return `value` to sort by without its index, so that the index that fits a filter is free to be used.

    Sorted by its key, SQLite goes through the whole table for a filter that an index alone could answer: measured
    175 ms against 69 ms for a text looked for in a million encrypted rows.
    """
    return peewee.NodeList((peewee.SQL("+"), value), glue="")


class Reading:
    """Reading in a worker thread, on a connection of its own, that another thread may stop at any time."""

    def __init__(self) -> None:
        self._connection: Any = None
        self._is_stopped = False
        self._lock = threading.Lock()

    def stop(self) -> None:
        """Break off what is being read, and read nothing more: Stopped rises in the worker."""
        with self._lock:
            self._is_stopped = True
            if self._connection is not None:
                self._connection.interrupt()

    def ids(self, query: Any) -> "array[int]":
        """Return the first column of the query's rows, 8 bytes a row."""
        found = array("q")
        with self._open() as connection:
            cursor = connection.execute(*query.sql())
            while rows := cursor.fetchmany(ROWS_AT_ONCE):
                self._look()
                found.extend([row[0] for row in rows])
        return found

    def rows(self, query: Any) -> list[tuple[Any, ...]]:
        """Return the query's rows as stored."""
        with self._open() as connection:
            return list(connection.execute(*query.sql()).fetchall())

    @contextmanager
    def _open(self) -> Iterator[Any]:
        """Give a connection; for a book in memory, which no second one sees, the one of this thread."""
        is_own = database.database != ":memory:"
        connection = database.open_reader() if is_own else database.connection()
        try:
            if is_own:
                connection.execute(f"PRAGMA cache_size = -{READER_CACHE_KIB}")
                with self._lock:
                    self._connection = connection
            self._look()
            yield connection
        except Exception as error:
            if self._is_stopped:
                raise Stopped from error
            raise
        finally:
            with self._lock:
                self._connection = None
            if is_own:
                connection.close()

    def _look(self) -> None:
        if self._is_stopped:
            raise Stopped
