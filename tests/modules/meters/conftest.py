"""A flat with its meters, and the months in which they are read."""

import datetime

import pytest

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.modules.meters import readings
from desk_app.modules.meters.kinds import METERS


@pytest.fixture
def make_meter(desk):
    """Return a function that makes a meter: number, room (None for a main meter) and whatever else."""

    def make(number, room=None, **values):
        values = {"kind": "water"} | values
        return store.save(store.new(METERS, number=number, room=room, **values), desk).record

    return make


@pytest.fixture
def at(desk):
    """Return a function that gives the desk on another day."""

    def at_(day):
        moment = datetime.datetime.combine(day, datetime.time(9, 5))
        return Desk(desk.actor, lambda: moment)

    return at_


@pytest.fixture
def read(desk):
    """Return a function that reads a meter, in whole units, on the 20th of a month of 2026, as its period."""

    def read_(meter, month, units, kind="read"):
        day = datetime.date(2026, month, 20)
        return readings.record_reading(meter.id, units * 1000, day, 202600 + month, desk, kind)

    return read_


@pytest.fixture
def meter(make_meter, room, desk):
    """Return the water meter of 3-1-502."""
    return make_meter("S-502", room)


@pytest.fixture
def known_meter(meter, read):
    """Return the meter with its first value 100 in January and 10 m³ used in each of three months."""
    for month, units in ((1, 100), (2, 110), (3, 120), (4, 130)):
        read(meter, month, units)
    return meter
