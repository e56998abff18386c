"""Correcting what a bill asks (更正账单), paid or not: the new sum, who approved it, why."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.kernel.words import _
from desk_app.screens.bill_steps import BillCorrection
from ui.reason_dialog import ReasonDialog
from ui.shell import Shell
from ui.widgets.labels import label


class CorrectBillDialog(ReasonDialog):
    """Asks for the right sum and the second person, then why; `done` gets the sentence of what was done."""

    def __init__(self, parent: QWidget, shell: Shell, bill_id: int, done: Callable[[str], object]) -> None:
        self.correction = BillCorrection(bill_id, shell.desk)
        self.amount, self.approver = QLineEdit(), QLineEdit()

        def correct(why: str) -> None:
            self.correction.new_amount = self.amount.text()
            self.correction.approved_by = self.approver.text()
            done(self.correction.save(why))

        super().__init__(parent, _("更正账单"), self.correction.told(), correct, action=_("更正"))
        for place, (line, name, words) in enumerate(
            (
                (self.amount, "corrected-amount", _("正确的应收金额（元）")),
                (self.approver, "corrected-approver", _("审核人（不能是经办人自己）")),
            )
        ):
            line.setObjectName(name)
            line.setAccessibleName(words)
            self.layout().insertWidget(2 + 2 * place, label(f"{words} *", "small", "muted"))  # type: ignore[attr-defined]
            self.layout().insertWidget(3 + 2 * place, line)  # type: ignore[attr-defined]
        self.setTabOrder(self.amount, self.approver)
        self.setTabOrder(self.approver, self.reason)
        self.amount.returnPressed.connect(self.approver.setFocus)
        self.approver.returnPressed.connect(self.reason.setFocus)
        self.amount.setFocus()
