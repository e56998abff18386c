"""Calendar months (账期) as whole numbers yyyymm: what lies in one, which comes next, and how they are shown."""

import datetime

from desk_app.kernel.words import _

ONE_DAY = datetime.timedelta(days=1)


def period_of(day: datetime.date) -> int:
    """Return the period yyyymm the day lies in."""
    return day.year * 100 + day.month


def first_day(period: int) -> datetime.date:
    """Return the first day of a period."""
    return datetime.date(period // 100, period % 100, 1)


def last_day(period: int) -> datetime.date:
    """Return the last day of a period."""
    return first_day(next_period(period)) - ONE_DAY


def next_period(period: int, n: int = 1) -> int:
    """Return the period `n` months later; earlier when `n` is negative."""
    year, month = divmod(period // 100 * 12 + period % 100 - 1 + n, 12)
    return year * 100 + month + 1


def find_fault(period: int | None) -> str:
    """Return the sentence why a number is no period; nothing if it is one."""
    if period is None or (1990 <= period // 100 <= 2100 and 1 <= period % 100 <= 12):
        return ""
    return _("账期应为 202601 的样子：{period}").format(period=period)


def show_period(period: int) -> str:
    """Return '2026-01'."""
    return f"{period // 100:04d}-{period % 100:02d}"


def show_period_in_full(period: int) -> str:
    """Return '2026 年 1 月' as a heading has it."""
    return _("{year} 年 {month} 月").format(year=period // 100, month=period % 100)
