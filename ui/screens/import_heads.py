"""The two heads of a roster's sheet (列头与行头): what each column was taken for, and what each line will do.

Both are drawn from what is in sight only.
"""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QToolTip, QWidget

from desk_app.kernel.words import _, listed
from desk_app.screens.import_lines import LineView
from desk_app.screens.import_view import ColumnView, TableView
from ui import icons, theme
from ui.screens.import_model import SheetModel

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
OUTCOME_WIDTH, OUTCOME_LEAST, NUMBER_WIDTH, LINE_HEIGHT, HEAD_HEIGHT = 300, 150, 46, 28, 50


def letters(column: int) -> str:
    """Return 'A' for 0, 'AA' for 26."""
    made = ""
    while column >= 0:
        made = chr(65 + column % 26) + made
        column = column // 26 - 1
    return made


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
                    _("例如：{samples}").format(samples=listed(column.samples)) if column.samples else ""
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
        self._width = theme.px(OUTCOME_WIDTH)

    def take_share_of(self, width: int) -> None:
        """Give the sentences two fifths of a table `width` pixels wide, within reason."""
        self._width = min(theme.px(OUTCOME_WIDTH), max(theme.px(OUTCOME_LEAST), width * 2 // 5))

    def sizeHint(self) -> QSize:
        """Return the width of the sentences."""
        return QSize(self._width, super().sizeHint().height())

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
