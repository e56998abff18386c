"""Handing matters over in the window: picked on the first page or in a list, one button, one way back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

from desk_app.kernel import store
from desk_app.kernel.kind import find_kind
from desk_app.modules.requests.life import REQUESTS
from desk_app.modules.requests.records import Request
from desk_app.modules.staff.kinds import STAFF
from ui.hand_over import HandOverDialog
from ui.record_table import RecordTablePage
from ui.screens.today import TodayPage

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


@pytest.fixture
def waits(desk, room):
    store.save(store.new(STAFF, name="赵敏"), desk)
    for content in ("加装路灯", "快递柜移位"):
        draft = store.new(REQUESTS, received_at=desk.now(), room=room, client="张伟", content=content)
        store.save(draft, desk)


def holders():
    return [request.holder for request in Request.select().order_by(Request.id)]


def dialog_of(page):
    found = [each for each in page.findChildren(HandOverDialog) if each.isVisible()]
    assert found
    return found[0]


def test_s16_what_waits_is_picked_and_given_to_a_colleague_and_taken_back(shell, waits, find):
    page = shell.show_page(TodayPage(shell))
    find(page, "waiting-hand-over", QPushButton).click()
    find(page, "waiting-choose-all", QPushButton).click()
    find(page, "waiting-give", QPushButton).click()
    dialog = dialog_of(page)
    box = find(dialog, "hand-over-name", QComboBox)
    assert [box.itemText(place) for place in range(box.count())] == ["赵敏"]
    box.setCurrentIndex(0)
    QTest.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    assert holders() == ["赵敏", "赵敏"]
    (_name, sentence, undo) = next(each for each in shell.asked if each[0] == "tell_done")
    assert sentence == "已把 2 件事交给赵敏。"
    undo()
    assert holders() == [None, None]


def test_while_picking_a_row_is_picked_and_not_opened(shell, waits, find):
    page = shell.show_page(TodayPage(shell))
    find(page, "waiting-hand-over", QPushButton).click()
    shown = find(page, "waiting")
    shown.choose_current()
    assert "open_record" not in shell.names_asked()
    page.refresh()
    assert find(page, "waiting-give", QPushButton).isEnabled(), "reading again forgot what was picked"
    find(page, "waiting-stop", QPushButton).click()
    QTest.qWait(20)
    find(page, "waiting").choose_current()
    assert "open_record" in shell.names_asked()


def test_without_a_name_the_dialog_stays_open_and_says_so(shell, waits, qtbot):
    page = shell.show_page(TodayPage(shell))
    dialog = HandOverDialog(page, shell, [("requests", 1)])
    dialog.open()
    dialog.accept()
    assert dialog.isVisible()
    assert "交给谁" in dialog.strip.text.text()
    dialog.name.setEditText("外聘 老周")
    dialog.accept()
    assert holders()[0] == "外聘 老周"


def test_the_rows_chosen_in_a_list_are_given_too(shell, waits, find):
    page = shell.show_page(RecordTablePage(shell, "requests"))
    QTest.qWait(100)
    page.view.selectAll()
    QTest.qWait(150)
    find(page, "bulk-hand-over", QPushButton).click()
    dialog = dialog_of(page)
    dialog.name.setEditText("赵敏")
    dialog.accept()
    assert holders() == ["赵敏", "赵敏"]


def test_a_kind_nobody_holds_by_name_offers_no_handing_over(shell, room):
    kind = find_kind("goods_release_slips")
    for carrier in ("张伟", "李娜"):
        draft = store.new(kind, room=room, carrier=carrier, nature="carry_out", valid_on=shell.desk.today)
        store.save(draft, shell.desk)
    page = shell.show_page(RecordTablePage(shell, kind.name))
    QTest.qWait(100)
    page.view.selectAll()
    QTest.qWait(150)
    assert page.bulk.isVisible()
    assert page.findChild(QPushButton, "bulk-hand-over") is None


def test_mine_and_everybodys_are_two_buttons_and_the_choice_is_kept(shell, waits, find):
    Request.update(holder="李娜").execute()
    from desk_app.kernel import waiting

    waiting.rewrite([REQUESTS])
    page = shell.show_page(TodayPage(shell))
    assert page.findChild(QLineEdit, "waiting") is None
    assert find(page, "waiting-all", QPushButton).text() == "全部 +2"
    find(page, "waiting-all", QPushButton).click()
    assert find(page, "waiting").entries.rowCount() == 2
    again = shell.show_page(TodayPage(shell))
    assert find(again, "waiting-all", QPushButton).isChecked()
