"""The audit finds every balance that does not follow from its rows, and says nothing of a sound book."""

import datetime

import pytest

from desk_app.kernel.database import database
from desk_app.kernel.errors import DeskError
from desk_app.kernel.numbering import NumberSeries
from desk_app.modules.billing.records import Bill, ReducedBill, Reduction
from desk_app.modules.cashier import prepaid, undoing
from desk_app.modules.cashier.checking import SHOWN, find_faults
from desk_app.modules.cashier.records import (
    Deposit,
    DepositMove,
    PrepaidMove,
    Receipt,
    ReceiptLine,
    ReceiptMethod,
    ReceiptVoid,
)

NOW = datetime.datetime(2026, 11, 23, 9, 5)


@pytest.fixture(autouse=True)
def sound(office):
    """Nothing need agree in the end of these tests."""


@pytest.fixture
def book(owe, pay, cashier, room):
    """A book with one of everything, in which the guards against changes are gone."""
    bill = owe(22696)
    pay(10000, cashier)
    pay(20000, cashier)
    owe(3000, "2026-11")
    prepaid.offset_room(room.id, cashier)
    voided = pay(100, cashier)
    undoing.void_receipt(voided.id, "错", cashier)
    undoing.reverse_receipt(pay(200, cashier).id, "错", cashier, "孙经理")
    assert find_faults() == []
    for (name,) in database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        database.execute_sql(f'DROP TRIGGER "{name}"')
    return bill


def reduce_without_a_row():
    Bill.update(reduced=1).where(Bill.state == "open", Bill.amount > Bill.paid + Bill.reduced).execute()


TAMPERED = {
    "paid column": (lambda: Bill.update(paid=Bill.paid - 1).where(Bill.id == 1).execute(), "账单 1 已收 226.95 元，收据合计 226.96 元"),
    "a line taken away": (lambda: ReceiptLine.delete().where(ReceiptLine.id == 1).execute(), "收据 SJ2026-000001 金额 100.00 元，明细合计 0.00 元"),
    "a method changed": (lambda: ReceiptMethod.update(amount=1).where(ReceiptMethod.id == 1).execute(), "收据 SJ2026-000001 金额 100.00 元，收款方式合计 0.01 元"),
    "a void taken away": (lambda: ReceiptVoid.delete().execute(), "收据 SJ2026-000003 与预存款流水相差 1.00 元"),
    "a receipt both void and reversed": (lambda: ReceiptVoid.create(receipt=5, at=NOW, actor="x", reason="x"), "收据 SJ2026-000004 既已作废"),
    "a reversal of another sum": (lambda: Receipt.update(total=-1).where(Receipt.kind == "reversal").execute(), "冲红收据 SJ2026-000005 的金额与原收据 SJ2026-000004 不符"),
    "prepaid money from nowhere": (lambda: PrepaidMove.update(amount=1).where(PrepaidMove.id == 1).execute(), "与预存款流水相差"),
    "prepaid money below zero": (lambda: PrepaidMove.create(room=1, amount=-10**7, at=NOW, business_on=NOW.date(), actor="x"), "少于零"),
    "a number taken away": (lambda: Receipt.update(number="SJ2026-000099").where(Receipt.id == 1).execute(), "收据号 SJ2026 缺 94 个，第一个是 1"),
    "a series set back": (lambda: NumberSeries.update(last=2).where(NumberSeries.series == "SJ2026").execute(), "收据号 SJ2026 用到 5，序列记的是 2"),
    "a series forgotten": (lambda: NumberSeries.delete().where(NumberSeries.series == "DK2026").execute(), "收据号 DK2026 用到 1，序列记的是 0"),
    "a void bill with money": (lambda: Bill.update(state="void").where(Bill.id == 1).execute(), "账单 1 已作废，却还有收款或减免"),
    "a deposit that holds more": (lambda: Deposit.create(room=1, item=1, payer_name="张伟", amount=1, received_on=NOW.date(), held=100), "押金 1 在押 1.00 元，流水合计 0.00 元"),
}  # fmt: skip


@pytest.mark.parametrize(("tamper", "sentence"), TAMPERED.values(), ids=TAMPERED)
def test_what_was_tampered_with_is_found(tamper, sentence, book):
    tamper()
    assert [fault for fault in find_faults() if sentence in fault], find_faults()


def test_a_reduction_without_its_row_is_found_and_one_with_its_row_is_sound(book, owe, room):
    bill = owe(5000, "2026-12")
    Bill.update(reduced=100).where(Bill.id == bill.id).execute()
    assert f"账单 {bill.id} 减免 1.00 元，减免明细合计 0.00 元。" in find_faults()
    reduction = Reduction.create(number="JM-202611-0001", room=room, kind="service", amount=100, cause="停水")
    ReducedBill.create(reduction=reduction, bill=bill, amount=100, on=NOW.date(), at=NOW, actor="x")
    assert find_faults() == []


def test_a_deposits_moves_make_its_sum(book, room):
    deposit = Deposit.create(room=room, item=1, payer_name="张伟", amount=1, received_on=NOW.date(), held=100)
    DepositMove.create(deposit=deposit, kind="opening", amount=100, at=NOW, business_on=NOW.date(), actor="x")
    assert find_faults() == []


def test_a_book_all_wrong_is_told_in_a_bearable_length(book, owe):
    for _bill in range(30):
        owe(100, "2026-12")
    Bill.update(paid=50).where(Bill.paid == 0).execute()
    faults = find_faults()
    assert SHOWN <= len(faults) < 2 * SHOWN


def test_sums_of_a_hundred_thousand_of_the_largest_bills_are_exact():
    """F035: 64 bit hold them with room to spare."""
    from desk_app.kernel.money import LARGEST

    assert 100_000 * LARGEST < 2**63


def test_payments_of_the_old_book_keep_its_gaps(book, room, cashier):
    """A payment taken over is no money of today, and its series need not be whole."""
    from desk_app.modules.cashier import journal
    from desk_app.modules.cashier.tenders import Tender

    posting = journal.Posting(
        kind="imported",
        room_id=room.id,
        payer_name="张伟",
        request="旧账 17",
        lines=[journal.Line("rounding", 0, room_id=room.id)],
        methods=[Tender("other", 0)],
    )
    receipt = journal.post(posting, cashier, "import")
    assert receipt.number == "LS2026-000001"
    assert find_faults() == []
    with pytest.raises(DeskError, match="旧账导入的收款"):
        undoing.reverse_receipt(receipt.id, "错", cashier, "孙经理")
    for model in (ReceiptLine, ReceiptMethod):
        model.delete().where(model.receipt == receipt.id).execute()
    Receipt.delete().where(Receipt.id == receipt.id).execute()
    assert [fault for fault in find_faults() if "LS" in fault] == []
