"""What a tariff costs on which days (单价)."""

import datetime
from collections.abc import Sequence

from desk_app.modules.billing.records import Tariff, TariffPrice

Prices = list[tuple[datetime.date, int]]
"""(first day, price in 1/10,000 yuan), in the order of days."""


def priced_rows(tariff: Tariff) -> list[tuple[datetime.date, int, int]]:
    """Return (first day, quantity where the tier begins, price) of all the tariff's prices, in that order."""
    query = TariffPrice.select(TariffPrice.from_on, TariffPrice.above, TariffPrice.price)
    query = query.where(TariffPrice.tariff == tariff.id).order_by(TariffPrice.from_on, TariffPrice.above)
    return list(query.tuples())


def prices_of(tariff: Tariff, from_on: datetime.date, until_on: datetime.date) -> Prices:
    """Return the prices in force between two days, the first from `from_on` on or later; none where none was set yet.

    A price that is the same as the one before it splits nothing, and is left out.
    """
    return in_force(
        [(day, price) for day, above, price in priced_rows(tariff) if not above], from_on, until_on
    )


def in_force(
    prices: Sequence[tuple[datetime.date, int]], from_on: datetime.date, until_on: datetime.date
) -> Prices:
    """Return those of the prices that hold between two days, as `prices_of` does."""
    found: Prices = []
    for begins_on, price in sorted(prices):
        if begins_on > until_on:
            break
        if begins_on <= from_on:
            found = [(from_on, price)]
        elif not found or found[-1][1] != price:
            found.append((begins_on, price))
    return found


def tiers_in_force(
    rows: Sequence[tuple[datetime.date, int, int]], day: datetime.date
) -> list[tuple[int, int]]:
    """Return the tiers in force on `day`, of `priced_rows`: (quantity where it begins, price), the lowest first."""
    latest = max((begins_on for begins_on, _above, _price in rows if begins_on <= day), default=None)
    return sorted((above, price) for begins_on, above, price in rows if begins_on == latest)
