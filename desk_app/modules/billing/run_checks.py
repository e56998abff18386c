"""Before a run and after its trial: what may be forgotten, and what differs from the last period (S09 1, 3)."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from desk_app.kernel import settings
from desk_app.kernel.database import among
from desk_app.kernel.days import show_day
from desk_app.kernel.money import show
from desk_app.kernel.periods import show_period
from desk_app.kernel.words import _, clauses, headed, listed
from desk_app.modules.billing import run_rights
from desk_app.modules.billing.ledger import NOT_VOID
from desk_app.modules.billing.metered_rooms import kind_words, read_for_nothing
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
from desk_app.modules.billing.unbilled import unbilled_before
from desk_app.modules.billing.unbilled_sums import by_month
from desk_app.modules.billing.unshared import unshared_in
from desk_app.modules.estate.records import Room
from desk_app.modules.meters import readings
from desk_app.modules.meters.records import Meter, MeterReading
from desk_app.modules.people.records import Holding

SOON = datetime.timedelta(days=31)
"""Ends so many days after the period's last one are told as well."""
CHANGED_BY_PERCENT = 20
NOT_CHARGED_USES = ("public",)
ROOMS_NAMED = 3
"""Rooms of a month left out that are named; its run names them all."""


IMPORTED = '{"sort": "imported"'
"""How the workings of a bill taken over from the old book begin."""


@dataclass(frozen=True)
class RunFinding:
    """Something to look at before a period is billed: what sort, which record of which kind, and the sentence.

    `period` is the month whose run mends it, 0 where no run does; `detail` says more.
    """

    sort: str
    kind: str
    record_id: int
    text: str
    detail: str = ""
    period: int = 0


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


def check_before(period: int) -> list[RunFinding]:
    """Return what to look at before the period is billed: months left out, rooms without fees, meters not read, what ends soon."""
    return [
        *_unbilled(period),
        *_unbound_rooms(),
        *_read_for_nothing(period),
        *_unread_meters(period),
        *(
            RunFinding("shared", "shared_pools", pool.id, f"{pool}：{why}")
            for pool, why in pools_without_figures(period)
        ),
        *_unshared(period),
        *_ending_tariffs(period),
        *_ending_leases(period),
        *_ending_vacancies(period),
    ]


def compare(run: BillRun) -> list[Change]:
    """Return what a run asks that differs by more than 20 % from the period before, or is new, or is missing.

    Works on a draft and on a posted run; each room and item is compared by its sum for the run's period, with what other
    runs asked for that period: a later run only adds to them, and what they asked alone is not its change. Of the old
    book's last month only what it asked for that month is known: a lump it was owed is none, a room without is not new.
    """
    mine, now = _asked_by(run)
    dated = ~Bill.workings.startswith(IMPORTED) | Bill.workings.is_null() | (Bill.from_on != Bill.until_on)
    before = _sums(Bill, Bill.period == next_period(run.period, -1), NOT_VOID, dated, *_only_rooms(run))
    rooms = dict(Room.select(Room.id, Room.code).order_by(Room.sort_key).tuples())
    items = dict(FeeItem.select(FeeItem.id, FeeItem.name).tuples())
    looked = mine.keys() | (before.keys() - now.keys())
    if run.period == settings.value("bills_from"):
        looked &= before.keys()
    changed = [key for key in looked if _differs(before.get(key), now.get(key))]
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


def _asked_by(run: BillRun) -> tuple[dict[tuple[int, int], int], dict[tuple[int, int], int]]:
    """Return what the run asks for its period by room and item, and what it and all others together ask."""
    model = DraftBill if run.state == "draft" else Bill
    stands = [] if model is DraftBill else [NOT_VOID]
    mine = _sums(model, model.run == run.id, model.period == run.period, *stands)
    is_other = Bill.run.is_null() | (Bill.run != run.id)
    others = _sums(Bill, Bill.period == run.period, NOT_VOID, is_other)
    return mine, {key: mine.get(key, 0) + others.get(key, 0) for key in mine.keys() | others.keys()}


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


