"""Finding tables of money in a workbook (找表): the row of headings, the rows below, sums printed among them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from desk_app.kernel.sheets import Grid
from desk_app.kernel.sheets.grid import Cell
from desk_app.modules.opening import sheet_words
from desk_app.modules.opening.heads import Heading, join_heads, lower_head, text_of

HEADING_ROWS = 20
"""Headings stand in one of the first rows; above them there may be a title."""


@dataclass(frozen=True)
class Column:
    """A column of sums; `item` is the fee item its heading names, if it does ('物业费欠费')."""

    place: int
    meaning: str
    item: str = ""
    heading: str = ""


@dataclass(frozen=True)
class RawRow:
    """A row as read: cells by meaning, and its sums as (column, cell). `row` counts from 1 as the program shows it."""

    row: int
    cells: dict[str, Cell]
    sums: tuple[tuple[Column, Cell], ...]
    first: str = ""

    def text(self, meaning: str) -> str:
        """Return a cell as one line of text."""
        return text_of(self.cells.get(meaning))

    @property
    def is_total(self) -> bool:
        """Say whether it is a row of sums, not of a room."""
        return sheet_words.is_total(self.first) or sheet_words.is_total(self.text("room"))


@dataclass(frozen=True)
class MoneyTable:
    """One sheet's table: `title` is what stands above it and the sheet's name."""

    sheet: str
    title: str
    places: dict[str, int]
    columns: tuple[Column, ...]
    rows: tuple[RawRow, ...] = field(repr=False)

    @property
    def meanings(self) -> set[str]:
        """Return what the columns of sums mean."""
        return {column.meaning for column in self.columns}


def find_tables(grids: Iterable[Grid]) -> list[MoneyTable]:
    """Return the tables that name a room, a plate or a person, and a sum; hidden sheets are left out."""
    found = [_table(grid) for grid in grids if not grid.hidden]
    return [table for table in found if table is not None]


def _table(grid: Grid) -> MoneyTable | None:
    for number, cells in enumerate(grid.rows[:HEADING_ROWS]):
        upper = [text_of(cell) if isinstance(cell, str) else "" for cell in cells]
        lower = lower_head(upper, grid.rows[number + 1]) if number + 1 < len(grid.rows) else []
        places, columns = _read_head(join_heads(upper, lower))
        if columns and {"room", "plate", "name"} & places.keys():
            above = [text_of(cell) for row in grid.rows[:number] for cell in row]
            title = " ".join(filter(None, (grid.sheet, *above)))
            rows = tuple(_rows(grid, number + bool(lower), places, columns))
            return MoneyTable(grid.sheet, title, places, columns, rows)
    return None


def _read_head(headings: Iterable[Heading]) -> tuple[dict[str, int], tuple[Column, ...]]:
    places: dict[str, int] = {}
    columns: list[Column] = []
    for place, heading in enumerate(headings):
        meaning, item = heading.meaning, heading.item
        if meaning in sheet_words.MONEY:
            if not any((column.meaning, column.item) == (meaning, item) for column in columns):
                columns.append(Column(place, meaning, item, heading.text))
        elif meaning and meaning not in places:
            places[meaning] = place
    return places, _without_totals(columns)


def _without_totals(columns: list[Column]) -> tuple[Column, ...]:
    """Return the columns; one of 合计 goes where the sums it adds up stand beside it, else it is a sum of no item."""
    kept = []
    for column in columns:
        if not sheet_words.is_total(column.item):
            kept.append(column)
        elif not any(other.meaning == column.meaning and other is not column for other in columns):
            kept.append(replace(column, item=""))
    return tuple(kept)


def _rows(grid: Grid, head: int, places: dict[str, int], columns: tuple[Column, ...]) -> Iterator[RawRow]:
    """Yield the rows below the headings that hold anything in the table's columns."""
    for number in range(head + 1, len(grid.rows)):
        cells = {meaning: _shown(grid, number, place, meaning) for meaning, place in places.items()}
        sums = tuple((column, grid.value(number, column.place)) for column in columns)
        if any(text_of(cell) for cell in cells.values()) or any(text_of(cell) for _column, cell in sums):
            first = next((text for cell in grid.rows[number] if (text := text_of(cell))), "")
            yield RawRow(number + 1, cells, sums, first)


def _shown(grid: Grid, row: int, column: int, meaning: str) -> Cell:
    """Return the cell, of a room or name merged over several rows the upper one's."""
    padded = grid.padded.get((row, column))
    if padded is not None:
        return padded
    value = grid.value(row, column)
    if value is None and meaning in ("room", "name"):
        for span in grid.merged:
            if span.left <= column <= span.right and span.top < row <= span.bottom:
                return grid.value(span.top, span.left)
    return value
