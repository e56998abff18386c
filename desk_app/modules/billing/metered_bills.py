"""Bills by use (用量): a meter's readings of a period, through tiers or at one price; and a room's part of shared costs."""

import datetime
from typing import Any, NamedTuple

from desk_app.kernel.days import show_day
from desk_app.kernel.words import _
from desk_app.modules.billing import workings
from desk_app.modules.billing.bound import Asked, Bound, has_predecessor, successor_from
from desk_app.modules.billing.households import Widened, widen
from desk_app.modules.billing.lines import Line
from desk_app.modules.billing.months import ONE_DAY, first_day, last_day, period_of
from desk_app.modules.billing.prices import tiers_in_force
from desk_app.modules.billing.rounding import PER_FEN, Rounded, of_item, round_line
from desk_app.modules.billing.tiers import tier_lines
from desk_app.modules.billing.worked import ChargedAlready, NotCharged, Priced, Worked
from desk_app.modules.meters import readings
from desk_app.modules.meters.records import MeterReading

FROM_READING = 10
"""A reading is in 1/1,000, a bill's quantity in 1/10,000."""


class NotChecked(NotCharged):
    """A meter's use that is not charged because nobody has checked its reading."""


def metered(
    bound: Bound, priced: Priced, until_on: datetime.date, billed: list[Asked], due_on: datetime.date
) -> Worked:
    """Return the bill of what the meter was read to have used in the period, up to a day, beyond what is `billed`.

    `billed` is what the meter's bindings asked of the period, this one's and those of other payers.
    """
    period = period_of(until_on)
    assert bound.meter_id is not None
    is_whole = until_on == last_day(
        period
    )  # a reading may have been taken in the first days of the next month
    known = [one for one in readings.usage_of(bound.meter_id, period) if is_whole or one.read_on <= until_on]
    read = _own(bound, priced, known, period)
    if not read:
        refuse_succeeded(bound, priced, period)
        raise _why_unread(bound.meter_id, period)
    used = _not_billed(bound, known, read, billed)
    if used < 0:
        raise NotCharged(_("更正后的用量比已出账的少：请冲减账单，已经冲减的不用再办。"))
    if billed and used == 0:
        raise ChargedAlready(_("这一期已经出账到 {day}。").format(day=show_day(billed[-1].until_on)))
    quantity = used if billed else max(used, int(priced.tariff.minimum or 0))
    if quantity == 0:
        raise ChargedAlready(_("本期用量为 0。"))  # nothing is left to be charged
    charged = _charge(bound, priced, period, quantity, billed, read)
    tiers, tiered = charged.tiers, charged.tiered
    told = workings.Metered(
        unit=priced.tariff.unit or "",
        readings=tuple(workings.of_reading(one) for one in read),
        minimum=quantity if quantity > used else 0,
        tiers=tiers,
        span=priced.tariff.tiers if tiers else "none",
        used_before=charged.before if tiers else 0,
        persons=tiered.persons,
        begins=tuple(above for above, _price in tiered.tiers[1:]) if tiered.persons else (),
    )
    return Worked(bound, priced.item.id, charged.line, due_on, workings.to_json(told))


def refuse_succeeded(bound: Bound, priced: Priced, period: int) -> None:
    """Raise ChargedAlready if the binding ended in the period and another payer's went on: that one is charged."""
    begins_on = successor_from(bound, priced.item.id, last_day(period))
    if begins_on is not None:
        raise ChargedAlready(_("这一期由 {day} 起的绑定出账。").format(day=show_day(begins_on)))


def _own(bound: Bound, priced: Priced, known: list[MeterReading], period: int) -> list[MeterReading]:
    """Return the readings the binding pays: of the days from its first until another payer's binding begins.

    A reading of the period counts as taken in it, though somebody came a few days early or late. Where nobody was
    bound before, the first payer has what was used before, too.
    """
    first, last = first_day(period), last_day(period)
    succeeded_on = successor_from(bound, priced.item.id, last)
    begins_on = bound.from_on
    if begins_on <= first or not has_predecessor(bound, priced.item.id):
        begins_on = first

    def is_own(read_on: datetime.date) -> bool:
        day = min(max(read_on, first), last)
        return begins_on <= day and (succeeded_on is None or day < succeeded_on)

    return [one for one in known if is_own(one.read_on)]


