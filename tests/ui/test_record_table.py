"""The page that lists records, used with keyboard and mouse as a clerk does."""

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QPushButton

from desk_app.kernel import store
from desk_app.kernel.kind import KINDS
from desk_app.kernel.paging import PAGE
from desk_app.modules.goods_release.records import ReleasedGoods
from desk_app.screens import bulk_steps, remembered
from ui import theme
from ui.bulk_dialog import BulkDialog, ReportDialog
from ui.record_table import RecordTablePage
from ui.table_columns import ColumnMenu

pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support", extend=True)

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def own_memory(tmp_path, monkeypatch):
    """What is remembered between starts, kept to one test."""
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))


@pytest.fixture
def show(shell, qtbot):
    """Return a function that shows the page of a kind, all rows found."""

    def show_(kind_name="people"):
        page = shell.show_page(RecordTablePage(shell, kind_name))
        settle(page, qtbot)
        shell.activateWindow()
        page.take_focus()
        return page

    return show_


@pytest.fixture
def people(make_person):
    """Four people to look at."""
    return [make_person(name, phone) for name, phone in PEOPLE]


PEOPLE = (
    ("单雄信", "13912345678"),
    ("张三", "13800001111"),
    ("张四", "13800002222"),
    ("李五", "13800003333"),
)


def settle(page, qtbot):
    qtbot.waitUntil(
        lambda: not page.model.is_gathering and page.table.is_complete and not page._typing.isActive()
    )
    QTest.qWait(5)
    qtbot.waitUntil(lambda: not page.model.is_gathering)


def texts(page, name="name"):
    number = [each.name for each in page.table.columns].index(name)
    return [page.model.index(place, number).data() for place in range(page.model.rowCount())]


def test_the_page_says_what_it_lists_and_how_many(show, people):
    page = show()
    assert page.title == "住户"
    assert page.header.detail.text() == "共 4 条"
    assert sorted(texts(page)) == sorted(name for name, _phone in PEOPLE)


def test_nothing_on_the_page_shows_a_whole_phone(show, people):
    page = show()
    cells = [page.model.index(row, col).data() for row in range(4) for col in range(page.model.columnCount())]
    assert any("****" in cell for cell in cells)
    assert not any(phone in cell for cell in cells for _name, phone in PEOPLE)


def test_enter_opens_the_row_the_keyboard_is_on(show, people, press, shell):
    page = show()
    press(Key.Key_Down)
    press(Key.Key_Return)
    assert shell.asked[-1] == ("open_record", "people", page.table.record_id(1))


def test_a_double_click_opens_the_row(show, people, shell):
    page = show()
    place = page.view.visualRect(page.model.index(2, 0)).center()
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert shell.asked[-1] == ("open_record", "people", page.table.record_id(2))


def test_ctrl_n_starts_a_new_record(show, press, shell):
    show()
    press(Key.Key_N, CTRL)
    assert shell.asked[-1] == ("new_record", "people", {})


def test_letters_typed_into_the_table_search_in_it(show, people, press, qtbot):
    page = show()
    press(Key.Key_S)
    press(Key.Key_X)
    settle(page, qtbot)
    assert page.search.text() == "sx"
    assert texts(page) == ["单雄信"]
    assert page.header.detail.text() == "符合条件的 1 条"
    press(Key.Key_Return)
    assert page.view.hasFocus()


def test_chinese_typed_into_the_search_box_finds(show, people, press, type_text, qtbot):
    page = show()
    press(Key.Key_F, CTRL)
    assert page.search.hasFocus()
    type_text(page.search, "张")
    settle(page, qtbot)
    assert sorted(texts(page)) == ["张三", "张四"]


def test_escape_takes_back_one_thing_after_the_other(show, people, press, qtbot):
    page = show()
    page.search.setText("张")
    page._follow_typing()
    page.view.selectAll()
    page.view.setFocus()
    press(Key.Key_Escape)
    assert page.view.chosen_count() == 0
    assert page.search.text() == "张"
    press(Key.Key_Escape)
    settle(page, qtbot)
    assert page.search.text() == ""
    assert page.table.count == 4


def test_an_empty_table_says_what_to_do_and_its_button_does_it(show, find, shell):
    page = show()
    assert page.empty is not None
    find(page, "empty-action", QPushButton).click()
    assert shell.asked[-1] == ("new_record", "people", {})


def test_where_nothing_fits_one_button_shows_all_again(show, people, find, qtbot):
    page = show()
    page.search.setText("没有这个人")
    page._follow_typing()
    settle(page, qtbot)
    find(page, "empty-action", QPushButton).click()
    settle(page, qtbot)
    assert page.table.count == 4
    assert page.search.text() == ""
    assert page.empty is None


