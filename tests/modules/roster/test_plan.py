"""The plan says of every line what becomes of it, and follows what the clerk decides."""

import datetime
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desk_app.kernel.sheets import Grid, Span, read_sheets
from desk_app.modules.roster.meanings import MEANING
from desk_app.modules.roster.plan import Choices, RosterPlan, TableChoice, read_roster
from desk_app.modules.roster.plan_types import ID_KINDS, OUTCOMES, ROLES, STATUSES, USES
from tests.modules.roster.made_rosters import LAYOUTS

HEADER = ["楼栋", "单元", "房号", "业主姓名", "联系电话", "身份证号", "建筑面积"]
GOOD_ID = "110101199003078515"


def read(rows: Sequence[Sequence[Any]], choices: Choices | None = None, **facts: Any) -> RosterPlan:
    """Plan one sheet called 名册."""
    return read_roster([Grid("名册", [list(row) for row in rows], **facts)], choices)


def codes(plan: RosterPlan) -> dict[str, list[str]]:
    """Return the addresses of findings by code."""
    found: dict[str, list[str]] = {}
    for finding in plan.findings:
        found.setdefault(finding.code, []).append(finding.address)
    return found


def line(
    label: str, name: str = "张三", phone: Any = "13800138000", number: str = "", area: Any = None
) -> list[Any]:
    return ["1栋", "1单元", label, name, phone, number, area]


def test_a_row_whose_room_is_read_is_imported_and_its_bad_cells_stay_empty() -> None:
    plan = read([HEADER, line("101", phone="138****8000", number="110101199003078516", area="13800138000")])
    (entry,) = plan.entries
    assert entry.room.built_area is None
    assert (entry.people[0].name, entry.people[0].phones, entry.people[0].id_number) == ("张三", (), "")
    assert codes(plan) == {
        "phone_masked": ["名册!E2"],
        "id_check_digit": ["名册!F2"],
        "area_is_phone": ["名册!G2"],
    }
    assert (plan.counts.refused_cells, plan.counts.refused_rows) == (3, 0)


def test_a_row_without_a_room_is_refused_as_a_row() -> None:
    plan = read([HEADER, line("101"), ["1栋", "1单元", "", "李四", "13900139000", "", 88]])
    assert [row.outcome for row in plan.rows] == ["import", "refused"]
    assert plan.rows[1].reason == "没有房号，这一行没有导入"
    assert codes(plan)["room_missing"] == ["名册!第3行"]
    assert [person.name for entry in plan.entries for person in entry.people] == ["张三"]


def test_a_document_number_whose_digits_a_number_cell_lost_is_refused_by_address() -> None:
    plan = read([HEADER, line("101", number=110101199003078512)])  # type: ignore[arg-type]
    assert codes(plan)["id_lost_digits"] == ["名册!F2"]
    assert plan.entries[0].people[0].id_number == ""


def test_rooms_that_the_spreadsheet_turned_into_days_or_fractions_are_refused() -> None:
    plan = read(
        [
            ["房号", "业主", "电话"],
            [datetime.date(2026, 1, 1), "张三", "13800138000"],
            [Decimal("1.1"), "李四", ""],
            ["1-102", "王五", ""],
        ]
    )
    assert codes(plan)["room_is_date"] == ["名册!A2"]
    assert codes(plan)["room_decimal"] == ["名册!A3"]
    assert len(plan.entries) == 1


def test_a_room_number_that_lost_its_leading_zero_is_doubtful() -> None:
    plan = read([["楼栋", "房号", "业主"], ["1", "0101", "张三"], ["1", "0102", "李四"], ["1", 103, "王五"]])
    assert codes(plan)["room_lost_zero"] == ["名册!B4"]


def test_the_same_room_twice_is_one_room_and_told_with_both_lines() -> None:
    plan = read([HEADER, line("101", area=88), line("102"), line("１０１ ", "李四", "13900139000", area=89)])
    assert [entry.room.label for entry in plan.entries] == ["101", "102"]
    assert sorted(person.name for person in plan.entries[0].people) == ["张三", "李四"]
    assert plan.entries[0].room.built_area == 880_000
    assert codes(plan)["room_twice"] == codes(plan)["room_contradicts"] == ["名册!第4行"]
    assert "2、4" in next(finding.message for finding in plan.findings if finding.code == "room_twice")


def test_a_person_in_two_rooms_is_one_person() -> None:
    plan = read(
        [
            HEADER,
            line("101", number=GOOD_ID),
            line("102", number=GOOD_ID),
            line("103"),
            line("104", "李四", "", ""),
        ]
    )
    keys = [entry.people[0].key for entry in plan.entries]
    assert keys[0] == keys[1] == keys[2] != keys[3]
    assert plan.counts.people == 2


