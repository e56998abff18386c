"""Whom the bank is asked to collect from (托收名单), for how much, and which authorised rooms are left out and why."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import peewee

from desk_app.kernel.access import Desk
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.modules.billing.ledger import IS_OPEN, NOT_VOID, open_bills
from desk_app.modules.billing.records import Bill
from desk_app.modules.cashier.debit_records import DebitLine, DebitMandate
from desk_app.modules.cashier.prepaid import cover, purses_of


@dataclass(frozen=True)
class Debt:
    """What is open of a room's bills in fen, billed for months of `first` to `last` (yyyymm); `held` is disputed."""

    due: int = 0
    held: int = 0
    first: int = 0
    last: int = 0


@dataclass(frozen=True)
class Asked:
    """One sum to be asked for, in fen: what the room owes by the day, less what its prepaid money can pay of it."""

    mandate: DebitMandate
    amount: int
    debt: Debt


@dataclass(frozen=True)
class LeftOut:
    """A room with an authorisation that is not asked for anything now, and why."""

    mandate: DebitMandate
    reason: str


@dataclass
class Asking:
    """All rooms with an authorisation, in the order of their numbers, those left out that owe first; `others` rooms owe `others_due` without one."""

    asked: list[Asked] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    others: int = 0
    others_due: int = 0

    @property
    def total(self) -> int:
        """Return the fen asked for."""
        return sum(one.amount for one in self.asked)


def look(desk: Desk) -> Asking:
    """Return who would be asked for how much today: authorisation in force, something owed, no answer awaited."""
    mandates = DebitMandate.select().where(DebitMandate.state == "active").order_by(DebitMandate.id)
    by_room = {mandate.room_id: mandate for mandate in mandates}
    debts, covered, waiting = _debts(desk.today), _covered(by_room, desk.today), _waiting()
    found = Asking()
    for room_id, mandate in sorted(by_room.items(), key=lambda pair: str(pair[1].room.sort_key)):
        debt = debts.pop(room_id, Debt())
        kept = covered.get(room_id, 0)
        reason = _why_not(mandate, debt, kept, waiting, desk.today)
        if reason:
            found.left_out.append(LeftOut(mandate, reason))
        else:
            found.asked.append(Asked(mandate, debt.due - kept, debt))
    found.left_out.sort(key=lambda one: one.reason == _("不欠费"))  # those that owe are worth a look
    owing = [debt.due for debt in debts.values() if debt.due]
    found.others, found.others_due = len(owing), sum(owing)
    return found


def _why_not(
    mandate: DebitMandate, debt: Debt, kept: int, waiting: Mapping[int, str], today: datetime.date
) -> str:
    """Return why the room is not asked, in words; nothing where it is."""
    if mandate.room_id in waiting:
        return _("等银行回盘（{batch}）").format(batch=waiting[mandate.room_id])
    if mandate.signed_on > today:
        return _("授权从 {day} 起才有效").format(day=mandate.signed_on)
    if mandate.until_on is not None and mandate.until_on < today:
        return _("授权已于 {day} 到期").format(day=mandate.until_on)
    if not debt.due:
        return _("欠费在挂起中，{held} 元").format(held=show(debt.held)) if debt.held else _("不欠费")
    if debt.due <= kept:
        return _("预存款 {kept} 元够抵欠费 {due} 元").format(kept=show(kept), due=show(debt.due))
    return ""


def _debts(day: datetime.date) -> dict[int, Debt]:
    """Return {room: what was billed up to the day and is open}; disputed bills (挂起) are apart."""
    left = Bill.amount - Bill.reduced - Bill.paid
    is_open = Bill.state == "open"
    query = Bill.select(
        Bill.room,
        peewee.fn.SUM(peewee.Case(None, ((is_open, left),), 0)),
        peewee.fn.SUM(peewee.Case(None, ((is_open, 0),), left)),
        peewee.fn.MIN(peewee.Case(None, ((is_open, Bill.period),))),
        peewee.fn.MAX(peewee.Case(None, ((is_open, Bill.period),))),
    ).where(IS_OPEN, NOT_VOID, Bill.from_on <= day)
    return {
        room_id: Debt(due, held, first or 0, last or 0)
        for room_id, due, held, first, last in query.group_by(Bill.room).tuples()
    }


def _covered(rooms: Iterable[int], day: datetime.date) -> dict[int, int]:
    """Return {room: fen of these debts its prepaid money would pay}: what is kept for one item pays no other."""
    covered: dict[int, int] = {}
    for room_id, money in purses_of(rooms).items():
        bills = [bill for bill in open_bills(room_id) if bill.state == "open" and bill.from_on <= day]
        covered[room_id] = sum(cover(bills, money, day).principal.values())
    return covered


def _waiting() -> dict[int, str]:
    """Return {room: the batch whose answer it awaits}."""
    query = DebitLine.select(DebitLine.room, DebitLine.batch).where(DebitLine.state == "sent")
    return dict(query.tuples())
