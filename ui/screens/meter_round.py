"""The page of the meter round (抄表): type a value, Enter, the next meter; what is odd is said at once."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _, headed
from desk_app.screens import meter_rows
from desk_app.screens.meter_round import Entered, MeterRound
from desk_app.screens.meter_rows import SheetPlan
from ui.file_places import ask_open_file, ask_save_place, folder_offer
from ui.meter_table import MeterModel, MeterTable
from ui.screens.meter_card import MeterCard
from ui.screens.meter_dialogs import PlanDialog
from ui.screens.meter_filters import MeterFilters
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import label
from ui.widgets.layouts import box, column, row
from ui.widgets.message_strip import MessageStrip
from ui.widgets.page_header import PageHeader


class MeterRoundPage(QWidget):
    """Every value typed is stored at once; the card at the right tells about the meter the cursor is on."""

    help_topic = "meter_round"

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.meters = MeterRound(shell.desk)
        self._is_telling = False
        self._build()
        for keys, do in (("Ctrl+F", self.filters.enter_search), ("Ctrl+Z", self.undo)):
            QShortcut(QKeySequence(keys), self, do).setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.refresh()

    # -- what the window asks ------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """Return the page's name."""
        return _("抄表")

    def refresh(self) -> None:
        """Read the round again; the cursor stays on its meter. What this page itself changed it has shown already."""
        if self._is_telling:
            return
        there = self._current_meter()
        self.meters.read()
        self.model.reload()
        self._show_counts()
        self._go_to_meter(there)

    def take_focus(self) -> None:
        """Put the cursor where typing starts."""
        self.table.setFocus()

    # -- what somebody does --------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take back the value typed last."""
        try:
            meter_id = self.meters.undo()
        except DeskError as error:
            self._refuse(error)
            return
        if meter_id is None:
            self.strip.hide()
            return
        self._tell_others()
        self.model.reload()
        self._show_counts()
        self._go_to_meter(meter_id)
        self.strip.say(_("已撤销刚才录入的读数。"), "good")

    def export(self) -> None:
        """Ask where to, and write the round shown as a workbook to fill in."""
        wished = f"{self.title} {self.filters.periods.currentText()}.xlsx"
        chosen, _kind = ask_save_place(self, "meters", _("导出抄表表格"), wished, ["Excel (*.xlsx)"])
        if chosen:
            self.export_to(Path(chosen if chosen.lower().endswith(".xlsx") else f"{chosen}.xlsx"))

    def export_to(self, out: Path) -> None:
        """Write the round shown to a file."""
        self.shell.run_task(
            _("正在导出"),
            lambda _progress: self.meters.export(out),
            lambda count: self.strip.say(
                _("已导出 {count} 块表到 {name}").format(count=count, name=out.name),
                "good",
                folder_offer(self.shell, out.parent),
            ),
        )

    def import_file(self) -> None:
        """Ask for a workbook that was filled in, and show what it would bring."""
        kinds = _("表格 (*.xlsx *.xls *.ods *.csv *.et)")
        chosen = ask_open_file(self, "meters", _("导入抄表表格"), kinds)
        if chosen is not None:
            self.import_from(chosen)

    def import_from(self, path: Path) -> None:
        """Show what a workbook would bring; it is let in from there."""
        self.shell.run_task(
            _("正在读取 {file}").format(file=path.name),
            lambda progress: self.meters.plan(path, progress),
            self._show_plan,
        )

    def print_sheet(self) -> None:
        """Preview the sheet for the pen (F60) of what is chosen."""
        self._preview("meter_rounds", self.meters.sheet_record, "meter_sheet")

    def print_shared(self) -> None:
        """Preview the announcement of the period's shared costs (F61)."""
        self._preview("shared_periods", self.meters.shared_record, "shared_costs")

    def _preview(self, kind_name: str, find: Callable[[], int], paper_name: str) -> None:
        try:
            record_id = find()
        except DeskError as error:
            self.shell.show_error(error)
            return
        self.shell.preview_paper(kind_name, record_id, paper_name)

    # -- putting it together -------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.model = MeterModel(self.meters)
        later = Qt.ConnectionType.QueuedConnection  # the box that was typed into closes first
        self.model.refused.connect(self._show_refused, later)
        self.model.entered.connect(self._show_entered, later)
        self.model.forgotten.connect(lambda: self.strip.hide())
        self.table = MeterTable(self.model)
        self.table.setObjectName("meter-table")
        self.table.taken_back.connect(self.undo)
        self.table.selectionModel().currentChanged.connect(lambda now, _old: self._show_card(now.row()))
        self.model.modelReset.connect(lambda: self._show_card(-1))
        self.strip = MessageStrip()
        self.strip.hide()
        self.card = MeterCard(self)
        side = column(self.table, gap=0)
        self.stage: QVBoxLayout = side
        body = row(box(side), self.card, gap=12)
        body.setStretch(0, 1)
        self.filters = MeterFilters(self.meters, self.strip)
        self.filters.chosen.connect(self._show_chosen)
        self.filters.refused.connect(self.strip.say)
        self.filters.searched.connect(self._search)
        self.warning = label("", "small", "waiting")
        self.warning.hide()
        inside = column(self._header(), self.filters, body, self.warning, gap=10, margins=(24, 16, 24, 16))
        inside.setStretch(2, 1)
        self.setLayout(inside)
        self.empty: EmptyState | None = None

    def _header(self) -> PageHeader:
        acts: tuple[tuple[str, str, str, str, Callable[[], object]], ...] = (
            ("print", _("打印抄表记录表"), "Ctrl+P", "meter-print", self.print_sheet),
            ("grid", _("公摊公示表"), "", "meter-shared", self.print_shared),
            ("export", _("导出 Excel…"), "Ctrl+Shift+E", "meter-export", self.export),
            ("import", _("导入 Excel…"), "Ctrl+Shift+I", "meter-import", self.import_file),
        )
        made = [
            button(words, do, icon=icon, shortcut=keys, name=name) for icon, words, keys, name, do in acts
        ]
        self.header = PageHeader(self.title, _("输入读数按回车到下一块表，Esc 撤销"), *made)
        return self.header

    # -- keeping everything in step ------------------------------------------------------------------------------

    def _show_chosen(self) -> None:
        """Show the round chosen, from its first meter on."""
        self.strip.hide()
        self.refresh()
        self.table.go_to(0)
        self.table.setFocus()

    def _show_counts(self) -> None:
        counts = self.meters.counts()
        self.filters.show_counts()
        warning = meter_rows.due_verifications(self.shell.desk)
        self.warning.setText(warning)
        self.warning.setVisible(bool(warning))
        self._show_empty(counts["all"] == 0)

    def _show_empty(self, is_empty: bool) -> None:
        if self.empty is not None:
            self.stage.removeWidget(self.empty)
            self.empty.hide()
            self.empty.deleteLater()
            self.empty = None
        self.table.setVisible(not is_empty)
        self.card.setVisible(not is_empty)
        if is_empty:
            text = _("先在“更多档案”的“仪表”里建表，或导入一张有表号、房号、类别、底数的表格。")
            self.empty = EmptyState(
                "meter", _("这里还没有仪表"), text, _("新建仪表"), lambda: self.shell.new_record("meters")
            )
            self.stage.addWidget(self.empty)

    def _show_card(self, place: int) -> None:
        self.card.show_place(place)

    def _show_refused(self, place: int, error: DeskError) -> None:
        self._refuse(error)
        self.model.show_row(place)

    def _refuse(self, error: DeskError) -> None:
        self.strip.say(str(error))

    def _show_entered(self, place: int, entered: Entered) -> None:
        """Say at once what is odd; nothing where nothing is."""
        self._show_counts()
        self._tell_others()
        self._show_card(
            self.table.currentIndex().row()
        )  # the last meter's value leaves the cursor where it is
        where = self.meters.rows[place].place
        if entered.state == "held":
            told = headed(where, entered.told)
            self.strip.say(told, "waiting", (_("回到这一行"), lambda: self._go_back(place)))
        else:
            self.strip.hide()

    def _go_back(self, place: int) -> None:
        self.table.go_to(place)
        self.table.setFocus()

    def advise(self, place: int) -> str:
        """Return what can be done about a held reading."""
        steps = self.meters.steps(place)
        if "roll" in steps:
            return _("表走满归零的，点“确认归零”；换过表的，点“换表”；看错了，重打一次。")
        if "confirm" in steps:
            return _("看过没有错，点“确认无误”；看错了，重打一次。")
        return _("换过表的，点“换表”；看错了，重打一次。")

    def _show_plan(self, plan: SheetPlan) -> None:
        def accept() -> None:
            self.shell.run_task(
                _("正在导入"), lambda progress: self.meters.accept(plan, progress), self._after_import
            )

        PlanDialog(self, plan, accept).open()

    def _after_import(self, count: int) -> None:
        self.refresh()
        self._tell_others()
        self.shell.tell(_("已导入 {count} 个读数。").format(count=count))

    def changed(self) -> None:
        """Show the round again after the card changed something."""
        self.strip.hide()
        self.refresh()
        self._tell_others()
        self.table.setFocus()

    def _tell_others(self) -> None:
        self._is_telling = True
        self.shell.records_changed("meter_readings")
        self._is_telling = False

    def _search(self, words: str) -> None:
        found = self.meters.find(words, self.table.currentIndex().row())
        if found is None:
            self.strip.say(_("没有找到“{words}”。").format(words=words), "waiting")
            return
        self.table.go_to(found)
        self.table.setFocus()

    def _current_meter(self) -> int | None:
        place = self.table.currentIndex().row()
        return self.meters.rows[place].meter_id if 0 <= place < len(self.meters.rows) else None

    def _go_to_meter(self, meter_id: int | None) -> None:
        places = [at for at, each in enumerate(self.meters.rows) if each.meter_id == meter_id]
        self.table.go_to(places[0] if places else 0)
