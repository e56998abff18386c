"""Undoing receipts: void, reversal (V18, V22), correction; each with its own right, none of them twice."""

import datetime

import peewee
import pytest

from desk_app.kernel import search, store
from desk_app.kernel.errors import DeskError
from desk_app.modules.billing import ledger, overdue
from desk_app.modules.billing.records import Bill
from desk_app.modules.cashier import corrections, deposits, journal, payments, prepaid, undoing
from desk_app.modules.cashier.kinds import RECEIPTS, payer_name
from desk_app.modules.cashier.records import (
    DayClose,
    Deposit,
    DepositMove,
    MonthClose,
    Receipt,
    ReceiptMethod,
    ReceiptVoid,
)
from desk_app.modules.cashier.tenders import Tender


def day(text):
    return datetime.date.fromisoformat(text)


def close_day(name, on):
    DayClose.create(cashier=name, business_on=day(on), cash_counted=0, closed_at=datetime.datetime.now())


def net_of(on, method="cash"):
    """Return what came in by one method on a day, voids left out."""
    rows = ReceiptMethod.select(peewee.fn.SUM(ReceiptMethod.amount)).where(
        ReceiptMethod.business_on == day(on),
        ReceiptMethod.method == method,
        ReceiptMethod.receipt.not_in(ReceiptVoid.select(ReceiptVoid.receipt)),
    )
    return rows.scalar() or 0


def standing(room):
    """Return everything a receipt can change: each bill's columns and each purse."""
    bills = [
        (bill.id, bill.paid, bill.reduced, bill.state) for bill in Bill.select().where(Bill.state != "void")
    ]
    return bills, prepaid.purses(room.id)


# -- void -------------------------------------------------------------------------------------------------------------


def test_a_void_undoes_the_receipt_and_keeps_its_number(owe, pay, cashier, room):
    owe(22696)
    before = standing(room)
    receipt = pay(30000, cashier)
    undoing.void_receipt(receipt.id, "点错房号", cashier)
    assert standing(room) == before
    assert net_of("2026-11-23") == 0
    assert pay(100, cashier).number == "SJ2026-000002"
    assert [row.action for row in store.history(RECEIPTS, receipt.id)] == ["void", "pay"]
    assert not undoing.is_live(receipt)


def test_a_void_takes_back_the_late_fee_its_payment_posted(owe, rate, pay, sit, room):
    owe(68088, "2025-03")
    rate("0.5")
    before = standing(room)
    desk = sit(on="2025-05-15")
    receipt = pay(50000, desk)
    undoing.void_receipt(receipt.id, "点错", desk)
    assert standing(room) == before
    assert pay(68088 + 3098, sit(on="2025-06-30")).total == 71186, "the whole late fee is reckoned as one"


def test_the_late_fee_stays_while_another_payment_of_the_day_rests_on_it(owe, rate, pay, sit, opened):
    owe(68088, "2025-03")
    rate("0.5")
    desk = sit(on="2025-05-15")
    first, second = pay(10000, desk), pay(10000, desk)
    undoing.void_receipt(second.id, "点错", desk)
    assert opened() == [("WY", 202503, 58088), ("WYJ", 202504, 1532)]
    undoing.void_receipt(first.id, "点错", desk)
    assert opened() == [("WY", 202503, 68088)]


def test_a_receipt_is_voided_on_its_own_day_by_its_own_cashier_before_the_close(
    owe, pay, sit, other_cashier, manager
):
    owe(22696)
    receipt = pay(100, sit("王芳", "cashier"))
    with pytest.raises(DeskError, match="不是今天的，请用冲红"):
        undoing.void_receipt(receipt.id, "错", sit("王芳", "cashier", on="2026-11-24"))
    with pytest.raises(DeskError, match="作废别人的收据须由项目经理办理"):
        undoing.void_receipt(receipt.id, "错", other_cashier)
    with pytest.raises(DeskError, match="请写明原因"):
        undoing.void_receipt(receipt.id, " ", sit("王芳", "cashier"))
    close_day("王芳", "2026-11-23")
    with pytest.raises(DeskError, match="已经日结"):
        undoing.void_receipt(receipt.id, "错", manager)
    assert undoing.is_live(receipt)


