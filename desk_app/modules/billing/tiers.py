"""Prices by quantity used (阶梯价): a year's or a month's use goes through the tiers from below (domain.md 3.7)."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk_app.modules.billing.rounding import PER_FEN, round_line

Tiers = Sequence[tuple[int, int]]
"""(above, price): from `above` on, in 1/10,000 units, one costs `price` in 1/10,000 yuan; the first begins at 0."""


@dataclass(frozen=True)
class TierLine:
    """What fell into one tier: 1/10,000 units, 1/10,000 yuan, and fen."""

    quantity: int
    price: int
    amount: int


def tier_lines(used_before: int, used_now: int, tiers: Tiers) -> list[TierLine]:
    """Return a line for each tier that this use reaches, each rounded half up to a fen (V13, V14).

    `used_before` is what the year or month had used already, 0 where they begin anew. Using a and then b fills the tiers
    as a + b does. No use is no line.
    """
    if used_before < 0 or used_now < 0:
        raise ValueError((used_before, used_now))
    ordered = sorted(tiers)
    ends: list[int | None] = [*(above for above, _price in ordered[1:]), None]
    lines = []
    for (above, price), end in zip(ordered, ends, strict=True):
        from_quantity, until_quantity = max(above, used_before), used_before + used_now
        quantity = (until_quantity if end is None else min(end, until_quantity)) - from_quantity
        if quantity > 0:
            lines.append(TierLine(quantity, price, round_line(quantity * price, PER_FEN).amount))
    return lines
