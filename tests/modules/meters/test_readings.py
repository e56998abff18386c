"""抄表、估抄、归零、作废重抄"""

import datetime

import pytest

from desk_app.kernel import store
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.errors import DeskError, TransitionRefused
from desk_app.modules.meters import odd, readings, scale
from desk_app.modules.meters.kinds import READINGS
from desk_app.modules.meters.records import MeterReading


def test_the_first_reading_is_where_counting_starts(meter, read):
    first = read(meter, 1, 100)
    assert (first.kind, first.used, first.state) == ("first", None, "kept")
    assert readings.usage_of(meter.id, 202601) == []


def test_use_is_the_difference_times_the_multiplier(make_meter, room, read):
    """The shop of V14: CT ×40, 1485 → 1520."""
    shop = make_meter("D-1", room, kind="power", multiplier=40)
    read(shop, 1, 1485)
    assert read(shop, 2, 1520).used == 1_400_000
    assert [row.used for row in readings.usage_of(shop.id, 202602)] == [1_400_000]


def test_a_reading_keeps_three_decimals(meter, desk):
    day = datetime.date(2026, 5, 20)
    readings.record_reading(meter.id, 100_000, day, 202604, desk)
    assert readings.record_reading(meter.id, 123_870, day, 202605, desk).used == 23_870


def test_a_period_is_read_once(known_meter, read):
    with pytest.raises(DeskError, match="S-502 在 2026-04 已经抄过"):
        read(known_meter, 4, 131)


def test_a_final_reading_may_follow_the_months_own(known_meter, desk):
    day = datetime.date(2026, 4, 28)
    final = readings.record_reading(known_meter.id, 133_000, day, 202604, desk, "final")
    assert [row.used for row in readings.usage_of(known_meter.id, 202604)] == [10_000, 3_000]
    assert final.state == "kept"  # the month was not over: that little is used is not odd


@pytest.mark.parametrize(
    ("units", "day", "period", "why"),
    [
        (140, datetime.date(2026, 11, 24), 202611, "还没有到"),
        (140, datetime.date(2026, 4, 19), 202605, "不能早于"),
        (100_000, datetime.date(2026, 5, 20), 202605, "只有 5 位整数"),
        (140, datetime.date(2026, 5, 20), 202613, "账期应为"),
    ],
)
def test_what_cannot_be_is_refused_and_writes_nothing(known_meter, desk, units, day, period, why):
    with pytest.raises(DeskError, match=why):
        readings.record_reading(known_meter.id, units * 1000, day, period, desk)
    assert MeterReading.select().count() == 4


def test_the_gate_reads_no_meters(known_meter, guard):
    with pytest.raises(DeskError, match="岗位"):
        readings.record_reading(known_meter.id, 140_000, datetime.date(2026, 5, 20), 202605, guard)


def test_a_removed_meter_is_not_read(known_meter, desk, read):
    from desk_app.modules.meters.kinds import METERS

    store.apply(METERS, "remove", known_meter.id, known_meter.version, desk, reason="改造拆除")
    with pytest.raises(DeskError, match="已拆除"):
        read(known_meter, 5, 140)


@pytest.mark.parametrize(
    ("units", "code"),
    [
        (129, "backwards"),
        (130, "zero"),
        (134, "low"),
        (135, None),
        (145, None),
        (146, "high"),
        (160, "high"),
        (161, "leap"),
    ],
)
def test_an_odd_reading_is_held_until_somebody_confirms_it(make_room, make_meter, read, units, code):
    """Usual use is 10: under 50 %, over 150 %, over three times; nothing in a flat that is lived in; backwards."""
    meter = make_meter("S-601", make_room("3-1-601", state="occupied"))
    for month, before in ((1, 100), (2, 110), (3, 120), (4, 130)):
        read(meter, month, before)
    reading = read(meter, 5, units)
    assert (reading.odd, reading.state) == (code, "held" if code else "kept")
    assert bool(readings.usage_of(meter.id, 202605)) is (code is None)


def test_an_empty_flat_may_use_nothing(known_meter, read):
    reading = read(known_meter, 5, 130)
    assert (reading.used, reading.odd) == (0, "low")


def test_small_differences_are_not_odd(meter, read):
    for month, units in ((1, 0), (2, 1), (3, 2), (4, 6)):
        assert read(meter, month, units).state == "kept"


def test_a_held_reading_is_charged_once_confirmed(known_meter, read, desk):
    reading = read(known_meter, 5, 190)
    with pytest.raises(DeskError, match="待核对"):
        read(known_meter, 6, 200)
    readings.confirm_reading(reading.id, desk)
    assert readings.used_in(202605) == {known_meter.id: 60_000}
    assert read(known_meter, 6, 205).used == 15_000


