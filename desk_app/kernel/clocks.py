"""Clocks and the office calendar (时限与办公日历): when something is due, by hours, days or working days.

Rules are given the moment they start from; none asks what time it is. A day that the calendar does not name is a
working day from Monday to Friday.
"""

import csv
import datetime
from pathlib import Path
from typing import Any

from desk_app.kernel import fields
from desk_app.kernel.fields import Option
from desk_app.kernel.store import Record
from desk_app.kernel.words import _

CLOSING = datetime.time(17, 0)
"""When the office closes (T18), the end of a working day."""

DAY_KINDS = (Option("holiday", "休息日"), Option("workday", "工作日"))

SHIPPED_CALENDAR = Path(__file__).resolve().parents[2] / "resources" / "calendar" / "china.csv"
"""Days that differ from the week, by the State Council's yearly notices (国务院办公厅节假日安排)."""

WARNING_MONTH = 11
"""From this month on the next year's notice is out and should be entered."""


class CalendarDay(Record):
    """办公日历: a day that is not what its weekday says."""

    day = fields.Day("日期", unique=True)
    kind = fields.Choice("类别", DAY_KINDS, default="holiday")
    name = fields.Text("名称", required=False, hint="如 春节、国庆节调休")

    def __str__(self) -> str:
        return f"{self.day} {self.name or ''}".strip()


def is_working_day(day: datetime.date) -> bool:
    """Say whether the office works on `day`, by the calendar and else by the week."""
    stored: Any = CalendarDay.get_or_none(CalendarDay.day == day)
    return bool(stored.kind == "workday") if stored is not None else day.weekday() < 5


def add_working_days(day: datetime.date, count: int) -> datetime.date:
    """Return the `count`-th working day after `day`; the day itself is not counted (民法典第二百零一条)."""
    while count:
        day += datetime.timedelta(days=1)
        if is_working_day(day):
            count -= 1
    return day


def due_after_hours(start: datetime.datetime, hours: int) -> datetime.datetime:
    """Return the moment `hours` clock hours after `start`; they run at night and on holidays too (T01, T05)."""
    return start + datetime.timedelta(hours=hours)


def due_after_days(start: datetime.datetime, days: int) -> datetime.datetime:
    """Return the end of the day `days` natural days after that of `start` (T02, T07, T08)."""
    return datetime.datetime.combine(start.date() + datetime.timedelta(days=days), datetime.time(23, 59))


def due_after_working_days(start: datetime.datetime, days: int) -> datetime.datetime:
    """Return closing time of the `days`-th working day after that of `start` (T03)."""
    return datetime.datetime.combine(add_working_days(start.date(), days), CLOSING)


def tell_remaining(due: datetime.datetime, now: datetime.datetime) -> str:
    """Return '还有 2 小时 5 分' or '已超时 3 天'; two units at most."""
    minutes = int(abs(due - now).total_seconds() // 60)
    days, hours = minutes // 1440, minutes % 1440 // 60
    if days:
        span = (
            _("{days} 天 {hours} 小时").format(days=days, hours=hours)
            if hours
            else _("{days} 天").format(days=days)
        )
    elif hours:
        span = _("{hours} 小时 {minutes} 分").format(hours=hours, minutes=minutes % 60)
    else:
        span = _("{minutes} 分钟").format(minutes=minutes)
    return (_("还有 {span}") if due >= now else _("已超时 {span}")).format(span=span)


def read_shipped_calendar() -> list[tuple[datetime.date, str, str]]:
    """Return (day, kind, name) of the calendar that comes with the program."""
    with SHIPPED_CALENDAR.open(encoding="utf-8", newline="") as file:
        return [
            (datetime.date.fromisoformat(row["day"]), row["kind"], row["name"])
            for row in csv.DictReader(file)
        ]


def warn_of_missing_year(today: datetime.date) -> str:
    """Return a sentence when a year whose days off should be known has none in the calendar, else ''."""
    years = [today.year] + ([today.year + 1] if today.month >= WARNING_MONTH else [])
    for year in years:
        first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        if not CalendarDay.select().where(CalendarDay.day.between(first, last)).exists():
            return _("办公日历里还没有 {year} 年的节假日，工作日暂按周一至周五计算。").format(year=year)
    return ""
