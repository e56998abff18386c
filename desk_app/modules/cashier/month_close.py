"""Closing a month (月结, F63): the checklist, the roll-forwards that balance, a snapshot, and the lock.

A month is closed once it is over. It is opened again by two persons, one who asks and one who agrees (反结), the last
closed month first.
"""

import datetime
import json
from dataclasses import asdict
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import Draft, RecordKind, Section, register
from desk_app.kernel.money import show
from desk_app.kernel.periods import show_period
from desk_app.kernel.text import fold
from desk_app.kernel.words import _, clauses
from desk_app.kernel.workflow import Transition, Workflow
from desk_app.modules.billing.months import last_day, next_period
from desk_app.modules.billing.run_rights import MONTH_IS_CLOSED
from desk_app.modules.cashier import collection, rights
from desk_app.modules.cashier.month_checks import Check, checklist
from desk_app.modules.cashier.records import MONTH_STATES, MonthClose
from desk_app.modules.cashier.roll_forward import RollForward, roll_forward

__all__ = ["MONTH_CLOSES", "Check", "RollForward", "checklist", "close_month", "roll_forward", "snapshot_of"]

HEADS = ("accountant", "manager")


def close_month(period: int, desk: Desk) -> MonthClose:
    """Close a month and lock it; DeskError with every point of the checklist that stands against it.

    Kept with it: the roll-forwards, the collection rates with their formulas, and the checklist as it stood.
    """
    rights.require(desk, "close_month")
    with transaction():
        if is_period_closed(period):
            raise DeskError(_("没有月结：{period} 已经月结过了。").format(period=period))
        points = checklist(period, desk.today)
        against = [point.sentence for point in points if point.blocking and not point.ok]
        if against:
            raise DeskError(_("没有月结：{why}").format(why=clauses(against)))
        found = roll_forward(period)
        close: MonthClose = MonthClose.create(
            version=1,
            period=period,
            closed_at=desk.now(),
            closed_by=desk.actor.name,
            snapshot=json.dumps(_snapshot(found, points), ensure_ascii=False, default=str),
        )
        told = {"closing": ["", show(found.total.closing)]}
        store.note_event(MONTH_CLOSES.name, close.id, desk, "close", "", told)
    return close


def snapshot_of(close: MonthClose) -> dict[str, Any]:
    """Return what was kept when the month was closed: arrears, total, prepaid, deposits, rates, checks."""
    kept: dict[str, Any] = json.loads(str(close.snapshot))
    return kept


def is_period_closed(period: int) -> bool:
    """Say whether a month is closed and takes no more bills."""
    return bool(MonthClose.select().where(MonthClose.period == period, MonthClose.state == "closed").exists())


def is_period_locked(period: int) -> bool:
    """Say whether a month takes no more bills: it or a later one is closed."""
    later = MonthClose.select().where(MonthClose.period >= period, MonthClose.state == "closed")
    return bool(later.exists())


MONTH_IS_CLOSED.append(is_period_locked)


def open_months(today: datetime.date) -> list[int]:
    """Return the periods that are over and not closed, since the last month that is."""
    last = MonthClose.select(MonthClose.period).where(MonthClose.state == "closed")
    newest = last.order_by(MonthClose.period.desc()).scalar()
    if newest is None:
        return []
    periods, period = [], next_period(newest)
    while last_day(period) < today:
        periods.append(period)
        period = next_period(period)
    return periods


def ask_to_reopen(close_id: int, reason: str, desk: Desk) -> Draft:
    """Ask that a month be opened again; it stays locked until another person agrees."""
    return _step("ask_reopen", close_id, reason, desk)


def agree_to_reopen(close_id: int, desk: Desk) -> Draft:
    """Open a month again that another person asked to open."""
    return _step("agree_reopen", close_id, "", desk)


def _step(name: str, close_id: int, reason: str, desk: Desk) -> Draft:
    version = store.load(MONTH_CLOSES, close_id).record.version
    entries = {"reason": reason} if name == "ask_reopen" else None
    return store.apply(MONTH_CLOSES, name, close_id, version, desk, reason=reason, entries=entries)


def _snapshot(found: RollForward, points: list[Check]) -> dict[str, Any]:
    return {
        "period": found.period,
        "arrears": [asdict(row) for row in found.arrears],
        "total": asdict(found.total),
        "prepaid": asdict(found.prepaid),
        "deposits": [asdict(row) for row in found.deposits],
        "rates": [asdict(rate) for rate in collection.rates(found.total.collection)],
        "checks": [asdict(point) for point in points],
    }


def _may_ask(draft: Draft, desk: Desk) -> str | None:
    close = draft.record
    later = MonthClose.select().where(MonthClose.period > close.period, MonthClose.state == "closed")
    if later.exists():
        return _("没有反结：后面的月份已经月结，请从最后一个月开始反结。")
    if not (close.reason or "").strip():
        return _("没有反结：请写明原因。")
    return None


def _ask(draft: Draft, desk: Desk) -> None:
    draft.record.reopened_by = desk.actor.name


def _may_agree(draft: Draft, desk: Desk) -> str | None:
    close = draft.record
    if not close.reopened_by:
        return _("没有反结：要由一人申请、另一人同意，请先申请反结。")
    if fold(close.reopened_by) == fold(desk.actor.name):
        return _("没有反结：申请人不能自己同意，请由另一人办理。")
    return _may_ask(draft, desk)


def _agree(draft: Draft, desk: Desk) -> None:
    draft.record.agreed_by, draft.record.reopened_at = desk.actor.name, desk.now()


LIFE = Workflow(
    states=MONTH_STATES,
    editable=(),
    transitions=(
        Transition("ask_reopen", "申请反结", ("closed",), "closed", HEADS, _may_ask, _ask, asks=("reason",)),
        Transition("agree_reopen", "同意反结", ("closed",), "reopened", HEADS, _may_agree, _agree),
    ),
    tones=(("closed", "good"), ("reopened", "bad")),
)


MONTH_CLOSES = register(
    RecordKind(
        name="month_closes",
        model=MonthClose,
        label="月结单",
        columns=("period", "closed_at", "closed_by", "state", "reopened_at", "reopened_by", "agreed_by"),
        sections=(
            Section("月结", ("period", "closed_at", "closed_by")),
            Section("反结", ("reason", "reopened_by", "agreed_by", "reopened_at")),
        ),
        title=lambda close: show_period(close.period),
        workflow=LIFE,
        order=("period", "id"),
        newest_first=True,
        icon="calendar",
        made_elsewhere=True,
    )
)
