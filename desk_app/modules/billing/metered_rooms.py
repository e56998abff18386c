"""Which meters of a room a tariff by use (按用量) is bound to, and which meters are read but bound to nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desk_app.kernel.database import among
from desk_app.kernel.words import _
from desk_app.modules.billing.months import first_day, last_day
from desk_app.modules.billing.records import FeeBinding, FeeItem, SharedPoolMember, SharedPoolMeter, Tariff
from desk_app.modules.meters.records import METER_KINDS, Meter, MeterReading
from desk_app.modules.meters.sheet_words import kind_in

KIND_OF_CODE = {"SF": "water", "DF": "power", "RQ": "gas", "CN": "heat"}
"""Items of the catalogue (domain.md 3.1) and the meters they go by."""


def meter_kind(item: FeeItem) -> str:
    """Return the kind of meter an item is measured by: by its code, else by its name; 'other' where neither tells."""
    return KIND_OF_CODE.get(str(item.code)) or kind_in(str(item.name)) or "other"


def kind_words(kind: str) -> str:
    """Return '水表'."""
    return next(_(option.label) for option in METER_KINDS if option.stored == kind)


def meters_to_bind(tariff: Tariff, room_ids: Iterable[int]) -> dict[int, list[Meter]]:
    """Return the meters in use of the tariff's kind, by room, in order."""
    found: dict[int, list[Meter]] = {}
    query = Meter.select().where(
        among(Meter.room, room_ids), Meter.kind == meter_kind(tariff.item), Meter.state == "in_use"
    )
    for meter in query.order_by(Meter.sort_key, Meter.id):
        found.setdefault(int(meter.room_id), []).append(meter)
    return found


@dataclass(frozen=True)
class ReadForNothing:
    """Meters of one kind that were read in a period though nobody is charged by them; `room_ids` in walking order."""

    kind: str
    meter_ids: tuple[int, ...]
    room_ids: tuple[int, ...]


def read_for_nothing(period: int) -> list[ReadForNothing]:
    """Return the meters of rooms that counted something in the period and that no binding charges by, kind by kind."""
    bound = FeeBinding.select(FeeBinding.meter).where(
        FeeBinding.meter.is_null(False),
        FeeBinding.from_on <= last_day(period),
        FeeBinding.until_on.is_null() | (FeeBinding.until_on >= first_day(period)),
    )
    counted = MeterReading.select(MeterReading.meter).where(
        MeterReading.period == period, MeterReading.state == "kept", MeterReading.used > 0
    )
    measured = SharedPoolMember.meter.is_null(False)
    query = Meter.select().where(
        Meter.room.is_null(False),
        Meter.id.in_(counted),
        Meter.id.not_in(bound),
        Meter.id.not_in(SharedPoolMeter.select(SharedPoolMeter.meter)),
        Meter.id.not_in(SharedPoolMember.select(SharedPoolMember.meter).where(measured)),
    )
    meters = list(query.order_by(Meter.sort_key, Meter.id))
    return [_of_kind(option.stored, meters) for option in METER_KINDS if _has(option.stored, meters)]


def _has(kind: str, meters: Sequence[Meter]) -> bool:
    return any(meter.kind == kind for meter in meters)


def _of_kind(kind: str, meters: Sequence[Meter]) -> ReadForNothing:
    mine = [meter for meter in meters if meter.kind == kind]
    rooms = dict.fromkeys(int(meter.room_id) for meter in mine)
    return ReadForNothing(kind, tuple(int(meter.id) for meter in mine), tuple(rooms))
