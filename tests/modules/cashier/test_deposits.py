"""Deposits (押金): taken, deducted, set against debts, given back after three months with three signatures."""

import datetime
import uuid

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from desk_app.kernel import settings
from desk_app.kernel.errors import DeskError
from desk_app.modules.billing.records import Bill, FeeItem
from desk_app.modules.cashier import corrections, deposits, prepaid, undoing
from desk_app.modules.cashier.day_figures import day_figures
from desk_app.modules.cashier.deposit_balance import balance_sheet, total_of
from desk_app.modules.cashier.deposit_rules import Signatures, first_refund_day
from desk_app.modules.cashier.deposits import DepositPart, DepositTaken
from desk_app.modules.cashier.payments import Payment, new_request, take_payment
from desk_app.modules.cashier.records import Deposit, Receipt, ReceiptLine, ReceiptPad
from desk_app.modules.cashier.tenders import Tender

SIGNED = Signatures(all_signed=True, approved_by="孙经理")


@pytest.fixture
def take(room, items):
    """Return a function that takes deposits in cash: fen of the first, and of others by code."""

    def taken(desk, fen=300000, code="ZX3", request=None, **also):
        parts = tuple(DepositPart(items[other].id, sum_) for other, sum_ in also.items())
        total = fen + sum(part.amount for part in parts)
        return deposits.take_deposit(
            DepositTaken(
                room_id=room.id,
                item_id=items[code].id,
                amount=fen,
                payer_name="安居装饰公司",
                request=request or new_request(),
                tenders=(Tender("cash", total),),
                also=parts,
            ),
            desk,
        )

    return taken


def card(code):
    return Deposit.select().join(FeeItem).where(FeeItem.code == code).order_by(Deposit.id.desc()).get()


# -- the renovation of domain.md ---------------------------------------------------------------------------------


def test_v16_fees_of_706_06_and_deposits_of_3120_are_two_receipts_of_3826_06(take, owe, room, cashier):
    bills = [owe(fen, item=code) for fen, code in ((19316, "ZX1"), (48290, "ZX2"), (3000, "ZX5"))]
    fees = take_payment(
        Payment(
            room_id=room.id,
            payer_name="张伟",
            request=new_request(),
            picks=tuple((bill.id, bill.amount) for bill in bills),
            tenders=(Tender("cash", 70606),),
        ),
        cashier,
    )
    assert fees.total == 70606
    receipt = take(cashier, 300000, ZX4=12000)
    assert (receipt.number[:2], receipt.kind, receipt.total) == ("YJ", "deposit", 312000)
    assert fees.total + receipt.total == 382606


def test_v17_accepted_on_10_july_2650_and_100_are_given_back_on_10_october(take, sit, office):
    take(sit("王芳", on="2025-06-20"), 300000, ZX4=12000)
    renovation, passes = card("ZX3"), card("ZX4")
    deposits.accept(renovation.id, datetime.date(2025, 7, 10), sit("李主管", on="2025-07-11"))
    assert card("ZX3").refundable_on == datetime.date(2025, 10, 10)
    october = sit("王芳", on="2025-10-10")
    deposits.deduct(renovation.id, 20000, "违规整改通知 WG-202507-0003", october)
    deposits.deduct(renovation.id, 15000, "赔偿单：大堂地砖", october)
    with pytest.raises(DeskError, match=r"在押 2,650\.00 元"):
        deposits.refund(renovation.id, 265001, (Tender("cash", 265001),), SIGNED, october)
    back = deposits.refund(renovation.id, 265000, (Tender("cash", 265000),), SIGNED, october)
    cards = deposits.refund(passes.id, 10000, (Tender("cash", 10000),), SIGNED, october)
    assert (back.number[:2], back.total, cards.total) == ("TK", -265000, -10000)
    assert (card("ZX3").held, card("ZX4").held) == (0, 2000)
    kept = [(bill.item.code, bill.amount, bill.paid) for bill in Bill.select().order_by(Bill.id)]
    assert kept == [("PC", 20000, 20000), ("PC", 15000, 15000)]


@pytest.mark.parametrize(
    ("accepted", "strict", "first"),
    [
        ("2025-07-10", False, "2025-10-10"),
        ("2025-07-10", True, "2025-10-11"),
        ("2025-11-30", False, "2026-02-28"),
        ("2025-11-30", True, "2026-03-01"),
        ("2025-01-01", False, "2025-04-01"),
    ],
)
def test_three_months_after_acceptance(accepted, strict, first):
    day = first_refund_day(datetime.date.fromisoformat(accepted), strict=strict)
    assert day == datetime.date.fromisoformat(first)


