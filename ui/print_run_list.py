"""The list of print runs (打印批次): those not finished can be gone on with or taken back; others printed again."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens import print_run_list
from desk_app.screens.print_run_list import RunLine
from ui import theme
from ui.print_run import ask, open_run
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import label
from ui.widgets.layouts import column, row
from ui.widgets.message_strip import MessageStrip


def show_runs(shell: Shell) -> "RunListDialog":
    """Show the runs over the window."""
    dialog = RunListDialog(shell)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


class RunListDialog(QDialog):
    """Runs not finished first, the latest on top. Enter opens one."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell if isinstance(shell, QWidget) else None)
        self.shell = shell
        self.lines: list[RunLine] = []
        self.setWindowTitle(_("打印批次"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(theme.px(760), theme.px(460))
        self.strip = MessageStrip()
        self.table = self._make_table()
        self.empty = EmptyState(
            "print",
            _("还没有打印批次"),
            _("在列表里选中几行，按“批量打印…”，就有一个批次。"),
        )
        self.open_button = button(
            _("打开"), self.open_chosen, icon="print", look="main", name="runs-open", shortcut="Ctrl+Return"
        )
        self.undo_button = button(_("撤销…"), self.undo_chosen, icon="undo", name="runs-undo")
        self.give_up_button = button(
            _("其余不打了…"), self.give_up_chosen, icon="cancel", name="runs-give-up"
        )
        close = button(_("关闭"), self.reject, look="plain", shortcut="Esc")
        foot = row(close, None, self.undo_button, self.give_up_button, self.open_button)
        why = label(_("没打完的批次编号已经取好，可以接着打；一份没打的可以撤销。"), tone="muted", wrap=True)
        layout = column(
            label(_("打印批次"), "heading"), why, self.strip, self.table, self.empty, foot,
            gap=10, margins=(24, 20, 24, 16),
        )  # fmt: skip
        layout.setStretch(3, 1)
        layout.setStretch(4, 1)
        self.setLayout(layout)
        self.refresh()

    def refresh(self) -> None:
        """Read the runs again."""
        self.lines = print_run_list.list_runs()
        self.table.setRowCount(len(self.lines))
        for at, line in enumerate(self.lines):
            progress = f"{line.printed:,} / {line.count:,}"
            for column_, text in enumerate(
                (str(line.run_id), line.label, line.at, line.who, progress, line.state)
            ):
                item = QTableWidgetItem(text)
                if column_ == 5 and line.is_open:
                    item.setForeground(theme.color("waiting"))
                self.table.setItem(at, column_, item)
        self.table.setVisible(bool(self.lines))
        self.empty.setVisible(not self.lines)
        if self.lines:
            self.table.selectRow(0)
            self.table.setFocus()
        self._show_chosen()

    def open_chosen(self) -> None:
        """Go on with the run, or look at it."""
        line = self._chosen()
        if line is not None:
            self.accept()
            open_run(self.shell, line.run_id)

    def undo_chosen(self) -> None:
        """Take the run back, after asking."""
        line = self._chosen()
        if line is not None and ask(self, _("撤销这个批次？"), _("一份都没打印。编号会收回，可以重新来过。")):
            self._do(lambda: print_run_list.undo(line.run_id, self.shell.desk))

    def give_up_chosen(self) -> None:
        """Print no more of the run, after asking."""
        line = self._chosen()
        if line is not None and ask(self, _("其余不打了？"), _("没打的编号会记为作废，不能再用。")):
            self._do(lambda: print_run_list.close(line.run_id, self.shell.desk))

    def _do(self, do: Callable[[], str]) -> None:
        try:
            words = do()
        except DeskError as error:
            self.strip.say(str(error))
            return
        self.strip.say(words, "good")
        self.refresh()

    def _chosen(self) -> RunLine | None:
        at = self.table.currentRow()
        return self.lines[at] if 0 <= at < len(self.lines) else None

    def _show_chosen(self) -> None:
        line = self._chosen()
        self.open_button.setEnabled(line is not None and line.count > 0)
        self.open_button.setText(_("接着打") if line is not None and line.is_open else _("打开"))
        self.undo_button.setEnabled(line is not None and line.may_undo)
        self.give_up_button.setEnabled(line is not None and line.is_open and not line.may_undo)

    def _make_table(self) -> QTableWidget:
        made = QTableWidget(0, 6)
        made.setAccessibleName(_("打印批次"))
        made.setHorizontalHeaderLabels([_("批次"), _("表单"), _("时间"), _("谁"), _("已打"), _("状态")])
        made.verticalHeader().hide()
        made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        made.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        made.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        made.itemSelectionChanged.connect(self._show_chosen)
        made.itemActivated.connect(lambda _item: self.open_chosen())
        return made
