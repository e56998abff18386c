"""The cash journal (收据流水): the one door by which receipts and prepaid moves are written.

A receipt, its number, lines and methods, what it pays, what it moves of prepaid money, its audit row and its search
entry are kept together or not at all. Amounts are whole fen; money that leaves is negative.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import peewee

from desk_app.kernel import numbering, search, store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import Draft
from desk_app.kernel.money import LARGEST, show
from desk_app.kernel.words import _
from desk_app.modules.billing.ledger import settle
from desk_app.modules.cashier.kinds import RECEIPTS, find_receipt
from desk_app.modules.cashier.locks import refuse_closed
from desk_app.modules.cashier.records import (
    PrepaidMove,
    Receipt,
    ReceiptCorrection,
    ReceiptLine,
    ReceiptMethod,
    ReceiptVoid,
)
from desk_app.modules.cashier.tenders import Tender

SERIES = {
    "payment": "SJ",
    "reversal": "SJ",
    "imported": "LS",
    "deposit": "YJ",
    "offset": "DK",
    "refund": "TK",
    "deposit_refund": "TK",
    "transfer": "JZ",
}
"""Kind of receipt to the prefix of its numbers."""


@dataclass(frozen=True)
class Line:
    """So many fen of a receipt for one purpose: a bill, prepaid money, a deposit, or rounding (negative: let off)."""

    purpose: str
    amount: int
    bill_id: int | None = None
    item_id: int | None = None
    room_id: int | None = None
    deposit_id: int | None = None


@dataclass(frozen=True)
class PrepaidChange:
    """So many fen into a room's prepaid money, or out of it; with an item, of the part kept for that item."""

    room_id: int
    amount: int
    item_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Posting:
    """A receipt to be written. Lines and methods must have the same sum, which is the receipt's total."""

    kind: str
    room_id: int | None
    payer_name: str
    request: str
    lines: Sequence[Line]
    methods: Sequence[Tender]
    prepaid: Sequence[PrepaidChange] = ()
    payer_id: int | None = None
    tendered: int | None = None
    change: int = 0
    reverses: int | None = None
    approved_by: str | None = None
    pad_number: str | None = None
    note: str | None = None

    @property
    def total(self) -> int:
        """Return the fen of the whole receipt."""
        return sum(line.amount for line in self.lines)


def post(posting: Posting, desk: Desk, action: str, reason: str = "") -> Receipt:
    """Write the receipt with all that follows from it, dated today; DeskError leaves nothing behind.

    Refused when this cashier's day or the month is closed, when a bill cannot take its line, or when prepaid money
    would be less than none.
    """
    _assert_balanced(posting)
    if abs(posting.total) > LARGEST:
        raise DeskError(_("没有办理：金额 {total} 元太大。").format(total=show(posting.total)))
    with transaction():
        refuse_closed(desk.actor.name, desk.today)
        receipt = _write(posting, desk)
        _write_lines(receipt, posting)
        _write_methods(receipt, posting.methods)
        settle(per_bill(posting.lines))
        move_prepaid(receipt, posting.prepaid, desk, receipt.at)
        told = {
            "number": ["", receipt.number],
            "total": ["", show(receipt.total)],
            "payer_name": ["", receipt.payer_name],
        }
        store.note_event(RECEIPTS.name, receipt.id, desk, action, reason, told)
        put_in_search(receipt)
    return receipt


def with_request(request: str) -> Receipt | None:
    """Return the receipt that was written for this request of a screen, if there is one."""
    found = Receipt.select(Receipt.id).where(Receipt.request == request).scalar()
    return None if found is None else Receipt.get_by_id(found)


def done_before(
    request: str | None, kind: str, room_id: int | None, total: int | None = None
) -> Receipt | None:
    """Return the receipt already written for this request of a screen; None if there is none, or no request.

    DeskError if it is of another kind, room or total (in fen; None where only the receipt tells it): another page sent
    it, and must not take somebody else's receipt for its own.
    """
    done = with_request(request) if request else None
    if done is None:
        return None
    if (done.kind, done.room_id) != (kind, room_id) or total not in (None, done.total):
        raise DeskError(
            _("没有办理：这一页已经办过另一笔，收据 {number}。请关掉这一页重新办理。").format(
                number=done.number
            )
        )
    return done


def put_in_search(receipt: Receipt) -> None:
    """Write the receipt's search entry."""
    search.put_many([(RECEIPTS.name, receipt.id, find_receipt(Draft(RECEIPTS, receipt)))])


def lines_of(receipt: Receipt) -> list[Line]:
    """Return the receipt's lines, in their order."""
    rows = ReceiptLine.select().where(ReceiptLine.receipt == receipt.id).order_by(ReceiptLine.place)
    return [Line(row.purpose, row.amount, row.bill_id, row.item_id, row.room_id, row.deposit) for row in rows]


def methods_of(receipt: Receipt) -> list[Tender]:
    """Return how the receipt's money came as it stands after corrections, in the order of first use."""
    sums: dict[tuple[str, str], int] = {}
    for row in ReceiptMethod.select().where(ReceiptMethod.receipt == receipt.id).order_by(ReceiptMethod.id):
        key = (row.method, row.reference)
        sums[key] = sums.get(key, 0) + row.amount
    return [Tender(method, amount, reference) for (method, reference), amount in sums.items() if amount]


