"""Rooms as a picture (房屋图): one building at a time, floors from the top down, units side by side."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desk_app.kernel import search
from desk_app.kernel.access import Desk
from desk_app.kernel.text import narrow, sort_key
from desk_app.kernel.words import _, listed
from desk_app.modules.estate.kinds import ROOMS
from desk_app.modules.estate.records import Building, Community, Room, compose_code
from desk_app.modules.people.holdings import holds_on
from desk_app.modules.people.records import ROLES, Holding, Person

FEW_ROOMS, MANY_BUILDINGS = 2, 4
"""Buildings of so few rooms are shown together where a community has so many of them: villas."""
MOST_HITS = 30
_FLOOR = re.compile(r"(-|B)?(\d{1,3})(.*)", re.IGNORECASE)


@dataclass(frozen=True)
class StateCount:
    """A state of rooms, what people call it, and how many are in it."""

    state: str
    label: str
    count: int


@dataclass(frozen=True)
class Place:
    """One line of the list of buildings: a building, the villas of a community, or rooms of one use in no building."""

    key: str
    title: str
    community: str
    states: tuple[StateCount, ...]

    @property
    def count(self) -> int:
        """Return the number of rooms."""
        return sum(each.count for each in self.states)


@dataclass(frozen=True)
class RoomCell:
    """One room of the picture: `label` as on its door, the owners' names, and everybody's for the tooltip."""

    room_id: int
    code: str
    label: str
    state: str
    owners: str
    people: str


@dataclass(frozen=True)
class UnitBand:
    """The columns of one unit, from column `first` on."""

    title: str
    first: int
    width: int


@dataclass(frozen=True)
class LooseRooms:
    """Rooms without a place in the rows and columns, one after the other under a title."""

    title: str
    cells: tuple[RoomCell, ...]


@dataclass(frozen=True)
class Picture:
    """A place drawn: `cells` by (row, column), rows from the top floor down; `loose` is drawn below."""

    place: Place
    floors: tuple[str, ...]
    units: tuple[UnitBand, ...]
    cells: Mapping[tuple[int, int], RoomCell]
    loose: tuple[LooseRooms, ...]

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return sum(unit.width for unit in self.units)


@dataclass(frozen=True)
class RoomHit:
    """A room that a search found, and the place it is drawn in."""

    room_id: int
    code: str
    detail: str
    place: str


def list_places() -> list[Place]:
    """Return what can be drawn: buildings as people count, then rooms in no building by their use."""
    in_building: dict[int, Counter[str]] = defaultdict(Counter)
    in_none: dict[str, Counter[str]] = defaultdict(Counter)
    for building_id, use, state, count in _count_rooms():
        if building_id is None:
            in_none[use][state] += count
        else:
            in_building[building_id][state] += count
    buildings = _buildings()
    small = _small_buildings(buildings, in_building)
    places: dict[str, Place] = {}
    for building in buildings:
        key = _key_of(building.id, small)
        title = _("独栋与小楼栋") if building.id in small else _title(building)
        counts = in_building[building.id]
        if key in places:
            counts = counts + Counter({each.state: each.count for each in places[key].states})
        places[key] = Place(key, title, str(building.community), _states(counts))
    uses = ROOMS.field("use")
    for use in (option.stored for option in uses.options if option.stored in in_none):
        places[f"use-{use}"] = Place(f"use-{use}", uses.show(use), _("不在楼栋内"), _states(in_none[use]))
    return list(places.values())


def _title(building: Any) -> str:
    """Return '3栋' in the language in use; a name that already says what it is stays."""
    is_bare = str(building) != building.name
    return _("{building}栋").format(building=building.name) if is_bare else str(building)


def draw(place: Place, desk: Desk) -> Picture:
    """Return the picture of a place as it is today."""
    rooms = list(_rooms_of(place.key).order_by(Room.sort_key))
    owners, people = _who_holds([room.id for room in rooms], desk)
    cells = {room.id: _cell(room, owners, people) for room in rooms}
    if not place.key.startswith("building-"):
        return Picture(place, (), (), {}, _loose(rooms, cells, place.key))
    placed = [room for room in rooms if room.floor]
    floors = sorted({_floor_of(room) for room in placed}, key=_floor_order, reverse=True)
    rows = {floor: row for row, floor in enumerate(floors)}
    units, columns = _columns(placed)
    drawn = {(rows[_floor_of(room)], columns[room.id]): cells[room.id] for room in placed}
    rest = [room for room in rooms if not room.floor]
    loose = (LooseRooms(_("没有填楼层"), tuple(cells[room.id] for room in rest)),) if rest else ()
    return Picture(place, tuple(map(_name_floor, floors)), units, drawn, loose)


def find_rooms(typed: str) -> list[RoomHit]:
    """Return the rooms `typed` (a number, name, phone or initials) finds, with where they are drawn."""
    found = search.find(typed, MOST_HITS, [ROOMS.name])
    return _hits({one.record_id: (one.title, one.detail) for one in found})


def find_place(room_id: int) -> RoomHit | None:
    """Return where a room is drawn; None if there is no such room."""
    hits = _hits({room_id: ("", "")})
    return hits[0] if hits else None


def _hits(found: dict[int, tuple[str, str]]) -> list[RoomHit]:
    """Return the rooms of {room id: (title, second line)} with where they are drawn."""
    rows = Room.select(Room.id, Room.code, Room.building, Room.use).where(Room.id.in_(list(found)))
    where = {room_id: (code, building_id, use) for room_id, code, building_id, use in rows.tuples()}
    small = _small_buildings() if where else {}
    hits = []
    for room_id, (title, detail) in found.items():
        if room_id in where:
            code, building_id, use = where[room_id]
            place = f"use-{use}" if building_id is None else _key_of(building_id, small)
            hits.append(RoomHit(room_id, title or str(code), detail, place))
    return hits


def _key_of(building_id: int, small: Mapping[int, int]) -> str:
    """Return the place a building is drawn in."""
    return f"small-{small[building_id]}" if building_id in small else f"building-{building_id}"


def _count_rooms() -> Iterable[tuple[int | None, str, str, int]]:
    """Return (building id, use, state, number of rooms)."""
    from peewee import fn

    query = Room.select(Room.building, Room.use, Room.state, fn.COUNT(Room.id))
    rows: Iterable[tuple[int | None, str, str, int]] = query.group_by(
        Room.building, Room.use, Room.state
    ).tuples()
    return rows


def _buildings() -> list[Any]:
    query = Building.select(Building, Community).join(Community)
    return list(query.order_by(Community.name, Community.id, Building.sort_key))


def _small_buildings(
    buildings: list[Any] | None = None, counted: Mapping[int, Counter[str]] | None = None
) -> dict[int, int]:
    """Return {building: its community} of the buildings so small that they are shown together."""
    if counted is None:
        totals: Counter[int] = Counter()
        for building_id, _use, _state, count in _count_rooms():
            totals[building_id or 0] += count
    else:
        totals = Counter({building_id: counts.total() for building_id, counts in counted.items()})
    by_community: dict[int, list[int]] = defaultdict(list)
    for building in _buildings() if buildings is None else buildings:
        if 0 < totals[building.id] <= FEW_ROOMS:
            by_community[building.community.id].append(building.id)
    return {
        building_id: community
        for community, ids in by_community.items()
        if len(ids) >= MANY_BUILDINGS
        for building_id in ids
    }


def _states(counts: Counter[str]) -> tuple[StateCount, ...]:
    flow = ROOMS.workflow
    assert flow
    return tuple(
        StateCount(option.stored, flow.label(option.stored), counts[option.stored])
        for option in flow.states
        if counts[option.stored]
    )


def _rooms_of(key: str) -> Any:
    """Return the query of a place's rooms."""
    sort, _dash, name = key.partition("-")
    query = Room.select()
    if sort == "use":
        return query.where(Room.building.is_null(), Room.use == name)
    if sort == "building":
        return query.where(Room.building == int(name))
    small = [building for building, community in _small_buildings().items() if community == int(name)]
    return query.where(Room.building.in_(small))


