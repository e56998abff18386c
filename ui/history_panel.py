"""What was done to a record (操作历史), told in sentences, and the papers that left the program for it."""

from PySide6.QtWidgets import QWidget

from desk_app.kernel.words import _, headed
from desk_app.screens.record_history import HistoryLine
from ui.widgets.labels import label
from ui.widgets.layouts import box, clear, column, line, row

SHOWN_AT_FIRST = 30
"""How many entries are shown; the oldest wait for a press."""


class HistoryPanel(QWidget):
    """Entries from the latest down: who, when, what, why, and each field before and after."""

    def __init__(self) -> None:
        super().__init__()
        self.list = column(gap=8)
        self.setLayout(column(self.list, None))

    def show_lines(self, lines: list[HistoryLine]) -> None:
        """Show the entries."""
        clear(self.list)
        for entry in lines[:SHOWN_AT_FIRST]:
            self.list.addWidget(_entry(entry))
        if len(lines) > SHOWN_AT_FIRST:
            more = _("还有 {count} 条更早的记录").format(count=len(lines) - SHOWN_AT_FIRST)
            self.list.addWidget(label(more, "small", "muted"))
        if not lines:
            self.list.addWidget(label(_("还没有操作记录"), tone="muted"))


def _entry(entry: HistoryLine) -> QWidget:
    head = row(label(entry.what), None, label(f"{entry.at:%m-%d %H:%M}", "small", "muted"), gap=6)
    who = label(entry.who, "small", "muted")
    who.setToolTip(f"{entry.at:%Y-%m-%d %H:%M:%S}")
    parts = column(head, who, gap=1)
    if entry.reason:
        parts.addWidget(label(_("原因：{reason}").format(reason=entry.reason), "small", wrap=True))
    for change in entry.changes:
        if change.before or change.after:
            text = f"{change.before} → {change.after or '—'}" if change.before else change.after
            parts.addWidget(label(headed(change.label, text), "small", "muted", wrap=True, select=True))
        else:
            parts.addWidget(label(change.label, "small", "muted"))
    return box(column(parts, line(), gap=6))
