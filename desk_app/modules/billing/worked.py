"""A bill worked out, and what it is worked out from; shared by the ways of charging."""

import datetime
from dataclasses import dataclass

from desk_app.kernel.errors import DeskError
from desk_app.modules.billing.bound import Bound
from desk_app.modules.billing.lines import Line
from desk_app.modules.billing.prices import Prices, in_force, priced_rows
from desk_app.modules.billing.records import FeeItem, Tariff

MONTH_AROUND = datetime.timedelta(days=31)
"""A line looks at the prices of its whole month, not only of its own days."""


class NotCharged(DeskError):
    """Why a binding is not charged, in a sentence."""


class ComesToNothing(NotCharged):
    """A binding that is not charged because its sum is 0."""


class ChargedAlready(NotCharged):
    """A binding that is not charged because it was."""


@dataclass(frozen=True)
class Worked:
    """One bill worked out: its binding, its line, what explains it, and when it is due."""

    bound: Bound
    item_id: int
    line: Line
    due_on: datetime.date
    workings: str | None = None


@dataclass(frozen=True)
class Priced:
    """A tariff with its item and all its prices, read once."""

    tariff: Tariff
    item: FeeItem
    rows: list[tuple[datetime.date, int, int]]

    @classmethod
    def read(cls, tariff: Tariff) -> "Priced":
        """Return the tariff with what belongs to it."""
        return cls(tariff, tariff.item, priced_rows(tariff))

    def prices(self, from_on: datetime.date, until_on: datetime.date) -> Prices:
        """Return the prices in force in the months the two days lie in."""
        plain = [(begins_on, price) for begins_on, above, price in self.rows if not above]
        return in_force(plain, from_on - MONTH_AROUND, until_on + MONTH_AROUND)
