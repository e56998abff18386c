"""The book (账本): one file with everything an office keeps, made, opened, checked and closed here.

Importing this module stays cheap: the cryptography is imported when a password is first used.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from desk_app.kernel import (
    book_header,
    book_lock,
    book_place,
    durable_files,
    migrate,
    sqlite,
    sqlite_search,
    vault,
)
from desk_app.kernel.book_header import Look
from desk_app.kernel.book_lock import BookLock
from desk_app.kernel.book_place import BookFiles
from desk_app.kernel.database import database as current
from desk_app.kernel.file_trouble import (
    DAMAGED,
    NOT_CREATED,
    NOT_OPENED,
    PASSWORD_NOT_CHANGED,
    READ_ONLY,
    BookProblem,
    explain,
)
from desk_app.kernel.text import one_line
from desk_app.kernel.words import _

__all__ = [
    "Book",
    "BookProblem",
    "change_password",
    "check_book",
    "create_book",
    "needs_password",
    "open_book",
    "second_connection",
]


LONGEST_PERSON = 40
"""Letters in the name on a key slot."""


@dataclass(eq=False)
class Book:
    """An open book. `opened_by` is the name on the key slot, nothing for an unencrypted book opened again."""

    path: Path
    database: sqlite.BookDatabase
    opened_by: str
    encrypted: bool
    read_only: bool
    _lock: BookLock | None = field(repr=False)
    _slot_id: str = field(default="", repr=False)

    def close(self) -> None:
        """Close all connections and give the book free; again does nothing. Workers must have stopped."""
        if current.obj is self.database:
            current.initialize(None)
        self.database.close_all()
        if self._lock:
            self._lock.release()


def create_book(path: Path | str, password: str | None, *, person: str) -> Book:
    """Make a new book and open it; `password` None makes an unencrypted one. BookProblem leaves nothing behind.

    Never overwrites: the name must be free. `person` is the name on the first key slot.
    """
    name = _person(person)
    if password is not None:
        vault.check_new_password(password, NOT_CREATED)
    with _as_problem(NOT_CREATED):
        sqlite.assert_engine()
        files = book_place.for_new(path)
        lock = book_lock.take(files.lock)
        try:
            return _make(files, lock, password, name)
        except BaseException:
            lock.release()
            raise


def open_book(path: Path | str, password: str | None = None, *, read_only: bool = False) -> Book:
    """Open the book and make it the current one, upgraded to this program's version after a verified copy.

    With `read_only` nothing at all is written, not even beside it: for backups and read-only disks. BookProblem for
    every way the file, place, key, version or disk can be wrong; the file is as it was then.
    """
    with _as_problem(NOT_OPENED):
        sqlite.assert_engine()
        files = book_place.existing(path, read_only=read_only)
        lock = None if read_only else book_lock.take(files.lock)
        try:
            _refuse_state(files, read_only)
            if lock:
                durable_files.sweep_parts(files.keys)  # of a change of password that was killed
            key, person, slot_id = _unlock(files, password)
            return _connect(files, lock, key, person, slot_id)
        except BaseException:
            if lock:
                lock.release(
                    keep_note=lock.after_crash
                )  # it was not looked through yet, or was found damaged
            raise


def needs_password(path: Path | str) -> bool:
    """Say whether the book is encrypted; BookProblem if there is none or its keys are missing."""
    with _as_problem(NOT_OPENED):
        files = book_place.existing(path, read_only=True)
        if files.keys.exists():
            return True
        if not book_lock.is_held_here(files.lock) and book_header.look_at(files.path) is Look.SEALED:
            raise _keys_missing(files)
        return False


def change_password(book: Book, old: str, new: str) -> None:
    """Let `new` open the slot the book was opened with, instead of `old`; the book itself is not rewritten."""
    if not book.encrypted:
        raise BookProblem(_("这本账没有设密码，密码没有改。要加密，请新建一本带密码的账本再转过去。"))
    vault.check_new_password(new, PASSWORD_NOT_CHANGED)
    with _as_problem(PASSWORD_NOT_CHANGED):
        files = BookFiles(book.path)
        changed = vault.change_slot(vault.read_vault(files.keys), book._slot_id, old, new)
        if changed is None:
            raise BookProblem(_("原密码不对，密码没有改。请再输一次。"))
        vault.write_vault(changed, files.keys)


def check_book(book: Book) -> list[str]:
    """Check every page, row and reference of the book; return what is wrong as sentences, nothing if it is sound."""
    faults = sqlite.faults(book.database)
    if not faults and not book.read_only and sqlite_search.faults():  # asked with an INSERT
        faults.append(_("查找用的索引与资料对不上，查找可能有遗漏；资料本身完好。"))
    return faults


def second_connection(book: Book) -> sqlite.Connection:
    """Return a further connection that can only read, for a worker thread, which closes it; plain DB-API."""
    return book.database.open_reader()


def _person(name: str) -> str:
    """Return the name as kept on the key slot; BookProblem if there is none to speak of."""
    try:
        plain = one_line(name)
    except ValueError:
        plain = ""
    if not 0 < len(plain) <= LONGEST_PERSON:
        raise BookProblem(
            _("姓名要 1 到 {longest} 个字，账本没有建立。请重新填写。").format(longest=LONGEST_PERSON)
        )
    return plain


def _make(files: BookFiles, lock: BookLock, password: str | None, person: str) -> Book:
    """Put a new, whole book in place and open it. Leaves nothing if that fails."""
    if files.part.exists() and not files.path.exists():
        files.keys.unlink(missing_ok=True)  # of a creation that was killed before the last rename
    durable_files.sweep_parts(files.keys)  # of one that was killed while it wrote them
    book_place.refuse_taken(
        files.path, files.keys, *files.side_files()
    )  # SQLite would replay an old log into ours
    key, slots = None, None
    try:
        if password is not None:
            empty, data_key = vault.new_vault()
            slots = vault.add_slot(empty, data_key, vault.USER, person, password)
            key = vault.database_key(data_key)
        _build(files.part, key)
        if slots:
            vault.write_vault(slots, files.keys)
        durable_files.move_file(files.part, files.path)
        return _connect(files, lock, key, person, slots.slots[0].id if slots else "")
    except BaseException:
        for made in (files.path, *files.side_files(), files.keys, files.part, *files.side_files(files.part)):
            with suppress(OSError):
                made.unlink(missing_ok=True)
        raise


def _build(part: Path, key: bytes | None) -> None:
    """Make a database with all migrations in the file `part`, closed and on the disk; its owner alone may read it."""
    for left in (part, *BookFiles(part).side_files()):
        left.unlink(missing_ok=True)  # of a creation that was killed
    part.touch(0o600)
    new = sqlite.BookDatabase(part, key)
    try:
        sqlite.stamp_as_book(new)
        migrate.run(new)
    finally:
        new.close_all()
    durable_files.sync_file(part)


def _refuse_state(files: BookFiles, read_only: bool) -> None:
    """Raise BookProblem if the file cannot be written, or, for reading only, holds its last changes in a log."""
    if read_only:
        book_lock.refuse_busy(files.lock)
        log = files.side_files()[0]
        if log.exists() and log.stat().st_size:
            raise BookProblem(_("账本上次没有正常关闭，不能只读打开。请先正常打开一次再关闭。"))
    elif not os.access(files.path, os.W_OK):
        raise BookProblem(_(READ_ONLY).format(not_done=_(NOT_OPENED)))


def _unlock(files: BookFiles, password: str | None) -> tuple[bytes | None, str, str]:
    """Return the file's key, the person and the slot. Nothing may be connected to the file yet: its header is read."""
    has_keys = files.keys.exists()
    look = book_header.look_at(files.path, has_keys=has_keys)
    if look is Look.PLAIN and has_keys:
        raise BookProblem(
            _(
                "“{name}”旁边有钥匙文件，账本本身却没有加密，账本没有打开。它可能被人换过：请用备份恢复，或先移走钥匙文件。"
            ).format(name=files.path.name)
        )
    if look is Look.PLAIN:
        if password is not None:
            raise BookProblem(_("这本账没有设密码，账本没有打开。请确认选对了文件，再不带密码打开。"))
        return None, "", ""
    if not has_keys:
        raise _keys_missing(files)
    slots = vault.read_vault(files.keys)
    if password is None:
        raise BookProblem(_("这本账设了密码，账本没有打开。请输入密码。"))
    opened = vault.unlock(slots, password)
    if opened is None:
        raise BookProblem(_("密码不对，账本没有打开。请检查大小写，再输一次。"))
    slot, data_key = opened
    return vault.database_key(data_key), slot.label, slot.id


