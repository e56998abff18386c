"""Days and moments (日期与时刻) as people write and read them."""

import datetime
import re

from desk_app.kernel.text import narrow
from desk_app.kernel.words import _, language

EARLIEST = datetime.date(1900, 1, 1)
LATEST = datetime.date(2100, 12, 31)

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{4})(\d{2})(\d{2})")
_SHORT_DAY = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_TIME = re.compile(r"(\d{1,2})\s*[:：时点]\s*(\d{1,2})\s*分?")


def parse_day(text: str, today: datetime.date | None = None) -> datetime.date:
    """Return the day in '2026-01-31', '2026年1月31日', '20260131' or, given `today`, '1-31' and '今天'.

    Raise ValueError with a sentence otherwise, and for years outside 1900-2100.
    """
    plain = narrow(text)
    if today and plain in ("今天", "今日", "today"):
        return today
    if found := _DAY.fullmatch(plain):
        numbers = [int(part) for part in found.groups() if part]
    elif today and (found := _SHORT_DAY.fullmatch(plain)):
        numbers = [today.year, int(found[1]), int(found[2])]
    else:
        raise ValueError(_("日期应为 2026-01-31 的样子：{text}").format(text=text[:30]))
    try:
        day = datetime.date(*numbers)
    except ValueError:
        raise ValueError(_("没有这一天：{text}").format(text=text[:30])) from None
    if not EARLIEST <= day <= LATEST:
        raise ValueError(_("年份应在 1900 到 2100 之间：{text}").format(text=text[:30]))
    return day


def parse_moment(text: str, today: datetime.date | None = None) -> datetime.datetime:
    """Return the moment in '2026-01-31 10:42' or, given `today`, '10:42'; to the minute."""
    plain = narrow(text)
    found = _TIME.search(plain)
    if not found or found.end() != len(plain):
        raise ValueError(_("时间应为 2026-01-31 10:42 的样子：{text}").format(text=text[:30]))
    before = plain[: found.start()].strip(" T")
    if not before and not today:
        raise ValueError(_("请写上日期：{text}").format(text=text[:30]))
    day = parse_day(before, today) if before else today
    assert day is not None
    try:
        return datetime.datetime.combine(day, datetime.time(int(found[1]), int(found[2])))
    except ValueError:
        raise ValueError(_("没有这个时间：{text}").format(text=text[:30])) from None


def show_day(day: datetime.date) -> str:
    """Return '2026-01-31'."""
    return f"{day:%Y-%m-%d}"


_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def show_day_in_full(day: datetime.date) -> str:
    """Return '2026年1月31日' as letters have it; '31 January 2026' in English."""
    if language() == "zh_CN":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def show_weekday(day: datetime.date) -> str:
    """Return '11月23日 星期一' as a heading has it; 'Mon 23 Nov 2026' in English, where day and month are easily confused."""
    if language() == "zh_CN":
        return f"{day.month}月{day.day}日 星期{'一二三四五六日'[day.weekday()]}"
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1][:3]} {day.year}"


def show_moment(moment: datetime.datetime) -> str:
    """Return '2026-01-31 10:42'."""
    return f"{moment:%Y-%m-%d %H:%M}"


def add_months(day: datetime.date, months: int) -> datetime.date:
    """Return the day with the same number `months` later, or that month's last day (民法典第二百零二条)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (datetime.date(year + month // 11, (month + 1) % 12 + 1, 1) - datetime.timedelta(days=1)).day
    return datetime.date(year, month + 1, min(day.day, last))