def test_a_manager_voids_anybodys_receipt(owe, pay, cashier, manager, room):
    owe(22696)
    receipt = pay(22696, cashier)
    undoing.void_receipt(receipt.id, "重复收款", manager)
    assert not undoing.is_live(receipt)


def test_no_receipt_is_voided_or_reversed_twice(owe, pay, cashier):
    """F045."""
    owe(22696)
    voided, reversed_ = pay(100, cashier), pay(100, cashier)
    undoing.void_receipt(voided.id, "错", cashier)
    reversal = undoing.reverse_receipt(reversed_.id, "错", cashier, "孙经理")
    for receipt_id, sentence in (
        (voided.id, "SJ2026-000001 已经作废"),
        (reversed_.id, "SJ2026-000002 已由 SJ2026-000003 冲红"),
        (reversal.id, "SJ2026-000003 是冲红收据"),
        (999, "找不到这张收据"),
    ):
        with pytest.raises(DeskError, match=sentence):
            undoing.void_receipt(receipt_id, "再来", cashier)
        with pytest.raises(DeskError, match=sentence):
            undoing.reverse_receipt(receipt_id, "再来", cashier, "孙经理")


def test_the_database_itself_refuses_a_second_void_and_any_change(owe, pay, cashier, room):
    owe(22696)
    receipt = pay(100, cashier)
    undoing.void_receipt(receipt.id, "错", cashier)
    for wrong in (
        lambda: ReceiptVoid.create(receipt=receipt.id, at=datetime.datetime.now(), actor="x", reason="x"),
        lambda: Receipt.update(total=1).where(Receipt.id == receipt.id).execute(),
        lambda: Receipt.delete().where(Receipt.id == receipt.id).execute(),
        lambda: Bill.update(amount=1).execute(),
        lambda: Bill.update(paid=22697).execute(),
    ):
        with pytest.raises(peewee.IntegrityError):
            wrong()


def test_spent_prepaid_money_cannot_be_voided_away(owe, pay, cashier, room):
    receipt = pay(10000, cashier)
    owe(8000)
    offset = prepaid.offset_room(room.id, cashier)
    with pytest.raises(DeskError, match=r"预存款不够，还差 80.00 元"):
        undoing.void_receipt(receipt.id, "错", cashier)
    undoing.void_receipt(offset.id, "先退回冲抵", cashier)
    undoing.void_receipt(receipt.id, "错", cashier)
    assert prepaid.balance(room.id) == 0


# -- reversal ---------------------------------------------------------------------------------------------------------


def test_v18_a_wrong_sum_of_the_same_day_is_reversed_and_taken_again(owe, pay, cashier, room):
    owe(68088)
    wrong = pay(68088, cashier)
    reversal = undoing.reverse_receipt(wrong.id, "应收一个月", cashier, "孙经理")
    right = pay(22696, cashier)
    assert [receipt.number for receipt in (wrong, reversal, right)] == [
        "SJ2026-000001",
        "SJ2026-000002",
        "SJ2026-000003",
    ]
    assert (reversal.total, reversal.reverses_id, reversal.approved_by) == (-68088, wrong.id, "孙经理")
    assert net_of("2026-11-23") == 22696


def test_v18_a_wrong_sum_of_a_closed_day_is_reversed_today(owe, pay, sit, opened):
    owe(68088, "2026-10")
    yesterday, today = sit(on="2026-11-23"), sit(on="2026-11-24")
    wrong = pay(68088, yesterday)
    close_day("王芳", "2026-11-23")
    undoing.reverse_receipt(wrong.id, "应收一个月", today, "孙经理")
    pay(22696, today)
    assert (net_of("2026-11-23"), net_of("2026-11-24")) == (68088, -45392)
    assert opened() == [("WY", 202610, 45392)]


def test_a_receipt_of_a_closed_month_is_reversed_in_the_open_one(owe, pay, sit):
    """F046."""
    owe(68088, "2026-09")
    wrong = pay(68088, sit(on="2026-10-20"))
    MonthClose.create(period=202610, closed_at=datetime.datetime.now(), closed_by="孙经理", snapshot="{}")
    reversal = undoing.reverse_receipt(wrong.id, "收错", sit(on="2026-11-03"), "孙经理")
    assert reversal.business_on == day("2026-11-03")
    with pytest.raises(DeskError, match="202610 已经月结"):
        pay(100, sit(on="2026-10-31"))


