"""交房现场: what is typed at the data desk, whose defect it is, and how far the day has come (S02)."""

import datetime

import pytest

from desk_app.kernel import store
from desk_app.kernel.errors import DeskError
from desk_app.modules.handover.batches import HANDOVER_BATCHES
from desk_app.modules.handover.life import HANDOVERS
from desk_app.modules.handover.records import Handover
from desk_app.modules.meters.kinds import METERS
from desk_app.modules.staff.kinds import FIRMS
from desk_app.screens.handover_day import HandoverDay


@pytest.fixture
def day(desk, make_room, make_person, hold):
    """Return the day of a batch of three flats, nobody there yet."""
    rooms = [make_room(f"6-1-{number}", state="undelivered") for number in (101, 102, 103)]
    for room, name in zip(rooms, ("赵一", "钱二", "孙三"), strict=True):
        hold(room, make_person(name))
        store.save(store.new(METERS, number=f"S-{room.label}", kind="water", room=room), desk)
    for name in ("安信门窗公司", "安信防水公司"):
        store.save(store.new(FIRMS, name=name), desk)
    today = desk.today
    values = {"building": rooms[0].building, "from_on": today, "until_on": today, "place": "会所"}
    batch = store.save(store.new(HANDOVER_BATCHES, name="6 号楼", **values), desk).record
    store.apply(HANDOVER_BATCHES, "make", batch.id, batch.version, desk)
    made = HandoverDay(desk)
    made.read()
    return made


def stages(day):
    day.read()
    return {name: count for name, _words, count in day.stages() if count}


@pytest.fixture
def first(day):
    """Return the first flat, being inspected."""
    handover_id = day.rows[0].id
    day.take(handover_id, "sign_in")
    day.take(handover_id, "inspect")
    return handover_id


def test_s02_the_day_is_counted_as_it_goes_on(day):
    assert stages(day) == {"all": 3, "waiting": 3}
    last = day.rows[2].id
    assert day.next_step(last).label == "签到"
    day.take(last, "sign_in")
    assert stages(day) == {"all": 3, "waiting": 2, "signed_in": 1}
    assert [(row.queue, row.room) for row in day.rows] == [("1", "6-1-103"), ("", "6-1-101"), ("", "6-1-102")]
    assert day.find("1") == 0
    assert day.find("钱二") == 2
    assert day.find("9-9") is None
    assert "缺件 1 户" in day.summary()


def test_s02_a_reading_and_empty_enters_are_all_a_sound_flat_needs(day, first):
    lines = day.sheet(first)
    assert (lines[0].name, lines[0].detail, lines[0].is_reading) == ("水表", "S-101", True)
    day.enter(first, 0, "3")
    for place in range(1, len(lines)):
        day.enter(first, place, "")
    assert {line.value for line in day.sheet(first)[1:]} == {"合格"}
    day.take(first, "inspected")
    assert day.next_step(first).name == "bill"


def test_a_defect_is_typed_with_part_of_its_firms_name(day, first):
    day.enter(first, 1, "主卧窗框渗水 @门窗")
    line = day.sheet(first)[1]
    assert (line.value, line.detail, line.tone) == ("主卧窗框渗水", "安信门窗公司", "bad")
    with pytest.raises(DeskError, match="都有“安信”"):
        day.enter(first, 2, "渗水@安信")
    with pytest.raises(DeskError, match="没有“宏达”"):
        day.enter(first, 2, "渗水@宏达")
    with pytest.raises(DeskError, match="写明问题"):
        day.enter(first, 2, "@门窗")
    assert day.sheet(first)[2].value == ""
    day.enter(first, 1, "合格")
    assert day.sheet(first)[1].detail == ""


def test_what_is_no_number_is_no_reading_and_nothing_is_typed_before_the_inspection(day, first):
    with pytest.raises(DeskError, match="没有记下"):
        day.enter(first, 0, "三")
    with pytest.raises(DeskError, match="不在验房中"):
        day.enter(day.rows[1].id, 0, "3")


def test_a_step_that_asks_something_is_done_on_its_form(day, desk):
    handover_id = day.rows[0].id
    store.amend(HANDOVERS, handover_id, desk, "edit", state="paid")
    assert day.next_step(handover_id).asks
    assert day.room_of(handover_id) == Handover.get_by_id(handover_id).room_id


def test_another_day_and_another_batch_have_their_own_flats(day):
    assert [words for _id, words in day.batches()] == ["全部批次", "6 号楼"]
    day.choose_day("2026-11-24")
    assert stages(day) == {}
    day.choose_day("")
    assert day.day == datetime.date(2026, 11, 23)
    with pytest.raises(ValueError, match="日期"):
        day.choose_day("什么时候")
