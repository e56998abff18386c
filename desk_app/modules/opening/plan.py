"""What an opening would bring (期初计划): every line of the file with its outcome, before anything is written."""

import datetime
from dataclasses import dataclass, field

from desk_app.modules.meters.sheets import SheetPlan
from desk_app.modules.opening.records import SORTS

OUTCOMES = ("new", "known", "refused")
ORDER = tuple(option.stored for option in SORTS)


@dataclass(frozen=True, kw_only=True)
class PlannedLine:
    """One thing a line of the file would bring. `outcome` is new, known or refused; `told` is the sentence beside it.

    `on` is the day a deposit was taken or a payment made. Amounts are whole fen; of a reading `amount` is the value in
    1/1,000.
    """

    row: int
    sheet: str = ""
    sort: str = ""
    shown: str = ""
    """The room as the file writes it."""
    outcome: str = "new"
    told: str = ""
    room_id: int | None = None
    room: str = ""
    item_id: int | None = None
    item: str = ""
    amount: int = 0
    from_on: datetime.date | None = None
    until_on: datetime.date | None = None
    due_on: datetime.date | None = None
    on: datetime.date | None = None
    payer_id: int | None = None
    payer: str = ""
    old_number: str = ""
    method: str = "other"
    cashier: str = ""
    note: str = ""
    is_undated: bool = False
    """The file gives no days, those of the line are the old book's last one."""

    @property
    def key(self) -> str:
        """Return what the line is of, its amount left aside: nothing of one key comes into the book twice."""
        parts: list[object] = [self.sort, self.room_id, self.item_id]
        if self.sort in ("arrears", "payment"):
            parts += [None, None] if self.is_undated else [self.from_on, self.until_on]
        if self.sort in ("deposit", "payment"):
            parts += [None if self.is_undated else self.on, self.old_number]
        if self.sort == "deposit":
            parts.append(self.payer)
        return "|".join("" if part is None else str(part) for part in parts)[:255]


@dataclass
class OpeningPlan:
    """A file looked at; `remarks` are sentences about it as a whole, `readings` the meters' own plan of it."""

    file_name: str
    sha256: str
    balance_on: datetime.date
    lines: list[PlannedLine] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    readings: SheetPlan | None = None

    def count(self, outcome: str) -> int:
        """Return how many lines have the outcome."""
        return sum(line.outcome == outcome for line in self.lines)

    def total(self, sort: str) -> int:
        """Return the fen of the new lines of a sort."""
        return sum(line.amount for line in self.lines if line.outcome == "new" and line.sort == sort)

    @property
    def wanted(self) -> list[PlannedLine]:
        """Return the lines that would be written, but for readings, which the meters' own plan holds."""
        return [line for line in self.lines if line.outcome == "new" and line.sort != "reading"]

    @property
    def rooms(self) -> int:
        """Return how many rooms the new lines are of."""
        return len({line.room_id for line in self.lines if line.outcome == "new" and line.room_id})
