"""Closing the day on its page: counting by keyboard, over and short in sight, the day locked."""

import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from desk_app.kernel.errors import DeskError
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.cashier import payments
from desk_app.modules.cashier.day_close import TillCount, close_day
from desk_app.modules.cashier.records import DayClose
from desk_app.modules.cashier.tenders import Tender
from ui.screens.day_close_dialog import DayCloseDialog
from ui.screens.day_closing import DayClosingPage


def pay(room, desk, cash, wechat=0):
    item = FeeItem.get(FeeItem.code == "WY").id
    day = datetime.date(2026, 10, 31)
    bill = ledger.post_bill(room.id, item, cash + wechat, day, day, day, desk)
    tenders = (Tender("cash", cash),) + ((Tender("wechat", wechat, "4200001"),) if wechat else ())
    payments.take_payment(
        payments.Payment(
            room_id=room.id,
            payer_name="张伟",
            request=payments.new_request(),
            picks=((bill.id, cash + wechat),),
            tenders=tenders,
        ),
        desk,
    )


def confirm(page, reason=""):
    """Confirm the sums, with a reason where one is asked."""
    dialog = page.findChild(DayCloseDialog)
    dialog.reason.setText(reason)
    dialog.yes.click()


@pytest.fixture
def page(qtbot, shell, desk, room):
    pay(room, desk, 136_591, 20_000)
    made = DayClosingPage(shell)
    shell.show_page(made)
    qtbot.waitExposed(shell)
    made.take_focus()
    return made


def type_count(counts):
    """Type the pieces of each denomination from the largest down, Enter after each."""
    for count in counts:
        QTest.keyClicks(QApplication.focusWidget(), str(count) if count else "")
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def test_the_matrix_shows_what_came_in_and_how(page):
    texts = [
        [page.matrix.item(line, place).text() for place in range(page.matrix.columnCount())]
        for line in range(page.matrix.rowCount())
    ]
    assert texts == [
        ["物业服务费", "1,365.91", "200.00", "1,565.91"],
        ["合计", "1,365.91", "200.00", "1,565.91"],
    ]


def test_v22_nine_fen_over_are_shown_recorded_and_locked(page, desk, room):
    """Float 500.00, cash 1,365.91, counted 1,866.00: 0.09 over."""
    page.float_box.clear()
    QTest.keyClicks(page.float_box, "500")
    page.take_focus()
    type_count([18, 1, 0, 1, 1, 1, 0, 0])  # 1,866.00
    assert page.verdict.text() == "长款 0.09 元"
    page.yes.click()
    confirm(page, "零头找不开，多收")
    close = DayClose.get()
    assert close.note == "零头找不开，多收"
    assert (close.cash_expected, close.cash_counted, close.difference) == (186_591, 186_600, 9)
    assert (close.banked, close.cash_counted - close.banked) == (136_591, 50_009)
    with pytest.raises(DeskError):
        pay(room, desk, 100)


def test_a_short_till_is_told_in_red_and_can_be_closed(page):
    page.take_focus()
    type_count([13, 1, 0, 1, 1, 0, 0, 0])
    assert page.verdict.text() == "短款 0.91 元"
    page.yes.click()
    confirm(page, "待查")
    close = DayClose.get()
    assert (close.difference, close.banked) == (-91, 136_500)


def test_what_goes_to_the_bank_follows_the_count_and_leaves_the_float_whole(page):
    page.float_box.clear()
    QTest.keyClicks(page.float_box, "500")
    assert page.banked_box.text() == "0.00"
    page.take_focus()
    type_count([10])
    assert (page.banked_box.text(), page.stays.text()) == ("500.00", "留存备用金 500.00 元")
    type_count([])
    page.boxes[10_000].setFocus()
    page.boxes[10_000].selectAll()
    type_count([20])
    assert page.banked_box.text() == "1,365.91"


def test_more_to_the_bank_than_is_counted_is_refused_at_its_box_and_keeps_the_count(page):
    page.take_focus()
    type_count([1])
    page.banked_box.setFocus()
    page.banked_box.selectAll()
    QTest.keyClicks(page.banked_box, "200")
    page.yes.click()
    assert "多于实盘现金" in page.strip.text.text()
    assert QApplication.focusWidget() is page.banked_box
    assert page.boxes[10_000].text() == "1"
    assert DayClose.select().count() == 0


def test_any_sum_can_be_counted_with_loose_change(page):
    page.take_focus()
    type_count([13, 1, 0, 1, 1, 0, 1, 4])
    assert QApplication.focusWidget() is page.loose_box
    QTest.keyClicks(page.loose_box, "0.01")
    assert (page.counted.text(), page.verdict.text()) == ("1,365.91", "账实相符")
    page.yes.click()
    confirm(page)
    assert (DayClose.get().cash_counted, DayClose.get().difference) == (136_591, 0)


def test_nothing_is_locked_before_the_sums_are_confirmed_and_a_difference_has_its_reason(page):
    page.take_focus()
    type_count([13])
    page.yes.click()
    dialog = page.findChild(DayCloseDialog)
    told = [each.text() for each in dialog.findChildren(QLabel)]
    assert "应有 1,365.91 元，实盘 1,300.00 元" in told
    assert "短款 65.91 元" in told
    assert dialog.focusWidget() is dialog.reason
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    assert "请写明原因" in dialog.strip.text.text()
    assert DayClose.select().count() == 0
    dialog.reject()
    assert page.boxes[10_000].text() == "13"


def test_the_float_is_what_the_last_close_left_and_cannot_be_typed_over(page, desk):
    till = TillCount(counted=50_000, float_before=50_000)
    close_day(desk.actor.name, desk.today - datetime.timedelta(days=1), till, desk)
    page.refresh()
    page.days.activated.emit(0)
    assert (page.float_box.text(), page.float_box.isReadOnly()) == ("500.00", True)
    assert page.float_told.text() == "2026-11-22 日结留下"
    assert page.expected.text() == "1,865.91"


def test_after_the_close_the_report_is_one_key_away(page, shell):
    page.take_focus()
    type_count([14])
    page.yes.click()
    confirm(page, "找零多给")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert ("preview_paper", "day_closes", DayClose.get().id, "day_report") in shell.asked
    assert not page.count_card.isEnabled()
    past = next(each for each in page.past.findChildren(QPushButton) if each.isEnabled())
    past.click()
    assert ("open_record", "day_closes", DayClose.get().id) in shell.asked


def test_the_count_stays_when_the_page_is_read_again(page, desk, room):
    page.take_focus()
    type_count([14])
    pay(room, desk, 5_000)
    page.refresh()
    assert page.boxes[10_000].text() == "14"
    assert page.expected.text() == "1,415.91"


def test_a_receipt_written_while_the_count_is_typed_is_seen_before_the_day_is_closed(page, desk, room):
    type_count([13])
    pay(room, desk, 10_000)
    page.close_day()
    assert page.closing.figures.receipts == 2
    assert page.expected.text() == "1,465.91"
    assert page.boxes[100_00].text() == "13"


def test_a_count_typed_again_takes_the_place_of_the_first(page):
    type_count([13, 1])
    page.take_focus()
    type_count([12, 2])
    assert [page.boxes[value].text() for value in (100_00, 50_00)] == ["12", "2"]
