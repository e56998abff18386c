"""The plain bills of a run, most of all there are, by one INSERT…SELECT for each tariff.

Plain is a calendar month at one price: area, count or lift ratio times price, for the days the binding runs. The
product is taken in whole numbers and rounded once by the item's rounding, as `rounding.py` does; what is not plain, or
might come to nothing, is left to `special_bills.py`. The statements are built with peewee and hold nothing SQLite alone understands.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import peewee
from peewee import Case, Value, fn

from desk_app.kernel.database import among
from desk_app.modules.billing import prices, workings
from desk_app.modules.billing.ledger import NOT_VOID
from desk_app.modules.billing.months import first_day, last_day
from desk_app.modules.billing.records import Bill, BillFacts, DraftBill, FeeBinding, FeeItem, Tariff
from desk_app.modules.billing.rounding import PER_FEN, TO_FEN, of_item
from desk_app.modules.estate.records import Room

BASES = ("area", "fixed", "lift")
LARGEST_PRICE = 10**8
LARGEST_COUNT = 10**5
"""Beyond these (10,000 yuan a month, 100,000 pieces) a product might leave 64 bits; Python works it out then."""

LONGEST_MONTH = 31
ALL_ROWS = 2**62
"""As a limit, more rows than there can be. An engine works a query with a limit out before what is around it, so that
each of its columns is found once for a row, however often the bill's own columns ask for it."""

FACTS = tuple(name for name in BillFacts._meta.fields if name != "id")
"""The fields of a bill that are worked out, in their order in the statement."""


@dataclass(frozen=True)
class Terms:
    """What all bills of one run have in common; `due_on` None means by the binding or the setting.

    `due_days` is the setting: days after the period's first day, 0 for the period's last day. With `building_id` only
    its rooms are billed. No bill is due before `least_due_on`, but for the run's own due day. `is_fresh` says that nothing of the period is billed yet, so that nobody need look.
    """

    period: int
    run_id: int | None
    due_on: datetime.date | None = None
    due_days: int = 0
    building_id: int | None = None
    is_fresh: bool = False
    least_due_on: datetime.date | None = None

    @property
    def first(self) -> datetime.date:
        """Return the first day of the period."""
        return first_day(self.period)

    @property
    def last(self) -> datetime.date:
        """Return the last day of the period."""
        return last_day(self.period)

    @property
    def scope(self) -> Any:
        """Return the condition that a binding is of the rooms billed; None for all."""
        if self.building_id is None:
            return None
        return FeeBinding.room.in_(Room.select(Room.id).where(Room.building == self.building_id))

    @property
    def month(self) -> list[datetime.date]:
        """Return the days of the period."""
        return [self.first + datetime.timedelta(days=n) for n in range(self.last.day)]


def is_fresh(period: int) -> bool:
    """Say whether no bill of the period holds yet; to be asked inside the transaction that bills it."""
    return not Bill.select().where(Bill.period == period, NOT_VOID).exists()


def plain_price(tariff: Tariff, terms: Terms) -> int | None:
    """Return the one price of a tariff that is plain in this period; None where it is not."""
    if tariff.basis not in BASES or tariff.tiers != "none" or not tariff.item.is_used:
        return None
    if tariff.until_on is not None and tariff.until_on < terms.last:
        return None
    found = prices.prices_of(tariff, terms.first, terms.last)
    if len(found) != 1 or found[0][0] != terms.first or not 0 < found[0][1] <= LARGEST_PRICE:
        return None
    return found[0][1]


def insert_plain(
    target: type[BillFacts], tariff: Tariff, price: int, terms: Terms, now: datetime.datetime
) -> None:
    """Write the plain bills of one tariff into `target`; what is billed already is left alone."""
    found = _bindings(tariff, terms).alias("found")
    columns = _columns(found.c, tariff, price, terms)
    if target is Bill:
        columns |= _posted(now)
    enough = found.c.quantity >= _least(tariff.item, price)
    _write(target, tuple(columns), peewee.Select((found,), list(columns.values())).where(enough))


