"""What a bill run comes to, line by line (出账明细): sums per item, its bills, what changed and why, what was left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from peewee import fn

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import among
from desk_app.kernel.money import show
from desk_app.kernel.sheets_out import SheetColumn, write_sheet
from desk_app.kernel.text import clean
from desk_app.kernel.words import _, clauses, headed
from desk_app.modules.billing import run_checks
from desk_app.modules.billing.explaining import explain, show_exact
from desk_app.modules.billing.ledger import NOT_VOID, read_bills
from desk_app.modules.billing.months import next_period
from desk_app.modules.billing.records import Bill, BillFacts, BillRun, DraftBill, FeeItem
from desk_app.modules.billing.run_checks import Change
from desk_app.modules.billing.workings import Imported, from_json
from desk_app.modules.estate.records import Room
from desk_app.screens.cash_room import tell_span

MOST_SHOWN = 2000
"""Bills listed at once; the filter leads to the others."""
MOST_EXPLAINED = 5000
"""Changed lines whose reason is looked for; where more changed, everything did."""


@dataclass(frozen=True)
class ItemTotal:
    """What a run asks for one item: how many bills, their sum, and the sum of the period before, in fen."""

    item: str
    bills: int
    total: int
    before: int


@dataclass(frozen=True)
class BillLine:
    """One bill or draft of the run."""

    facts_id: int
    room_id: int
    room: str
    item: str
    span: str
    amount: int
    due_on: str


@dataclass(frozen=True)
class ChangeLine:
    """A room and item whose sum differs by more than 20 %: both sums in fen (None: no bill), and why."""

    room_id: int
    room: str
    item: str
    before: int | None
    now: int | None
    percent: int | None
    why: str


@dataclass(frozen=True)
class SkipLine:
    """A room, or an item of it, that the run makes no bill for, and the reason."""

    room_id: int
    room: str
    item: str
    reason: str


def facts_of(run: BillRun) -> tuple[type[BillFacts], tuple[Any, ...]]:
    """Return the table a run's lines are in, and the conditions that find them: drafts until it is posted."""
    if run.state == "draft":
        return DraftBill, (DraftBill.run == run.id,)
    periods = [next_period(run.period, n) for n in range(12)]
    holds = (NOT_VOID,) if run.state == "posted" else ()
    return Bill, (among(Bill.period, periods), Bill.run == run.id, *holds)


def totals_of(run: BillRun) -> list[ItemTotal]:
    """Return what the run asks for each item, in the order of items, beside what the period before asked."""
    model, conditions = facts_of(run)
    query = model.select(model.item, fn.COUNT(model.id), fn.SUM(model.amount)).where(*conditions)
    now = {item_id: (count, int(fen)) for item_id, count, fen in query.group_by(model.item).tuples()}
    earlier = Bill.select(Bill.item, fn.SUM(Bill.amount)).where(
        Bill.period == next_period(run.period, -1), NOT_VOID, Bill.run.is_null(False)
    )
    if run.scope is not None:
        earlier = earlier.where(Bill.room.in_(model.select(model.room).where(*conditions)))
    before = {item_id: int(fen) for item_id, fen in earlier.group_by(Bill.item).tuples()}
    items = FeeItem.select(FeeItem.id, FeeItem.name).order_by(FeeItem.pays_first.desc(), FeeItem.id).tuples()
    return [
        ItemTotal(name, *now.get(item_id, (0, 0)), before.get(item_id, 0))
        for item_id, name in items
        if item_id in now or item_id in before
    ]


def lines_of(run: BillRun, room: str = "", item: str = "") -> tuple[list[BillLine], int]:
    """Return the run's bills of rooms whose number begins with `room` and of the item named, and how many there are.

    At most `MOST_SHOWN` are returned, in the order of rooms.
    """
    model, conditions = facts_of(run)
    query = model.select().join(Room).switch(model).join(FeeItem).where(*conditions)
    if typed := clean(room):
        query = query.where(Room.code.startswith(typed))
    if item:
        query = query.where(FeeItem.name == item)
    count = query.count()
    columns = (
        model.id,
        Room.id,
        Room.code,
        FeeItem.name,
        model.from_on,
        model.until_on,
        model.amount,
        model.due_on,
    )
    rows = query.select(*columns).order_by(Room.sort_key, FeeItem.pays_first.desc(), model.from_on, model.id)
    return [
        BillLine(facts_id, room_id, code, name, tell_span(from_on, until_on), amount, f"{due_on:%Y-%m-%d}")
        for facts_id, room_id, code, name, from_on, until_on, amount, due_on in rows.limit(
            MOST_SHOWN
        ).tuples()
    ], count


def explain_line(run: BillRun, facts_id: int) -> str:
    """Return why the sum of a line is so, in words and numbers."""
    model, _conditions = facts_of(run)
    facts = model.get_or_none(model.id == facts_id)
    return headed(str(facts.item), explain(facts)) if facts is not None else ""


