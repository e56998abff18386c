"""The page of calls: one line from the number to the next call, and a key for what becomes of each."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from desk_app.kernel import store
from desk_app.modules.reception.calls import CALLS
from desk_app.modules.reception.records import Call
from ui.record_table import RecordTablePage
from ui.screens.calls import CallsPage
from ui.transition_dialog import TransitionDialog

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
ENTER = Qt.Key.Key_Return


@pytest.fixture
def owned(make_room, make_person, hold):
    room = make_room("3-1-502")
    hold(room, make_person("张伟", "13912345678"))
    return room


@pytest.fixture
def page(shell, owned):
    return shell.show_page(CallsPage(shell))


def cursor():
    return QApplication.focusWidget().objectName()


def take(type_text, press, number="13912345678", said="厨房水管漏水", digit=Qt.Key.Key_4):
    type_text(QApplication.focusWidget(), number)
    press(ENTER)
    type_text(QApplication.focusWidget(), said)
    press(ENTER)
    press(digit)
    press(ENTER)


def test_s05_a_call_is_kept_with_three_entries_and_the_line_is_ready_for_the_next(page, type_text, press):
    assert cursor() == "call-number"
    take(type_text, press)
    call = Call.get()
    assert (str(call.room), call.caller, call.category, call.content) == (
        "3-1-502",
        "张伟",
        "repair",
        "厨房水管漏水",
    )
    assert cursor() == "call-number"
    assert QApplication.focusWidget().text() == ""
    take(type_text, press, said="问物业费", digit=Qt.Key.Key_1)
    assert Call.select().count() == 2


def test_the_caller_is_shown_when_the_number_was_typed(page, find, type_text):
    type_text(find(page, "call-number", QLineEdit), "13912345678")
    QTest.qWait(300)
    assert find(page, "call-caller").text() == "3-1-502 张伟"
    assert find(page, "call-room", QLineEdit).text() == "3-1-502"


def test_of_two_rooms_one_is_picked_with_the_arrow_keys(page, owned, make_room, hold, type_text, press):
    hold(make_room("3-1-503"), owned.holdings[0].person)
    type_text(QApplication.focusWidget(), "13912345678")
    press(ENTER)
    assert cursor() == "call-room"
    press(Qt.Key.Key_Down)
    press(ENTER)
    assert cursor() == "call-content"
    type_text(QApplication.focusWidget(), "报修")
    press(ENTER)
    press(ENTER)
    assert str(Call.get().room) == "3-1-503"


def test_t11_zero_asks_at_once_for_the_report_and_it_cannot_be_skipped(page, type_text, press):
    type_text(QApplication.focusWidget(), "13912345678")
    press(ENTER)
    type_text(QApplication.focusWidget(), "电梯困人")
    press(ENTER)
    press(Qt.Key.Key_0)
    assert cursor() == "call-reported-to"
    press(ENTER)
    assert Call.select().count() == 0
    assert cursor() == "call-reported-to"
    type_text(QApplication.focusWidget(), "周主管")
    press(ENTER)
    call = Call.get()
    assert (call.is_urgent, call.reported_to) == (True, "周主管")
    assert call.reported_at is not None


def test_what_is_missing_is_said_and_nothing_typed_is_lost(page, find, type_text, press):
    type_text(QApplication.focusWidget(), "13912345678")
    press(ENTER)
    press(ENTER)
    press(ENTER)
    assert Call.select().count() == 0
    assert cursor() == "call-content"
    assert find(page, "call-number", QLineEdit).text() == "13912345678"


def test_one_key_turns_the_call_into_its_slip_and_opens_it(page, shell, find, type_text, press):
    take(type_text, press)
    find(page, "call-turn", QPushButton).click()
    call = Call.get()
    assert (call.state, call.became_kind) == ("turned", "repairs")
    assert ("open_record", "repairs", call.became_id) in shell.asked


def test_a_payment_leads_to_the_cash_desk_with_the_room(page, shell, owned, find, type_text, press):
    take(type_text, press, said="交物业费", digit=Qt.Key.Key_8)
    find(page, "call-turn", QPushButton).click()
    assert ("open_page", "cash_desk", owned.id) in shell.asked


def test_goods_to_be_released_open_a_slip_with_room_and_carrier(page, shell, owned, find, type_text, press):
    take(type_text, press, said="搬沙发", digit=Qt.Key.Key_6)
    find(page, "call-turn", QPushButton).click()
    _name, kind, values = next(each for each in shell.asked if each[0] == "new_record")
    assert (kind, values["room"].id, values["carrier"]) == ("goods_release_slips", owned.id, "张伟")


def test_a_call_is_answered_from_the_list(page, find, type_text, press):
    take(type_text, press, said="问物业费", digit=Qt.Key.Key_1)
    find(page, "call-answer", QPushButton).click()
    dialog = page.findChild(TransitionDialog)
    dialog.texts["answer"] = "已说明"
    dialog.accept()
    assert Call.get().state == "answered"
    assert not find(page, "call-answer", QPushButton).isEnabled()


def test_a_question_becomes_no_slip(page, shell, find, type_text, press):
    take(type_text, press, said="问物业费", digit=Qt.Key.Key_1)
    find(page, "call-turn", QPushButton).click()
    assert Call.get().state == "open"
    assert "show_error" in shell.names_asked()


def test_all_calls_are_listed_on_the_other_side(page):
    page.show_view("list")
    assert isinstance(page.current, RecordTablePage)
    page.show_view("desk")


def test_the_language_changes_and_what_was_typed_stays(page, find, type_text):
    type_text(find(page, "call-content", QLineEdit), "漏水")
    page.retranslate()
    assert find(page.current.line, "call-content", QLineEdit).text() == "漏水"


def test_the_calls_of_the_day_are_read_again_when_one_changed(page, owned, desk):
    draft = store.new(CALLS, at=desk.now(), caller_number="13912345678", content="漏水", room=owned)
    store.save(draft, desk)
    page.refresh()
    assert page.current.list.entries.rowCount() == 1
