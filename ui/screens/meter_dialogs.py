"""Small windows of the meter round (抄表的小窗口): a swap, a correction, and what a file of readings would bring."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHeaderView, QLineEdit, QTableWidget, QTableWidgetItem, QWidget

from desk_app.kernel.access import Desk
from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens import meter_changes, meter_rows
from desk_app.screens.meter_changes import Swap
from desk_app.screens.meter_rows import SheetPlan
from ui import theme
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import Part, box, column, row
from ui.widgets.message_strip import MessageStrip

PLAN_ROWS_SHOWN = 5000


class _Asking(QDialog):
    """A heading, boxes to type in, a strip for what is refused, and the button that does it."""

    def __init__(self, parent: QWidget, title: str, hint: str, action: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme.px(440))
        self.strip = MessageStrip(closable=False)
        self.body = column(gap=6)
        self.yes = button(action, self.accept, look="main", name="dialog-yes", shortcut="Ctrl+Return")
        self.no = button(_("取消"), self.reject, name="dialog-no")
        parts: tuple[Part, ...] = (
            label(title, "heading", wrap=True),
            label(hint, tone="muted", wrap=True),
            self.body,
            self.strip,
            row(None, self.no, self.yes),
        )
        self.setLayout(column(*parts, gap=12, margins=(24, 20, 24, 16)))

    def ask(self, name: str, words: str, text: str = "") -> QLineEdit:
        """Return a box with its words above; Enter goes to the next, from the last one it does the thing."""
        line = QLineEdit(text)
        line.setObjectName(name)
        line.setAccessibleName(words)
        line.returnPressed.connect(lambda: self._go_on(line))
        self.body.addWidget(box(column(label(words, "small", "muted"), line, gap=2)))
        return line

    def showEvent(self, event: QShowEvent) -> None:
        """Put the cursor into the first box."""
        super().showEvent(event)
        lines = self.findChildren(QLineEdit)
        if lines:
            lines[0].setFocus()

    def do(self) -> None:
        """Do it; DeskError keeps the window open with its sentence."""
        raise NotImplementedError

    def accept(self) -> None:
        """Do it, and close when it was done."""
        try:
            self.do()
        except DeskError as error:
            self.strip.say(str(error))
            return
        super().accept()

    def _go_on(self, line: QLineEdit) -> None:
        lines = self.findChildren(QLineEdit)
        after = lines[lines.index(line) + 1 :]
        if after:
            after[0].setFocus()
            after[0].selectAll()
        else:
            self.accept()


class SwapDialog(_Asking):
    """Asks for the old counter's last value and the new one's number and first value."""

    def __init__(self, parent: QWidget, meter_id: int, desk: Desk, done: Callable[[], object]) -> None:
        title = _("换表：{meter}").format(meter=meter_changes.title_of(meter_id))
        hint = _("上期读数 {value}。旧表的用量会和新表的一起，在下一次抄表时计费。").format(
            value=meter_changes.last_value(meter_id)
        )
        super().__init__(parent, title, hint, _("登记换表"))
        self.swap = Swap(meter_id, desk, on=meter_changes.today_words(desk))
        self.done_ = done
        self.lines = {
            name: self.ask(f"swap-{name}", words, getattr(self.swap, name))
            for name, words in self.swap.labels().items()
        }

    def do(self) -> None:
        """Write the swap down."""
        for name, line in self.lines.items():
            setattr(self.swap, name, line.text())
        self.swap.save()
        self.done_()


class CorrectDialog(_Asking):
    """Asks for the right value of a reading that was billed, and why."""

    def __init__(
        self, parent: QWidget, meter_id: int, period: int, desk: Desk, done: Callable[[str], object]
    ) -> None:
        title = _("更正读数：{meter}").format(meter=meter_changes.title_of(meter_id))
        hint = _(
            "已经出账的读数不改动，更正单独记一行。少计的，再出一次账会自动补收；多计的，填写审核人当场冲减账单，已收的转入预存款。"
        )
        super().__init__(parent, title, hint, _("更正"))
        self.told = (meter_id, period, desk, done)
        self.value = self.ask("correct-value", _("正确的读数"))
        self.reason = self.ask("correct-reason", _("原因"))
        self.approver = self.ask("correct-approver", _("冲减账单的审核人（另一人，可不填）"))

    def do(self) -> None:
        """Write the correction down."""
        meter_id, period, desk, done = self.told
        value, reason, approver = (line.text() for line in (self.value, self.reason, self.approver))
        done(meter_changes.correct(meter_id, period, value, desk, reason, approver))


class PlanDialog(QDialog):
    """Shows line by line what a file would bring; nothing is written before it is accepted."""

    def __init__(self, parent: QWidget, plan: SheetPlan, accept: Callable[[], object]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("导入抄表表格"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(theme.px(860), theme.px(560))
        self._do = accept
        count = plan.count("enter", "held", "new")
        self.table = self._fill(plan)
        self.yes = button(
            _("导入 {count} 条").format(count=count),
            self.accept,
            look="main",
            name="plan-yes",
            shortcut="Ctrl+Return",
        )
        self.yes.setEnabled(count > 0)
        self.no = button(_("取消"), self.reject, name="plan-no")
        parts: tuple[Part, ...] = (
            label(plan.file_name, "heading"),
            label(meter_rows.sum_up(plan), tone="muted", wrap=True),
            self.table,
            row(None, self.no, self.yes),
        )
        layout = column(*parts, gap=12, margins=(24, 20, 24, 16))
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def accept(self) -> None:
        """Let the readings in."""
        super().accept()
        self._do()

    def _fill(self, plan: SheetPlan) -> QTableWidget:
        """Return the lines, those that need a look on top."""
        order = {"refuse": 0, "held": 1, "new": 2, "enter": 3, "skip": 4}
        lines = sorted(plan.lines, key=lambda line: (order[line.outcome], line.row))[:PLAN_ROWS_SHOWN]
        table = QTableWidget(len(lines), 5)
        table.setObjectName("plan-lines")
        table.setAccessibleName(_("每一行的结果"))
        table.setHorizontalHeaderLabels([_("行"), _("表号"), _("房号或位置"), _("本期读数"), _("结果")])
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        for place, line in enumerate(lines):
            cells, tone = meter_rows.plan_cells(line)
            for number, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                item.setForeground(theme.color(tone if number == 4 else "text"))
                table.setItem(place, number, item)
        heads = table.horizontalHeader()
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        heads.setStretchLastSection(True)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for number, width in enumerate((52, 120, 130, 100)):
            table.setColumnWidth(number, theme.px(width))
        return table
