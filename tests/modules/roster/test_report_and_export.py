"""The coloured workbook shows what was wrong; an export comes back unchanged."""

import datetime
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desk_app.kernel.errors import DeskError
from desk_app.kernel.sheets import read_sheets
from desk_app.modules.roster.export import write_roster
from desk_app.modules.roster.plan import read_roster
from desk_app.modules.roster.plan_types import (
    STATUSES,
    USES,
    PlannedPerson,
    PlannedPhone,
    PlannedRoom,
    PlannedVehicle,
    RoomEntry,
    RosterPlan,
)
from desk_app.modules.roster.report import write_report
from tests.modules.roster.made_rosters import LAYOUTS, save_xlsx

DAY = datetime.date(2020, 2, 29)


def entry(
    room: PlannedRoom,
    *people: PlannedPerson,
    vehicles: tuple[PlannedVehicle, ...] = (),
    spaces: tuple[str, ...] = (),
) -> RoomEntry:
    return RoomEntry(room, people, vehicles, spaces, ())


def bare(entries: Any) -> list[Any]:
    """Return entries without keys and lines, which are of one file only."""
    return [
        (e.room, tuple(replace(person, key="") for person in e.people), e.vehicles, e.spaces) for e in entries
    ]


def again(path: Path) -> RosterPlan:
    return read_roster(read_sheets(path))


FULL = PlannedRoom(
    "1-3", "2", "1", "1", "翠湖花园", "residence", 895_555, 700_000, 880_001, 895_500, "三室两厅", "occupied", DAY, DAY,
    ("B1-3", "301"), "HF020101", "临街；有露台",
)  # fmt: skip
OWNER = PlannedPerson(
    "张、三", "owner", (PlannedPhone("13800138000", "本人"), PlannedPhone("0551-65432101-803")), "id_card", "110101199003078515",
    False, "", "male", datetime.date(1990, 3, 7), Fraction(1, 3), "", DAY, None, "合肥市望江西路 88 号", "a@b.cn", "常年在外",
)  # fmt: skip


def test_every_field_of_a_room_and_its_people_comes_back_unchanged(tmp_path: Path) -> None:
    company = PlannedPerson(
        "老街坊",
        "tenant",
        (PlannedPhone("400-800-1234"),),
        "credit_code",
        "91350100M000100Y43",
        True,
        "李四",
        from_on=DAY,
        until_on=DAY,
    )
    family = PlannedPerson(
        "李四 Smith",
        "family",
        (PlannedPhone("+852 23456789"),),
        "passport",
        "E12345678",
        relation="配偶",
        gender="female",
    )
    others = [PlannedPerson("王五", role) for role in ("authorised", "resident", "emergency")]
    car = PlannedVehicle("皖A12345", "大众", "白", "B1-023")
    made = [
        entry(
            FULL,
            OWNER,
            company,
            family,
            *others,
            vehicles=(car, PlannedVehicle("皖AD12345")),
            spaces=("B1-023", "车位45"),
        ),
        entry(
            PlannedRoom("N710"),
            replace(OWNER, name="赵六", phones=(), id_kind="", id_number="", gender="", born_on=None),
        ),
        entry(PlannedRoom("商铺12号", "商业街", use="shop")),
        entry(PlannedRoom("6#车位", use="parking", floor="-1")),
        entry(PlannedRoom("101-103", "一期3", "东")),
    ]
    path = tmp_path / "导出.xlsx"
    assert write_roster(path, made) == 5
    assert bare(again(path).entries) == bare(made)


@pytest.mark.parametrize("use", [use for use in USES if use])
def test_every_use_comes_back(use: str, tmp_path: Path) -> None:
    made = [entry(PlannedRoom("101", "1", use=use))]
    write_roster(tmp_path / "a.xlsx", made)
    assert bare(again(tmp_path / "a.xlsx").entries) == bare(made)


