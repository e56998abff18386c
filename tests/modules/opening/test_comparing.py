"""Our sums beside the old book's, each difference with its reason; the trial balance of what was taken over."""

from fractions import Fraction

import pytest

from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.errors import DeskError
from desk_app.modules.billing import runs
from desk_app.modules.billing.records import Bill
from desk_app.modules.opening import comparing, trial, undoing
from desk_app.modules.opening.candidates import Assumption, Piece, find_assumption
from desk_app.modules.opening.comparing import show_fen
from desk_app.modules.opening.old_bills import read_old_bills
from tests.billed_rooms import AREA, RATE, bind, day, make_tariff

HEADS = ("房号", "收费项目", "面积", "单价", "应收金额")


@pytest.fixture
def billed(desk, make_room):
    """Flat A at 2.35 on 3-1-502 and a few more, drafted for November 2026; 226.963 a month."""
    tariff = make_tariff(desk, code="WY")
    for code in ("3-1-501", "3-1-502", "3-1-503"):
        bind(desk, make_room(code, charged_area=AREA, built_area=980_000), tariff)
    bind(desk, make_room("3-1-504", charged_area=AREA), tariff, from_on=day("2026-11-18"))
    make_room("3-1-505", charged_area=AREA)
    return runs.make_run(202611, desk)


@pytest.fixture
def beside(billed, write):
    """Return a function that compares old bills of 3-1-502 with ours: (reason, told) of the first row."""

    def beside_(*rows):
        return comparing.compare(read_old_bills(write(HEADS, *rows, name="旧账单.csv"), 202611))

    return beside_


def reason_of(comparison, room):
    return next((row.reason, row.told) for row in comparison.rows if row.room == room)


@pytest.mark.parametrize(
    ("old", "reason", "told"),
    [
        ("226.96", "same", ""),
        ("227.0", "rounding", "旧账四舍五入到角"),
        ("227", "rounding", "旧账四舍五入到角"),
        ("226.9", "rounding", "旧账舍去分"),
        ("226", "rounding", "旧账舍去角分"),
        ("226.97", "rounding", "旧账厘进位到分"),
        ("226.963", "rounding", "旧账没有舍入"),
        ("230.30", "area", "面积旧账 98 ㎡，现在 96.58 ㎡"),
        ("300.00", "unknown", "差 -73.04 元，看不出原因"),
    ],
)
def test_a_difference_finds_its_own_reason(beside, old, reason, told):
    assert reason_of(beside(("3-1-502", "物业费", "", "", old)), "3-1-502") == (reason, told)


def test_what_the_old_sheet_tells_of_area_and_price_explains_it(beside):
    comparison = beside(
        ("3-1-501", "物业费", "97.00", "2.35", "227.95"),
        ("3-1-502", "物业费", "96.58", "2.20", "212.48"),
        ("3-1-503", "物业费", "97.00", "2.20", "213.4"),
    )
    assert reason_of(comparison, "3-1-501") == ("area", "面积旧账 97 ㎡，现在 96.58 ㎡")
    assert reason_of(comparison, "3-1-502") == ("price", "单价旧账 2.2 元，现在 2.35 元")
    assert (
        reason_of(comparison, "3-1-503")[1] == "面积旧账 97 ㎡，现在 96.58 ㎡；单价旧账 2.2 元，现在 2.35 元"
    )


def test_days_bindings_and_rooms_the_old_book_lacks_are_told(beside):
    comparison = beside(
        ("3-1-502", "物业费", "", "", "226.96"),
        ("3-1-504", "物业费", "", "", "226.96"),
        ("3-1-505", "物业费", "", "", "226.96"),
        ("9-9-999", "物业费", "", "", "226.96"),
        ("合计", "", "", "", "907.84"),
    )
    assert reason_of(comparison, "3-1-504") == ("days", "旧账收了整月，现在按天数")
    assert reason_of(comparison, "3-1-505") == ("not_bound", "这一户没有绑定物业服务费")
    assert reason_of(comparison, "3-1-501") == ("only_ours", "旧账单里没有这一户这一项")
    assert comparison.refused == ((5, "账本里没有房号 9-9-999"),)
    counts = comparison.counts()
    assert counts["same"] == (1, 0)
    assert counts["only_ours"] == (2, 45_392)
    assert comparison.rows[-1].reason == "same"


def test_posted_bills_are_compared_where_there_is_no_draft(beside, billed, desk):
    runs.post_run(billed.id, desk)
    comparison = beside(("3-1-502", "物业费", "", "", "226.96"))
    assert not comparison.is_draft
    assert reason_of(comparison, "3-1-502") == ("same", "")


def test_a_period_without_bills_says_what_to_do(desk, make_room, write):
    make_room("3-1-502")
    path = write(HEADS, ("3-1-502", "物业费", "", "", "226.96"))
    with pytest.raises(DeskError, match="请先在“出账”页生成这个月的草稿"):
        comparing.compare(read_old_bills(path, 202611))


def test_a_quarter_rounded_once_and_half_even_are_found():
    quarter = [Piece(AREA, RATE, 1, 1, 0, 30)] * 3
    assert find_assumption(quarter, Fraction(68_089), []) == (Assumption(), "旧账把几个月合起来才舍入")
    even = [Piece(238_700, 35_000, 1, 1, 0, 30)]
    assert find_assumption(even, Fraction(8_354), []) == (Assumption(), "旧账四舍六入五成双")


def test_a_wide_sheet_of_old_bills_is_read_item_by_item(billed, write):
    path = write(("房号", "物业费", "电梯费", "合计"), ("3-1-502", "226.96", "20", "246.96"))
    comparison = comparing.compare(read_old_bills(path, 202611))
    told = [(row.room, row.item, row.reason) for row in comparison.rows if row.room == "3-1-502"]
    assert told == [("3-1-502", "电梯费", "not_bound"), ("3-1-502", "物业服务费", "same")]


def test_sums_show_their_decimals_where_they_were_not_rounded():
    assert [show_fen(Fraction(value)) for value in ("22696", "22696.3", "-5", "-22696.3")] == [
        "226.96",
        "226.963",
        "-0.05",
        "-226.963",
    ]


def test_the_trial_balance_stands_beside_the_old_figures(take_over, desk, item):
    run = take_over(
        ("房号", "物业费欠费", "水费欠费", "预存余额", "装修押金"),
        ("3-1-501", "100", "20", "0", "3000"),
        ("3-1-502", "50", "", "80", "3000"),
    )
    rows = {row.what: row for row in trial.trial_balance()}
    fee = f"arrears {item('WY')}"
    assert (rows[fee].name, rows[fee].rooms, rows[fee].ours, rows[fee].difference) == (
        "物业服务费",
        2,
        15_000,
        None,
    )
    trial.note_old(fee, 14_000, desk)
    trial.note_old("prepaid", 8_000, desk)
    rows = {row.what: row for row in trial.trial_balance()}
    assert (rows[fee].difference, rows["prepaid"].difference) == (1_000, 0)
    assert rows[f"deposit {item('ZX3')}"].ours == 600_000
    undoing.undo(run.id, desk, "重来")
    assert {row.what: row.ours for row in trial.trial_balance()} == {fee: 0, "prepaid": 0}
    trial.note_old(fee, None, desk)
    assert [row.what for row in trial.trial_balance()] == ["prepaid"]


def test_the_old_figures_are_the_accountants(desk):
    with pytest.raises(DeskError):
        trial.note_old("prepaid", 1, Desk(Actor("王芳", frozenset({"clerk"})), desk.now))
    assert Bill.select().count() == 0
