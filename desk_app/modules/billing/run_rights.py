"""Who makes, posts and undoes bill runs, what the office sets for them, and which months take no more bills."""

import datetime
from collections.abc import Callable

from desk_app.kernel import settings
from desk_app.kernel.access import ROLES, Desk
from desk_app.kernel.errors import DeskError
from desk_app.kernel.fields import Choice, Whole
from desk_app.kernel.words import _, listed, mark
from desk_app.modules.billing.months import PREPAID_ENDS
from desk_app.modules.meters import reading_periods

RUNNING = ("accountant", "supervisor", "manager")
"""Who may work out a run and post it; whoever takes the money asks for none."""
BILLING_ONE = ("clerk", "cashier", "accountant", "supervisor", "manager")
"""Who may bill one room, ahead or to the day it is left: the sums follow from the bindings alone."""

MONTH_IS_CLOSED: list[Callable[[int], bool]] = []
"""The module that closes months adds a function here: whether a period takes no more bills."""

settings.declare(
    "bill_due_days",
    Whole("缴费期限（天）"),
    0,
    mark("收费"),
    mark("账期开始后多少天内缴费；填 0 为账期最后一天"),
)
settings.declare(
    "bill_notice_days",
    Whole("最短缴费通知天数"),
    7,
    mark("收费"),
    mark("账单出账以后至少留几天缴费；缴费截止日更早的，顺延到这一天。出账时另填截止日的除外"),
)
settings.declare(
    "prepaid_end",
    Choice("预收到哪一天", PREPAID_ENDS),
    "to_day",
    mark("收费"),
    mark("预收几个月时，最后一个月算到哪一天"),
)
settings.declare(
    "bills_from",
    Whole("从哪个账期起由本程序出账"),
    0,
    mark("收费"),
    mark("如 202601；填 0 为第一次出账的账期。更早的欠费作为期初录入"),
)


def require(desk: Desk, roles: tuple[str, ...], what: str) -> None:
    """Raise DeskError unless the person holds one of the roles; `what` was not done."""
    if not desk.actor.roles & set(roles):
        raise DeskError(
            _("没有{what}：需要 {roles} 来做。").format(
                what=what, roles=listed(_(ROLES[role]) for role in roles)
            )
        )


def earliest_due(desk: Desk) -> datetime.date:
    """Return the first day by which a bill posted today may be due: nobody is late who has just been told."""
    return desk.today + datetime.timedelta(days=max(0, int(settings.value("bill_notice_days"))))


def is_closed(period: int) -> bool:
    """Say whether the month takes no more bills."""
    return any(closed(period) for closed in MONTH_IS_CLOSED)


reading_periods.MONTH_IS_CLOSED.append(is_closed)


def refuse_closed(period: int) -> None:
    """Raise DeskError if the month takes no more bills."""
    if is_closed(period):
        raise DeskError(_("没有办理：{period} 已经月结，不能再出账或撤销出账。").format(period=period))


def read_period(period: int) -> int:
    """Return the period; DeskError if it is no month of 2000 to 2100."""
    if not (2000 <= period // 100 <= 2100 and 1 <= period % 100 <= 12):
        raise DeskError(_("没有出账：账期应为 202601 的样子：{period}").format(period=period))
    return period
