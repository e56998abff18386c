"""How money comes or goes (收款方式): cash, or a way that leaves a reference (流水号)."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import LARGEST, show
from desk_app.kernel.words import _
from desk_app.modules.cashier.records import METHODS, NOT_MONEY
from desk_app.modules.cashier.typed import read_words

LABELS = {option.stored: option.label for option in METHODS}
CASH = "cash"
LONGEST_REFERENCE = 64
"""Letters of a bank's or a payment service's own number."""


@dataclass(frozen=True)
class Tender:
    """So many fen by one method; of cash what stays in the till, change already given back."""

    method: str
    amount: int
    reference: str = ""


def check_tenders(tenders: Sequence[Tender], total: int) -> tuple[Tender, ...]:
    """Return the tenders with their references tidied; DeskError unless they are ways of money and add to `total`.

    Every way but cash needs its reference.
    """
    checked = tuple(_check(tender) for tender in tenders)
    found = sum(tender.amount for tender in checked)
    if found != total:
        raise DeskError(
            _("没有办理：各收款方式合计 {found} 元，应为 {total} 元。").format(
                found=show(found), total=show(total)
            )
        )
    if sum(tender.method == CASH for tender in checked) > 1:
        raise DeskError(_("没有办理：现金只能填一行。"))
    return checked


def cash_in(tenders: Sequence[Tender]) -> int:
    """Return the fen that come as cash."""
    return sum(tender.amount for tender in tenders if tender.method == CASH)


def _check(tender: Tender) -> Tender:
    if tender.method not in LABELS or tender.method in NOT_MONEY:
        raise DeskError(_("没有办理：没有“{method}”这种收款方式。").format(method=tender.method))
    label = _(LABELS[tender.method])
    if not 0 < tender.amount <= LARGEST:
        raise DeskError(
            _("没有办理：{method} {amount} 元不对，应大于 0。").format(
                method=label, amount=show(tender.amount)
            )
        )
    reference = read_words(tender.reference, _("流水号"), LONGEST_REFERENCE)
    if tender.method != CASH and not reference:
        raise DeskError(_("没有办理：{method}要填流水号。").format(method=label))
    return Tender(tender.method, tender.amount, reference)
