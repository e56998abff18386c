"""What is done with a deposit (押金办理) without a window: accepted, deducted, set against debts, paid back.

What is typed stays text until it is read; amounts are whole fen.
"""

from dataclasses import dataclass, field
from typing import Any

from desk_app.kernel import money, settings
from desk_app.kernel.access import Desk
from desk_app.kernel.days import parse_day, show_day
from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.modules.billing.ledger import open_bills
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.cashier import deposits, refunds, rights
from desk_app.modules.cashier.applications import RefundRequest
from desk_app.modules.cashier.deposit_cards import read_card
from desk_app.modules.cashier.deposit_rules import refundable_from, waits_for_acceptance, why_not_now
from desk_app.modules.cashier.deposit_states import Moved, moves_of, tell_waiting
from desk_app.modules.cashier.payments import new_request
from desk_app.screens.cash_extras import Choice, charge_items
from desk_app.screens.cash_room import tell_span
from desk_app.screens.record_steps import RecordStep, Related, refusal


@dataclass(frozen=True)
class DepositView:
    """How a deposit stands: a sentence, its moves, and the refund requests for it."""

    told: str
    can_go_back: bool
    moves: tuple[Moved, ...]
    related: tuple[Related, ...]


def read_deposit(deposit_id: int, desk: Desk) -> DepositView:
    """Return what the page of the deposit shows."""
    deposit = read_card(deposit_id)
    requests = RefundRequest.select().where(RefundRequest.deposit == deposit_id).order_by(RefundRequest.id)
    related = [
        Related(
            "refund_requests",
            row.id,
            _("退款申请 {number}（{state}）").format(
                number=row.number or "", state=RefundRequest.state.show(row.state)
            ),
        )
        for row in requests
    ]
    return DepositView(
        told=tell_waiting(deposit, desk.today),
        can_go_back=bool(deposit.held) and not why_not_now(deposit, desk.today),
        moves=tuple(moves_of(deposit_id)),
        related=tuple(related),
    )


def list_steps(deposit_id: int, desk: Desk) -> list[RecordStep]:
    """Return what can be done with the deposit, with the reason where it cannot be done yet; none once it is empty."""
    deposit = read_card(deposit_id)
    if deposit.held <= 0:
        return []
    steps = []
    if waits_for_acceptance(deposit.item):
        why_not = refusal(lambda: rights.require(desk, "accept_works"))
        label = _("登记验收…") if deposit.refundable_on is None else _("更改验收日期…")
        steps.append(RecordStep("accept", label, why_not))
    no_right = refusal(lambda: rights.require(desk, "deduct"))
    owes = no_right or ("" if open_bills(deposit.room_id) else _("这一户没有欠费，不用转抵。"))
    steps.append(RecordStep("deduct", _("扣款…"), no_right, grave=True))
    steps.append(RecordStep("transfer", _("转抵欠费…"), owes))
    if waiting_request(deposit_id) is not None:
        return [*steps, RecordStep("refund", _("查看退款申请"))]
    why_not = "" if desk.actor.roles & set(refunds.ASKING) else _("没有办理：您的岗位不能提交这种申请。")
    return [
        *steps,
        RecordStep("refund", _("申请退还…"), why_not or why_not_now(deposit, desk.today) or ""),
    ]


def waiting_request(deposit_id: int) -> int | None:
    """Return the id of the refund request for the deposit that is under way."""
    states = ("draft", "asked", "checked", "approved")
    query = RefundRequest.select(RefundRequest.id)
    found = query.where(RefundRequest.deposit == deposit_id, RefundRequest.state.in_(states)).scalar()
    return None if found is None else int(found)


def refund_values(deposit_id: int) -> dict[str, Any]:
    """Return what a refund request (F56) of the deposit begins with, and how its sum comes about."""
    deposit = read_card(deposit_id)
    words = [
        _("{kind} {amount}").format(kind=move.kind, amount=show(move.amount)) for move in moves_of(deposit_id)
    ]
    values = {
        "room": deposit.room_id,
        "sort": "deposit",
        "deposit": deposit_id,
        "receipt": deposit.receipt_id,
        "amount": int(deposit.held),
        "workings": "；".join(words),
        "applicant": deposit.payer_name,
        "cause": _("退还{item}").format(item=deposit.item),
    }
    return {name: value for name, value in values.items() if value is not None}


