"""Correcting what posted bills ask (更正账单, 冲红补差), paid or not (domain.md 3.5, 3.7, V19).

A posted bill never changes its amount. What it asks too much, with the late fee on that part, is taken off by a reduction
of kind correction: one asks, another approves within the limits of reductions (`ask_correction`); where a transfer or a
corrected reading says how much, it is written at once (`correct_bills`). What of it was paid already is freed first: a transfer receipt (JZ) moves it from the bill into the
room's prepaid money, from where it pays other bills or is paid back by a refund request. Both are dated today, so that
closed days and months stay as they are. Whoever has to charge more posts another bill.

Amounts are whole fen. A correction is taken back by taking its reduction back: the bill asks its old sum again.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from desk_app.kernel import numbering, store
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.database import among, transaction
from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.modules.billing.late_corrections import late_fees_never_owed
from desk_app.modules.billing.ledger import NOT_VOID, name_bill, read_bills
from desk_app.modules.billing.overdue import pass_over
from desk_app.modules.billing.records import Bill, Reduction
from desk_app.modules.billing.reduction_kinds import CORRECT_BILL, CORRECTION_TAKEN_BACK, REDUCTIONS
from desk_app.modules.billing.reductions import write_row
from desk_app.modules.billing.single_bills import beyond_day
from desk_app.modules.cashier import journal, rights
from desk_app.modules.cashier.checking import LIVE
from desk_app.modules.cashier.journal import Line, Posting, PrepaidChange
from desk_app.modules.cashier.kinds import payer_name
from desk_app.modules.cashier.locks import refuse_closed
from desk_app.modules.cashier.records import Receipt, ReceiptLine
from desk_app.modules.cashier.typed import read_reason
from desk_app.modules.people.holdings import owner_names


@dataclass(frozen=True)
class Cut:
    """So many fen that a bill asks too much; what of it is open is only reduced, the rest was paid and is freed."""

    bill: Bill
    less: int

    @property
    def freed(self) -> int:
        """Return the fen that were paid on the bill and go into prepaid money."""
        return max(0, self.less - self.bill.still_open)


def asked_now(bill: Bill) -> int:
    """Return the fen the bill asks, paid or not, with what was let off taken off."""
    return int(bill.amount - bill.reduced)


def paid_beyond(room_id: int, day: date, *, as_rest: bool = False) -> list[Cut]:
    """Return what the room's bills with money on them ask for days after `day`, to be freed when it is left (V19).

    `as_rest` where somebody else pays the rest of the month (V20).
    """
    cuts = [
        Cut(bill, rest)
        for bill, rest in beyond_day(room_id, day, as_rest=as_rest)
        if bill.paid + bill.reduced > 0
    ]
    return [cut for cut in cuts if cut.less > 0]


def ask_correction(bill_id: int, *, less: int, reason: str, desk: Desk, request: str) -> Reduction:
    """Ask that a bill be lowered by `less` fen; another person approves it on the reduction's page (申请、批准分开).

    DeskError, with nothing written, for a void bill, more than it asks, or one whose correction waits already. The same
    `request` again does nothing and returns the same.
    """
    rights.require(desk, "correct_bill")
    why = read_reason(reason)
    with transaction():
        done = Reduction.get_or_none(Reduction.request == request)
        if done is not None:
            return done  # type: ignore[no-any-return]
        bill = _read_cuts({bill_id: less})[0].bill
        waiting = Reduction.get_or_none(Reduction.bill == bill_id, Reduction.state == "asked")
        if waiting is not None:
            raise DeskError(_("没有提交：这笔账单已有更正申请 {number} 在等批准。").format(number=waiting))
        draft = store.new(
            REDUCTIONS,
            room=bill.room_id,
            item=bill.item_id,
            bill=bill_id,
            kind="correction",
            from_on=bill.from_on,
            until_on=bill.until_on,
            amount=less,
            cause=why,
            request=request,
        )
        draft = store.save(draft, desk)
        return store.apply(REDUCTIONS, "ask", draft.record.id, draft.record.version, desk).record  # type: ignore[no-any-return]


def _carry_out(asked: Reduction, desk: Desk) -> int:
    """Lower the bill of a correction that is being approved, free what was paid; return the fen taken off in all.

    The transfer receipt is of who asked: he does the work, the approver looks at it.
    """
    cuts = _with_late_fees(_read_cuts({asked.bill_id: int(asked.amount)}))
    maker = replace(desk, actor=Actor(str(asked.asked_by)))
    refuse_closed(maker.actor.name, desk.today)
    _free(cuts, str(asked.cause), desk.actor.name, str(asked.request), maker)
    for cut in cuts:
        write_row(asked, cut.bill.id, cut.less, desk)
    return sum(cut.less for cut in cuts)


CORRECT_BILL.append(_carry_out)


def _spare_late_fees(taken_back: Reduction, desk: Desk) -> None:
    """What a correction freed lay in prepaid money since: asked again, it bears no late fee for the days until now."""
    receipt = journal.with_request(str(taken_back.request)) if taken_back.request else None
    if receipt is None:
        return
    freed = {bill_id: -fen for bill_id, fen in journal.per_bill(journal.lines_of(receipt)).items()}
    for bill in read_bills(list(freed)).values():
        if bill.late_for_id is None and bill.still_open == freed[bill.id]:
            pass_over(bill.id, desk.today)


CORRECTION_TAKEN_BACK.append(_spare_late_fees)


def correct_bills(
    less: Mapping[int, int],
    *,
    reason: str,
    desk: Desk,
    approved_by: str,
    request: str | None = None,
    from_on: date | None = None,
) -> Receipt | None:
    """Lower what bills of one room ask by {bill id: fen}, with one reduction and one receipt, as a rule says.

    Return the receipt that freed money, None if none was paid; the same `request` again does nothing and returns the
    same. `from_on` is the first day the correction is about, the first of the bills' days unless given. DeskError, with
    nothing written, for a void bill, more than it asks, a closed day or month, or without a second person's name.
    """
    rights.require(desk, "correct_bill")
    second = rights.require_second(desk, approved_by, "correct_bill")
    why, asked = read_reason(reason), request or str(uuid.uuid4())
    with transaction():
        if is_done(asked):
            return journal.with_request(asked)
        refuse_closed(desk.actor.name, desk.today)
        cuts = _with_late_fees(_read_cuts(less))
        receipt = _free(cuts, why, second, asked, desk)
        _reduce(cuts, why, second, asked, desk, from_on)
    return receipt


def is_done(request: str) -> bool:
    """Say whether bills were corrected for the request already."""
    return bool(Reduction.select().where(Reduction.request == request).exists())


def correction_of(receipt: Receipt) -> Reduction | None:
    """Return the reduction a receipt was written with, if it was written by a correction of bills."""
    if receipt.kind != "transfer":
        return None
    return Reduction.get_or_none(Reduction.request == receipt.request)  # type: ignore[no-any-return]


def late_fees_told(bill_id: int) -> str:
    """Return a sentence on the late fees posted for the bill, which a correction lowers with it; '' for none."""
    query = Bill.select().where(Bill.late_for == bill_id, NOT_VOID)
    asked = sum(asked_now(bill) for bill in query)
    if not asked:
        return ""
    return _("这笔账单已记违约金 {amount} 元，其中按多收部分计的，随更正一起减去。").format(
        amount=show(asked)
    )


def _with_late_fees(cuts: Sequence[Cut]) -> list[Cut]:
    """Return the cuts, and what the late fees of their bills ask for principal that was never owed."""
    less: dict[int, int] = {cut.bill.id: cut.less for cut in cuts}
    late = {bill_id: fen for bill_id, fen in late_fees_never_owed(less).items() if bill_id not in less}
    bills = read_bills(list(late))
    return [*cuts, *(Cut(bills[bill_id], fen) for bill_id, fen in late.items())]


def _read_cuts(less: Mapping[int, int]) -> list[Cut]:
    """Return what is to be taken off, the bills as they now are; DeskError for what cannot be."""
    bills = read_bills(list(less))
    cuts = [Cut(bills[bill_id], fen) for bill_id, fen in less.items()]
    assert len({cut.bill.room_id for cut in cuts}) == 1, "a reduction is of one room"
    for cut in cuts:
        name, asked = name_bill(cut.bill), asked_now(cut.bill)
        if cut.bill.state == "void":
            raise DeskError(_("没有更正：{bill} 已经作废。").format(bill=name))
        if cut.less <= 0:
            raise DeskError(
                _("没有更正：{bill} 现在应收 {asked} 元，更正后应比它少。要多收请另开一笔账单。").format(
                    bill=name, asked=show(asked)
                )
            )
        if cut.less > asked:
            raise DeskError(
                _("没有更正：{bill} 现在应收 {asked} 元，不能少收 {less} 元。").format(
                    bill=name, asked=show(asked), less=show(cut.less)
                )
            )
    return cuts


def _free(cuts: Sequence[Cut], why: str, second: str, request: str, desk: Desk) -> Receipt | None:
    """Write the receipt that moves what was paid too much into the room's prepaid money; None if nothing was."""
    freed = [cut for cut in cuts if cut.freed]
    if not freed:
        return None
    room_id, total = freed[0].bill.room_id, sum(cut.freed for cut in freed)
    lines = [Line("bill", -cut.freed, cut.bill.id, cut.bill.item_id, room_id) for cut in freed]
    payer_id, name = _payer([cut.bill for cut in freed], desk)
    posting = Posting(
        kind="transfer",
        room_id=room_id,
        payer_id=payer_id,
        payer_name=name,
        request=request,
        lines=[*lines, Line("prepaid", total, room_id=room_id)],
        methods=(),
        prepaid=[PrepaidChange(room_id, total)],
        approved_by=second,
        note=why,
    )
    return journal.post(posting, desk, "correct_bill", why)


