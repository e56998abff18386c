"""Days and months that are closed (日结、月结): nothing is dated into them any more."""

import datetime

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.modules.cashier.records import DayClose, MonthClose


def is_day_closed(cashier: str, day: datetime.date) -> bool:
    """Say whether this cashier's day is closed and was not opened again."""
    closed = DayClose.select().where(
        DayClose.business_on == day, DayClose.cashier == cashier, DayClose.state == "closed"
    )
    return bool(closed.exists())


def is_month_closed(day: datetime.date) -> bool:
    """Say whether the day's month is closed and was not opened again."""
    period = day.year * 100 + day.month
    return bool(MonthClose.select().where(MonthClose.period == period, MonthClose.state == "closed").exists())


def is_closed(cashier: str, day: datetime.date) -> bool:
    """Say whether nothing of this cashier may be dated on the day."""
    return is_day_closed(cashier, day) or is_month_closed(day)


def refuse_closed(cashier: str, day: datetime.date) -> None:
    """Raise DeskError if nothing of this cashier may be dated on the day."""
    if is_day_closed(cashier, day):
        raise DeskError(
            _("没有办理：{cashier} {day} 已经日结，请改天办理，或由项目经理反结。").format(
                cashier=cashier, day=day
            )
        )
    if is_month_closed(day):
        raise DeskError(
            _("没有办理：{period} 已经月结，不能再记账。").format(period=day.year * 100 + day.month)
        )
