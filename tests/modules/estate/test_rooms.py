"""小区、楼栋、房屋"""

import pytest

from desk_app.kernel import store
from desk_app.kernel.errors import InvalidRecord, TransitionRefused
from desk_app.modules.estate.kinds import BUILDINGS, COMMUNITIES, ROOMS, guess_floor, rooms_of
from desk_app.modules.estate.records import FormerNumber, Room


def test_rooms_sort_as_people_count(make_room):
    for code in ("10-1-101", "2-1-1001", "2-1-502", "2-1-0301", "A-1-101"):
        make_room(code)
    codes = [room.code for room in Room.select().order_by(Room.sort_key)]
    assert codes == ["2-1-0301", "2-1-502", "2-1-1001", "10-1-101", "A-1-101"]


def test_a_room_number_is_given_once(make_room):
    make_room("3-1-502")
    with pytest.raises(InvalidRecord, match="3-1-502 已经有了"):
        make_room("3-1-502")


def test_a_room_may_stand_in_no_building(desk):
    assert store.save(store.new(ROOMS, label="B1-001", use="parking"), desk).record.code == "B1-001"


@pytest.mark.parametrize(
    ("label", "floor"),
    [
        ("502", "5"),
        ("1203", "12"),
        ("0301", "3"),
        ("101", "1"),
        ("A12", None),
        ("12", None),
        ("12345", None),
        ("0001", None),
    ],
)
def test_the_floor_is_read_from_a_plain_label_only(label, floor):
    assert guess_floor(label) == floor


def test_a_typed_floor_stays(make_room):
    assert make_room("3-1-502", floor="夹层").floor == "夹层"


def test_renaming_a_building_renames_its_rooms_and_keeps_the_old_numbers(make_room, desk):
    room = make_room("3-1-502")
    draft = store.load(BUILDINGS, room.building_id)
    draft.record.name = "6"
    store.save(draft, desk)
    renamed = store.load(ROOMS, room.id)
    assert renamed.record.code == "6-1-502"
    assert [row.number for row in renamed.rows["former_numbers"]] == ["3-1-502"]
    assert [found.code for found in rooms_of(room.building_id)] == ["6-1-502"]


def test_a_prefix_tells_two_communities_apart(make_room, desk):
    make_room("3-1-502")
    other = store.save(store.new(COMMUNITIES, name="碧水湾", short="碧"), desk).record
    block = store.save(store.new(BUILDINGS, community=other, name="3"), desk).record
    room = store.save(store.new(ROOMS, building=block, unit="1", label="502"), desk).record
    assert room.code == "碧-3-1-502"
    draft = store.load(COMMUNITIES, other.id)
    draft.record.short = "水"
    store.save(draft, desk)
    assert Room.get_by_id(room.id).code == "水-3-1-502"


def test_a_refused_handover_needs_its_reason_and_a_handed_over_room_is_not_sold_again(make_room, desk):
    room = make_room(state="notified")
    with pytest.raises(TransitionRefused, match="原因"):
        store.apply(ROOMS, "refuse", room.id, room.version, desk)
    room = store.apply(ROOMS, "refuse", room.id, room.version, desk, reason="渗水").record
    room = store.apply(
        ROOMS, "deliver", room.id, room.version, desk, entries={"handed_over_on": desk.today}
    ).record
    assert (room.state, room.handed_over_on) == ("delivered", desk.today)
    with pytest.raises(TransitionRefused, match="状态"):
        store.apply(ROOMS, "sell", room.id, room.version, desk)


@pytest.mark.parametrize(
    ("typed", "area"),
    [
        ("89.55", 895_500),
        ("89.5㎡", 895_000),
        ("１２０平方米", 1_200_000),
        ("88.1234", 881_234),
        ("1,024.5", 10_245_000),
    ],
)
def test_areas_are_read_exactly(typed, area):
    assert ROOMS.field("built_area").parse(typed) == area


@pytest.mark.parametrize("typed", ["八十九", "89.55555", "-5", "13812345678", "1e3"])
def test_what_is_no_area_is_refused(typed):
    with pytest.raises(ValueError, match="建筑面积"):
        ROOMS.field("built_area").parse(typed)


def test_former_numbers_are_kept_and_shown_in_the_log(make_room, desk):
    draft = store.load(ROOMS, make_room().id)
    draft.rows["former_numbers"] = [FormerNumber(number="B1-3"), FormerNumber()]
    saved = store.save(draft, desk)
    assert [row.number for row in saved.rows["former_numbers"]] == ["B1-3"]
    assert "B1-3" in store.history(ROOMS, saved.record.id)[0].changes


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("5", "5"),
        ("05层", "5"),
        ("１２F", "12"),
        ("B1", "-1"),
        ("-2", "-2"),
        ("地下1层", "-1"),
        ("夹层", "夹层"),
        ("5-6", "5-6"),
    ],
)
def test_a_floor_is_written_one_way(typed, kept):
    assert ROOMS.field("floor").parse(typed) == kept