def _who_holds(room_ids: list[int], desk: Desk) -> tuple[dict[int, str], dict[int, str]]:
    """Return {room: owners' names} and {room: everybody with their role}, of today."""
    from peewee import chunked

    roles = {option.stored: _(option.label) for option in ROLES}
    order = list(roles)
    owners: dict[int, list[str]] = defaultdict(list)
    people: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for ids in chunked(room_ids, 500):
        query = Holding.select(Holding, Person).join(Person).where(Holding.room.in_(ids)).order_by(Holding.id)
        for holding in query:
            if not holds_on(holding, desk.today):
                continue
            room_id, name = holding.__data__["room"], str(holding.person.name)
            people[room_id].append((order.index(holding.role), roles[holding.role], name))
            if holding.role == "owner":
                owners[room_id].append(name)
    told = {
        room_id: "\n".join(f"{role} {name}" for _place, role, name in sorted(held, key=lambda one: one[0]))
        for room_id, held in people.items()
    }
    return {room_id: listed(names) for room_id, names in owners.items()}, told


def _cell(room: Any, owners: dict[int, str], people: dict[int, str]) -> RoomCell:
    return RoomCell(
        room.id, str(room.code), str(room.label), room.state, owners.get(room.id, ""), people.get(room.id, "")
    )


