"""The lines of a printed receipt (收据明细): what each sum was for, months that follow each other on one line.

A line's sums are whole fen and add up: due − reduced + late fee = received, unless the bill was paid in part, which
the line says. What a reduction took off after the receipt was written is not told: a receipt printed again says what
it said before.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import peewee

from desk_app.kernel.database import among
from desk_app.kernel.days import show_day
from desk_app.kernel.words import _
from desk_app.modules.billing.figures import show_price, show_quantity, show_readings
from desk_app.modules.billing.records import Bill, FeeItem, ReducedBill, Tariff
from desk_app.modules.cashier.records import Receipt, ReceiptLine

_ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class PaidLine:
    """One line as it is printed, or a part of it; sums in fen."""

    item: str
    received: int
    like: Any = None
    from_on: datetime.date | None = None
    until_on: datetime.date | None = None
    readings: str = ""
    quantity: str = ""
    price: str = ""
    due: int | None = None
    reduced: int = 0
    late_fee: int = 0

    def values(self) -> dict[str, Any]:
        """Return the placeholders of a line; sums that are nothing are blank."""
        days = [show_day(day) for day in (self.from_on, self.until_on) if day is not None]
        return {
            "item": self._named(),
            "period": _("{from_on} 至 {until_on}").format(from_on=days[0], until_on=days[-1]) if days else "",
            "readings": self.readings,
            "quantity": self.quantity,
            "price": self.price,
            "due": self.due,
            "reduced": self.reduced or None,
            "late_fee": self.late_fee or None,
            "received": self.received,
        }

    def _named(self) -> str:
        """Return the item's name; of a bill paid in part it says so."""
        whole = (self.due or 0) - self.reduced + self.late_fee
        in_part = self.due is not None and 0 < self.received < whole
        return _("{item}（部分）").format(item=self.item) if in_part else self.item


def paid_lines(receipt: Receipt) -> list[PaidLine]:
    """Return the receipt's lines: late fees beside the bill they are for, months of one price joined."""
    rows = list(
        ReceiptLine.select(ReceiptLine, Bill, FeeItem, Tariff)
        .join(Bill, peewee.JOIN.LEFT_OUTER)
        .join(FeeItem, peewee.JOIN.LEFT_OUTER, on=(Bill.item == FeeItem.id))
        .switch(Bill)
        .join(Tariff, peewee.JOIN.LEFT_OUTER)
        .where(ReceiptLine.receipt == receipt.id)
        .order_by(ReceiptLine.place)
    )
    beside = _late_fees(rows)
    reduced = _reductions(receipt, [row.bill_id for row in rows if row.bill_id])
    lines = [
        _line(receipt, row, reduced.get(row.bill_id, 0), beside.get(row.bill_id, 0))
        for row in rows
        if not _is_beside(row, beside)
    ]
    return _joined(lines)


def _late_fees(rows: Sequence[Any]) -> dict[int, int]:
    """Return {overdue bill: late fee paid with it}, of bills that are on the same receipt."""
    present = {row.bill_id for row in rows if row.bill_id}
    sums: dict[int, int] = {}
    for row in rows:
        if row.bill_id and row.bill.late_for_id in present:
            sums[row.bill.late_for_id] = sums.get(row.bill.late_for_id, 0) + row.amount
    return sums


def _is_beside(row: Any, beside: dict[int, int]) -> bool:
    return bool(row.bill_id) and row.bill.late_for_id in beside


def _reductions(receipt: Receipt, bill_ids: list[int]) -> dict[int, int]:
    """Return {bill: fen reduced by the time the receipt was written}."""
    query = ReducedBill.select(ReducedBill.bill, peewee.fn.SUM(ReducedBill.amount))
    query = query.where(among(ReducedBill.bill, bill_ids), ReducedBill.at <= receipt.at)
    return dict(query.group_by(ReducedBill.bill).tuples()) if bill_ids else {}


def _line(receipt: Receipt, row: Any, reduced: int, late_fee: int) -> PaidLine:
    other = row.room is not None and row.room_id != receipt.room_id
    before = f"{row.room} " if other else ""
    if not row.bill_id:
        return PaidLine(before + _name_purpose(row), int(row.amount))
    bill = row.bill
    line = PaidLine(
        before + _name_item(bill),
        int(row.amount) + late_fee,
        (row.room_id, bill.item_id, bill.tariff_id, bill.price, bill.quantity, row.amount > 0),
        bill.from_on,
        bill.until_on,
        show_readings(bill),
    )
    if bill.late_for_id:
        return replace(line, like=None, late_fee=int(row.amount))
    line = replace(line, quantity=show_quantity(bill), price=show_price(bill))
    if row.amount < 0:  # what is taken back is told as it is, not what was once due
        return replace(line, due=int(row.amount), late_fee=late_fee)
    return replace(line, due=int(bill.amount), reduced=reduced, late_fee=late_fee)


def _name_purpose(row: Any) -> str:
    item = str(row.item) if row.item is not None else ""
    if row.purpose == "prepaid":
        return _("预存款") + (_("（{item}）").format(item=item) if item else "")
    if row.purpose == "rounding":
        return _("抹零")
    return item or _("押金")


def _name_item(bill: Any) -> str:
    if bill.late_for_id and bill.late_for is not None:
        return _("{item}（{of}）").format(item=bill.item, of=bill.late_for.item)
    return str(bill.item)


def _joined(lines: Iterable[PaidLine]) -> list[PaidLine]:
    """Return the lines with those joined that go on the day after the one before ends, at the same price."""
    joined: list[PaidLine] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last is not None and _goes_on(last, line):
            joined[-1] = replace(
                last,
                until_on=line.until_on,
                received=last.received + line.received,
                due=(last.due or 0) + (line.due or 0),
                reduced=last.reduced + line.reduced,
                late_fee=last.late_fee + line.late_fee,
            )
        else:
            joined.append(line)
    return joined


def _goes_on(last: PaidLine, line: PaidLine) -> bool:
    alike = line.like is not None and line.like == last.like and not line.readings and not last.readings
    follows = last.until_on is not None and line.from_on == last.until_on + _ONE_DAY
    return alike and follows and _is_whole(last) and _is_whole(line)


def _is_whole(line: PaidLine) -> bool:
    return line.received == (line.due or 0) - line.reduced + line.late_fee
