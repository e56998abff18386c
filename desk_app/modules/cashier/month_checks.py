"""What must be done before a month is closed (月结检查表): each point with a sentence that says how it stands."""

import datetime
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import peewee

from desk_app.kernel import settings
from desk_app.kernel.database import among
from desk_app.kernel.money import show
from desk_app.kernel.words import _, listed, mark
from desk_app.modules.billing.metered_bills import FROM_READING
from desk_app.modules.billing.months import first_day, last_day, next_period
from desk_app.modules.billing.records import (
    Bill,
    BillRun,
    FeeBinding,
    FeeItem,
    Reduction,
    Tariff,
    TariffPrice,
)
from desk_app.modules.billing.unbilled import unbilled_before
from desk_app.modules.cashier.applications import RefundRequest, ReversalRequest
from desk_app.modules.cashier.checking import find_faults
from desk_app.modules.cashier.day_figures import days_to_close
from desk_app.modules.cashier.numbers import number_audit, series_in_use
from desk_app.modules.cashier.records import DayClose, MonthClose
from desk_app.modules.cashier.roll_forward import roll_forward
from desk_app.modules.estate.records import Room
from desk_app.modules.meters.records import Meter, MeterReading

SHOWN = 3
"""Examples a sentence names."""


@dataclass(frozen=True)
class Check:
    """One point of the list: whether it holds, and a sentence. A month is not closed while a `blocking` one fails."""

    name: str
    label: str
    ok: bool
    sentence: str
    blocking: bool = True


def checklist(period: int, today: datetime.date) -> list[Check]:
    """Return every point of the list for a month, in the order they are worked off."""
    return [_check(name, period, today) for name in POINTS]


def _check(name: str, period: int, today: datetime.date) -> Check:
    label, rule, good, blocking = POINTS[name]
    wrong = rule(period, today)
    return Check(name, _(label), not wrong, wrong or _(good), blocking)


def _month_over(period: int, today: datetime.date) -> str:
    if today > last_day(period):
        return ""
    return _("{period} 还没有过完，{day} 起才能月结。").format(
        period=period, day=first_day(next_period(period))
    )


def _previous_closed(period: int, today: datetime.date) -> str:
    before = next_period(period, -1)
    closed = MonthClose.select().where(MonthClose.state == "closed")
    if not closed.exists() or closed.where(MonthClose.period == before).exists():
        return ""
    if closed.where(MonthClose.period >= period).exists():
        return _("后面的月份已经月结，请先反结。")
    return _("上一个月 {period} 还没有月结。").format(period=before)


def _days_closed(period: int, today: datetime.date) -> str:
    missing = [pair for pair in days_to_close(last_day(period)) if pair[1] >= first_day(period)]
    named = _named(f"{cashier} {day}" for cashier, day in missing)
    return _("还有 {count} 天没有日结：{days}。").format(count=len(missing), days=named) if missing else ""


def _banked(period: int, today: datetime.date) -> str:
    query = DayClose.select().where(
        DayClose.business_on.between(first_day(period), last_day(period)),
        DayClose.state == "closed",
        DayClose.banked > 0,
        DayClose.bank_slip.is_null(),
    )
    missing = [f"{close.cashier} {close.business_on}" for close in query.order_by(DayClose.business_on)]
    return (
        _("还有 {count} 张日结单没有登记存款单号：{days}。").format(count=len(missing), days=_named(missing))
        if missing
        else ""
    )


def _no_drafts(period: int, today: datetime.date) -> str:
    count = BillRun.select().where(BillRun.state == "draft", BillRun.period <= period).count()
    return _("还有 {count} 个出账批次是草稿，请出账或丢弃。").format(count=count) if count else ""


def _billed(period: int, today: datetime.date) -> str:
    """Bindings by month without a bill of the month; a run's list of skips says why there is none."""
    asked = Bill.select(Bill.binding).where(
        Bill.period == period, Bill.state != "void", Bill.binding.is_null(False)
    )
    count = (
        FeeBinding.select()
        .where(
            FeeBinding.state == "active",
            FeeBinding.from_on <= last_day(period),
            FeeBinding.until_on.is_null() | (FeeBinding.until_on >= first_day(period)),
            FeeBinding.cycle.is_null() | (FeeBinding.cycle == "1"),
            FeeBinding.id.not_in(asked),
        )
        .count()
    )
    return _("还有 {count} 个收费绑定没有本月账单，请核对未出账原因。").format(count=count) if count else ""