@pytest.mark.parametrize("status", [status for status in STATUSES if status])
def test_every_status_comes_back(status: str, tmp_path: Path) -> None:
    made = [entry(PlannedRoom("101", "1", status=status))]
    write_roster(tmp_path / "a.xlsx", made)
    assert bare(again(tmp_path / "a.xlsx").entries) == bare(made)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_a_roster_read_exported_and_read_again_is_the_same(layout: Any, tmp_path: Path) -> None:
    plan = again(layout(tmp_path, 11).path)
    path = tmp_path / "导出.xlsx"
    write_roster(path, plan.entries)
    back = again(path)
    assert bare(back.entries) == bare(plan.entries)
    assert [finding for finding in back.findings if finding.severity == "refuse"] == []


def test_what_looks_like_a_formula_is_text_in_the_export(tmp_path: Path) -> None:
    made = [
        entry(
            PlannedRoom("101", "1", note='=HYPERLINK("http://x","点")'), PlannedPerson("=cmd|' /C calc'!A0")
        )
    ]
    write_roster(tmp_path / "a.xlsx", made)
    cells = [
        cell
        for row in openpyxl.load_workbook(tmp_path / "a.xlsx").active.iter_rows()
        for cell in row
        if cell.value
    ]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_the_report_colours_what_is_refused_and_says_why_beside_it(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["楼栋", "房号", "业主", "电话"],
        ["1栋", "101", "张三", "138****8000"],
        ["1栋", "", "李四", ""],
        ["1栋", "103", "王五", "13800138000"],
        ["合计", "3户"],
    ]
    source = save_xlsx(tmp_path / "名册.xlsx", {"名册": rows})
    grids = read_sheets(source)
    plan = read_roster(grids)
    write_report(tmp_path / "核对表.xlsx", grids, plan)
    book = openpyxl.load_workbook(tmp_path / "核对表.xlsx")
    assert book.sheetnames == ["概要", "问题清单", "名册", "待改 名册"]
    sheet = book["名册"]
    assert [cell.value for cell in sheet["D"]][:4] == ["电话", "138****8000", None, "13800138000"]
    assert sheet["D2"].fill.start_color.rgb == "FFF4B6B0"
    assert sheet["A5"].fill.start_color.rgb == "FFE4E4E4"
    assert sheet["A4"].fill.start_color.rgb != "FFF4B6B0"
    assert "遮住" in sheet["F2"].value and "没有房号" in sheet["F3"].value and sheet["E3"].value == "没有导入"
    assert "遮住" in sheet["D2"].comment.text
    fix = [[cell.value for cell in row][:4] for row in book["待改 名册"].iter_rows()]
    assert fix == [
        ["楼栋", "房号", "业主", "电话"],
        ["1栋", "101", "张三", "138****8000"],
        ["1栋", None, "李四", None],
    ]


def test_the_lines_to_fix_can_be_put_right_and_read_in_again(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["房号", "业主", "电话"],
        ["1号楼", None, None],
        ["101", "张三", "13800138000"],
        ["2号楼", None, None],
        ["101", "李四", "1390013900"],
    ]
    source = save_xlsx(tmp_path / "名册.xlsx", {"名册": rows})
    grids = read_sheets(source)
    write_report(tmp_path / "核对表.xlsx", grids, read_roster(grids))
    book = openpyxl.load_workbook(tmp_path / "核对表.xlsx")
    sheet = book["待改 名册"]
    assert [row[0].value for row in sheet.iter_rows()] == ["房号", "2号楼", "101"]
    sheet["C3"] = "13900139000"
    book.save(tmp_path / "改好.xlsx")
    (fixed,) = again(tmp_path / "改好.xlsx").entries
    assert (fixed.room.building, fixed.room.label, fixed.people[0].phones[0].number) == (
        "2",
        "101",
        "13900139000",
    )


def test_a_file_that_cannot_be_written_is_a_sentence_and_the_old_one_stays(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(DeskError) as caught:
        write_roster(tmp_path / "folder", [entry(PlannedRoom("101"))])
    assert "没有写出" in str(caught.value)
