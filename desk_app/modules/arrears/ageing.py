"""How old debts are (账龄): what is open and due, by age, worked out by one statement over the index of open bills.

Amounts are whole fen. A bill is a debt from the day after it is due. Held bills (挂起) are counted apart, deposits never.
What is open is what is open now; `day` says how old it is.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import peewee

from desk_app.kernel.database import among, database
from desk_app.kernel.days import add_months
from desk_app.kernel.words import mark
from desk_app.modules.billing.ledger import IS_OPEN, NOT_VOID
from desk_app.modules.billing.records import Bill, FeeItem
from desk_app.modules.estate.records import Building, Room
from desk_app.modules.people.records import Person


@dataclass(frozen=True)
class Bucket:
    """An age: its name in figures and files, what people call it, and the column that keeps it."""

    name: str
    label: str
    column: str


BUCKETS = (
    Bucket("0-30", mark("30 天内"), "days_30"),
    Bucket("31-90", mark("31–90 天"), "days_90"),
    Bucket("91-180", mark("91–180 天"), "days_180"),
    Bucket("181-365", mark("181–365 天"), "days_365"),
    Bucket("1-2y", mark("1–2 年"), "years_2"),
    Bucket("2-3y", mark("2–3 年"), "years_3"),
    Bucket(">3y", mark("3 年以上"), "older"),
)
"""Ages of domain.md 3.15, by days overdue; years beyond the first are calendar years."""
COLUMNS = tuple(bucket.column for bucket in BUCKETS)
_DAYS = (30, 90, 180, 365)


@dataclass(frozen=True)
class Aged:
    """Debts of one room, building, item or payer by age; `key` is its id, `held` the fen under dispute.

    `bills` counts them all, held ones too; `first_due_on` is the earliest due day.
    """

    key: int | None
    name: str
    ages: tuple[int, ...] = (0,) * len(BUCKETS)
    held: int = 0
    bills: int = 0
    first_due_on: datetime.date | None = None
    building_id: int | None = field(default=None, compare=False)

    @property
    def total(self) -> int:
        """Return the fen owed, without what is held."""
        return sum(self.ages)


def begins(day: datetime.date) -> tuple[datetime.date, ...]:
    """Return, for each age but the last, the earliest due day that is still so young on `day`."""
    by_days = [day - datetime.timedelta(days=days) for days in _DAYS]
    return (*by_days, add_months(day, -24), add_months(day, -36))


def by_building(day: datetime.date) -> list[Aged]:
    """Return the debts of each building that has any, in the buildings' order; rooms without one come last.

    Neither bills nor first days are told: they would cost a quarter more.
    """
    found = _debts(day, Bill.room, is_dated=False)
    query = Room.select(Room.building, *_added_up(found, is_dated=False)).join(
        found, on=(found.c.key == Room.id)
    )
    return named_buildings(_aged(row) for row in query.group_by(Room.building).tuples().iterator())


def by_room(day: datetime.date, building_id: int | None = None, item_id: int | None = None) -> list[Aged]:
    """Return the debts of each room that has any, as one walks from door to door."""
    some = () if item_id is None else (Bill.item == item_id,)
    found = _debts(day, Bill.room, *some)
    query = Room.select(Room.id, *_added_up(found), Room.code, Room.building)
    query = query.join(found, on=(found.c.key == Room.id)).group_by(Room.id).order_by(Room.sort_key, Room.id)
    if building_id is not None:
        query = query.where(Room.building == building_id)
    return [_aged(row[:-2], row[-2], row[-1]) for row in query.tuples().iterator()]


def by_item(day: datetime.date) -> list[Aged]:
    """Return the debts under each fee item, in the order they are paid."""
    rows = {row.key: row for row in _alone(_debts(day, Bill.item))}
    items = FeeItem.select().order_by(FeeItem.pays_first, FeeItem.id)
    return [_renamed(rows[item.id], str(item)) for item in items if item.id in rows]


def by_payer(day: datetime.date) -> list[Aged]:
    """Return the debts of each payer, the largest first; without a payer's name they are the owners' of the rooms."""
    rows = _alone(_debts(day, Bill.payer))
    ids = [row.key for row in rows if row.key is not None]
    names = {
        person.id: str(person)
        for some in peewee.chunked(ids, 500)
        for person in Person.select().where(Person.id.in_(some))
    }
    rows.sort(key=lambda row: -row.total)
    return [_renamed(row, names.get(row.key or 0, "")) for row in rows]


def of_room(room_id: int, day: datetime.date) -> Aged:
    """Return one room's debts."""
    rows = _alone(_debts(day, Bill.room, Bill.room == room_id))
    return rows[0] if rows else Aged(room_id, "")


