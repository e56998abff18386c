"""The SQLite engine (SQLCipher) under a book: connections, versions, copies, checks. The only SQLite-only SQL.

Every connection the program makes to a book is made by `BookDatabase._connect`, which sets and then reads back what
a power cut must find: WAL with synchronous=FULL lost nothing in 2,100 simulated cuts, weaker settings lost receipts.
"""

import datetime
import decimal
import threading
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any
from weakref import WeakSet

import peewee
from sqlcipher3 import dbapi2

from desk_app.kernel.words import _

OLDEST_ENGINE = (3, 51, 3)
"""First SQLite without the WAL-reset bug, which could damage a book with two connections."""
WITHDRAWN_ENGINES = ((3, 52, 0),)

APPLICATION_ID = 0x4465736B  # "Desk"
WAIT_SECONDS = 10
"""How long a statement waits for another connection's lock."""

WRITING = {
    "foreign_keys": 1,
    "synchronous": 2,
    "cache_size": -64 * 1024,
    "temp_store": 2,
    "recursive_triggers": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
}
"""What each connection must read back; foreign keys on, FULL, 64 MB, temporary tables in memory only.

Recursive triggers make REPLACE fire the delete triggers of append-only tables.
"""


FINDINGS_SHOWN = 20

DRIVER_ERRORS = (peewee.DatabaseError, dbapi2.DatabaseError)
"""peewee passes errors on in its own classes when a statement starts, and in the driver's when rows are fetched."""

for _kind in (datetime.date, datetime.time, decimal.Decimal):
    dbapi2.register_adapter(_kind, str)


class Connection(dbapi2.Connection):
    """A driver connection that a WeakSet can hold, so that closing the book finds all that are left."""

    __slots__ = ("__weakref__",)


class BookDatabase(peewee.SqliteDatabase):
    """One book through SQLCipher: `key` is the raw 256-bit key, or None for an unencrypted book.

    With `read_only` the file is taken as never changing (a backup, a read-only disk) and no side file is made.
    Unlike peewee's own class it keeps the key out of `connect_params`, begins every transaction IMMEDIATE, and
    refuses to go on in a transaction that SQLite has already rolled back by itself (full disk).
    """

    server_version = dbapi2.sqlite_version_info

    def __init__(self, path: Path | str, key: bytes | None = None, *, read_only: bool = False) -> None:
        self._key = key
        self.encrypted = key is not None
        self.read_only = read_only
        self._connections: WeakSet[Connection] = WeakSet()
        self._is_shut = False
        self._given_up = threading.local()
        super().__init__(str(path), lock_type="IMMEDIATE", timeout=WAIT_SECONDS)

    def _connect(self) -> Connection:
        if self._is_shut:
            raise peewee.InterfaceError("the book has been closed")
        name = self.database
        if self.read_only:
            name = Path(name).absolute().as_uri() + "?mode=ro&immutable=1"
        connection = dbapi2.connect(
            name,
            timeout=WAIT_SECONDS,
            isolation_level=None,
            check_same_thread=False,  # the thread that closes the book closes them all
            uri=self.read_only,
            factory=Connection,
        )
        try:
            self._prepare(connection)
            self._add_conn_hooks(connection)
        except BaseException:
            connection.close()
            raise
        self._connections.add(connection)
        return connection  # type: ignore[no-any-return]

    def _prepare(self, connection: Connection) -> None:
        """Give the key, set what `WRITING` demands and read it back; read the schema, so that damage to it shows."""
        connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to a stderr that may not exist
        if self._key is not None:
            connection.execute(f"PRAGMA key = \"x'{self._key.hex()}'\"")
        for name, value in WRITING.items():
            connection.execute(f"PRAGMA {name} = {value}")
        if self.read_only:
            connection.execute("PRAGMA query_only = 1")
        elif self.database != ":memory:":
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        assert_settings(connection, wal=not self.read_only and self.database != ":memory:")

    def read_only_twin(self, path: Path) -> "BookDatabase":
        """Return a database for a copy of this book at `path`, with the same key, that only reads."""
        return BookDatabase(path, self._key, read_only=True)

    def open_reader(self) -> Connection:
        """Return a further connection that can only read, for a worker thread; its user closes it."""
        connection = self._connect()
        connection.execute("PRAGMA query_only = 1")
        return connection

    def begin(self, lock_type: str | None = None) -> None:
        """Begin a transaction, with the write lock at once."""
        self._given_up.why = None
        super().begin(lock_type)

    def execute_sql(self, sql: Any, params: Any = None) -> Any:
        """Run a statement, unless its transaction is gone: it would be kept on its own, outside of any."""
        inside = self.transaction_depth() > 0
        if inside:
            self._refuse_given_up()
        try:
            return super().execute_sql(sql, params)
        except peewee.PeeweeException as error:
            if inside and not self.connection().in_transaction:
                self._given_up.why = error
            raise

    def commit(self) -> None:
        """Commit, or say why there is nothing left to commit."""
        self._refuse_given_up()
        super().commit()

    def rollback(self) -> None:
        """Roll back, unless SQLite did it by itself: then the true error must not be hidden by a second one."""
        if self.connection().in_transaction:
            super().rollback()

    def _refuse_given_up(self) -> None:
        """Raise what made SQLite roll back by itself, if it did, though somebody caught it and went on."""
        if not self.connection().in_transaction:
            raise peewee.OperationalError("SQLite has rolled this transaction back") from getattr(
                self._given_up, "why", None
            )

    def close_all(self) -> None:
        """Close every connection of every thread, for good; the last one folds the WAL into the book and removes it.

        Workers must have stopped: closing a connection in the middle of another thread's statement is not safe.
        """
        self._is_shut = True
        if not self.is_closed():
            with suppress(peewee.PeeweeException):
                self.close()
        for connection in list(self._connections):
            with suppress(dbapi2.ProgrammingError):  # its user closed it
                connection.interrupt()
                connection.close()


