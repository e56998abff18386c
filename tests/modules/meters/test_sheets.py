"""抄表表格：导出、填好、逐行核对、导入"""

import datetime

import openpyxl
import pytest

from desk_app.kernel.errors import DeskError
from desk_app.kernel.sheets import SheetRefused
from desk_app.modules.meters import readings, rounds, sheets
from desk_app.modules.meters.records import Meter, MeterReading

PERIOD = 202605
DAY = datetime.date(2026, 5, 20)


@pytest.fixture
def filled(tmp_path):
    """Return a function that writes a workbook of rows."""

    def write(*rows, name="抄表.xlsx"):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / name)
        return tmp_path / name

    return write


def outcomes(plan):
    return [(line.row, line.outcome) for line in plan.lines]


def test_a_round_is_written_filled_in_and_read_back(known_meter, make_meter, make_room, desk, tmp_path):
    make_meter("S-503", make_room("3-1-503"))
    path = tmp_path / "抄表 2026-05.xlsx"
    assert sheets.write_round(path, PERIOD, rounds.round_of(PERIOD)) == 2
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert [cell.value for cell in sheet[2]][:8] == [
        202605, "S-502", "3-1-502", "水表", 1, 130, datetime.datetime(2026, 4, 20), 10,
    ]  # fmt: skip
    sheet["I2"], sheet["J2"] = 141.5, DAY
    book.save(path)
    plan = sheets.plan_readings(path, PERIOD, desk)
    assert outcomes(plan) == [(2, "enter"), (3, "skip")]
    assert MeterReading.select().count() == 4
    assert sheets.accept(plan, desk) == 1
    assert readings.used_in(PERIOD) == {known_meter.id: 11_500}


def test_odd_lines_are_told_and_come_in_held(known_meter, filled, desk):
    path = filled(("表号", "本期读数", "抄表日期"), ("S-502", 210, DAY))
    line = sheets.plan_readings(path, PERIOD, desk).lines[0]
    assert (line.outcome, line.told) == ("held", "用量 80，超过平常的 3 倍（平常约 10）")
    sheets.accept(sheets.plan_readings(path, PERIOD, desk), desk)
    assert rounds.line_of(known_meter.id, PERIOD).state == "held"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("S-502", "一百四"), "应为数字"),
        (("S-502", -3), "不合理"),
        (("S-502", "140", "2026-02-30"), "没有这一天"),
        (("S-502", 140, "2026-04-01"), "不能早于"),
        (("S-502", 140_000, "2026-05-20"), "只有 5 位整数"),
        (("X-1", 5, "2026-05-20"), "没有表号 X-1"),
    ],
)
def test_a_line_that_cannot_be_is_refused_with_its_reason(known_meter, filled, desk, row, why):
    plan = sheets.plan_readings(filled(("表号", "本期读数", "抄表日期"), row), PERIOD, desk)
    assert plan.lines[0].outcome == "refuse" and why in plan.lines[0].told
    assert sheets.accept(plan, desk) == 0


def test_a_meter_twice_in_the_file_is_taken_once(known_meter, filled, desk):
    plan = sheets.plan_readings(
        filled(("表号", "本期读数", "抄表日期"), ("S-502", 140, DAY), ("s-502", 141, DAY)), PERIOD, desk
    )
    assert outcomes(plan) == [(2, "enter"), (3, "refuse")]


def test_a_sheet_of_another_month_is_refused(known_meter, filled, desk):
    plan = sheets.plan_readings(filled(("账期", "表号", "本期读数"), (202604, "S-502", 140)), PERIOD, desk)
    assert plan.lines[0].told == "这一行是 202604 的，现在录入的是 2026-05"


def test_a_room_with_one_meter_of_the_kind_needs_no_number(known_meter, filled, desk):
    path = filled(
        ("翠湖花园 5 月抄表",), ("房号", "类别", "本期读数", "抄表日期"), ("3栋1单元502室", "水表", 140, DAY)
    )
    plan = sheets.plan_readings(path, PERIOD, desk)
    assert (plan.lines[0].row, plan.lines[0].meter_id) == (3, known_meter.id)


