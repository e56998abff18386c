"""The ledger of bills (应收账): what a room still owes, and the few ways a bill comes, is settled, or goes.

Amounts are whole fen. Bills never change but for their paid and reduced columns and their state, which follow from
receipts and reductions; those who write these rows call `settle` inside their transaction.
"""

import datetime
import json
from collections.abc import Mapping, Sequence
from typing import Any

import peewee

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import among, transaction
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.money import LARGEST, show
from desk_app.kernel.words import _
from desk_app.modules.billing.months import period_of
from desk_app.modules.billing.records import Bill, FeeItem
from desk_app.modules.billing.run_rights import is_closed, require
from desk_app.modules.billing.workings import Typed, to_json

VOIDING = ("accountant", "supervisor", "manager")
"""Who may void a bill: whoever takes the money asks for none and takes none back."""

YEARS = range(2000, 2101)
"""Years a bill may lie in: anything else is a slip of the keyboard."""

NOT_VOID = Bill.state != peewee.SQL("'void'")
"""Written into the statement, as the conditions of the table's indexes are: a parameter would hide them."""
IS_OPEN = Bill.amount > Bill.reduced + Bill.paid


def open_bills(room_id: int, on: datetime.date | None = None) -> list[Bill]:
    """Return the room's bills that are not paid whole, held ones too: earliest due first, then by the item's order.

    With `on`, only those due by that day.
    """
    query = Bill.select(Bill, FeeItem).join(FeeItem).where(Bill.room == room_id, IS_OPEN, NOT_VOID)
    if on is not None:
        query = query.where(Bill.due_on <= on)
    return list(query.order_by(Bill.due_on, FeeItem.pays_first, Bill.id))