def test_v22_the_cash_of_the_day_counts_what_was_reversed(owe, pay, cashier):
    owe(136591, "2026-08")
    owe(68088, "2026-09")
    pay(136591, cashier)
    second = pay(68088, cashier)
    undoing.reverse_receipt(second.id, "收错房", cashier, "孙经理")
    assert 50000 + net_of("2026-11-23") == 186591, (
        "expected with a float of 500.00; 1,866.00 counted is 0.09 over"
    )


def test_a_reversal_needs_somebody_else_a_reason_and_the_right(owe, pay, cashier, sit):
    owe(22696)
    receipt = pay(100, cashier)
    for second in ("", "王芳", " 王芳 ", "王 芳"):
        with pytest.raises(DeskError, match="审核人不能是经办人自己"):
            undoing.reverse_receipt(receipt.id, "错", cashier, second)
    with pytest.raises(DeskError, match="请写明原因"):
        undoing.reverse_receipt(receipt.id, "", cashier, "孙经理")
    with pytest.raises(DeskError, match="冲红须由"):
        undoing.reverse_receipt(receipt.id, "错", sit("李保安", "guard"), "孙经理")
    assert Receipt.select().count() == 1


def test_the_same_reversal_asked_twice_is_one(owe, pay, cashier):
    owe(22696)
    receipt = pay(100, cashier)
    first = undoing.reverse_receipt(receipt.id, "错", cashier, "孙经理", request="r")
    assert undoing.reverse_receipt(receipt.id, "错", cashier, "孙经理", request="r").id == first.id


def test_a_reversal_undoes_rounding_prepaid_money_and_every_way_of_payment(owe, room, cashier):
    bill = owe(10253)
    before = standing(room)
    receipt = payments.take_payment(
        payments.Payment(
            room_id=room.id,
            payer_name="张伟",
            request="r",
            picks=((bill.id, 10253),),
            rounding=3,
            to_prepaid=5000,
            tenders=(Tender("cash", 250), Tender("wechat", 10000, "1"), Tender("pos", 5000, "2")),
        ),
        cashier,
    )
    reversal = undoing.reverse_receipt(receipt.id, "错", cashier, "孙经理")
    assert standing(room) == before
    assert [-each.amount for each in journal.methods_of(reversal)] == [250, 10000, 5000]


def test_a_deposits_receipt_gives_the_deposit_back_unless_it_was_spent(room, items, cashier, desk):
    now = desk.now()
    deposit = Deposit.create(
        room=room, item=items["WY"], payer_name="张伟", amount=200000, received_on=now.date(), held=200000
    )
    line = journal.Line("deposit", 200000, item_id=items["WY"].id, room_id=room.id, deposit_id=deposit.id)
    posting = journal.Posting(
        kind="deposit",
        room_id=room.id,
        payer_name="张伟",
        request="y",
        lines=[line],
        methods=[Tender("cash", 200000)],
    )
    receipt = journal.post(posting, cashier, "take_deposit")
    told = {
        "deposit": deposit.id,
        "receipt": receipt.id,
        "at": now,
        "business_on": now.date(),
        "actor": "王芳",
    }
    DepositMove.create(kind="received", amount=200000, **told)
    spent = DepositMove.create(kind="deducted", amount=-50000, **told)
    Deposit.update(held=150000).execute()
    with pytest.raises(DeskError, match="押金已经扣款或退还"):
        undoing.void_receipt(receipt.id, "错", cashier)
    DepositMove.create(kind="reversed", amount=-spent.amount, **told)
    Deposit.update(held=200000).execute()
    undoing.reverse_receipt(receipt.id, "错", cashier, "孙经理")
    assert Deposit.get().held == 0
    assert receipt.number == "YJ2026-000001"


# -- corrections ------------------------------------------------------------------------------------------------------


def test_a_method_is_corrected_by_a_pair_on_the_receipts_day(owe, pay, cashier, sit):
    owe(22696)
    receipt = pay(22696, cashier)
    accountant = sit("钱会计", "accountant")
    corrections.correct_method(
        receipt.id, Tender("cash", 22696), Tender("wechat", 20000, "4200009"), "其中 200 元是微信", accountant
    )
    assert journal.methods_of(receipt) == [Tender("cash", 2696), Tender("wechat", 20000, "4200009")]
    assert (net_of("2026-11-23"), net_of("2026-11-23", "wechat")) == (2696, 20000)
    assert receipt.corrections.get().before == "现金"


