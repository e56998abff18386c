"""The figures of a cashier's day (收费日报, F58): what came in for what and how, and what cash there should be.

Amounts are whole fen; money that left is negative. Void receipts count nowhere but in their own list.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import peewee

from desk_app.kernel.database import among
from desk_app.kernel.text import fold
from desk_app.kernel.words import _
from desk_app.modules.billing.records import FeeItem, ReducedBill
from desk_app.modules.cashier.day_matrix import add_up, columns_of, spread
from desk_app.modules.cashier.locks import closes_of, spellings
from desk_app.modules.cashier.records import (
    NOT_MONEY,
    DayClose,
    Receipt,
    ReceiptLine,
    ReceiptMethod,
    ReceiptVoid,
)
from desk_app.modules.cashier.tenders import CASH

Key = tuple[str, int | None]
"""(purpose, item) of a row of the matrix."""


@dataclass(frozen=True)
class MatrixRow:
    """What came in for one thing: {method: fen} and all of it."""

    name: str
    by_method: dict[str, int]

    @property
    def total(self) -> int:
        """Return the fen of all methods."""
        return sum(self.by_method.values())


@dataclass(frozen=True)
class Series:
    """The receipts of one series on a day: first and last number, and how many."""

    prefix: str
    first: str
    last: str
    count: int


@dataclass(frozen=True, kw_only=True)
class DayFigures:
    """One cashier's day. `by_method` are the columns of the matrix; `reduced` is what the whole office let off."""

    cashier: str
    business_on: datetime.date
    float_before: int = 0
    series: tuple[Series, ...] = ()
    voids: tuple[str, ...] = ()
    reversals: tuple[tuple[str, str], ...] = ()
    matrix: tuple[MatrixRow, ...] = ()
    by_method: dict[str, int] = field(default_factory=dict)
    deposits_in: int = 0
    deposits_out: int = 0
    prepaid_in: int = 0
    prepaid_out: int = 0
    prepaid_offset: int = 0
    reduced: int = 0
    cash_in: int = 0
    cash_out: int = 0
    change: int = 0

    @property
    def receipts(self) -> int:
        """Return how many receipts were written, void ones among them."""
        return sum(series.count for series in self.series)

    @property
    def cash_expected(self) -> int:
        """Return the fen that should lie in the till: float and cash that came in, less cash that went out.

        Change (找零) is off already: a receipt keeps the cash that stayed.
        """
        return self.float_before + self.cash_in + self.cash_out

    @property
    def money(self) -> int:
        """Return the fen that really came in, offsets left out."""
        return sum(fen for method, fen in self.by_method.items() if method not in NOT_MONEY)


def day_figures(cashier: str, day: datetime.date, float_before: int | None = None) -> DayFigures:
    """Return the figures of a cashier's day as they stand; the float is what the last close left, unless given.

    A name typed another way (王 芳) is the same cashier's.
    """
    names = _names_on(cashier, day)
    written = list(
        Receipt.select()
        .where(Receipt.cashier.in_(names), Receipt.business_on == day, Receipt.kind != "imported")
        .order_by(Receipt.id)
    )
    void_ids = _void_ids(receipt.id for receipt in written)
    live = [receipt for receipt in written if receipt.id not in void_ids]
    lines = _lines_of(live)
    methods = _methods_on(names, day)
    rows = _matrix(live, lines, methods)
    cash = [fen for sums in methods.values() for method, fen in sums.items() if method == CASH]
    kept = [line for of_receipt in lines.values() for line in of_receipt]
    return DayFigures(
        cashier=cashier,
        business_on=day,
        float_before=last_float(cashier, day) if float_before is None else float_before,
        series=_series(written),
        voids=tuple(receipt.number for receipt in written if receipt.id in void_ids),
        reversals=_reversals(live),
        matrix=_named(rows),
        by_method=columns_of(rows),
        **_in_and_out("deposits", kept),
        **_in_and_out("prepaid", kept),
        prepaid_offset=sum(sums.get("prepaid", 0) for sums in methods.values()),
        reduced=_reduced_on(day),
        cash_in=sum(fen for fen in cash if fen > 0),
        cash_out=sum(fen for fen in cash if fen < 0),
        change=sum(int(receipt.change) for receipt in live),
    )


def last_float(cashier: str, day: datetime.date) -> int:
    """Return the fen that the cashier's last close before the day left in the till."""
    last = last_close(cashier, day)
    return int(last.cash_counted - last.banked) if last is not None else 0


def last_close(cashier: str, day: datetime.date) -> DayClose | None:
    """Return the cashier's last close before the day, which was not opened again."""
    earlier = closes_of(cashier).where(DayClose.business_on < day)
    found: DayClose | None = earlier.order_by(DayClose.business_on.desc(), DayClose.id.desc()).first()
    return found


def days_to_close(
    until_on: datetime.date, cashier: str | None = None, from_on: datetime.date | None = None
) -> list[tuple[str, datetime.date]]:
    """Return (cashier, day) of the days up to `until_on` on which money moved and that are not closed, oldest first.

    Days before `from_on` are not looked at.
    """
    query = (
        ReceiptMethod.select(Receipt.cashier, ReceiptMethod.business_on)
        .join(Receipt)
        .where(
            ReceiptMethod.business_on <= until_on,
            ReceiptMethod.method.not_in(NOT_MONEY),
            Receipt.kind != "imported",
        )
    )
    closed = DayClose.select(DayClose.cashier, DayClose.business_on).where(DayClose.state == "closed")
    if from_on is not None:
        query = query.where(ReceiptMethod.business_on >= from_on)
        closed = closed.where(DayClose.business_on >= from_on)
    wanted = None if cashier is None else fold(cashier)
    done = {(fold(name), day) for name, day in closed.tuples()}
    found = []
    for name, day in query.distinct().order_by(ReceiptMethod.business_on, Receipt.cashier).tuples():
        key = (fold(name), day)
        if key not in done and wanted in (None, key[0]):
            done.add(key)
            found.append((name, day))
    return found


