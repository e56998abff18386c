"""What the audit looks for in closes: days and months that no longer are what they were closed with, floats that jump.

Each check yields a sentence for what does not agree. Receipts are added up by the database, once for all days; closes
are a few hundred a year.
"""

import datetime
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from peewee import fn

from desk_app.kernel.money import show
from desk_app.kernel.text import fold
from desk_app.kernel.words import _
from desk_app.modules.billing.months import next_period
from desk_app.modules.cashier.records import DayClose, MonthClose, Receipt, ReceiptMethod, ReceiptVoid
from desk_app.modules.cashier.roll_forward import roll_forward

Day = tuple[str, datetime.date]
"""A cashier's name, folded, and a day."""


def closed_days() -> Iterator[str]:
    """A closed day has the receipts and the money, by ways of payment, that were kept when it was closed."""
    receipts, money = _receipts_by_day(), _money_by_day()
    for close, kept in _closes():
        day = (fold(close.cashier), close.business_on)
        named = {"cashier": close.cashier, "day": close.business_on}
        count = sum(one["count"] for one in kept.get("series", ()))
        if receipts.get(day, 0) != count:
            yield _("{cashier} {day} 已日结 {count} 张收据，现在有 {now} 张。").format(
                **named, count=count, now=receipts.get(day, 0)
            )
        before = {method: fen for method, fen in kept.get("by_method", {}).items() if fen}
        now = money.get(day, {})
        if before != now:
            yield _(
                "{cashier} {day} 已日结收款 {before} 元，现在的收据合计 {now} 元，或收款方式不同。"
            ).format(**named, before=show(sum(before.values())), now=show(sum(now.values())))


def tills() -> Iterator[str]:
    """Each close begins with the float its cashier's last one left, and its difference is counted less expected."""
    left: dict[str, int] = {}
    for close, kept in _closes():
        cashier = fold(close.cashier)
        named = {"cashier": close.cashier, "day": close.business_on}
        if close.float_before != left.get(cashier, close.float_before):
            yield _("{cashier} {day} 日结的期初备用金是 {now} 元，上一次日结留下 {left} 元。").format(
                **named, now=show(close.float_before), left=show(left[cashier])
            )
        left[cashier] = close.cash_counted - close.banked
        expected = close.float_before + kept.get("cash_in", 0) + kept.get("cash_out", 0)
        if close.cash_expected != expected or close.difference != close.cash_counted - expected:
            yield _("{cashier} {day} 日结的应有现金或长短款与当天的收支不符。").format(**named)


def closed_months() -> Iterator[str]:
    """Each closed month opens as the one before it closed; the last one's figures are those of the book now."""
    last: tuple[MonthClose, dict[str, Any]] | None = None
    query = MonthClose.select().where(MonthClose.state == "closed").order_by(MonthClose.period)
    for close, kept in _with_snapshots(query):
        if last is not None and next_period(last[0].period) == close.period:
            closing, opening = last[1]["total"]["closing"], kept["total"]["opening"]
            if closing != opening:
                yield _("{period} 月结的期初欠费 {opening} 元，与上月月结的期末 {closing} 元不同。").format(
                    period=close.period, opening=show(opening), closing=show(closing)
                )
        last = (close, kept)
    if last is not None:
        yield from _month_changed(*last)


def _month_changed(close: MonthClose, kept: dict[str, Any]) -> Iterator[str]:
    """Compare a closed month's snapshot with the book as it is now: all figures, but not the names of items."""
    now = roll_forward(int(close.period))
    for what, before, after in (
        (_("欠费"), kept["arrears"], now.arrears),
        (_("预存款"), [kept["prepaid"]], [now.prepaid]),
        (_("押金"), kept["deposits"], now.deposits),
    ):
        if _figures(before) != _figures([asdict(row) for row in after]):
            yield _("{period} 已月结，{what}的数字现在算出的与月结时不同，请核对月报和明细。").format(
                period=close.period, what=what
            )


def _figures(rows: Iterable[dict[str, Any]]) -> list[list[tuple[str, int]]]:
    """Return the sums of each row that are not nothing, in an order that does not depend on names.

    What bills of the period ask goes on after the close: they may be posted later.
    """
    left_out = ("name", "of_period", "later", "belated")
    sums = (
        [(name, fen) for name, fen in sorted(row.items()) if fen and name not in left_out] for row in rows
    )
    return sorted(row for row in sums if row)


def _closes() -> Iterator[tuple[Any, dict[str, Any]]]:
    """Yield the closes of days in force with what was kept of them, in the order of their days."""
    query = DayClose.select().where(DayClose.state == "closed")
    yield from _with_snapshots(query.order_by(DayClose.business_on, DayClose.id))


def _with_snapshots(closes: Iterable[Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Yield the closes that kept figures, with these; one that kept none says nothing that could be wrong."""
    for close in closes:
        if kept := json.loads(close.snapshot):
            yield close, kept


def _receipts_by_day() -> dict[Day, int]:
    """Return {(cashier, day): how many receipts were written}."""
    query = Receipt.select(Receipt.cashier, Receipt.business_on, fn.COUNT(Receipt.id))
    query = query.where(Receipt.kind != "imported").group_by(Receipt.cashier, Receipt.business_on)
    counts: dict[Day, int] = {}
    for cashier, day, count in query.tuples():
        counts[fold(cashier), day] = counts.get((fold(cashier), day), 0) + count
    return counts


def _money_by_day() -> dict[Day, dict[str, int]]:
    """Return {(cashier, day): {method: fen}} of receipts that hold, corrections of method among them."""
    query = (
        ReceiptMethod.select(
            Receipt.cashier, ReceiptMethod.business_on, ReceiptMethod.method, fn.SUM(ReceiptMethod.amount)
        )
        .join(Receipt)
        .where(
            Receipt.kind != "imported",
            Receipt.id.not_in(ReceiptVoid.select(ReceiptVoid.receipt)),
        )
        .group_by(Receipt.cashier, ReceiptMethod.business_on, ReceiptMethod.method)
        .having(fn.SUM(ReceiptMethod.amount) != 0)
    )
    sums: dict[Day, dict[str, int]] = {}
    for cashier, day, method, fen in query.tuples():
        of_day = sums.setdefault((fold(cashier), day), {})
        of_day[method] = of_day.get(method, 0) + int(fen)
    return sums
