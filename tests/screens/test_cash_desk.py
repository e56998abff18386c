"""The cash desk: what is ticked, what is typed, and the receipt that follows."""

import datetime

import pytest

from desk_app.kernel import settings
from desk_app.kernel.errors import DeskError
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import Bill, FeeItem
from desk_app.modules.cashier import payments, prepaid
from desk_app.modules.cashier.checking import find_faults
from desk_app.modules.cashier.records import Receipt, ReceiptMethod
from desk_app.modules.cashier.tenders import Tender
from desk_app.screens.cash_desk import CashDesk, TenderDraft
from desk_app.screens.record_links import find_rooms


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture
def owing(desk, room):
    """Return a room that owes three months of 226.96, the last not due yet, and water of 75.60."""
    items = {item.code: item.id for item in FeeItem.select()}
    for month, last in ((9, 30), (10, 31), (12, 31)):
        until = datetime.date(2026, month, last)
        ledger.post_bill(room.id, items["WY"], 22_696, until.replace(day=1), until, until, desk)
    ledger.post_bill(
        room.id, items["SF"], 7_560, day("2026-10-01"), day("2026-10-31"), day("2026-11-15"), desk
    )
    return room


@pytest.fixture
def cash(desk, owing):
    made = CashDesk(desk)
    made.open_room(owing.id)
    return made


def test_a_room_is_found_by_its_number_its_owner_and_his_phone(desk, owing):
    for typed in ("3-1-502", "张伟", "zw", "5678"):
        assert [hit.record_id for hit in find_rooms(typed, desk)] == [owing.id]


def test_what_is_due_is_ticked_and_proposed_in_cash(cash):
    assert [cash.room.debts[place].when for place in range(4)] == ["due", "due", "due", "later"]
    assert cash.tenders == [TenderDraft("cash", "529.52")]
    assert cash.payer.name == "张伟"
    assert cash.sums().problem == ""


def test_one_press_makes_the_receipt_and_empties_the_list(cash, owing):
    receipt = cash.take()
    assert (receipt.total, receipt.payer_name, receipt.kind) == (52_952, "张伟", "payment")
    assert [line.when for line in cash.room.debts] == ["later"]
    assert cash.room.receipts[0].number == receipt.number
    assert find_faults() == []


def test_the_same_form_pressed_twice_is_one_receipt(cash):
    payment = cash.payment()
    assert payments.take_payment(payment, cash.desk).id == payments.take_payment(payment, cash.desk).id
    assert Receipt.select().count() == 1


def test_more_cash_than_due_is_change(cash):
    cash.tenders[0].text = "600"
    sums = cash.sums()
    assert (sums.change, sums.to_prepaid, sums.kept) == (7_048, 0, 52_952)
    receipt = cash.take()
    assert (receipt.total, receipt.tendered, receipt.change) == (52_952, 60_000, 7_048)


def test_change_is_kept_as_prepaid_money_where_the_payer_says_so(cash, owing):
    cash.tenders[0].text, cash.keep_change = "600", True
    assert cash.take().total == 60_000
    assert prepaid.balance(owing.id) == 7_048


def test_more_than_due_by_transfer_is_prepaid_money_and_never_change(cash, owing):
    cash.tenders = [TenderDraft("transfer", "600", "20261123-7")]
    assert (cash.sums().change, cash.sums().to_prepaid) == (0, 7_048)
    cash.take()
    assert prepaid.balance(owing.id) == 7_048


def test_less_than_due_pays_the_oldest_first(cash, owing):
    cash.tenders[0].text = "300"
    assert cash.sums().unpaid == 22_952
    cash.take()
    left = {str(bill.due_on): bill.still_open for bill in ledger.open_bills(owing.id)}
    assert left == {"2026-10-31": 15_392, "2026-11-15": 7_560, "2026-12-31": 22_696}


