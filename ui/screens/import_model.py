"""The cells of a roster's sheet as a table shows them (名册单元格): texts, colours, and what is to be known of each."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor

from desk_app.screens.import_lines import LineView, SheetView
from ui import theme

Index = QModelIndex | QPersistentModelIndex
GROUNDS = {"refuse": "bad_soft", "doubt": "waiting_soft"}
NOTE_GROUNDS = ("#dbe8fb", "#1d3a5c")
NOTE_INKS = ("#1c5ca8", "#8fbcf2")
"""Light and dark; a colour of its own, since green says chosen."""


def ink(severity: str) -> QColor:
    """Return the colour of words about such a finding."""
    if severity in GROUNDS:
        return theme.color(GROUNDS[severity].removesuffix("_soft"))
    return QColor(NOTE_INKS[theme.palette() is theme.DARK])


def ground(severity: str) -> QColor:
    """Return the colour of a cell with such a finding."""
    if severity in GROUNDS:
        return theme.color(GROUNDS[severity])
    return QColor(NOTE_GROUNDS[theme.palette() is theme.DARK])


class SheetModel(QAbstractTableModel):
    """The cells of one sheet; `rows` are the lines shown, all if None."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet: SheetView | None = None
        self.rows: Sequence[int] | None = None

    def show_sheet(self, sheet: SheetView, rows: Sequence[int] | None = None) -> None:
        """Show a sheet, or only some of its lines."""
        self.beginResetModel()
        self.sheet, self.rows = sheet, rows
        self.endResetModel()

    def source_row(self, row: int) -> int:
        """Return the sheet's own row, from 0, of a line shown."""
        return row if self.rows is None else self.rows[row]

    def shown_row(self, source: int) -> int:
        """Return where a row of the sheet is shown, -1 if it is not."""
        if self.rows is None:
            return source
        return self.rows.index(source) if source in self.rows else -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of lines."""
        if parent.isValid() or self.sheet is None:
            return 0
        return len(self.sheet.rows if self.rows is None else self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() or self.sheet is None else self.sheet.width

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a cell, its colours, or what is to be known about it."""
        assert self.sheet is not None
        row, column = self.source_row(index.row()), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.sheet.text(row, column).replace("\n", " ⏎ ")
        if role == Qt.ItemDataRole.BackgroundRole:
            found = self.sheet.marks.get((row, column))
            return QBrush(ground(found[0])) if found else None
        if role == Qt.ItemDataRole.ForegroundRole:
            line = self.sheet.lines.get(row)
            is_left_out = line is None or line.outcome == "ignored"
            return QBrush(theme.color("faint" if is_left_out else "text"))
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._tell(row, column)
        return None

    def line(self, row: int) -> LineView | None:
        """Return what becomes of a line shown."""
        assert self.sheet is not None
        return self.sheet.lines.get(self.source_row(row))

    def _tell(self, row: int, column: int) -> str:
        assert self.sheet is not None
        found = self.sheet.marks.get((row, column))
        text = self.sheet.text(row, column)
        return "\n".join(filter(None, (found[1] if found else "", text if len(text) > 12 else "")))
