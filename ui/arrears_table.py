"""The table of debts (欠费表格): a row a room, a column an age; letters typed jump to a room, Enter opens it."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desk_app.kernel.words import _
from desk_app.screens.arrears import Arrears, headings
from ui import theme

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
WIDTHS = (92, 82, 78, 150, 74, 74, 80, 84, 72, 72, 76, 72, 92, 150)
MONEY = (1, 2, *range(4, 12))
TOTAL, PREPAID, ADVICE, LAST = 1, 2, 3, 13
OLD = (7, 8, 9, 10)
"""Columns of debts older than half a year."""
ROW_PX, SIDE_PX = 32, 8
_NOWHERE = QModelIndex()


class ArrearsModel(QAbstractTableModel):
    """Shows the rows of `Arrears`."""

    def __init__(self, arrears: Arrears) -> None:
        super().__init__()
        self.arrears = arrears

    def reload(self) -> None:
        """Show the rows as they are now."""
        self.beginResetModel()
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rooms are shown."""
        return 0 if parent.isValid() else len(self.arrears.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(WIDTHS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Return a column's heading."""
        if orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return headings()[section]
        if orientation == Qt.Orientation.Horizontal and role == Role.TextAlignmentRole:
            return _side(section)
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Return a cell's text, colour and side; a long one whole when pointed at."""
        row, column = self.arrears.rows[index.row()], index.column()
        if role == Role.DisplayRole:
            return row.texts[column]
        if role == Role.TextAlignmentRole:
            return _side(column)
        if role == Role.ForegroundRole:
            return _ink(row.tone, column)
        if role == Role.FontRole and column == TOTAL:
            return theme.font(bold=True)
        if role == Role.ToolTipRole and column in (ADVICE, LAST):
            return row.texts[column] or None
        return None


class ArrearsCells(QStyledItemDelegate):
    """Paints a cell with room at its sides, old debts red on any ground, and a line below."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        rect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent_soft"))
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        text = str(index.data() or "")
        if not text:
            return
        painter.setFont(index.data(Role.FontRole) or theme.font())
        painter.setPen(index.data(Role.ForegroundRole))
        inside = rect.adjusted(theme.px(SIDE_PX), 0, -theme.px(SIDE_PX), 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, _side(index.column()), shown)


class ArrearsTable(QTableView):
    """One room at a time is chosen; what is typed goes to the search box."""

    opened = Signal(int)
    letters_typed = Signal(str)

    def __init__(self, model: ArrearsModel) -> None:
        super().__init__()
        self.setModel(model)
        self.cells = ArrearsCells(self)
        self.setItemDelegate(self.cells)
        self.setAccessibleName(_("欠费"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        rows, heads = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.px(ROW_PX))
        heads.setStretchLastSection(True)
        heads.setHighlightSections(False)
        letters = QFontMetrics(theme.font(bold=True))
        for column, (width, words) in enumerate(zip(WIDTHS, headings(), strict=True)):
            needed = letters.horizontalAdvance(words) + theme.px(2 * SIDE_PX + 4)
            self.setColumnWidth(column, max(theme.px(width), needed))

    @property
    def place(self) -> int:
        """Return the chosen row, -1 for none."""
        return self.currentIndex().row()

    def go_to(self, place: int) -> None:
        """Choose a row and bring it into sight."""
        if 0 <= place < self.model().rowCount():
            index = self.model().index(place, 0)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter, search by typing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.place >= 0:
            self.opened.emit(self.place)
        elif event.text().isprintable() and event.text().strip() and not event.modifiers():
            self.letters_typed.emit(event.text())
        else:
            super().keyPressEvent(event)


def _side(column: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if column in MONEY else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


def _ink(tone: str, column: int) -> QColor:
    if column == ADVICE:
        return theme.color(tone)
    if column == PREPAID:
        return theme.color("good")
    if column in OLD:
        return theme.color("bad")
    return theme.color("muted" if column >= MONEY[-1] else "text")
