"""抄表页的窗口：打数字、回车、Esc，异常标黄"""

import datetime

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QTableWidget

from desk_app.kernel import store
from desk_app.modules.meters import readings
from desk_app.modules.meters.kinds import METERS
from desk_app.modules.meters.records import MeterReading
from ui.meter_table import VALUE
from ui.screens.meter_dialogs import PlanDialog, SwapDialog
from ui.screens.meter_round import MeterRoundPage


@pytest.fixture
def page(shell, desk, make_room):
    """Return the page with three water meters that used 10 m³ a month."""
    for code in ("3-1-101", "3-1-102", "3-1-201"):
        meter = store.save(
            store.new(METERS, number=f"S-{code}", kind="water", room=make_room(code)), desk
        ).record
        for month in range(7, 11):
            day = datetime.date(2026, month, 20)
            readings.record_reading(meter.id, month * 10_000, day, 202600 + month, desk)
    made = MeterRoundPage(shell)
    shell.show_page(made)
    made.take_focus()
    return made


@pytest.fixture
def type_value(page, press):
    """Return a function that types a value where the cursor is, and Enter."""

    def type_(text):
        for letter in text:
            press(getattr(Qt.Key, f"Key_{letter}"))
        press(Qt.Key.Key_Return)
        QTest.qWait(20)

    return type_


def shown(page, row, column=VALUE):
    return page.model.index(row, column).data()


def test_digits_and_enter_read_one_meter_after_the_other(page, type_value):
    assert page.table.currentIndex().row() == 0
    type_value("110")
    type_value("111")
    assert [shown(page, row) for row in range(3)] == ["110", "111", ""]
    assert page.table.currentIndex().row() == 2
    assert page.filters.read_count.text() == "已抄 2 / 3"


def test_an_odd_value_is_told_in_colour_and_confirmed_by_a_key(page, type_value, press, find):
    type_value("150")
    assert "超过平常的 3 倍" in page.strip.text.text()
    assert page.model.index(0, 0).data(Qt.ItemDataRole.BackgroundRole) is not None
    assert page.filters.states["held"].text() == "待核对  1"
    page.table.go_to(0)
    assert find(page, "meter-confirm", QPushButton).isVisible()
    find(page, "meter-confirm", QPushButton).click()
    assert MeterReading.get(MeterReading.period == 202611).state == "kept"
    assert page.filters.states["held"].text() == "待核对  0"


def test_a_refused_value_stays_in_sight_and_the_cursor_with_it(page, type_value):
    type_value("123456")
    assert shown(page, 0) == "123456"
    assert "5 位整数" in page.strip.text.text()
    assert page.table.currentIndex().row() == 0
    assert MeterReading.select().where(MeterReading.period == 202611).count() == 0


def test_esc_takes_back_the_last_value_and_goes_to_it(page, type_value, press):
    type_value("110")
    type_value("111")
    press(Qt.Key.Key_Escape)
    assert [shown(page, row) for row in range(2)] == ["110", ""]
    assert page.table.currentIndex().row() == 1
    press(Qt.Key.Key_Escape)
    assert shown(page, 0) == ""


def test_esc_gives_a_refused_value_up_before_it_takes_back_a_good_one(page, type_value, press):
    type_value("110")
    type_value("123456")
    press(Qt.Key.Key_Escape)
    assert [shown(page, row) for row in range(2)] == ["110", ""]
    assert not page.strip.isVisible()
    press(Qt.Key.Key_Escape)
    assert shown(page, 0) == ""


def test_what_an_odd_value_offers_leads_back_to_its_row(page, type_value):
    """The cursor is on the next meter by then: a swap told there would be another meter's."""
    type_value("150")
    assert page.table.currentIndex().row() == 1
    page.strip.offer_button.click()
    assert page.table.currentIndex().row() == 0


def test_the_card_shows_what_was_typed_for_the_last_meter_too(page, type_value):
    """The cursor has nowhere to go on to."""
    page.table.go_to(2)
    type_value("150")
    assert page.card.told.text().startswith("用量")


def test_the_swap_window_begins_in_its_first_box(page, find):
    find(page, "meter-swap", QPushButton).click()
    dialog = page.findChild(QDialog)
    QTest.qWait(50)
    assert dialog.focusWidget().objectName() == "swap-out_value"
    dialog.reject()


def test_esc_while_typing_only_leaves_the_box(page, type_value, press):
    type_value("110")
    press(Qt.Key.Key_9)
    press(Qt.Key.Key_Escape)
    assert (shown(page, 0), shown(page, 1)) == ("110", "")


def test_enter_without_a_value_goes_on(page, press):
    press(Qt.Key.Key_Return)
    assert page.table.currentIndex().row() == 1


def test_only_the_missing_ones_are_shown(page, type_value, find):
    type_value("110")
    find(page, "meter-missing", QPushButton).click()
    assert page.model.rowCount() == 2
    assert page.table.currentIndex().row() == 0


def test_a_jump_goes_to_the_room(page, find, press):
    search = find(page, "meter-search", QLineEdit)
    search.setText("201")
    search.setFocus()
    press(Qt.Key.Key_Return, widget=search)
    assert page.table.currentIndex().row() == 2


def test_another_month_shows_its_own_readings(page):
    place = page.filters.periods.findData("202610")
    page.filters.periods.setCurrentIndex(place)
    page.filters.periods.activated.emit(place)
    assert shown(page, 0) == "100"


def test_a_filled_workbook_is_looked_at_before_it_comes_in(page, shell, tmp_path, find):
    path = tmp_path / "抄表.xlsx"
    page.export_to(path)
    book = openpyxl.load_workbook(path)
    book.active.cell(2, 9).value = 111
    book.active.cell(3, 9).value = "abc"
    book.save(path)
    page.import_from(path)
    dialog = find(page, "", PlanDialog)
    table = find(dialog, "plan-lines", QTableWidget)
    assert "不导入" in table.item(0, 4).text()
    assert MeterReading.select().where(MeterReading.period == 202611).count() == 0
    find(dialog, "plan-yes", QPushButton).click()
    assert shown(page, 0) == "111"


def test_a_swap_is_asked_for_and_written_down(page, find):
    find(page, "meter-swap", QPushButton).click()
    dialog = find(page, "", SwapDialog)
    for name, text in (("out_value", "104"), ("number", "S-NEU")):
        find(dialog, f"swap-{name}", QLineEdit).setText(text)
    find(dialog, "dialog-yes", QPushButton).click()
    assert page.model.index(0, 1).data() == "S-NEU"


def test_the_sheet_is_previewed(page, shell, find):
    find(page, "meter-print", QPushButton).click()
    assert shell.asked[-1][0] == "preview_paper" and shell.asked[-1][3] == "meter_sheet"


def test_without_meters_the_page_says_what_to_do(shell, find):
    made = MeterRoundPage(shell)
    shell.show_page(made)
    find(made, "empty-action", QPushButton).click()
    assert shell.asked[-1] == ("new_record", "meters", {})
