"""What a counter can show (表码): rolling over, where the next reading counts from, and what may still be taken back."""

from collections.abc import Callable
from typing import Any

from desk_app.kernel.words import _
from desk_app.modules.meters.records import SWAPS, MeterReading

UNIT = 1_000
"""One whole unit of a counter (m³, kWh) in the 1/1,000 that readings are kept in."""
USUAL_FROM = 6
"""Readings whose use is averaged into what is usual."""
BILLED_BY: list[Callable[[Any], bool]] = []
"""Modules on higher shelves that charge by readings add a function here: whether a reading was billed."""


def range_of(meter: Any) -> int:
    """Return where the counter goes back to zero, in 1/1,000: 100,000 units for five digits."""
    return int(10**meter.digits * UNIT)


def rolled(meter: Any, before: int, value: int) -> int:
    """Return what was counted if the counter went over its last number: (10^digits − before) + value."""
    return range_of(meter) - before + value


def may_have_rolled(meter: Any, before: int, value: int) -> bool:
    """Say whether going over the last number is plausible: at most three times the usual use, or a tenth of the range.

    At least a hundred units are let through: in a flat that stood empty any use is many times the usual.
    """
    usual = usual_use(meter.id)
    used = rolled(meter, before, value)
    if usual is None:
        return used * 10 <= range_of(meter)
    return used * int(meter.multiplier) <= max(3 * usual, 100 * UNIT * int(meter.multiplier))


def was_overestimated(reading: Any) -> bool:
    """Say whether the reading lies below estimates that were too high: nothing is charged until they are reached."""
    last = last_reading(reading.meter_id, before=reading.id)
    return last is not None and reading.used == 0 and is_below_estimates(last, reading.value)


def is_below_estimates(last: Any, value: int) -> bool:
    """Say whether `value`, read after `last`, lies below what estimates charged but not below what was truly read."""
    return shown_by(last) <= value < level_of(last)


def shown_by(reading: Any) -> int:
    """Return what the counter is known to have shown: of an estimate, the last reading before it that was none."""
    known = reading
    while known.kind == "estimated":
        known = last_reading(known.meter_id, before=known.id)
    return int(known.value)


def level_of(reading: Any) -> int:
    """Return what the next reading counts from: the value, or the estimate charged before while that is higher."""
    if reading.used == 0 and reading.before is not None and reading.value < reading.before:
        return int(reading.before)
    return int(reading.value)


def last_reading(meter_id: int, before: int | None = None) -> Any | None:
    """Return the meter's latest reading that holds (`before`: the latest older than that one), or None."""
    found = MeterReading.select().where(MeterReading.meter == meter_id, MeterReading.state == "kept")
    if before is not None:
        found = found.where(MeterReading.id < before)
    return found.order_by(MeterReading.read_on.desc(), MeterReading.id.desc()).first()


def usual_use(meter_id: int) -> int | None:
    """Return the average use, in 1/1,000, of the last readings charged; None while there are fewer than two."""
    found = (
        MeterReading.select(MeterReading.used)
        .where(
            MeterReading.meter == meter_id,
            MeterReading.state == "kept",
            MeterReading.kind.in_(("read", "estimated")),
            MeterReading.used.is_null(False),
        )
        .order_by(MeterReading.read_on.desc(), MeterReading.id.desc())
        .limit(USUAL_FROM)
    )
    return average([used for (used,) in found.tuples()])


def average(used: list[int]) -> int | None:
    """Return the average rounded half up; None of fewer than two."""
    return (2 * sum(used) + len(used)) // (2 * len(used)) if len(used) >= 2 else None


def about(usual: int | None) -> int | None:
    """Return a usual use as it is said: whole units, tenths below ten; a thousandth is nothing an average knows."""
    if usual is None:
        return None
    step = UNIT if usual >= 10 * UNIT else UNIT // 10
    return (2 * usual + step) // (2 * step) * step


def is_billed(reading: Any) -> bool:
    """Say whether a bill that holds was made from the reading."""
    return any(billed(reading) for billed in BILLED_BY)


def why_fixed(reading: Any) -> str:
    """Return the sentence why a reading can no longer be taken back; nothing if it can."""
    if reading.id is None:
        return ""
    if is_billed(reading):
        return _("这个读数已经出账。请用“更正读数”，差额由收费处冲红补差。")
    if reading.kind in SWAPS:
        return _("换表的两个读数不能单独改动。请用“撤销换表”。")
    later = MeterReading.select().where(
        MeterReading.meter == reading.meter_id, MeterReading.state != "void", MeterReading.id > reading.id
    )
    if reading.state == "kept" and later.exists():
        return _("后面的读数是从它算起的。请先作废后面的读数。")
    return ""
