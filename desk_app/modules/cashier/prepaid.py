"""Prepaid money (预存款): a purse for each room, with parts kept for one item; set against bills, or paid back.

Amounts are whole fen. What a purse holds is the sum of its moves, never below zero.
"""

import datetime
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import peewee

from desk_app.kernel.access import Desk
from desk_app.kernel.database import among, transaction
from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.modules.billing.ledger import open_bills
from desk_app.modules.billing.overdue import post_late_fees
from desk_app.modules.billing.records import Bill
from desk_app.modules.cashier import journal, rights
from desk_app.modules.cashier.allocation import Debt, Portion, allocate, as_debts
from desk_app.modules.cashier.journal import Line, Posting, PrepaidChange
from desk_app.modules.cashier.records import PrepaidMove, Receipt
from desk_app.modules.cashier.tenders import Tender, check_tenders
from desk_app.modules.cashier.typed import read_reason, read_words
from desk_app.modules.estate.records import Room
from desk_app.modules.people.holdings import owner_names


@dataclass(frozen=True)
class Offsets:
    """What a batch did: the receipts written, and (room id, sentence) of rooms where it could not be done."""

    receipts: tuple[Receipt, ...]
    refused: tuple[tuple[int, str], ...]

    @property
    def total(self) -> int:
        """Return the fen that were set against bills."""
        return sum(receipt.total for receipt in self.receipts)


@dataclass(frozen=True)
class Cover:
    """What prepaid money would pay: {bill id: fen} of bills, and the fen of late fees that are on no bill yet."""

    principal: dict[int, int]
    late: int

    @property
    def total(self) -> int:
        """Return the fen that would be set against debts."""
        return sum(self.principal.values()) + self.late


def balance(room_id: int, item_id: int | None = None) -> int:
    """Return the fen the room has prepaid: all of it, or with an item only what is kept for that item."""
    if item_id is not None:
        return journal.purse(room_id, item_id)
    query = PrepaidMove.select(peewee.fn.SUM(PrepaidMove.amount)).where(PrepaidMove.room == room_id)
    return int(query.scalar() or 0)


def purses(room_id: int) -> dict[int | None, int]:
    """Return {item id, None for any item: fen} of the room's purses that hold something."""
    query = PrepaidMove.select(PrepaidMove.item, peewee.fn.SUM(PrepaidMove.amount))
    query = query.where(PrepaidMove.room == room_id).group_by(PrepaidMove.item)
    return {item_id: fen for item_id, fen in query.tuples() if fen}


def purses_of(room_ids: Iterable[int]) -> dict[int, dict[int | None, int]]:
    """Return {room id: its purses} of the rooms that have prepaid money."""
    found: dict[int, dict[int | None, int]] = {}
    held = peewee.fn.SUM(PrepaidMove.amount)
    for some in peewee.chunked(room_ids, 500):
        query = PrepaidMove.select(PrepaidMove.room, PrepaidMove.item, held).where(
            among(PrepaidMove.room, some)
        )
        for room_id, item_id, fen in query.group_by(PrepaidMove.room, PrepaidMove.item).tuples():
            if fen:
                found.setdefault(room_id, {})[item_id] = fen
    return found


def cover(bills: Sequence[Bill], money: Mapping[int | None, int], day: datetime.date) -> Cover:
    """Return what an offset on the day would pay of the room's bills out of purses that hold `money`; writes nothing."""
    principal: dict[int, int] = {}
    late = 0
    for _purse, portion in _plan(as_debts(bills, day), money) if money else ():
        if portion.is_late:
            late += portion.amount
        else:
            principal[portion.bill_id] = principal.get(portion.bill_id, 0) + portion.amount
    return Cover(principal, late)


def rooms_with_money() -> list[int]:
    """Return the ids of rooms that have prepaid money, in the order of their numbers."""
    query = PrepaidMove.select(PrepaidMove.room).join(Room).group_by(PrepaidMove.room, Room.sort_key)
    query = query.having(peewee.fn.SUM(PrepaidMove.amount) > 0).order_by(Room.sort_key)
    return [room_id for (room_id,) in query.tuples()]


