"""The audit of the cash desk (账目核对): every balance worked out again from its rows, every series looked through.

Each check yields a sentence for what does not agree; no sentence means that all does.
"""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

import peewee

from desk_app.kernel.money import show
from desk_app.kernel.numbering import NumberSeries
from desk_app.kernel.words import _
from desk_app.modules.billing.records import Bill, ReducedBill
from desk_app.modules.cashier import bill_faults, close_faults
from desk_app.modules.cashier.journal import SERIES
from desk_app.modules.cashier.records import (
    BankLine,
    Deposit,
    DepositMove,
    PrepaidMove,
    Receipt,
    ReceiptLine,
    ReceiptMethod,
    ReceiptVoid,
)

SHOWN = 20
"""Sentences of each check that are told; the first ones lead to the rest."""

LIVE = Receipt.id.not_in(ReceiptVoid.select(ReceiptVoid.receipt))
"""The condition that a receipt is not void."""


def find_faults() -> list[str]:
    """Return what does not agree, as sentences; nothing for a sound book. Reads every row once or twice."""
    checks = (
        _paid_bills,
        _reduced_bills,
        _whole_ledger,
        _receipts,
        _reversals,
        _prepaid,
        _prepaid_of_receipts,
        _deposits,
        _deposits_of_receipts,
        _bank_lines,
        _numbers,
        bill_faults.asked_twice,
        bill_faults.sums_of_columns,
        bill_faults.reduced_too_much,
        bill_faults.late_fees_of_void_bills,
        close_faults.closed_days,
        close_faults.tills,
        close_faults.closed_months,
    )
    return list(chain.from_iterable(islice(check(), SHOWN) for check in checks))


def _sum_of(field: Any) -> Any:
    return peewee.fn.COALESCE(peewee.fn.SUM(field), 0)


def _differing(model: Any, column: Any, rows: Any) -> Any:
    """Return (id, what the column says, what the rows add up to) where they differ; `rows` has key and total."""
    total = peewee.fn.COALESCE(rows.c.total, 0)
    query = model.select(model.id, column, total)
    return (
        query.join(rows, peewee.JOIN.LEFT_OUTER, on=(model.id == rows.c.key)).where(column != total).tuples()
    )


def _bill_lines() -> Any:
    query = ReceiptLine.select(ReceiptLine.bill.alias("key"), _sum_of(ReceiptLine.amount).alias("total"))
    return query.join(Receipt).where(ReceiptLine.bill.is_null(False), LIVE).group_by(ReceiptLine.bill)


def _paid_bills() -> Iterator[str]:
    for bill_id, paid, total in _differing(Bill, Bill.paid, _bill_lines()):
        yield _("账单 {bill} 已收 {paid} 元，收据合计 {total} 元。").format(
            bill=bill_id, paid=show(paid), total=show(total)
        )
    for (bill_id,) in Bill.select(Bill.id).where(Bill.state == "void", Bill.paid + Bill.reduced > 0).tuples():
        yield _("账单 {bill} 已作废，却还有收款或减免。").format(bill=bill_id)


def _reduced_bills() -> Iterator[str]:
    rows = ReducedBill.select(ReducedBill.bill.alias("key"), _sum_of(ReducedBill.amount).alias("total"))
    for bill_id, reduced, total in _differing(Bill, Bill.reduced, rows.group_by(ReducedBill.bill)):
        yield _("账单 {bill} 减免 {reduced} 元，减免明细合计 {total} 元。").format(
            bill=bill_id, reduced=show(reduced), total=show(total)
        )


def _whole_ledger() -> Iterator[str]:
    """Bills = payments + reductions + open, over the whole book."""
    in_force = Bill.state != "void"
    billed = Bill.select(_sum_of(Bill.amount)).where(in_force).scalar()
    still = Bill.select(_sum_of(Bill.amount - Bill.reduced - Bill.paid)).where(in_force).scalar()
    lines = ReceiptLine.select(_sum_of(ReceiptLine.amount)).join(Receipt)
    paid = lines.where(ReceiptLine.bill.is_null(False), LIVE).scalar()
    reduced = ReducedBill.select(_sum_of(ReducedBill.amount)).scalar()
    if billed != paid + reduced + still:
        yield _("应收 {billed} 元，不等于已收 {paid} 元、减免 {reduced} 元、未收 {still} 元之和。").format(
            billed=show(billed), paid=show(paid), reduced=show(reduced), still=show(still)
        )


def _receipts() -> Iterator[str]:
    for model, what in ((ReceiptLine, _("明细")), (ReceiptMethod, _("收款方式"))):
        rows = model.select(model.receipt.alias("key"), _sum_of(model.amount).alias("total"))
        for receipt_id, total, found in _differing(Receipt, Receipt.total, rows.group_by(model.receipt)):
            yield _("收据 {number} 金额 {total} 元，{what}合计 {found} 元。").format(
                number=_number(receipt_id), total=show(total), what=what, found=show(found)
            )


def _reversals() -> Iterator[str]:
    original = Receipt.alias()
    query = Receipt.select(Receipt.number, original.number).join(
        original, on=(Receipt.reverses == original.id)
    )
    for number, of in query.where(Receipt.total + original.total != 0).tuples():
        yield _("冲红收据 {number} 的金额与原收据 {original} 不符。").format(number=number, original=of)
    voided = ReceiptVoid.select(ReceiptVoid.receipt)
    for number, of in query.where(original.id.in_(voided)).tuples():
        yield _("收据 {original} 既已作废，又由 {number} 冲红。").format(number=number, original=of)
    for (number,) in Receipt.select(Receipt.number).where(
        Receipt.kind == "reversal", Receipt.reverses.is_null()
    ).tuples():  # fmt: skip
        yield _("冲红收据 {number} 没有原收据。").format(number=number)


