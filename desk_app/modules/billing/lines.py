"""The lines of a fee (账单行): one for every month, and one more where a month is cut; domain.md 3.3 and 3.4.

Every line is rounded once. A month that several lines share adds up to what it would have cost as one: the line that ends
a stretch of one price and one quantity is that stretch less the lines before it (末段 = 整段 − 前段), whoever pays them.
A line depends on its days and on the lines before it, never on how many of them are worked out together. A quarter, a
half-year and a year are the sums of their months (D-01).
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from desk_app.kernel.days import show_day
from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.modules.billing.months import ONE_DAY, MonthPiece, pieces_of
from desk_app.modules.billing.proration import SECOND_HALF, parts_of
from desk_app.modules.billing.rounding import PER_FEN, TO_FEN, Rounding, round_line

Prices = Sequence[tuple[datetime.date, int]]
"""Prices in 1/10,000 yuan, each with the day it begins; in the order of days."""


@dataclass(frozen=True)
class Line:
    """One line of a bill; the fields are the columns of `records.BillFacts` and have their units.

    amount + rounding = quantity × price × parts ÷ of_parts, half up to a fen, − earlier.
    """

    period: int
    from_on: datetime.date
    until_on: datetime.date
    quantity: int
    price: int
    parts: int
    of_parts: int
    earlier: int
    rounding: int
    amount: int


class Charged(Protocol):
    """What must be known of an earlier line of the same room and item: a `Line` or a bill's row that is not void."""

    @property
    def from_on(self) -> datetime.date: ...
    @property
    def until_on(self) -> datetime.date: ...
    @property
    def quantity(self) -> int: ...
    @property
    def price(self) -> int: ...
    @property
    def amount(self) -> int: ...


def month_lines(
    quantity: int,
    prices: Prices,
    from_on: datetime.date,
    until_on: datetime.date,
    proration: str = "actual",
    rounding: Rounding = TO_FEN,
    anchor_on: datetime.date | None = None,
    *,
    splits: Iterable[datetime.date] = (),
    charged: Iterable[Charged] = (),
) -> list[Line]:
    """Return the lines for the days from_on…until_on, both included; V01-V08, V19-V21.

    A line ends with its month, with its price, and before each day in `splits` (a payer, a vacancy begins). `charged`
    are lines already asked of this room and item: what they took of a month, the month's last line leaves out.
    DeskError where a day has no price.
    """
    starts = sorted(splits)
    lines: list[Line] = []
    before: list[Charged] = list(charged)
    for month in pieces_of(from_on, until_on, anchor_on):
        for piece in _cut(month, prices, starts, proration):
            line = _line(piece, quantity, prices, before, proration, rounding)
            lines.append(line)
            before.append(line)
    return lines


def total_of(lines: Iterable[Line]) -> int:
    """Return the fen of all lines: a sum of rounded lines, never a rounded sum (domain.md 3.3)."""
    return sum(line.amount for line in lines)


def _cut(
    month: MonthPiece, prices: Prices, splits: Sequence[datetime.date], proration: str
) -> list[MonthPiece]:
    """Return the piece of a month cut where a price or one of the splits begins."""
    starts = {day for day in splits if month.from_on < day <= month.until_on}
    days = (month.from_on + n * ONE_DAY for n in range(1, (month.until_on - month.from_on).days + 1))
    if len(prices) > 1:
        starts |= {day for day in days if _begins_price(day, month, prices, proration)}
    first_days = sorted({month.from_on, *starts})
    last_days = [*(day - ONE_DAY for day in first_days[1:]), month.until_on]
    return [
        month._replace(from_on=start, until_on=end) for start, end in zip(first_days, last_days, strict=True)
    ]


def _begins_price(day: datetime.date, month: MonthPiece, prices: Prices, proration: str) -> bool:
    """Say whether another price than the day before is in force from this day of the month on."""
    return _price_on(day, month, prices, proration) != _price_on(day - ONE_DAY, month, prices, proration)


def _price_on(day: datetime.date, month: MonthPiece, prices: Prices, proration: str) -> int:
    """Return the price of a day; where a month or a half of it is not divided, that of its first day."""
    middle = month.month_from + SECOND_HALF * ONE_DAY
    if proration == "whole" or (proration == "half" and day < middle):
        first = month.month_from
    else:
        first = middle if proration == "half" else day
    known = [price for start, price in prices if start <= first]
    late = [price for start, price in prices if first < start <= day]
    if not known and not late:
        raise DeskError(
            _("没有算出费用：{day} 没有单价。请在收费标准里填写从这一天或更早生效的单价。").format(
                day=show_day(day)
            )
        )
    return known[-1] if known else late[0]


def _line(
    piece: MonthPiece,
    quantity: int,
    prices: Prices,
    before: Sequence[Charged],
    proration: str,
    rounding: Rounding,
) -> Line:
    """Return the line of one piece: its own days, or its stretch less what came before."""
    price = _price_on(piece.from_on, piece, prices, proration)
    stretch_from, earlier = _stretch(piece, quantity, price, before)
    closes = _closes(piece, prices, proration)
    parts, of_parts = _parts(piece, piece.from_on, before, proration, closes)
    alone = round_line(quantity * price * parts, PER_FEN * of_parts, rounding).amount
    if closes or proration in ("half", "whole"):
        parts, of_parts = _parts(piece, stretch_from, before, proration, closes)
    elif alone > round_line(quantity * price, PER_FEN, rounding).amount - earlier:
        parts, of_parts = 1, 1
    else:
        earlier = 0
    product, divisor = quantity * price * parts, PER_FEN * of_parts
    amount = max(0, round_line(product, divisor, rounding).amount - earlier)
    in_fen = round_line(product, divisor).amount
    return Line(
        piece.period, piece.from_on, piece.until_on, quantity, price, parts, of_parts,
        earlier, in_fen - earlier - amount, amount,
    )  # fmt: skip


def _stretch(
    piece: MonthPiece, quantity: int, price: int, before: Sequence[Charged]
) -> tuple[datetime.date, int]:
    """Return where the unbroken stretch of one price and quantity begins in the month, and the fen asked before."""
    same = {
        line.until_on: line
        for line in before
        if line.price == price and line.quantity == quantity and line.from_on >= piece.month_from
    }
    start, earlier = piece.from_on, 0
    while line := same.get(start - ONE_DAY):
        start, earlier = line.from_on, earlier + line.amount
    return start, earlier


def _closes(piece: MonthPiece, prices: Prices, proration: str) -> bool:
    """Say whether the stretch of one price ends with this piece: with the month, or before another price."""
    if piece.until_on == piece.month_until:
        return True
    return _begins_price(piece.until_on + ONE_DAY, piece, prices, proration)


def _parts(
    piece: MonthPiece, start: datetime.date, before: Sequence[Charged], proration: str, closes: bool
) -> tuple[int, int]:
    """Return the parts of the month from `start` to the piece's end.

    Where a month of 30 days' reckoning has two prices, its last stretch gets what the others leave of the 30.
    """
    month = (piece.month_from, piece.month_until)
    if proration == "30" and closes and piece.until_on == piece.month_until and start > piece.month_from:
        covered = {line.until_on: line.from_on for line in before if line.from_on >= piece.month_from}
        first = start
        while (day := covered.get(first - ONE_DAY)) is not None:
            first = day
        if first == piece.month_from:
            return max(0, 30 - (start - piece.month_from).days), 30
    return parts_of(start, piece.until_on, proration, month)
