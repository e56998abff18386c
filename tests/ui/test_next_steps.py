"""What a step leads to is opened, and clocks are paused and put off, from a record's form."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QToolButton

from desk_app.kernel import store
from desk_app.kernel.workflow import Next
from desk_app.modules.reception.calls import CALLS
from desk_app.modules.reception.records import Call
from desk_app.modules.requests.life import REQUESTS
from desk_app.modules.staff.records import Department
from ui.clock_dialog import ClockDialog
from ui.next_steps import open_next
from ui.record_form import RecordFormPage

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


def call_page(shell, room, category):
    draft = store.new(
        CALLS, at=shell.desk.now(), caller_number="13912345678", content="漏水", room=room, category=category
    )
    return shell.show_page(RecordFormPage(shell, "calls", store.save(draft, shell.desk).record.id))


def test_a_call_turned_into_a_slip_opens_it(shell, room):
    page = call_page(shell, room, "repair")
    page.press("turn")
    assert ("open_record", "repairs", Call.get().became_id) in shell.asked


def test_a_call_about_money_opens_the_cash_desk_at_the_room(shell, room):
    page = call_page(shell, room, "payment")
    page.press("turn")
    assert ("open_page", "cash_desk", room.id) in shell.asked


def test_a_form_is_opened_with_what_is_known_only(shell):
    assert open_next(shell, Next("repairs", values=(("client", "张伟"), ("phone", None))))
    assert shell.asked == [("new_record", "repairs", {"client": "张伟"})]


def test_a_step_that_leads_nowhere_opens_nothing(shell):
    assert not open_next(shell, None)
    assert shell.asked == []


@pytest.fixture
def forwarded(shell, room):
    draft = store.new(REQUESTS, received_at=shell.desk.now(), room=room, client="张伟", content="路灯")
    record = store.save(draft, shell.desk).record
    store.apply(REQUESTS, "forward", record.id, 1, shell.desk, entries={"department": Department.get()})
    return shell.show_page(RecordFormPage(shell, "requests", record.id))


def offered(page):
    QTest.qWait(20)
    more = next(each for each in page.bar.findChildren(QToolButton) if each.menu())
    return {action.text(): action for action in more.menu().actions() if action.text()}


def test_a_clock_is_paused_from_the_menu_and_runs_on_again(forwarded, find):
    offered(forwarded)["暂停计时…"].trigger()
    dialog = forwarded.findChild(ClockDialog)
    dialog.accept()
    assert "原因" in dialog.strip.text.text()
    find(dialog, "clock-reason", QLineEdit).setText("等配件")
    find(dialog, "clock-until_at", QLineEdit).setText("2026-11-25 10:00")
    dialog.accept()
    assert [clock.label for clock in forwarded.form.clocks] == ["暂停到期"]
    offered(forwarded)["恢复计时"].trigger()
    assert [clock.label for clock in forwarded.form.clocks] == ["办理反馈"]


def test_a_clock_is_put_off_by_a_day_unless_another_end_is_typed(forwarded, find):
    offered(forwarded)["延期：办理反馈…"].trigger()
    dialog = forwarded.findChild(ClockDialog)
    assert find(dialog, "clock-until_at", QLineEdit).text() == "2026-11-25 09:05"
    find(dialog, "clock-reason", QLineEdit).setText("等批复")
    dialog.accept()
    assert f"{forwarded.form.clocks[0].due_at:%m-%d %H:%M}" == "11-25 09:05"


def test_a_form_whose_clock_may_not_be_stopped_offers_nothing(shell, room):
    page = call_page(shell, room, "repair")
    assert not [text for text in offered(page) if "计时" in text or "延期" in text]
