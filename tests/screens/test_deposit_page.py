"""A deposit on its page (押金卡片): accepted, deducted, set against debts, given back after three months by three people."""

import datetime

import pytest

from desk_app.kernel import store
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.errors import DeskError
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import Bill, FeeItem
from desk_app.modules.cashier import deposits
from desk_app.modules.cashier.checking import find_faults
from desk_app.modules.cashier.deposits import DepositTaken
from desk_app.modules.cashier.payments import new_request
from desk_app.modules.cashier.records import Deposit, Receipt
from desk_app.modules.cashier.refunds import REFUND_REQUESTS
from desk_app.modules.cashier.tenders import Tender
from desk_app.screens import deposit_steps, receipt_steps
from desk_app.screens.deposit_steps import Acceptance, DebtTransfer, Deduction, read_deposit


@pytest.fixture
def sit():
    """Return a function that gives somebody's desk on a day."""

    def desk_of(on, name="王芳", *roles):
        moment = datetime.datetime.combine(datetime.date.fromisoformat(on), datetime.time(9, 5))
        return Desk(Actor(name, frozenset(roles or {"cashier"})), lambda: moment)

    return desk_of


@pytest.fixture
def take(room, sit):
    """Return a function that takes a deposit of 3,000.00 in cash on 10 July 2026."""

    def taken(code="ZX3"):
        deposits.take_deposit(
            DepositTaken(
                room_id=room.id,
                item_id=FeeItem.get(FeeItem.code == code).id,
                amount=300_000,
                payer_name="安居装饰公司",
                request=new_request(),
                tenders=(Tender("cash", 300_000),),
            ),
            sit("2026-07-10"),
        )
        return Deposit.select().order_by(Deposit.id.desc()).get()

    return taken


@pytest.fixture
def owe(room, desk):
    """Return a function that posts a bill of a month of 2026."""

    def post(month, fen):
        first = datetime.date(2026, month, 1)
        last = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
        return ledger.post_bill(room.id, FeeItem.get(FeeItem.code == "WY").id, fen, first, last, last, desk)

    return post


@pytest.fixture(autouse=True)
def sound(office):
    """Whatever a test does, the books agree in the end."""
    yield
    assert find_faults() == []


def why_not(deposit, name, desk):
    return {step.name: step.why_not for step in deposit_steps.list_steps(deposit.id, desk)}[name]


def test_a_renovation_deposit_waits_for_acceptance_and_three_months(take, sit):
    deposit = take()
    july, october = sit("2026-07-12"), sit("2026-10-10")
    assert "还没有登记验收" in read_deposit(deposit.id, july).told
    assert "请先登记验收日期" in why_not(deposit, "refund", july)
    typed = Acceptance(deposit.id, july, "2026-07-10", "YS-202607-0001")
    assert typed.told() == "2026-10-10 起可以退还。"
    assert typed.save() == "验收已登记，2026-10-10 起可以退还。"
    assert read_deposit(deposit.id, july).told == "在押 3,000.00 元。2026-10-10 起可以退还，还有 90 天。"
    assert "2026-10-10 起才能退" in why_not(deposit, "refund", sit("2026-10-09"))
    assert why_not(deposit, "refund", october) == ""
    assert read_deposit(deposit.id, october).can_go_back


def test_other_deposits_need_no_acceptance(take, sit):
    deposit = take("ZX4")
    steps = [step.name for step in deposit_steps.list_steps(deposit.id, sit("2026-07-11"))]
    assert steps == ["deduct", "transfer", "refund"]
    assert read_deposit(deposit.id, sit("2026-07-11")).told.endswith("现在可以退还。")


def test_acceptance_before_the_deposit_or_in_the_future_is_refused(take, sit):
    deposit, desk = take(), sit("2026-07-12")
    for day in ("2026-07-09", "2026-07-13", "昨天吧"):
        with pytest.raises(DeskError, match="没有登记"):
            Acceptance(deposit.id, desk, day).save()
    with pytest.raises(DeskError, match="登记装修验收须由"):
        Acceptance(deposit.id, sit("2026-07-12", "李保安", "guard")).save()
    assert Deposit.get_by_id(deposit.id).refundable_on is None


def test_a_deduction_says_for_what_by_which_paper_and_becomes_income(take, sit):
    deposit, desk = take(), sit("2026-07-12")
    typed = Deduction(deposit.id, desk, "150", "WZ-202607-0003", "撞坏大堂地砖一块")
    assert typed.items()[0].label == "赔偿金"
    assert typed.save() == "已扣款 150.00 元，凭证 JZ2026-000001，在押还有 2,850.00 元。"
    bill = Bill.get()
    assert (bill.amount, bill.paid, str(bill.item)) == (15_000, 15_000, "赔偿金")
    assert "撞坏大堂地砖一块" in bill.workings and "WZ-202607-0003" in bill.workings
    assert typed.save().startswith("已扣款 150.00 元，凭证 JZ2026-000001")
    assert Deposit.get_by_id(deposit.id).held == 285_000


