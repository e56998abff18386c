"""What the page of a receipt tells (收据档案), and what can be done with it now: nothing that is not allowed is offered."""

import datetime

import pytest

from desk_app.kernel import store
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import show
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.cashier import corrections, day_close, payments, prepaid, undoing
from desk_app.modules.cashier.day_close import TillCount
from desk_app.modules.cashier.payments import Payment, new_request, take_payment
from desk_app.modules.cashier.reversals import REVERSAL_REQUESTS
from desk_app.modules.cashier.tenders import Tender
from desk_app.screens import pad_steps, receipt_steps
from desk_app.screens.receipt_corrections import MethodCorrection, ReferenceCorrection, tenders_of
from desk_app.screens.receipt_view import read_receipt

WRITTEN = (Tender("cash", 30_000), Tender("wechat", 20_000, "4200001"))


@pytest.fixture
def sit(office):
    """Return a function that gives somebody's desk, today or some days later."""

    def desk_of(name, *roles, later=0):
        moment = office.desk.now() + datetime.timedelta(days=later)
        return Desk(Actor(name, frozenset(roles)), lambda: moment)

    return desk_of


@pytest.fixture
def cashier(sit):
    return sit("王芳", "cashier")


@pytest.fixture
def bill(room, desk):
    """Return a bill of October."""
    item = FeeItem.get(FeeItem.code == "WY").id
    first, last = datetime.date(2026, 10, 1), datetime.date(2026, 10, 31)
    return ledger.post_bill(room.id, item, 45_392, first, last, last, desk)


@pytest.fixture
def receipt(room, bill, cashier):
    """Return a receipt of 500.00: 453.92 of a bill and 46.08 prepaid, in cash from 350.00 and by WeChat."""
    return take_payment(
        Payment(
            room_id=room.id,
            payer_name="张伟",
            request=new_request(),
            picks=((bill.id, 45_392),),
            to_prepaid=4_608,
            tenders=WRITTEN,
            tendered=35_000,
        ),
        cashier,
    )


def offered(receipt, desk):
    """Return {step: may it be taken}."""
    return {step.name: not step.why_not for step in receipt_steps.list_steps(receipt.id, desk)}


def why_not(receipt, name, desk):
    return next(step.why_not for step in receipt_steps.list_steps(receipt.id, desk) if step.name == name)


# -- what it tells -----------------------------------------------------------------------------------------------


def test_lines_ways_references_and_change_are_all_there(receipt, bill):
    found = read_receipt(receipt.id)
    told = [(line.item, line.span, line.days, show(line.amount)) for line in found.lines]
    assert told == [
        ("物业服务费", "2026-10-01 至 10-31", 31, "453.92"),
        ("预存款", "", None, "46.08"),
    ]
    behind = found.lines[0].behind
    assert (behind.kind_name, behind.record_id) == ("bills", bill.id)
    assert [(each.method, each.reference) for each in found.tenders] == [("现金", ""), ("微信", "4200001")]
    assert found.cash == "收到现金 350.00 元，找零 50.00 元"
    assert found.moves == ("3-1-502 存入预存款 46.08 元",)
    assert (found.state, found.told, found.related) == ("", (), ())


def test_a_void_receipt_says_by_whom_and_why(receipt, cashier):
    undoing.void_receipt(receipt.id, "收错房号", cashier)
    state = read_receipt(receipt.id).state
    assert "王芳" in state and "作废" in state and "收错房号" in state
    assert receipt_steps.list_steps(receipt.id, cashier) == []


def test_a_reversed_receipt_and_its_red_one_name_each_other(receipt, cashier):
    red = undoing.reverse_receipt(receipt.id, "金额收错", cashier, "孙经理")
    assert f"已由 {red.number} 冲红" in read_receipt(receipt.id).state
    assert ("receipts", red.id) in [
        (each.kind_name, each.record_id) for each in read_receipt(receipt.id).related
    ]
    back = read_receipt(red.id)
    assert back.state.startswith(f"红字收据，冲销 {receipt.number}，孙经理 审核")
    assert [each.record_id for each in back.related if each.kind_name == "receipts"] == [receipt.id]
    assert receipt_steps.list_steps(red.id, cashier) == []
    assert "是冲红收据" in receipt_steps.why_none(red.id)


def test_a_request_under_way_is_opened_instead_of_asked_again(receipt, cashier):
    asked = store.save(store.new(REVERSAL_REQUESTS, receipt=receipt, cause="收错"), cashier).record
    assert receipt_steps.waiting_request(receipt.id, "reverse") == ("reversal_requests", asked.id)
    assert [each.kind_name for each in read_receipt(receipt.id).related] == ["reversal_requests"]
    labels = [step.label for step in receipt_steps.list_steps(receipt.id, cashier)]
    assert "查看冲红申请" in labels


# -- what can be done --------------------------------------------------------------------------------------------


def test_on_its_own_day_everything_is_offered_but_what_needs_another_role(receipt, cashier, sit):
    assert offered(receipt, cashier) == {
        "void": True,
        "reverse": True,
        "correct_method": False,
        "correct_reference": True,
        "correct_payer": True,
        "refund": True,
    }
    assert "财务" in why_not(receipt, "correct_method", cashier)
    assert all(offered(receipt, sit("孙经理", "manager")).values())
    assert not any(offered(receipt, sit("李保安", "guard")).values())