def test_new_meters_are_made_with_their_first_value(room, filled, desk):
    path = filled(
        ("表号", "房号", "类别", "倍率", "底数", "抄表日期"), ("D-502", "3-1-502", "电表", 40, 1485, DAY)
    )
    plan = sheets.plan_readings(path, PERIOD, desk)
    assert (plan.lines[0].outcome, plan.lines[0].told) == ("new", "新表：在 3-1-502 建档，读数作为底数")
    sheets.accept(plan, desk)
    made = Meter.get(Meter.number == "D-502")
    assert (made.kind, made.multiplier, made.room_id) == ("power", 40, room.id)
    assert rounds.line_of(made.id, PERIOD).reading.kind == "first"


def test_if_one_line_no_longer_holds_nothing_is_written(known_meter, make_meter, make_room, filled, desk):
    make_meter("S-503", make_room("3-1-503"))
    path = filled(("表号", "本期读数", "抄表日期"), ("S-503", 7, DAY), ("S-502", 140, DAY))
    plan = sheets.plan_readings(path, PERIOD, desk)
    readings.record_reading(known_meter.id, 141_000, DAY, PERIOD, desk)
    with pytest.raises(DeskError, match=r"全部没有导入。第 3 行：.*已经抄过"):
        sheets.accept(plan, desk)
    assert rounds.missing(PERIOD)[0].number == "S-503"


def test_other_files_are_refused_with_a_sentence(known_meter, filled, desk, tmp_path):
    with pytest.raises(DeskError, match="找不到“表号”和“本期读数”"):
        sheets.plan_readings(filled(("姓名", "电话"), ("张三", "139")), PERIOD, desk)
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing more")
    with pytest.raises(SheetRefused):
        sheets.plan_readings(broken, PERIOD, desk)


def test_a_list_of_meters_without_readings_is_refused_with_what_to_do(filled, desk, room):
    """As other programs export it: name, address, type, mode, house, fee, maker."""
    path = filled(
        ("名称", "表号", "表类型", "模式", "房屋", "费用项"), ("1-1-1智能水表", 1212, 1001, 1001, 33, "有")
    )
    with pytest.raises(DeskError, match="没有“本期读数”一列，像是仪表档案"):
        sheets.plan_readings(path, PERIOD, desk)


def test_a_file_of_english_headings_is_read(known_meter, make_meter, make_room, filled, desk):
    """As an open property system exports it; several tariffs in a line are refused."""
    make_meter("E-1", make_room("3-1-503"), kind="power")
    path = filled(
        ("Address", "Unit", "Type", "Meter number", "Tariffs count", "Value 1", "Value 2", "Reading submission date"),
        ("翠湖花园", "502", "CW", "S-502", 1, 140, None, "2026-05-20"),
        ("翠湖花园", "503", "EL", "E-1", 3, 564, 483, "2026-05-20"),
        ("翠湖花园", "999", "CW", "Q-7", 1, 100, None, "2026-05-20"),
    )  # fmt: skip
    plan = sheets.plan_readings(path, PERIOD, desk)
    assert outcomes(plan) == [(2, "enter"), (3, "refuse"), (4, "refuse")]
    assert "峰谷" in plan.lines[1].told and "没有房号 999" in plan.lines[2].told


def test_a_new_meter_read_far_from_the_period_is_refused_while_looking(room, filled, desk):
    path = filled(
        ("表号", "房号", "类别", "底数", "抄表日期"), ("D-502", "3-1-502", "电表", 1485, "2026-01-31")
    )
    plan = sheets.plan_readings(path, PERIOD, desk)
    assert plan.lines[0].outcome == "refuse" and "太远" in plan.lines[0].told