def test_people_of_one_name_with_nothing_else_are_two_and_told() -> None:
    plan = read([HEADER, line("101", phone=""), line("102", phone="")])
    assert plan.counts.people == 2
    assert codes(plan)["same_name"] == ["名册!第3行"]


def test_one_document_number_on_two_names_is_doubtful() -> None:
    plan = read([HEADER, line("101", number=GOOD_ID), line("102", "李四", "", GOOD_ID)])
    assert plan.counts.people == 2
    assert codes(plan)["id_twice"] == ["名册!第3行"]


def test_a_company_with_several_rooms_is_one_company() -> None:
    plan = read(
        [["房号", "租户", "电话"], ["N701", "恒达商贸有限公司", ""], ["N702", "恒达商贸有限公司", ""]]
    )
    assert plan.counts.people == 1
    assert {(person.role, person.is_company) for entry in plan.entries for person in entry.people} == {
        ("tenant", True)
    }


def test_titles_totals_signatures_and_notes_are_skipped_and_named() -> None:
    rows = [
        ["幸福花园业主名册"],
        HEADER,
        line("101"),
        ["小计", "", "", "", "", "", 88],
        line("102"),
        ["合计", "", "2户"],
        ["备注：面积为建筑面积"],
        ["制表：李明", "", "审核："],
    ]
    plan = read(rows)
    assert [(row.row, row.reason) for row in plan.rows if row.outcome == "skipped"] == [
        (1, "标题行"), (4, "合计行"), (6, "合计行"), (7, "说明行"), (8, "签字、制表行"),
    ]  # fmt: skip
    assert len(plan.entries) == 2


def test_rows_hidden_by_hand_are_left_out_unless_the_clerk_wants_them() -> None:
    rows = [HEADER, line("101"), line("102")]
    plan = read(rows, hidden_rows=frozenset({2}))
    assert [entry.room.label for entry in plan.entries] == ["101"]
    assert codes(plan)["row_hidden"] == ["名册!第3行"]
    wanted = read(rows, Choices(hidden_rows=True), hidden_rows=frozenset({2}))
    assert [entry.room.label for entry in wanted.entries] == ["101", "102"]


def test_rows_hidden_by_a_filter_are_read_and_told() -> None:
    plan = read([HEADER, line("101"), line("102")], hidden_rows=frozenset({2}), filtered=True)
    assert len(plan.entries) == 2
    assert codes(plan)["row_filtered"] == ["名册!第3行"]


def test_hidden_sheets_are_listed() -> None:
    plan = read_roster([Grid("名册", [HEADER, line("101")]), Grid("旧", [], hidden=True)])
    assert plan.hidden_sheets == ("旧",)
    assert codes(plan)["sheet_hidden"] == ["旧"]


def test_error_cells_and_formulas_without_result_are_refused_by_address() -> None:
    rows = [HEADER, line("101", phone=None, area=None), ["1栋", "1单元", None, "李四", "", "", 88]]
    plan = read(rows, errors={(1, 4): "#N/A", (2, 2): "#REF!"}, uncalculated=frozenset({(1, 6)}))
    assert codes(plan)["cell_error"] == ["名册!E2", "名册!C3"]
    assert codes(plan)["formula_uncalculated"] == ["名册!G2"]
    assert [row.outcome for row in plan.rows] == ["import", "refused"]


def test_merged_cells_count_for_each_of_their_lines_but_areas_only_once() -> None:
    rows = [
        HEADER,
        ["1栋", "1单元", "101", "张三", "13800138000", "", 88],
        [None, None, "102", None, None, "", None],
    ]
    merged = [Span(1, column, 2, column) for column in (0, 1, 3, 4, 6)]
    plan = read(rows, merged=merged)
    assert [(entry.room.building, entry.room.unit, entry.room.label, entry.room.built_area) for entry in plan.entries] == [
        ("1", "1", "101", 880_000), ("1", "1", "102", None),
    ]  # fmt: skip
    assert plan.entries[0].people[0].key == plan.entries[1].people[0].key
    assert {"merged_down", "area_merged"} <= set(codes(plan))


def test_a_comma_too_many_in_a_text_file_refuses_its_line() -> None:
    rows = [["楼栋", "房号", "业主"], ["1栋", "101", "张三"], ["1栋", "102", "李四", "多出来"]]
    plan = read(rows, delimited=True)
    assert [row.outcome for row in plan.rows] == ["import", "refused"]
    assert codes(plan)["row_shifted"] == ["名册!第3行"]


