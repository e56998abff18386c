"""Finding tables of money in a workbook (找表): the row of headings, the rows below, sums printed among them."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from desk_app.kernel.sheets import Grid
from desk_app.kernel.sheets.grid import Cell
from desk_app.kernel.text import one_line
from desk_app.modules.opening import sheet_words

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


def text_of(cell: Cell) -> str:
    """Return a cell as a line of text; numbers without a false '.0', nothing for a lone stroke."""
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    if isinstance(cell, datetime.datetime):
        return f"{cell:%Y-%m-%d}"
    text = "" if cell is None else one_line(str(cell))
    return "" if text in sheet_words.NOTHING else text


def _table(grid: Grid) -> MoneyTable | None:
    for number, cells in enumerate(grid.rows[:HEADING_ROWS]):
        places, columns = _read_head(cells)
        if columns and {"room", "plate", "name"} & places.keys():
            above = [text_of(cell) for row in grid.rows[:number] for cell in row]
            title = " ".join(filter(None, (grid.sheet, *above)))
            rows = tuple(_rows(grid, number, places, columns))
            return MoneyTable(grid.sheet, title, places, columns, rows)
    return None


def _read_head(cells: Iterable[Cell]) -> tuple[dict[str, int], tuple[Column, ...]]:
    places: dict[str, int] = {}
    columns: list[Column] = []
    for place, cell in enumerate(cells):
        if not isinstance(cell, str):
            continue
        meaning, item = sheet_words.meaning_of(cell), ""
        if not meaning:
            meaning, item = sheet_words.money_of(cell)
        if meaning in sheet_words.MONEY:
            if not any((column.meaning, column.item) == (meaning, item) for column in columns):
                columns.append(Column(place, meaning, item, text_of(cell)))
        elif meaning and meaning not in places:
            places[meaning] = place
    return places, tuple(columns)


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
