"""Roll-forwards of a month (月结余额变动, F63): arrears, prepaid money and deposits; each must balance to 0.00.

A bill belongs to the month of its period, or to that in which it was posted if that is later: half a year paid ahead
comes due month by month. Whatever happens to a bill before its month counts in it, so money paid ahead is collected
in the month it was paid for. Closing balances are worked out the other way round, from what bills, purses and cards
hold now, so that a difference is a fault of the book. Amounts are whole fen.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

import peewee

from desk_app.kernel.money import show
from desk_app.kernel.periods import show_period
from desk_app.kernel.words import _
from desk_app.modules.billing.months import first_day, last_day, next_period
from desk_app.modules.billing.records import Bill, FeeItem, ReducedBill
from desk_app.modules.cashier.collection import Collection
from desk_app.modules.cashier.deposit_balance import DepositBalance, balance_sheet
from desk_app.modules.cashier.prepaid_balance import PrepaidBalance, prepaid_balance
from desk_app.modules.cashier.records import Receipt, ReceiptLine, ReceiptVoid


@dataclass(frozen=True)
class Arrears:
    """What one fee item (or all of them) was owed in a month. What came off is positive.

    `current` and `old` are collected in the month on its own and on older bills, `ahead` was collected before on
    bills of this month; the reversed ones (冲红) are owed again. What was let off at the desk (抹零) is reduced, not
    collected. Beside them, in no balance, as it stands now: what bills `of_period` ask, those posted `later` and
    counted in the month of their posting among them, and what of `billed` is `belated`, of periods before.
    """

    name: str
    opening: int = 0
    billed: int = 0
    voided: int = 0
    reduced: int = 0
    current: int = 0
    ahead: int = 0
    old: int = 0
    reversed_current: int = 0
    reversed_old: int = 0
    closing: int = 0
    of_period: int = 0
    later: int = 0
    belated: int = 0

    @property
    def difference(self) -> int:
        """Return by how many fen the movements miss the closing balance."""
        off = self.voided + self.reduced + self.current + self.ahead + self.old
        return self.closing - (self.opening + self.billed - off + self.reversed_current + self.reversed_old)

    @property
    def collection(self) -> Collection:
        """Return what the collection rates are worked out from."""
        return Collection(
            self.opening,
            self.billed - self.voided,
            self.reduced,
            self.current + self.ahead - self.reversed_current,
            self.old - self.reversed_old,
        )


@dataclass(frozen=True)
class RollForward:
    """A month's roll-forwards: arrears item by item, prepaid money, deposits kind by kind."""

    period: int
    arrears: tuple[Arrears, ...]
    prepaid: PrepaidBalance
    deposits: tuple[DepositBalance, ...]

    @property
    def total(self) -> Arrears:
        """Return the arrears of all items."""
        return total_of(self.arrears)

    @property
    def difference(self) -> int:
        """Return the fen by which anything does not balance, whatever its sign; 0 in a sound book."""
        rows: list[Any] = [*self.arrears, self.prepaid, *self.deposits]
        return sum(abs(row.difference) for row in rows)


def roll_forward(period: int) -> RollForward:
    """Return the roll-forwards of a month, from what stands in the book now."""
    return RollForward(
        period,
        tuple(_arrears(period)),
        prepaid_balance(first_day(period), last_day(period)),
        tuple(balance_sheet(first_day(period), last_day(period))),
    )


def kept_roll_forward(period: int, kept: Mapping[str, Any]) -> RollForward:
    """Return the roll-forwards that were kept when a month was closed."""
    return RollForward(
        period,
        tuple(Arrears(**row) for row in kept["arrears"]),
        PrepaidBalance(**kept["prepaid"]),
        tuple(DepositBalance(**row) for row in kept["deposits"]),
    )


def show_basis(total: Arrears, period: int) -> str:
    """Return in a sentence which bills the month's are (本期应收), and how much of its period lies in other months."""
    told = [_("本期应收按入账月份计，月结以后不再变动。")]
    if total.later:
        told.append(
            _("{period} 账期的账单共 {all} 元，其中 {later} 元在以后的月份才入账，计入入账的那个月。").format(
                period=show_period(period), all=show(total.of_period), later=show(total.later)
            )
        )
    if total.belated:
        told.append(_("本期应收中有 {fen} 元是补出以前账期的账。").format(fen=show(total.belated)))
    return "".join(told)


