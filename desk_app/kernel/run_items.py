"""The papers of a print run in the book (批次明细): stored when it is prepared, copied to the printed ones when they are out."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import peewee

from desk_app.kernel import print_plan, printed
from desk_app.kernel.access import Desk
from desk_app.kernel.database import insert_rows, run_often
from desk_app.kernel.filling import Printing
from desk_app.kernel.kind import find_paper
from desk_app.kernel.print_plan import Planned
from desk_app.kernel.printed import PrintedAbout, PrintedPaper, PrintRun, PrintRunItem

_ITEM_FIELDS = (
    "run", "place", "kind", "record_id", "title", "paper", "form", "number", "series", "to_sign", "print_count",
    "copies", "template_sha256", "filled_values", "about", "docx_sha256",
)  # fmt: skip
_NOT_COPIED = ("id", "filled_values", "copies")


def add_items(run: PrintRun, items: Sequence[Planned], after: int) -> None:
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


def keep_templates(items: Iterable[Planned], kept: set[str], desk: Desk) -> None:
    """Keep the templates of the papers, but for those `kept` already names."""
    for item in items:
        if item.template.sha256 not in kept:
            kept.add(printed.keep_template(item.template.content, desk))


def add_again(run: PrintRun, place: int, row: PrintedPaper, item: PrintRunItem, printing: Printing) -> None:
    """Store a kept paper as an item of the run `run`, counted and marked as printed again."""
    count = printed.times_given(row.kind, row.record_id, row.paper, row.number) + 1
    values = printing.mark_again(
        printed.values_of(row),
        count,
        is_void=print_plan.is_void_now(row.kind, row.record_id),
        paper=find_paper(row.kind, row.paper),
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


def items_of(run: PrintRun, first: int = 1, last: int | None = None) -> Iterator[PrintRunItem]:
    """Yield the run's papers from place `first` to `last`, in order."""
    query = PrintRunItem.select().where(PrintRunItem.run == run, PrintRunItem.place >= first)
    if last is not None:
        query = query.where(PrintRunItem.place <= last)
    yield from query.order_by(PrintRunItem.place)


def _is_out() -> Any:
    """Return the condition that an item left the program."""
    row = PrintedPaper
    same = row.select(row.id).where(row.run == PrintRunItem.run, row.place == PrintRunItem.place)
    return peewee.fn.EXISTS(same)


def waiting(run: PrintRun) -> Iterator[PrintRunItem]:
    """Yield the run's papers that are not out."""
    yield from PrintRunItem.select().where(PrintRunItem.run == run, ~_is_out())


def insert_printed(run: PrintRun, first: int, last: int, desk: Desk, action: str, sets: int = 1) -> list[Any]:
    """Add a row for each item from `first` to `last` that has none; return the new rows' names, with `about`.

    The printer made each paper `sets` times, beyond the copies its pack asks for.
    """
    item, row = PrintRunItem, PrintedPaper
    chosen = (item.run == run) & item.place.between(first, last) & ~_is_out()
    places = [place for (place,) in item.select(item.place).where(chosen).tuples()]
    if not places:
        return []
    given = {
        row.filled_values: peewee.Value(""),
        row.language: peewee.Value(run.language),
        row.action: peewee.Value(action),
        row.at: peewee.Value(desk.now()),
        row.actor: peewee.Value(desk.actor.name),
        row.copies: item.copies * sets,
    }
    copied = [name for name in row._meta.fields if name in item._meta.fields and name not in _NOT_COPIED]
    fields = [row._meta.fields[name] for name in copied] + list(given)
    values = [item._meta.fields[name] for name in copied] + list(given.values())
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


def put_hashes(run: PrintRun, hashes: Mapping[int, str]) -> None:
    """Give the printed papers at those places the hashes of the files they have to themselves."""
    row = PrintedPaper
    query = row.update(docx_sha256="").where(row.run == run, row.place == 0)
    run_often(query, [(sha256, run.id, place) for place, sha256 in hashes.items()])


def insert_about(new: Iterable[Any]) -> None:
    """Store what each of the new rows is about."""
    rows = [(each.id, kind, record_id) for each in new for kind, record_id in json.loads(each.about)]
    insert_rows(PrintedAbout, ("printed", "kind", "record_id"), rows)
