"""When a room nobody told the status of counts as registered."""

import datetime

import pytest

from desk_app.modules.estate.records import Room


@pytest.mark.parametrize(
    ("role", "until_on", "state"),
    [
        ("owner", None, "recorded"),
        ("owner", datetime.date(2026, 11, 23), "recorded"),
        ("owner", datetime.date(2026, 11, 22), "unrecorded"),
        ("tenant", None, "unrecorded"),
    ],
    ids=["owner", "owner until today", "former owner", "tenant"],
)
def test_a_room_is_registered_when_it_is_given_an_owner(role, until_on, state, make_room, make_person, hold):
    room = make_room(state="unrecorded")
    hold(room, make_person("张三"), role, until_on=until_on)
    assert Room.get_by_id(room.id).state == state


def test_a_status_that_is_known_stays(make_room, make_person, hold):
    room = make_room(state="let")
    hold(room, make_person("张三"))
    assert Room.get_by_id(room.id).state == "let"
