"""Which meter a line of a file means (认表): by its number, or by its room and kind."""

from functools import cached_property
from typing import Any

from desk_app.kernel.errors import DeskError
from desk_app.kernel.text import fold
from desk_app.kernel.words import _
from desk_app.modules.estate.records import FormerNumber, Room, spoken_address
from desk_app.modules.meters.records import Meter


class Lookup:
    """Meters and rooms of the book, read once for a file."""

    @cached_property
    def _by_number(self) -> dict[str, Any]:
        return {fold(str(meter.number)): meter for meter in Meter.select()}

    @cached_property
    def _by_room(self) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = {}
        for meter in self._by_number.values():
            if meter.room_id is not None and meter.state == "in_use":
                found.setdefault(meter.room_id, []).append(meter)
        return found

    @cached_property
    def _rooms(self) -> dict[str, Any]:
        """Rooms by every way to write them; a number two rooms have means neither."""
        found: dict[str, Any] = {}
        rooms = {room.id: room for room in Room.select()}
        for row in FormerNumber.select():
            key = fold(str(row.number))
            found[key] = None if key in found else rooms[row.room_id]
        for room in rooms.values():
            found[fold(spoken_address(room))] = room
            found[fold(str(room.code))] = room
        return found

    def meter(self, number: str, place: str, kind: str) -> Any | None:
        """Return the meter a line means; None where it names one that is not in the book.

        DeskError where a room has several that fit, or none and no number is given.
        """
        if number:
            return self._by_number.get(fold(number))
        room = self.room(place)
        fitting = [meter for meter in self._by_room.get(room.id, []) if not kind or meter.kind == kind]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise DeskError(_("{room} 有几块表，请填表号或类别").format(room=room))
        raise DeskError(_("{room} 没有这类仪表；新表请填表号").format(room=room))

    def room_for_new(self, number: str, place: str, kind: str) -> Any:
        """Return the room a new meter is to be in; DeskError where room or kind is not told."""
        if not place:
            raise DeskError(_("账本里没有表号 {number}；是新表请填房号和类别").format(number=number))
        room = self.room(place)
        if not kind:
            raise DeskError(_("账本里没有表号 {number}；是新表请填类别，如 水表").format(number=number))
        there = [meter for meter in self._by_room.get(room.id, []) if meter.kind == kind]
        if there:
            told = _("{room} 已有{kind} {number}：换了表请先登记换表，表号写错请改正，真有两块请先建仪表")
            label = Meter._meta.fields["kind"].show(kind)
            raise DeskError(told.format(room=room, kind=label, number=there[0].number))
        return room

    def room(self, place: str) -> Any:
        """Return the room a cell names; DeskError if the book has none, or two that were called so."""
        room = self._rooms.get(fold(place))
        if room is None:
            raise DeskError(_("账本里没有房号 {place}").format(place=place[:30]))
        return room