def test_after_the_close_voiding_says_why_not_and_the_day_after_it_is_gone(receipt, cashier, sit):
    day_close.close_day("王芳", cashier.today, TillCount(counted=30_000), cashier)
    assert "已经日结" in why_not(receipt, "void", cashier)
    assert offered(receipt, cashier)["reverse"]
    assert "void" not in offered(receipt, sit("王芳", "cashier", later=1))


def test_what_was_put_into_prepaid_money_and_is_spent_cannot_be_reversed_or_paid_back(
    receipt, room, cashier, sit
):
    prepaid.refund_prepaid(
        room.id,
        4_608,
        (Tender("cash", 4_608),),
        cashier,
        approved_by="孙经理",
        reason="搬走",
        payer_name="张伟",
        request="退",
    )
    assert "预存款已经用掉 46.08 元" in why_not(receipt, "reverse", cashier)
    assert "refund" not in offered(receipt, cashier)


def test_a_reversal_request_of_spent_money_is_refused_before_anybody_approves_it(receipt, room, cashier):
    prepaid.refund_prepaid(
        room.id,
        608,
        (Tender("cash", 608),),
        cashier,
        approved_by="孙经理",
        reason="搬走",
        payer_name="张伟",
        request="退",
    )
    asked = store.save(store.new(REVERSAL_REQUESTS, receipt=receipt, cause="收错"), cashier).record
    with pytest.raises(DeskError, match=r"已经用掉 6\.08 元"):
        store.apply(REVERSAL_REQUESTS, "ask", asked.id, asked.version, cashier)


def test_the_refund_request_begins_with_what_is_left_of_the_receipt(receipt, room):
    values = receipt_steps.refund_values(receipt.id)
    assert values == {
        "room": room.id,
        "sort": "prepaid",
        "receipt": receipt.id,
        "amount": 4_608,
        "applicant": "张伟",
    }


# -- corrections -------------------------------------------------------------------------------------------------


def test_part_of_the_cash_came_by_another_way(receipt, sit):
    manager = sit("孙经理", "manager")
    cash = tenders_of(receipt.id)[0]
    typed = MethodCorrection(receipt.id, manager, cash, "alipay", "100", "2026112301")
    assert typed.save("看错了") == "已更正：100.00 元改为支付宝。"
    ways = [(each.method, show(each.amount)) for each in read_receipt(receipt.id).tenders]
    assert ways == [("现金", "200.00"), ("微信", "200.00"), ("支付宝", "100.00")]
    (told,) = read_receipt(receipt.id).told
    assert "更正收款方式：现金 改为 支付宝 2026112301。原因：看错了" in told


@pytest.mark.parametrize(
    ("method", "amount", "reference", "reason", "sentence"),
    [
        ("alipay", "十元", "1", "错", "没有更正"),
        ("alipay", "300.01", "1", "错", "没有这么多"),
        ("alipay", "100", "", "错", "要填流水号"),
        ("alipay", "100", "1", " ", "请写明原因"),
        ("cash", "300", "", "错", "更正前后一样"),
    ],
)
def test_a_wrong_correction_is_refused_and_changes_nothing(
    receipt, sit, method, amount, reference, reason, sentence
):
    typed = MethodCorrection(
        receipt.id, sit("孙经理", "manager"), tenders_of(receipt.id)[0], method, amount, reference
    )
    with pytest.raises(DeskError, match=sentence):
        typed.save(reason)
    assert read_receipt(receipt.id).told == ()


def test_a_reference_is_corrected_of_ways_that_have_one(receipt, cashier):
    (wechat,) = tenders_of(receipt.id, with_reference=True)
    ReferenceCorrection(receipt.id, cashier, wechat, "4200002").save("抄错一位")
    assert [each.reference for each in read_receipt(receipt.id).tenders] == ["", "4200002"]


def test_an_offset_has_no_way_of_payment_to_correct(room, bill, cashier, receipt, desk):
    item = FeeItem.get(FeeItem.code == "WY").id
    first, last = datetime.date(2026, 11, 1), datetime.date(2026, 11, 30)
    ledger.post_bill(room.id, item, 1_000, first, last, last, desk)
    paid = prepaid.offset_room(room.id, cashier, payments.new_request())
    steps = offered(paid, desk)
    assert "correct_method" not in steps and "correct_reference" not in steps
    corrections.correct_payer(paid.id, "李梅", "妻子", cashier)


# -- pads --------------------------------------------------------------------------------------------------------


def test_a_spoiled_number_of_the_pad_is_noted_with_its_reason(desk, sit):
    from desk_app.modules.cashier.pads import PADS

    values = {
        "kind": "收款收据",
        "prefix": "A",
        "first": 1,
        "last": 50,
        "taken_on": desk.today,
        "taken_by": "王芳",
    }
    pad = store.save(store.new(PADS, **values), desk).record
    cashier = sit("王芳", "cashier")
    assert pad_steps.next_free(pad.id) == "A01"
    assert "A01 已登记作废" in pad_steps.spoil(pad.id, "a01", "写错撕毁", cashier)
    assert pad_steps.tell_stock(pad.id) == "共 50 张：已用 0，作废 1，结余 49。下一张 A02。"
    assert pad_steps.spoiled(pad.id)[0].startswith("A01：写错撕毁（王芳")
    for typed, sentence in (("A01", "已经用过或已登记作废"), ("A99", "不在这本票据里"), ("B02", "不在这本")):
        with pytest.raises(DeskError, match=sentence):
            pad_steps.spoil(pad.id, typed, "又一张", cashier)
    with pytest.raises(DeskError, match="没有登记"):
        pad_steps.spoil(pad.id, "A02", "写错", sit("李保安", "guard"))
