"""Print runs (打印批次): many papers prepared in one transaction, so that numbers and records hold whatever happens.

A run takes its numbers and keeps its values first. Then it is filled, laid out and printed, as often as a paper jam
asks for; what really came out is noted by its places. A run that was cut off is still there, and is continued or
taken back.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import peewee

from desk_app.kernel import numbering, print_plan, printed, store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import insert_rows, transaction
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.filling import Printing, refuse_person
from desk_app.kernel.kind import RecordKind, find_kind
from desk_app.kernel.papers.packs import Pack
from desk_app.kernel.papers.paper import Paper
from desk_app.kernel.print_plan import WALKING, Planned, Refused
from desk_app.kernel.printed import (
    DONE,
    PREPARED,
    UNDONE,
    PrintedAbout,
    PrintedPaper,
    PrintRun,
    PrintRunItem,
)
from desk_app.kernel.words import _, language

AUDIT = "print_runs"
"""What the audit log calls runs."""

_ITEM_FIELDS = (
    "run", "place", "kind", "record_id", "title", "paper", "form", "number", "series", "to_sign", "print_count",
    "copies", "template_sha256", "filled_values", "about", "docx_sha256",
)  # fmt: skip
_NOT_COPIED = ("id", "filled_values")

Step = Callable[[int, int], None]
"""Told (done, total) after each; what it raises stops the work."""


@dataclass(frozen=True)
class Prepared:
    """A run and the records that were left out of it, each with its sentence."""

    run: PrintRun
    refused: tuple[Refused, ...]


@dataclass(frozen=True)
class RunState:
    """How a run stands: `count` papers, `printed` of them out."""

    run: PrintRun
    count: int
    printed: int

    @property
    def is_open(self) -> bool:
        """Say whether something of it is still to be printed."""
        return bool(self.run.state == PREPARED)


def prepare(
    kind: RecordKind,
    record_ids: Sequence[int],
    what: Paper | Pack,
    desk: Desk,
    *,
    order: str = WALKING,
    copies: Sequence[str] | None = None,
    step: Step = lambda done, total: None,
) -> Prepared:
    """Take numbers and keep values of a paper or pack for all records; those it is not printed for are left out.

    `order` is walking or chosen. DeskError, with nothing taken, when none is left, or for whoever may not print it.
    What `step` raises takes everything back.
    """
    refused: list[Refused] = []
    with transaction():
        run = _new_run(kind.name, what.name, desk, is_pack=isinstance(what, Pack))
        place, kept = 0, set[str]()
        for group in print_plan.plan(kind, record_ids, what, desk, order=order, copies=copies, step=step):
            refused += group.refused
            print_plan.take_numbers(group, desk)
            items = print_plan.with_cover(group, desk)
            _keep_templates(items, kept, desk)
            _add_items(run, items, place)
            place += len(items)
        if not place:
            raise DeskError(_nothing_to_print(what, refused))
        told = {what.name: ["", _("{count} 份").format(count=place)]}
        store.note_event(AUDIT, run.id, desk, "prepare", "", told)
    return Prepared(run, tuple(refused))


def reprint(
    run_id: int, first: int, last: int, desk: Desk, step: Step = lambda done, total: None
) -> PrintRun:
    """Prepare the papers of the run's places `first` to `last` that were printed once more (补打), from what was kept.

    They are a run of their own with the same numbers. DeskError, with nothing prepared, if none of them was printed.
    """
    old = find_run(run_id)
    rows = PrintedPaper.select().where(PrintedPaper.run == old, PrintedPaper.place.between(first, last))
    with transaction():
        run = _new_run(old.kind, old.paper, desk, is_pack=old.is_pack, reprint_of=old)
        printing = Printing(desk)
        items = {item.place: item for item in _items(old, first, last)}
        kept = list(rows.order_by(PrintedPaper.place))
        for place, row in enumerate(kept, 1):
            _refuse_reprint(row, desk)
            step(place, len(kept))
            _add_again(run, place, row, items[row.place], printing)
        if not kept:
            raise DeskError(
                _("没有补打：第 {first} 到第 {last} 份还没有打印过。").format(first=first, last=last)
            )
        told = {old.paper: ["", _("补打 {count} 份").format(count=len(kept))]}
        store.note_event(AUDIT, run.id, desk, "prepare", "", told)
    return run


def note_printed(
    run_id: int,
    first: int,
    last: int,
    desk: Desk,
    action: str = "printed",
    hashes: Mapping[int, str] | None = None,
) -> int:
    """Note that the run's papers from place `first` to `last` left the program by `action`; return how many are new.

    Those noted before are left alone. `hashes` are {place: SHA-256} of papers that have a file of their own. When all
    are out the run is done. DeskError for a run that was taken back.
    """
    with transaction():
        run = find_run(run_id)
        if run.state == UNDONE:
            raise DeskError(_("没有记下：这个批次已经撤销，编号不再有效，请把打出来的纸作废。"))
        new = _insert_printed(run, first, last, desk, action)
        if hashes and new:
            own = peewee.Case(PrintedPaper.place, list(hashes.items()))
            places = PrintedPaper.place.in_(list(hashes))
            PrintedPaper.update(docx_sha256=own).where(PrintedPaper.run == run, places).execute()
        _insert_about(new)
        told = (
            (row.kind, row.record_id, {row.paper: ["", _("第 {count} 次").format(count=row.print_count)]})
            for row in new
        )
        store.note_events(told, desk, f"paper_{action}")
        if not next(_waiting(run), None):
            _finish(run)
    return len(new)


def close(run_id: int, desk: Desk) -> int:
    """Print no more of the run: what is not out stays void, and the log says which numbers; return how many."""
    with transaction():
        run = find_run(run_id)
        rest = list(_waiting(run))
        numbers = [item.number for item in rest if item.series]
        _finish(run)
        store.note_event(AUDIT, run.id, desk, "close", "", {"void": ["", " ".join(numbers)]})
    return len(rest)


def undo(run_id: int, desk: Desk) -> list[str]:
    """Take the run back: numbers that are the last of their series are free again; return those that stay void.

    DeskError, with nothing changed, once anything of it was printed.
    """
    with transaction():
        run = find_run(run_id)
        state = state_of(run)
        if run.state == UNDONE:
            raise DeskError(_("这个批次已经撤销过了。"))
        if state.printed:
            text = _(
                "没有撤销：这个批次已经打印了 {count} 份，编号已经用在纸上。不再打印的，请选“其余不打了”。"
            )
            raise DeskError(text.format(count=state.printed))
        taken = [item.number for item in _items(run) if item.series]
        void = numbering.give_back(taken)
        gone = PrintRunItem.delete().where(PrintRunItem.run == run)
        (gone.where(PrintRunItem.number.not_in(void)) if void else gone).execute()
        PrintRun.update(state=UNDONE).where(PrintRun.id == run.id).execute()
        told = {run.paper: [" ".join(taken), ""], "void": ["", " ".join(void)]}
        store.note_event(AUDIT, run.id, desk, "undo", "", told)
    return void


def open_runs() -> list[RunState]:
    """Return the runs of which something is still to be printed, the latest first; a crash may have left some."""
    query = PrintRun.select().where(PrintRun.state == PREPARED).order_by(PrintRun.id.desc())
    return [state_of(run) for run in query]


def latest_runs(most: int) -> list[RunState]:
    """Return the latest runs, whatever their state."""
    return [state_of(run) for run in PrintRun.select().order_by(PrintRun.id.desc()).limit(most)]


def find_run(run_id: int) -> PrintRun:
    """Return a run; NotFound if there is none."""
    run = PrintRun.get_or_none(PrintRun.id == run_id)
    if run is None:
        raise NotFound(_("找不到这个打印批次。请刷新后再试。"))
    assert isinstance(run, PrintRun)
    return run


def state_of(run: PrintRun) -> RunState:
    """Return how many papers the run has and how many are out."""
    count = PrintRunItem.select().where(PrintRunItem.run == run).count()
    return RunState(run, count, PrintedPaper.select().where(PrintedPaper.run == run).count())


def places_out(run: PrintRun) -> set[int]:
    """Return the places of the run that left the program."""
    query = PrintedPaper.select(PrintedPaper.place).where(PrintedPaper.run == run)
    return {place for (place,) in query.tuples()}


def _new_run(kind_name: str, name: str, desk: Desk, *, is_pack: bool, reprint_of: Any = None) -> PrintRun:
    run: PrintRun = PrintRun.create(
        kind=kind_name,
        paper=name,
        is_pack=is_pack,
        language=language(),
        at=desk.now(),
        actor=desk.actor.name,
        reprint_of=reprint_of,
    )
    return run


def _nothing_to_print(what: Paper | Pack, refused: Sequence[Refused]) -> str:
    if not refused:
        return _("没有打印“{paper}”：没有选中任何记录。").format(paper=_(what.label))
    text = _("没有打印“{paper}”：选中的记录都不能打印。{title}：{why}")
    return text.format(paper=_(what.label), title=refused[0].title, why=refused[0].why)


def _add_items(run: PrintRun, items: Sequence[Planned], after: int) -> None:
    """Store the items at the places that follow `after`."""
    rows = [
        (
            run.id,
            after + number,
            item.kind_name,
            item.record_id,
            item.title,
            item.paper.name,
            item.paper.form,
            item.turn.number,
            item.taken_from,
            item.to_sign,
            item.turn.count,
            item.times,
            item.template.sha256,
            printed.pack_values(item.values),
            json.dumps(item.about),
            "",
        )
        for number, item in enumerate(items, 1)
    ]
    insert_rows(PrintRunItem, _ITEM_FIELDS, rows)


def _keep_templates(items: Iterable[Planned], kept: set[str], desk: Desk) -> None:
    for item in items:
        if item.template.sha256 not in kept:
            kept.add(printed.keep_template(item.template.content, desk))


def _refuse_reprint(row: PrintedPaper, desk: Desk) -> None:
    kind = find_kind(row.kind)
    paper = next((paper for paper in kind.papers if paper.name == row.paper), None)
    if paper is not None:
        refuse_person(paper, desk)


def _add_again(run: PrintRun, place: int, row: PrintedPaper, item: PrintRunItem, printing: Printing) -> None:
    """Store a kept paper as an item of the run `run`, counted and marked as printed again."""
    count = printed.times_given(row.kind, row.record_id, row.paper) + 1
    values = printing.mark_again(
        printed.values_of(row), count, is_void=print_plan.is_void_now(row.kind, row.record_id)
    )
    PrintRunItem.create(
        run=run,
        place=place,
        kind=row.kind,
        record_id=row.record_id,
        title=item.title,
        paper=row.paper,
        form=row.form,
        number=row.number,
        to_sign=row.to_sign,
        print_count=count,
        copies=item.copies,
        template_sha256=row.template_sha256,
        filled_values=printed.pack_values(values),
        about=item.about,
    )


def _items(run: PrintRun, first: int = 1, last: int | None = None) -> Iterator[PrintRunItem]:
    query = PrintRunItem.select().where(PrintRunItem.run == run, PrintRunItem.place >= first)
    if last is not None:
        query = query.where(PrintRunItem.place <= last)
    yield from query.order_by(PrintRunItem.place)


def _is_out() -> Any:
    """Return the condition that an item left the program."""
    row = PrintedPaper
    same = row.select(row.id).where(row.run == PrintRunItem.run, row.place == PrintRunItem.place)
    return peewee.fn.EXISTS(same)


def _waiting(run: PrintRun) -> Iterator[PrintRunItem]:
    yield from PrintRunItem.select().where(PrintRunItem.run == run, ~_is_out())


def _insert_printed(run: PrintRun, first: int, last: int, desk: Desk, action: str) -> list[Any]:
    """Add a row for each item from `first` to `last` that has none; return the new rows' names, with `about`."""
    item, row = PrintRunItem, PrintedPaper
    chosen = (item.run == run) & item.place.between(first, last) & ~_is_out()
    places = [place for (place,) in item.select(item.place).where(chosen).tuples()]
    if not places:
        return []
    given = {
        row.filled_values: "",
        row.language: run.language,
        row.action: action,
        row.at: desk.now(),
        row.actor: desk.actor.name,
    }
    copied = [name for name in row._meta.fields if name in item._meta.fields and name not in _NOT_COPIED]
    fields = [row._meta.fields[name] for name in copied] + list(given)
    values = [item._meta.fields[name] for name in copied] + [peewee.Value(value) for value in given.values()]
    row.insert_from(item.select(*values).where(chosen).order_by(item.place), fields).execute()
    joined = (row.run == item.run) & (row.place == item.place)
    query = (
        row.select(row.id, row.kind, row.record_id, row.paper, row.print_count, item.about)
        .join(item, on=joined)
        .where(row.run == run, row.place.between(min(places), max(places)))
        .order_by(row.place)
    )
    wanted = set(places)
    return [new for new in query.select_extend(row.place).namedtuples() if new.place in wanted]


def _insert_about(new: Iterable[Any]) -> None:
    rows = [(each.id, kind, record_id) for each in new for kind, record_id in json.loads(each.about)]
    insert_rows(PrintedAbout, ("printed", "kind", "record_id"), rows)


def _finish(run: PrintRun) -> None:
    PrintRun.update(state=DONE).where(PrintRun.id == run.id).execute()
