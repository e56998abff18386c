"""What the record page of a receipt shows (收据档案): what it paid, how, what it moved, and what became of it.

Nothing is joined as on the printed receipt: each line opens the bill behind it. Amounts are whole fen.
"""

from dataclasses import dataclass
from typing import Any

import peewee

from desk_app.kernel.days import show_moment
from desk_app.kernel.money import show
from desk_app.kernel.words import _, clauses, mark
from desk_app.modules.billing.records import Bill, FeeItem
from desk_app.modules.cashier.applications import RefundRequest, ReversalRequest
from desk_app.modules.cashier.journal import methods_of
from desk_app.modules.cashier.records import (
    BankLine,
    Deposit,
    DepositMove,
    PrepaidMove,
    Receipt,
    ReceiptCorrection,
    ReceiptLine,
    ReceiptVoid,
)
from desk_app.modules.cashier.tenders import LABELS, cash_in
from desk_app.screens.cash_room import tell_span
from desk_app.screens.record_steps import Related

CORRECTED = {"payer": mark("更正交款人"), "method": mark("更正收款方式"), "reference": mark("更正流水号")}


@dataclass(frozen=True)
class ViewLine:
    """One line: what it is for, which days and how many, and so many fen; `behind` opens the bill or deposit."""

    item: str
    span: str
    days: int | None
    amount: int
    behind: Related | None = None


@dataclass(frozen=True)
class ViewTender:
    """So many fen by one way, with its reference."""

    method: str
    amount: int
    reference: str


@dataclass(frozen=True)
class ReceiptView:
    """All that hangs on a receipt; `state` is empty for one that holds, `told` are sentences in order of time."""

    number: str
    total: int
    state: str
    lines: tuple[ViewLine, ...]
    tenders: tuple[ViewTender, ...]
    cash: str
    moves: tuple[str, ...]
    told: tuple[str, ...]
    related: tuple[Related, ...]


def read_receipt(receipt_id: int) -> ReceiptView:
    """Return what the page of the receipt shows; peewee's DoesNotExist is a bug of the caller."""
    receipt = Receipt.get_by_id(receipt_id)
    tenders = methods_of(receipt)
    return ReceiptView(
        number=receipt.number,
        total=int(receipt.total),
        state=_state(receipt),
        lines=tuple(_line(row, receipt) for row in _rows(receipt)),
        tenders=tuple(ViewTender(_(LABELS[each.method]), each.amount, each.reference) for each in tenders),
        cash=_tell_cash(receipt, cash_in(tenders)),
        moves=(*_prepaid_moves(receipt), *_deposit_moves(receipt)),
        told=tuple(_corrections(receipt)),
        related=tuple(_related(receipt)),
    )


def _rows(receipt: Receipt) -> list[Any]:
    query = (
        ReceiptLine.select(ReceiptLine, Bill, FeeItem)
        .join(Bill, peewee.JOIN.LEFT_OUTER)
        .join(FeeItem, peewee.JOIN.LEFT_OUTER, on=(Bill.item == FeeItem.id))
    )
    return list(query.where(ReceiptLine.receipt == receipt.id).order_by(ReceiptLine.place))


def _line(row: Any, receipt: Receipt) -> ViewLine:
    """Return a line; one of another room names it."""
    before = f"{row.room} " if row.room_id and row.room_id != receipt.room_id else ""
    if row.bill_id:
        bill = row.bill
        behind = Related("bills", bill.id, str(bill))
        days = (bill.until_on - bill.from_on).days + 1
        span = tell_span(bill.from_on, bill.until_on)
        return ViewLine(f"{before}{bill.item}", span, days, int(row.amount), behind)
    item = str(row.item) if row.item_id else ""
    if row.deposit:
        behind = Related("deposits", row.deposit, item or _("押金"))
        return ViewLine(before + (item or _("押金")), "", None, int(row.amount), behind)
    name = {"prepaid": _("预存款"), "rounding": _("抹零")}.get(row.purpose, _("押金"))
    return ViewLine(before + (f"{name} {item}".strip()), "", None, int(row.amount))


