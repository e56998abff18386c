"""Before a run and after its trial: what may be forgotten, and what differs from the last period (S09 1, 3)."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from desk_app.kernel.days import show_day
from desk_app.kernel.words import _
from desk_app.modules.billing.ledger import NOT_VOID
from desk_app.modules.billing.months import ONE_DAY, first_day, last_day, next_period
from desk_app.modules.billing.records import (
    Bill,
    BillRun,
    DraftBill,
    FeeBinding,
    FeeItem,
    Reduction,
    SkippedRoom,
    Tariff,
)
from desk_app.modules.billing.shared_costs import pools_without_figures
from desk_app.modules.estate.records import Room
from desk_app.modules.meters import readings
from desk_app.modules.meters.records import Meter, MeterReading
from desk_app.modules.people.records import Holding

SOON = datetime.timedelta(days=31)
"""Ends so many days after the period's last one are told as well."""
CHANGED_BY_PERCENT = 20
NOT_CHARGED_USES = ("public",)


@dataclass(frozen=True)
class Finding:
    """Something to look at before a period is billed: what sort, which record of which kind, and the sentence."""

    sort: str
    kind: str
    record_id: int
    text: str


@dataclass(frozen=True)
class Change:
    """What a room pays for an item now and what it paid the period before, in fen; None where there was no bill."""

    room_id: int
    room: str
    item: str
    before: int | None
    now: int | None

    @property
    def percent(self) -> int | None:
        """Return by how many percent it changed, None where there is nothing to compare."""
        if not self.before or self.now is None:
            return None
        return round_percent(self.now - self.before, self.before)


def round_percent(part: int, whole: int) -> int:
    """Return part of whole in percent, half up away from zero."""
    percent = (200 * abs(part) + whole) // (2 * whole)
    return percent if part >= 0 else -percent


def check_before(period: int) -> list[Finding]:
    """Return what to look at before the period is billed: rooms without fees, meters not read, what ends soon."""
    return [
        *_unbound_rooms(),
        *_unread_meters(period),
        *(
            Finding("shared", "shared_pools", pool.id, f"{pool}：{why}")
            for pool, why in pools_without_figures(period)
        ),
        *_ending_tariffs(period),
        *_ending_leases(period),
        *_ending_vacancies(period),
    ]


def compare(run: BillRun) -> list[Change]:
    """Return what a run asks that differs by more than 20 % from the period before, or is new, or is missing.

    Works on a draft and on a posted run; each room and item is compared by its sum for the run's period.
    """
    model = DraftBill if run.state == "draft" else Bill
    mine = [model.run == run.id, model.period == run.period]
    now = _sums(model, *mine, *([] if model is DraftBill else [NOT_VOID]))
    before = _sums(Bill, Bill.period == next_period(run.period, -1), NOT_VOID, *_only_rooms(run))
    rooms = dict(Room.select(Room.id, Room.code).order_by(Room.sort_key).tuples())
    items = dict(FeeItem.select(FeeItem.id, FeeItem.name).tuples())
    changed = [key for key in now.keys() | before.keys() if _differs(before.get(key), now.get(key))]
    places = {room_id: place for place, room_id in enumerate(rooms)}
    changed.sort(key=lambda key: (places[key[0]], key[1]))
    return [
        Change(
            room_id,
            rooms[room_id],
            items[item_id],
            before.get((room_id, item_id)),
            now.get((room_id, item_id)),
        )
        for room_id, item_id in changed
    ]


def skips_of(run: BillRun) -> list[SkippedRoom]:
    """Return what the run left out, with room, item and reason, in the order of rooms."""
    query = SkippedRoom.select(SkippedRoom, Room, FeeItem).join(Room).switch(SkippedRoom)
    query = query.join(FeeItem, JOIN.LEFT_OUTER).where(SkippedRoom.run == run.id)
    return list(query.order_by(Room.sort_key, SkippedRoom.id))


