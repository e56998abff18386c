"""A sheet of a roster (名册预览): its cells as read, over each column what it was taken for, beside each line what it
will do. All three are drawn from what is in sight only, so 50,000 lines scroll."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QKeySequence, QPainter, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip, QWidget

from desk_app.kernel.words import _
from desk_app.screens.import_lines import LineView, SheetView
from desk_app.screens.import_view import ColumnView, TableView
from ui import icons, theme
from ui.widgets.labels import label

Index = QModelIndex | QPersistentModelIndex
GROUNDS = {"refuse": "bad_soft", "doubt": "waiting_soft"}
NOTE_GROUNDS = ("#dbe8fb", "#1d3a5c")
NOTE_INKS = ("#1c5ca8", "#8fbcf2")
"""Light and dark; a colour of its own, since green says chosen."""
DOTS = {
    "create": "good",
    "update": "accent",
    "skip": "quiet",
    "people": "accent",
    "merged": "quiet",
    "refuse": "bad",
    "ignored": "edge",
}
CERTAINTY_TONES = {"chosen": "accent", "sure": "text", "likely": "text", "guess": "waiting"}
OUTCOME_WIDTH, NUMBER_WIDTH, LINE_HEIGHT, HEAD_HEIGHT = 300, 46, 28, 50
NARROWEST, WIDEST, SAMPLED = 72, 240, 60
"""Widths of columns in pixels, and how many lines they are measured by."""


def letters(column: int) -> str:
    """Return 'A' for 0, 'AA' for 26."""
    made = ""
    while column >= 0:
        made = chr(65 + column % 26) + made
        column = column // 26 - 1
    return made


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


class MeaningHeader(QHeaderView):
    """Over each column what it was taken for and its header as written; `asked` when it is clicked."""

    asked = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.table: TableView | None = None
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.setMinimumSectionSize(theme.px(40))
        self.sectionClicked.connect(self.asked)
        self.setAccessibleName(_("各列的含义"))

    def show_table(self, table: TableView | None) -> None:
        """Show what the columns of another table were taken for."""
        self.table = table
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """Return room for two lines."""
        return QSize(super().sizeHint().width(), theme.px(HEAD_HEIGHT))

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """Draw one column's head."""
        column = self.table.column(logical) if self.table else None
        painter.save()
        painter.fillRect(rect, theme.color("window"))
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inside = rect.adjusted(theme.px(8), theme.px(4), -theme.px(6), -theme.px(4))
        if column is None:
            self._write(painter, inside, letters(logical), "small", "faint")
        else:
            self._paint_column(painter, rect, inside, column)
        painter.restore()

    def _paint_column(self, painter: QPainter, rect: QRect, inside: QRect, column: ColumnView) -> None:
        is_guess = column.certainty == "guess" and not column.is_left_out
        if is_guess:
            painter.fillRect(rect.adjusted(0, 0, -1, -1), theme.color("waiting_soft"))
        half = inside.height() // 2
        above = QRect(inside.left(), inside.top(), inside.width() - theme.px(16), half)
        below = QRect(inside.left(), inside.top() + half, inside.width(), half)
        tone = "faint" if column.is_left_out else CERTAINTY_TONES.get(column.certainty, "text")
        self._write(painter, above, column.label, "body", tone, bold=not column.is_left_out)
        written = " · ".join(filter(None, (column.letters, column.header)))
        self._write(painter, below, written, "small", "muted")
        side = theme.px(14)
        arrow = QRect(inside.right() - side, inside.top() + (half - side) // 2, side, side)
        painter.drawPixmap(arrow, icons.pixmap("down", "muted", 14))

    @staticmethod
    def _write(
        painter: QPainter, place: QRect, text: str, scale: str, tone: str, *, bold: bool = False
    ) -> None:
        painter.setFont(theme.font(scale, bold=bold))
        painter.setPen(theme.color(tone))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell why a column was taken for what it was."""
        if event.type() == QEvent.Type.ToolTip:
            column = self.table.column(self.logicalIndexAt(event.pos())) if self.table else None  # type: ignore[attr-defined]
            if column is not None:
                samples = (
                    _("例如：{samples}").format(samples="、".join(column.samples)) if column.samples else ""
                )
                lines = (column.label, column.why, samples, _("点击可更改（F4 更改光标所在的列）"))
                QToolTip.showText(event.globalPos(), "\n".join(filter(None, lines)), self.viewport())  # type: ignore[attr-defined]
            return True
        return super().viewportEvent(event)


class OutcomeHeader(QHeaderView):
    """Beside each line its number and what it will do; stays in sight when the sheet is moved aside."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(theme.px(LINE_HEIGHT))
        self.setMinimumSectionSize(theme.px(LINE_HEIGHT))
        self.setAccessibleName(_("每一行导入时会做什么"))
        self.wanted = OUTCOME_WIDTH

    def sizeHint(self) -> QSize:
        """Return the width of the sentences."""
        return QSize(theme.px(self.wanted), super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """Draw one line's number, a dot in the colour of what becomes of it, and the sentence."""
        model = self.model()
        assert isinstance(model, SheetModel)
        line = model.line(logical)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_refused = line is not None and line.outcome == "refuse"
        painter.fillRect(rect, theme.color("bad_soft" if is_refused else "window"))
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        number = QRect(rect.left(), rect.top(), theme.px(NUMBER_WIDTH), rect.height())
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("muted"))
        where = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(number, where, str(model.source_row(logical) + 1))
        if line is not None:
            self._paint_line(painter, rect.adjusted(theme.px(NUMBER_WIDTH + 10), 0, -theme.px(8), 0), line)
        painter.restore()

    @staticmethod
    def _paint_line(painter: QPainter, place: QRect, line: LineView) -> None:
        side = theme.px(8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(DOTS[line.outcome]))
        painter.drawEllipse(QRect(place.left(), place.center().y() - side // 2, side, side))
        right = place.right()
        if line.worst in ("refuse", "doubt") and line.outcome != "refuse":
            sign = theme.px(14)
            right -= sign + theme.px(4)
            mark = QRect(right + theme.px(4), place.center().y() - sign // 2, sign, sign)
            painter.drawPixmap(
                mark, icons.pixmap("warning", "bad" if line.worst == "refuse" else "waiting", 14)
            )
        words = QRect(
            place.left() + side + theme.px(8),
            place.top(),
            right - place.left() - side - theme.px(8),
            place.height(),
        )
        tone = {"ignored": "faint", "refuse": "bad", "skip": "muted", "merged": "muted"}.get(
            line.outcome, "text"
        )
        painter.setPen(theme.color(tone))
        shown = painter.fontMetrics().elidedText(line.text, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the whole sentence, and what is to be known about the line."""
        if event.type() == QEvent.Type.ToolTip:
            row, model = self.logicalIndexAt(event.pos()), self.model()  # type: ignore[attr-defined]
            assert isinstance(model, SheetModel)
            if row >= 0 and model.sheet is not None:
                line = model.line(row)
                note = model.sheet.notes.get(model.source_row(row), "")
                text = "\n".join(filter(None, (line.text if line else "", note)))
                QToolTip.showText(event.globalPos(), text, self.viewport())  # type: ignore[attr-defined]
            return True
        return super().viewportEvent(event)


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
        self.lines.wanted = OUTCOME_WIDTH if self.width() > theme.px(820) else 250
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
