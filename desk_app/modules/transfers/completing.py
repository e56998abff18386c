"""A change of owner carried out (过户): holdings and fee bindings go over on the day after; history stays (S13).

Where prepaid money goes over to the new owner, months the old one has paid right on beyond the day stay paid: the new
owner is charged from the day after them, and the two settle it between themselves. Where it goes back to the old owner, the
settlement has given those days back, and the new owner is charged from the day after the last one he pays for.
"""

import datetime
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.days import show_day
from desk_app.kernel.kind import Draft
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.modules.arrears import guard
from desk_app.modules.billing.ledger import open_bills
from desk_app.modules.billing.payer_change import hand_over
from desk_app.modules.billing.records import FeeBinding
from desk_app.modules.cashier import prepaid
from desk_app.modules.cashier.records import Deposit
from desk_app.modules.people.holdings import current_holdings
from desk_app.modules.people.kinds import HOLDINGS
from desk_app.modules.transfers.freeing import paid_until, to_give_back
from desk_app.modules.transfers.settling import settle_to_day, unpaid_beyond

ONE_DAY = datetime.timedelta(days=1)


def why_not_completed(draft: Draft, desk: Desk) -> str | None:
    """Return why the room may not go over yet: it owes (R15), or money is still to be given back."""
    record = draft.record
    if record.buyer_id == record.seller_id:
        return _("没有办理过户：新业主和原业主是同一人。")
    if why := _why_owing(record, desk):
        return why
    if why := _why_paid_beyond(record):
        return why
    held = prepaid.balance(record.room_id)
    if record.prepaid_handling == "seller" and held:
        return _("没有办理过户：还有预存款 {amount} 元要退原业主，请先办退款。").format(amount=show(held))
    return _why_deposits_wait(draft)


def _why_owing(record: Any, desk: Desk) -> str | None:
    """A debt stands in the way, unless it is only for days after the day: these are the new owner's to pay."""
    objection = guard.why_not(record.room_id, "transfer", desk)
    if objection is None or not objection.refuses:
        return None
    if record.override_reason:
        return guard.why_not_override(objection, record.override_reason, desk)
    beyond = unpaid_beyond(record.room_id, record.changed_on, record.seller_id)
    later = {bill.id for bill, rest in beyond if bill.from_on > record.changed_on and not bill.paid}
    if later and all(bill.id in later for bill in open_bills(record.room_id)):
        return None
    return objection.sentence


def _why_paid_beyond(record: Any) -> str | None:
    """Days paid beyond the day are given back by the settlement; what was paid since, or left, needs another one."""
    total = sum(to_give_back(record).values())
    if not total:
        return None
    why = _("没有办理过户：原业主还缴着 {day} 以后的费用 {amount} 元，要退原业主。请先重新结算，再办退款。")
    if record.prepaid_handling != "seller":
        why = _(
            "没有办理过户：{day} 以后有的月份没有缴，后面的却已缴 {amount} 元，要转入预存款。请先重新结算。"
        )
    return why.format(day=show_day(record.changed_on), amount=show(total))


def _why_deposits_wait(draft: Draft) -> str | None:
    """A deposit stays with whoever paid it and is given back in its own time, unless it goes to the new owner."""
    for row in draft.rows.get("deposits", []):
        if row.handling == "buyer" and not row.deposit.held:
            return _("没有办理过户：{deposit} 已经退还，不能转新业主。").format(deposit=row.deposit)
    return None


def complete(draft: Draft, desk: Desk) -> None:
    """Carry the transfer out, inside the step's transaction.

    The room is settled once more: a run since the settlement may have asked the old owner for the new one's days.
    """
    record = draft.record
    settle_to_day(record.room_id, record.changed_on, desk, payer_id=record.seller_id)
    objection = guard.why_not(record.room_id, "transfer", desk)
    if objection is not None and objection.refuses:
        guard.override(objection, "transfers", record.id, record.override_reason or "", desk)
    first_on = record.changed_on + ONE_DAY
    _hand_over_holdings(record, first_on, desk)
    for binding in FeeBinding.select().where(FeeBinding.room == record.room_id, FeeBinding.state != "ended"):
        _hand_over_binding(binding, record, desk)
    _hand_over_deposits(draft, desk)
    record.completed_at = desk.now()
    record.handled_by = desk.actor.name


def _hand_over_holdings(record: Any, first_on: datetime.date, desk: Desk) -> None:
    """End what the old owners hold on the last day, and give the room to the new one from the day after."""
    for holding in current_holdings(record.room_id, record.changed_on, ("owner", "family")):
        ended = store.load(HOLDINGS, holding.id)
        ended.record.until_on = record.changed_on
        store.save(ended, desk)
    held = current_holdings(record.room_id, first_on, ("owner",))
    if record.buyer_id not in {holding.person_id for holding in held}:
        new = store.new(HOLDINGS, room=record.room, person=record.buyer, role="owner", from_on=first_on)
        store.save(new, desk)


def _hand_over_binding(binding: FeeBinding, record: Any, desk: Desk) -> None:
    """End the old owner's binding and begin the new one's, so that a month they share adds up (V20).

    One that a tenant pays goes on as it is.
    """
    if binding.payer_id not in (None, record.seller_id) or binding.from_on > record.changed_on:
        return
    is_paused = binding.state == "paused"
    last_on = record.changed_on if is_paused else paid_until(binding, record.changed_on)
    hand_over(binding, last_on, record.buyer, desk, leaves=record.seller)


def _hand_over_deposits(draft: Draft, desk: Desk) -> None:
    """Put the new owner on the cards of deposits that go over; their receipt stays as it was."""
    buyer = draft.record.buyer
    for row in draft.rows.get("deposits", []):
        if row.handling == "buyer":
            before = Deposit.get_by_id(row.deposit_id)
            change = Deposit.update(payer=buyer, payer_name=str(buyer), version=Deposit.version + 1)
            change.where(Deposit.id == before.id).execute()
            told = {"payer_name": [before.payer_name, str(buyer)]}
            store.note_event("deposits", before.id, desk, "transfer", str(draft.record), told)
