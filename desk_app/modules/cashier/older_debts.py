"""Older debts first (先清欠费再预缴, domain.md 3.5): whoever prepays an item should owe nothing of it."""

import datetime
from collections.abc import Sequence
from typing import Protocol

from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.modules.billing.ledger import open_bills
from desk_app.modules.billing.records import Bill


class Prepaying(Protocol):
    """What is asked of a payment."""

    @property
    def room_id(self) -> int:
        """Return the room."""

    @property
    def picks(self) -> tuple[tuple[int, int], ...]:
        """Return (bill id, fen)."""

    @property
    def to_prepaid(self) -> int:
        """Return the fen of prepaid money."""

    @property
    def prepaid_item(self) -> int | None:
        """Return the item the prepaid money is kept for."""


def older_debts(payment: Prepaying, picked: Sequence[Bill], day: datetime.date) -> list[str]:
    """Return a sentence for each item that is prepaid, by money or by bills of later months, and still owed."""
    ahead = {bill.item_id for bill in picked if bill.from_on > day}
    paid = dict(payment.picks)
    owed: dict[int, list[Bill]] = {}
    for bill in open_bills(payment.room_id, day):
        for_this = bill.item_id in ahead or (
            payment.to_prepaid > 0 and payment.prepaid_item in (None, bill.item_id)
        )
        if for_this and bill.state == "open" and bill.still_open > paid.get(bill.id, 0):
            owed.setdefault(bill.item_id, []).append(bill)
    return [
        _("{item}还有到期欠费 {amount} 元没有缴，应先清欠费再预缴。").format(
            item=bills[0].item, amount=show(sum(bill.still_open - paid.get(bill.id, 0) for bill in bills))
        )
        for bills in owed.values()
    ]
