"""The table of the meter round (抄表表格): one column is typed into, Enter goes to the next meter, Esc takes back."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens.meter_round import MeterRound
from ui import theme

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
VALUE = 5
"""The column that is typed into."""
WIDTHS = (116, 112, 84, 84, 80, 96, 72, 180)
RIGHT = (3, 4, 5, 6)
ROW_PX, SIDE_PX = 34, 8
_NOWHERE = QModelIndex()


class MeterModel(QAbstractTableModel):
    """Shows the rows of a `MeterRound`.

    `refused` says why a value was not taken, `entered` which row was, `forgotten` that a refused one was given up.
    """

    refused = Signal(int, object)
    entered = Signal(int, object)
    forgotten = Signal()

    def __init__(self, meters: MeterRound) -> None:
        super().__init__()
        self.meters = meters
        self.typed: dict[int, str] = {}
        """What was typed for a meter and refused, by its id: it stays in sight until it is right."""

    def reload(self) -> None:
        """Show the rows as they are now."""
        self.beginResetModel()
        self.typed = {}
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many meters are shown."""
        return 0 if parent.isValid() else len(self.meters.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(WIDTHS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Return a column's heading."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Role.DisplayRole:
            return _headings()[section]
        if role == Role.TextAlignmentRole:
            return _side(section)
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Return a cell's text, colour, side; the whole of a long remark when pointed at."""
        row, column = self.meters.rows[index.row()], index.column()
        if role in (Role.DisplayRole, Role.EditRole):
            return self._text(row, column)
        if role == Role.TextAlignmentRole:
            return _side(column)
        if role == Role.ForegroundRole:
            return self._ink(row, column)
        if role == Role.BackgroundRole and row.state == "held":
            return theme.color("waiting_soft")
        if role == Role.FontRole and column == VALUE:
            return theme.font(bold=True)
        if role == Role.ToolTipRole and column == len(WIDTHS) - 1:
            return row.told or None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let readings be typed."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == VALUE else flags

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Write down what was typed; a refused value stays in sight."""
        place, text = index.row(), str(value).strip()
        meter_id = self.meters.rows[place].meter_id
        try:
            entered = self.meters.enter(place, text)
        except DeskError as error:
            self.typed[meter_id] = text
            self.refused.emit(place, error)
            return False
        self.typed.pop(meter_id, None)
        self.show_row(place)
        if entered is not None:
            self.entered.emit(place, entered)
        return True

    def forget_typed(self, place: int) -> bool:
        """Drop what was typed for a row and refused; say whether there was anything."""
        rows = self.meters.rows
        if not 0 <= place < len(rows) or self.typed.pop(rows[place].meter_id, None) is None:
            return False
        self.show_row(place)
        self.forgotten.emit()
        return True

    def show_row(self, place: int) -> None:
        """Show a row anew."""
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(WIDTHS) - 1))

    def _text(self, row: Any, column: int) -> str:
        if column == VALUE and row.meter_id in self.typed:
            return self.typed[row.meter_id]
        before = f"{row.before}" if row.before else ""
        return (row.place, row.number, row.kind, before, row.usual, row.value, row.used, row.told)[column]

    def _ink(self, row: Any, column: int) -> QColor:
        if column == VALUE and row.meter_id in self.typed:
            return theme.color("bad")
        if column == len(WIDTHS) - 1:
            return theme.color("waiting" if row.state == "held" else "muted")
        return theme.color("muted" if column in (2, 3, 4) else "text")


class MeterCells(QStyledItemDelegate):
    """Paints a cell with room at its sides and a line below; the box to type in fills it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        rect = option.rect
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = theme.color("accent_soft") if is_chosen else index.data(Role.BackgroundRole)
        if ground is not None:
            painter.fillRect(rect, ground)
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if is_chosen and index.column() == VALUE:
            painter.setPen(theme.color("focus"))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        text = str(index.data() or "")
        if not text:
            return
        painter.setFont(index.data(Role.FontRole) or theme.font())
        painter.setPen(index.data(Role.ForegroundRole))
        inside = rect.adjusted(theme.px(SIDE_PX), 0, -theme.px(SIDE_PX), 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, _side(index.column()), shown)


class MeterTable(QTableView):
    """Keyboard first: digits start typing, Enter writes down and goes on, Esc leaves the box, or takes back the last value."""

    taken_back = Signal()

    def __init__(self, model: MeterModel) -> None:
        super().__init__()
        self.setModel(model)
        self.readings = model
        self.cells = MeterCells(self)
        self.setItemDelegate(self.cells)
        self._was_refused = False
        model.refused.connect(lambda *_what: setattr(self, "_was_refused", True))
        self.setAccessibleName(_("抄表"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed)
        rows, heads = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.px(ROW_PX))
        heads.setStretchLastSection(True)
        heads.setHighlightSections(False)
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, theme.px(width))

    def go_to(self, place: int) -> None:
        """Put the cursor on a meter's reading."""
        if 0 <= place < self.model().rowCount():
            index = self.model().index(place, VALUE)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type wherever the cursor is in the row; Enter begins or goes on; Esc takes back."""
        if self.state() == QAbstractItemView.State.EditingState:  # the box has dealt with the key already
            event.accept()
            return
        index = self.currentIndex()
        if index.isValid() and index.column() != VALUE:
            self.setCurrentIndex(index.siblingAtColumn(VALUE))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.go_to(self.currentIndex().row() + 1)
        elif event.key() == Qt.Key.Key_Escape:
            if not self.readings.forget_typed(self.currentIndex().row()):
                self.taken_back.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.accept()
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go on to the next meter once a value was taken; stay where it was refused."""
        hints = QAbstractItemDelegate.EndEditHint
        super().closeEditor(editor, hints.NoHint)
        was_refused, self._was_refused = self._was_refused, False
        if hint in (hints.SubmitModelCache, hints.EditNextItem) and not was_refused:
            self.go_to(self.currentIndex().row() + 1)
        elif hint == hints.EditPreviousItem and not was_refused:
            self.go_to(self.currentIndex().row() - 1)
        self.setFocus()


def _headings() -> tuple[str, ...]:
    return (
        _("房号或位置"),
        _("表号"),
        _("类别"),
        _("上期读数"),
        _("平常用量"),
        _("本期读数"),
        _("用量"),
        _("异常、备注"),
    )


def _side(column: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if column in RIGHT else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
