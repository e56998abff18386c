"""The bar under a table while several rows are chosen (批量操作): how many, and the steps they can take together."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from desk_app.kernel.words import _
from desk_app.screens import bulk_steps
from desk_app.screens.bulk_steps import BulkStep, Report
from desk_app.screens.record_table import RecordTable
from ui import theme
from ui.bulk_dialog import BulkDialog, ReportDialog
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import clear, row

MOST_RECORDS = 2000
"""How many records may take a step together."""
MOST_STEPS = 4


class BulkBar(QFrame):
    """Shown while two rows or more are chosen. `copy` and `let_go` are told when those buttons are pressed."""

    copy = Signal()
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
            words = _("{step}（{count} 条）").format(step=step.label, count=step.count)
            self._parts.addWidget(button(words, lambda step=step: self.ask(step), name=f"bulk-{step.name}"))
        self._parts.addStretch(1)
        self._parts.addWidget(
            button(_("复制"), self.copy.emit, icon="copy", tip=_("复制（Ctrl+C）"), name="bulk-copy")
        )
        self._parts.addWidget(button(_("取消选择"), self.let_go.emit, look="plain", tip=_("取消选择（Esc）")))

    def ask(self, step: BulkStep) -> None:
        """Say what will happen, ask for what the step needs, and do it."""
        BulkDialog(
            self, self._shell.desk, self._table.kind, step, lambda *asked: self._press(step, *asked)
        ).open()

    def _press(self, step: BulkStep, reason: str, entries: dict[str, Any]) -> None:
        kind, ids, desk = self._table.kind, self._ids, self._shell.desk

        def work(progress: Any) -> Report:
            return bulk_steps.press(kind, step.name, ids, desk, progress, reason=reason, entries=entries)

        self._shell.run_task(step.label, work, self._report)

    def _report(self, report: Report) -> None:
        self._shell.records_changed(self._table.kind.name)
        if report.refused:
            ReportDialog(self, report).open()
        else:
            self._shell.tell(report.sentence, "waiting" if report.is_stopped else "good")
