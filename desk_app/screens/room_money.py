"""A room's money on its card (房屋档案的费用): what it owes today, what it has paid ahead, and what is charged by what."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from desk_app.kernel.access import Desk
from desk_app.kernel.days import show_day
from desk_app.kernel.words import _
from desk_app.modules.billing.records import FeeBinding, FeeItem, Tariff
from desk_app.modules.people.records import Person
from desk_app.screens.cash_room import ReceiptEntry, read_cash_room

LAST_RECEIPTS = 3


@dataclass(frozen=True)
class BindingLine:
    """A fee the room is charged: by which tariff, who pays it, since when; `state` is empty for one that runs."""

    binding_id: int
    item: str
    tariff: str
    payer: str
    since: str
    state: str


@dataclass(frozen=True)
class RoomMoney:
    """Sums in fen: `due` today with late fees, `ahead` billed for later; `late_since` is the oldest debt's due day."""

    due: int
    ahead: int
    late_since: str
    prepaid: int
    deposits: int
    bindings: tuple[BindingLine, ...]
    receipts: tuple[ReceiptEntry, ...]


def read_room_money(room_id: int, desk: Desk) -> RoomMoney:
    """Return the room's money on the desk's day; NotFound if there is no such room."""
    cash = read_cash_room(room_id, desk)
    late = [line.due_on for line in cash.debts if line.days_late]
    return RoomMoney(
        due=cash.due,
        ahead=sum(line.amount for line in cash.debts) - cash.due,
        late_since=show_day(min(late)) if late else "",
        prepaid=cash.prepaid,
        deposits=cash.deposits_held,
        bindings=tuple(_bindings(room_id, desk.today)),
        receipts=cash.receipts[:LAST_RECEIPTS],
    )


def _bindings(room_id: int, today: datetime.date) -> Iterable[BindingLine]:
    """Give the bindings that run, are paused or begin later; those that ended are in the file."""
    query = FeeBinding.select(FeeBinding, Tariff, FeeItem).join(Tariff).join(FeeItem)
    query = query.where(FeeBinding.room == room_id, FeeBinding.state != "ended")
    for binding in query.order_by(FeeItem.pays_first.desc(), FeeItem.id, FeeBinding.from_on):
        if binding.until_on is not None and binding.until_on < today and binding.state != "paused":
            continue
        state = ""
        if binding.state == "paused":
            state = str(FeeBinding.state.show("paused"))
        elif binding.from_on > today:
            state = _("未开始")
        payer = Person.get_by_id(binding.payer_id) if binding.payer_id else None
        since = _("{day} 起").format(day=show_day(binding.from_on))
        yield BindingLine(
            binding.id,
            str(binding.tariff.item),
            str(binding.tariff.name),
            str(payer) if payer else _("业主"),
            since,
            state,
        )
