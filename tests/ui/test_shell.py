"""The window at work: its pages, tabs, commands, and that nothing typed is lost by changing how it looks."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from desk_app.kernel import store
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import KINDS
from desk_app.screens import help_pages, remembered
from ui import theme
from ui.actions import COMMANDS, PAGE_KEYS
from ui.commands import Commands
from ui.page_host import PageHost
from ui.pages import WORDS as PAGES_BY_HAND
from ui.show_errors import ErrorCard
from ui.widgets.title_tabs import NARROWEST_PX, WIDEST_PX

ROOM = ("rooms", 1)


def named(widget, title):
    """Return `widget` with a title."""
    widget.setWindowTitle(title)
    return widget


def press(window, keys):
    """Press a shortcut of the window."""
    QTest.keySequence(window, QKeySequence(keys))


def test_the_rail_shows_the_pages_there_are_and_no_others(at_work):
    shown = [spec.name for spec in at_work.view.specs]
    assert shown[:4] == ["today", "rooms", "people", "calls"]
    assert shown[-1] == "settings"
    assert set(shown) == {*KINDS, *PAGES_BY_HAND}


def test_every_page_opens_and_is_built_only_then(at_work):
    assert list(at_work.view.hosts) == ["today"]
    for spec in at_work.view.specs:
        at_work.open_page(spec.name)
        assert at_work.view.name == spec.name
        assert at_work.findChildren(ErrorCard) == []


def test_pages_open_by_their_number_from_the_top(at_work):
    press(at_work, "Alt+2")
    assert at_work.view.name == "rooms"
    press(at_work, "Alt+1")
    assert at_work.view.name == "today"


def test_a_record_opens_once_in_a_tab_of_its_page(at_work):
    at_work.open_record("people", 1)
    at_work.open_page("today")
    at_work.open_record("people", 1)
    host = at_work.view.current
    assert host.spec.name == "people"
    assert len(host.tabs) == 2
    assert not host.bar.isHidden()


def test_titles_of_many_tabs_stay_readable_in_a_narrow_window_and_whole_in_the_tooltip(at_work, qtbot):
    at_work.open_page("rooms")
    host = at_work.view.current
    host.bar.setFixedWidth(theme.px(560))
    title = "Goods release slip FX-202611-0001 of 3-1-502"
    for _turn in range(6):
        host.add(lambda: named(QWidget(), title))
    qtbot.waitUntil(lambda: host.bar.isVisible())
    assert all(host.bar.tabToolTip(at) == title for at in range(1, 7))
    assert all(host.bar.tabText(at) == title for at in range(1, 7))
    widths = {host.bar.tabRect(at).width() for at in range(1, 7)}
    assert min(widths) >= theme.px(NARROWEST_PX)
    assert max(widths) <= theme.px(WIDEST_PX)


def test_going_back_leads_to_where_one_was_and_forward_again(at_work):
    at_work.open_page("rooms")
    at_work.open_record(*ROOM)
    at_work.open_page("settings")
    press(at_work, "Alt+Left")
    assert (at_work.view.name, at_work.view.current.bar.currentIndex()) == ("rooms", 1)
    press(at_work, "Alt+Left")
    assert (at_work.view.name, at_work.view.current.bar.currentIndex()) == ("rooms", 0)
    press(at_work, "Alt+Right")
    press(at_work, "Alt+Right")
    assert at_work.view.name == "settings"


def test_closing_a_tab_leads_back_to_where_it_was_opened_from(at_work):
    at_work.open_page("goods_release_slips")
    at_work.open_record(*ROOM)
    press(at_work, "Ctrl+W")
    assert at_work.view.name == "goods_release_slips"
    assert len(at_work.view.hosts["rooms"].tabs) == 1
    press(at_work, "Ctrl+W")
    assert at_work.view.name == "goods_release_slips"


def test_a_record_that_is_gone_is_said_and_leaves_no_tab(at_work):
    at_work.open_record("people", 4711)
    assert "找不到" in at_work.view.strip.text.text()
    assert all(len(host.tabs) == 1 for host in at_work.view.hosts.values())


def test_what_was_saved_elsewhere_is_seen_on_the_page_that_comes_back(at_work, desk):
    slips = KINDS["goods_release_slips"]
    at_work.open_page("settings")
    store.save(
        store.new(
            slips, room=1, carrier="张三", carrier_relation="owner", nature="carry_out", valid_on=desk.today
        ),
        desk,
    )
    at_work.records_changed("goods_release_slips")
    at_work.open_page("today")
    assert "1 件事等着处理" in words_on(at_work.view.current)


def test_switching_the_language_keeps_what_was_typed(at_work, type_text):
    at_work.new_record("people", name="")
    box = at_work.view.current.current.findChild(QLineEdit, "name")
    box.setFocus()
    type_text(box, "李四")
    at_work.run_command("switch_language")
    assert at_work.view.current.current.findChild(QLineEdit, "name").text() == "李四"
    assert at_work.view.current.current.is_changed()
    assert at_work.view.rail.button_of("settings").accessibleName() == "Settings"


def test_switching_the_look_keeps_what_was_typed_and_redraws_everything(at_work, type_text):
    at_work.new_record("people")
    page = at_work.view.current.current
    type_text(page.findChild(QLineEdit, "name"), "李四")
    at_work.run_command("switch_look")
    at_work.run_command("larger_letters")
    assert theme.palette() is theme.DARK
    assert theme.base_pt() == theme.USUAL_PT + 1
    assert at_work.view.current.current.findChild(QLineEdit, "name").text() == "李四"
    assert remembered.get("look") == "dark"
    at_work.run_command("smaller_letters")


def test_the_settings_keep_what_is_not_saved_through_a_change_of_language(at_work, find):
    at_work.open_page("settings")
    find(at_work, "company", QLineEdit).setText("新公司")
    at_work.change_language("en")
    page = at_work.view.current.current
    assert find(page, "company", QLineEdit).text() == "新公司"
    assert page.isWindowModified()
    at_work.change_language("zh_CN")
    assert find(at_work.view.current.current, "company", QLineEdit).text() == "新公司"
    assert page.save()
    assert not page.is_changed()


def test_a_setting_that_does_not_hold_is_refused_beside_its_box(at_work, find):
    at_work.open_page("settings")
    page = at_work.view.current.current
    find(page, "release_frequency_days", QLineEdit).setText("七天")
    assert not page.save()
    assert page.strip.text.text() == "没有保存：请改好标红的 1 处。"
    assert find(page, "release_frequency_days", QLineEdit).text() == "七天"


def test_the_name_of_the_book_follows_the_settings(at_work, find):
    at_work.open_page("settings")
    find(at_work, "project", QLineEdit).setText("碧水湾")
    at_work.view.current.current.save()
    assert at_work.windowTitle().startswith("碧水湾")


def test_other_pages_are_read_again_after_the_settings_were_saved(at_work, find):
    at_work.open_page("month_closing")
    month = at_work.view.current
    at_work.open_page("settings")
    find(at_work, "project", QLineEdit).setText("碧水湾")
    at_work.view.current.current.save()
    assert [tab.is_stale for tab in month.tabs] == [True]


def test_the_window_does_not_close_over_unsaved_text_unless_told(at_work, type_text):
    at_work.new_record("people")
    type_text(at_work.view.current.current.findChild(QLineEdit, "name"), "李四")
    QTimer.singleShot(50, lambda: QTest.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Escape))
    assert not at_work.close()
    assert at_work.office is not None


def test_an_error_a_person_can_put_right_is_a_sentence_that_stays_until_another_page_is_opened(at_work):
    at_work.show_error(DeskError("没有保存：磁盘已满。请清理后再保存。"))
    assert at_work.view.strip.isVisible()
    at_work.open_page(at_work.view.name)
    assert at_work.view.strip.text.text() == "没有保存：磁盘已满。请清理后再保存。"
    at_work.open_page("rooms")
    assert not at_work.view.strip.isVisible()


def test_an_error_over_the_page_moves_nothing_under_the_mouse(at_work):
    at_work.show_error(DeskError("没有保存：磁盘已满。"))
    at_work.view.strip.clear()
    QTest.qWait(20)
    before = at_work.view.stack.mapToGlobal(at_work.view.stack.rect().topLeft())
    at_work.show_error(DeskError("没有保存：磁盘已满。" * 30))
    QTest.qWait(20)
    assert at_work.view.strip.face.isVisible()
    assert at_work.view.stack.mapToGlobal(at_work.view.stack.rect().topLeft()) == before


def test_an_error_goes_with_its_tab(at_work):
    at_work.open_record("rooms", 1)
    at_work.show_error(DeskError("没有保存：磁盘已满。请清理后再保存。"))
    at_work.view.current.step(-1)
    assert not at_work.view.strip.isVisible()


def test_a_bug_is_a_card_with_a_number_that_is_in_the_log(at_work, own_data_folder):
    at_work.show_error(KeyError("13912345678"))
    card = at_work.findChild(ErrorCard)
    card.copy()
    log = (own_data_folder / "logs" / "desk.log").read_text("utf-8")
    assert QApplication.clipboard().text() == card.number
    assert card.number in log
    assert "13912345678" not in log
    said = words_on(card)
    assert "可能没有做完" in said
    assert "没有改动" not in said
    assert card.close_button.isDefault()
    QTest.keyClick(card.copy_button, Qt.Key.Key_Return)
    assert card.isVisible()
    QTest.keyClick(card.close_button, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert not card.isVisible()


def test_a_bug_in_building_a_page_leaves_the_window_working(at_work):
    at_work.open_page("no_such_page")
    assert "没有名为 no_such_page 的页面" in at_work.view.strip.text.text()
    at_work.open_page("rooms")
    assert at_work.view.name == "rooms"


def test_no_two_commands_share_their_keys_and_each_does_something():
    keys = [QKeySequence(each.keys).toString() for each in COMMANDS if each.keys] + list(PAGE_KEYS)
    assert len(keys) == len(set(keys))
    assert all(callable(getattr(Commands, each.name)) for each in COMMANDS)


@pytest.mark.parametrize("code", ["zh_CN", "en"])
def test_the_list_of_keys_names_every_key_of_the_window(code):
    listed = (help_pages.FOLDER / code / "keys.md").read_text("utf-8")
    for each in COMMANDS:
        shown = each.keys.replace("Left", "←").replace("Right", "→")
        assert shown in listed, each.name


def test_f1_explains_the_page_in_front_and_follows_it(at_work):
    press(at_work, "F1")
    assert at_work.commands._help.topic == "today"
    at_work.open_page("import")
    assert at_work.commands._help.topic == "import"
    at_work.open_record(*ROOM)
    assert at_work.commands._help.topic == "rooms"
    press(at_work, "F1")
    assert not at_work.commands._help.isVisible()


def test_help_is_found_by_a_word_and_pages_link_to_each_other(at_work):
    at_work.run_command("show_keys")
    view = at_work.commands._help
    view.edit.setText("补打")
    assert "打印表单" in [entry.title for entry in view.found.entries.entries]
    view.found.chosen.emit("papers")
    assert view.topic == "papers"
    view.browser.anchorClicked.emit(QUrl("rooms.md"))
    assert view.topic == "rooms"


def test_the_rail_folds_to_icons_and_stays_so(at_work):
    wide = at_work.view.rail.width()
    press(at_work, "Ctrl+B")
    assert at_work.view.rail.width() < wide
    assert at_work.view.rail.button_of("rooms").text() == ""
    assert at_work.view.rail.button_of("rooms").accessibleName() == "房屋"
    press(at_work, "Ctrl+B")


def test_page_and_window_come_back_after_a_start(at_work, own_data_folder):
    at_work.open_page("people")
    at_work.close()
    kept = (own_data_folder / remembered.FILE).read_text("utf-8")
    assert '"page": "people"' in kept
    assert "张三" not in kept
    assert "13912345678" not in kept


def test_a_roster_dropped_on_the_window_goes_to_the_import(at_work, tmp_path, qtbot):
    sheet = tmp_path / "名册.csv"
    sheet.write_text("房号,业主\n9-1-101,赵六\n", "utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(sheet))])
    event = QDropEvent(
        QPointF(QPoint(300, 300)),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    at_work.dropEvent(event)
    page = at_work.view.current.current
    qtbot.waitUntil(page.is_changed, timeout=20_000)
    assert at_work.view.name == "import"


def test_a_sample_community_carries_a_band(window, office, desk):
    from desk_app.kernel import settings

    settings.change({"demo": "是"}, desk)
    window.enter(office)
    assert window.band is not None
    assert "演示数据" in words_on(window.band)
    assert remembered.get("last_book") == ""


def test_overdue_work_is_red_and_first(at_work, desk):
    slips = KINDS["goods_release_slips"]
    for days in (1, 0):
        draft = store.new(
            slips, room=1, carrier="张三", carrier_relation="owner", nature="carry_out",
            valid_on=desk.today - timedelta(days=days), number=f"FX-{days}", state="issued",
        )  # fmt: skip
        store.save(draft, desk)
    at_work.records_changed("goods_release_slips")
    at_work.view.current.freshen()
    page = at_work.view.current.current
    first = page.findChild(object, "waiting").entries.entries[0]
    assert first.aside_tone == "bad"
    assert "已过" in first.aside


def test_a_tab_with_unsaved_text_carries_a_mark(at_work, type_text):
    at_work.new_record("people")
    host = at_work.view.current
    type_text(host.current.findChild(QLineEdit, "name"), "李四")
    assert isinstance(host, PageHost)
    assert host.bar.tabText(1).startswith("● ")


def words_on(widget):
    """Return all the words of the labels on `widget`."""
    return " ".join(each.text() for each in widget.findChildren(QLabel))


class TestRail:
    """No button of the rail is cut: what has no room stands behind the last one."""

    @pytest.mark.parametrize("height", [560, 768, 1080])
    @pytest.mark.parametrize("code", ["zh_CN", "en"])
    def test_no_page_is_cut_however_low_the_window_is(self, at_work, qtbot, height, code):
        at_work.change_language(code)
        at_work.resize(1366, height)
        qtbot.wait(50)
        rail = at_work.view.rail
        shown = [each for each in rail.findChildren(QPushButton) if each.isVisible()]
        for one in shown:
            assert one.height() >= one.sizeHint().height(), one.accessibleName()
            assert rail.rect().contains(one.geometry()), one.accessibleName()
        names = {each.objectName().removeprefix("page-") for each in shown}
        assert {"today", "rooms", "people", "settings", "more"} <= names
        behind = {spec.name for spec in rail.behind}
        front = {spec.name for spec in at_work.view.specs if spec.group < rail.MORE}
        assert behind | names == front | {"settings", "more"}

    def test_the_work_of_the_desk_stands_in_front_at_1366_by_768(self, at_work, qtbot):
        at_work.resize(1366, 768)
        qtbot.wait(50)
        rail = at_work.view.rail
        for name in (
            *("calls", "requests", "complaints", "repairs", "key_loans"),
            *("goods_release_slips", "cash_desk", "arrears"),
        ):
            assert rail.button_of(name).isVisible(), name

    def test_every_other_page_stands_on_a_named_shelf(self):
        from ui.page_places import FRONT, OTHER, SHELVES, shelf_of
        from ui.pages import page_specs

        specs = page_specs()
        lost = [spec.name for spec in specs if spec.group == 8 and shelf_of(spec.name) == OTHER]
        assert lost == []
        placed = {name for name, _group, _seldom in FRONT} | {name for _t, names in SHELVES for name in names}
        assert placed <= {spec.name for spec in specs}


def test_the_sentence_of_a_refusal_goes_when_something_was_done_since(at_work):
    at_work.show_error(DeskError("没有导入：账期太远。"))
    at_work.tell("只是说一声", "quiet")
    assert at_work.view.strip.text.text() == "没有导入：账期太远。"
    at_work.tell("已导入 20 个读数。")
    assert not at_work.view.strip.text.text()


def test_the_days_close_is_reckoned_again_though_a_count_is_typed(at_work):
    at_work.open_page("day_closing")
    page = at_work.view.current.current
    page.closing.loose_text = "0.09"
    assert page.is_changed()
    before = page.closing.figures
    at_work.records_changed("receipts")
    assert page.closing.figures is not before
    assert page.closing.loose_text == "0.09"
