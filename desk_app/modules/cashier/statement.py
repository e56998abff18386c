"""The statement of a room's account (往来对账单): what was charged, reduced and paid between two days, line by line.

Amounts are whole fen. A voided receipt or bill stands there twice, as it came and as it was undone, so that a statement
of days gone by never changes. Deposits are not part of it: they are never income. Late fees count from the day they are
posted.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, NamedTuple

import peewee

from desk_app.kernel.database import among
from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.modules.billing.figures import show_days
from desk_app.modules.billing.ledger import bills_of
from desk_app.modules.billing.records import Bill, FeeItem, ReducedBill, Reduction
from desk_app.modules.cashier.records import (
    PrepaidMove,
    Receipt,
    ReceiptLine,
    ReceiptMethod,
    ReceiptVoid,
)


class Standing(NamedTuple):
    """How the account stands: fen owed on bills, and fen prepaid."""

    owed: int = 0
    prepaid: int = 0

    @property
    def net(self) -> int:
        """Return the fen to be paid in the end; negative is money to the room's credit."""
        return self.owed - self.prepaid


NOTHING = Standing()


@dataclass(frozen=True)
class Entry:
    """One line: what it charges, takes off, pays and moves of prepaid money, and how the account stands after it.

    `sort` is bill, bill_void, reduction, receipt, void or opening; `record_id` the bill's or receipt's.
    """

    at: datetime.datetime
    sort: str
    record_id: int
    text: str
    number: str = ""
    charged: int = 0
    reduced: int = 0
    paid: int = 0
    prepaid: int = 0
    after: Standing = NOTHING

    @property
    def on(self) -> datetime.date:
        """Return the entry's day."""
        return self.at.date()


@dataclass(frozen=True)
class Statement:
    """A room's account between two days; `closing` is `opening` with every entry."""

    room_id: int
    from_on: datetime.date | None
    until_on: datetime.date | None
    opening: Standing
    entries: tuple[Entry, ...]
    closing: Standing


def statement(
    room_id: int, from_on: datetime.date | None = None, until_on: datetime.date | None = None
) -> Statement:
    """Return the room's account from one day to another, both included; without a day from the start, or to the end."""
    if from_on and until_on and until_on < from_on:
        raise DeskError(_("没有对账单：结束日期早于开始日期。"))
    bills = [*bills_of(room_id), *_void_bills(room_id)]
    found = chain(_bill_entries(bills), _reductions(bills), _receipt_entries(room_id, bills), _loose(room_id))
    order = ("opening", "bill", "reduction", "receipt", "void", "bill_void")
    entries = sorted(found, key=lambda each: (each.at, order.index(each.sort), each.record_id))
    opening, kept, standing = NOTHING, [], NOTHING
    for entry in entries:
        if until_on and entry.on > until_on:
            break
        owed = standing.owed + entry.charged - entry.reduced - entry.paid
        standing = Standing(owed, standing.prepaid + entry.prepaid)
        if from_on and entry.on < from_on:
            opening = standing
        else:
            kept.append(replace(entry, after=standing))
    return Statement(room_id, from_on, until_on, opening, tuple(kept), standing)


def _void_bills(room_id: int) -> list[Bill]:
    """Return the room's bills that were voided on a day that is known; of others nothing was ever owed."""
    is_void = Bill.state == peewee.SQL("'void'")  # written out, as the index's own condition is
    query = Bill.select(Bill, FeeItem).join(FeeItem)
    return list(query.where(Bill.room == room_id, is_void, Bill.voided_on.is_null(False)))


def _bill_entries(bills: Iterable[Any]) -> Iterator[Entry]:
    for bill in bills:
        text = f"{bill.item} {show_days(bill)}"
        entry = Entry(bill.posted_at, "bill", bill.id, text, bill.number or "", charged=bill.amount)
        yield entry
        if bill.voided_on is not None:
            yield replace(
                entry,
                at=_end_of(bill.voided_on),
                sort="bill_void",
                text=_("作废：{bill}").format(bill=text),
                charged=-bill.amount,
            )