def _unbound_rooms() -> Iterator[RunFinding]:
    bound = FeeBinding.select(FeeBinding.room).where(FeeBinding.state != "ended")
    rooms = Room.select().where(Room.id.not_in(bound), Room.use.not_in(NOT_CHARGED_USES))
    for room in rooms.order_by(Room.sort_key):
        yield RunFinding("unbound", "rooms", room.id, _("{room} 没有绑定任何收费。").format(room=room))


def _unbilled(period: int) -> Iterator[RunFinding]:
    """Months before this one that rooms were bound in and never billed for, the earliest first."""
    for month in by_month(unbilled_before(period)):
        count, shown = len(month.room_ids), show_period(month.period)
        text = _("{period} 有 {count} 户没有出账，或没有出全。").format(period=shown, count=f"{count:,}")
        if month.amount is not None:
            text = _("{period} 有 {count} 户没有出账，或没有出全，约 {total} 元。").format(
                period=shown, count=f"{count:,}", total=show(month.amount)
            )
        items = FeeItem.select(FeeItem.name).where(among(FeeItem.id, month.item_ids))
        told = [headed(listed(name for (name,) in items.tuples()), _named(month.room_ids))]
        if run_rights.is_closed(month.period):
            told.append(_("这个月已经月结，要先反月结才能补出账"))
        yield RunFinding("unbilled", "bill_runs", 0, text, clauses(told), month.period)


def _unread_meters(period: int) -> Iterator[RunFinding]:
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
            yield RunFinding("held", "meters", meter.id, _("{meter} 的读数还没有核对。").format(meter=meter))
        elif meter.id not in read:
            yield RunFinding("unread", "meters", meter.id, _("{meter} 本期没有抄表。").format(meter=meter))


def _read_for_nothing(period: int) -> Iterator[RunFinding]:
    """Meters that were read and that nobody is charged by: what they counted would never be asked for."""
    for found in read_for_nothing(period):
        text = _("{count} 块{kind}本期有用量，没有绑定收费，不会出账。").format(
            count=f"{len(found.meter_ids):,}", kind=kind_words(found.kind)
        )
        yield RunFinding("unbound_meters", "meters", found.meter_ids[0], text, _named(found.room_ids))


def _unshared(period: int) -> Iterator[RunFinding]:
    """Parts of shared costs that fall on rooms nothing charges with them: the others do not make up the sum."""
    for left in unshared_in(period):
        text = _("{item}有 {count} 户参加分摊，没有绑定，合计 {total} 元没有人承担。").format(
            item=left.item, count=f"{len(left.fen):,}", total=show(left.total)
        )
        yield RunFinding("unshared", "shared_pools", left.pool_id, text, _named(tuple(left.fen)))


def _named(room_ids: Sequence[int]) -> str:
    """Return the first rooms by their numbers."""
    rooms = Room.select(Room.code).where(among(Room.id, room_ids[:ROOMS_NAMED]))
    names = listed(code for (code,) in rooms.order_by(Room.sort_key).tuples())
    return _("{some} 等").format(some=names) if len(room_ids) > ROOMS_NAMED else names


def _ending_tariffs(period: int) -> Iterator[RunFinding]:
    ending = Tariff.select().where(
        Tariff.until_on >= first_day(period), Tariff.until_on <= last_day(period) + SOON
    )
    for tariff in ending.order_by(Tariff.until_on):
        text = _("收费标准“{tariff}”到 {day} 为止。").format(tariff=tariff, day=show_day(tariff.until_on))
        yield RunFinding("tariff", "tariffs", tariff.id, text)


def _ending_leases(period: int) -> Iterator[RunFinding]:
    """Leases that end in or shortly after the period, or ended unnoticed just before it."""
    from_on, until_on = first_day(period) - SOON + ONE_DAY, last_day(period) + SOON
    ending = (
        Holding.select(Holding, Room)
        .join(Room)
        .where(Holding.role == "tenant", Holding.until_on >= from_on, Holding.until_on <= until_on)
    )
    for holding in ending.order_by(Holding.until_on):
        text = _("{room} 的租约到 {day} 为止。").format(room=holding.room, day=show_day(holding.until_on))
        yield RunFinding("lease", "holdings", holding.id, text)


def _ending_vacancies(period: int) -> Iterator[RunFinding]:
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
        yield RunFinding("vacancy", "reductions", reduction.id, text)
