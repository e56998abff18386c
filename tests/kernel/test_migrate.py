"""Upgrades of a book: numbered, whole or not at all, after a verified copy."""

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

import peewee
import pytest

from desk_app.kernel import migrate, sqlite
from desk_app.kernel.book import BookProblem, create_book, needs_password, open_book
from desk_app.kernel.book_place import BookFiles
from desk_app.kernel.database import database
from desk_app.kernel.settings import StoredSetting

PASSWORD = "春天在哪里2026"
ROOT = Path(__file__).resolve().parents[2]

FIRST = """
def up(migrator, db):
    db.execute_sql("CREATE TABLE owner (id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT)")
    db.execute_sql("CREATE TABLE car (id INTEGER PRIMARY KEY, owner_id INTEGER NOT NULL"
                   " REFERENCES owner (id) ON DELETE CASCADE)")
"""
SECOND = """
import peewee

def up(migrator, db):
    migrator.migrate(
        migrator.add_column("owner", "note", peewee.TextField(default="")),
        migrator.drop_column("owner", "phone"),
        migrator.rename_column("owner", "name", "full_name"),
        migrator.add_index("owner", ("full_name",)),
    )
    db.execute_sql("UPDATE owner SET full_name = full_name || '!'")
"""
HALF = SECOND + '    raise ValueError("a bug in the migration")\n'
ORPHANS = """
def up(migrator, db):
    db.execute_sql("DELETE FROM owner WHERE id = 1")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder for migrations; its name would make a glob find nothing."""
    place = tmp_path / "程序 [1]"
    place.mkdir()
    _write(place, 1, FIRST)
    return place


@pytest.fixture
def old(tmp_path: Path, folder: Path) -> sqlite.BookDatabase:
    """Return an open database at the first version, with two owners and their cars."""
    book = sqlite.BookDatabase(tmp_path / "旧账.book")
    sqlite.stamp_as_book(book)
    migrate.run(book, folder)
    for owner in (1, 2):
        book.execute_sql("INSERT INTO owner VALUES (?, ?, ?)", (owner, f"业主{owner}", "13800138000"))
        book.execute_sql("INSERT INTO car VALUES (?, ?)", (owner, owner))
    return book


def _write(folder: Path, number: int, source: str) -> None:
    (folder / f"{number:04d}_step.py").write_text(source, encoding="utf-8")


def _files(book: sqlite.BookDatabase) -> BookFiles:
    return BookFiles(Path(book.database))


