"""Closing the month on its page: what stands against it, what balances, every number explained."""

import datetime

import pytest

from desk_app.kernel.access import Actor, Desk
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.cashier import day_close, payments, undoing
from desk_app.modules.cashier.records import MonthClose
from desk_app.modules.cashier.tenders import Tender
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
    assert rows_of(page.arrears)[-1] == ["合计", "0.00", "276.96", "0.00", "226.96", "0.00", "0.00", "50.00"]
    assert "226.96 ÷" in page.rates.text()


def test_once_every_day_is_closed_the_month_can_be(page, october, shell):
    till = day_close.TillCount(counted=22_696, banked=22_696, bank_slip="C-1")
    day_close.close_day("王芳", october.today, till, october)
    page.refresh()
    against = [check.sentence for check in page.closing.look.against]
    assert against == []
    page.yes.click()
    assert MonthClose.get().period == 202610
    assert page.report.isVisible()
    page.print_report()
    assert ("preview_paper", "month_closes", MonthClose.get().id, "month_report") in shell.asked


def test_every_number_that_is_not_plain_is_explained(page):
    page.tabs.setCurrentIndex(1)
    assert "共 2 个号" in page.told.text()
    assert "没有断号" in page.told.text()
    assert [row[:2] + row[4:5] for row in rows_of(page.numbers)] == [["SJ2026-000002", "作废", "收错了"]]
    page.odd.setChecked(False)
    assert len(rows_of(page.numbers)) == 2