class RecordId(peewee.AutoField):
    """A key that is never given a second time: logs, papers and imports name records by it for good."""

    def ddl(self, ctx: Any) -> Any:
        """Return the column; only SQLite must be told not to use the last number again."""
        column = super().ddl(ctx)
        database = self.model._meta.database
        if isinstance(getattr(database, "obj", database), peewee.SqliteDatabase):
            return peewee.NodeList((column, peewee.SQL("AUTOINCREMENT")))
        return column


def assert_engine() -> None:
    """Raise RuntimeError if the packaged SQLite may damage a book or cannot encrypt: a fault of the package."""
    version = dbapi2.sqlite_version_info
    if version < OLDEST_ENGINE or version in WITHDRAWN_ENGINES:
        raise RuntimeError(f"SQLite {dbapi2.sqlite_version} must not be used for books")
    probe = dbapi2.connect(":memory:")
    try:
        if not probe.execute("PRAGMA cipher_version").fetchone():
            raise RuntimeError("this SQLite has no SQLCipher")
    finally:
        probe.close()


def assert_settings(connection: Any, *, wal: bool = True) -> None:
    """Raise RuntimeError unless the connection writes as safely as `WRITING` and WAL demand."""
    found = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in WRITING}
    wanted: dict[str, object] = dict(WRITING)
    if wal:
        found["journal_mode"] = connection.execute("PRAGMA journal_mode").fetchone()[0]
        wanted["journal_mode"] = "wal"
    if found != wanted:
        raise RuntimeError(f"unsafe connection: {found}")


def stamp_as_book(book: peewee.Database) -> None:
    """Mark a new database as one of ours."""
    book.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def is_book(book: peewee.Database) -> bool:
    """Say whether the database is marked as one of ours."""
    return int(book.execute_sql("PRAGMA application_id").fetchone()[0]) == APPLICATION_ID


def version(book: peewee.Database) -> int:
    """Return the number of the last migration the book went through, 0 for none."""
    return int(book.execute_sql("PRAGMA user_version").fetchone()[0])


def set_version(book: peewee.Database, number: int) -> None:
    """Note the migration; inside its transaction, with which it is kept or taken back."""
    book.execute_sql(f"PRAGMA user_version = {number:d}")


