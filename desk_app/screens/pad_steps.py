"""A pre-printed receipt book on its page (票据领用): what became of its numbers, and noting one as spoiled."""

from desk_app.kernel.access import Desk
from desk_app.kernel.days import show_moment
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import find_kind
from desk_app.kernel.words import _
from desk_app.modules.cashier import pads
from desk_app.modules.cashier.pads import SpoiledPadNumber
from desk_app.modules.cashier.records import ReceiptPad
from desk_app.screens.record_steps import RecordStep


def tell_stock(pad_id: int) -> str:
    """Return how many of the pad's numbers are used, void and left, and which is next."""
    pad = ReceiptPad.get_by_id(pad_id)
    stock = pads.stock_of(pad)
    text = _("共 {size} 张：已用 {used}，作废 {void}，结余 {left}。").format(
        size=stock.size, used=stock.used, void=stock.void, left=stock.left
    )
    if stock.next_free is not None:
        text += _("下一张 {number}。").format(number=pads.write_number(pad, stock.next_free))
    return text


def spoiled(pad_id: int) -> list[str]:
    """Return a line for each spoiled number: which, why, who and when."""
    pad = ReceiptPad.get_by_id(pad_id)
    query = SpoiledPadNumber.select().where(SpoiledPadNumber.pad == pad_id).order_by(SpoiledPadNumber.number)
    return [
        _("{number}：{reason}（{who} {at}）").format(
            number=pads.write_number(pad, row.number),
            reason=row.reason,
            who=row.actor,
            at=show_moment(row.at),
        )
        for row in query
    ]


def list_steps(pad_id: int, desk: Desk) -> list[RecordStep]:
    """Return what can be done with the pad: nothing once it is handed back (核销)."""
    if ReceiptPad.get_by_id(pad_id).cancelled_on:
        return []
    return [RecordStep("spoil", _("登记作废票…"), find_kind("receipt_pads").refusal(desk) or "")]


def next_free(pad_id: int) -> str:
    """Return the next free number as it is printed; '' when none is left."""
    pad = ReceiptPad.get_by_id(pad_id)
    free = pads.stock_of(pad).next_free
    return "" if free is None else pads.write_number(pad, free)


def spoil(pad_id: int, typed: str, reason: str, desk: Desk) -> str:
    """Note the number as spoiled and return a sentence; DeskError if it is not of the pad, or used."""
    pad = ReceiptPad.get_by_id(pad_id)
    if why_not := find_kind("receipt_pads").refusal(desk):
        raise DeskError(_("没有登记：{why}").format(why=why_not))
    number = pads.read_number(pad, typed)
    if number is None:
        raise DeskError(_("没有登记：{number} 不在这本票据里，或这本已经核销。").format(number=typed.strip()))
    pads.spoil(pad_id, number, reason, desk)
    return _("{number} 已登记作废，各联请留在本上。").format(number=pads.write_number(pad, number))