def test_a_correction_after_the_close_is_dated_today(owe, pay, sit):
    owe(22696)
    receipt = pay(22696, sit(on="2026-11-20"))
    close_day("王芳", "2026-11-20")
    accountant = sit("钱会计", "accountant", on="2026-11-23")
    corrections.correct_method(
        receipt.id, Tender("cash", 0), Tender("wechat", 22696, "1"), "微信", accountant
    )
    assert (net_of("2026-11-20"), net_of("2026-11-23"), net_of("2026-11-23", "wechat")) == (
        22696,
        -22696,
        22696,
    )


def test_a_reversal_gives_back_by_the_corrected_method(owe, pay, cashier, sit):
    owe(22696)
    receipt = pay(22696, cashier)
    accountant = sit("钱会计", "accountant")
    corrections.correct_method(
        receipt.id, Tender("cash", 0), Tender("wechat", 22696, "1"), "微信", accountant
    )
    reversal = undoing.reverse_receipt(receipt.id, "错", cashier, "孙经理")
    assert journal.methods_of(reversal) == [Tender("wechat", -22696, "1")]


def test_a_reference_is_corrected_by_the_cashier(owe, pay, cashier):
    owe(22696)
    receipt = pay(22696, cashier, method="transfer", reference="88")
    corrections.correct_reference(receipt.id, "transfer", "88", "8810", "少抄两位", cashier)
    assert journal.methods_of(receipt) == [Tender("transfer", 22696, "8810")]


def test_a_payer_is_corrected_and_found_by_both_names(owe, pay, cashier):
    owe(22696)
    receipt = pay(22696, cashier)
    corrections.correct_payer(receipt.id, "张伟强", "漏字", cashier)
    assert (payer_name(receipt), receipt.payer_name) == ("张伟强", "张伟")
    assert [hit.record_id for hit in search.find("张伟强", kinds=["receipts"])] == [receipt.id]
    with pytest.raises(DeskError, match="请填写另一个交款人"):
        corrections.correct_payer(receipt.id, "张伟强", "再来", cashier)


def test_wrong_corrections_are_refused(owe, pay, cashier, sit):
    owe(22696)
    receipt = pay(22696, cashier)
    accountant = sit("钱会计", "accountant")
    for before, after, sentence in (
        (Tender("pos", 0, "1"), Tender("cash", 1), "没有这种收款方式"),
        (Tender("cash", 0), Tender("wechat", 22697, "1"), "没有这么多"),
        (Tender("cash", 0), Tender("wechat", 22696), "微信要填流水号"),
        (Tender("cash", 0), Tender("cash", 22696), "更正前后一样"),
        (Tender("cash", 0), Tender("prepaid", 22696), "没有“prepaid”这种收款方式"),
    ):
        with pytest.raises(DeskError, match=sentence):
            corrections.correct_method(receipt.id, before, after, "错", accountant)
    with pytest.raises(DeskError, match="更正收款方式须由财务、项目经理办理"):
        corrections.correct_method(receipt.id, Tender("cash", 0), Tender("pos", 1, "1"), "错", cashier)
    undoing.void_receipt(receipt.id, "错", cashier)
    with pytest.raises(DeskError, match="已经作废"):
        corrections.correct_payer(receipt.id, "李四", "错", cashier)


# -- what never came in ------------------------------------------------------------------------------------------------


def test_an_offset_cannot_be_corrected_into_money_and_can_still_be_reversed(owe, pay, room, cashier, sit):
    pay(10000, cashier)
    owe(10000)
    offset = prepaid.offset_room(room.id, cashier)
    with pytest.raises(DeskError, match="预存抵扣不是收进来的钱"):
        corrections.correct_method(
            offset.id, Tender("prepaid", 10000), Tender("cash", 10000), "点错", sit("周会计", "accountant")
        )
    assert net_of("2026-11-23") == 10000
    undoing.reverse_receipt(offset.id, "抵错", cashier, "孙经理")
    assert prepaid.balance(room.id) == 10000


# -- what else follows from a receipt that is undone -------------------------------------------------------------------


