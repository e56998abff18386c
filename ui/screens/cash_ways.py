"""How the payer pays (收款方式): a way, its amount and its reference; further ways under the first."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desk_app.kernel.words import _
from desk_app.screens.cash_desk import WAYS, TenderDraft
from ui import theme
from ui.widgets.buttons import tool_button
from ui.widgets.layouts import clear, column, row


class AmountBox(QLineEdit):
    """An amount; the whole of it is marked when the cursor comes, so that typing replaces it."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setAccessibleName(_("金额（元）"))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFont(theme.font("heading", bold=True))

    def focusInEvent(self, event: object) -> None:
        """Mark all of it."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A held-down Enter counts once."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.isAutoRepeat():
            return
        super().keyPressEvent(event)


class WayRow(QWidget):
    """One way of paying: `changed` after every key, `entered` on Enter in its last box, `removed` by its button."""

    changed = Signal()
    entered = Signal()
    removed = Signal()

    def __init__(self, tender: TenderDraft, *, alone: bool) -> None:
        super().__init__()
        self.tender = tender
        self.way = QComboBox()
        self.way.setAccessibleName(_("收款方式"))
        for option in WAYS:
            self.way.addItem(_(option.label), option.stored)
        self.way.setCurrentIndex(self.way.findData(tender.method))
        self.amount = AmountBox(tender.text)
        self.reference = QLineEdit(tender.reference)
        self.reference.setAccessibleName(_("流水号"))
        self.reference.setPlaceholderText(_("流水号（必填）"))
        self.remove = tool_button("close", _("去掉这一行"), self.removed.emit, size=16)
        top = row(self.way, self.amount, self.remove)
        top.setStretch(1, 1)
        self.setLayout(column(top, self.reference, gap=4))
        self.remove.setVisible(not alone)  # inside by now: on its own it would flash up as a window
        self.reference.setVisible(not tender.is_cash)
        self.way.currentIndexChanged.connect(self._choose_way)
        self.amount.textEdited.connect(self._type_amount)
        self.reference.textEdited.connect(self._type_reference)
        self.amount.returnPressed.connect(self._leave_amount)
        self.reference.returnPressed.connect(self.entered)

    def show_amount(self) -> None:
        """Show the amount as the form now has it."""
        if self.amount.text() != self.tender.text:
            with QSignalBlocker(self.amount):
                self.amount.setText(self.tender.text)
            if self.amount.hasFocus():
                self.amount.selectAll()

    def choose(self, place: int) -> None:
        """Take the way at `place` of the list, and ask for its reference where it needs one."""
        self.way.setCurrentIndex(place)
        self._leave_amount()

    def _choose_way(self) -> None:
        self.tender.method = str(self.way.currentData())
        self.reference.setVisible(not self.tender.is_cash)
        self.changed.emit()

    def _type_amount(self, text: str) -> None:
        self.tender.text = text
        self.changed.emit()

    def _type_reference(self, text: str) -> None:
        self.tender.reference = text
        self.changed.emit()

    def _leave_amount(self) -> None:
        if not self.tender.is_cash and not self.tender.reference.strip():
            self.reference.setFocus()
        else:
            self.entered.emit()


class WaysBox(QWidget):
    """The ways of one payment, in order."""

    changed = Signal()
    entered = Signal()
    removed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[WayRow] = []
        self._layout = column(gap=8)
        self.setLayout(self._layout)

    def put(self, tenders: list[TenderDraft]) -> None:
        """Show these ways; amounts only, where the ways are the same as before."""
        if [each.tender for each in self.rows] == tenders and all(
            row_.tender is tender for row_, tender in zip(self.rows, tenders, strict=True)
        ):
            for row_ in self.rows:
                row_.show_amount()
            return
        clear(self._layout)
        self.rows = []
        for place, tender in enumerate(tenders):
            made = WayRow(tender, alone=len(tenders) == 1)
            made.changed.connect(self.changed)
            made.entered.connect(self.entered)
            made.removed.connect(lambda place=place: self.removed.emit(place))
            self._layout.addWidget(made)
            made.show()  # now, not with the next event: what is not shown cannot take the cursor
            self.rows.append(made)

    def focus_amount(self, place: int = 0) -> None:
        """Put the cursor on an amount, all of it marked."""
        if self.rows:
            self.rows[place].amount.setFocus(Qt.FocusReason.OtherFocusReason)
            self.rows[place].amount.selectAll()