def test_a_click_on_a_heading_sorts_up_then_down_then_as_usual(show, people):
    page = show()
    usual = texts(page)
    place = [each.name for each in page.table.columns].index("name")
    page._sort_by(place)
    assert texts(page) == sorted(usual)
    assert page.heads.sortIndicatorSection() == place
    page._sort_by(place)
    assert texts(page) == sorted(usual, reverse=True)
    page._sort_by(place)
    assert texts(page) == usual
    assert page.heads.sortIndicatorSection() == -1


def test_the_filter_row_opens_by_keys_and_filters_by_text_and_choice(show, make_room, press, find, qtbot):
    make_room("3-1-502", use="shop")
    make_room("3-1-503")
    page = show("rooms")
    press(Key.Key_L, CTRL | SHIFT)
    assert page.heads.is_open
    find(page, "filter-code", QLineEdit).setText("503")
    settle(page, qtbot)
    assert texts(page, "code") == ["3-1-503"]
    find(page, "filter-code", QLineEdit).clear()
    box = find(page, "filter-use", QComboBox)
    box.setCurrentIndex(box.findText("商铺"))
    settle(page, qtbot)
    assert texts(page, "code") == ["3-1-502"]
    box.setCurrentIndex(0)
    settle(page, qtbot)
    assert page.table.count == 2


def test_a_filter_that_cannot_be_read_is_marked_with_the_reason(show, make_room, find, qtbot):
    make_room("3-1-502")
    page = show("rooms")
    page._toggle_filters()
    box = find(page, "filter-built_area", QLineEdit)
    box.setText("很大")
    settle(page, qtbot)
    assert "很大" in box.toolTip()
    assert box.property("tone") == "bad"
    assert page.table.count == 1


def test_every_box_and_button_has_a_name_for_screen_readers(show, make_room):
    make_room("3-1-502")
    page = show("rooms")
    page._toggle_filters()
    for box in page.heads.boxes.values():
        assert box.accessibleName()
    for made in (page.search, page.filter_button, page.columns_button, page.view):
        assert made.accessibleName()


def test_chosen_rows_are_copied_as_shown(show, people, press, shell):
    page = show()
    page.view.selectAll()
    press(Key.Key_C, CTRL, page.view)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 5
    assert lines[0].startswith("姓名或单位名称\t")
    assert not any(phone in line for line in lines for _name, phone in PEOPLE)
    assert shell.names_asked()[-1] == "tell"


