"""The page of a pre-printed receipt book (票据本): what became of its numbers, and noting one as spoiled."""

from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from desk_app.kernel.words import _
from desk_app.screens import pad_steps
from ui.reason_dialog import ReasonDialog
from ui.record_form import RecordFormPage
from ui.screens.bill_entry import put_line
from ui.shell import Shell
from ui.steps_card import StepsCard
from ui.widgets.layouts import box, column


class PadFormPage(RecordFormPage):
    """The plain form, with the pad's stock and its spoiled numbers on top."""

    def __init__(self, shell: Shell, record_id: int) -> None:
        super().__init__(shell, "receipt_pads", record_id)

    def _build(self) -> None:
        super()._build()
        self.steps = StepsCard(self._take)
        above = self.board.parentWidget().layout()
        assert isinstance(above, QVBoxLayout)
        above.insertWidget(0, box(column(self.steps, gap=12, margins=(0, 0, 0, 12))))
        self._show_steps()

    def refresh(self) -> None:
        """Read everything again."""
        super().refresh()
        self._show_steps()

    def _show_steps(self) -> None:
        assert self.record_id is not None
        told = [(pad_steps.tell_stock(self.record_id), "")]
        told += [(text, "muted") for text in pad_steps.spoiled(self.record_id)]
        self.steps.put(told, pad_steps.list_steps(self.record_id, self.shell.desk))

    def _take(self, _name: str) -> None:
        """Ask for the number and why it is spoiled."""
        assert self.record_id is not None
        pad_id = self.record_id
        number = QLineEdit(pad_steps.next_free(pad_id))

        def do(why: str) -> None:
            told = pad_steps.spoil(pad_id, number.text(), why, self.shell.desk)
            self.refresh()
            self.side.refresh()
            self.shell.records_changed("receipt_pads")
            self.shell.tell(told)

        text = _("撕坏、写错的票据登记作废，号码不再使用；各联留在本上，核销时一起交回。")
        dialog = ReasonDialog(self, _("登记作废票"), text, do, action=_("登记"))
        put_line(dialog, number, "spoiled-number", _("票据号"), is_needed=True)
        dialog.open()
