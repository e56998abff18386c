"""The form of a bill (账单): the plain one, with why its sum is so on top, and the way to the cash desk."""

from desk_app.kernel.words import _
from desk_app.screens.bill_run_lines import explain_bill
from desk_app.screens.bill_steps import may_correct
from ui.record_form import RecordFormPage
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.layouts import row


class BillFormPage(RecordFormPage):
    """A bill is never typed; what can be done with it is paying it, or correcting what it asks too much."""

    def __init__(self, shell: Shell, record_id: int) -> None:
        super().__init__(shell, "bills", record_id)

    def _build(self) -> None:
        super()._build()
        assert self.record_id is not None
        pay = button(_("收款"), self.pay, icon="register", name="pay-bill")
        self.head.layout().addWidget(pay)
        if may_correct(self.record_id, self.shell.desk):
            correct = button(_("更正金额…"), self.correct, name="correct-bill")
            self.head.layout().addWidget(correct)
        why = Card(_("费用说明"))
        told = label(explain_bill(self.record_id), wrap=True, select=True)
        told.setObjectName("bill-why")
        why.body.addWidget(told)
        self._outer.insertLayout(1, row(why, margins=(24, 0, 24, 8)))

    def pay(self) -> None:
        """Go to the cash desk at the bill's room."""
        self.shell.open_page("cash_desk", self.form.record.room_id)

    def correct(self) -> None:
        """Ask for the right sum, and show the bill as it then is."""
        from ui.screens.bill_correction import CorrectBillDialog

        def done(told: str) -> None:
            self.refresh()
            self.retranslate()
            self.shell.tell(told)

        assert self.record_id is not None
        CorrectBillDialog(self, self.shell, self.record_id, done).open()
