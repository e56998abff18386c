"""The book: made, opened, locked, written to and closed."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import peewee
import pytest

from desk_app.kernel import book_lock, sqlite
from desk_app.kernel.book import (
    Book,
    BookProblem,
    check_book,
    create_book,
    needs_password,
    open_book,
    second_connection,
)
from desk_app.kernel.database import database, transaction
from desk_app.kernel.errors import TransitionRefused
from desk_app.kernel.settings import StoredSetting
from desk_app.kernel.store import AuditRow

PASSWORD = "春天在哪里2026"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return where a book may be made, with a name as an office gives it."""
    return tmp_path / "翠湖花园 2026 年#1.book"


@pytest.fixture
def plain(place: Path) -> Iterator[Book]:
    """Give an open unencrypted book."""
    book = create_book(place, None, person="王经理")
    yield book
    book.close()


def _note(name: str) -> None:
    StoredSetting.create(name=name, value="甲")


def _noted() -> list[str]:
    return sorted(row.name for row in StoredSetting.select())


def _run(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a second program that has `book` and `sys.argv[1:]`."""
    head = "import sys; from desk_app.kernel import book\n"
    command = [sys.executable, "-c", head + code, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60)


# made and opened again


def test_a_new_book_opens_again_with_its_password(place: Path) -> None:
    book = create_book(place, PASSWORD, person=" 王经理 ")
    _note("company")
    assert (book.opened_by, book.encrypted, book.read_only) == ("王经理", True, False)
    book.close()
    assert needs_password(place)
    book = open_book(place, PASSWORD)
    assert (book.opened_by, book.encrypted, _noted()) == ("王经理", True, ["company"])
    assert check_book(book) == []
    book.close()


def test_a_book_without_password_is_a_visible_choice(plain: Book, place: Path) -> None:
    _note("company")
    assert not plain.encrypted
    assert not needs_password(place), "asked while this program has it open"
    plain.close()
    assert not needs_password(place)
    with pytest.raises(BookProblem, match="没有设密码"):
        open_book(place, PASSWORD)
    again = open_book(place)
    assert (again.opened_by, _noted(), check_book(again)) == ("", ["company"], [])
    again.close()


def test_a_closed_book_is_one_file_and_its_keys(place: Path) -> None:
    create_book(place, PASSWORD, person="王").close()
    assert sorted(path.name for path in place.parent.iterdir()) == [place.name, place.name + ".keys"]
    assert {path.stat().st_mode & 0o077 for path in place.parent.iterdir()} == {0}, "for its owner only"


def test_nothing_readable_lies_in_an_encrypted_book(place: Path) -> None:
    book = create_book(place, PASSWORD, person="王")
    _note("居住证明 13812345678")
    written = [path for path in place.parent.iterdir() if not path.name.endswith((".keys", ".lock"))]
    book.close()
    for path in {*written, place} & set(place.parent.iterdir()):
        content = path.read_bytes()
        assert b"13812345678" not in content
        assert b"CREATE TABLE" not in content
        assert b"SQLite format" not in content


def test_a_book_is_reached_through_a_link_but_has_one_lock(plain: Book, tmp_path: Path) -> None:
    link = tmp_path / "桌面" / "账本.book"
    link.parent.mkdir()
    link.symlink_to(plain.path)
    with pytest.raises(BookProblem, match="另一个程序"):
        open_book(link)


def test_importing_the_book_imports_no_cryptography() -> None:
    done = _run("print([n for n in ('cryptography', 'argon2', 'playhouse') if n in sys.modules])")
    assert done.stdout.strip() == "[]"


# the connections


def test_every_connection_writes_so_that_a_power_cut_loses_nothing(place: Path) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "cache_size": -65536,
        "temp_store": 2,
        "recursive_triggers": 1,
        "trusted_schema": 0,
    }
    found = []

    def look(connection: object) -> None:
        found.append({name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted})  # type: ignore[attr-defined]

    def work() -> None:
        with database.connection_context():
            look(database.connection())

    for password in (None, PASSWORD):
        name = place.with_stem(str(password))
        for book in (create_book(name, password, person="王"), None):
            book = book or open_book(name, password)
            look(database.connection())
            worker = threading.Thread(target=work)
            worker.start()
            worker.join()
            further = second_connection(book)
            look(further)
            further.close()
            book.close()
    assert found == [wanted] * 12


def test_only_one_place_connects_to_books() -> None:
    """Whatever else made a connection would not get the settings above."""
    connects = re.compile(
        r"\b(dbapi2|sqlite3|apsw)\.connect\(|(?<!class BookDatabase\(peewee\.)SqliteDatabase\("
    )
    connecting = [
        path.relative_to(ROOT).as_posix()
        for folder in ("desk_app", "ui")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if connects.search(path.read_text("utf-8"))
    ]
    assert connecting == ["desk_app/kernel/sqlite.py"]


def test_a_connection_that_is_not_safe_is_refused(plain: Book) -> None:
    connection = plain.database.connection()
    connection.execute("PRAGMA synchronous = 1")
    with pytest.raises(RuntimeError, match="unsafe"):
        sqlite.assert_settings(connection)


def test_the_packaged_engine_is_one_that_does_not_damage_books(monkeypatch: pytest.MonkeyPatch) -> None:
    sqlite.assert_engine()
    assert sqlite.dbapi2.sqlite_version_info >= (3, 51, 3)
    monkeypatch.setattr(sqlite, "WITHDRAWN_ENGINES", (sqlite.dbapi2.sqlite_version_info,))
    with pytest.raises(RuntimeError, match="must not be used"):
        sqlite.assert_engine()
    monkeypatch.setattr(sqlite, "WITHDRAWN_ENGINES", ())
    monkeypatch.setattr(sqlite, "OLDEST_ENGINE", (99, 0, 0))
    with pytest.raises(RuntimeError, match="must not be used"):
        sqlite.assert_engine()


def test_a_second_connection_reads_what_was_saved_and_cannot_write(plain: Book) -> None:
    further = second_connection(plain)
    _note("company")
    assert further.execute("SELECT name FROM setting").fetchall() == [("company",)]
    with pytest.raises(sqlite.dbapi2.OperationalError, match="readonly"):
        further.execute("DELETE FROM setting")
    plain.close()
    with pytest.raises(sqlite.dbapi2.ProgrammingError):
        further.execute("SELECT 1")


def test_a_closed_book_is_not_opened_again_by_chance(plain: Book) -> None:
    plain.close()
    plain.close()
    with pytest.raises(AttributeError):
        _noted()
    with pytest.raises(peewee.InterfaceError):
        plain.database.execute_sql("SELECT 1")


def test_the_book_opened_last_is_the_current_one(plain: Book, tmp_path: Path) -> None:
    _note("first")
    other = create_book(tmp_path / "其他.book", None, person="王")
    assert _noted() == []
    plain.close()
    assert _noted() == []
    other.close()


def test_a_wrong_password_leaves_the_current_book_in_use(plain: Book, tmp_path: Path) -> None:
    create_book(tmp_path / "其他.book", PASSWORD, person="王").close()
    database.initialize(plain.database)
    with pytest.raises(BookProblem, match="密码不对"):
        open_book(tmp_path / "其他.book", "不是这个密码")
    _note("company")
    assert _noted() == ["company"]


def test_work_of_other_threads_is_closed_with_the_book(plain: Book) -> None:
    worker = threading.Thread(target=_noted)
    worker.start()
    worker.join()
    plain.close()
    assert list(plain.path.parent.glob("*-wal")) == []


# transactions


def test_a_refused_step_takes_everything_back(plain: Book) -> None:
    with pytest.raises(TransitionRefused), transaction():
        _note("company")
        raise TransitionRefused("不行")
    assert _noted() == []


def test_an_inner_step_can_fail_alone(plain: Book) -> None:
    with transaction():
        _note("outer")
        with pytest.raises(TransitionRefused), transaction():
            _note("inner")
            raise TransitionRefused("不行")
    assert _noted() == ["outer"]


def test_a_broken_rule_of_the_tables_is_no_trouble_of_the_file(plain: Book) -> None:
    with pytest.raises(peewee.IntegrityError), transaction():
        _note("company")
        _note("company")
    assert _noted() == []


def test_nothing_is_written_outside_a_transaction_the_engine_gave_up(plain: Book) -> None:
    """On a full disk SQLite rolls back by itself; code that goes on must not write bit by bit then."""
    with pytest.raises(peewee.OperationalError, match="has rolled"), transaction():
        _note("before")
        plain.database.connection().execute("ROLLBACK")
        _note("after")
    assert _noted() == []


def test_a_transaction_takes_the_write_lock_at_once(plain: Book) -> None:
    """Otherwise two windows could both read, and the later save would fail half-way."""
    refused = []

    def work() -> None:
        with database.connection_context():
            database.connection().execute("PRAGMA busy_timeout = 0")
            try:
                with transaction():
                    pass
            except BookProblem as problem:
                refused.append(str(problem))

    with transaction():
        worker = threading.Thread(target=work)
        worker.start()
        worker.join()
    assert len(refused) == 1
    assert "账本正忙，这次的修改没有保存" in refused[0]


def test_the_log_of_who_did_what_cannot_be_rewritten(plain: Book) -> None:
    row = AuditRow.create(at="2026-01-01", actor="王", kind="room", action="edit", reason="", changes="{}")
    for change in (
        AuditRow.update(actor="李"),
        AuditRow.delete(),
        AuditRow.replace(id=row.id, at="2026-01-01", actor="李", kind="", action="", reason="", changes=""),
    ):
        with pytest.raises(peewee.IntegrityError, match="append-only"):
            change.execute()
    assert [(each.id, each.actor) for each in AuditRow.select()] == [(row.id, "王")]


# one program a book


def test_a_second_program_is_told_who_has_the_book(plain: Book) -> None:
    done = _run("book.open_book(sys.argv[1])", plain.path)
    assert done.returncode == 1
    assert f"进程号 {os.getpid()}" in done.stderr
    assert "账本没有打开" in done.stderr
    with pytest.raises(BookProblem, match="另一个程序"):
        open_book(plain.path)


def test_nothing_this_program_does_lets_a_second_writer_in(plain: Book) -> None:
    """On POSIX, opening and closing the book's file as well would silently drop the database's locks."""
    code = """if 1:
        from sqlcipher3 import dbapi2
        other = dbapi2.connect(sys.argv[1], isolation_level=None, timeout=0)
        other.execute("BEGIN IMMEDIATE")
    """
    with transaction():
        _note("company")
        assert not needs_password(plain.path)
        for password in (None, PASSWORD):
            with pytest.raises(BookProblem):
                open_book(plain.path, password)
            with pytest.raises(BookProblem):
                open_book(plain.path, password, read_only=True)
            with pytest.raises(BookProblem):
                create_book(plain.path, password, person="王")
        assert "database is locked" in _run(code, plain.path).stderr
    assert _run(code, plain.path).returncode == 0


def test_a_killed_program_leaves_the_book_free_and_its_work_saved(place: Path) -> None:
    code = """if 1:
        from desk_app.kernel.settings import StoredSetting
        opened = book.create_book(sys.argv[1], None, person="王")
        StoredSetting.create(name="company", value="甲")
        import os, signal
        os.kill(os.getpid(), signal.SIGKILL)
    """
    assert _run(code, place).returncode == -9
    assert sorted(path.suffix for path in place.parent.iterdir()) == [
        ".book",
        ".book-shm",
        ".book-wal",
        ".lock",
    ]
    book = open_book(place)
    assert _noted() == ["company"]
    book.close()
    assert [path.name for path in place.parent.iterdir()] == [place.name]


def test_the_lock_says_whether_its_last_holder_crashed(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    lock = book_lock.take(path)
    assert not lock.after_crash
    assert book_lock.is_held_here(path)
    assert json.loads(path.read_text())["pid"] == os.getpid()
    lock.release()
    lock.release()
    assert not path.exists()
    path.write_text('{"pid": 1}')
    lock = book_lock.take(path)
    assert lock.after_crash
    lock.release()


def test_an_unreadable_note_in_the_lock_is_no_reason_to_fail(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    lock = book_lock.take(path)
    for note in (b"", b"\xff\x00", b"[1]"):
        path.write_bytes(note)
        with pytest.raises(BookProblem, match="请先关闭那个程序"):
            book_lock.take(path)
    lock.release()


# reading only


def test_a_book_can_be_read_without_anything_being_written(place: Path) -> None:
    book = create_book(place, PASSWORD, person="王")
    _note("company")
    book.close()
    before = {path.name: path.read_bytes() for path in place.parent.iterdir()}
    book = open_book(place, PASSWORD, read_only=True)
    assert (book.read_only, _noted(), check_book(book)) == (True, ["company"], [])
    with pytest.raises(BookProblem, match="不能写入"), transaction():
        _note("more")
    assert {path.name: path.read_bytes() for path in place.parent.iterdir()} == before
    book.close()


def test_a_book_whose_last_changes_lie_in_its_log_is_not_read_from_the_file_alone(
    plain: Book, tmp_path: Path
) -> None:
    _note("company")
    with pytest.raises(BookProblem, match="另一个程序"):
        open_book(plain.path, read_only=True)
    (tmp_path / "crashed").mkdir()
    for path in (plain.path, *plain.path.parent.glob("*-wal")):
        shutil.copy(path, tmp_path / "crashed")
    with pytest.raises(BookProblem, match="上次没有正常关闭，不能只读打开"):
        open_book(tmp_path / "crashed" / plain.path.name, read_only=True)
    again = open_book(tmp_path / "crashed" / plain.path.name)
    assert _noted() == ["company"]
    again.close()
