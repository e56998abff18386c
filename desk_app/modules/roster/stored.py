"""The book's rooms and people as roster entries (账本里的名册), for the export that reads back unchanged."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.kind import Draft
from desk_app.modules.estate.kinds import ROOMS
from desk_app.modules.estate.records import Building, Community, Room
from desk_app.modules.people.kinds import HOLDINGS, PEOPLE, VEHICLES
from desk_app.modules.people.records import Holding, Person, Vehicle
from desk_app.modules.people.registering import RECORDED, UNRECORDED
from desk_app.modules.roster.plan_types import (
    PlannedPerson,
    PlannedPhone,
    PlannedRoom,
    PlannedVehicle,
    RoomEntry,
)


def stored_entries() -> Iterator[RoomEntry]:
    """Yield every room in natural order with its people, past ones included, and its vehicles."""
    people = {draft.record.id: draft for draft in store.load_many(PEOPLE, Person.select())}
    held: dict[int, list[Holding]] = defaultdict(list)
    for draft in store.load_many(HOLDINGS, Holding.select().order_by(Holding.id)):
        held[draft.record.room_id].append(draft.record)
    cars: dict[int | None, list[Vehicle]] = defaultdict(list)
    for draft in store.load_many(VEHICLES, Vehicle.select().order_by(Vehicle.id)):
        cars[draft.record.room_id].append(draft.record)
    communities = {community.id: str(community.name) for community in Community.select()}
    buildings = {building.id: building for building in Building.select()}
    for draft in store.load_many(ROOMS, Room.select().order_by(Room.sort_key)):
        room = draft.record
        building = buildings.get(room.building_id)
        community = communities[building.community_id] if building else ""
        yield RoomEntry(
            _room(draft, community),
            tuple(_person(holding, people[holding.person_id]) for holding in held[room.id]),
            tuple(_vehicle(car) for car in cars[room.id]),
            (),
            (),
        )


def _room(draft: Draft, community: str) -> PlannedRoom:
    room = draft.record
    return PlannedRoom(
        label=str(room.label),
        building=str(room.building.name) if room.building_id is not None else "",
        unit=room.unit or "",
        floor=room.floor or "",
        community=community,
        use=room.use,
        built_area=room.built_area,
        inside_area=room.inside_area,
        measured_area=room.measured_area,
        charged_area=room.charged_area,
        layout=room.layout or "",
        status="" if room.state in (RECORDED, UNRECORDED) else room.state,
        handover_on=room.handed_over_on,
        move_in_on=room.moved_in_on,
        former=tuple(str(row.number) for row in draft.rows["former_numbers"]),
        note=room.note or "",
    )


def _person(holding: Any, draft: Draft) -> PlannedPerson:
    person = draft.record
    first_on_top = sorted(draft.rows["phones"], key=lambda row: not row.is_first)
    return PlannedPerson(
        name=str(person.name),
        role=holding.role,
        phones=tuple(PlannedPhone(str(row.number), row.whose or "") for row in first_on_top),
        id_kind=person.id_kind or "",
        id_number=person.id_number or "",
        is_company=person.party == "company",
        contact_person=person.contact_person or "",
        gender=person.gender or "",
        born_on=person.born_on,
        share=Fraction(holding.share) if holding.share else None,
        relation=holding.relation or "",
        from_on=holding.from_on,
        until_on=holding.until_on,
        address=person.address or "",
        email=person.email or "",
        note=person.note or "",
    )


def _vehicle(car: Any) -> PlannedVehicle:
    space = str(car.space.label) if car.space_id is not None else ""
    return PlannedVehicle(str(car.plate), car.brand or "", car.colour or "", space)
