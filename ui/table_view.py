"""The table itself (表格): comfortable rows, states as coloured words, columns that can be moved, hidden and sorted."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QLine,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from shiboken6 import isValid

from desk_app.screens.paged_list import PagedList
from ui import theme
from ui.table_model import SIDES, RecordModel

Index = QModelIndex | QPersistentModelIndex

ROW_PX = 34
SIDE_PX = 8
"""Room at the left and right of a cell's text."""
NARROWEST_PX, WIDEST_PX = 56, 460


class CellDelegate(QStyledItemDelegate):
    """Paints a cell: its text cut to the width, or a state as a word on its colour.

    It asks the table itself: going through the model's roles would cost more than painting. Grounds and lines of rows
    are painted by the view.
    """

    def __init__(self, view: QTableView, table: PagedList[Any]) -> None:
        super().__init__(view)
        self._table = table
        self.dress()

    def dress(self) -> None:
        """Take colours and sizes from the look in use, and the sides from the columns now shown."""
        self._text = theme.color("text")
        self._tones = {tone: (theme.color(tone), theme.color(f"{tone}_soft")) for tone in theme.TONES}
        self._side = theme.px(SIDE_PX)
        self._small = theme.font("small", bold=True)
        self._metrics = QFontMetrics(theme.font())
        self._widest_letter = self._metrics.maxWidth()
        self._small_metrics = QFontMetrics(self._small)
        self.learn_columns()

    def learn_columns(self) -> None:
        """Note which columns stand right and which show a state."""
        self._flags = [SIDES[column.align] for column in self._table.columns]
        self._states = {number for number, column in enumerate(self._table.columns) if column.is_state}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        place, number = index.row(), index.column()
        text = self._table.cell(place, number)
        if not text:
            return
        rect: QRect = option.rect
        if number in self._states:
            self._draw_state(painter, rect, text, self._table.tone(place))
            return
        if "\n" in text:
            text = text.replace("\n", " ")
        inside = rect.adjusted(self._side, 0, -self._side, 0)
        width = inside.width()
        if len(text) * self._widest_letter > width:
            text = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        painter.setPen(self._text)
        painter.drawText(inside, self._flags[number], text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room the whole text needs."""
        width = self._metrics.horizontalAdvance(str(index.data() or "")) + 2 * self._side
        return QSize(width + (2 * self._side if index.column() in self._states else 0), theme.px(ROW_PX))

    def _draw_state(self, painter: QPainter, rect: QRect, text: str, tone: str) -> None:
        ink, ground = self._tones[tone]
        height = self._small_metrics.height() + theme.px(4)
        width = min(self._small_metrics.horizontalAdvance(text) + theme.px(18), rect.width() - self._side)
        chip = QRect(rect.left() + self._side // 2 + 1, rect.center().y() - height // 2, width, height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(chip, height / 2, height / 2)
        painter.setPen(ink)
        painter.setFont(self._small)
        shown = self._small_metrics.elidedText(text, Qt.TextElideMode.ElideRight, chip.width() - theme.px(10))
        painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), shown)
        painter.restore()


class TableView(QTableView):
    """Shows a `RecordModel`; Enter or a double click opens a row. All rows are gathered once the first page is painted."""

    opened = Signal(int)
    copied = Signal()
    letters_typed = Signal(str)

    def __init__(self, model: RecordModel) -> None:
        super().__init__()
        self._records = model
        self._waits_for_paint = False
        self._over: QWidget | None = None
        self.cells = CellDelegate(self, model.table)
        self.setItemDelegate(self.cells)
        self.setModel(model)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setCornerWidget(QWidget())
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        model.loaded.connect(self._wait_for_paint)
        model.modelReset.connect(self.cells.learn_columns)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        self.dress()

    def dress(self) -> None:
        """Take colours and sizes from the look in use."""
        self.cells.dress()
        self._chosen, self._line = theme.color("accent_soft"), theme.color("line")
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(theme.px(ROW_PX))
        rows.setDefaultSectionSize(theme.px(ROW_PX))
        self.viewport().update()

    def usual_width(self, column: int) -> int:
        """Return the width a column has until somebody changes it: its field's letters, at least its heading."""
        shown = self._records.table.columns[column]
        metrics = QFontMetrics(theme.font(bold=True))
        letters = metrics.horizontalAdvance("0") * shown.width
        heading = metrics.horizontalAdvance(shown.label) + theme.px(30)
        wanted = max(letters + theme.px(2 * SIDE_PX), heading, theme.px(NARROWEST_PX))
        return min(wanted, theme.px(WIDEST_PX))

    def chosen_places(self) -> list[int]:
        """Return the places of the selected rows, from the top."""
        ranges: Iterable[Any] = self.selectionModel().selection()
        places: set[int] = set()
        for part in ranges:
            places.update(range(part.top(), part.bottom() + 1))
        return sorted(places)

    def chosen_count(self) -> int:
        """Return how many rows are selected."""
        return sum(part.height() for part in self.selectionModel().selection())

    def choose_places(self, places: list[int], current: int | None) -> None:
        """Select these rows and no others, the keyboard going on from `current`."""
        last = self.model().columnCount() - 1
        wanted = QItemSelection()
        for place in places:
            wanted.select(self.model().index(place, 0), self.model().index(place, last))
        flags = QItemSelectionModel.SelectionFlag
        if current is not None:
            self.selectionModel().setCurrentIndex(self.model().index(current, 0), flags.NoUpdate)
        self.selectionModel().select(wanted, flags.ClearAndSelect)

    def show_over(self, widget: QWidget) -> None:
        """Lay `widget` over the place of the rows, for as long as it lives."""
        widget.setParent(self.viewport())
        widget.setGeometry(self.viewport().rect())
        widget.show()
        self._over = widget

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what lies over the rows as large as they are."""
        super().resizeEvent(event)
        if self._over is not None and isValid(self._over):
            self._over.setGeometry(self.viewport().rect())

    def keyboardSearch(self, search: str) -> None:
        """Search everywhere by letters typed into the table, instead of going through its rows one by one."""
        if search.strip():
            self.letters_typed.emit(search)

    def choose(self, place: int) -> None:
        """Select the row at `place` alone, whatever keys are held down, and bring it into sight."""
        index = self.model().index(place, max(self.currentIndex().column(), 0))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, copy with Ctrl+C; the rest as Qt does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex().row())
            return
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
            return
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.model().rowCount():
            self._go_to_end(event)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a row to start from when the keyboard comes in."""
        super().focusInEvent(event)
        if self.model().rowCount() and not self.selectionModel().hasSelection():
            self.choose(max(self.currentIndex().row(), 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Start gathering when the first page was painted, not before: the thread would slow it down."""
        self._paint_rows()
        super().paintEvent(event)
        if self._waits_for_paint:
            self._waits_for_paint = False
            QTimer.singleShot(0, self._gather)

    def _paint_rows(self) -> None:
        """Paint the ground of chosen rows and the line under each row in sight."""
        rows, height = self.verticalHeader(), self.viewport().height()
        first = max(rows.visualIndexAt(0), 0)
        last = rows.visualIndexAt(height)
        last = self.model().rowCount() - 1 if last < 0 else last
        size, width = (
            rows.defaultSectionSize(),
            min(self.horizontalHeader().length(), self.viewport().width()),
        )
        top = rows.sectionViewportPosition(first)
        painter = QPainter(self.viewport())
        for part in self.selectionModel().selection():
            begin, end = max(part.top(), first), min(part.bottom(), last)
            if begin <= end:
                painter.fillRect(
                    0, top + (begin - first) * size, width, (end - begin + 1) * size, self._chosen
                )
        painter.setPen(self._line)
        feet = [top + (place - first + 1) * size - 1 for place in range(first, last + 1)]
        painter.drawLines([QLine(0, foot, width, foot) for foot in feet])
        painter.end()

    def showEvent(self, event: QShowEvent) -> None:
        """Go on gathering where hiding stopped it."""
        super().showEvent(event)
        self._waits_for_paint = self._waits_for_paint or not self._records.table.is_complete

    def hideEvent(self, event: QHideEvent) -> None:
        """Let go of the book: it may be closed next."""
        self._records.stop()
        super().hideEvent(event)

    def _wait_for_paint(self) -> None:
        self._waits_for_paint = True
        self.viewport().update()

    def _gather(self) -> None:
        if self.isVisible():
            self._records.gather()

    def _go_to_end(self, event: QKeyEvent) -> None:
        """Go to the first or last row; Qt would go to the first or last column."""
        last = self.model().rowCount() - 1
        place = 0 if event.key() == Qt.Key.Key_Home else last
        flags = self.selectionCommand(self.model().index(place, 0), event)
        self.selectionModel().setCurrentIndex(self.model().index(place, 0), flags)
