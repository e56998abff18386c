"""The sheets of a bill run (出账的分页): what to check before, sums per item, its bills, what changed, what was left out."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.screens.bill_run import Found, FoundGroup, RunView
from desk_app.screens.bill_run_lines import BillLine, ChangeLine, ItemTotal, show_change
from ui import icons, theme
from ui.screens.bill_run_tables import Head, RunTable
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import label
from ui.widgets.layouts import column, row
from ui.widgets.record_list import Entry, RecordList

ICONS = {
    "unbilled": "calendar",
    "unshared": "grid",
    "unbound": "room",
    "unbound_meters": "meter",
    "unread": "meter",
    "held": "meter",
    "shared": "grid",
    "tariff": "list",
    "lease": "holding",
    "vacancy": "note",
}


class ChecksSheet(QWidget):
    """What may be forgotten, sort by sort; Enter or a click leads to where it is mended: `opened` with the `Found`."""

    opened = Signal(object)
    tariff_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.list = RecordList(_("出账前核对"), flat=True)
        self.list.setObjectName("run-checks")
        self.list.chosen.connect(self.opened)
        self.fine = EmptyState(
            "check", _("没有发现问题"), _("房屋都绑定了收费，表都抄了，没有快到期的标准和租约。")
        )
        first = _("先在“更多档案”里建收费标准，填好单价，再按“批量绑定…”把房屋绑上。")
        self.bare = EmptyState("list", _("还没有绑定收费"), first, _("新建收费标准"), self.tariff_asked.emit)
        made = column(self.list, self.fine, self.bare, gap=0)
        made.setStretch(0, 1)
        self.setLayout(made)

    def put(self, groups: Sequence[FoundGroup], *, has_fees: bool) -> None:
        """Show what was found; in a book without any fee bound, what to do first."""
        entries: list[Entry] = []
        for group in groups:
            entries.append(Entry(None, "", f"{group.label}  {group.count:,}", heading=True))
            entries += [
                Entry(found, ICONS[group.sort], found.text, found.where, aside=_lead_on(found))
                for found in group.found
            ]
            if group.count > len(group.found):
                more = _("还有 {count} 条没有列出").format(count=f"{group.count - len(group.found):,}")
                entries.append(Entry(None, "", more, heading=True))
        self.list.put(entries)
        self.list.setVisible(bool(groups) and has_fees)
        self.fine.setVisible(not groups and has_fees)
        self.bare.setVisible(not has_fees)


class BillsSheet(QWidget):
    """The bills, by room and item, and why the sum of the line in front is so."""

    asked = Signal()
    looked = Signal(object)
    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.room = QLineEdit()
        self.room.setObjectName("run-room")
        self.room.setPlaceholderText(_("房号开头，如 3-1"))
        self.room.setAccessibleName(_("按房号筛选"))
        self.room.setToolTip(_("按房号筛选  Ctrl+F"))
        self.room.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.room.setFixedWidth(theme.px(190))
        self.room.textChanged.connect(lambda _text: self.asked.emit())
        self.item = QComboBox()
        self.item.setObjectName("run-item")
        self.item.setAccessibleName(_("收费项目"))
        self.item.activated.connect(lambda _place: self.asked.emit())
        self.count = label("", "small", "muted")
        self.table = RunTable(_("账单"), bill_heads(), "run-bills")
        self.room.returnPressed.connect(self.table.setFocus)
        self.table.looked.connect(self.looked)
        self.table.chosen.connect(lambda line: self.chosen.emit(line.room_id))
        self.why = label("", "small", "muted", wrap=True, select=True)
        self.why.setMinimumHeight(theme.px(36))
        self.setLayout(column(row(self.room, self.item, self.count, None), self.table, self.why, gap=8))

    def put_items(self, view: RunView) -> None:
        """Offer the items of the run to filter by."""
        now = self.item.currentText()
        self.item.clear()
        self.item.addItem(_("全部收费项目"), "")
        for total in view.totals:
            if total.bills:
                self.item.addItem(total.item, total.item)
        self.item.setCurrentIndex(max(0, self.item.findText(now)))

    def put(self, lines: Sequence[BillLine], count: int) -> None:
        """Show the lines, of `count` there are."""
        self.table.put(lines)
        text = _("{count} 笔").format(count=f"{count:,}")
        if count > len(lines):
            text = _("共 {count} 笔，列出前 {shown} 笔，请输入房号").format(
                count=f"{count:,}", shown=f"{len(lines):,}"
            )
        self.count.setText(text)


def bill_heads() -> list[Head]:
    """Return the columns of bills."""
    return [
        Head(_("房号"), 130, lambda line: line.room),
        Head(_("收费项目"), 0, lambda line: line.item),
        Head(_("账期"), 210, lambda line: line.span),
        Head(_("应收（元）"), 120, lambda line: show(line.amount), is_figure=True),
        Head(_("缴费截止日"), 120, lambda line: line.due_on, tone=lambda line: "muted"),
    ]


def total_heads() -> list[Head]:
    """Return the columns of sums per item."""
    return [
        Head(_("收费项目"), 0, lambda total: total.item),
        Head(_("账单数"), 100, lambda total: f"{total.bills:,}", is_figure=True),
        Head(_("本期（元）"), 140, lambda total: show(total.total), is_figure=True),
        Head(
            _("上期（元）"), 140, lambda total: show(total.before), is_figure=True, tone=lambda total: "muted"
        ),
        Head(_("比上期"), 120, show_change, is_figure=True, tone=_change_tone),
    ]


def change_heads() -> list[Head]:
    """Return the columns of what changed by more than 20 %."""
    return [
        Head(_("房号"), 120, lambda line: line.room),
        Head(_("收费项目"), 130, lambda line: line.item),
        Head(_("上期（元）"), 104, lambda line: _yuan(line.before), is_figure=True),
        Head(_("本期（元）"), 104, lambda line: _yuan(line.now), is_figure=True),
        Head(_("变化"), 76, _percent, is_figure=True, tone=_percent_tone),
        Head(_("原因"), 0, lambda line: line.why),
    ]


def skip_heads() -> list[Head]:
    """Return the columns of what was left out."""
    return [
        Head(_("房号"), 130, lambda line: line.room),
        Head(_("收费项目"), 150, lambda line: line.item or _("全部")),
        Head(_("原因"), 0, lambda line: line.reason),
    ]


def _lead_on(found: Found) -> str:
    """Return what a click on it does."""
    return _("去出账") if found.period else _("打开")


def _yuan(fen: int | None) -> str:
    return "" if fen is None else show(fen)


def _percent(line: ChangeLine) -> str:
    if line.percent is None:
        return _("新增") if line.before is None else _("没有")
    return f"{line.percent:+d}%"


def _percent_tone(line: ChangeLine) -> str:
    return "waiting" if line.percent is None or line.percent > 0 else "good"


def _change_tone(total: ItemTotal) -> str:
    return "waiting" if total.before and total.total != total.before else "muted"
