"""Bank collection on the page of incoming money: the file out, the bank's answer in, a batch taken back."""

import datetime

import pytest

from desk_app.kernel import store
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.cashier.debit_kinds import MANDATES
from desk_app.modules.cashier.debit_records import DebitLine
from desk_app.modules.cashier.records import Receipt
from ui.reason_dialog import ReasonDialog
from ui.screens.bank_matching import BankMatchingPage
from ui.screens.debit_dialogs import DebitOutDialog, DebitReturnDialog

ACCOUNT = "6222021234567890123"


@pytest.fixture
def page(qtbot, shell):
    made = BankMatchingPage(shell)
    shell.show_page(made)
    qtbot.waitExposed(shell)
    return made


@pytest.fixture
def authorised(desk, room):
    """3-1-502 owes 226.96 and signed."""
    item = FeeItem.get(FeeItem.code == "WY").id
    ledger.post_bill(room.id, item, 22_696, *(datetime.date(2026, 10, day) for day in (1, 31, 31)), desk)
    signed = datetime.date(2026, 1, 1)
    draft = store.new(MANDATES, room=room, holder="张伟", account=ACCOUNT, signed_on=signed)
    return store.save(draft, desk).record


def entries(page):
    page.debits.fill()
    return [action.text() for action in page.debits.menu.actions() if not action.isSeparator()]


def out(page):
    page.debits.send()
    return page.findChildren(DebitOutDialog)[-1]


def answer(page, tmp_path, status, name="回盘.csv"):
    path = tmp_path / name
    text = f"流水号,状态,失败原因\n{DebitLine.get().reference},{status}\n"
    path.write_text(text, encoding="gb18030")
    page.debits.read(path)
    return page.findChildren(DebitReturnDialog)[-1]


def test_with_no_authorisation_the_window_says_how_to_enter_one(page, shell):
    dialog = out(page)
    assert "登记托收授权" in dialog.summary.text()
    assert not dialog.yes.isVisible()
    assert dialog.focusWidget() is dialog.entry
    dialog.findChild(object, "debits-mandate").click()
    assert shell.asked[-1] == ("new_record", "debit_mandates", {})


def test_the_file_is_saved_and_the_window_stays_with_who_was_left_out(page, authorised, tmp_path):
    dialog = out(page)
    assert "托收 1 户，共 226.96 元" in dialog.summary.text()
    assert dialog.asked.item(0, 0).text() == "3-1-502"
    assert ACCOUNT not in dialog.asked.item(0, 2).text()
    assert dialog.focusWidget() is dialog.yes
    dialog.save_at(tmp_path / "托收.xlsx")
    assert "1 户，共 226.96 元。请交给银行" in dialog.strip.text.text()
    assert (dialog.yes.isVisible(), dialog.no.text()) == (False, "关闭")
    again = out(page)
    assert again.left.item(0, 2).text() == f"等银行回盘（{DebitLine.get().batch}）"


def test_what_the_bank_collected_is_receipted_once(page, authorised, tmp_path):
    out(page).save_at(tmp_path / "托收.csv")
    dialog = answer(page, tmp_path, "成功,")
    assert Receipt.select().count() == 0
    assert "已扣款 1 户，共 226.96 元" in dialog.summary.text()
    dialog.yes.click()
    assert page.strip.text.text() == "收据已开 1 张"
    again = answer(page, tmp_path, "成功,")
    assert "没有新的结果" in again.summary.text()
    assert not again.yes.isVisible()
    assert Receipt.select().count() == 1


def test_what_was_refused_shows_the_banks_reason(page, authorised, tmp_path):
    out(page).save_at(tmp_path / "托收.csv")
    dialog = answer(page, tmp_path, "失败,余额不足")
    assert [dialog.lines.item(0, place).text() for place in (0, 4, 5)] == [
        "3-1-502",
        "未扣成",
        "失败：余额不足",
    ]
    dialog.yes.click()
    assert "1 户未扣成" in page.strip.text.text()


def test_a_batch_is_taken_back_with_a_reason_while_nothing_came_back(page, authorised, tmp_path):
    assert len(entries(page)) == 4
    out(page).save_at(tmp_path / "托收.csv")
    batch = DebitLine.get().batch
    assert f"撤回 {batch}…" in entries(page)
    next(each for each in page.debits.menu.actions() if each.text() == f"撤回 {batch}…").trigger()
    dialog = page.findChildren(ReasonDialog)[-1]
    dialog.reason.setText("银行账户换了")
    dialog.accept()
    assert "已撤回 1 户" in page.strip.text.text()
    assert (DebitLine.get().state, DebitLine.get().reason) == ("withdrawn", "银行账户换了")
    assert f"撤回 {batch}…" not in entries(page)
