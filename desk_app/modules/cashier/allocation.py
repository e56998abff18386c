"""What a payment is set against (核销次序): the payer's own choice, or oldest first (domain.md 3.14).

Amounts are whole fen. Principal before late fees unless the setting says costs, late fees, principal (民法典 561).
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desk_app.kernel import settings
from desk_app.kernel.fields import Choice, Option, Text
from desk_app.kernel.words import mark
from desk_app.modules.billing.ledger import open_bills
from desk_app.modules.billing.overdue import late_fees_on
from desk_app.modules.billing.records import Bill

ORDERS = (Option("principal_first", "先本金，后违约金"), Option("late_fee_first", "先费用，再违约金，后本金"))

settings.declare(
    "allocation_order",
    Choice("冲抵次序", ORDERS),
    "principal_first",
    mark("收费"),
    mark("收到的钱不够时先抵哪一部分；同一部分先还最早到期的"),
)
settings.declare(
    "cost_items",
    Text("催收费用项目", required=False, hint="项目代码，用逗号隔开"),
    "",
    mark("收费"),
    mark("按“先费用”冲抵时，这些项目最先还，如诉讼费"),
)


@dataclass(frozen=True)
class Debt:
    """What is open of one bill, and the late fee it has run up that is on no bill yet; both in fen.

    `sort` is principal, late (a posted late fee) or cost. A held debt is paid only if the payer names it.
    """

    bill_id: int
    item_id: int
    due_on: datetime.date
    amount: int
    late: int = 0
    priority: int = 50
    sort: str = "principal"
    is_held: bool = False


@dataclass(frozen=True)
class Portion:
    """So many fen go to this bill, or (`is_late`) to the late fee it has run up that is on no bill yet."""

    bill_id: int
    amount: int
    is_late: bool = False


def debts_of(room_id: int, day: datetime.date) -> list[Debt]:
    """Return what the room owes on the day, late fees to the day included, earliest due first."""
    return as_debts(open_bills(room_id), day)


def as_debts(bills: Sequence[Bill], day: datetime.date) -> list[Debt]:
    """Return the bills, with their items, as debts of the day."""
    late = late_fees_on(bills, day)
    costs = {code.strip() for code in str(settings.value("cost_items") or "").replace("，", ",").split(",")}
    return [
        Debt(
            bill.id,
            bill.item_id,
            bill.due_on,
            bill.still_open,
            late.get(bill.id, 0),
            bill.item.pays_first,
            "late" if bill.late_for_id else "cost" if bill.item.code in costs else "principal",
            bill.state == "held",
        )
        for bill in bills
    ]


def allocate(amount: int, debts: Iterable[Debt], order: str | None = None) -> list[Portion]:
    """Return where the fen go: oldest due first, ties by the item's order; what no debt takes is left out.

    `order` is one of `ORDERS`, None for the setting. Held debts are passed over.
    """
    ranks = _ranks(order or str(settings.value("allocation_order")))
    parts = []
    for debt in debts:
        if not debt.is_held:
            place = (debt.due_on, debt.priority, debt.bill_id)
            parts.append((ranks[debt.sort], *place, Portion(debt.bill_id, debt.amount)))
            parts.append((ranks["late"], *place, Portion(debt.bill_id, debt.late, is_late=True)))
    portions = []
    for *_place, wanted in sorted(parts, key=lambda part: part[:4]):
        taken = min(amount, wanted.amount)
        if taken > 0:
            portions.append(Portion(wanted.bill_id, taken, wanted.is_late))
            amount -= taken
    return portions


def _ranks(order: str) -> dict[str, int]:
    if order == "late_fee_first":
        return {"cost": 0, "late": 1, "principal": 2}
    return {"cost": 0, "principal": 0, "late": 1}
