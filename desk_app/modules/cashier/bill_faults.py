"""What the audit looks for in bills: days asked for twice, sums that their columns do not make, reductions beyond a bill.

Each check yields a sentence for what does not agree, naming the record. Every check is one query over all bills.
"""

from collections.abc import Iterator
from typing import Any

import peewee
from peewee import Case, fn

from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.modules.billing.binding_rules import BY_USE
from desk_app.modules.billing.ledger import NOT_VOID
from desk_app.modules.billing.records import Bill, FeeBinding, FeeItem, ReducedBill, Reduction, Tariff
from desk_app.modules.billing.rounding import PER_FEN, round_line
from desk_app.modules.billing.workings import Area, Fixed, Lift, Metered
from desk_app.modules.estate.records import Room

LARGEST_QUANTITY = 10**9
LARGEST_PRICE = 10**8
"""Beyond these a product might leave 64 bits; Python works it out then."""


def asked_twice() -> Iterator[str]:
    """Bills of one room, item, meter and vehicle never share a day, unless a correction took one of them back, and stands.

    Bills by use are of readings, whose days may lie in the next month: they are looked at period by period.
    """
    found = _days_seen().alias("found")
    columns = (found.c.room, found.c.item, found.c.id, found.c.from_on, found.c.seen_until, found.c.seen)
    query = peewee.Select((found,), columns).where(found.c.from_on <= found.c.seen_until)
    rooms, items = _Names(Room), _Names(FeeItem)
    for room_id, item_id, bill_id, from_on, until_on, before in query.bind(Bill._meta.database).tuples():
        yield _(
            "{room} {item} {from_on} 至 {until_on} 的日子收了两次：账单 {first} 和 {second}。"
        ).format(
            room=rooms[room_id], item=items[item_id], from_on=from_on, until_on=until_on, first=before, second=bill_id
        )  # fmt: skip


class _Names(dict[int, str]):
    """The names of records, read when one is told."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def __missing__(self, record_id: int) -> str:
        return str(self.model.get_by_id(record_id))


def _days_seen() -> Any:
    """Return the query of bills by bindings, each with the last day asked before it and the bill before it."""
    corrected = ReducedBill.select(ReducedBill.bill).join(Reduction).where(Reduction.kind == "correction")
    corrected = corrected.group_by(ReducedBill.bill).having(fn.SUM(ReducedBill.amount) > 0)
    same = [
        Bill.room,
        Bill.item,
        fn.COALESCE(FeeBinding.meter, 0),
        fn.COALESCE(FeeBinding.vehicle, 0),
        Case(None, [(Tariff.basis.in_(BY_USE), Bill.period)], 0),
    ]
    order = [Bill.from_on, Bill.id]
    before = {"start": peewee.Window.preceding(), "end": peewee.Window.preceding(1)}
    return (
        Bill.select(
            Bill.id.alias("id"),
            Bill.room.alias("room"),
            Bill.item.alias("item"),
            Bill.from_on.alias("from_on"),
            fn.MAX(Bill.until_on).over(partition_by=same, order_by=order, **before).alias("seen_until"),
            fn.LAG(Bill.id).over(partition_by=same, order_by=order).alias("seen"),
        )
        .join(FeeBinding, on=(Bill.binding == FeeBinding.id))
        .join(Tariff, on=(FeeBinding.tariff == Tariff.id))
        .where(NOT_VOID, Bill.late_for.is_null(), Bill.id.not_in(corrected))
    )


def sums_of_columns() -> Iterator[str]:
    """amount + rounding = half up (quantity × price × parts ÷ of_parts) − earlier, where the columns make the sum."""
    product = Bill.quantity * Bill.price * Bill.parts
    divisor = Bill.of_parts * PER_FEN
    fits = (Bill.quantity <= LARGEST_QUANTITY) & (Bill.price <= LARGEST_PRICE)
    asked = Bill.amount + Bill.rounding + Bill.earlier
    whole = (product * 2 + divisor) / (divisor * 2)
    columns = (Bill.id, asked, Bill.quantity, Bill.price, Bill.parts, Bill.of_parts)
    query = Bill.select(*columns).where(NOT_VOID, _by_columns(), Case(None, [(fits, asked != whole)], True))
    for bill_id, fen, quantity, price, parts, of_parts in query.tuples():
        due = round_line(quantity * price * parts, PER_FEN * of_parts).amount
        if fen != due:
            yield _(
                "账单 {bill} 的金额与它的数量、单价、天数算出的不符：记 {fen} 元，应为 {due} 元。"
            ).format(bill=bill_id, fen=show(fen), due=show(due))


def _by_columns() -> Any:
    """Return the condition that a bill's sum follows from its columns: no tiers, shares, formulas, typed sums."""
    plain = [fn.SUBSTR(Bill.workings, 1, len(start)) == start for start in map(_start, (Area, Fixed, Lift))]
    of_use = (fn.SUBSTR(Bill.workings, 1, len(_start(Metered))) == _start(Metered)) & (Bill.price > 0)
    found = Bill.workings.is_null() | of_use
    for condition in plain:
        found |= condition
    return found


def _start(sort: Any) -> str:
    """Return what the JSON of a sort of workings begins with."""
    return f'{{"sort": "{sort.sort}"'


def reduced_too_much() -> Iterator[str]:
    """Nothing is let off or paid beyond a bill's amount, nor beyond what a reduction was approved for."""
    beyond = Bill.select(Bill.id, Bill.amount, Bill.reduced, Bill.paid).where(
        (Bill.amount < Bill.reduced + Bill.paid) | (Bill.reduced < 0) | (Bill.paid < 0)
    )
    for bill_id, amount, reduced, paid in beyond.tuples():
        yield _("账单 {bill} 应收 {amount} 元，却减免 {reduced} 元、已收 {paid} 元。").format(
            bill=bill_id, amount=show(amount), reduced=show(reduced), paid=show(paid)
        )
    total = fn.SUM(ReducedBill.amount)
    query = ReducedBill.select(Reduction.number, Reduction.id, Reduction.amount, total).join(Reduction)
    query = query.group_by(Reduction.number, Reduction.id, Reduction.amount)
    for number, reduction_id, approved, fen in query.having(total > Reduction.amount).tuples():
        yield _("减免单 {number} 批准 {approved} 元，却减了 {fen} 元。").format(
            number=number or reduction_id, approved=show(approved), fen=show(fen)
        )


def late_fees_of_void_bills() -> Iterator[str]:
    """A late fee goes with its bill: of one that is void nothing is owed."""
    late = Bill.alias()
    left = late.amount - late.reduced - late.paid
    query = late.select(late.id, Bill.id, left).join(Bill, on=(late.late_for == Bill.id))
    for late_id, bill_id, fen in query.where(late.state != "void", Bill.state == "void", left > 0).tuples():
        yield _("账单 {late} 是账单 {bill} 的违约金，{bill} 已作废，它还有 {fen} 元未收。").format(
            late=late_id, bill=bill_id, fen=show(fen)
        )
