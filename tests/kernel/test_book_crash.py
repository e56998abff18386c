"""What a book survives: kill -9 while clerks save, a full disk, a disk gone read-only, a creation cut off."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import peewee
import pytest

from desk_app.kernel import book_copy, migrate, sqlite
from desk_app.kernel.book import BookProblem, check_book, create_book, open_book
from desk_app.kernel.book_place import BookFiles
from desk_app.kernel.database import database, transaction

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills by signal, fills a tmpfs")

PASSWORD = "春天在哪里2026"
ROOT = Path(__file__).resolve().parents[2]
KILLS = 30


class Receipt(peewee.Model):
    """A numbered paper with three parts that must add up, as cashiers write it."""

    number = peewee.IntegerField(unique=True)
    fen = peewee.IntegerField()
    filler = peewee.TextField(default="")

    class Meta:
        database = database
        table_name = "receipt_in_a_crash"  # the book has a table of receipts of its own


class Part(peewee.Model):
    """One part of a receipt."""

    receipt = peewee.ForeignKeyField(Receipt)
    fen = peewee.IntegerField()

    class Meta:
        database = database
        table_name = "part_in_a_crash"


def write_one(filler: str = "") -> int:
    """Write the next receipt in one transaction and return its number."""
    with transaction():
        number = (Receipt.select(peewee.fn.MAX(Receipt.number)).scalar() or 0) + 1
        receipt = Receipt.create(number=number, fen=600, filler=filler)
        for fen in (100, 200, 300):
            Part.create(receipt=receipt, fen=fen)
    return number


def work_until_killed(path: str) -> None:
    """Let two clerks save as fast as they can; say each number aloud once it is saved."""

    def clerk() -> None:
        with database.connection_context():
            while True:
                number = write_one()
                os.write(1, b"%d\n" % number)

    open_book(path, PASSWORD)
    for _clerk in range(2):
        threading.Thread(target=clerk, daemon=True).start()
    time.sleep(60)


def kill_often(path: str) -> dict[str, int]:
    """Kill the clerks `KILLS` times at random moments; check the book after each; return what was counted."""
    dice = random.Random(20261123)
    said: set[int] = set()
    hot = 0
    for _round in range(KILLS):
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.dup2(writing, 1)
            work_until_killed(path)
        os.close(writing)
        with os.fdopen(reading, "rb") as heard:
            first = heard.readline()  # they are at work
            time.sleep(dice.uniform(0, 0.05))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            lines = [first, *heard]
        said |= {int(line) for line in lines if line.endswith(b"\n")}
        log = Path(path + "-wal")
        hot += log.exists() and log.stat().st_size > 0
        book = open_book(path, PASSWORD)
        stored = [row.number for row in Receipt.select().order_by(Receipt.number)]
        assert check_book(book) == []
        assert stored == list(range(1, len(stored) + 1)), "a gap in the numbers"
        assert said <= set(stored), f"saved, said, and lost: {said - set(stored)}"
        assert Part.select(peewee.fn.SUM(Part.fen)).scalar() == 600 * len(stored), "half a receipt"
        book.close()
    return {"said": len(said), "stored": len(stored), "hot": hot}


def _run_here(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run this file as a program of its own."""
    command = [sys.executable, __file__, *map(str, arguments)]
    around = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, env=around, capture_output=True, encoding="utf-8", timeout=120)