def _columns(binding: Any, tariff: Tariff, price: int, terms: Terms) -> dict[str, Any]:
    """Return the facts of a bill as expressions on the columns of `_bindings`."""
    length = terms.last.day
    is_part = (binding.begin > 1) | (binding.end < length)
    parts = binding.end - binding.begin + 1
    month = binding.quantity * price
    of_part, off_part = _rounded(month * parts, length * PER_FEN, tariff.item)
    of_month, off_month = _rounded(month, PER_FEN, tariff.item)  # most are whole months
    is_rounded = of_item(tariff.item) != TO_FEN
    taken_off = Case(None, [(is_part, off_part)], off_month) if is_rounded else Value(0)
    return {
        "version": Value(1),
        "period": Value(terms.period),
        "run": Value(terms.run_id),
        "room": binding.room,
        "binding": binding.binding,
        "payer": binding.payer,
        "item": Value(tariff.item_id),
        "tariff": Value(tariff.id),
        "price": Value(price),
        "from_on": Case(None, [(binding.begin > 1, binding.from_on)], terms.first),
        "until_on": Case(None, [(binding.end < length, binding.until_on)], terms.last),
        "due_on": _due_on(binding, tariff, terms),
        "quantity": binding.quantity,
        "parts": Case(None, [(is_part, parts)], 1),
        "of_parts": Case(None, [(is_part, length)], 1),
        "earlier": Value(0),
        "rounding": taken_off,
        "amount": Case(None, [(is_part, of_part)], of_month),
        "workings": Value(workings_of(tariff)),
    }


def post_drafts(terms: Terms, now: datetime.datetime) -> None:
    """Copy the drafts of a run into the bills; none of their days is billed any more.

    What was worked out some days ago is due no earlier than the terms of today allow.
    """
    facts: list[Any] = [DraftBill._meta.fields[name] for name in FACTS]
    if (least := terms.least_due_on) is not None:
        facts[FACTS.index("due_on")] = Case(None, [(DraftBill.due_on < least, least)], DraftBill.due_on)
    rows = DraftBill.select(*facts, *_posted(now).values()).where(DraftBill.run == terms.run_id)
    _write(Bill, (*FACTS, *_posted(now)), rows)


def overtaken(run_id: int) -> list[int]:
    """Return the bindings of a run's drafts of whose days some were billed since: by another run, or for one room."""
    billed = Bill.select(Value(1)).where(
        Bill.period == DraftBill.period,
        Bill.room == DraftBill.room,
        Bill.item == DraftBill.item,
        Bill.binding == DraftBill.binding,
        Bill.from_on <= DraftBill.until_on,
        Bill.until_on >= DraftBill.from_on,
        NOT_VOID,
    )
    query = DraftBill.select(DraftBill.binding).where(DraftBill.run == run_id, fn.EXISTS(billed))
    return [binding_id for (binding_id,) in query.distinct().tuples()]


def beside(run_id: int, binding_ids: Sequence[int]) -> list[int]:
    """Return the bindings, and those of the run's drafts that charge the same item of the same rooms beside them."""
    if not binding_ids:
        return []
    of_run = DraftBill.select(DraftBill.room, DraftBill.item, DraftBill.binding)
    of_run = of_run.where(DraftBill.run == run_id)
    named = {(room, item) for room, item, _id in of_run.where(among(DraftBill.binding, binding_ids)).tuples()}
    rooms = among(DraftBill.room, {room for room, _item in named})
    return sorted({each for room, item, each in of_run.where(rooms).tuples() if (room, item) in named})


def workings_of(tariff: Tariff) -> str | None:
    """Return what explains a plain bill's sum beside its columns."""
    if tariff.basis == "fixed":
        return workings.to_json(workings.Fixed(unit=tariff.unit or ""))
    return workings.to_json(workings.Lift()) if tariff.basis == "lift" else None


def _posted(now: datetime.datetime) -> dict[str, Any]:
    """Return what a bill has beyond a draft."""
    return {"reduced": Value(0), "paid": Value(0), "posted_at": Value(now), "state": Value("open")}


def _bindings(tariff: Tariff, terms: Terms) -> Any:
    """Return the query of the tariff's plain bindings in the period, with quantity and days of the month of each.

    `begin` and `end` are days of the month, whole numbers, that spare the bill's columns to compare dates again.
    """
    numbers = [(day, day.day) for day in terms.month]
    begins_early = FeeBinding.from_on <= terms.first
    ends_early = FeeBinding.until_on < terms.last  # never true of a binding without an end
    query = FeeBinding.select(
        FeeBinding.id.alias("binding"),
        FeeBinding.room.alias("room"),
        FeeBinding.payer.alias("payer"),
        FeeBinding.from_on.alias("from_on"),
        FeeBinding.until_on.alias("until_on"),
        FeeBinding.due_days.alias("due_days"),
        Case(None, [(begins_early, 1)], Case(FeeBinding.from_on, numbers)).alias("begin"),
        Case(None, [(ends_early, Case(FeeBinding.until_on, numbers))], terms.last.day).alias("end"),
        _quantity(tariff).alias("quantity"),
    ).join(Room)
    return query.where(*_conditions(tariff, terms)).limit(ALL_ROWS)


