"""Setting reductions (减免) against bills: how much of each bill, which bills, and taking it back (domain.md 3.10).

A reduction never changes a bill's amount: it adds a row, and the bill's `reduced` is the sum of its rows. It takes no
more off a bill than is neither paid nor reduced, so a bill that is paid already is left as it is.
"""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

import peewee

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import among, transaction
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.modules.billing import overdue
from desk_app.modules.billing.ledger import NOT_VOID, open_bills, refuse_dated
from desk_app.modules.billing.months import ONE_DAY
from desk_app.modules.billing.records import Bill, ReducedBill, Reduction
from desk_app.modules.billing.rounding import PER_FEN, round_line

WHOLE = 10_000
"""The ratio of a fee asked in full."""
OF_WHAT_IS_LEFT = ("late_fee", "bad_debt", "correction")
"""Kinds that let off what is still open of a bill; the others part of the fee of certain days."""
LATE_FEE_STAYS = ("service", "hardship", "staff", "bad_debt")
"""Kinds that end a debt that was rightly due: the late fee it has run up is posted before."""


def reduction_of(bill: Bill, reduction: Reduction) -> int:
    """Return the fen a ratio takes off the bill: its amount less what is still asked of it, each part rounded once.

    The days outside the reduction are asked in full, those inside at the ratio (V08: 158.87 of 226.96 at 70 %, and
    113.48 + 79.44 from the middle of the month).
    """
    ratio = reduction.ratio or 0
    if reduction.kind in OF_WHAT_IS_LEFT:
        return bill.still_open - round_line(bill.still_open * ratio, WHOLE).amount
    days = (bill.until_on - bill.from_on).days + 1
    inside = days_inside(bill, reduction)
    fee, divisor = _exact_fee(bill)
    asked = round_line(fee * (days - inside), divisor * days).amount
    asked += round_line(fee * inside * ratio, divisor * days * WHOLE).amount
    return max(0, int(bill.amount) - asked)


def days_inside(bill: Bill, reduction: Reduction) -> int:
    """Return how many of the bill's days the reduction covers, both ends included."""
    start = max(bill.from_on, reduction.from_on or bill.from_on)
    end = min(bill.until_on, reduction.until_on or bill.until_on)
    return int(max(0, (end - start).days + 1))


def bills_for(reduction: Reduction, bills: Iterable[Bill]) -> list[Bill]:
    """Return those bills the reduction is for: of its item and days; of late fees (违约金) only where it says so."""
    is_of_late_fees = reduction.kind == "late_fee"
    return [
        bill
        for bill in bills
        if bill.room_id == reduction.room_id
        and (reduction.item_id in (None, bill.item_id))
        and (bill.late_for_id is not None or not is_of_late_fees)
        and (bill.late_for_id is None or is_of_late_fees or reduction.kind == "bad_debt")
        and days_inside(bill, reduction) > 0
    ]


def set_against(reduction: Reduction, bills: Sequence[Bill], desk: Desk) -> int:
    """Set an approved reduction against those of the bills it is for; return the fen taken off.

    Each bill is reduced by one approval once, and by one vacancy approval at most (空置房折扣只能用一次).
    """
    wanted = bills_for(reduction, bills)
    with transaction():
        taken = already_reduced(reduction, [bill.id for bill in wanted])
        wanted = [bill for bill in wanted if bill.id not in taken]
        if reduction.kind in LATE_FEE_STAYS:
            overdue.post_late_fees(wanted, desk.today, desk)
        total = 0
        for bill in wanted:
            fen = _portion(reduction, bill, total)
            if fen > 0:
                write_row(reduction, bill.id, fen, desk)
                total += fen
    return total


def already_reduced(reduction: Reduction, bill_ids: Sequence[int]) -> set[int]:
    """Return the bills this approval, or another for a vacant room, has reduced and not been taken back from."""
    if not bill_ids:
        return set()
    same = ReducedBill.reduction == reduction.id
    if reduction.kind == "vacancy":
        same |= Reduction.kind == "vacancy"
    query = (
        ReducedBill.select(ReducedBill.bill).join(Reduction).where(among(ReducedBill.bill, bill_ids), same)
    )
    query = query.group_by(ReducedBill.bill).having(peewee.fn.SUM(ReducedBill.amount) > 0)
    return {bill_id for (bill_id,) in query.tuples()}


