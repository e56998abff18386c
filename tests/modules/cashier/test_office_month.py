"""An office's month against a plain model: billed, paid, corrected, voided, reversed, prepaid or offset, in any order.

The model is written in plain Python from domain.md alone. `DESK_RUNS=2000` runs it as often; the suite a few times.
"""

import datetime
import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.database import database
from desk_app.kernel.errors import DeskError
from desk_app.modules.billing import ledger, overdue
from desk_app.modules.billing.months import period_of
from desk_app.modules.billing.records import Bill
from desk_app.modules.cashier import payments, prepaid, undoing
from desk_app.modules.cashier.bill_corrections import correct_bills
from desk_app.modules.cashier.checking import find_faults
from desk_app.modules.cashier.day_close import TillCount, close_day
from desk_app.modules.cashier.day_figures import day_figures, days_to_close, last_close
from desk_app.modules.cashier.month_close import close_month
from desk_app.modules.cashier.payments import Payment
from desk_app.modules.cashier.records import Receipt
from desk_app.modules.cashier.statement import Standing, statement
from desk_app.modules.cashier.tenders import Tender

RUNS = int(os.environ.get("DESK_RUNS", "40"))
STEPS = 30
START = datetime.date(2026, 3, 25)
DAILY = Decimal("0.0005")
A_DAY = datetime.timedelta(days=1)
ORDER = {"SF": 40, "WY": 50, "WYJ": 90}

fens = st.integers(1, 60_000)

pytestmark = pytest.mark.timeout(max(300, 3 * RUNS))


def half_up(fen):
    """Return whole fen."""
    return int(fen.quantize(Decimal(1), ROUND_HALF_UP))


@contextmanager
def nothing_kept():
    """Take back whatever is written inside."""
    step = database.atomic()
    step.__enter__()
    try:
        yield
    finally:
        step.__exit__(InterruptedError, InterruptedError(), None)


@dataclass
class ModelBill:
    """A bill as the model sees it; of a late fee `late_for` is the overdue bill and `principal` what it was for."""

    room: int
    code: str
    amount: int
    due_on: datetime.date
    paid: int = 0
    late_for: int | None = None
    reduced: int = 0
    principal: int = 0
    from_on: datetime.date | None = None
    until_on: datetime.date | None = None
    posted_on: datetime.date | None = None
    corrected: list[tuple[datetime.date, int]] = field(default_factory=list)
    is_void: bool = False

    @property
    def open(self):
        return 0 if self.is_void else self.amount - self.reduced - self.paid


@dataclass
class ModelReceipt:
    """What a receipt did, to be undone."""

    number: str
    day: datetime.date
    room: int
    total: int
    paid: list[tuple[int, int]]
    purses: dict[tuple[int, str | None], int] = field(default_factory=dict)
    is_live: bool = True
    is_reversal: bool = False


