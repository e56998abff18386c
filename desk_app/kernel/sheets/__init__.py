"""Spreadsheets (电子表格) that others made: read in a child process, behind a check of the file's real type and size."""

from desk_app.kernel.sheets.grid import Cell, Grid, Span, column_letters
from desk_app.kernel.sheets.reading import read_sheets
from desk_app.kernel.sheets.refusal import SheetRefused

__all__ = ["Cell", "Grid", "SheetRefused", "Span", "column_letters", "read_sheets"]