def write_row(reduction: Reduction, bill_id: int, fen: int, desk: Desk) -> None:
    """Take so many fen off a bill, or (negative) put them back; inside the caller's transaction."""
    refuse_dated(desk.today)
    reduced = Bill.reduced + fen
    fits = (reduced >= 0) & (Bill.amount >= reduced + Bill.paid) & NOT_VOID
    done = Bill.update(reduced=reduced, version=Bill.version + 1).where(Bill.id == bill_id, fits).execute()
    if not done:
        raise DeskError(_("没有减免：账单刚收过款或已作废。请重新打开这张减免单再办。"))
    ReducedBill.create(
        reduction=reduction.id,
        bill=bill_id,
        amount=fen,
        on=desk.today,
        at=desk.now(),
        actor=desk.actor.name,
    )
    action = "reduce" if fen > 0 else "unreduce"
    told = {"reduced": ["", show(fen)], "reduction": ["", str(reduction.number or reduction.id)]}
    store.note_event("bills", bill_id, desk, action, str(reduction.cause), told)


def waive_late_fees(reduction: Reduction, desk: Desk) -> int:
    """Post the late fees the room's bills have run up to the reduction's last day, and let them off; return the fen.

    From the day after they run again, so the waiver stops the clock up to a day (违约金免到某日).
    """
    last_on: datetime.date = reduction.until_on or desk.today
    until_on = min(last_on, desk.today)
    owed = [
        bill
        for bill in open_bills(reduction.room_id)
        if bill.late_for_id is None and reduction.item_id in (None, bill.item_id)
    ]
    with transaction():
        overdue.post_late_fees(owed, until_on, desk)
        of_item = {bill.id for bill in owed}
        stages = [
            bill
            for bill in open_bills(reduction.room_id)
            if bill.late_for_id is not None
            and (reduction.item_id in (None, bill.item_id) or bill.late_for_id in of_item)
        ]
        total = 0
        for bill in stages:
            if days_inside(bill, reduction) > 0:
                fen = _portion(reduction, bill, total)
                if fen > 0:
                    write_row(reduction, bill.id, fen, desk)
                    total += fen
    return total


def carry_out(reduction: Reduction, desk: Desk) -> int:
    """Set a reduction that is being approved against the room's open bills; return the fen taken off."""
    if reduction.kind == "late_fee":
        return waive_late_fees(reduction, desk)
    return set_against(reduction, open_bills(reduction.room_id), desk)


def is_used_up(reduction: Reduction) -> bool:
    """Say whether nothing is left of an approval: its sum is used, or every day of it was billed and reduced."""
    if reduction.amount:
        return int(reduction.used or 0) >= int(reduction.amount)
    if reduction.kind in OF_WHAT_IS_LEFT:
        return True
    if not (reduction.from_on and reduction.until_on):
        return False
    query = (
        ReducedBill.select(Bill)
        .join(Bill)
        .where(ReducedBill.reduction == reduction.id)
        .group_by(Bill.id)
        .having(peewee.fn.SUM(ReducedBill.amount) > 0)
    )
    reduced = [row.bill for row in query]
    by_item = [
        [bill for bill in reduced if bill.item_id == item] for item in {bill.item_id for bill in reduced}
    ]
    return bool(by_item) and not any(_days_left(reduction, bills) for bills in by_item)


def _days_left(reduction: Reduction, bills: Iterable[Bill]) -> bool:
    """Say whether a day of the reduction is on none of the bills: months may be billed in any order."""
    next_on: Any = reduction.from_on
    for bill in sorted(bills, key=lambda bill: bill.from_on):
        if bill.from_on > next_on:
            return True
        next_on = max(next_on, bill.until_on + ONE_DAY)
    return bool(next_on <= reduction.until_on)


def reduce_new_bills(run_id: int, desk: Desk) -> int:
    """Set the approved reductions against a run's bills, just posted; return the fen taken off.

    What a bill run calls after posting, so that vacancy approvals, given months and the rest of approved sums are
    used without anybody thinking of them.
    """
    approved = Reduction.select().where(Reduction.state == "approved").order_by(Reduction.id)
    total = 0
    with transaction():
        for reduction in list(approved):
            new = [bill for bill in open_bills(reduction.room_id) if bill.run_id == run_id]
            total += use(reduction, new, desk)
    return total


def reduce_bills(bills: Sequence[Bill], desk: Desk) -> int:
    """Set the approved reductions of their rooms against bills just posted outside a run; return the fen taken off."""
    new = {bill.id for bill in bills}
    rooms = {bill.room_id for bill in bills} or {0}
    approved = Reduction.select().where(Reduction.state == "approved", among(Reduction.room, rooms))
    total = 0
    with transaction():
        for reduction in list(approved.order_by(Reduction.id)):
            fresh = [bill for bill in open_bills(reduction.room_id) if bill.id in new]
            total += use(reduction, fresh, desk)
    return total