def test_the_clerks_columns_go_before_what_the_headings_say() -> None:
    rows = [
        ["楼", "号", "甲", "乙"],
        ["1栋", "101", "张三", "13800138000"],
        ["1栋", "102", "李四", "13900139000"],
    ]
    columns = {0: "building", 1: "room", 2: "tenant_name", 3: "tenant_phone"}
    plan = read(rows, Choices(tables={"名册!1": TableChoice(header_row=1, columns=columns)}))
    assert [(e.room.building, e.room.label, e.people[0].role, e.people[0].phones[0].number) for e in plan.entries] == [
        ("1", "101", "tenant", "13800138000"), ("1", "102", "tenant", "13900139000"),
    ]  # fmt: skip
    assert [column.certainty for column in plan.tables[0].columns] == ["chosen"] * 4


def test_matching_is_remembered_by_the_shape_of_a_table() -> None:
    rows = [
        ["栋号", "房间号", "联系人", "备用"],
        ["1", "101", "张三", "13800138000"],
        ["1", "102", "李四", "13900139000"],
    ]
    shape = read(rows).tables[0].shape
    other = [
        ["标题"],
        ["栋 号", "房间号*", "联系人", "备用"],
        ["2", "201", "王五", "13700137000"],
        ["2", "202", "赵六", "13600136000"],
    ]
    assert read(other).tables[0].shape == shape != ""
    plan = read(other, Choices(shapes={shape: TableChoice(columns={3: "owner_phone", 2: "owner_name"})}))
    assert plan.entries[0].people[0].phones[0].number == "13700137000"


def test_the_clerk_may_point_out_the_header_leave_a_table_out_or_name_its_building() -> None:
    rows = [["甲", "乙", "丙"], ["房号", "业主", "电话"], ["101", "张三", "13800138000"], ["102", "李四", ""]]
    plan = read(rows, Choices(tables={"名册!1": TableChoice(header_row=2, building="5号楼")}))
    assert [(entry.room.building, entry.room.label) for entry in plan.entries] == [("5", "101"), ("5", "102")]
    assert read(rows, Choices(tables={"名册!1": TableChoice(skip=True)})).entries == ()
    assert read(rows, Choices(skipped_sheets=frozenset({"名册"}))).entries == ()


def test_a_sheet_without_header_is_read_by_its_contents_when_the_clerk_says_there_is_none() -> None:
    rows = [
        ["1", "101", "张三", "13800138000"],
        ["1", "102", "李四", "13900139000"],
        ["2", "201", "王五", "13700137000"],
    ]
    plan = read(
        rows, Choices(tables={"名册!1": TableChoice(header_row=0, columns={0: "building", 1: "room"})})
    )
    assert [(entry.room.building, entry.room.label) for entry in plan.entries] == [
        ("1", "101"),
        ("1", "102"),
        ("2", "201"),
    ]


def test_nothing_that_looks_like_a_roster_is_a_sentence() -> None:
    for rows in ([["随便", "写写"], ["a", "b"]], [], [["房号"]]):
        plan = read(rows)
        assert plan.entries == ()
        assert [finding.code for finding in plan.findings] == ["no_table"]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_no_finding_shows_a_whole_number_of_a_person(layout: Any, tmp_path: Path) -> None:
    plan = read_roster(read_sheets(layout(tmp_path, 5).path))
    for finding in plan.findings:
        shown = f"{finding.found} {finding.message} {finding.address}"
        assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)|\d{17}[\dX]|\d{15}", shown), finding
    for table in plan.tables:
        for column in table.columns:
            assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)|\d{17}[\dX]", " ".join(column.samples))


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_every_value_of_a_plan_is_one_of_the_declared(layout: Any, tmp_path: Path) -> None:
    plan = read_roster(read_sheets(layout(tmp_path, 6).path))
    assert {row.outcome for row in plan.rows} <= set(OUTCOMES)
    assert {entry.room.use for entry in plan.entries} <= set(USES)
    assert {entry.room.status for entry in plan.entries} <= set(STATUSES)
    people = [person for entry in plan.entries for person in entry.people]
    assert {person.role for person in people} <= set(ROLES)
    assert {person.id_kind for person in people} <= {*ID_KINDS, "taiwan_id"}
    assert all(person.key for person in people)
    assert {column.meaning for table in plan.tables for column in table.columns} <= set(MEANING)
    counted = [row for row in plan.rows if row.outcome in ("import", "person_only", "joined", "refused")]
    assert plan.counts.lines == len({(row.sheet, row.row, row.table) for row in counted})


def test_reading_counts_its_lines_and_stops_when_told() -> None:
    rows = [HEADER, *(line(str(100 + number)) for number in range(1, 251))]
    told: list[tuple[int, int]] = []
    read_roster([Grid("名册", rows)], step=lambda done, of: told.append((done, of)))
    assert told == [(100, 251), (200, 251)]

    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_roster([Grid("名册", rows)], step=stop)
