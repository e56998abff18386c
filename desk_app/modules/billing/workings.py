"""What explains a bill's sum beyond its columns (计算依据): one small dataclass for each sort, kept as JSON on the bill.

`workings` is NULL for a fee by area (面积×单价, ㎡). Otherwise it is an object whose `sort` names the dataclass and whose
other keys are its fields; those that are their default are left out:

    {"sort": "fixed", "unit": "户"}                            "once": true where it isn't one for a month
    {"sort": "lift"}                                           quantity = coefficient
    {"sort": "metered", "unit": "m³", "readings": [{"meter": "W-0301", "before": 1263000, "value": 1294000,
        "used": 31000, "multiplier": 40, "old_used": 22000, "rolled": true, "kind": "estimated",
        "read_on": "2026-01-31"}], "minimum": 50000,
        "tiers": [[120000, 50000, 6000], …], "span": "year", "used_before": 1680000,
        "persons": 6, "begins": [2400000, 3600000]}
    {"sort": "shared", "shares": [one for each pool, as `shared_costs` tells them]}
    {"sort": "formula", "text": "面积*单价*电梯系数", "quantities": {"面积": "96.58"}, "result": "18157/80"}
    {"sort": "late_fee", "bill": "…", "principal": 68088, "due_on": "2025-03-31", "days": 45, "rate": 50}
    {"sort": "transferred", "source": "…", "reason": "…"}      moved here from another bill or room
    {"sort": "imported", "source": "…", "reason": "…"}         taken over from the office's old book
    {"sort": "typed", "reason": "…", "document": "…"}          a sum somebody typed

Units are those of the tables: readings and use 1/1,000, quantities, weights and prices 1/10,000, money fen, `rate`
1/100,000 a day.
"""

import dataclasses
import datetime
import json
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class Workings:
    """What every sort has: its name in JSON."""

    sort: ClassVar[str] = "area"


@dataclass(frozen=True)
class Area(Workings):
    """面积×单价: the columns say it all; `once` where the price is not one for a month."""

    once: bool = False


@dataclass(frozen=True)
class Fixed(Workings):
    """固定金额: so many units (户、位、张) at a price for a month, or `once` each."""

    sort: ClassVar[str] = "fixed"
    unit: str = ""
    once: bool = False


@dataclass(frozen=True)
class Lift(Workings):
    """电梯系数×单价: the quantity is the room's coefficient."""

    sort: ClassVar[str] = "lift"


@dataclass(frozen=True)
class UsedReading:
    """One reading that was charged, of a kind of `meters`: counter before and after, and the use it makes, multiplied, in 1/1,000.

    After a swap (换表) `old_used` is the part the old counter counted, multiplied, and `before` what the new began with.
    """

    meter: str = ""
    before: int | None = None
    value: int | None = None
    used: int = 0
    multiplier: int = 1
    old_used: int | None = None
    rolled: bool = False
    kind: str = "read"
    read_on: datetime.date | None = None


def of_reading(reading: Any) -> UsedReading:
    """Return what a bill keeps of a `MeterReading`."""
    before, value, used = reading.before, int(reading.value), int(reading.used or 0)
    return UsedReading(
        meter=str(reading.meter),
        before=before,
        value=value,
        used=used,
        multiplier=int(reading.meter.multiplier),
        old_used=reading.swapped,
        rolled=before is not None and value < before and used > int(reading.swapped or 0),
        kind=str(reading.kind),
        read_on=reading.read_on,
    )


@dataclass(frozen=True)
class Metered(Workings):
    """用量×单价: by readings, through tiers (quantity, price, fen) after `used_before` of the span, or at a minimum.

    `persons` live there where that moved the tiers, whose beginnings (but the first) are in `begins`.
    """

    sort: ClassVar[str] = "metered"
    unit: str = ""
    readings: tuple[UsedReading, ...] = ()
    minimum: int = 0
    tiers: tuple[tuple[int, int, int], ...] = ()
    span: str = "none"
    used_before: int = 0
    persons: int = 0
    begins: tuple[int, ...] = ()


@dataclass(frozen=True)
class Shared(Workings):
    """公摊: the room's part of each pool, as `shared_costs.explain_shares` reads them."""

    sort: ClassVar[str] = "shared"
    shares: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Formula(Workings):
    """公式: its text, what each name stood for (as it is shown), and its exact result in yuan ('18157/80')."""

    sort: ClassVar[str] = "formula"
    text: str = ""
    quantities: dict[str, str] = dataclasses.field(default_factory=dict)
    result: str = "0"


@dataclass(frozen=True)
class LateFee(Workings):
    """违约金: one stage of an overdue bill; `cap` is the cap that held the fee down, if one did."""

    sort: ClassVar[str] = "late_fee"
    bill: str = ""
    principal: int = 0
    due_on: datetime.date | None = None
    days: int = 0
    rate: int = 0
    cap: str = "none"
    already: int = 0


@dataclass(frozen=True)
class Transferred(Workings):
    """结转: moved here from another bill or room."""

    sort: ClassVar[str] = "transferred"
    source: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Imported(Workings):
    """期初导入: taken over as it stood in the office's old book."""

    sort: ClassVar[str] = "imported"
    source: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Typed(Workings):
    """手工录入: a sum somebody typed, and why."""

    sort: ClassVar[str] = "typed"
    reason: str = ""
    document: str = ""


_SORTS: dict[str, type[Workings]] = {
    sort.sort: sort
    for sort in (Area, Fixed, Lift, Metered, Shared, Formula, LateFee, Transferred, Imported, Typed)
}


def to_json(workings: Workings) -> str | None:
    """Return what a bill's `workings` column holds; None for what its columns say already."""
    told = _told(workings)
    if workings == Area():
        return None
    return json.dumps({"sort": workings.sort, **told}, ensure_ascii=False, default=str)


def from_json(text: str | None) -> Workings:
    """Return what was kept; what a newer program added is passed over, no sort or an unknown one is a ValueError."""
    kept = json.loads(text) if text else {"sort": "area"}
    name = kept.get("sort")
    if name not in _SORTS:
        raise ValueError(name)
    values = _known(_SORTS[name], kept)
    if name == "metered":
        values["readings"] = tuple(
            UsedReading(**_known(UsedReading, one)) for one in values.get("readings", ())
        )
        values["tiers"] = tuple((tier[0], tier[1], tier[2]) for tier in values.get("tiers", ()))
        values["begins"] = tuple(values.get("begins", ()))
    if name == "shared":
        values["shares"] = tuple(values.get("shares", ()))
    return _SORTS[name](**values)


def _told(thing: Any) -> dict[str, Any]:
    """Return the fields that differ from their defaults."""
    told = {}
    for field in dataclasses.fields(thing):
        value = getattr(thing, field.name)
        default = {} if field.default is dataclasses.MISSING else field.default
        if value != default:
            told[field.name] = [_told(one) for one in value] if field.name == "readings" else value
    return told


def _known(sort: type[Any], kept: dict[str, Any]) -> dict[str, Any]:
    """Return the keys that are fields of the sort, days read."""
    names = {field.name for field in dataclasses.fields(sort)}
    return {
        name: datetime.date.fromisoformat(value) if name.endswith("_on") and value else value
        for name, value in kept.items()
        if name in names
    }
