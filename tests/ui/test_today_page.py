"""The first page of the day in the window: it says that all is done only when no paper waits either."""

import dataclasses

from PySide6.QtWidgets import QLabel, QPushButton

from desk_app.kernel import waiting
from tests.given_papers import give, make_slip, sign_papers
from ui.screens.today import TodayPage


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def test_nothing_is_called_done_while_signed_copies_are_missing(
    shell, desk, make_room, make_person, hold, monkeypatch
):
    kind = sign_papers(monkeypatch)
    room = make_room("3-1-502")
    hold(room, make_person("张伟"))
    slip = make_slip(kind, desk, room)
    give(kind, slip, desk)
    kind.model.update(state="filed").where(kind.model.id == slip.id).execute()
    waiting.rewrite([kind])
    page = shell.show_page(TodayPage(shell))
    shown = texts(page)
    assert "都处理完了" not in shown
    assert "没有等着处理的单据" in shown
    assert "但还有 1 份缺签字件，见上面。" in shown


def test_all_is_done_where_neither_records_nor_papers_wait(shell, make_room):
    make_room("3-1-502")
    page = shell.show_page(TodayPage(shell))
    assert "都处理完了" in texts(page)


def test_a_cashier_begins_with_the_cash_desk_and_no_button_is_cut_at_1366(shell, make_room, find, qtbot):
    make_room("3-1-502")
    page = shell.show_page(TodayPage(shell))
    page.resize(1366 - 168, 700)
    qtbot.wait(20)
    desk_button = find(page, "today-cash-desk", QPushButton)
    assert desk_button.property("look") == "main"
    desk_button.click()
    assert ("open_page", "cash_desk") in shell.asked
    for button in page.findChildren(QPushButton):
        if button.objectName().startswith("today-"):
            assert button.width() >= button.sizeHint().width(), button.text()
    other = find(page, "today-new-other", QPushButton)
    assert len(other.menu().actions()) >= 2


def test_who_takes_no_money_begins_with_a_slip(shell, make_room, find, monkeypatch):
    make_room("3-1-502")
    actor = dataclasses.replace(shell.desk.actor, roles=frozenset({"clerk"}))
    shell.desk = dataclasses.replace(shell.desk, actor=actor)
    page = shell.show_page(TodayPage(shell))
    assert page.findChild(QPushButton, "today-cash-desk") is None
    mains = [each for each in page.findChildren(QPushButton) if each.property("look") == "main"]
    assert [each.objectName().startswith("today-new-") for each in mains] == [True]
