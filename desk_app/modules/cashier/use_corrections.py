"""Bills of a meter whose reading was corrected downwards (冲红补差, domain.md 3.7): what was charged too much is given back.

What was charged too little needs nothing of this: the bill run, or an exit bill, charges the rest of the period's use.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import peewee

from desk_app.kernel.access import Desk
from desk_app.kernel.database import among, transaction
from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.modules.billing.bound import read_bound
from desk_app.modules.billing.ledger import NOT_VOID, name_bill
from desk_app.modules.billing.metered_bills import worth_of_use
from desk_app.modules.billing.records import Bill, FeeBinding, ReducedBill, Reduction
from desk_app.modules.billing.worked import Priced
from desk_app.modules.cashier import journal
from desk_app.modules.cashier.bill_corrections import asked_now, correct_bills, is_done
from desk_app.modules.cashier.records import Receipt
from desk_app.modules.meters.corrections import Correction


@dataclass(frozen=True)
class GivenBack:
    """What a correction of use took off bills, in fen, and the receipt that freed what of it was paid."""

    less: int
    receipt: Receipt | None

    @property
    def freed(self) -> int:
        """Return the fen that went into prepaid money."""
        lines = journal.lines_of(self.receipt) if self.receipt is not None else []
        return sum(line.amount for line in lines if line.purpose == "prepaid")


def give_back_use(correction: Correction, *, reason: str, desk: Desk, approved_by: str) -> GivenBack:
    """Lower the bills of a corrected reading's period to what the meter's use now comes to, through the tiers anew.

    Nothing is taken off where a minimum was charged anyway, and nothing twice. DeskError where the meter has no bills of
    its own, they ask too little rather than too much, or `correct_bills` refuses.
    """
    request = f"reading-{correction.reading_id}"
    with transaction():
        if not is_done(request):
            less = _too_much(correction)
            if not less:
                return GivenBack(0, None)
            correct_bills(less, reason=reason, desk=desk, approved_by=approved_by, request=request)
        made = Reduction.get(Reduction.request == request)
        return GivenBack(int(made.amount), journal.with_request(request))


def _too_much(correction: Correction) -> dict[int, int]:
    """Return {bill: fen} of what the meter's bills of the period ask too much, item by item, the last bill first."""
    bills = _bills_of(correction)
    if not bills:
        raise DeskError(_("没有冲减：这块表本期没有单独的账单。公摊的表请更正公摊账期，再更正各户账单。"))
    less: dict[int, int] = {}
    for item_id in dict.fromkeys(bill.item_id for bill in bills):
        of_item = [bill for bill in bills if bill.item_id == item_id]
        left = _asked_by_use(of_item) - _right(of_item[0], correction.period)
        if left < 0:
            raise DeskError(
                _(
                    "没有冲减：{bill} 更正后少收 {amount} 元。请出账补收；以前冲减过的，请先撤销那张减免单。"
                ).format(bill=name_bill(of_item[0]), amount=show(-left))
            )
        for bill in of_item:
            fen = min(left, asked_now(bill))
            left -= fen
            if fen:
                less[bill.id] = fen
    return less


def _bills_of(correction: Correction) -> list[Bill]:
    """Return the meter's bills of the period that hold, the last one first."""
    bound = FeeBinding.select(FeeBinding.id).where(FeeBinding.meter == correction.meter_id)
    query = Bill.select().where(Bill.period == correction.period, Bill.binding.in_(bound), NOT_VOID)
    return list(query.order_by(Bill.from_on.desc(), Bill.id.desc()))


def _asked_by_use(bills: Iterable[Bill]) -> int:
    """Return the fen the bills ask for use: other reductions than corrections let it off, they do not change it."""
    found = list(bills)
    query = ReducedBill.select(peewee.fn.SUM(ReducedBill.amount)).join(Reduction)
    query = query.where(among(ReducedBill.bill, [bill.id for bill in found]), Reduction.kind == "correction")
    return sum(int(bill.amount) for bill in found) - int(query.scalar() or 0)


def _right(bill: Bill, period: int) -> int:
    bound = next(read_bound(FeeBinding.id == bill.binding_id))
    return worth_of_use(bound, Priced.read(bill.tariff), period)
