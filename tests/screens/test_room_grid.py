"""The room picture: buildings, floors from the top down, units side by side, and finding a room in it."""

import datetime

import pytest

from desk_app.kernel import store
from desk_app.kernel.kind import KINDS
from desk_app.screens import room_grid
from desk_app.screens.room_grid import draw, find_place, find_rooms, list_places

TODAY = datetime.date(2026, 11, 23)


@pytest.fixture
def picture(desk):
    """Return a function that draws the place with the given title."""

    def picture_(title):
        return draw(next(place for place in list_places() if place.title == title), desk)

    return picture_


def rows_of(shown):
    """Return the labels row by row, blanks where no room is."""
    return [
        [
            shown.cells[row, column].label if (row, column) in shown.cells else ""
            for column in range(shown.width)
        ]
        for row in range(len(shown.floors))
    ]


def test_the_top_floor_is_drawn_first_and_units_stand_side_by_side(make_room, picture):
    for code in ("3-1-101", "3-1-102", "3-1-201", "3-2-101", "3-2-1001"):
        make_room(code)
    shown = picture("3栋")
    assert shown.floors == ("10层", "2层", "1层")
    assert [(unit.title, unit.first, unit.width) for unit in shown.units] == [
        ("1单元", 0, 2),
        ("2单元", 2, 1),
    ]
    assert rows_of(shown) == [["", "", "1001"], ["201", "", ""], ["101", "102", "101"]]


def test_doors_of_one_name_stand_under_each_other(make_room, picture):
    for code in ("3-1-101", "3-1-103", "3-1-202", "3-1-203"):
        make_room(code)
    assert rows_of(picture("3栋")) == [["", "202", "203"], ["101", "", "103"]]


def test_rooms_without_telling_numbers_are_counted_off(make_room, picture):
    for label in ("甲", "乙", "丙"):
        make_room(f"3-1-{label}", floor="2")
    make_room("3-1-丁", floor="1")
    assert [len([label for label in row if label]) for row in rows_of(picture("3栋"))] == [3, 1]


def test_cellars_lie_below_and_odd_floors_lowest(make_room, picture):
    for floor, label in (
        ("-1", "储1"),
        ("B2", "储2"),
        ("1", "101"),
        ("夹层", "J1"),
        ("2A", "2A1"),
        ("2", "201"),
    ):
        make_room(f"3-1-{label}", floor=floor)
    assert picture("3栋").floors == ("2A", "2层", "1层", "-1层", "B2", "夹层")


def test_rooms_without_a_floor_follow_below(make_room, picture):
    make_room("3-1-101")
    make_room("3-1-商铺")
    (loose,) = picture("3栋").loose
    assert (loose.title, [cell.label for cell in loose.cells]) == ("没有填楼层", ["商铺"])


def test_no_room_is_left_out_whatever_its_number(make_room, picture):
    labels = ("101", "0101", "1-1", "A101", "101甲", "1010")
    for label in labels:
        make_room(f"3-1-{label.replace('-', '_')}", floor="1")
    shown = picture("3栋")
    assert len(shown.cells) == len(labels)
    assert len(set(shown.cells.values())) == len(labels)


def test_cells_name_the_owners_of_today_and_tell_everybody(make_room, make_person, hold, picture):
    room = make_room("3-1-101")
    hold(room, make_person("前业主"), until_on=TODAY - datetime.timedelta(days=1))
    hold(room, make_person("张三"))
    hold(room, make_person("李四"))
    hold(room, make_person("赵六"), "tenant")
    cell = picture("3栋").cells[0, 0]
    assert cell.owners == "张三、李四"
    assert cell.people == "业主 张三\n业主 李四\n租户 赵六"


def test_states_are_counted_for_the_legend(make_room, picture):
    make_room("3-1-101", state="occupied")
    make_room("3-1-102", state="occupied")
    make_room("3-1-201", state="let")
    assert [(each.label, each.count) for each in picture("3栋").place.states] == [("自住", 2), ("已出租", 1)]


def test_parking_spaces_in_no_building_are_a_plain_grid_by_floor(desk, make_room, picture):
    make_room("3-1-101")
    for label, floor in (("B1-002", "B1"), ("B1-001", "B1"), ("B2-001", "B2")):
        store.save(store.new(KINDS["rooms"], label=label, floor=floor, use="parking"), desk)
    assert [place.title for place in list_places()] == ["3栋", "车位"]
    shown = picture("车位")
    assert [(group.title, [cell.label for cell in group.cells]) for group in shown.loose] == [
        ("B1", ["B1-001", "B1-002"]),
        ("B2", ["B2-001"]),
    ]


def test_villas_are_shown_together_and_found_there(make_room, picture):
    make_room("3-1-101")
    make_room("3-1-102")
    make_room("3-1-103")
    villas = [make_room(f"V{number}-1-1", use="villa") for number in range(1, 5)]
    assert [place.title for place in list_places()] == ["3栋", "独栋与小楼栋"]
    shown = picture("独栋与小楼栋")
    assert [cell.label for cell in shown.loose[0].cells] == ["V1-1-1", "V2-1-1", "V3-1-1", "V4-1-1"]
    hit = find_place(villas[2].id)
    assert hit is not None and hit.place == shown.place.key


def test_buildings_are_listed_as_people_count_even_when_empty(make_room, desk):
    for code in ("10-1-101", "2-1-101", "10-1-102", "2-1-102", "10-1-103", "2-1-103"):
        make_room(code)
    community = KINDS["communities"].model.get()
    store.save(store.new(KINDS["buildings"], community=community, name="A"), desk)
    assert [(place.title, place.count) for place in list_places()] == [("2栋", 3), ("10栋", 3), ("A栋", 0)]


def test_a_room_is_found_by_number_and_by_who_lives_there(make_room, make_person, hold):
    room = make_room("3-1-101")
    hold(room, make_person("单晓", "13912345678"))
    for typed in ("3-1-101", "单晓", "sx", "13912345678"):
        (hit,) = find_rooms(typed)
        assert (hit.room_id, hit.place) == (room.id, f"building-{room.building.id}")
    assert find_rooms("没有这样的房") == []
    assert find_rooms(" ") == []
    assert find_place(4711) is None


def test_a_building_of_three_hundred_rooms_takes_a_handful_of_queries(desk, picture, caplog):
    from desk_app.kernel.database import transaction

    community = store.save(store.new(KINDS["communities"], name="翠湖花园"), desk).record
    building = store.save(store.new(KINDS["buildings"], community=community, name="8"), desk).record
    with transaction():
        batch = store.Batch(desk, "测试")
        for floor in range(1, 31):
            for door in range(1, 11):
                batch.create(
                    store.new(
                        KINDS["rooms"],
                        building=building,
                        unit="1",
                        floor=str(floor),
                        label=f"{floor}{door:02d}",
                    )
                )
        batch.finish()
    place = list_places()[0]
    with caplog.at_level("DEBUG", logger="peewee"):
        shown = room_grid.draw(place, desk)
    assert (len(shown.floors), shown.width, len(shown.cells)) == (30, 10, 300)
    assert len([record for record in caplog.records if record.name == "peewee"]) <= 4
