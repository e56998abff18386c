"""The sheets of the bill run page with their buttons (出账的五页): Ctrl+1 to Ctrl+5 go through them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget, QWidget

from desk_app.kernel.words import _
from desk_app.screens.bill_run import FoundGroup, RunView
from ui.screens.bill_run_sheets import BillsSheet, ChecksSheet, change_heads, skip_heads, total_heads
from ui.screens.bill_run_tables import RunTable
from ui.widgets.buttons import button, with_keys
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.layouts import column, row

SHEETS = ("checks", "totals", "bills", "changes", "skips")


class RunSheets(QWidget):
    """Names what is opened: `found_opened` a `Found`, `room_opened` a room's id; `bills` asks by itself."""

    found_opened = Signal(object)
    room_opened = Signal(int)
    tariff_asked = Signal()
    export_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.checks, self.bills = ChecksSheet(), BillsSheet()
        self.checks.opened.connect(self.found_opened)
        self.checks.tariff_asked.connect(self.tariff_asked)
        self.bills.chosen.connect(self.room_opened)
        self.totals = RunTable(_("各项合计"), total_heads(), "run-totals")
        self.totals.chosen.connect(self._show_item)
        self.changes = RunTable(_("变化超过 20%"), change_heads(), "run-changes")
        self.skips = RunTable(_("没有出账"), skip_heads(), "run-skips")
        for table in (self.changes, self.skips):
            table.chosen.connect(lambda line: self.room_opened.emit(line.room_id))
        self.stack = QStackedWidget()
        for sheet in (self.checks, self.totals, self.bills, self.changes, self.skips):
            self.stack.addWidget(sheet)
        self.export_button = button(
            _("导出对比…"),
            self.export_asked.emit,
            icon="export",
            look="plain",
            shortcut="Ctrl+Shift+E",
            name="run-export",
        )
        self._make_tabs()
        tabs = FlowLayout(gap=6)
        for each in self.tabs.values():
            tabs.addWidget(each)
        head = row(tabs, self.export_button, gap=6)
        head.setStretch(0, 1)
        made = column(head, self.stack, gap=10)
        made.setStretch(1, 1)
        self.setLayout(made)

    def put(self, groups: Sequence[FoundGroup], view: RunView | None, *, has_fees: bool) -> None:
        """Show what was found before, and the run; its bills are asked for apart."""
        self.checks.put(groups, has_fees=has_fees)
        self.totals.put(view.totals if view else ())
        self.changes.put(view.changes if view else ())
        self.skips.put(view.skips if view else ())
        self.export_button.setEnabled(bool(view and view.changes))
        if view is not None:
            self.bills.put_items(view)
        counts = {"checks": sum(group.count for group in groups)}
        if view is not None:
            counts |= {"bills": view.bills, "changes": len(view.changes), "skips": len(view.skips)}
        for name, made in self.tabs.items():
            count = f"  {counts[name]:,}" if name in counts else ""
            made.setText(f"{sheet_words()[name]}{count}")
            made.setEnabled(view is not None or name == "checks")

    def go_to(self, name: str) -> None:
        """Bring a sheet in front."""
        if self.tabs[name].isEnabled():
            self.tabs[name].setChecked(True)
            self.stack.setCurrentIndex(SHEETS.index(name))

    def go_into(self, name: str) -> None:
        """Bring a sheet in front, with the cursor in it."""
        self.go_to(name)
        front = self.stack.currentWidget()
        inside = {self.checks: self.checks.list, self.bills: self.bills.table}.get(front, front)
        inside.setFocus()

    def find(self) -> None:
        """Put the cursor where a room is typed."""
        self.go_to("bills")
        self.bills.room.setFocus()
        self.bills.room.selectAll()

    def _make_tabs(self) -> None:
        self.tabs: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        for place, (name, words) in enumerate(sheet_words().items(), 1):
            made = button(words, lambda name=name: self.go_to(name), name=f"run-tab-{name}")
            made.setToolTip(with_keys(words, f"Ctrl+{place}"))
            made.setCheckable(True)
            group.addButton(made)
            self.tabs[name] = made

    def _show_item(self, total: object) -> None:
        """Show the bills of the item whose sum was opened."""
        self.bills.item.setCurrentIndex(max(0, self.bills.item.findText(getattr(total, "item", ""))))
        self.bills.asked.emit()
        self.go_into("bills")


def sheet_words() -> dict[str, str]:
    """Return the sheets' names in their order."""
    return {
        "checks": _("出账前核对"),
        "totals": _("各项合计"),
        "bills": _("账单"),
        "changes": _("变化超过 20%"),
        "skips": _("没有出账"),
    }
