"""Sheets of the old book: read as offices write them, every line with its outcome, nothing written."""

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from desk_app.kernel.errors import DeskError
from desk_app.kernel.sheets import read_sheets
from desk_app.modules.billing.records import Bill
from desk_app.modules.opening import sheets
from desk_app.modules.opening.cells import read_span

PUBLISHED = Path(__file__).parent / "published"
ROSTERS = Path(__file__).parents[1] / "roster" / "published"
ARREARS = ("房号", "收费项目", "账期", "欠费金额")


def day(text):
    return datetime.date.fromisoformat(text)


def outcomes(plan):
    return [(line.row, line.sort, line.outcome) for line in plan.lines]


def only(plan):
    assert len(plan.lines) == 1
    return plan.lines[0]


def test_a_line_of_arrears_becomes_a_bill_of_its_month(look, rooms, item):
    line = only(look(ARREARS, ("3-1-502", "物业费", "2026年9月", "226.96")))
    assert (line.outcome, line.sort, line.amount) == ("new", "arrears", 22_696)
    assert (line.room_id, line.item_id) == (rooms["3-1-502"].id, item("WY"))
    assert (line.from_on, line.until_on, line.due_on) == (
        day("2026-09-01"),
        day("2026-09-30"),
        day("2026-09-30"),
    )
    assert line.payer == "张伟"
    assert Bill.select().count() == 0


@pytest.mark.parametrize(
    ("period", "from_on", "until_on"),
    [
        ("202609", "2026-09-01", "2026-09-30"),
        ("2026.9", "2026-09-01", "2026-09-30"),
        ("2026年1-3月", "2026-01-01", "2026-03-31"),
        ("2026-01至2026-03", "2026-01-01", "2026-03-31"),
        ("2026-01-18~2026-03-17", "2026-01-18", "2026-03-17"),
        ("2026.1.18-2026.3.17", "2026-01-18", "2026-03-17"),
        ("2025年", "2025-01-01", "2025-12-31"),
    ],
)
def test_periods_are_read_as_offices_write_them(period, from_on, until_on):
    assert read_span(period, None, None) == (day(from_on), day(until_on))


@pytest.mark.parametrize("period", ["2990-01", "2026-13", "上半年", "2026-03至2026-01"])
def test_a_period_that_is_none_is_refused_with_a_sentence(look, period):
    line = only(look(ARREARS, ("3-1-502", "物业费", period, "226.96")))
    assert line.outcome == "refused"
    assert line.told


def test_one_line_for_each_room_may_hold_several_sums(look, item):
    plan = look(
        ("翠湖花园期初余额",),
        ("序号", "房号", "业主", "物业费欠费", "水费欠费", "预存余额", "装修押金"),
        (1, "3栋1单元502室", "张伟", "1,234.50", 60, 0, 3000),
        name="期初.xlsx",
    )
    assert [(line.sort, line.item, line.amount) for line in plan.lines] == [
        ("arrears", "物业服务费", 123_450),
        ("arrears", "水费", 6_000),
        ("deposit", "装修押金", 300_000),
    ]
    assert {line.outcome for line in plan.lines} == {"new"}
    assert plan.lines[0].told == "没有写账期，记在旧账截止日"


def test_the_column_of_sorts_says_what_a_sum_is(look):
    plan = look(
        ("房号", "类别", "收费项目", "账期", "金额", "收取日期", "原收据号"),
        ("3-1-501", "欠费", "物业服务费", "2026-10", "100", "", ""),
        ("3-1-501", "预存款", "", "", "50", "", ""),
        ("3-1-501", "押金", "装修押金", "", "3000", "2026-03-01", "0012345"),
        ("3-1-501", "什么", "物业服务费", "2026-10", "1", "", ""),
    )
    assert outcomes(plan)[:3] == [(2, "arrears", "new"), (3, "prepaid", "new"), (4, "deposit", "new")]
    assert (plan.lines[2].on, plan.lines[2].old_number) == (day("2026-03-01"), "0012345")
    assert (plan.lines[3].outcome, plan.lines[3].told) == (
        "refused",
        "看不出是欠费、预存款、押金还是历史收款，请填“类别”",
    )


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (("9-9-999", "物业费", "2026-09", "100"), "账本里没有房号 9-9-999"),
        (("", "物业费", "2026-09", "100"), "这一行没有房号"),
        (("3-1-502", "花园费", "2026-09", "100"), "账本里没有收费项目“花园费”"),
        (("3-1-502", "", "2026-09", "100"), "没有收费项目"),
        (("3-1-502", "装修押金", "2026-09", "100"), "装修押金是押金，类别请填“押金”"),
        (("3-1-502", "物业费", "2026-09", "-100"), "欠费是负数：多交的钱请填成预存款"),
        (("3-1-502", "物业费", "2026-09", "一百元"), "不是金额：一百元"),
        (("3-1-502", "物业费", "2026-09", "226.963"), "不是金额：226.963"),
        (("3-1-502", "物业费", "2990-01", "100"), "年份应在 2000 到 2100 之间"),
    ],
)  # fmt: skip
def test_a_bad_line_is_refused_with_the_reason_and_the_others_go_on(look, cells, told):
    plan = look(ARREARS, cells, ("3-1-501", "物业费", "2026-09", "226.96"))
    assert [line.outcome for line in plan.lines] == ["refused", "new"]
    assert plan.lines[0].told.startswith(told)


