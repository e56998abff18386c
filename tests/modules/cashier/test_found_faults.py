"""The audit of bills and closes: sound months are silent, and whatever is changed behind the program's back is told."""

import datetime
import json
from types import SimpleNamespace

import pytest

from desk_app.kernel import settings
from desk_app.kernel.database import database
from desk_app.modules.billing import ledger, reductions, runs
from desk_app.modules.billing.records import Bill, ReducedBill, Reduction
from desk_app.modules.cashier import deposits, undoing
from desk_app.modules.cashier.checking import find_faults
from desk_app.modules.cashier.day_close import TillCount, close_day, day_figures
from desk_app.modules.cashier.deposits import DepositTaken
from desk_app.modules.cashier.month_close import close_month
from desk_app.modules.cashier.payments import new_request
from desk_app.modules.cashier.records import BankLine, DayClose, DepositMove, MonthClose, PrepaidMove, Receipt
from desk_app.modules.cashier.tenders import Tender
from tests.billed_rooms import AREA, bind, make_tariff


@pytest.fixture(autouse=True)
def sound(office):
    """Nothing need agree in the end of these tests."""


@pytest.fixture
def till(sit):
    """Return a function that closes 王芳's day with a float of 20.00 left, the rest banked."""

    def close(on):
        desk = sit("王芳", on=on)
        counted = day_figures("王芳", desk.today).cash_expected
        banked = max(0, counted - 2000)
        return close_day("王芳", desk.today, TillCount(counted=counted, banked=banked), desk)

    return close


@pytest.fixture
def book(desk, room, items, sit, pay, till, rate):
    """Two closed months and a third: bills of runs, a part payment, odd ends, a void, a reversal, a deposit, late fees."""
    room.charged_area = AREA
    room.save()
    settings.change({"bills_from": "202608"}, desk)
    rate("0.5")
    prices = ((datetime.date(2026, 1, 1), 23_500),)
    tariff = make_tariff(desk, prices, item=items["WY"])
    bind(desk, room, tariff, from_on=datetime.date(2026, 8, 10))
    bind(
        desk, room, make_tariff(desk, code="TC", basis="fixed", unit="位"), from_on=datetime.date(2026, 8, 1)
    )

    def bill(period, on):
        accountant = sit("吴会计", "accountant", on=on)
        runs.post_run(runs.make_run(period, accountant).id, accountant)

    bill(202608, "2026-08-05")
    pay(10000, sit("王芳", on="2026-08-12"))
    undoing.void_receipt(pay(500, sit("王芳", on="2026-08-12")).id, "错", sit("王芳", on="2026-08-12"))
    till("2026-08-12")
    close_month(202608, sit("吴会计", "accountant", on="2026-09-01"))
    bill(202609, "2026-09-03")
    late = pay(30000, sit("王芳", on="2026-09-20"))
    taken = DepositTaken(
        room_id=room.id,
        item_id=items["ZX3"].id,
        amount=30000,
        payer_name="张伟",
        request=new_request(),
        tenders=(Tender("cash", 30000),),
    )
    deposits.take_deposit(taken, sit("王芳", on="2026-09-20"))
    till("2026-09-20")
    undoing.reverse_receipt(late.id, "退票", sit("王芳", on="2026-09-25"), "孙经理")
    pay(28500, sit("王芳", on="2026-09-25"))
    till("2026-09-25")
    asked = Reduction.create(
        number="JM-1",
        room=room,
        kind="service",
        amount=100,
        cause="停水",
        state="approved",
    )
    open_now = ledger.open_bills(room.id)
    reductions.use(asked, open_now, sit("孙经理", "manager", on="2026-09-26"))
    close_month(202609, sit("吴会计", "accountant", on="2026-10-01"))
    bill(202610, "2026-10-03")
    return SimpleNamespace(room=room)


def no_guards():
    """Take the guards of the database away, as somebody with a tool for databases would."""
    for (name,) in database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        database.execute_sql(f'DROP TRIGGER "{name}"')
    database.execute_sql("PRAGMA ignore_check_constraints = ON")


def change(sql, *values):
    def do():
        database.execute_sql(sql, values)

    return do


def bill_the_days_again():
    """Write September's bill of the area fee again, as a run that had lost its way would."""
    first = Bill.get(Bill.period == 202609, Bill.binding == 1, Bill.state != "void")
    columns = [field for field in Bill._meta.sorted_fields if field.name not in ("id", "from_on", "paid")]
    values = {field.name: getattr(first, field.column_name) for field in columns}
    Bill.create(**values | {"from_on": datetime.date(2026, 9, 11), "paid": 0, "reduced": 0})


def claim_a_void_receipt():
    void = Receipt.get(Receipt.total == 500)
    BankLine.create(
        version=1, source="bank", reference="R-7", came_at=void.at, amount=500, room=1, receipt=void, state="claimed"
    )  # fmt: skip


