"""Roll-forwards of a month (月结余额变动, F63): arrears, prepaid money and deposits; each must balance to 0.00.

A bill belongs to the month of its period, or to that in which it was posted if that is later: half a year paid ahead
comes due month by month. Whatever happens to a bill before its month counts in it, so money paid ahead is collected
in the month it was paid for. Closing balances are worked out the other way round, from what bills, purses and cards
hold now, so that a difference is a fault of the book. Amounts are whole fen.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

import peewee

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
    bills of this month; the reversed ones (冲红) are owed again.
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
    }
    items = FeeItem.select().order_by(FeeItem.pays_first, FeeItem.id)
    rows = []
    for item in items:
        sums = {column: found[item.id] for column, found in columns.items() if found.get(item.id)}
        if sums:
            rows.append(Arrears(str(item), **sums))
    return rows


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
    void = ReceiptVoid.select(ReceiptVoid.receipt)
    return (
        ReceiptLine.select(Bill.item, peewee.fn.SUM(ReceiptLine.amount))
        .join(Bill, on=(ReceiptLine.bill == Bill.id))
        .join(Receipt, on=(ReceiptLine.receipt == Receipt.id))
        .where(Receipt.id.not_in(void))
    )


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
    """Return {item: fen} let off in the month, or before it on bills that belong to it."""
    before = next_period(period, -1)
    until_then = came_due(before) & (ReducedBill.on <= last_day(before))
    return _per_item(_reductions(), came_due(period), ReducedBill.on <= last_day(period), ~until_then)


def _collected(period: int) -> dict[str, dict[int, int]]:
    """Return the columns of money: on the month's own bills, ahead of it, on older ones, and reversed."""
    start, end = first_day(period), last_day(period)
    own, older = _of(period), came_due(next_period(period, -1))
    in_month = Receipt.business_on.between(start, end)
    before = Receipt.business_on < start
    red = Receipt.kind == "reversal"
    return {
        "current": _per_item(_lines(), own, in_month, ~red),
        "ahead": _per_item(_lines(), own, before),
        "old": _per_item(_lines(), older, in_month, ~red),
        "reversed_current": _sum((-1, _per_item(_lines(), own, in_month, red))),
        "reversed_old": _sum((-1, _per_item(_lines(), older, in_month, red))),
    }


def _sum(*parts: tuple[int, dict[int, int]]) -> dict[int, int]:
    sums: dict[int, int] = {}
    for sign, found in parts:
        for item_id, fen in found.items():
            sums[item_id] = sums.get(item_id, 0) + sign * fen
    return sums


def _midnight_after(period: int) -> datetime.datetime:
    """Return the first moment after a month."""
    return datetime.datetime.combine(first_day(next_period(period)), datetime.time())
