"""Fees go over from the developer to the owner (收费起算, T12): his bindings end the day before, the owner's begin that day.

Until the day the developer pays (物业管理条例 41). What he was asked beyond it and has not paid is taken back and asked
anew to the day before; a month both share adds up to the whole (domain.md 3.4, V04).
"""

import datetime
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.days import show_day
from desk_app.kernel.errors import DeskError, TransitionRefused
from desk_app.kernel.kind import Draft
from desk_app.kernel.words import _
from desk_app.modules.billing.binding_rules import BY_USE, corrected_bills
from desk_app.modules.billing.kinds import FEE_BINDINGS
from desk_app.modules.billing.ledger import take_bill_back
from desk_app.modules.billing.records import Bill, FeeBinding
from desk_app.modules.billing.single_bills import bill_ahead
from desk_app.modules.handover.records import HandoverFee

ONE_DAY = datetime.timedelta(days=1)
CARRIED = ("tariff", "meter", "vehicle", "count", "cycle", "due_days", "note")
"""What the owner's binding takes over from the developer's."""


def bindings_of(room_id: int) -> list[Any]:
    """Return the room's bindings that have not ended."""
    query = FeeBinding.select().where(FeeBinding.room == room_id, FeeBinding.state != "ended")
    return list(query.order_by(FeeBinding.id))


def tariff_of(record: Any) -> Any | None:
    """Return the tariff a room without bindings is charged by: its own, or that of its batch."""
    if record.tariff_id:
        return record.tariff
    return record.batch.tariff if record.batch_id and record.batch.tariff_id else None


def why_not_charged(record: Any) -> str | None:
    """Return why the room's fees cannot go over: nobody to charge, or nothing to charge by."""
    if record.person_id is None:
        return _("没有算费：请先登记业主，费用要有缴费人。")
    if not bindings_of(record.room_id) and tariff_of(record) is None:
        return _("没有算费：{room} 没有收费绑定，请选择物业费标准。").format(room=record.room)
    return None


def switch(draft: Draft, day: datetime.date, desk: Desk) -> None:
    """Let the owner be charged from `day` on, and note in the rows of fees what was changed; once."""
    if draft.rows["fees"]:
        return
    record = draft.record
    found = [one for one in bindings_of(record.room_id) if one.until_on is None or one.until_on >= day]
    if not found:
        tariff: Any = tariff_of(record)
        if tariff is None:  # what there was is over by its date, and must not begin anew
            raise TransitionRefused(
                _("没有算费：{room} 没有收费绑定，请选择物业费标准。").format(room=record.room)
            )
        binding = _bind(record, day, desk, tariff=tariff)
        draft.rows["fees"].append(HandoverFee(item=tariff.item, from_on=day, binding=binding))
    for before in found:
        draft.rows["fees"].append(_hand_over(before, draft, _first_day(before, draft, day), desk))


def _first_day(before: Any, draft: Draft, day: datetime.date) -> datetime.date:
    """Return the owner's first day of a fee: this very day (T12); by a meter the day after its base reading.

    What the reading of that day counts was used before it, and is the developer's.
    """
    read = [
        row.reading for row in draft.rows["readings"] if row.meter_id == before.meter_id and row.reading_id
    ]
    if before.meter_id is None or not read:
        return day
    read_on: datetime.date = read[0].read_on
    return read_on + ONE_DAY


def _hand_over(before: Any, draft: Draft, day: datetime.date, desk: Desk) -> HandoverFee:
    """Return the row of one binding: the owner's own is let begin that day, another's ends the day before."""
    record = draft.record
    fee = HandoverFee(item=before.tariff.item, from_on=day)
    fee.before, fee.before_until_on = before, before.until_on
    is_own = before.payer_id == record.person_id
    if is_own and _bills(before.id).exists():
        fee.binding, fee.from_on = before, before.from_on  # he was charged already, and stays charged
        return fee
    if is_own or (before.payer_id is None and before.from_on >= day):
        fee.binding = _begin(before, record, day, desk)
        return fee
    again = _take_back(before, day, desk)
    if before.state == "active":
        _amend(before, desk, "stop", until_on=day - ONE_DAY)
    if again is not None and again < day:
        bill_ahead(record.room_id, FeeBinding.get_by_id(before.id), day - ONE_DAY, desk, from_on=again)
    kept = {name: getattr(before, name) for name in CARRIED}
    fee.binding = _bind(record, day, desk, before, **kept)
    _amend(before, desk, "stop", state="ended")
    return fee


def _begin(binding: Any, record: Any, day: datetime.date, desk: Desk) -> Any:
    """Let the binding the office made for the owner beforehand begin on the day."""
    draft = store.load(FEE_BINDINGS, binding.id)
    draft.record.from_on, draft.record.payer = day, record.person
    return store.save(draft, desk).record


def _bind(record: Any, day: datetime.date, desk: Desk, follows: Any = None, **values: Any) -> Any:
    new = store.new(FEE_BINDINGS, room=record.room, payer=record.person, from_on=day, **values)
    new.record.follows = follows.id if follows else None
    return store.save(new, desk).record


def _amend(binding: Any, desk: Desk, action: str, **values: Any) -> None:
    store.amend(FEE_BINDINGS, binding.id, desk, action, "", **values)


def _bills(binding_id: int) -> Any:
    return Bill.select().where(Bill.binding == binding_id, Bill.state != "void")


def _take_back(before: Any, day: datetime.date, desk: Desk) -> datetime.date | None:
    """Void what the developer was asked for days from `day` on; return the first day that has to be asked anew.

    DeskError where he has paid such a bill: it is corrected first, by whoever takes the money.
    """
    if before.tariff.basis in BY_USE:
        return None
    beyond = _bills(before.id).where(Bill.until_on >= day, Bill.id.not_in(corrected_bills()))
    first: datetime.date | None = None
    for bill in list(beyond.order_by(Bill.from_on.desc())):
        if bill.paid or bill.reduced:
            raise DeskError(
                _(
                    "没有算费：{item} 已向原缴费人收到 {until}，业主从 {day} 起交费。请先更正或冲红那张账单。"
                ).format(item=bill.item, until=show_day(bill.until_on), day=show_day(day))
            )
        take_bill_back(bill.id, desk, _("{day} 交房，从当日起由业主交费").format(day=show_day(day)))
        first = bill.from_on
    return first


def switch_back(draft: Draft, desk: Desk) -> None:
    """Undo `switch`: the owner's bindings charge nothing, the developer's go on as they were."""
    for fee in draft.rows["fees"]:
        if fee.before_id == fee.binding_id:
            continue  # the office had made it for the owner beforehand: it stays
        _withdraw(fee.binding, desk)
        if fee.before_id is not None:
            state = "paused" if fee.before.paused_on else "active"
            _amend(fee.before, desk, "reopen", until_on=fee.before_until_on, state=state)
    draft.rows["fees"] = []


def _withdraw(binding: Any, desk: Desk) -> None:
    """End a binding before its first day; its void bills keep it on the books."""
    if _bills(binding.id).exists():
        raise TransitionRefused(_("没有撤回：{binding} 已有账单，请先作废。").format(binding=binding))
    _amend(binding, desk, "stop", until_on=binding.from_on - ONE_DAY, state="ended")