def take_back_from_run(run_id: int, desk: Desk) -> int:
    """Put back what approvals took off a run's bills, so that the run can be undone; return the fen.

    The approvals can be used again, by the run that takes its place.
    """
    return _take_back_where(Bill.run == run_id, desk)


def take_back_from_bills(bill_ids: Sequence[int], desk: Desk) -> int:
    """Put back what approvals took off bills that are about to be void; return the fen."""
    return _take_back_where(among(Bill.id, bill_ids or [0]), desk)


def _take_back_where(which: Any, desk: Desk) -> int:
    query = (
        ReducedBill.select(ReducedBill.reduction, ReducedBill.bill)
        .join(Bill, on=(ReducedBill.bill == Bill.id))
        .where(which, Bill.reduced > 0)
        .distinct()
    )
    with transaction():
        return sum(take_back(reduction_id, desk, bill_id) for reduction_id, bill_id in list(query.tuples()))


def use(reduction: Reduction, bills: Sequence[Bill], desk: Desk) -> int:
    """Set an approved reduction against new bills, and note what of it is used; return the fen taken off."""
    fen = set_against(reduction, bills, desk) if reduction.kind not in OF_WHAT_IS_LEFT else 0
    if fen:
        note_used(reduction, fen, desk)
    return fen


def note_used(reduction: Reduction, fen: int, desk: Desk) -> None:
    """Add what was taken off to the approval, which is closed when it is used up; inside the caller's transaction."""
    record: Any = reduction
    record.used = int(record.used or 0) + fen
    state = "consumed" if is_used_up(reduction) else "approved"
    Reduction.update(used=reduction.used, state=state, version=Reduction.version + 1).where(
        Reduction.id == reduction.id
    ).execute()
    shown = {"used": ["", show(int(reduction.used))], "state": ["", Reduction.state.show(state)]}
    store.note_event("reductions", reduction.id, desk, "set_against", "", shown)


def take_back(reduction_id: int, desk: Desk, bill_id: int | None = None) -> int:
    """Put back what a reduction took off its bills, or off one of them; return the fen that are owed again.

    By negative rows: nothing of what was is erased. The reduction's own state is its workflow's. Late fees posted since
    left this principal out: the difference is posted, but for one bill, which is about to be void or billed anew.
    """
    reduction: Any = Reduction.get_or_none(Reduction.id == reduction_id)
    if reduction is None:
        raise NotFound(_("找不到这张减免单。请刷新后再试。"))
    query = ReducedBill.select(ReducedBill.bill, peewee.fn.SUM(ReducedBill.amount))
    query = query.where(ReducedBill.reduction == reduction_id)
    if bill_id is not None:
        query = query.where(ReducedBill.bill == bill_id)
    total = 0
    with transaction():
        for reduced_id, fen in list(query.group_by(ReducedBill.bill).tuples()):
            if fen > 0:
                write_row(reduction, reduced_id, -fen, desk)
                if bill_id is None:
                    overdue.post_for_freed({reduced_id: fen}, _let_off_at(reduction_id, reduced_id), desk)
                total += fen
        if bill_id is not None and total and reduction.state in ("approved", "consumed"):
            note_used(reduction, -total, desk)
    return total


def _let_off_at(reduction_id: int, bill_id: int) -> datetime.datetime:
    """Return when the reduction was last set against the bill."""
    query = ReducedBill.select(peewee.fn.MAX(ReducedBill.at))
    query = query.where(
        ReducedBill.reduction == reduction_id, ReducedBill.bill == bill_id, ReducedBill.amount > 0
    )
    return query.scalar()  # type: ignore[no-any-return]


def _portion(reduction: Reduction, bill: Bill, taken: int) -> int:
    """Return the fen of this bill that the reduction takes, `taken` being what it took of others just now."""
    if reduction.amount:
        left = int(reduction.amount) - int(reduction.used or 0) - taken
        return min(left, bill.still_open)
    return min(reduction_of(bill, reduction), bill.still_open)


def _exact_fee(bill: Bill) -> tuple[int, int]:
    """Return the bill's fee before rounding as numerator and denominator, the amount where its columns do not tell."""
    fee, divisor = bill.quantity * bill.price * bill.parts, PER_FEN * bill.of_parts
    if bill.earlier or round_line(fee, divisor).amount != bill.amount:
        return int(bill.amount), 1
    return fee, divisor