def test_thirty_kills_lose_nothing_that_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "账.book"
    book = create_book(path, PASSWORD, person="王")
    database.create_tables([Receipt, Part])
    book.close()
    done = _run_here("kill", path)
    assert done.returncode == 0, done.stderr
    counted = json.loads(done.stdout)
    assert counted["said"] > 3 * KILLS
    assert counted["hot"] == KILLS, "the kills came too late to prove anything"


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
"""


def kill_upgrades(place: str) -> dict[str, int]:
    """Kill an upgrade that rebuilds tables 14 times; return how often it was before and after."""
    folder, path, source = Path(place), Path(place, "k.book"), Path(place, "start.book")
    (folder / "0001_first.py").write_text(FIRST)
    book = sqlite.BookDatabase(source)
    migrate.run(book, folder)
    with book.atomic():
        for owner in range(1, 20001):
            book.execute_sql("INSERT INTO owner VALUES (?, ?, ?)", (owner, f"业主{owner}", "1" * 50))
            book.execute_sql("INSERT INTO car VALUES (?, ?)", (owner, owner))
    book.close_all()
    (folder / "0002_second.py").write_text(SECOND)
    before = (1, ["id", "name", "phone"], 20000, 20000, [])
    after = (2, ["id", "full_name", "note"], 20000, 20000, [])
    dice = random.Random(20261123)
    found = []
    whole = 0.0  # seconds of an upgrade; the first one may finish and tells
    for _round in range(14):
        for left in (path, *BookFiles(path).side_files()):
            left.unlink(missing_ok=True)
        shutil.copyfile(source, path)
        began = time.monotonic()
        child = os.fork()
        if not child:
            migrate.run(sqlite.BookDatabase(path), folder)
            os._exit(0)
        if whole:
            time.sleep(dice.uniform(0, whole))
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        whole = whole or time.monotonic() - began
        book = sqlite.BookDatabase(path)
        columns = [column.name for column in book.get_columns("owner")]
        counts = sqlite.row_counts(book)
        found.append((sqlite.version(book), columns, counts["owner"], counts["car"], sqlite.faults(book)))
        book.close_all()
    assert [each for each in found if each not in (before, after)] == []
    return {"before": found.count(before), "after": found.count(after)}


def test_a_killed_upgrade_is_whole_or_not_begun(tmp_path: Path) -> None:
    done = _run_here("upgrade", tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["before"] > 3, "the kills came too late to prove anything"


def test_a_creation_cut_off_at_any_moment_leaves_the_name_free(tmp_path: Path) -> None:
    """Either there is no book and the name can be used again, or there is a whole one."""
    code = (
        "import sys; from desk_app.kernel import book, vault; from cryptography.hazmat.primitives.kdf import hkdf;"
        "print(flush=True); book.create_book(sys.argv[1], sys.argv[2], person='王')"
    )
    dice = random.Random(7)
    finished = 0
    for number in range(6):
        path = tmp_path / str(number) / "账.book"
        path.parent.mkdir()
        command = [sys.executable, "-c", code, path, PASSWORD]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as child:
            assert child.stdout
            child.stdout.readline()
            time.sleep(dice.uniform(0.08, 0.2))
            child.kill()
        finished += path.exists()
        book = open_book(path, PASSWORD) if path.exists() else create_book(path, PASSWORD, person="王")
        assert check_book(book) == []
        book.close()
        assert sorted(left.name for left in path.parent.iterdir()) == ["账.book", "账.book.keys"]
    assert finished < 6


def _left_beside(path: Path) -> list[str]:
    """Plant files as programs leave them that were killed while they wrote; return those that are another's."""
    names = (
        f".{path.name}.keys.part-4194999",
        f".{path.name}.keys.part-{os.getpid()}",
        f".另{path.name}.keys.part-17",
        f".{path.name}.keys.part-17.bak",
        f".{path.name}x.keys.part-17",
    )
    for name in names:
        path.with_name(name).write_bytes(b"{half")
    return sorted(names[2:])


def test_keys_cut_off_in_the_writing_are_swept_by_the_next_creation(tmp_path: Path) -> None:
    path = tmp_path / "账[1].book"
    of_others = _left_beside(path)
    path.with_name(f".{path.name}.part").write_bytes(b"half a book")
    create_book(path, PASSWORD, person="王").close()
    assert _names_in(tmp_path) == sorted([*of_others, "账[1].book", "账[1].book.keys"])


def test_keys_cut_off_in_the_writing_are_swept_when_the_book_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "账.book"
    create_book(path, PASSWORD, person="王").close()
    of_others = _left_beside(path)
    before = _names_in(tmp_path)
    open_book(path, PASSWORD, read_only=True).close()
    assert _names_in(tmp_path) == before, "for reading only nothing is written"
    open_book(path, PASSWORD).close()
    assert _names_in(tmp_path) == sorted([*of_others, "账.book", "账.book.keys"])