class Model:
    """The office's books as a few lists."""

    def __init__(self):
        self.today = START
        self.bills: dict[int, ModelBill] = {}
        self.purses: dict[tuple[int, str | None], int] = {}
        self.receipts: dict[int, ModelReceipt] = {}
        self.counts: dict[str, int] = {}

    def number(self, series):
        self.counts[series] = self.counts.get(series, 0) + 1
        return f"{series}2026-{self.counts[series]:06d}"

    def stages(self, bill_id):
        return [b for b in self.bills.values() if b.late_for == bill_id and not b.is_void]

    def late(self, bill_id):
        """Return the fen of late fee run up today and not posted: 0.5‰ a day on what is open, half up to a fen."""
        bill = self.bills[bill_id]
        if bill.code != "WY" or bill.open <= 0:
            return 0
        since = max([bill.due_on, *(stage.until_on for stage in self.stages(bill_id))])
        days = max(0, (self.today - since).days)
        return half_up(bill.open * DAILY * days)

    def debts(self, room):
        """Return [(bill id, fen, is unposted late fee)]: principal by due day and item, then late fees alike."""
        wanted = []
        for bill_id, bill in self.bills.items():
            if bill.room == room and bill.open:
                place = (bill.due_on, ORDER[bill.code], bill_id)
                wanted.append((int(bill.late_for is not None), place, bill_id, bill.open, False))
                if fee := self.late(bill_id):
                    wanted.append((1, place, bill_id, fee, True))
        return [each[2:] for each in sorted(wanted)]

    def share_out(self, fen, debts):
        """Return what of the debts the fen pay, and the fen left."""
        paid = []
        for bill_id, owed, is_late in debts:
            if taken := min(fen, owed):
                paid.append((bill_id, taken, is_late))
                fen -= taken
        return paid, fen

    def post_stages(self, bill_ids, new_ids):
        """Post what these bills have run up, under the ids the real book gave; return {overdue: id of its stage}."""
        found = {}
        for bill_id in bill_ids:
            if fee := self.late(bill_id):
                bill = self.bills[bill_id]
                stage = new_ids[bill_id]
                since = max([bill.due_on, *(stage.until_on for stage in self.stages(bill_id))])
                days = (since + A_DAY, self.today)
                self.bills[stage] = ModelBill(
                    bill.room, "WYJ", fee, self.today, 0, bill_id, 0, bill.open, *days, self.today
                )
                found[bill_id] = stage
        return found

    def post_again(self, freed, since_on, new_ids):
        """Post the late fee of principal owed again, for the days of stages posted after it was paid."""
        for bill_id, fen in freed.items():
            bill, stages = self.bills[bill_id], self.stages(bill_id)
            if bill.code != "WY" or bill.is_void:
                continue
            known = [bill.due_on, *(stage.until_on for stage in stages if stage.posted_on <= since_on)]
            last_on = max(
                [stage.until_on for stage in stages if stage.posted_on > since_on], default=max(known)
            )
            days = (last_on - max(known)).days
            if days > 0 and (fee := half_up(fen * DAILY * days)):
                run = (max(known) + A_DAY, last_on)
                self.bills[new_ids[bill_id]] = ModelBill(
                    bill.room, "WYJ", fee, last_on, 0, bill_id, 0, fen, *run, self.today
                )

    def never_owed(self, bill_id, less):
        """Return {stage: fen} of late fee that goes with `less` principal that was never owed."""
        found, before = {}, {}
        stages = {
            key: bill for key, bill in self.bills.items() if bill.late_for == bill_id and not bill.is_void
        }
        for stage_id, stage in sorted(stages.items()):
            wrong = less + sum(fen for on, fen in self.bills[bill_id].corrected if on > stage.posted_on)
            days = [stage.from_on + n * A_DAY for n in range((stage.until_on - stage.from_on).days + 1)]
            left = 0
            for each in days:
                left += max(0, stage.principal - max(0, wrong - before.get(each, 0)))
                before[each] = before.get(each, 0) + stage.principal
            rightful = half_up(Decimal(stage.amount) * left / (stage.principal * len(days)))
            if stage.amount - stage.reduced > rightful:
                found[stage_id] = stage.amount - stage.reduced - rightful
        return found

    def freed_since(self, receipt):
        """Return the fen of the receipt that corrections have moved from its bills into the purse."""
        sums = {}
        for bill_id, fen in receipt.paid:
            sums[bill_id] = sums.get(bill_id, 0) + fen
        return sum(max(0, fen - self.bills[bill_id].paid) for bill_id, fen in sums.items())

    def undo(self, receipt):
        """Undo what the receipt did, out of the purse where its bills no longer hold it.

        Stages of today whose principal is whole again never were, if the receipt is of today. Return {bill: fen owed
        again}.
        """
        free = (receipt.room, None)
        self.purses[free] = self.purses.get(free, 0) - self.freed_since(receipt)
        freed = {}
        for bill_id, fen in receipt.paid:
            owed_again = min(fen, self.bills[bill_id].paid)
            self.bills[bill_id].paid -= owed_again
            freed[bill_id] = freed.get(bill_id, 0) + owed_again
        for purse, fen in receipt.purses.items():
            self.purses[purse] = self.purses.get(purse, 0) - fen
        touched = {bill_id for bill_id, _fen in receipt.paid} if receipt.day == self.today else set()
        for stage_id, stage in self.bills.items():
            is_touched = stage.late_for is not None and bool({stage_id, stage.late_for} & touched)
            if is_touched and stage.until_on == self.today and not stage.paid and not stage.reduced:
                stage.is_void |= self.bills[stage.late_for].open == stage.principal
        return freed


