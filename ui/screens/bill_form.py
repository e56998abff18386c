"""The form of a bill (账单): the plain one, with why its sum is so on top, and the way to the cash desk."""

from desk_app.kernel.words import _
from desk_app.screens.bill_run_lines import explain_bill
from desk_app.screens.bill_steps import release, steps_of
from ui.reason_dialog import ReasonDialog
from ui.record_form import RecordFormPage
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.layouts import row


class BillFormPage(RecordFormPage):
    """A bill is never typed; what can be done with it is paying it, holding it, or correcting what it asks."""

    def __init__(self, shell: Shell, record_id: int) -> None:
        super().__init__(shell, "bills", record_id)

    def _build(self) -> None:
        super()._build()
        assert self.record_id is not None
        steps = steps_of(self.record_id, self.shell.desk)
        buttons = [button(_("收款"), self.pay, icon="register", name="pay-bill")]
        if steps.is_correctable:
            buttons.append(button(_("更正金额…"), self.correct, name="correct-bill"))
        if steps.is_holdable:
            buttons.append(button(_("挂起…"), self.hold, name="hold-bill"))
        if steps.is_releasable:
            buttons.append(button(_("解除挂起…"), self.release, name="release-bill"))
        for each in buttons:
            self.head.layout().addWidget(each)
        why = Card(_("费用说明"))
        told = label(explain_bill(self.record_id), wrap=True, select=True)
        told.setObjectName("bill-why")
        why.body.addWidget(told)
        self._outer.insertLayout(1, row(why, margins=(24, 0, 24, 8)))

    def pay(self) -> None:
        """Go to the cash desk at the bill's room."""
        self.shell.open_page("cash_desk", self.form.record.room_id)

    def correct(self) -> None:
        """Ask for the right sum, and go to the slip that somebody else has to approve."""
        from ui.screens.bill_correction import CorrectBillDialog

        def done(slip_id: int, told: str) -> None:
            self.shell.records_changed("reductions")
            self.shell.open_record("reductions", slip_id)
            self.shell.tell(told)

        assert self.record_id is not None
        CorrectBillDialog(self, self.shell, self.record_id, done).open()

    def hold(self) -> None:
        """Ask until when and why the bill is held, and show it as it then is."""
        from ui.screens.bill_hold import HoldBillDialog

        assert self.record_id is not None
        HoldBillDialog(self, self.shell, self.record_id, self._show).open()

    def release(self) -> None:
        """Ask why, and let the bill count again."""
        bill_id = self.record_id
        assert bill_id is not None
        text = _("从明天起照常催缴、计违约金；挂起的这些天不计。")
        ReasonDialog(
            self, _("解除挂起"), text, lambda why: self._show(release(bill_id, self.shell.desk, why))
        ).open()

    def _show(self, told: str) -> None:
        self.refresh()
        self.retranslate()
        self.shell.records_changed("bills")
        self.shell.tell(told)
