"""The pages of a receipt, a deposit and a pad through real widgets: what they show, and their steps by keyboard."""

import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from desk_app.kernel import store
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.cashier import deposits
from desk_app.modules.cashier.deposits import DepositTaken
from desk_app.modules.cashier.pads import PADS, SpoiledPadNumber
from desk_app.modules.cashier.payments import Payment, new_request, take_payment
from desk_app.modules.cashier.records import Deposit, ReceiptCorrection
from desk_app.modules.cashier.tenders import Tender
from ui.pages import record_page
from ui.reason_dialog import ReasonDialog
from ui.screens.cash_receipts import ReceiptsCard
from ui.screens.deposit_dialogs import AcceptDialog, DeductDialog, TransferDialog
from ui.screens.receipt_dialogs import CorrectMethodDialog, CorrectReferenceDialog

ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def bill(room, desk):
    item = FeeItem.get(FeeItem.code == "WY").id
    first, last = datetime.date(2026, 10, 1), datetime.date(2026, 10, 31)
    return ledger.post_bill(room.id, item, 22_696, first, last, last, desk)


@pytest.fixture
def receipt(room, bill, desk):
    return take_payment(
        Payment(
            room_id=room.id,
            payer_name="张伟",
            request=new_request(),
            picks=((bill.id, 22_696),),
            tenders=(Tender("cash", 20_000), Tender("wechat", 2_696, "4200001")),
        ),
        desk,
    )


@pytest.fixture
def deposit(room, desk):
    deposits.take_deposit(
        DepositTaken(
            room_id=room.id,
            item_id=FeeItem.get(FeeItem.code == "ZX3").id,
            amount=300_000,
            payer_name="张伟",
            request=new_request(),
            tenders=(Tender("cash", 300_000),),
        ),
        desk,
    )
    return Deposit.get()


@pytest.fixture
def show(shell, qtbot):
    """Return a function that shows the tab of a record as the window would."""

    def shown(kind_name, record_id):
        made = record_page(shell, kind_name, record_id, {})
        shell.show_page(made)
        qtbot.waitExposed(shell)
        return made

    return shown


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel)]