def total_of(rows: Iterable[Aged], name: str = "") -> Aged:
    """Return the sum of rows."""
    found = list(rows)
    ages = tuple(sum(row.ages[place] for row in found) for place in range(len(BUCKETS)))
    days = [row.first_due_on for row in found if row.first_due_on]
    return Aged(
        None,
        name,
        ages,
        sum(row.held for row in found),
        sum(row.bills for row in found),
        min(days, default=None),
    )


def summary_rows(day: datetime.date) -> Any:
    """Return the query of (room, building, each age, held, bills, first due day) that fills the summary."""
    found = _debts(day, Bill.room)
    over = [peewee.fn.SUM(found.c[name]) for name in _OVER]
    ages = [more - less for more, less in pairwise(over)]
    rest = (over[-1], *_added_up(found)[len(_OVER) :])
    query = Room.select(Room.id, Room.building, *ages, *rest).join(found, on=(found.c.key == Room.id))
    return query.group_by(Room.id).order_by(Room.building, Room.id)


def named_buildings(rows: Iterable[Aged]) -> list[Aged]:
    """Return rows whose keys are buildings with their names, in the buildings' order; no building comes last."""
    found = {row.key: row for row in rows}
    named = [
        _renamed(found.pop(block.id), str(block))
        for block in Building.select().order_by(Building.sort_key)
        if block.id in found
    ]
    return [*named, *found.values()]


# -- the statement -----------------------------------------------------------------------------------------------

_OVER = tuple(f"over_{place}" for place in range(len(BUCKETS)))
"""Sums of what is at least so old: all that is owed first. An age is the difference of two of them: one comparison for
a bill and age is half of what a sum of its own costs."""


def _debts(day: datetime.date, by: Any, *conditions: Any, is_dated: bool = True) -> Any:
    """Return the query of debts grouped by a field of the bill: asked ones, and below them those that are held.

    Columns: key, the sums `_OVER`, held, and where `is_dated` bills and first_due_on. Both halves run over the index of
    open bills, which has them room by room, so that rooms are grouped without sorting.
    """
    left, nothing = Bill.amount - Bill.reduced - Bill.paid, peewee.SQL("0")
    older = [peewee.Case(None, [(Bill.due_on < _written(begin), left)], nothing) for begin in begins(day)]
    dated = (peewee.fn.COUNT(Bill.room).alias("bills"), peewee.fn.MIN(Bill.due_on).alias("first_due_on"))

    def half(state: str, over: list[Any], held: Any) -> Any:
        sums = [value.alias(name) for name, value in zip((*_OVER, "held"), (*over, held), strict=True)]
        query = Bill.select(by.alias("key"), *sums, *(dated if is_dated else ()))
        is_state = Bill.state == peewee.SQL(f"'{state}'")
        due = (IS_OPEN, NOT_VOID, is_state, Bill.due_on < _written(day), ~among(Bill.item, deposit_items()))
        return query.where(*due, *conditions).group_by(by)

    asked = half("open", [peewee.fn.SUM(value) for value in (left, *older)], nothing)
    return asked.union_all(half("held", [nothing] * len(_OVER), peewee.fn.SUM(left))).alias("debts")


def _written(day: datetime.date) -> Any:
    """Return the day written into the statement: given as a parameter it costs a third of the whole."""
    return peewee.SQL(f"'{day:%Y-%m-%d}'")


def _added_up(found: Any, *, is_dated: bool = True) -> list[Any]:
    """Return the sums of the columns of `_debts`, both halves together."""
    sums = [peewee.fn.SUM(found.c[name]) for name in (*_OVER, "held")]
    if not is_dated:
        return sums
    return [*sums, peewee.fn.SUM(found.c.bills), peewee.fn.MIN(found.c.first_due_on)]


def _alone(found: Any) -> list[Aged]:
    """Return the debts by key."""
    query = peewee.Select([found], [found.c.key, *_added_up(found)]).group_by(found.c.key)
    return [_aged(row) for row in query.bind(database).tuples()]


def deposit_items() -> list[int]:
    """Return the items that are deposits, which are never arrears; none is told by -1, an id nothing has."""
    query = FeeItem.select(FeeItem.id).where(FeeItem.nature == "deposit")
    return [item_id for (item_id,) in query.tuples()] or [-1]


def _aged(row: tuple[Any, ...], name: str = "", building_id: int | None = None) -> Aged:
    """Return the debts of a row: key, the sums `_OVER`, held, and where dated bills and the first due day."""
    key, *sums = row
    over, held, dated = sums[: len(_OVER)], sums[len(_OVER)], sums[len(_OVER) + 1 :]
    ages = tuple(int(more) - int(less) for more, less in zip(over, [*over[1:], 0], strict=True))
    bills, first = dated or (0, None)
    day = datetime.date.fromisoformat(first) if isinstance(first, str) else first
    return Aged(key, name, ages, int(held), int(bills), day, building_id)


def _renamed(row: Aged, name: str) -> Aged:
    return replace(row, name=name)
