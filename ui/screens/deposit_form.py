"""The page of a deposit (押金卡片): when it goes back, what it was used for, and what can be done with it."""

from PySide6.QtWidgets import QVBoxLayout

from desk_app.kernel.days import show_day
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.screens import deposit_steps
from desk_app.screens.deposit_steps import DepositView, read_deposit
from ui.record_form import RecordFormPage
from ui.shell import Shell
from ui.steps_card import RelatedCard, StepsCard
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.layouts import box, column
from ui.widgets.sum_table import SumTable

CHANGED = ("deposits", "receipts", "bills")
"""Kinds of record that a step may change."""


class DepositFormPage(RecordFormPage):
    """A deposit is made by its receipt; above its fields stand when it goes back, its moves and its steps."""

    def __init__(self, shell: Shell, record_id: int) -> None:
        super().__init__(shell, "deposits", record_id)

    def _build(self) -> None:
        super()._build()
        assert self.record_id is not None
        self.steps = StepsCard(self._take)
        self.found = read_deposit(self.record_id, self.shell.desk)
        cards = [self.steps, self._moves_card(self.found)]
        if self.found.related:
            cards.append(RelatedCard(_("相关单据"), self.found.related, self.shell.open_record))
        above = self.board.parentWidget().layout()
        assert isinstance(above, QVBoxLayout)
        above.insertWidget(0, box(column(*cards, gap=12, margins=(0, 0, 0, 12))))
        self._show_steps()

    def refresh(self) -> None:
        """Read everything again."""
        super().refresh()
        assert self.record_id is not None
        if read_deposit(self.record_id, self.shell.desk) != self.found:
            self.retranslate()
        else:
            self._show_steps()

    def _show_steps(self) -> None:
        assert self.record_id is not None
        tone = "good" if self.found.can_go_back else "waiting" if self.form.record.held else "muted"
        steps = deposit_steps.list_steps(self.record_id, self.shell.desk)
        self.steps.put(((self.found.told, tone),), steps)

    def _moves_card(self, found: DepositView) -> Card:
        card = Card(_("押金流水"))
        self.moves = SumTable(_("押金流水"), words=(0, 1, 2, 3))
        rows = [
            (move.told, show_day(move.day), move.number, move.actor, show(move.amount))
            for move in found.moves
        ]
        heads = (_("变动和依据"), _("日期"), _("收据"), _("经办人"), _("金额（元）"))
        total = (_("在押"), "", "", "", show(sum(move.amount for move in found.moves)))
        self.moves.put(heads, [*rows, total], total=True)
        self.moves.setFixedHeight(self.moves.needed_height())
        self.moves.cellActivated.connect(lambda row, _column: self._open_move(row))
        card.body.addWidget(self.moves)
        card.body.addWidget(label(_("双击一行，或按回车，打开这一笔的收据。"), "small", "muted"))
        return card

    def _open_move(self, row: int) -> None:
        receipt_id = self.found.moves[row].receipt_id if row < len(self.found.moves) else None
        if receipt_id is not None:
            self.shell.open_record("receipts", receipt_id)

    def _take(self, name: str) -> None:
        """Ask what the step needs, then take it."""
        from ui.screens.deposit_dialogs import AcceptDialog, DeductDialog, TransferDialog

        assert self.record_id is not None
        desk = self.shell.desk
        if name == "accept":
            AcceptDialog(self, self.record_id, desk, self._done).open()
        elif name == "deduct":
            DeductDialog(self, self.record_id, desk, show(self.form.record.held), self._done).open()
        elif name == "transfer":
            TransferDialog(self, self.record_id, desk, self._done).open()
        else:
            self._refund()

    def _refund(self) -> None:
        """Go to the refund request: the one under way, or a new one filled in."""
        assert self.record_id is not None
        waiting = deposit_steps.waiting_request(self.record_id)
        if waiting is not None:
            self.shell.open_record("refund_requests", waiting)
        else:
            self.shell.new_record("refund_requests", **deposit_steps.refund_values(self.record_id))

    def _done(self, told: str) -> None:
        self.refresh()
        for kind_name in CHANGED:
            self.shell.records_changed(kind_name)
        self.shell.tell(told)
