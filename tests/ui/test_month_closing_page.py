"""Closing the month on its page: what stands against it, what balances, every number explained."""

import datetime

import pytest
from PySide6.QtWidgets import QLabel

from desk_app.kernel.access import Actor, Desk
from desk_app.modules.billing import ledger, reductions
from desk_app.modules.billing.records import Bill, FeeItem, Reduction
from desk_app.modules.cashier import day_close, payments, undoing
from desk_app.modules.cashier.records import MonthClose
from desk_app.modules.cashier.tenders import Tender
from ui.screens.month_close_dialog import MonthCloseDialog
from ui.screens.month_closing import MonthClosingPage


def on(text):
    moment = datetime.datetime.fromisoformat(f"{text} 16:00")
    return Desk(Actor("王芳"), lambda: moment)


def pay(room, desk, fen):
    item = FeeItem.get(FeeItem.code == "WY").id
    day = datetime.date(2026, 10, 31)
    bill = ledger.post_bill(room.id, item, fen, day.replace(day=1), day, day, desk)
    return payments.take_payment(
        payments.Payment(
            room_id=room.id,
            payer_name="张伟",
            request=payments.new_request(),
            picks=((bill.id, fen),),
            tenders=(Tender("cash", fen),),
        ),
        desk,
    )


@pytest.fixture
def october(room):
    """Two receipts of the 20th of October, one of them void."""
    desk = on("2026-10-20")
    pay(room, desk, 22_696)
    undoing.void_receipt(pay(room, desk, 5_000).id, "收错了", desk)
    return desk


@pytest.fixture
def page(qtbot, shell, october):
    made = MonthClosingPage(shell)
    shell.show_page(made)
    qtbot.waitExposed(shell)
    made.take_focus()
    return made


def rows_of(table):
    return [
        [table.item(line, place).text() for place in range(table.columnCount())]
        for line in range(table.rowCount())
    ]


def test_an_open_day_stands_against_the_month(page):
    assert "王芳 2026-10-20" in next(check.sentence for check in page.closing.look.checks if not check.ok)
    assert not page.yes.isEnabled()


def test_the_arrears_balance_and_the_rate_tells_its_formula(page):
    assert rows_of(page.arrears)[-1] == [
        "合计",
        "0.00",
        "276.96",
        "276.96",
        "0.00",
        "226.96",
        "0.00",
        "0.00",
        "50.00",
    ]
    assert "226.96 ÷" in page.rates.text()


def test_once_every_day_is_closed_the_month_can_be(page, october, shell):
    till = day_close.TillCount(counted=22_696, banked=22_696, bank_slip="C-1")
    day_close.close_day("王芳", october.today, till, october)
    page.refresh()
    against = [check.sentence for check in page.closing.look.against]
    assert against == []
    page.yes.click()
    dialog = page.findChild(MonthCloseDialog)
    assert MonthClose.select().count() == 0
    shown = "".join(each.text() for each in dialog.findChildren(QLabel))
    assert "本期应收 276.96 元" in shown
    assert "期末欠费 50.00 元" in shown
    dialog.yes.click()
    assert MonthClose.get().period == 202610
    assert page.report.isVisible()
    page.print_report()
    assert ("preview_paper", "month_closes", MonthClose.get().id, "month_report") in shell.asked


def test_every_number_that_is_not_plain_is_explained(page):
    page.tabs.setCurrentIndex(2)
    assert "共 2 个号" in page.told.text()
    assert "没有断号" in page.told.text()
    assert [row[:2] + row[4:6] for row in rows_of(page.numbers)] == [
        ["SJ2026-000002", "作废", "收错了", "王芳"]
    ]
    page.odd.setChecked(False)
    assert len(rows_of(page.numbers)) == 2


@pytest.fixture
def closed(page, october):
    """October, closed."""
    till = day_close.TillCount(counted=22_696, banked=22_696, bank_slip="C-1")
    day_close.close_day("王芳", october.today, till, october)
    page.refresh()
    page.yes.click()
    page.findChild(MonthCloseDialog).yes.click()
    return MonthClose.get()


def test_a_closed_month_shows_what_it_was_closed_with_and_warns_of_nothing(page, closed, room, shell):
    """What happens in November is November's; October's page and card stay."""
    before = rows_of(page.arrears)
    ledger.void_bill(Bill.get(Bill.paid == 0).id, on("2026-11-23"), "重复出账")
    page.refresh()
    assert rows_of(page.arrears) == before
    assert page.closing.look.against == []
    assert "由 王芳 月结" in page.head.detail.text()
    assert not page.yes.isVisible()
    page.card.click()
    assert ("open_record", "month_closes", closed.id) in shell.asked


def test_esc_leaves_the_month_open(page, october):
    till = day_close.TillCount(counted=22_696, banked=22_696, bank_slip="C-1")
    day_close.close_day("王芳", october.today, till, october)
    page.refresh()
    page.yes.click()
    page.findChild(MonthCloseDialog).reject()
    assert MonthClose.select().count() == 0


def test_the_reductions_of_the_month_are_listed_and_go_to_excel(page, room, tmp_path):
    desk = on("2026-10-21")
    bill = Bill.get(Bill.paid == 0)
    asked = Reduction.create(
        number="JM-1", room=room, kind="service", amount=700, cause="停水", approved_by="孙经理", state="approved"
    )  # fmt: skip
    reductions.use(asked, [bill], desk)
    page.tabs.setCurrentWidget(page.reductions)
    assert [row[1:8] for row in rows_of(page.reductions.table)] == [
        ["JM-1", "服务赔偿", "3-1-502", "物业服务费", "2026-10", "7.00", "停水"]
    ]
    page.reductions.group.setCurrentIndex(2)
    page.reductions.group.activated.emit(2)
    assert rows_of(page.reductions.sums) == [["孙经理", "1", "7.00"], ["合计", "1", "7.00"]]
    page.reductions.export_to(tmp_path / "list.xlsx")
    assert (tmp_path / "list.xlsx").exists()
    page.reductions.from_on.setText("昨儿")
    page.reductions.read()
    assert "请填写日期" in page.strip.text.text()
    assert page.reductions.table.rowCount() == 1
