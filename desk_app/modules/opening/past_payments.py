"""Payments of before the book was begun (历史收款): receipts of kind imported, on the days they were made.

They count in a room's statement; day closes pass over them, and they take no number of today's series: theirs (LS) goes
on from the highest there is of their year. Each stands beside bills of the same sum, which it pays whole.
"""

import datetime
from collections.abc import Sequence
from typing import Any

from desk_app.kernel.access import Desk
from desk_app.kernel.words import _
from desk_app.modules.billing.records import Bill
from desk_app.modules.cashier.journal import SERIES
from desk_app.modules.cashier.records import Receipt, ReceiptLine, ReceiptMethod
from desk_app.modules.opening.plan import PlannedLine
from desk_app.modules.opening.records import OpeningRun

KIND = "imported"


class PastPayments:
    """Writes the receipts of one run; inside the caller's transaction."""

    def __init__(self, run: OpeningRun, desk: Desk) -> None:
        self._run, self._desk = run, desk
        self._last: dict[int, int] = {}
        self._written = 0

    def write(self, line: PlannedLine, bills: Sequence[dict[str, Any]]) -> Receipt:
        """Write the bills of a past payment, month by month, and the receipt that pays them; return the receipt."""
        assert line.on is not None
        self._written += 1
        at = datetime.datetime.combine(line.on, datetime.time())
        receipt: Receipt = Receipt.create(
            version=1,
            number=self._take_number(line.on.year),
            kind=KIND,
            room=line.room_id,
            payer=line.payer_id,
            payer_name=line.payer,
            total=line.amount,
            business_on=line.on,
            at=at,
            cashier=line.cashier or _("旧账"),
            request=f"opening-{self._run.id}-{self._written}",
            pad_number=line.old_number or None,
            note=line.note or None,
        )
        for place, facts in enumerate(bills):
            _pay(receipt, place, facts)
        ReceiptMethod.create(receipt=receipt.id, method=line.method, amount=line.amount, business_on=line.on)
        return receipt

    def _take_number(self, year: int) -> str:
        """Return the number after the highest of the year, 'LS2016-000001'."""
        series = f"{SERIES[KIND]}{year}"
        if year not in self._last:
            numbers = Receipt.select(Receipt.number).where(
                Receipt.number >= f"{series}-", Receipt.number < f"{series}."
            )
            highest = numbers.order_by(Receipt.number.desc()).limit(1).scalar()
            self._last[year] = int(highest.rpartition("-")[2]) if highest else 0
        self._last[year] += 1
        return f"{series}-{self._last[year]:06d}"


def _pay(receipt: Receipt, place: int, facts: dict[str, Any]) -> None:
    """Write one bill of a past payment, paid whole, and the receipt's line for it."""
    bill = Bill.create(version=1, **facts, posted_at=receipt.at, paid=facts["amount"])
    ReceiptLine.create(
        receipt=receipt.id,
        place=place,
        purpose="bill",
        bill=bill.id,
        item=facts["item"],
        room=facts["room"],
        amount=facts["amount"],
    )
