"""已月结的月份不再抄表：用量不会漏收"""

import datetime

import pytest

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.errors import DeskError, TransitionRefused
from desk_app.modules.billing import runs
from desk_app.modules.cashier import month_close
from desk_app.modules.meters import corrections, readings
from desk_app.modules.meters.kinds import METERS
from desk_app.modules.meters.records import MeterReading
from tests.billed_rooms import bind, make_tariff

FIRST = datetime.date(2026, 9, 1)
LAST_OF_OCTOBER = datetime.date(2026, 10, 31)


def on(desk, day):
    moment = datetime.datetime.combine(day, datetime.time(9))
    return Desk(desk.actor, lambda: moment)


@pytest.fixture
def november(desk):
    """Return the desk on 3 November: October may be closed."""
    return on(desk, datetime.date(2026, 11, 3))


@pytest.fixture
def meter(desk, room):
    """Return a water meter of the room at 100 m³ in September, bound to a tariff."""
    made = store.save(store.new(METERS, number="S-502", kind="water", room=room), desk).record
    tariff = make_tariff(desk, prices=((FIRST, 36_000),), code="SFX", basis="meter", unit="m³")
    bind(desk, room, tariff, FIRST, meter=made)
    readings.record_reading(made.id, 100_000, datetime.date(2026, 9, 20), 202609, desk)
    return made


def test_a_closed_month_takes_no_more_readings_and_nothing_is_lost(meter, november):
    month_close.close_month(202610, november)
    with pytest.raises(DeskError, match="2026-10 已经月结"):
        readings.record_reading(meter.id, 120_000, LAST_OF_OCTOBER, 202610, november)
    read = readings.record_reading(meter.id, 125_000, datetime.date(2026, 11, 3), 202611, november)
    assert read.used == 25_000


def test_a_new_meters_first_value_may_lie_in_a_closed_month(november, room):
    month_close.close_month(202610, november)
    new = store.save(store.new(METERS, number="S-503", kind="water", room=room), november).record
    assert readings.record_reading(new.id, 7_000, LAST_OF_OCTOBER, 202610, november).kind == "first"


def test_a_reading_held_over_the_close_is_voided_and_read_anew(meter, november):
    """Held readings do not stop the close; let hold afterwards, the use would never be asked for."""
    held = readings.record_reading(meter.id, 90_000, LAST_OF_OCTOBER, 202610, november)
    month_close.close_month(202610, november)
    for rollover in (False, True):
        with pytest.raises(TransitionRefused):
            readings.confirm_reading(held.id, november, rollover=rollover)
    readings.void_reading(held.id, november, "读错")
    again = readings.record_reading(meter.id, 125_000, datetime.date(2026, 11, 3), 202611, november)
    assert again.used == 25_000


def test_use_too_low_in_a_closed_month_comes_with_the_next_reading(meter, november):
    first = readings.record_reading(meter.id, 120_000, LAST_OF_OCTOBER, 202610, november)
    runs.post_run(runs.make_run(202610, november).id, november)
    month_close.close_month(202610, november)
    with pytest.raises(DeskError, match="不能再补收"):
        corrections.correct_reading(first.id, 122_000, november, "看错")
    assert MeterReading.select().count() == 2
    assert corrections.correct_reading(first.id, 118_000, november, "看错").difference == -2_000
