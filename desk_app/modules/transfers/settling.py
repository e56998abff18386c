"""Settling a room to a day (结至当日): the exit bill, what is still owed, prepaid and held (domain.md 3.6, V20)."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.days import show_day
from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import show
from desk_app.kernel.words import _, listed
from desk_app.modules.billing import reductions
from desk_app.modules.billing.ledger import bills_of, open_bills, take_bill_back
from desk_app.modules.billing.overdue import post_late_fees_anew
from desk_app.modules.billing.records import Bill, BillRun, FeeBinding, ReducedBill, Reduction
from desk_app.modules.billing.single_bills import beyond_day, bill_ahead, bill_to_day, missing_to_day
from desk_app.modules.cashier import prepaid
from desk_app.modules.cashier.records import Deposit
from desk_app.modules.transfers.freeing import freed_beyond


@dataclass(frozen=True)
class Settlement:
    """What a room comes to on a day, in fen: what was ever asked, what is open, prepaid and held."""

    until_on: datetime.date
    bills: tuple[Bill, ...]
    missing: tuple[str, ...]
    prepaid: int
    deposits: tuple[Deposit, ...]

    @property
    def owed(self) -> int:
        """Return what is open, held bills included."""
        return sum(bill.still_open for bill in self.bills)

    @property
    def due_back(self) -> int:
        """Return what is left to give back if prepaid money pays the debts (应退), or less than 0: still to pay (应补)."""
        return self.prepaid - self.owed


def settlement(room_id: int, until_on: datetime.date, desk: Desk) -> Settlement:
    """Return what the room comes to as its bills now stand; nothing is written."""
    return Settlement(
        until_on,
        tuple(open_bills(room_id)),
        tuple(missing_to_day(room_id, until_on, desk)),
        prepaid.balance(room_id),
        tuple(Deposit.select().where(Deposit.room == room_id, Deposit.held > 0).order_by(Deposit.id)),
    )


def settle_to_day(
    room_id: int,
    until_on: datetime.date,
    desk: Desk,
    free: Callable[[], None] | None = None,
    payer_id: int | None = None,
) -> Settlement:
    """Bill the room to the day, late fees too; months asked beyond it and not paid are taken back first.

    `free` gives back the days beyond it that are paid; without it they stay paid. `payer_id` is who leaves: what is
    asked of others (a tenant) beyond the day stays asked. DeskError, with nothing written, where a meter is not read,
    or a later month is paid in part and stays.
    """
    with transaction():
        if free is not None:
            free()
        _take_back_beyond(room_id, until_on, payer_id, desk)
        missing = missing_to_day(room_id, until_on, desk)
        if missing:
            raise DeskError(_("没有结算：{what}。").format(what=listed(missing)))
        _reduce(room_id, bill_to_day(room_id, until_on, desk), desk)
        post_late_fees_anew(open_bills(room_id), min(until_on, desk.today), desk)
        return settlement(room_id, until_on, desk)


def unpaid_beyond(
    room_id: int, until_on: datetime.date, payer_id: int | None = None
) -> list[tuple[Bill, int]]:
    """Return the open bills that charge him who leaves days after the day, each with the fen of those days."""
    freed = freed_beyond(room_id, until_on)
    return [
        (bill, rest)
        for bill, rest in beyond_day(room_id, until_on)
        if bill.id not in freed
        and bill.still_open
        and (payer_id is None or bill.payer_id in (None, payer_id))
    ]


def ask_again(room_id: int, until_on: datetime.date, desk: Desk) -> None:
    """Ask for the days after the day that a settlement took back, where it comes to nothing (过户不办了).

    What a run was undone for is its own matter, and what was billed again meanwhile is left as it is.
    """
    asked = bills_of(room_id)
    until: dict[int, Any] = {}
    for bill in _taken_back(room_id, until_on):
        if not _is_asked(bill, asked):
            until[bill.binding_id] = max(bill.until_on, until.get(bill.binding_id, bill.until_on))
    with transaction():
        for binding in FeeBinding.select().where(
            FeeBinding.id.in_(list(until)), FeeBinding.state == "active"
        ):
            _reduce(room_id, bill_ahead(room_id, binding, until[binding.id], desk), desk)


def _is_asked(taken: Bill, asked: list[Bill]) -> bool:
    """Say whether bills of the same binding, which do not overlap, ask for every day of one taken back."""
    days: int = (taken.until_on - taken.from_on).days + 1
    for bill in asked:
        if bill.binding_id == taken.binding_id:
            first, last = max(bill.from_on, taken.from_on), min(bill.until_on, taken.until_on)
            days -= max(0, (last - first).days + 1)
    return days <= 0


def _taken_back(room_id: int, until_on: datetime.date) -> list[Bill]:
    """Return the void bills of the room that asked for days after the day, those of undone runs left out."""
    query = (
        Bill.select(Bill)
        .join(BillRun, JOIN.LEFT_OUTER)
        .where(
            Bill.room == room_id,
            Bill.state == "void",
            Bill.binding.is_null(False),
            Bill.until_on > until_on,
            BillRun.id.is_null() | (BillRun.state == "posted"),
        )
    )
    return list(query)


def _take_back_beyond(room_id: int, until_on: datetime.date, payer_id: int | None, desk: Desk) -> None:
    """Void the bills that charge days after the day and have no money on them; those in part paid are refused.

    A reduction by the days' fee is taken off them first; it serves again for what is billed to the day.
    """
    for bill, rest in unpaid_beyond(room_id, until_on, payer_id):
        if bill.paid == 0 and _take_reductions_back(bill, desk):
            why = _("结至 {day}，以后的重新出账").format(day=show_day(until_on))
            take_bill_back(bill.id, desk, why)
        else:
            raise DeskError(
                _(
                    "没有结算：{item} {period} 已收或已减免一部分，还欠 {left} 元，其中 {rest} 元是 {day} 以后的。请先收清这一笔。"
                ).format(
                    item=bill.item,
                    period=bill.period,
                    left=show(bill.still_open),
                    rest=show(rest),
                    day=show_day(until_on),
                )
            )


def _take_reductions_back(bill: Bill, desk: Desk) -> bool:
    """Put back what reductions took off the bill; False, with nothing done, where one let off a debt as it stood."""
    query = Reduction.select().join(ReducedBill).where(ReducedBill.bill == bill.id).distinct()
    found = list(query) if bill.reduced else []
    if any(reduction.kind in reductions.OF_WHAT_IS_LEFT for reduction in found):
        return False
    for reduction in found:
        reductions.take_back(reduction.id, desk, bill.id)
    return True


def _reduce(room_id: int, bills: list[Bill], desk: Desk) -> None:
    """Set the room's approved reductions against new bills, as a run does; one that was set already is not set twice."""
    approved = Reduction.select().where(Reduction.room == room_id, Reduction.state == "approved")
    for reduction in list(approved.order_by(Reduction.id)):
        fresh = [bill for bill in open_bills(room_id) if bill.id in {new.id for new in bills}]
        reductions.use(reduction, fresh, desk)
