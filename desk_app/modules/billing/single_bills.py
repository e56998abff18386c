"""Bills of one room outside a run: months paid in advance (预收账期), and everything to the day it is left (结至当日).

A later run goes on where these end: it bills what is left of the month, so that the month adds up (domain.md 3.5, 3.6).
"""

import dataclasses
import datetime
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from peewee import fn

from desk_app.kernel import settings, store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.days import show_day
from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import share
from desk_app.kernel.store import AuditRow
from desk_app.kernel.words import _
from desk_app.modules.billing import plain_bills, reductions, run_rights
from desk_app.modules.billing.binding_rules import BY_USE
from desk_app.modules.billing.bound import Bound, Charges, read_bound
from desk_app.modules.billing.drafting import facts_of
from desk_app.modules.billing.ledger import bills_of, read_bills, refuse_dated, take_bill_back
from desk_app.modules.billing.lines import month_lines
from desk_app.modules.billing.months import ONE_DAY, first_day, last_day, period_of, prepaid_until
from desk_app.modules.billing.proration import parts_of
from desk_app.modules.billing.records import Bill, BillRun, FeeBinding, FeeItem, Tariff
from desk_app.modules.billing.rounding import PER_FEN, of_item, round_line
from desk_app.modules.billing.special_bills import SpecialBills, block_end
from desk_app.modules.billing.worked import ChargedAlready, NotCharged, Worked

LONGEST_AHEAD = 36
"""Months that can be billed at once; more is a slip of the keyboard."""


def ahead_until(binding: FeeBinding, count: int, desk: Desk) -> datetime.date:
    """Return the last day that `count` months from the first day not billed yet reach, as the office has set it (D-02)."""
    bound = _read(FeeBinding.id == binding.id)[0]
    special = _special(bound.room_id, desk, datetime.date(desk.today.year + 4, 1, 1))
    own = special.charges.of_binding(bound, special.priced(bound.tariff_id).item.id)
    start = own[-1].until_on + ONE_DAY if own else _begin(bound, desk)
    return prepaid_until(start, count, settings.value("prepaid_end"))


def bill_ahead(
    room_id: int,
    what: FeeItem | FeeBinding,
    until_on: datetime.date,
    desk: Desk,
    *,
    from_on: datetime.date | None = None,
) -> list[Bill]:
    """Bill a room's item, or one binding, up to a day still to come; return the new bills, the earliest first.

    What was not billed yet since the program bills (or `from_on`) is billed as well. DeskError if there is nothing.
    """
    run_rights.require(desk, run_rights.BILLING_ONE, _("预收出账"))
    with transaction():
        return _post(_ahead(room_id, what, until_on, desk, from_on), desk, "bill_ahead")


def quote_ahead(binding: FeeBinding, until_on: datetime.date, desk: Desk) -> int:
    """Return the fen `bill_ahead` would ask for the binding up to the day, what is let off taken off; DeskError as there.

    Nothing is kept of it.
    """
    with _trial():
        bills = bill_ahead(binding.room_id, binding, until_on, desk)
    return sum(bill.still_open for bill in bills)


def unpaid_ahead(room_id: int, desk: Desk) -> list[Bill]:
    """Return the bills asked in advance at the desk that nothing was paid of yet, the earliest first.

    Those of months that have begun count only on the day they were made: later they are owed like any other.
    """
    query = Bill.select().where(Bill.room == room_id, Bill.run.is_null(), Bill.state == "open")
    query = query.where(Bill.paid == 0).order_by(Bill.from_on, Bill.id)
    fresh = [bill for bill in query if bill.from_on > desk.today or bill.posted_at.date() == desk.today]
    rows = AuditRow.select(AuditRow.record_id).where(AuditRow.kind == "bills")
    rows = rows.where(AuditRow.action == "bill_ahead", AuditRow.record_id.in_([bill.id for bill in fresh]))
    asked = {bill_id for (bill_id,) in rows.tuples()}
    return [bill for bill in fresh if bill.id in asked]


