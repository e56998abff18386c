"""Part of a month (不足一月): how much of a month's fee a few days of it cost (domain.md 3.4)."""

import datetime

from desk_app.modules.billing.months import ONE_DAY, first_day, last_day, period_of

SECOND_HALF = 15
"""The first half of a month has this many days (半月制)."""


def parts_of(
    from_on: datetime.date,
    until_on: datetime.date,
    way: str = "actual",
    month: tuple[datetime.date, datetime.date] | None = None,
) -> tuple[int, int]:
    """Return (parts, of_parts) of the month's fee for the days from_on…until_on, both included; (1, 1) for all of it.

    `actual`: days of the month's days (V03, V05). `30`: days of 30, never more than the month (V03d). `half`: a half
    month for days in one half only, the whole for days in both (开始 ≤15 日整月，之后半月). `whole`: always the month.
    `month` is the first and last day where months are not the calendar's.
    """
    month_from, month_until = month or _calendar_month(from_on)
    if not month_from <= from_on <= until_on <= month_until:
        raise ValueError((from_on, until_on))
    length = (month_until - month_from).days + 1
    charged = (until_on - from_on).days + 1
    if charged == length or way == "whole":
        return 1, 1
    if way == "30":
        return (charged, 30) if charged < 30 else (1, 1)
    if way == "half":
        middle = month_from + SECOND_HALF * ONE_DAY
        return (1, 1) if from_on < middle <= until_on else (1, 2)
    return charged, length


def _calendar_month(day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Return the first and last day of the day's month."""
    period = period_of(day)
    return first_day(period), last_day(period)