def offset_room(room_id: int, desk: Desk, request: str | None = None) -> Receipt | None:
    """Set the room's prepaid money against its bills, oldest first; return the receipt, None if nothing fits.

    Money kept for an item pays that item first; bills not due yet are paid too, held ones are not.
    """
    rights.require(desk, "offset")
    with transaction():
        done = journal.done_before(request, "offset", room_id)
        if done is not None:
            return done
        bills: dict[int, Any] = {bill.id: bill for bill in open_bills(room_id)}
        plan = _plan(as_debts(list(bills.values()), desk.today), purses(room_id))
        if not plan:
            return None
        paid = [bills[bill_id] for bill_id in {portion.bill_id for _purse, portion in plan}]
        stages: dict[int, Any] = {
            stage.late_for_id: stage for stage in post_late_fees(paid, desk.today, desk)
        }
        lines = []
        for _purse, portion in plan:
            bill = stages[portion.bill_id] if portion.is_late else bills[portion.bill_id]
            lines.append(Line("bill", portion.amount, bill.id, bill.item_id, bill.room_id))
        return _post_offset(room_id, lines, _taken(room_id, plan), desk, request)


def offset_many(
    room_ids: Sequence[int], desk: Desk, progress: Callable[[int, int], None] | None = None
) -> Offsets:
    """Set prepaid money against bills in many rooms (批量统扣), each room for itself; `progress(done, of)`.

    Whatever stops it, rooms already done stay done, and running it again goes on with the others.
    """
    rights.require(desk, "offset")
    receipts, refused = [], []
    for done, room_id in enumerate(room_ids, 1):
        try:
            receipt = offset_room(room_id, desk)
        except DeskError as error:
            refused.append((room_id, str(error)))
        else:
            receipts += [receipt] if receipt else []
        if progress:
            progress(done, len(room_ids))
    return Offsets(tuple(receipts), tuple(refused))


def refund_prepaid(
    room_id: int,
    amount: int,
    tenders: Sequence[Tender],
    desk: Desk,
    *,
    approved_by: str,
    reason: str,
    payer_name: str,
    request: str,
    payer_id: int | None = None,
    item_id: int | None = None,
) -> Receipt:
    """Pay prepaid money back (退预存): a negative receipt of series TK that a second person has approved.

    `tenders` are how the money leaves, as positive amounts. DeskError for more than the purse holds.
    """
    rights.require(desk, "refund")
    second = rights.require_second(desk, approved_by, "refund")
    with transaction():
        done = journal.done_before(request, "refund", room_id, -amount)
        if done is not None:
            return done
        _refuse_more_than(journal.purse(room_id, item_id), amount)
        checked = check_tenders(tenders, amount)
        posting = Posting(
            kind="refund",
            room_id=room_id,
            payer_id=payer_id,
            payer_name=read_words(payer_name, _("收款人")),
            request=request,
            lines=[Line("prepaid", -amount, item_id=item_id, room_id=room_id)],
            methods=[Tender(each.method, -each.amount, each.reference) for each in checked],
            prepaid=[PrepaidChange(room_id, -amount, item_id)],
            approved_by=second,
        )
        return journal.post(posting, desk, "refund", read_reason(reason))


def _refuse_more_than(held: int, amount: int) -> None:
    if not 0 < amount <= held:
        raise DeskError(
            _("没有退款：要退 {amount} 元，预存款有 {held} 元。").format(amount=show(amount), held=show(held))
        )


def _plan(debts: Sequence[Debt], money: Mapping[int | None, int]) -> list[tuple[int | None, Portion]]:
    """Return (purse, portion) of what each purse pays; those kept for an item come first and pay no late fee."""
    plan: list[tuple[int | None, Portion]] = []
    for purse in sorted(money, key=lambda item: (item is None, item or 0)):
        fitting = [debt for debt in debts if purse in (None, debt.item_id)]
        if purse is not None:
            fitting = [replace(debt, late=0) for debt in fitting]
        portions = allocate(money[purse], fitting)
        plan += [(purse, portion) for portion in portions]
        paid = {portion.bill_id: portion.amount for portion in portions if not portion.is_late}
        debts = [replace(debt, amount=debt.amount - paid.get(debt.bill_id, 0)) for debt in debts]
    return plan


def _taken(room_id: int, plan: Iterable[tuple[int | None, Portion]]) -> list[PrepaidChange]:
    """Return what the plan takes out of each purse."""
    sums: dict[int | None, int] = {}
    for purse, portion in plan:
        sums[purse] = sums.get(purse, 0) + portion.amount
    return [PrepaidChange(room_id, -fen, purse) for purse, fen in sums.items()]


def _post_offset(
    room_id: int, lines: Sequence[Line], changes: Sequence[PrepaidChange], desk: Desk, request: str | None
) -> Receipt:
    total = sum(line.amount for line in lines)
    posting = Posting(
        kind="offset",
        room_id=room_id,
        payer_name=owner_names(room_id, desk.today) or str(Room.get_by_id(room_id)),
        request=request or str(uuid.uuid4()),
        lines=lines,
        methods=[Tender("prepaid", total)],
        prepaid=changes,
    )
    return journal.post(posting, desk, "offset")
