"""Accepting a roster (接受导入): every decision carried out in one transaction, or none."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.kind import KINDS, Draft
from desk_app.kernel.words import _
from desk_app.modules.estate.kinds import BUILDINGS, COMMUNITIES, ROOMS
from desk_app.modules.estate.records import Building, FormerNumber
from desk_app.modules.people.kinds import HOLDINGS, PEOPLE, VEHICLES, read_plate
from desk_app.modules.people.records import PersonPhone
from desk_app.modules.people.registering import RECORDED, UNRECORDED
from desk_app.modules.roster.decide import CREATE, UPDATE, Decision, room_values, state_told
from desk_app.modules.roster.existing import Existing
from desk_app.modules.roster.plan_types import PlannedPerson, PlannedPhone, PlannedVehicle
from desk_app.modules.roster.runs import ImportedRecord, ImportRun

Step = Callable[[int, int], None]
"""Told (rooms done, rooms in all); raises to cancel."""


@dataclass
class _Import:
    """An import under way."""

    known: Existing
    desk: Desk
    batch: store.Batch
    made: list[tuple[str, int]] = field(default_factory=list)
    changed: list[tuple[str, int, str]] = field(default_factory=list)
    people: dict[str, int] = field(default_factory=dict)
    """`PlannedPerson.key` to the id of the person it became."""
    spaces: int = 0
    """How many of the rooms made are parking spaces that other rooms' lines name."""

    def create(self, draft: Draft) -> Any:
        """Make a record and note it for undoing."""
        record = self.batch.create(draft)
        self.made.append((draft.kind.name, record.id))
        return record


def accept(
    decisions: list[Decision],
    loose_people: tuple[PlannedPerson, ...],
    known: Existing,
    desk: Desk,
    file_name: str,
    sha256: str,
    step: Step = lambda done, total: None,
) -> ImportRun:
    """Carry the decisions out and return the run. Whatever rises leaves the book as it was.

    `loose_people` are those of lists without rooms: they become people who hold nothing yet.
    """
    with transaction():
        work = _Import(known, desk, store.Batch(desk, _("名册导入：{file}").format(file=file_name)))
        for done, decision in enumerate(_spaces_first(decisions)):
            if done % 50 == 0:
                step(done, len(decisions))
            if decision.action == CREATE:
                _create_room(work, decision)
            elif decision.action == UPDATE:
                _update_room(work, decision)
        for person in loose_people:
            _person_id(work, person, None)
        work.batch.finish()
        _refresh_search(work)
        step(len(decisions), len(decisions))
        return _note_run(work, file_name, sha256)


def _spaces_first(decisions: list[Decision]) -> list[Decision]:
    """Return the decisions, parking spaces first, so that other rooms' lines find the spaces that have one of their own."""
    return sorted(decisions, key=lambda decision: decision.entry.room.use != "parking")


def _create_room(work: _Import, decision: Decision) -> None:
    planned = decision.entry.room
    values = dict(room_values(planned))
    values["state"] = state_told(decision.entry)
    draft = store.new(
        ROOMS,
        building=_building(work, decision.community, planned.building),
        unit=planned.unit or None,
        label=planned.label,
        **values,
    )
    former = [FormerNumber(number=number) for number in planned.former]
    if planned.code and planned.code not in (decision.code, *planned.former):
        former.append(FormerNumber(number=planned.code, note=_("原系统编号")))
    draft.rows["former_numbers"] = former
    room = work.create(draft)
    work.known.rooms[decision.code] = room.id
    _add_people(work, room.id, decision)


def _update_room(work: _Import, decision: Decision) -> None:
    assert decision.room_id is not None
    if decision.changes:
        draft = store.load(ROOMS, decision.room_id)
        before = {name: _plain(getattr(draft.record, name)) for name, _value in decision.changes}
        for name, value in decision.changes:
            setattr(draft.record, name, value)
        store.save(draft, work.desk)
        work.changed.append((ROOMS.name, decision.room_id, json.dumps(before, ensure_ascii=False)))
    for person_id, phones in decision.phones:
        _add_phones(work, person_id, phones)
    _add_people(work, decision.room_id, decision)


def _add_phones(work: _Import, person_id: int, phones: tuple[PlannedPhone, ...]) -> None:
    """Give a person on file the numbers the book hasn't; what is on file stays, and stays the first."""
    draft = store.load(PEOPLE, person_id)
    before = [str(row.number) for row in draft.rows["phones"]]
    fresh = [phone for phone in phones if phone.number not in before]
    if not fresh or any(kind == PEOPLE.name and known == person_id for kind, known, _before in work.changed):
        return
    draft.rows["phones"] += [PersonPhone(number=phone.number, whose=phone.label or None) for phone in fresh]
    store.save(draft, work.desk)
    work.changed.append((PEOPLE.name, person_id, json.dumps({"phones": before})))


def _add_people(work: _Import, room_id: int, decision: Decision) -> None:
    """Add the people, vehicles and parking spaces of one room."""
    owner_id = None
    for person in decision.newcomers:
        person_id = _person_id(work, person, room_id)
        if person.role == "owner" and owner_id is None:
            owner_id = person_id
        if (room_id, person_id, person.role) not in work.known.holdings:
            _hold(work, room_id, person_id, person)
    for label in decision.entry.spaces:
        _add_space(work, decision, label, owner_id)
    for vehicle in decision.entry.vehicles:
        _add_vehicle(work, vehicle, room_id, owner_id)


