"""What leaves a table (导出、复制): rows as text for the clipboard, and all rows as an Excel sheet, masked as shown."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from desk_app.kernel import fields, store
from desk_app.kernel.errors import DeskError
from desk_app.kernel.sheets_out import SheetColumn, write_sheet
from desk_app.kernel.words import _, several
from desk_app.screens.paged_list import PagedList
from desk_app.screens.progress import Progress
from desk_app.screens.record_table import RecordTable, ShownRow
from desk_app.screens.table_columns import Column

MOST_COPIED = 5000
"""Rows that may be copied at once; an Excel file is the way for more."""


def copy_text(table: RecordTable, places: Iterable[int]) -> str:
    """Return the rows at `places` for the clipboard, see `as_lines`; DeskError if there are more than `MOST_COPIED`."""
    wanted = sorted(places)
    if len(wanted) > MOST_COPIED:
        raise DeskError(
            _("没有复制：一次最多复制 {most} 行，请改用“导出 Excel”。").format(most=f"{MOST_COPIED:,}")
        )
    return as_lines(table, wanted)


def as_lines(table: PagedList[Any], places: Iterable[int]) -> str:
    """Return the rows at `places` of any list as lines of cells with tabs between, under a line of headings."""
    numbers = range(len(table.columns))
    lines = [[column.label for column in table.columns]]
    lines += [[_flat(table.cell(place, number)) for number in numbers] for place in places]
    return "\n".join("\t".join(line) for line in lines)


def export(table: RecordTable, path: Path, progress: Progress) -> int:
    """Write all rows as filtered and sorted to an Excel file; return how many. For a worker thread.

    Secrets stay masked. The export is logged. DeskError with a sentence if the file cannot be written.
    """
    columns = [SheetColumn(column.label, column.width, _format(column.field)) for column in table.columns]
    count = write_sheet(path, several(table.kind.label), columns, _values(table, progress))
    store.note_event(table.kind.name, None, table.desk, "export", "", {"rows": ["", str(count)]})
    return count


def _values(table: RecordTable, progress: Progress) -> Iterator[list[Any]]:
    """Give the cells of each row: numbers, days and moments as such, all else as the text shown."""
    readers = [_reader(column, number) for number, column in enumerate(table.columns)]
    done = 0
    for total, rows in table.pages.walk():
        for row in rows:
            yield [read(row) for read in readers]
        done += len(rows)
        progress.step(done, total)


def _reader(column: Column, number: int) -> Callable[[ShownRow], Any]:
    """Return what reads the value of a column off a row; None for nothing."""
    field = column.stored
    if column.is_link or not column.is_sortable:
        return lambda row: row.texts[number]
    if isinstance(field, fields.Money):
        return _number(number, 100)
    if isinstance(field, fields.Scaled):
        return _number(number, 10**field.places)
    if isinstance(field, fields.Whole):
        return lambda row: row.raw[number + 1]
    if isinstance(field, fields.Day | fields.Moment):
        return lambda row: field.python_value(row.raw[number + 1])
    return lambda row: field.show(field.python_value(row.raw[number + 1]))


def _number(number: int, scale: int) -> Callable[[ShownRow], Decimal | None]:
    def read(row: ShownRow) -> Decimal | None:
        stored = row.raw[number + 1]
        return None if stored is None else Decimal(stored) / scale

    return read


def _format(field: Any) -> str:
    """Return the name of the cell format, see `sheets_out.FORMATS`."""
    for kind, name in ((fields.Money, "money"), (fields.Day, "day"), (fields.Moment, "moment")):
        if isinstance(field, kind):
            return name
    return "number" if isinstance(field, fields.Whole | fields.Scaled) else "text"


def _flat(text: str) -> str:
    """Return `text` without the signs that part cells and lines."""
    return " ".join(text.split())
