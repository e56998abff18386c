"""Days that were never billed (漏出账): what bindings began with long ago, and no run has asked for since.

Looked for before a period is billed and before a month is closed. Charges by days and one-off fees only: use that was
read and not billed is found by its readings, shared costs by their figures.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import peewee
from peewee import fn

from desk_app.kernel import settings
from desk_app.kernel.database import among
from desk_app.kernel.errors import DeskError
from desk_app.kernel.sqlite import days_between
from desk_app.modules.billing.binding_rules import BY_USE
from desk_app.modules.billing.bound import Charges, Span, free_spans, read_bound
from desk_app.modules.billing.ledger import NOT_VOID
from desk_app.modules.billing.months import ONE_DAY, first_day, period_of, pieces_of
from desk_app.modules.billing.records import Bill, FeeBinding, FeeItem, Tariff, TariffPrice
from desk_app.modules.billing.special_bills import SpecialBills
from desk_app.modules.billing.worked import ComesToNothing
from desk_app.modules.estate.records import Room


@dataclass(frozen=True)
class UnbilledMonths:
    """Days of a binding, both ends included and without a break, that no bill asks for.

    `periods` are those whose runs bill them: of the calendar months, or those in which the room's own months begin.
    """

    room_id: int
    item_id: int
    binding_id: int
    first: datetime.date
    last: datetime.date
    periods: tuple[int, ...]

    @property
    def months(self) -> int:
        """Return how many months the days touch."""
        return len(self.periods)


_FOR_EVER = datetime.date(9999, 1, 1)


class _Running(NamedTuple):
    """A binding charged by days, or once, with the days its tariff ends and its room's months are counted from."""

    id: int
    room_id: int
    item_id: int
    tariff_id: int
    from_on: datetime.date
    until_on: datetime.date | None
    ends_on: datetime.date | None
    anchor_on: datetime.date | None
    follows_id: int | None
    cycle: str
    basis: str


def unbilled_before(period: int) -> list[UnbilledMonths]:
    """Return all days before the period's first that bindings ran and no bill asks for, in the order of rooms and days.

    What lies before the month the program bills from (`bills_from`) was billed elsewhere, and so was what an opening
    bill of the room and item covers. A day whose price, or whose formula, comes to 0 asks for nothing.
    """
    begin = settings.value("bills_from")
    since = first_day(int(begin)) if begin else datetime.date.min
    until = first_day(period) - ONE_DAY
    free = _free_of_charge()
    asked = _days_asked(since, until)
    wanted = []
    for bound in _running(since, until):
        span = _due(bound, since, until)
        if span is not None and (bound.tariff_id in free or asked.get(bound.id, 0) != _days_due(bound, span)):
            wanted.append((bound, span))
    taken = _spans_asked([bound for bound, _span in wanted], until)
    found: list[UnbilledMonths] = []
    for bound, span in wanted:
        asked_for = taken.get(bound.id, [])
        if bound.cycle == "once" and asked_for:  # on whatever day it was
            continue
        left = _left(bound, span, sorted([*asked_for, *free.get(bound.tariff_id, ())]))
        found += left if bound.basis != "formula" else [one for one in left if not _comes_to_nothing(one)]
    return found


def _comes_to_nothing(one: UnbilledMonths) -> bool:
    """Say whether a formula asks nothing for the days, as of a ground floor whose coefficient is 0."""
    (bound,) = read_bound(FeeBinding.id == one.binding_id)
    special = SpecialBills(period_of(one.last), Charges(period_of(one.first), ()))
    try:
        special.between(bound, one.first, one.last)
    except ComesToNothing:
        return True
    except DeskError:  # a run says why
        return False
    return False


