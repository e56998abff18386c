"""The bill run page by keyboard, through real widgets: trial, look, post, take back; and binding rooms at once."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desk_app.kernel import settings
from desk_app.modules.billing.records import Bill, BillRun, FeeBinding
from tests.billed_rooms import AREA, bind, day, make_tariff
from ui.actions import PAGE_KEYS
from ui.print_run_start import StartDialog
from ui.reason_dialog import ReasonDialog
from ui.screens.bill_run import BillRunPage
from ui.screens.bill_run_ask import AskDialog
from ui.screens.bind_rooms import BindRoomsDialog
from ui.screens.tariff_form import TariffFormPage

ENTER, CTRL, ALT = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def tariff(desk):
    return make_tariff(desk)


@pytest.fixture
def flats(desk, make_room, tariff):
    """Return two flats that are bound and one that is not."""
    made = [
        make_room(f"3-1-10{number}", charged_area=AREA, handed_over_on=day("2025-03-18")) for number in "123"
    ]
    for room in made[:2]:
        bind(desk, room, tariff)
    settings.change({"bills_from": "202611"}, desk)
    return made


@pytest.fixture
def page(qtbot, shell, flats):
    made = BillRunPage(shell)
    shell.show_page(made)
    qtbot.waitExposed(shell)
    return made


def press(page, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(page, key, modifiers)


def post(page):
    press(page, Qt.Key.Key_F9)
    press(page, ENTER, CTRL)
    page.findChild(AskDialog).accept()


def test_before_anything_is_billed_the_page_tells_what_may_be_forgotten(page, shell, flats):
    assert page.sheets.tabs["checks"].isChecked()
    assert page.sheets.tabs["checks"].text() == "出账前核对  1"
    assert not page.sheets.tabs["bills"].isEnabled()
    page.sheets.checks.list.choose_first()
    page.sheets.checks.list.choose_current()
    assert ("open_record", "rooms", flats[2].id) in shell.asked


def test_a_month_left_out_is_told_and_one_key_leads_to_its_run(page, desk):
    settings.change({"bills_from": "202609"}, desk)
    page.refresh()
    found = page.sheets.checks.list.entries.entries
    assert [entry.title for entry in found[:3]] == [
        "以前没有出过账的月份  2",
        "2026-09 有 2 户没有出账，或没有出全，约 453.92 元。",
        "2026-10 有 2 户没有出账，或没有出全，约 453.92 元。",
    ]
    assert found[1].detail == "收费XM：3-1-101、3-1-102"
    page.sheets.checks.list.choose_first()
    page.sheets.checks.list.choose_current()
    assert page.choose.periods.currentText() == "2026-09"
    post(page)
    assert {bill.period for bill in Bill.select()} == {202609}


def test_f9_works_out_and_ctrl_enter_posts_after_one_question(page):
    press(page, Qt.Key.Key_F9)
    assert page.card.state.text() == "草稿"
    assert page.card.figures["total"].text() == "453.92"
    assert Bill.select().count() == 0
    press(page, ENTER, CTRL)
    dialog = page.findChild(AskDialog)
    dialog.reject()
    assert Bill.select().count() == 0
    press(page, ENTER, CTRL)
    dialog = next(each for each in page.findChildren(AskDialog) if each.isVisible())
    QTest.keyClick(dialog.yes, ENTER)
    assert Bill.select().count() == 2
    assert page.card.state.text() == "已出账"


def test_ctrl_enter_without_a_draft_says_what_to_do_first(page):
    press(page, ENTER, CTRL)
    assert page.strip.text.text() == "请先试算，生成草稿。"
    assert page.findChild(AskDialog) is None


def test_the_bills_are_reached_by_keys_filtered_and_explained(page, shell, flats):
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_F, CTRL)
    assert page.sheets.bills.room.hasFocus()
    QTest.keyClicks(page.sheets.bills.room, "3-1-102")
    assert [line.room for line in page.sheets.bills.table.lines.rows] == ["3-1-102"]
    assert page.sheets.bills.why.text() == "收费XM：96.58 ㎡ × 2.35 元/㎡·月 = 226.96 元"
    QTest.keyClick(page.sheets.bills.room, ENTER)
    assert page.sheets.bills.table.hasFocus()
    QTest.keyClick(page.sheets.bills.table, ENTER)
    assert ("open_record", "rooms", flats[1].id) in shell.asked


def test_ctrl_and_a_number_goes_through_the_sheets(page):
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_5, CTRL)
    assert page.sheets.stack.currentWidget() is page.sheets.skips
    assert page.sheets.skips.hasFocus()
    assert [line.reason for line in page.sheets.skips.lines.rows] == ["没有收费绑定。"]


def test_a_sum_opened_shows_the_bills_of_its_item(page):
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_2, CTRL)
    QTest.keyClick(page.sheets.totals, ENTER)
    assert page.sheets.stack.currentWidget() is page.sheets.bills
    assert page.sheets.bills.item.currentText() == "收费XM"


def test_a_draft_given_up_leaves_nothing(page, find):
    press(page, Qt.Key.Key_F9)
    find(page, "discard-run", QPushButton).click()
    assert BillRun.select().count() == 0
    assert page.card.isHidden()
    assert page.sheets.tabs["checks"].isChecked()


def test_taking_back_asks_why_and_stays_open_where_money_hangs_on_it(page):
    post(page)
    Bill.update(paid=1).where(Bill.id == 1).execute()
    page.undo()
    dialog = page.findChild(ReasonDialog)
    dialog.reason.setText("单价录错")
    dialog.accept()
    assert dialog.isVisible()
    assert "没有撤销出账" in dialog.strip.text.text()
    Bill.update(paid=0).where(Bill.id == 1).execute()
    dialog.accept()
    assert {bill.state for bill in Bill.select()} == {"void"}
    assert page.card.state.text() == "已撤销"
    assert page.card.undone.text() == "王芳 撤销于 2026-11-23 09:05，原因：单价录错"


def test_the_notices_of_the_runs_rooms_are_offered_for_print(page, shell, qtbot):
    post(page)
    press(page, Qt.Key.Key_P, CTRL)
    dialog = next(each for each in shell.findChildren(StartDialog))
    assert dialog.what.currentData() == "payment_notice"
    assert len(dialog.ids) == 2
    qtbot.waitUntil(lambda: dialog.outlook is not None)
    dialog.reject()


def test_a_past_run_opens_from_the_list_at_the_side(page):
    post(page)
    page.choose.periods.setCurrentIndex(page.choose.periods.findData(202609))
    page.choose.periods.activated.emit(0)
    assert page.card.isHidden()
    press(page, Qt.Key.Key_F4)
    page.past.choose_first()
    page.past.choose_current()
    assert page.card.title.text() == "2026-11 全部楼栋"
    assert page.choose.periods.currentText() == "2026-11"


def test_the_comparison_is_written_where_it_was_asked_to(page, shell, tmp_path):
    page.choose.periods.setCurrentIndex(page.choose.periods.findData(202610))
    page.choose.periods.activated.emit(0)
    post(page)
    FeeBinding.update(until_on=day("2026-10-31")).where(FeeBinding.id == 1).execute()
    page.choose.periods.setCurrentIndex(page.choose.periods.findData(202611))
    page.choose.periods.activated.emit(0)
    press(page, Qt.Key.Key_F9)
    assert page.sheets.tabs["changes"].text() == "变化超过 20%  1"
    page.export_to(tmp_path / "对比.xlsx")
    assert (tmp_path / "对比.xlsx").is_file()
    assert "tell_saved" in shell.names_asked()


def test_a_book_without_fees_says_what_to_do_first(qtbot, shell, find, desk):
    made = BillRunPage(shell)
    shell.show_page(made)
    assert made.sheets.checks.bare.isVisible()
    assert made.sheets.checks.fine.isHidden()
    find(made.sheets.checks.bare, "empty-action", QPushButton).click()
    assert shell.asked == [("new_record", "tariffs", {})]


class TestBindingRooms:
    @pytest.fixture
    def dialog(self, page):
        page.bind_rooms()
        return page.findChild(BindRoomsDialog)

    def test_what_will_be_bound_is_told_before(self, dialog):
        assert dialog.yes.text() == "绑定 1 套"
        assert "2025-03-18" in dialog.days.text()
        dialog.only_without.setChecked(False)
        assert dialog.yes.text() == "绑定 1 套"
        assert [line.room for line in dialog.left_out.lines.rows] == ["3-1-101", "3-1-102"]

    def test_a_day_that_is_none_is_told_and_stops_the_button(self, dialog):
        QTest.keyClicks(dialog.day, "2026-13-45")
        assert not dialog.yes.isEnabled()
        assert dialog.strip.text.text()

    def test_ctrl_enter_binds_and_the_page_finds_nothing_more(self, dialog, page, flats):
        QTest.keyClicks(dialog.day, "2026-01-01")
        assert dialog.yes.shortcut() == QKeySequence("Ctrl+Return")
        dialog.accept()
        bound = FeeBinding.get(FeeBinding.room == flats[2])
        assert str(bound.from_on) == "2026-01-01"
        assert page.sheets.tabs["checks"].text() == "出账前核对  0"

    def test_a_tariffs_form_offers_it_for_that_tariff(self, shell, qtbot, flats, tariff, find, desk):
        other = make_tariff(desk, code="LJ2", basis="fixed")
        form = TariffFormPage(shell, other.id)
        shell.show_page(form)
        find(form, "bind-rooms", QPushButton).click()
        dialog = form.findChild(BindRoomsDialog)
        assert dialog.tariffs.currentData() == other.id
        assert dialog.yes.text() == "绑定 3 套"


def test_no_key_of_the_page_is_one_of_the_windows_own(page):
    """Two owners of one key make it dead: neither gets it."""
    taken = {QKeySequence(keys) for keys in PAGE_KEYS}
    own = [made.key() for made in page.findChildren(QShortcut)]
    assert own and not [keys.toString() for keys in own if keys in taken]
