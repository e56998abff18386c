"""Which room, fee item or payer a cell means (认房号、认项目): by every way offices write them, never by guessing."""

import re
from functools import cached_property
from typing import Any

from desk_app.kernel.errors import DeskError
from desk_app.kernel.text import fold, narrow
from desk_app.kernel.words import _, listed
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.estate.records import Room
from desk_app.modules.meters.sheet_lookup import Lookup
from desk_app.modules.opening import sheet_words
from desk_app.modules.people.holdings import holds_on
from desk_app.modules.people.records import Holding, Person, Vehicle

_PARTS = re.compile(r"[0-9a-z]+")
_PLAIN = re.compile(r"[0-9a-z\-]+")
_SPOKEN = re.compile(r"[0-9a-z\s\-_/#.、栋棟幢座号號楼樓单單元室房铺]+")
"""A room written out in nothing but numbers, letters and these words is the one whose code has the same numbers."""


class Places:
    """Rooms, owners, plates and items of the book as they stood on a day, read once for a file."""

    def __init__(self, day: Any) -> None:
        self._day = day
        self._rooms = Lookup()

    def room(self, place: str, plate: str, name: str) -> Any:
        """Return the room a line is of: by its number, else the car's, else the owner's only one; DeskError if none."""
        if place:
            return self._by_number(place)
        if plate:
            return self._by_plate(plate)
        if name:
            return self._by_owner(name)
        raise DeskError(_("这一行没有房号"))

    def item(self, text: str) -> FeeItem:
        """Return the fee item a cell names; DeskError if the book has none of that name."""
        found = self._items.get(fold(text))
        if found is None:
            raise DeskError(
                _("账本里没有收费项目“{item}”，请先在收费项目里添加，或改成账本里的名称").format(
                    item=text[:30]
                )
            )
        return found

    def knows_item(self, text: str) -> bool:
        """Say whether a cell names a fee item."""
        return fold(text) in self._items

    def item_in(self, title: str) -> str:
        """Return the longest item's name that a title holds; nothing if it holds none."""
        plain = fold(title)
        return max((name for name in self._items if len(name) > 1 and name in plain), key=len, default="")

    def payer(self, room_id: int, name: str) -> tuple[int | None, str]:
        """Return (person, name) who pays for a room: the one named, else its owners; no person if several or unknown."""
        holders = self._holders.get(room_id, [])
        if name:
            same = [person_id for person_id, known, _role in holders if fold(known) == fold(name)]
            return (same[0] if same else None), name[:200]
        owners = [(person_id, known) for person_id, known, role in holders if role == "owner"]
        if len(owners) == 1:
            return owners[0]
        return None, listed(known for _person, known in owners) or _("业主")

    def _by_number(self, place: str) -> Any:
        try:
            return self._rooms.room(place)
        except DeskError:
            plain = narrow(place).lower()
            found = self._by_parts.get(tuple(_PARTS.findall(plain))) if _SPOKEN.fullmatch(plain) else None
            if found is None:
                raise
            return found

    def _by_plate(self, plate: str) -> Any:
        vehicle = self._vehicles.get(fold(plate))
        if vehicle is None:
            raise DeskError(_("账本里没有车牌 {plate}").format(plate=plate[:20]))
        room = vehicle.room or vehicle.space
        if room is None:
            raise DeskError(_("车牌 {plate} 没有登记房号").format(plate=plate[:20]))
        return room

    def _by_owner(self, name: str) -> Any:
        rooms = self._owned.get(fold(name), set())
        if not rooms:
            raise DeskError(_("这一行没有房号，账本里也没有这位业主，请补上房号"))
        if len(rooms) > 1:
            raise DeskError(_("这一行没有房号，这位业主有 {count} 套房，请补上房号").format(count=len(rooms)))
        return Room.get_by_id(next(iter(rooms)))

    @cached_property
    def _by_parts(self) -> dict[tuple[str, ...], Any]:
        """Rooms by the numbers and letters of their code; those two rooms share mean neither."""
        found: dict[tuple[str, ...], Any] = {}
        for room in Room.select():
            code = narrow(str(room.code)).lower()
            key = tuple(_PARTS.findall(code))
            if _PLAIN.fullmatch(code):
                found[key] = None if key in found else room
        return found

    @cached_property
    def _vehicles(self) -> dict[str, Any]:
        return {fold(str(vehicle.plate)): vehicle for vehicle in Vehicle.select()}

    @cached_property
    def _holders(self) -> dict[int, list[tuple[int, str, str]]]:
        """{room: [(person, name, role)]} of who holds it on the day."""
        found: dict[int, list[tuple[int, str, str]]] = {}
        for holding in Holding.select(Holding, Person).join(Person).order_by(Holding.id):
            if holds_on(holding, self._day):
                told = (holding.person_id, str(holding.person), str(holding.role))
                found.setdefault(holding.room_id, []).append(told)
        return found

    @cached_property
    def _owned(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {}
        for room_id, holders in self._holders.items():
            for _person, name, role in holders:
                if role == "owner":
                    found.setdefault(fold(name), set()).add(room_id)
        return found

    @cached_property
    def _items(self) -> dict[str, FeeItem]:
        """Fee items by name, code, and what old books call them; the book's own names come first."""
        items = list(FeeItem.select())
        by_code = {str(item.code): item for item in items}
        found = {
            fold(name): by_code[code]
            for code, names in sheet_words.ITEM_NAMES.items()
            for name in names
            if code in by_code
        }
        found |= {fold(code): item for code, item in by_code.items()}
        return found | {fold(str(item.name)): item for item in items}
