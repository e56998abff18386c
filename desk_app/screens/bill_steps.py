"""Correcting what a bill asks (更正账单) without a window: what is told before, what is typed, what was done."""

import uuid
from dataclasses import dataclass, field

from desk_app.kernel.access import Desk
from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import parse, show
from desk_app.kernel.words import _
from desk_app.modules.billing.ledger import read_bills
from desk_app.modules.cashier import rights
from desk_app.modules.cashier.bill_corrections import asked_now, correct_bill, late_fees_told


@dataclass
class BillCorrection:
    """One correction; every text as typed. Sent twice it is done once."""

    bill_id: int
    desk: Desk
    new_amount: str = ""
    approved_by: str = ""
    request: str = field(default_factory=lambda: str(uuid.uuid4()))

    def told(self) -> str:
        """Return what the bill asks now, and what the correction will and will not do."""
        bill = read_bills([self.bill_id])[self.bill_id]
        text = _(
            "{bill} 现在应收 {asked} 元，已收 {paid} 元。改少以后，还没收的不再收，多收的转入预存款；原账单和收据不变。"
        ).format(bill=bill, asked=show(asked_now(bill)), paid=show(bill.paid))
        return "\n".join(filter(None, (text, late_fees_told([self.bill_id]))))

    def save(self, reason: str) -> str:
        """Correct the bill and return in a sentence what became of the money; DeskError with nothing changed."""
        before = read_bills([self.bill_id])[self.bill_id]
        receipt = correct_bill(
            self.bill_id,
            new_amount=self._read_amount(),
            reason=reason,
            desk=self.desk,
            approved_by=self.approved_by,
            request=self.request,
        )
        after = read_bills([self.bill_id])[self.bill_id]
        asked = show(asked_now(after))
        if receipt is None:
            return _("已更正：应收 {asked} 元。").format(asked=asked)
        return _("已更正：应收 {asked} 元，{amount} 元已转入预存款（{number}）。").format(
            asked=asked, amount=show(before.paid - after.paid), number=receipt.number
        )

    def _read_amount(self) -> int:
        try:
            return parse(self.new_amount)
        except ValueError:
            raise DeskError(_("没有更正：新的应收金额应写成 146.42 的样子。")) from None


def may_correct(bill_id: int, desk: Desk) -> bool:
    """Say whether the person at the desk may lower what the bill asks."""
    bill = read_bills([bill_id])[bill_id]
    return rights.may(desk, "correct_bill") and bill.state != "void" and asked_now(bill) > 0