def explain_bill(bill_id: int) -> str:
    """Return why a posted bill's sum is so, in words and numbers; NotFound if there is no such bill."""
    return explain(read_bills([bill_id])[bill_id])


def skipped_lines(run: BillRun) -> list[SkipLine]:
    """Return what the run left out, in the order of rooms."""
    return [
        SkipLine(skip.room_id, str(skip.room.code), str(skip.item or ""), skip.reason)
        for skip in run_checks.skips_of(run)
    ]


def changed_lines(run: BillRun) -> list[ChangeLine]:
    """Return what differs by more than 20 % from the period before, with the reason; nothing where none was billed."""
    before_period = next_period(run.period, -1)
    if not Bill.select().where(Bill.period == before_period, NOT_VOID).exists():
        return []
    changes = run_checks.compare(run)
    explained = changes[:MOST_EXPLAINED]
    model, conditions = facts_of(run)
    rooms = [change.room_id for change in explained]
    now = _by_room_and_item(model, rooms, *conditions, model.period == run.period)
    before = _by_room_and_item(Bill, rooms, Bill.period == before_period, NOT_VOID)
    left_out = {(line.room_id, line.item): line.reason for line in skipped_lines(run)}
    return [_told(change, before, now, left_out) for change in changes]


Bills = dict[tuple[int, str], list[Any]]


def _by_room_and_item(model: Any, rooms: Sequence[int], *conditions: Any) -> Bills:
    found: Bills = {}
    query = model.select(model, FeeItem).join(FeeItem).where(*conditions, among(model.room, rooms or [0]))
    for facts in query:
        found.setdefault((facts.room_id, facts.item.name), []).append(facts)
    return found


def _told(change: Change, before: Bills, now: Bills, left_out: dict[tuple[int, str], str]) -> ChangeLine:
    key = (change.room_id, change.item)
    if change.now is None:
        why = left_out.get(key) or _("本期没有这一项，收费可能已停止。")
    elif change.before is None:
        why = _("上期没有这一项。")
    else:
        why = _differences(before.get(key, []), now.get(key, []))
    return ChangeLine(
        change.room_id, change.room, change.item, change.before, change.now, change.percent, why
    )


def _differences(before: list[Any], now: list[Any]) -> str:
    """Return what is not as it was: the number of bills, the price, the quantity, the days."""
    if len(before) != len(now):
        return _("上期 {before} 笔，本期 {now} 笔").format(before=len(before), now=len(now))
    if any(isinstance(from_json(old.workings), Imported) for old in before):
        return _("上期是旧账的数，没有单价和数量")
    found = []
    for old, new in zip(before, now, strict=True):
        if old.price != new.price:
            found.append(_("单价 {before} → {now}").format(before=_number(old.price), now=_number(new.price)))
        if old.quantity != new.quantity:
            text = _("用量 {before} → {now}") if new.tariff.basis == "meter" else _("数量 {before} → {now}")
            found.append(text.format(before=_number(old.quantity), now=_number(new.quantity)))
        if old.parts * new.of_parts != new.parts * old.of_parts:
            text = _("计费天数 {before} → {now}")
            found.append(text.format(before=_parts(old), now=_parts(new)))
    return clauses(found) if found else _("计算依据变了，见本期说明")


def _number(stored: int) -> str:
    return show_exact(stored, 10_000)


def _parts(facts: Any) -> str:
    return _("整月") if facts.parts == facts.of_parts else f"{facts.parts}/{facts.of_parts}"


def export_changes(lines: Iterable[ChangeLine], run: BillRun, path: Path, desk: Desk) -> int:
    """Write the comparison with the period before to an Excel file, and note it; return how many lines it has."""
    columns = [
        SheetColumn(_("房号"), 14),
        SheetColumn(_("收费项目"), 16),
        SheetColumn(_("上期（元）"), 12, "money"),
        SheetColumn(_("本期（元）"), 12, "money"),
        SheetColumn(_("变化（%）"), 10, "number"),
        SheetColumn(_("原因"), 50),
    ]
    rows = (
        (line.room, line.item, _yuan(line.before), _yuan(line.now), line.percent, line.why) for line in lines
    )
    count = write_sheet(path, _("出账对比"), columns, rows)
    store.note_event("bill_runs", run.id, desk, "export", "", {"rows": ["", str(count)]})
    return count


def _yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else Decimal(fen) / 100


def show_change(total: ItemTotal) -> str:
    """Return by how much the sum differs from the period before: '+12.50' or '持平'; nothing where there was none."""
    if not total.before:
        return ""
    difference = total.total - total.before
    return f"+{show(difference)}" if difference > 0 else show(difference) if difference else _("持平")