def _running(since: datetime.date, until: datetime.date) -> Iterable[_Running]:
    """Return the bindings that may have been charged between the days, in the order of rooms."""
    charges = (Tariff.basis != "lift") | Room.lift_ratio.is_null() | (Room.lift_ratio != 0)
    query = (
        FeeBinding.select(
            *(FeeBinding.id, FeeBinding.room, Tariff.item, FeeBinding.tariff),
            *(FeeBinding.from_on, FeeBinding.until_on, Tariff.until_on, FeeBinding.anchor_on),
            *(FeeBinding.follows, fn.COALESCE(FeeBinding.cycle, FeeItem.cycle), Tariff.basis),
        )
        .join(Tariff)
        .join(FeeItem)
        .switch(FeeBinding)
        .join(Room)
        .where(
            FeeItem.is_used,
            Tariff.basis.not_in(BY_USE),
            FeeBinding.from_on <= until,
            FeeBinding.until_on.is_null() | (FeeBinding.until_on >= since),
            charges,
        )
        .order_by(Room.sort_key, Room.id, FeeBinding.from_on, FeeBinding.id)
    )
    return (_Running(*row) for row in query.tuples())


def _due(bound: _Running, since: datetime.date, until: datetime.date) -> Span | None:
    """Return the days that should have been asked for; a one-off fee's is the day it begins, if nobody had it before."""
    if bound.cycle == "once":
        return (bound.from_on, bound.from_on) if bound.from_on >= since and not bound.follows_id else None
    ends = [day for day in (until, bound.until_on, bound.ends_on) if day is not None]
    span = (max(since, bound.from_on), min(ends))
    return span if span[0] <= span[1] else None


def _days_due(bound: _Running, span: Span) -> int:
    return (span[1] - span[0]).days + 1


def _days_asked(since: datetime.date, until: datetime.date) -> dict[int, int]:
    """Return {binding: how many days between the two its bills ask for}; where bills overlap, they count twice."""
    first = peewee.Case(None, [(Bill.from_on < since, since)], Bill.from_on)
    last = peewee.Case(None, [(Bill.until_on > until, until)], Bill.until_on)
    query = Bill.select(Bill.binding, fn.SUM(days_between(first, last) + 1)).where(
        Bill.period <= period_of(until),
        Bill.from_on <= until,
        Bill.until_on >= since,
        Bill.binding.is_null(False),
        NOT_VOID,
    )
    return dict(query.group_by(Bill.binding).tuples())


def _spans_asked(wanted: list[_Running], until: datetime.date) -> dict[int, list[Span]]:
    """Return {binding: the days asked for} by its own bills and by the room's opening bills of the item."""
    if not wanted:
        return {}
    by_room: dict[tuple[int, int], list[int]] = {}
    for bound in wanted:
        by_room.setdefault((bound.room_id, bound.item_id), []).append(bound.id)
    query = Bill.select(Bill.room, Bill.item, Bill.binding, Bill.from_on, Bill.until_on).where(
        Bill.period <= period_of(until),
        among(Bill.room, {bound.room_id for bound in wanted}),
        Bill.late_for.is_null(),
        NOT_VOID,
    )
    taken: dict[int, list[Span]] = {}
    for room_id, item_id, binding_id, from_on, until_on in query.tuples():
        for bound_id in by_room.get((room_id, item_id), ()):
            if binding_id in (None, bound_id):
                taken.setdefault(bound_id, []).append((from_on, until_on))
    return taken


def _left(bound: _Running, span: Span, taken: list[Span]) -> list[UnbilledMonths]:
    return [
        UnbilledMonths(
            bound.room_id,
            bound.item_id,
            bound.id,
            *gap,
            periods=tuple(piece.period for piece in pieces_of(*gap, bound.anchor_on)),
        )
        for gap in free_spans(taken, *span)
    ]


def _free_of_charge() -> dict[int, list[Span]]:
    """Return {tariff: the days on which its price is 0}."""
    query = TariffPrice.select(TariffPrice.tariff, TariffPrice.from_on, TariffPrice.price)
    query = query.join(Tariff).where(TariffPrice.above == 0, Tariff.basis != "formula")
    prices: dict[int, list[tuple[datetime.date, int]]] = {}
    for tariff_id, from_on, price in query.order_by(TariffPrice.from_on).tuples():
        prices.setdefault(tariff_id, []).append((from_on, price))
    return {tariff_id: spans for tariff_id, rows in prices.items() if (spans := _free_days(rows))}


def _free_days(prices: list[tuple[datetime.date, int]]) -> list[Span]:
    ends: list[Any] = [from_on - ONE_DAY for from_on, _price in prices[1:]]
    return [
        (from_on, end) for (from_on, price), end in zip(prices, [*ends, _FOR_EVER], strict=True) if price == 0
    ]