def _state(receipt: Receipt) -> str:
    """Return the sentence on a receipt that holds no longer, or takes another back."""
    void = ReceiptVoid.get_or_none(ReceiptVoid.receipt == receipt.id)
    if void is not None:
        return _("{who} 于 {at} 作废。原因：{reason}").format(
            who=void.actor, at=show_moment(void.at), reason=void.reason
        )
    red = Receipt.get_or_none(Receipt.reverses == receipt.id)
    if red is not None:
        return _("已由 {number} 冲红：{who} 于 {at} 办理，{second} 审核。原因：{reason}").format(
            number=red.number,
            who=red.cashier,
            at=show_moment(red.at),
            second=red.approved_by,
            reason=red.note or "",
        )
    if receipt.reverses_id:
        return _("红字收据，冲销 {number}，{second} 审核。原因：{reason}").format(
            number=receipt.reverses, second=receipt.approved_by, reason=receipt.note or ""
        )
    return ""


def _tell_cash(receipt: Receipt, cash: int) -> str:
    """Return the cash handed over and the change given; '' where no cash came in."""
    if cash <= 0:
        return ""
    return _("收到现金 {given} 元，找零 {change} 元").format(
        given=show(receipt.tendered or cash), change=show(receipt.change or 0)
    )


def _prepaid_moves(receipt: Receipt) -> list[str]:
    told = []
    for move in PrepaidMove.select().where(PrepaidMove.receipt == receipt.id).order_by(PrepaidMove.id):
        text = _("{room} 存入预存款 {amount} 元") if move.amount > 0 else _("{room} 动用预存款 {amount} 元")
        item = _("只用于{item}").format(item=move.item) if move.item_id else ""
        told.append(clauses([text.format(room=move.room, amount=show(abs(move.amount))), item]))
    return told


def _deposit_moves(receipt: Receipt) -> list[str]:
    told = []
    query = DepositMove.select(DepositMove, Deposit).join(Deposit).where(DepositMove.receipt == receipt.id)
    for move in query.order_by(DepositMove.id):
        text = (
            _("押金 {deposit} 增加 {amount} 元") if move.amount > 0 else _("押金 {deposit} 减少 {amount} 元")
        )
        told.append(
            clauses([text.format(deposit=move.deposit, amount=show(abs(move.amount))), move.document])
        )
    return told


def _corrections(receipt: Receipt) -> list[str]:
    query = ReceiptCorrection.select().where(ReceiptCorrection.receipt == receipt.id)
    return [
        _("{at} {who} {what}：{before} 改为 {after}。原因：{reason}").format(
            at=show_moment(row.at),
            who=row.actor,
            what=_(CORRECTED[row.what]),
            before=row.before,
            after=row.after,
            reason=row.reason,
        )
        for row in query.order_by(ReceiptCorrection.id)
    ]


def _related(receipt: Receipt) -> list[Related]:
    """Return the receipts, requests and bank line that belong to it."""
    found = []
    if receipt.reverses_id:
        found.append(
            Related("receipts", receipt.reverses_id, _("原收据 {number}").format(number=receipt.reverses))
        )
    for red in Receipt.select().where(Receipt.reverses == receipt.id):
        found.append(Related("receipts", red.id, _("红字收据 {number}").format(number=red.number)))
    mine = (ReversalRequest.receipt == receipt.id) | (ReversalRequest.red == receipt.id)
    for asked in ReversalRequest.select().where(mine | (ReversalRequest.reissued == receipt.id)):
        found.append(Related("reversal_requests", asked.id, _named(_("冲红申请"), asked)))
    money = (RefundRequest.receipt == receipt.id) | (RefundRequest.refund == receipt.id)
    for refund in RefundRequest.select().where(money):
        found.append(Related("refund_requests", refund.id, _named(_("退款申请"), refund)))
    for line in BankLine.select().where(BankLine.receipt == receipt.id):
        found.append(Related("bank_lines", line.id, _("到账流水 {number}").format(number=line.reference)))
    return found


def _named(what: str, asked: Any) -> str:
    """Return '冲红申请 CH-202611-0001（已批准）'."""
    state = type(asked).state.show(asked.state)
    return _("{what} {number}（{state}）").format(what=what, number=asked.number or "", state=state)
