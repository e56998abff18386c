"""Heads of two lines, columns of totals and lists of the old office, as they come."""

import datetime

import pytest

from desk_app.kernel import settings
from desk_app.modules.opening import sheets, undoing
from desk_app.modules.opening.cells import read_span

TWO_LINES = (
    ("各户余额表",),
    ("房号", "业主", "欠费", None, None, "预存", "押金", "备注"),
    (None, None, "物业费", "水费", "合计", "余额", "装修押金", None),
    ("3-1-501", "李娜", "1,234.50", 45.6, "1,280.10", "300", "2,000.00", "装修中"),
    ("3-1-502", "张伟", "￥631.80", None, "631.80", None, None, None),
    ("合计", None, "1,866.30", 45.6, "1,911.90", 300, 2000, None),
)


def test_a_head_of_two_lines_gives_every_sum_its_item(look):
    plan = look(*TWO_LINES, name="期初.xlsx")
    assert [(line.room, line.sort, line.item, line.amount, line.outcome) for line in plan.lines] == [
        ("3-1-501", "arrears", "物业服务费", 123_450, "new"),
        ("3-1-501", "arrears", "水费", 4_560, "new"),
        ("3-1-501", "prepaid", "", 30_000, "new"),
        ("3-1-501", "deposit", "装修押金", 200_000, "new"),
        ("3-1-502", "arrears", "物业服务费", 63_180, "new"),
    ]
    assert plan.remarks == []


def test_a_head_of_two_merged_lines_is_read_as_one_that_is_not(look, write, desk):
    from openpyxl import load_workbook

    path = write(*TWO_LINES, name="合并.xlsx")
    workbook = load_workbook(path)
    for cells in ("A2:A3", "B2:B3", "C2:E2", "H2:H3", "A1:H1"):
        workbook.active.merge_cells(cells)
    workbook.save(path)
    plan = sheets.plan_opening(path, datetime.date(2026, 10, 31), desk)
    assert [line.amount for line in plan.lines] == [123_450, 4_560, 30_000, 200_000, 63_180]


def test_a_first_room_without_a_sum_is_not_taken_for_a_second_line_of_the_head(look):
    plan = look(
        ("房号", "收费项目", "账期", "欠费金额", "备注"),
        ("3-1-501", "物业费", "2026年9月", "100", "欠费"),
        ("3-1-502", "物业费", "2026年9月", "200", ""),
    )
    assert [line.amount for line in plan.lines] == [10_000, 20_000]


def test_a_column_of_totals_beside_its_parts_is_left_out(look):
    plan = look(
        ("房号", "物业费欠费", "水费欠费", "欠费合计"),
        ("3-1-501", "100", "20", "120"),
        name="期初.csv",
    )
    assert [(line.item, line.amount, line.outcome) for line in plan.lines] == [
        ("物业服务费", 10_000, "new"),
        ("水费", 2_000, "new"),
    ]


def test_a_lone_column_of_totals_is_what_is_owed(look):
    plan = look(("房号", "收费项目", "欠费合计"), ("3-1-501", "物业费", "120"))
    assert [(line.item, line.amount, line.outcome) for line in plan.lines] == [("物业服务费", 12_000, "new")]


def test_a_list_with_days_of_payment_is_one_of_past_payments(look):
    plan = look(
        ("收款日期", "收据号", "房号", "收费项目", "账期", "金额", "收款方式"),
        ("2026-10-08", "0012301", "3-1-501", "物业费", "2026-10", "210.47", "现金"),
    )
    assert [(line.sort, line.amount, line.outcome) for line in plan.lines] == [("payment", 21_047, "new")]


def test_negative_prepaid_money_is_said_to_be_a_debt(look):
    (line,) = look(("房号", "预存余额"), ("3-1-501", "-120")).lines
    assert (line.outcome, line.told) == ("refused", "预存款是负数：少交的钱请填成欠费")


@pytest.mark.parametrize(
    "period", ["2026.03-2026.10", "2026-03-2026-10", "202603-202610", "2026年3月-2026年10月"]
)
def test_two_months_with_a_stroke_between_are_a_period(period):
    assert read_span(period, None, None) == (datetime.date(2026, 3, 1), datetime.date(2026, 10, 31))


def test_after_an_opening_the_program_bills_from_the_month_that_follows(take_over, desk):
    first = take_over(("房号", "预存余额"), ("3-1-501", "120"))
    assert settings.value("bills_from") == 202611
    second = take_over(("房号", "预存余额"), ("3-1-502", "80"), name="又一个.csv")
    undoing.undo(first.id, desk, "导错了")
    assert settings.value("bills_from") == 202611
    undoing.undo(second.id, desk, "导错了")
    assert settings.value("bills_from") == 0


def test_an_opening_leaves_the_month_the_office_chose(take_over, desk):
    settings.change({"bills_from": "202601"}, desk)
    take_over(("房号", "预存余额"), ("3-1-501", "120"))
    assert settings.value("bills_from") == 202601
