"""How many live in a room (居住人数), and the tiers it widens (阶梯按人口放宽, domain.md 3.7).

A tariff says how many persons its tiers are meant for; each person beyond them moves every tier's beginning up by
what its price row names. A number counts from the day it was registered: of tiers by the year, the months before have
the number before.
"""

import datetime
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desk_app.kernel.kind import Draft, RecordKind, Section, register
from desk_app.kernel.periods import last_day
from desk_app.kernel.words import _
from desk_app.modules.billing.records import HouseholdSize, Tariff, TariffPrice

MOST = 99
"""Persons a flat can have; more is a slip of the keyboard."""
MONTHS = 12


@dataclass(frozen=True)
class Widened:
    """Tiers as a household has them: (quantity where it begins, price), and the persons registered; 0 if none matter."""

    tiers: Sequence[tuple[int, int]]
    persons: int = 0


def widen(
    tariff: Tariff, tiers: Sequence[tuple[int, int]], room_id: int, period: int, day: datetime.date
) -> Widened:
    """Return the tiers in force on `day` for those who live in the room.

    By the month the number registered by the month's end counts; by the year each month counts with its own, those to
    come with the latest (按核定后的月份折算).
    """
    if tariff.tier_persons is None:
        return Widened(tiers)
    known = _registered(room_id)
    count = _persons(known, last_day(period))
    if tariff.tiers == "year":
        months = [period // 100 * 100 + month for month in range(1, MONTHS + 1)]
        beyond = [_beyond(tariff, _persons(known, last_day(min(month, period)))) for month in months]
    else:
        beyond = [_beyond(tariff, count)]
    if not any(beyond):
        return Widened(tiers)
    more, parts = _more_by_tier(tariff, day), len(beyond)
    widened = [
        (above + (2 * more.get(above, 0) * sum(beyond) + parts) // (2 * parts), price)
        for above, price in tiers
    ]
    return Widened(widened, count)


def _registered(room_id: int) -> list[tuple[datetime.date, int]]:
    query = HouseholdSize.select(HouseholdSize.from_on, HouseholdSize.persons)
    return list(query.where(HouseholdSize.room == room_id).order_by(HouseholdSize.from_on).tuples())


def _persons(known: Sequence[tuple[datetime.date, int]], day: datetime.date) -> int:
    """Return how many were registered on the day; none if nobody ever was."""
    place = bisect_right([from_on for from_on, _count in known], day)
    return known[place - 1][1] if place else 0


def _beyond(tariff: Tariff, persons: int) -> int:
    return max(0, persons - int(tariff.tier_persons or 0))


def _more_by_tier(tariff: Tariff, day: datetime.date) -> dict[int, int]:
    """Return {quantity where a tier begins: what each further person adds to it} of the prices in force on the day."""
    query = TariffPrice.select(TariffPrice.from_on, TariffPrice.above, TariffPrice.more)
    rows = list(query.where(TariffPrice.tariff == tariff.id, TariffPrice.from_on <= day).tuples())
    latest = max((from_on for from_on, _above, _more in rows), default=None)
    return {above: more for from_on, above, more in rows if from_on == latest}


def _check(draft: Draft) -> dict[str, str]:
    size = draft.record
    problems = {}
    if size.persons is not None and not 1 <= size.persons <= MOST:
        problems["persons"] = _("人数应为 1 到 {most}").format(most=MOST)
    if size.room_id and size.from_on and _same_day(size).exists():
        problems["from_on"] = _("这套房这一天已经登记过人数，请改那一条")
    return problems


def _same_day(size: Any) -> Any:
    same = HouseholdSize.select().where(
        HouseholdSize.room == size.room_id, HouseholdSize.from_on == size.from_on
    )
    return same.where(HouseholdSize.id != size.id) if size.id is not None else same


HOUSEHOLD_SIZES = register(
    RecordKind(
        name="household_sizes",
        model=HouseholdSize,
        label="居住人数",
        columns=("room", "persons", "from_on", "document", "note"),
        sections=(Section("居住人数", ("room", "persons", "from_on", "document", "note")),),
        title=str,
        checks=(_check,),
        order=("room", "from_on"),
        icon="person",
        about=("room",),
    )
)
