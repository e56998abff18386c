"""Room numbers are read the ways offices write them."""

import pytest

from desk_app.modules.roster.cell_text import CellProblem
from desk_app.modules.roster.places import (
    canonical_building,
    canonical_floor,
    canonical_unit,
    floor_of_label,
    is_building_heading,
    read_place,
    read_sheet_building,
)


@pytest.mark.parametrize(
    ("text", "building", "unit", "label"),
    [
        ("2-1-1502", "2", "1", "1502"),
        ("２－１－１５０２室", "2", "1", "1502"),
        ("02-01-0502", "2", "1", "0502"),
        ("2.1.502", "2", "1", "502"),
        ("2栋101", "2", "", "101"),
        ("2栋3楼5号", "2", "", "3楼5号"),
        ("3#2单元501室", "3", "2", "501"),
        ("3#-2-501", "3", "2", "501"),
        ("A座1203", "A", "", "1203"),
        ("一号楼二单元301", "1", "2", "301"),
        ("10号楼东单元501", "10", "东", "501"),
        ("1幢2单元3楼302室", "1", "2", "302"),
        ("12栋12A01", "12", "", "12A01"),
        ("一期3栋2单元401室", "一期3", "2", "401"),
        ("东区2栋301", "东区2", "", "301"),
        ("高层1号楼1单元1201", "高层1", "1", "1201"),
        ("1号101", "1", "", "101"),
        ("1栋/2单元/301", "1", "2", "301"),
        ("1栋商铺12号", "1", "", "商铺12号"),
        ("商业街12号", "", "", "商业街12号"),
        ("0502", "", "", "0502"),
        ("501室", "", "", "501"),
        ("N710", "", "", "N710"),
        ("101.0", "", "", "101"),
        ("西户", "", "", "西户"),
    ],
)
def test_building_unit_and_room_in_one_cell(text: str, building: str, unit: str, label: str) -> None:
    place = read_place(text)
    assert (place.building, place.unit, place.labels) == (building, unit, (label,))


def test_the_estate_before_the_building_is_kept_apart() -> None:
    place = read_place("安徽省合肥市蜀山区望江西路88号阳光花园1栋2单元301室")
    assert (place.community, place.building, place.unit, place.labels) == ("阳光花园", "1", "2", ("301",))


def test_one_number_before_the_dash_is_left_to_the_table_to_decide() -> None:
    assert read_place("1-502").first == "1"
    assert read_place("A-1203").first == "A"


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("N710 711", ("N710", "N711")),
        ("101/102", ("101", "102")),
        ("1栋101、102室", ("101", "102")),
        ("101+102", ("101", "102")),
    ],
)
def test_several_rooms_in_one_cell_are_doubtful(text: str, labels: tuple[str, ...]) -> None:
    place = read_place(text)
    assert place.labels == labels
    assert [code for code, _text in place.warnings] == ["room_several"]


@pytest.mark.parametrize(
    ("text", "use", "code"),
    [
        ("6#车位", "parking", ""),
        ("1F电梯厅", "public", "room_public_place"),
        ("101商铺", "shop", ""),
        ("储藏室12", "storage", ""),
        ("101-103", "", "room_run"),
    ],
)
def test_places_that_are_no_flats(text: str, use: str, code: str) -> None:
    place = read_place(text)
    assert place.use == use
    assert [told for told, _text in place.warnings] == ([code] if code else [])


def test_brackets_behind_a_number_are_an_aside() -> None:
    assert read_place("501（原502）").former == "502"
    assert read_place("101(复式)").labels == ("101",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1月1日", "room_is_date"), ("2026-01-01 00:00:00", "room_is_date"), ("Jan-01", "room_is_date"), ("2.1", "room_decimal"),
        ("13800138000", "room_unreadable"), ("张三", "room_unreadable"), ("1栋1单元", "room_missing"), ("合计", "room_unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_room_is_refused(text: str, code: str) -> None:
    with pytest.raises(CellProblem) as caught:
        read_place(text)
    assert caught.value.code == code


def test_buildings_units_and_floors_are_called_alike() -> None:
    buildings = ["2栋", "02", "二栋", "2号楼", "2#", "2#楼", "2"]
    assert {canonical_building(text) for text in buildings} == {"2"}
    assert [canonical_building(text) for text in ("十二号楼", "A座", "商业街", "一百零二栋")] == [
        "12",
        "A",
        "商业街",
        "102",
    ]
    assert [canonical_unit(text) for text in ("1单元", "一单元", "01", "0", "东单元")] == [
        "1",
        "1",
        "1",
        "",
        "东",
    ]
    assert [canonical_floor(text) for text in ("5层", "5F", "B1", "负一层", "地下1层", "夹层", "十二楼")] == [
        "5",
        "5",
        "-1",
        "-1",
        "-1",
        "夹层",
        "12",
    ]


def test_regular_labels_show_their_floor() -> None:
    assert [
        floor_of_label(label) for label in ("502", "0502", "1203", "A1203", "B101", "12", "9999", "5A")
    ] == ["5", "5", "12", "12", "-1", "", "", ""]


def test_names_of_sheets_and_headings_say_the_building() -> None:
    assert read_sheet_building("翠湖花园3号楼2单元业主名册") == ("3", "2")
    assert [
        read_sheet_building(text)[0]
        for text in ("3栋", "A座", "一期3栋", "三栋", "Sheet1", "2023年", "1栋101")
    ] == ["3", "A", "一期3", "3", "", "", ""]
    assert [
        is_building_heading(text)
        for text in ("1号楼", "【3栋】", "1栋1单元", "1号楼（共24户）", "1栋101", "张三")
    ] == [True, True, True, True, False, False]
