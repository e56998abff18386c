"""The page of debts (欠费): rooms by age, who is to be asked today, letters for all of them, and charts."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QWidget,
)

from desk_app.kernel import money
from desk_app.kernel.words import _
from desk_app.screens.arrears import SHOWN, Arrears
from ui import icons, theme
from ui.arrears_table import ArrearsModel, ArrearsTable
from ui.screens.arrears_ages import AgeButtons
from ui.screens.arrears_card import ArrearsCard
from ui.screens.arrears_dialogs import ask_round
from ui.screens.arrears_figures import ArrearsFigures
from ui.screens.arrears_letters import print_letters
from ui.shell import Shell
from ui.widgets.buttons import button, with_keys
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.layouts import box, column, row
from ui.widgets.message_strip import MessageStrip
from ui.widgets.page_header import PageHeader


class ArrearsPage(QWidget):
    """The list at the left, the chosen room at the right; the charts take the place of both."""

    help_topic = "arrears"

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.arrears = Arrears(shell.desk)
        self._build()
        for keys, do in (("Ctrl+F", self._enter_search), ("Esc", self._leave_search)):
            shortcut = QShortcut(QKeySequence(keys), self, do)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.refresh()

    @property
    def title(self) -> str:
        """Return the page's name."""
        return _("欠费")

    # -- what the window asks ------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the debts again; the cursor stays on its room."""
        rows, place = self.arrears.rows, self.table.place
        there = rows[place].room_id if 0 <= place < len(rows) else None
        self.arrears.read()
        self._show(there)
        if self.stage.currentWidget() is self.figures:
            self.figures.refresh()

    def take_focus(self) -> None:
        """Put the cursor into the list."""
        self.table.setFocus()

    # -- what somebody does --------------------------------------------------------------------------------------

    def print_letters(self) -> None:
        """Print the letters of the step shown, or of the first step anybody shown is due for."""
        print_letters(self)

    def offset(self, rooms: list[int], then: Callable[[], object] = lambda: None) -> None:
        """Set prepaid money against the debts of rooms."""

        def done(told: str) -> None:
            self.after_entry(told)
            then()

        self.shell.run_task(_("正在冲抵预存款"), lambda progress: self.arrears.offset(rooms, progress), done)

    def deliver_round(self) -> None:
        """Note how the letters that wait were delivered."""
        waiting = [notice.id for notice in self.arrears.undelivered()]
        if not waiting:
            self.strip.say(_("这里的房屋没有等着登记送达的文书。"), "good")
            return
        ask_round(self, waiting, self.shell.desk, self.after_entry).open()

    def after_entry(self, told: str) -> None:
        """Say what was kept, and show the list anew."""
        for kind in ("dunning_cases", "dunning_events"):
            self.shell.records_changed(kind)
        self.refresh()
        self.strip.say(told, "good")

    def export(self) -> None:
        """Ask where to, and write the list shown as a workbook."""
        wished = f"{self.title} {self.shell.desk.today:%Y-%m-%d}.xlsx"
        chosen, _kind = QFileDialog.getSaveFileName(self, _("导出欠费"), wished, "Excel (*.xlsx)")
        if chosen:
            self.export_to(Path(chosen if chosen.lower().endswith(".xlsx") else f"{chosen}.xlsx"))

    def export_to(self, out: Path) -> None:
        """Write the list shown to a file."""
        self.shell.run_task(
            _("正在导出"),
            lambda progress: self.arrears.export(out, progress),
            lambda count: self.shell.tell_saved(
                _("已导出 {count} 户到 {name}").format(count=f"{count:,}", name=out.name), out.parent
            ),
        )

    def show_charts(self) -> None:
        """Show the charts in place of the list, or the list again."""
        self.stage.setCurrentIndex(int(self.chart_button.isChecked()))
        if self.chart_button.isChecked():
            self.figures.refresh()

    # -- putting it together -------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.model = ArrearsModel(self.arrears)
        self.table = ArrearsTable(self.model)
        self.table.setObjectName("arrears-table")
        self.table.opened.connect(
            lambda place: self.shell.open_record("rooms", self.arrears.rows[place].room_id)
        )
        self.table.letters_typed.connect(self._search_for)
        self.table.selectionModel().currentChanged.connect(lambda now, _old: self._show_card(now.row()))
        self.card = ArrearsCard(self)
        self.ages = AgeButtons(self._choose_age)
        self.strip = MessageStrip(floats=True)
        self.empty = EmptyState(
            "done", _("没有要列出的欠费"), _("这里没有到期未缴的账单，或没有符合筛选的房屋。")
        )
        self.list_stage = QStackedLayout()
        self.list_stage.addWidget(self.table)
        self.list_stage.addWidget(self.empty)
        filters, body = FlowLayout(gap=8), row(box(self.list_stage), self.card, gap=12)
        body.setStretch(0, 1)
        for part in self._filters():
            filters.addWidget(part)
        parts = column(box(filters), self._steps(), self.ages, body, gap=8)
        parts.setStretch(3, 1)
        self.figures = ArrearsFigures(self.shell)
        self.stage = QStackedLayout()
        self.stage.addWidget(box(parts))
        self.stage.addWidget(self.figures)
        inside = column(self._header(), self.strip, box(self.stage), gap=10, margins=(24, 16, 24, 16))
        inside.setStretch(2, 1)
        self.setLayout(inside)

    def _header(self) -> PageHeader:
        acts: tuple[tuple[str, str, str, str, str, Callable[[], object]], ...] = (
            ("export", _("导出 Excel…"), "Ctrl+Shift+E", "arrears-export", "", self.export),
            ("done", _("整批登记送达…"), "Ctrl+Shift+D", "arrears-round", "", self.deliver_round),
            ("print", _("打印催缴文书…"), "Ctrl+P", "arrears-print", "main", self.print_letters),
        )
        made = [
            button(words, do, icon=icon, shortcut=keys, name=name, look=look)
            for icon, words, keys, name, look, do in acts
        ]
        self.chart_button = button(
            _("图表"), self.show_charts, icon="chart", shortcut="F6", name="arrears-charts"
        )
        self.chart_button.setCheckable(True)
        self.header = PageHeader(self.title, "…", self.chart_button, *made)
        return self.header

    def _filters(self) -> list[QWidget]:
        blocks = [("", _("全部楼栋")), *((str(key), words) for key, words in self.arrears.buildings())]
        items = [("", _("全部项目")), *((str(key), words) for key, words in self.arrears.items())]
        self.buildings = _choice("arrears-building", _("楼栋"), blocks)
        self.items = _choice("arrears-item", _("收费项目"), items)
        for chooser in (self.buildings, self.items):
            chooser.activated.connect(lambda _place: self._choose())
        self.least = _line("arrears-least", _("最少欠费（元）"), 130, self._choose_least)
        self.search = _line("arrears-search", _("跳到房号"), 150, self._search)
        self.search.setToolTip(with_keys(_("跳到房号"), "Ctrl+F"))
        self.search.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        return [self.buildings, self.items, self.least, self.search]

    def _steps(self) -> QWidget:
        """Return the buttons that show everybody, or who is due for one step."""
        self.step_buttons: dict[str, QPushButton] = {}
        group, flow = QButtonGroup(self), FlowLayout(gap=6)
        for name, _label in SHOWN:
            made = button("", lambda name=name: self._show_only(name), name=f"arrears-{name}")
            made.setCheckable(True)
            made.setChecked(name == self.arrears.filters.shown)
            group.addButton(made)
            flow.addWidget(made)
            self.step_buttons[name] = made
        return box(flow)

    # -- keeping everything in step ------------------------------------------------------------------------------

    def _show(self, room_id: int | None = None) -> None:
        """Show the rows and their sums; the cursor goes to the room, or to the first."""
        self.arrears.show()
        self.model.reload()
        rows, total = self.arrears.rows, self.arrears.total()
        self.list_stage.setCurrentIndex(0 if rows else 1)
        self.ages.show_sums(total.ages, self.arrears.filters.bucket)
        words = _("{count} 户，欠费合计 {total} 元").format(
            count=f"{len(rows):,}", total=money.show(total.total)
        )
        if total.held:
            words += _("，另有争议挂起 {held} 元").format(held=money.show(total.held))
        if prepaid := self.arrears.prepaid():
            words += _("，预存可抵 {prepaid} 元").format(prepaid=money.show(prepaid))
        self.header.show_words(self.title, words)
        counts = self.arrears.counts()
        for name, label_ in SHOWN:
            self.step_buttons[name].setText(f"{_(label_)}  {counts[name]:,}")
        place = next((at for at, each in enumerate(rows) if each.room_id == room_id), 0)
        self.table.go_to(place)
        self._show_card(place if rows else -1)

    def _show_card(self, place: int) -> None:
        rows = self.arrears.rows
        if 0 <= place < len(rows):
            self.card.show_room(rows[place].room_id, rows[place].room)
        else:
            self.card.show_room(None)

    def _choose(self) -> None:
        asked = self.arrears.filters
        asked.building_id = int(self.buildings.currentData() or 0) or None
        asked.item_id = int(self.items.currentData() or 0) or None
        self.strip.hide()
        self.refresh()

    def _choose_age(self, place: int | None) -> None:
        self.arrears.filters.bucket = place
        self._show()

    def _choose_least(self) -> None:
        try:
            self.arrears.ask_least(self.least.text())
        except ValueError as error:
            self.strip.say(str(error))
            return
        self.strip.hide()
        self._show()

    def _show_only(self, name: str) -> None:
        self.arrears.filters.shown = name
        self.strip.hide()
        self._show()
        self.table.setFocus()

    def _enter_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _search_for(self, letters: str) -> None:
        self.search.setFocus()
        self.search.setText(letters)

    def _leave_search(self) -> None:
        self.search.clear()
        self.table.setFocus()

    def _search(self) -> None:
        place = self.arrears.find(self.search.text(), self.table.place)
        if place is None:
            self.strip.say(
                _("这里没有房号含“{words}”的欠费。").format(words=self.search.text()[:20]), "waiting"
            )
        else:
            self.strip.hide()
            self.table.go_to(place)


def _choice(name: str, words: str, choices: list[tuple[str, str]]) -> QComboBox:
    made = QComboBox()
    made.setObjectName(name)
    made.setAccessibleName(words)
    for stored, shown in choices:
        made.addItem(shown, stored)
    return made


def _line(name: str, words: str, width: int, do: Callable[[], object]) -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(name)
    made.setPlaceholderText(words)
    made.setAccessibleName(words)
    made.setToolTip(words)
    made.setFixedWidth(theme.px(width))
    made.returnPressed.connect(do)
    return made