def _connect(files: BookFiles, lock: BookLock | None, key: bytes | None, person: str, slot_id: str) -> Book:
    """Connect to the book, upgrade it, and make it the current one. Closes it again if any of that fails."""
    suspect = lock is not None and (lock.after_crash or _is_cut_off(files))
    opened = sqlite.BookDatabase(files.path, key, read_only=lock is None)
    try:
        opened.connect()
        if not sqlite.is_book(opened):
            raise book_header.foreign(files.path)
        migrate.refuse_newer(opened)
        if suspect and sqlite.quick_faults(opened):
            raise BookProblem(_(DAMAGED).format(not_done=_(NOT_OPENED)))
        if migrate.is_behind(opened):
            if lock is None:
                raise BookProblem(_("这本账是较旧的版本，不能只读打开。请先复制一份，正常打开副本。"))
            migrate.upgrade(opened, files)
            sqlite.assert_settings(opened.connection())
    except BaseException:
        opened.close_all()
        raise
    current.initialize(opened)
    return Book(files.path, opened, person, key is not None, lock is None, lock, slot_id)


def _is_cut_off(files: BookFiles) -> bool:
    """Say whether a log of unfinished business lies beside the book, or the file ends inside a page."""
    log = files.side_files()[0]
    return (log.exists() and log.stat().st_size > 0) or files.path.stat().st_size % book_header.PAGE_BYTES > 0


def _keys_missing(files: BookFiles) -> BookProblem:
    """Return the problem of an encrypted book without its keys, or of a file that never was a book."""
    size = files.path.stat().st_size
    if size < book_header.PAGE_BYTES or size % book_header.PAGE_BYTES:
        return book_header.foreign(files.path)
    return BookProblem(
        _(
            "找不到账本的钥匙文件“{name}”，账本没有打开。请从备份里取回它，放到账本旁边；若这个文件不是账本，请选择别的文件。"
        ).format(name=files.keys.name)
    )


@contextmanager
def _as_problem(not_done: str) -> Iterator[None]:
    """Turn errors of disk, file and database into BookProblem; bugs rise as they are."""
    try:
        yield
    except BookProblem:
        raise
    except Exception as error:
        problem = explain(error, not_done)
        if problem is None:
            raise
        raise problem from error
