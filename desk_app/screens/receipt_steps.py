"""What is done with a receipt after it was made (收据的后续): printed, voided, reversed, corrected, paid back."""

from typing import Any

from desk_app.kernel.access import Desk
from desk_app.kernel.kind import find_kind
from desk_app.kernel.words import _
from desk_app.modules.cashier import corrections, journal, refunds, reversals, rights, undoing
from desk_app.modules.cashier.applications import RefundRequest, ReversalRequest
from desk_app.modules.cashier.corrections import correct_payer as _correct_payer
from desk_app.modules.cashier.records import NOT_MONEY, Receipt
from desk_app.modules.cashier.tenders import CASH
from desk_app.modules.cashier.undoing import void_receipt
from desk_app.screens.record_steps import RecordStep, refusal


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


def tell_void(receipt_id: int) -> tuple[str, str]:
    """Return what voiding the receipt will do, and the sentence for when it is done."""
    receipt = Receipt.get_by_id(receipt_id)
    if receipt.kind == "payment":
        text = _("收据 {number} 会标记为作废，号码保留，账单恢复未缴。只限当天、日结以前，并请收回各联。")
        return text.format(number=receipt.number), _("收据已作废，账单恢复未缴。")
    text = _("收据 {number} 会标记为作废，号码保留，它记的账全部撤回。只限当天、日结以前，并请收回各联。")
    return text.format(number=receipt.number), _("收据已作废，记的账已撤回。")


def correct_payer(receipt_id: int, name: str, reason: str, desk: Desk) -> None:
    """Put another payer's name on the receipt."""
    _correct_payer(receipt_id, name, reason, desk)


def list_steps(receipt_id: int, desk: Desk) -> list[RecordStep]:
    """Return what can be done with the receipt today; what never can any more is left out."""
    receipt = Receipt.get_by_id(receipt_id)
    if not undoing.is_live(receipt):
        return []
    steps = [*_void(receipt, desk), _reverse(receipt, desk), *_correct(receipt, desk)]
    return [*steps, *_refund(receipt, desk)]


def why_none(receipt_id: int) -> str:
    """Return the sentence why nothing can be done with the receipt any more; empty if something can."""
    return refusal(lambda: undoing.live_receipt(receipt_id))


def number_of(receipt_id: int) -> str:
    """Return the receipt's number."""
    return str(Receipt.get_by_id(receipt_id).number)


def reversal_values(receipt_id: int) -> dict[str, Any]:
    """Return what a new reversal request of the receipt begins with."""
    return {"receipt": receipt_id}


def refund_values(receipt_id: int) -> dict[str, Any]:
    """Return what a new refund request begins with: what the receipt took that is still held."""
    record = refunds.request_refund_of(number_of(receipt_id)).record
    names = ("room", "sort", "deposit", "receipt", "amount", "applicant")
    return {name: record.__data__[name] for name in names if record.__data__.get(name) is not None}


def waiting_request(receipt_id: int, step: str) -> tuple[str, int] | None:
    """Return the kind and id of the request of this receipt that is under way, by the step that would ask anew."""
    model: Any = ReversalRequest if step == "reverse" else RefundRequest
    kind = "reversal_requests" if step == "reverse" else "refund_requests"
    states = ("draft", "asked", "checked", "approved")
    found = model.select().where(model.receipt == receipt_id, model.state.in_(states)).first()
    return None if found is None else (kind, int(found.id))


def _void(receipt: Receipt, desk: Desk) -> list[RecordStep]:
    """Voiding is of the day itself; later it is not offered, for a reversal takes its place."""
    if receipt.business_on != desk.today:
        return []
    why_not = undoing.why_not_void(receipt.id, desk)
    return [RecordStep("void", _("作废…"), why_not, grave=True)]


def _reverse(receipt: Receipt, desk: Desk) -> RecordStep:
    waiting = waiting_request(receipt.id, "reverse")
    if waiting is not None:
        return RecordStep("reverse", _("查看冲红申请"))
    why_not = _role(desk, reversals.ASKING) or undoing.why_not_reverse(receipt.id)
    return RecordStep("reverse", _("冲红申请…"), why_not)


def _correct(receipt: Receipt, desk: Desk) -> list[RecordStep]:
    money = [each for each in journal.methods_of(receipt) if each.amount > 0 and each.method not in NOT_MONEY]
    steps = []
    if money:
        why_not = corrections.why_not_money(receipt, "correct_method", desk)
        steps.append(RecordStep("correct_method", _("更正收款方式…"), why_not))
    if any(each.method != CASH for each in money):
        why_not = corrections.why_not_money(receipt, "correct_reference", desk)
        steps.append(RecordStep("correct_reference", _("更正流水号…"), why_not))
    why_not = refusal(lambda: rights.require(desk, "correct_payer"))
    return [*steps, RecordStep("correct_payer", _("更正交款人…"), why_not)]


def _refund(receipt: Receipt, desk: Desk) -> list[RecordStep]:
    """A refund is offered of what the receipt put into a deposit or prepaid money and is still there."""
    if receipt.room_id is None or receipt.kind not in ("payment", "deposit", "transfer"):
        return []
    if waiting_request(receipt.id, "refund") is not None:
        return [RecordStep("refund", _("查看退款申请"))]
    asked = refunds.request_refund_of(receipt.number).record
    if not asked.amount:
        return []
    why_not = _role(desk, refunds.ASKING) or refunds.why_not(asked, desk) or ""
    return [RecordStep("refund", _("退款申请…"), why_not)]


def _role(desk: Desk, roles: tuple[str, ...]) -> str:
    if desk.actor.roles & set(roles):
        return ""
    return _("没有办理：您的岗位不能提交这种申请。")