def test_a_counter_that_went_over_its_last_number(meter, read, desk):
    for month, units in ((1, 99_960), (2, 99_970), (3, 99_980), (4, 99_991)):
        read(meter, month, units)
    reading = read(meter, 5, 3)
    assert (reading.odd, reading.used) == ("backwards", 0)
    with pytest.raises(TransitionRefused, match="确认归零"):
        readings.confirm_reading(reading.id, desk)
    rolled = readings.confirm_reading(reading.id, desk, rollover=True)
    assert (rolled.used, rolled.state) == (12_000, "kept")
    assert read(meter, 6, 14).used == 11_000


def test_going_backwards_by_little_is_no_rollover(known_meter, read, desk):
    reading = read(known_meter, 5, 120)
    with pytest.raises(TransitionRefused, match="用量不合理"):
        readings.confirm_reading(reading.id, desk, rollover=True)
    assert readings.reread(reading.id, 141_000, reading.read_on, desk, "看错").used == 11_000


def test_a_wrong_reading_is_voided_and_read_again(known_meter, desk):
    wrong = scale.last_reading(known_meter.id)
    right = readings.reread(wrong.id, 132_000, wrong.read_on, desk, "看错一位")
    assert (right.used, right.period) == (12_000, 202604)
    assert MeterReading.get_by_id(wrong.id).state == "void"
    assert readings.used_in(202604) == {known_meter.id: 12_000}


def test_a_reading_others_count_from_is_not_voided(known_meter, desk):
    march = readings.usage_of(known_meter.id, 202603)[0]
    with pytest.raises(TransitionRefused, match="后面的读数"):
        readings.void_reading(march.id, desk, "看错")


def test_a_billed_reading_is_not_voided(known_meter, desk, monkeypatch):
    monkeypatch.setattr(scale, "BILLED_BY", [lambda reading: reading.period == 202604])
    april = scale.last_reading(known_meter.id)
    with pytest.raises(TransitionRefused, match="已经出账"):
        readings.void_reading(april.id, desk, "看错")


def test_an_estimate_is_the_average_of_the_last_three(known_meter, desk):
    made = readings.record_estimate(known_meter.id, datetime.date(2026, 5, 20), 202605, desk)
    assert (made.kind, made.value, made.used, made.state) == ("estimated", 140_000, 10_000, "kept")


def test_an_estimate_too_high_is_made_up_for_by_the_next_readings(known_meter, desk, read):
    """140 was charged; the counter stands at 136: nothing more is charged until it has passed 140."""
    readings.record_estimate(known_meter.id, datetime.date(2026, 5, 20), 202605, desk)
    low = read(known_meter, 6, 136)
    assert (low.odd, low.used) == ("overestimated", 0)
    readings.confirm_reading(low.id, desk)
    later = read(known_meter, 7, 152)
    assert (later.before, later.used) == (140_000, 12_000)


def test_without_three_readings_there_is_no_estimate(meter, desk, read):
    read(meter, 1, 100)
    with pytest.raises(DeskError, match="三次"):
        readings.estimate(meter.id)


def test_every_reading_leaves_an_audit_line(known_meter, desk):
    last = scale.last_reading(known_meter.id)
    line = store.history(READINGS, last.id)[0]
    assert (line.action, line.actor) == ("create", desk.actor.name)


def test_only_who_may_judge_confirms(known_meter, read, office):
    reading = read(known_meter, 5, 190)
    repairs = Desk(Actor("赵师傅", frozenset({"dispatcher"})), office.desk.now)
    with pytest.raises(TransitionRefused):
        readings.confirm_reading(reading.id, repairs)


@pytest.mark.parametrize("period", [202603, 202607, 202805])
def test_a_period_typed_wrong_is_refused(known_meter, desk, period):
    """202811 for 202611: the use of that reading would not be asked for in years."""
    with pytest.raises(DeskError, match="离抄表日期 2026-05-20 太远"):
        readings.record_reading(known_meter.id, 140_000, datetime.date(2026, 5, 20), period, desk)


def test_a_round_may_end_a_few_days_after_its_month(known_meter, desk):
    made = readings.record_reading(known_meter.id, 140_000, datetime.date(2026, 6, 2), 202605, desk)
    assert made.used == 10_000


def test_a_counter_that_went_over_says_so_and_not_that_it_ran_backwards(make_meter, room, read, desk):
    meter = make_meter("S-1", room)
    for month, units in ((1, 99_960), (2, 99_975), (3, 99_990)):
        read(meter, month, units)
    held = read(meter, 4, 8)
    assert odd.words_of(held) == "倒走"
    assert odd.words_of(readings.confirm_reading(held.id, desk, rollover=True)) == "走满归零"


@pytest.mark.parametrize(
    ("usual", "said"), [(None, None), (10_667, 11_000), (181_333, 181_000), (8_333, 8_300), (449, 400)]
)
def test_a_usual_use_is_said_without_the_thousandths_of_an_average(usual, said):
    assert scale.about(usual) == said
