"""A print run survives kill -9 at any moment: numbers without gaps, nothing printed without its item, runs go on."""

import dataclasses
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import docx
import pytest

from desk_app import office as office_of
from desk_app.kernel import print_runs, run_files, snapshots, store
from desk_app.kernel.book import check_book
from desk_app.kernel.kind import KINDS
from desk_app.kernel.numbering import NumberSeries
from desk_app.kernel.papers import Paper, Placeholder
from desk_app.kernel.papers import paper as papers
from desk_app.kernel.printed import PrintedAbout, PrintedPaper, PrintRunItem
from desk_app.kernel.store import AuditRow

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")

ROOT = Path(__file__).resolve().parents[2]
KILLS = 30
ROOMS = 40
PAPER = Paper(
    "keys_notice",
    "领钥匙通知",
    "F90",
    "keys_notice.docx",
    (Placeholder("number", "编号"), Placeholder("name", "小区")),
    lambda draft: {"name": draft.record.name},
    series="YS",
    renewed=True,
)
"""Takes a new number each time, so that the same records can be printed again and again."""


def declare(folder: Path) -> None:
    """Let the paper be printed for communities, from a template in `folder`."""
    office_of.load_modules()
    papers.TEMPLATES_FOLDER = folder
    kind = KINDS["communities"]
    if PAPER not in kind.own_papers:
        KINDS["communities"] = dataclasses.replace(kind, own_papers=(PAPER,))


def make_book(path: Path) -> None:
    """Make a book with `ROOMS` records and the paper's template beside it."""
    document = docx.Document()
    document.add_paragraph("{{ number }} {{ name }}")
    document.save(path.parent / PAPER.template)
    opened = office_of.create_office(path, None, "王芳", {})
    for number in range(ROOMS):
        store.save(store.new(KINDS["communities"], name=f"小区{number}"), opened.desk)
    opened.close()


def work_until_killed(path: Path, rounds: int = 1_000_000) -> None:
    """Prepare, fill, note and take back runs as fast as possible; say aloud what comes next."""
    opened = office_of.open_office(path)
    kind, desk = KINDS["communities"], opened.desk
    ids = [row.id for row in kind.model.select()]

    def say(word: str) -> None:
        os.write(1, f"{word}\n".encode())

    for number in range(rounds):
        say("prepare")
        run = print_runs.prepare(kind, ids, PAPER, desk).run
        if number % 5 == 4:
            say("undo")
            print_runs.undo(run.id, desk)
            continue
        say("fill")
        for file in run_files.fill(run.id, path.parent, lambda done, total: None):
            file.path.unlink()
        say("note")
        print_runs.note_printed(run.id, 1, 15, desk)
        print_runs.note_printed(run.id, 10, ROOMS, desk)
    opened.close()


def kill_often(path: Path) -> dict[str, int]:
    """Kill the work `KILLS` times at random moments and check the book after each; return what it was doing."""
    dice = random.Random(20261123)
    doing: dict[str, int] = {}
    continued = 0
    for _round in range(KILLS):
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.dup2(writing, 1)
            work_until_killed(path)
        os.close(writing)
        with os.fdopen(reading, "rb") as heard:
            lines = [heard.readline()]  # it is at work
            time.sleep(dice.uniform(0, 0.3))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            lines += heard
        last = [line.decode().strip() for line in lines if line.endswith(b"\n")][-1]
        doing[last] = doing.get(last, 0) + 1
        continued += check(path)
    return doing | {"continued": continued}


def check(path: Path) -> int:
    """Check the book as the next start finds it and finish what was left; return how many runs were continued."""
    opened = office_of.open_office(path)
    assert check_book(opened.book) == []
    items = {(item.run_id, item.place): item for item in PrintRunItem.select()}
    numbers = sorted(item.number for item in items.values())
    row = NumberSeries.get_or_none()
    series = row.series if row else ""
    assert numbers == [f"{series}-{count:04d}" for count in range(1, (row.last if row else 0) + 1)], (
        "gap or double"
    )
    for (run_id, place), item in items.items():
        assert next(snapshots.read(run_id, [place]))["number"] == item.number, "without what it holds"
    rows = list(PrintedPaper.select())
    assert all(items[each.run_id, each.place].number == each.number for each in rows), (
        "printed without its item"
    )
    assert AuditRow.select().where(AuditRow.action == "paper_printed").count() == len(rows)
    assert PrintedAbout.select().count() == len(rows)
    open_runs = print_runs.open_runs()
    for state in open_runs:
        for file in run_files.fill(state.run.id, path.parent, lambda done, total: None):
            file.path.unlink()
        assert (
            print_runs.note_printed(state.run.id, 1, state.count, opened.desk) == state.count - state.printed
        )
    assert print_runs.open_runs() == []
    opened.close()
    return len(open_runs)


def test_thirty_kills_leave_numbers_and_records_in_step(tmp_path: Path) -> None:
    around = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, __file__, str(tmp_path)],
        env=around,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    counted = json.loads(done.stdout.splitlines()[-1])
    assert counted["continued"] > 3, counted
    assert min(counted[name] for name in ("prepare", "note")) > 0, counted


if __name__ == "__main__":
    book = Path(sys.argv[1], "账.book")
    declare(book.parent)
    make_book(book)
    work_until_killed(book, 1)  # what is imported and compiled now is there in every child
    print(json.dumps(kill_often(book)))