def _end_of(day: datetime.date) -> datetime.datetime:
    """Return the last moment of a day: whatever was done with a bill that day came before its void."""
    return datetime.datetime.combine(day, datetime.time.max)


def _reductions(bills: Iterable[Any]) -> Iterator[Entry]:
    names = {bill.id: str(bill.item) for bill in bills}
    if not names:
        return
    query = ReducedBill.select(ReducedBill, Reduction).join(Reduction)
    for row in query.where(among(ReducedBill.bill, names)):
        text = _("减免 {item}").format(item=names[row.bill_id])
        yield Entry(row.at, "reduction", row.id, text, row.reduction.number or "", reduced=row.amount)


def _receipt_entries(room_id: int, bills: Iterable[Any]) -> Iterator[Entry]:
    """Yield an entry for every receipt that paid bills of the room or moved its prepaid money, and for its void."""
    ids = _receipts_of(room_id, [bill.id for bill in bills])
    if not ids:
        return
    voids = {row.receipt_id: row for row in ReceiptVoid.select().where(among(ReceiptVoid.receipt, ids))}
    sums = _sums(room_id, ids)
    for receipt in Receipt.select().where(among(Receipt.id, ids)):
        paid, rounding, prepaid = sums.get(receipt.id, (0, 0, 0))
        if not (paid or prepaid):
            continue
        entry = Entry(
            receipt.at,
            "receipt",
            receipt.id,
            Receipt.kind.show(receipt.kind),
            receipt.number,
            reduced=-rounding,
            paid=paid + rounding,
            prepaid=prepaid,
        )
        yield entry
        if receipt.id in voids:
            text = _("作废：{reason}").format(reason=voids[receipt.id].reason)
            back = replace(entry, reduced=rounding, paid=-entry.paid, prepaid=-prepaid)
            yield replace(back, at=voids[receipt.id].at, sort="void", text=text)


def _receipts_of(room_id: int, bill_ids: list[int]) -> set[int]:
    queries = [
        Receipt.select(Receipt.id).where(Receipt.room == room_id),
        PrepaidMove.select(PrepaidMove.receipt).where(PrepaidMove.room == room_id),
    ]
    if bill_ids:
        queries.append(ReceiptLine.select(ReceiptLine.receipt).where(among(ReceiptLine.bill, bill_ids)))
    return {receipt_id for query in queries for (receipt_id,) in query.tuples()} - {None}


def _sums(room_id: int, receipt_ids: set[int]) -> dict[int, tuple[int, int, int]]:
    """Return {receipt: fen on bills of the room, rounding (negative), change of prepaid money}."""
    sums: dict[int, list[int]] = {}
    lines = ReceiptLine.select().where(among(ReceiptLine.receipt, receipt_ids), ReceiptLine.room == room_id)
    places = {"bill": 0, "rounding": 1, "prepaid": 2}
    for line in lines:
        if line.purpose in places:
            sums.setdefault(line.receipt_id, [0, 0, 0])[places[line.purpose]] += line.amount
    used = ReceiptMethod.select(ReceiptMethod, Receipt).join(Receipt)
    used = used.where(among(ReceiptMethod.receipt, receipt_ids), ReceiptMethod.method == "prepaid")
    for row in used.where(Receipt.room == room_id):
        sums.setdefault(row.receipt_id, [0, 0, 0])[2] -= row.amount
    return {receipt_id: (paid, rounding, prepaid) for receipt_id, (paid, rounding, prepaid) in sums.items()}


def _loose(room_id: int) -> Iterator[Entry]:
    """Yield prepaid money that came without a receipt: what the room had when the book was begun."""
    for move in PrepaidMove.select().where(PrepaidMove.room == room_id, PrepaidMove.receipt.is_null()):
        yield Entry(move.at, "opening", move.id, move.note or _("期初预存款"), prepaid=move.amount)
