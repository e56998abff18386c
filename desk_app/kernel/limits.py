"""Time limits (时限): each is declared once with its source's value, may be changed by the office, and is reckoned here.

A limit is a setting that holds a span: '24 hour', '10 minute', '2 day', '1 working_day'. Hours and minutes run at night
and on days off; days end at 23:59 of their last day; working days end at closing time by the office calendar.
"""

import datetime
import re
from typing import Any

import peewee

from desk_app.kernel import clocks, settings, waiting
from desk_app.kernel.fields import Typed
from desk_app.kernel.settings import Setting
from desk_app.kernel.text import narrow
from desk_app.kernel.words import _, mark

GROUP = mark("时限")
"""The heading of the settings page the limits stand under."""

LARGEST = 9999

_UNITS = {
    "minute": ("分钟", "分", "min", "minute", "minutes"),
    "hour": ("小时", "时", "h", "hour", "hours"),
    "day": ("天", "日", "d", "day", "days"),
    "working_day": ("个工作日", "工作日", "working day", "working days"),
}
_SPAN = re.compile(r"(\d{1,4})\s*(\D+)")


class TimeSpan(Typed, peewee.CharField):
    """A span of time as '24 hour', read from and shown as '24 小时'."""

    width = 10

    def read(self, text: str, today: datetime.date | None) -> Any:
        found = _SPAN.fullmatch(narrow(text))
        unit = found[2].strip().casefold() if found else ""
        stored = next((name for name, spellings in _UNITS.items() if unit in spellings), "")
        if not found or not stored:
            raise ValueError(
                _("{label}应为 10 分钟、24 小时、2 天 或 1 个工作日 的样子：{text}").format(
                    label=self.label, text=text[:30]
                )
            )
        return f"{int(found[1])} {stored}"

    def write(self, value: Any) -> str:
        count, unit = _parts(str(value))
        words = {
            "minute": _("{count} 分钟"),
            "hour": _("{count} 小时"),
            "day": _("{count} 天"),
            "working_day": _("{count} 个工作日"),
        }
        return words[unit].format(count=count)


def declare_limit(name: str, label: str, usual: str, note: str = "") -> Setting:
    """Make the limit `name` a setting; `usual` is the source's span ('24 hour'), `note` says what it limits."""
    _parts(usual)
    return settings.declare(name, TimeSpan(label), usual, GROUP, note, waiting.rewrite_all)


def due_by(name: str, start: datetime.datetime) -> datetime.datetime:
    """Return when the limit `name` ends for what began at `start`, by the setting in force."""
    return due_after(str(settings.value(name)), start)


def due_after(span: str, start: datetime.datetime) -> datetime.datetime:
    """Return the end of `span` from `start`: '0 day' is the end of the same day."""
    count, unit = _parts(span)
    if unit == "minute":
        return start + datetime.timedelta(minutes=count)
    if unit == "hour":
        return clocks.due_after_hours(start, count)
    if unit == "day":
        return clocks.due_after_days(start, count)
    return clocks.due_after_working_days(start, count)


def _parts(span: str) -> tuple[int, str]:
    """Return the count and the unit of a stored span; anything else is a bug."""
    count, _space, unit = span.partition(" ")
    assert unit in _UNITS and 0 <= int(count) <= LARGEST, span
    return int(count), unit
