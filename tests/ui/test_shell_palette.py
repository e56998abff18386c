"""The box that finds everything, by keys alone."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desk_app.screens import remembered
from ui.command_palette import CommandPalette


@pytest.fixture
def palette(at_work):
    """Return the box, open."""
    at_work.activateWindow()
    QTest.qWaitForWindowActive(at_work)
    at_work.run_command("find_anything")
    return at_work.findChild(CommandPalette)


def titles(palette):
    return [entry.title for entry in palette.list.entries.entries if not entry.heading]


def choose(palette, key=Qt.Key.Key_Return):
    QTest.keyClick(palette.edit, key)


@pytest.mark.parametrize("typed", ["3-1-502", "502", "张三", "zs", "zhangsan", "5678"])
def test_a_room_is_found_by_number_owner_pinyin_and_phone_and_enter_opens_it(
    at_work, palette, type_text, typed
):
    type_text(palette.edit, typed)
    assert "3-1-502" in titles(palette)
    while palette.list.currentIndex().data() != "3-1-502":
        choose(palette, Qt.Key.Key_Down)
    choose(palette)
    assert not palette.isVisible()
    assert at_work.view.name == "rooms"
    assert at_work.view.current.current.record_id == 1


def test_what_is_found_is_masked(palette, type_text):
    type_text(palette.edit, "13912345678")
    shown = " ".join(f"{entry.title} {entry.detail}" for entry in palette.list.entries.entries)
    assert "张三" in shown
    assert "13912345678" not in shown


def test_a_slip_for_the_room_found_can_be_started_at_once(at_work, palette, type_text):
    type_text(palette.edit, "3-1-502")
    while palette.list.currentIndex().data() != "为 3-1-502 新开物品放行条":
        choose(palette, Qt.Key.Key_Down)
    choose(palette)
    assert at_work.view.name == "goods_release_slips"
    assert at_work.view.current.current.form.text("room") == "3-1-502"


@pytest.mark.parametrize(
    ("typed", "title", "page"),
    [("导入", "打开名册导入", "import"), ("字号", "放大字号", None), ("服务电话", "服务电话", "settings")],
)
def test_pages_commands_and_settings_are_found(at_work, palette, type_text, typed, title, page):
    type_text(palette.edit, typed)
    assert title in titles(palette)
    while palette.list.currentIndex().data() != title:
        choose(palette, Qt.Key.Key_Down)
    choose(palette)
    if page:
        assert at_work.view.name == page
    at_work.change_look(size=10)


def test_help_is_found_by_any_word_of_it(at_work, palette, type_text):
    type_text(palette.edit, "以下空白")
    assert titles(palette) == ["打印表单"]
    choose(palette)
    assert at_work.commands._help.topic == "papers"


def test_the_register_of_a_month_is_offered(palette, type_text):
    type_text(palette.edit, "放行登记台账 2026-11")
    assert titles(palette) == ["打印物品放行登记台账：2026-11"]


def test_nothing_found_says_what_to_try(palette, type_text):
    type_text(palette.edit, "qqqzzz")
    assert palette.nothing.isVisible()
    assert "没有找到“qqqzzz”" in palette.nothing.text()
    choose(palette)
    assert palette.isVisible()


def test_what_was_opened_is_offered_again_without_leaving_a_name_on_the_disk(
    at_work, palette, type_text, own_data_folder
):
    type_text(palette.edit, "zs")
    choose(palette)
    at_work.run_command("find_anything")
    assert palette.list.entries.entries[0].title == "最近打开"
    remembered.keep()
    assert "张三" not in (own_data_folder / remembered.FILE).read_text("utf-8")


def test_escape_goes_back_to_where_the_cursor_was(at_work, palette):
    choose(palette, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert at_work.view.name == "today"


def test_letters_still_being_composed_are_not_searched_for(palette):
    from PySide6.QtGui import QInputMethodEvent
    from PySide6.QtWidgets import QApplication

    before = titles(palette)
    QApplication.sendEvent(palette.edit, QInputMethodEvent("zhang", []))
    assert titles(palette) == before


def test_finding_takes_less_than_a_twentieth_of_a_second(palette, type_text):
    type_text(palette.edit, "3-1")
    taken = []
    for text in ("3-1-5", "zs", "张", "设置", "5678", "帮助"):
        began = time.perf_counter()
        palette.edit.setText(text)
        taken.append(time.perf_counter() - began)
    assert sorted(taken)[len(taken) // 2] < 0.05


def test_a_command_is_found_by_its_initials(palette, type_text):
    type_text(palette.edit, "dypc")
    assert "查看打印批次" in titles(palette)