@pytest.mark.parametrize(
    ("amount", "document", "cause", "sentence"),
    [
        ("一百", "WZ-1", "坏", "没有扣款"),
        ("0", "WZ-1", "坏", "要动用 0.00 元"),
        ("3000.01", "WZ-1", "坏", "在押 3,000.00 元"),
        ("100", " ", "坏", "请填写依据"),
        ("100", "WZ-1", " ", "请写明扣款事由"),
    ],
)
def test_a_deduction_without_sum_paper_or_cause_is_refused(take, sit, amount, document, cause, sentence):
    deposit = take()
    with pytest.raises(DeskError, match=sentence):
        Deduction(deposit.id, sit("2026-07-12"), amount, document, cause).save()
    assert Deposit.get_by_id(deposit.id).held == 300_000


def test_debts_are_paid_oldest_first_until_the_deposit_is_used_up(take, owe, sit):
    deposit = take()
    first, second = owe(7, 200_000), owe(8, 200_000)
    desk = sit("2026-09-30")
    typed = DebtTransfer(deposit.id, desk)
    assert typed.picks() == [(first.id, 200_000), (second.id, 100_000)]
    assert typed.told() == "转抵 3,000.00 元，押金还剩 0.00 元。不够的 1,000.00 元仍然欠着，先抵最早的。"
    with pytest.raises(DeskError, match="签字的书面同意"):
        typed.save()
    typed.ticked = {second.id}
    typed.document = "2026-09-30 同意书"
    assert "已转抵 2,000.00 元" in typed.save()
    assert [bill.still_open for bill in ledger.open_bills(deposit.room_id)] == [200_000]


def test_nothing_ticked_or_nothing_owed_sets_nothing_against(take, owe, sit):
    deposit = take()
    assert "没有欠费" in why_not(deposit, "transfer", sit("2026-07-12"))
    owe(7, 10_000)
    typed = DebtTransfer(deposit.id, sit("2026-07-12"), document="同意书")
    assert typed.ticked == set()
    with pytest.raises(DeskError, match="请先勾选"):
        typed.save()


def test_s15_a_deposit_goes_back_after_deduction_by_three_people(take, sit):
    """S15: the receipt is looked up, what is left is worked out, F56 goes from desk to desk, the cashier pays."""
    deposit = take()
    Acceptance(deposit.id, sit("2026-07-11"), "2026-07-10").save()
    Deduction(deposit.id, sit("2026-07-20"), "350", "复验单 FY-1", "大堂地砖").save()
    values = deposit_steps.refund_values(deposit.id)
    assert (values["amount"], values["workings"]) == (265_000, "收取 3,000.00；扣款 -350.00")
    clerk = sit("2026-10-10", "周婷", "clerk")
    draft = store.save(store.new(REFUND_REQUESTS, **values), clerk)
    record = draft.record
    assert deposit_steps.waiting_request(deposit.id) == record.id
    cashier = sit("2026-10-10")
    for name, desk, entries in (
        ("ask", clerk, {}),
        ("check", sit("2026-10-10", "吴会计", "accountant"), {}),
        ("approve", sit("2026-10-10", "孙经理", "manager"), {}),
        ("pay", cashier, {"all_signed": True}),
    ):
        done = store.apply(REFUND_REQUESTS, name, record.id, record.version, desk, entries=entries)
        record = done.record
    assert (record.refund.number, record.refund.total) == ("TK2026-000001", -265_000)
    assert read_deposit(deposit.id, cashier).told == "这笔押金已经结清。"
    assert deposit_steps.list_steps(deposit.id, cashier) == []
    kinds = [move.kind for move in read_deposit(deposit.id, cashier).moves]
    assert kinds == ["收取", "扣款", "退还"]
    taken = Receipt.get(Receipt.kind == "deposit")
    steps = {step.name: step.why_not for step in receipt_steps.list_steps(taken.id, cashier)}
    assert "押金已经扣款、转抵或退还" in steps["reverse"]
    assert "refund" not in steps


def test_voiding_a_deposits_receipt_does_not_speak_of_debts(take, sit):
    take()
    taken = Receipt.get(Receipt.kind == "deposit")
    text, done = receipt_steps.tell_void(taken.id)
    assert "账单" not in text + done
    receipt_steps.void(taken.id, "收错户", sit("2026-07-10"))
    assert Deposit.get().held == 0
