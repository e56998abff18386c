"""抄表批次：走的次序、上期读数、平常用量、缺哪些"""

import datetime

from desk_app.kernel import store
from desk_app.modules.estate.kinds import BUILDINGS
from desk_app.modules.meters import readings, rounds
from desk_app.modules.meters.kinds import METERS, due_for_verification


def test_meters_stand_in_walking_order(make_meter, make_room):
    """By route where there is one, the others by room as people count; a main meter with its building."""
    for number, code, route in (
        ("S-a", "10-1-101", None),
        ("S-b", "2-1-1001", None),
        ("S-c", "2-1-502", None),
    ):
        make_meter(number, make_room(code), route=route)
    make_meter("S-d", make_room("9-1-101"), route="2")
    make_meter("S-e", make_room("9-1-102"), route="10")
    block = store.find_by(BUILDINGS, name="2").record
    make_meter("Z-2", building=block, place="电井")
    walked = [line.meter.number for line in rounds.round_of(202605)]
    assert walked == ["S-d", "S-e", "Z-2", "S-c", "S-b", "S-a"]
    assert [line.meter.number for line in rounds.round_of(202605, building_id=block.id)] == [
        "Z-2",
        "S-c",
        "S-b",
    ]


def test_a_renumbered_room_moves_its_meters(make_meter, make_room, desk):
    make_meter("S-1", make_room("3-1-201"))
    other = make_room("3-1-301")
    make_meter("S-2", other)
    from desk_app.modules.estate.kinds import ROOMS

    draft = store.load(ROOMS, other.id)
    draft.record.label = "101"
    store.save(draft, desk)
    assert [line.meter.number for line in rounds.round_of(202605)] == ["S-2", "S-1"]


def test_a_line_tells_the_last_value_and_the_usual_use(known_meter):
    line = rounds.round_of(202605)[0]
    assert (line.place, line.before, line.usual, line.state) == ("3-1-502", 130_000, 10_000, "missing")
    assert line.before_on == datetime.date(2026, 4, 20)


def test_a_round_looked_at_again_shows_what_was_read_then(known_meter, read):
    read(known_meter, 5, 141)
    line = rounds.round_of(202604)[0]
    assert (line.before, line.reading.value, line.usual, line.state) == (120_000, 130_000, 10_000, "read")


def test_what_is_missing_and_what_is_held_is_known(known_meter, make_meter, make_room, read):
    other = make_meter("S-503", make_room("3-1-503"))
    read(other, 4, 7)
    read(known_meter, 5, 200)
    assert [meter.number for meter in rounds.missing(202605)] == ["S-503"]
    assert [reading.meter_id for reading in rounds.held(202605)] == [known_meter.id]
    assert [line.state for line in rounds.round_of(202605)] == ["held", "missing"]


def test_a_meter_not_read_for_years_still_shows_its_last_value(make_meter, room, at):
    meter = make_meter("S-9", room)
    day = datetime.date(2023, 3, 1)
    readings.record_reading(meter.id, 42_000, day, 202303, at(day))
    assert rounds.line_of(meter.id, 202605).before == 42_000


def test_a_voided_reading_is_missing_again(known_meter, read, desk):
    wrong = read(known_meter, 5, 140)
    readings.void_reading(wrong.id, desk, "看错")
    assert rounds.line_of(known_meter.id, 202605).state == "missing"


def test_meters_whose_verification_ends_are_named(make_meter, make_room):
    make_meter("S-1", make_room("3-1-101"), verified_until_on=datetime.date(2026, 12, 31))
    make_meter("S-2", make_room("3-1-102"), verified_until_on=datetime.date(2026, 11, 1))
    make_meter("S-3", make_room("3-1-103"), verified_until_on=datetime.date(2028, 1, 1))
    make_meter("S-4", make_room("3-1-104"))
    due = due_for_verification(datetime.date(2026, 11, 23), 60)
    assert [meter.number for meter in due] == ["S-2", "S-1"]


def test_the_sheet_for_the_pen_has_every_meter(known_meter, desk, make_meter, make_room):
    from desk_app.modules.meters.kinds import ROUNDS
    from desk_app.modules.meters.papers import sheet_values

    make_meter("S-503", make_room("3-1-503"))
    walked = store.save(store.new(ROUNDS, period=202605), desk)
    rows = sheet_values(walked)["rows"]
    assert [(row["number"], row["before"], row["value"]) for row in rows] == [
        ("S-502", "130", ""),
        ("S-503", "", ""),
    ]
    assert store.find_by(METERS, number="S-503") is not None
