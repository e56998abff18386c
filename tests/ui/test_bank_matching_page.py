"""Claiming incoming money on its page: a list taken in, sure lines confirmed together, others one by one."""

import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.cashier.records import BankLine, Receipt
from ui.reason_dialog import ReasonDialog
from ui.screens.bank_matching import SURE, BankMatchingPage

LIST = """交易时间,交易对方,商品,收/支,金额(元),当前状态,交易单号
2026-11-20 09:12:33,张伟,3-1-502物业费,收入,¥226.96,已收钱,1001
2026-11-20 10:00:00,过路人,/,收入,¥20.00,已收钱,1002
"""


@pytest.fixture
def page(qtbot, shell, desk, room, tmp_path):
    item = FeeItem.get(FeeItem.code == "WY").id
    ledger.post_bill(room.id, item, 22_696, *(datetime.date(2026, 10, day) for day in (1, 31, 31)), desk)
    made = BankMatchingPage(shell)
    shell.show_page(made)
    qtbot.waitExposed(shell)
    path = tmp_path / "微信.csv"
    path.write_text(LIST, encoding="utf-8")
    made.read(path)
    return made


def test_nothing_is_stored_before_it_is_accepted(page):
    assert BankLine.select().count() == 0
    assert "新到账 2 笔，共 246.96 元" in page.strip.text.text()
    QTest.keyClick(page.strip.offer_button, Qt.Key.Key_Return)
    assert BankLine.select().count() == 2
    assert page.table.rowCount() == 2


def test_sure_lines_are_confirmed_together(page, room):
    page.strip.offer_button.click()
    assert page.sure.text() == "确认有把握的 1 笔"
    page.sure.click()
    assert [receipt.room_id for receipt in Receipt.select()] == [room.id]
    assert page.table.rowCount() == 1
    assert not page.sure.isVisible()
    assert page.table.hasFocus()


def test_enter_confirms_the_room_proposed_for_the_line_in_front(page, room):
    page.strip.offer_button.click()
    page.table.setCurrentCell(1, 0)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert Receipt.get().total == 22_696
    assert "收据 SJ2026-000001" in page.strip.text.text()


def test_a_room_is_found_by_hand_where_none_is_proposed(page, room):
    page.strip.offer_button.click()
    page.table.setCurrentCell(0, 0)
    assert page.current.proposals == ()
    QTest.keyClicks(page.finder, "3-1-502")
    QTest.keyClick(page.finder, Qt.Key.Key_Return)
    assert (Receipt.get().total, Receipt.get().room_id) == (2_000, room.id)


def test_money_that_is_no_fee_is_set_aside_and_back(page, find):
    page.strip.offer_button.click()
    page.table.setCurrentCell(0, 0)
    page.set_aside()
    dialog = page.findChild(ReasonDialog)
    dialog.reason.setText("还款，不是物业费")
    dialog.accept()
    assert page.table.rowCount() == 1
    page.show_other()
    assert page.table.rowCount() == 1
    assert page.table.item(0, SURE).text() == "不是收费"
    find(page, "bank-back", QPushButton).click()
    page.show_other()
    assert page.table.rowCount() == 2
