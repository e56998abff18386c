"""What is chosen for the meter round (抄表筛选): period, building, kind, day of reading, a jump, and which state."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QLineEdit, QPushButton, QWidget

from desk_app.kernel.words import _
from desk_app.screens import remembered
from desk_app.screens.meter_round import MeterRound
from ui import icons, theme
from ui.widgets.buttons import button, with_keys
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import label
from ui.widgets.layouts import box, column, row

KEPT = "meter_round"


class MeterFilters(QWidget):
    """Writes into the `MeterRound` what is chosen; building and kind are remembered for the next time.

    `strip` says beside the buttons what is odd or refused: there it takes no line of its own.
    """

    chosen = Signal()
    refused = Signal(str)
    searched = Signal(str)

    def __init__(self, meters: MeterRound, strip: QWidget) -> None:
        super().__init__()
        self.meters = meters
        self.strip = strip
        self._recall()
        self._make_choosers()
        self._make_lines()
        dated = box(row(label(_("抄表日期"), tone="muted"), self.day, gap=6))
        flow = FlowLayout(gap=8)
        for part in (self.periods, self.buildings, self.kinds, dated, self.search):
            flow.addWidget(part)
        self.setLayout(column(box(flow), self._states(), gap=10))

    def show_counts(self) -> None:
        """Say on the buttons how many meters there are, and how many are read."""
        counts = self.meters.counts()
        words = {"all": _("全部"), "missing": _("未抄"), "held": _("待核对")}
        for name, made in self.states.items():
            made.setText(f"{words[name]}  {counts[name]}")
        read = counts["read"] + counts["held"]
        self.read_count.setText(_("已抄 {read} / {all}").format(read=read, all=counts["all"]))

    def enter_search(self) -> None:
        """Put the cursor into the box that jumps."""
        self.search.setFocus()
        self.search.selectAll()

    def _make_choosers(self) -> None:
        meters = self.meters
        periods = [(str(period), words) for period, words in meters.periods()]
        self.periods = _choice("meter-period", _("账期"), periods, str(meters.period))
        blocks = [("", _("全部楼栋")), *((str(block), words) for block, words in meters.buildings())]
        self.buildings = _choice("meter-building", _("楼栋"), blocks, str(meters.building_id or ""))
        self.kinds = _choice("meter-kind", _("类别"), [("", _("全部仪表")), *meters.kinds()], meters.kind)
        for chooser in (self.periods, self.buildings, self.kinds):
            chooser.activated.connect(lambda _place: self._choose())

    def _make_lines(self) -> None:
        self.day = QLineEdit(f"{self.meters.read_on:%Y-%m-%d}")
        self.day.setObjectName("meter-day")
        self.day.setAccessibleName(_("抄表日期"))
        self.day.setToolTip(_("抄表日期：以后录入的读数记在这一天"))
        self.day.setFixedWidth(theme.px(116))
        self.day.editingFinished.connect(self._choose_day)
        self.search = QLineEdit()
        self.search.setObjectName("meter-search")
        self.search.setPlaceholderText(_("跳到房号、表号"))
        self.search.setAccessibleName(_("跳到房号、表号"))
        self.search.setToolTip(with_keys(_("跳到房号、表号"), "Ctrl+F"))
        self.search.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setFixedWidth(theme.px(190))
        self.search.returnPressed.connect(lambda: self.searched.emit(self.search.text()))

    def _states(self) -> QWidget:
        """Return the buttons that show all, the missing or the held ones, with how many there are."""
        self.states: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        for name in ("all", "missing", "held"):
            made = button("", self._show_only(name), name=f"meter-{name}")
            made.setCheckable(True)
            made.setChecked(name == self.meters.shown)
            group.addButton(made)
            self.states[name] = made
        self.read_count = label("", tone="good")
        made = row(*self.states.values(), 8, self.read_count, 8, self.strip, gap=6)
        made.setStretch(made.count() - 1, 1)
        return box(made)

    def _show_only(self, name: str) -> Callable[[], None]:
        def show() -> None:
            self.meters.shown = name
            self.chosen.emit()

        return show

    def _choose(self) -> None:
        self.meters.period = int(self.periods.currentData())
        self.meters.building_id = int(self.buildings.currentData() or 0) or None
        self.meters.kind = str(self.kinds.currentData())
        remembered.put(f"{KEPT}/building", self.meters.building_id or 0)
        remembered.put(f"{KEPT}/kind", self.meters.kind)
        self.chosen.emit()

    def _choose_day(self) -> None:
        try:
            self.meters.choose_day(self.day.text())
        except ValueError as error:
            self.refused.emit(str(error))
        self.day.setText(f"{self.meters.read_on:%Y-%m-%d}")

    def _recall(self) -> None:
        """Show the building and kind that were shown last."""
        kept = int(remembered.get(f"{KEPT}/building", 0))
        self.meters.building_id = kept if kept in dict(self.meters.buildings()) else None
        kind = str(remembered.get(f"{KEPT}/kind", ""))
        self.meters.kind = kind if kind in dict(self.meters.kinds()) else ""


def _choice(name: str, words: str, options: list[tuple[str, str]], now: str) -> QComboBox:
    made = QComboBox()
    made.setObjectName(name)
    made.setAccessibleName(words)
    made.setToolTip(words)
    for kept, text in options:
        made.addItem(text, kept)
    made.setCurrentIndex(max(made.findData(now), 0))
    return made
