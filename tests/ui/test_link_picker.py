"""Choosing a room or person by typing whatever the clerk knows of it."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from ui.record_form import RecordFormPage

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


@pytest.fixture
def rooms(make_room, make_person, hold):
    made = {code: make_room(code) for code in ("3-1-502", "3-1-503", "13-1-502")}
    hold(made["3-1-502"], make_person("单伟", "13812345678"))
    hold(made["3-1-503"], make_person("欧阳娜", "13987654321"))
    return made


@pytest.fixture
def page(shell, rooms):
    return shell.show_page(RecordFormPage(shell, "goods_release_slips"))


@pytest.fixture
def editor(page):
    return next(block.editor for block in page.blocks if block.name == "room")


@pytest.fixture
def line(editor):
    editor.line.setFocus()
    return editor.line


def offered(editor):
    return [target.title for target in editor.drop.model.targets]


def test_the_cursor_waits_in_the_room_of_a_new_slip(page, editor):
    assert editor.line.hasFocus()


@pytest.mark.parametrize(
    ("typed", "room"),
    [
        ("3-1-503", "3-1-503"),
        ("欧阳", "3-1-503"),
        ("oyn", "3-1-503"),
        ("shanwei", "3-1-502"),
        ("5678", "3-1-502"),
        ("13812345678", "3-1-502"),
    ],
)
def test_a_room_is_found_by_number_name_initials_or_phone_and_taken_with_enter(
    page, editor, line, rooms, type_text, press, typed, room
):
    type_text(line, typed)
    assert offered(editor)[0] == room
    press(Qt.Key.Key_Return)
    assert page.form.record.room_id == rooms[room].id
    assert line.text() == room
    assert not editor.is_offering
    assert QApplication.focusWidget().objectName() == "carrier"


def test_the_arrows_choose_among_several(page, editor, line, rooms, type_text, press):
    type_text(line, "502")
    assert set(offered(editor)) == {"3-1-502", "13-1-502"}
    second = offered(editor)[1]
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert line.text() == second
    assert page.form.record.room_id == rooms[second].id


def test_a_click_on_a_line_takes_it(page, editor, line, rooms, type_text):
    type_text(line, "502")
    place = editor.drop.view.visualRect(editor.drop.model.index(1)).center()
    title = offered(editor)[1]
    QTest.mouseClick(editor.drop.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.form.record.room_id == rooms[title].id


def test_the_list_tells_who_lives_there_and_masks_numbers(editor, line, type_text):
    type_text(line, "3-1-502")
    detail = editor.drop.model.targets[0].detail
    assert "单伟" in detail
    assert "13812345678" not in detail


def test_escape_closes_the_list_and_brings_the_old_choice_back(page, editor, line, rooms, type_text, press):
    page.form.choose("room", rooms["3-1-502"].id)
    line.selectAll()
    type_text(line, "503")
    assert editor.is_offering
    press(Qt.Key.Key_Escape)
    assert not editor.is_offering
    assert line.text() == "3-1-502"
    assert page.shell.names_asked().count("close_tab") == 0


def test_leaving_the_line_with_an_unclear_text_says_so_and_keeps_it(page, editor, line, type_text, press):
    type_text(line, "502")
    press(Qt.Key.Key_Tab)
    assert line.text() == "502"
    block = next(block for block in page.blocks if block.name == "room")
    assert "2 个" in block.problem.text()
    assert not editor.is_offering


def test_nothing_found_is_said_in_the_list(editor, line, type_text):
    type_text(line, "没有此房")
    assert offered(editor) == ["新建房屋“没有此房”…"]
    assert "没有找到" in editor.drop.heading.text()


def test_down_in_an_empty_line_offers_what_was_used_lately(shell, page, editor, line, rooms, press):
    page.form.choose("room", rooms["3-1-503"].id)
    page.form.enter_row("goods", 0, "name", "箱")
    page.form.enter_row("goods", 0, "quantity", "1")
    assert page.save()
    fresh = shell.show_page(RecordFormPage(shell, "goods_release_slips"))
    again = next(block.editor for block in fresh.blocks if block.name == "room")
    again.line.setFocus()
    press(Qt.Key.Key_Down)
    assert offered(again) == ["3-1-503"]
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert fresh.form.record.room_id == rooms["3-1-503"].id


def test_the_chosen_room_is_opened_with_alt_enter(page, shell, line, rooms, press):
    page.form.choose("room", rooms["3-1-502"].id)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert ("open_record", "rooms", rooms["3-1-502"].id) in shell.asked


def test_the_list_stays_inside_the_window(shell, page, editor, line, type_text):
    type_text(line, "502")
    drop = editor.drop
    corner = drop.mapTo(shell, QPoint(drop.width(), drop.height()))
    assert corner.x() <= shell.width()
    assert corner.y() <= shell.height()


def test_emptying_the_line_takes_the_room_away(page, editor, line, rooms, press, find):
    page.form.choose("room", rooms["3-1-502"].id)
    line.selectAll()
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Return)
    assert page.form.record.__data__["room"] is None
    assert find(page, "room", QLineEdit).text() == ""