def _nothing_forgotten(period: int, today: datetime.date) -> str:
    """Months that were never billed, of the one that is closed and of all before it."""
    found = unbilled_before(next_period(period))
    if not found:
        return ""
    rooms = Room.select(Room.code).where(among(Room.id, sorted({one.room_id for one in found})))
    named = _named(code for (code,) in rooms.order_by(Room.sort_key).tuples())
    told = _(
        "有 {count} 处日子从来没有出账，最早的是 {first}：{rooms}。请到“出账”补出；不该收的，请改计费开始日期。"
    ).format(count=len(found), first=min(one.first for one in found), rooms=named)
    if settings.value("bills_from"):
        return told
    return told + _("由别处收过的月份，请在设置里填“从哪个账期起由本程序出账”。")


def _use_billed(period: int, today: datetime.date) -> str:
    """Readings of bound meters whose use was not billed, or not all of it; those of later months by mistake as well."""
    begin = settings.value("bills_from") or _first_run()
    if not begin:
        return ""
    billed = _billed_use()
    bound = (
        FeeBinding.select(FeeBinding.meter, Tariff.item, FeeBinding.from_on, FeeBinding.until_on)
        .join(Tariff)
        .join(FeeItem)
        .where(FeeBinding.meter.is_null(False), FeeBinding.state != "paused", FeeItem.is_used)
    )
    bindings: dict[int, list[tuple[int, datetime.date, datetime.date | None]]] = {}
    priced = TariffPrice.select(TariffPrice.tariff).where(TariffPrice.price > 0)
    for meter, item, from_on, until_on in bound.where(
        Tariff.basis == "meter", Tariff.id.in_(priced)
    ).tuples():
        bindings.setdefault(meter, []).append((item, from_on, until_on))
    missing = {
        meter
        for meter, of_period, used in _use_read(int(begin), period)
        for item, from_on, until_on in bindings.get(meter, ())
        if from_on <= last_day(of_period) and (until_on is None or until_on >= first_day(of_period))
        if billed.get((meter, item, of_period), 0) < used * FROM_READING
    }
    if not missing:
        return ""
    numbers = Meter.select(Meter.number).where(among(Meter.id, sorted(missing))).order_by(Meter.sort_key)
    return _(
        "还有 {count} 只表的用量没有出账：{meters}。请出账；账期记错的，作废这个读数，按正确的账期重记。"
    ).format(count=len(missing), meters=_named(number for (number,) in numbers.tuples()))


def _first_run() -> int | None:
    query = BillRun.select(peewee.fn.MIN(BillRun.period)).where(BillRun.state == "posted")
    return query.scalar()  # type: ignore[no-any-return]


def _use_read(begin: int, period: int) -> list[tuple[int, int, int]]:
    """Return (meter, period, use in 1/1,000) of what was read; months far beyond the reading's day are mistakes."""
    late = (MeterReading.read_on <= last_day(period)) & (MeterReading.period > next_period(period))
    query = MeterReading.select(
        MeterReading.meter, MeterReading.period, peewee.fn.SUM(MeterReading.used)
    ).where(
        MeterReading.state == "kept",
        MeterReading.used.is_null(False),
        MeterReading.period.between(begin, period) | late,
    )
    return [row for row in query.group_by(MeterReading.meter, MeterReading.period).tuples() if row[2] > 0]


def _billed_use() -> dict[tuple[int, int, int], int]:
    """Return {(meter, item, period): quantity billed}, in 1/10,000."""
    query = (
        Bill.select(FeeBinding.meter, Bill.item, Bill.period, peewee.fn.SUM(Bill.quantity))
        .join(FeeBinding)
        .where(Bill.state != "void", FeeBinding.meter.is_null(False))
    )
    rows = query.group_by(FeeBinding.meter, Bill.item, Bill.period).tuples()
    return {(meter, item, of_period): int(quantity) for meter, item, of_period, quantity in rows}


def _meters_read(period: int, today: datetime.date) -> str:
    read = MeterReading.select(MeterReading.meter).where(
        MeterReading.period == period, MeterReading.state == "kept"
    )
    query = Meter.select(Meter.number).where(Meter.state == "in_use", Meter.id.not_in(read))
    missing = [number for (number,) in query.order_by(Meter.sort_key).tuples()]
    return (
        _("还有 {count} 只表本月没有读数：{meters}。").format(count=len(missing), meters=_named(missing))
        if missing
        else ""
    )


