"""The card where money is taken (收款卡): what is owed, how it is paid, by whom, and what it comes to."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.screens.cash_desk import CashDesk
from ui import theme
from ui.screens.cash_ways import WaysBox
from ui.widgets.buttons import button, with_keys
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.layouts import column, row


class PayCard(Card):
    """Writes what is typed into the form: `changed` after each key, `rows_changed` where ways were added or left out."""

    changed = Signal()
    rows_changed = Signal()
    pay_asked = Signal()
    offset_asked = Signal()

    def __init__(self, cash: CashDesk) -> None:
        super().__init__()
        self.cash = cash
        self.total_label = label("", "small", "muted")
        self.total = label("", "figure")
        self.ways = WaysBox()
        self.ways.changed.connect(self._typed)
        self.ways.entered.connect(lambda: self.pay.setFocus())
        self.ways.removed.connect(self._remove_way)
        self.more = button(_("再加一种方式"), self.add_way, look="link", shortcut="F6", name="add-way")
        self._make_payer()
        self._make_ticks()
        self.outcome = label("", wrap=True)
        self.pay = button(_("确认收款"), self.pay_asked.emit, icon="money", look="main", name="pay")
        self.pay.setToolTip(with_keys(_("确认收款"), "Ctrl+Return"))
        self.use_prepaid = button(
            _("用预存款冲抵"), self.offset_asked.emit, icon="wallet", shortcut="F8", name="offset"
        )
        self.body.addLayout(self._pay_layout())

    @property
    def stops(self) -> list[QWidget]:
        """Return where Tab stops, in its order: how it is paid, by whom, the button."""
        ways: list[QWidget] = []
        for way in self.ways.rows:
            ways += [way.way, way.amount, way.remove, way.reference]
        rest = [self.again, self.more, self.payer, self.note, self.keep, self.odd, self.pay, self.use_prepaid]
        return [*ways, *rest]

    def put(self) -> None:
        """Show what the form holds."""
        self.again.setVisible(bool(self.cash.same_reference))
        self.again.setText(self.cash.same_reference)
        self._put_payers()
        self.put_ways()
        self.note.setText(self.cash.note)
        for tick, value in ((self.keep, self.cash.keep_change), (self.odd, self.cash.round_off)):
            with QSignalBlocker(tick):
                tick.setChecked(value)
        room = self.cash.room
        self.use_prepaid.setVisible(bool(room and room.prepaid and room.debts))
        self.show_sums()

    def put_ways(self) -> None:
        """Show the ways of payment."""
        self.ways.put(self.cash.tenders)
        self.rows_changed.emit()

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
        theme.dress(self.outcome, tone="waiting" if parts else "muted")
        self.keep.setVisible(sums.received > sums.ticked > 0)

    def add_way(self) -> None:
        """Add another way of paying."""
        self.cash.add_way()
        self.put_ways()
        self.show_sums()
        self.ways.focus_amount(len(self.cash.tenders) - 1)

    def choose_way(self, place: int) -> None:
        """Take the way at `place` of the list for the last line."""
        if self.ways.rows:
            self.ways.rows[-1].choose(place)

    def ask_why_again(self) -> None:
        """Ask why a reference is used again."""
        self.again.show()
        self.again.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_on(self, box: str, place: int = 0) -> None:
        """Put the cursor on the box a problem is about."""
        if box == "payer":
            self.payer.setFocus(Qt.FocusReason.OtherFocusReason)
        elif box == "reference":
            self.ways.rows[place].reference.setFocus(Qt.FocusReason.OtherFocusReason)
        elif box == "amount":
            self.ways.focus_amount(place)

    # -- parts ---------------------------------------------------------------------------------------------------

    def _make_payer(self) -> None:
        self.payer_label = label(_("交款人"), "small", "muted")
        self.payer = QComboBox()
        self.payer.setEditable(True)
        self.payer.setAccessibleName(_("交款人"))
        self.payer.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.payer.currentTextChanged.connect(self._choose_payer)
        self.note = QLineEdit()
        self.note.setAccessibleName(_("备注"))
        self.note.setPlaceholderText(_("备注，印在收据上"))
        self.note.textEdited.connect(lambda text: setattr(self.cash, "note", text))
        self.note.returnPressed.connect(lambda: self.pay.setFocus())
        self.again = QLineEdit()
        self.again.setAccessibleName(_("流水号再用一次的原因"))
        self.again.setPlaceholderText(_("流水号再用一次的原因，如 一笔转账缴两户"))
        self.again.textEdited.connect(lambda text: setattr(self.cash, "same_reference", text))
        self.again.returnPressed.connect(lambda: self.pay.setFocus())
        self.again.hide()

    def _make_ticks(self) -> None:
        self.keep = QCheckBox(_("多收的存入预存款"))
        self.keep.toggled.connect(lambda on: self._set("keep_change", on))
        self.odd = QCheckBox(_("抹去零头"))
        self.odd.setToolTip(with_keys(_("抹去零头"), "F7"))
        self.odd.toggled.connect(lambda on: self._set("round_off", on))

    def _pay_layout(self) -> QVBoxLayout:
        return column(
            row(column(self.total_label, self.total, gap=0), None),
            self.ways,
            self.again,
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

    def _put_payers(self) -> None:
        with QSignalBlocker(self.payer):
            self.payer.clear()
            for payer in self.cash.room.payers if self.cash.room else ():
                self.payer.addItem(payer.name)
            self.payer.setCurrentText(self.cash.payer.name if self.cash.payer else "")

    # -- typing --------------------------------------------------------------------------------------------------

    def _typed(self) -> None:
        self.changed.emit()
        self.show_sums()

    def _set(self, name: str, value: bool) -> None:
        setattr(self.cash, name, value)
        if name == "round_off":
            self.cash.propose()
            self.ways.put(self.cash.tenders)
        self._typed()

    def _remove_way(self, place: int) -> None:
        self.cash.remove_way(place)
        self.put_ways()
        self._typed()

    def _choose_payer(self, text: str) -> None:
        self.cash.choose_payer(text)
        self.show_sums()
