"""Small dialogs of the cash desk (临时收费、押金、预缴): each says what it will do, and stays open when it is refused."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desk_app.kernel.access import Desk
from desk_app.kernel.days import show_day
from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.screens import cash_extras
from desk_app.screens.cash_extras import Choice, DepositForm
from desk_app.screens.cash_room import CashRoom
from ui import theme
from ui.asking_dialog import AskingDialog
from ui.screens.cash_ways import WayRow
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import Part, column, row
from ui.widgets.message_strip import MessageStrip


class ExtraDialog(AskingDialog):
    """Fields one under the other, a refusal's sentence, and the button that does it."""

    def __init__(self, parent: QWidget, title: str, text: str, action: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(420))
        self.strip = MessageStrip(closable=False)
        self.yes = button(action, self.accept, look="main", name="extra-yes")
        self.no = button(_("取消"), self.leave, name="extra-no")
        self._required: list[QLineEdit] = []
        parts: list[Part] = [label(title, "heading"), label(text, tone="muted", wrap=True)]
        for name, widget in self.fields():
            if name:
                parts.append(label(name, "small", "muted"))
                widget.setAccessibleName(name.rstrip(" *"))
            if name.endswith("*") and isinstance(widget, QLineEdit):
                self._required.append(widget)
            self._take_enter(widget)
            parts.append(widget)
        parts += [self.strip, 4, row(None, self.no, self.yes)]
        self.setLayout(column(*parts, gap=6, margins=(24, 20, 24, 16)))

    def _take_enter(self, widget: QWidget) -> None:
        """Let Enter in a box do it, as in every dialog; a way of payment tells it by itself."""
        if isinstance(widget, QComboBox) and widget.isEditable():
            widget.lineEdit().returnPressed.connect(self.yes.click)
        elif isinstance(widget, QComboBox):
            widget.installEventFilter(self)
        elif isinstance(widget, QLineEdit):
            widget.returnPressed.connect(lambda: self._go_on(widget))

    def _go_on(self, box: QLineEdit) -> None:
        """Do it, or go to what must still be typed; an empty box that is left by Enter is told as missing."""
        missing = [needed for needed in self._required if not needed.text().strip()]
        if missing and box not in missing:
            missing[0].setFocus()
        else:
            self.yes.click()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter on a closed list does it; open, it takes the marked entry."""
        pressed = event.key() if isinstance(event, QKeyEvent) and not event.isAutoRepeat() else None
        if event.type() == QEvent.Type.KeyPress and pressed in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.yes.click()
            return True
        return super().eventFilter(watched, event)

    def fields(self) -> list[tuple[str, QWidget]]:
        """Return the name and box of each field."""
        raise NotImplementedError

    def do(self) -> None:
        """Do it; DeskError with a sentence if it cannot be."""
        raise NotImplementedError

    def accept(self) -> None:
        """Do it; close when it was done."""
        try:
            self.do()
        except DeskError as error:
            self.strip.say(str(error))
            return
        super().accept()


def choose_from(choices: list[Choice]) -> QComboBox:
    """Return a box to choose one of the records."""
    made = QComboBox()
    for choice in choices:
        made.addItem(choice.label, choice.record_id)
    return made


class ChargeDialog(ExtraDialog):
    """A single charge typed by hand; it becomes a bill of today, to be paid at once or later."""

    def __init__(self, parent: QWidget, room: CashRoom, desk: Desk, done: Callable[[], object]) -> None:
        self._room, self._desk, self._done = room, desk, done
        text = _("{room}：记一笔今天到期的账单，然后和其他欠费一起收。").format(room=room.code)
        super().__init__(parent, _("临时收费"), text, _("记账"))
        self.amount.setFocus()

    def fields(self) -> list[tuple[str, QWidget]]:
        """Return item, amount and reason."""
        self.item, self.amount, self.reason = (
            choose_from(cash_extras.charge_items()),
            QLineEdit(),
            QLineEdit(),
        )
        self.reason.setPlaceholderText(_("如 补办门禁卡一张"))
        return [(_("收费项目"), self.item), (_("金额（元） *"), self.amount), (_("原因 *"), self.reason)]

    def do(self) -> None:
        """Post the bill."""
        cash_extras.charge(
            self._room, self.item.currentData(), self.amount.text(), self.reason.text(), self._desk
        )
        self._done()


class DepositDialog(ExtraDialog):
    """A deposit with its own receipt, which is no income and is given back."""

    def __init__(
        self, parent: QWidget, room: CashRoom, desk: Desk, done: Callable[[int, str], object]
    ) -> None:
        self._desk, self._done = desk, done
        self.form = DepositForm(room, 0)
        text = _("{room}：押金单独开收据，凭原件退还，不算收入。").format(room=room.code)
        super().__init__(parent, _("收押金"), text, _("收款并开押金收据"))
        self.way.amount.setFocus()

    def fields(self) -> list[tuple[str, QWidget]]:
        """Return kind, payer, way with amount, and the terms."""
        self.item = choose_from(cash_extras.deposit_items())
        self.payer = QComboBox()
        self.payer.setEditable(True)
        for payer in self.form.room.payers:
            self.payer.addItem(payer.name)
        self.way = WayRow(self.form.tender, alone=True)
        self.way.entered.connect(self.accept)
        self.terms = QLineEdit()
        self.terms.setPlaceholderText(_("如 装修验收合格三个月后无息退还"))
        return [
            (_("押金类型"), self.item),
            (_("交款人 *"), self.payer),
            (_("收款方式和金额 *"), self.way),
            (_("退还条件"), self.terms),
        ]

    def do(self) -> None:
        """Take the deposit."""
        if self.item.currentData() is None:
            raise DeskError(_("没有收款：还没有启用的押金项目，请在“收费项目”里启用。"))
        self.form.item_id = self.item.currentData()
        self.form.amount = self.form.tender.text
        self.form.payer_name = self.payer.currentText()
        self.form.terms = self.terms.text()
        receipt = self.form.take(self._desk)
        self._done(receipt.id, receipt.number)


class AheadDialog(ExtraDialog):
    """Months in advance: bills of months to come, to be paid now."""

    def __init__(self, parent: QWidget, room: CashRoom, desk: Desk, done: Callable[[], object]) -> None:
        self._room, self._desk, self._done = room, desk, done
        text = _("{room}：先出以后几个月的账单，再一起收款，收据上印起止日期。不收了可以收回。")
        super().__init__(parent, _("预缴"), text.format(room=room.code), _("出预缴账单"))
        self._tell()
        self.months.setFocus()

    def fields(self) -> list[tuple[str, QWidget]]:
        """Return what is paid and for how many months."""
        self.what = choose_from(cash_extras.bindings_ahead(self._room.room_id))
        self.months = QComboBox()
        for count in cash_extras.MONTHS:
            self.months.addItem(_("{count} 个月").format(count=count), count)
        self.months.setCurrentIndex(2)
        self.until = label("", "heading", wrap=True)
        for box in (self.what, self.months):
            box.currentIndexChanged.connect(lambda *_index: self._tell())
        return [(_("收费标准"), self.what), (_("预缴"), self.months), ("", self.until)]

    def _tell(self) -> None:
        binding = self.what.currentData()
        self.yes.setEnabled(binding is not None)
        if binding is None:
            self.until.setText(_("这一户没有可以预缴的收费。请先绑定收费标准。"))
            return
        months = self.months.currentData()
        until = cash_extras.months_until(binding, months, self._desk)
        try:
            total = cash_extras.ahead_sum(binding, months, self._desk)
        except DeskError as error:
            self.yes.setEnabled(False)
            self.until.setText(str(error))
            return
        words = _("共 {total} 元，预缴到 {day}")
        self.until.setText(words.format(total=show(total), day=show_day(until)))

    def do(self) -> None:
        """Bill the months."""
        cash_extras.bill_months(self.what.currentData(), self.months.currentData(), self._desk)
        self._done()
