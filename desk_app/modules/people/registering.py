"""Rooms as they are registered (登记房屋): one of unknown status (待登记) is registered (已登记) once it has an owner.

A roster mostly names owners and phones and says nothing of who lives where. Such a room needs no registering any more;
whether it is lived in, let or empty is told by the next step somebody takes. An ended ownership does not undo that.
"""

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.kind import Draft
from desk_app.modules.estate.kinds import ROOMS

UNRECORDED, RECORDED = "unrecorded", "recorded"


def register_room(draft: Draft, desk: Desk) -> None:
    """Register the room of a holding just saved, if it is a present owner's and the room's status is not known."""
    holding = draft.record
    if holding.role != "owner" or (holding.until_on is not None and holding.until_on < desk.today):
        return
    if holding.room.state == UNRECORDED:
        room = store.load(ROOMS, holding.room_id)
        room.record.state = RECORDED
        store.save(room, desk)
