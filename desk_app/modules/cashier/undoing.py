"""Undoing and correcting receipts (作废、冲红、更正): three ways with rights of their own (domain.md 3.12).

A void undoes a receipt on its own day before the close. A reversal is a negative receipt dated today that a second
person approved. A correction changes what a receipt says, not what it did. Nothing is ever changed in place.
"""

import uuid
from collections.abc import Mapping
from dataclasses import replace

from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.modules.billing.ledger import read_bills, settle
from desk_app.modules.billing.overdue import post_for_freed, take_back
from desk_app.modules.cashier import journal, rights
from desk_app.modules.cashier.bill_corrections import correction_of
from desk_app.modules.cashier.deposit_moves import undo_deposit_moves
from desk_app.modules.cashier.journal import Line, Posting, PrepaidChange
from desk_app.modules.cashier.kinds import payer_name
from desk_app.modules.cashier.locks import refuse_closed
from desk_app.modules.cashier.records import Deposit, DepositMove, PrepaidMove, Receipt, ReceiptVoid
from desk_app.modules.cashier.typed import read_reason


def void_receipt(receipt_id: int, reason: str, desk: Desk) -> None:
    """Void the receipt (作废): what it did is undone, its number stays. All its copies must have been got back.

    Only on its own day, by its own cashier or a manager, before that day is closed; DeskError otherwise.
    """
    rights.require(desk, "void")
    why = read_reason(reason)
    with transaction():
        receipt = live_receipt(receipt_id)
        _refuse_late_void(receipt, desk)
        lines = journal.lines_of(receipt)
        settle({bill_id: -fen for bill_id, fen in journal.per_bill(lines).items()})
        journal.move_prepaid(receipt, _opposite_moves(receipt), desk)
        undo_deposit_moves(receipt, receipt, desk)
        _ask_late_fees_again(receipt, journal.per_bill(lines), desk)
        journal.write_void(receipt, why, desk)


def why_not_void(receipt_id: int, desk: Desk) -> str:
    """Return the sentence why the receipt cannot be voided by who is at the desk now; empty if it can."""
    try:
        rights.require(desk, "void")
        _refuse_late_void(live_receipt(receipt_id), desk)
    except DeskError as error:
        return str(error)
    return ""


def why_not_reverse(receipt_id: int) -> str:
    """Return the sentence why the receipt cannot be reversed now; empty if it can.

    What it put into a deposit or a purse must still be there.
    """
    try:
        receipt = live_receipt(receipt_id)
    except DeskError as error:
        return str(error)
    moves = DepositMove.select(DepositMove, Deposit).join(Deposit).where(DepositMove.receipt == receipt_id)
    if any(move.amount > move.deposit.held for move in moves):
        return _("没有冲红：{number} 的押金已经扣款、转抵或退还，请先冲红那几笔。").format(
            number=receipt.number
        )
    for change in _opposite(receipt, "", "", "").prepaid:
        short = -change.amount - journal.purse(change.room_id, change.item_id)
        if short > 0:
            return _("没有冲红：{number} 存入的预存款已经用掉 {amount} 元，请先冲红用掉它的那几笔。").format(
                number=receipt.number, amount=show(short)
            )
    return ""


def reverse_receipt(
    receipt_id: int, reason: str, desk: Desk, approved_by: str, request: str | None = None
) -> Receipt:
    """Reverse the receipt (冲红): return a negative receipt of today, linked to it, which a second person approved.

    Its bills are open again and its prepaid money is taken back; days that are closed stay as they are. What a
    correction of its bills has since moved into prepaid money is taken from there.
    """
    rights.require(desk, "reverse")
    second = rights.require_second(desk, approved_by, "reverse")
    why = read_reason(reason)
    with transaction():
        wrong = Receipt.get_or_none(Receipt.id == receipt_id)
        done = journal.done_before(request, "reversal", wrong.room_id, -wrong.total) if wrong else None
        if done is not None:
            return done
        receipt = live_receipt(receipt_id)
        posting = _opposite(receipt, second, why, request or str(uuid.uuid4()))
        reversal = journal.post(posting, desk, "reverse", why)
        undo_deposit_moves(receipt, reversal, desk)
        freed = {bill_id: -fen for bill_id, fen in journal.per_bill(posting.lines).items()}
        _ask_late_fees_again(receipt, freed, desk)
    return reversal


def _ask_late_fees_again(receipt: Receipt, freed: Mapping[int, int], desk: Desk) -> None:
    """Ask the late fees that follow from {bill: fen} being owed again, as if the receipt had never paid them."""
    if receipt.business_on == desk.today:
        take_back(freed, desk.today, desk)
    post_for_freed(freed, receipt.at, desk)


