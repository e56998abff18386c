"""Correcting how a receipt's money came (更正收款方式、流水号): which of its ways, what it really was, why."""

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.screens import receipt_corrections
from desk_app.screens.receipt_corrections import WAYS, MethodCorrection, ReferenceCorrection, tell
from ui.screens.cash_extras import ExtraDialog
from ui.shell import Shell

Done = Callable[[str], object]
Fields = list[tuple[str, QWidget]]


class CorrectMethodDialog(ExtraDialog):
    """Says that part or all of what came by one way came by another; sum and bills stay."""

    def __init__(self, parent: QWidget, shell: Shell, receipt_id: int, number: str, done: Done) -> None:
        self._done = done
        self._tenders = receipt_corrections.tenders_of(receipt_id)
        self.correction = MethodCorrection(receipt_id, shell.desk, self._tenders[0])
        text = _("收据 {number} 的金额和所缴账单不变，只改钱是怎么收的；日结、对账按更正后的算。")
        super().__init__(parent, _("更正收款方式"), text.format(number=number), _("更正"))
        self._choose_before(0)
        self._choose_method()
        self.amount.setFocus()

    def fields(self) -> Fields:
        """Return the way written, the true one, how much, its reference, and why."""
        self.before = _choice(map(tell, self._tenders), "before-way")
        self.method = QComboBox()
        self.method.setObjectName("after-way")
        for option in WAYS:
            self.method.addItem(_(option.label), option.stored)
        self.amount, self.reference, self.reason = QLineEdit(), QLineEdit(), QLineEdit()
        self.reason.setPlaceholderText(_("会记入操作历史"))
        self.before.currentIndexChanged.connect(self._choose_before)
        self.method.currentIndexChanged.connect(lambda *_index: self._choose_method())
        return [
            (_("收据上写的"), self.before),
            (_("实际的收款方式"), self.method),
            (_("金额（元） *"), self.amount),
            (_("流水号（现金不填）"), self.reference),
            (_("原因 *"), self.reason),
        ]

    def do(self) -> None:
        """Correct it."""
        self.correction.method = str(self.method.currentData())
        self.correction.amount, self.correction.reference = self.amount.text(), self.reference.text()
        self._done(self.correction.save(self.reason.text()))

    def _choose_before(self, place: int) -> None:
        """Propose the whole of that way, and another way than it was."""
        self.correction.before = self._tenders[place]
        self.amount.setText(show(self._tenders[place].amount))
        other = next(at for at, option in enumerate(WAYS) if option.stored != self._tenders[place].method)
        self.method.setCurrentIndex(other)

    def _choose_method(self) -> None:
        is_cash = self.method.currentData() == WAYS[0].stored
        self.reference.setEnabled(not is_cash)
        if is_cash:
            self.reference.clear()


class CorrectReferenceDialog(ExtraDialog):
    """Gives one of the receipt's ways another reference."""

    def __init__(self, parent: QWidget, shell: Shell, receipt_id: int, number: str, done: Done) -> None:
        self._done = done
        self._tenders = receipt_corrections.tenders_of(receipt_id, with_reference=True)
        self.correction = ReferenceCorrection(receipt_id, shell.desk, self._tenders[0])
        text = _("收据 {number} 的金额和所缴账单不变，只改流水号；原来的流水号仍可查到。")
        super().__init__(parent, _("更正流水号"), text.format(number=number), _("更正"))
        self.reference.setFocus()

    def fields(self) -> Fields:
        """Return the way, its true reference, and why."""
        self.before = _choice(map(tell, self._tenders), "before-way")
        self.reference, self.reason = QLineEdit(), QLineEdit()
        self.reason.setPlaceholderText(_("会记入操作历史"))
        return [
            (_("收据上写的"), self.before),
            (_("正确的流水号 *"), self.reference),
            (_("原因 *"), self.reason),
        ]

    def do(self) -> None:
        """Correct it."""
        self.correction.before = self._tenders[self.before.currentIndex()]
        self.correction.reference = self.reference.text()
        self._done(self.correction.save(self.reason.text()))


def _choice(texts: Iterable[str], name: str) -> QComboBox:
    made = QComboBox()
    made.setObjectName(name)
    made.addItems(list(texts))
    return made
