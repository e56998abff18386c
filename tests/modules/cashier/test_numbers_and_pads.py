"""Receipt numbers explained one by one, pre-printed pads (F62), and invoices issued for receipts."""

import datetime

import pytest

from desk_app.kernel import numbering, store
from desk_app.kernel.database import database
from desk_app.kernel.errors import DeskError, InvalidRecord
from desk_app.kernel.numbering import NumberSeries
from desk_app.modules.cashier import deposits, pads, prepaid, undoing
from desk_app.modules.cashier.deposits import DepositTaken
from desk_app.modules.cashier.invoices import income_of, invoices_of, not_invoiced, note_invoice
from desk_app.modules.cashier.numbers import number_audit, series_in_use
from desk_app.modules.cashier.pads import PADS
from desk_app.modules.cashier.payments import new_request
from desk_app.modules.cashier.tenders import Tender

TODAY = datetime.date(2026, 11, 23)


# -- every number explained --------------------------------------------------------------------------------------


def test_every_number_is_normal_void_reversed_or_red(owe, pay, cashier):
    for month in ("2026-07", "2026-08", "2026-09"):
        owe(22696, month)
    kept, wrong, torn = (pay(22696, cashier) for _ in range(3))
    undoing.void_receipt(torn.id, "打印卡纸", cashier)
    red = undoing.reverse_receipt(wrong.id, "收错房号", cashier, "孙经理")
    audit = number_audit("SJ", 2026)
    assert [(row.number, row.fate) for row in audit.rows] == [
        (kept.number, "normal"),
        (wrong.number, "reversed"),
        (torn.number, "void"),
        (red.number, "reversal"),
    ]
    assert (audit.rows[1].other, audit.rows[3].other) == (red.number, wrong.number)
    assert audit.rows[2].reason == "打印卡纸"
    assert (audit.gaps, audit.counts["normal"]) == ((), 1)
    assert series_in_use() == [("SJ", 2026)]


def test_a_number_that_stands_on_no_receipt_is_a_gap(owe, pay, cashier):
    with database.atomic() as damage:
        owe(22696)
        numbering.take_yearly("SJ", TODAY)
        pay(22696, cashier)
        audit = number_audit("SJ", 2026)
        assert audit.gaps == ("SJ2026-000001",)
        assert audit.rows[1].fate == "normal"
        NumberSeries.update(last=0).where(NumberSeries.series == "SJ2026").execute()
        assert number_audit("SJ", 2026).last == 2  # a counter set back hides nothing
        assert number_audit("YJ", 2026).rows == ()
        damage.rollback()


# -- pads --------------------------------------------------------------------------------------------------------


@pytest.fixture
def pad(desk):
    """Return a pad of 20 numbers, No 0001201 to 0001220, that 王芳 took."""
    values = {
        "kind": "收款收据",
        "prefix": "A",
        "first": 1201,
        "last": 1220,
        "taken_on": TODAY,
        "taken_by": "王芳",
    }
    return store.save(store.new(PADS, **values), desk).record


def test_used_spoiled_and_left_add_up_to_the_pad(owe, pay, cashier, pad):
    owe(60000)
    assert pads.next_number("王芳") == "A1201"
    pay(10000, cashier, pad_number="A1201")
    torn = pay(10000, cashier, pad_number="A1202")
    undoing.void_receipt(torn.id, "写错", cashier)
    pads.spoil(pad.id, 1204, "缺联", cashier)
    stock = pads.stock_of(pad)
    assert (stock.size, stock.used, stock.void, stock.left, stock.next_free) == (20, 1, 2, 17, 1203)
    assert pads.next_number("王芳") == "A1203"
    assert pads.next_number("赵敏") is None


