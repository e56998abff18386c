"""银行托收：送盘、回盘、开收据"""

import datetime

import openpyxl
import pytest

from desk_app.kernel import store
from desk_app.kernel.errors import DeskError, InvalidRecord
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import Bill
from desk_app.modules.cashier import bank_lines, debit_asking, debit_returns, debits
from desk_app.modules.cashier.day_close import TillCount, close_day
from desk_app.modules.cashier.debit_kinds import MANDATES
from desk_app.modules.cashier.debit_records import DebitLine, DebitMandate
from desk_app.modules.cashier.records import BankLine, Receipt, ReceiptMethod

ACCOUNT = "6222021234567890123"


@pytest.fixture
def authorised(desk, room, items):
    """3-1-502 owes 226.96 and signed."""
    until = datetime.date(2026, 10, 31)
    ledger.post_bill(room.id, items["WY"].id, 22_696, until.replace(day=1), until, until, desk)
    draft = store.new(
        MANDATES, room=room, holder="张伟", account=ACCOUNT, signed_on=datetime.date(2026, 1, 1)
    )
    return store.save(draft, desk).record


def returned(tmp_path, *rows):
    path = tmp_path / "回盘.csv"
    path.write_text("\n".join(["流水号,状态,失败原因,实扣金额", *rows]), encoding="gb18030")
    return debit_returns.read_return(path)


def test_the_file_holds_the_whole_account_and_is_not_asked_twice(authorised, tmp_path, cashier):
    path = tmp_path / "托收.csv"
    sent = debits.send(path, cashier)
    assert (sent.count, sent.total) == (1, 22_696)
    told = path.read_text(encoding="gb18030")
    assert ACCOUNT in told and "226.96" in told
    with pytest.raises(DeskError, match="没有要托收的房屋"):
        debits.send(path, cashier)


def test_what_the_bank_collected_is_receipted_once(authorised, tmp_path, cashier):
    debits.send(tmp_path / "托收.csv", cashier)
    reference = DebitLine.get().reference
    found = returned(tmp_path, f"{reference},成功,")
    assert debit_returns.accept(found, cashier).receipts == 1
    assert debit_returns.accept(found, cashier).receipts == 0
    assert (Bill.get().paid, Receipt.select().count()) == (22_696, 1)
    assert ReceiptMethod.get().method == "direct_debit"


def test_what_was_refused_keeps_the_reason_and_is_asked_for_again(authorised, tmp_path, cashier):
    sent = debits.send(tmp_path / "托收.csv", cashier)
    found = returned(tmp_path, f"{DebitLine.get().reference},失败,余额不足", "X1,成功,")
    assert (found.count("refused"), found.count("unknown")) == (1, 1)
    assert debit_returns.accept(found, cashier).refused == 1
    assert [line.reason for line in debits.unpaid(sent.batch)] == ["失败：余额不足"]
    assert [one.amount for one in debit_asking.look(cashier).asked] == [22_696]


def test_a_second_authorisation_of_a_room_is_refused(authorised, desk, room):
    with pytest.raises(InvalidRecord, match="已有有效"):
        draft = store.new(
            MANDATES, room=room, holder="李", account=ACCOUNT, signed_on=datetime.date(2026, 2, 1)
        )
        store.save(draft, desk)


def test_an_excel_file_keeps_the_account_as_text_and_the_sum_as_a_number(authorised, tmp_path, cashier):
    path = tmp_path / "托收.xlsx"
    debits.send(path, cashier)
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(path).active.rows]
    assert rows[0] == ["序号", "户名", "账号", "开户行", "金额", "流水号", "摘要"]
    assert rows[1][1:5] == ["张伟", ACCOUNT, None, 226.96]
    assert rows[1][5] == DebitLine.get().reference


def test_sums_have_two_places_for_the_bank(authorised, owe, tmp_path, cashier):
    owe(4)
    debits.send(tmp_path / "托收.csv", cashier)
    assert ",227.00," in (tmp_path / "托收.csv").read_text(encoding="gb18030")


def test_a_file_that_cannot_be_written_asks_for_nothing(authorised, tmp_path, cashier):
    for name in ("托收.csv", "托收.xlsx"):
        with pytest.raises(DeskError, match="没有导出到"):
            debits.send(tmp_path / "没有这个文件夹" / name, cashier)
    assert DebitLine.select().count() == 0


def test_a_part_collected_is_receipted_and_the_rest_is_asked_for_again(authorised, tmp_path, cashier):
    debits.send(tmp_path / "托收.csv", cashier)
    found = returned(tmp_path, f"{DebitLine.get().reference},成功,,100.00")
    assert (found.total, found.answers[0].told) == (10_000, "实扣 100.00 元，送盘 226.96 元，请核对")
    assert debit_returns.accept(found, cashier).receipts == 1
    assert (Bill.get().paid, ReceiptMethod.get().amount) == (10_000, 10_000)
    assert [one.amount for one in debit_asking.look(cashier).asked] == [12_696]


def test_more_than_was_asked_for_is_not_believed(authorised, tmp_path, cashier):
    debits.send(tmp_path / "托收.csv", cashier)
    found = returned(tmp_path, f"{DebitLine.get().reference},成功,,300.00")
    assert (found.count("bad"), debit_returns.accept(found, cashier).receipts) == (1, 0)
    assert DebitLine.get().state == "sent"


