"""A change of owner carried out (过户): holdings and fee bindings go over on the day after; history stays (S13).

Where prepaid money goes over to the new owner, months the old one has paid beyond the day stay paid: the new owner is
charged from the day after them, and the two settle it between themselves. Where it goes back to the old owner, the
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
from desk_app.modules.billing.kinds import FEE_BINDINGS
from desk_app.modules.billing.records import FeeBinding
from desk_app.modules.cashier import prepaid
from desk_app.modules.cashier.records import Deposit
from desk_app.modules.people.holdings import current_holdings
from desk_app.modules.people.kinds import HOLDINGS
from desk_app.modules.transfers.freeing import to_give_back
from desk_app.modules.transfers.settling import paid_until

ONE_DAY = datetime.timedelta(days=1)


def why_not_completed(draft: Draft, desk: Desk) -> str | None:
    """Return why the room may not go over yet: it owes (R15), or money is still to be given back."""
    record = draft.record
    if record.buyer_id == record.seller_id:
        return _("没有办理过户：新业主和原业主是同一人。")
    objection = guard.why_not(record.room_id, "transfer", desk)
    if objection is not None and objection.refuses:
        if not record.override_reason:
            return objection.sentence
        if refusal := guard.why_not_override(objection, record.override_reason, desk):
            return refusal
    if why := _why_paid_beyond(record):
        return why
    held = prepaid.balance(record.room_id)
    if record.prepaid_handling == "seller" and held:
        return _("没有办理过户：还有预存款 {amount} 元要退原业主，请先办退款。").format(amount=show(held))
    return _why_deposits_wait(draft)


def _why_paid_beyond(record: Any) -> str | None:
    """Days paid beyond the day are given back by the settlement; what was paid since, or left, needs another one."""
    total = sum(to_give_back(record).values()) if record.prepaid_handling == "seller" else 0
    if not total:
        return None
    return _(
        "没有办理过户：原业主还缴着 {day} 以后的费用 {amount} 元，要退原业主。请先重新结算，再办退款。"
    ).format(day=show_day(record.changed_on), amount=show(total))


def _why_deposits_wait(draft: Draft) -> str | None:
    """A deposit stays with whoever paid it and is given back in its own time, unless it goes to the new owner."""
    for row in draft.rows.get("deposits", []):
        if row.handling == "buyer" and not row.deposit.held:
            return _("没有办理过户：{deposit} 已经退还，不能转新业主。").format(deposit=row.deposit)
    return None


def complete(draft: Draft, desk: Desk) -> None:
    """Carry the transfer out, inside the step's transaction."""
    record = draft.record
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
    last_on = paid_until(binding, record.changed_on)
    old = store.load(FEE_BINDINGS, binding.id)
    old.record.payer = record.seller
    old.record.until_on = last_on
    old = store.save(old, desk)
    kept = ("tariff", "meter", "vehicle", "count", "cycle", "anchor_on", "due_days", "contract", "note")
    values = {name: getattr(binding, name) for name in kept}
    new = store.new(FEE_BINDINGS, room=record.room, payer=record.buyer, from_on=last_on + ONE_DAY, **values)
    new.record.follows = binding.id
    store.save(new, desk)
    store.apply(FEE_BINDINGS, "stop", binding.id, old.record.version, desk, entries={"until_on": last_on})


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