def test_blank_rows_zeros_and_totals_bring_nothing(look):
    plan = look(
        ARREARS,
        ("3-1-501", "物业费", "2026-09", "100"),
        ("", "", "", ""),
        ("3-1-502", "物业费", "2026-09", "0"),
        ("3-1-503", "物业费", "2026-09", ""),
        ("3栋小计", "", "", "100"),
        ("合计", "", "", "100"),
    )
    assert outcomes(plan)[0] == (2, "arrears", "new")
    assert [line for line in plan.lines if line.outcome == "new"] == [plan.lines[0]]
    assert plan.remarks == []


def test_a_printed_total_that_differs_is_told(look):
    plan = look(ARREARS, ("3-1-501", "物业费", "2026-09", "100"), ("合计", "", "", "350"))
    assert plan.remarks == ["表“期初”合计行写着 350.00 元，各行加起来是 100.00 元，请核对是不是少了行。"]


def test_the_same_room_item_and_period_twice_in_a_file_counts_once(look):
    line = ("3-1-502", "物业费", "2026-09", "100")
    plan = look(ARREARS, line, line, ("3栋1单元502", "物业费", "2026-09", "120"))
    assert [line.outcome for line in plan.lines] == ["new", "refused", "refused"]
    assert plan.lines[1].told == "与第 2 行相同，只取那一行"
    assert plan.lines[2].told == "第 2 行已有同一户同一项 100.00 元，金额不同，请核对"


def test_numbers_and_days_of_a_workbook_are_read_as_they_are(look):
    plan = look(
        ("房号", "项目", "开始日期", "结束日期", "欠费（元）", "缴费截止日"),
        (
            "3-1-502",
            "物业费",
            datetime.datetime(2026, 9, 18),
            datetime.date(2026, 10, 17),
            226.96,
            "2026-10-25",
        ),
        ("3-1-501", "物业费", "2026-09-01", "2026-09-30", "100.00", datetime.date(2990, 1, 1)),
        name="期初.xlsx",
    )
    first, second = plan.lines
    assert (first.from_on, first.until_on, first.due_on) == (
        day("2026-09-18"),
        day("2026-10-17"),
        day("2026-10-25"),
    )
    assert first.amount == 22_696
    assert (second.outcome, second.told) == ("refused", "年份应在 2000 到 2100 之间：2990-01-01")


def test_a_bill_that_reaches_past_the_old_books_last_day_is_told(look):
    line = only(look(ARREARS, ("3-1-502", "物业费", "2026年7-12月", "1361.76")))
    assert (line.outcome, line.told) == (
        "new",
        "费用期到 2026-12-31，晚于旧账截止日：先绑定收费标准再导入，出账才不会重复",
    )


def test_a_room_is_known_by_the_owner_only_where_that_is_beyond_doubt(look, rooms, hold, make_person):
    heads = ("姓名", "缴费种类", "账期", "欠费金额")
    plan = look(heads, ("张伟", "物业费", "2026-09", "100"), ("王五", "物业费", "2026-09", "100"))
    assert (plan.lines[0].room, plan.lines[0].outcome) == ("3-1-502", "new")
    assert plan.lines[1].told == "这一行没有房号，账本里也没有这位业主，请补上房号"


def test_a_room_of_another_phase_is_never_taken_for_one_of_the_same_numbers(look):
    line = only(look(ARREARS, ("二期3-1-502", "物业费", "2026-09", "100")))
    assert line.outcome == "refused"


