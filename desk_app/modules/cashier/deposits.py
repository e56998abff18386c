"""Deposits (押金): taken, deducted with a document, set against debts with a signature, given back; never income.

Each deposit is a card of its own; what it holds is the sum of its moves. Amounts are whole fen.
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _, clauses
from desk_app.modules.billing.ledger import name_bill, post_bill, read_bills
from desk_app.modules.billing.overdue import post_late_fees
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.cashier import journal, rights
from desk_app.modules.cashier.deposit_cards import holding, line_of, open_card, read_card, write_move
from desk_app.modules.cashier.deposit_income import income_of_deductions
from desk_app.modules.cashier.deposit_kinds import DEPOSITS
from desk_app.modules.cashier.deposit_rules import (
    Signatures,
    refundable_from,
    why_not_now,
    why_not_to_them,
)
from desk_app.modules.cashier.journal import Line, Posting, PrepaidChange
from desk_app.modules.cashier.pads import refuse_pad_number
from desk_app.modules.cashier.records import Deposit, Receipt
from desk_app.modules.cashier.tenders import Tender, cash_in, check_tenders
from desk_app.modules.cashier.typed import read_words


@dataclass(frozen=True)
class DepositPart:
    """One deposit more on the same receipt: the passes' beside the renovation's (V16)."""

    item_id: int
    amount: int
    terms: str = ""
    refundable_on: datetime.date | None = None


@dataclass(frozen=True, kw_only=True)
class DepositTaken:
    """A deposit to be taken, with who pays it and how; `also` holds those paid with it. Tenders add to all of them."""

    room_id: int
    item_id: int
    amount: int
    payer_name: str
    request: str
    tenders: tuple[Tender, ...]
    payer_id: int | None = None
    terms: str = ""
    refundable_on: datetime.date | None = None
    also: tuple[DepositPart, ...] = ()
    tendered: int | None = None
    pad_number: str = ""
    note: str = field(default="", kw_only=True)

    @property
    def parts(self) -> tuple[DepositPart, ...]:
        """Return every deposit of the receipt."""
        return (DepositPart(self.item_id, self.amount, self.terms, self.refundable_on), *self.also)


def take_deposit(taken: DepositTaken, desk: Desk) -> Receipt:
    """Take deposits and return their receipt (押金收据, series YJ); the same request again returns the same receipt."""
    rights.require(desk, "pay")
    with transaction():
        total = _check_parts(taken.parts)
        done = journal.done_before(taken.request, "deposit", taken.room_id, total)
        if done is not None:
            return done
        refuse_pad_number(taken.pad_number)
        tenders = check_tenders(taken.tenders, total)
        change = 0 if taken.tendered is None else taken.tendered - cash_in(tenders)
        if change < 0:
            raise DeskError(_("没有收款：实收现金不够。"))
        name = read_words(taken.payer_name, _("交款人"))
        if not name:
            raise DeskError(_("没有收款：请填写交款人。"))
        deposits = [_open(taken, part, name, desk) for part in taken.parts]
        posting = Posting(
            kind="deposit",
            room_id=taken.room_id,
            payer_id=taken.payer_id,
            payer_name=name,
            request=taken.request,
            lines=[line_of(deposit, int(deposit.amount)) for deposit in deposits],
            methods=tenders,
            tendered=taken.tendered,
            change=change,
            pad_number=read_words(taken.pad_number, _("票据号"), 40) or None,
            note=read_words(taken.note, _("备注")) or None,
        )
        receipt = journal.post(posting, desk, "take_deposit", taken.note)
        for deposit in deposits:
            Deposit.update(receipt=receipt.id).where(Deposit.id == deposit.id).execute()
            write_move(deposit.id, "received", int(deposit.amount), receipt, "", desk)
    return receipt


def accept(deposit_id: int, accepted_on: datetime.date, desk: Desk, document: str = "") -> Deposit:
    """Note the day the works were accepted (竣工验收合格): the deposit can be given back some months later.

    `document` is the record of the acceptance (F46), where it has a number.
    """
    rights.require(desk, "accept_works")
    paper = read_words(document, _("依据"))
    with transaction():
        deposit = read_card(deposit_id)
        if deposit.held <= 0:
            raise DeskError(_("没有登记：这笔押金已经没有在押的钱。"))
        if not deposit.received_on <= accepted_on <= desk.today:
            raise DeskError(_("没有登记：验收日期应在收押金那天和今天之间。"))
        day = refundable_from(accepted_on)
        change = Deposit.update(refundable_on=day, version=Deposit.version + 1)
        change.where(Deposit.id == deposit_id).execute()
        told = {"refundable_on": [Deposit.refundable_on.show(deposit.refundable_on), str(day)]}
        store.note_event(DEPOSITS.name, deposit_id, desk, "accept", f"{accepted_on} {paper}".strip(), told)
    return read_card(deposit_id)


def deduct(
    deposit_id: int,
    amount: int,
    document: str,
    desk: Desk,
    item_id: int | None = None,
    request: str | None = None,
    cause: str = "",
) -> Receipt:
    """Keep part of a deposit as damages (扣款), by the document it rests on: F44, a list of damage.

    `cause` says what it is kept for, as the bill and the statement tell it.
    It becomes income by a bill of the item, PC by the settings, which the deposit pays (receipt of series JZ).
    """
    rights.require(desk, "deduct")
    paper = _document(document, _("没有扣款：请填写依据，如违规处理单编号。"))
    what_for = read_words(cause, _("扣款事由"))
    with transaction():
        room_id = read_card(deposit_id).room_id
        done = journal.done_before(request, "transfer", room_id, amount)
        if done is not None:
            return done
        deposit = holding(deposit_id, amount)
        item = item_id or income_of_deductions()
        bill = post_bill(
            deposit.room_id,
            item,
            amount,
            desk.today,
            desk.today,
            desk.today,
            desk,
            payer_id=deposit.payer_id,
            workings={"sort": "typed", "reason": clauses([_("押金扣款"), what_for]), "document": paper},
        )
        lines = [Line("bill", amount, bill.id, item, deposit.room_id)]
        return _transfer(deposit, lines, "deducted", clauses([paper, what_for]), desk, request)


def transfer_to_debt(
    deposit_id: int,
    bills: Sequence[tuple[int, int]],
    document: str,
    desk: Desk,
    to_prepaid: int = 0,
    request: str | None = None,
) -> Receipt:
    """Pay bills, (bill id, fen) each, out of a deposit, with the paper the payer signed for it (转抵欠费).

    `to_prepaid` fen of it become prepaid money. No money moves: the receipt is of series JZ.
    """
    rights.require(desk, "deduct")
    paper = _document(document, _("没有转抵：押金转抵欠费要有交款人签字的书面同意，请填写它的编号或日期。"))
    with transaction():
        total = sum(fen for _bill, fen in bills) + to_prepaid
        done = journal.done_before(request, "transfer", read_card(deposit_id).room_id, total)
        if done is not None:
            return done
        deposit = holding(deposit_id, total)
        found = read_bills([bill_id for bill_id, _fen in bills])
        for bill_id, fen in bills:
            bill = found[bill_id]
            if bill.room_id != deposit.room_id or not 0 < fen <= bill.still_open:
                raise DeskError(_("没有转抵：{bill} 不能抵这么多。").format(bill=name_bill(bill)))
        post_late_fees(list(found.values()), desk.today, desk)
        lines = [Line("bill", fen, each, found[each].item_id, deposit.room_id) for each, fen in bills]
        if to_prepaid:
            lines.append(Line("prepaid", to_prepaid, room_id=deposit.room_id))
        return _transfer(deposit, lines, "transferred", paper, desk, request)


def refund(
    deposit_id: int,
    amount: int,
    tenders: Sequence[Tender],
    signatures: Signatures,
    desk: Desk,
    request: str | None = None,
) -> Receipt:
    """Give a deposit back, whole or in part (退押金, series TK, negative); DeskError while it may not be.

    `tenders` are how the money leaves, as positive amounts.
    """
    rights.require(desk, "refund")
    second = rights.require_second(desk, signatures.approved_by, "refund")
    with transaction():
        room_id = read_card(deposit_id).room_id
        done = journal.done_before(request, "deposit_refund", room_id, -amount)
        if done is not None:
            return done
        deposit = holding(deposit_id, amount)
        for why_not in (why_not_now(deposit, desk.today), why_not_to_them(signatures)):
            if why_not:
                raise DeskError(why_not)
        posting = Posting(
            kind="deposit_refund",
            room_id=deposit.room_id,
            payer_id=deposit.payer_id,
            payer_name=deposit.payer_name,
            request=request or str(uuid.uuid4()),
            lines=[line_of(deposit, -amount)],
            methods=[
                Tender(each.method, -each.amount, each.reference) for each in check_tenders(tenders, amount)
            ],
            approved_by=second,
            note=read_words(signatures.proxy, _("委托书")) or None,
        )
        receipt = journal.post(posting, desk, "refund_deposit", _told(signatures))
        write_move(deposit.id, "refunded", -amount, receipt, _told(signatures), desk)
    return receipt


def _check_parts(parts: Sequence[DepositPart]) -> int:
    """Return the fen of all parts; DeskError for an amount or an item that no deposit can have."""
    for part in parts:
        item = FeeItem.get_or_none(FeeItem.id == part.item_id)
        if item is None or item.nature != "deposit":
            raise DeskError(_("没有收款：{item}不是押金项目，请在收银台收取。").format(item=item or "?"))
        if part.amount <= 0:
            raise DeskError(_("没有收款：押金金额应大于 0。"))
    return sum(part.amount for part in parts)


def _open(taken: DepositTaken, part: DepositPart, name: str, desk: Desk) -> Deposit:
    terms = read_words(part.terms, _("退还条件"))
    return open_card(
        taken.room_id, part.item_id, part.amount, taken.payer_id, name, terms, part.refundable_on, desk
    )


def _transfer(
    deposit: Deposit, lines: Sequence[Line], kind: str, paper: str, desk: Desk, request: str | None
) -> Receipt:
    """Write the receipt by which a deposit pays, and its move; inside the caller's transaction."""
    total = sum(line.amount for line in lines)
    prepaid = sum(line.amount for line in lines if line.purpose == "prepaid")
    posting = Posting(
        kind="transfer",
        room_id=deposit.room_id,
        payer_id=deposit.payer_id,
        payer_name=deposit.payer_name,
        request=request or str(uuid.uuid4()),
        lines=lines,
        methods=[Tender("deposit", total)],
        prepaid=[PrepaidChange(deposit.room_id, prepaid)] if prepaid else (),
        note=paper,
    )
    receipt = journal.post(posting, desk, "transfer_deposit", paper)
    write_move(deposit.id, kind, -total, receipt, paper, desk)
    return receipt


def _document(text: str, missing: str) -> str:
    paper = read_words(text, _("依据"))
    if not paper:
        raise DeskError(missing)
    return paper


def _told(signatures: Signatures) -> str:
    """Return what the slip of a refund says of the receipt."""
    if signatures.receipt_back:
        return _("原收据已收回")
    return _("原收据遗失，已声明")
