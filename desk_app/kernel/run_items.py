"""The papers of a print run in the book (批次明细): stored when it is prepared, copied to the printed ones when they are out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import orjson
import peewee

from desk_app.kernel import print_plan, printed, snapshots
from desk_app.kernel.access import Desk
from desk_app.kernel.database import database, insert_rows
from desk_app.kernel.filling import Printing
from desk_app.kernel.kind import find_paper
from desk_app.kernel.masking import mask_title
from desk_app.kernel.print_plan import Planned
from desk_app.kernel.printed import PrintedAbout, PrintedPaper, PrintRun, PrintRunItem

AtHand = Mapping[int, dict[str, Any]]
"""Values of papers by place, as they were prepared a moment ago."""

_ITEM_FIELDS = (
    "run", "place", "kind", "record_id", "title", "paper", "form", "number", "series", "to_sign", "print_count",
    "copies", "template_sha256", "about", "docx_sha256",
)  # fmt: skip
_COPIED = (
    "kind", "record_id", "paper", "print_count", "template_sha256", "form", "number", "pages", "to_sign",
)  # fmt: skip
"""Fields a printed paper has from its item."""

_OF_ALL = ("filled_values", "language", "action", "at", "actor", "run")
"""Fields that are the same for all papers noted together."""


def add_items(run: PrintRun, items: Sequence[Planned], after: int) -> None:
    """Store the items at the places that follow `after`, and what they hold."""
    rows = [
        (
            run.id,
            after + number,
            item.kind_name,
            item.record_id,
            mask_title(item.title),
            item.paper.name,
            item.paper.form,
            item.turn.number,
            item.taken_from,
            item.to_sign,
            item.turn.count,
            item.times,
            item.template.sha256,
            orjson.dumps(item.about).decode(),
            "",
        )
        for number, item in enumerate(items, 1)
    ]
    insert_rows(PrintRunItem, _ITEM_FIELDS, rows)
    snapshots.keep(run.id, after + 1, (item.values for item in items))


def keep_templates(items: Iterable[Planned], kept: set[str], desk: Desk) -> None:
    """Keep the templates of the papers, but for those `kept` already names."""
    for item in items:
        if item.template.sha256 not in kept:
            kept.add(printed.keep_template(item.template.content, desk))


def add_again(
    run: PrintRun,
    place: int,
    row: PrintedPaper,
    item: PrintRunItem,
    kept: Mapping[str, Any],
    printing: Printing,
) -> dict[str, Any]:
    """Store a printed paper as an item of the run `run`, printed again; return what it `kept`, counted and marked so."""
    count = printed.times_given(row.kind, row.record_id, row.paper, row.number) + 1
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
        about=item.about,
    )
    is_void = print_plan.is_void_now(row.kind, row.record_id)
    return printing.mark_again(kept, count, is_void=is_void, paper=find_paper(row.kind, row.paper))


def items_of(run: PrintRun, first: int = 1, last: int | None = None) -> Iterator[PrintRunItem]:
    """Yield the run's papers from place `first` to `last`, in order."""
    query = PrintRunItem.select().where(PrintRunItem.run == run, PrintRunItem.place >= first)
    if last is not None:
        query = query.where(PrintRunItem.place <= last)
    yield from query.order_by(PrintRunItem.place)


def kept_values(run: PrintRun, places: Sequence[int], at_hand: AtHand) -> Iterator[dict[str, Any]]:
    """Yield the values of the papers at `places`: those `at_hand`, and of the others those in the book."""
    in_book = snapshots.read(run.id, [place for place in places if place not in at_hand])
    for place in places:
        yield at_hand[place] if place in at_hand else next(in_book)


def read_rows(query: Any) -> list[Any]:
    """Return the rows of a query as the database gives them: texts, numbers and truths, which need no turning."""
    rows: list[Any] = database.execute(query).fetchall()
    return rows


def _is_out() -> Any:
    """Return the condition that an item left the program."""
    row = PrintedPaper
    same = row.select(row.id).where(row.run == PrintRunItem.run, row.place == PrintRunItem.place)
    return peewee.fn.EXISTS(same)


def waiting(run: PrintRun) -> Iterator[PrintRunItem]:
    """Yield the run's papers that are not out."""
    yield from PrintRunItem.select().where(PrintRunItem.run == run, ~_is_out())


class NewRow(NamedTuple):
    """What is told of a row of `PrintedPaper` that was just added; `about` is the item's, JSON."""

    id: int
    kind: str
    record_id: int
    paper: str
    print_count: int
    about: str


def insert_printed(
    run: PrintRun, first: int, last: int, desk: Desk, action: str, sets: int, hashes: Mapping[int, str]
) -> list[NewRow]:
    """Add a row for each item from `first` to `last` that has none; return what is told of the new ones.

    The printer made each paper `sets` times, beyond the copies its pack asks for. `hashes` are {place: SHA-256} of
    papers that are in another file than the item says.
    """
    item, row = PrintRunItem, PrintedPaper
    chosen = (item.run == run) & item.place.between(first, last) & ~_is_out()
    asked = [item._meta.fields[name] for name in (*_COPIED, "place", "copies", "about")]
    found = read_rows(item.select(*asked).where(chosen).order_by(item.place))
    merged = _hashes_of_files(run)
    of_all = ("", run.language, action, desk.now(), desk.actor.name, run.id)
    rows = []
    for *copied, place, copies, _about in found:
        kind, _record_id, paper, _count, template, *_rest = copied
        sha256 = hashes.get(place) or merged.get((kind, paper, template), "")
        rows.append((*of_all, *copied, place, copies * sets, sha256))
    insert_rows(row, (*_OF_ALL, *_COPIED, "place", "copies", "docx_sha256"), rows)
    ids = dict(read_rows(row.select(row.place, row.id).where(row.run == run, row.place.between(first, last))))
    return [
        NewRow(ids[place], kind, record_id, paper, count, about)
        for kind, record_id, paper, count, *_copied, place, _copies, about in found
    ]


def put_hash(run: PrintRun, place: int, sha256: str) -> None:
    """Keep the hash of a merged file at the first of its papers, at `place`: there is no need to write them all anew."""
    item = PrintRunItem
    item.update(docx_sha256=sha256).where(item.run == run, item.place == place).execute()


def _hashes_of_files(run: PrintRun) -> dict[tuple[str, str, str], str]:
    """Return {(kind, paper, template): hash of the run's merged file}."""
    item = PrintRunItem
    query = item.select(item.kind, item.paper, item.template_sha256, item.docx_sha256)
    rows = read_rows(query.where(item.run == run, item.docx_sha256 != ""))
    return {(kind, paper, template): sha256 for kind, paper, template, sha256 in rows}


def insert_about(new: Iterable[NewRow]) -> None:
    """Store what each of the new rows is about."""
    rows = [(each.id, kind, record_id) for each in new for kind, record_id in orjson.loads(each.about)]
    insert_rows(PrintedAbout, ("printed", "kind", "record_id"), rows)
