"""Meters swapped (换表) and readings corrected after they were billed (冲红补差), domain.md 3.7."""

import datetime
from dataclasses import dataclass
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.periods import period_of, show_period
from desk_app.kernel.words import _
from desk_app.modules.meters import reading_periods, readings, scale
from desk_app.modules.meters.kinds import METERS, READINGS
from desk_app.modules.meters.reading_life import JUDGES
from desk_app.modules.meters.records import MeterReading


@dataclass(frozen=True)
class Correction:
    """What a correction of a billed reading changes: `difference` 1/1,000 units are to be charged, or given back."""

    reading_id: int
    meter_id: int
    period: int
    used_before: int
    used_after: int

    @property
    def difference(self) -> int:
        """Return what was used beyond what was billed; below zero where too much was billed."""
        return self.used_after - self.used_before


@dataclass(frozen=True)
class NewCounter:
    """The counter that takes a meter's place; `digits` and `multiplier` of None are those of the old one."""

    number: str
    value: int = 0
    digits: int | None = None
    multiplier: int | None = None
    verified_until_on: datetime.date | None = None


def swap_meter(
    meter_id: int, out_value: int, new_number: str, in_value: int, on: datetime.date, desk: Desk
) -> MeterReading:
    """Write down the old counter's last value and the new one's first; return the latter. See `swap_counter`."""
    return swap_counter(meter_id, out_value, NewCounter(new_number, in_value), on, desk)


def swap_counter(
    meter_id: int, out_value: int, new: NewCounter, on: datetime.date, desk: Desk
) -> MeterReading:
    """Put another counter in a meter's place; what the old one counted is charged with the next reading.

    A held reading that lies below the one before is what the new counter shows: it counts anew from the new one's first
    value. DeskError, with nothing changed, where the old value lies below the last one, another reading is held, or the
    new number is another meter's.
    """
    with transaction():
        meter = readings.find_meter(meter_id)
        last = scale.last_reading(meter_id)
        of_new = _take_back_held(meter_id, on, desk)
        _refuse_swap(meter, last, out_value, on, desk)
        readings.refuse_value(meter, out_value)
        counted = (out_value - scale.level_of(last)) * int(meter.multiplier)
        told = _("旧表号 {number}").format(number=meter.number)
        _write(meter, "swapped_out", out_value, on, desk, scale.level_of(last), counted, told)
        draft = store.load(METERS, meter_id)
        draft.record.number = new.number.strip()
        draft.record.digits = new.digits or draft.record.digits
        draft.record.multiplier = new.multiplier or draft.record.multiplier
        draft.record.verified_until_on = new.verified_until_on
        changed = store.save(draft, desk).record
        readings.refuse_value(changed, new.value)
        began = _write(changed, "swapped_in", new.value, on, desk)
        if of_new is not None:
            readings.record_reading(
                meter_id,
                of_new.value,
                of_new.read_on,
                of_new.period,
                desk,
                of_new.kind,
                read_by=of_new.read_by or "",
            )
        return began


def _take_back_held(meter_id: int, on: datetime.date, desk: Desk) -> MeterReading | None:
    """Void the held reading that somebody took of the new counter before the swap was told, and return it."""
    held = next((row for row in _latest(meter_id, 1) if row.state == "held" and row.before is not None), None)
    if held is None or held.value >= held.before or held.read_on < on:
        return None
    return readings.void_reading(held.id, desk, _("换表"))


def undo_swap(meter_id: int, desk: Desk, reason: str) -> None:
    """Take back a swap from which nothing was read yet; DeskError otherwise. The meter gets its old number again."""
    with transaction():
        rows = _latest(meter_id, 2)
        if [row.kind for row in rows] != ["swapped_in", "swapped_out"]:
            raise DeskError(_("没有撤销换表：最近一次记录不是换表，或换表后已经抄过。"))
        for row in rows:
            store.apply(READINGS, "undo_swap", row.id, row.version, desk, reason=reason)


