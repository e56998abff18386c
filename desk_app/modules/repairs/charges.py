"""What a repair costs (维修收费): labour and material from the price list, summed in whole fen; charged if it is paid."""

import datetime
from collections.abc import Iterable
from typing import Any

from desk_app.kernel.access import Desk
from desk_app.kernel.errors import TransitionRefused
from desk_app.kernel.kind import Draft
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.modules.billing.ledger import post_bill, take_bill_back
from desk_app.modules.billing.records import Bill, FeeItem
from desk_app.modules.billing.workings import Typed, to_json

ITEM = "WX"
"""The fee item of paid repairs (有偿维修费, domain.md 3.1)."""


def amount_of(quantity: int, price: int) -> int:
    """Return quantity (1/10,000) times price (fen), rounded half up to whole fen, once."""
    return (quantity * price + 5_000) // 10_000


def complete_lines(draft: Draft) -> None:
    """Fill each line in from its price item or part, and work out its amount and the sums of the repair."""
    repair = draft.record
    lines = draft.rows["lines"]
    for line in lines:
        item = line.item or (line.part.price_item if line.part_id else None)
        source = item or (line.part if line.part_id else None)
        if source is not None:
            line.name = line.name or source.name
            line.spec = line.spec or source.spec
            line.unit = line.unit or source.unit
        if item is not None:
            line.sort = item.sort
            line.price = usual_price(repair, item) if line.price is None else line.price
        elif line.part_id:
            line.sort = "material"
        line.amount = amount_of(line.quantity or 0, line.price or 0)
    repair.labour = _sum(lines, "labour")
    repair.materials = _sum(lines, "material")
    repair.charge = repair.labour + repair.materials if repair.judgement == "paid" else 0


def fill_line(draft: Draft, line: Any, desk: Desk) -> None:
    """When a price item or part was chosen: its name, unit and price stand on the line at once, whatever stood there."""
    item = line.item or (line.part.price_item if line.part_id else None)
    source = item or (line.part if line.part_id else None)
    if source is not None:
        line.name, line.spec, line.unit, line.price = source.name, source.spec, source.unit, None
    complete_lines(draft)


def sum_lines(draft: Draft, line: Any, desk: Desk) -> None:
    """When a quantity or a price was typed, or a line came or went: the amounts and sums as they are now."""
    complete_lines(draft)


def usual_price(repair: Any, item: Any) -> int:
    """Return the price a price item is charged at: labour of a second repair costs nothing (S05)."""
    return 0 if (repair.attempt or 1) > 1 and item.sort == "labour" else int(item.price)


def _sum(lines: Iterable[Any], sort: str) -> int:
    return sum(line.amount or 0 for line in lines if line.sort == sort)


def _day_of(repair: Any) -> datetime.date:
    return repair.registered_at.date() if repair.registered_at else datetime.date.max


def check_lines(draft: Draft) -> dict[str, str]:
    """Return what is wrong with the lines: no name, nothing of it, or labour charged for a rework (S05)."""
    for index, line in enumerate(draft.rows.get("lines", [])):
        named = line.name or line.item_id or line.part_id
        if not named and (line.price or line.unit):
            return {f"lines.{index}.name": _("请填写名称，或选择价目")}
        if line.item_id and line.item.stopped_on and line.item.stopped_on < _day_of(draft.record):
            return {f"lines.{index}.item": _("这项价目已经停用")}
        if named and not line.quantity:
            return {f"lines.{index}.quantity": _("数量应大于 0")}
        if (draft.record.attempt or 1) > 1 and line.sort == "labour" and line.price:
            return {f"lines.{index}.price": _("二次维修不收人工费，人工单价请填 0")}
    return {}


def why_not_within_quote(draft: Draft) -> str | None:
    """Return why the work is not done: it costs more than the owner agreed to (R24)."""
    repair = draft.record
    if repair.judgement != "paid" or (repair.charge or 0) <= (repair.agreed_charge or 0):
        return None
    return _("没有登记完工：收费 {charge} 元超过业主同意的报价 {quoted} 元，请重新报价并经业主同意。").format(
        charge=show(repair.charge), quoted=show(repair.agreed_charge or 0)
    )


def bill_repair(draft: Draft, desk: Desk) -> Bill | None:
    """Post the bill of a paid repair, due at once; None where nothing is charged. Inside the caller's transaction."""
    repair = draft.record
    if not repair.charge:
        return None
    item = FeeItem.get_or_none(FeeItem.code == ITEM, FeeItem.is_used)
    if item is None:
        raise TransitionRefused(
            _("没有验收：收费项目里没有启用“有偿维修费”（{code}），请先启用。").format(code=ITEM)
        )
    why = Typed(reason=_("维修单 {number}：人工 {labour} 元、材料 {materials} 元").format(
        number=repair.number, labour=show(repair.labour), materials=show(repair.materials)
    ), document=str(repair.number))  # fmt: skip
    day = repair.finished_at.date()
    return post_bill(
        *(repair.room_id, item.id, repair.charge, day, day, desk.today, desk), repair.person_id, to_json(why)
    )


def take_bill_of_repair_back(repair: Any, desk: Desk) -> None:
    """Void the bill of a repair whose acceptance is undone; DeskError where money was taken for it already."""
    bill: Any = Bill.get_or_none(Bill.id == repair.bill_id) if repair.bill_id else None
    if bill is not None and bill.state != "void":
        take_bill_back(bill.id, desk, _("维修单 {number} 撤销验收").format(number=repair.number))
    repair.bill = None