def test_the_day_before_nothing_is_given_back_and_a_strict_office_waits_one_day_more(take, sit, desk):
    take(sit("王芳", on="2025-06-20"))
    ask = {"tenders": (Tender("cash", 300000),), "signatures": SIGNED}
    with pytest.raises(DeskError, match="先登记验收日期"):
        deposits.refund(card("ZX3").id, 300000, desk=sit("王芳", on="2025-10-10"), **ask)
    settings.change({"deposit_wait_is_strict": "是"}, desk)
    deposits.accept(card("ZX3").id, datetime.date(2025, 7, 10), sit("李主管", on="2025-07-11"))
    with pytest.raises(DeskError, match="2025-10-11 起才能退"):
        deposits.refund(card("ZX3").id, 300000, desk=sit("王芳", on="2025-10-10"), **ask)
    assert deposits.refund(card("ZX3").id, 300000, desk=sit("王芳", on="2025-10-11"), **ask).total == -300000


# -- signatures --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"all_signed": False}, "三方签字"),
        ({"approved_by": "王芳"}, "另一人审核"),
        ({"approved_by": ""}, "另一人审核"),
        ({"receipt_back": False}, "收回押金收据"),
        ({"receipt_back": False, "lost_declared": True, "by_payer": False, "proxy": "委托书"}, "本人来办"),
        ({"by_payer": False}, "委托书"),
    ],
)
def test_what_is_missing_when_a_deposit_is_given_back(take, cashier, values, why):
    take(cashier, 12000, code="ZX4")
    signatures = Signatures(**({"all_signed": True, "approved_by": "孙经理"} | values))
    with pytest.raises(DeskError, match=why):
        deposits.refund(card("ZX4").id, 12000, (Tender("cash", 12000),), signatures, cashier)
    assert card("ZX4").held == 12000


def test_a_lost_receipt_is_declared_by_the_payer_in_person(take, cashier):
    take(cashier, 12000, code="ZX4")
    lost = Signatures(all_signed=True, approved_by="孙经理", receipt_back=False, lost_declared=True)
    assert deposits.refund(card("ZX4").id, 12000, (Tender("cash", 12000),), lost, cashier).total == -12000


# -- never income ------------------------------------------------------------------------------------------------


def test_a_deposit_makes_no_bill_and_a_fee_item_takes_none(take, items, cashier):
    take(cashier)
    assert Bill.select().count() == 0
    assert [line.purpose for line in ReceiptLine.select()] == ["deposit"]
    with pytest.raises(DeskError, match="不是押金项目"):
        take(cashier, 10000, code="WY")


def test_a_deposit_pays_debts_only_with_the_payers_signature(take, owe, cashier, opened):
    bill = owe(22696)
    take(cashier)
    with pytest.raises(DeskError, match="交款人签字"):
        deposits.transfer_to_debt(card("ZX3").id, [(bill.id, 22696)], " ", cashier)
    with pytest.raises(DeskError, match="不能抵这么多"):
        deposits.transfer_to_debt(card("ZX3").id, [(bill.id, 22697)], "同意书", cashier)
    receipt = deposits.transfer_to_debt(card("ZX3").id, [(bill.id, 22696)], "同意书 2026-11-23", cashier)
    assert (receipt.number[:2], receipt.kind, receipt.total) == ("JZ", "transfer", 22696)
    assert [(row.method, row.amount) for row in receipt.methods] == [("deposit", 22696)]
    assert (opened(), card("ZX3").held) == ([], 277304)


def test_a_deposit_can_become_prepaid_money(take, cashier, room):
    take(cashier)
    deposits.transfer_to_debt(card("ZX3").id, [], "同意书", cashier, to_prepaid=300000)
    assert (prepaid.balance(room.id), card("ZX3").held) == (300000, 0)


def test_a_deduction_needs_its_document(take, cashier):
    take(cashier)
    with pytest.raises(DeskError, match="请填写依据"):
        deposits.deduct(card("ZX3").id, 20000, "", cashier)


# -- undone and asked twice --------------------------------------------------------------------------------------


def test_the_same_request_takes_one_deposit(take, cashier):
    first = take(cashier, request="r-1")
    assert take(cashier, request="r-1").id == first.id
    assert Deposit.select().count() == 1


