"""Refund requests (退款申请, F56): asked, checked and approved by different people, then paid out by the cashier."""

from typing import Any

from desk_app.kernel.access import Desk
from desk_app.kernel.errors import NotFound
from desk_app.kernel.kind import Draft, Finding, RecordKind, Section, register
from desk_app.kernel.money import show
from desk_app.kernel.text import fold
from desk_app.kernel.words import _
from desk_app.kernel.workflow import Transition, Workflow
from desk_app.modules.cashier import deposits, journal, prepaid
from desk_app.modules.cashier.applications import REFUND_STATES, RefundRequest
from desk_app.modules.cashier.deposit_cards import read_card
from desk_app.modules.cashier.deposit_rules import Signatures, why_not_now, why_not_so_much
from desk_app.modules.cashier.records import Receipt
from desk_app.modules.cashier.tenders import CASH, Tender

ASKING = ("clerk", "cashier", "accountant", "supervisor", "manager")
CHECKING = ("accountant", "supervisor", "manager")
APPROVING = ("manager",)
PAYING = ("cashier", "accountant")


def _check(draft: Draft) -> dict[str, str]:
    asked = draft.record
    problems = {}
    if asked.amount is not None and asked.amount <= 0:
        problems["amount"] = _("退款金额应大于 0")
    if asked.sort == "deposit" and asked.deposit_id is None:
        problems["deposit"] = _("退押金要选押金单")
    if asked.sort != "deposit" and asked.deposit_id is not None:
        problems["deposit"] = _("只有退押金才填押金单")
    if asked.is_payer is False and not asked.proxy:
        problems["proxy"] = _("不是原交款人来办，要有委托书")
    if asked.original == "lost" and asked.is_payer is False:
        problems["original"] = _("收据遗失的，只能由原交款人本人来办")
    return problems


def why_not(asked: Any, desk: Desk) -> str | None:
    """Return why this much cannot be paid back today, or None: the purse or the deposit must hold it."""
    if asked.sort == "deposit":
        if asked.deposit is None or asked.deposit.room_id != asked.room_id:
            return _("没有办理：押金单不是这个房号的。")
        return why_not_so_much(asked.deposit, asked.amount) or why_not_now(asked.deposit, desk.today)
    held = journal.purse(asked.room_id, asked.item_id)
    if not 0 < asked.amount <= held:
        return _("没有办理：要退 {amount} 元，预存款有 {held} 元。").format(
            amount=show(asked.amount), held=show(held)
        )
    return None


def _may_ask(draft: Draft, desk: Desk) -> str | None:
    return why_not(draft.record, desk)


def _ask(draft: Draft, desk: Desk) -> None:
    draft.record.asked_by, draft.record.asked_at = desk.actor.name, desk.now()


def _may_check(draft: Draft, desk: Desk) -> str | None:
    if _is_same(draft.record.asked_by, desk):
        return _("没有复核：经办人不能复核自己的申请，请由另一人办理。")
    return why_not(draft.record, desk)


def _tick(draft: Draft, desk: Desk) -> None:
    draft.record.checked_by, draft.record.checked_at = desk.actor.name, desk.now()


def _may_approve(draft: Draft, desk: Desk) -> str | None:
    if _is_same(draft.record.asked_by, desk) or _is_same(draft.record.checked_by, desk):
        return _("没有批准：批准人不能是经办人或复核人，请由另一人办理。")
    return None


def _approve(draft: Draft, desk: Desk) -> None:
    draft.record.approved_by, draft.record.approved_at = desk.actor.name, desk.now()


def _may_pay(draft: Draft, desk: Desk) -> str | None:
    asked = draft.record
    if _is_same(asked.approved_by, desk):
        return _("没有付款：批准人不能自己付款，请由收银员办理。")
    if not asked.all_signed:
        return _("没有付款：请先让申请人、经办人、批准人三方签字。")
    if asked.method != CASH and not asked.reference:
        return _("没有付款：不是现金的，要填付款流水号。")
    return why_not(asked, desk)


