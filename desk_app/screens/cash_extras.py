"""Money at the desk that is on no bill yet (临时收费、押金、预缴): a deposit, a single charge, months in advance."""

import datetime
from dataclasses import dataclass, field

from desk_app.kernel import money
from desk_app.kernel.access import Desk
from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.modules.billing.ledger import post_bill
from desk_app.modules.billing.records import Bill, FeeBinding, FeeItem
from desk_app.modules.billing.single_bills import ahead_until, bill_ahead, quote_ahead, take_back_ahead
from desk_app.modules.billing.workings import Typed, to_json
from desk_app.modules.cashier.deposits import DepositTaken, take_deposit
from desk_app.modules.cashier.payments import new_request
from desk_app.modules.cashier.records import Receipt
from desk_app.modules.cashier.tenders import Tender
from desk_app.screens.cash_desk import TenderDraft
from desk_app.screens.cash_room import CashRoom

MONTHS = (1, 3, 6, 12)
"""How many months are offered to be paid in advance."""


@dataclass(frozen=True)
class Choice:
    """A fee item or binding to choose from."""

    record_id: int
    label: str


def deposit_items() -> list[Choice]:
    """Return the kinds of deposit in use."""
    return _items(FeeItem.nature == "deposit")


def charge_items() -> list[Choice]:
    """Return the items that can be charged by hand: all but deposits, those asked for once first."""
    query = FeeItem.select().where(FeeItem.nature != "deposit", FeeItem.is_used)
    found = sorted(query, key=lambda item: (item.cycle != "once", item.pays_first, item.id))
    return [Choice(item.id, str(item)) for item in found]


def bindings_ahead(room_id: int) -> list[Choice]:
    """Return what the room is charged for month by month and can be paid in advance."""
    query = FeeBinding.select().where(FeeBinding.room == room_id, FeeBinding.state == "active")
    return [
        Choice(binding.id, str(binding.tariff))
        for binding in query.order_by(FeeBinding.id)
        if binding.tariff.basis not in ("meter", "shared")
    ]


def months_until(binding_id: int, months: int, desk: Desk) -> datetime.date:
    """Return the last day that so many months in advance reach."""
    return ahead_until(FeeBinding.get_by_id(binding_id), months, desk)


def bill_months(binding_id: int, months: int, desk: Desk) -> list[Bill]:
    """Bill so many months in advance; DeskError with a sentence if that cannot be."""
    binding = FeeBinding.get_by_id(binding_id)
    return bill_ahead(binding.room_id, binding, ahead_until(binding, months, desk), desk)


def ahead_sum(binding_id: int, months: int, desk: Desk) -> int:
    """Return the fen that so many months in advance come to; DeskError with a sentence if they cannot be billed."""
    binding = FeeBinding.get_by_id(binding_id)
    return quote_ahead(binding, ahead_until(binding, months, desk), desk)


def take_back(room_id: int, desk: Desk) -> tuple[int, int]:
    """Take back the room's bills in advance that are not paid; return how many, and their fen."""
    found = take_back_ahead(room_id, desk)
    return len(found), sum(bill.amount for bill in found)


def charge(room: CashRoom, item_id: int, amount: str, reason: str, desk: Desk) -> Bill:
    """Charge a room by hand, due today; DeskError unless there is a sum and a reason."""
    fen = _amount(amount)
    if not reason.strip():
        raise DeskError(_("没有记下：临时收费要写明原因，会印在单据上。"))
    today = desk.today
    payer_id = room.payers[0].person_id if room.payers else None
    return post_bill(
        room.room_id,
        item_id,
        fen,
        today,
        today,
        today,
        desk,
        payer_id=payer_id,
        workings=to_json(Typed(reason=reason.strip())),
    )


@dataclass
class DepositForm:
    """What is typed to take a deposit; `request` is the form's own."""

    room: CashRoom
    item_id: int
    amount: str = ""
    payer_name: str = ""
    terms: str = ""
    tender: TenderDraft = field(default_factory=TenderDraft)
    request: str = field(default_factory=new_request)

    def take(self, desk: Desk) -> Receipt:
        """Make the deposit's receipt; DeskError with a sentence if something is missing."""
        fen = _amount(self.amount)
        name = self.payer_name.strip()
        known = next((payer for payer in self.room.payers if payer.name == name), None)
        return take_deposit(
            DepositTaken(
                room_id=self.room.room_id,
                item_id=self.item_id,
                amount=fen,
                payer_name=name,
                payer_id=known.person_id if known else None,
                request=self.request,
                terms=self.terms.strip(),
                tenders=(Tender(self.tender.method, fen, self.tender.reference),),
            ),
            desk,
        )


def _amount(text: str) -> int:
    try:
        fen = money.parse(text)
    except ValueError as error:
        raise DeskError(_("没有记下：{problem}").format(problem=error)) from None
    if fen <= 0:
        raise DeskError(_("没有记下：金额应大于 0。"))
    return fen


def _items(condition: object) -> list[Choice]:
    query = FeeItem.select().where(condition, FeeItem.is_used).order_by(FeeItem.pays_first, FeeItem.id)
    return [Choice(item.id, str(item)) for item in query]