def test_the_table_is_exported_where_the_clerk_says(show, people, press, shell, tmp_path, monkeypatch):
    page = show()
    page.search.setText("张")
    page._follow_typing()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(tmp_path / "住户"), ""))
    press(Key.Key_E, CTRL, page.view)
    rows = list(openpyxl.load_workbook(tmp_path / "住户.xlsx").active.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == ["张三", "张四"]
    assert "2 行" in shell.asked[-1][1]


def test_columns_are_chosen_in_a_menu_that_stays_open_and_are_remembered(show, people, shell, qtbot):
    page = show()
    page._show_column_menu()
    menu = page.findChild(ColumnMenu)
    shown = {action.text(): action for action in menu.actions() if action.isCheckable()}
    shown["备注"].setChecked(False)
    shown["通讯地址"].setChecked(True)
    names = [each.name for each in page.table.columns]
    assert "note" not in names
    assert "address" in names
    assert page.heads.count() == len(names)
    menu.close()
    again = shell.show_page(RecordTablePage(shell, "people"))
    settle(again, qtbot)
    assert [each.name for each in again.table.columns] == names
    again._reset_columns()
    assert [each.name for each in again.table.columns][:2] == ["name", "summary"]


def test_the_last_column_cannot_be_taken_away(show, people):
    page = show()
    page._choose_columns(["name"])
    page._show_column_menu()
    menu = page.findChild(ColumnMenu)
    next(action for action in menu.actions() if action.isChecked()).setChecked(False)
    assert [each.name for each in page.table.columns] == ["name"]
    menu.close()


def test_width_order_and_sorting_are_remembered(show, people, shell, qtbot):
    page = show()
    page.heads.resizeSection(0, 333)
    page.heads.moveSection(0, 2)
    qtbot.waitUntil(lambda: page.table.columns[2].name == "name")
    page._sort_by(2)
    again = shell.show_page(RecordTablePage(shell, "people"))
    settle(again, qtbot)
    assert again.table.columns[2].name == "name"
    assert again.heads.sectionSize(2) == 333
    assert again.table.sorting[0] == ("name", False)


def test_what_is_remembered_wrongly_is_not_believed(show, people):
    remembered.put(
        "table/people", {"columns": [1, "gone"], "widths": {"name": "wide"}, "sorting": [["gone", True], 3]}
    )
    page = show()
    assert page.table.columns[0].name == "name"
    assert page.table.sorting == ()


def test_a_row_stays_chosen_and_in_place_when_the_page_reads_again(show, people, make_person, qtbot):
    page = show()
    page.view.choose(2)
    chosen = page.table.record_id(2)
    make_person("阿大")
    page.refresh()
    settle(page, qtbot)
    assert page.table.count == 5
    assert [page.table.record_id(place) for place in page.view.chosen_places()] == [chosen]
    assert page.table.record_id(page.view.currentIndex().row()) == chosen


# -- long tables -----------------------------------------------------------------------------------------------------


@pytest.fixture
def many(desk):
    """Three pages and a bit of people."""
    kind = KINDS["people"]
    with store.transaction():
        batch = store.Batch(desk, "测试")
        for number in range(3 * PAGE + 5):
            batch.create(store.new(kind, name=f"户{number:04}"))
        batch.finish()


def test_a_long_table_shows_its_first_rows_first_and_its_last_row_soon(show, many, press):
    page = show()
    assert page.table.count == 3 * PAGE + 5
    press(Key.Key_End)
    assert texts(page)[page.view.currentIndex().row()] == f"户{3 * PAGE + 4:04}"
    press(Key.Key_Home)
    assert page.view.currentIndex().row() == 0


def test_a_long_table_keeps_its_place_when_a_row_comes_before_it(show, many, make_person, qtbot):
    page = show()
    page.view.choose(300)
    chosen = page.table.record_id(300)
    make_person("一号")
    page.refresh()
    settle(page, qtbot)
    assert page.table.count == 3 * PAGE + 6
    assert page.table.record_id(page.view.currentIndex().row()) == chosen


def test_a_new_filter_shows_its_first_rows_with_nothing_chosen(show, many, qtbot):
    page = show()
    page.view.choose(300)
    assert page.view.verticalScrollBar().value() > 0
    page.search.setText("户0")
    page._follow_typing()
    settle(page, qtbot)
    assert page.table.count == 3 * PAGE + 5
    assert page.view.verticalScrollBar().value() == 0
    assert page.view.chosen_places() == []


def test_the_keyboard_has_a_row_to_start_from_as_soon_as_the_page_is_shown(show, many):
    page = show()
    assert page.view.chosen_places() == [0]


def test_a_hidden_page_has_let_go_of_the_book(show, many, office, qtbot):
    page = show()
    page.model.gather()
    page.hide()
    assert not page.model.is_gathering
    office.close()


def test_a_book_closed_under_an_open_table_raises_nothing(shell, many, office, qtbot):
    page = shell.show_page(RecordTablePage(shell, "people"))
    page.model.gather()
    page.hide()
    page.deleteLater()
    office.close()
    QTest.qWait(50)


# -- states and many at once -----------------------------------------------------------------------------------------


@pytest.fixture
def slips(desk, make_room, make_person, hold):
    """Three slips just received."""
    kind, room = KINDS["goods_release_slips"], make_room("3-1-502")
    made = []
    for name in ("张三", "李四", "王五"):
        hold(room, make_person(name))
        draft = store.new(kind, room=room, carrier=name, valid_on=desk.today)
        draft.rows["goods"] = [ReleasedGoods(name="沙发", quantity=1)]
        made.append(store.save(draft, desk).record)
    return made


def test_states_are_buttons_with_counts_and_filter(show, slips, desk, find, qtbot):
    store.apply(KINDS["goods_release_slips"], "void", slips[0].id, slips[0].version, desk, reason="重复")
    page = show("goods_release_slips")
    assert {name: made.text() for name, made in page.chips.buttons.items()} == {
        "all": "全部  3",
        "mine": "等我处理  2",
        "draft": "受理  2",
        "void": "已作废  1",
    }
    find(page, "state-void", QPushButton).click()
    settle(page, qtbot)
    assert texts(page, "carrier") == ["张三"]
    find(page, "state-void", QPushButton).click()
    settle(page, qtbot)
    assert page.table.count == 3


def test_several_chosen_slips_are_voided_together_with_one_reason(show, slips, desk, find, shell, qtbot):
    page = show("goods_release_slips")
    page.view.selectAll()
    qtbot.waitUntil(page.bulk.isVisible)
    page.bulk.ask(
        next(
            step
            for step in bulk_steps.offered(page.table.kind, [slips[0].id] * 3, desk)
            if step.name == "void"
        )
    )
    dialog = page.findChild(BulkDialog)
    dialog.accept()
    assert dialog.isVisible()
    assert dialog.strip.isVisible()
    dialog.reason.setText("重复录入")
    dialog.accept()
    kind = KINDS["goods_release_slips"]
    assert {store.load(kind, slip.id).record.state for slip in slips} == {"void"}
    assert ("records_changed", "goods_release_slips") in shell.asked


def test_the_moment_of_many_slips_is_taken_from_the_clock_and_enter_takes_the_step(show, slips, desk, qtbot):
    kind = KINDS["goods_release_slips"]
    step = next(step for step in kind.workflow.transitions if step.name == "release")
    page = show("goods_release_slips")
    asked = []
    dialog = BulkDialog(
        page,
        desk,
        kind,
        bulk_steps.BulkStep(step.name, step.label, 3, step.needs_reason, step.asks),
        bulk_steps.Rehearsal(tuple(slip.id for slip in slips), ()),
        lambda reason, entries: asked.append(entries),
    )
    dialog.open()
    dialog.boxes["released_at"].now_button.click()
    dialog.boxes["gate_guard"].setText("老周")
    QTest.keyClick(dialog.boxes["gate_guard"], Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert asked == [{"released_at": desk.now().replace(second=0, microsecond=0), "gate_guard": "老周"}]


def test_who_would_be_refused_is_listed_with_the_reason_before_anything_is_done(show, slips, find, qtbot):
    page = show("goods_release_slips")
    page.view.selectAll()
    qtbot.waitUntil(page.bulk.isVisible)
    find(page.bulk, "bulk-hold", QPushButton).click()
    dialog = page.findChild(BulkDialog)
    assert dialog.refused.toPlainText().count("未接通") == 3
    assert not dialog.yes.isEnabled()
    dialog.reject()


def test_what_was_refused_after_all_is_listed(show, slips, desk, find, qtbot):
    page = show("goods_release_slips")
    page.view.selectAll()
    qtbot.waitUntil(page.bulk.isVisible)
    find(page.bulk, "bulk-issue", QPushButton).click()
    dialog = page.findChild(BulkDialog)
    store.apply(KINDS["goods_release_slips"], "void", slips[0].id, slips[0].version, desk, reason="重复")
    dialog.accept()
    report = page.findChild(ReportDialog)
    assert report.list.toPlainText().count("\n") == 0
    assert "张三" in report.list.toPlainText()
    QTest.keyClick(report.list, Qt.Key.Key_Return)
    assert not report.isVisible()


def test_a_click_with_shift_sorts_among_equals(show, make_room, press):
    for code, use in (("1-1-1", "shop"), ("1-1-2", "residence"), ("1-1-3", "shop")):
        make_room(code, use=use)
    page = show("rooms")
    names = [each.name for each in page.table.columns]
    QTest.mouseClick(
        page.heads.viewport(), Qt.MouseButton.LeftButton, pos=middle(page.heads, names.index("use"))
    )
    second = middle(page.heads, names.index("code"))
    QTest.mouseClick(page.heads.viewport(), Qt.MouseButton.LeftButton, SHIFT, second)
    QTest.mouseClick(page.heads.viewport(), Qt.MouseButton.LeftButton, SHIFT, second)
    assert texts(page, "code") == ["1-1-2", "1-1-3", "1-1-1"]


def middle(heads, place):
    return QPoint(heads.sectionViewportPosition(place) + heads.sectionSize(place) // 2, 10)


def test_one_chosen_row_brings_no_bar(show, slips, press, qtbot):
    page = show("goods_release_slips")
    press(Key.Key_Down)
    QTest.qWait(100)
    assert not page.bulk.isVisible()


def test_the_page_is_shown_anew_in_another_look_with_its_filters_kept(show, people, qtbot):
    page = show()
    page.search.setText("张")
    page._follow_typing()
    theme.apply("dark", 14)
    try:
        page.retranslate()
        settle(page, qtbot)
        assert page.search.text() == "张"
        assert sorted(texts(page)) == ["张三", "张四"]
    finally:
        theme.apply("light")


def test_the_row_menu_opens_the_row_under_the_pointer(show, people, shell):
    page = show()
    page._show_row_menu(QPoint(5, page.view.rowViewportPosition(1) + 3))
    menu = QGuiApplication.instance().activePopupWidget()
    menu.actions()[0].trigger()
    menu.close()
    assert shell.asked[-1] == ("open_record", "people", page.table.record_id(1))


def test_the_register_of_a_month_is_offered_where_the_kind_has_one(show, find, shell):
    offered = find(show("goods_release_slips"), "registers", QPushButton).choices.actions()
    month = shell.desk.today.replace(day=1)
    assert offered[0].text() == f"{month:%Y-%m}"
    offered[0].trigger()
    assert shell.asked[-1] == ("preview_register", "goods_release_slips", "goods_release_register", month)
    assert show("people").findChild(QPushButton, "registers") is None