def _conditions(tariff: Tariff, terms: Terms) -> list[Any]:
    """Return what makes a binding a plain one that is not billed yet."""
    first, last = terms.first, terms.last
    begins_early = FeeBinding.from_on <= first
    conditions = [
        FeeBinding.tariff == tariff.id,
        FeeBinding.anchor_on.is_null(),
        begins_early | ((FeeBinding.from_on <= last) & ~fn.EXISTS(_neighbours(tariff, terms))),
        FeeBinding.until_on.is_null() | (FeeBinding.until_on >= first),
    ]
    if not terms.is_fresh:
        conditions.append(~fn.EXISTS(_billed(tariff, terms)))
    if tariff.item.cycle == "1":
        conditions.append(FeeBinding.cycle.is_null() | (FeeBinding.cycle == "1"))
    else:
        conditions.append(FeeBinding.cycle == "1")
    if tariff.proration != "actual":
        conditions += [begins_early, FeeBinding.until_on.is_null() | (FeeBinding.until_on >= last)]
    if tariff.basis == "fixed":
        conditions.append(FeeBinding.count <= LARGEST_COUNT)
    if terms.scope is not None:
        conditions.append(terms.scope)
    return conditions


def _billed(tariff: Tariff, terms: Terms) -> Any:
    """Return the query of the binding's bills in the period."""
    return Bill.select(Value(1)).where(
        Bill.period == terms.period,
        Bill.room == FeeBinding.room,
        Bill.item == tariff.item_id,
        Bill.binding == FeeBinding.id,
        NOT_VOID,
    )


def _neighbours(tariff: Tariff, terms: Terms) -> Any:
    """Return the query of bindings that may have had earlier days of this month: they leave the last piece its rest."""
    other, priced = FeeBinding.alias(), Tariff.alias()
    return (
        other.select(Value(1))
        .join(priced, on=(other.tariff == priced.id))
        .where(
            other.room == FeeBinding.room,
            other.id != FeeBinding.id,
            priced.item == tariff.item_id,
            other.until_on >= terms.first,
            other.until_on < FeeBinding.from_on,
        )
    )


def _quantity(tariff: Tariff) -> Any:
    """Return what the price is multiplied with, in 1/10,000; NULL where the room lacks it, which makes no bill."""
    if tariff.basis == "area":
        return fn.COALESCE(Room.charged_area, Room.built_area)
    if tariff.basis == "lift":
        return Room.lift_ratio
    return FeeBinding.count * 10_000


def _least(item: FeeItem, price: int) -> int:
    """Return the quantity from which even a day of the month comes to more than nothing, however it is rounded."""
    return -(-LONGEST_MONTH * PER_FEN * of_item(item).unit // price)


def _due_on(binding: Any, tariff: Tariff, terms: Terms) -> Any:
    """Return the due day: that of the run, or counted from the first day charged, or the month's last."""
    if terms.due_on is not None:
        return Value(terms.due_on)

    least = terms.least_due_on or terms.first

    def after(days: int) -> Any:
        due_days = [(day.day, max(day + datetime.timedelta(days=days), least)) for day in terms.month]
        if not days:
            return Value(max(terms.last, least))
        return Value(least) if due_days[-1][1] == least else Case(binding.begin, due_days)

    own = FeeBinding.select(FeeBinding.due_days).where(
        FeeBinding.tariff == tariff.id, FeeBinding.due_days.is_null(False)
    )
    days = [days for (days,) in own.distinct().tuples()]
    usual = after(terms.due_days)
    return Case(binding.due_days, [(each, after(each)) for each in days], usual) if days else usual


def _rounded(numerator: Any, denominator: int, item: FeeItem) -> tuple[Any, Any]:
    """Return the expressions of `rounding.round_line`: the amount, and what rounding took off it."""
    rounding = of_item(item)
    half_up = (numerator * 2 + denominator) / (denominator * 2)
    if rounding == TO_FEN:
        return half_up, Value(0)
    step = denominator * rounding.unit
    if rounding.way == "down":
        amount = numerator / step * rounding.unit
    elif rounding.way == "up":
        amount = (numerator + step - 1) / step * rounding.unit
    else:
        amount = (numerator * 2 + step) / (step * 2) * rounding.unit
    return amount, half_up - amount


def _write(target: type[BillFacts], names: tuple[str, ...], rows: Any) -> None:
    """Insert the rows of a query, each of which is in `target` once."""
    fields = [target._meta.fields[name] for name in names]
    target.insert_from(rows, fields).on_conflict(action="nothing").execute()