def bills_of(room_id: int) -> list[Bill]:
    """Return every bill of the room that is not void, in the order of their days.

    Bills are kept by period first, so every period there is gets asked for: a few steps of the index each.
    """
    first, last = _end(peewee.fn.MIN), _end(peewee.fn.MAX)
    if first is None or last is None:
        return []
    periods = [
        year * 100 + month
        for year in range(first // 100, last // 100 + 1)
        for month in range(1, 13)
        if first <= year * 100 + month <= last
    ]
    query = Bill.select(Bill, FeeItem).join(FeeItem)
    query = query.where(among(Bill.period, periods), Bill.room == room_id, NOT_VOID)
    return list(query.order_by(Bill.from_on, FeeItem.pays_first, Bill.id))


def _end(least_or_most: Any) -> int | None:
    """Return the first or the last period there is; asked one by one, each is one step of an index."""
    return Bill.select(least_or_most(Bill.period)).where(NOT_VOID).scalar()  # type: ignore[no-any-return]


def read_bills(bill_ids: list[int]) -> dict[int, Bill]:
    """Return the bills by id; NotFound unless all are there."""
    found = {bill.id: bill for bill in Bill.select().where(among(Bill.id, bill_ids))} if bill_ids else {}
    if set(bill_ids) - found.keys():
        raise NotFound(_("找不到要收的账单，可能已经撤销。请重新打开这一页。"))
    return found


def name_bill(bill: Bill) -> str:
    """Return '3-1-502 物业服务费 202501', as messages name a bill."""
    return f"{bill.room} {bill.item} {bill.period}"


def refuse_dated(day: datetime.date) -> None:
    """Raise DeskError if the day's month, or a later one, is closed: what is dated into it would change its roll-forward.

    Asked by everything that posts, voids or reduces bills, with the day at the desk.
    """
    if is_closed(period_of(day)):
        raise DeskError(
            _("没有办理：{period} 已经月结，不能再记账。请核对电脑的日期；日期没错的，请先反月结。").format(
                period=period_of(day)
            )
        )


def post_bill(
    room_id: int,
    item_id: int,
    amount: int,
    from_on: datetime.date,
    until_on: datetime.date,
    due_on: datetime.date,
    desk: Desk,
    payer_id: int | None = None,
    workings: Mapping[str, Any] | str | None = None,
    late_for: int | None = None,
    quantity: int = 0,
) -> Bill:
    """Post one bill outside a bill run: a late fee, a repair, a correction; DeskError if it cannot be right.

    `workings` explains the sum, which was typed if none are given. `late_for` is the overdue bill a late fee is for,
    with its principal as `quantity`.
    """
    _refuse_odd(item_id, amount, (from_on, until_on, due_on))
    if workings is None:
        workings = to_json(Typed())
    values: dict[str, Any] = {
        "period": from_on.year * 100 + from_on.month,
        "room": room_id,
        "item": item_id,
        "payer": payer_id,
        "from_on": from_on,
        "until_on": until_on,
        "due_on": due_on,
        "quantity": quantity,
        "amount": amount,
        "workings": workings if isinstance(workings, str) else json.dumps(workings, ensure_ascii=False),
        "late_for": late_for,
    }
    with transaction():
        refuse_dated(desk.today)
        bill: Bill = Bill.create(version=1, posted_at=desk.now(), **values)
        store.note_event("bills", bill.id, desk, "post", "", {"amount": ["", show(amount)]})
    return bill


def settle(amounts: Mapping[int, int]) -> None:
    """Add to what is paid of each bill, or take off it (negative); DeskError if a bill cannot take so much.

    To be called inside the transaction that writes the receipt lines this follows from.
    """
    for some in peewee.chunked(amounts.items(), 200):
        ids = [bill_id for bill_id, _fen in some]
        paid = Bill.paid + peewee.Case(Bill.id, tuple(some), 0)
        fits = (paid >= 0) & (Bill.amount >= Bill.reduced + paid) & NOT_VOID
        change = Bill.update(paid=paid, version=Bill.version + 1)
        if change.where(among(Bill.id, ids), fits).execute() < len(ids):
            raise DeskError(
                _("没有入账：有账单已经作废，或者不能再记这么多。请重新打开这一页，按现在的欠费办理。")
            )


def void_bill(bill_id: int, desk: Desk, reason: str) -> None:
    """Void a bill that no money or reduction hangs on, and the late fee it has run up; DeskError otherwise."""
    require(desk, VOIDING, _("作废账单"))
    take_bill_back(bill_id, desk, reason)


def take_bill_back(bill_id: int, desk: Desk, reason: str) -> None:
    """Void a bill as part of a step that asked for a right of its own: a settlement, a payment undone; see `void_bill`."""
    with transaction():
        refuse_dated(desk.today)
        if not _void(bill_id, desk, reason):
            raise DeskError(_("账单没有作废：它已经作废，或已有收款、减免。请先冲红收据或撤销减免。"))
        void_late_fees([bill_id], desk, reason)


def void_late_fees(bill_ids: Sequence[int], desk: Desk, reason: str) -> None:
    """Void the late fees of bills that become void; DeskError where one is paid or let off, in whole or part."""
    query = Bill.select(Bill.id).where(among(Bill.late_for, bill_ids), NOT_VOID)
    for (late_id,) in list(query.tuples()):
        if not _void(late_id, desk, reason):
            raise DeskError(_("账单没有作废：它的违约金已有收款或减免。请先冲红收据或撤销减免。"))


def _void(bill_id: int, desk: Desk, reason: str) -> bool:
    """Void a bill that nothing hangs on; False, with nothing done, for another."""
    bare = (Bill.paid == 0) & (Bill.reduced == 0) & NOT_VOID
    change = Bill.update(state="void", voided_on=desk.today, version=Bill.version + 1)
    if not change.where(Bill.id == bill_id, bare).execute():
        return False
    store.note_event("bills", bill_id, desk, "void", reason)
    return True


def _refuse_odd(item_id: int, amount: int, days: tuple[datetime.date, datetime.date, datetime.date]) -> None:
    """Raise DeskError for sums and days no bill can have."""
    item = FeeItem.get_or_none(FeeItem.id == item_id)
    if item is None:
        raise NotFound(_("账单没有记下：找不到这个收费项目。"))
    if item.nature == "deposit":
        raise DeskError(_("账单没有记下：{item}是押金，请在押金页收取。").format(item=item))
    if not 0 < amount <= LARGEST:
        raise DeskError(_("账单没有记下：金额 {amount} 元不对，应大于 0。").format(amount=show(amount)))
    if days[1] < days[0]:
        raise DeskError(_("账单没有记下：结束日期早于开始日期。"))
    if any(day.year not in YEARS for day in days):
        raise DeskError(_("账单没有记下：日期不在 2000 年到 2100 年之间。"))
