"""Small rosters with one oddity each: read to the rooms and people a person would read from them."""

from collections.abc import Sequence
from typing import Any

import pytest

from desk_app.kernel.sheets import Grid, Span
from desk_app.modules.roster.plan import RosterPlan, read_roster

GOOD_ID = "110101199003078515"
Rows = Sequence[Sequence[Any]]


def plan_of(sheets: dict[str, Rows], merged: Sequence[Span] = ()) -> RosterPlan:
    return read_roster(
        [Grid(name, [list(row) for row in rows], merged=merged) for name, rows in sheets.items()]
    )


def told(plan: RosterPlan) -> dict[str, str]:
    """Return 'building-unit-room' to 'name' or 'role:name', for every room."""
    found = {}
    for entry in plan.entries:
        room = entry.room
        people = (
            person.name if person.role == "owner" else f"{person.role}:{person.name}"
            for person in entry.people
        )
        found["-".join(part for part in (room.building, room.unit, room.label) if part)] = " ".join(people)
    return found


CASES: dict[str, tuple[dict[str, Rows], dict[str, str]]] = {
    "the sheet is named after tenants": (
        {"业主信息": [["房号", "姓名"], ["1-1-101", "张三"]], "租户信息": [["房号", "姓名", "租期"], ["1-1-101", "王五", "2024.1.1-2025.1.1"]]},
        {"1-1-101": "张三 tenant:王五"},
    ),
    "merchants beside owners rent": (
        {"商铺": [["铺位", "商户", "联系人", "电话", "业主姓名", "业主电话"], ["1号", "张记面馆", "张三", "13812345678", "李四", "13900000001"]]},
        {"1": "李四 tenant:张记面馆"},
    ),
    "merchants alone may own or rent": ({"商铺": [["铺位", "商户", "电话"], ["1号", "张记面馆", "13812345678"]]}, {"1": "resident:张记面馆"}),
    "a run of doors among plain numbers": (
        {"商铺": [["铺位", "业主"], ["1号", "张三"], ["2号", "李四"], ["3-4号", "王五"], ["5号", "赵六"]]},
        {"1": "张三", "2": "李四", "3-4": "王五", "5": "赵六"},
    ),
    "doors counted on each floor": (
        {"1栋": [["楼层", "房号", "业主"], [1, 1, "张三"], [1, 2, "李四"], [2, 1, "王五"], [2, 2, "赵六"]]},
        {"1-101": "张三", "1-102": "李四", "1-201": "王五", "1-202": "赵六"},
    ),
    "building and unit in one column": (
        {"表": [["楼栋/单元", "房号", "业主"], ["1-1", "101", "张三"], ["1-2", "101", "李四"]]},
        {"1-1-101": "张三", "1-2-101": "李四"},
    ),
    "unit and room in one column": (
        {"表": [["楼号", "单元房号", "业主"], ["1号楼", "1单元101", "张三"], ["1号楼", "2单元101", "李四"]]},
        {"1-1-101": "张三", "1-2-101": "李四"},
    ),
    "楼 beside 幢 is the floor": (
        {"表": [["幢", "单元", "楼", "室", "户主"], [1, 1, 5, 501, "张三"], [1, 1, 6, 601, "李四"]]},
        {"1-1-501": "张三", "1-1-601": "李四"},
    ),
    "a phase before the building": (
        {"表": [["期", "楼栋", "房号", "业主"], ["一期", "1", "101", "张三"], ["二期", "1", "101", "李四"]]},
        {"一期1-101": "张三", "二期1-101": "李四"},
    ),
    "sheets called by numbers": ({"1": [["房号", "业主"], ["101", "张三"]], "2": [["房号", "业主"], ["101", "李四"]]}, {"1-101": "张三", "2-101": "李四"}),
    "buildings named over two tables": (
        {"表": [["1号楼", None, None, "2号楼", None], ["房号", "业主", None, "房号", "业主"], ["101", "张三", None, "101", "李四"], ["102", "王五", None, "102", "赵六"]]},
        {"1-101": "张三", "1-102": "王五", "2-101": "李四", "2-102": "赵六"},
    ),
    "units over their columns": (
        {"1栋": [["楼层", "1单元", None, None, "2单元", None], [None, "房号", "业主", None, "房号", "业主"], [3, "301", "张三", None, "301", "李四"], [2, "201", "王五", None, "201", "赵六"]]},
        {"1-1-301": "张三", "1-1-201": "王五", "1-2-301": "李四", "1-2-201": "赵六"},
    ),
    "years of fees beside the names": (
        {"表": [["房号", "业主", "电话", 2021, 2022, "2023年", "2024年"], ["1-1-101", "张三", "13800138000", 1058.4, 1058.4, 0, 0]]},
        {"1-1-101": "张三"},
    ),
    "a second line of units under the header": (
        {"表": [["楼栋", "房号", "业主", "面积"], ["(栋)", "(室)", "(姓名)", "(㎡)"], ["1", "101", "张三", 88]]},
        {"1-101": "张三"},
    ),
    "an example line": ({"表": [["楼栋*", "房号*", "业主*"], ["示例：1栋", "101", "某某"], ["2栋", "102", "李四"]]}, {"2-102": "李四"}),
    "explanations to the right": (
        {"表": [["楼栋", "房号", "业主", None, None, "填写说明"], ["1", "101", "张三", None, None, "楼栋填数字"], [None, None, None, None, None, "房号填数字"]]},
        {"1-101": "张三"},
    ),
    "serial numbers written ahead": ({"表": [["序号", "房号", "业主"], [1, "1-101", "张三"], [2, None, None], [3, None, None]]}, {"1-101": "张三"}),
    "empty columns between": ({"表": [["楼号", None, "房号", None, "业主"], ["1栋", None, "101", None, "张三"]]}, {"1-101": "张三"}),
    "two owners in numbered columns": (
        {"表": [["房号", "业主1", "电话1", "业主2", "电话2"], ["1-1-101", "张三", "13800138000", "李四", "13900139000"]]},
        {"1-1-101": "张三 李四"},
    ),
    "a family in columns": (
        {"表": [["房号", "户主姓名", "家庭成员1姓名", "家庭成员1关系", "家庭成员2姓名", "家庭成员2关系"], ["1-1-101", "张三", "李四", "妻子", "张小三", "儿子"]]},
        {"1-1-101": "张三 family:李四 family:张小三"},
    ),
    "a role on each line": (
        {"表": [["房号", "姓名", "身份"], ["1-101", "张三", "业主"], ["1-101", "李四", "租户"], ["1-101", "张小三", "业主家属"]]},
        {"1-101": "张三 tenant:李四 family:张小三"},
    ),
    "owner and tenant in one cell": ({"表": [["房号", "住户"], ["1-1-101", "张三（业主）、李四（租户）"], ["1-1-102", "王五"]]}, {"1-1-101": "张三 tenant:李四", "1-1-102": "resident:王五"}),
    "a cell filled in like a form": ({"表": [["房号", "业主信息", "面积"], ["1-1-101", f"姓名：张三\n电话：13800138000\n身份证：{GOOD_ID}", 88]]}, {"1-1-101": "张三"}),
    "names with phones in one column": ({"表": [["房号", "姓名电话"], ["1-101", "张三13800138000"], ["1-102", "李四 13800138001、王五13800138002"]]}, {"1-101": "张三", "1-102": "李四 王五"}),
    "an emergency contact with phone": ({"表": [["房号", "业主", "紧急联系人及电话"], ["1-101", "张三", "李四13900139000"]]}, {"1-101": "张三 emergency:李四"}),
    "states in the name column": ({"表": [["房号", "业主"], ["1-101", "张三"], ["1-102", "未售"], ["1-103", "空置"]]}, {"1-101": "张三", "1-102": "", "1-103": ""}),
    "codes of another system": ({"表": [["房屋编码", "业主"], ["01-01-0101", "张三"], ["02-01-0101", "李四"]]}, {"1-1-0101": "张三", "2-1-0101": "李四"}),
    "floors as lines of their own": ({"写字楼": [["房号", "业主"], ["7F", None], ["701", "张三"], ["8F", None], ["801", "李四"]]}, {"701": "张三", "801": "李四"}),
    "a handover register": ({"交房": [["序号", "楼号", "房号", "业主姓名", "电话", "钥匙", "水表读数", "电表读数", "业主签字"], [1, 1, 101, "张三", "13800138000", 3, 12, 34, ""]]}, {"1-101": "张三"}),
    "columns in any order": ({"表": [["联系电话", "备注", "业主", "室号", "单元", "幢号"], ["13800138000", "", "张三", "101", "1", "2"]]}, {"2-1-101": "张三"}),
    "cars on a sheet of their own": ({"业主": [["房号", "业主"], ["1-101", "张三"]], "车辆": [["房号", "车主", "车牌号"], ["1-101", "张三", "皖A12345"]]}, {"1-101": "张三"}),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_roster_with_an_oddity_is_read_as_a_person_would(name: str) -> None:
    sheets, meant = CASES[name]
    assert told(plan_of(sheets)) == meant


def test_an_owner_merged_over_two_rooms_holds_both() -> None:
    rows = [
        ["房号", "业主", "电话"],
        ["1-101", "张三", "13800138000"],
        ["1-102", None, None],
        ["1-201", "李四", ""],
    ]
    plan = plan_of({"表": rows}, [Span(1, 1, 2, 1), Span(1, 2, 2, 2)])
    assert told(plan) == {"1-101": "张三", "1-102": "张三", "1-201": "李四"}
    assert plan.counts.people == 2


def test_a_building_merged_beside_its_rooms_needs_no_heading() -> None:
    rows = [
        [None, "房号", "业主"],
        ["1号楼", "101", "张三"],
        [None, "102", "李四"],
        ["2号楼", "101", "王五"],
        [None, "102", "赵六"],
    ]
    plan = plan_of({"表": rows}, [Span(1, 0, 2, 0), Span(3, 0, 4, 0)])
    assert told(plan) == {"1-101": "张三", "1-102": "李四", "2-101": "王五", "2-102": "赵六"}


def test_lines_that_look_like_rooms_in_a_drawing_are_read_cell_by_cell() -> None:
    rows = [
        ["3号楼"],
        ["501 张三", "502 李四\n13800138000", "503 空置"],
        ["401 赵六", "402 钱七 88.5㎡", "403 孙八"],
    ]
    plan = plan_of({"表": rows})
    assert told(plan) == {
        "3-501": "张三",
        "3-502": "李四",
        "3-503": "",
        "3-401": "赵六",
        "3-402": "钱七",
        "3-403": "孙八",
    }
    by_label = {entry.room.label: entry for entry in plan.entries}
    assert by_label["502"].people[0].phones[0].number == "13800138000"
    assert by_label["402"].room.built_area == 885_000
    assert by_label["503"].room.status == "vacant"
