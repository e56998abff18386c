"""Opening balances in the book: they agree with every check of the cash desk, come once, and go again as a whole."""

import datetime

import pytest

from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.errors import DeskError
from desk_app.kernel.store import AuditRow
from desk_app.modules.arrears.debt_lines import debt_lines
from desk_app.modules.billing import ledger, runs
from desk_app.modules.billing.explaining import explain
from desk_app.modules.billing.figures import show_days
from desk_app.modules.billing.records import Bill
from desk_app.modules.cashier import day_figures, deposits, payments, prepaid
from desk_app.modules.cashier.checking import find_faults
from desk_app.modules.cashier.day_figures import days_to_close
from desk_app.modules.cashier.payments import Payment
from desk_app.modules.cashier.records import Deposit, DepositMove, MonthClose, Receipt
from desk_app.modules.cashier.roll_forward import roll_forward
from desk_app.modules.cashier.statement import statement
from desk_app.modules.cashier.tenders import Tender
from desk_app.modules.estate.records import Room
from desk_app.modules.meters.records import Meter, MeterReading
from desk_app.modules.opening import posting, undoing
from desk_app.modules.opening.records import OpeningEntry, OpeningRun
from desk_app.screens import bill_run_lines
from tests.billed_rooms import AREA, LONG_AGO, bind, make_tariff

HEADS = ("房号", "类别", "收费项目", "账期", "金额", "收取日期", "原收据号")
ALL = (
    HEADS,
    ("3-1-502", "欠费", "物业服务费", "2026-09", "226.96", "", "0007"),
    ("3-1-502", "欠费", "物业服务费", "2026-10", "226.96", "", ""),
    ("3-1-501", "欠费", "水费", "2026-10", "60.00", "", ""),
    ("3-1-501", "预存款", "", "", "500.00", "", ""),
    ("3-1-503", "预存款", "物业服务费", "", "80.00", "", ""),
    ("3-1-502", "押金", "装修押金", "", "3000.00", "2026-03-01", "0012345"),
    ("3-1-501", "历史收款", "物业服务费", "2025-12", "226.96", "2025-12-20", "A-88"),
)


@pytest.fixture
def run(take_over):
    return take_over(*ALL)


def test_every_line_is_in_the_book_and_nothing_is_at_fault(run, rooms):
    assert (run.lines, run.arrears, run.prepaid, run.deposits, run.payments) == (
        7,
        51_392,
        58_000,
        300_000,
        22_696,
    )
    assert OpeningEntry.select().count() == 7
    assert [bill.still_open for bill in ledger.open_bills(rooms["3-1-502"].id)] == [22_696, 22_696]
    assert prepaid.balance(rooms["3-1-501"].id) == 50_000
    assert find_faults() == []


def test_a_bill_says_which_file_row_and_old_number_it_came_from(run, rooms):
    bill = ledger.open_bills(rooms["3-1-502"].id)[0]
    assert explain(bill).startswith("期初导入（期初.csv 第 2 行）")
    assert "旧单号 0007" in explain(bill)
    assert AuditRow.select().where(AuditRow.kind == "bills", AuditRow.action == "opening").count() == 3


def test_the_first_month_opens_with_what_was_taken_over(run):
    november = roll_forward(202611)
    assert november.difference == 0
    assert (november.total.opening, november.total.billed, november.total.closing) == (51_392, 0, 51_392)
    assert (november.prepaid.opening, november.prepaid.closing) == (58_000, 58_000)
    assert [(row.opening, row.closing) for row in november.deposits] == [(300_000, 300_000)]
    assert roll_forward(202610).difference == 0
    assert roll_forward(202512).difference == 0


def test_the_deposit_is_held_as_the_old_receipt_says(run, rooms):
    deposit = Deposit.get()
    assert (deposit.room_id, deposit.held, str(deposit.received_on)) == (
        rooms["3-1-502"].id,
        300_000,
        "2026-03-01",
    )
    assert deposit.payer_name == "张伟"
    assert deposit.note == "旧收据 0012345"
    assert [(move.kind, move.amount) for move in DepositMove.select()] == [("opening", 300_000)]


