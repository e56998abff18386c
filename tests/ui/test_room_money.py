"""The money on a room's card: what it owes, its fees, and the way to the cash desk."""

import datetime

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from desk_app.kernel import store
from desk_app.kernel.access import Actor, Desk
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import FeeItem, Reduction
from desk_app.modules.billing.reduction_kinds import REDUCTIONS
from desk_app.modules.cashier import payments
from desk_app.modules.cashier.tenders import Tender
from desk_app.screens.bill_steps import BillCorrection
from desk_app.screens.room_money import read_room_money
from tests.billed_rooms import AREA, bind, day, make_tariff
from ui.reason_dialog import ReasonDialog
from ui.screens.bill_correction import CorrectBillDialog
from ui.screens.bill_form import BillFormPage
from ui.screens.bill_hold import HoldBillDialog
from ui.screens.cash_desk import CashDeskPage
from ui.screens.room_card import RoomCardPage


@pytest.fixture
def room(desk, make_room, make_person, hold):
    """Return a flat with a fee, a bill of October that is late and one of December."""
    made = make_room("3-1-502", charged_area=AREA)
    owner = make_person("张伟")
    hold(made, owner)
    bind(desk, made, make_tariff(desk), from_on=day("2025-03-18"))
    item = FeeItem.get(FeeItem.code == "WY").id
    for first, last in (("2026-10-01", "2026-10-31"), ("2026-12-01", "2026-12-31")):
        ledger.post_bill(made.id, item, 22_696, day(first), day(last), day(last), desk)
    return made


def test_what_is_owed_today_and_later_is_told_apart(room, desk):
    money = read_room_money(room.id, desk)
    assert (money.due, money.ahead, money.late_since) == (22_696, 22_696, "2026-10-31")
    (line,) = money.bindings
    assert (line.item, line.payer, line.since, line.state) == ("收费XM", "业主", "2025-03-18 起", "")


def test_ended_fees_are_not_listed_and_later_ones_are_marked(room, desk):
    bind(desk, room, make_tariff(desk, code="OLD"), from_on=day("2020-01-01"), until_on=day("2020-12-31"))
    bind(desk, room, make_tariff(desk, code="NEW"), from_on=day("2027-01-01"))
    told = {line.item: line.state for line in read_room_money(room.id, desk).bindings}
    assert told == {"收费XM": "", "收费NEW": "未开始"}


def test_prepaid_money_and_the_last_receipt_are_there(room, desk):
    payment = payments.Payment(
        room_id=room.id,
        payer_name="张伟",
        request=payments.new_request(),
        to_prepaid=50_000,
        tenders=(Tender("cash", 50_000),),
    )
    receipt = payments.take_payment(payment, desk)
    money = read_room_money(room.id, desk)
    assert (money.prepaid, [entry.number for entry in money.receipts]) == (50_000, [receipt.number])


def test_the_card_leads_to_the_cash_desk_and_to_a_new_binding(shell, room, find):
    page = shell.show_page(RoomCardPage(shell, room.id))
    assert "226.96 元" in [label.text() for label in page.findChildren(QLabel)]
    find(page, "pay-room", QPushButton).click()
    find(page, "bind-fee", QPushButton).click()
    assert shell.asked == [
        ("open_page", "cash_desk", room.id),
        ("new_record", "fee_bindings", {"room": room.id}),
    ]


def test_the_window_opens_the_cash_desk_at_the_room(at_work, desk):
    from desk_app.screens.search import find as search

    room_id = search("3-1-502", desk, 3, ["rooms"])[0].record_id
    at_work.open_page("cash_desk", room_id)
    page = at_work.view.current.current
    assert isinstance(page, CashDeskPage)
    assert page.cash.room.room_id == room_id


def test_a_bill_tells_why_its_sum_is_so_and_leads_to_the_cash_desk(shell, room, find, desk):
    from desk_app.modules.billing import runs
    from desk_app.modules.billing.records import Bill

    runs.post_run(runs.make_run(202611, desk).id, desk)
    page = shell.show_page(BillFormPage(shell, Bill.get(Bill.period == 202611).id))
    assert find(page, "bill-why", QLabel).text() == "96.58 ㎡ × 2.35 元/㎡·月 = 226.96 元"
    find(page, "pay-bill", QPushButton).click()
    assert shell.asked == [("open_page", "cash_desk", room.id)]


