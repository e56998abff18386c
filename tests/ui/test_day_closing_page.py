"""Closing the day on its page: counting by keyboard, over and short in sight, the day locked."""

import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk_app.kernel.errors import DeskError
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.cashier import payments
from desk_app.modules.cashier.records import DayClose
from desk_app.modules.cashier.tenders import Tender
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
    close = DayClose.get()
    assert (close.cash_expected, close.cash_counted, close.difference) == (186_591, 186_600, 9)
    assert (close.banked, close.cash_counted - close.banked) == (136_591, 50_009)
    with pytest.raises(DeskError):
        pay(room, desk, 100)


def test_a_short_till_is_told_in_red_and_can_be_closed(page):
    page.take_focus()
    type_count([13, 1, 0, 1, 1, 0, 0, 0])
    assert page.verdict.text() == "短款 0.91 元"
    page.banked_box.clear()
    page.banked_box.textEdited.emit("")
    page.yes.click()
    assert DayClose.get().difference == -91


def test_more_to_the_bank_than_is_counted_is_refused_and_keeps_the_count(page):
    page.take_focus()
    type_count([1])
    page.yes.click()
    assert "不能多于实盘现金" in page.strip.text.text()
    assert page.boxes[10_000].text() == "1"
    assert DayClose.select().count() == 0


def test_after_the_close_the_report_is_one_key_away(page, shell):
    page.take_focus()
    type_count([14])
    page.yes.click()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert ("preview_paper", "day_closes", DayClose.get().id, "day_report") in shell.asked


def test_the_count_stays_when_the_page_is_read_again(page, desk, room):
    page.take_focus()
    type_count([14])
    pay(room, desk, 5_000)
    page.refresh()
    assert page.boxes[10_000].text() == "14"
    assert page.expected.text() == "1,415.91"
