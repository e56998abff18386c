"""Days and months that are closed (日结、月结): nothing is dated into them any more."""

import datetime

import peewee

from desk_app.kernel.errors import DeskError
from desk_app.kernel.text import fold
from desk_app.kernel.words import _
from desk_app.modules.billing.months import first_day, next_period
from desk_app.modules.cashier.records import DayClose, MonthClose, Receipt


def spellings(names: peewee.Query, cashier: str) -> list[str]:
    """Return those of the names that are the cashier's, however typed: '王 芳' is 王芳, 'wang' is Wang.

    `names` selects one column of names.
    """
    wanted = fold(cashier)
    return [name for (name,) in names.distinct().tuples() if fold(name) == wanted]


def closes_of(cashier: str) -> peewee.ModelSelect:
    """Return the query for the cashier's closes that were not opened again."""
    names = spellings(DayClose.select(DayClose.cashier), cashier)
    return DayClose.select().where(DayClose.cashier.in_(names), DayClose.state == "closed")


def is_day_closed(cashier: str, day: datetime.date) -> bool:
    """Say whether this cashier's day is closed and was not opened again."""
    return bool(closes_of(cashier).where(DayClose.business_on == day).exists())


def last_closed_on(cashier: str) -> datetime.date | None:
    """Return the cashier's last closed day: it and all days before it are closed, for the float goes on from it."""
    last = closes_of(cashier).order_by(DayClose.business_on.desc()).first()
    return None if last is None else last.business_on


def is_month_closed(day: datetime.date) -> bool:
    """Say whether the day's month is closed and was not opened again."""
    period = day.year * 100 + day.month
    return bool(MonthClose.select().where(MonthClose.period == period, MonthClose.state == "closed").exists())


def open_since() -> datetime.date | None:
    """Return the first day after the last closed month; None if no month was ever closed. Earlier days are all closed."""
    period = MonthClose.select(peewee.fn.MAX(MonthClose.period)).where(MonthClose.state == "closed").scalar()
    return first_day(next_period(int(period))) if period else None


def is_closed(cashier: str, day: datetime.date) -> bool:
    """Say whether nothing of this cashier may be dated on the day."""
    last_on, since = last_closed_on(cashier), open_since()
    return (last_on is not None and day <= last_on) or (since is not None and day < since)


def refuse_closed(cashier: str, day: datetime.date) -> None:
    """Raise DeskError if nothing of this cashier may be dated on the day."""
    if is_day_closed(cashier, day):
        raise DeskError(
            _("没有办理：{cashier} {day} 已经日结，请改天办理，或由项目经理反结。").format(
                cashier=cashier, day=day
            )
        )
    last_on, since = last_closed_on(cashier), open_since()
    if last_on is not None and day < last_on:
        raise DeskError(
            _("没有办理：今天是 {day}，但 {cashier} 已经日结到 {last}。请核对电脑的日期。").format(
                day=day, cashier=cashier, last=last_on
            )
        )
    if since is not None and day < since:
        raise DeskError(
            _("没有办理：{period} 已经月结，不能再记账。").format(period=day.year * 100 + day.month)
        )


def told_of_the_clock(day: datetime.date) -> str | None:
    """Return what to check before anything is dated on the day, where receipts of later days stand already; else None.

    It is a question and no refusal: a clock that once ran ahead would else close the desk until that day comes.
    """
    last = Receipt.select(Receipt.number, Receipt.business_on).where(Receipt.kind != "imported")
    last = last.order_by(Receipt.business_on.desc(), Receipt.id.desc()).first()
    if last is None or last.business_on <= day:
        return None
    return _(
        "今天是 {day}，但收据 {number} 的日期是 {last}。请先核对电脑的日期，不对的请改正后再办理。"
    ).format(day=day, number=last.number, last=last.business_on)
