"""Asking that what a bill asks be lowered (更正账单), paid or not: the new sum and why; another person approves it."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.kernel.words import _
from desk_app.screens.bill_steps import BillCorrection
from ui.reason_dialog import ReasonDialog
from ui.screens.bill_entry import put_line
from ui.shell import Shell


class CorrectBillDialog(ReasonDialog):
    """Asks for the right sum, then why; `done` gets the id of the slip that waits and the sentence of what to do."""

    def __init__(
        self, parent: QWidget, shell: Shell, bill_id: int, done: Callable[[int, str], object]
    ) -> None:
        self.correction = BillCorrection(bill_id, shell.desk)
        self.amount = QLineEdit()

        def ask(why: str) -> None:
            self.correction.new_amount = self.amount.text()
            done(*self.correction.save(why))

        super().__init__(parent, _("更正账单"), self.correction.told(), ask, action=_("提交申请"))
        put_line(self, self.amount, "corrected-amount", _("正确的应收金额（元）"), is_needed=True)
