"""How a day of handovers stands (交付汇总): counts by state, keys left, papers missing, money, defects by firm (S02)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from desk_app.kernel.database import among
from desk_app.modules.billing.records import Bill
from desk_app.modules.estate.records import Room
from desk_app.modules.handover.records import Defect, Handover, HandoverFee, PaperReceived
from desk_app.modules.people.records import Person
from desk_app.modules.staff.records import Firm

STAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("waiting", ("planned", "notified", "appointed")),
    ("signed_in", ("signed_in",)),
    ("inspecting", ("inspecting",)),
    ("inspected", ("inspected",)),
    ("billed", ("billed",)),
    ("paid", ("paid",)),
    ("handed_over", ("handed_over", "archived")),
    ("refused", ("refused", "deferred")),
    ("deemed", ("deemed",)),
)
"""What the day is counted by: a handover stands in one of them."""


@dataclass(frozen=True)
class FirmDefects:
    """The defects of one firm: how many there are, and how many are not yet right."""

    firm: str
    found: int
    open: int


@dataclass(frozen=True)
class DayFigures:
    """What came of the handovers named: counts, keys, fen, and lists of what is still to be done."""

    total: int
    stages: dict[str, int]
    keys_due: int
    keys_handed: int
    keys_kept: int
    charged: int
    unpaid: int
    missing: tuple[tuple[str, tuple[str, ...]], ...]
    defects: tuple[FirmDefects, ...]

    @property
    def keys_left(self) -> int:
        """Return how many keys are still at the desk, those kept for defects not counted."""
        return self.keys_due - self.keys_handed - self.keys_kept


def of_day(day: datetime.date, batch_id: int | None = None) -> list[Handover]:
    """Return the handovers of a day: appointed for it, signed in or given over on it; by queue, then appointment, then room."""
    begins = datetime.datetime.combine(day, datetime.time())
    ends = begins + datetime.timedelta(days=1)
    within = [
        (column >= begins) & (column < ends)
        for column in (Handover.appointed_at, Handover.signed_in_at, Handover.keys_at)
    ]
    query = _with_names().where(within[0] | within[1] | within[2])
    if batch_id is not None:
        query = query.where(Handover.batch == batch_id)
    return sorted(query, key=lambda one: _turn(one, begins, ends))


def _with_names() -> Any:
    """Return the query of handovers with their rooms and owners, read at once."""
    query = Handover.select(Handover, Room, Person).join(Room)
    return query.switch(Handover).join(Person, JOIN.LEFT_OUTER).where(Handover.state != "void")


def _turn(one: Any, begins: datetime.datetime, ends: datetime.datetime) -> tuple[Any, ...]:
    is_there = one.signed_in_at is not None and begins <= one.signed_in_at < ends
    queued = one.queue_number if is_there else None
    return (
        queued is None,
        one.signed_in_at if is_there else datetime.datetime.max,
        queued or 0,
        one.appointed_at or datetime.datetime.max,
        str(one.room.sort_key),
    )


def figures(handovers: Sequence[Any]) -> DayFigures:
    """Return the figures of these handovers, in a few queries however many there are."""
    states = [one.state for one in handovers]
    given = [one for one in handovers if one.keys_at is not None]
    charged, unpaid = _money([one.id for one in handovers])
    return DayFigures(
        len(handovers),
        {name: sum(state in of_stage for state in states) for name, of_stage in STAGES},
        sum(one.keys_due or 0 for one in handovers),
        sum(one.keys_handed or 0 for one in given),
        sum(one.keys_kept or 0 for one in given),
        charged,
        unpaid,
        _missing(handovers),
        _defects([one.room_id for one in handovers]),
    )


def _money(ids: list[int]) -> tuple[int, int]:
    """Return the fen asked at the handovers, and those of them still open."""
    query = HandoverFee.select(
        fn.SUM(Bill.amount - Bill.reduced), fn.SUM(Bill.amount - Bill.reduced - Bill.paid)
    ).join(
        Bill,
        on=(
            (Bill.binding == HandoverFee.binding)
            & (Bill.from_on >= HandoverFee.from_on)
            & (Bill.until_on <= HandoverFee.until_on)
        ),
    )
    charged, unpaid = query.where(among(HandoverFee.handover, ids or [0]), Bill.state != "void").tuples()[0]
    return int(charged or 0), int(unpaid or 0)


def _missing(handovers: Sequence[Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return (room, papers not brought) of those who came."""
    came = {one.id: str(one.room.code) for one in handovers if one.signed_in_at is not None}
    rows = PaperReceived.select().where(
        among(PaperReceived.handover, list(came) or [0]),
        PaperReceived.is_received == False,  # noqa: E712
    )
    by_room: dict[int, list[str]] = {}
    for row in rows.order_by(PaperReceived.handover, PaperReceived.place):
        by_room.setdefault(row.handover_id, []).append(str(row.name))
    return tuple((came[key], tuple(by_room[key])) for key in came if key in by_room)


def _defects(room_ids: list[int]) -> tuple[FirmDefects, ...]:
    """Return the defects of the rooms by firm, those without one last."""
    query = (
        Defect.select(Firm.name, Defect.state)
        .join(Firm, JOIN.LEFT_OUTER)
        .where(among(Defect.room, room_ids or [0]), Defect.state != "void")
    )
    by_firm: dict[str, list[str]] = {}
    for name, state in query.tuples():
        by_firm.setdefault(name or "", []).append(state)
    return tuple(
        FirmDefects(name, len(states), sum(state != "closed" for state in states))
        for name, states in sorted(by_firm.items(), key=lambda one: (not one[0], one[0]))
    )
