"""The page of money that came in (到账认领): lines at the left, the rooms proposed for the line in front at the right."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.screens.bank_matching import BankMatching, Incoming, tell_sheet
from desk_app.screens.record_links import find_rooms
from ui import theme
from ui.file_places import ask_open_file
from ui.reason_dialog import ReasonDialog
from ui.screens.debit_menu import DebitMenu
from ui.screens.room_finder import RoomFinder
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import label
from ui.widgets.layouts import box, clear, column, grow, row, scrolling
from ui.widgets.message_strip import MessageStrip
from ui.widgets.page_header import PageHeader
from ui.widgets.sum_table import SumTable

WORDS = (0, 2, 3, 4, 5)
"""Columns that are no numbers: only the amount is."""
SURE = 5


class BankMatchingPage(QWidget):
    """Enter confirms the first proposal, Delete says the line is no fee, Ctrl+I takes a list in."""

    help_topic = "bank_matching"

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.matching = BankMatching(shell.desk)
        self.take_in = button(
            _("导入流水…"), self.choose_file, icon="import", shortcut="Ctrl+I", name="bank-import"
        )
        self.sure = button("", self.claim_sure, icon="done", look="main", name="claim-sure")
        self.switch = button(_("看已处理的"), self.show_other, look="plain", name="bank-switch")
        self.strip = MessageStrip()
        self.debits = DebitMenu(self, shell, self.strip, self.refresh)
        buttons = (self.switch, self.debits.button, self.take_in, self.sure)
        self.head = PageHeader(_("到账认领"), "", *buttons)
        self._make_table()
        self.side = column(gap=12)
        self.side_card = Card(_("这笔钱是哪户的"))
        self.side_card.body.addLayout(self.side)
        self.finder = RoomFinder(partial(find_rooms, desk=shell.desk))
        self.finder.chosen.connect(self._claim_for)
        side = scrolling(box(column(self.side_card, None)))
        side.setFixedWidth(theme.px(380))
        self.empty = EmptyState(
            "wallet",
            _("没有未认领的到账"),
            _(
                "从网上银行、微信或支付宝导出流水（Excel 或 CSV），在这里导入，程序会按备注、户名和金额找房号。"
            ),
            _("导入流水…"),
            self.choose_file,
        )
        self.body = box(row(self.table, side, gap=16))
        grow(self.body, down=True)
        grow(self.empty, down=True)
        self.setLayout(column(self.head, self.strip, self.empty, self.body, gap=12, margins=(24, 16, 20, 16)))
        QShortcut(
            QKeySequence("Delete"),
            self.table,
            activated=self.set_aside,
            context=Qt.ShortcutContext.WidgetShortcut,
        )
        self.refresh()

    def _make_table(self) -> None:
        names = (_("到账时间"), _("金额（元）"), _("对方户名"), _("摘要或备注"), _("来源"), _("认领给"))
        self.table = SumTable(_("到账认领"), WORDS)
        self.table.show_heads(names, (3,))
        self.table.currentCellChanged.connect(lambda *_cells: self._show_side())
        self.table.activated.connect(lambda *_index: self.claim_first())

    # -- what the window asks ------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the lines again; the one in front stays where it was."""
        self.matching.look()
        at = max(0, self.table.currentRow())
        lines = self.matching.lines
        self.table.blockSignals(True)
        self.table.setRowCount(len(lines))
        for place, line in enumerate(lines):
            self._put(place, line)
        if lines:
            self.table.setCurrentCell(min(at, len(lines) - 1), 0)
        self.table.blockSignals(False)
        self.head.show_words(_("到账认领"), self.matching.summary())
        count = len(self.matching.sure)
        self.sure.setText(_("确认有把握的 {count} 笔").format(count=count))
        self.sure.setVisible(bool(count))
        waits = self.matching.shown == "waiting"
        self.switch.setText(_("看已处理的") if waits else _("看未认领的"))
        self.empty.setVisible(waits and not lines)
        self.body.setVisible(not (waits and not lines))
        self._show_side()

    def take_focus(self) -> None:
        """Put the cursor on the lines."""
        (self.table if self.matching.lines else self.take_in).setFocus()

    # -- actions -------------------------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Ask for a list and read it."""
        path = ask_open_file(self, "bank", _("导入流水"), _("流水文件 (*.csv *.xlsx *.xls *.txt)"))
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Read a list in the background, then offer to store what is new."""
        self.shell.run_task(
            _("正在读取 {name}").format(name=path.name),
            lambda progress: self.matching.read(path, progress),
            self._offer,
        )

    def _offer(self, sheet) -> None:  # type: ignore[no-untyped-def]
        words = _("{name}：{told}").format(name=sheet.file_name, told=tell_sheet(sheet))
        if not sheet.count("new"):
            self.strip.say(words, "quiet")
            return

        def store() -> None:
            try:
                count = self.matching.take_in(sheet)
            except DeskError as error:
                self.strip.say(str(error))
                return
            self.refresh()
            self.strip.say(_("已导入 {count} 笔到账，请认领。").format(count=count), "good")
            self.take_focus()

        self.strip.say(words, "waiting", (_("导入这些"), store))
        self.strip.offer_button.setFocus()

    def claim_first(self) -> None:
        """Confirm the first room proposed for the line in front."""
        line = self.current
        if line is not None and line.proposals and self.matching.shown == "waiting":
            self._claim(line, line.proposals[0].room_id)

    def claim_sure(self) -> None:
        """Confirm all lines beyond doubt, with progress."""
        self.shell.run_task(_("正在认领"), lambda progress: self.matching.claim_sure(progress), self._told)

    def _told(self, result: tuple[int, list[str]]) -> None:
        done, refused = result
        self.refresh()
        told = [_("已认领 {count} 笔，收据已开。").format(count=done)] if done else [_("没有认领任何一笔。")]
        self.strip.say("\n".join([*told, *refused]), "waiting" if refused or not done else "good")
        self._changed()
        self.take_focus()

    def set_aside(self) -> None:
        """Ask why the line in front is no fee."""
        line = self.current
        if line is None or self.matching.shown != "waiting":
            return
        text = _("{amount} 元，{payer}。它会从未认领里移走，随时可以退回。")

        def do(why: str) -> None:
            self.matching.set_aside(line.line_id, why)
            self.refresh()

        ReasonDialog(self, _("不是收费"), text.format(amount=show(line.amount), payer=line.payer), do).open()

    def show_other(self) -> None:
        """Show what is done instead of what waits, or back."""
        self.matching.shown = "done" if self.matching.shown == "waiting" else "waiting"
        self.refresh()

    @property
    def current(self) -> Incoming | None:
        """Return the line in front."""
        place = self.table.currentRow()
        return self.matching.lines[place] if 0 <= place < len(self.matching.lines) else None

    def _claim_for(self, room_id: int) -> None:
        if self.current is not None:
            self._claim(self.current, room_id)

    def _claim(self, line: Incoming, room_id: int) -> None:
        try:
            receipt = self.matching.claim(line.line_id, room_id)
        except DeskError as error:
            self.strip.say(str(error))
            return
        self.refresh()
        words = _("{amount} 元已认领给 {room}，收据 {number}").format(
            amount=show(receipt.total), room=receipt.room, number=receipt.number
        )
        self.strip.say(words, "good")
        self._changed()
        self.table.setFocus()

    def _changed(self) -> None:
        for kind_name in ("receipts", "bank_lines"):
            self.shell.records_changed(kind_name)

    # -- showing -------------------------------------------------------------------------------------------------

    def _put(self, place: int, line: Incoming) -> None:
        found = line.proposals[0].code if line.proposals else _("没有找到")
        aim = line.room or (found if self.matching.shown == "waiting" else line.state)
        for column_, text in enumerate(
            (line.at, show(line.amount), line.payer, line.remark, line.source, aim)
        ):
            cell = self.table.put_cell(place, column_, text)
            if column_ == SURE and not line.room:
                tone = "good" if line.sure else "waiting" if line.proposals else "muted"
                cell.setForeground(QColor(theme.color(tone)))

    def _show_side(self) -> None:
        self.finder.setParent(None)
        clear(self.side)
        line = self.current
        self.side_card.setVisible(line is not None)
        if line is None:
            return
        self.side.addWidget(label(show(line.amount), "figure"))
        for text in (line.payer, line.remark, f"{line.source} {line.reference}"):
            if text.strip():
                self.side.addWidget(label(text, tone="muted", wrap=True, select=True))
        if self.matching.shown != "waiting":
            self.side.addWidget(label(f"{line.state} {line.room}", "heading"))
            self.side.addWidget(
                button(_("退回未认领"), lambda: self._back(line), icon="undo", name="bank-back")
            )
            return
        for place in range(len(line.proposals)):
            self.side.addWidget(self._proposal(line, place))
        if not line.proposals:
            self.side.addWidget(
                label(_("备注、户名和金额都对不上任何一户，请自己找房号。"), tone="muted", wrap=True)
            )
        self.finder.clear()
        self.side.addWidget(self.finder)
        self.finder.show()
        self.side.addWidget(
            button(_("不是收费…"), self.set_aside, look="plain", icon="cancel", name="set-aside")
        )

    def _proposal(self, line: Incoming, place: int) -> QWidget:
        proposal = line.proposals[place]
        words = column(
            label(proposal.code, "heading"),
            label(_("欠 {due} 元").format(due=show(proposal.due)), tone="muted"),
            label(proposal.why, "small", "muted", wrap=True),
            gap=0,
        )
        yes = button(
            _("认领"), lambda: self._claim(line, proposal.room_id), look="main" if place == 0 else ""
        )
        made = row(words, yes)
        made.setStretch(0, 1)
        return box(made)

    def _back(self, line: Incoming) -> None:
        try:
            self.matching.wait_again(line.line_id)
        except DeskError as error:
            self.strip.say(str(error))
            return
        self.refresh()
