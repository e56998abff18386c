"""换表、撤销换表、出账后的更正（冲红补差）"""

import datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desk_app.kernel.days import add_months
from desk_app.kernel.errors import DeskError, InvalidRecord
from desk_app.kernel.periods import period_of
from desk_app.modules.meters import corrections, readings, scale
from desk_app.modules.meters.corrections import NewCounter
from desk_app.modules.meters.records import Meter, MeterReading

SWAPPED_ON = datetime.date(2026, 5, 8)


@pytest.fixture
def old_meter(meter, read):
    """Return the meter of V13b: 1263 at the last reading."""
    read(meter, 3, 1250)
    read(meter, 4, 1263)
    return meter


def test_both_counters_of_a_swap_are_charged_together(old_meter, desk, read):
    """V13b: last 1263, old meter out 1285, new 0 → 9: 22 + 9 = 31 m³."""
    corrections.swap_meter(old_meter.id, 1_285_000, "S-502B", 0, SWAPPED_ON, desk)
    assert Meter.get_by_id(old_meter.id).number == "S-502B"
    reading = read(old_meter, 5, 9)
    assert (reading.swapped, reading.used) == (22_000, 31_000)
    assert readings.used_in(202605) == {old_meter.id: 31_000}
    assert read(old_meter, 6, 20).used == 11_000


def test_a_swap_after_the_months_reading_is_charged_in_the_next(old_meter, desk, read):
    read(old_meter, 5, 1270)
    corrections.swap_meter(old_meter.id, 1_272_000, "S-502B", 100_000, datetime.date(2026, 5, 25), desk)
    assert readings.used_in(202605) == {old_meter.id: 7_000}
    assert read(old_meter, 6, 108).used == 10_000


def test_the_old_counter_counts_by_its_own_multiplier(make_meter, room, desk, read):
    shop = make_meter("D-1", room, kind="power", multiplier=40)
    read(shop, 4, 1485)
    new = NewCounter("D-2", 0, digits=6, multiplier=1)
    corrections.swap_counter(shop.id, 1_490_000, new, SWAPPED_ON, desk)
    reading = read(shop, 5, 700)
    assert (reading.swapped, reading.used) == (200_000, 900_000)


def test_a_meter_swapped_twice_loses_nothing(old_meter, desk, read):
    corrections.swap_meter(old_meter.id, 1_265_000, "S-2", 0, SWAPPED_ON, desk)
    corrections.swap_meter(old_meter.id, 3_000, "S-3", 50_000, datetime.date(2026, 5, 10), desk)
    assert read(old_meter, 5, 54).used == 2_000 + 3_000 + 4_000


@pytest.mark.parametrize(
    ("out", "number", "why"),
    [(1_262_000, "S-9", "旧表止数比上期读数 1263 小"), (1_285_000, "S-603", "已经有了")],
)
def test_a_swap_that_cannot_be_changes_nothing(old_meter, make_meter, make_room, desk, out, number, why):
    make_meter("S-603", make_room("3-1-603"))
    with pytest.raises((DeskError, InvalidRecord), match=why):
        corrections.swap_meter(old_meter.id, out, number, 0, SWAPPED_ON, desk)
    assert Meter.get_by_id(old_meter.id).number == "S-502"
    assert MeterReading.select().count() == 2


def test_a_swap_entered_by_mistake_is_taken_back_whole(old_meter, desk, read):
    corrections.swap_meter(old_meter.id, 1_285_000, "S-502B", 0, SWAPPED_ON, desk)
    corrections.undo_swap(old_meter.id, desk, "登记错了房号")
    assert Meter.get_by_id(old_meter.id).number == "S-502"
    assert read(old_meter, 5, 1275).used == 12_000


def test_a_swap_that_was_read_from_stays(old_meter, desk, read):
    corrections.swap_meter(old_meter.id, 1_285_000, "S-502B", 0, SWAPPED_ON, desk)
    read(old_meter, 5, 9)
    with pytest.raises(DeskError, match="换表后已经抄过"):
        corrections.undo_swap(old_meter.id, desk, "登记错了")


@pytest.fixture
def billed(known_meter, monkeypatch):
    """Return the meter's April reading, 10 m³, billed."""
    monkeypatch.setattr(scale, "BILLED_BY", [lambda reading: reading.period <= 202604])
    return scale.last_reading(known_meter.id)


def test_a_billed_reading_is_corrected_by_its_difference(known_meter, billed, desk, read):
    """120 → 130 was billed as 10; right is 124, so 6 m³ are given back and the next counts from 124."""
    correction = corrections.correct_reading(billed.id, 124_000, desk, "看错")
    assert (correction.used_before, correction.used_after, correction.difference) == (10_000, 4_000, -6_000)
    assert correction.period == 202604
    assert readings.used_in(202604) == {known_meter.id: 4_000}
    assert MeterReading.get_by_id(billed.id).value == 130_000
    assert read(known_meter, 5, 134).used == 10_000