def test_a_number_is_used_once(owe, pay, cashier, pad):
    owe(60000)
    pay(10000, cashier, pad_number="A1201")
    pads.spoil(pad.id, 1202, "缺联", cashier)
    for taken in ("A1201", "a1201", "A1202"):
        with pytest.raises(DeskError, match="已经用过或作废"):
            pads.refuse_pad_number(taken)
    pads.refuse_pad_number("A1203")
    pads.refuse_pad_number("B1201")
    for number in (1201, 1202, 1221):
        with pytest.raises(DeskError, match="没有登记"):
            pads.spoil(pad.id, number, "缺联", cashier)


def test_a_cancelled_pad_has_nothing_left(pad, desk):
    draft = store.load(PADS, pad.id)
    draft.record.cancelled_on, draft.record.cancelled_by = TODAY, "吴会计"
    done = store.save(draft, desk).record
    assert (pads.stock_of(done).left, pads.next_number("王芳")) == (0, None)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"first": 1300, "last": 1299}, "不小于起号"),
        ({"first": 1220, "last": 1240}, "重叠"),
        ({"first": 1, "last": 200000}, "核对起止号"),
        ({"first": 1300, "last": 1310, "cancelled_on": TODAY}, "一起填"),
    ],
)
def test_a_pad_with_wrong_numbers_is_refused(pad, desk, values, why):
    facts = {"kind": "收款收据", "prefix": "A", "taken_on": TODAY, "taken_by": "王芳"} | values
    with pytest.raises(InvalidRecord, match=why):
        store.save(store.new(PADS, **facts), desk)


# -- invoices ----------------------------------------------------------------------------------------------------


def test_an_invoice_is_kept_with_its_receipt_and_the_rest_is_listed(owe, pay, cashier):
    owe(22696)
    receipt = pay(22696, cashier)
    note_invoice(
        receipt.id, "26342000000012345678", TODAY, "安达商贸有限公司", 20000, cashier, "91340100MA2X"
    )
    (row,) = not_invoiced(TODAY, TODAY)
    assert (row.number, row.income, row.invoiced, row.left) == (receipt.number, 22696, 20000, 2696)
    with pytest.raises(DeskError, match=r"可开 226\.96 元，已开 200\.00 元"):
        note_invoice(receipt.id, "2", TODAY, "安达", 2697, cashier)
    with pytest.raises(DeskError, match="已经登记过"):
        note_invoice(receipt.id, "26342000000012345678", TODAY, "安达", 2696, cashier)
    note_invoice(receipt.id, "3", TODAY, "安达", 2696, cashier)
    assert not_invoiced(TODAY, TODAY) == []


def test_a_red_invoice_is_a_row_of_its_own(owe, pay, cashier):
    owe(22696)
    receipt = pay(22696, cashier)
    note_invoice(receipt.id, "1", TODAY, "张伟", 22696, cashier)
    with pytest.raises(DeskError, match="没有登记发票"):
        note_invoice(receipt.id, "2", TODAY, "张伟", -22697, cashier)
    note_invoice(receipt.id, "2", TODAY, "张伟", -22696, cashier)
    assert [invoice.amount for invoice in invoices_of(receipt.id)] == [22696, -22696]
    assert [row.left for row in not_invoiced(TODAY, TODAY)] == [22696]


def test_deposits_reversed_receipts_and_offsets_of_invoiced_money_need_no_invoice(
    owe, pay, cashier, room, items
):
    deposits.take_deposit(
        DepositTaken(
            room_id=room.id,
            item_id=items["ZX3"].id,
            amount=300000,
            payer_name="张伟",
            request=new_request(),
            tenders=(Tender("cash", 300000),),
        ),
        cashier,
    )
    prepaid_receipt = pay(30000, cashier)
    owe(22696)
    offset = prepaid.offset_room(room.id, cashier)
    assert income_of(offset.id) == 0
    assert [row.receipt_id for row in not_invoiced(TODAY, TODAY)] == [prepaid_receipt.id]
    owe(5000, "2026-09")
    wrong = pay(5000, cashier)
    undoing.reverse_receipt(wrong.id, "收错", cashier, "孙经理")
    assert income_of(wrong.id) == 0