def _no_held_readings(period: int, today: datetime.date) -> str:
    count = MeterReading.select().where(MeterReading.period <= period, MeterReading.state == "held").count()
    return _("还有 {count} 个读数待核对。").format(count=count) if count else ""


def _nothing_waits(period: int, today: datetime.date) -> str:
    waiting = (
        Reduction.select().where(Reduction.state == "asked").count()
        + RefundRequest.select().where(RefundRequest.state.in_(("asked", "checked", "approved"))).count()
        + ReversalRequest.select().where(ReversalRequest.state.in_(("asked", "approved"))).count()
    )
    return _("还有 {count} 张减免、退款或冲红申请没有办完。").format(count=waiting) if waiting else ""


def _numbers_whole(period: int, today: datetime.date) -> str:
    year = period // 100
    gaps = [
        gap
        for prefix, in_year in series_in_use()
        if in_year == year
        for gap in number_audit(prefix, year).gaps
    ]
    return _("收据号有缺号：{numbers}。").format(numbers=_named(gaps)) if gaps else ""


def _books_agree(period: int, today: datetime.date) -> str:
    faults = find_faults()
    return (
        _("账目核对发现 {count} 处不一致：{first}").format(count=len(faults), first=faults[0])
        if faults
        else ""
    )


def _balances(period: int, today: datetime.date) -> str:
    difference = roll_forward(period).difference
    return (
        _("余额变动表相差 {fen} 元，账本有误，请先做账目核对。").format(fen=show(difference))
        if difference
        else ""
    )


def _as_closed_before(period: int, today: datetime.date) -> str:
    """What was closed must still be so: the month opens with what the last one closed with."""
    before = closing_of(next_period(period, -1))
    opening = roll_forward(period).total.opening
    if before is None or before == opening:
        return ""
    return _("期初欠费 {opening} 元，与上月月结的期末欠费 {before} 元不同。").format(
        opening=show(opening), before=show(before)
    )


def closing_of(period: int) -> int | None:
    """Return the arrears, in fen, with which a month was closed; None if it is not closed."""
    close: Any = MonthClose.get_or_none(MonthClose.period == period, MonthClose.state == "closed")
    return int(json.loads(close.snapshot)["total"]["closing"]) if close is not None else None


def _named(things: Iterable[object]) -> str:
    found = list(things)
    text = listed(found[:SHOWN])
    return _("{some} 等").format(some=text) if len(found) > SHOWN else text


Rule = Callable[[int, datetime.date], str]
POINTS: dict[str, tuple[str, Rule, str, bool]] = {
    "over": (mark("月份已过完"), _month_over, mark("这个月已经过完。"), True),
    "previous": (mark("上月已月结"), _previous_closed, mark("上个月已经月结，或这是第一个月。"), True),
    "days": (mark("每天已日结"), _days_closed, mark("有收款的日子都已日结。"), True),
    "banked": (mark("现金已缴存"), _banked, mark("缴存银行的都登记了存款单号。"), False),
    "meters": (mark("仪表已抄"), _meters_read, mark("在用的表都有本月读数。"), False),
    "held": (mark("读数已核对"), _no_held_readings, mark("没有待核对的读数。"), False),
    "drafts": (mark("没有草稿"), _no_drafts, mark("没有没出账的草稿。"), True),
    "billed": (mark("应收已出账"), _billed, mark("按月收费的绑定都有本月账单。"), False),
    "unbilled": (mark("没有漏出账"), _nothing_forgotten, mark("到月底为止的日子都已出账。"), True),
    "use": (mark("用量已出账"), _use_billed, mark("抄到的用量都已出账。"), True),
    "waiting": (mark("申请已办完"), _nothing_waits, mark("没有等着办的减免、退款、冲红申请。"), False),
    "numbers": (mark("收据号连续"), _numbers_whole, mark("收据号没有缺号。"), True),
    "books": (mark("账目一致"), _books_agree, mark("每笔余额都与明细一致。"), True),
    "balance": (mark("余额平衡"), _balances, mark("欠费、预存、押金的余额变动都平衡到 0.00。"), True),
    "opening": (mark("期初接上期末"), _as_closed_before, mark("期初与上月月结的期末相同。"), False),
}
"""Point to what it is called, its rule (a sentence of what is wrong, or nothing), what is said when it holds, and
whether it stops the close."""
