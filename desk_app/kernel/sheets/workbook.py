"""Sheets of a workbook as calamine reads them (工作簿): the fast path, nothing but cells."""

import gc
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from desk_app.kernel.sheets.limits import Limits
from desk_app.kernel.sheets.packing import Rows

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook


def open_workbook(data: bytes) -> "CalamineWorkbook":
    """Return the workbook in `data`, whatever the file is called. Raise calamine's errors."""
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_filelike(io.BytesIO(data))


def sheet_rows(sheet: "CalamineSheet") -> Iterator[list[Any]]:
    """Yield the rows of a sheet from A1 on, as calamine gives them."""
    start = sheet.start
    if start is None:
        return iter(())
    if not start[1]:
        return sheet.iter_rows()
    before = [""] * start[1]
    return (before + row for row in sheet.iter_rows())


def read_rows(data: bytes, sheet: int, limits: Limits) -> Rows:
    """Return the cells of one sheet of a workbook, in this process and without any check of the file."""
    with open_workbook(data) as book, uncollected():
        return Rows(list(sheet_rows(book.get_sheet_by_index(sheet))))


@contextmanager
def uncollected() -> Iterator[None]:
    """Make many small objects without the garbage collector walking over all of them again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
