"""Days the old owner has paid beyond the last one he pays for (多缴的天数): given back, and put back if plans change.

Where prepaid money goes back to the old owner, the settlement takes those days off his bills by a correction, whose
money lies in the room's prepaid money until a refund request pays it out. What is left of a month is what he would have
been asked had he not paid it whole, so that his part and the new owner's add up to the month (V20). Amounts are fen.
"""

import datetime
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.days import show_day
from desk_app.kernel.money import show
from desk_app.kernel.text import fold
from desk_app.kernel.words import _
from desk_app.modules.billing.months import ONE_DAY
from desk_app.modules.billing.records import Bill, ReducedBill, Reduction
from desk_app.modules.billing.reduction_kinds import REDUCTIONS
from desk_app.modules.cashier import prepaid
from desk_app.modules.cashier.bill_corrections import correct_bills, paid_beyond

REQUESTS = "transfer-"
"""How the requests of these corrections begin; the transfer's id follows."""
IN_FORCE = ("approved", "consumed")


def to_give_back(record: Any) -> dict[int, int]:
    """Return {bill: fen} of the old owner's bills that have money for days after his last one.

    What others pay (a tenant) and what a settlement to this day freed already is left out.
    """
    freed = freed_beyond(record.room_id, record.changed_on)

    def is_his(bill: Bill) -> bool:
        binding = bill.binding
        return binding.payer_id in (None, record.seller_id) and bool(binding.from_on <= record.changed_on)

    cuts = paid_beyond(record.room_id, record.changed_on, as_rest=True)
    return {cut.bill.id: cut.less for cut in cuts if cut.bill.id not in freed and is_his(cut.bill)}


def freed_beyond(room_id: int, day: datetime.date) -> set[int]:
    """Return the ids of the room's bills off which a settlement to the day took the days after it."""
    query = ReducedBill.select(ReducedBill.bill).join(Reduction)
    query = query.where(Reduction.room == room_id, Reduction.from_on == day + ONE_DAY, _of_transfers())
    return {bill_id for (bill_id,) in query.tuples()}


def why_not_freed(record: Any, desk: Desk) -> str | None:
    """Return why the days cannot be given back, or None: a second person must have approved it (经办、审核分开)."""
    if record.prepaid_handling != "seller":
        return None
    total = sum(to_give_back(record).values())
    if total and fold(record.approved_by or "") in ("", fold(desk.actor.name)):
        return _(
            "没有结算：原业主已缴 {day} 以后的费用 {amount} 元，要转入预存款退还。请填写审核人，不能是经办人自己。"
        ).format(day=show_day(record.changed_on), amount=show(total))
    return None


def free_beyond(record: Any, desk: Desk) -> None:
    """Give the days after the old owner's last one back into prepaid money, if that goes back to him.

    What an earlier settlement gave back for other days is put back first; inside the step's transaction.
    """
    goes_back = record.prepaid_handling == "seller"
    put_back(record, desk, but_from=record.changed_on + ONE_DAY if goes_back else None)
    found = to_give_back(record) if goes_back else {}
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
