"""A sheet as read (表格): its cells from A1 on, and what is worth knowing about them."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

Cell = str | int | Decimal | bool | datetime.date | datetime.datetime | datetime.time | None
"""A cell's value. An empty cell is None; a number is int or Decimal of at most 15 digits, never float."""

LOST_DIGITS = 10**15
"""A spreadsheet keeps 15 digits of a number; from here on the last ones are not what was typed."""


@dataclass(frozen=True, slots=True)
class Span:
    """A merged block of cells, rows and columns counted from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. Rows and columns are counted from 0 here; people see `address`, which counts from 1.

    `rows` may be of unequal length. A hidden sheet is listed with `hidden` set and no rows.
    """

    sheet: str
    rows: Sequence[Sequence[Cell]]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered: bool = False
    """The rows are hidden by a filter somebody left on, not by hand."""
    merged: Sequence[Span] = ()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Cells that show an error such as '#N/A'; their value is None."""
    uncalculated: frozenset[tuple[int, int]] = frozenset()
    """Formulas saved without their result; their value is None."""
    padded: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Numbers shown with leading zeros, as shown: '0101' for 101."""
    delimited: bool = False
    """From a text file, where a stray separator shifts the rest of its line."""
    remarks: Sequence[str] = ()
    """Sentences about the file as a whole, on its first sheet."""

    def value(self, row: int, column: int) -> Cell:
        """Return the cell's value, None outside the sheet."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return None
        return self.rows[row][column]

    def address(self, row: int, column: int) -> str:
        """Return the cell's name as the spreadsheet program shows it, such as '业主!C5'."""
        return f"{self.sheet}!{column_letters(column)}{row + 1}"

    def has_lost_digits(self, row: int, column: int) -> bool:
        """Is this a number so long that the spreadsheet has dropped its last digits?"""
        value = self.value(row, column)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return False
        return value >= LOST_DIGITS or value <= -LOST_DIGITS

    @property
    def width(self) -> int:
        """The number of columns of the longest row."""
        return max(map(len, self.rows), default=0)


def column_letters(column: int) -> str:
    """Return 'A' for 0, 'AA' for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
