"""Late fees against the plain rule: each day's open principal times the rate, whatever was paid, undone, let off or held.

A bill of 10,000.00 at 1‰ runs up 10.00 a day, so that one day too many or too few shows. Payments that were undone never
were; days on hold cost nothing; the day of a payment still counts. Each stage is rounded by itself.
"""

import datetime
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desk_app.kernel import store
from desk_app.kernel.access import Actor, Desk
from desk_app.modules.billing import holds, ledger, overdue
from desk_app.modules.billing.records import Bill
from desk_app.modules.billing.reduction_kinds import REDUCTIONS
from desk_app.modules.cashier import payments, undoing
from desk_app.modules.cashier.payments import Payment
from desk_app.modules.cashier.tenders import Tender
from tests.modules.cashier.test_office_month import nothing_kept

DUE = datetime.date(2026, 3, 31)
PRINCIPAL = 1_000_000
PER_DAY = 1_000
"""The principal over this is the fee of a day: 1‰."""
A_DAY = datetime.timedelta(days=1)
DO = ("pay", "pay", "reverse", "void", "let off", "take back", "hold", "release", "settle")


@dataclass
class Paid:
    """Fen that are off the principal after this day; nothing once it was undone."""

    on: datetime.date
    fen: int
    key: int
    is_undone: bool = False


@dataclass
class Debt:
    """The overdue bill, the steps taken with it in the real book, and what the plain rule needs to know of them."""

    room_id: int
    item_id: int
    today: datetime.date = DUE
    seconds: int = 0
    receipts: list[Paid] = field(default_factory=list)
    slips: list[Paid] = field(default_factory=list)
    held: set[datetime.date] = field(default_factory=set)
    is_held: bool = False

    def desk(self, name="王芳"):
        self.seconds += 1
        at = datetime.datetime.combine(self.today, datetime.time(9)) + datetime.timedelta(
            seconds=self.seconds
        )
        return Desk(Actor(name), lambda: at)

    def post(self):
        self.bill_id = ledger.post_bill(self.room_id, self.item_id, PRINCIPAL, DUE, DUE, DUE, self.desk()).id

    @property
    def bill(self):
        return Bill.get_by_id(self.bill_id)

    def wait(self, days):
        for _each in range(days):
            self.today += A_DAY
            if self.is_held:
                self.held.add(self.today)

    def pay(self, part):
        fen = self.bill.still_open * part // 10
        if fen:
            payment = Payment(
                room_id=self.room_id,
                payer_name="张伟",
                request=payments.new_request(),
                picks=((self.bill_id, fen),),
                tenders=(Tender("cash", fen),),
            )
            self.receipts.append(Paid(self.today, fen, payments.take_payment(payment, self.desk()).id))

    def reverse(self, pick):
        self._undo([each for each in self.receipts if not each.is_undone], pick, self._reverse)

    def void(self, pick):
        of_today = [each for each in self.receipts if not each.is_undone and each.on == self.today]
        self._undo(of_today, pick, lambda receipt: undoing.void_receipt(receipt.key, "错", self.desk()))

    def let_off(self, part):
        fen = self.bill.still_open * part // 10
        if fen and not self.is_held:
            slip = store.new(
                REDUCTIONS, room=self.room_id, item=self.item_id, kind="service", amount=fen, cause="漏水"
            )
            slip = store.save(slip, self.desk())
            for name, who in (("ask", "王芳"), ("approve", "孙经理")):
                entries = {"company_approval": "公司"} if name == "approve" else None
                slip = store.apply(
                    REDUCTIONS, name, slip.record.id, slip.record.version, self.desk(who), entries=entries
                )
            self.slips.append(Paid(self.today, fen, slip.record.id))

    def take_back(self, pick):
        self._undo([each for each in self.slips if not each.is_undone], pick, self._take_back)

    def hold(self, _part):
        if not self.is_held and self.bill.still_open:
            holds.hold_bill(self.bill_id, self.desk(), "有争议")
            self.is_held = True

    def release(self, _part):
        if self.is_held:
            holds.release_bill(self.bill_id, self.desk())
            self.is_held = False

    def settle(self, _part):
        """Settling to a day posts what has run up, and may be done every day."""
        overdue.post_late_fees_anew(ledger.open_bills(self.room_id), self.today, self.desk())

    def _undo(self, found, pick, how):
        if found:
            one = found[pick % len(found)]
            how(one)
            one.is_undone = True

    def _reverse(self, receipt):
        undoing.reverse_receipt(receipt.key, "退票", self.desk(), "孙经理")

    def _take_back(self, slip):
        record = store.load(REDUCTIONS, slip.key).record
        store.apply(REDUCTIONS, "take_back", record.id, record.version, self.desk(), reason="批错")

    def rightly(self):
        """Return the fen of late fee by the plain rule, day by day."""
        total, day = 0, DUE + A_DAY
        while day <= self.today:
            if day not in self.held:
                gone = [
                    each.fen for each in (*self.receipts, *self.slips) if each.on < day and not each.is_undone
                ]
                total += PRINCIPAL - sum(gone)
            day += A_DAY
        return total / PER_DAY

    def really(self):
        """Return the fen posted and still running, and how many sums were rounded to make them: a running 0 is one."""
        stages = list(Bill.select().where(Bill.late_for == self.bill_id, Bill.state != "void"))
        live = overdue.late_fees_on([self.bill], self.today)
        return sum(stage.amount for stage in stages) + sum(live.values()), len(stages) + 1


steps = st.tuples(st.integers(0, 12), st.sampled_from(DO), st.integers(1, 10))


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(plan=st.lists(steps, min_size=2, max_size=10), more=st.integers(0, 9))
@example(plan=[(45, "pay", 8), (46, "pay", 10), (1, "reverse", 2)], more=0)  # V11, then the cheque bounces
@example(
    plan=[(10, "pay", 5), (10, "pay", 10), (0, "reverse", 2)], more=0
)  # another of the same sum was paid today
@example(plan=[(1, "hold", 1), (90, "release", 1)], more=0)
@example(plan=[(91, "hold", 1), (1, "pay", 10), (9, "reverse", 1), (3, "release", 1)], more=5)
@example(plan=[(1, "settle", 1)] * 30, more=0)
@example(plan=[(10, "let off", 5), (9, "pay", 6), (5, "take back", 1)], more=3)
@example(plan=[(0, "pay", part) for part in (1, 1, 4, 9, 9, 9)], more=1)  # a day of 486 fen costs nothing
def test_late_fees_are_each_days_open_principal_times_the_rate(room, items, rate, plan, more):
    with nothing_kept():
        rate("1")
        debt = Debt(room.id, items["WY"].id)
        debt.post()
        for days, step, part in plan:
            debt.wait(days)
            getattr(debt, step.replace(" ", "_"))(part)
        debt.wait(more)
        fen, roundings = debt.really()
        assert fen == pytest.approx(debt.rightly(), abs=roundings * 0.5 + 0.01)
