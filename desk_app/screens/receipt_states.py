"""How receipts stand (收据状态), for the table they are listed in: what was undone must not look like money taken."""

import datetime
from collections.abc import Iterable

from desk_app.kernel.words import _
from desk_app.modules.cashier.records import Receipt, ReceiptVoid


def state_texts(ids: Iterable[int], day: datetime.date) -> dict[int, str]:
    """Return {receipt id: 已作废 or 已冲红} of those that hold no longer, and 红字 of those that took one back.

    A receipt that holds has no word, so that the others stand out; the day changes nothing.
    """
    wanted = sorted(ids)
    original = Receipt.alias()
    query = (
        Receipt.select(Receipt.id, Receipt.reverses, original.number)
        .join(original, on=Receipt.reverses == original.id)
        .where(Receipt.id.in_(wanted) | Receipt.reverses.in_(wanted))
    )
    told: dict[int, str] = {}
    for red, reversed_id, number in query.tuples():
        told[red] = _("红字，冲 {number}").format(number=number)
        told[reversed_id] = _("已冲红")
    void = ReceiptVoid.select(ReceiptVoid.receipt).where(ReceiptVoid.receipt.in_(wanted)).tuples()
    return told | {receipt_id: _("已作废") for (receipt_id,) in void}
