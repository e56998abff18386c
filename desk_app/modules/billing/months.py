"""Months as fees count them (账期): calendar months, months from a room's own day (对日), how far a prepayment reaches."""

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from desk_app.kernel import days
from desk_app.kernel.fields import Option
from desk_app.kernel.periods import ONE_DAY, first_day, last_day, next_period, period_of

__all__ = [
    "ONE_DAY",
    "MonthPiece",
    "add_months",
    "first_day",
    "last_day",
    "next_period",
    "period_of",
    "pieces_of",
    "prepaid_until",
]

PREPAID_ENDS = (
    Option("to_day", "对日"),
    Option("to_month_end", "首月按日，到月底"),
    Option("whole_months_after", "首月按日，另加整月"),
)
"""Where a prepaid span ends (domain.md 3.5, decision D-02)."""


def add_months(anchor: datetime.date, n: int) -> datetime.date:
    """Return the day `n` months after `anchor`, or that month's last day (domain.md 3.4; 民法典第二百零二条).

    Count from the anchor each time: 31 August leads to 28 February and to 31 August again (V07).
    """
    return days.add_months(anchor, n)


def prepaid_until(start: datetime.date, months: int, policy: str = "to_day") -> datetime.date:
    """Return the last day that `months` months paid in advance from `start` cover (V03, V03c; domain.md 3.5, D-02).

    `to_day`: the day before the same day of the month (对日). `to_month_end`: the first, broken month counts as a month.
    `whole_months_after`: it comes on top. From the first of a month there is no broken month, and all three agree.
    """
    if months < 1:
        raise ValueError(months)
    if policy == "to_day" or start.day == 1:
        return add_months(start, months) - ONE_DAY
    whole_months = {"to_month_end": months - 1, "whole_months_after": months}[policy]
    return last_day(next_period(period_of(start), whole_months))


class MonthPiece(NamedTuple):
    """The days of a span that lie in one month, both ends included, and that month's first and last day.

    `period` is the calendar month the piece starts in, also where months are counted from a room's own day.
    """

    period: int
    from_on: datetime.date
    until_on: datetime.date
    month_from: datetime.date
    month_until: datetime.date

    @property
    def is_whole(self) -> bool:
        """Say whether the piece is the whole month."""
        return self.from_on == self.month_from and self.until_on == self.month_until


def pieces_of(
    from_on: datetime.date, until_on: datetime.date, anchor_on: datetime.date | None = None
) -> list[MonthPiece]:
    """Return the span, both ends included, month by month; none when it ends before it starts (domain.md 3.4).

    With `anchor_on` a month runs from that day's number to the day before it, clamped to the month's end (V07).
    """
    return [
        MonthPiece(period_of(max(start, from_on)), max(start, from_on), min(end, until_on), start, end)
        for start, end in _months_from(from_on, until_on, anchor_on or from_on.replace(day=1))
    ]


def _months_from(
    from_on: datetime.date, until_on: datetime.date, anchor_on: datetime.date
) -> Iterator[tuple[datetime.date, datetime.date]]:
    """Yield the first and last day of every month, counted from the anchor, that the span touches."""
    count = (from_on.year - anchor_on.year) * 12 + from_on.month - anchor_on.month
    if add_months(anchor_on, count) > from_on:
        count -= 1
    while from_on <= until_on and (start := add_months(anchor_on, count)) <= until_on:
        count += 1
        yield start, add_months(anchor_on, count) - ONE_DAY