@dataclass
class Acceptance:
    """The day the works were accepted, and the record of it (F46)."""

    deposit_id: int
    desk: Desk
    day: str = ""
    document: str = ""

    def __post_init__(self) -> None:
        self.day = self.day or show_day(self.desk.today)

    def told(self) -> str:
        """Return the day from which the deposit can then be given back; '' while the day cannot be read."""
        try:
            accepted_on = parse_day(self.day, self.desk.today)
        except ValueError:
            return ""
        return _("{day} 起可以退还。").format(day=show_day(refundable_from(accepted_on)))

    def save(self) -> str:
        """Note it and return a sentence; DeskError with nothing changed."""
        try:
            accepted_on = parse_day(self.day, self.desk.today)
        except ValueError as error:
            raise DeskError(_("没有登记：{problem}").format(problem=error)) from None
        deposit = deposits.accept(self.deposit_id, accepted_on, self.desk, self.document)
        return _("验收已登记，{day} 起可以退还。").format(day=show_day(deposit.refundable_on))


@dataclass
class Deduction:
    """So much kept of a deposit: for what, by which document, and as which income."""

    deposit_id: int
    desk: Desk
    amount: str = ""
    document: str = ""
    cause: str = ""
    item_id: int | None = None
    request: str = field(default_factory=new_request)

    def items(self) -> list[Choice]:
        """Return the fee items it can become, the office's usual one first."""
        code = settings.value("deduction_item")
        usual = FeeItem.get_or_none(FeeItem.code == code)
        return sorted(charge_items(), key=lambda item: usual is None or item.record_id != usual.id)

    def save(self) -> str:
        """Deduct it and return a sentence; DeskError with nothing changed."""
        if not self.cause.strip():
            raise DeskError(_("没有扣款：请写明扣款事由，如损坏大堂地砖。"))
        receipt = deposits.deduct(
            self.deposit_id,
            _read_amount(self.amount, _("没有扣款：{problem}")),
            self.document,
            self.desk,
            item_id=self.item_id,
            request=self.request,
            cause=self.cause,
        )
        return _("已扣款 {amount} 元，凭证 {number}，在押还有 {held} 元。").format(
            amount=show(receipt.total), number=receipt.number, held=_held(self.deposit_id)
        )


@dataclass(frozen=True)
class DebtChoice:
    """A bill that a deposit can pay."""

    bill_id: int
    text: str
    span: str
    open: int
    is_late: bool


@dataclass
class DebtTransfer:
    """Debts a deposit pays, with the paper the payer signed for it; ticked in the order they are due."""

    deposit_id: int
    desk: Desk
    document: str = ""
    ticked: set[int] = field(default_factory=set)
    request: str = field(default_factory=new_request)

    def __post_init__(self) -> None:
        deposit = read_card(self.deposit_id)
        self.held = int(deposit.held)
        self.debts = [
            DebtChoice(
                bill.id,
                str(bill.item),
                tell_span(bill.from_on, bill.until_on),
                bill.still_open,
                bill.due_on < self.desk.today,
            )
            for bill in open_bills(deposit.room_id)
            if bill.state != "held"
        ]
        self.ticked = {debt.bill_id for debt in self.debts if debt.is_late}

    def picks(self) -> list[tuple[int, int]]:
        """Return (bill id, fen) of what is ticked, the oldest first, until the deposit is used up."""
        left, picked = self.held, []
        for debt in self.debts:
            fen = min(left, debt.open) if debt.bill_id in self.ticked else 0
            if fen:
                picked.append((debt.bill_id, fen))
                left -= fen
        return picked

    def told(self) -> str:
        """Return what it would come to."""
        ticked = sum(debt.open for debt in self.debts if debt.bill_id in self.ticked)
        used = sum(fen for _bill, fen in self.picks())
        text = _("转抵 {used} 元，押金还剩 {left} 元。").format(used=show(used), left=show(self.held - used))
        if ticked > used:
            text += _("不够的 {short} 元仍然欠着，先抵最早的。").format(short=show(ticked - used))
        return text

    def save(self) -> str:
        """Set it against them and return a sentence; DeskError with nothing changed."""
        picks = self.picks()
        if not picks:
            raise DeskError(_("没有转抵：请先勾选要抵的欠费。"))
        receipt = deposits.transfer_to_debt(
            self.deposit_id, picks, self.document, self.desk, request=self.request
        )
        return _("已转抵 {amount} 元，凭证 {number}，在押还有 {held} 元。").format(
            amount=show(receipt.total), number=receipt.number, held=_held(self.deposit_id)
        )


def _held(deposit_id: int) -> str:
    return show(int(read_card(deposit_id).held))


def _read_amount(text: str, refused: str) -> int:
    try:
        return money.parse(text)
    except ValueError as error:
        raise DeskError(refused.format(problem=error)) from None
