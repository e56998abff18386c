"""Refund requests (F56) and reversal requests (F57): what is asked, who checks, who approves, who pays."""

import pytest

from desk_app.kernel import store
from desk_app.kernel.errors import DeskError, InvalidRecord, TransitionRefused
from desk_app.modules.cashier import deposits, prepaid, undoing
from desk_app.modules.cashier.deposits import DepositTaken
from desk_app.modules.cashier.payments import Payment, new_request, take_payment
from desk_app.modules.cashier.records import Deposit, Receipt
from desk_app.modules.cashier.refunds import REFUND_REQUESTS, request_refund_of
from desk_app.modules.cashier.reversals import REVERSAL_REQUESTS
from desk_app.modules.cashier.tenders import Tender


def step(kind, draft, name, desk, reason="", **entries):
    record = draft.record
    return store.apply(kind, name, record.id, record.version, desk, reason=reason, entries=entries)


@pytest.fixture
def clerk(sit):
    return sit("周婷", "clerk")


@pytest.fixture
def accountant(sit):
    return sit("吴会计", "accountant")


@pytest.fixture
def money(room, cashier):
    """Put 1,000 yuan into the room's prepaid account, and return the receipt."""
    return take_payment(
        Payment(
            room_id=room.id,
            payer_name="张伟",
            request=new_request(),
            to_prepaid=100000,
            tenders=(Tender("cash", 100000),),
        ),
        cashier,
    )


@pytest.fixture
def ask(room, clerk):
    """Return a function that asks for a refund."""

    def asked(**values):
        facts = {"room": room, "amount": 30000, "cause": "搬走", "applicant": "张伟"} | values
        draft = store.save(store.new(REFUND_REQUESTS, **facts), clerk)
        return step(REFUND_REQUESTS, draft, "ask", clerk)

    return asked


def to_payment(draft, accountant, manager):
    checked = step(REFUND_REQUESTS, draft, "check", accountant)
    return step(REFUND_REQUESTS, checked, "approve", manager)


# -- refunds -----------------------------------------------------------------------------------------------------


def test_prepaid_money_goes_back_after_check_and_approval(money, ask, accountant, manager, cashier, room):
    approved = to_payment(ask(), accountant, manager)
    paid = step(REFUND_REQUESTS, approved, "pay", cashier, all_signed=True).record
    assert (paid.number, paid.state, paid.paid_by) == ("TS-202611-0001", "paid", "王芳")
    assert (paid.refund.number[:2], paid.refund.total, paid.refund.approved_by) == ("TK", -30000, "孙经理")
    assert prepaid.balance(room.id) == 70000


def test_four_steps_are_taken_by_people_who_differ(money, ask, sit, accountant, manager):
    asked = ask()
    with pytest.raises(TransitionRefused, match="经办人不能复核"):
        step(REFUND_REQUESTS, asked, "check", sit("周婷", "supervisor"))
    checked = step(REFUND_REQUESTS, asked, "check", accountant)
    with pytest.raises(TransitionRefused, match="批准人不能是"):
        step(REFUND_REQUESTS, checked, "approve", sit("吴会计", "manager"))
    approved = step(REFUND_REQUESTS, checked, "approve", manager)
    with pytest.raises(TransitionRefused, match="批准人不能自己付款"):
        step(REFUND_REQUESTS, approved, "pay", sit("孙经理", "cashier"), all_signed=True)
    with pytest.raises(TransitionRefused, match="需要"):
        step(REFUND_REQUESTS, approved, "pay", sit("周婷", "clerk"), all_signed=True)


def test_no_money_leaves_without_signatures_a_reference_or_the_balance(
    money, ask, accountant, manager, cashier, room
):
    approved = to_payment(ask(amount=100000), accountant, manager)
    with pytest.raises(TransitionRefused, match="三方签字"):
        step(REFUND_REQUESTS, approved, "pay", cashier)
    with pytest.raises(TransitionRefused, match="付款流水号"):
        step(REFUND_REQUESTS, approved, "pay", cashier, all_signed=True, method="transfer")
    second = to_payment(ask(amount=1), accountant, manager)
    step(REFUND_REQUESTS, second, "pay", cashier, all_signed=True)
    with pytest.raises(TransitionRefused, match=r"预存款有 999\.99 元"):
        step(REFUND_REQUESTS, approved, "pay", cashier, all_signed=True)
    assert prepaid.balance(room.id) == 99999


def test_a_deposit_goes_back_through_its_request(ask, room, items, accountant, manager, cashier):
    receipt = deposits.take_deposit(
        DepositTaken(
            room_id=room.id,
            item_id=items["ZX4"].id,
            amount=12000,
            payer_name="张伟",
            request=new_request(),
            tenders=(Tender("cash", 12000),),
        ),
        cashier,
    )
    offered = request_refund_of(receipt.number).record
    assert (offered.sort, offered.amount, offered.deposit_id) == ("deposit", 12000, Deposit.get().id)
    asked = ask(sort="deposit", deposit=Deposit.get(), amount=12000, original="lost")
    paid = step(REFUND_REQUESTS, to_payment(asked, accountant, manager), "pay", cashier, all_signed=True)
    assert paid.record.refund.kind == "deposit_refund"
    assert Deposit.get().held == 0


