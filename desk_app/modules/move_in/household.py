"""Who lives in a room (住户): people who move in become holdings with their day, and holdings end with those who leave."""

import datetime
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.kind import Draft
from desk_app.kernel.text import fold
from desk_app.modules.estate.kinds import ROOMS
from desk_app.modules.people.holdings import current_holdings, holds_on
from desk_app.modules.people.id_number import read_id_number
from desk_app.modules.people.kinds import HOLDINGS, PEOPLE
from desk_app.modules.people.records import Holding, Person, PersonPhone

LIVE_TOO = {"tenant": "resident", "owner": "family", "family": "family"}
"""What somebody who moves in with a tenant, an owner or one of the family is."""
OWN_ROLES = {"tenant": ("tenant",), "family": ("family", "resident")}
"""What ends for a leaver of this role; an owner goes on owning."""


def enter(move_in: Draft, day: datetime.date, desk: Desk) -> Holding:
    """Make or date what the person and those living with them hold from `day` on; return the person's holding."""
    record = move_in.record
    main = _hold(record.room, record.person, record.role, day, "", desk)
    for row in move_in.rows["co_residents"]:
        person = find_or_make(row, desk)
        if person.id != record.person_id:
            _hold(record.room, person, LIVE_TOO[record.role], day, row.relation or "", desk)
    state = "let" if record.role == "tenant" else "occupied"
    values: dict[str, Any] = {"state": state}
    if record.role != "tenant" and record.room.moved_in_on is None:
        values["moved_in_on"] = day
    store.amend(ROOMS, record.room_id, desk, "move_in", str(record), **values)
    return main


def find_or_make(row: Any, desk: Desk) -> Person:
    """Return the person a row names: known by the document, or by name and phone; else a new one."""
    number = read_id_number(row.id_number, "").number if row.id_number else None
    if number and (known := Person.get_or_none(Person.id_number == number)):
        return known  # type: ignore[no-any-return]
    if row.phone:
        same = Person.select().join(PersonPhone).where(PersonPhone.number == row.phone)
        for person in same.where(Person.id_number.is_null()) if number else same:
            if fold(str(person.name)) == fold(row.name):
                return person  # type: ignore[no-any-return]
    draft = store.new(PEOPLE, name=row.name, id_number=number)
    draft.rows["phones"] = [PersonPhone(number=row.phone)] if row.phone else []
    return store.save(draft, desk).record  # type: ignore[no-any-return]


def leave(move_out: Any, desk: Desk) -> None:
    """End what the leaver holds, and those who lived with them; an owner moves out and goes on owning the room."""
    for holding in leavers(move_out):
        draft = store.load(HOLDINGS, holding.id)
        draft.record.until_on = move_out.leaves_on
        store.save(draft, desk)
    state = _state_after(move_out.room_id, move_out.leaves_on, move_out.role)
    if state:
        store.amend(ROOMS, move_out.room_id, desk, "move_out", str(move_out), state=state)


def leavers(move_out: Any) -> list[Holding]:
    """Return the holdings that end: the leaver's own, and those of the household where nobody of it stays behind."""
    person_id, role = move_out.person_id, move_out.role
    there = current_holdings(move_out.room_id, move_out.leaves_on)
    roles = OWN_ROLES.get(role, ())
    own = [one for one in there if one.person_id == person_id and one.role in roles]
    if role == "family" or move_out.alone:
        return own
    household = "tenant" if role == "tenant" else "owner"
    stays = any(one.role == household and one.person_id != person_id for one in there)
    with_them = "resident" if role == "tenant" else "family"
    return own if stays else [*own, *(one for one in there if one.role == with_them)]


def _state_after(room_id: int, last_on: datetime.date, role: str) -> str:
    """Return what becomes of the room: let or lived in while anybody stays, else vacant; '' where it stays as it is."""
    if role == "family":
        return ""
    next_day = last_on + datetime.timedelta(days=1)
    there = current_holdings(room_id, next_day)
    if any(one.role == "tenant" for one in there):
        return "" if role == "tenant" else "let"
    return "occupied" if any(one.role in ("family", "resident") for one in there) else "vacant"


def _hold(room: Any, person: Person, role: str, day: datetime.date, relation: str, desk: Desk) -> Holding:
    """Return the person's holding as `role`, from `day` at the latest; one that is over is not taken up again."""
    known = Holding.select().where(Holding.room == room, Holding.person == person, Holding.role == role)
    for holding in known.order_by(Holding.id.desc()):
        if holding.until_on is None or holds_on(holding, day):
            if role != "owner" and (holding.from_on is None or holding.from_on > day):
                draft = store.load(HOLDINGS, holding.id)
                draft.record.from_on = day
                return store.save(draft, desk).record  # type: ignore[no-any-return]
            return holding  # type: ignore[no-any-return]
    draft = store.new(HOLDINGS, room=room, person=person, role=role, from_on=day, relation=relation or None)
    return store.save(draft, desk).record  # type: ignore[no-any-return]