def move_prepaid(
    receipt: Receipt, changes: Iterable[PrepaidChange], desk: Desk, at: datetime.datetime | None = None
) -> None:
    """Write the moves of prepaid money that a receipt makes; DeskError if any purse would be less than empty.

    `at` is the moment of the receipt whose writing makes them, so that its paper can tell what was left after it;
    a void makes them now.
    """
    for change in changes:
        PrepaidMove.create(
            room=change.room_id,
            item=change.item_id,
            person=receipt.payer_id,
            amount=change.amount,
            receipt=receipt.id,
            at=at or desk.now(),
            business_on=desk.today,
            actor=desk.actor.name,
        )
        left = purse(change.room_id, change.item_id)
        if left < 0:
            raise DeskError(
                _("没有办理：预存款不够，还差 {amount} 元。请先查看预存款流水。").format(amount=show(-left))
            )


def purse(room_id: int, item_id: int | None) -> int:
    """Return the fen in one purse of a room: that of an item, or with None that for anything."""
    of_item = PrepaidMove.item.is_null() if item_id is None else PrepaidMove.item == item_id
    query = PrepaidMove.select(peewee.fn.SUM(PrepaidMove.amount)).where(PrepaidMove.room == room_id, of_item)
    return int(query.scalar() or 0)


def write_void(receipt: Receipt, reason: str, desk: Desk) -> None:
    """Mark the receipt void; what it did must have been undone in the same transaction."""
    ReceiptVoid.create(receipt=receipt.id, at=desk.now(), actor=desk.actor.name, reason=reason)
    store.note_event(RECEIPTS.name, receipt.id, desk, "void", reason)


def write_correction(receipt: Receipt, what: str, before: str, after: str, reason: str, desk: Desk) -> int:
    """Write a correction of `what` (payer, method or reference) and return its id."""
    row = ReceiptCorrection.create(
        receipt=receipt.id,
        what=what,
        before=before,
        after=after,
        at=desk.now(),
        actor=desk.actor.name,
        reason=reason,
    )
    store.note_event(RECEIPTS.name, receipt.id, desk, f"correct_{what}", reason, {what: [before, after]})
    return int(row.id)


def write_pair(
    receipt: Receipt, before: Tender, after: Tender, day: datetime.date, correction_id: int
) -> None:
    """Write the pair of rows that moves an amount from one method or reference to another."""
    for tender, amount in ((before, -after.amount), (after, after.amount)):
        ReceiptMethod.create(
            receipt=receipt.id,
            method=tender.method,
            amount=amount,
            reference=tender.reference,
            business_on=day,
            correction=correction_id,
        )


def _assert_balanced(posting: Posting) -> None:
    """A receipt that does not add up is a bug, not a mistake of the cashier."""
    assert posting.request and posting.lines
    assert posting.total == sum(tender.amount for tender in posting.methods), posting
    into = sum(line.amount for line in posting.lines if line.purpose == "prepaid")
    used = sum(tender.amount for tender in posting.methods if tender.method == "prepaid")
    assert into - used == sum(change.amount for change in posting.prepaid), posting


def _write(posting: Posting, desk: Desk) -> Receipt:
    day = desk.today
    return Receipt.create(  # type: ignore[no-any-return]
        version=1,
        number=numbering.take_yearly(SERIES[posting.kind], day),
        kind=posting.kind,
        room=posting.room_id,
        payer=posting.payer_id,
        payer_name=posting.payer_name,
        total=posting.total,
        business_on=day,
        at=desk.now(),
        cashier=desk.actor.name,
        tendered=posting.tendered,
        change=posting.change,
        request=posting.request,
        reverses=posting.reverses,
        pad_number=posting.pad_number,
        note=posting.note,
        approved_by=posting.approved_by,
    )


def _write_lines(receipt: Receipt, posting: Posting) -> None:
    ReceiptLine.insert_many(
        [
            (receipt.id, place, line.purpose, line.bill_id, line.item_id, line.room_id, line.deposit_id, line.amount)
            for place, line in enumerate(posting.lines)
        ],
        fields=[
            ReceiptLine.receipt,
            ReceiptLine.place,
            ReceiptLine.purpose,
            ReceiptLine.bill,
            ReceiptLine.item,
            ReceiptLine.room,
            ReceiptLine.deposit,
            ReceiptLine.amount,
        ],
    ).execute()  # fmt: skip


def _write_methods(receipt: Receipt, methods: Sequence[Tender]) -> None:
    for tender in methods:
        ReceiptMethod.create(
            receipt=receipt.id,
            method=tender.method,
            amount=tender.amount,
            reference=tender.reference,
            business_on=receipt.business_on,
        )


def per_bill(lines: Iterable[Line]) -> dict[int, int]:
    """Return {bill id: fen} of the lines that pay bills."""
    sums: dict[int, int] = {}
    for line in lines:
        if line.bill_id is not None:
            sums[line.bill_id] = sums.get(line.bill_id, 0) + line.amount
    return sums
