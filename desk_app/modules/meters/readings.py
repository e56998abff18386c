"""Writing readings down (抄表): regular, first and final ones, estimates, and wrong ones read again (domain.md 3.7)."""

import datetime
from collections.abc import Iterable
from typing import Any

import peewee

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import among, transaction
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.kind import Draft
from desk_app.kernel.periods import show_period
from desk_app.kernel.words import _
from desk_app.modules.meters import odd, reading_periods, scale
from desk_app.modules.meters.kinds import READINGS
from desk_app.modules.meters.odd import Measured
from desk_app.modules.meters.reading_life import READERS
from desk_app.modules.meters.records import Meter, MeterReading

ONCE = (("read", "estimated"), ("final",), ("first",))
"""Kinds of which a period has one reading each: a final one may follow the month's."""
ESTIMATED_FROM = 3
"""An estimate is the average of so many readings before (domain.md 3.7)."""


def record_reading(
    meter_id: int,
    value: int,
    read_on: datetime.date,
    period: int,
    desk: Desk,
    kind: str = "read",
    *,
    read_by: str = "",
    note: str = "",
    batch: store.Batch | None = None,
) -> MeterReading:
    """Write down that the counter showed `value` (1/1,000) on a day; return the reading, held where it is odd.

    `kind` is read, first, final or estimated; a meter's first reading is a first one (底数) whatever is said.
    With a `batch`, which the caller finishes, many go in together.
    DeskError, with nothing written, where the period has one already, is closed or far from the day, another is held,
    or day or value cannot be.
    """
    with transaction():
        draft = judge(find_meter(meter_id), value, read_on, period, desk, kind)
        draft.record.read_by = read_by or desk.actor.name
        draft.record.note = note or None
        return write(draft, desk, batch)


def judge(
    meter: Meter, value: int, read_on: datetime.date, period: int, desk: Desk, kind: str = "read"
) -> Draft:
    """Return the reading as it would be written down, held where it is odd; DeskError as `record_reading`."""
    last = scale.last_reading(meter.id)
    kind = kind if last is not None else "first"
    _refuse_person(desk)
    _refuse_time(meter, last, read_on, desk)
    reading_periods.refuse_period(period, read_on, is_first=kind == "first")
    _refuse_twice(meter, period, kind)
    refuse_value(meter, value)
    measured = _measured(meter, value, kind, last)
    codes = odd.find_oddities(meter, measured, scale.usual_use(meter.id), kind)
    return store.new(
        READINGS,
        meter=meter,
        read_on=read_on,
        period=period,
        kind=kind,
        value=value,
        before=measured.before,
        used=measured.used,
        swapped=measured.swapped,
        odd=" ".join(codes) or None,
        state="held" if codes else "kept",
    )


def record_estimate(meter_id: int, read_on: datetime.date, period: int, desk: Desk) -> MeterReading:
    """Write down an estimate (估抄): the value before and the average of the last three uses; DeskError without them."""
    value = estimate(meter_id)
    return record_reading(meter_id, value, read_on, period, desk, "estimated")


def reread(reading_id: int, value: int, read_on: datetime.date, desk: Desk, reason: str) -> MeterReading:
    """Void a wrong reading that was not billed and write down what the counter shows; DeskError changes nothing."""
    with transaction():
        old = void_reading(reading_id, desk, reason)
        return record_reading(old.meter_id, value, read_on, old.period, desk, old.kind)


def void_reading(reading_id: int, desk: Desk, reason: str) -> MeterReading:
    """Void a reading that was not billed and from which no later one counts; TransitionRefused otherwise."""
    return _step("void", reading_id, desk, reason)


def confirm_reading(reading_id: int, desk: Desk, *, rollover: bool = False) -> MeterReading:
    """Let a held reading hold; with `rollover` because the counter went over its last number."""
    return _step("roll" if rollover else "confirm", reading_id, desk, "")


def measure(meter: Meter, value: int, kind: str = "read") -> Measured:
    """Return what `value` read now means; nothing is written.

    A value below the one before counts as no use until somebody says it is a rollover; after an estimate that was too
    high nothing is charged until the counter has reached it.
    """
    return _measured(meter, value, kind, scale.last_reading(meter.id))


def _measured(meter: Meter, value: int, kind: str, last: Any) -> Measured:
    if last is None or kind == "first":
        return Measured(value)
    before = scale.level_of(last)
    swapped = _swapped_since(meter.id) if last.kind == "swapped_in" else None
    used = (swapped or 0) + max(value - before, 0) * int(meter.multiplier)
    is_below = scale.is_below_estimates(last, value)
    return Measured(value, before, used, swapped, is_below_estimates=is_below)


