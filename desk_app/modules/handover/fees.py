"""The fees of a handover (交房收费, T12, R27): what is due from the day on, half a year in advance, and whether it is paid.

Sums are whole fen. Quotes write nothing; they are the same sums `bill` asks for later, from the same rules.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from desk_app.kernel import settings
from desk_app.kernel.access import Desk
from desk_app.kernel.days import show_day
from desk_app.kernel.errors import TransitionRefused
from desk_app.kernel.kind import Draft
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.modules.billing import reductions
from desk_app.modules.billing.binding_rules import BY_USE
from desk_app.modules.billing.bound import Bound, Charges
from desk_app.modules.billing.ledger import take_bill_back
from desk_app.modules.billing.months import period_of, prepaid_until
from desk_app.modules.billing.records import Bill
from desk_app.modules.billing.single_bills import ahead_until, bill_ahead
from desk_app.modules.billing.special_bills import SpecialBills
from desk_app.modules.billing.worked import NotCharged
from desk_app.modules.cashier.records import Receipt, ReceiptLine
from desk_app.modules.handover import switching

NOBODY = 0
"""The id of a binding that is not made yet: nothing was asked by it."""
AREAS = ("built_area", "inside_area", "charged_area", "floor_ratio", "lift_ratio")


@dataclass(frozen=True)
class Due:
    """A fee as it would be asked in advance: its item, from when to when, and the fen."""

    item: str
    from_on: datetime.date
    until_on: datetime.date
    amount: int


def is_prepaid(tariff: Any) -> bool:
    """Say whether a fee is prepaid at the handover: one that goes by days, not by use and not just once."""
    return tariff.basis not in BY_USE and tariff.item.cycle != "once"


def months() -> int:
    """Return how many months are prepaid: half a year, unless the office has set another span."""
    return max(1, int(settings.value("handover_months")))


def quote(record: Any, day: datetime.date) -> list[Due]:
    """Return what would be due if the room were handed over on `day`; nothing is written."""
    until_on = prepaid_until(day, months(), settings.value("prepaid_end"))
    found = []
    for tariff, values in _to_charge(record):
        bound = _bound(record.room, tariff.id, day, **values)
        charges = Charges(period_of(day), [], count=months() + 1)
        try:
            worked = SpecialBills(period_of(until_on), charges).between(bound, day, until_on)
        except NotCharged:
            continue
        amount = sum(each.line.amount for each in worked)
        found.append(Due(str(tariff.item), day, until_on, amount))
    return found


def _to_charge(record: Any) -> list[tuple[Any, dict[str, Any]]]:
    """Return the tariffs of the fees that are prepaid, with what the owner's binding would hold."""
    found = [
        (binding.tariff, {"units": binding.count, "cycle": binding.cycle})
        for binding in switching.bindings_of(record.room_id)
    ]
    if not found and (tariff := switching.tariff_of(record)) is not None:
        found = [(tariff, {})]
    return [(tariff, values) for tariff, values in found if is_prepaid(tariff)]


def _bound(room: Any, tariff_id: int, day: datetime.date, **values: Any) -> Bound:
    """Return the owner's binding as it would be."""
    facts: dict[str, Any] = dict.fromkeys(Bound._fields)
    facts |= {"id": NOBODY, "units": 1, "state": "active"}
    facts |= {name: getattr(room, name) for name in AREAS}
    facts |= {"room_id": room.id, "room_code": room.code, "tariff_id": tariff_id, "from_on": day} | values
    return Bound._make(facts[name] for name in Bound._fields)


def first_day(record: Any, desk: Desk) -> datetime.date:
    """Return the day the owner's fees begin: this very day (T12), or that on which the flat counts as handed over."""
    on: datetime.date = record.deemed_on if record.handed_over_on and record.deemed_on else desk.today
    return on


def why_not_bill(draft: Draft, desk: Desk) -> str | None:
    """Return why the fees are not worked out."""
    return switching.why_not_charged(draft.record)


