"""Print runs (打印批次): many papers prepared in one transaction, so that numbers and records hold whatever happens.

A run takes its numbers and keeps its values first. Then it is filled, laid out and printed, as often as a paper jam
asks for; what really came out is noted by its places. A run that was cut off is still there, and is continued or
taken back.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desk_app.kernel import numbering, print_plan, snapshots, store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.filling import Printing, refuse_reprint
from desk_app.kernel.kind import RecordKind
from desk_app.kernel.papers.packs import Pack
from desk_app.kernel.papers.paper import Paper
from desk_app.kernel.print_plan import WALKING, Refused
from desk_app.kernel.printed import (
    DONE,
    PREPARED,
    UNDONE,
    PrintedPaper,
    PrintRun,
    PrintRunItem,
    tell_out,
)
from desk_app.kernel.run_items import (
    AtHand,
    add_again,
    add_items,
    insert_about,
    insert_printed,
    items_of,
    keep_templates,
    waiting,
)
from desk_app.kernel.words import _, language

AUDIT = "print_runs"
"""What the audit log calls runs."""


Step = Callable[[int, int], None]
"""Told (done, total) after each; what it raises stops the work."""


MOST_AT_HAND = 1000
"""Papers whose values stay in memory after they were prepared: 13 MB for pages full of rows."""


@dataclass(frozen=True)
class Prepared:
    """A run and the records that were left out of it, each with its sentence.

    `at_hand` are the values of its first papers by place, for whoever fills them at once; the book keeps them all.
    """

    run: PrintRun
    refused: tuple[Refused, ...]
    at_hand: AtHand = field(default_factory=dict, repr=False)


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
    at_hand: dict[int, dict[str, Any]] = {}
    with transaction():
        run = _new_run(kind.name, what.name, desk, is_pack=isinstance(what, Pack))
        place, kept = 0, set[str]()
        for group in print_plan.plan(kind, record_ids, what, desk, order=order, copies=copies, step=step):
            refused += group.refused
            print_plan.take_numbers(group, desk)
            items = print_plan.with_cover(group, desk)
            keep_templates(items, kept, desk)
            add_items(run, items, place)
            room = max(0, MOST_AT_HAND - place)
            at_hand |= {place + number: item.values for number, item in enumerate(items[:room], 1)}
            place += len(items)
        if not place:
            raise DeskError(_nothing_to_print(what, refused))
        told = {what.name: ["", _("{count} 份").format(count=place)]}
        store.note_event(AUDIT, run.id, desk, "prepare", "", told)
    return Prepared(run, tuple(refused), at_hand)


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
        items = {item.place: item for item in items_of(old, first, last)}
        kept = list(rows.order_by(PrintedPaper.place))
        held = snapshots.read(old.id, [row.place for row in kept])

        def again() -> Iterator[dict[str, Any]]:
            for place, (row, values) in enumerate(zip(kept, held, strict=True), 1):
                refuse_reprint(row, desk)
                step(place, len(kept))
                yield add_again(run, place, row, items[row.place], values, printing)

        snapshots.keep(run.id, 1, again())
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
    sets: int = 1,
) -> int:
    """Note that the run's papers from place `first` to `last` left the program by `action`; return how many are new.

    Those noted before are left alone. `hashes` are {place: SHA-256} of papers that are in another file than the run's
    merged one. The printer made each paper `sets` times. When all are out the run is done. DeskError for a run that
    was taken back.
    """
    with transaction():
        run = find_run(run_id)
        if run.state == UNDONE:
            raise DeskError(_("没有记下：这个批次已经撤销，编号不再有效，请把打出来的纸作废。"))
        new = insert_printed(run, first, last, desk, action, sets, hashes or {})
        if new and run.state == DONE:
            raise DeskError(_("没有记下：这个批次其余的已经不打了，编号已作废，请把打出来的纸作废。"))
        insert_about(new)
        told = (
            (row.kind, row.record_id, {row.paper: ["", _("第 {count} 次").format(count=row.print_count)]})
            for row in new
        )
        store.note_events(told, desk, f"paper_{action}")
        tell_out([(row.paper, row.id) for row in new], desk)
        if not next(waiting(run), None):
            _finish(run)
    return len(new)


def close(run_id: int, desk: Desk) -> int:
    """Print no more of the run: what is not out stays void, and the log says which numbers; return how many.

    DeskError for a run that waits for nothing any more.
    """
    with transaction():
        run = find_run(run_id)
        if run.state == UNDONE:
            raise DeskError(_("没有改动：这个批次已经撤销，没有要打的了。"))
        if run.state != PREPARED:
            raise DeskError(_("没有改动：这个批次已经打完，或者其余的已经不打了。"))
        rest = list(waiting(run))
        numbers = [item.number for item in rest if item.series]
        _finish(run)
        store.note_event(AUDIT, run.id, desk, "close", "", {"void": ["", " ".join(numbers)]})
    return len(rest)


def undo(run_id: int, desk: Desk) -> list[str]:
    """Take the run back: numbers that are the last of their series are free again; return those that stay void.

    DeskError, with nothing changed, once anything of it was printed, or its rest was given up.
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
        if run.state != PREPARED:
            raise DeskError(_("没有撤销：这个批次已经选了“其余不打了”，编号已记为作废，不能再收回。"))
        taken = [item.number for item in items_of(run) if item.series]
        void = numbering.give_back(taken)
        gone = PrintRunItem.delete().where(PrintRunItem.run == run)
        (gone.where(PrintRunItem.number.not_in(void)) if void else gone).execute()
        if not void:
            snapshots.forget(run.id)
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
    text = _("没有打印“{paper}”：选中的记录都不能打印。{why}")  # a title may name somebody
    return text.format(paper=_(what.label), why=refused[0].why)


def _finish(run: PrintRun) -> None:
    PrintRun.update(state=DONE).where(PrintRun.id == run.id).execute()