def test_a_void_receipt_leaves_nothing_held_and_one_deducted_from_cannot_be_voided(take, cashier, manager):
    receipt = take(cashier)
    undoing.void_receipt(receipt.id, "金额填错", cashier)
    assert card("ZX3").held == 0
    second = take(cashier)
    deposits.deduct(card("ZX3").id, 20000, "WG-0003", cashier)
    with pytest.raises(DeskError, match="已经扣款或退还"):
        undoing.void_receipt(second.id, "金额填错", cashier)


# -- the balance sheet -------------------------------------------------------------------------------------------


def test_the_balance_sheet_adds_up_by_kind(take, sit):
    take(sit("王芳", on="2025-05-20"), 300000, ZX4=12000)
    june = sit("王芳", on="2025-06-10")
    take(june, 100000)
    deposits.deduct(card("ZX3").id, 20000, "WG-0003", june)
    deposits.refund(card("ZX4").id, 10000, (Tender("cash", 10000),), SIGNED, june)
    deposits.refund(card("ZX4").id, 2000, (Tender("cash", 2000),), SIGNED, sit("王芳", on="2025-07-01"))
    sheet = balance_sheet(datetime.date(2025, 6, 1), datetime.date(2025, 6, 30))
    assert [
        (row.name, row.opening, row.received, row.deducted, row.refunded, row.closing) for row in sheet
    ] == [
        ("装修押金", 300000, 100000, 20000, 0, 380000),
        ("出入证押金", 12000, 0, 0, 10000, 2000),
    ]
    assert [row.difference for row in sheet] == [0, 0]
    assert total_of("合计", sheet).closing == 382000


steps = st.lists(
    st.tuples(st.sampled_from(["take", "deduct", "transfer", "refund", "void"]), st.integers(1, 400)),
    max_size=10,
)


@given(steps=steps)
@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_happens_to_deposits_what_is_held_is_what_a_plain_model_says(
    steps, take, cashier, items, room
):
    start = total_of("", balance_sheet(cashier.today, cashier.today)).closing
    held, receipts = start, []
    for step, fen in steps:
        try:
            if step == "take":
                receipts.append((take(cashier, fen, code="ZX4"), fen))
                held += fen
            elif step == "void" and receipts:
                receipt, change = receipts.pop()
                undoing.void_receipt(receipt.id, "试", cashier)
                held -= change
            elif Deposit.select().exists():
                receipts.append((_take_out(step, fen, cashier), -fen))
                held -= fen
        except DeskError:
            continue
    sheet = total_of("", balance_sheet(cashier.today, cashier.today))
    assert (sheet.closing, sheet.difference) == (held, 0)


def _take_out(step, fen, desk):
    deposit = card("ZX4")
    if step == "deduct":
        return deposits.deduct(deposit.id, fen, "WG", desk)
    if step == "transfer":
        return deposits.transfer_to_debt(deposit.id, [], "同意书", desk, to_prepaid=fen)
    return deposits.refund(deposit.id, fen, (Tender("cash", fen),), SIGNED, desk, request=str(uuid.uuid4()))


# -- refused -----------------------------------------------------------------------------------------------------


def test_money_kept_of_a_deposit_cannot_be_corrected_into_cash(take, cashier, sit):
    take(cashier, 30000)
    kept = deposits.deduct(card("ZX3").id, 20000, "F44-1", cashier)
    with pytest.raises(DeskError, match="不是收进来的钱"):
        corrections.correct_method(
            kept.id, Tender("deposit", 20000), Tender("cash", 20000), "点错", sit("周会计", "accountant")
        )
    assert day_figures("王芳", cashier.today).cash_expected == 30000


def test_a_deposit_takes_no_pad_number_that_was_used(owe, pay, room, items, cashier):
    ReceiptPad.create(kind="收款收据", first=1, last=50, taken_on=cashier.today, taken_by="王芳")
    owe(10000)
    pay(10000, cashier, pad_number="7")
    asked = DepositTaken(
        room_id=room.id,
        item_id=items["ZX3"].id,
        amount=30000,
        payer_name="张伟",
        request=new_request(),
        tenders=(Tender("cash", 30000),),
        pad_number="7",
    )
    with pytest.raises(DeskError, match="票据号 7 已经用过"):
        deposits.take_deposit(asked, cashier)
    assert (Receipt.select().count(), Deposit.select().count()) == (1, 0)
