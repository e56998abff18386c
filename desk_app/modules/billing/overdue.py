"""Late fees (违约金) of overdue bills: worked out live, posted in stages (domain.md 3.9).

A stage runs from the day after the last one (or after the due day, or the last day the bill was held) to the day on
which principal is paid or waived, or the bill is held. What is posted is a bill of its own, which bears no late fee.
Principal that is owed again was owed on all the days of the stages that left it out. Amounts are whole fen.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import peewee

from desk_app.kernel import settings
from desk_app.kernel.access import Desk
from desk_app.kernel.database import among, transaction
from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.modules.billing.late_fees import LateFeeTerms, late_fee, overdue_days
from desk_app.modules.billing.late_fees import terms as terms_in_force
from desk_app.modules.billing.ledger import NOT_VOID, post_bill, take_bill_back
from desk_app.modules.billing.months import ONE_DAY
from desk_app.modules.billing.records import Bill, FeeItem
from desk_app.modules.billing.workings import LateFee, to_json

Days = tuple[datetime.date, datetime.date]
"""A run of days, both ends included."""

LATE_FEE_ITEM = "WYJ"
"""Code of the fee item late fees are posted under."""


@dataclass(frozen=True)
class Stage:
    """The overdue days of one bill that are on no bill yet, both ends included, and their late fee in fen.

    `already` fen were posted for the same bill before; `terms` are those it was worked out by, from `principal` fen.
    """

    bill: Bill
    from_on: datetime.date
    until_on: datetime.date
    amount: int
    already: int
    terms: LateFeeTerms
    principal: int


def late_fees_on(bills: Sequence[Bill], day: datetime.date) -> dict[int, int]:
    """Return {bill id: fen of late fee run up to the day and not yet posted}; bills without any are left out."""
    return {stage.bill.id: stage.amount for stage in stages_on(bills, day)}


def stages_on(bills: Sequence[Bill], day: datetime.date) -> list[Stage]:
    """Return the stage each overdue bill has reached on the day; one of less than half a fen is none yet."""
    late = [
        bill
        for bill in bills
        if bill.due_on < day and bill.late_for_id is None and bill.still_open > 0 and _counts(bill, day)
    ]
    if not late or not settings.value("late_fee_rate"):
        return []
    bearing = _bearing_items()
    overdue = [bill for bill in late if bill.item_id in bearing]
    if not overdue:
        return []
    terms = terms_in_force()
    posted = _posted([bill.id for bill in overdue])
    stages = []
    for bill in overdue:
        due_on: Any = bill.due_on
        last_on, already = posted.get(bill.id, (due_on, 0))
        begin = max(last_on, due_on, bill.released_on or due_on, bill.held_until or due_on) + ONE_DAY
        whole = bill.amount - bill.reduced
        fee = late_fee(bill.still_open, due_on, begin, day, terms, already, whole)
        if fee > 0:
            stages.append(Stage(bill, begin, day, fee, already, terms, bill.still_open))
    return stages


def post_late_fees(bills: Sequence[Bill], day: datetime.date, desk: Desk) -> list[Bill]:
    """Post what each bill has run up to the day as a bill of its own, due at once; return the new bills.

    To be called before principal is paid, waived or settled on leaving: from then on less is owed.
    """
    return _post_all(stages_on(bills, day), desk)


def _post_all(stages: Sequence[Stage], desk: Desk) -> list[Bill]:
    if not stages:
        return []
    item = FeeItem.get_or_none(FeeItem.code == LATE_FEE_ITEM)
    if item is None:
        raise DeskError(_("违约金没有记下：收费项目里没有代码为 {code} 的一项。").format(code=LATE_FEE_ITEM))
    with transaction():
        return [_post(stage, item, desk) for stage in stages]


def post_late_fees_anew(bills: Sequence[Bill], day: datetime.date, desk: Desk) -> list[Bill]:
    """Post late fees up to the day as `post_late_fees` does, last stages that are still unpaid in one with the new days.

    For settling, which may be done on many days and to another day than before: the fee is rounded once, not each time.
    """
    with transaction():
        for stage in _last_stages(bills):
            if stage.until_on != day:
                take_bill_back(stage.id, desk, _("违约金重新结算"))
        return post_late_fees(bills, day, desk)


def _last_stages(bills: Sequence[Bill]) -> list[Bill]:
    """Return the last stage of each bill where nothing has become of it and it was for all that is open, on today's terms."""
    bearing, terms = _bearing_items(), terms_in_force()
    stages = _stages_of([bill.id for bill in bills])
    found = []
    for bill in bills:
        if bill.id not in stages:
            continue
        *before, last = stages[bill.id]
        if last.paid or last.reduced or last.quantity != bill.still_open:
            continue
        follows = all(stage.until_on < last.from_on for stage in before)
        if bill.state != "open" or not follows or (bill.released_on and last.from_on <= bill.released_on):
            continue
        days = (bill.due_on, last.from_on, last.until_on)
        already, whole = sum(stage.amount for stage in before), bill.amount - bill.reduced
        fee = late_fee(bill.still_open, *days, terms, already, whole) if bill.item_id in bearing else 0
        if fee == last.amount:
            found.append(last)
    return found


