"""The reading round (抄表) of a period: every meter in walking order, with its last value, usual use and what was read."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from peewee import JOIN, prefetch

from desk_app.kernel.database import among
from desk_app.kernel.periods import next_period
from desk_app.modules.estate.records import Building, Community, Room
from desk_app.modules.meters import scale
from desk_app.modules.meters.records import Meter, MeterReading, place_of, walking_key

OWN = ("first", "read", "estimated")
"""Readings that make a meter read in the round of their period."""
MONTHS_BACK = 7
"""Months whose readings are read at once; a meter that was not read for longer is looked up by itself."""


@dataclass(frozen=True)
class RoundLine:
    """One meter of a round. Values are 1/1,000; `reading` is the period's own, held ones included; None if missing.

    `corrections` of it were made after it was billed, the latest first.
    """

    meter: Meter
    place: str
    before: int | None
    before_on: datetime.date | None
    before_kind: str
    usual: int | None
    reading: MeterReading | None
    corrections: tuple["Seen", ...] = ()

    @property
    def value(self) -> int | None:
        """Return what the counter showed: the reading's value as it was corrected last."""
        right = self.corrections[0] if self.corrections else self.reading
        return None if right is None else int(right.value)

    @property
    def used(self) -> int | None:
        """Return what was used by the reading and its corrections together; None where the reading counts nothing."""
        if self.reading is None or self.reading.used is None:
            return None
        return int(self.reading.used) + sum(int(row.used or 0) for row in self.corrections)

    @property
    def state(self) -> str:
        """Return missing, held or read."""
        if self.reading is None:
            return "missing"
        return "held" if self.reading.state == "held" else "read"


@dataclass
class _Known:
    """What the readings of one meter tell, gathered from the latest back."""

    last: Any = None
    own: Any = None
    used: list[int] = field(default_factory=list)
    corrections: list["Seen"] = field(default_factory=list)


def round_of(period: int, building_id: int | None = None, kind: str | None = None) -> list[RoundLine]:
    """Return the meters in use, of one building or kind or of all, as they are walked past."""
    meters = _meters(building_id, kind)
    known = _readings(period, [meter.id for meter in meters])
    lines = [_line(meter, known[meter.id], period) for meter in meters]
    return sorted(lines, key=lambda line: walking_key(line.meter))


def line_of(meter_id: int, period: int) -> RoundLine:
    """Return one meter's line anew."""
    meter = Meter.get_by_id(meter_id)
    return _line(meter, _readings(period, [meter_id])[meter_id], period)


def own_reading(meter_id: int, period: int) -> MeterReading | None:
    """Return the reading a meter has in a period's round, held or not; None while it is missing."""
    found = MeterReading.select().where(
        MeterReading.meter == meter_id,
        MeterReading.period == period,
        MeterReading.state != "void",
        MeterReading.kind.in_(OWN),
    )
    reading: MeterReading | None = found.order_by(MeterReading.read_on.desc(), MeterReading.id.desc()).first()
    return reading


def missing(period: int, building_id: int | None = None, kind: str | None = None) -> list[Meter]:
    """Return the meters in use that a period has no reading of, as they are walked past; held ones count as read."""
    return [line.meter for line in round_of(period, building_id, kind) if line.reading is None]


def held(period: int) -> list[MeterReading]:
    """Return the readings of a period that wait for somebody to look at them."""
    found = MeterReading.select().where(MeterReading.period == period, MeterReading.state == "held")
    return list(found.order_by(MeterReading.id))


def count_held(since: int) -> int:
    """Return how many readings of the periods from `since` on wait to be checked."""
    waiting = MeterReading.select().where(MeterReading.period >= since, MeterReading.state == "held")
    return int(waiting.count())


def _meters(building_id: int | None, kind: str | None) -> list[Meter]:
    """Return the meters with their rooms and buildings, each table read once."""
    query = Meter.select().where(Meter.state == "in_use")
    if kind:
        query = query.where(Meter.kind == kind)
    if building_id is not None:
        query = query.join(Room, JOIN.LEFT_OUTER)
        query = query.where((Room.building == building_id) | (Meter.building == building_id))
    return list(prefetch(query, Room.select(), Building.select(), Community.select()))


def _readings(period: int, meter_ids: Sequence[int]) -> dict[int, _Known]:
    """Return what is known of each meter from its readings of the months before and of the period itself."""
    known = {meter_id: _Known() for meter_id in meter_ids}
    since = next_period(period, -MONTHS_BACK)
    for own in _select(meter_ids, (MeterReading.period == period) & MeterReading.kind.in_(OWN)):
        known[own.meter_id].own = known[own.meter_id].own or own
    for row in _select(meter_ids, (MeterReading.period >= since), Seen):
        _note(known[row.meter_id], row, period)
    old = [meter_id for meter_id, told in known.items() if told.last is None]
    for row in _select(old, MeterReading.period < since, Seen):
        _note(known[row.meter_id], row, period)
    return known


class Seen(NamedTuple):
    """What the round needs of an earlier reading; named as the record's fields are."""

    meter_id: int
    id: int
    period: int
    read_on: datetime.date
    kind: str
    state: str
    value: int
    before: int | None
    used: int | None


def _select(meter_ids: Sequence[int], condition: Any, shape: Any = None) -> Iterator[Any]:
    """Yield the readings that were not voided, each meter's latest first; as `shape` where one is given."""
    seen = [MeterReading._meta.combined[name] for name in Seen._fields]
    for start in range(0, len(meter_ids), 500):
        query = MeterReading.select(*seen) if shape else MeterReading.select()
        query = query.where(among(MeterReading.meter, meter_ids[start : start + 500]), condition)
        query = query.where(MeterReading.state != "void").order_by(
            MeterReading.meter, MeterReading.read_on.desc(), MeterReading.id.desc()
        )
        yield from (shape(*row) for row in query.tuples()) if shape else query


def _note(known: _Known, row: Seen, period: int) -> None:
    """Take one more reading, older than those before, into account."""
    own = known.own
    if row.state != "kept" or (own is not None and (row.id == own.id or row.period > period)):
        return
    if own is not None and row.kind == "corrected" and _is_of(row, own):
        known.corrections.append(row)
        return
    known.last = known.last or row
    counts = row.kind in ("read", "estimated") and row.used is not None
    if counts and len(known.used) < scale.USUAL_FROM:
        known.used.append(int(row.used or 0))


def _is_of(correction: Seen, own: Any) -> bool:
    """Say whether a correction is of the period's own reading, not of one before it in the same period."""
    is_same_day = (correction.period, correction.read_on) == (own.period, own.read_on)
    return is_same_day and own.state == "kept" and correction.id > own.id


def _line(meter: Meter, known: _Known, period: int) -> RoundLine:
    last, own = known.last, known.own
    before = own.before if own is not None else scale.level_of(last) if last is not None else None
    return RoundLine(
        meter,
        place_of(meter),
        before,
        last.read_on if last is not None else None,
        last.kind if last is not None else "",
        scale.average(known.used),
        own,
        tuple(known.corrections),
    )
