"""Who pays from when (缴费人): the tenant from a day on where it was agreed so, the owner again when the tenant has left.

What was asked of the owner for later days and not paid is taken back and asked anew to the day; months that are paid stay
the owner's, and the tenant begins after them.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.days import show_day
from desk_app.kernel.words import _
from desk_app.modules.billing.binding_rules import BY_USE
from desk_app.modules.billing.kinds import FEE_BINDINGS
from desk_app.modules.billing.ledger import bills_of, take_bill_back
from desk_app.modules.billing.months import ONE_DAY
from desk_app.modules.billing.payer_change import hand_over
from desk_app.modules.billing.records import Bill, FeeBinding
from desk_app.modules.billing.single_bills import bill_ahead
from desk_app.modules.people.holdings import current_holdings

SERVICE_FEE = "WY"
"""The fee item 物业服务费 (domain.md 3.1); who pays the others is agreed apart."""


@dataclass(frozen=True)
class Taken:
    """A fee somebody pays from a day on."""

    item: str
    from_on: datetime.date


def take_over(
    room_id: int, first_on: datetime.date, tenant: Any, desk: Desk, *, service: bool, use: bool
) -> list[Taken]:
    """Let the tenant pay the service fee, the other fees, or both, from the day on; return what from when."""
    owners = {holding.person_id for holding in current_holdings(room_id, first_on, ("owner",))}
    taken: list[Taken] = []
    for binding in _running(room_id, first_on):
        is_his = service if binding.tariff.item.code == SERVICE_FEE else use
        if is_his and (binding.payer_id is None or binding.payer_id in owners):
            taken += _change(binding, first_on, tenant, desk)
    return taken


def give_back(room_id: int, last_on: datetime.date, tenant_id: int, desk: Desk) -> list[Taken]:
    """Let whoever paid before the tenant pay again from the day after; months the tenant has paid stay his."""
    given: list[Taken] = []
    for binding in _running(room_id, last_on):
        if binding.payer_id == tenant_id:
            before = binding.follows.payer if binding.follows_id else None
            given += _change(binding, last_on + ONE_DAY, before, desk)
    return given


def named(taken: Iterable[Taken]) -> str:
    """Return who-pays-what in a clause: '物业服务费 2026-12-01 起'."""
    return "；".join(_("{item} {day} 起").format(item=one.item, day=show_day(one.from_on)) for one in taken)


def _running(room_id: int, day: datetime.date) -> list[FeeBinding]:
    """Return the bindings that are not over, those of vehicles left out: these go with whoever parks."""
    query = FeeBinding.select().where(FeeBinding.room == room_id, FeeBinding.vehicle.is_null())
    still = FeeBinding.until_on.is_null() | (FeeBinding.until_on >= day) | (FeeBinding.state == "paused")
    return list(query.where(FeeBinding.state != "ended", still).order_by(FeeBinding.id))


def _change(binding: FeeBinding, first_on: datetime.date, comes: Any, desk: Desk) -> list[Taken]:
    """Let another pay the binding from the day on, or from the day after what is paid; return from when.

    Nothing where the fee ends before that.
    """
    item, last_on = str(binding.tariff.item), first_on - ONE_DAY
    if binding.from_on > last_on and not _billed(binding):
        draft = store.load(FEE_BINDINGS, binding.id)
        draft.record.payer = comes
        store.save(draft, desk)
        return [Taken(item, binding.from_on)]
    if binding.state != "paused" and binding.tariff.basis not in BY_USE:
        last_on = _ask_anew(binding, last_on, desk)
    new = hand_over(binding, last_on, comes, desk)
    return [Taken(item, new.from_on)] if new is not None else []


def _billed(binding: FeeBinding) -> list[Bill]:
    """Return the bills of the binding that hold and ask for days, those by use left out."""
    if binding.tariff.basis in BY_USE:
        return []
    return [bill for bill in bills_of(binding.room_id) if bill.binding_id == binding.id]


def _ask_anew(binding: FeeBinding, last_on: datetime.date, desk: Desk) -> datetime.date:
    """Return the last day the former payer pays: `last_on`, or that of the last bill beyond it with money on it.

    What asks for days after that is taken back, and asked again up to that day.
    """
    beyond = [bill for bill in _billed(binding) if bill.until_on > last_on]
    days: list[datetime.date] = [bill.until_on for bill in beyond if bill.paid or bill.reduced]
    kept_on = max([last_on, *days])
    bare = [bill for bill in beyond if bill.until_on > kept_on]
    for bill in bare:
        take_bill_back(
            bill.id, desk, _("{day} 起由他人缴费，重新出账").format(day=show_day(kept_on + ONE_DAY))
        )
    if any(bill.from_on <= kept_on for bill in bare):
        bill_ahead(binding.room_id, binding, kept_on, desk)
    return kept_on