class OfficeMonth(RuleBasedStateMachine):
    """The real books and the model, side by side; every step is taken in both."""

    world = None

    def __init__(self):
        super().__init__()
        self.kept = nothing_kept()
        self.kept.__enter__()
        self.model = Model()
        self.last = None

    def teardown(self):
        try:
            assert find_faults() == []
            for room_id in self.world.rooms:
                owed = sum(bill.open for bill in self.model.bills.values() if bill.room == room_id)
                closing = statement(room_id).closing
                assert closing == Standing(owed, prepaid.balance(room_id))
        finally:
            self.kept.__exit__(None, None, None)

    # -- steps -------------------------------------------------------------------------------------------------------

    @property
    def desk(self):
        moment = datetime.datetime.combine(self.model.today, datetime.time(9))
        return Desk(Actor("王芳", frozenset({"cashier"})), lambda: moment)

    def room_id(self, number):
        return self.world.rooms[number]

    @initialize(fen=st.sampled_from([40_000, 700]), code=st.sampled_from(["WY", None]))
    def some_owe_and_one_has_prepaid(self, fen, code):
        for room, item, owed, due in ((0, "WY", 30_000, -20), (0, "SF", 5_000, -10), (1, "WY", 22_696, -5)):
            self.bill(room, item, owed, due)
        self.prepay(0, fen, code)

    @rule(days=st.integers(1, 9))
    def days_go_by(self, days):
        """Days that are over are closed, and the month before as soon as another one has begun."""
        before = period_of(self.model.today)
        self.model.today += datetime.timedelta(days=days)
        for name, day in days_to_close(self.model.today - datetime.timedelta(days=1)):
            first = None if last_close(name, day) else 10**8  # so that refunds never empty the till
            expected = day_figures(name, day, first).cash_expected
            close_day(name, day, TillCount(counted=expected, float_before=first), self.desk)
        if before != period_of(self.model.today):
            moment = datetime.datetime.combine(self.model.today, datetime.time(9))
            close_month(before, Desk(Actor("吴会计", frozenset({"accountant"})), lambda: moment))

    @rule(room=st.integers(0, 1), code=st.sampled_from(["WY", "SF"]), fen=fens, due=st.integers(-40, 40))
    def bill(self, room, code, fen, due):
        room_id, due_on = self.room_id(room), self.model.today + datetime.timedelta(days=due)
        first = self.model.today.replace(day=1)
        real = ledger.post_bill(room_id, self.world.items[code], fen, first, first, due_on, self.desk)
        self.model.bills[real.id] = ModelBill(room_id, code, fen, due_on)

    @rule(room=st.integers(0, 1), fen=fens, method=st.sampled_from(["cash", "wechat"]))
    def pay_oldest_first(self, room, fen, method):
        room_id = self.room_id(room)
        wanted, left = self.model.share_out(fen, self.model.debts(room_id))
        picks, late_picks, rest = payments.suggest(room_id, fen, self.desk)
        assert rest == left
        assert sorted(picks) == sorted((bill, taken) for bill, taken, is_late in wanted if not is_late)
        assert sorted(late_picks) == sorted((bill, taken) for bill, taken, is_late in wanted if is_late)
        self._pay(room_id, fen, wanted, left, method=method)

    @rule(room=st.integers(0, 1), part=st.integers(1, 100), pick=st.integers(0, 10**6))
    def pay_part_of_one(self, room, part, pick):
        room_id = self.room_id(room)
        debts = [debt for debt in self.model.debts(room_id) if not debt[2]]
        if debts:
            bill_id, owed, _late = debts[pick % len(debts)]
            taken = max(1, owed * part // 100)
            self._pay(room_id, taken, [(bill_id, taken, False)], 0)

    @rule(room=st.integers(0, 1), off=st.integers(1, 99))
    def pay_all_but_odd_fen(self, room, off):
        room_id = self.room_id(room)
        wanted = self.model.debts(room_id)
        owed = sum(fen for _bill, fen, _late in wanted)
        off = min(off, owed % 100)
        if owed > off > 0:
            self._pay(room_id, owed - off, wanted, 0, rounding=off)

    @rule(room=st.integers(0, 1), fen=fens, code=st.sampled_from([None, "WY", "SF"]))
    def prepay(self, room, fen, code):
        self._pay(self.room_id(room), fen, [], fen, code=code)

    @precondition(lambda self: self.last is not None)
    @rule()
    def click_again(self):
        payment, receipt_id = self.last
        assert payments.take_payment(payment, self.desk).id == receipt_id

    @precondition(lambda self: self.model.bills)
    @rule(pick=st.integers(0, 10**6), more=st.integers(1, 100))
    def pay_too_much_of_one(self, pick, more):
        bill_id = list(self.model.bills)[pick % len(self.model.bills)]
        bill = self.model.bills[bill_id]
        payment = self._payment(
            bill.room, bill.open + more, [(bill_id, bill.open + more, False)], 0, 0, "cash", None
        )
        with pytest.raises(DeskError):
            payments.take_payment(payment, self.desk)

    @rule(room=st.integers(0, 1))
    def offset(self, room):
        room_id = self.room_id(room)
        plan, purses = self._planned_offset(room_id)
        receipt = prepaid.offset_room(room_id, self.desk)
        if not plan:
            assert receipt is None
            return
        paid = self._settle(plan, receipt)
        total = -sum(purses.values())
        self._keep(receipt, "DK", room_id, total, paid, purses)

    @rule(room=st.integers(0, 1), fen=fens)
    def refund(self, room, fen):
        room_id = self.room_id(room)
        held = self.model.purses.get((room_id, None), 0)

        def ask():
            return prepaid.refund_prepaid(
                room_id,
                fen,
                [Tender("cash", fen)],
                self.desk,
                approved_by="孙经理",
                reason="搬走",
                payer_name="张伟",
                request=payments.new_request(),
            )

        if fen > held:
            with pytest.raises(DeskError):
                ask()
        else:
            self._keep(ask(), "TK", room_id, -fen, [], {(room_id, None): -fen})

    @precondition(lambda self: self.model.bills)
    @rule(pick=st.integers(0, 10**6), part=st.integers(1, 101))
    def correct(self, pick, part):
        bill_id = list(self.model.bills)[pick % len(self.model.bills)]
        bill = self.model.bills[bill_id]
        asked = bill.amount - bill.reduced
        less = max(1, asked * part // 100)
        ask = {"reason": "录错", "desk": self.desk, "approved_by": "孙经理"}
        if bill.is_void or less > asked:
            with pytest.raises(DeskError):
                correct_bills({bill_id: less}, **ask)
            return
        receipt, freed = correct_bills({bill_id: less}, **ask), 0
        for each, fen in {bill_id: less, **self.model.never_owed(bill_id, less)}.items():
            one = self.model.bills[each]
            paid_too_much = max(0, fen - one.open)
            one.reduced += fen
            one.paid -= paid_too_much
            freed += paid_too_much
        bill.corrected.append((self.model.today, less))
        if not freed:
            assert receipt is None
            return
        self._keep(receipt, "JZ", bill.room, 0, [], {(bill.room, None): freed})
        self.model.receipts[receipt.id].is_live = False

    @precondition(lambda self: self.model.receipts)
    @rule(pick=st.integers(0, 4))
    def void(self, pick):
        receipt_id = list(self.model.receipts)[-1 - pick % len(self.model.receipts)]
        receipt = self.model.receipts[receipt_id]
        is_whole = not self.model.freed_since(receipt)
        if receipt.day == self.model.today and is_whole and self._can_be_undone(receipt):
            undoing.void_receipt(receipt_id, "错", self.desk)
            self.model.post_again(self.model.undo(receipt), receipt.day, self._new_stages())
            receipt.is_live = False
        else:
            with pytest.raises(DeskError):
                undoing.void_receipt(receipt_id, "错", self.desk)

    @precondition(lambda self: self.model.receipts)
    @rule(pick=st.integers(0, 4))
    def reverse(self, pick):
        receipt_id = list(self.model.receipts)[-1 - pick % len(self.model.receipts)]
        receipt = self.model.receipts[receipt_id]
        if not self._can_be_undone(receipt):
            with pytest.raises(DeskError):
                undoing.reverse_receipt(receipt_id, "错", self.desk, "孙经理")
            return
        real = undoing.reverse_receipt(receipt_id, "错", self.desk, "孙经理")
        self.model.post_again(self.model.undo(receipt), receipt.day, self._new_stages())
        receipt.is_live = False
        assert real.number == self.model.number("SJ")
        self.model.receipts[real.id] = ModelReceipt(
            real.number, self.model.today, receipt.room, -receipt.total, [], is_reversal=True
        )

    # -- both sides --------------------------------------------------------------------------------------------------

    def _payment(self, room_id, fen, wanted, left, rounding, method, code):
        return Payment(
            room_id=room_id,
            payer_name="张伟",
            request=payments.new_request(),
            picks=tuple((bill, taken) for bill, taken, is_late in wanted if not is_late),
            late_picks=tuple((bill, taken) for bill, taken, is_late in wanted if is_late),
            tenders=(Tender(method, fen, "" if method == "cash" else payments.new_request()),),
            to_prepaid=left,
            prepaid_item=None if code is None else self.world.items[code],
            rounding=rounding,
        )

    def _pay(self, room_id, fen, wanted, left, rounding=0, method="cash", code=None):
        payment = self._payment(room_id, fen, wanted, left, rounding, method, code)
        receipt = payments.take_payment(payment, self.desk)
        self.last = (payment, receipt.id)
        paid = self._settle(wanted, receipt)
        self._keep(receipt, "SJ", room_id, fen, paid, {(room_id, code): left} if left else {})

    def _settle(self, wanted, receipt):
        """Take the same step in the model; the ids of new late fee bills are the real book's."""
        touched = list(dict.fromkeys(bill_id for bill_id, _fen, _late in wanted))
        stages = self.model.post_stages(touched, self._new_stages())
        paid = [(stages[bill_id] if is_late else bill_id, fen) for bill_id, fen, is_late in wanted]
        for bill_id, fen in paid:
            self.model.bills[bill_id].paid += fen
        return paid

    def _new_stages(self):
        """Return {overdue bill: late fee bill} of those the model does not know yet."""
        new = Bill.select(Bill.late_for, Bill.id).where(
            Bill.id.not_in(list(self.model.bills)), Bill.late_for.is_null(False)
        )
        return dict(new.where(Bill.state != "void").tuples())

    def _keep(self, receipt, series, room_id, total, paid, purses):
        for purse, fen in purses.items():
            self.model.purses[purse] = self.model.purses.get(purse, 0) + fen
        number = self.model.number(series)
        assert (receipt.number, receipt.total, receipt.business_on) == (number, total, self.model.today)
        self.model.receipts[receipt.id] = ModelReceipt(number, self.model.today, room_id, total, paid, purses)

    def _planned_offset(self, room_id):
        """Return what prepaid money pays, that kept for an item first and for no late fee, and what leaves each purse."""
        codes = sorted(("WY", "SF"), key=self.world.items.get)
        debts, plan, taken = self.model.debts(room_id), [], {}
        for code in (*codes, None):
            money = self.model.purses.get((room_id, code), 0)
            fitting = [
                debt
                for debt in debts
                if code is None or (self.model.bills[debt[0]].code == code and not debt[2])
            ]
            paid, left = self.model.share_out(money, fitting)
            plan += paid
            if money > left:
                taken[room_id, code] = left - money
            done = {(bill_id, is_late): fen for bill_id, fen, is_late in paid}
            debts = [(b, fen - done.get((b, is_late), 0), is_late) for b, fen, is_late in debts]
        return plan, taken

    def _can_be_undone(self, receipt):
        if not receipt.is_live or receipt.is_reversal:
            return False
        needed = dict(receipt.purses)
        if freed := self.model.freed_since(receipt):
            needed[receipt.room, None] = needed.get((receipt.room, None), 0) + freed
        return all(self.model.purses.get(purse, 0) >= fen for purse, fen in needed.items())

    @invariant()
    def bills_agree(self):
        real = {
            bill.id: (
                bill.room_id,
                bill.amount,
                bill.reduced,
                bill.paid,
                bill.late_for_id,
                bill.state == "void",
            )
            for bill in Bill.select()
        }
        model = {
            bill_id: (bill.room, bill.amount, bill.reduced, bill.paid, bill.late_for, bill.is_void)
            for bill_id, bill in self.model.bills.items()
        }
        assert real == model

    @invariant()
    def late_fees_agree(self):
        for room_id in self.world.rooms:
            real = overdue.late_fees_on(ledger.open_bills(room_id), self.model.today)
            model = {
                bill: self.model.late(bill) for bill, each in self.model.bills.items() if each.room == room_id
            }
            assert real == {bill: fee for bill, fee in model.items() if fee}

    @invariant()
    def purses_agree(self):
        for room_id in self.world.rooms:
            named = {code: self.world.items[code] for code in ("WY", "SF")} | {None: None}
            model = {
                named[code]: fen for (room, code), fen in self.model.purses.items() if room == room_id and fen
            }
            assert prepaid.purses(room_id) == model

    @invariant()
    def receipts_agree(self):
        assert Receipt.select().count() == len(self.model.receipts)


@dataclass
class World:
    """Ids of the rooms and items the month is played with."""

    rooms: list[int]
    items: dict[str, int]


@pytest.fixture
def world(room, make_room, items, rate):
    rate("0.5")
    return World([room.id, make_room("4-1-101").id], {code: item.id for code, item in items.items()})


def test_a_month_of_any_steps_agrees_with_the_model(world):
    OfficeMonth.world = world
    run_state_machine_as_test(
        OfficeMonth,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


owed = st.lists(st.tuples(st.sampled_from(["WY", "SF"]), fens, st.integers(-60, 30)), min_size=1, max_size=6)


DAY = datetime.date(2026, 3, 25)


def _desk():
    return Desk(Actor("王芳"), lambda: datetime.datetime.combine(DAY, datetime.time(9)))


def _bill(world, debts):
    for code, fen, due in debts:
        due_on = DAY + datetime.timedelta(days=due)
        ledger.post_bill(world.rooms[0], world.items[code], fen, DAY, DAY, due_on, _desk())


def _pay(world, fen):
    picks, late_picks, left = payments.suggest(world.rooms[0], fen, _desk())
    payment = Payment(
        room_id=world.rooms[0],
        payer_name="张伟",
        request=payments.new_request(),
        picks=picks,
        late_picks=late_picks,
        to_prepaid=left,
        tenders=(Tender("cash", fen),),
    )
    return payments.take_payment(payment, _desk())


def _standing(world):
    """Return what is open of each bill but late fees, what is owed of late fees, posted or not, and the prepaid money."""
    bills = ledger.open_bills(world.rooms[0])
    late = sum(overdue.late_fees_on(bills, DAY).values())
    still = sorted((bill.item_id, bill.amount, bill.still_open) for bill in bills if not bill.late_for_id)
    fees = late + sum(bill.still_open for bill in bills if bill.late_for_id)
    return still, fees, prepaid.purses(world.rooms[0])


def _after(world, debts, sums):
    """Return how the room stands after payments in this order; nothing is kept."""
    with nothing_kept():
        _bill(world, debts)
        for fen in sums:
            _pay(world, fen)
        return _standing(world)


@settings(max_examples=RUNS, deadline=None, suppress_health_check=list(HealthCheck))
@given(debts=owed, sums=st.lists(fens, min_size=1, max_size=3), by_void=st.booleans())
def test_undoing_a_payment_leaves_every_balance_as_it_was(world, debts, sums, by_void):
    with nothing_kept():
        _bill(world, debts)
        stands = [_standing(world)]
        receipts = []
        for fen in sums:
            receipts.append(_pay(world, fen))
            stands.append(_standing(world))
        while receipts:
            receipt = receipts.pop()
            assert _standing(world) == stands.pop()
            if by_void:
                undoing.void_receipt(receipt.id, "错", _desk())
            else:
                undoing.reverse_receipt(receipt.id, "错", _desk(), "孙经理")
            assert _standing(world) == stands[-1]
        assert find_faults() == []


@settings(max_examples=RUNS, deadline=None, suppress_health_check=list(HealthCheck))
@given(debts=owed, sums=st.lists(fens, min_size=2, max_size=5), order=st.randoms(use_true_random=False))
def test_the_order_of_a_days_payments_changes_no_total(world, debts, sums, order):
    shuffled = sums[:]
    order.shuffle(shuffled)
    assert _after(world, debts, sums) == _after(world, debts, shuffled)
    assert _after(world, debts, sums) == _after(world, debts, [sum(sums)])
