"""What the cashier sees of a room (收款页): what it owes and why, prepaid money, deposits, the last receipts."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.days import show_day
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.modules.billing.explaining import explain
from desk_app.modules.billing.ledger import open_bills
from desk_app.modules.billing.overdue import Stage, stages_on
from desk_app.modules.billing.records import Bill, FeeItem
from desk_app.modules.billing.single_bills import unpaid_ahead
from desk_app.modules.cashier import prepaid
from desk_app.modules.cashier.kinds import payer_name
from desk_app.modules.cashier.records import Deposit, Receipt, ReceiptVoid
from desk_app.modules.estate.kinds import ROOMS
from desk_app.modules.estate.records import spoken_address
from desk_app.modules.people.holdings import current_holdings, name_all

LAST_RECEIPTS = 8
DUE, LATER, HELD = "due", "later", "held"

Key = tuple[int, bool]
"""A line of the page: (bill id, whether it is the late fee the bill has run up)."""


@dataclass(frozen=True)
class DebtLine:
    """One thing that can be paid now; `why` explains its sum in words and numbers."""

    key: Key
    item: str
    span: str
    amount: int
    due_on: datetime.date
    when: str
    days_late: int
    why: str


@dataclass(frozen=True)
class Payer:
    """Somebody who may stand on the receipt; `person_id` is None for a name that is nobody on file."""

    person_id: int | None
    name: str
    role: str


@dataclass(frozen=True)
class DepositLine:
    """A deposit that is still held."""

    deposit_id: int
    item: str
    payer: str
    held: int
    received_on: datetime.date


@dataclass(frozen=True)
class ReceiptEntry:
    """A receipt given to the room lately."""

    receipt_id: int
    number: str
    day: str
    total: int
    kind: str
    payer: str
    is_void: bool


@dataclass(frozen=True)
class CashRoom:
    """Everything about one room's money on the day."""

    room_id: int
    code: str
    address: str
    people: str
    payers: tuple[Payer, ...]
    debts: tuple[DebtLine, ...]
    purses: tuple[tuple[str, int], ...]
    deposits: tuple[DepositLine, ...]
    receipts: tuple[ReceiptEntry, ...]
    unpaid_ahead: int = 0
    """Fen of bills asked in advance that nothing hangs on yet, and that can be taken back."""

    @property
    def due(self) -> int:
        """Return the fen that are due today, late fees included; held debts are not asked for."""
        return sum(line.amount for line in self.debts if line.when == DUE)

    @property
    def prepaid(self) -> int:
        """Return the fen in all purses of the room."""
        return sum(fen for _item, fen in self.purses)

    @property
    def deposits_held(self) -> int:
        """Return the fen of deposits held."""
        return sum(line.held for line in self.deposits)


def read_cash_room(room_id: int, desk: Desk) -> CashRoom:
    """Return what the room owes and has on the desk's day; NotFound if there is no such room."""
    room = store.load(ROOMS, room_id).record
    holdings = current_holdings(room_id, desk.today, ("owner", "tenant", "resident", "authorised"))
    payers = tuple(
        Payer(holding.person_id, str(holding.person), str(type(holding).role.show(holding.role)))
        for holding in holdings
    )
    return CashRoom(
        room_id=room_id,
        code=str(room.code),
        address=spoken_address(room),
        people=name_all(holdings),
        payers=payers,
        debts=tuple(_debts(open_bills(room_id), desk.today)),
        purses=tuple(_purses(room_id)),
        deposits=tuple(_deposits(room_id)),
        receipts=tuple(_receipts(room_id)),
        unpaid_ahead=sum(bill.amount for bill in unpaid_ahead(room_id, desk)),
    )


def _debts(bills: Sequence[Bill], day: datetime.date) -> list[DebtLine]:
    """Return the bills, each followed by the late fee it has run up that is on no bill yet."""
    late = {stage.bill.id: stage for stage in stages_on(bills, day)}
    lines = []
    for bill in bills:
        lines.append(_line_of(bill, day))
        if bill.id in late:
            lines.append(_late_line(late[bill.id], lines[-1], day))
    return lines


def _line_of(bill: Bill, day: datetime.date) -> DebtLine:
    why = explain(bill)
    if bill.paid or bill.reduced:
        why = _("{why}；已减免 {reduced}，已收 {paid}，还欠 {left}").format(
            why=why, reduced=show(bill.reduced), paid=show(bill.paid), left=show(bill.still_open)
        )
    when = HELD if bill.state == "held" else DUE if bill.from_on <= day or bill.due_on <= day else LATER
    return DebtLine(
        key=(bill.id, False),
        item=str(bill.item),
        span=tell_span(bill.from_on, bill.until_on),
        amount=bill.still_open,
        due_on=bill.due_on,
        when=when,
        days_late=max(0, (day - bill.due_on).days),
        why=why,
    )


def _late_line(stage: Stage, debt: DebtLine, day: datetime.date) -> DebtLine:
    why = _("{item} {span}：欠 {left}，从 {from_on} 到 {until_on}").format(
        item=debt.item,
        span=debt.span,
        left=show(debt.amount),
        from_on=show_day(stage.from_on),
        until_on=show_day(stage.until_on),
    )
    return DebtLine(
        key=(stage.bill.id, True),
        item=_("违约金"),
        span=tell_span(stage.from_on, stage.until_on),
        amount=stage.amount,
        due_on=day,
        when=debt.when,
        days_late=debt.days_late,
        why=why,
    )


def tell_span(from_on: datetime.date, until_on: datetime.date) -> str:
    """Return '2026-11-01 至 11-30': the year of the end only where it is another."""
    if from_on == until_on:
        return show_day(from_on)
    end = show_day(until_on)
    if from_on.year == until_on.year:
        end = end.removeprefix(f"{from_on.year}-")
    return _("{from_on} 至 {until_on}").format(from_on=show_day(from_on), until_on=end)


def _purses(room_id: int) -> list[tuple[str, int]]:
    """Return (what it may pay, fen) of each purse; money for anything first."""
    held = prepaid.purses(room_id)
    names = {item.id: str(item) for item in FeeItem.select().where(FeeItem.id.in_([i for i in held if i]))}
    order = sorted(held, key=lambda item: (item is not None, item or 0))
    return [(names[item] if item else _("不限项目"), held[item]) for item in order]


def _deposits(room_id: int) -> list[DepositLine]:
    query = Deposit.select(Deposit, FeeItem).join(FeeItem).where(Deposit.room == room_id, Deposit.held > 0)
    return [
        DepositLine(row.id, str(row.item), row.payer_name, row.held, row.received_on)
        for row in query.order_by(Deposit.received_on, Deposit.id)
    ]


def _receipts(room_id: int) -> list[ReceiptEntry]:
    query = Receipt.select().where(Receipt.room == room_id).order_by(Receipt.id.desc()).limit(LAST_RECEIPTS)
    found = list(query)
    void = {
        row.receipt_id
        for row in ReceiptVoid.select().where(ReceiptVoid.receipt.in_([receipt.id for receipt in found]))
    }
    return [
        ReceiptEntry(
            receipt.id,
            receipt.number,
            show_day(receipt.business_on),
            receipt.total,
            str(Receipt.kind.show(receipt.kind)),
            payer_name(receipt),
            receipt.id in void,
        )
        for receipt in found
    ]