def _pay(draft: Draft, desk: Desk) -> None:
    """Pay the money out: the receipt of the refund carries the request's number."""
    asked = draft.record
    tender = Tender(asked.method, int(asked.amount), asked.reference or "")
    request = f"refund-request-{asked.id}"
    if asked.sort == "deposit":
        signatures = Signatures(
            all_signed=True,
            approved_by=asked.approved_by,
            receipt_back=asked.original == "back",
            lost_declared=asked.original == "lost",
            by_payer=bool(asked.is_payer),
            proxy=asked.proxy or "",
        )
        receipt = deposits.refund(
            asked.deposit_id, int(asked.amount), (tender,), signatures, desk, request=request
        )
    else:
        receipt = prepaid.refund_prepaid(
            asked.room_id,
            int(asked.amount),
            (tender,),
            desk,
            approved_by=asked.approved_by,
            reason=f"{asked.number} {asked.cause}",
            payer_name=asked.applicant,
            request=request,
            item_id=asked.item_id,
        )
    asked.refund, asked.paid_by, asked.paid_on = receipt, desk.actor.name, desk.today


def _is_same(name: str | None, desk: Desk) -> bool:
    return fold(name or "") == fold(desk.actor.name)


LIFE = Workflow(
    states=REFUND_STATES,
    editable=("draft",),
    open_states=("draft", "asked", "checked", "approved"),
    transitions=(
        Transition(
            "ask", "提交申请", ("draft",), "asked", ASKING, _may_ask, _ask, numbered=True, main=True
        ),
        Transition("check", "复核", ("asked",), "checked", CHECKING, _may_check, _tick, main=True),
        Transition("approve", "批准", ("checked",), "approved", APPROVING, _may_approve, _approve, main=True),
        Transition(
            "pay", "付款", ("approved",), "paid", PAYING, _may_pay, _pay,
            asks=("method", "reference", "all_signed"), main=True,
        ),
        Transition("refuse", "不批准", ("asked", "checked", "approved"), "refused", CHECKING, needs_reason=True),
        Transition("withdraw", "撤回申请", ("draft", "asked"), "void", ASKING, needs_reason=True),
    ),
    tones=(
        ("draft", "waiting"),
        ("asked", "waiting"),
        ("checked", "waiting"),
        ("approved", "waiting"),
        ("paid", "good"),
        ("refused", "bad"),
    ),
)  # fmt: skip


def _find(draft: Draft) -> Finding:
    asked = draft.record
    return Finding(
        " ".join(filter(None, (asked.number, str(asked.room)))),
        f"{asked.applicant} · {show(int(asked.amount))}",
        names=(asked.applicant,),
        numbers=(asked.number,) if asked.number else (),
        places=(str(asked.room),),
    )


REFUND_REQUESTS = register(
    RecordKind(
        name="refund_requests",
        model=RefundRequest,
        label="退款申请",
        columns=("number", "room", "sort", "amount", "applicant", "asked_by", "state", "paid_on"),
        sections=(
            Section("退款", ("room", "sort", "item", "deposit", "receipt", "amount", "workings", "cause")),
            Section("领款", ("applicant", "is_payer", "proxy", "original", "method", "account", "note")),
            Section(
                "办理",
                (
                    "number",
                    "asked_by",
                    "asked_at",
                    "checked_by",
                    "checked_at",
                    "approved_by",
                    "approved_at",
                ),
            ),
            Section("付款", ("all_signed", "reference", "paid_by", "paid_on", "refund")),
        ),
        title=lambda asked: " ".join(
            filter(None, (asked.number or _("退款申请（未提交）"), str(asked.room or "")))
        ),
        workflow=LIFE,
        checks=(_check,),
        find=_find,
        about=("room",),
        prefix="TS",
        newest_first=True,
        icon="undo",
    )
)


def request_refund_of(number: str) -> Draft:
    """Return a draft of a refund of what the receipt `number` took: its deposit, or its prepaid money.

    How a payer who comes with a receipt is served; NotFound if there is none of that number.
    """
    receipt: Any = Receipt.get_or_none(Receipt.number == number.strip())
    if receipt is None:
        raise NotFound(_("没有找到收据 {number}。").format(number=number))
    lines = journal.lines_of(receipt)
    deposit = next((line.deposit_id for line in lines if line.deposit_id is not None), None)
    values: dict[str, Any] = {"sort": "overpayment", "amount": 0}
    if deposit is not None:
        card = read_card(deposit)
        values = {"sort": "deposit", "deposit": card, "amount": card.held}
    elif any(line.purpose == "prepaid" for line in lines):
        values = {"sort": "prepaid", "amount": journal.purse(receipt.room_id, None)}
    record = RefundRequest(room=receipt.room_id, receipt=receipt, applicant=receipt.payer_name, **values)
    return Draft(REFUND_REQUESTS, record)