def test_a_sheet_that_tells_only_what_was_asked_is_refused(look):
    with pytest.raises(DeskError, match="不知道收了没有"):
        look(("房号", "收费项目", "账期", "应收金额"), ("3-1-502", "物业费", "2026-09", "100"))


def test_a_past_payment_of_a_published_file_is_understood(look, make_room, desk, item):
    """Importing fees of HC property: the item is one of ours once it is named as ours are."""
    make_room("1-1-1001")
    heads = (
        "房屋",
        "收费项目",
        "缴费周期",
        "开始时间",
        "结束时间",
        "缴费时间",
        "应缴金额",
        "实缴金额",
        "收银员",
        "备注",
    )
    plan = look(
        heads,
        ("1-1-1001", "物业费", 12, "2016-01-01", "2017-01-01", "2017-01-01", 1000, 1000, "张三", "手工导入"),
        ("1-1-1001", "物业费", 12, "2017-01-01", "2018-01-01", "2017-01-01", 1000, 800, "张三", ""),
        ("1-1-1001", "物业费", 12, "2025-01-01", "2026-01-01", "2026-11-20", 1000, 1000, "张三", ""),
        name="缴费历史.xlsx",
    )
    first, second, third = plan.lines
    assert (first.sort, first.from_on, first.until_on) == ("payment", day("2016-01-01"), day("2016-12-31"))
    assert (first.on, first.cashier) == (day("2017-01-01"), "张三")
    assert second.told == "应收 1,000.00 元：只记收到的，没有收的请作为欠费导入"
    assert (third.outcome, third.told) == ("refused", "收款日期晚于旧账截止日，请在收银台办理")


def test_published_payment_files_are_read_line_by_line(desk, make_room, make_person, hold):
    make_room("1-1-1001")
    plan = sheets.plan_opening(
        ROSTERS / "MicroCommunityWeb" / "importFeeDetail.xlsx", day("2026-10-31"), desk
    )
    assert [line.sort for line in plan.lines] == ["payment"] * 3
    assert all("和HC费用项费用名称一致" in line.told for line in plan.lines)
    cars = sheets.plan_opening(PUBLISHED / "importCarFeeDetail.xlsx", day("2026-10-31"), desk)
    assert {line.told for line in cars.lines} == {"账本里没有车牌 1"}
    path = ROSTERS / "property_web" / "缴费导入模板.xlsx"
    hold(make_room("3-1-601"), make_person("马长鑫"))
    hold(make_room("3-1-602"), make_person("董富国"))
    fees = sheets.plan_opening(path, day("2026-10-31"), desk)
    assert [(line.sort, line.outcome) for line in fees.lines] == [
        ("payment", "refused"),
        ("arrears", "refused"),
    ]
    assert all("2990" in line.told for line in fees.lines)


@pytest.mark.parametrize("name", ["wy.xlsx", "hc.xlsx"])
def test_a_published_roster_is_refused_with_where_it_goes(desk, name):
    with pytest.raises(DeskError, match="房屋和业主请在“名册导入”里导入"):
        sheets.plan_opening(ROSTERS / "MicroCommunityWeb" / name, day("2026-10-31"), desk)


def test_a_file_without_money_is_refused_with_a_sentence(look):
    with pytest.raises(DeskError, match="找不到“房号”和金额两列"):
        look(("品名", "规格"), ("灯泡", "5W"))


def test_the_empty_sheet_is_read_back_as_it_was_filled_in(tmp_path, desk, rooms):
    path = tmp_path / "空表.xlsx"
    assert sheets.write_template(path, [("3-1-501", "李娜"), ("3-1-502", "张伟")]) == 2
    assert sheets.plan_opening(path, day("2026-10-31"), desk).lines == []
    import openpyxl

    workbook = openpyxl.load_workbook(path)
    sheet = workbook.active
    for column, value in zip("CDEH", ("欠费", "物业服务费", "2026-09", Decimal("226.96")), strict=True):
        sheet[f"{column}3"] = value
    workbook.save(path)
    line = only(sheets.plan_opening(path, day("2026-10-31"), desk))
    assert (line.room, line.sort, line.amount, line.outcome) == ("3-1-502", "arrears", 22_696, "new")
    assert [grid.sheet for grid in read_sheets(path)] == ["期初建账"]