def total_of(rows: Iterable[Arrears], name: str = "") -> Arrears:
    """Return the sum of arrears rows."""
    columns = [field.name for field in fields(Arrears) if field.name != "name"]
    found = list(rows)
    return Arrears(name, **{column: sum(getattr(row, column) for row in found) for column in columns})


def _arrears(period: int) -> list[Arrears]:
    columns: dict[str, dict[int, int]] = {
        "opening": _owed_at_end_of(next_period(period, -1)),
        "billed": _per_item(_billed(), _of(period)),
        "voided": _voided(period),
        "reduced": _reduced(period),
        "closing": _still_owed(period),
        **_collected(period),
        **_by_period(period),
    }
    items = FeeItem.select().order_by(FeeItem.pays_first, FeeItem.id)
    rows = []
    for item in items:
        sums = {column: found[item.id] for column, found in columns.items() if found.get(item.id)}
        if sums:
            rows.append(Arrears(str(item), **sums))
    return rows


def _by_period(period: int) -> dict[str, dict[int, int]]:
    """Return the columns that tell how far the period's own bills are those the month counts."""
    billed = Bill.select(Bill.item, peewee.fn.SUM(Bill.amount)).where(Bill.state != "void")
    own = Bill.period == period
    return {
        "of_period": _per_item(billed, own),
        "later": _per_item(billed, own, Bill.posted_at >= _midnight_after(period)),
        "belated": _per_item(billed, _of(period), Bill.period < period),
    }


def came_due(period: int) -> Any:
    """Return the condition that a bill belongs to this month or an earlier one."""
    return (Bill.period <= period) & (Bill.posted_at < _midnight_after(period))


def _of(period: int) -> Any:
    """Return the condition that a bill belongs to this month."""
    return came_due(period) & ~came_due(next_period(period, -1))


def _counts() -> Any:
    """Return the condition that a bill was ever owed: one void since an unknown day never was."""
    return (Bill.state != "void") | Bill.voided_on.is_null(False)


def _billed() -> Any:
    return Bill.select(Bill.item, peewee.fn.SUM(Bill.amount)).where(_counts())


def _lines() -> Any:
    """Return (item, fen) of receipt lines that pay bills, void receipts left out."""
    return (
        ReceiptLine.select(Bill.item, peewee.fn.SUM(ReceiptLine.amount))
        .join(Bill, on=(ReceiptLine.bill == Bill.id))
        .join(Receipt, on=(ReceiptLine.receipt == Receipt.id))
        .where(Receipt.id.not_in(ReceiptVoid.select(ReceiptVoid.receipt)))
    )


def _rounded_off() -> Any:
    """Return (item, fen) that desks let off the odd end of receipts (抹零), negative, void receipts left out.

    It is no money and comes off the last fee of its receipt, the latest due: a late fee may be less than it.
    """
    order = [Bill.late_for.is_null().desc(), ReceiptLine.id.desc()]
    place = peewee.fn.ROW_NUMBER().over(partition_by=[ReceiptLine.receipt], order_by=order).alias("place")
    lines = (
        ReceiptLine.select(ReceiptLine.receipt.alias("receipt"), ReceiptLine.id.alias("line"), place)
        .join(Bill, on=(ReceiptLine.bill == Bill.id))
        .where(ReceiptLine.receipt.in_(_receipts_rounded()))
        .alias("lines")
    )
    line = ReceiptLine.alias()
    return (
        ReceiptLine.select(Bill.item, peewee.fn.SUM(ReceiptLine.amount))
        .join(lines, on=((lines.c.receipt == ReceiptLine.receipt) & (lines.c.place == 1)))
        .join(line, on=(line.id == lines.c.line))
        .join(Bill, on=(line.bill == Bill.id))
        .join(Receipt, on=(ReceiptLine.receipt == Receipt.id))
        .where(ReceiptLine.purpose == "rounding", Receipt.id.not_in(ReceiptVoid.select(ReceiptVoid.receipt)))
    )


