"""What rooms owe is counted beside the window a moment after a book is opened, and the first page tells it."""

import datetime

from PySide6.QtWidgets import QLabel

from desk_app.modules.arrears import summary
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import FeeItem


def owe(room, desk):
    item = FeeItem.get(FeeItem.code == "WY")
    last = datetime.date(2026, 9, 30)
    ledger.post_bill(room.id, item.id, 22_696, last.replace(day=1), last, last, desk)


def test_a_book_that_was_opened_is_counted_and_the_page_shows_the_sum(window, office, desk, room, qtbot):
    owe(room, desk)
    window.enter(office)
    window.open_page("today")
    assert summary.overview() is None, "the page is there first"
    with qtbot.waitSignal(window.arrears.counted, timeout=10_000):
        window.arrears.run()
    texts = [shown.text() for shown in window.findChildren(QLabel)]
    assert "226.96 元" in texts


def test_a_book_left_at_once_is_not_counted_any_more(window, office, desk, room, qtbot):
    owe(room, desk)
    window.enter(office)
    window.arrears.run()
    assert window.leave()
    with qtbot.assertNotEmitted(window.arrears.counted, wait=100):
        pass


def test_reminders_of_money_open_the_page_where_it_is_done(window, office, desk, room, find):
    from desk_app.modules.cashier.records import BankLine

    BankLine.create(version=1, source="bank", reference="R1", came_at=desk.now(), amount=10_000)
    window.enter(office)
    window.open_page("today")
    find(window.view, "today-bank_matching").click()
    assert window.view.name == "bank_matching"