def test_past_payments_count_in_the_statement_but_in_no_day(run, rooms, desk):
    receipt = Receipt.get()
    assert (receipt.number, receipt.kind, receipt.pad_number) == ("LS2025-000001", "imported", "A-88")
    account = statement(rooms["3-1-501"].id)
    assert [(str(entry.on), entry.sort) for entry in account.entries][:2] == [
        ("2025-12-20", "bill"),
        ("2025-12-20", "receipt"),
    ]
    assert account.closing.net == 6_000 - 50_000
    assert days_to_close(desk.today) == []
    assert day_figures.day_figures(receipt.cashier, receipt.business_on).receipts == 0


def test_the_numbers_of_today_begin_at_one(run, rooms, desk):
    bill = ledger.open_bills(rooms["3-1-502"].id)[0]
    receipt = payments.take_payment(
        Payment(
            room_id=rooms["3-1-502"].id,
            payer_name="张伟",
            picks=((bill.id, 22_696),),
            tenders=(Tender("cash", 22_696),),
            request="one",
        ),
        desk,
    )
    assert receipt.number == "SJ2026-000001"
    november = roll_forward(202611)
    assert (november.difference, november.total.old, november.total.current) == (0, 22_696, 0)
    assert find_faults() == []


def test_the_same_file_twice_brings_nothing_twice(run, look, desk):
    plan = look(*ALL)
    assert {line.outcome for line in plan.lines} == {"known"}
    assert "再导入不会重复记账" in plan.remarks[0]
    with pytest.raises(DeskError, match="文件里没有新的一行"):
        posting.accept(plan, desk)
    assert Bill.select().count() == 4


def test_sums_without_days_come_once_whatever_last_day_is_told(take_over, look, desk):
    rows = (("房号", "物业费欠费", "装修押金"), ("3-1-502", "100", "3000"))
    take_over(*rows)
    plan = look(*rows, name="再来.csv", on=datetime.date(2026, 11, 15))
    assert {line.outcome for line in plan.lines} == {"known"}


def test_another_file_brings_only_what_is_new(run, look, desk):
    rows = (*ALL[:2], ("3-1-503", "欠费", "物业服务费", "2026-10", "10.00", "", ""))
    other = look(*rows, name="第二次.csv")
    assert [line.outcome for line in other.lines] == ["known", "new"]
    changed = look(HEADS, ("3-1-502", "欠费", "物业服务费", "2026-09", "300.00", "", ""), name="改过.csv")
    assert changed.lines[0].told == "已经导入过 226.96 元，金额不同；要改请先撤销那一次期初"
    posting.accept(other, desk)
    assert find_faults() == []


def test_two_clerks_with_the_same_file_bring_it_once(look, desk):
    first, second = look(*ALL), look(*ALL)
    posting.accept(first, desk)
    with pytest.raises(DeskError, match="刚才已经由别人导入"):
        posting.accept(second, desk)
    assert OpeningRun.select().count() == 1


def test_all_or_nothing(look, desk):
    plan = look(*ALL)

    def stop(done, total):
        if done == 5:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        posting.accept(plan, desk, stop)
    assert (OpeningRun.select().count(), Bill.select().count(), Deposit.select().count()) == (0, 0, 0)


def test_an_opening_is_taken_back_whole_and_can_come_again(run, take_over, desk, rooms):
    undone = undoing.undo(run.id, desk, "截止日填错")
    assert undone.state == "undone"
    assert find_faults() == []
    assert ledger.open_bills(rooms["3-1-502"].id) == []
    assert prepaid.balance(rooms["3-1-501"].id) == 0
    november = roll_forward(202611)
    assert (november.difference, november.total.opening, november.prepaid.closing) == (0, 0, 0)
    assert sum(row.closing for row in november.deposits) == 0
    again = take_over(*ALL)
    assert again.lines == 7
    assert find_faults() == []
    assert roll_forward(202611).total.opening == 51_392
    with pytest.raises(DeskError, match="已经撤销"):
        undoing.undo(run.id, desk, "再来")


def _pay(room_id, desk):
    bill = ledger.open_bills(room_id)[0]
    payments.take_payment(
        Payment(
            room_id=room_id,
            payer_name="张伟",
            picks=((bill.id, 100),),
            tenders=(Tender("cash", 100),),
            request="pay",
        ),
        desk,
    )


