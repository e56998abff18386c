"""Who is calling (来电识别): the person and the room a phone number belongs to."""

import datetime
from dataclasses import dataclass

from desk_app.kernel.access import Desk
from desk_app.kernel.kind import Draft
from desk_app.modules.people.holdings import current_holdings, first_phone, holds_on
from desk_app.modules.people.records import Holding, Person, PersonPhone


@dataclass(frozen=True)
class Caller:
    """Somebody the number belongs to, with one room held on that day; a person of three rooms is three callers."""

    person: Person
    holding: Holding | None


def find_callers(number: str, day: datetime.date) -> list[Caller]:
    """Return everybody on file with the phone number, owners first, with the rooms they hold on `day`."""
    found = []
    people = Person.select().join(PersonPhone).where(PersonPhone.number == number).distinct()
    for person in people.order_by(Person.id):
        held = [row for row in person.holdings.order_by(Holding.id) if holds_on(row, day)]
        found += [Caller(person, holding) for holding in held] or [Caller(person, None)]
    return sorted(found, key=lambda caller: not (caller.holding and caller.holding.role == "owner"))


def fill_from_number(draft: Draft, desk: Desk) -> None:
    """When the number is typed: the caller, and the room where there is only one."""
    call = draft.record
    if not call.caller_number:
        return
    callers = find_callers(call.caller_number, desk.today)
    people = {caller.person.id: caller.person for caller in callers}
    rooms = {caller.holding.room_id for caller in callers if caller.holding}
    if len(people) == 1 and not call.caller:
        call.person = callers[0].person
        call.caller = str(callers[0].person)
    if len(rooms) == 1 and call.room_id is None:
        call.room = next(caller.holding.room for caller in callers if caller.holding)
    call.call_back_number = call.call_back_number or call.caller_number


def fill_from_room(draft: Draft, desk: Desk) -> None:
    """When the room is picked: its only owner as caller, where nobody is named yet."""
    call = draft.record
    if call.room_id is None or call.caller:
        return
    owners = current_holdings(call.room_id, desk.today, ("owner",))
    if len(owners) == 1:
        call.person = owners[0].person
        call.caller = str(owners[0].person)
        call.call_back_number = call.call_back_number or first_phone(owners[0].person_id) or None


def fill_client(draft: Draft, desk: Desk) -> None:
    """When the room is picked or the phone typed of a slip: its client, person and phone, as far as only one fits."""
    slip = draft.record
    callers = find_callers(slip.phone, desk.today) if slip.phone else []
    if callers and slip.room_id is None:
        rooms = {caller.holding.room_id: caller.holding.room for caller in callers if caller.holding}
        slip.room = next(iter(rooms.values())) if len(rooms) == 1 else None
    people = {caller.person.id: caller.person for caller in callers}
    if not people and slip.room_id is not None:
        owners = current_holdings(slip.room_id, desk.today, ("owner",))
        people = {owner.person_id: owner.person for owner in owners}
    if len(people) != 1 or slip.client:
        return
    slip.person = next(iter(people.values()))
    slip.client = str(slip.person)
    slip.phone = slip.phone or first_phone(slip.person.id) or None
