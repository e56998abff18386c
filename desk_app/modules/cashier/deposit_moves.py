"""Undoing what a receipt did to deposits (押金流水的冲回): each move gets its opposite, nothing is changed in place."""

import peewee

from desk_app.kernel.access import Desk
from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.modules.billing.ledger import take_bill_back
from desk_app.modules.cashier.records import Deposit, DepositMove, Receipt, ReceiptLine


def undo_deposit_moves(receipt: Receipt, by: Receipt, desk: Desk) -> None:
    """Write the opposite of every deposit move of `receipt`, under the receipt `by`; inside the caller's transaction.

    The bill of a deduction, which asked for nothing but what the deposit paid, becomes void; it must be unpaid again.
    DeskError if the deposit no longer holds what would be taken back: it was deducted or refunded meanwhile.
    """
    for move in list(DepositMove.select().where(DepositMove.receipt == receipt.id)):
        DepositMove.create(
            deposit=move.deposit_id,
            kind="reversed",
            amount=-move.amount,
            document=receipt.number,
            receipt=by.id,
            at=desk.now(),
            business_on=desk.today,
            actor=desk.actor.name,
        )
        held = held_by_moves(move.deposit_id)
        if held < 0:
            raise DeskError(
                _("没有办理：收据 {number} 的押金已经扣款或退还，还差 {amount} 元。请先冲红那几笔。").format(
                    number=receipt.number, amount=show(-held)
                )
            )
        change = Deposit.update(held=held, version=Deposit.version + 1)
        change.where(Deposit.id == move.deposit_id).execute()
        if move.kind == "deducted":
            _void_bills(receipt, desk)


def _void_bills(receipt: Receipt, desk: Desk) -> None:
    query = ReceiptLine.select(ReceiptLine.bill).where(
        ReceiptLine.receipt == receipt.id, ReceiptLine.bill.is_null(False)
    )
    for (bill_id,) in list(query.tuples()):
        take_bill_back(bill_id, desk, _("押金扣款 {number} 已撤销").format(number=receipt.number))


def held_by_moves(deposit_id: int) -> int:
    """Return the fen a deposit still holds, from its moves."""
    query = DepositMove.select(peewee.fn.SUM(DepositMove.amount)).where(DepositMove.deposit == deposit_id)
    return int(query.scalar() or 0)
