"""The cash desk page by keyboard, through real widgets: room, Enter, Enter, Enter, print."""

import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from desk_app.kernel.money import show
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.cashier.records import Receipt
from desk_app.screens.record_links import find_rooms
from tests.billed_rooms import AREA, bind, make_tariff
from ui.actions import COMMANDS, PAGE_KEYS
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
    page.open_room(find_rooms("3-1-502", page.shell.desk)[0].record_id)
    assert focus().text() == "453.92"
    QTest.keyClicks(focus(), "500")
    assert "找零 46.08 元" in page.pay_card.outcome.text()
    QTest.keyClick(focus(), ENTER)
    assert focus() is page.pay_card.pay
    QTest.keyClick(focus(), ENTER)
    assert "找零 46.08 元" in page.strip.text.text()


def test_space_ticks_a_later_debt_and_the_amount_follows(page):
    page.open_room(find_rooms("3-1-502", page.shell.desk)[0].record_id)
    page.debts.setFocus()
    page.debts.setCurrentCell(2, 1)
    QTest.keyClick(page.debts, Qt.Key.Key_Space)
    assert page.ways.rows[0].amount.text() == "680.88"
    assert page.debts.currentRow() == 2


def test_another_way_asks_for_its_reference_before_the_receipt(page):
    page.open_room(find_rooms("3-1-502", page.shell.desk)[0].record_id)
    QTest.keyClick(page, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert focus() is page.ways.rows[0].reference
    page.take()
    assert "流水号" in page.strip.text.text()
    assert Receipt.select().count() == 0
    QTest.keyClicks(page.ways.rows[0].reference, "4200001")
    QTest.keyClick(page.ways.rows[0].reference, ENTER)
    QTest.keyClick(focus(), ENTER)
    assert Receipt.select().count() == 1


def test_a_double_press_makes_one_receipt(page):
    page.open_room(find_rooms("3-1-502", page.shell.desk)[0].record_id)
    page.pay_card.pay.click()
    page.pay_card.pay.click()
    assert Receipt.select().count() == 1


def test_voiding_asks_why_and_the_debts_are_back(page, qtbot):
    page.open_room(find_rooms("3-1-502", page.shell.desk)[0].record_id)
    page.take()
    receipt = Receipt.get()
    page.actions.take(receipt.id, "void")
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
    page.open_room(find_rooms("3-1-502", page.shell.desk)[0].record_id)
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
    page.open_room(find_rooms("3-1-502", page.shell.desk)[0].record_id)
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
    page.open_room(find_rooms("3-1-502", page.shell.desk)[0].record_id)
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


# -- everything by keyboard ----------------------------------------------------------------------------------------


def open_room(page):
    page.open_room(find_rooms("3-1-502", page.shell.desk)[0].record_id)


def test_part_in_cash_and_the_rest_by_wechat_without_the_mouse(page):
    open_room(page)
    QTest.keyClicks(focus(), "53.92")
    QTest.keyClick(focus(), Qt.Key.Key_F6)
    QTest.qWait(250)
    assert (focus() is page.ways.rows[1].amount, focus().text()) == (True, "400.00")
    QTest.keyClick(focus(), ENTER)
    QTest.keyClicks(focus(), "4200001")
    QTest.keyClick(focus(), ENTER)
    assert focus() is page.pay_card.pay
    QTest.keyClick(focus(), ENTER)
    receipt = Receipt.get()
    assert {(row.method, row.amount) for row in receipt.methods} == {("cash", 5_392), ("wechat", 40_000)}


def test_tab_goes_from_the_amount_to_the_button_and_then_to_the_debts(page):
    open_room(page)
    passed = []
    for _press in range(8):
        QTest.keyClick(focus(), Qt.Key.Key_Tab)
        passed.append(focus())
    assert passed == [
        page.pay_card.more,
        page.pay_card.payer,
        page.pay_card.note,
        page.pay_card.odd,
        page.pay_card.pay,
        page.debts,
        page.all,
        page.due,
    ]


def test_f7_lets_the_odd_fen_off_and_f8_sets_prepaid_money_against_the_debts(page, desk, owing):
    open_room(page)
    QTest.keyClick(focus(), Qt.Key.Key_F7)
    assert (focus() is page.ways.rows[0].amount, focus().text()) == (True, "453.00")
    QTest.keyClick(focus(), Qt.Key.Key_F7)
    QTest.qWait(250)
    page.ways.focus_amount()
    QTest.keyClicks(focus(), "500")
    page.pay_card.keep.setChecked(True)
    page.take()
    assert page.cash.room.prepaid == 4_608
    QTest.keyClick(focus(), Qt.Key.Key_F8)
    QTest.qWait(250)
    assert page.cash.room.prepaid == 0
    assert "预存冲抵 46.08 元" in page.strip.text.text()


@pytest.mark.parametrize(
    ("what", "sentence"), [("payer", "请填写交款人"), ("reference", "流水号"), ("amount", "金额")]
)
def test_a_refusal_puts_the_cursor_on_the_box_it_is_about(page, what, sentence):
    open_room(page)
    row = page.ways.rows[0]
    if what == "payer":
        page.pay_card.payer.setCurrentText("")
    elif what == "reference":
        row.choose(1)
    else:
        row.amount.setText("")
        row.amount.textEdited.emit("")
    page.pay_card.note.setFocus()
    page.take()
    assert sentence in page.strip.text.text()
    wanted = {"payer": page.pay_card.payer, "reference": row.reference, "amount": row.amount}[what]
    assert focus() in (wanted, page.pay_card.payer.lineEdit() if what == "payer" else wanted)


def test_a_message_moves_nothing_on_the_page(page):
    open_room(page)
    QTest.qWait(20)
    places = [
        part.mapTo(page, part.rect().topLeft())
        for part in (page.debts, page.pay_card.pay, page.pay_card.note)
    ]
    page.strip.say("没有收款：" + "请核对金额。" * 60)
    QTest.qWait(20)
    assert page.strip.face.height() > page.strip.height()
    assert [
        part.mapTo(page, part.rect().topLeft())
        for part in (page.debts, page.pay_card.pay, page.pay_card.note)
    ] == places
    page.strip.clear()
    QTest.qWait(20)
    assert not page.strip.face.isVisible()
    assert [
        part.mapTo(page, part.rect().topLeft())
        for part in (page.debts, page.pay_card.pay, page.pay_card.note)
    ] == places


def test_a_reference_used_before_is_taken_again_only_with_a_reason(page, desk, owing):
    for reason in ("", "一笔转账缴两次"):
        open_room(page)
        QTest.keyClicks(focus(), "100")
        page.ways.rows[0].choose(1)
        QTest.keyClicks(focus(), "77001")
        QTest.keyClick(focus(), ENTER)
        QTest.keyClick(focus(), ENTER)
        if not reason:
            assert Receipt.select().count() == 1
    assert "已在收据" in page.strip.text.text()
    assert focus() is page.pay_card.again
    QTest.keyClick(focus(), ENTER)  # a reflex goes to the button, and is asked again
    QTest.keyClick(focus(), ENTER)
    assert (Receipt.select().count(), focus()) == (1, page.pay_card.again)
    page.pay_card.again.setText(reason)
    page.pay_card.again.textEdited.emit(reason)
    QTest.keyClick(focus(), ENTER)
    QTest.keyClick(focus(), ENTER)
    assert Receipt.select().count() == 2
    assert not page.pay_card.again.isVisible()


def test_after_a_void_what_was_paid_is_ticked_again(page):
    open_room(page)
    page.take()
    receipt = Receipt.get()
    page.actions.take(receipt.id, "void")
    dialog = page.findChild(ReasonDialog)
    dialog.reason.setText("收错房号")
    dialog.accept()
    assert len(page.cash.ticked) == 2
    assert page.ways.rows[0].amount.text() == "453.92"


def test_paying_ahead_tells_its_sum_first_and_is_taken_back_by_one_click(page, desk, owing):
    owing.charged_area = AREA
    owing.save()
    bind(desk, owing, make_tariff(desk), datetime.date(2026, 12, 1))
    open_room(page)
    page.pay_ahead()
    dialog = page.findChild(AheadDialog)
    assert dialog.until.text() == "共 1,361.76 元，预缴到 2027-05-31"
    QTest.keyClick(dialog.months, ENTER)
    assert page.cash.room.unpaid_ahead == 136_176
    assert "共 1,361.76 元" in page.strip.text.text()
    page.strip.offer_button.click()
    assert "已收回 6 张" in page.strip.text.text()
    assert page.cash.room.unpaid_ahead == 0
    assert page.ways.rows[0].amount.text() == "453.92"
    assert not page.back.isVisible()


def test_no_key_of_the_page_is_one_of_the_window(page):
    of_window = {*PAGE_KEYS, *(command.keys for command in COMMANDS if command.keys)}
    own = {short.key().toString() for short in page.findChildren(QShortcut)}
    own |= {button.shortcut().toString() for button in page.findChildren(QAbstractButton)}
    assert own & of_window == set()


def test_enter_does_it_in_the_small_dialogs_with_the_cursor_on_what_is_typed(page):
    open_room(page)
    page.take_deposit()
    dialog = page.findChild(DepositDialog)
    assert dialog.focusWidget() is dialog.way.amount
    QTest.keyClicks(dialog.way.amount, "3000")
    QTest.keyClick(dialog.way.amount, ENTER)
    assert [receipt.kind for receipt in Receipt.select()] == ["deposit"]
    page.charge()
    charge = page.findChild(ChargeDialog)
    assert charge.focusWidget() is charge.amount
    charge.amount.setText("30")
    charge.reason.setText("补办门禁卡一张")
    QTest.keyClick(charge.reason, ENTER)
    assert page.ways.rows[0].amount.text() == "483.92"


def test_enter_on_a_sum_goes_to_the_reason_that_is_missing_and_then_on_with_the_payment(page):
    open_room(page)
    page.take()
    page.charge()
    charge = page.findChild(ChargeDialog)
    QTest.keyClicks(charge.amount, "30")
    QTest.keyClick(charge.amount, ENTER)
    assert charge.focusWidget() is charge.reason
    assert not charge.strip.text.text()
    QTest.keyClicks(charge.reason, "x")
    QTest.keyClick(charge.reason, ENTER)
    assert page.ways.rows[0].amount.text() == "30.00"
    assert page.focusWidget() is page.ways.rows[0].amount
    assert not page.strip.text.text()