def _reduce(
    cuts: Sequence[Cut], why: str, second: str, request: str, desk: Desk, from_on: date | None
) -> Reduction:
    """Write the approved reduction and its rows; it is used up at once."""
    items = {cut.bill.item_id for cut in cuts if cut.bill.late_for_id is None or len(cuts) == 1}
    total = sum(cut.less for cut in cuts)
    draft = store.new(
        REDUCTIONS,
        state="approved",
        number=numbering.take_number(REDUCTIONS.prefix, desk.today),
        room=cuts[0].bill.room_id,
        item=items.pop() if len(items) == 1 else None,
        kind="correction",
        from_on=from_on or min(cut.bill.from_on for cut in cuts),
        until_on=max(cut.bill.until_on for cut in cuts),
        amount=total,
        used=total,
        cause=why,
        asked_by=desk.actor.name,
        approved_by=second,
        approved_at=desk.now(),
        request=request,
    )
    reduction: Reduction = store.save(draft, desk).record
    for cut in cuts:
        write_row(reduction, cut.bill.id, cut.less, desk)
    return reduction


def _payer(bills: Sequence[Any], desk: Desk) -> tuple[int | None, str]:
    """Return who paid the bills last, whose money it is that is freed: (person, name)."""
    query = Receipt.select().join(ReceiptLine).where(among(ReceiptLine.bill, [bill.id for bill in bills]))
    paid = query.where(ReceiptLine.amount > 0, Receipt.kind != "reversal", LIVE)
    last = paid.order_by(Receipt.id.desc()).first()
    if last is not None:
        return last.payer_id, payer_name(last)
    room = bills[0].room
    return None, owner_names(room.id, desk.today) or str(room)
