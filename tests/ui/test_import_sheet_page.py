"""The import page: a file dropped, columns matched by hand, lines that say what they will do, taking in and back."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from desk_app.kernel import store
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import KINDS
from desk_app.modules.estate.records import Room
from desk_app.screens.past_imports import list_imports
from ui.screens.import_choose import BlockersDialog
from ui.screens.import_sheet import ImportSheetPage
from ui.screens.meaning_picker import MeaningPicker
from ui.widgets.record_list import RecordList

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

LINES = (
    "翠湖花园业主花名册,,,,,,",
    "楼栋,单元,房号,业主姓名,联系电话,身份证号码,备注",
    "3,1,101,张三,13912345678,11010519491231002X,",
    "3,1,102,李四、王五,13812345678,1101051949123,",
    "3,1,,赵六,13712345678,,",
    "3,1,201,孙七,13612345678,,",
)


@pytest.fixture
def roster(tmp_path):
    path = tmp_path / "名册.csv"
    path.write_text("\n".join(LINES), "utf-8")
    return path


@pytest.fixture
def page(shell):
    made = shell.show_page(ImportSheetPage(shell))
    yield made
    made.sheet.forget()


@pytest.fixture
def review(page, roster):
    """Return the review of the roster above."""
    page.open_file(roster)
    return page.review


@pytest.fixture
def answer(qtbot):
    """Return a function that presses a button of the question asked next."""

    def answer_(name):
        def press():
            dialog = QApplication.activeModalWidget()
            dialog.findChild(QPushButton, name).click()

        QTimer.singleShot(50, press)

    return answer_


def drop(page, path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.ignore()
    page.dropEvent(event)
    return event.isAccepted()


def test_a_file_dropped_on_the_page_is_read_and_nothing_is_written(page, roster):
    assert drop(page, roster)
    assert page.is_changed()
    assert page.review.header.title.text() == "名册.csv"
    assert "还没有写入账本" in page.review.header.detail.text()
    assert not Room.select().exists()


def test_a_folder_is_not_taken_for_a_roster(page, tmp_path):
    assert not drop(page, tmp_path)
    assert not page.is_changed()


def test_tiles_tell_the_counts(review, find):
    assert find(review, "tile-create").accessibleName() == "新建房屋 3"
    assert find(review, "tile-refused").accessibleName() == "不能导入的行 1"


def test_lines_say_what_they_will_do_and_cells_why_they_are_left_out(review):
    model = review.grid.sheet_model
    assert model.line(2).text == "新建房屋 3-1-101，业主 张三"
    assert model.line(4).outcome == "refuse"
    left_out = model.index(3, 5)
    assert model.data(left_out, Qt.ItemDataRole.ToolTipRole)
    assert model.data(left_out, Qt.ItemDataRole.BackgroundRole) is not None
    assert model.data(model.index(2, 5), Qt.ItemDataRole.BackgroundRole) is None
    assert model.data(model.index(2, 4)) == "139****5678"


def test_another_meaning_is_chosen_over_the_column_by_typing_and_enter(review, page, press, find, qtbot):
    review.grid.setFocus()
    review.grid.go_to(2, 3)
    press(Qt.Key.Key_F4, widget=review.grid)
    picker = review.findChild(MeaningPicker)
    qtbot.waitUntil(picker.isVisible)
    picker.typed.setText("租户姓名")
    press(Qt.Key.Key_Return, widget=picker.typed)
    assert review.table.column(3).label == "租户姓名"
    assert review.grid.sheet_model.line(2).text == "新建房屋 3-1-101，租户 张三"
    assert review.grid.currentIndex().column() == 3


def test_the_picker_marks_what_is_taken_and_tells_where_else_a_meaning_is_used(review, find, qtbot):
    review._pick_meaning(3)
    picker = review.findChild(MeaningPicker)
    entries = {entry.key: entry for entry in find(picker, "meanings", RecordList).entries.entries}
    assert entries["owner_name"].icon == "check"
    assert entries["room"].aside == "已用于 C 列"
    assert entries["note"].aside == ""
    picker.close()


def test_only_lines_with_problems_are_shown_when_asked(review):
    review.options.only_problems.setChecked(True)
    model = review.grid.sheet_model
    assert [model.source_row(row) for row in range(model.rowCount())] == [3, 4]
    review.options.only_problems.setChecked(False)
    assert model.rowCount() == len(LINES)


def test_a_finding_leads_to_its_cell_and_f8_goes_on(review, press):
    findings = review.findings
    findings.step(1)
    first = review.grid.currentIndex()
    assert (first.row(), first.column()) == (3, 5)
    press(Qt.Key.Key_F8, widget=review.grid)
    assert review.grid.currentIndex().row() == 4


def test_a_finding_hidden_by_a_filter_is_not_listed(review):
    findings = review.findings
    everything = findings.model.rowCount()
    findings.filters["refuse"].click()
    assert findings.model.rowCount() < everything
    assert all(finding.severity != "refuse" for finding in findings.model.findings)


def test_a_table_is_left_out_and_taken_in_again(review):
    review.options.take_in.click()
    assert not review.accept_button.isEnabled()
    assert not review.options.take_in.isChecked()
    review.options.take_in.click()
    assert review.accept_button.isEnabled()


def test_the_header_line_is_told_by_hand(review):
    assert review.options.header_row.value() == 2
    review.options.header_row.setValue(3)
    assert review.grid.sheet_model.line(2).outcome == "ignored"
    review.options.header_row.setValue(2)
    assert review.grid.sheet_model.line(2).outcome == "create"


def test_of_two_communities_in_the_title_the_clerk_chooses_one(page, answer, tmp_path, qtbot):
    path = tmp_path / "两个小区.csv"
    path.write_text("翠湖花园、碧水云庭业主名册,,,\n楼栋,单元,房号,业主姓名\n3,1,101,张三\n", "utf-8")
    page.open_file(path)
    qtbot.waitUntil(lambda: page.review is not None and page.review.view is not None, timeout=10_000)
    options = page.review.options
    assert options.choose_community.isVisible()
    assert options.community.text() == "翠湖花园"
    assert "2 个小区" in page.review.findings.model.findings[0].message
    next(each for each in options.communities.actions() if each.text() == "碧水云庭").trigger()
    qtbot.waitUntil(lambda: page.review.options.community.text() == "碧水云庭", timeout=10_000)
    assert page.review.view.community == "碧水云庭"


def test_what_was_typed_last_is_worked_out_before_anything_is_taken_in(review, page, find):
    review.options.community.setText("和园")
    find(review, "import-accept", QPushButton).click()
    assert page.is_changed()
    assert page.view.community == "和园"
    assert not Room.select().exists()
    find(review, "import-accept", QPushButton).click()
    assert [room.building.community.name for room in Room.select()] == ["和园"] * 3


def test_a_change_that_fails_is_told_and_the_page_shows_what_holds(review, page, shell):
    def fail(_progress):
        raise DeskError("没有做成。")

    review.options.building.setText("7")
    page.change(fail)
    assert "show_error" in shell.names_asked()
    assert review.options.building.text() == ""


def test_taking_in_leads_to_the_rooms_and_offers_the_way_back(review, page, shell, find):
    find(review, "import-accept", QPushButton).click()
    assert Room.select().count() == 3
    assert not page.is_changed()
    find(page, "see-rooms", QPushButton).click()
    assert ("open_page", "rooms") in shell.asked
    assert ("records_changed", "rooms") in shell.asked
    assert find(page, "undo-1", QPushButton).text() == "撤销"


def test_an_import_is_taken_back_after_asking(review, page, find, answer):
    review.accepted.emit()
    answer("keep")
    find(page, "undo-this", QPushButton).click()
    assert Room.select().count() == 3
    answer("undo")
    find(page, "undo-this", QPushButton).click()
    assert not Room.select().exists()
    (past,) = list_imports()
    assert past.undone_at


def test_what_keeps_an_import_from_being_taken_back_is_listed(review, page, find, desk):
    review.accepted.emit()
    draft = store.load(KINDS["rooms"], Room.get(Room.code == "3-1-101").id)
    draft.record.note = "后来写的"
    store.save(draft, desk)
    find(page, "undo-1", QPushButton).click()
    dialog = page.findChild(BlockersDialog)
    assert [dialog.list.item(row).text() for row in range(dialog.list.count())] == [
        "房屋 3-1-101 在导入后改过"
    ]
    dialog.accept()
    assert Room.select().count() == 3


def test_the_same_file_again_is_noticed_and_offers_to_complete_rooms(review, page, roster, find):
    review.accepted.emit()
    page.open_file(roster)
    assert "导入过" in review.strip.text.text()
    assert not review.accept_button.isEnabled()
    find(review, "existing-update", QPushButton).click()
    assert page.view.on_existing == "update"


def test_leaving_a_roster_half_looked_at_asks(review, page, answer):
    answer("stay")
    assert not page.may_close()
    answer("leave")
    assert page.may_close()


def test_another_look_keeps_the_roster_being_looked_at(review, page):
    review.options.only_problems.setChecked(False)
    page.retranslate()
    assert page.is_changed()
    assert page.review is not review
    assert page.review.header.title.text() == "名册.csv"


def test_fifty_thousand_lines_are_scrolled_without_reading_them(page, tmp_path, qtbot):
    path = tmp_path / "大.csv"
    lines = [f"{row // 2000 + 1},1,{row},张三,,," for row in range(20_000)]
    path.write_text("\n".join([LINES[1], *lines]), "utf-8")
    page.open_file(path)
    grid = page.review.grid
    seen = []
    read = grid.sheet_model.sheet.text
    grid.sheet_model.sheet.text = lambda row, column: seen.append(row) or read(row, column)
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
    grid.viewport().repaint()
    assert seen
    assert len(set(seen)) < 100
    assert not any(
        isinstance(widget, QDialog) and widget.isVisible() for widget in QApplication.topLevelWidgets()
    )
