"""The page of a receipt (收据档案): what it paid and how, what became of it, and what can still be done with it."""

from PySide6.QtWidgets import QVBoxLayout

from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.screens import receipt_steps
from desk_app.screens.receipt_view import ReceiptView, read_receipt
from ui.record_form import RecordFormPage
from ui.screens.receipt_actions import ReceiptActions
from ui.shell import Shell
from ui.steps_card import RelatedCard, StepsCard
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.layouts import box, column
from ui.widgets.sum_table import SumTable


class ReceiptFormPage(RecordFormPage):
    """A receipt is never typed: above its fields stand its lines, its money and its steps."""

    def __init__(self, shell: Shell, record_id: int) -> None:
        super().__init__(shell, "receipts", record_id)

    def _build(self) -> None:
        super()._build()
        assert self.record_id is not None
        self.actions = ReceiptActions(self, self.shell, self._done)
        self.steps = StepsCard(self._take)
        self.found = read_receipt(self.record_id)
        cards = [self.steps, self._lines_card(self.found), self._money_card(self.found)]
        if self.found.related:
            cards.append(RelatedCard(_("相关单据"), self.found.related, self.shell.open_record))
        if self.found.told:
            cards.append(self._told_card(_("更正记录"), self.found.told))
        above = self.board.parentWidget().layout()
        assert isinstance(above, QVBoxLayout)
        above.insertWidget(0, box(column(*cards, gap=12, margins=(0, 0, 0, 12))))
        self._show_steps()

    def refresh(self) -> None:
        """Read everything again."""
        super().refresh()
        if self.record_id is not None and read_receipt(self.record_id) != self.found:
            self.retranslate()
        else:
            self._show_steps()

    def _show_steps(self) -> None:
        assert self.record_id is not None
        steps = receipt_steps.list_steps(self.record_id, self.shell.desk)
        why_none = "" if steps or self.found.state else receipt_steps.why_none(self.record_id)
        self.steps.put(((self.found.state, "bad"), (why_none, "muted")), steps)

    def _lines_card(self, found: ReceiptView) -> Card:
        card = Card(_("明细"))
        self.lines = SumTable(_("收据明细"), words=(0, 1))
        rows = [
            (line.item, line.span, "" if line.days is None else str(line.days), show(line.amount))
            for line in found.lines
        ]
        heads = (_("收费项目"), _("计费期间"), _("天数"), _("金额（元）"))
        self.lines.put(heads, [*rows, (_("合计"), "", "", show(found.total))], total=True)
        self.lines.setFixedHeight(self.lines.needed_height())
        self.lines.cellActivated.connect(lambda row, _column: self._open_line(row))
        card.body.addWidget(self.lines)
        if any(line.behind for line in found.lines):
            card.body.addWidget(label(_("双击一行，或按回车，打开这一行的账单或押金。"), "small", "muted"))
        return card

    def _money_card(self, found: ReceiptView) -> Card:
        card = Card(_("收款方式"))
        self.tenders = SumTable(_("收款方式"), words=(0, 1))
        rows = [(each.method, each.reference, show(each.amount)) for each in found.tenders]
        self.tenders.put((_("方式"), _("流水号"), _("金额（元）")), rows)
        self.tenders.setFixedHeight(self.tenders.needed_height())
        card.body.addWidget(self.tenders)
        for text in filter(None, (found.cash, *found.moves)):
            card.body.addWidget(label(text, tone="muted", wrap=True, select=True))
        return card

    def _told_card(self, title: str, told: tuple[str, ...]) -> Card:
        card = Card(title)
        for text in told:
            card.body.addWidget(label(text, wrap=True, select=True))
        return card

    def _open_line(self, row: int) -> None:
        behind = self.found.lines[row].behind if row < len(self.found.lines) else None
        if behind is not None:
            self.shell.open_record(behind.kind_name, behind.record_id)

    def _take(self, name: str) -> None:
        assert self.record_id is not None
        self.actions.take(self.record_id, name)

    def _done(self, told: str) -> None:
        self.refresh()
        self.shell.tell(told)