def test_where_the_day_is_closed_the_money_waits_and_is_claimed_the_next_day(
    authorised, tmp_path, cashier, sit
):
    debits.send(tmp_path / "托收.csv", cashier)
    close_day("王芳", cashier.today, TillCount(counted=0), cashier)
    found = returned(tmp_path, f"{DebitLine.get().reference},成功,")
    came = debit_returns.accept(found, cashier)
    assert (came.receipts, len(came.waiting)) == (0, 1)
    assert "3-1-502 226.96" in came.waiting[0]
    line = BankLine.get()
    assert (line.state, Receipt.select().count()) == ("waiting", 0)
    tomorrow = sit("王芳", "cashier", on=str(cashier.today + datetime.timedelta(days=1)))
    assert debit_returns.accept(returned(tmp_path, f"{line.reference},成功,"), tomorrow).receipts == 0
    bank_lines.claim(line.id, line.room_id or authorised.room_id, tomorrow)
    assert Bill.get().paid == 22_696


def test_a_batch_taken_back_is_asked_for_again_and_its_late_answer_still_counts(
    authorised, tmp_path, cashier
):
    sent = debits.send(tmp_path / "托收.csv", cashier)
    with pytest.raises(DeskError, match="写明原因"):
        debits.withdraw(sent.batch, cashier, " ")
    assert debits.withdraw(sent.batch, cashier, "银行退回了文件") == 1
    assert (DebitLine.get().state, debits.open_batches()) == ("withdrawn", [])
    assert [one.amount for one in debit_asking.look(cashier).asked] == [22_696]
    with pytest.raises(DeskError, match="没有等回盘的托收"):
        debits.withdraw(sent.batch, cashier, "再撤一次")
    assert (
        debit_returns.accept(returned(tmp_path, f"{DebitLine.get().reference},成功,"), cashier).receipts == 1
    )


def test_an_answered_batch_cannot_be_taken_back(authorised, tmp_path, cashier):
    sent = debits.send(tmp_path / "托收.csv", cashier)
    debit_returns.accept(returned(tmp_path, f"{DebitLine.get().reference},成功,"), cashier)
    with pytest.raises(DeskError, match="没有等回盘的托收"):
        debits.withdraw(sent.batch, cashier, "想撤回")


def test_a_status_that_is_no_answer_leaves_the_sum_waiting(authorised, tmp_path, cashier):
    debits.send(tmp_path / "托收.csv", cashier)
    reference = DebitLine.get().reference
    found = returned(tmp_path, f"{reference},处理中,", f"{reference},Q7,", f"{reference},,")
    assert [answer.outcome for answer in found.answers] == ["bad"] * 3
    debit_returns.accept(found, cashier)
    assert (DebitLine.get().state, BankLine.select().count()) == ("sent", 0)
    found = returned(tmp_path, f"{reference},Q7,余额不足")
    assert found.answers[0].told == "Q7：余额不足"
    assert debit_returns.accept(found, cashier).refused == 1


def test_what_was_refused_first_and_collected_after_all_has_come_in(authorised, tmp_path, cashier):
    debits.send(tmp_path / "托收.csv", cashier)
    reference = DebitLine.get().reference
    debit_returns.accept(returned(tmp_path, f"{reference},失败,超时"), cashier)
    assert debit_returns.accept(returned(tmp_path, f"{reference},成功,"), cashier).receipts == 1
    again = returned(tmp_path, f"{reference},失败,超时")
    assert (again.count("known"), debit_returns.accept(again, cashier).refused) == (1, 0)
    assert (DebitLine.get().state, DebitLine.get().reason) == ("paid", None)


def test_those_left_out_are_named_with_the_reason(authorised, tmp_path, desk, cashier, pay):
    def reason():
        (left,) = debit_asking.look(cashier).left_out
        return left.reason

    sent = debits.send(tmp_path / "托收.csv", cashier)
    assert reason() == f"等银行回盘（{sent.batch}）"
    debits.withdraw(sent.batch, cashier, "文件没有交")
    DebitMandate.update(until_on=datetime.date(2026, 10, 31)).execute()
    assert reason() == "授权已于 2026-10-31 到期"
    DebitMandate.update(until_on=None, signed_on=datetime.date(2027, 1, 1)).execute()
    assert reason() == "授权从 2027-01-01 起才有效"
    DebitMandate.update(signed_on=datetime.date(2026, 1, 1)).execute()
    pay(22_696, cashier)
    assert reason() == "不欠费"


def test_money_kept_for_another_fee_does_not_keep_the_bank_from_being_asked(authorised, cashier, pay, items):
    kept = {"picks": (), "late_picks": (), "to_prepaid": 30_000, "prepaid_item": items["SF"].id}
    pay(30_000, cashier, **kept)
    assert [one.amount for one in debit_asking.look(cashier).asked] == [22_696]


def test_a_room_that_owes_and_never_authorised_is_counted_apart(authorised, cashier):
    DebitMandate.update(state="ended").execute()
    found = debit_asking.look(cashier)
    assert (found.asked, found.left_out, found.others, found.others_due) == ([], [], 1, 22_696)
