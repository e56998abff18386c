"""接受与撤销名册导入: what the decisions say is what happens, all of it or nothing."""

import datetime
import json

import pytest

from desk_app.kernel import store
from desk_app.kernel.errors import DeskError
from desk_app.modules.estate.kinds import ROOMS
from desk_app.modules.estate.records import Building, Room
from desk_app.modules.goods_release.records import ReleasedGoods
from desk_app.modules.goods_release.slip import SLIPS
from desk_app.modules.people.records import Holding, Person, PersonPhone, Vehicle
from desk_app.modules.roster.accept import accept
from desk_app.modules.roster.decide import decide
from desk_app.modules.roster.existing import look_up
from desk_app.modules.roster.plan_types import (
    PlanCounts,
    PlannedPerson,
    PlannedPhone,
    PlannedRoom,
    PlannedRow,
    PlannedVehicle,
    RoomEntry,
    RosterPlan,
)
from desk_app.modules.roster.runs import ImportedRecord, ImportRun, find_same_file
from desk_app.modules.roster.undo import UndoBlocked, undo


def entry(label="502", *people, building="3", unit="1", vehicles=(), spaces=(), **room):
    planned = PlannedRoom(label=label, building=building, unit=unit, **room)
    return RoomEntry(planned, people, tuple(vehicles), tuple(spaces), (PlannedRow("名册", 2, "import"),))


def person(name="张三", phone="13912345678", role="owner", **more):
    phones = (PlannedPhone(phone),) if phone else ()
    return PlannedPerson(name, role, phones=phones, **({"key": f"{name}{phone}"} | more))


def plan(*entries, people=()):
    return RosterPlan((), (), entries, tuple(people), (), (), PlanCounts(0, 0, 0, 0, 0, 0, 0, 0))


@pytest.fixture
def take_in(desk):
    """Return a function that decides and accepts a plan, as the import screen does."""

    def take_in_(read, on_existing="skip", sha256="a" * 64, step=lambda done, total: None):
        known = look_up()
        decisions = decide(read, known, on_existing, "翠湖花园")
        return accept(decisions, read.people, known, desk, "名册.xlsx", sha256, step), decisions

    return take_in_


def count_all():
    return {
        model: model.select().count() for model in (Room, Building, Person, PersonPhone, Holding, Vehicle)
    }


def test_a_room_comes_in_with_its_people_cars_and_space(take_in):
    owner = person(id_number="", gender="male")
    tenant = person(
        "李四",
        "13700000001",
        "tenant",
        from_on=datetime.date(2025, 3, 1),
        until_on=datetime.date(2026, 2, 28),
    )
    run, decisions = take_in(
        plan(
            entry(
                "502",
                owner,
                tenant,
                built_area=895_500,
                vehicles=[PlannedVehicle("皖A·12345", space="B1-7")],
                spaces=["B1-7"],
            )
        )
    )
    assert decisions[0].sentence == "新建房屋 3-1-502，业主 张三、租户 李四"
    room = Room.get(Room.code == "3-1-502")
    assert (room.built_area, room.floor, str(room.building.community)) == (895_500, "5", "翠湖花园")
    assert {(h.role, str(h.person)) for h in room.holdings} == {("owner", "张三"), ("tenant", "李四")}
    car = Vehicle.get()
    assert (car.plate, car.space.code, car.owner.name) == ("皖A12345", "B1-7", "张三")
    assert json.loads(run.counts) == {
        "rooms": 1,
        "spaces": 1,
        "people": 2,
        "holdings": 3,
        "vehicles": 1,
        "updated": 0,
    }


@pytest.mark.parametrize(
    ("people", "told", "state"),
    [
        ([person()], "", "recorded"),
        ([person()], "let", "let"),
        ([person()], "unsold", "unsold"),
        ([person("李四", "13700000001", "tenant")], "", "unrecorded"),
        ([person(until_on=datetime.date(2020, 1, 1))], "", "unrecorded"),
        ([], "", "unrecorded"),
    ],
    ids=["owner", "owner of a let room", "unsold", "tenant alone", "former owner", "nobody"],
)
def test_a_room_that_comes_in_with_its_owner_is_registered(people, told, state, take_in):
    take_in(plan(entry("502", *people, status=told)))
    assert Room.get(Room.code == "3-1-502").state == state


