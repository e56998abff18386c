"""What a slip need not be told again (自动带出): what the book knows of the room and of the carrier."""

from desk_app.kernel.access import Desk
from desk_app.kernel.kind import Draft
from desk_app.kernel.text import fold
from desk_app.modules.people.holdings import current_holdings, first_phone, name_all

RELATION_OF_ROLE = {"owner": "owner", "tenant": "tenant", "resident": "tenant", "family": "relative"}
"""What somebody who holds the room is as a carrier; others are not known by their role."""


def fill_from_room(draft: Draft, desk: Desk) -> None:
    """When the room is picked: its owners and their phone, and the owner as carrier where nobody is named yet."""
    slip = draft.record
    if slip.room_id is None:
        return
    owners = current_holdings(slip.room_id, desk.today, ("owner",))
    slip.owner_name = name_all(owners) or None
    slip.owner_phone = first_phone(owners[0].person_id) or None if owners else None
    if not slip.carrier and slip.carrier_relation == "owner" and owners:
        slip.carrier = str(owners[0].person)
        fill_from_carrier(draft, desk)
    if slip.valid_on is None:
        slip.valid_on = desk.today


def fill_from_carrier(draft: Draft, desk: Desk) -> None:
    """When the carrier is named: relation and phone of somebody who holds the room, and nothing left of another."""
    slip = draft.record
    if slip.room_id is None or not slip.carrier:
        return
    holders = current_holdings(slip.room_id, desk.today)
    known = {first_phone(holder.person_id) for holder in holders}
    if slip.carrier_phone in known:
        slip.carrier_phone = None
    named = [holder for holder in holders if fold(str(holder.person)) == fold(slip.carrier)]
    if named:
        slip.carrier_relation = RELATION_OF_ROLE.get(named[0].role, slip.carrier_relation)
        slip.carrier_phone = slip.carrier_phone or first_phone(named[0].person_id) or None
    elif slip.carrier_relation == "owner":
        slip.carrier_relation = "other"


def complete_calls(draft: Draft, desk: Desk) -> None:
    """Before a step rests on the calls: who called, and the owner's number where the owner was to be asked."""
    for call in draft.rows["calls"]:
        call.called_by = call.called_by or desk.actor.name
        if not call.phone and draft.record.carrier_relation != "staff":
            call.phone = draft.record.owner_phone
