"""The register of reductions (减免台账, domain.md 3.10): every fen let off between two days, why, and who agreed.

Approved reductions stand there bill by bill, what was taken back as a negative; odd ends let off at the desk (抹零) stand
by their receipt. Amounts are whole fen.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import peewee

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.modules.billing.records import REDUCTION_KINDS, Bill, FeeItem, ReducedBill, Reduction
from desk_app.modules.cashier.records import Receipt, ReceiptLine, ReceiptVoid
from desk_app.modules.estate.records import Room

KINDS = {option.stored: option.label for option in REDUCTION_KINDS}


@dataclass(frozen=True)
class LetOff:
    """So many fen let off on a day; `number` is that of the reduction, or of the receipt whose odd end it was.

    `kind` is one of `KINDS`; `period` 0 where it is no single bill's.
    """

    on: datetime.date
    number: str
    kind: str
    room: str
    item: str
    period: int
    amount: int
    cause: str
    asked_by: str
    approved_by: str


@dataclass(frozen=True)
class Share:
    """What was let off of one kind, by one approver or for one room: how often, and fen."""

    name: str
    count: int
    amount: int


def reductions_between(from_on: datetime.date, until_on: datetime.date, kind: str = "") -> list[LetOff]:
    """Return what was let off from one day to another, both included, in the order of days; of one kind if given."""
    if until_on < from_on:
        raise DeskError(_("没有减免台账：结束日期早于开始日期。"))
    found = [*_approved(from_on, until_on), *_at_the_desk(from_on, until_on)]
    return sorted((one for one in found if kind in ("", one.kind)), key=lambda one: (one.on, one.number))


def shares_of(found: Iterable[LetOff], what: str) -> list[Share]:
    """Return the sums by 'kind', 'cause', 'approved_by' or 'room', the largest first."""
    sums: dict[str, tuple[int, int]] = {}
    for one in found:
        name = str(getattr(one, what))
        count, fen = sums.get(name, (0, 0))
        sums[name] = (count + 1, fen + one.amount)
    shares = [Share(_(KINDS[name]) if what == "kind" else name, *both) for name, both in sums.items()]
    return sorted(shares, key=lambda share: (-share.amount, share.name))


def _approved(from_on: datetime.date, until_on: datetime.date) -> Iterator[LetOff]:
    query = (
        ReducedBill.select(
            ReducedBill.on,
            Reduction.number,
            Reduction.kind,
            Room.code,
            FeeItem.name,
            Bill.period,
            ReducedBill.amount,
            Reduction.cause,
            Reduction.asked_by,
            Reduction.approved_by,
        )
        .join(Reduction)
        .switch(ReducedBill)
        .join(Bill)
        .join(Room)
        .switch(Bill)
        .join(FeeItem)
        .where(ReducedBill.on.between(from_on, until_on))
        .order_by(ReducedBill.id)
    )
    for on, number, kind, room, item, period, fen, cause, asked_by, approved_by in query.tuples():
        yield LetOff(
            on, number or "", kind, room, item, period, fen, cause, asked_by or "", approved_by or ""
        )


def _at_the_desk(from_on: datetime.date, until_on: datetime.date) -> Iterator[LetOff]:
    query: Any = (
        ReceiptLine.select(
            Receipt.business_on,
            Receipt.number,
            Room.code,
            ReceiptLine.amount,
            Receipt.note,
            Receipt.cashier,
            Receipt.approved_by,
        )
        .join(Receipt)
        .join(Room, peewee.JOIN.LEFT_OUTER, on=(Receipt.room == Room.id))
        .where(
            ReceiptLine.purpose == "rounding",
            ReceiptLine.amount != 0,
            Receipt.business_on.between(from_on, until_on),
            Receipt.id.not_in(ReceiptVoid.select(ReceiptVoid.receipt)),
        )
        .order_by(Receipt.id)
    )
    for on, number, room, fen, note, cashier, approved_by in query.tuples():
        yield LetOff(on, number, "rounding", room or "", "", 0, -fen, note or "", cashier, approved_by or "")