def _receipts_rounded() -> Any:
    rounding = ReceiptLine.alias()
    return rounding.select(rounding.receipt).where(rounding.purpose == "rounding")


def _reductions() -> Any:
    return ReducedBill.select(Bill.item, peewee.fn.SUM(ReducedBill.amount)).join(Bill)


def _per_item(query: Any, *conditions: Any) -> dict[int, int]:
    """Return {item: fen} of a query of bills under the conditions."""
    rows = query.where(*conditions).group_by(Bill.item).tuples()
    return {item_id: int(fen or 0) for item_id, fen in rows}


def _owed_at_end_of(period: int) -> dict[int, int]:
    """Return {item: fen owed} at the end of a month, by adding up every row until then."""
    came, end = came_due(period), last_day(period)
    return _sum(
        (1, _per_item(_billed(), came)),
        (-1, _per_item(_billed(), came, Bill.voided_on <= end)),
        (-1, _per_item(_reductions(), came, ReducedBill.on <= end)),
        (-1, _per_item(_lines(), came, Receipt.business_on <= end)),
    )


def _still_owed(period: int) -> dict[int, int]:
    """Return {item: fen owed} at the end of a month: what its bills owe now, with what came off since put back."""
    came, end = came_due(period), last_day(period)
    left = peewee.fn.SUM(Bill.amount - Bill.reduced - Bill.paid)
    return _sum(
        (1, _per_item(Bill.select(Bill.item, left).where(Bill.state != "void"), came)),
        (1, _per_item(_billed(), came, Bill.state == "void", Bill.voided_on > end)),
        (1, _per_item(_reductions(), came, ReducedBill.on > end)),
        (1, _per_item(_lines(), came, Receipt.business_on > end)),
    )


def _voided(period: int) -> dict[int, int]:
    """Return {item: fen} of bills that became void in the month, or before it though they belong to it."""
    end, before = last_day(period), next_period(period, -1)
    until_then = came_due(before) & (Bill.voided_on <= last_day(before))
    return _per_item(_billed(), came_due(period), Bill.voided_on <= end, ~until_then)


def _reduced(period: int) -> dict[int, int]:
    """Return {item: fen} let off in the month, or before it on bills that belong to it; odd ends at the desk as well."""
    before = next_period(period, -1)
    came, end = came_due(period), last_day(period)
    found = []
    for sign, query, day in ((1, _reductions(), ReducedBill.on), (-1, _rounded_off(), Receipt.business_on)):
        until_then = came_due(before) & (day <= last_day(before))
        found.append((sign, _per_item(query, came, day <= end, ~until_then)))
    return _sum(*found)


def _collected(period: int) -> dict[str, dict[int, int]]:
    """Return the columns of money: on the month's own bills, ahead of it, on older ones, and reversed."""
    start, end = first_day(period), last_day(period)
    own, older = _of(period), came_due(next_period(period, -1))
    in_month = Receipt.business_on.between(start, end)
    before = Receipt.business_on < start
    red = Receipt.kind == "reversal"
    return {
        "current": _money(own, in_month, ~red),
        "ahead": _money(own, before),
        "old": _money(older, in_month, ~red),
        "reversed_current": _sum((-1, _money(own, in_month, red))),
        "reversed_old": _sum((-1, _money(older, in_month, red))),
    }


def _money(*conditions: Any) -> dict[int, int]:
    """Return {item: fen} that came in on bills under the conditions, without what was let off."""
    return _sum((1, _per_item(_lines(), *conditions)), (1, _per_item(_rounded_off(), *conditions)))


def _sum(*parts: tuple[int, dict[int, int]]) -> dict[int, int]:
    sums: dict[int, int] = {}
    for sign, found in parts:
        for item_id, fen in found.items():
            sums[item_id] = sums.get(item_id, 0) + sign * fen
    return sums


def _midnight_after(period: int) -> datetime.datetime:
    """Return the first moment after a month."""
    return datetime.datetime.combine(first_day(next_period(period)), datetime.time())