def test_a_correction_is_corrected_again(known_meter, billed, desk):
    first = corrections.correct_reading(billed.id, 124_000, desk, "看错")
    second = corrections.correct_reading(first.reading_id, 127_000, desk, "又看错")
    assert (second.used_before, second.used_after, second.difference) == (4_000, 7_000, 3_000)
    assert readings.used_in(202604) == {known_meter.id: 7_000}


def test_a_reading_others_count_from_needs_no_correction(known_meter, billed, desk, read):
    read(known_meter, 5, 140)
    with pytest.raises(DeskError, match="两次相加没有错"):
        corrections.correct_reading(billed.id, 124_000, desk, "看错")


def test_an_unbilled_reading_is_not_corrected_but_voided(known_meter, desk):
    with pytest.raises(DeskError, match="作废后重抄"):
        corrections.correct_reading(scale.last_reading(known_meter.id).id, 124_000, desk, "看错")


def test_a_correction_below_the_value_before_is_refused(known_meter, billed, desk):
    with pytest.raises(DeskError, match="不会比上期读数 120 小"):
        corrections.correct_reading(billed.id, 119_000, desk, "看错")


def test_an_estimate_too_high_is_given_back_when_the_meter_is_swapped(known_meter, desk, read):
    """140 was charged, the old counter came out at 136: 4 m³ less are charged with the new one's 9."""
    readings.record_estimate(known_meter.id, datetime.date(2026, 5, 5), 202605, desk)
    corrections.swap_meter(known_meter.id, 136_000, "S-NEW", 0, SWAPPED_ON, desk)
    assert read(known_meter, 6, 9).used == 5_000


STEPS = st.lists(st.tuples(st.sampled_from(["read", "swap", "estimate"]), st.integers(0, 40)), max_size=14)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(steps=[("read", 0), ("read", 0), ("read", 2), ("estimate", 0), ("estimate", 0), ("swap", 0)])
@example(steps=[("read", 0), ("read", 0), ("read", 2), ("estimate", 0), ("read", 0), ("read", 0)])
@given(steps=STEPS)
def test_what_is_charged_is_what_was_used_whatever_happened_to_the_counter(steps, make_meter, room, desk):
    """Readings, swaps and estimates in any order: the last true reading has charged every unit counted, and no more.

    While an estimate is ahead of the counter what was charged is that estimate, never more.
    """
    number = f"S-{Meter.select().count()}-{MeterReading.select().count()}"
    meter = make_meter(number, room, multiplier=3)
    day, shown, used = datetime.date(2024, 1, 15), 100, 0
    readings.record_reading(meter.id, shown * 1000, day, period_of(day), desk)
    for what, units in [*steps, ("read", 5000)]:
        day = add_months(day, 1)
        period = period_of(day)
        shown, used = shown + units, used + units
        try:
            if what == "read":
                made = readings.record_reading(meter.id, shown * 1000, day, period, desk)
            elif what == "estimate":
                made = readings.record_estimate(meter.id, day, period, desk)
            else:
                corrections.swap_meter(meter.id, shown * 1000, f"{number}-{period}", 7000, day, desk)
                shown = 7
                continue
        except DeskError as error:
            assert what == "estimate" and "三次" in str(error)
            continue
        if made.state == "held":
            readings.confirm_reading(made.id, desk)
    rows = MeterReading.select().where(MeterReading.meter == meter, MeterReading.state == "kept")
    assert sum(row.used or 0 for row in rows) == used * 3 * 1000


def test_what_was_read_of_the_new_counter_before_the_swap_was_told_counts_from_it(old_meter, desk):
    """Somebody types 9 where 1263 stood, sees it held, and tells the swap at 1270: 7 + 9 m³ are charged."""
    held = readings.record_reading(
        old_meter.id, 9_000, datetime.date(2026, 5, 20), 202605, desk, read_by="老陈"
    )
    assert (held.state, held.odd) == ("held", "backwards")
    corrections.swap_meter(old_meter.id, 1_270_000, "S-NEW", 0, SWAPPED_ON, desk)
    read = readings.usage_of(old_meter.id, 202605) or list(
        MeterReading.select().where(MeterReading.period == 202605, MeterReading.kind == "read")
    )
    assert (read[-1].value, read[-1].used, read[-1].swapped, read[-1].read_by) == (
        9_000,
        16_000,
        7_000,
        "老陈",
    )
    assert MeterReading.get_by_id(held.id).state == "void"


def test_a_swap_after_a_held_reading_is_refused(old_meter, desk):
    """That value was read of the counter which is said to have been taken out later."""
    readings.record_reading(old_meter.id, 9_000, datetime.date(2026, 5, 6), 202605, desk)
    with pytest.raises(DeskError, match="待核对"):
        corrections.swap_meter(old_meter.id, 1_270_000, "S-NEW", 0, SWAPPED_ON, desk)
    assert Meter.get_by_id(old_meter.id).number == "S-502"
