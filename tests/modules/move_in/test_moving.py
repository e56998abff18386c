"""The moving day: what the departments are told, the guide for the mover, and the month's register of move-ins."""

import datetime

import pytest

from desk_app.kernel import settings, store
from desk_app.modules.estate.kinds import ROOMS
from desk_app.modules.move_in import moving
from desk_app.modules.people.kinds import HOLDINGS

TODAY = datetime.date(2026, 11, 23)


def draft_of(kind, record):
    draft = store.load(kind, record.id)
    draft.day = TODAY
    return draft


def test_the_departments_learn_who_moves_in_when_and_how_many(make_room, make_person, hold):
    room = make_room()
    first = datetime.date(2026, 12, 1)
    hold(room, make_person("张三"))
    hold(room, make_person("旧租客"), "tenant", until_on=datetime.date(2026, 11, 30))
    holding = hold(room, make_person("李四"), "tenant", from_on=first)
    hold(room, make_person("室友"), "resident", from_on=first)
    hold(room, make_person("代办"), "authorised")
    values = moving.notice_values(draft_of(HOLDINGS, holding))
    assert (values["name"], values["moves_in_on"], values["people_count"]) == ("李四", first, "2")
    assert [row["department"] for row in values["tasks"]] == ["工程", "保安", "保洁", "收银", "车场"]


def test_there_is_a_copy_of_the_notice_for_every_department():
    assert len(moving.COPIES) == len(moving.TASKS)
    for copy, (department, _task) in zip(moving.COPIES, moving.TASKS, strict=True):
        assert department in copy


@pytest.mark.parametrize(
    ("role", "until_on", "word"),
    [
        ("tenant", None, ""),
        ("owner", None, ""),
        ("tenant", datetime.date(2026, 11, 22), "迁出"),
        ("authorised", None, "不入住"),
    ],
)
def test_nobody_is_told_of_who_does_not_move_in(role, until_on, word, make_room, make_person, hold):
    holding = hold(make_room(), make_person("李四"), role, until_on=until_on)
    refused = moving.why_no_notice(draft_of(HOLDINGS, holding))
    assert (refused is None) if not word else (refused.startswith("没有打印：") and word in refused)


def test_the_guide_tells_the_offices_own_hours(make_room, desk):
    settings.change({"moving_hours": "工作日 9:00—17:00"}, desk)
    values = moving.guide_values(draft_of(ROOMS, make_room()))
    assert values["moving_hours"] == "工作日 9:00—17:00"
    assert values["moving_deposit"].startswith("不收押金")


def test_the_register_lists_who_came_to_live_here_by_day_and_room(make_room, make_person, hold):
    first, second = make_room("3-1-502"), make_room("3-1-1002")
    days = [datetime.date(2026, 11, day) for day in (20, 3, 20)]
    drafts = [
        draft_of(HOLDINGS, hold(room, make_person(name), role, from_on=day))
        for room, name, role, day in zip(
            (second, second, first), ("丙", "甲", "乙"), ("tenant", "owner", "family"), days, strict=True
        )
    ]
    drafts.append(draft_of(HOLDINGS, hold(first, make_person("丁"), "authorised", from_on=days[0])))
    rows = moving.register_values(drafts)["rows"]
    assert [(row["no"], row["name"], row["role"]) for row in rows] == [
        ("1", "甲", "业主"),
        ("2", "乙", "家庭成员"),
        ("3", "丙", "租户"),
    ]


def test_nobody_moves_into_a_parking_space(make_room, make_person, hold):
    space = make_room("3-1-101", use="parking")
    drafts = [draft_of(HOLDINGS, hold(space, make_person("张三"), from_on=TODAY))]
    assert moving.register_values(drafts)["rows"] == []
    assert "车位" in moving.why_no_notice(drafts[0])


def test_the_guide_of_a_tenant_names_the_tenant_beside_the_owner(make_room, make_person, hold):
    room = make_room()
    hold(room, make_person("张三"))
    draft = draft_of(HOLDINGS, hold(room, make_person("李四"), "tenant"))
    values = moving.guide_values(draft)
    assert (values["mover"], values["mover_role"], values["owner_name"]) == ("李四", "租户", "张三")
    assert values["room"] == room.code
    assert moving.why_no_guide(draft) is None


def test_the_guide_of_a_room_names_nobody_and_who_does_not_move_has_none(make_room, make_person, hold):
    room = make_room()
    of_room = draft_of(ROOMS, room)
    assert (moving.guide_values(of_room)["mover"], moving.why_no_guide(of_room)) == ("", None)
    assert "不入住" in moving.why_no_guide(draft_of(HOLDINGS, hold(room, make_person("代办"), "authorised")))
