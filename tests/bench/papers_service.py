"""A1s: 500 notices through the service (rights, number, snapshot, audit, record of each), against the bare filling.

Both sides lay out the same values for the same template and fill it: one file each, and all merged into one. What the
values cost to make is not counted; the service also reads the records. In the end every notice must have its number, its record, its audit row and its file.
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
    template, documents = _bare(folder, count)

    def work() -> None:
        for number, values in enumerate(documents()):
            (folder / "bare" / f"收费通知单 {number}.docx").write_bytes(template.fill(values))

    return work, lambda: check(len(list((folder / "bare").iterdir())) == count, "files")


def bare_merged(folder: Path, count: int) -> tuple[Finish, Finish]:
    """Fill one merged file."""
    template, documents = _bare(folder, count)
    target = folder / "bare_merged" / "all.docx"

    def work() -> None:
        template.write_many(target, documents())

    return work, lambda: check(target.is_file(), "file")


def _bare(folder: Path, count: int) -> tuple[Any, Callable[[], Iterator[dict[str, Any]]]]:
    """Return the template, warm, and what yields the values as they are laid out."""
    from desk_app.kernel.papers import paper as papers
    from desk_app.kernel.papers.template import Template

    template = Template.load(folder / "notice.docx")
    paper = _paper(count, lambda number: number)
    header = {placeholder.name: "和谐家园" for placeholder in (*papers.HEADER, *paper.placeholders[:1])}

    def documents() -> Iterator[dict[str, Any]]:
        return (paper.fill_in(number, header=header) for number in range(count))

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
        run = print_runs.prepare(kind, ids, paper, desk).run
        run_files.fill_apart(run.id, out, desk, lambda done, total: None)

    return work, lambda: _check(count, len(list(out.glob("*.docx"))))


def service_merged(folder: Path, count: int) -> tuple[Finish, Finish]:
    """Prepare a run, fill its merged file, and note all of it as printed."""
    from desk_app.kernel import print_runs, run_files

    kind, paper, desk = _open(folder, count, "service_merged")
    ids = [row.id for row in kind.model.select()]

    def work() -> None:
        run = print_runs.prepare(kind, ids, paper, desk).run
        run_files.fill(run.id, folder / "service_merged", lambda done, total: None)
        print_runs.note_printed(run.id, 1, count, desk)

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


def measure(rounds: int, folder: Path) -> Iterator[Figure]:
    """Let both sides fill, and compare what the processor did."""
    notices.make_template(folder / "notice.docx", notices.put_placeholder, loop=True)
    found = take_turns(Path(__file__), list(VARIANTS), rounds, str(folder))
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
