"""Parts in stock (备件库存): moves are never changed, and the stock is their sum; what runs low is named."""

from typing import Any

import peewee

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.kind import Draft, Finding, RecordKind, Section, register
from desk_app.kernel.words import _
from desk_app.kernel.workflow import Transition, Workflow
from desk_app.modules.repairs.records import Part, StockEntry, StockMove

KEEPERS = ("dispatcher", "manager")


def stock_of(part_id: int) -> int:
    """Return the sum of a part's moves, in 1/10,000 of its unit."""
    total = StockMove.select(peewee.fn.SUM(StockMove.quantity)).where(StockMove.part == part_id).scalar()
    return int(total or 0)


def move(part: Any, sort: str, quantity: int, desk: Desk, **about: Any) -> None:
    """Book a signed move of a part; inside the caller's transaction."""
    StockMove.create(
        part=part, moved_on=desk.today, sort=sort, quantity=quantity, by=desk.actor.name, **about
    )
    store.amend(PARTS, part.id, desk, sort, in_stock=stock_of(part.id))


def running_low() -> list[Part]:
    """Return the parts of which less is left than the office wants to keep."""
    return list(
        Part.select().where(Part.minimum.is_null(False), Part.in_stock < Part.minimum).order_by(Part.name)
    )


def count_running_low() -> int:
    """Return how many those are."""
    return int(Part.select().where(Part.minimum.is_null(False), Part.in_stock < Part.minimum).count())


def why_not_in_stock(draft: Draft) -> str | None:
    """Return why the work is not done: more parts were used than are in stock."""
    wanted: dict[int, int] = {}
    for line in draft.rows["lines"]:
        if line.part_id:
            wanted[line.part_id] = wanted.get(line.part_id, 0) + line.quantity
    for part_id, quantity in wanted.items():
        part: Any = Part.get_by_id(part_id)
        if quantity > part.in_stock:
            return _("没有登记完工：{part} 只有 {left} {unit}，请先入库或盘点。").format(
                part=part, left=Part.in_stock.show(part.in_stock) or "0", unit=part.unit
            )
    return None


def take_parts(draft: Draft, desk: Desk) -> None:
    """Take what a repair used out of the stock; what it took before and does not use goes back."""
    repair = draft.record
    for line in draft.rows["lines"]:
        if line.part_id:
            move(line.part, "out", -line.quantity, desk, repair=repair)


def put_back(repair: Any, desk: Desk) -> None:
    """Put back what a repair has taken, when its work is done again and its parts are counted anew."""
    total = peewee.fn.SUM(StockMove.quantity)
    taken = StockMove.select(StockMove.part, total.alias("net")).where(StockMove.repair == repair.id)
    for row in list(taken.group_by(StockMove.part)):
        if row.net < 0:
            move(row.part, "back", -row.net, desk, repair=repair)


def _book(draft: Draft, desk: Desk) -> None:
    entry = draft.record
    entry.booked_on, entry.booked_by = desk.today, desk.actor.name
    change = entry.quantity - (stock_of(entry.part_id) if entry.sort == "count" else 0)
    move(entry.part, entry.sort, change, desk, entry=entry)


def _check(draft: Draft) -> dict[str, str]:
    entry = draft.record
    if entry.sort == "in" and entry.quantity == 0:
        return {"quantity": _("数量应大于 0")}
    return {}


PARTS = register(
    RecordKind(
        name="parts",
        model=Part,
        label="备件",
        columns=("name", "spec", "unit", "in_stock", "minimum", "place", "price_item"),
        sections=(
            Section("备件", ("name", "spec", "unit", "place", "price_item", "minimum", "in_stock", "note")),
        ),
        title=str,
        find=lambda draft: Finding(str(draft.record), draft.record.place or "", names=(draft.record.name,)),
        order=("name",),
        icon="storage",
        roles=KEEPERS,
    )
)

STOCK_ENTRIES = register(
    RecordKind(
        name="stock_entries",
        model=StockEntry,
        label="备件入库与盘点",
        columns=("number", "part", "sort", "quantity", "price", "booked_on", "booked_by", "state"),
        sections=(
            Section(
                "入库或盘点",
                ("part", "sort", "quantity", "price", "note", "number", "booked_on", "booked_by"),
            ),
        ),
        title=lambda entry: " ".join(
            filter(None, (entry.number or _("入库（草稿）"), str(entry.part or "")))
        ),
        workflow=Workflow(
            states=StockEntry.state.options,
            editable=("draft",),
            open_states=("draft",),
            transitions=(
                Transition(
                    "book", "入账", ("draft",), "booked", KEEPERS, effect=_book, numbered=True, main=True
                ),
                Transition("void", "作废", ("draft",), "void", KEEPERS, needs_reason=True),
            ),
            tones=(("draft", "waiting"), ("booked", "good")),
        ),
        checks=(_check,),
        about=("part",),
        prefix="RK",
        newest_first=True,
        icon="storage",
        noun="入库单",
    )
)
