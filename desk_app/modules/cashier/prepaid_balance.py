"""The balance of prepaid money (预存款余额变动): opening + paid in − set against bills − paid back = closing."""

import datetime
from dataclasses import dataclass

import peewee

from desk_app.modules.cashier.records import PrepaidMove, Receipt, ReceiptLine, ReceiptMethod, ReceiptVoid


@dataclass(frozen=True)
class PrepaidBalance:
    """What rooms' prepaid money did over some days, in fen; what left is positive.

    `undone` is what reversals and corrections moved, in either direction. `closing` comes from receipts, the
    movements from the purses, so that the two are a check on each other.
    """

    opening: int
    received: int
    offset: int
    refunded: int
    undone: int
    closing: int

    @property
    def difference(self) -> int:
        """Return by how many fen the movements miss the closing balance."""
        return self.closing - (self.opening + self.received - self.offset - self.refunded + self.undone)


COLUMNS = {
    "payment": ("received", 1),
    "transfer": ("received", 1),
    "offset": ("offset", -1),
    "refund": ("refunded", -1),
}
"""Kind of receipt to the column its moves stand in; all others are undone."""
IS_CORRECTION = (Receipt.kind == "transfer") & (Receipt.total == 0)
"""The condition that a receipt only moved money from corrected bills: no money came in."""


def prepaid_balance(from_on: datetime.date, until_on: datetime.date) -> PrepaidBalance:
    """Return the balance over the days, both ends included; what a void did and undid on one day is nothing."""
    sums = {"received": 0, "offset": 0, "refunded": 0, "undone": 0}
    kind_of = peewee.Case(None, [(IS_CORRECTION, "correction")], Receipt.kind)
    query = (
        PrepaidMove.select(kind_of, peewee.fn.SUM(PrepaidMove.amount))
        .join(Receipt, peewee.JOIN.LEFT_OUTER)
        .where(PrepaidMove.business_on.between(from_on, until_on))
        .group_by(kind_of)
    )
    opening = _moved_before(from_on)
    for kind, fen in query.tuples():
        if kind is None:  # taken over from another book
            opening += int(fen)
            continue
        column, sign = COLUMNS.get(kind, ("undone", 1))
        sums[column] += sign * int(fen)
    return PrepaidBalance(opening, **sums, closing=_by_receipts(until_on))


def _moved_before(day: datetime.date) -> int:
    query = PrepaidMove.select(peewee.fn.SUM(PrepaidMove.amount)).where(PrepaidMove.business_on < day)
    return int(query.scalar() or 0)


def _by_receipts(day: datetime.date) -> int:
    """Return the fen prepaid at the end of the day: by receipts that stand, and what no receipt brought."""
    stands = Receipt.id.not_in(ReceiptVoid.select(ReceiptVoid.receipt)) & (Receipt.business_on <= day)
    into = ReceiptLine.select(peewee.fn.SUM(ReceiptLine.amount)).join(Receipt)
    used = ReceiptMethod.select(peewee.fn.SUM(ReceiptMethod.amount)).join(Receipt)
    other = PrepaidMove.select(peewee.fn.SUM(PrepaidMove.amount))
    return (
        int(into.where(ReceiptLine.purpose == "prepaid", stands).scalar() or 0)
        - int(used.where(ReceiptMethod.method == "prepaid", stands).scalar() or 0)
        + int(other.where(PrepaidMove.receipt.is_null(), PrepaidMove.business_on <= day).scalar() or 0)
    )