def cells(table):
    return [
        [table.item(row, column).text() for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


# -- receipts ----------------------------------------------------------------------------------------------------


def test_the_page_shows_lines_and_ways_and_opens_the_bill_behind_a_line(show, receipt, bill, shell):
    page = show("receipts", receipt.id)
    assert cells(page.lines) == [
        ["物业服务费", "2026-10-01 至 10-31", "31", "226.96"],
        ["合计", "", "", "226.96"],
    ]
    assert cells(page.tenders) == [["现金", "", "200.00"], ["微信", "4200001", "26.96"]]
    page.lines.setCurrentCell(0, 0)
    page.lines.cellActivated.emit(0, 0)
    page.lines.cellActivated.emit(1, 0)
    assert shell.asked == [("open_record", "bills", bill.id)]


def test_voiding_from_the_page_shows_who_and_why_and_offers_nothing_more(show, receipt, find):
    page = show("receipts", receipt.id)
    find(page, "step-void", QPushButton).click()
    dialog = page.findChild(ReasonDialog)
    dialog.reason.setText("收错房号")
    QTest.keyClick(dialog.reason, ENTER)
    assert any("作废。原因：收错房号" in text for text in texts(page.steps))
    assert page.steps.buttons == {}


def test_reversal_and_refund_go_to_a_request_filled_in(show, receipt, find, shell):
    page = show("receipts", receipt.id)
    find(page, "step-reverse", QPushButton).click()
    assert shell.asked[-1] == ("new_record", "reversal_requests", {"receipt": receipt.id})


def test_the_method_is_corrected_by_keyboard_and_esc_asks_first(show, receipt, find, shell):
    page = show("receipts", receipt.id)
    find(page, "step-correct_method", QPushButton).click()
    dialog = page.findChild(CorrectMethodDialog)
    assert (dialog.amount.text(), dialog.method.currentData()) == ("200.00", "wechat")
    dialog.reference.setText("4200009")
    QTest.keyClick(dialog.amount, ENTER)
    assert dialog.focusWidget() is dialog.reason
    QTest.keyClick(dialog.reason, ENTER)
    assert "写明原因" in dialog.strip.text.text()
    QTest.keyClick(dialog.amount, ESCAPE)
    assert dialog.isVisible() and "再按一次 Esc" in dialog.strip.text.text()
    dialog.reason.setText("其实是微信")
    QTest.keyClick(dialog.reason, ENTER)
    assert not dialog.isVisible()
    assert cells(page.tenders)[1:] == [["微信", "4200009", "200.00"]]
    assert ("tell", "已更正：200.00 元改为微信。") in shell.asked


def test_cash_has_no_reference_to_fill_in(show, receipt, find):
    page = show("receipts", receipt.id)
    find(page, "step-correct_method", QPushButton).click()
    dialog = page.findChild(CorrectMethodDialog)
    dialog.before.setCurrentIndex(1)
    assert (dialog.amount.text(), dialog.method.currentData()) == ("26.96", "cash")
    assert not dialog.reference.isEnabled()


def test_the_reference_is_corrected(show, receipt, find):
    page = show("receipts", receipt.id)
    find(page, "step-correct_reference", QPushButton).click()
    dialog = page.findChild(CorrectReferenceDialog)
    dialog.reference.setText("4200002")
    dialog.reason.setText("抄错一位")
    QTest.keyClick(dialog.reason, ENTER)
    assert cells(page.tenders)[1] == ["微信", "4200002", "26.96"]
    assert ReceiptCorrection.select().count() == 1


def test_the_menu_of_the_last_receipts_offers_the_same_steps(shell, receipt, desk):
    from desk_app.screens import receipt_steps
    from desk_app.screens.cash_room import read_cash_room

    card = ReceiptsCard(lambda receipt_id: receipt_steps.list_steps(receipt_id, desk))
    asked = []
    card.step_asked.connect(lambda *what: asked.append(what))
    (entry,) = read_cash_room(receipt.room_id, desk).receipts
    menu = card._menu(entry)
    names = [action.text() for action in menu.actions()]
    assert names == ["打开收据", "作废…", "冲红申请…", "更正收款方式…", "更正流水号…", "更正交款人…"]
    menu.actions()[3].trigger()
    assert asked == [(receipt.id, "correct_method")]
    card.deleteLater()


# -- deposits ----------------------------------------------------------------------------------------------------


def test_what_cannot_be_done_with_a_deposit_yet_says_why_and_acceptance_changes_it(show, deposit, find, desk):
    page = show("deposits", deposit.id)
    assert not find(page, "step-refund", QPushButton).isEnabled()
    assert any("请先登记验收日期" in text for text in texts(page.steps))
    find(page, "step-accept", QPushButton).click()
    dialog = page.findChild(AcceptDialog)
    assert "起可以退还" in dialog.until.text()
    QTest.keyClick(dialog.day, ENTER)
    assert Deposit.get().refundable_on is not None
    assert any("还有" in text for text in texts(page.steps))


def test_a_deduction_is_typed_and_taken_by_enter(show, deposit, find, shell):
    page = show("deposits", deposit.id)
    find(page, "step-deduct", QPushButton).click()
    dialog = page.findChild(DeductDialog)
    dialog.amount.setText("150")
    QTest.keyClick(dialog.amount, ESCAPE)
    assert dialog.isVisible()
    QTest.keyClick(dialog.amount, ENTER)
    assert dialog.focusWidget() is dialog.cause
    QTest.keyClick(dialog.cause, ENTER)
    assert "请写明扣款事由" in dialog.strip.text.text()
    dialog.cause.setText("撞坏地砖")
    dialog.document.setText("WZ-1")
    QTest.keyClick(dialog.document, ENTER)
    assert cells(page.moves)[1][0] == "扣款：WZ-1；撞坏地砖"
    assert cells(page.moves)[-1][-1] == "2,850.00"


def test_esc_twice_gives_a_deduction_up_and_cancel_at_once(show, deposit, find):
    page = show("deposits", deposit.id)
    for leave in (
        lambda made: [QTest.keyClick(made.amount, ESCAPE) for _press in range(2)],
        lambda made: made.no.click(),
    ):
        find(page, "step-deduct", QPushButton).click()
        dialog = page.findChildren(DeductDialog)[-1]
        dialog.amount.setText("150")
        leave(dialog)
        assert not dialog.isVisible()
    assert Deposit.get().held == 300_000


def test_debts_are_ticked_by_space_and_paid_out_of_the_deposit(show, deposit, bill, find):
    page = show("deposits", deposit.id)
    find(page, "step-transfer", QPushButton).click()
    dialog = page.findChild(TransferDialog)
    assert dialog.sums.text() == "转抵 226.96 元，押金还剩 2,773.04 元。"
    QTest.keyClick(dialog.debts, Qt.Key.Key_Space)
    assert dialog.sums.text().startswith("转抵 0.00 元")
    QTest.keyClick(dialog.debts, Qt.Key.Key_Space)
    dialog.document.setText("2026-11-23 同意书")
    QTest.keyClick(dialog.document, ENTER)
    assert Deposit.get().held == 277_304
    assert ledger.open_bills(deposit.room_id) == []


# -- pads --------------------------------------------------------------------------------------------------------


def test_a_spoiled_number_is_noted_on_the_pads_page(show, desk, find):
    values = {"kind": "收款收据", "first": 1, "last": 50, "taken_on": desk.today, "taken_by": "王芳"}
    pad = store.save(store.new(PADS, **values), desk).record
    page = show("receipt_pads", pad.id)
    find(page, "step-spoil", QPushButton).click()
    dialog = page.findChild(ReasonDialog)
    dialog.reason.setText("写错撕毁")
    QTest.keyClick(dialog.reason, ENTER)
    assert SpoiledPadNumber.get().number == 1
    assert "共 50 张：已用 0，作废 1，结余 49。下一张 02。" in texts(page.steps)