def copy_into(book: peewee.Database, target: Path) -> None:
    """Write a whole, consistent, compact copy with the same key to `target`, which must not exist."""
    book.execute_sql("VACUUM INTO ?", (str(target),))


def row_counts(book: peewee.Database) -> dict[str, int]:
    """Return the number of rows of every table."""
    return {
        table: int(book.execute_sql(f'SELECT count(*) FROM "{table}"').fetchone()[0])
        for table in book.get_tables()
        if not table.startswith("sqlite_")
    }


def schema(book: peewee.Database) -> dict[str, str]:
    """Return name to SQL of every table, index, trigger and view, blanks and IF NOT EXISTS made alike."""
    rows = book.execute_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
    return {name: " ".join(sql.replace("IF NOT EXISTS ", "").split()) for name, sql in rows}


def days_between(first: Any, last: Any) -> Any:
    """Return the expression for how many days the second day is after the first, a whole number (PostgreSQL: last − first)."""
    return (peewee.fn.julianday(last) - peewee.fn.julianday(first)).cast("INTEGER")


def guards(model: Any) -> list[str]:
    """Return the statements that keep a model's rows as they were written, against bugs and accidents.

    `append_only` in its Meta: no row is ever changed or deleted. `may_change`: no row is deleted, and only the named
    fields change.
    """
    meta = model._meta
    changeable = getattr(meta, "may_change", None)
    if changeable is None and not getattr(meta, "append_only", False):
        return []
    kept = [f.column_name for f in meta.sorted_fields if f.name not in (changeable or ())]
    columns = " OF " + ", ".join(f'"{name}"' for name in kept) if changeable else ""
    table = meta.table_name
    return [
        f'CREATE TRIGGER "{table}_no_{word}" BEFORE {word.upper()}{which} ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for word, which in (("update", columns), ("delete", ""))
    ]


def broken_references(book: peewee.Database) -> list[Any]:
    """Return (table, row, table referred to, key number) of every row that refers to nothing."""
    return list(book.execute_sql("PRAGMA foreign_key_check").fetchall())


def faults(book: BookDatabase) -> list[str]:
    """Check every page and row; return what is wrong as sentences, at most `FINDINGS_SHOWN` of each sort.

    Holds the write lock, so that no page changes under the check of the file; seconds for a book of 100 MB.
    """
    found: list[str] = []
    checks = [_structure_faults, _reference_faults]
    if book.encrypted:
        checks.insert(0, _page_faults)
    for check in checks:
        try:
            found += list(check(book))[:FINDINGS_SHOWN]
        except DRIVER_ERRORS as error:
            found.append(_("账本有读不出的地方：{finding}。").format(finding=error))
    return found


def quick_faults(book: BookDatabase) -> list[str]:
    """Check what an interrupted write could have broken; several times quicker than `faults`."""
    try:
        return list(_structure_faults(book, "quick_check"))
    except DRIVER_ERRORS as error:
        return [_("账本有读不出的地方：{finding}。").format(finding=error)]


def _page_faults(book: BookDatabase) -> Iterator[str]:
    """Compare every page with its seal (HMAC), after the WAL was folded into the file."""
    if not book.read_only:
        book.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    with nullcontext() if book.read_only else book.atomic():
        rows = book.execute_sql("PRAGMA cipher_integrity_check").fetchall()
    for (finding,) in rows:
        yield _("加密校验不符：{finding}。").format(finding=finding)


def _structure_faults(book: BookDatabase, pragma: str = "integrity_check") -> Iterator[str]:
    for (finding,) in book.execute_sql(f"PRAGMA {pragma}({FINDINGS_SHOWN})").fetchall():
        if finding != "ok":
            yield _("账本结构有损坏：{finding}。").format(finding=finding)


def _reference_faults(book: BookDatabase) -> Iterator[str]:
    for table, row, target, _number in broken_references(book):
        yield _("表 {table} 的第 {row} 行指向 {target} 里没有的记录。").format(
            table=table, row=row, target=target
        )
