"""Collection rates (收缴率, domain.md 3.15) from the book's rows; the formulas are those of `cashier.collection`.

A month's report counts what came in until the month's end, as its close does. By month and building, for charts, it is
what of each month's own bills is paid by now. Deposits are in neither. Amounts are whole fen.
"""

from collections.abc import Iterable
from typing import Any

import peewee

from desk_app.kernel.words import _
from desk_app.modules.arrears.ageing import deposit_items
from desk_app.modules.billing.ledger import IS_OPEN, NOT_VOID
from desk_app.modules.billing.months import next_period
from desk_app.modules.billing.records import Bill
from desk_app.modules.cashier.collection import Collection, Rate, current_rate, household_rate, rates
from desk_app.modules.cashier.roll_forward import roll_forward, total_of
from desk_app.modules.estate.records import Building, Room

MONTHS = 12


def of_period(period: int) -> Collection:
    """Return what was owed and collected in a month, all items together."""
    return total_of(roll_forward(period).arrears).collection


def by_item(period: int) -> list[tuple[str, Collection]]:
    """Return what was owed and collected in a month under each item."""
    return [(row.name, row.collection) for row in roll_forward(period).arrears]


def report(period: int) -> tuple[Rate, ...]:
    """Return the month's rates, each with its formula in words and numbers: current, old, overall, by household."""
    return (*rates(of_period(period)), households(period))


def households(period: int) -> Rate:
    """Return the rate of households of which no bill of the month is open."""
    bills = _bills(period, period)
    charged = bills.select(peewee.fn.COUNT(peewee.fn.DISTINCT(Bill.room))).scalar() or 0
    owing = bills.select(peewee.fn.COUNT(peewee.fn.DISTINCT(Bill.room))).where(IS_OPEN).scalar() or 0
    return household_rate(charged - owing, charged)


def by_month(until: int, months: int = MONTHS) -> list[tuple[int, Rate]]:
    """Return, for each of the months up to and with `until`, what of its own bills is paid by now."""
    first = next_period(until, 1 - months)
    rows = _bills(first, until).select(Bill.period, *_sums()).group_by(Bill.period).tuples()
    found = {period: _rate(sums) for period, *sums in rows}
    nothing = _rate((0, 0, 0))
    return [(period, found.get(period, nothing)) for period in _periods(first, months)]


def by_building(first: int, last: int) -> list[tuple[str, Rate]]:
    """Return, for each building, what of the bills from month to month is paid by now."""
    query = _bills(first, last).select(Room.building, *_sums()).join(Room).group_by(Room.building)
    found = {building: _rate(sums) for building, *sums in query.tuples()}
    named = [(str(block), found.pop(block.id)) for block in Building.select().order_by(Building.sort_key) if block.id in found]  # fmt: skip
    return [*named, *((_("其他"), rate) for rate in found.values())]


def _bills(first: int, last: int) -> Any:
    return Bill.select().where(Bill.period.between(first, last), NOT_VOID, Bill.item.not_in(deposit_items()))


def _sums() -> tuple[Any, ...]:
    return (peewee.fn.SUM(Bill.amount), peewee.fn.SUM(Bill.reduced), peewee.fn.SUM(Bill.paid))


def _rate(sums: Iterable[int]) -> Rate:
    billed, reduced, paid = map(int, sums)
    return current_rate(Collection(0, billed, reduced, paid, 0))


def _periods(first: int, months: int) -> list[int]:
    return [next_period(first, place) for place in range(months)]
