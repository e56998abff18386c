"""Excel files (导出 Excel) of rows of any length: written row by row, so that memory stays small.

Text is written as text: a name that begins with = or a phone that begins with 0 is never a formula or a number.
"""

import datetime
import re
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _

ROWS_ON_A_SHEET = 1_000_000
"""Excel holds 1,048,576 rows on a sheet; the rest goes on the next one."""
LONGEST_TEXT = 32_767
"""Letters in one cell of Excel."""

FORMATS = {
    "text": {"num_format": "@"},
    "number": {},
    "money": {"num_format": "#,##0.00"},
    "day": {"num_format": "yyyy-mm-dd"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm"},
}
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class SheetColumn:
    """One column: its heading, its width in letters, and a name of `FORMATS`."""

    label: str
    width: int = 12
    format: str = "text"


def write_sheet(path: Path, title: str, columns: Sequence[SheetColumn], rows: Iterable[Sequence[Any]]) -> int:
    """Write the rows (text, int, Decimal, date, datetime, bool or None) to the file; return how many there were.

    The file appears whole or not at all, and a file of that name is replaced. DeskError with a sentence if it cannot
    be written, be it that Excel holds it open. What `rows` raises rises, and leaves no file.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="desk-") as folder:
            made = Path(folder) / "sheet.xlsx"
            count = _write(made, title, columns, rows)
            _put(made, path)
    except OSError as error:
        raise DeskError(
            _(
                "没有导出到“{name}”：{why}。请关闭正在打开它的程序，检查磁盘空间和文件夹，或换一个文件名再试。"
            ).format(name=path.name, why=error.strerror or type(error).__name__)
        ) from error
    return count


def _write(path: Path, title: str, columns: Sequence[SheetColumn], rows: Iterable[Sequence[Any]]) -> int:
    """Write the whole file to a new place; its side files go to the same folder."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    options = {"constant_memory": True, "tmpdir": str(path.parent), "strings_to_formulas": False}
    workbook = Workbook(str(path), options | {"strings_to_urls": False, "strings_to_numbers": False})
    try:
        count = _fill(workbook, title, columns, rows)
    finally:
        try:
            workbook.close()  # even after a failure: it closes the side files
        except FileCreateError as error:
            raise OSError(*error.args[0].args) from error
    return count


def _fill(workbook: Any, title: str, columns: Sequence[SheetColumn], rows: Iterable[Sequence[Any]]) -> int:
    """Write the rows on as many sheets as they need."""
    formats = [workbook.add_format(FORMATS[column.format]) for column in columns]
    heading = workbook.add_format({"bold": True, "bottom": 1})
    count, sheet = 0, None
    for count, row in enumerate(rows, start=1):
        line = (count - 1) % ROWS_ON_A_SHEET
        if line == 0:
            sheet = _add_sheet(workbook, title, columns, heading)
        for number, value in enumerate(row):
            _write_cell(sheet, line + 1, number, value, formats[number])
    if sheet is None:
        _add_sheet(workbook, title, columns, heading)
    return count


def _add_sheet(workbook: Any, title: str, columns: Sequence[SheetColumn], heading: Any) -> Any:
    """Return a new sheet with its headings, which stay in sight and offer filters."""
    number = len(workbook.worksheets())
    name = _NOT_IN_A_NAME.sub(" ", title).strip(" '")[:25]
    sheet = workbook.add_worksheet(f"{name} {number + 1}" if number else name)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, max(column.width, 2 * len(column.label)) + 2)
        sheet.write_string(0, place, _cell_text(column.label), heading)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, ROWS_ON_A_SHEET, max(len(columns) - 1, 0))
    return sheet


def _write_cell(sheet: Any, line: int, number: int, value: Any, cell_format: Any) -> None:
    """Write one value by its own kind."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, number, value, cell_format)
    elif isinstance(value, int | Decimal):
        sheet.write_number(line, number, value, cell_format)
    elif isinstance(value, datetime.date):
        sheet.write_datetime(line, number, value, cell_format)
    else:
        sheet.write_string(line, number, _cell_text(str(value)), cell_format)


def _cell_text(text: str) -> str:
    return _NOT_IN_XML.sub("", text)[:LONGEST_TEXT]


def _put(made: Path, path: Path) -> None:
    """Put the finished file in its place in one step."""
    part = path.with_name(f"{path.name}.part")
    try:
        shutil.copyfile(made, part)
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