def keep_other_figures():
    close = MonthClose.get(MonthClose.period == 202609)
    kept = json.loads(close.snapshot)
    kept["arrears"][0]["billed"] += 100
    change("UPDATE month_close SET snapshot = ? WHERE id = ?", json.dumps(kept), close.id)()


def keep_another_closing():
    close = MonthClose.get(MonthClose.period == 202608)
    kept = json.loads(close.snapshot)
    kept["total"]["closing"] -= 100
    change("UPDATE month_close SET snapshot = ? WHERE id = ?", json.dumps(kept), close.id)()


def void_under_its_late_fee():
    overdue = Bill.select(Bill.late_for).where(Bill.late_for.is_null(False), Bill.state != "void").scalar()
    change("UPDATE bill SET state = 'void', paid = 0, reduced = 0 WHERE id = ?", overdue)()
    change("UPDATE bill SET paid = 0 WHERE late_for_id = ?", overdue)()


TAMPERED = {
    "days billed twice": (bill_the_days_again, "2026-09-11 至 2026-09-30 的日子收了两次：账单"),
    "an amount lowered": (change("UPDATE bill SET amount = amount - 10000 WHERE period = 202610 AND quantity = 965800"), "与它的数量、单价、天数算出的不符：记 126.96 元，应为 226.96 元"),
    "a price changed": (change("UPDATE bill SET price = price + 100 WHERE period = 202610 AND quantity = 10000"), "与它的数量、单价、天数算出的不符"),
    "a reduction beyond the bill": (change("UPDATE bill SET reduced = amount + 1 WHERE period = 202610 AND quantity = 965800"), "应收 226.96 元，却减免 226.97 元"),
    "more let off than approved": (change("UPDATE reduction SET amount = 99 WHERE number = 'JM-1'"), "减免单 JM-1 批准 0.99 元，却减了 1.00 元"),
    "a late fee of a void bill": (void_under_its_late_fee, "的违约金，"),
    "money of a closed day": (change("UPDATE receipt_method SET amount = 9000 WHERE id = 1"), "王芳 2026-08-12 已日结收款 100.00 元，现在的收据合计 90.00 元"),
    "another way of payment": (change("UPDATE receipt_method SET method = 'wechat' WHERE id = 1"), "或收款方式不同"),
    "a receipt moved to another day": (change("UPDATE receipt SET business_on = '2026-08-13' WHERE id = 1"), "王芳 2026-08-12 已日结 2 张收据，现在有 1 张"),
    "a float that shrank": (change("UPDATE day_close SET float_before = 0, cash_expected = cash_expected - 2000, cash_counted = cash_counted - 2000 WHERE business_on = '2026-09-20'"), "王芳 2026-09-20 日结的期初备用金是 0.00 元，上一次日结留下 20.00 元"),
    "over and short forgotten": (change("UPDATE day_close SET cash_counted = cash_counted + 5 WHERE business_on = '2026-09-25'"), "王芳 2026-09-25 日结的应有现金或长短款与当天的收支不符"),
    "a deposit that left without a receipt": (lambda: DepositMove.create(deposit=1, kind="refunded", amount=-15000, at=datetime.datetime(2026, 11, 1), business_on=datetime.date(2026, 11, 1), actor="x"), "押金 1 在 2026-11-01 变动 -150.00 元，没有收据"),
    "a deposit's receipt without its move": (change("DELETE FROM deposit_move WHERE id = 1"), "收据 YJ2026-000001 与押金流水相差 300.00 元"),
    "a claim of a void receipt": (claim_a_void_receipt, "到账 R-7 的 5.00 元已认领，收据 SJ2026-000002 却已作废或冲红"),
    "prepaid money below nothing": (lambda: PrepaidMove.create(room=1, amount=-10**7, at=datetime.datetime(2026, 11, 1), business_on=datetime.date(2026, 11, 1), actor="x"), "少于零"),
    "a snapshot that was edited": (keep_other_figures, "202609 已月结，欠费的数字现在算出的与月结时不同"),
    "a bill dated back into a closed month": (change("UPDATE bill SET posted_at = '2026-09-29 09:00:00', period = 202609 WHERE period = 202610"), "202609 已月结，欠费的数字现在算出的与月结时不同"),
    "a month that closed with another sum": (keep_another_closing, "202609 月结的期初欠费 63.42 元，与上月月结的期末 62.42 元不同"),
}  # fmt: skip


def test_three_months_of_an_office_are_sound(book):
    assert DayClose.select().count() == 3
    assert MonthClose.select().count() == 2
    assert Bill.select().where(Bill.late_for.is_null(False)).exists()
    assert ReducedBill.select().exists()
    assert find_faults() == []


@pytest.mark.parametrize(("tamper", "sentence"), TAMPERED.values(), ids=TAMPERED)
def test_what_was_changed_behind_the_program_is_told(tamper, sentence, book):
    assert find_faults() == []
    no_guards()
    tamper()
    assert [fault for fault in find_faults() if sentence in fault], find_faults()