def live_receipt(receipt_id: int) -> Receipt:
    """Return the receipt; DeskError if it is void, reversed, or itself a reversal or from another book."""
    receipt = Receipt.get_or_none(Receipt.id == receipt_id)
    if receipt is None:
        raise NotFound(_("没有办理：找不到这张收据。"))
    number = receipt.number
    if ReceiptVoid.select().where(ReceiptVoid.receipt == receipt_id).exists():
        raise DeskError(_("没有办理：收据 {number} 已经作废，不能再作废、冲红或更正。").format(number=number))
    reversal = Receipt.get_or_none(Receipt.reverses == receipt_id)
    if reversal is not None:
        raise DeskError(
            _("没有办理：收据 {number} 已由 {reversal} 冲红，不能再作废、冲红或更正。").format(
                number=number, reversal=reversal.number
            )
        )
    if receipt.kind == "reversal":
        raise DeskError(
            _("没有办理：{number} 是冲红收据，不能作废、冲红或更正。冲错了请重新收款。").format(number=number)
        )
    if (correction := correction_of(receipt)) is not None:
        raise DeskError(
            _(
                "没有办理：{number} 是更正账单的结转，不能作废、冲红或更正。更正错了请撤销减免单 {reduction}，账单恢复后用预存款冲抵。"
            ).format(number=number, reduction=correction)
        )
    if receipt.kind == "imported":
        raise DeskError(_("没有办理：{number} 是旧账导入的收款，请在旧账上更正。").format(number=number))
    return receipt  # type: ignore[no-any-return]


def is_live(receipt: Receipt) -> bool:
    """Say whether the receipt can still be voided, reversed or corrected."""
    try:
        live_receipt(receipt.id)
    except DeskError:
        return False
    return True


def _refuse_late_void(receipt: Receipt, desk: Desk) -> None:
    if receipt.business_on != desk.today:
        raise DeskError(_("没有作废：收据 {number} 不是今天的，请用冲红。").format(number=receipt.number))
    if receipt.cashier != desk.actor.name:
        rights.require(desk, "void_others")
    refuse_closed(receipt.cashier, receipt.business_on)
    if freed := sum(_freed_since(receipt).values()):
        raise DeskError(
            _("没有作废：收据 {number} 收的账单更正过，有 {amount} 元已转入预存款。请用冲红。").format(
                number=receipt.number, amount=show(freed)
            )
        )


def _freed_since(receipt: Receipt) -> dict[int, int]:
    """Return {bill: fen} that the receipt's bills no longer hold: corrections moved them into prepaid money."""
    paid = journal.per_bill(journal.lines_of(receipt))
    bills = read_bills(list(paid))
    return {bill_id: fen - bills[bill_id].paid for bill_id, fen in paid.items() if fen > bills[bill_id].paid}


def _opposite(receipt: Receipt, second: str, why: str, request: str) -> Posting:
    """Return the negative of the receipt, its methods as they stand after corrections."""
    lines, moved = _opposite_lines(receipt)
    return Posting(
        kind="reversal",
        room_id=receipt.room_id,
        payer_id=receipt.payer_id,
        payer_name=payer_name(receipt),
        request=request,
        lines=lines,
        methods=[replace(each, amount=-each.amount) for each in journal.methods_of(receipt)],
        prepaid=[*_opposite_moves(receipt), *moved],
        reverses=receipt.id,
        approved_by=second,
        note=why,
    )


def _opposite_lines(receipt: Receipt) -> tuple[list[Line], list[PrepaidChange]]:
    """Return the lines with their signs turned, and the prepaid money taken for what their bills no longer hold."""
    freed = _freed_since(receipt)
    lines, changes = [], []
    for line in journal.lines_of(receipt):
        moved = 0
        if line.bill_id in freed and line.room_id is not None:
            moved = min(line.amount, freed[line.bill_id])
            freed[line.bill_id] -= moved
        if moved:
            lines.append(Line("prepaid", -moved, room_id=line.room_id))
            changes.append(PrepaidChange(line.room_id or 0, -moved))
        if line.amount != moved:
            lines.append(replace(line, amount=moved - line.amount))
    return lines, changes


def _opposite_moves(receipt: Receipt) -> list[PrepaidChange]:
    """Return the moves of prepaid money that undo the receipt's, money put back first."""
    rows = PrepaidMove.select().where(PrepaidMove.receipt == receipt.id)
    changes = [PrepaidChange(row.room_id, -row.amount, row.item_id) for row in rows]
    return sorted(changes, key=lambda change: -change.amount)