def test_keys_that_a_living_program_is_writing_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "账.book"
    create_book(path, PASSWORD, person="王").close()
    code = (
        "import os, sys; from pathlib import Path; from desk_app.kernel import book; path = Path(sys.argv[1]);"
        "opened = book.open_book(path, sys.argv[2]);"
        "path.with_name(f'.{path.name}.keys.part-{os.getpid()}').touch(); print(flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, path, PASSWORD]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        written = path.with_name(f".{path.name}.keys.part-{other.pid}")
        with pytest.raises(BookProblem, match="正由另一个程序使用"):
            open_book(path, PASSWORD)
        assert written.exists()
        other.kill()
    open_book(path, PASSWORD).close()
    assert _names_in(tmp_path) == ["账.book", "账.book.keys"]


def _names_in(folder: Path) -> list[str]:
    return sorted(left.name for left in folder.iterdir())


# full and read-only disks


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a disk of 5 MB of its own, where this may be had."""
    place = tmp_path / "U盘"
    place.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=5m", "none", place], capture_output=True
    ).returncode:
        pytest.skip("only an administrator can mount a small disk; the limit on file size is tested anyway")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_a_full_disk_is_told_and_loses_nothing(small_disk: Path) -> None:
    book = create_book(small_disk / "账.book", PASSWORD, person="王")
    database.create_tables([Receipt, Part])
    saved = 0
    with pytest.raises(BookProblem, match="磁盘已满，这次的修改没有保存"):
        while True:
            write_one("x" * 20_000)
            saved += 1
    assert saved > 3
    assert Receipt.select().count() == saved
    book.database.connection().execute("PRAGMA cache_size = 5")  # so that it is written before the commit
    with pytest.raises(BookProblem, match="磁盘已满"), transaction():
        with pytest.raises(BookProblem, match="磁盘已满"), transaction():
            Receipt.create(number=-1, fen=0, filler="x" * 500_000)
        write_one()
    assert Receipt.select().count() == saved, "the outer step went with the inner one"

    with pytest.raises(BookProblem, match="磁盘已满，备份没有做成"):
        book_copy.copy_book(book.database, None, small_disk / "backups" / "a.book")
    assert list((small_disk / "backups").iterdir()) == []
    with pytest.raises(BookProblem, match="磁盘已满，账本没有建立"):
        create_book(small_disk / "另一本.book", PASSWORD, person="王")
    assert not list(small_disk.glob("*另一本*"))

    subprocess.run(["mount", "-o", "remount,size=20m", small_disk], check=True)
    assert write_one("x" * 20_000) == saved + 1
    assert check_book(book) == []
    book.close()
    book = open_book(small_disk / "账.book", PASSWORD)
    assert Receipt.select().count() == saved + 1
    book.close()


def test_a_limit_on_the_size_of_files_is_told_and_loses_nothing(tmp_path: Path) -> None:
    """As a full disk, for everybody: the system refuses to let the log grow."""
    done = _run_here("limit", tmp_path / "账.book")
    assert done.returncode == 0, done.stderr
    assert "这次的修改没有保存" in done.stdout


def write_up_to_a_limit(path: str) -> str:
    """Save until the system refuses; return the sentence. Everything saved before is there, and work goes on."""
    import resource

    book = create_book(path, None, person="王")
    database.create_tables([Receipt, Part])
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))
    saved, sentence = 0, ""
    while not sentence:
        try:
            write_one("x" * 20_000)
            saved += 1
        except BookProblem as problem:
            sentence = str(problem)
    assert Receipt.select().count() == saved > 3
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert write_one() == saved + 1
    assert check_book(book) == []
    book.close()
    return sentence


def test_a_disk_gone_read_only_is_told_when_saving_and_when_opening(small_disk: Path) -> None:
    path = small_disk / "账.book"
    book = create_book(path, PASSWORD, person="王")
    database.create_tables([Receipt, Part])
    write_one()
    book.close()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(BookProblem, match="不能写入（只读，或正被别的程序占用），账本没有打开"):
        open_book(path, PASSWORD)
    with pytest.raises(BookProblem, match="不能写入（只读，或正被别的程序占用），账本没有建立"):
        create_book(small_disk / "另一本.book", PASSWORD, person="王")
    book = open_book(path, PASSWORD, read_only=True)
    assert Receipt.select().count() == 1
    book.close()


if __name__ == "__main__":
    work = {"kill": kill_often, "upgrade": kill_upgrades, "limit": write_up_to_a_limit}[sys.argv[1]]
    print(json.dumps(work(sys.argv[2]), ensure_ascii=False))
