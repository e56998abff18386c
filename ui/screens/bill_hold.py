"""Holding a bill (挂起，暂缓催收): until when, if that was agreed, and why."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.kernel.words import _
from desk_app.screens.bill_steps import BillHold
from ui.reason_dialog import ReasonDialog
from ui.screens.bill_entry import put_line
from ui.shell import Shell


class HoldBillDialog(ReasonDialog):
    """Asks for the last day of the hold and why; `done` gets the sentence of what was done."""

    def __init__(self, parent: QWidget, shell: Shell, bill_id: int, done: Callable[[str], object]) -> None:
        self.hold = BillHold(bill_id, shell.desk)
        self.until = QLineEdit()
        self.until.setPlaceholderText(_("如 2026-01-31；不填则一直挂起到解除"))

        def save(why: str) -> None:
            self.hold.until = self.until.text()
            done(self.hold.save(why))

        super().__init__(parent, _("挂起账单"), self.hold.told(), save, action=_("挂起"))
        put_line(self, self.until, "held-until", _("挂起到哪一天（含当天）"))
