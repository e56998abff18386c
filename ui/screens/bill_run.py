"""The page that bills a period (出账): choose, look, work out as a trial, compare, post; and what follows from it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens.bill_run import NOTICE, BillRunDesk, Found, RunView
from desk_app.screens.bill_run_lines import BillLine
from desk_app.screens.bill_run_words import tell_before_posting
from ui import theme
from ui.reason_dialog import ReasonDialog
from ui.screens.bill_run_ask import AskDialog
from ui.screens.bill_run_head import ChooseBar, RunCard
from ui.screens.bill_run_stack import SHEETS, RunSheets
from ui.shell import Shell
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.layouts import box, column, row
from ui.widgets.message_strip import MessageStrip
from ui.widgets.record_list import Entry, RecordList

SIDE_PX = 300


class BillRunPage(QWidget):
    """F9 works the period out, Ctrl+Enter posts, Ctrl+1 to Ctrl+5 go through the sheets."""

    help_topic = "bill_run"

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.run = BillRunDesk(shell.desk)
        self._is_telling = False
        self._make_sheets()
        self.choose = ChooseBar(self.run)
        self.choose.chosen.connect(self.show_chosen)
        self.choose.work_out_asked.connect(self.work_out)
        self.choose.bind_asked.connect(self.bind_rooms)
        self.card = RunCard()
        for signal, do in (
            (self.card.post_asked, self.post),
            (self.card.discard_asked, self.discard),
            (self.card.undo_asked, self.undo),
            (self.card.offset_asked, self.offset),
            (self.card.print_asked, self.print_notices),
        ):
            signal.connect(do)
        self.strip = MessageStrip()
        left = column(self.card, self.sheets, gap=10)
        left.setStretch(1, 1)
        body = row(box(left), self._side(), gap=16)
        body.setStretch(0, 1)
        self.setLayout(column(self.choose, self.strip, body, gap=12, margins=(24, 16, 20, 16)))
        self.layout().setStretch(2, 1)
        self._add_keys()
        self.show_chosen()

    # -- what the window asks ------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read everything again; the sheet in front stays. What this page itself changed it has shown already."""
        if self._is_telling:
            return
        self.run.refresh()
        self.show_run()

    def take_focus(self) -> None:
        """Start with the period."""
        self.choose.periods.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- choosing ------------------------------------------------------------------------------------------------

    def show_chosen(self) -> None:
        """Show what there is of the period chosen: its draft or bills, or what to look at before."""
        self.strip.clear()
        self.run.choose(self.run.period, self.run.building_id)
        self.show_run()
        self.sheets.go_to("totals" if self.run.view is not None else "checks")

    def open_run(self, run_id: int) -> None:
        """Show a run of the list at the side."""
        self.strip.clear()
        if self._try(lambda: self.run.open_run(run_id)):
            self.choose.show_chosen()
            self.show_run()
            self.sheets.go_to("totals")

    # -- doing ---------------------------------------------------------------------------------------------------

    def work_out(self) -> None:
        """Work the period out as a draft."""
        self.strip.clear()

        def show(view: RunView) -> None:
            self._changed(view)
            self.sheets.go_to("changes" if view.changes else "totals")
            told = _("草稿已生成，还没有出账。看过对比和未出账的原因，再按“出账”。")
            self.strip.say(f"{told}{view.due_told}", "waiting")

        self.shell.run_task(_("正在试算"), self.run.work_out, show)

    def post(self) -> None:
        """Ask once, with the sums, and post."""
        view = self.run.view
        if view is None or not view.is_draft:
            self.strip.say(_("请先试算，生成草稿。"), "waiting")
            return
        AskDialog(self, _("出账"), tell_before_posting(view), _("出账"), self._post).open()

    def _post(self) -> None:
        def show(view: RunView) -> None:
            self._changed(view)
            self.strip.say(_("已出账。可以用预存款统扣，再打印缴费通知单。"), "good")

        self.shell.run_task(_("正在出账"), lambda progress: self.run.post(), show)

    def discard(self) -> None:
        """Throw the draft away; it is worked out again in a moment, so nothing is asked."""
        if self._try(self.run.discard):
            self.show_run()
            self.sheets.go_to("checks")
            self.strip.say(_("草稿已放弃，什么也没有出账。"), "good")
            self._tell_others("bill_runs")

    def undo(self) -> None:
        """Ask why and take the whole run back."""
        assert self.run.view is not None
        text = _("{title} 的 {count} 笔账单会全部作废，可以改好再重新出账。已经收过款的批次不能整批撤销。")
        told = text.format(title=self.run.view.title, count=f"{self.run.view.bills:,}")
        ReasonDialog(self, _("撤销整批"), told, self._undo).open()

    def _undo(self, reason: str) -> None:
        self.run.undo(reason)
        assert self.run.view is not None
        self._changed(self.run.view)
        self.strip.say(_("整批已撤销，账单已作废。"), "good")

    def offset(self) -> None:
        """Set the rooms' prepaid money against their bills."""

        def tell(told: str) -> None:
            self.refresh()
            self.strip.say(told, "good")
            self._tell_others("receipts", "bills")

        self.shell.run_task(_("正在统扣"), self.run.offset, tell)

    def print_notices(self) -> None:
        """Ask how the payment notices of the run's rooms are to be printed."""
        from ui.print_run_start import start_run

        if self.run.view is not None and not self.run.view.is_draft:
            start_run(self.shell, "rooms", self.run.rooms(), NOTICE)

    def bind_rooms(self) -> None:
        """Ask which rooms get which fee."""
        from ui.screens.bind_rooms import BindRoomsDialog

        BindRoomsDialog(self, self.shell, done=self.refresh).open()

    def export(self) -> None:
        """Ask where to, and write the comparison as a workbook."""
        view = self.run.view
        if view is None:
            return
        wished = _("出账对比 {title}.xlsx").format(title=view.title)
        chosen, _kind = QFileDialog.getSaveFileName(self, _("导出对比"), wished, "Excel (*.xlsx)")
        if chosen:
            self.export_to(Path(chosen if chosen.lower().endswith(".xlsx") else f"{chosen}.xlsx"))

    def export_to(self, path: Path) -> None:
        """Write the comparison to a file."""
        told = _("已导出 {count} 行到 {name}")
        self.shell.run_task(
            _("正在导出"),
            lambda _progress: self.run.export(path),
            lambda count: self.shell.tell_saved(told.format(count=count, name=path.name), path.parent),
        )

    def mend(self, found: Found) -> None:
        """Go to where something found is mended."""
        if found.period:
            self.run.period = found.period
            self.choose.show_chosen()
            self.show_chosen()
        elif found.page:
            self.shell.open_page(found.page)
        else:
            self.shell.open_record(found.kind_name, found.record_id)

    # -- showing -------------------------------------------------------------------------------------------------

    def show_run(self) -> None:
        """Show the run in front, its sheets, and the list at the side."""
        view = self.run.view
        self.card.put(view)
        self.choose.show_state(view)
        self.sheets.put(self.run.findings(), view, has_fees=self.run.has_fees())
        self.show_bills()
        past = self.run.past_runs()
        self.past.put(
            [Entry(one.run_id, "calendar", one.title, one.detail, one.state, one.tone) for one in past]
        )
        self.no_past.setVisible(not past)

    def show_bills(self) -> None:
        """Show the bills that fit the filter."""
        bills = self.sheets.bills
        if self.run.view is None:
            bills.put((), 0)
            return
        self._try(lambda: bills.put(*self.run.lines(bills.room.text(), str(bills.item.currentData() or ""))))

    def _look(self, line: BillLine | None) -> None:
        self.sheets.bills.why.setText(self.run.explain(line.facts_id) if line is not None else "")

    def _changed(self, view: RunView) -> None:
        self.run.view = view
        self.show_run()
        self._tell_others("bill_runs", "bills")

    def _tell_others(self, *kind_names: str) -> None:
        """Let the other pages read again what changed here."""
        self._is_telling = True
        for kind_name in kind_names:
            self.shell.records_changed(kind_name)
        self._is_telling = False

    def _try(self, do: Callable[[], object]) -> bool:
        """Do something; where it is refused, say why and return False."""
        try:
            do()
        except (DeskError, ValueError) as error:
            self.strip.say(str(error))
            return False
        return True

    # -- parts ---------------------------------------------------------------------------------------------------

    def _make_sheets(self) -> None:
        self.sheets = RunSheets()
        self.sheets.found_opened.connect(self.mend)
        self.sheets.room_opened.connect(lambda room_id: self.shell.open_record("rooms", room_id))
        self.sheets.tariff_asked.connect(lambda: self.shell.new_record("tariffs"))
        self.sheets.export_asked.connect(self.export)
        self.sheets.bills.asked.connect(self.show_bills)
        self.sheets.bills.looked.connect(self._look)

    def _side(self) -> QWidget:
        self.past = RecordList(_("历次出账"))
        self.past.setObjectName("past-runs")
        self.past.chosen.connect(self.open_run)
        self.no_past = label(_("还没有出过账。"), tone="muted")
        made = Card(_("历次出账"))
        made.body.addWidget(self.no_past)
        made.body.addWidget(self.past, 1)
        made.setFixedWidth(theme.px(SIDE_PX))
        return made

    def _add_keys(self) -> None:
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        keys: list[tuple[str, Callable[[], object]]] = [("Ctrl+Return", self.post), ("Ctrl+Enter", self.post)]
        keys += [("F9", self.work_out), ("Ctrl+F", self.sheets.find), ("Ctrl+P", self.print_notices)]
        keys += [("F2", self.take_focus), ("F4", lambda: self.past.setFocus())]
        for place, name in enumerate(SHEETS, 1):
            keys.append((f"Ctrl+{place}", lambda name=name: self.sheets.go_into(name)))
        for text, do in keys:
            QShortcut(QKeySequence(text), self, activated=do, context=inside)
