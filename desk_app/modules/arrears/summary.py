"""The count of arrears for the first page (欠费汇总): one row a room, made anew when something was written since."""

import datetime
from dataclasses import dataclass
from typing import Any

import peewee

from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.store import AuditRow
from desk_app.modules.arrears import ageing
from desk_app.modules.arrears.ageing import COLUMNS, Aged
from desk_app.modules.arrears.records import ArrearsCount, ArrearsSummary
from desk_app.modules.estate.records import Room

_FIELDS = ("room", "building", *COLUMNS, "held", "bills", "first_due_on")


@dataclass(frozen=True)
class Overview:
    """Arrears by building as they were counted, and when that was."""

    counted_on: datetime.date
    counted_at: datetime.datetime
    buildings: tuple[Aged, ...]

    @property
    def total(self) -> Aged:
        """Return the sum of all buildings."""
        return ageing.total_of(self.buildings)


def rebuild(desk: Desk) -> None:
    """Count all rooms anew: after a bill run, and when the book is opened on another day."""
    with transaction():
        seen = _last_entry()
        ArrearsSummary.delete().execute()
        fields = [ArrearsSummary._meta.fields[name] for name in _FIELDS]
        ArrearsSummary.insert_from(ageing.summary_rows(desk.today), fields).execute()
        ArrearsCount.delete().execute()
        ArrearsCount.create(counted_on=desk.today, counted_at=desk.now(), seen=seen)


def refresh(desk: Desk) -> bool:
    """Count anew if the day changed or anything was written since; say whether it was done."""
    count = ArrearsCount.select().first()
    if count is not None and count.counted_on == desk.today and count.seen == _last_entry():
        return False
    rebuild(desk)
    return True


def overview() -> Overview | None:
    """Return the last count by building; None before the first."""
    count = ArrearsCount.select().first()
    if count is None:
        return None
    return Overview(count.counted_on, count.counted_at, tuple(_by_building()))


def _by_building() -> list[Aged]:
    row = ArrearsSummary
    sums = [peewee.fn.SUM(row._meta.fields[name]) for name in (*COLUMNS, "held", "bills")]
    query = row.select(row.building, *sums, peewee.fn.MIN(row.first_due_on)).group_by(row.building)
    return ageing.named_buildings(_read(found) for found in query.tuples().iterator())


def _read(row: tuple[Any, ...]) -> Aged:
    key, *ages, held, bills, first = row
    return Aged(key, "", tuple(map(int, ages)), int(held), int(bills), first)


def of_rooms(building_id: int | None = None) -> list[Aged]:
    """Return the last count room by room, as one walks from door to door."""
    row = ArrearsSummary
    columns = [row._meta.fields[name] for name in (*COLUMNS, "held", "bills", "first_due_on")]
    query = (
        row.select(row.room, *columns, Room.code, row.building).join(Room).order_by(Room.sort_key, Room.id)
    )
    if building_id is not None:
        query = query.where(row.building == building_id)
    return [
        Aged(key, code, tuple(ages), held, bills, first, block)
        for key, *ages, held, bills, first, code, block in query.tuples().iterator()
    ]


def _last_entry() -> int:
    return int(AuditRow.select(peewee.fn.MAX(AuditRow.id)).scalar() or 0)
