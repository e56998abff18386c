"""A sheet as a person sees it (看表): every cell as text, merged blocks, what is a number."""

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from desk_app.kernel.sheets import Grid, Span
from desk_app.modules.roster.cell_text import text_of

_DATA = re.compile(r"\d{3,}|\d[-/.年]\d|^\d+$")


@dataclass(frozen=True)
class SheetText:
    """The grid with its cells made text. Rows and columns are counted from 0."""

    grid: Grid

    @cached_property
    def rows(self) -> list[list[str]]:
        """Every cell as text, '' for an empty one; all rows equally long."""
        width = self.width
        padded = self.grid.padded
        lines = []
        for number, cells in enumerate(self.grid.rows):
            line = [text_of(cell) for cell in cells]
            line += [""] * (width - len(line))
            lines.append(line)
            if padded:
                for column in range(width):
                    if shown := padded.get((number, column)):
                        line[column] = shown
        return lines

    @cached_property
    def width(self) -> int:
        """Number of columns of the longest row."""
        return self.grid.width

    @cached_property
    def spans(self) -> dict[tuple[int, int], Span]:
        """Every cell that lies in a merged block, the first one included."""
        covered = {}
        for span in self.grid.merged:
            size = (span.bottom - span.top + 1) * (span.right - span.left + 1)
            if size > 50_000:
                continue
            for row in range(span.top, span.bottom + 1):
                for column in range(span.left, span.right + 1):
                    covered[row, column] = span
        return covered

    def shown(self, row: int, column: int) -> str:
        """Return what a person sees in the cell: in a merged block, the block's text."""
        if span := self.spans.get((row, column)):
            row, column = span.top, span.left
        return self.rows[row][column] if row < len(self.rows) and column < self.width else ""

    def filled(self, row: int, left: int = 0, right: int | None = None) -> list[int]:
        """Return the columns of the row that hold something, between the two bounds included."""
        line = self.rows[row]
        last = self.width - 1 if right is None else right
        return [column for column in range(left, min(last, self.width - 1) + 1) if line[column]]

    def may_be_header(self, row: int) -> bool:
        """Could the row hold headings? Quick to say no: a row with two numbers or days in it is a line of values."""
        cells = self.grid.rows[row]
        values = sum(
            isinstance(cell, int | Decimal | datetime.date)
            and not (isinstance(cell, int) and 1990 <= cell <= 2100)
            for cell in cells
        )
        return values * 4 <= len(cells)

    def is_data(self, row: int, column: int) -> bool:
        """Is it rather a value than a heading: a number, a date, digits in a text?"""
        cells = self.grid.rows[row]
        value = cells[column] if column < len(cells) else None
        if isinstance(value, int | Decimal | datetime.date | datetime.time):
            return True
        return bool(_DATA.search(self.rows[row][column]))

    def is_hidden(self, row: int) -> bool:
        """Is the row hidden by hand? Rows hidden by a filter are ordinary rows."""
        return row in self.grid.hidden_rows and not self.grid.filtered