def _hold(work: _Import, room_id: int, person_id: int, person: PlannedPerson) -> None:
    share = f"{person.share.numerator}/{person.share.denominator}" if person.share else None
    draft = store.new(
        HOLDINGS,
        room=room_id,
        person=person_id,
        role=person.role,
        share=share,
        relation=person.relation or None,
        from_on=person.from_on,
        until_on=person.until_on,
    )
    work.create(draft)
    work.known.remember_holding(room_id, person_id, person.role, person.name)


def _person_id(work: _Import, planned: PlannedPerson, room_id: int | None) -> int:
    """Return the id of the person planned, made if the book and the file so far don't know them."""
    if planned.key and planned.key in work.people:
        return work.people[planned.key]
    known = work.known.person(planned, room_id)
    person_id = known if known is not None else work.create(_draft_person(planned)).id
    work.known.remember_person(person_id, planned)
    if planned.key:
        work.people[planned.key] = person_id
    return int(person_id)


def _draft_person(planned: PlannedPerson) -> Draft:
    draft = store.new(
        PEOPLE,
        name=planned.name,
        party="company" if planned.is_company else "person",
        gender=planned.gender or None,
        born_on=planned.born_on,
        id_kind=planned.id_kind or None,
        id_number=planned.id_number or None,
        contact_person=planned.contact_person or None,
        address=planned.address or None,
        email=planned.email or None,
        note=planned.note or None,
    )
    draft.rows["phones"] = [
        PersonPhone(number=phone.number, whose=phone.label or None, is_first=place == 0)
        for place, phone in enumerate(planned.phones)
    ]
    return draft


def _building(work: _Import, community: str, name: str) -> Building | None:
    """Return the building, made with its community if the book hasn't got it; None for rooms without one."""
    if not name:
        return None
    known = work.known
    if (community, name) not in known.buildings:
        if community not in known.communities:
            known.communities[community] = work.create(store.new(COMMUNITIES, name=community))
        draft = store.new(BUILDINGS, community=known.communities[community], name=name)
        known.buildings[community, name] = work.create(draft)
    return known.buildings[community, name]


def _add_space(work: _Import, decision: Decision, label: str, owner_id: int | None) -> None:
    """Make a parking space that goes with a room, held by the room's owner; one already there stays as it is."""
    if label in work.known.rooms:
        return
    space = work.create(
        store.new(ROOMS, label=label, use="parking", state=RECORDED if owner_id is not None else UNRECORDED)
    )
    work.spaces += 1
    work.known.rooms[label] = space.id
    if owner_id is not None:
        work.create(store.new(HOLDINGS, room=space.id, person=owner_id, role="owner"))
        work.known.holdings.add((space.id, owner_id, "owner"))


def _add_vehicle(work: _Import, vehicle: PlannedVehicle, room_id: int, owner_id: int | None) -> None:
    plate = read_plate(vehicle.plate)
    if plate in work.known.plates:
        return
    record = work.create(
        store.new(
            VEHICLES,
            plate=plate,
            brand=vehicle.brand or None,
            colour=vehicle.colour or None,
            owner=owner_id,
            room=room_id,
            space=work.known.rooms.get(vehicle.space),
        )
    )
    work.known.plates[plate] = record.id


def _refresh_search(work: _Import) -> None:
    """Rooms changed by an update are found by their new people too."""
    store.rewrite_entries((name, record_id) for name, record_id, _before in work.changed)


def _note_run(work: _Import, file_name: str, sha256: str) -> ImportRun:
    """Store what was made and changed, with the version each record has now."""
    counts = {
        "rooms": sum(kind == ROOMS.name for kind, _id in work.made) - work.spaces,
        "spaces": work.spaces,
        "people": sum(kind == PEOPLE.name for kind, _id in work.made),
        "holdings": sum(kind == HOLDINGS.name for kind, _id in work.made),
        "vehicles": sum(kind == VEHICLES.name for kind, _id in work.made),
        "updated": len(work.changed),
    }
    run: ImportRun = ImportRun.create(
        file_name=file_name,
        file_sha256=sha256,
        at=work.desk.now(),
        actor=work.desk.actor.name,
        counts=json.dumps(counts),
    )
    rows = [(run.id, kind, record_id, 1, "") for kind, record_id in work.made]
    for kind, record_id, before in work.changed:
        version = KINDS[kind].model.get_by_id(record_id).version
        rows.append((run.id, kind, record_id, version, before))
    columns = (
        ImportedRecord.run,
        ImportedRecord.kind,
        ImportedRecord.record_id,
        ImportedRecord.version,
        ImportedRecord.before,
    )
    for start in range(0, len(rows), 150):
        ImportedRecord.insert_many(rows[start : start + 150], columns).execute()
    store.note_event("import_runs", run.id, work.desk, "import", file_name, counts)
    return run


def _plain(value: Any) -> Any:
    """Return the value as JSON can keep it."""
    return value if value is None or isinstance(value, int | str) else str(value)