def test_two_ways_share_one_receipt(cash):
    cash.tenders[0].text = "29.52"
    cash.add_way()
    assert cash.tenders[1] == TenderDraft("wechat", "500.00")
    assert "流水号" in cash.sums().problem
    cash.tenders[1].reference = "4200001"
    receipt = cash.take()
    ways = {
        row.method: row.amount for row in ReceiptMethod.select().where(ReceiptMethod.receipt == receipt.id)
    }
    assert ways == {"cash": 2_952, "wechat": 50_000}


def test_the_odd_fen_are_let_off_as_far_as_the_office_allows(cash, desk, owing):
    cash.round_off = True
    cash.propose()
    assert cash.tenders[0].text == "529.00"
    receipt = cash.take()
    assert receipt.total == 52_900
    assert [str(bill.due_on) for bill in ledger.open_bills(owing.id)] == ["2026-12-31"]
    assert find_faults() == []


def test_a_small_limit_lets_off_the_fen_only(cash, desk):
    settings.change({"rounding_off_limit": "0.09"}, desk)
    cash.round_off = True
    cash.propose()
    assert cash.tenders[0].text == "529.50"


def test_only_ticked_debts_are_paid_in_part(cash, owing):
    water = next(line.key for line in cash.room.debts if line.item == "水费")
    cash.ticked = [water]
    cash.propose()
    assert cash.tenders[0].text == "75.60"
    cash.tenders[0].text = "50"
    cash.take()
    assert sorted(bill.paid for bill in Bill.select()) == [0, 0, 0, 5_000]


def test_a_room_without_debts_takes_prepaid_money(desk, make_room, make_person, hold):
    room = make_room("3-1-503")
    hold(room, make_person("李梅", "13800001111"))
    cash = CashDesk(desk)
    cash.open_room(room.id)
    assert cash.sums().problem == "请填写实收金额。"
    cash.tenders[0].text = "500"
    assert (cash.sums().change, cash.sums().to_prepaid) == (0, 50_000)
    cash.take()
    assert cash.room.prepaid == 50_000


def test_prepaid_money_is_set_against_the_oldest(cash, desk, owing):
    payments.take_payment(
        payments.Payment(
            room_id=owing.id,
            payer_name="张伟",
            request=payments.new_request(),
            to_prepaid=30_000,
            tenders=(Tender("cash", 30_000),),
        ),
        desk,
    )
    cash.open_room(owing.id)
    receipt = cash.offset()
    assert (receipt.kind, receipt.total) == ("offset", 30_000)
    assert cash.room.prepaid == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "请填写实收金额。"),
        ("0", "请填写实收金额。"),
        ("-5", "不能是负数"),
        ("1.005", "不是金额"),
        ("1e3", "不是金额"),
        ("1,2,3", "不是金额"),
        ("一百", "不是金额"),
    ],
)
def test_an_amount_that_is_none_is_told_and_takes_nothing(cash, typed, sentence):
    cash.tenders[0].text = typed
    assert sentence in cash.sums().problem
    with pytest.raises(DeskError, match="没有收款"):
        cash.take()
    assert Receipt.select().count() == 0


def test_nobody_pays_without_a_name(cash):
    cash.choose_payer("  ")
    assert cash.sums().problem == "请填写交款人。"
    cash.choose_payer("李代交")
    receipt = cash.take()
    assert (receipt.payer_name, receipt.payer_id) == ("李代交", None)


def test_what_was_typed_stays_when_the_room_is_read_again(cash, owing):
    cash.tenders[0].text, cash.note = "300", "先交一部分"
    cash.toggle(cash.room.debts[0].key)
    ticked = list(cash.ticked)
    cash.refresh()
    assert (cash.ticked, cash.note) == (ticked, "先交一部分")


def test_late_fees_have_lines_of_their_own(desk, owing):
    FeeItem.update(has_late_fee=True).where(FeeItem.code == "WY").execute()
    settings.change({"late_fee_rate": "0.5"}, desk)
    cash = CashDesk(desk)
    cash.open_room(owing.id)
    late = [line for line in cash.room.debts if line.key[1]]
    assert [line.amount for line in late] == [613, 261]  # 226.96 × 0.5‰ × 54 and × 23 days
    assert cash.take().total == 52_952 + 613 + 261
    assert find_faults() == []