def _sums(model: Any, *conditions: Any) -> dict[tuple[int, int], int]:
    query = model.select(model.room, model.item, fn.SUM(model.amount)).where(*conditions)
    return {
        (room_id, item_id): int(amount)
        for room_id, item_id, amount in query.group_by(model.room, model.item).tuples()
    }


def _only_rooms(run: BillRun) -> list[Any]:
    """Return the condition that keeps a run of one building to its rooms: those it made a bill or reason for."""
    if run.scope is None:
        return []
    touched = [
        model.select(model.room).where(model.run == run.id) for model in (DraftBill, Bill, SkippedRoom)
    ]
    return [Bill.room.in_(touched[0] | touched[1] | touched[2])]


def _differs(before: int | None, now: int | None) -> bool:
    if before is None or now is None:
        return before != now
    return abs(now - before) * 100 > CHANGED_BY_PERCENT * before


def _unbound_rooms() -> Iterator[Finding]:
    bound = FeeBinding.select(FeeBinding.room).where(FeeBinding.state != "ended")
    rooms = Room.select().where(Room.id.not_in(bound), Room.use.not_in(NOT_CHARGED_USES))
    for room in rooms.order_by(Room.sort_key):
        yield Finding("unbound", "rooms", room.id, _("{room} 没有绑定任何收费。").format(room=room))


def _unread_meters(period: int) -> Iterator[Finding]:
    bound = FeeBinding.select(FeeBinding.meter).where(
        FeeBinding.meter.is_null(False),
        FeeBinding.state == "active",
        FeeBinding.from_on <= last_day(period),
        FeeBinding.until_on.is_null() | (FeeBinding.until_on >= first_day(period)),
    )
    read = readings.used_in(period)
    held = MeterReading.select(MeterReading.meter).where(
        MeterReading.period == period, MeterReading.state == "held"
    )
    waiting = {meter_id for (meter_id,) in held.tuples()}
    for meter in Meter.select().where(Meter.id.in_(bound)).order_by(Meter.sort_key):
        if meter.id in waiting:
            yield Finding("held", "meters", meter.id, _("{meter} 的读数还没有核对。").format(meter=meter))
        elif meter.id not in read:
            yield Finding("unread", "meters", meter.id, _("{meter} 本期没有抄表。").format(meter=meter))


def _ending_tariffs(period: int) -> Iterator[Finding]:
    ending = Tariff.select().where(
        Tariff.until_on >= first_day(period), Tariff.until_on <= last_day(period) + SOON
    )
    for tariff in ending.order_by(Tariff.until_on):
        text = _("收费标准“{tariff}”到 {day} 为止。").format(tariff=tariff, day=show_day(tariff.until_on))
        yield Finding("tariff", "tariffs", tariff.id, text)


def _ending_leases(period: int) -> Iterator[Finding]:
    """Leases that end in or shortly after the period, or ended unnoticed just before it."""
    from_on, until_on = first_day(period) - SOON + ONE_DAY, last_day(period) + SOON
    ending = (
        Holding.select(Holding, Room)
        .join(Room)
        .where(Holding.role == "tenant", Holding.until_on >= from_on, Holding.until_on <= until_on)
    )
    for holding in ending.order_by(Holding.until_on):
        text = _("{room} 的租约到 {day} 为止。").format(room=holding.room, day=show_day(holding.until_on))
        yield Finding("lease", "holdings", holding.id, text)


def _ending_vacancies(period: int) -> Iterator[Finding]:
    ending = (
        Reduction.select(Reduction, Room)
        .join(Room)
        .where(
            Reduction.kind == "vacancy",
            Reduction.state == "approved",
            Reduction.until_on >= first_day(period),
            Reduction.until_on <= last_day(period) + SOON,
        )
    )
    for reduction in ending.order_by(Reduction.until_on):
        text = _("{room} 的空置减免到 {day} 为止。").format(
            room=reduction.room, day=show_day(reduction.until_on)
        )
        yield Finding("vacancy", "reductions", reduction.id, text)
