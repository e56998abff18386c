"""What tests of bills need: items, tariffs with prices, bindings, rooms like flat A of domain.md 3.16."""

import datetime

from desk_app.kernel import store
from desk_app.kernel.database import insert_rows, transaction
from desk_app.modules.billing.kinds import FEE_BINDINGS, FEE_ITEMS, TARIFFS
from desk_app.modules.billing.records import Bill, FeeBinding, TariffPrice
from desk_app.modules.estate.records import Room

AREA = 965_800
"""96.58 ㎡."""
RATE = 23_500
"""2.35 yuan a month and ㎡: 226.963 a month."""
LONG_AGO = datetime.date(2019, 6, 1)


def day(text):
    """Return the day of '2025-03-18'."""
    return datetime.date.fromisoformat(text)


def make_tariff(desk, prices=((LONG_AGO, RATE),), code="XM", name="", tier_prices=(), item=None, **values):
    """Return a tariff of a new fee item; `prices` are (day, price)."""
    item_values = {
        key: values.pop(key) for key in ("cycle", "rounding_unit", "rounding_way") if key in values
    }
    known = store.find_by(FEE_ITEMS, code=code)
    if item is None:
        item = (
            known.record
            if known
            else store.save(
                store.new(FEE_ITEMS, code=code, name=f"收费{code}", is_used=True, **item_values), desk
            ).record
        )
    draft = store.new(TARIFFS, item=item, name=name or f"标准{code}", **values)
    draft.rows["prices"] = [TariffPrice(from_on=from_on, price=price) for from_on, price in prices]
    draft.rows["prices"] += [
        TariffPrice(from_on=from_on, above=above, price=price) for from_on, above, price in tier_prices
    ]
    return store.save(draft, desk).record


def bind(desk, room, tariff, from_on=LONG_AGO, until_on=None, **values):
    """Return a saved binding."""
    follows = values.pop("follows", None)
    draft = store.new(FEE_BINDINGS, room=room, tariff=tariff, from_on=from_on, until_on=until_on, **values)
    draft.record.follows = follows
    return store.save(draft, desk).record


def sums(room=None, **values):
    """Return [(period, first day, last day, fen)] of the bills that hold."""
    query = Bill.select().where(Bill.state != "void").order_by(Bill.room, Bill.item, Bill.from_on, Bill.id)
    if room is not None:
        query = query.where(Bill.room == room)
    return [(bill.period, str(bill.from_on), str(bill.until_on), bill.amount) for bill in query]


def fill_rooms(count, tariffs, from_on=LONG_AGO):
    """Make `count` flats like A, bound to every tariff, written quickly."""
    with transaction():
        rooms = [
            (1, f"9-1-{number:04d}", str(number), AREA, f"9-1-{number:04d}", "residence", "occupied")
            for number in range(count)
        ]
        insert_rows(
            Room, ("version", "code", "label", "charged_area", "sort_key", "use", "state"), rows=rooms
        )
        ids = [room_id for (room_id,) in Room.select(Room.id).where(Room.code.startswith("9-1-")).tuples()]
        bindings = [(1, room_id, tariff.id, 1, from_on, "active") for tariff in tariffs for room_id in ids]
        insert_rows(FeeBinding, ("version", "room", "tariff", "count", "from_on", "state"), bindings)
    return ids
