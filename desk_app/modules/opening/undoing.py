"""Taking a whole opening back (撤销期初), while no money hangs on anything it brought."""

import peewee

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import among, transaction
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.money import show
from desk_app.kernel.text import one_line
from desk_app.kernel.words import _
from desk_app.modules.billing.ledger import name_bill
from desk_app.modules.billing.records import Bill
from desk_app.modules.cashier.journal import purse
from desk_app.modules.cashier.records import (
    Deposit,
    DepositMove,
    PrepaidMove,
    Receipt,
    ReceiptLine,
    ReceiptVoid,
)
from desk_app.modules.meters.readings import void_reading
from desk_app.modules.opening.posting import bill_from_anywhere, refuse_day, require
from desk_app.modules.opening.records import OpeningEntry, OpeningRun

SOME = 200


def undo(run_id: int, desk: Desk, reason: str) -> OpeningRun:
    """Take everything a run brought out of the book again; DeskError as soon as money hangs on any of it."""
    require(desk)
    why = one_line(reason)
    if not why:
        raise DeskError(_("没有撤销：请写明原因。"))
    with transaction():
        run = OpeningRun.get_or_none(OpeningRun.id == run_id)
        if run is None:
            raise NotFound(_("找不到这次期初。请刷新后再试。"))
        if run.state != "kept":
            raise DeskError(_("没有撤销：这次期初已经撤销。"))
        refuse_day(run.balance_on, desk)
        _void_bills(_records(run, "arrears"))
        _take_back_prepaid(_records(run, "prepaid"), desk)
        _empty_deposits(_records(run, "deposit"), run, desk)
        _void_receipts(_records(run, "payment"), why, desk)
        for reading_id in sorted(_records(run, "reading"), reverse=True):
            void_reading(reading_id, desk, why)
        run.state, run.undone_at, run.undone_by, run.reason = "undone", desk.now(), desk.actor.name, why
        run.version += 1
        run.save()
        bill_from_anywhere(run.balance_on, desk)
        store.note_event("opening_runs", run.id, desk, "undo", why, {"lines": [str(run.lines), ""]})
    return run  # type: ignore[no-any-return]


def _records(run: OpeningRun, sort: str) -> list[int]:
    query = OpeningEntry.select(OpeningEntry.record)
    return [
        record for (record,) in query.where(OpeningEntry.run == run.id, OpeningEntry.sort == sort).tuples()
    ]


def _void_bills(bill_ids: list[int]) -> None:
    """Void bills that nothing was paid or let off on; without a day, for they were never owed."""
    for some in peewee.chunked(bill_ids, SOME):
        mine = among(Bill.id, some)
        late = Bill.alias()
        asked = late.select(late.late_for).where(late.late_for.is_null(False), late.state != "void")
        touched = (Bill.paid != 0) | (Bill.reduced != 0) | (Bill.state != "open") | Bill.id.in_(asked)
        bill = Bill.select().where(mine, touched).first()
        if bill is not None:
            raise DeskError(
                _("没有撤销：{bill} 已经收过款、减免过、挂起或计过违约金。请先冲红那几笔。").format(
                    bill=name_bill(bill)
                )
            )
        Bill.update(state="void", version=Bill.version + 1).where(mine).execute()


def _take_back_prepaid(move_ids: list[int], desk: Desk) -> None:
    for move in list(PrepaidMove.select().where(among(PrepaidMove.id, move_ids))) if move_ids else ():
        left = purse(move.room_id, move.item_id) - move.amount
        if left < 0:
            raise DeskError(
                _("没有撤销：{room} 的期初预存款已经用掉 {amount} 元。请先冲红那几笔抵扣。").format(
                    room=move.room, amount=show(-left)
                )
            )
        PrepaidMove.create(
            room=move.room_id,
            item=move.item_id,
            person=move.person_id,
            amount=-move.amount,
            at=move.at,
            business_on=move.business_on,
            actor=desk.actor.name,
            note=_("撤销期初预存款"),
        )


def _empty_deposits(deposit_ids: list[int], run: OpeningRun, desk: Desk) -> None:
    """Write the opposite of each deposit's opening move; DeskError where it was touched since."""
    for deposit in list(Deposit.select().where(among(Deposit.id, deposit_ids))) if deposit_ids else ():
        moves = list(DepositMove.select().where(DepositMove.deposit == deposit.id))
        if len(moves) != 1:
            raise DeskError(
                _("没有撤销：{deposit}的期初押金已经退还、扣款或转抵。请先冲红那几笔。").format(
                    deposit=deposit
                )
            )
        DepositMove.create(
            deposit=deposit.id,
            kind="opening",
            amount=-moves[0].amount,
            document=_("撤销期初"),
            at=moves[0].at,
            business_on=run.balance_on,
            actor=desk.actor.name,
        )
        note = " ".join(filter(None, (_("期初已撤销"), deposit.note)))
        change = Deposit.update(held=0, note=note, version=Deposit.version + 1)
        change.where(Deposit.id == deposit.id).execute()


def _void_receipts(receipt_ids: list[int], why: str, desk: Desk) -> None:
    """Void imported receipts and the bills they stand beside."""
    for some in peewee.chunked(receipt_ids, SOME):
        lines = ReceiptLine.select(ReceiptLine.bill).where(among(ReceiptLine.receipt, some))
        bill_ids = [bill_id for (bill_id,) in lines.tuples()]
        mine = among(Bill.id, bill_ids)
        reduced = Bill.select().where(mine, Bill.reduced != 0).first()
        if reduced is not None:
            raise DeskError(_("没有撤销：{bill} 已经减免过。").format(bill=name_bill(reduced)))
        Bill.update(paid=0, state="void", version=Bill.version + 1).where(mine).execute()
        for receipt in Receipt.select().where(among(Receipt.id, some)):
            ReceiptVoid.create(receipt=receipt.id, at=receipt.at, actor=desk.actor.name, reason=why)