def take_back_ahead(room_id: int, desk: Desk) -> list[Bill]:
    """Void what `unpaid_ahead` names: the payer pays as the bills come after all. DeskError if there is nothing."""
    run_rights.require(desk, run_rights.BILLING_ONE, _("收回预缴账单"))
    with transaction():
        found = unpaid_ahead(room_id, desk)
        if not found:
            raise DeskError(_("没有收回：这一户没有还没收款的预缴账单。"))
        reductions.take_back_from_bills([bill.id for bill in found], desk)
        for bill in reversed(found):
            take_bill_back(bill.id, desk, _("预缴没有收款，收回"))
        return found


def bill_to_day(room_id: int, day: datetime.date, desk: Desk, draft: bool = False) -> list[Bill]:
    """Bill everything bound to a room up to a day, included; return the new bills, with `draft` without keeping them.

    What could not be billed is told by `missing_to_day`; what was billed beyond the day by `beyond_day`.
    """
    run_rights.require(desk, run_rights.BILLING_ONE, _("结算"))
    with transaction():
        worked = _to_day(room_id, day, desk)[0]
        if not draft:
            return _post(worked, desk, "bill_to_day")
    with _trial():
        bills = _post(worked, desk, "bill_to_day")
    return [Bill(**(bill.__data__ | {"id": None})) for bill in bills]


def missing_to_day(room_id: int, day: datetime.date, desk: Desk) -> list[str]:
    """Return a sentence for each fee that cannot be billed to the day: a meter not read, shared costs not known."""
    return _to_day(room_id, day, desk)[1]


def beyond_day(room_id: int, day: datetime.date, *, as_rest: bool = False) -> list[tuple[Bill, int]]:
    """Return the bills that charge days after `day`, each with the fen of those days (V19).

    The days are reckoned by themselves; `as_rest`: the bill less the days up to `day`, as where somebody else pays
    the rest of the month (V20). Of what was let off the bill, those days have their part.
    """
    found: list[tuple[Bill, int]] = []
    for bill in bills_of(room_id):
        if bill.until_on <= day or bill.binding_id is None or bill.tariff.basis in BY_USE:
            continue
        rest = int(bill.amount)
        if bill.from_on <= day:
            rest = min(rest, _rest_by_days(bill, day) if not as_rest else rest - _asked_to(bill, day))
        found.append((bill, share(bill.amount - bill.reduced, rest, bill.amount)))
    return found


def _ahead(
    room_id: int,
    what: FeeItem | FeeBinding,
    until_on: datetime.date,
    desk: Desk,
    from_on: datetime.date | None = None,
) -> list[Worked]:
    """Return what is to be billed of the room's item, or of one binding, up to the day."""
    which = FeeBinding.id == what.id if isinstance(what, FeeBinding) else _of_item(what)
    special = _special(room_id, desk, until_on, from_on)
    worked: list[Worked] = []
    why = _("这套房没有绑定这个收费项目。")
    for bound in _read(FeeBinding.room == room_id, which):
        begin = max(from_on or _begin(bound, desk), bound.from_on)
        _refuse_far(begin, until_on)
        try:
            if special.priced(bound.tariff_id).tariff.basis in BY_USE:
                raise NotCharged(_("按用量或公摊计费的项目不能预收。"))
            worked += special.between(bound, begin, until_on)
        except NotCharged as error:
            why = str(error)
    if not worked:
        raise DeskError(_("没有出账：{why}").format(why=why))
    return [_due_by_month(each, special) for each in worked]


def _refuse_far(from_on: datetime.date, until_on: datetime.date) -> None:
    """Raise DeskError for more months than anybody pays in advance."""
    if _months_between(from_on, until_on) > LONGEST_AHEAD:
        raise DeskError(_("没有出账：一次最多预收 {count} 个月。").format(count=LONGEST_AHEAD))


def first_period(desk: Desk) -> int:
    """Return the first period the program bills: as set, or of the first run that was posted, or this month."""
    earliest = BillRun.select(fn.MIN(BillRun.period)).where(BillRun.state == "posted").scalar()
    return int(settings.value("bills_from") or earliest or period_of(desk.today))


def _to_day(room_id: int, day: datetime.date, desk: Desk) -> tuple[list[Worked], list[str]]:
    special = _special(room_id, desk, day)
    worked: list[Worked] = []
    missing: list[str] = []
    for bound in _read(FeeBinding.room == room_id, FeeBinding.from_on <= day):
        begin = _begin(bound, desk)
        item = special.priced(bound.tariff_id).item
        if bound.until_on is not None and bound.until_on < begin:
            continue
        try:
            worked += special.between(bound, min(begin, day), day)
        except ChargedAlready:
            continue
        except NotCharged as why:
            missing.append(f"{item}：{why}")
    return worked, missing