def _not_billed(
    bound: Bound, known: list[MeterReading], read: list[MeterReading], billed: list[Asked]
) -> int:
    """Return the use in 1/10,000 that the binding still owes; never more than nobody was asked for yet."""

    def used(some: list[MeterReading]) -> int:
        return sum(int(one.used) for one in some) * FROM_READING

    own = used(read) - sum(one.quantity for one in billed if one.binding_id == bound.id)
    return min(own, used(known) - sum(one.quantity for one in billed))


def worth_of_use(bound: Bound, priced: Priced, period: int) -> int:
    """Return the fen that a meter's whole use of a period comes to, as its readings now are, corrected ones among them."""
    assert bound.meter_id is not None
    read = readings.usage_of(bound.meter_id, period)
    used = sum(int(one.used) for one in read) * FROM_READING
    quantity = max(used, int(priced.tariff.minimum or 0))
    if not read or quantity <= 0:
        return 0
    return _charge(bound, priced, period, quantity, [], read).line.amount


def shared_line(period: int, fen: int, told: dict[str, Any]) -> tuple[Line, str | None]:
    """Return the line and workings of a room's part of a period's shared costs."""
    kept = workings.Shared(shares=tuple(told["shares"]))
    line = Line(period, first_day(period), last_day(period), 0, 0, 1, 1, 0, 0, fen)
    return line, workings.to_json(kept)


class _Charged(NamedTuple):
    """The line for a quantity used, the tiers it went through, what their span had used before, and how they stood."""

    line: Line
    tiers: tuple[tuple[int, int, int], ...]
    before: int
    tiered: Widened


def _charge(
    bound: Bound, priced: Priced, period: int, quantity: int, billed: list[Asked], read: list[MeterReading]
) -> _Charged:
    """Return what a quantity used costs, at one price or through the tiers as the household has them."""
    read_on: datetime.date = read[-1].read_on
    last_on = min(read_on, last_day(period))
    span = priced.tariff.tiers
    prices = tiers_in_force(priced.rows, last_on)
    if not prices:
        raise NotCharged(_("{day} 还没有单价。").format(day=show_day(last_on)))
    before = sum(one.quantity for one in billed)
    tiers: tuple[tuple[int, int, int], ...] = ()
    price, tiered = prices[0][1], Widened(())
    if span == "none":
        amount = round_line(quantity * price, PER_FEN, of_item(priced.item))
    else:
        before += _used_before(bound, period) if span == "year" else 0
        tiered = widen(priced.tariff, prices, bound.room_id, period, last_on)
        lines = tier_lines(before, quantity, tiered.tiers)
        tiers = tuple((one.quantity, one.price, one.amount) for one in lines)
        amount = Rounded(sum(one.amount for one in lines), 0)
        price = lines[0].price if len(lines) == 1 else 0
    from_on = billed[-1].until_on + ONE_DAY if billed else first_day(period)
    if from_on < bound.from_on <= last_on:
        from_on = bound.from_on
    until_on = max(from_on, last_on)
    line = Line(period, from_on, until_on, quantity, price, 1, 1, 0, amount.rounding, amount.amount)
    return _Charged(line, tiers, before, tiered)


def _used_before(bound: Bound, period: int) -> int:
    """Return what the meter used in the year before the period, in 1/10,000: tiers by the year begin on 1 January."""
    query = MeterReading.select(MeterReading.used).where(
        MeterReading.meter == bound.meter_id,
        MeterReading.period >= period // 100 * 100 + 1,
        MeterReading.period < period,
        MeterReading.state == "kept",
        MeterReading.used.is_null(False),
    )
    return sum(int(used) for (used,) in query.tuples()) * FROM_READING


def _why_unread(meter_id: int, period: int) -> NotCharged:
    held = MeterReading.select().where(
        MeterReading.meter == meter_id, MeterReading.period == period, MeterReading.state == "held"
    )
    if held.exists():
        return NotChecked(_("读数有异常，还没有核对。"))
    return NotCharged(_("本期没有抄表。"))
