"""A1s: 500 notices through the service (rights, number, snapshot, audit, record of each), against the bare filling.

Bare is the shortest program for the same notices: read the records from the same encrypted book, lay out each one's
values, fill the template, write the file. The service does that, and what the office's book asks for besides: it puts
the records in order, finds what was printed before, takes numbers, keeps values and template, writes the printed
record, what it is about and the audit row. What the values cost to make beyond the reading is counted on neither side.
In the end every notice must have its number, its record, its audit row and its file. All files lie in memory where
there is such a place; ready values alone, without any book, are `papers_fill`.
"""

import dataclasses
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import notice_forms as notices
from bench_tools import Figure, answer, check, ratio, take_turns

COUNT = 500
MANY = 1000
TOLD = 1.5

Finish = Callable[[], None]


def bare(folder: Path, count: int) -> tuple[Finish, Finish]:
    """Fill a Word file each."""
    template, documents = _bare(folder, count, "bare")

    def work() -> None:
        for number, values in enumerate(documents()):
            (folder / "bare" / f"收费通知单 {number}.docx").write_bytes(template.fill(values))

    return work, lambda: check(len(list((folder / "bare").glob("*.docx"))) == count, "files")


def bare_merged(folder: Path, count: int) -> tuple[Finish, Finish]:
    """Fill one merged file."""
    template, documents = _bare(folder, count, "bare_merged")
    target = folder / "bare_merged" / "all.docx"

    def work() -> None:
        template.write_many(target, documents())

    return work, lambda: check(target.is_file(), "file")


def _bare(folder: Path, count: int, name: str) -> tuple[Any, Callable[[], Iterator[dict[str, Any]]]]:
    """Return the template, warm, and what reads the records and yields their values as they are laid out."""
    from desk_app.kernel import store
    from desk_app.kernel.database import among
    from desk_app.kernel.papers import paper as papers
    from desk_app.kernel.papers.template import Template
    from desk_app.kernel.print_plan import TOGETHER

    kind, paper, _desk = _open(folder, count, name)
    template = Template.load(folder / "notice.docx")
    ids = [row.id for row in kind.model.select()]
    header = {placeholder.name: "和谐家园" for placeholder in (*papers.HEADER, *paper.placeholders[:1])}

    def documents() -> Iterator[dict[str, Any]]:
        for first in range(0, count, TOGETHER):
            some = among(kind.model.id, ids[first : first + TOGETHER])
            for draft in store.load_many(kind, kind.model.select().where(some)):
                yield paper.fill_in(draft, header=header)

    template.fill_many([next(documents())])
    template.fill(next(documents()))
    return template, documents


def _paper(count: int, place: Callable[[Any], int]) -> Any:
    """Return the notice as a paper; `place` says which of the ready values belong to a subject."""
    from desk_app.kernel.papers import Paper, Placeholder

    placeholders = [Placeholder(f"field_{at}", f"第 {at} 项") for at in range(notices.FIELDS)]
    columns = tuple(Placeholder(column, column) for column in notices.COLUMNS)
    ready = [notices.values(number) for number in range(count)]
    return Paper(
        "bench_notice",
        "收费通知单",
        "F02",
        "notice.docx",
        (Placeholder("number", "编号"), *placeholders, Placeholder("rows", "明细", columns)),
        lambda subject: ready[place(subject)],
        series="SF",
        roles=("clerk", "manager"),
        may_print=lambda draft: None,
    )


def service(folder: Path, count: int) -> tuple[Finish, Finish]:
    """Prepare a run and write a Word file each."""
    from desk_app.kernel import print_runs, run_files

    kind, paper, desk = _open(folder, count, "service")
    ids = [row.id for row in kind.model.select()]
    out = folder / "service"

    def work() -> None:
        prepared = print_runs.prepare(kind, ids, paper, desk)
        run_files.fill_apart(prepared.run.id, out, desk, lambda done, total: None, prepared.at_hand)

    return work, lambda: _check(count, len(list(out.glob("*.docx"))))


