"""What a room owes as letters list it (欠费明细): months of an item that follow each other are one line.

Sums are whole fen: billed − settled = open; the late fee (违约金) is what has run up to the day and is on no bill yet.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from desk_app.kernel.days import show_day
from desk_app.kernel.words import _
from desk_app.modules.billing.explaining import explain
from desk_app.modules.billing.figures import show_days, show_price, show_quantity, show_readings
from desk_app.modules.billing.overdue import late_fees_on
from desk_app.modules.billing.records import Bill

_ONE_DAY = datetime.timedelta(days=1)
Values = dict[str, Any]


@dataclass(frozen=True)
class DebtLine:
    """One line of a list of debts; the days overdue are those of its earliest bill."""

    item: str
    from_on: datetime.date
    until_on: datetime.date
    like: Any
    billed: int
    settled: int
    late_fee: int
    days_overdue: int
    due_on: datetime.date
    readings: str = ""
    quantity: str = ""
    price: str = ""
    why: str = ""
    days: str = ""
    months: int = 1

    @property
    def open(self) -> int:
        """Return the fen still owed of it, without the late fee."""
        return self.billed - self.settled

    @property
    def told(self) -> str:
        """Return in words and numbers how its sum came about; of joined months how the first did."""
        if self.months == 1:
            return self.why
        return _("{why}，共 {count} 期").format(why=self.why, count=self.months)

    def values(self, no: int) -> Values:
        """Return the placeholders of a line."""
        return {
            "no": str(no),
            "item": self.item,
            "period": self.days
            if self.days and self.months == 1
            else _("{from_on} 至 {until_on}").format(
                from_on=show_day(self.from_on), until_on=show_day(self.until_on)
            ),
            "readings": self.readings,
            "quantity": self.quantity,
            "price": self.price,
            "billed": self.billed,
            "settled": self.settled or None,
            "open": self.open,
            "due_on": self.due_on,
            "days_overdue": str(self.days_overdue) if self.days_overdue > 0 else "",
            "late_fee": self.late_fee or None,
        }


def debt_lines(bills: Sequence[Bill], day: datetime.date, *, join: bool = True) -> list[DebtLine]:
    """Return the open bills by item and time; with `join` months that go on at one price are one line."""
    fees = late_fees_on(bills, day)
    ordered = sorted(bills, key=lambda bill: (-bill.item.pays_first, bill.item_id, bill.from_on, bill.id))
    lines = [_line(bill, fees.get(bill.id, 0), day) for bill in ordered]
    return _joined(lines) if join else lines


def total(lines: Iterable[DebtLine]) -> int:
    """Return the fen owed in all, late fees included."""
    return sum(line.open + line.late_fee for line in lines)


def _line(bill: Bill, late_fee: int, day: datetime.date) -> DebtLine:
    readings = show_readings(bill)
    return DebtLine(
        str(bill.item),
        bill.from_on,
        bill.until_on,
        (bill.item_id, bill.tariff_id, bill.price, bill.quantity, bill.late_for_id, readings),
        int(bill.amount),
        int(bill.reduced + bill.paid),
        late_fee,
        (day - bill.due_on).days,
        bill.due_on,
        readings,
        show_quantity(bill),
        show_price(bill),
        explain(bill),
        show_days(bill),
    )


def _joined(lines: Iterable[DebtLine]) -> list[DebtLine]:
    joined: list[DebtLine] = []
    for line in lines:
        last = joined[-1] if joined else None
        goes_on = last is not None and not line.readings and line.like == last.like
        if last is not None and goes_on and line.from_on == last.until_on + _ONE_DAY:
            joined[-1] = replace(
                last,
                until_on=line.until_on,
                billed=last.billed + line.billed,
                settled=last.settled + line.settled,
                late_fee=last.late_fee + line.late_fee,
                months=last.months + 1,
            )
        else:
            joined.append(line)
    return joined
