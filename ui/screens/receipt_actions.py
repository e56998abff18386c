"""Taking a step with a receipt (收据办理), from its own page or from the cash desk: asks what it needs, then does it."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desk_app.kernel.words import _
from desk_app.screens import receipt_steps
from ui.reason_dialog import ReasonDialog
from ui.shell import Shell

CHANGED = ("receipts", "bills", "deposits")
"""Kinds of record that a step may change."""


class ReceiptActions:
    """The steps of receipts for one page; `done` gets the sentence of what was done."""

    def __init__(self, page: QWidget, shell: Shell, done: Callable[[str], object]) -> None:
        self.page, self.shell, self.done = page, shell, done

    def take(self, receipt_id: int, name: str) -> None:
        """Take the step of the name, one of `receipt_steps.list_steps`."""
        ways = {
            "void": self.void,
            "reverse": self.reverse,
            "refund": self.refund,
            "correct_method": self.correct_method,
            "correct_reference": self.correct_reference,
            "correct_payer": self.correct_payer,
        }
        ways[name](receipt_id)

    def void(self, receipt_id: int) -> None:
        """Ask why, then void a receipt of today."""
        text, done = receipt_steps.tell_void(receipt_id)

        def do(why: str) -> None:
            receipt_steps.void(receipt_id, why, self.shell.desk)
            self._tell(done)

        ReasonDialog(self.page, _("作废收据"), text, do).open()

    def reverse(self, receipt_id: int) -> None:
        """Go to a reversal request of the receipt: the one under way, or a new one filled in."""
        if not self._open_waiting(receipt_id, "reverse"):
            self.shell.new_record("reversal_requests", **receipt_steps.reversal_values(receipt_id))

    def refund(self, receipt_id: int) -> None:
        """Go to a refund request of the receipt: the one under way, or a new one filled in."""
        if not self._open_waiting(receipt_id, "refund"):
            self.shell.new_record("refund_requests", **receipt_steps.refund_values(receipt_id))

    def correct_method(self, receipt_id: int) -> None:
        """Ask how the money really came."""
        from ui.screens.receipt_dialogs import CorrectMethodDialog

        number = receipt_steps.number_of(receipt_id)
        CorrectMethodDialog(self.page, self.shell, receipt_id, number, self._tell).open()

    def correct_reference(self, receipt_id: int) -> None:
        """Ask for the right reference."""
        from ui.screens.receipt_dialogs import CorrectReferenceDialog

        number = receipt_steps.number_of(receipt_id)
        CorrectReferenceDialog(self.page, self.shell, receipt_id, number, self._tell).open()

    def correct_payer(self, receipt_id: int) -> None:
        """Ask for the right name and why."""
        from ui.screens.cash_correction import CorrectPayerDialog

        number = receipt_steps.number_of(receipt_id)
        told = _("收据 {number} 的交款人已更正。").format(number=number)
        CorrectPayerDialog(self.page, self.shell, receipt_id, number, lambda: self._tell(told)).open()

    def _open_waiting(self, receipt_id: int, step: str) -> bool:
        waiting = receipt_steps.waiting_request(receipt_id, step)
        if waiting is not None:
            self.shell.open_record(*waiting)
        return waiting is not None

    def _tell(self, told: str) -> None:
        self.done(told)
        for kind_name in CHANGED:
            self.shell.records_changed(kind_name)
