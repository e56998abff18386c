"""Whatever a sheet holds, a plan comes out: hypothesis puts sheets together from the worst that was ever seen."""

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_app.kernel.sheets import Grid, Span
from desk_app.modules.roster.plan import Choices, TableChoice, read_roster
from desk_app.modules.roster.plan_types import RoomEntry
from desk_app.modules.roster.report import write_report
from tests.modules.roster.test_any_layout import HEADINGS

WORDS = sorted(
    {word for words in HEADINGS.values() for word in words}
    | {"序号", "租户", "租期", "家庭成员1姓名", "车牌号", "业主信息", "房屋信息", "身份", "备注"}
)
NASTY: list[Any] = [
    None, "", " ", "／", "无", 0, -1, 1, 101, 1.0, Decimal("1.1"), Decimal("1e30"), 13800138000, 110101199003078512, True, False,
    datetime.date(2026, 1, 1), datetime.datetime(2990, 1, 1, 1, 1), datetime.time(8, 0), "1-101", "2栋3楼5号", "N710 711", "1F电梯厅",
    "6#车位", "张三、李四", "张三 138****8000", "13800138000/", "1.1E+17", "#N/A", "_x000D_\x00\x01", "\ufdd0\ud800", "（（（", ")))(", "\u202e张三",
    "合计", "1号楼", "制表：", "第1页", "-", "—" * 40, "张" * 5000, "1" * 400, "1/0", "0/0", "2026-02-30", "=1+1", "👨\u200d👩\u200d👧", "楼" * 30, "1栋" * 20,
]  # fmt: skip
CELLS = st.one_of(st.sampled_from(NASTY), st.sampled_from(WORDS), st.text(max_size=12))
ROWS = st.lists(st.lists(CELLS, max_size=9), max_size=14)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    header=st.lists(st.sampled_from(WORDS), min_size=2, max_size=9),
    rows=ROWS,
    above=ROWS.map(lambda rows: rows[:3]),
)
def test_any_cells_under_any_header_give_a_plan(
    header: list[str], rows: list[list[Any]], above: list[list[Any]]
) -> None:
    lines = [*above, header, *rows]
    plan = read_roster([Grid("表", lines)])
    assert plan.counts.rooms == len(plan.entries)
    assert all(finding.message for finding in plan.findings)
    for entry in plan.entries:
        _can_be_kept(entry)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=ROWS,
    header=st.integers(0, 30),
    columns=st.dictionaries(
        st.integers(0, 12),
        st.sampled_from(
            [
                "room",
                "owner_name",
                "owner_phone",
                "building",
                "built_area",
                "handover_on",
                "ignore",
                "parking",
                "owner_key",
            ]
        ),
    ),
    spans=st.lists(st.tuples(*[st.integers(0, 12)] * 4), max_size=4),
    hidden=st.frozensets(st.integers(0, 14)),
)
def test_any_choice_about_any_sheet_gives_a_plan(
    rows: list[list[Any]],
    header: int,
    columns: dict[int, str],
    spans: list[tuple[int, ...]],
    hidden: frozenset[int],
) -> None:
    merged = [Span(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in spans]
    grid = Grid(
        "3栋",
        rows,
        hidden_rows=hidden,
        merged=merged,
        errors={(0, 0): "#N/A"},
        uncalculated=frozenset({(1, 1)}),
        delimited=len(rows) % 2 == 0,
    )
    choice = TableChoice(header_row=header or None, columns=columns)
    plan = read_roster([grid], Choices(tables={"3栋!1": choice}, today=datetime.date(2026, 11, 23)))
    assert plan.counts.people >= 0


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(rows=ROWS, header=st.lists(st.sampled_from(WORDS), min_size=2, max_size=9))
def test_any_plan_can_be_reported(rows: list[list[Any]], header: list[str], tmp_path: Path) -> None:
    grids = [Grid("表/[1]", [header, *rows])]
    write_report(tmp_path / "核对表.xlsx", grids, read_roster(grids))
    assert (tmp_path / "核对表.xlsx").stat().st_size > 0


def _can_be_kept(entry: RoomEntry) -> None:
    """No text is longer than a record takes, none has a line break or is empty where a name belongs."""
    room = entry.room
    lines = [
        room.community,
        room.building,
        room.unit,
        room.floor,
        room.label,
        room.layout,
        room.code,
        *room.former,
    ]
    for person in entry.people:
        lines += [person.name, person.relation, person.contact_person, person.address, person.email]
        assert person.name.strip()
        assert len(person.note) <= 2000
    lines += [text for car in entry.vehicles for text in (car.plate, car.brand, car.colour, car.space)]
    assert room.label.strip()
    assert all(len(text) <= 200 and "\n" not in text for text in lines)
    assert len(room.note) <= 2000
