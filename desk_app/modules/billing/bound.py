"""Bindings as a run works with them, and what was already asked of their rooms."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from peewee import JOIN, fn

from desk_app.kernel.database import among
from desk_app.modules.billing.ledger import NOT_VOID
from desk_app.modules.billing.months import ONE_DAY, next_period
from desk_app.modules.billing.records import Bill, BillFacts, DraftBill, FeeBinding, Tariff
from desk_app.modules.estate.records import Room

LONGEST_CYCLE = 12
Span = tuple[datetime.date, datetime.date]
"""First and last day, both included."""


class Bound(NamedTuple):
    """A fee binding with what its room has to be charged by; areas in cm², ratios in 1/10,000."""

    id: int
    room_id: int
    room_code: str
    tariff_id: int
    payer_id: int | None
    meter_id: int | None
    units: int
    from_on: datetime.date
    until_on: datetime.date | None
    cycle: str | None
    anchor_on: datetime.date | None
    due_days: int | None
    follows_id: int | None
    state: str
    built_area: int | None
    inside_area: int | None
    charged_area: int | None
    floor_ratio: int | None
    lift_ratio: int | None

    @property
    def area(self) -> int | None:
        """Return the area that is charged."""
        return self.charged_area if self.charged_area is not None else self.built_area


class Asked(NamedTuple):
    """Days of a room and item that a bill or draft already asks for, with the columns `lines.Charged` needs."""

    binding_id: int | None
    period: int
    from_on: datetime.date
    until_on: datetime.date
    quantity: int
    price: int
    amount: int
    meter_id: int | None = None


def read_bound(*conditions: Any) -> Iterator[Bound]:
    """Return the bindings, those of a room in the order they begin, so that the last piece of a month comes last."""
    binding, room = FeeBinding, Room
    query = binding.select(
        *(binding.id, binding.room, room.code, binding.tariff, binding.payer, binding.meter, binding.count),
        *(binding.from_on, binding.until_on, binding.cycle, binding.anchor_on, binding.due_days),
        *(binding.follows, binding.state),
        *(room.built_area, room.inside_area, room.charged_area, room.floor_ratio, room.lift_ratio),
    ).join(Room)
    ordered = query.where(*conditions).order_by(room.sort_key, room.id, binding.from_on, binding.id)
    return (Bound(*row) for row in ordered.tuples())


Charge = tuple[int, int, Asked]
"""Room, item, what was asked."""


class Charges:
    """What was asked of rooms, by room and item, from the month before `period` on for `count` months more.

    Rooms are to be named by the hundreds: every one is looked up. `also` is asked of them besides.
    """

    def __init__(
        self, period: int, rooms: Iterable[int], count: int = LONGEST_CYCLE, also: Iterable[Charge] = ()
    ) -> None:
        self._asked: dict[tuple[int, int], list[Asked]] = {}
        periods = [next_period(period, n) for n in range(-1, count + 1)]
        named = {0, *rooms}
        conditions = (among(Bill.period, periods), among(Bill.room, sorted(named)), NOT_VOID)
        for room_id, item_id, asked in [*_charges(Bill, *conditions), *also]:
            if room_id in named:
                self.add(room_id, item_id, asked)

    def add(self, room_id: int, item_id: int, asked: Asked) -> None:
        """Note what is asked now."""
        self._asked.setdefault((room_id, item_id), []).append(asked)

    def of(self, room_id: int, item_id: int) -> list[Asked]:
        """Return everything asked of the room for the item."""
        return self._asked.get((room_id, item_id), [])

    def of_binding(self, bound: Bound, item_id: int) -> list[Asked]:
        """Return what was asked by the binding itself, in the order of days."""
        own = [asked for asked in self.of(bound.room_id, item_id) if asked.binding_id == bound.id]
        return sorted(own, key=lambda asked: asked.from_on)

    def of_meter(self, bound: Bound, item_id: int, period: int) -> list[Asked]:
        """Return what was asked of a period by any binding of the same meter, in the order of days: payers change.

        Without a meter, what was asked of the room for the item, as of shared costs.
        """
        same = [
            asked
            for asked in self.of(bound.room_id, item_id)
            if asked.period == period and asked.meter_id == bound.meter_id
        ]
        return sorted(same, key=lambda asked: asked.from_on)

    def free_days(
        self, bound: Bound, item_id: int, from_on: datetime.date, until_on: datetime.date
    ) -> list[Span]:
        """Return the spans between two days, both included, that the binding has asked nothing for yet."""
        asked = self.of_binding(bound, item_id)
        return free_spans(((one.from_on, one.until_on) for one in asked), from_on, until_on)


def free_spans(taken: Iterable[Span], from_on: datetime.date, until_on: datetime.date) -> list[Span]:
    """Return what the spans taken, in the order of days, leave of the days between two, all ends included."""
    free = []
    start = from_on
    for taken_from, taken_until in taken:
        if taken_from > until_on:
            break
        if taken_from > start:
            free.append((start, taken_from - ONE_DAY))
        start = max(start, taken_until + ONE_DAY)
    if start <= until_on:
        free.append((start, until_on))
    return free


def successor_from(bound: Bound, item_id: int, last_on: datetime.date) -> datetime.date | None:
    """Return the day, up to `last_on`, from which another binding goes on charging the same after this one ended.

    Both charge the same item of the room, by the same meter; only one of them runs on a day.
    """
    if bound.until_on is None or bound.until_on >= last_on:
        return None
    query = (
        FeeBinding.select(fn.MIN(FeeBinding.from_on))
        .join(Tariff)
        .where(
            FeeBinding.room == bound.room_id,
            Tariff.item == item_id,
            FeeBinding.from_on > bound.until_on,
            FeeBinding.from_on <= last_on,
            FeeBinding.meter.is_null() if bound.meter_id is None else FeeBinding.meter == bound.meter_id,
        )
    )
    found: datetime.date | None = query.scalar()
    return found


def has_predecessor(bound: Bound, item_id: int) -> bool:
    """Say whether another binding charged the same item of the room by the same meter before this one."""
    query = FeeBinding.select().join(Tariff)
    return bool(
        query.where(
            FeeBinding.room == bound.room_id,
            Tariff.item == item_id,
            FeeBinding.from_on < bound.from_on,
            FeeBinding.meter == bound.meter_id,
        ).exists()
    )


def broken_drafts(run_id: int) -> list[Charge]:
    """Return the drafts of a run that charge a part of a month: what follows in that month must know of them."""
    return list(_charges(DraftBill, DraftBill.run == run_id, DraftBill.of_parts > 1))


def _charges(model: type[BillFacts], *conditions: Any) -> Iterator[Charge]:
    query = model.select(
        *(model.room, model.item, model.binding, model.period),
        *(model.from_on, model.until_on, model.quantity, model.price, model.amount, FeeBinding.meter),
    ).join(FeeBinding, JOIN.LEFT_OUTER, on=(model.binding == FeeBinding.id))
    found = query.where(*conditions).tuples()
    return ((room_id, item_id, Asked(*facts)) for room_id, item_id, *facts in found)
