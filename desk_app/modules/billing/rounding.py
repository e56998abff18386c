"""Rounding of one bill line (尾数处理): exact until here, rounded once, the difference kept (domain.md 3.3)."""

from dataclasses import dataclass
from typing import NamedTuple

from desk_app.modules.billing.records import FeeItem

UNITS = {"fen": 1, "jiao": 10, "yuan": 100}
"""What an item's sums are rounded to, in fen."""

PER_FEN = 10**4 * 10**2
"""A quantity in 1/10,000 times a price in 1/10,000 yuan, divided by this, is fen."""


@dataclass(frozen=True)
class Rounding:
    """How an item's lines are rounded: to whole `unit`s of fen (1, 10 or 100), half_up, up or down (抹零)."""

    unit: int = 1
    way: str = "half_up"


TO_FEN = Rounding()
"""Half up to a fen (四舍五入到分), the rule where nothing else is agreed."""


class Rounded(NamedTuple):
    """A line's sum in fen, and what rounding took off it (负数为加上): together the sum half up to a fen."""

    amount: int
    rounding: int


def round_line(numerator: int, denominator: int, rounding: Rounding = TO_FEN) -> Rounded:
    """Return numerator ÷ denominator fen, rounded once; the denominator is above zero.

    A negative sum is rounded as its positive is, so that a line taken back takes back what it asked (domain.md 3.3).
    """
    if numerator < 0:
        opposite = round_line(-numerator, denominator, rounding)
        return Rounded(-opposite.amount, -opposite.rounding)
    amount = _divide(numerator, denominator * rounding.unit, rounding.way) * rounding.unit
    return Rounded(amount, _divide(numerator, denominator, "half_up") - amount)


def _divide(numerator: int, denominator: int, way: str) -> int:
    """Return the quotient of two positive whole numbers as a whole number."""
    if way == "down":
        return numerator // denominator
    if way == "up":
        return -(-numerator // denominator)
    return (2 * numerator + denominator) // (2 * denominator)


def of_item(item: FeeItem) -> Rounding:
    """Return how the lines of a fee item are rounded."""
    return Rounding(UNITS[str(item.rounding_unit)], str(item.rounding_way))