def _dump(book: sqlite.BookDatabase) -> list[object]:
    rows = [book.execute_sql(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in ("owner", "car")]
    return [sqlite.version(book), sqlite.schema(book), *rows]


@pytest.fixture(scope="module")
def freeze() -> ModuleType:
    """Return `build/freeze_schema.py`."""
    spec = importlib.util.spec_from_file_location("freeze_schema", ROOT / "build" / "freeze_schema.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# one migration after the other


def test_an_upgrade_keeps_every_row_and_notes_the_version(old: sqlite.BookDatabase, folder: Path) -> None:
    _write(folder, 2, SECOND)
    assert migrate.is_behind(old, folder)
    migrate.upgrade(old, _files(old), folder)
    assert sqlite.version(old) == 2
    assert not migrate.is_behind(old, folder)
    assert old.execute_sql("SELECT id, full_name, note FROM owner").fetchall() == [
        (1, "业主1!", ""),
        (2, "业主2!", ""),
    ]
    assert old.execute_sql("SELECT count(*) FROM car").fetchone() == (2,), "a rebuilt table must not cascade"
    assert old.execute_sql("SELECT name FROM schema_migration ORDER BY id").fetchall() == [
        ("0001_step",),
        ("0002_step",),
    ]
    sqlite.assert_settings(old.connection())
    old.close_all()


def test_a_migration_with_a_bug_changes_nothing(old: sqlite.BookDatabase, folder: Path) -> None:
    before = _dump(old)
    _write(folder, 2, HALF)
    with pytest.raises(ValueError, match="a bug in the migration"):
        migrate.upgrade(old, _files(old), folder)
    assert _dump(old) == before
    sqlite.assert_settings(old.connection())
    old.close_all()


def test_a_migration_that_leaves_orphans_is_taken_back(old: sqlite.BookDatabase, folder: Path) -> None:
    before = _dump(old)
    _write(folder, 2, ORPHANS)
    with pytest.raises(RuntimeError, match="breaks references"):
        migrate.upgrade(old, _files(old), folder)
    assert _dump(old) == before
    old.close_all()


def test_a_missing_migration_is_a_fault_of_the_package(folder: Path, tmp_path: Path) -> None:
    _write(folder, 3, SECOND)
    with pytest.raises(RuntimeError):
        migrate.scripts(folder)
    with pytest.raises(RuntimeError):
        migrate.scripts(tmp_path / "nowhere")
    with pytest.raises(RuntimeError):
        migrate.scripts(tmp_path)


# the copy before


def test_the_copy_before_an_upgrade_is_a_whole_book_of_the_old_version(
    old: sqlite.BookDatabase, folder: Path
) -> None:
    before = _dump(old)
    _write(folder, 2, SECOND)
    copy = migrate.upgrade(old, _files(old), folder)
    assert copy == _files(old).backups / "旧账.before-v1-to-v2.book"
    kept = old.read_only_twin(copy)
    assert _dump(kept) == before
    kept.close_all()
    old.close_all()
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]


def test_no_copy_is_made_of_a_new_book(tmp_path: Path, folder: Path) -> None:
    book = sqlite.BookDatabase(tmp_path / "新.book")
    assert migrate.upgrade(book, _files(book), folder) is None
    book.close_all()
    assert not _files(book).backups.exists()


def test_an_older_copy_is_never_replaced(old: sqlite.BookDatabase, folder: Path) -> None:
    first = _files(old).backups / "旧账.before-v1-to-v2.book"
    first.parent.mkdir()
    first.write_bytes(b"a copy of last year")
    _write(folder, 2, SECOND)
    copy = migrate.upgrade(old, _files(old), folder)
    assert copy == first.with_name("旧账.before-v1-to-v2-2.book")
    assert first.read_bytes() == b"a copy of last year"
    old.close_all()


def test_without_a_sound_copy_nothing_is_upgraded(old: sqlite.BookDatabase, folder: Path) -> None:
    """The book has an orphan: the copy of it does not pass, so the migration must not run."""
    old.execute_sql("PRAGMA foreign_keys = 0")
    old.execute_sql("DELETE FROM owner WHERE id = 1")
    old.execute_sql("PRAGMA foreign_keys = 1")
    before = _dump(old)
    _write(folder, 2, SECOND)
    with pytest.raises(BookProblem, match="副本没有通过检查，表 car 的第 1 行指向 owner 里没有的记录"):
        migrate.upgrade(old, _files(old), folder)
    assert _dump(old) == before
    assert list(_files(old).backups.iterdir()) == []
    old.close_all()


def test_an_encrypted_book_is_upgraded_when_it_is_opened_and_its_copy_opens_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "账.book"
    book = create_book(path, PASSWORD, person="王")
    StoredSetting.create(name="company", value="甲")
    old_version = sqlite.version(book.database)
    book.close()
    newer = tmp_path / "newer"
    shutil.copytree(migrate.FOLDER, newer, ignore=shutil.ignore_patterns("__pycache__"))
    _write(
        newer, old_version + 1, 'def up(migrator, db):\n    db.execute_sql("CREATE TABLE extra (id INTEGER)")'
    )
    monkeypatch.setattr(migrate, "FOLDER", newer)
    with pytest.raises(BookProblem, match="较旧的版本，不能只读打开"):
        open_book(path, PASSWORD, read_only=True)
    book = open_book(path, PASSWORD)
    assert "extra" in book.database.get_tables()
    book.close()
    monkeypatch.undo()
    with pytest.raises(BookProblem, match=r"较新的版本打开过（账本第 \d 版.*请先更新本机程序"):
        open_book(path, PASSWORD)
    copy = tmp_path / "backups" / f"账.before-v{old_version}-to-v{old_version + 1}.book"
    assert needs_password(copy)
    book = open_book(copy, PASSWORD, read_only=True)
    assert "extra" not in book.database.get_tables()
    assert StoredSetting.get().value == "甲"
    book.close()


# the frozen schema


def test_a_new_book_has_exactly_the_tables_the_program_works_with(tmp_path: Path, freeze: ModuleType) -> None:
    """Every table, column, index and trigger, letter by letter: a changed model needs a migration."""
    book = create_book(tmp_path / "a.book", None, person="王")
    migrated = sqlite.schema(book.database)
    book.close()
    live = sqlite.BookDatabase(":memory:")
    database.initialize(live)
    models = freeze.live_models()
    assert len(models) > 10
    live.create_tables(models)
    for statement in freeze.sqlite_statements(freeze.live_models()):
        live.execute_sql(statement)
    wanted = sqlite.schema(live)
    database.initialize(None)
    live.close_all()
    migrated.pop("schema_migration")
    migrated.pop("schema_migration_name", None)
    assert migrated == wanted, "write a migration (before the first release: python build/freeze_schema.py)"


def test_the_first_migration_is_written_anew_when_models_change(freeze: ModuleType) -> None:
    """Until the first release; afterwards this test goes and 0001 stays as it is."""
    assert freeze.main(["--check"]) == 0


class Grade(peewee.Model):
    """A model with everything a freeze must keep."""

    name = peewee.CharField(max_length=20, unique=True, constraints=[peewee.Check("name <> ''")])
    above = peewee.ForeignKeyField("self", null=True, on_delete="SET NULL")
    note = peewee.TextField(null=True, column_name="remark", collation="NOCASE")
    rank = peewee.BigIntegerField(default=7, index=True)

    class Meta:
        table_name = "grade_level"
        indexes = ((("above", "rank"), True),)
        constraints = (peewee.Check("rank > 0"),)


class Pupil(peewee.Model):
    """Refers by another column than the key, and has a key of two columns."""

    grade = peewee.ForeignKeyField(
        Grade, field="name", column_name="grade_name", on_delete="CASCADE", index=False
    )
    number = peewee.IntegerField()
    active = peewee.BooleanField(default=True)

    class Meta:
        primary_key = peewee.CompositeKey("grade", "number")


Pupil.add_index(Pupil.index(Pupil.number, unique=True, where=(Pupil.active == True), name="pupil_now"))  # noqa: E712


def test_a_frozen_model_makes_the_same_table_everywhere(tmp_path: Path, freeze: ModuleType) -> None:
    models = [Grade, Pupil]
    live, frozen = sqlite.BookDatabase(":memory:"), sqlite.BookDatabase(":memory:")
    live.bind(models)
    live.create_tables(models)
    source = freeze.write_migration(models, ["CREATE TABLE plain (id INTEGER)"])
    _write(tmp_path, 1, source)
    migrate.run(frozen, tmp_path)
    made = {
        name: sql for name, sql in sqlite.schema(frozen).items() if not name.startswith(("schema_", "plain"))
    }
    assert made == sqlite.schema(live)
    assert "desk_app" not in source, "frozen means independent of the live models"
    live.close_all()
    frozen.close_all()

    spec = importlib.util.spec_from_file_location("frozen", tmp_path / "0001_step.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert [_on_postgresql(model) for model in module.TABLES] == [_on_postgresql(model) for model in models]


def _on_postgresql(model: type[peewee.Model]) -> list[object]:
    """Return the statements that would make the table on PostgreSQL, but for indexes written as SQL."""
    with peewee.PostgresqlDatabase("none").bind_ctx([model], bind_refs=False, bind_backrefs=False):
        schema = model._schema  # type: ignore[attr-defined]
        indexes = [schema._create_index(index, safe=False).query() for index in model._meta.fields_to_index()]  # type: ignore[attr-defined]
        return [
            schema._create_table(safe=False).query(),
            *(each for each in indexes if "pupil_now" not in each[0]),
        ]
