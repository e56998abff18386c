"""What is done with a receipt after it was made (收据的后续): printed, voided, its payer's name corrected."""

from desk_app.kernel.access import Desk
from desk_app.kernel.kind import find_kind
from desk_app.modules.cashier.corrections import correct_payer as _correct_payer
from desk_app.modules.cashier.undoing import void_receipt


def paper_of(receipt_id: int) -> str:
    """Return the name of the paper that prints this receipt: the first that is printed for it."""
    from desk_app.kernel import store

    kind = find_kind("receipts")
    draft = store.load(kind, receipt_id)
    for paper in kind.papers:
        if paper.may_print is None or not paper.may_print(draft):
            return paper.name
    return kind.papers[0].name


def void(receipt_id: int, reason: str, desk: Desk) -> None:
    """Void the receipt; DeskError with a sentence if that is not allowed."""
    void_receipt(receipt_id, reason, desk)


def correct_payer(receipt_id: int, name: str, reason: str, desk: Desk) -> None:
    """Put another payer's name on the receipt."""
    _correct_payer(receipt_id, name, reason, desk)
