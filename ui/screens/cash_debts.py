"""What a room owes, one line each with a box to tick (欠费清单); the line in front tells why its sum is so."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent

from desk_app.kernel.days import show_day
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.screens.cash_room import HELD, LATER, DebtLine, Key
from ui import theme
from ui.widgets.sum_table import SumTable

COLUMNS = 6
WORDS = (0, 1, 2, 4)
"""Columns that are no numbers: those are the sum and the days overdue."""


class DebtTable(SumTable):
    """Space, a click on the box, or Enter on a line ticks it: `ticked` with its key. `looked` names the line in front."""

    ticked = Signal(object)
    looked = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("欠费清单"), WORDS)
        self.lines: Sequence[DebtLine] = ()
        self.setObjectName("debts")
        self.currentCellChanged.connect(lambda row, *_rest: self._look(row))
        self.cellClicked.connect(self._click)
        self.retranslate()

    def retranslate(self) -> None:
        """Name the columns in the language in use."""
        self.setAccessibleName(_("欠费清单"))
        heads = (_("缴"), _("收费项目"), _("账期"), _("未缴（元）"), _("缴费截止日"), _("逾期"))
        self.show_heads(heads, (1,))

    def put_debts(self, lines: Sequence[DebtLine], ticked: Sequence[Key]) -> None:
        """Show the lines, those of `ticked` with their box ticked; the line in front stays where it was."""
        at = max(0, self.currentRow())
        self.blockSignals(True)
        self.lines = lines
        self.setRowCount(len(lines))
        for place, line in enumerate(lines):
            self._put_line(place, line, line.key in ticked)
        if lines:
            self.setCurrentCell(min(at, len(lines) - 1), 1)
        self.blockSignals(False)
        self._look(self.currentRow())

    def _put_line(self, place: int, line: DebtLine, is_ticked: bool) -> None:
        item = line.item
        if line.when == HELD:
            item = _("{item}（挂起）").format(item=item)
        elif line.when == LATER:
            item = _("{item}（未到期）").format(item=item)
        late = _("{days} 天").format(days=line.days_late) if line.days_late else ""
        texts = ("", item, line.span, show(line.amount), show_day(line.due_on), late)
        for column, text in enumerate(texts):
            cell = self.put_cell(place, column, text)
            if column == 0:
                cell.setFlags(cell.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                cell.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
                cell.setData(Qt.ItemDataRole.AccessibleTextRole, _("缴") if is_ticked else _("不缴"))
            if line.when != "due":
                cell.setForeground(QColor(theme.color("muted")))
            elif column == COLUMNS - 1 and late:
                cell.setForeground(QColor(theme.color("bad")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter tick the line in front."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tick(self.currentRow())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QEvent) -> None:
        """Mark a line as soon as the cursor comes."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        if self.currentRow() < 0 and self.rowCount():
            self.setCurrentCell(0, 1)

    def _click(self, row: int, column: int) -> None:
        if column == 0:
            self._tick(row)

    def _tick(self, row: int) -> None:
        if 0 <= row < len(self.lines):
            self.ticked.emit(self.lines[row].key)

    def _look(self, row: int) -> None:
        self.looked.emit(self.lines[row] if 0 <= row < len(self.lines) else None)