def _special(
    room_id: int, desk: Desk, until_on: datetime.date, from_on: datetime.date | None = None
) -> SpecialBills:
    """Return what works bills of the room out up to a day, knowing all that was asked since the program bills."""
    begin = min(first_day(first_period(desk)), from_on or datetime.date.max, until_on)
    charges = Charges(period_of(begin), [room_id], count=_months_between(begin, until_on) + 1)
    due_days, least_due_on = settings.value("bill_due_days"), run_rights.earliest_due(desk)
    return SpecialBills(period_of(until_on), charges, None, due_days, least_due_on)


def _begin(bound: Bound, desk: Desk) -> datetime.date:
    return max(bound.from_on, first_day(first_period(desk)))


def _read(*conditions: Any) -> list[Bound]:
    return list(read_bound(*conditions))


def _of_item(item: FeeItem) -> Any:
    return FeeBinding.tariff.in_(Tariff.select(Tariff.id).where(Tariff.item == item.id))


def _months_between(from_on: datetime.date, until_on: datetime.date) -> int:
    return (until_on.year - from_on.year) * 12 + until_on.month - from_on.month


def _due_by_month(worked: Worked, special: SpecialBills) -> Worked:
    """Give a month paid in advance the due day it would have had: nobody is late who pays early."""
    priced = special.priced(worked.bound.tariff_id)
    cycle = worked.bound.cycle or priced.item.cycle
    line = worked.line
    if cycle == "once" or worked.bound.anchor_on is not None:
        end = max(line.until_on, last_day(line.period))
    else:
        end = last_day(block_end(line.period, int(cycle)))
    return dataclasses.replace(worked, due_on=special.due(worked.bound, line.from_on, end))


class _Undone(Exception):
    """Takes a trial back."""


@contextmanager
def _trial() -> Iterator[None]:
    """Take back whatever is written inside: what would come of it is known then."""
    with suppress(_Undone), transaction():
        yield
        raise _Undone


def _post(worked: list[Worked], desk: Desk, action: str) -> list[Bill]:
    """Write the bills, as of today, and set against them what the room is let off; return them as they are then."""
    refuse_dated(desk.today)
    bills = []
    for each in sorted(worked, key=lambda one: one.line.from_on):
        bill = Bill.create(**_columns(each, desk))
        told = {"until_on": ["", show_day(bill.until_on)], "amount": ["", Bill.amount.show(bill.amount)]}
        store.note_event("bills", bill.id, desk, action, "", told)
        bills.append(bill)
    reductions.reduce_bills(bills, desk)
    now = read_bills([bill.id for bill in bills])
    return [now[bill.id] for bill in bills]


def _columns(worked: Worked, desk: Desk) -> dict[str, Any]:
    facts = dict(zip(plain_bills.FACTS, facts_of(worked, None), strict=True))
    return facts | {"posted_at": desk.now()}


def _rest_by_days(bill: Bill, day: datetime.date) -> int:
    """Return what the bill's days after `day` cost by themselves."""
    if bill.tariff.basis == "formula":
        return int(bill.amount) - _asked_to(bill, day)
    month = None
    if bill.binding.anchor_on is not None or period_of(day + ONE_DAY) != bill.period:
        month = (bill.from_on, bill.until_on)
    parts, of_parts = parts_of(day + ONE_DAY, bill.until_on, bill.tariff.proration, month)
    return round_line(bill.quantity * bill.price * parts, PER_FEN * of_parts, of_item(bill.item)).amount


def _asked_to(bill: Bill, day: datetime.date) -> int:
    """Return what the bill would have asked had it ended on `day`; a formula's sum goes by the days."""
    if bill.tariff.basis == "formula":
        return share(bill.amount, (day - bill.from_on).days + 1, (bill.until_on - bill.from_on).days + 1)
    prices = [(bill.from_on, bill.price)]
    rounding = of_item(bill.item)
    anchor_on = bill.binding.anchor_on
    lines = month_lines(bill.quantity, prices, bill.from_on, day, bill.tariff.proration, rounding, anchor_on)
    return sum(line.amount for line in lines)
