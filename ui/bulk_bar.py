"""The bar under a table while several rows are chosen (批量操作): how many, and the steps they can take together."""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QMenu, QToolButton

from desk_app.kernel.words import _
from desk_app.screens import bulk_steps, hand_over
from desk_app.screens.bulk_steps import BulkStep, Rehearsal, Report
from desk_app.screens.record_table import RecordTable
from ui import theme
from ui.bulk_dialog import BulkDialog, ReportDialog
from ui.shell import Shell
from ui.widgets.buttons import button, tool_button
from ui.widgets.labels import label
from ui.widgets.layouts import clear, row

MOST_RECORDS = 2000
"""How many records may take a step together."""
MOST_STEPS = 4


class BulkBar(QFrame):
    """Shown while two rows or more are chosen. `copy`, `print_many` and `let_go` are told when those are pressed."""

    copy = Signal()
    print_many = Signal()
    let_go = Signal()

    def __init__(self, shell: Shell, table: RecordTable) -> None:
        super().__init__()
        self._shell = shell
        self._table = table
        self._ids: list[int] = []
        self._parts = row(gap=8, margins=(16, 8, 16, 8))
        self.setLayout(self._parts)
        theme.dress(self, look="card")
        self.hide()

    def show_chosen(self, count: int, ids: list[int]) -> None:
        """Show what the chosen records can do; `ids` may be left out when there are more than `MOST_RECORDS`."""
        self.setVisible(count > 1)
        if count <= 1:
            return
        self._ids = ids
        clear(self._parts)
        self._parts.addWidget(label(_("已选 {count} 条").format(count=f"{count:,}"), "heading"))
        steps = bulk_steps.offered(self._table.kind, ids, self._shell.desk)
        for step in steps[:MOST_STEPS]:
            self._parts.addWidget(button(_words(step), partial(self.ask, step), name=f"bulk-{step.name}"))
        if steps[MOST_STEPS:]:
            self._parts.addWidget(self._more(steps[MOST_STEPS:]))
        if hand_over.can_be_given(self._table.kind):
            tip = _("把选中的交给同事跟进")
            self._parts.addWidget(
                button(_("交接…"), self._hand_over, icon="forward", tip=tip, name="bulk-hand-over")
            )
        self._parts.addStretch(1)
        if self._table.kind.papers or self._table.kind.packs:
            self._parts.addWidget(
                button(
                    _("批量打印…"), self.print_many.emit, icon="print", shortcut="Ctrl+P", name="bulk-print"
                )
            )
        self._parts.addWidget(
            button(_("复制"), self.copy.emit, icon="copy", tip=_("复制（Ctrl+C）"), name="bulk-copy")
        )
        self._parts.addWidget(button(_("取消选择"), self.let_go.emit, look="plain", tip=_("取消选择（Esc）")))

    def _more(self, steps: list[BulkStep]) -> QToolButton:
        """Return the button of the steps there is no room for."""
        made = tool_button("more", _("更多操作"))
        made.setObjectName("bulk-more")
        menu = QMenu(made)
        for step in steps:
            menu.addAction(_words(step), partial(self.ask, step))
        made.setMenu(menu)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return made

    def _hand_over(self) -> None:
        """Ask to whom the chosen ones that are open are given."""
        from ui.hand_over import HandOverDialog

        keys = hand_over.open_ones(self._table.kind, self._ids)
        if keys:
            HandOverDialog(self, self._shell, keys).open()
        else:
            self._shell.tell(_("选中的都已办结，不用交接。"), "waiting")

    def ask(self, step: BulkStep) -> None:
        """Find out for whom the step can be taken, show it, ask for what the step needs, and do it."""
        kind, ids, desk = self._table.kind, self._ids, self._shell.desk

        def show(rehearsal: Rehearsal) -> None:
            BulkDialog(self, desk, kind, step, rehearsal, partial(self._press, step, rehearsal)).open()

        self._shell.run_task(
            step.label, lambda progress: bulk_steps.rehearse(kind, step.name, ids, desk, progress), show
        )

    def _press(self, step: BulkStep, rehearsal: Rehearsal, reason: str, entries: dict[str, Any]) -> None:
        kind, desk = self._table.kind, self._shell.desk

        def work(progress: Any) -> Report:
            return bulk_steps.press(
                kind, step.name, rehearsal.fitting, desk, progress, reason=reason, entries=entries
            )

        self._shell.run_task(step.label, work, self._report)

    def _report(self, report: Report) -> None:
        self._shell.records_changed(self._table.kind.name)
        if report.refused:
            ReportDialog(self, report).open()
        else:
            self._shell.tell(report.sentence, "waiting" if report.is_stopped else "good")


def _words(step: BulkStep) -> str:
    return _("{step}（{count} 条）").format(step=step.label, count=f"{step.count:,}")
