"""Settling a room to a day (结至当日): the exit bill, what is still owed, prepaid and held (domain.md 3.6, V20)."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.days import show_day
from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import show
from desk_app.kernel.words import _, listed
from desk_app.modules.billing.ledger import bills_of, open_bills, void_bill
from desk_app.modules.billing.overdue import post_late_fees
from desk_app.modules.billing.records import Bill, FeeBinding
from desk_app.modules.billing.single_bills import beyond_day, bill_to_day, missing_to_day
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
    room_id: int, until_on: datetime.date, desk: Desk, free: Callable[[], None] | None = None
) -> Settlement:
    """Bill the room to the day, late fees too; months asked beyond it and not paid are taken back first.

    `free` gives back the days beyond it that are paid; without it they stay paid. DeskError, with nothing written,
    where a meter is not read, or a later month is paid in part and stays.
    """
    with transaction():
        if free is not None:
            free()
        _take_back_beyond(room_id, until_on, desk)
        missing = missing_to_day(room_id, until_on, desk)
        if missing:
            raise DeskError(_("没有结算：{what}。").format(what=listed(missing)))
        bill_to_day(room_id, until_on, desk)
        post_late_fees(open_bills(room_id), min(until_on, desk.today), desk)
        return settlement(room_id, until_on, desk)


def paid_until(binding: FeeBinding, until_on: datetime.date) -> datetime.date:
    """Return the last day that is asked of the binding's room for it: `until_on`, or later where it is paid ahead."""
    freed = freed_beyond(binding.room_id, until_on)
    days: list[datetime.date] = [
        bill.until_on
        for bill in bills_of(binding.room_id)
        if bill.binding_id == binding.id and bill.paid + bill.reduced > 0 and bill.id not in freed
    ]
    return max(until_on, *days) if days else until_on


def _take_back_beyond(room_id: int, until_on: datetime.date, desk: Desk) -> None:
    """Void the bills that charge days after the day and have no money on them; those in part paid are refused."""
    freed = freed_beyond(room_id, until_on)
    for bill, rest in beyond_day(room_id, until_on):
        if bill.id in freed:
            continue
        if bill.paid == 0 and bill.reduced == 0:
            why = _("结至 {day}，以后的重新出账").format(day=show_day(until_on))
            void_bill(bill.id, desk, why)
        elif bill.still_open:
            raise DeskError(
                _(
                    "没有结算：{item} {period} 已收一部分，还欠 {left} 元，其中 {rest} 元是 {day} 以后的。请先收清这一笔。"
                ).format(
                    item=bill.item,
                    period=bill.period,
                    left=show(bill.still_open),
                    rest=show(rest),
                    day=show_day(until_on),
                )
            )