def test_a_parking_space_that_comes_in_with_its_owner_is_registered(take_in):
    take_in(plan(entry("502", person(), spaces=["B1-7"]), entry("503", spaces=["B1-8"])))
    states = {room.label: room.state for room in Room.select().where(Room.use == "parking")}
    assert states == {"B1-7": "recorded", "B1-8": "unrecorded"}


def test_an_update_that_brings_the_owner_registers_the_room_and_its_undo_takes_that_back(take_in, desk):
    take_in(plan(entry("502")))
    run, decisions = take_in(plan(entry("502", person())), "update", "b" * 64)
    assert decisions[0].sentence == "更新 3-1-502：状态 待登记 → 已登记，业主 张三"
    assert Room.get(Room.code == "3-1-502").state == "recorded"
    undo(run.id, desk)
    assert Room.get(Room.code == "3-1-502").state == "unrecorded"


def test_an_update_leaves_the_status_people_gave_a_room(take_in, desk):
    take_in(plan(entry("502", person())))
    draft = store.load(ROOMS, Room.get(Room.code == "3-1-502").id)
    draft.record.state = "vacant"
    store.save(draft, desk)
    take_in(plan(entry("502", person("李四", "13700000001"))), "update", "b" * 64)
    assert Room.get(Room.code == "3-1-502").state == "vacant"


def test_one_owner_of_three_rooms_is_one_person(take_in):
    take_in(plan(*(entry(label, person()) for label in ("501", "502", "503"))))
    assert (Person.select().count(), Holding.select().count()) == (1, 3)


def test_two_of_one_name_without_a_phone_are_two_people(take_in):
    take_in(plan(*(entry(label, person("王伟", "", key="")) for label in ("501", "502"))))
    assert Person.select().count() == 2


def test_a_known_person_is_not_made_again(take_in, make_person):
    stored = make_person("张三", "13912345678")
    take_in(plan(entry("502", person())))
    assert Holding.get().person_id == stored.id


def test_the_same_roster_again_changes_nothing(take_in):
    read = plan(entry("502", person()), entry("503", person("李四", "13700000001")))
    take_in(read)
    before = count_all()
    assert find_same_file("a" * 64).file_name == "名册.xlsx"
    for on_existing in ("skip", "update", "refuse"):
        take_in(read, on_existing, sha256="b" * 64)
        assert count_all() == before


@pytest.mark.parametrize(
    ("on_existing", "action", "area"),
    [("skip", "skip", 895_500), ("update", "update", 900_000), ("refuse", "refuse", 895_500)],
)
def test_a_room_already_there_is_skipped_completed_or_refused(on_existing, action, area, take_in):
    take_in(plan(entry("502", person(), built_area=895_500)))
    _run, decisions = take_in(plan(entry("502", person(), built_area=900_000)), on_existing)
    assert decisions[0].action == action
    assert Room.get(Room.code == "3-1-502").built_area == area


def test_an_update_tells_what_changes_and_adds_who_is_new(take_in):
    take_in(plan(entry("502", person(), built_area=895_500)))
    _run, decisions = take_in(
        plan(entry("502", person("李四", "13700000001", "tenant"), built_area=900_000)), "update"
    )
    assert decisions[0].sentence == "更新 3-1-502：建筑面积 89.55 → 90.00，租户 李四"
    assert {str(holding.person) for holding in Holding.select()} == {"张三", "李四"}


def test_blanks_in_the_file_empty_nothing(take_in):
    take_in(plan(entry("502", person(), built_area=895_500, note="临街")))
    take_in(plan(entry("502")), "update")
    room = Room.get(Room.code == "3-1-502")
    assert (room.built_area, room.note) == (895_500, "临街")


