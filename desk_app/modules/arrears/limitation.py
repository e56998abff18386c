"""The limitation of actions (诉讼时效): three years from each bill's due day, anew from every documented demand.

Law: 民法典 188 and 195. What counts as documented: a letter that names the bill and whose delivery is on record, and a
promise to pay, which owns up to everything then due. A call that nobody answered to counts for nothing.
"""

import datetime
from collections.abc import Iterable

import peewee

from desk_app.kernel.database import among
from desk_app.kernel.days import add_months
from desk_app.modules.arrears.records import DunningEvent, DunningNotice, NamedBill
from desk_app.modules.billing.records import Bill

YEARS = 3
WARN_MONTHS = 6
"""How long ahead the office is warned (domain.md 3.13)."""


def lapses_on(bills: Iterable[Bill]) -> dict[int, datetime.date]:
    """Return {bill id: the day its claim lapses}."""
    found = list(bills)
    demanded = _demanded([bill.id for bill in found])
    promised = _promised({bill.room_id for bill in found})
    lapses: dict[int, datetime.date] = {}
    for bill in found:
        due_on: datetime.date = bill.due_on
        asked = [(day, False) for day in demanded.get(bill.id, ()) if day > due_on]
        asked += [(day, True) for day in promised.get(bill.room_id, ()) if day > due_on]
        lapses[bill.id] = _lapse(due_on, asked)
    return lapses


def _lapse(due_on: datetime.date, begun: list[tuple[datetime.date, bool]]) -> datetime.date:
    """Return the day the claim lapses; once it has, only a promise begins it anew, no demand (民法典 192, 195)."""
    lapse = add_months(due_on, 12 * YEARS)
    for day, is_promise in sorted(begun):
        if is_promise or day <= lapse:
            lapse = max(lapse, add_months(day, 12 * YEARS))
    return lapse


def first_lapse(bills: Iterable[Bill]) -> datetime.date | None:
    """Return the day the first of the claims lapses, None without any."""
    return min(lapses_on(bills).values(), default=None)


def is_near(lapse: datetime.date | None, day: datetime.date) -> bool:
    """Say whether a claim lapses within six months, or has."""
    return lapse is not None and add_months(lapse, -WARN_MONTHS) <= day


def _demanded(bill_ids: list[int]) -> dict[int, list[datetime.date]]:
    """Return {bill id: days on which a letter naming it was delivered}."""
    found: dict[int, list[datetime.date]] = {}
    for some in peewee.chunked(bill_ids, 500):
        query = (
            NamedBill.select(NamedBill.bill, DunningEvent.at)
            .join(DunningNotice)
            .join(DunningEvent, on=(DunningEvent.notice == DunningNotice.id))
            .where(DunningEvent.sort == "delivery", among(NamedBill.bill, some))
        )
        for bill_id, at in query.tuples():
            found.setdefault(bill_id, []).append(at.date())
    return found


def _promised(room_ids: Iterable[int]) -> dict[int, list[datetime.date]]:
    """Return {room id: days on which a promise to pay was made}."""
    found: dict[int, list[datetime.date]] = {}
    for some in peewee.chunked(room_ids, 500):
        query = DunningEvent.select(DunningEvent.room, DunningEvent.at)
        query = query.where(DunningEvent.promised_on.is_null(False), among(DunningEvent.room, some))
        for room_id, at in query.tuples():
            found.setdefault(room_id, []).append(at.date())
    return found
