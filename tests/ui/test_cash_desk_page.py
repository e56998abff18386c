"""The cash desk page by keyboard, through real widgets: room, Enter, Enter, Enter, print."""

import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk_app.kernel.money import show
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.cashier.records import Receipt
from tests.billed_rooms import AREA, bind, make_tariff
from ui.reason_dialog import ReasonDialog
from ui.screens.cash_desk import CashDeskPage
from ui.screens.cash_extras import AheadDialog, ChargeDialog, DepositDialog

ENTER = Qt.Key.Key_Return


@pytest.fixture
def owing(desk, room):
    """Return a room that owes October and November, and December ahead."""
    item = FeeItem.get(FeeItem.code == "WY").id
    for month, last in ((10, 31), (11, 30), (12, 31)):
        until = datetime.date(2026, month, last)
        ledger.post_bill(room.id, item, 22_696, until.replace(day=1), until, until, desk)
    return room


@pytest.fixture
def page(qtbot, shell, owing):
    made = CashDeskPage(shell)
    shell.show_page(made)
    qtbot.waitExposed(shell)
    made.take_focus()
    return made


def focus():
    return QApplication.focusWidget()


def test_twelve_keys_from_the_room_to_the_paper(page, shell, owing):
    """7 keys of the number, Enter for the room, the amount, the receipt and the print button: eleven in all."""
    QTest.keyClicks(page.finder, "3-1-502")
    for _press in range(3):
        QTest.keyClick(focus(), ENTER)
    receipt = Receipt.get()
    assert (receipt.total, receipt.payer_name) == (45_392, "张伟")
    assert focus() is page.strip.offer_button
    QTest.keyClick(focus(), ENTER)
    assert ("preview_paper", "receipts", receipt.id, "receipt") in shell.asked


def test_typing_replaces_the_proposed_amount_and_the_change_is_told(page):
    page.open_room(page.cash.find_rooms("3-1-502")[0].record_id)
    assert focus().text() == "453.92"
    QTest.keyClicks(focus(), "500")
    assert "找零 46.08 元" in page.outcome.text()
    QTest.keyClick(focus(), ENTER)
    assert focus() is page.pay
    QTest.keyClick(focus(), ENTER)
    assert "找零 46.08 元" in page.strip.text.text()


def test_space_ticks_a_later_debt_and_the_amount_follows(page):
    page.open_room(page.cash.find_rooms("3-1-502")[0].record_id)
    page.debts.setFocus()
    page.debts.setCurrentCell(2, 1)
    QTest.keyClick(page.debts, Qt.Key.Key_Space)
    assert page.ways.rows[0].amount.text() == "680.88"
    assert page.debts.currentRow() == 2


def test_another_way_asks_for_its_reference_before_the_receipt(page):
    page.open_room(page.cash.find_rooms("3-1-502")[0].record_id)
    QTest.keyClick(page, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert focus() is page.ways.rows[0].reference
    page.take()
    assert "流水号" in page.strip.text.text()
    assert Receipt.select().count() == 0
    QTest.keyClicks(page.ways.rows[0].reference, "4200001")
    QTest.keyClick(page.ways.rows[0].reference, ENTER)
    QTest.keyClick(focus(), ENTER)
    assert Receipt.select().count() == 1


def test_a_double_press_makes_one_receipt(page):
    page.open_room(page.cash.find_rooms("3-1-502")[0].record_id)
    page.pay.click()
    page.pay.click()
    assert Receipt.select().count() == 1


def test_voiding_asks_why_and_the_debts_are_back(page, qtbot):
    page.open_room(page.cash.find_rooms("3-1-502")[0].record_id)
    page.take()
    receipt = Receipt.get()
    page.void(receipt.id, receipt.number)
    dialog = page.findChild(ReasonDialog)
    dialog.accept()
    assert dialog.isVisible()
    dialog.reason.setText("收错房号")
    dialog.accept()
    assert [line.when for line in page.cash.room.debts] == ["due", "due", "later"]
    assert page.cash.room.receipts[0].is_void


def test_an_unknown_room_says_so_and_keeps_what_is_typed(page):
    QTest.keyClicks(page.finder, "99-9-999")
    QTest.keyClick(page.finder, ENTER)
    assert page.cash.room is None
    assert page.finder.text() == "99-9-999"


def test_a_single_charge_is_ticked_with_the_other_debts(page):
    page.open_room(page.cash.find_rooms("3-1-502")[0].record_id)
    page.charge()
    dialog = page.findChild(ChargeDialog)
    dialog.amount.setText("30")
    dialog.accept()
    assert "要写明原因" in dialog.strip.text.text()
    dialog.reason.setText("补办门禁卡一张")
    dialog.accept()
    assert page.ways.rows[0].amount.text() == "483.92"
    page.take()
    assert Receipt.get().total == 48_392


def test_a_deposit_has_a_receipt_of_its_own_and_is_no_debt(page):
    page.open_room(page.cash.find_rooms("3-1-502")[0].record_id)
    page.take_deposit()
    dialog = page.findChild(DepositDialog)
    dialog.way.amount.setFocus()
    QTest.keyClicks(dialog.way.amount, "3000")
    dialog.accept()
    receipt = Receipt.get()
    assert (receipt.kind, receipt.number, receipt.total) == ("deposit", "YJ2026-000001", 300_000)
    assert page.deposits.text() == "押金 3,000.00"
    assert page.ways.rows[0].amount.text() == "453.92"


def test_a_room_without_a_tariff_is_told_that_nothing_can_be_paid_ahead(page):
    page.open_room(page.cash.find_rooms("3-1-502")[0].record_id)
    page.pay_ahead()
    dialog = page.findChild(AheadDialog)
    assert "没有可以预缴的收费" in dialog.until.text()
    assert not dialog.yes.isEnabled()


def test_half_a_year_ahead_is_billed_ticked_and_paid(page, desk, owing):
    """V03: handed over on the 18th of March, half a year by month lines: 1,365.91 to the 17th of September."""
    tariff = make_tariff(desk)
    owing.charged_area = AREA
    owing.save()
    bind(desk, owing, tariff, datetime.date(2026, 11, 18))
    page.open_room(owing.id)
    page.cash.ticked = []
    page.pay_ahead()
    dialog = page.findChild(AheadDialog)
    assert "2027-05-17" in dialog.until.text()
    dialog.accept()
    ahead = [line for line in page.cash.room.debts if line.key in page.cash.ticked]
    assert ahead[0].span.startswith("2026-11-18")
    assert page.ways.rows[0].amount.text() == show(sum(line.amount for line in ahead))
