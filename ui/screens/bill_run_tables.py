"""The tables of a bill run (出账的表格): plain rows of text, figures at the right; Enter or a double click opens the room."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui import theme

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROW_PX, SIDE_PX = 32, 8
_NOWHERE = QModelIndex()


@dataclass(frozen=True)
class Head:
    """A column: its heading, its width in pixels (0: what is left), whether it holds figures, and how a row fills it."""

    label: str
    width: int
    text: Callable[[Any], str]
    is_figure: bool = False
    tone: Callable[[Any], str] = lambda row: ""


class RunModel(QAbstractTableModel):
    """Rows of any sort under some heads."""

    def __init__(self, heads: Sequence[Head]) -> None:
        super().__init__()
        self.heads = heads
        self.rows: Sequence[Any] = ()

    def put(self, rows: Sequence[Any]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Return a column's heading and its side."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Role.DisplayRole:
            return self.heads[section].label
        return self._side(section) if role == Role.TextAlignmentRole else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Return a cell's text, side and colour; the whole of a long text when pointed at."""
        head, row = self.heads[index.column()], self.rows[index.row()]
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return head.text(row)
        if role == Role.TextAlignmentRole:
            return self._side(index.column())
        if role == Role.ForegroundRole:
            return theme.color(head.tone(row) or "text")
        return None

    def _side(self, column: int) -> int:
        side = Qt.AlignmentFlag.AlignRight if self.heads[column].is_figure else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)


class _Cells(QStyledItemDelegate):
    """Paints a cell with room at its sides and a line below."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        rect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent_soft"))
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(theme.font())
        painter.setPen(index.data(Role.ForegroundRole))
        inside = rect.adjusted(theme.px(SIDE_PX), 0, -theme.px(SIDE_PX), 0)
        shown = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, inside.width()
        )
        painter.drawText(inside, index.data(Role.TextAlignmentRole), shown)


class RunTable(QTableView):
    """`looked` names the row in front, or None; `chosen` the one opened by Enter or a double click."""

    looked = Signal(object)
    chosen = Signal(object)

    def __init__(self, words: str, heads: Sequence[Head], name: str = "") -> None:
        super().__init__()
        self.lines = RunModel(heads)
        self.setModel(self.lines)
        self.setItemDelegate(_Cells(self))
        self.setAccessibleName(words)
        self.setObjectName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows, head = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.px(ROW_PX))
        head.setHighlightSections(False)
        for place, each in enumerate(heads):
            if each.width:
                self.setColumnWidth(place, max(theme.px(each.width), head.sectionSizeHint(place)))
            else:
                head.setSectionResizeMode(place, head.ResizeMode.Stretch)
        self.selectionModel().currentRowChanged.connect(lambda now, _old: self._look(now.row()))
        self.doubleClicked.connect(lambda index: self.chosen.emit(self.lines.rows[index.row()]))

    def put(self, rows: Sequence[Any]) -> None:
        """Show other rows; the cursor stays on the same line as far as there is one."""
        at = max(0, self.currentIndex().row())
        self.lines.put(rows)
        if rows:
            self.setCurrentIndex(self.lines.index(min(at, len(rows) - 1), 0))
        else:
            self.looked.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row in front."""
        row = self.currentIndex().row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if row >= 0:
                self.chosen.emit(self.lines.rows[row])
            return
        super().keyPressEvent(event)

    def _look(self, row: int) -> None:
        self.looked.emit(self.lines.rows[row] if 0 <= row < len(self.lines.rows) else None)