def test_a_bill_that_asks_too_much_is_corrected_on_its_page(shell, room, find, desk):
    from desk_app.modules.billing.records import Bill

    bill = Bill.get(Bill.period == 202610)
    page = shell.show_page(BillFormPage(shell, bill.id))
    find(page, "correct-bill", QPushButton).click()
    dialog = page.findChild(CorrectBillDialog)
    dialog.amount.setText("一百")
    dialog.reason.setText("面积录错")
    dialog.accept()
    assert "应写成 146.42 的样子" in dialog.strip.text.text()
    dialog.amount.setText("146.42")
    dialog.accept()
    slip = Reduction.get()
    assert shell.asked[-2:] == [
        ("open_record", "reductions", slip.id),
        ("tell", "已提交更正申请 JM-202611-0001，少收 80.54 元。请另一人在减免单里批准。"),
    ]
    assert (slip.state, slip.bill_id, Bill.get_by_id(bill.id).reduced) == ("asked", bill.id, 0)
    assert not dialog.isVisible()


def test_a_disputed_bill_is_held_on_its_page_and_released_again(shell, room, find, desk):
    from desk_app.modules.billing.records import Bill

    bill = Bill.get(Bill.period == 202610)
    page = shell.show_page(BillFormPage(shell, bill.id))
    find(page, "hold-bill", QPushButton).click()
    dialog = page.findChild(HoldBillDialog)
    dialog.reason.setText("面积有争议")
    dialog.until.setText("过年")
    dialog.accept()
    assert "账单没有挂起：日期应为" in dialog.strip.text.text()
    dialog.until.setText("2026-12-31")
    dialog.accept()
    assert shell.asked[-1] == ("tell", "已挂起到 2026-12-31，第二天起照常催缴、计违约金。")
    held = Bill.get_by_id(bill.id)
    assert (held.state, held.held_until) == ("held", datetime.date(2026, 12, 31))
    assert not [each for each in page.findChildren(QPushButton, "hold-bill") if each.isVisible()]
    find(page, "release-bill", QPushButton).click()
    (dialog,) = (each for each in page.findChildren(ReasonDialog) if each.isVisible())
    dialog.reason.setText("面积核对无误")
    dialog.accept()
    assert shell.asked[-1] == ("tell", "已解除挂起，从明天起照常计违约金。")
    released = Bill.get_by_id(bill.id)
    assert (released.state, released.held_until, released.released_on) == ("open", None, desk.today)


def test_a_clerk_finds_no_button_to_correct_a_bill(shell, room, clerk):
    from desk_app.modules.billing.records import Bill

    shell.desk = clerk
    page = shell.show_page(BillFormPage(shell, Bill.get(Bill.period == 202610).id))
    assert page.findChild(QPushButton, "correct-bill") is None
    assert page.findChild(QPushButton, "hold-bill") is None


def test_a_paid_bill_asked_to_be_corrected_is_corrected_when_another_approves_it(room, desk):
    from desk_app.modules.billing.records import Bill

    bill = Bill.get(Bill.period == 202610)
    payment = payments.Payment(
        room_id=room.id,
        payer_name="张伟",
        request=payments.new_request(),
        picks=((bill.id, 22_696),),
        tenders=(Tender("cash", 22_696),),
    )
    payments.take_payment(payment, desk)
    asked = BillCorrection(bill.id, desk, "146.42")
    assert asked.told().startswith("3-1-502 物业服务费 202610 现在应收 226.96 元，已收 226.96 元。")
    slip_id, _told = asked.save("面积录错")
    manager = Desk(Actor("孙经理", frozenset({"manager"})), desk.now)
    slip = store.load(REDUCTIONS, slip_id).record
    store.apply(REDUCTIONS, "approve", slip.id, slip.version, manager)
    assert read_room_money(room.id, desk).prepaid == 8054
