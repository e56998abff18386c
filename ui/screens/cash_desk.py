"""The cash desk (收款) page: room, Enter, Enter, Enter, print; everything by keyboard, everything about the room in sight."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.screens import receipt_steps
from desk_app.screens.cash_desk import WAYS, CashDesk
from desk_app.screens.cash_room import DebtLine, Key
from ui import theme
from ui.reason_dialog import ReasonDialog
from ui.screens.cash_debts import DebtTable
from ui.screens.cash_extras import AheadDialog, ChargeDialog, DepositDialog
from ui.screens.cash_receipts import ReceiptsCard
from ui.screens.cash_ways import WaysBox
from ui.screens.room_finder import RoomFinder
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.card import Card
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
        self._make_left()
        self._make_right()
        self.left_box = box(self._left_layout())
        self.right_box = scrolling(
            box(column(self.pay_card, self.receipts, None, gap=16, margins=(0, 0, 4, 0)))
        )
        self.right_box.setFixedWidth(theme.px(400))
        body = row(self.left_box, self.right_box, gap=16)
        body.setStretch(0, 1)
        self.setLayout(column(self._top(), self.strip, body, gap=12, margins=(24, 16, 20, 16)))
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
            warnings = self.cash.warnings()
            if warnings and not self._warned:
                self._warned = True
                self.strip.say("\n".join([*warnings, _("确认无误请再按一次“确认收款”。")]), "waiting")
                return
            sums = self.cash.sums()
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

    def void(self, receipt_id: int, number: str) -> None:
        """Ask why, then void a receipt of today."""
        text = _("收据 {number} 会标记为作废，号码保留，账单恢复未缴。只限当天、日结以前，并请收回各联。")
        ReasonDialog(
            self, _("作废收据"), text.format(number=number), lambda why: self._void(receipt_id, why)
        ).open()

    def _void(self, receipt_id: int, why: str) -> None:
        receipt_steps.void(receipt_id, why, self.shell.desk)
        self.refresh()
        self.strip.say(_("收据已作废，账单恢复未缴。"), "good")

    def charge(self) -> None:
        """Ask for a single charge; it is ticked with the other debts."""
        if self.cash.room is not None:
            ChargeDialog(self, self.cash.room, self.shell.desk, self._debts_added).open()

    def pay_ahead(self) -> None:
        """Ask for how many months the payer pays in advance; their bills are ticked."""
        if self.cash.room is not None:
            AheadDialog(self, self.cash.room, self.shell.desk, self._debts_added).open()

    def take_deposit(self) -> None:
        """Ask for a deposit; it has a receipt of its own."""
        if self.cash.room is not None:
            DepositDialog(self, self.cash.room, self.shell.desk, self._deposit_taken).open()

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

    def add_way(self) -> None:
        """Add another way of paying."""
        self.cash.add_way()
        self.ways.put(self.cash.tenders)
        self.show_sums()
        self.ways.focus_amount(len(self.cash.tenders) - 1)

    # -- parts ---------------------------------------------------------------------------------------------------

    def _top(self) -> QWidget:
        self.title = label(_("收银台"), "title")
        self.finder = RoomFinder(self.cash.find_rooms)
        self.finder.setObjectName("cash-room")
        self.finder.setMinimumWidth(theme.px(260))
        self.finder.chosen.connect(self.open_room)
        self.who = ElidedLabel("", "heading")
        self.where = ElidedLabel("", "small", "muted")
        self.purse, self.deposits = StatusChip("", "good"), StatusChip("", "quiet")
        made = row(
            self.title, 8, self.finder, column(self.who, self.where, gap=0), self.purse, self.deposits, gap=12
        )
        made.setStretch(3, 1)
        return box(made)

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
        self.ahead = button(_("预缴…"), self.pay_ahead, look="plain", icon="calendar", name="pay-ahead")
        self.extra = button(_("临时收费…"), self.charge, look="plain", icon="add", name="charge")
        self.take_held = button(
            _("收押金…"), self.take_deposit, look="plain", icon="lock", name="take-deposit"
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
                row(self.all, self.due, None, self.ahead, self.extra, self.take_held, self.card),
                gap=8,
            )
        )
        made = column(self.empty, self.filled, gap=0)
        made.setStretch(1, 1)
        return made

    def _make_right(self) -> None:
        self.total_label = label("", "small", "muted")
        self.total = label("", "figure")
        self.ways = WaysBox()
        self.ways.changed.connect(self._typed)
        self.ways.entered.connect(lambda: self.pay.setFocus())
        self.ways.removed.connect(self._remove_way)
        self.more = button(_("再加一种方式"), self.add_way, look="link", shortcut="F6", name="add-way")
        self.payer = QComboBox()
        self.payer.setEditable(True)
        self.payer.setAccessibleName(_("交款人"))
        self.payer.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.payer.currentTextChanged.connect(self._choose_payer)
        self.note = QLineEdit()
        self.note.setAccessibleName(_("备注"))
        self.note.setPlaceholderText(_("备注，印在收据上"))
        self.note.textEdited.connect(lambda text: setattr(self.cash, "note", text))
        self.keep = QCheckBox(_("多收的存入预存款"))
        self.keep.toggled.connect(lambda on: self._set("keep_change", on))
        self.odd = QCheckBox(_("抹去零头"))
        self.odd.toggled.connect(lambda on: self._set("round_off", on))
        self.outcome = label("", wrap=True)
        self.pay = button(_("确认收款"), self.take, icon="money", look="main", name="pay")
        self.use_prepaid = button(_("用预存款冲抵"), self.offset, icon="wallet", name="offset")
        self.receipts = ReceiptsCard()
        self.receipts.opened.connect(lambda receipt_id: self.shell.open_record(RECEIPT, receipt_id))
        self.receipts.print_asked.connect(self.print_receipt)
        self.receipts.void_asked.connect(self.void)
        self.receipts.correct_asked.connect(self.correct_payer)
        self.pay_card = Card()
        self.pay_card.body.addLayout(self._pay_layout())

    def _pay_layout(self):  # type: ignore[no-untyped-def]
        self.payer_label = label(_("交款人"), "small", "muted")
        head = row(column(self.total_label, self.total, gap=0), None)
        return column(
            head,
            self.ways,
            row(self.more, None),
            self.payer_label,
            self.payer,
            self.note,
            row(self.keep, self.odd, None),
            self.outcome,
            self.pay,
            self.use_prepaid,
            gap=8,
        )

    def _add_keys(self) -> None:
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        keys = [("F2", self.take_focus), ("F4", self.ways.focus_amount), ("Ctrl+Return", self.take)]
        keys += [("Ctrl+Enter", self.take), ("Ctrl+P", self.print_last), ("F3", self.debts.setFocus)]
        for place in range(min(9, len(WAYS))):
            keys.append((f"Alt+{place + 1}", lambda place=place: self._choose_way(place)))
        for text, do in keys:
            QShortcut(QKeySequence(text), self, activated=do, context=inside)
        self.pay.setToolTip(_("确认收款  Ctrl+Enter"))

    # -- showing -------------------------------------------------------------------------------------------------

    def show_room(self) -> None:
        """Show everything of the form."""
        room = self.cash.room
        for part in (self.empty, self.filled):
            part.setVisible((room is None) == (part is self.empty))
        self.pay_card.setEnabled(room is not None)
        self._warned = False
        if room is None:
            self.receipts.hide()
            self.show_sums()
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
        self.debts.put(room.debts, self.cash.ticked)
        self.receipts.put(room.receipts)
        self._put_payers()
        self.ways.put(self.cash.tenders)
        self.note.setText(self.cash.note)
        for tick, value in ((self.keep, self.cash.keep_change), (self.odd, self.cash.round_off)):
            tick.blockSignals(True)
            tick.setChecked(value)
            tick.blockSignals(False)
        self.use_prepaid.setVisible(bool(room.prepaid and room.debts))
        self.show_sums()

    def show_sums(self) -> None:
        """Show what the typed amounts come to."""
        sums = self.cash.sums()
        self.total_label.setText(_("本次应收（元）"))
        self.total.setText(show(sums.ticked - sums.rounding))
        parts = []
        if sums.change:
            parts.append(_("找零 {amount} 元").format(amount=show(sums.change)))
        if sums.to_prepaid:
            parts.append(_("{amount} 元存入预存款").format(amount=show(sums.to_prepaid)))
        if sums.unpaid and sums.received:
            parts.append(_("还欠 {amount} 元，先还最早的").format(amount=show(sums.unpaid)))
        if sums.rounding:
            parts.append(_("抹零 {amount} 元").format(amount=show(sums.rounding)))
        self.outcome.setText("；".join(parts) or sums.problem)
        tone = "waiting" if parts else "muted"
        theme.dress(self.outcome, tone=tone)
        self.keep.setVisible(sums.received > sums.ticked > 0)

    def _put_payers(self) -> None:
        assert self.cash.room
        self.payer.blockSignals(True)
        self.payer.clear()
        for payer in self.cash.room.payers:
            self.payer.addItem(payer.name)
        self.payer.setCurrentText(self.cash.payer.name if self.cash.payer else "")
        self.payer.blockSignals(False)

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
        self.debts.put(self.cash.room.debts, self.cash.ticked)
        self.ways.put(self.cash.tenders)
        self.show_sums()

    def _typed(self) -> None:
        self._warned = False
        self.show_sums()

    def _set(self, name: str, value: bool) -> None:
        setattr(self.cash, name, value)
        if name == "round_off":
            self.cash.propose()
            self.ways.put(self.cash.tenders)
        self._typed()

    def _choose_way(self, place: int) -> None:
        if self.ways.rows:
            self.ways.rows[-1].choose(place)

    def _remove_way(self, place: int) -> None:
        self.cash.remove_way(place)
        self.ways.put(self.cash.tenders)
        self._typed()

    def _choose_payer(self, text: str) -> None:
        self.cash.choose_payer(text)
        self.show_sums()

    def _open_card(self) -> None:
        if self.cash.room is not None:
            self.shell.open_record("rooms", self.cash.room.room_id)

    def correct_payer(self, receipt_id: int, number: str) -> None:
        """Ask for the right name and why."""
        from ui.screens.cash_correction import CorrectPayerDialog

        CorrectPayerDialog(self, self.shell, receipt_id, number, self.refresh).open()
