"""A sheet of a roster (名册预览): its cells as read, with what each column was taken for and what each line will do.

Only what is in sight is looked up and drawn, so 50,000 lines scroll.
"""

from collections.abc import Sequence

from PySide6.QtCore import (
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from desk_app.kernel.words import _
from desk_app.screens.import_lines import SheetView
from desk_app.screens.import_view import TableView
from ui import theme
from ui.screens.import_heads import LINE_HEIGHT, MeaningHeader, OutcomeHeader
from ui.screens.import_model import SheetModel
from ui.widgets.labels import label

NARROWEST, WIDEST, SAMPLED = 72, 240, 60
"""Widths of columns in pixels, and how many lines they are measured by."""


class SheetGrid(QTableView):
    """The sheet with both heads; `column_asked` wants another meaning for a column (from 0)."""

    column_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.sheet_model = SheetModel()
        self.head = MeaningHeader(self)
        self.lines = OutcomeHeader(self)
        self.setHorizontalHeader(self.head)
        self.setVerticalHeader(self.lines)
        self.setModel(self.sheet_model)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setCornerWidget(QWidget())
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(_("名册内容"))
        self.corner = label(_("行      导入时会…"), "small", "muted")
        self.corner.setParent(self)
        self.head.asked.connect(self.column_asked)
        keys = QShortcut(QKeySequence("F4"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(lambda: self.column_asked.emit(max(self.currentIndex().column(), 0)))

    def show_sheet(self, sheet: SheetView, table: TableView | None, rows: Sequence[int] | None) -> None:
        """Show a sheet as one of its tables is read; the place and widths stay where it is the same sheet."""
        is_same = self.sheet_model.sheet is not None and self.sheet_model.sheet.rows is sheet.rows
        at = (self.verticalScrollBar().value(), self.horizontalScrollBar().value())
        cell = self.currentIndex()
        self.sheet_model.show_sheet(sheet, rows)
        self.head.show_table(table)
        if not is_same:
            self._fit_columns(sheet)
            self.scrollToTop()
            self.horizontalScrollBar().setValue(0)
            return
        self.verticalScrollBar().setValue(at[0])
        self.horizontalScrollBar().setValue(at[1])
        self.setCurrentIndex(self.sheet_model.index(cell.row(), cell.column()))

    def go_to(self, row: int, column: int | None) -> None:
        """Put the cursor on a cell of the sheet (from 0), or on its line."""
        shown = self.sheet_model.shown_row(row)
        if shown < 0:
            return
        index = self.sheet_model.index(shown, max(column or 0, 0))
        self.setCurrentIndex(index)
        self.scrollTo(index)
        seen = self.viewport().height() // theme.px(LINE_HEIGHT)
        self.verticalScrollBar().setValue(shown - seen // 2)

    def _fit_columns(self, sheet: SheetView) -> None:
        """Make each column as wide as its first lines and its meaning need."""
        metrics = self.fontMetrics()
        first = max(self.head.table.header_row - 1, 0) if self.head.table else 0
        lines = range(first, min(len(sheet.rows), first + SAMPLED))
        for column in range(sheet.width):
            widest = max((metrics.horizontalAdvance(sheet.text(row, column)) for row in lines), default=0)
            meaning = self.head.table.column(column) if self.head.table else None
            if meaning is not None:
                widest = max(widest, metrics.horizontalAdvance(meaning.label) + theme.px(28))
            wanted = widest + theme.px(20)
            self.setColumnWidth(column, min(max(wanted, theme.px(NARROWEST)), theme.px(WIDEST)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the words in the corner, and give the sentences less room in a narrow window."""
        super().resizeEvent(event)
        self.lines.take_share_of(self.width())
        self.updateGeometries()
        inside = self.head.geometry()
        self.corner.setGeometry(
            theme.px(26), inside.top(), self.lines.width() - theme.px(30), inside.height()
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter ask for the column's meaning too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.column_asked.emit(self.currentIndex().column())
            return
        super().keyPressEvent(event)
