"""Which period a reading may count in: a month that is not closed, and not far from the day it was read."""

import datetime
from collections.abc import Callable

from desk_app.kernel.errors import DeskError
from desk_app.kernel.periods import find_fault, next_period, period_of, show_period
from desk_app.kernel.words import _

MONTH_IS_CLOSED: list[Callable[[int], bool]] = []
"""The module that closes months adds a function here, by way of billing: whether a period takes no more bills."""
MONTHS_AWAY = 1
"""A round may begin in the month before its period, or end in the one after; more is a slip of the keyboard."""


def is_closed(period: int) -> bool:
    """Say whether the month is closed: what is read into it would never be charged."""
    return any(closed(period) for closed in MONTH_IS_CLOSED)


def why_closed(period: int) -> str:
    """Return the sentence why nothing more is read into a closed month; nothing while it is open."""
    if not is_closed(period):
        return ""
    text = _("{period} 已经月结，用量不会再出账。请作废那个月没有出账的读数，按现在的账期抄。")
    return text.format(period=show_period(period))


def refuse_period(period: int, read_on: datetime.date, *, is_first: bool = False) -> None:
    """Raise DeskError if a reading of that day cannot count in the period; a first one (底数) charges nothing."""
    own = period_of(read_on)
    fault = find_fault(period)
    if not fault and not next_period(own, -MONTHS_AWAY) <= period <= next_period(own, MONTHS_AWAY):
        text = _("账期 {period} 离抄表日期 {day} 太远，应在前后一个月以内。请核对账期和日期。")
        fault = text.format(period=show_period(period), day=read_on)
    if not fault and not is_first:
        fault = why_closed(period)
    if fault:
        raise DeskError(_("没有抄表：{fault}").format(fault=fault))