def _names_on(cashier: str, day: datetime.date) -> list[str]:
    """Return how the cashier's name is typed on the receipts of the day, corrected ones of other days among them."""
    written = Receipt.select(Receipt.cashier).where(Receipt.business_on == day)
    moved = ReceiptMethod.select(Receipt.cashier).join(Receipt).where(ReceiptMethod.business_on == day)
    return sorted({*spellings(written, cashier), *spellings(moved, cashier)})


def _void_ids(ids: Iterable[int]) -> set[int]:
    found = list(ids)
    if not found:
        return set()
    query = ReceiptVoid.select(ReceiptVoid.receipt).where(among(ReceiptVoid.receipt, found))
    return {receipt_id for (receipt_id,) in query.tuples()}


def _lines_of(receipts: list[Receipt]) -> dict[int, list[ReceiptLine]]:
    lines: dict[int, list[ReceiptLine]] = {receipt.id: [] for receipt in receipts}
    if lines:
        query = ReceiptLine.select().where(among(ReceiptLine.receipt, lines))
        for line in query.order_by(ReceiptLine.receipt, ReceiptLine.place):
            lines[line.receipt_id].append(line)
    return lines


def _methods_on(names: list[str], day: datetime.date) -> dict[int, dict[str, int]]:
    """Return {receipt: {method: fen}} dated on the day, corrections of earlier receipts among them, voids not."""
    query = (
        ReceiptMethod.select(ReceiptMethod.receipt, ReceiptMethod.method, peewee.fn.SUM(ReceiptMethod.amount))
        .join(Receipt)
        .where(
            ReceiptMethod.business_on == day,
            Receipt.cashier.in_(names),
            Receipt.kind != "imported",
            Receipt.id.not_in(ReceiptVoid.select(ReceiptVoid.receipt)),
        )
        .group_by(ReceiptMethod.receipt, ReceiptMethod.method)
        .order_by(ReceiptMethod.receipt, peewee.fn.MIN(ReceiptMethod.id))
    )
    sums: dict[int, dict[str, int]] = {}
    for receipt_id, method, fen in query.tuples():
        sums.setdefault(receipt_id, {})[method] = int(fen)
    return sums


def _matrix(
    live: list[Receipt], lines: dict[int, list[ReceiptLine]], methods: dict[int, dict[str, int]]
) -> dict[Key | None, dict[str, int]]:
    """Return {(purpose, item): {method: fen}} of the day; None holds what only changed its method."""
    cells: list[tuple[Key | None, str, int]] = []
    today = {receipt.id for receipt in live}
    for receipt in live:
        keyed = [((line.purpose, line.item_id), int(line.amount)) for line in lines[receipt.id]]
        cells += spread(keyed, list(methods.get(receipt.id, {}).items()))
    for receipt_id, sums in methods.items():
        if receipt_id not in today:
            cells += [(None, method, fen) for method, fen in sums.items()]
    return add_up(cells)


def _named(rows: dict[Key | None, dict[str, int]]) -> tuple[MatrixRow, ...]:
    """Return the rows by name: fee items by their order, then prepaid money, deposits, rounding, corrections."""
    items = {item.id: item for item in FeeItem.select()}
    purposes = ("bill", "prepaid", "deposit", "rounding")

    def place(key: Key | None) -> tuple[int, int, int]:
        if key is None:
            return (len(purposes), 0, 0)
        item = items.get(key[1] or 0)
        return (purposes.index(key[0]), item.pays_first if item else 0, key[1] or 0)

    return tuple(MatrixRow(_row_name(key, items), rows[key]) for key in sorted(rows, key=place))


def _row_name(key: Key | None, items: dict[int, Any]) -> str:
    if key is None:
        return _("收款方式更正")
    purpose, item_id = key
    name = str(items[item_id]) if item_id is not None else ""
    if purpose == "prepaid":
        return _("预存款（{item}）").format(item=name) if name else _("预存款")
    return {"rounding": _("抹零")}.get(purpose, name)


def _in_and_out(what: str, lines: list[ReceiptLine]) -> dict[str, int]:
    purpose = {"deposits": "deposit", "prepaid": "prepaid"}[what]
    fen = [int(line.amount) for line in lines if line.purpose == purpose]
    return {f"{what}_in": sum(x for x in fen if x > 0), f"{what}_out": sum(x for x in fen if x < 0)}


def _series(written: list[Receipt]) -> tuple[Series, ...]:
    numbers: dict[str, list[str]] = {}
    for receipt in written:
        numbers.setdefault(str(receipt.number)[:2], []).append(str(receipt.number))
    return tuple(
        Series(prefix, min(found), max(found), len(found)) for prefix, found in sorted(numbers.items())
    )


def _reversals(live: list[Receipt]) -> tuple[tuple[str, str], ...]:
    """Return (number, number of the receipt reversed) of the day's red receipts."""
    return tuple(
        (str(receipt.number), str(receipt.reverses.number))
        for receipt in live
        if receipt.reverses_id is not None
    )


def _reduced_on(day: datetime.date) -> int:
    query = ReducedBill.select(peewee.fn.SUM(ReducedBill.amount)).where(ReducedBill.on == day)
    return int(query.scalar() or 0)