def test_more_than_there_is_cannot_even_be_asked_for(ask, money):
    with pytest.raises(TransitionRefused, match=r"要退 1,000\.01 元"):
        ask(amount=100001)


def test_a_refused_request_pays_nothing(money, ask, accountant, room):
    refused = step(REFUND_REQUESTS, ask(), "refuse", accountant, reason="先清欠费")
    assert (refused.record.state, prepaid.balance(room.id)) == ("refused", 100000)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"amount": 0}, "大于 0"),
        ({"sort": "deposit"}, "选押金单"),
        ({"is_payer": False}, "委托书"),
        ({"is_payer": False, "proxy": "委托书一份", "original": "lost"}, "本人来办"),
    ],
)
def test_what_a_request_lacks_is_told(ask, values, why):
    with pytest.raises(InvalidRecord, match=why):
        ask(**values)


# -- reversals ---------------------------------------------------------------------------------------------------


@pytest.fixture
def reverse(clerk):
    """Return a function that asks for a receipt to be reversed."""

    def asked(receipt, by=clerk, cause="金额收错"):
        draft = store.save(store.new(REVERSAL_REQUESTS, receipt=receipt, cause=cause), by)
        return step(REVERSAL_REQUESTS, draft, "ask", by)

    return asked


def test_v18_a_receipt_of_680_88_reversed_and_written_anew_nets_226_96(
    owe, pay, cashier, manager, reverse, opened
):
    owe(68088)
    wrong = pay(68088, cashier)
    approved = step(REVERSAL_REQUESTS, reverse(wrong), "approve", manager)
    done = step(REVERSAL_REQUESTS, approved, "carry_out", cashier, copies_back=True).record
    assert (done.red.total, done.red.reverses_id, done.red.approved_by) == (-68088, wrong.id, "孙经理")
    assert [fen for _code, _period, fen in opened()] == [68088]
    new = pay(22696, cashier)
    named = step(REVERSAL_REQUESTS, store.load(REVERSAL_REQUESTS, done.id), "name_new", cashier, reissued=new)
    assert named.record.reissued.number == new.number
    assert sum(receipt.total for receipt in Receipt.select()) == 22696
    numbers = [receipt.number[-6:] for receipt in Receipt.select().order_by(Receipt.id)]
    assert numbers == ["000001", "000002", "000003"]


def test_who_asked_cannot_approve_and_who_approved_cannot_carry_out(owe, pay, cashier, sit, reverse):
    owe(68088)
    asked = reverse(pay(68088, cashier), by=sit("王芳", "cashier"))
    with pytest.raises(TransitionRefused, match="申请人不能审核"):
        step(REVERSAL_REQUESTS, asked, "approve", sit("王芳", "manager"))
    approved = step(REVERSAL_REQUESTS, asked, "approve", sit("孙经理", "manager"))
    with pytest.raises(TransitionRefused, match="审核人不能自己冲红"):
        step(REVERSAL_REQUESTS, approved, "carry_out", sit("孙经理", "manager"), copies_back=True)
    with pytest.raises(TransitionRefused, match="收回原收据"):
        step(REVERSAL_REQUESTS, approved, "carry_out", cashier)


def test_one_receipt_has_one_request_and_a_void_one_none(owe, pay, cashier, reverse):
    owe(68088)
    receipt = pay(68088, cashier)
    reverse(receipt)
    with pytest.raises(DeskError, match="已有一张冲红申请"):
        reverse(receipt)


def test_a_request_of_one_page_never_gets_another_pages_receipt(room, items, owe, pay, cashier, money):
    """The same UUID by another form: kind, room and total must be those of the receipt it made."""
    receipt = pay(10000, cashier, request="R1", picks=(), late_picks=(), to_prepaid=10000)

    def deposit(fen, request):
        return deposits.take_deposit(
            DepositTaken(
                room_id=room.id,
                item_id=items["ZX3"].id,
                amount=fen,
                payer_name="张伟",
                request=request,
                tenders=(Tender("cash", fen),),
            ),
            cashier,
        )

    owe(10000)
    refusals = (
        lambda: deposit(10000, "R1"),
        lambda: prepaid.offset_room(room.id, cashier, "R1"),
        lambda: prepaid.refund_prepaid(
            room.id,
            10000,
            (Tender("cash", 10000),),
            cashier,
            approved_by="孙经理",
            reason="搬走",
            payer_name="张伟",
            request="R1",
        ),
        lambda: undoing.reverse_receipt(money.id, "收错", cashier, "孙经理", request="R1"),
    )
    for refused in refusals:
        with pytest.raises(DeskError, match=f"这一页已经办过另一笔，收据 {receipt.number}"):
            refused()
    taken = deposit(5000, "R2")
    assert deposit(5000, "R2").id == taken.id
    with pytest.raises(DeskError, match="这一页已经办过另一笔"):
        deposit(6000, "R2")
    with pytest.raises(DeskError, match="这一页已经办过另一笔"):
        pay(5000, cashier, request="R2")
    card = Deposit.get()
    kept = deposits.deduct(card.id, 2000, "WZ-1", cashier, request="R3")
    assert deposits.deduct(card.id, 2000, "WZ-1", cashier, request="R3").id == kept.id
    with pytest.raises(DeskError, match="这一页已经办过另一笔"):
        deposits.deduct(card.id, 3000, "WZ-1", cashier, request="R3")
    assert Deposit.get().held == 3000
