"""Pre-printed receipt books (票据领用核销, F62): numbers used, spoiled and left, and the next free one.

A pad's number is written on a receipt as printed, letters and leading zeros included.
"""

from dataclasses import dataclass
from typing import Any

import peewee

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import database, transaction
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import Draft, Finding, RecordKind, Section, register
from desk_app.kernel.text import narrow
from desk_app.kernel.words import _
from desk_app.modules.cashier.records import Receipt, ReceiptPad, ReceiptVoid
from desk_app.modules.cashier.typed import read_reason


class SpoiledPadNumber(peewee.Model):
    """作废票: a number of a pad that was torn or miswritten; its copies are kept with the pad."""

    pad = peewee.ForeignKeyField(ReceiptPad, backref="spoiled")
    number = peewee.IntegerField()
    reason = peewee.CharField()
    at = peewee.DateTimeField()
    actor = peewee.CharField()

    class Meta:
        database = database
        legacy_table_names = False
        append_only = True
        indexes = ((("pad", "number"), True),)


@dataclass(frozen=True)
class PadStock:
    """What became of a pad's numbers; `used`, `void` and `left` add up to `size`."""

    size: int
    used: int
    void: int
    left: int
    next_free: int | None


def stock_of(pad: Any) -> PadStock:
    """Return what of the pad is used, void (spoiled, or on a void receipt) and left."""
    on_receipts = numbers_on_receipts(pad)
    spoiled = _spoiled(pad)
    void = spoiled | {number for number, is_void in on_receipts.items() if is_void}
    used = set(on_receipts) - void
    size = int(pad.last) - int(pad.first) + 1
    taken = used | void
    free = next((number for number in range(pad.first, pad.last + 1) if number not in taken), None)
    left = 0 if pad.cancelled_on else size - len(taken)
    return PadStock(size, len(used), len(void), left, None if pad.cancelled_on else free)


def numbers_on_receipts(pad: Any) -> dict[int, bool]:
    """Return {number: is the receipt void} of the pad's numbers that stand on receipts."""
    query = (
        Receipt.select(Receipt.pad_number, ReceiptVoid.id)
        .join(ReceiptVoid, peewee.JOIN.LEFT_OUTER)
        .where(Receipt.pad_number.is_null(False), Receipt.business_on >= pad.taken_on)
    )
    found: dict[int, bool] = {}
    for text, void_id in query.tuples():
        number = read_number(pad, text)
        if number is not None:
            found[number] = void_id is not None and found.get(number, True)
    return found


def read_number(pad: Any, text: str) -> int | None:
    """Return the number of `text` if it is one of this pad, else None."""
    prefix, plain = narrow(pad.prefix or "").casefold(), narrow(text).casefold()
    digits = plain.removeprefix(prefix).strip()
    if not plain.startswith(prefix) or not (digits.isascii() and digits.isdigit()):
        return None
    return int(digits) if pad.first <= int(digits) <= pad.last else None


def write_number(pad: Any, number: int) -> str:
    """Return a number as printed on the pad: its letters, and zeros up to the width of its last number."""
    return f"{pad.prefix or ''}{number:0{len(str(pad.last))}d}"


def next_number(taken_by: str) -> str | None:
    """Return the next free number of the oldest pad this person has, as it goes on a receipt; None without one."""
    pads = ReceiptPad.select().where(ReceiptPad.taken_by == taken_by, ReceiptPad.cancelled_on.is_null())
    for pad in pads.order_by(ReceiptPad.taken_on, ReceiptPad.id):
        free = stock_of(pad).next_free
        if free is not None:
            return write_number(pad, free)
    return None


def refuse_pad_number(text: str) -> None:
    """Raise DeskError if the number is used or spoiled already; numbers of no known pad pass."""
    for pad in ReceiptPad.select().where(ReceiptPad.cancelled_on.is_null()):
        number = read_number(pad, text)
        if number is None:
            continue
        if number in numbers_on_receipts(pad) or number in _spoiled(pad):
            raise DeskError(_("没有收款：票据号 {number} 已经用过或作废，请用下一张。").format(number=text))


def spoil(pad_id: int, number: int, reason: str, desk: Desk) -> None:
    """Note a number as spoiled (作废票); its copies stay with the pad. DeskError if it is used or not of the pad."""
    why = read_reason(reason)
    with transaction():
        pad = ReceiptPad.get_by_id(pad_id)
        if not pad.first <= number <= pad.last or pad.cancelled_on:
            raise DeskError(_("没有登记：{number} 不在这本票据里，或这本已经核销。").format(number=number))
        if number in numbers_on_receipts(pad) or number in _spoiled(pad):
            raise DeskError(_("没有登记：{number} 已经用过或已登记作废。").format(number=number))
        SpoiledPadNumber.create(pad=pad, number=number, reason=why, at=desk.now(), actor=desk.actor.name)
        store.note_event(PADS.name, pad_id, desk, "spoil", why, {"number": ["", str(number)]})


def _spoiled(pad: Any) -> set[int]:
    query = SpoiledPadNumber.select(SpoiledPadNumber.number).where(SpoiledPadNumber.pad == pad.id)
    return {number for (number,) in query.tuples()}


def _check_pad(draft: Draft) -> dict[str, str]:
    """A pad has numbers in order, and shares none with another of the same letters."""
    pad = draft.record
    problems: dict[str, str] = {}
    if pad.first is None or pad.last is None:
        return problems
    if not 0 < pad.first <= pad.last:
        problems["last"] = _("止号应不小于起号")
    elif pad.last - pad.first >= 100_000:
        problems["last"] = _("一本票据不会有这么多张，请核对起止号")
    if bool(pad.cancelled_on) != bool(pad.cancelled_by):
        problems["cancelled_by"] = _("核销日期和核销人要一起填")
    others = ReceiptPad.select().where(ReceiptPad.first <= pad.last, ReceiptPad.last >= pad.first)
    for other in others:
        if other.id != pad.id and (other.kind, other.prefix or "") == (pad.kind, pad.prefix or ""):
            problems["first"] = _("这些号码与另一本重叠：{pad}").format(pad=other)
    return problems


PADS = register(
    RecordKind(
        name="receipt_pads",
        model=ReceiptPad,
        label="票据领用",
        columns=("kind", "prefix", "first", "last", "taken_on", "taken_by", "cancelled_on", "cancelled_by"),
        sections=(
            Section("领用", ("kind", "prefix", "first", "last", "taken_on", "taken_by")),
            Section("核销", ("cancelled_on", "cancelled_by", "note")),
        ),
        title=str,
        checks=(_check_pad,),
        find=lambda draft: Finding(
            str(draft.record),
            draft.record.taken_by,
            names=(draft.record.taken_by,),
            numbers=(write_number(draft.record, draft.record.first),),
        ),
        order=("taken_on", "id"),
        newest_first=True,
        icon="list",
        attachable=False,
        roles=("accountant", "manager", "cashier"),
    )
)
