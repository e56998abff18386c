"""Days of a line (行内日期): read from the first filled column of a meaning, problems told."""

import datetime

from desk_app.modules.roster.cell_text import CellProblem
from desk_app.modules.roster.days import ReadDay, read_day
from desk_app.modules.roster.line import Line


def read_day_of(line: Line, code: str) -> datetime.date | None:
    """Return the day in the first filled column of this meaning; a cell that holds none is refused and told."""
    for column in line.columns.get(code, ()):
        if line.is_broken(column):
            continue
        try:
            read = read_day(line.cell(column))
        except CellProblem as problem:
            line.problem(column, problem)
            continue
        if read:
            tell_day(line, column, read)
            return read.day
    return None


def tell_day(line: Line, column: int, read: ReadDay | None) -> None:
    """Tell what was assumed to read a day."""
    if read and read.warning:
        code, message = read.warning
        line.doubt(column, code, message)
