"""'同上' in a cell (同上): which line above it means."""

import re

from desk_app.modules.roster.cell_text import without_blanks
from desk_app.modules.roster.line import Line, Tally

_DITTO = re.compile("同上|如上|〃|″")


def is_ditto(line: Line, column: int) -> bool:
    """Does the cell say nothing but that it is as above?"""
    return _says_ditto(line, line.row, column)


def _says_ditto(line: Line, row: int, column: int) -> bool:
    return bool(_DITTO.fullmatch(without_blanks(line.sheet.rows[row][column])))


def line_meant(line: Line, column: int) -> Line | None:
    """Return the line that '同上' in this column means; None where it can't be said for sure.

    Lines above that say 同上 too are passed over; a hidden, empty or lone line, or the header, ends the search.
    What is wrong with the line above has been told there, so findings about the returned one are its own.
    """
    row = line.row
    while _says_ditto(line, row, column):
        row -= 1
        if row < line.table.first or row in line.table.repeated or line.sheet.is_hidden(row):
            return None
        if len(line.sheet.filled(row, line.table.left, line.table.right)) < 2:
            return None
    if not line.sheet.rows[row][column]:
        return None
    return Line(line.sheet, line.table, row, line.columns, Tally(), line.today)
