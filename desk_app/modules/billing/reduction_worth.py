"""What an asked reduction is worth (减免值多少), by which its approver is found (domain.md 3.10: approver by limit)."""

import datetime

from desk_app.modules.billing import overdue
from desk_app.modules.billing.late_corrections import late_fees_never_owed
from desk_app.modules.billing.ledger import bills_of, open_bills
from desk_app.modules.billing.months import first_day, next_period, period_of
from desk_app.modules.billing.records import Reduction
from desk_app.modules.billing.reductions import OF_WHAT_IS_LEFT, WHOLE, bills_for, reduction_of
from desk_app.modules.billing.rounding import round_line


def worth(reduction: Reduction, day: datetime.date) -> int | None:
    """Return the fen an asked reduction is worth, by which its approver is found; None where nobody can tell.

    On `day` a ratio is worked out on the bills there are; for months not billed yet the room's last whole month counts.
    """
    if reduction.amount and reduction.bill_id is not None:
        fen = int(reduction.amount)
        return fen + sum(late_fees_never_owed({reduction.bill_id: fen}).values())
    if reduction.amount:
        return int(reduction.amount)
    if reduction.kind == "late_fee":
        owed = open_bills(reduction.room_id)
        last_on: datetime.date = reduction.until_on or day
        live: list[int] = list(overdue.late_fees_on(owed, min(last_on, day)).values())
        return sum(live) + sum(bill.still_open for bill in owed if bill.late_for_id is not None)
    found = bills_for(reduction, bills_of(reduction.room_id))
    total = sum(reduction_of(bill, reduction) for bill in found)
    if reduction.kind in OF_WHAT_IS_LEFT or not (reduction.from_on and reduction.until_on):
        return total
    ahead = _months(reduction.from_on, reduction.until_on) - {bill.period for bill in found}
    if not ahead:
        return total
    usual = _usual_month(reduction)
    if not usual:
        return None
    return total + len(ahead) * round_line(usual * (WHOLE - (reduction.ratio or 0)), WHOLE).amount


def approved_in_month(reduction: Reduction, day: datetime.date) -> int:
    """Return the fen of the other slips of the room that were approved in the day's month, those of the company left out.

    One debt cut into many slips needs the approver of their sum. What follows from a transfer or a reading is no slip.
    """
    start, end = first_day(period_of(day)), first_day(next_period(period_of(day)))
    others = Reduction.select().where(
        Reduction.room == reduction.room_id,
        Reduction.id != reduction.id,
        Reduction.state.in_(("approved", "consumed")),
        Reduction.approved_at >= datetime.datetime.combine(start, datetime.time()),
        Reduction.approved_at < datetime.datetime.combine(end, datetime.time()),
        Reduction.request.is_null() | Reduction.bill.is_null(False),
    )
    return sum(_taken(other, day) for other in others if not other.company_approval)


def _taken(reduction: Reduction, day: datetime.date) -> int:
    """Return what an approved slip let off, or is still to let off by its sum or its months ahead."""
    whole = 0 if reduction.kind in OF_WHAT_IS_LEFT else worth(reduction, day) or 0
    return max(int(reduction.amount or 0), int(reduction.used or 0), whole)


def _months(from_on: datetime.date, until_on: datetime.date) -> set[int]:
    months, period = set(), period_of(from_on)
    while period <= period_of(until_on):
        months.add(period)
        period = next_period(period)
    return months


def _usual_month(reduction: Reduction) -> int:
    """Return the fen of the room's last month billed whole, of the reduction's item or of all."""
    bills = [
        bill
        for bill in bills_of(reduction.room_id)
        if bill.late_for_id is None
        and reduction.item_id in (None, bill.item_id)
        and bill.parts == bill.of_parts
    ]
    last = max((bill.period for bill in bills), default=0)
    return sum(int(bill.amount) for bill in bills if bill.period == last)