def _prepaid() -> Iterator[str]:
    total = peewee.fn.SUM(PrepaidMove.amount)
    query = PrepaidMove.select(PrepaidMove.room, total).group_by(PrepaidMove.room, PrepaidMove.item)
    for room_id, fen in query.having(total < 0).tuples():
        yield _("房屋 {room} 的预存款是 {amount} 元，少于零。").format(room=room_id, amount=show(fen))


def _prepaid_of_receipts() -> Iterator[str]:
    """A receipt moves as much prepaid money as its lines put in, less what its methods took; a void one nothing."""
    for number, fen in _unmoved("prepaid", PrepaidMove):
        yield _("收据 {number} 与预存款流水相差 {amount} 元。").format(number=number, amount=show(fen))


def _deposits_of_receipts() -> Iterator[str]:
    """A receipt moves as much of deposits as its lines and methods say; no deposit moves without one."""
    for number, fen in _unmoved("deposit", DepositMove):
        yield _("收据 {number} 与押金流水相差 {amount} 元。").format(number=number, amount=show(fen))
    loose = DepositMove.select(DepositMove.deposit, DepositMove.business_on, DepositMove.amount)
    for deposit_id, day, fen in loose.where(
        DepositMove.receipt.is_null(), DepositMove.kind != "opening"
    ).tuples():  # fmt: skip
        yield _("押金 {deposit} 在 {day} 变动 {amount} 元，没有收据。").format(
            deposit=deposit_id, day=day, amount=show(fen)
        )


def _unmoved(what: str, moves: Any) -> Iterator[tuple[str, int]]:
    """Yield (number, fen) of receipts whose lines and methods for `what` are not what its moves add up to."""
    lines = ReceiptLine.select(ReceiptLine.receipt.alias("key"), ReceiptLine.amount.alias("fen")).join(
        Receipt
    )
    used = ReceiptMethod.select(ReceiptMethod.receipt, ReceiptMethod.amount * -1).join(Receipt)
    moved = moves.select(moves.receipt, moves.amount * -1).where(moves.receipt.is_null(False))
    rows = lines.where(ReceiptLine.purpose == what, LIVE)
    rows = rows.union_all(used.where(ReceiptMethod.method == what, LIVE)).union_all(moved).alias("rows")
    total = _sum_of(rows.c.fen)
    query = Receipt.select(Receipt.number, total).join(rows, on=(rows.c.key == Receipt.id))
    yield from query.group_by(Receipt.id, Receipt.number).having(total != 0).tuples()


def _bank_lines() -> Iterator[str]:
    """Money on the bank's list that was claimed stands on a receipt that holds."""
    reversal = Receipt.alias()
    query = (
        BankLine.select(BankLine.reference, BankLine.amount, Receipt.number)
        .join(Receipt, peewee.JOIN.LEFT_OUTER)
        .join(ReceiptVoid, peewee.JOIN.LEFT_OUTER, on=(ReceiptVoid.receipt == Receipt.id))
        .join(reversal, peewee.JOIN.LEFT_OUTER, on=(reversal.reverses == Receipt.id))
    )
    undone = Receipt.id.is_null() | ReceiptVoid.id.is_null(False) | reversal.id.is_null(False)
    for reference, fen, number in query.where(BankLine.state == "claimed", undone).tuples():
        yield _(
            "到账 {reference} 的 {amount} 元已认领，收据 {number} 却已作废或冲红：请重新认领，或退回未认领。"
        ).format(reference=reference, amount=show(fen), number=number or "")


def _deposits() -> Iterator[str]:
    rows = DepositMove.select(DepositMove.deposit.alias("key"), _sum_of(DepositMove.amount).alias("total"))
    for deposit_id, held, total in _differing(
        Deposit, peewee.fn.COALESCE(Deposit.held, 0), rows.group_by(DepositMove.deposit)
    ):
        yield _("押金 {deposit} 在押 {held} 元，流水合计 {total} 元。").format(
            deposit=deposit_id, held=show(held), total=show(total)
        )
    for (deposit_id,) in Deposit.select(Deposit.id).where(Deposit.held < 0).tuples():
        yield _("押金 {deposit} 在押少于零。").format(deposit=deposit_id)


def _numbers() -> Iterator[str]:
    """Every series of receipt numbers goes from 1 to the last number given, without a gap."""
    found: dict[str, set[int]] = {}
    for (text,) in Receipt.select(Receipt.number).where(Receipt.kind != "imported").tuples():
        series, _dash, number = text.rpartition("-")
        found.setdefault(series, set()).add(int(number) if number.isdigit() else 0)
    last = dict(NumberSeries.select(NumberSeries.series, NumberSeries.last).tuples())
    prefixes = {
        prefix for kind, prefix in SERIES.items() if kind != "imported"
    }  # the old book's have its gaps
    ours = {series for series in last if series[:2] in prefixes and series[2:].isdigit()}
    for series in sorted(ours | found.keys()):
        numbers, given = found.get(series, set()), last.get(series, 0)
        missing = sorted(set(range(1, max(numbers | {given}) + 1)) - numbers)
        if missing:
            yield _("收据号 {series} 缺 {count} 个，第一个是 {first}。").format(
                series=series, count=len(missing), first=missing[0]
            )
        if numbers and (max(numbers) != given or min(numbers) < 1):
            yield _("收据号 {series} 用到 {used}，序列记的是 {last}。").format(
                series=series, used=max(numbers), last=given
            )


def _number(receipt_id: int) -> str:
    return str(Receipt.select(Receipt.number).where(Receipt.id == receipt_id).scalar())