def test_v11_whose_first_payment_bounced_bears_the_late_fee_of_all_91_days(owe, rate, pay, sit, room):
    """15.32 to 15 May and 4.16 to 30 June were for what was left; the 500.00 bear 46 days more, and all of it one more."""
    rate("0.5")
    bill = owe(68088, "2026-03")
    first = pay(50000, sit(on="2026-05-15"), method="cheque", reference="C1")
    pay(18088, sit(on="2026-06-30"), picks=((bill.id, 18088),), late_picks=(), to_prepaid=0)
    undoing.reverse_receipt(first.id, "退票", sit(on="2026-07-01"), "孙经理")
    stages = [
        (stage.quantity, str(stage.from_on), str(stage.until_on), stage.amount)
        for stage in Bill.select().where(Bill.late_for == bill.id).order_by(Bill.id)
    ]
    assert stages == [
        (68088, "2026-04-01", "2026-05-15", 1532),
        (18088, "2026-05-16", "2026-06-30", 416),
        (50000, "2026-05-16", "2026-06-30", 1150),
    ]
    assert overdue.late_fees_on([Bill.get_by_id(bill.id)], day("2026-07-01")) == {bill.id: 25}


def test_a_payment_of_today_of_the_same_sum_keeps_its_stage_when_an_older_one_is_reversed(
    owe, rate, pay, sit
):
    rate("0.5")
    bill = owe(100000, "2026-03")
    first = pay(50000, sit(on="2026-04-10"))
    today = sit(on="2026-04-20")
    pay(50000, today, picks=((bill.id, 50000),), late_picks=(), to_prepaid=0)
    undoing.reverse_receipt(first.id, "退票", today, "孙经理")
    late = Bill.select().where(Bill.late_for == bill.id).order_by(Bill.id)
    assert [(each.quantity, each.amount, each.state) for each in late] == [
        (100000, 500, "open"),
        (50000, 250, "open"),
        (50000, 250, "open"),
    ]


@pytest.mark.parametrize("is_void", [True, False])
def test_a_deduction_that_is_undone_leaves_no_debt(room, items, cashier, is_void):
    """Deducted, undone, and deducted right: one bill of damages, paid by the deposit."""
    taken = deposits.DepositTaken(
        room_id=room.id, item_id=items["ZX3"].id, amount=30000, payer_name="张伟",
        request=payments.new_request(), tenders=(Tender("cash", 30000),),
    )  # fmt: skip
    deposits.take_deposit(taken, cashier)
    deposit = Deposit.get()
    wrong = deposits.deduct(deposit.id, 20000, "F44-1", cashier)
    if is_void:
        undoing.void_receipt(wrong.id, "扣错了", cashier)
    else:
        undoing.reverse_receipt(wrong.id, "扣错了", cashier, "孙经理")
    assert (ledger.open_bills(room.id), Deposit.get().held) == ([], 30000)
    deposits.deduct(deposit.id, 15000, "F44-2", cashier)
    assert [(bill.amount, bill.paid, bill.state) for bill in Bill.select().order_by(Bill.id)] == [
        (20000, 0, "void"),
        (15000, 15000, "open"),
    ]
    assert Deposit.get().held == 15000


def test_a_correction_to_a_reference_of_another_receipt_names_that_receipt(owe, pay, cashier, sit):
    owe(22696)
    first = pay(10000, cashier, method="wechat", reference="42000123")
    second = pay(12696, cashier)
    accountant = sit("钱会计", "accountant")
    before, after = Tender("cash", 0), Tender("wechat", 12696, "42000123")
    with pytest.raises(DeskError, match=first.number):
        corrections.correct_method(second.id, before, after, "其实是微信", accountant)
    assert journal.methods_of(second) == [Tender("cash", 12696)]
    corrections.correct_method(second.id, before, after, f"和 {first.number} 一次付的", accountant)
    assert journal.methods_of(second) == [Tender("wechat", 12696, "42000123")]


def test_a_reference_corrected_away_can_be_used_by_the_receipt_it_belongs_to(owe, pay, cashier):
    owe(22696)
    wrong = pay(10000, cashier, method="transfer", reference="88")
    corrections.correct_reference(wrong.id, "transfer", "88", "89", "看错一行", cashier)
    right = pay(12696, cashier, method="transfer", reference="88")
    assert journal.methods_of(right) == [Tender("transfer", 12696, "88")]
