"""Days the old owner has paid beyond the last one he pays for (多缴的天数): given back, and put back if plans change.

Where prepaid money goes back to the old owner, the settlement takes those days off his bills by a correction, whose
money lies in the room's prepaid money until a refund request pays it out. What is left of a month is what he would have
been asked had he not paid it whole, so that his part and the new owner's add up to the month (V20). Where prepaid money goes
over to the new owner, only months paid after a gap are moved, since he is asked from the gap on. Amounts are fen.
"""

import datetime
from collections.abc import Collection, Sequence
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.days import show_day
from desk_app.kernel.money import show
from desk_app.kernel.text import fold
from desk_app.kernel.words import _
from desk_app.modules.billing.ledger import bills_of
from desk_app.modules.billing.months import ONE_DAY
from desk_app.modules.billing.records import Bill, FeeBinding, ReducedBill, Reduction
from desk_app.modules.billing.reduction_kinds import REDUCTIONS
from desk_app.modules.cashier import prepaid
from desk_app.modules.cashier.bill_corrections import correct_bills, paid_beyond

REQUESTS = "transfer-"
"""How the requests of these corrections begin; the transfer's id follows."""
IN_FORCE = ("approved", "consumed")


def to_give_back(record: Any) -> dict[int, int]:
    """Return {bill: fen} of the old owner's bills with money that is to go into the room's prepaid money.

    Where that goes back to him: all he has paid for days after his last one. Where it goes over: months paid after one
    that is not, which the new owner is asked for with it. What others pay (a tenant) and what a settlement to this day
    freed already is left out.
    """
    freed = freed_beyond(record.room_id, record.changed_on)

    def is_his(bill: Bill) -> bool:
        binding = bill.binding
        return binding.payer_id in (None, record.seller_id) and bool(binding.from_on <= record.changed_on)

    cuts = [
        cut
        for cut in paid_beyond(record.room_id, record.changed_on, as_rest=True)
        if cut.bill.id not in freed and is_his(cut.bill)
    ]
    if record.prepaid_handling != "seller":
        after_a_gap = _after_a_gap(record, freed)
        cuts = [cut for cut in cuts if cut.bill.id in after_a_gap]
    return {cut.bill.id: cut.less for cut in cuts}


def paid_until(binding: FeeBinding, until_on: datetime.date) -> datetime.date:
    """Return the last day the old owner pays the binding for: `until_on`, or the end of what is paid right on from it.

    A month paid after one that is not does not count: the new owner pays from the gap on.
    """
    return _stretch(binding.id, bills_of(binding.room_id), until_on, freed_beyond(binding.room_id, until_on))


def _stretch(
    binding_id: int, bills: Sequence[Bill], until_on: datetime.date, freed: Collection[int]
) -> datetime.date:
    """Return the last day of the unbroken stretch of paid days; `bills` are in the order of their days."""
    last_on: Any = until_on
    for bill in bills:
        if bill.binding_id != binding_id or bill.id in freed or bill.paid + bill.reduced == 0:
            continue
        if bill.from_on <= last_on + ONE_DAY:
            last_on = max(last_on, bill.until_on)
    return last_on  # type: ignore[no-any-return]


def _after_a_gap(record: Any, freed: Collection[int]) -> set[int]:
    """Return the bills, freed or with money on them, that begin after the stretch their binding is paid for."""
    bills = bills_of(record.room_id)
    late = [bill for bill in bills if bill.binding_id and bill.from_on > record.changed_on]
    ends = {
        binding_id: _stretch(binding_id, bills, record.changed_on, freed)
        for binding_id in {bill.binding_id for bill in late}
    }
    return {bill.id for bill in late if bill.paid + bill.reduced > 0 and bill.from_on > ends[bill.binding_id]}


def freed_beyond(room_id: int, day: datetime.date) -> set[int]:
    """Return the ids of the room's bills off which a settlement to the day took the days after it."""
    query = ReducedBill.select(ReducedBill.bill).join(Reduction)
    query = query.where(Reduction.room == room_id, Reduction.from_on == day + ONE_DAY, _of_transfers())
    return {bill_id for (bill_id,) in query.tuples()}


def why_not_freed(record: Any, desk: Desk) -> str | None:
    """Return why the days cannot be given back, or None: a second person must have approved it (经办、审核分开)."""
    total = sum(to_give_back(record).values())
    if not total or fold(record.approved_by or "") not in ("", fold(desk.actor.name)):
        return None
    if record.prepaid_handling == "seller":
        why = _(
            "没有结算：原业主已缴 {day} 以后的费用 {amount} 元，要转入预存款退还。请填写审核人，不能是经办人自己。"
        )
    else:
        why = _(
            "没有结算：{day} 以后有的月份没有缴，后面的却已缴 {amount} 元，要转入预存款由新业主抵用。请填写审核人，不能是经办人自己。"
        )
    return why.format(day=show_day(record.changed_on), amount=show(total))


def free_beyond(record: Any, desk: Desk) -> None:
    """Move what the old owner has paid for days that are not his to pay (`to_give_back`) into prepaid money.

    What an earlier settlement moved for other days, or other months, is put back first; inside the step's transaction.
    """
    freed = freed_beyond(record.room_id, record.changed_on)
    stays = record.prepaid_handling == "seller" or freed <= _after_a_gap(record, ())
    put_back(record, desk, but_from=record.changed_on + ONE_DAY if stays else None)
    found = to_give_back(record)
    if not found:
        return
    begun = Reduction.select().where(Reduction.request.startswith(_requests_of(record))).count()
    correct_bills(
        found,
        reason=_("过户结算，原业主缴至 {day}").format(day=show_day(record.changed_on)),
        desk=desk,
        approved_by=record.approved_by or "",
        request=f"{_requests_of(record)}{begun + 1}",
        from_on=record.changed_on + ONE_DAY,
    )


def put_back(record: Any, desk: Desk, but_from: datetime.date | None = None) -> None:
    """Take back what the transfer gave back, except for days from `but_from`, and pay the bills from prepaid money.

    What was paid out meanwhile is owed again.
    """
    query = Reduction.select().where(Reduction.request.startswith(_requests_of(record)), _of_transfers())
    wrong = [reduction for reduction in query if reduction.from_on != but_from]
    for reduction in wrong:
        why = _("过户结算有变")
        store.apply(REDUCTIONS, "take_back", reduction.id, reduction.version, desk, reason=why)
    if wrong:
        prepaid.offset_room(record.room_id, desk)


def _requests_of(record: Any) -> str:
    return f"{REQUESTS}{record.id}-"


def _of_transfers() -> Any:
    """Return the condition that a reduction was made by a settlement and is in force."""
    return Reduction.request.startswith(REQUESTS) & Reduction.state.in_(IN_FORCE)