def correct_reading(reading_id: int, value: int, desk: Desk, reason: str) -> Correction:
    """Correct the last reading of a meter although it was billed; return what billing has to charge or give back.

    A row of its own (更正) holds the difference and counts in the same period; the wrong reading stays as it was billed.
    DeskError for a reading that was not billed (void it and read again), and where a later one counts from it: both
    together are right, for what the first has too much the second has too little. A closed month is charged no more.
    """
    with transaction():
        wrong = MeterReading.get_or_none(MeterReading.id == reading_id)
        _refuse_correction(wrong, desk, reason)
        meter = readings.find_meter(wrong.meter_id)
        readings.refuse_value(meter, value)
        chain = _chain(wrong)
        before = sum(int(row.used) for row in chain)
        after = int(chain[0].swapped or 0) + _counted(meter, chain[0], value) * int(meter.multiplier)
        if after > before and reading_periods.is_closed(wrong.period):
            text = _("没有更正：{period} 已经月结，不能再补收。少计的用量会在下次抄表时一起计费。")
            raise DeskError(text.format(period=show_period(wrong.period)))
        row = _write(
            meter, "corrected", value, wrong.read_on, desk, chain[0].before, None, reason,
            period=wrong.period, used=after - before,
        )  # fmt: skip
        return Correction(row.id, meter.id, wrong.period, before, after)


def _refuse_swap(meter: Any, last: Any, out_value: int, on: datetime.date, desk: Desk) -> None:
    if not desk.actor.roles & set(JUDGES):
        raise DeskError(_("没有换表：您的岗位不能登记换表。"))
    if last is None:
        raise DeskError(_("没有换表：{meter} 还没有底数，请直接在仪表资料里改表号。").format(meter=meter))
    if on > desk.today or on < last.read_on:
        raise DeskError(_("没有换表：换表日期应在上次抄表 {day} 到今天之间。").format(day=last.read_on))
    if _latest(meter.id, 1)[0].state == "held":
        raise DeskError(_("没有换表：{meter} 还有待核对的读数，请先确认或作废。").format(meter=meter))
    lowest = scale.shown_by(last)  # estimates that were too high are given back with the swap
    if out_value < lowest:
        shown = MeterReading._meta.fields["value"].show(lowest)
        raise DeskError(_("没有换表：旧表止数比上期读数 {before} 小，请核对。").format(before=shown))


def _refuse_correction(wrong: Any, desk: Desk, reason: str) -> None:
    if wrong is None:
        raise NotFound(_("没有更正：找不到这条抄表记录。"))
    if not desk.actor.roles & set(JUDGES):
        raise DeskError(_("没有更正：您的岗位不能更正读数。"))
    if not reason.strip():
        raise DeskError(_("没有更正：请写明原因。"))
    if wrong.state != "kept" or wrong.used is None:
        raise DeskError(_("没有更正：只有计过用量的读数才能更正。"))
    if not scale.is_billed(wrong):
        raise DeskError(_("没有更正：这个读数还没有出账，作废后重抄即可。"))
    if _latest(wrong.meter_id, 1)[0].id != wrong.id:
        text = _("没有更正：后面已经从这个读数算起，多计的在下一次少计了，两次相加没有错。")
        raise DeskError(text)


def _chain(wrong: Any) -> list[MeterReading]:
    """Return the reading as it was billed and its corrections so far, the oldest first."""
    rows = MeterReading.select().where(
        MeterReading.meter == wrong.meter_id,
        MeterReading.period == wrong.period,
        MeterReading.state == "kept",
        MeterReading.id <= wrong.id,
    )
    chain: list[MeterReading] = []
    for row in rows.order_by(MeterReading.id.desc()):
        chain.insert(0, row)
        if row.kind != "corrected":
            break
    return chain


def _counted(meter: Any, first: Any, value: int) -> int:
    """Return what the counter counted up to the right value; DeskError if it cannot have shown it."""
    if value >= first.before:
        return int(value - first.before)
    if scale.may_have_rolled(meter, first.before, value):
        return scale.rolled(meter, first.before, value)
    shown = MeterReading._meta.fields["value"].show(first.before)
    raise DeskError(_("没有更正：正确的读数不会比上期读数 {before} 小，请核对。").format(before=shown))


def _latest(meter_id: int, count: int) -> list[Any]:
    rows = MeterReading.select().where(MeterReading.meter == meter_id, MeterReading.state != "void")
    return list(rows.order_by(MeterReading.read_on.desc(), MeterReading.id.desc()).limit(count))


def _write(
    meter: Any, kind: str, value: int, on: datetime.date, desk: Desk, before: int | None = None,
    swapped: int | None = None, note: str = "", *, period: int | None = None, used: int | None = None,
) -> MeterReading:  # fmt: skip
    draft = store.new(
        READINGS,
        meter=meter,
        read_on=on,
        period=period or period_of(on),
        kind=kind,
        value=value,
        before=before,
        used=used,
        swapped=swapped,
        read_by=desk.actor.name,
        note=note or None,
    )
    return readings.write(draft, desk)
