"""The balance of deposits (押金余额表): opening + taken − deducted − set against debts − given back = closing."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

import peewee

from desk_app.modules.billing.records import FeeItem
from desk_app.modules.cashier.records import Deposit, DepositMove
from desk_app.modules.estate.records import Room


@dataclass(frozen=True)
class DepositBalance:
    """What one kind of deposit (or one room's, or all) did in a time, in fen; what left is counted as positive.

    `undone` is what voids and reversals gave back to the balance (negative: took out of it).
    """

    name: str
    opening: int = 0
    received: int = 0
    deducted: int = 0
    transferred: int = 0
    refunded: int = 0
    undone: int = 0
    closing: int = 0

    @property
    def difference(self) -> int:
        """Return by how many fen the movements miss the closing balance; anything but 0 is a fault of the book."""
        left = self.deducted + self.transferred + self.refunded
        return self.closing - (self.opening + self.received - left + self.undone)


COLUMNS = {
    "received": ("received", 1),
    "deducted": ("deducted", -1),
    "transferred": ("transferred", -1),
    "refunded": ("refunded", -1),
    "reversed": ("undone", 1),
    "opening": ("opening", 1),
}
"""Kind of move to its column and sign; balances taken over from another book count as opening."""


def balance_sheet(
    from_on: datetime.date, until_on: datetime.date, *, by_room: bool = False
) -> list[DepositBalance]:
    """Return the balance of each kind of deposit over the days, both ends included; with `by_room` room by room too."""
    name = (Room.code, FeeItem.name) if by_room else (FeeItem.name,)
    order = (Room.sort_key, FeeItem.id) if by_room else (FeeItem.id,)
    is_before = DepositMove.business_on < from_on
    query = (
        DepositMove.select(*name, is_before.alias("is_before"), DepositMove.kind, peewee.fn.SUM(DepositMove.amount))
        .join(Deposit)
        .join(FeeItem)
        .switch(Deposit)
        .join(Room)
        .where(DepositMove.business_on <= until_on)
        .group_by(*name, *order, is_before, DepositMove.kind)
        .order_by(*order)
    )  # fmt: skip
    rows: dict[str, dict[str, int]] = {}
    for *names, before, kind, fen in query.tuples():
        sums = rows.setdefault(" ".join(names), {})
        column, sign = ("opening", 1) if before else COLUMNS[kind]
        sums[column] = sums.get(column, 0) + sign * fen
    closing = _held_then(until_on, name)
    return [DepositBalance(label, **sums, closing=closing.get(label, 0)) for label, sums in rows.items()]


def total_of(name: str, balances: Iterable[DepositBalance]) -> DepositBalance:
    """Return the sum of the balances under a name."""
    sums = dict.fromkeys((field.name for field in fields(DepositBalance) if field.name != "name"), 0)
    for balance in balances:
        for column in sums:
            sums[column] += getattr(balance, column)
    return DepositBalance(name, **sums)


def _held_then(day: datetime.date, name: tuple[Any, ...]) -> dict[str, int]:
    """Return {name: fen held at the end of the day}: what the cards hold now, less what happened since."""
    held: dict[str, int] = {}
    cards = Deposit.select(*name, peewee.fn.SUM(Deposit.held)).join(FeeItem).switch(Deposit).join(Room)
    for *names, fen in cards.group_by(*name).tuples():
        held[" ".join(names)] = int(fen or 0)
    since = DepositMove.select(*name, peewee.fn.SUM(DepositMove.amount)).join(Deposit).join(FeeItem)
    since = since.switch(Deposit).join(Room).where(DepositMove.business_on > day).group_by(*name)
    for *names, fen in since.tuples():
        held[" ".join(names)] = held.get(" ".join(names), 0) - int(fen)
    return held