def test_an_import_that_is_cancelled_half_way_leaves_nothing(take_in):
    class CancelledError(DeskError):
        pass

    def cancel(done, total):
        if done >= 50:
            raise CancelledError

    with pytest.raises(CancelledError):
        take_in(
            plan(*(entry(f"{floor}01", person(f"业主{floor}", "")) for floor in range(1, 90))), step=cancel
        )
    assert set(count_all().values()) == {0}
    assert not ImportRun.select().exists()


def test_an_import_is_undone_to_the_last_row(take_in, desk):
    before = count_all()
    run, _decisions = take_in(
        plan(
            entry("502", person(), spaces=["B1-7"], vehicles=[PlannedVehicle("皖A12345")]),
            people=[person("散户", "13800000001")],
        )
    )
    undo(run.id, desk)
    assert count_all() == before
    assert find_same_file("a" * 64) is None
    with pytest.raises(DeskError, match="已经撤销"):
        undo(run.id, desk)


def test_undoing_an_update_puts_the_old_values_back(take_in, desk):
    take_in(plan(entry("502", built_area=895_500)))
    run, _decisions = take_in(
        plan(entry("502", person(), built_area=900_000, handover_on=datetime.date(2020, 1, 1))),
        "update",
        "b" * 64,
    )
    undo(run.id, desk)
    room = Room.get(Room.code == "3-1-502")
    assert (room.built_area, room.handed_over_on, room.state) == (895_500, None, "unrecorded")
    assert not Person.select().exists()


def test_a_slip_on_an_imported_room_blocks_the_undo_and_is_named(take_in, desk):
    run, _decisions = take_in(plan(entry("502", person())))
    room = Room.get(Room.code == "3-1-502")
    draft = store.new(SLIPS, room=room, carrier="张三", valid_on=desk.today)
    draft.rows["goods"] = [ReleasedGoods(name="沙发", quantity=1)]
    store.save(draft, desk)
    before = count_all()
    with pytest.raises(UndoBlocked, match="放行条") as caught:
        undo(run.id, desk)
    assert len(caught.value.blockers) == 1
    assert count_all() == before


def test_a_room_edited_since_blocks_the_undo(take_in, desk):
    run, _decisions = take_in(plan(entry("502")))
    draft = store.load(ROOMS, Room.get(Room.code == "3-1-502").id)
    draft.record.note = "业主来电更正"
    store.save(draft, desk)
    with pytest.raises(UndoBlocked, match=r"3-1-502 在导入后改过"):
        undo(run.id, desk)


def test_everything_an_import_made_is_in_the_log(take_in):
    run, _decisions = take_in(plan(entry("502", person())))
    for made in ImportedRecord.select().where(ImportedRecord.run == run.id):
        assert (
            store.AuditRow.get(
                store.AuditRow.kind == made.kind, store.AuditRow.record_id == made.record_id
            ).reason
            == "名册导入：名册.xlsx"
        )


def test_an_update_adds_numbers_keeps_those_on_file_and_can_be_undone(take_in, desk):
    take_in(plan(entry("502", person())))
    run, decisions = take_in(plan(entry("502", person("张三", "13700000009", key=""))), "update", "b" * 64)
    assert decisions[0].sentence == "更新 3-1-502：补充电话 张三 137****0009"
    assert [row.number for row in PersonPhone.select().order_by(PersonPhone.place)] == [
        "13912345678",
        "13700000009",
    ]
    assert PersonPhone.get(PersonPhone.is_first).number == "13912345678"
    undo(run.id, desk)
    assert [row.number for row in PersonPhone.select()] == ["13912345678"]


def test_a_lease_with_an_end_is_not_doubled_by_an_update(take_in):
    lease = person("李四", "13700000001", "tenant", until_on=datetime.date(2027, 2, 28))
    take_in(plan(entry("502", person(), lease)))
    _run, decisions = take_in(plan(entry("502", person(), lease)), "update", "b" * 64)
    assert decisions[0].action == "skip"
    assert Holding.select().count() == 2


def test_another_owner_in_the_file_is_pointed_out(take_in):
    take_in(plan(entry("502", person())))
    _run, decisions = take_in(plan(entry("502", person("孙越", "13600000001"))), "update", "b" * 64)
    assert "账本里还有业主 张三" in decisions[0].sentence