def _loose(rooms: list[Any], cells: dict[int, RoomCell], key: str) -> tuple[LooseRooms, ...]:
    """Return rooms without rows and columns: villas all together, others by their floor."""
    by_floor: dict[str, list[RoomCell]] = defaultdict(list)
    for room in rooms:
        cell = cells[room.id]
        if key.startswith("small-"):
            cell = RoomCell(cell.room_id, cell.code, compose_code(room), cell.state, cell.owners, cell.people)
        by_floor["" if key.startswith("small-") else _floor_of(room)].append(cell)
    floors = sorted(by_floor, key=_floor_order, reverse=True)
    return tuple(LooseRooms(_name_floor(floor) if floor else "", tuple(by_floor[floor])) for floor in floors)


def _floor_of(room: Any) -> str:
    return narrow(str(room.floor or "")).upper()


def _floor_order(floor: str) -> tuple[int, int, str]:
    """Order floors as they lie over each other: B2, B1, 1, 2, 2A; what is no number lies lowest."""
    found = _FLOOR.fullmatch(floor)
    if not found:
        return (-1, 0, sort_key(floor))
    number = int(found[2])
    return (0, -number if found[1] else number, found[3])


def _name_floor(floor: str) -> str:
    return _("{floor}层").format(floor=floor) if floor.removeprefix("-").isdigit() else floor


def _columns(rooms: list[Any]) -> tuple[tuple[UnitBand, ...], dict[int, int]]:
    """Return the units from left to right, and the column of each room.

    Doors stand under each other where labels repeat from floor to floor (101, 201, 301); else rooms are counted.
    """
    by_unit: dict[str, list[Any]] = defaultdict(list)
    for room in rooms:
        by_unit[str(room.unit or "")].append(room)
    bands, columns, first = [], {}, 0
    for unit in sorted(by_unit, key=sort_key):
        doors = _doors(by_unit[unit])
        width = max(doors.values()) + 1
        columns.update({room_id: first + door for room_id, door in doors.items()})
        title = _("{unit}单元").format(unit=unit) if unit.isascii() and unit else unit
        bands.append(UnitBand(title, first, width))
        first += width
    return tuple(bands), columns


def _doors(rooms: list[Any]) -> dict[int, int]:
    """Return the column within the unit of each room; no two of a floor share one."""
    by_floor: dict[str, list[Any]] = defaultdict(list)
    for room in rooms:
        by_floor[_floor_of(room)].append(room)
    counted = {room.id: place for held in by_floor.values() for place, room in enumerate(held)}
    named = {room.id: _door_name(room) for room in rooms}
    order = {door: place for place, door in enumerate(sorted(set(named.values()), key=sort_key))}
    places = {(_floor_of(room), named[room.id]) for room in rooms}
    most = max(map(len, by_floor.values()))
    if "" in order or len(places) < len(rooms) or len(order) > most + most // 2 + 1:
        return counted
    return {room_id: order[door] for room_id, door in named.items()}


def _door_name(room: Any) -> str:
    """Return '02' for 502 on floor 5; '' where the label does not start with the floor."""
    label, floor = narrow(str(room.label)), _floor_of(room).lstrip("-")
    for start in (floor, floor.zfill(2)):
        if label.startswith(start) and len(label) > len(start):
            return label[len(start) :]
    return ""
