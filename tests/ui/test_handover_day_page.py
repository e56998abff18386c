"""交房现场的窗口：签到号回车、读数和问题打完回车、户数随时更新"""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from desk_app.kernel import store
from desk_app.modules.handover.life import HANDOVERS
from desk_app.modules.handover.records import Handover
from desk_app.modules.meters.kinds import METERS
from ui.screens.handover_day import HandoverDayPage


@pytest.fixture
def flats(desk, make_room, make_person, hold):
    """Return the handovers of two flats that signed in; the first is being inspected."""
    made = []
    for label, name in (("101", "赵一"), ("102", "钱二")):
        room = make_room(f"6-1-{label}", state="undelivered")
        hold(room, make_person(name))
        for number, kind in ((f"S-{label}", "water"), (f"D-{label}", "power")):
            store.save(store.new(METERS, number=number, kind=kind, room=room), desk)
        draft = store.new(HANDOVERS, room=room)
        HANDOVERS.on_enter[0][1](draft, desk)
        made.append(store.save(draft, desk).record.id)
        step(made[-1], "sign_in", desk)
    step(made[0], "inspect", desk, identity_checked=True)
    return made


def step(handover_id, name, desk, **entries):
    version = Handover.get_by_id(handover_id).version
    store.apply(HANDOVERS, name, handover_id, version, desk, entries=entries)


@pytest.fixture
def page(flats, shell):
    """Return the page with the cursor where a number is typed."""
    made = HandoverDayPage(shell)
    shell.show_page(made)
    made.take_focus()
    return made


@pytest.fixture
def type_line(press):
    """Return a function that types where the cursor is, and Enter."""

    def type_(text):
        for letter in text:
            press(getattr(Qt.Key, f"Key_{letter}"))
        press(Qt.Key.Key_Return)
        QTest.qWait(20)

    return type_


def test_s02_a_number_and_enter_finds_the_flat_and_readings_go_in_by_enter(page, flats, type_line, find):
    type_line("1")
    assert page.who.text().startswith("6-1-101")
    assert page.table.currentIndex().row() == 0
    type_line("3")
    type_line("12")
    for _item in range(12):
        type_line("")
    draft = store.load(HANDOVERS, flats[0])
    assert [row.value for row in draft.rows["readings"]] == [3_000, 12_000]
    assert {row.result for row in draft.rows["items"]} == {"good"}
    button = find(page, "handover-step", QPushButton)
    assert (button.text(), button.hasFocus()) == ("完成验房", True)
    button.click()
    assert page.stages["inspected"].text() == "已验房  1"
    assert button.text() == "算费"


def test_what_another_desk_does_leaves_the_cursor_on_its_line(page, flats, type_line, desk):
    type_line("1")
    type_line("3")
    step(flats[1], "inspect", desk, identity_checked=True)
    page.refresh()
    assert page.stages["inspecting"].text() == "验房中  2"
    assert page.table.currentIndex().row() == 1
    QTest.keyClick(page.table, Qt.Key.Key_4)
    page.refresh()
    assert page.table.state() == page.table.State.EditingState


def test_words_are_a_defect_and_a_refused_line_stays_in_sight(page, flats, press, find):
    page.search.setText("6-1-101")
    page.find()
    page.sheet.put(2, "渗水 @没有")
    QTest.qWait(20)
    assert "没有“没有”" in page.strip.text.text()
    assert page.sheet.index(2, 1).data() == "渗水 @没有"
    page.sheet.put(2, "渗水")
    QTest.qWait(20)
    assert not page.strip.isVisible()
    row = store.load(HANDOVERS, flats[0]).rows["items"][0]
    assert (row.result, row.problem) == ("bad", "渗水")


def test_what_was_found_is_typed_only_while_the_flat_is_inspected(page, flats, find):
    page.search.setText("钱二")
    page.find()
    assert not page.sheet.flags(page.sheet.index(0, 1)) & Qt.ItemFlag.ItemIsEditable
    find(page, "handover-step", QPushButton).click()
    assert Handover.get_by_id(flats[1]).identity_checked
    assert page.sheet.flags(page.sheet.index(0, 1)) & Qt.ItemFlag.ItemIsEditable
    assert page.table.hasFocus()


def test_the_counts_are_buttons_that_show_only_these(page, flats, desk, find):
    assert [made.text() for made in page.stages.values()][:4] == [
        "应办  2",
        "未到  0",
        "已签到  1",
        "验房中  1",
    ]
    page.stages["signed_in"].click()
    assert page.list.rowCount() == 1
    step(flats[1], "inspect", desk, identity_checked=True)
    page.refresh()
    assert page.list.rowCount() == 0
    assert page.who.text() == "没有在这一步的房屋"


def test_another_day_shows_its_own_flats(page, find):
    day = find(page, "handover-day", QLineEdit)
    day.setText("2026-11-24")
    day.editingFinished.emit()
    assert page.list.rowCount() == 0
    assert page.who.text() == "这一天没有交房"
    day.setText("什么时候")
    day.editingFinished.emit()
    assert page.strip.isVisible()