def bill(draft: Draft, desk: Desk) -> None:
    """Let the owner's fees begin on the day and ask for half a year of them in advance; inside the step's transaction."""
    record = draft.record
    day = first_day(record, desk)
    switching.switch(draft, day, desk)
    for fee in draft.rows["fees"]:
        if not is_prepaid(fee.binding.tariff):
            continue
        fee.until_on = ahead_until(fee.binding, months(), desk)
        asked = bill_ahead(record.room_id, fee.binding, fee.until_on, desk)
        fee.amount = sum(one.amount - one.reduced for one in asked)
    ends = [fee.until_on for fee in draft.rows["fees"] if fee.until_on]
    if not ends:
        raise TransitionRefused(
            _("没有算费：{room} 的收费绑定里没有按月预收的费用，请先绑定物业费标准。").format(
                room=record.room
            )
        )
    record.fees_from_on, record.fees_until_on = day, max(ends)


def bills_of(draft: Draft) -> list[Any]:
    """Return the bills that were asked for at the handover, the earliest first."""
    found: list[Any] = []
    for fee in draft.rows["fees"]:
        if fee.until_on is None:
            continue
        query = Bill.select().where(
            Bill.binding == fee.binding_id,
            Bill.state != "void",
            Bill.from_on >= fee.from_on,
            Bill.until_on <= fee.until_on,
        )
        found += list(query.order_by(Bill.from_on, Bill.id))
    return found


def unpaid(draft: Draft) -> int:
    """Return the fen that are still open of what was asked at the handover."""
    return sum(one.still_open for one in bills_of(draft))


def why_not_paid(draft: Draft, desk: Desk) -> str | None:
    """Return why it does not count as paid: the cash desk has not taken the money."""
    if not bills_of(draft):
        return _("没有登记交费：还没有算费。")
    if left := unpaid(draft):
        return _(
            "没有登记交费：{room} 还有 {amount} 元没有交，请到收银台收款；不交的，由项目经理“特批未交费”。"
        ).format(room=draft.record.room, amount=show(left))
    return None


def why_not_let_pass(draft: Draft, desk: Desk) -> str | None:
    """Return why keys are not given out unpaid: the office never does, or no reason is given."""
    if settings.value("handover_unpaid") == "refuse":
        return _("没有特批：本单位设置为没有交清预收费用一律不发钥匙。")
    if not unpaid(draft):
        return _("没有特批：费用已经交清，请直接登记交费。")
    if not (draft.record.unpaid_reason or "").strip():
        return _("没有特批：请写明没有交费的原因和约定。")
    return None


def why_not_taken_back(draft: Draft, desk: Desk) -> str | None:
    """Return why the fees are not worked out anew: money was taken for them."""
    if any(one.paid or one.reduced for one in bills_of(draft)):
        return _("没有撤回算费：已经收款或减免，请先冲红收据。")
    return None


def take_back(draft: Draft, desk: Desk) -> None:
    """Void what was asked and give the fees back to whom they were charged before; a deemed handover stays."""
    record = draft.record
    asked = bills_of(draft)
    reductions.take_back_from_bills([one.id for one in asked], desk)
    for one in reversed(asked):
        take_bill_back(one.id, desk, _("交房算费撤回"))
    for fee in draft.rows["fees"]:
        fee.until_on = fee.amount = None
    record.fees_until_on = None
    if record.handed_over_on is None:
        switching.switch_back(draft, desk)
        record.fees_from_on = None


def why_another_day(draft: Draft, desk: Desk) -> str | None:
    """Return why the keys are not given out: the fees begin on another day, and are not paid (T12)."""
    record = draft.record
    if record.fees_from_on is None or record.fees_until_on is None:
        return _("没有交房：收费起止时间还没有写上交接表（R27），请先算费。")
    is_other_day = record.handed_over_on is None and record.fees_from_on != desk.today
    if is_other_day and unpaid(draft):
        return _("没有交房：收费从 {day} 起，今天才交房。请“撤回算费”后重新算（T12：从当日起）。").format(
            day=show_day(record.fees_from_on)
        )
    return None


def receipts_of(draft: Draft) -> list[str]:
    """Return the numbers of the receipts by which the fees were paid."""
    ids = [one.id for one in bills_of(draft)]
    if not ids:
        return []
    query = Receipt.select(Receipt.number).join(ReceiptLine).where(ReceiptLine.bill.in_(ids)).distinct()
    return [number for (number,) in query.order_by(Receipt.id).tuples()]
