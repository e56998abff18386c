"""Opening the book on its page: a file chosen, its lines looked at, taken over, balanced against the old book."""

import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desk_app.modules.billing import runs
from desk_app.modules.billing.records import Bill
from desk_app.modules.opening.records import OldFigure, OpeningRun
from tests.billed_rooms import AREA, bind, make_tariff
from ui.reason_dialog import ReasonDialog
from ui.screens.opening import ACCEPT, BALANCE, CHOOSE, LOOK, OpeningPage
from ui.screens.opening_balance import OLD

ROWS = """房号,收费项目,账期,欠费金额,预存余额
3-1-502,物业费,2026-10,226.96,50
3-1-999,物业费,2026-10,100,
合计,,,326.96,50
"""


@pytest.fixture
def page(qtbot, shell, room):
    made = OpeningPage(shell)
    shell.show_page(made)
    qtbot.waitExposed(shell)
    return made


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "旧账.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def told(page):
    return page.strip.text.text()


def test_nothing_is_written_before_it_is_accepted(page, file):
    page.read(file)
    assert page.stage == LOOK
    assert page.told.text() == "旧账.csv：2 行要入账；1 行不入账，请看原因"
    model = page.lines.lines
    assert [line.outcome for line in model.lines] == ["refused", "new", "new"]
    assert model.data(model.index(0, 7)) == "账本里没有房号 3-1-999"
    assert Bill.select().count() == 0


def test_only_the_lines_of_one_outcome_are_shown(page, file):
    page.read(file)
    page.shown.setCurrentIndex(2)
    page.shown.activated.emit(2)
    assert [line.row for line in page.lines.lines.lines] == [3]


def test_the_four_steps_go_by_keyboard(page, file, press):
    assert page.stage == CHOOSE
    page.read(file)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.stage == ACCEPT
    assert page.totals.item(0, 3).text() == "226.96"
    assert "另有 1 行不入账" in page.sure.text()
    press(Qt.Key.Key_Escape)
    assert page.stage == LOOK
    page.go(ACCEPT)
    QTest.keyClick(page.yes, Qt.Key.Key_Return)
    assert page.stage == BALANCE
    assert OpeningRun.get().arrears == 22_696
    assert "已入账 2 行" in told(page)


def test_the_old_books_figures_are_typed_beside_ours(page, file):
    page.read(file)
    page.accept()
    table = page.trial.table
    assert page.trial.told.text() == "还有 2 项没有填旧账数。"
    table.item(0, OLD).setText("226.96")
    table.item(1, OLD).setText("60")
    assert page.trial.told.text() == "1 项与旧账不平。"
    assert (table.item(0, OLD + 1).text(), table.item(1, OLD + 1).text()) == ("0.00", "-10.00")
    table.item(1, OLD).setText("五十")
    assert "不是金额" in page.trial.strip.text.text()
    assert OldFigure.select().count() == 2
    table.item(1, OLD).setText("50")
    assert page.trial.told.text() == "全部 2 项与旧账一致。"
    page.trial.look_for_faults()
    assert "没有不符" in page.trial.strip.text.text()


def test_a_file_that_holds_no_balances_says_why(page, tmp_path):
    path = tmp_path / "菜单.csv"
    path.write_text("品名,价格\n灯泡,5\n", encoding="utf-8")
    page.read(path)
    assert page.stage == CHOOSE
    assert "找不到“房号”和金额两列" in told(page)


@pytest.mark.parametrize("day", ["2990-01-01", "上月底", "2026-12-31"])
def test_a_last_day_that_cannot_be_is_refused(page, file, day):
    page.day.setText(day)
    page.read(file)
    assert page.stage == CHOOSE
    assert told(page)


def test_an_opening_is_taken_back_from_the_list(page, file, find):
    page.read(file)
    page.accept()
    page.go(CHOOSE)
    find(page, f"opening-undo-{OpeningRun.get().id}", QPushButton).click()
    dialog = page.findChild(ReasonDialog)
    dialog.reason.setText("截止日填错")
    dialog.accept()
    assert OpeningRun.get().state == "undone"
    assert "已撤销 旧账.csv" in told(page)


def test_the_empty_sheet_lists_every_room(page, shell, tmp_path):
    page.write_template(tmp_path / "空表.xlsx")
    assert (tmp_path / "空表.xlsx").exists()
    assert "列好了 1 户" in shell.asked[-1][1]


def test_old_bills_are_compared_with_the_draft(page, desk, make_room, tmp_path):
    bind(
        desk, make_room("3-1-601", charged_area=AREA), make_tariff(desk, code="WY"), datetime.date(2020, 1, 1)
    )
    path = tmp_path / "旧账单.csv"
    path.write_text("房号,收费项目,应收金额\n3-1-601,物业费,227.0\n", encoding="utf-8")
    page.go(BALANCE)
    page.compare.read(path)
    assert "请先在“出账”页生成这个月的草稿" in page.compare.strip.text.text()
    runs.make_run(202611, desk)
    page.compare.read(path)
    cells = [page.compare.table.item(0, column).text() for column in range(7)]
    assert cells == ["3-1-601", "物业服务费", "227.00", "226.96", "-0.04", "舍入不同", "旧账四舍五入到角"]
    assert page.compare.told.text() == "舍入不同 1 户，差 -0.04 元"
