"""Cards of deposits (押金卡片): opening one, reading it, and writing what it takes in or gives out.

Only inside the transaction of the receipt a move belongs to. Amounts are whole fen.
"""

import datetime

from desk_app.kernel import search, store
from desk_app.kernel.access import Desk
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.kind import Draft
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.modules.cashier.deposit_kinds import DEPOSITS, find_deposit
from desk_app.modules.cashier.deposit_moves import held_by_moves
from desk_app.modules.cashier.deposit_rules import why_not_so_much
from desk_app.modules.cashier.journal import Line
from desk_app.modules.cashier.records import Deposit, DepositMove, Receipt


def open_card(
    room_id: int,
    item_id: int,
    amount: int,
    payer_id: int | None,
    payer_name: str,
    terms: str,
    refundable_on: datetime.date | None,
    desk: Desk,
) -> Deposit:
    """Return the new card of a deposit that is being taken; it holds nothing until its move is written."""
    deposit: Deposit = Deposit.create(
        version=1,
        room=room_id,
        item=item_id,
        payer=payer_id,
        payer_name=payer_name,
        amount=amount,
        received_on=desk.today,
        refundable_on=refundable_on,
        terms=terms or None,
        held=0,
    )
    told = {"amount": ["", show(amount)], "payer_name": ["", payer_name]}
    store.note_event(DEPOSITS.name, deposit.id, desk, "create", "", told)
    search.put_many([(DEPOSITS.name, deposit.id, find_deposit(Draft(DEPOSITS, deposit)))])
    return deposit


def read_card(deposit_id: int) -> Deposit:
    """Return the deposit; NotFound if there is none."""
    deposit = Deposit.get_or_none(Deposit.id == deposit_id)
    if deposit is None:
        raise NotFound(_("找不到这笔押金。请刷新后再试。"))
    return deposit  # type: ignore[no-any-return]


def count_refundable(day: datetime.date) -> int:
    """Return how many deposits are still held whose waiting time after acceptance is over on the day."""
    over = Deposit.select().where(Deposit.held > 0, Deposit.refundable_on <= day)
    return int(over.count())


def holding(deposit_id: int, fen: int) -> Deposit:
    """Return the deposit; DeskError unless it holds so many fen."""
    deposit = read_card(deposit_id)
    why_not = why_not_so_much(deposit, fen)
    if why_not:
        raise DeskError(why_not)
    return deposit


def write_move(deposit_id: int, kind: str, fen: int, receipt: Receipt, paper: str, desk: Desk) -> None:
    """Write a move of a deposit and what it then holds; inside the caller's transaction."""
    DepositMove.create(
        deposit=deposit_id,
        kind=kind,
        amount=fen,
        document=paper,
        receipt=receipt.id,
        at=desk.now(),
        business_on=desk.today,
        actor=desk.actor.name,
    )
    held = held_by_moves(deposit_id)
    Deposit.update(held=held, version=Deposit.version + 1).where(Deposit.id == deposit_id).execute()
    told = {"held": [show(held - fen), show(held)], "receipt": ["", receipt.number]}
    store.note_event(DEPOSITS.name, deposit_id, desk, kind, paper, told)


def line_of(deposit: Deposit, fen: int) -> Line:
    """Return the receipt line by which a deposit takes money in, or (negative) gives it back."""
    return Line("deposit", fen, None, deposit.item_id, deposit.room_id, deposit.id)
