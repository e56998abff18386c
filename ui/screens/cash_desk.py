"""The cash desk (收款) page: room, Enter, Enter, Enter, print; everything by keyboard, everything about the room in sight."""

from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.screens import cash_extras, receipt_steps
from desk_app.screens.cash_desk import WAYS, CashDesk
from desk_app.screens.cash_room import DebtLine, Key
from desk_app.screens.record_links import find_rooms
from ui import theme
from ui.screens.cash_debts import DebtTable
from ui.screens.cash_extras import AheadDialog, ChargeDialog, DepositDialog
from ui.screens.cash_pay import PayCard
from ui.screens.cash_receipts import ReceiptsCard
from ui.screens.receipt_actions import ReceiptActions
from ui.screens.room_finder import RoomFinder
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.chip import StatusChip
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.layouts import box, column, row, scrolling
from ui.widgets.message_strip import MessageStrip

RECEIPT = "receipts"
PAPER = "receipt"


class CashDeskPage(QWidget):
    """One room at a time. F2 goes to the room, F4 to the amount, Ctrl+Enter takes the money, F6 adds a way."""

    help_topic = "cash_desk"

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.cash = CashDesk(shell.desk)
        self.last_receipt: int | None = None
        self._make_top()
        self._make_left()
        self._make_right()
        self.left_box = box(self._left_layout())
        self.right_box = scrolling(
            box(column(self.pay_card, self.receipts, None, gap=16, margins=(0, 0, 4, 0)))
        )
        self.right_box.setFixedWidth(theme.px(400))
        self.right_box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = row(self.left_box, self.right_box, gap=16)
        body.setStretch(0, 1)
        self.setLayout(column(self.top, self.strip, body, gap=12, margins=(24, 16, 20, 16)))
        self.layout().setStretch(2, 1)
        self._add_keys()
        self.show_room()

    # -- what the window asks ------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the room again, keeping what is typed."""
        self.cash.refresh()
        self.show_room()

    def take_focus(self) -> None:
        """Start with the room."""
        self.finder.setFocus(Qt.FocusReason.OtherFocusReason)
        self.finder.selectAll()

    def is_changed(self) -> bool:
        """Nothing is lost here: what was typed stays while another page is shown."""
        return False

    # -- actions -------------------------------------------------------------------------------------------------

    def open_room(self, room_id: int) -> None:
        """Show what the room owes, with the cursor on the amount."""
        self.strip.clear()
        self.last_receipt = None
        try:
            self.cash.open_room(room_id)
        except DeskError as error:
            self.strip.say(str(error))
            return
        self.show_room()
        self.ways.focus_amount()

    def take(self) -> None:
        """Make the receipt, asking about what is unusual first; then the print button has the cursor."""
        if self.cash.room is None:
            self.take_focus()
            return
        try:
            sums = self.cash.sums()
            if sums.problem or not self._is_meant():
                if sums.problem:
                    self.strip.say(_("没有收款：{problem}").format(problem=sums.problem))
                    self.pay_card.focus_on(*sums.where)
                return
            receipt = self.cash.take()
        except (DeskError, ValueError) as error:
            self.strip.say(str(error))
            return
        self.last_receipt = receipt.id
        words = _("收据 {number} 已开：收款 {total} 元").format(
            number=receipt.number, total=show(receipt.total)
        )
        if sums.change:
            words += _("，找零 {change} 元").format(change=show(sums.change))
        if sums.to_prepaid:
            words += _("，其中 {amount} 元存入预存款").format(amount=show(sums.to_prepaid))
        self.show_room()
        self.strip.say(words, "good", (_("打印收据"), self.print_last))
        self.strip.offer_button.setFocus()
        for kind_name in (RECEIPT, "bills"):
            self.shell.records_changed(kind_name)

    def _is_meant(self) -> bool:
        """Ask about what is unusual: a reference used before needs its reason, anything else another press."""
        if used := self.cash.used_references():
            self.strip.say("\n".join([*used, _("确是另一笔的，请在右边写明原因。")]), "waiting")
            self.pay_card.ask_why_again()
            return False
        warnings = self.cash.warnings()
        if not warnings or self._warned:
            return True
        self._warned = True
        self.strip.say("\n".join([*warnings, _("确认无误请再按一次“确认收款”。")]), "waiting")
        return False

    def print_last(self) -> None:
        """Show the receipt just made, ready to be printed."""
        if self.last_receipt is not None:
            self.take_focus()  # where the next customer begins, once the preview is closed
            self.print_receipt(self.last_receipt)

    def print_receipt(self, receipt_id: int) -> None:
        """Show a receipt as a paper."""
        self.shell.preview_paper(RECEIPT, receipt_id, receipt_steps.paper_of(receipt_id))

    def offset(self) -> None:
        """Set prepaid money against what the room owes."""
        try:
            receipt = self.cash.offset()
        except DeskError as error:
            self.strip.say(str(error))
            return
        self.show_room()
        if receipt is None:
            self.strip.say(_("没有可以冲抵的账单。"), "quiet")
            return
        self.last_receipt = receipt.id
        words = _("预存冲抵 {total} 元，凭证 {number}").format(
            total=show(receipt.total), number=receipt.number
        )
        self.strip.say(words, "good", (_("打印收据"), self.print_last))

    def receipt_changed(self, told: str) -> None:
        """Show the room again after a step with one of its receipts."""
        self.refresh()
        self.strip.say(told, "good")

    def take_back(self) -> None:
        """Take the unpaid bills in advance back."""
        if self.cash.room is None:
            return
        try:
            count, total = cash_extras.take_back(self.cash.room.room_id, self.shell.desk)
        except DeskError as error:
            self.strip.say(str(error))
            return
        self.refresh()
        words = _("已收回 {count} 张没有收款的预缴账单，共 {total} 元。")
        self.strip.say(words.format(count=count, total=show(total)), "good")
        self.shell.records_changed("bills")

    def charge(self) -> None:
        """Ask for a single charge; it is ticked with the other debts."""
        if self.cash.room is not None:
            ChargeDialog(self, self.cash.room, self.shell.desk, self._charged).open()

    def pay_ahead(self) -> None:
        """Ask for how many months the payer pays in advance; their bills are ticked."""
        if self.cash.room is not None:
            AheadDialog(self, self.cash.room, self.shell.desk, self._ahead_added).open()

    def take_deposit(self) -> None:
        """Ask for a deposit; it has a receipt of its own."""
        if self.cash.room is not None:
            DepositDialog(self, self.cash.room, self.shell.desk, self._deposit_taken).open()

    def _ahead_added(self) -> None:
        """Tick the months in advance; one key takes them back if they are not paid after all."""
        self._debts_added()
        assert self.cash.room
        words = _("预缴账单已出，共 {total} 元，收款后才算数。").format(
            total=show(self.cash.room.unpaid_ahead)
        )
        self.strip.say(words, "quiet", (_("收回预缴账单"), self.take_back))
        self.ways.focus_amount()

    def _charged(self) -> None:
        """Go on with the sum; the receipt told of before is another one."""
        self._debts_added()
        self.strip.clear()
        self.ways.focus_amount()

    def _debts_added(self) -> None:
        """Tick what was just billed with what was ticked before."""
        before = {line.key for line in self.cash.room.debts} if self.cash.room else set()
        self.cash.refresh()
        if self.cash.room is not None:
            self.cash.ticked += [line.key for line in self.cash.room.debts if line.key not in before]
            self.cash.propose()
        self.show_room()
        self.shell.records_changed("bills")

    def _deposit_taken(self, receipt_id: int, number: str) -> None:
        self.refresh()
        self.last_receipt = receipt_id
        words = _("押金收据 {number} 已开").format(number=number)
        self.strip.say(words, "good", (_("打印收据"), self.print_last))
        for kind_name in (RECEIPT, "deposits"):
            self.shell.records_changed(kind_name)
        self.strip.offer_button.setFocus()

    # -- parts ---------------------------------------------------------------------------------------------------

    def _make_top(self) -> None:
        self.title = label(_("收银台"), "title")
        self.finder = RoomFinder(partial(find_rooms, desk=self.shell.desk))
        self.finder.setObjectName("cash-room")
        self.finder.setMinimumWidth(theme.px(260))
        self.finder.chosen.connect(self.open_room)
        self.who = ElidedLabel("", "heading")
        self.where = ElidedLabel("", "small", "muted")
        self.purse, self.deposits = StatusChip("", "good"), StatusChip("", "quiet")
        whose = column(self.who, self.where, gap=0)
        self.top = row(self.title, 8, self.finder, whose, self.purse, self.deposits, gap=12)
        self.top.setStretch(3, 1)

    def _make_left(self) -> None:
        self.strip = MessageStrip()
        self.debts = DebtTable()
        self.debts.ticked.connect(self._toggle)
        self.debts.looked.connect(self._look)
        self.why = label("", "small", "muted", wrap=True, select=True)
        self.why.setMinimumHeight(theme.px(44))
        self.why.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.all = button(_("全选"), lambda: self._tick_all(False), look="plain", name="tick-all")
        self.due = button(_("只选到期"), lambda: self._tick_all(True), look="plain", name="tick-due")
        self.ahead = button(
            _("预缴…"), self.pay_ahead, look="plain", icon="calendar", shortcut="F9", name="pay-ahead"
        )
        self.back = button(
            _("收回预缴"), self.take_back, look="plain", icon="undo", shortcut="Shift+F9", name="take-back"
        )
        self.extra = button(
            _("临时收费…"), self.charge, look="plain", icon="add", shortcut="F10", name="charge"
        )
        self.take_held = button(
            _("收押金…"), self.take_deposit, look="plain", icon="lock", shortcut="F11", name="take-deposit"
        )
        self.card = button(_("房屋档案"), self._open_card, look="plain", icon="room", name="open-card")

    def _left_layout(self):  # type: ignore[no-untyped-def]
        self.empty = EmptyState(
            "money",
            _("先找房屋"),
            _("输入房号、姓名、电话尾号或拼音首字母，按回车。欠费会自动勾选，再按回车收款。"),
        )
        self.filled = box(
            column(
                self.debts,
                self.why,
                row(self.all, self.due, None, self.back, self.ahead, self.extra, self.take_held, self.card),
                label(
                    _(
                        "F2 房号　F3 欠费　F4 金额　Ctrl+1…9 收款方式　F6 再加一种　F7 抹零　F8 冲抵　Ctrl+Enter 收款"
                    ),
                    "small",
                    "muted",
                    wrap=True,
                ),
                gap=8,
            )
        )
        made = column(self.empty, self.filled, gap=0)
        made.setStretch(1, 1)
        return made

    def _make_right(self) -> None:
        self.pay_card = PayCard(self.cash)
        self.pay_card.changed.connect(self._typed)
        self.pay_card.rows_changed.connect(self._order_stops)
        self.pay_card.pay_asked.connect(self.take)
        self.pay_card.offset_asked.connect(self.offset)
        self.ways = self.pay_card.ways
        self.actions = ReceiptActions(self, self.shell, self.receipt_changed)
        self.receipts = ReceiptsCard(lambda receipt_id: receipt_steps.list_steps(receipt_id, self.shell.desk))
        self.receipts.opened.connect(lambda receipt_id: self.shell.open_record(RECEIPT, receipt_id))
        self.receipts.print_asked.connect(self.print_receipt)
        self.receipts.step_asked.connect(self.actions.take)

    def _add_keys(self) -> None:
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        keys = [("F2", self.take_focus), ("F4", self.ways.focus_amount), ("Ctrl+Return", self.take)]
        keys += [("Ctrl+Enter", self.take), ("Ctrl+P", self.print_last), ("F3", self.debts.setFocus)]
        keys += [("F7", self.pay_card.odd.toggle)]
        for place in range(min(9, len(WAYS))):
            keys.append((f"Ctrl+{place + 1}", partial(self.pay_card.choose_way, place)))
        for text, do in keys:
            QShortcut(QKeySequence(text), self, activated=do, context=inside)

    # -- showing -------------------------------------------------------------------------------------------------

    def show_room(self) -> None:
        """Show everything of the form."""
        room = self.cash.room
        for part in (self.empty, self.filled):
            part.setVisible((room is None) == (part is self.empty))
        self.pay_card.setEnabled(room is not None)
        self._warned = False
        self.pay_card.put()
        if room is None:
            self.receipts.hide()
            return
        self.receipts.show()
        self.finder.setText(room.code)
        self.who.setText(f"{room.code}  {room.people}")
        self.where.setText(room.address)
        self.purse.show_state(
            _("预存 {amount}").format(amount=show(room.prepaid)) if room.prepaid else "", "good"
        )
        held = _("押金 {amount}").format(amount=show(room.deposits_held)) if room.deposits_held else ""
        self.deposits.show_state(held, "quiet")
        self.debts.put_debts(room.debts, self.cash.ticked)
        self.receipts.put(room.receipts)
        self.back.setVisible(bool(room.unpaid_ahead))

    def _order_stops(self) -> None:
        """Let Tab go from the room through the payment to the debts."""
        tools = [self.all, self.due, self.back, self.ahead, self.extra, self.take_held, self.card]
        for one, after in pairwise([self.finder, *self.pay_card.stops, self.debts, *tools]):
            QWidget.setTabOrder(one, after)

    def _look(self, line: DebtLine | None) -> None:
        self.why.setText(line.why if line else _("没有欠费。可以直接填金额存入预存款。"))

    # -- typing --------------------------------------------------------------------------------------------------

    def _toggle(self, key: Key) -> None:
        self.cash.toggle(key)
        self._ticks_changed()

    def _tick_all(self, only_due: bool) -> None:
        if self.cash.room is not None:
            self.cash.tick_all(only_due)
            self._ticks_changed()

    def _ticks_changed(self) -> None:
        assert self.cash.room
        self._warned = False
        self.debts.put_debts(self.cash.room.debts, self.cash.ticked)
        self.pay_card.put_ways()
        self.pay_card.show_sums()

    def _typed(self) -> None:
        self._warned = False

    def _open_card(self) -> None:
        if self.cash.room is not None:
            self.shell.open_record("rooms", self.cash.room.room_id)
