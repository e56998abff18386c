"""A round of meters and a shared cost in the sample community, so that their papers have a record to be printed from."""

import datetime

from desk_app.kernel import store
from desk_app.modules.billing.pools import SHARED_PERIODS, SHARED_POOLS
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.meters import readings
from desk_app.modules.meters.kinds import METERS, ROUNDS


def make_meters(desk, room):
    """Make the room's water meter with two readings, the round of the second, and its building's shared lighting."""
    meter = store.save(store.new(METERS, number="S-1", kind="water", room=room), desk).record
    for day, value in ((datetime.date(2026, 9, 20), 1_250_000), (datetime.date(2026, 10, 20), 1_263_000)):
        readings.record_reading(meter.id, value, day, day.year * 100 + day.month, desk)
    store.save(store.new(ROUNDS, period=202610, read_by="赵师傅"), desk)
    item = FeeItem.get(FeeItem.code == "GTD")
    pool = store.new(
        SHARED_POOLS, item=item, name="大堂照明", building=room.building, method="households", scope="整栋"
    )
    pool = store.save(pool, desk).record
    store.save(store.new(SHARED_PERIODS, pool=pool, period=202610, amount=65_298), desk)
