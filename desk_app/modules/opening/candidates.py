"""How an old program may have come to another sum (差异原因): other areas, prices, days and ways of rounding tried out.

A sum is explained only where a change works it out to the fen (or to its last decimal, where the old one was never
rounded). What the old sheet itself tells may combine with a way of rounding; what is only guessed must fit alone.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from desk_app.kernel.words import mark
from desk_app.modules.billing.rounding import PER_FEN, Rounding, round_line

Way = Callable[[Fraction], Fraction]


@dataclass(frozen=True)
class Piece:
    """One of our lines: quantity and price in 1/10,000, part of its month, fen earlier pieces asked already."""

    quantity: int
    price: int
    parts: int
    of_parts: int
    earlier: int
    month_days: int

    def exact(self, change: "Assumption") -> Fraction:
        """Return the fen of the piece before rounding, with what the old program may have taken instead."""
        quantity = self.quantity if change.quantity is None else change.quantity
        price = self.price if change.price is None else change.price
        parts = Fraction(self.parts, self.of_parts) if change.parts is None else change.parts
        return Fraction(quantity * price, PER_FEN) * parts


@dataclass(frozen=True)
class Assumption:
    """What the old program may have taken in place of ours, and what to call that: a code and a sentence to be filled."""

    code: str = ""
    quantity: int | None = None
    price: int | None = None
    parts: Fraction | None = None
    is_told: bool = False
    """The old sheet says so itself."""


def _to(unit: int, way: str) -> Way:
    rounding = Rounding(unit, way)
    return lambda fen: Fraction(round_line(fen.numerator, fen.denominator, rounding).amount)


def _half_even(fen: Fraction) -> Fraction:
    whole, rest = divmod(fen, 1)
    up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2)
    return Fraction(whole + bool(up))


WAYS: tuple[tuple[str, str, Way], ...] = (
    ("fen", mark("旧账四舍五入到分"), _to(1, "half_up")),
    ("jiao", mark("旧账四舍五入到角"), _to(10, "half_up")),
    ("yuan", mark("旧账四舍五入到元"), _to(100, "half_up")),
    ("even", mark("旧账四舍六入五成双"), _half_even),
    ("jiao_down", mark("旧账舍去分"), _to(10, "down")),
    ("yuan_down", mark("旧账舍去角分"), _to(100, "down")),
    ("fen_down", mark("旧账舍去厘"), _to(1, "down")),
    ("fen_up", mark("旧账厘进位到分"), _to(1, "up")),
    ("jiao_up", mark("旧账分进位到角"), _to(10, "up")),
    ("yuan_up", mark("旧账角分进位到元"), _to(100, "up")),
    ("exact", mark("旧账没有舍入"), lambda fen: fen),
)
"""Code, words and rule of ways to round, the usual first."""
ONCE = mark("旧账把几个月合起来才舍入")


def find_assumption(
    pieces: Sequence[Piece], old: Fraction, changes: Sequence[Assumption]
) -> tuple[Assumption, str] | None:
    """Return what explains the old sum: the change (empty: none) and the words of the way of rounding ('' for our own).

    None where nothing does.
    """
    for change in (Assumption(), *changes):
        if change.code and _summed(pieces, change, WAYS[0][2]) == old:
            return change, ""
        if not change.code or change.is_told:
            words = _rounded(pieces, change, old)
            if words is not None:
                return change, words
    return None


def _rounded(pieces: Sequence[Piece], change: Assumption, old: Fraction) -> str | None:
    """Return the words of the way of rounding by which the pieces come to the old sum; None of none."""
    if len(pieces) > 1:
        whole = sum((piece.exact(change) - piece.earlier for piece in pieces), Fraction())
        if WAYS[0][2](whole) == old:
            return ONCE
    for _code, words, way in WAYS:
        if _summed(pieces, change, way) == old:
            return words
    if len(pieces) > 1:
        for _code, words, way in WAYS:
            if way(whole) == old:
                return words
    return None


def _summed(pieces: Sequence[Piece], change: Assumption, way: Way) -> Fraction:
    return sum((way(piece.exact(change)) - piece.earlier for piece in pieces), Fraction())


def parts_assumed(piece: Piece, days: int | None) -> Iterator[Assumption]:
    """Yield the parts of a month an old program may have charged: the days it tells, all of it, days of thirty."""
    if days is not None:
        for of_parts in dict.fromkeys((piece.month_days, 30)):
            yield Assumption("days", parts=min(Fraction(days, of_parts), Fraction(1)), is_told=True)
    ours = Fraction(piece.parts, piece.of_parts)
    if ours != 1:
        yield Assumption("whole_month", parts=Fraction(1))
        yield Assumption("thirty", parts=min(Fraction(piece.parts, 30), Fraction(1)))
        yield Assumption("half_month", parts=Fraction(1, 2))
