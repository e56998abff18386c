"""Sums for several months become a bill each, and no bill run asks for those months again."""

import pytest

from desk_app.modules.billing import ledger, runs
from desk_app.modules.billing.records import Bill, DraftBill
from desk_app.modules.cashier.checking import find_faults
from desk_app.modules.cashier.records import Receipt, ReceiptLine
from desk_app.modules.cashier.roll_forward import roll_forward
from desk_app.modules.opening import undoing
from desk_app.modules.opening.records import OpeningEntry
from tests.billed_rooms import AREA, bind, make_tariff, sums

HEADS = ("房号", "收费项目", "账期", "欠费金额")


@pytest.fixture
def bound(desk, rooms):
    """The three rooms at 226.96 a month."""
    tariff = make_tariff(desk, code="WY")
    for room in rooms.values():
        type(room).update(charged_area=AREA).where(type(room).id == room.id).execute()
        bind(desk, room, tariff)
    return rooms


def asked(period, desk):
    """Return {room: fen} that a run of the period would ask."""
    run = runs.make_run(period, desk)
    return {str(draft.room): draft.amount for draft in DraftBill.select().where(DraftBill.run == run.id)}


def test_half_a_year_is_six_bills_of_a_month_each(take_over, rooms):
    take_over(HEADS, ("3-1-502", "物业费", "2026-05至2026-10", "1361.76"))
    found = sums(rooms["3-1-502"].id)
    assert [(period, fen) for period, _first, _last, fen in found] == [
        (period, 22_696) for period in range(202605, 202611)
    ]
    assert [str(bill.due_on) for bill in ledger.open_bills(rooms["3-1-502"].id)][:2] == [
        "2026-05-31",
        "2026-06-30",
    ]
    assert OpeningEntry.select().count() == 6


def test_a_sum_that_no_month_divides_is_shared_to_the_last_fen(take_over, rooms):
    take_over(HEADS, ("3-1-502", "物业费", "2026-08-18~2026-10-17", "500.00"))
    found = [fen for _period, _first, _last, fen in sums(rooms["3-1-502"].id)]
    assert (len(found), sum(found)) == (3, 50_000)


def test_what_is_charged_once_stays_one_bill(take_over, rooms):
    take_over(HEADS, ("3-1-502", "有偿维修费", "2026-05至2026-10", "300"))
    assert len(sums(rooms["3-1-502"].id)) == 1


def test_no_run_asks_again_for_what_was_taken_over(take_over, bound, desk):
    take_over(
        HEADS,
        ("3-1-501", "物业费", "2026年7-12月", "1361.76"),
        ("3-1-502", "物业费", "2026-11-01~2026-11-10", "75.65"),
    )
    assert asked(202610, desk) == {"3-1-502": 22_696, "3-1-503": 22_696}
    assert asked(202611, desk) == {"3-1-502": 15_131, "3-1-503": 22_696}
    assert asked(202612, desk) == {"3-1-502": 22_696, "3-1-503": 22_696}


def test_a_year_paid_ahead_in_the_old_book_is_not_asked_again(take_over, bound, desk):
    take_over(
        ("房号", "收费项目", "开始时间", "结束时间", "缴费时间", "实缴金额"),
        ("3-1-503", "物业费", "2026-01-01", "2026-12-31", "2026-01-05", "2723.52"),
    )
    assert asked(202611, desk) == {"3-1-501": 22_696, "3-1-502": 22_696}
    assert Receipt.get().total == 272_352
    assert ReceiptLine.select().count() == 12
    assert find_faults() == []
    november = roll_forward(202611)
    assert (november.total.billed, november.total.ahead, november.total.closing) == (22_696, 22_696, 0)
    assert [roll_forward(period).difference for period in (202512, 202601, 202610, 202611)] == [0, 0, 0, 0]


def test_a_month_paid_in_part_has_two_bills(take_over, bound, desk):
    heads = ("房号", "类别", "收费项目", "账期", "金额", "收取日期")
    rows = (
        ("3-1-502", "欠费", "物业费", "2026-10", "126.96", ""),
        ("3-1-502", "历史收款", "物业费", "2026-10", "60", "2026-10-08"),
        ("3-1-502", "历史收款", "物业费", "2026-10", "40", "2026-10-09"),
    )
    run = take_over(heads, *rows)
    assert [bill.binding_id is not None for bill in Bill.select().order_by(Bill.id)] == [True, False, False]
    assert "3-1-502" not in asked(202610, desk)
    assert find_faults() == []
    undoing.undo(run.id, desk, "重来")
    assert asked(202610, desk)["3-1-502"] == 22_696
    take_over(heads, *rows)
    assert find_faults() == []


def test_the_same_file_is_known_though_its_sum_was_cut_into_months(take_over, look):
    rows = (HEADS, ("3-1-502", "物业费", "2026-05至2026-10", "1361.76"))
    take_over(*rows)
    assert [line.outcome for line in look(*rows).lines] == ["known"]


def test_what_reaches_past_the_last_day_is_fine_where_a_binding_answers_for_it(bound, look):
    plan = look(HEADS, ("3-1-502", "物业费", "2026年7-12月", "1361.76"))
    assert plan.lines[0].told == ""