def take_back(bill_ids: Iterable[int], day: datetime.date, desk: Desk) -> None:
    """Void the stages posted on the day whose bill owes again all it owed then: as if it had never been paid.

    For a receipt undone on its own day, with the bills it paid, stages among them; they must have been taken back.
    """
    late, overdue = Bill.alias(), Bill.alias()
    still = overdue.amount - overdue.reduced - overdue.paid
    query = late.select(late.id).join(overdue, on=(late.late_for == overdue.id))
    ids = list(bill_ids)
    query = query.where(among(late.late_for, ids) | among(late.id, ids), late.until_on == day)
    query = query.where(late.paid == 0, late.reduced == 0, late.state != "void", late.quantity == still)
    query = query.where(overdue.state == "open")
    for (bill_id,) in list(query.tuples()):
        take_bill_back(bill_id, desk, _("收款已撤销，违约金重新计算"))


def post_for_freed(freed: Mapping[int, int], since: datetime.datetime, desk: Desk) -> list[Bill]:
    """Post the late fee of principal that is owed again for the days stages posted after `since` took it as settled.

    {bill id: fen owed again}; `since` is when it was paid or let off: stages posted until then were for it as well. Days
    on hold are in no stage. What it runs up after the last stage is worked out live, as ever. Return the new bills.
    """
    bearing = _bearing_items()
    bills = [
        bill
        for bill in Bill.select().where(among(Bill.id, list(freed)), NOT_VOID)
        if bill.late_for_id is None and bill.item_id in bearing
    ]
    if not bills or not settings.value("late_fee_rate"):
        return []
    posted, terms = _stages_of([bill.id for bill in bills]), terms_in_force()
    stages = []
    for bill in bills:
        due_on: Any = bill.due_on
        fen, whole = freed[bill.id], bill.amount - bill.reduced
        already = sum(stage.amount for stage in posted.get(bill.id, ()))
        for from_on, until_on in _left_out(posted.get(bill.id, ()), since, due_on + ONE_DAY):
            fee = late_fee(fen, due_on, from_on, until_on, terms, already, whole)
            if fee > 0:
                stages.append(Stage(bill, from_on, until_on, fee, already, terms, fen))
                already += fee
    return _post_all(stages, desk)


def pass_over(bill_id: int, day: datetime.date) -> None:
    """Let the late fee of a bill run from the day after `day`: until then its principal was paid, or it was held."""
    Bill.update(released_on=day, version=Bill.version + 1).where(Bill.id == bill_id).execute()


def _counts(bill: Bill, day: datetime.date) -> bool:
    """Say whether the bill counts on the day: one held till a day before does again, though nobody released it yet."""
    is_over = bill.held_until is not None and bill.held_until < day
    return bill.state == "open" or (bill.state == "held" and is_over)


def _left_out(stages: Sequence[Bill], since: datetime.datetime, first_on: datetime.date) -> list[Days]:
    """Return the days, in runs, of stages posted after `since` that none posted until then had."""
    known: list[Any] = [stage.until_on for stage in stages if stage.posted_at <= since]
    later: list[Any] = [stage for stage in stages if stage.posted_at > since]
    begin = max([first_on, *(day + ONE_DAY for day in known)])
    runs: list[Days] = []
    for stage in sorted(later, key=lambda stage: (stage.from_on, stage.until_on)):
        from_on = max(stage.from_on, begin)
        if from_on > stage.until_on:
            continue
        if runs and runs[-1][1] + ONE_DAY == from_on:
            from_on = runs.pop()[0]
        runs.append((from_on, stage.until_on))
        begin = stage.until_on + ONE_DAY
    return runs


def _stages_of(bill_ids: Sequence[int]) -> dict[int, list[Bill]]:
    """Return {bill id: its stages, as they were posted}."""
    query = Bill.select().where(among(Bill.late_for, bill_ids), NOT_VOID).order_by(Bill.id)
    found: dict[int, list[Bill]] = {}
    for stage in query:
        found.setdefault(stage.late_for_id, []).append(stage)
    return found


def _bearing_items() -> set[int]:
    query = FeeItem.select(FeeItem.id).where(FeeItem.has_late_fee, FeeItem.nature != "deposit")
    return {item_id for (item_id,) in query.tuples()}


def _posted(bill_ids: Sequence[int]) -> dict[int, tuple[datetime.date, int]]:
    """Return {bill id: (last day of its stages posted so far, fen posted)}."""
    query = Bill.select(Bill.late_for, peewee.fn.MAX(Bill.until_on), peewee.fn.SUM(Bill.amount))
    query = query.where(among(Bill.late_for, bill_ids), NOT_VOID).group_by(Bill.late_for)
    return {bill_id: (last_on, amount) for bill_id, last_on, amount in query.tuples()}


def _post(stage: Stage, item: FeeItem, desk: Desk) -> Bill:
    bill = stage.bill
    return post_bill(
        bill.room_id,
        item.id,
        stage.amount,
        stage.from_on,
        stage.until_on,
        stage.until_on,
        desk,
        payer_id=bill.payer_id,
        workings=to_json(_workings(stage)),
        late_for=bill.id,
        quantity=stage.principal,
    )


def _workings(stage: Stage) -> LateFee:
    """Return what explains the stage; a cap is told only where it held the fee down."""
    bill: Any = stage.bill
    terms = stage.terms
    days = (bill.due_on, stage.from_on, stage.until_on)
    free = late_fee(stage.principal, *days, replace(terms, cap="none"))
    return LateFee(
        bill=f"{bill.item} {bill.period}",
        principal=stage.principal,
        due_on=bill.due_on,
        days=overdue_days(*days, terms),
        rate=terms.rate_per_mille_x100,
        cap=terms.cap if free > stage.amount else "none",
        already=stage.already if free > stage.amount else 0,
    )
