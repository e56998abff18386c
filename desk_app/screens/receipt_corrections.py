"""Correcting how a receipt's money came (更正收款方式、流水号) without a window: what can be chosen, what was typed."""

from dataclasses import dataclass

from desk_app.kernel.access import Desk
from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import parse, show
from desk_app.kernel.words import _
from desk_app.modules.cashier import corrections, journal
from desk_app.modules.cashier.records import METHODS, NOT_MONEY, Receipt
from desk_app.modules.cashier.tenders import CASH, LABELS, Tender

WAYS = tuple(option for option in METHODS if option.stored not in NOT_MONEY)
"""The ways money can have come."""


def tenders_of(receipt_id: int, *, with_reference: bool = False) -> list[Tender]:
    """Return how the receipt's money came as it stands; `with_reference` leaves cash out, which has none."""
    return [
        each
        for each in journal.methods_of(Receipt.get_by_id(receipt_id))
        if each.amount > 0 and each.method not in NOT_MONEY and not (with_reference and each.method == CASH)
    ]


def tell(tender: Tender) -> str:
    """Return '微信 200.00 元 4200001'."""
    words = _("{method} {amount} 元").format(method=_(LABELS[tender.method]), amount=show(tender.amount))
    return f"{words} {tender.reference}".strip()


@dataclass
class MethodCorrection:
    """One correction as typed: `before` of the receipt's ways came as another, whole or in part."""

    receipt_id: int
    desk: Desk
    before: Tender
    method: str = CASH
    amount: str = ""
    reference: str = ""

    def save(self, reason: str) -> str:
        """Correct it and return a sentence; DeskError with nothing changed."""
        try:
            fen = parse(self.amount)
        except ValueError as error:
            raise DeskError(_("没有更正：{problem}").format(problem=error)) from None
        after = Tender(self.method, fen, self.reference)
        corrections.correct_method(self.receipt_id, self.before, after, reason, self.desk)
        return _("已更正：{amount} 元改为{method}。").format(amount=show(fen), method=_(LABELS[self.method]))


@dataclass
class ReferenceCorrection:
    """Another reference for one of the receipt's ways."""

    receipt_id: int
    desk: Desk
    before: Tender
    reference: str = ""

    def save(self, reason: str) -> str:
        """Correct it and return a sentence; DeskError with nothing changed."""
        old = self.before
        corrections.correct_reference(
            self.receipt_id, old.method, old.reference, self.reference, reason, self.desk
        )
        return _("已更正：流水号改为 {reference}。").format(reference=self.reference.strip())