def service_merged(folder: Path, count: int) -> tuple[Finish, Finish]:
    """Prepare a run, fill its merged file, and note all of it as printed."""
    from desk_app.kernel import print_runs, run_files

    kind, paper, desk = _open(folder, count, "service_merged")
    ids, merged = [row.id for row in kind.model.select()], folder / "service_merged"

    def work() -> None:
        prepared = print_runs.prepare(kind, ids, paper, desk)
        run_files.fill(prepared.run.id, merged, lambda done, total: None, at_hand=prepared.at_hand)
        print_runs.note_printed(prepared.run.id, 1, count, desk)

    return work, lambda: _check(count, count)


def _open(folder: Path, count: int, name: str) -> tuple[Any, Any, Any]:
    """Return the kind, its paper, and the desk of a new book with `count` records; one run warms everything up."""
    from desk_app import office
    from desk_app.kernel import filling, store
    from desk_app.kernel.kind import KINDS
    from desk_app.kernel.papers import paper as papers

    opened = office.create_office(folder / name / f"{time.time_ns()}.book", "春天在哪里2026", "王芳", {})
    papers.TEMPLATES_FOLDER = folder
    paper = _paper(count, lambda draft: draft.record.id - 1)
    kind = KINDS["rooms"] = dataclasses.replace(KINDS["rooms"], own_papers=(paper,))
    batch = store.Batch(opened.desk, "")
    community = batch.create(store.new(KINDS["communities"], name="和谐家园"))
    building = batch.create(store.new(KINDS["buildings"], community=community, name="1"))
    for number in range(count):
        batch.create(store.new(kind, building=building, unit="1", label=str(number + 101)))
    batch.finish()
    filling.fill_one(kind, paper, store.load(kind, 1), opened.desk)
    return kind, paper, opened.desk


def _check(count: int, files: int) -> None:
    from desk_app.kernel.printed import PrintedAbout, PrintedPaper
    from desk_app.kernel.store import AuditRow

    check(files == count, "files")
    numbers = {row.number for row in PrintedPaper.select(PrintedPaper.number)}
    check(len(numbers) == count, "numbers")
    check(AuditRow.select().where(AuditRow.action.startswith("paper_")).count() == count, "audit rows")
    check(PrintedAbout.select(PrintedAbout.printed).distinct().count() == count, "what they are about")


VARIANTS = {
    "bare": (bare, COUNT),
    "service": (service, COUNT),
    "bare_merged": (bare_merged, COUNT),
    "service_merged": (service_merged, COUNT),
    "thousand": (service_merged, MANY),
}


def measure(rounds: int, _folder: Path) -> Iterator[Figure]:
    """Let both sides fill, and compare what the processor did."""
    with notices.folder_in_memory() as memory:
        notices.make_template(Path(memory) / "notice.docx", notices.put_placeholder, loop=True)
        found = take_turns(Path(__file__), list(VARIANTS), rounds, memory)
    for name, what in (("bare", "a file each"), ("bare_merged", "merged")):
        mine = name.replace("bare", "service")
        yield Figure("A1s", f"bare filling, {what}, a notice", found[name]["ms"], "ms")
        yield Figure("A1s", f"through the service, {what}, a notice", found[mine]["ms"], "ms")
    each = ratio(found["service"], found["bare"], "ms")
    yield Figure("A1s", "service / bare, a file each", each, "", TOLD)
    yield Figure(
        "A1s", "service / bare, merged", ratio(found["service_merged"], found["bare_merged"], "ms"), ""
    )
    merged = ratio(found["service_merged"], found["bare"], "ms")
    yield Figure("A1s", "service, merged / bare, a file each", merged, "", TOLD)
    yield Figure(
        "A1s", f"{MANY} notices from choice to merged file, noted, wall", found["thousand"]["s"], "s"
    )


def _child(variant: str, folder: Path) -> None:
    """What a side needs is imported and set up before the clock starts."""
    make, count = VARIANTS[variant]
    (folder / make.__name__).mkdir(exist_ok=True)
    for old in (folder / make.__name__).iterdir():
        old.unlink()
    work, check_work = make(folder, count)
    start, wall = time.process_time(), time.perf_counter()
    work()
    taken, seconds = time.process_time() - start, time.perf_counter() - wall
    check_work()
    answer(ms=taken / count * 1e3, s=seconds)


if __name__ == "__main__":
    _child(sys.argv[2], Path(sys.argv[3]))
