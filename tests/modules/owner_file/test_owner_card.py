"""The owner's card (F02) shows who holds the room today, who lives there and what they drive."""

import datetime

import pytest

from desk_app.kernel import store
from desk_app.modules.estate.kinds import ROOMS
from desk_app.modules.owner_file.card import card_values, tell_age
from desk_app.modules.owner_file.papers import OWNER_CARD
from desk_app.modules.people.kinds import VEHICLES

TODAY = datetime.date(2026, 11, 23)


@pytest.fixture
def card():
    """Return a function that gives the values of a room's card as they are today."""

    def values(room, day=TODAY):
        draft = store.load(ROOMS, room.id)
        draft.day = day
        return card_values(draft)

    return values


@pytest.fixture
def park(desk):
    """Return a function that makes a vehicle."""
    return lambda plate, **values: store.save(store.new(VEHICLES, plate=plate, **values), desk).record


def names(rows):
    return [row["name"] for row in rows]


def test_the_first_owner_has_the_card_and_the_others_are_co_owners(make_room, make_person, hold, card):
    room = make_room()
    for name, share in (("张三", "1/2"), ("李四", "1/4"), ("王五", "1/4")):
        hold(room, make_person(name), share=share)
    values = card(room)
    assert values["name"] == "张三"
    assert values["share"] == "50%"
    assert names(values["co_owners"]) == ["李四", "王五"]
    assert values["owner_name"] == "张三、李四、王五"


def test_of_many_owners_the_room_block_names_the_first_and_their_number(make_room, make_person, hold, card):
    room = make_room()
    for name in "甲乙丙":
        hold(room, make_person(name))
    assert card(room)["owner_name"] == "甲、乙、丙"
    hold(room, make_person("丁"))
    assert card(room)["owner_name"] == "甲等4人"


@pytest.mark.parametrize(
    ("day", "name"),
    [(datetime.date(2025, 6, 30), "张三"), (datetime.date(2025, 7, 1), "李四")],
    ids=["on his last day", "the day after"],
)
def test_who_sold_the_room_is_no_longer_on_its_card(day, name, make_room, make_person, hold, card):
    room = make_room()
    hold(room, make_person("张三"), until_on=datetime.date(2025, 6, 30))
    hold(room, make_person("李四"), from_on=datetime.date(2025, 7, 1))
    values = card(room, day)
    assert values["name"] == values["owner_name"] == name
    assert values["co_owners"] == []


def test_a_tenant_and_an_agent_are_not_on_the_owners_card(make_room, make_person, hold, card):
    room = make_room()
    hold(room, make_person("张三"))
    for name, role in (
        ("租客", "tenant"),
        ("代办", "authorised"),
        ("邻居", "emergency"),
        ("保姆", "resident"),
    ):
        hold(room, make_person(name), role)
    hold(room, make_person("小张"), "family", relation="子女")
    assert names(card(room)["family"]) == ["保姆", "小张"]


def test_the_phone_to_call_first_comes_first(make_room, make_person, hold, card):
    room = make_room()
    hold(room, make_person("张三", "13912345678", "13800000000"))
    values = card(room)
    assert (values["phone"], values["other_phone"]) == ("13912345678", "13800000000")


def test_a_room_without_an_owner_leaves_its_lines_to_the_pen(make_room, card):
    values = card(make_room())
    assert values["name"] == values["owner_name"] == values["phone"] == values["id_number"] == ""
    assert values["born_on"] is None
    assert values["co_owners"] == []


def test_a_car_of_the_owner_belongs_on_the_card_unless_it_is_kept_for_another_room(
    make_room, make_person, hold, card, park
):
    room, other = make_room("3-1-502"), make_room("3-1-503")
    owner = make_person("张三")
    hold(room, owner)
    park("京A00001", room=room)
    park("京A00002", owner=owner)
    park("京A00003", owner=owner, room=other)
    assert [row["plate"] for row in card(room)["vehicles"]] == ["京A00001", "京A00002"]


@pytest.mark.parametrize(
    ("born_on", "group"),
    [
        (None, ""),
        (datetime.date(2012, 11, 24), "14岁以下"),
        (datetime.date(2012, 11, 23), "14至17岁"),
        (datetime.date(2008, 11, 24), "14至17岁"),
        (datetime.date(2008, 11, 23), "18至59岁"),
        (datetime.date(1966, 11, 24), "18至59岁"),
        (datetime.date(1966, 11, 23), "60岁以上"),
    ],
)
def test_the_age_group_changes_on_the_birthday(born_on, group):
    assert tell_age(born_on, TODAY) == group


def test_an_id_number_never_stands_whole_on_the_card(make_room, make_person, hold):
    room = make_room()
    hold(room, make_person("张三", id_number="11010519491231002X"))
    hold(room, make_person("李四", id_number="110101199003078515"))
    draft = store.load(ROOMS, room.id)
    filled = OWNER_CARD.fill_in(draft, header={"number": "DJ-202611-0001"})
    assert filled["id_number"] == "1101**********002X"
    assert filled["co_owners"][0]["id_number"] == "1101**********8515"
    assert "19491231" not in repr(filled)
    assert "19900307" not in repr(filled)


def test_areas_stand_in_square_metres_with_two_decimals(make_room):
    draft = store.load(ROOMS, make_room(built_area=893500, inside_area=700000).id)
    filled = OWNER_CARD.fill_in(draft, header={"number": ""})
    assert (filled["built_area"], filled["inside_area"], filled["charged_area"]) == ("89.35", "70.00", "")


def emergency(values):
    return tuple(values[f"emergency_{name}"] for name in ("contact", "phone", "relation"))


def test_whom_to_call_in_an_emergency_is_who_is_kept_for_the_room(make_room, make_person, hold, card):
    room = make_room()
    hold(room, make_person("张三"))
    hold(room, make_person("旧邻居"), "emergency", until_on=datetime.date(2025, 6, 30))
    hold(room, make_person("王五", "13800001111"), "emergency", relation="兄弟")
    values = card(room)
    assert emergency(values) == ("王五", "13800001111", "兄弟")


def test_whom_the_owner_named_is_called_before_who_is_kept_for_the_room(make_room, make_person, hold, card):
    room = make_room()
    hold(room, make_person("张三", emergency_contact="张母", emergency_phone="13700002222"))
    hold(room, make_person("王五"), "emergency")
    values = card(room)
    assert emergency(values) == ("张母", "13700002222", "")


def test_a_room_with_nobody_to_call_leaves_the_box_to_the_pen(make_room, card):
    values = card(make_room())
    assert emergency(values) == ("", "", "")
