"""Correcting the payer's name on a receipt (更正交款人); what was first written stays readable on it."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.kernel.words import _
from desk_app.screens import receipt_steps
from ui.reason_dialog import ReasonDialog
from ui.shell import Shell
from ui.widgets.labels import label


class CorrectPayerDialog(ReasonDialog):
    """Asks for the right name, then why."""

    def __init__(
        self, parent: QWidget, shell: Shell, receipt_id: int, number: str, done: Callable[[], object]
    ) -> None:
        self.name = QLineEdit()

        def correct(why: str) -> None:
            receipt_steps.correct_payer(receipt_id, self.name.text(), why, shell.desk)
            done()

        text = _("收据 {number} 的金额和所缴账单不变，只改交款人；原来的名字仍可查到。").format(number=number)
        super().__init__(parent, _("更正交款人"), text, correct, action=_("更正"))
        self.name.setAccessibleName(_("交款人"))
        layout = self.layout()
        layout.insertWidget(2, label(_("正确的交款人 *"), "small", "muted"))  # type: ignore[attr-defined]
        layout.insertWidget(3, self.name)  # type: ignore[attr-defined]
        self.name.setFocus()