def estimate(meter_id: int) -> int:
    """Return what the counter would show after the average of its last three uses, in whole units as it is read."""
    meter = find_meter(meter_id)
    last = scale.last_reading(meter_id)
    counted = (
        MeterReading.select(MeterReading.used, MeterReading.value)
        .where(
            MeterReading.meter == meter_id,
            MeterReading.state == "kept",
            MeterReading.kind == "read",
            MeterReading.used.is_null(False),
        )
        .order_by(MeterReading.read_on.desc(), MeterReading.id.desc())
        .limit(ESTIMATED_FROM)
    )
    found = list(counted.tuples())
    if last is None or len(found) < ESTIMATED_FROM:
        raise DeskError(_("没有估抄 {meter}：要有三次抄表记录才能估。").format(meter=meter))
    step = scale.UNIT if all(value % scale.UNIT == 0 for _used, value in found) else 1
    parts = len(found) * int(meter.multiplier) * step
    added = (2 * sum(used for used, _value in found) + parts) // (2 * parts) * step
    return int(scale.level_of(last) + added) % scale.range_of(meter)


def usage_of(meter_id: int, period: int) -> list[MeterReading]:
    """Return the readings a meter is charged by in a period, the oldest first: `used` of all of them adds up.

    Held and voided ones are not among them; a correction counts in the period of the reading it corrects.
    """
    found = _counted(period).where(MeterReading.meter == meter_id)
    return list(found.order_by(MeterReading.read_on, MeterReading.id))


def used_in(period: int, meter_ids: Iterable[int] | None = None) -> dict[int, int]:
    """Return {meter: what was used in the period, in 1/1,000}, of those that were read."""
    query = _counted(period).select(MeterReading.meter_id, peewee.fn.SUM(MeterReading.used))
    if meter_ids is not None:
        query = query.where(among(MeterReading.meter, meter_ids))
    return {meter: int(used) for meter, used in query.group_by(MeterReading.meter_id).tuples()}


def _counted(period: int) -> Any:
    return MeterReading.select().where(
        MeterReading.period == period, MeterReading.state == "kept", MeterReading.used.is_null(False)
    )


def find_meter(meter_id: int) -> Meter:
    """Return the meter in use; NotFound or DeskError with a sentence otherwise."""
    meter: Meter | None = Meter.get_or_none(Meter.id == meter_id)
    if meter is None:
        raise NotFound(_("没有抄表：找不到这块表，可能已被删除。"))
    if meter.state != "in_use":
        raise DeskError(_("没有抄表：{meter} 已拆除。").format(meter=meter))
    return meter


def refuse_value(meter: Meter, value: int) -> None:
    """Raise DeskError for a value the counter cannot show."""
    if not 0 <= value < scale.range_of(meter):
        text = _("没有抄表：{meter} 只有 {digits} 位整数，不会有这个读数。请核对读数，或在仪表资料里改位数。")
        raise DeskError(text.format(meter=meter, digits=meter.digits))


def _refuse_person(desk: Desk) -> None:
    if not desk.actor.roles & set(READERS):
        raise DeskError(_("没有抄表：您的岗位不能录入读数。"))


def _refuse_time(meter: Meter, last: Any, read_on: datetime.date, desk: Desk) -> None:
    if read_on > desk.today:
        raise DeskError(_("没有抄表：抄表日期 {day} 还没有到。").format(day=read_on))
    if last is not None and read_on < last.read_on:
        text = _("没有抄表：{meter} 在 {day} 已经抄过，新的读数不能早于那天。")
        raise DeskError(text.format(meter=meter, day=last.read_on))


def _refuse_twice(meter: Meter, period: int, kind: str) -> None:
    """Raise DeskError if the period has such a reading, or a held one of any period waits."""
    alike = next(kinds for kinds in ONCE if kind in kinds)
    found = MeterReading.select(MeterReading.period, MeterReading.kind, MeterReading.state).where(
        MeterReading.meter == meter,
        ((MeterReading.period == period) & (MeterReading.state != "void")) | (MeterReading.state == "held"),
    )
    there = list(found.tuples())
    if any(read_period == period and read_kind in alike for read_period, read_kind, _state in there):
        text = _("没有抄表：{meter} 在 {period} 已经抄过。读错的请先作废或重抄。")
        raise DeskError(text.format(meter=meter, period=show_period(period)))
    if any(state == "held" for _period, _kind, state in there):
        raise DeskError(_("没有抄表：{meter} 还有待核对的读数，请先确认或作废。").format(meter=meter))


def _swapped_since(meter_id: int) -> int | None:
    """Return what old counters counted since the last reading that was charged; None if there was no swap."""
    total = None
    rows = MeterReading.select().where(MeterReading.meter == meter_id, MeterReading.state == "kept")
    for row in rows.order_by(MeterReading.read_on.desc(), MeterReading.id.desc()):
        if row.kind == "swapped_out":
            total = (total or 0) + (row.swapped or 0)
        elif row.kind != "swapped_in":
            break
    return total


def _step(name: str, reading_id: int, desk: Desk, reason: str) -> MeterReading:
    draft = store.load(READINGS, reading_id)
    done = store.apply(READINGS, name, reading_id, draft.record.version, desk, reason=reason)
    reading: MeterReading = done.record
    return reading


def write(draft: Any, desk: Desk, batch: store.Batch | None = None) -> MeterReading:
    """Store a reading with its audit row; inside the caller's transaction. Readings are typed nowhere else.

    Whoever hands over a `batch` finishes it.
    """
    own = batch or store.Batch(desk, "")
    reading: MeterReading = own.create(draft)
    if batch is None:
        own.finish()
    return reading