def test_nothing_is_taken_back_once_money_hangs_on_it(run, rooms, desk):
    _pay(rooms["3-1-502"].id, desk)
    with pytest.raises(DeskError, match="已经收过款"):
        undoing.undo(run.id, desk, "截止日填错")
    assert OpeningRun.get().state == "kept"
    assert prepaid.balance(rooms["3-1-501"].id) == 50_000


def test_prepaid_money_that_was_used_stays(run, rooms, desk):
    prepaid.offset_room(rooms["3-1-501"].id, desk)
    with pytest.raises(DeskError, match="没有撤销"):
        undoing.undo(run.id, desk, "截止日填错")


def test_a_deposit_that_was_touched_stays(run, desk):
    deposits.deduct(Deposit.get().id, 10_000, "F44-1", desk)
    with pytest.raises(DeskError, match="期初押金已经退还、扣款或转抵"):
        undoing.undo(run.id, desk, "截止日填错")
    assert find_faults() == []


def test_only_the_accountant_or_the_manager_opens_a_book(look, desk):
    plan = look(*ALL)
    clerk = Desk(Actor("王芳", frozenset({"clerk", "cashier"})), desk.now)
    with pytest.raises(DeskError, match="期初建账须由财务、项目经理办理"):
        posting.accept(plan, clerk)


def test_nothing_is_opened_in_a_closed_month_or_in_days_to_come(look, desk):
    MonthClose.create(version=1, period=202610, closed_at=desk.now(), closed_by="财务")
    with pytest.raises(DeskError, match="2026-10 已经月结"):
        posting.accept(look(*ALL), desk)
    with pytest.raises(DeskError, match="旧账截止日 2026-12-31 不对"):
        posting.accept(look(*ALL, on=datetime.date(2026, 12, 31)), desk)


def test_first_readings_come_by_the_meters_own_import(take_over, desk, rooms):
    run = take_over(
        ("表号", "房号", "类别", "底数", "抄表日期"),
        ("W-501", "3-1-501", "水表", "1263.5", "2026-10-31"),
        ("W-502", "3-1-502", "水表", "88", "2026-10-31"),
        ("W-503", "9-9-999", "水表", "1", "2026-10-31"),
    )
    assert (run.readings, run.lines) == (2, 2)
    assert [(reading.kind, reading.value) for reading in MeterReading.select()] == [
        ("first", 1_263_500),
        ("first", 88_000),
    ]
    undoing.undo(run.id, desk, "读错")
    assert {reading.state for reading in MeterReading.select()} == {"void"}
    assert Meter.select().count() == 2


def test_a_bill_is_due_on_the_old_books_day(take_over, rooms):
    take_over(
        ("房号", "收费项目", "账期", "欠费", "缴费截止日"),
        ("3-1-502", "物业费", "2026-09", "226.96", "2026-10-15"),
    )
    assert str(ledger.open_bills(rooms["3-1-502"].id)[0].due_on) == "2026-10-15"


def test_a_debt_without_its_days_is_told_as_of_before_the_old_books_last_day(take_over, rooms):
    take_over(("房号", "物业费欠费"), ("3-1-501", "1234.50"))
    take_over(
        ("房号", "收费项目", "账期", "欠费金额"), ("3-1-502", "物业费", "2026-10", "200"), name="明细.csv"
    )
    undated, dated = Bill.select().order_by(Bill.id)
    assert show_days(undated) == "2026-10-31 以前"
    assert show_days(dated) == "2026-10-01 至 2026-10-31"
    (line,) = debt_lines([undated], undated.due_on)
    assert line.values(1)["period"] == "2026-10-31 以前"


def test_the_first_run_is_compared_with_what_the_old_book_asked_for_the_month_before(take_over, rooms, desk):
    for room in rooms.values():
        Room.update(charged_area=AREA, handed_over_on=LONG_AGO).where(Room.id == room.id).execute()
    tariff = make_tariff(desk, code="WYF")
    for code in rooms:
        bind(desk, Room.get(Room.code == code), tariff)
    name = tariff.item.name
    take_over(("房号", f"{name}欠费"), ("3-1-501", "1234.50"))
    take_over(("房号", "收费项目", "账期", "欠费金额"), ("3-1-502", name, "2026-10", "100"), name="明细.csv")
    run = runs.make_run(202611, desk)
    (change,) = bill_run_lines.changed_lines(run)
    assert (change.room, change.before, change.why) == ("3-1-502", 10_000, "上期是旧账的数，没有单价和数量")
