"""Periods (账期) of meter reading: the calendar month as the whole number yyyymm."""

import datetime

from desk_app.kernel.words import _


def period_of(day: datetime.date) -> int:
    """Return 202601 for a day in January 2026."""
    return day.year * 100 + day.month


def earlier_period(period: int, months: int) -> int:
    """Return the period `months` before."""
    year, month = divmod(period // 100 * 12 + period % 100 - 1 - months, 12)
    return year * 100 + month + 1


def find_fault(period: int | None) -> str:
    """Return the sentence why a number is no period; nothing if it is one."""
    if period is None or (1990 <= period // 100 <= 2100 and 1 <= period % 100 <= 12):
        return ""
    return _("账期应为 202601 的样子：{period}").format(period=period)


def show_period(period: int) -> str:
    """Return '2026-01'."""
    return f"{period // 100:04d}-{period % 100:02d}"
