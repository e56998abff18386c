"""Putting lines together (归并): the same person on several lines, several lines of one room, owners listed apart."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from desk_app.kernel.text import fold
from desk_app.kernel.words import _, listed
from desk_app.modules.roster.plan_types import (
    DOUBT,
    FAMILY,
    IMPORT,
    JOINED,
    NOTE,
    OWNER,
    PERSON_ONLY,
    Finding,
    PlannedPerson,
    PlannedRoom,
    PlannedRow,
    PlannedVehicle,
    RoomEntry,
)
from desk_app.modules.roster.row_people import merge_people
from desk_app.modules.roster.table_reader import TableRead

_FACTS = (
    "floor", "use", "layout", "built_area", "inside_area", "measured_area", "charged_area", "status", "handover_on",
    "move_in_on", "code",
)  # fmt: skip


def join_owners(reads: Sequence[TableRead]) -> None:
    """Give rooms that name an owner by number the owner of that number from a list of people. Changes `reads`."""
    owners = {key: people for read in reads for key, people in read.people_by_key.items()}
    if not owners:
        return
    used: dict[str, str] = {}
    for read in reads:
        for at, (key, line) in read.wanted_keys.items():
            row = read.rows[at]
            people = owners.get(key)
            if people is None:
                column = line.columns["owner_key"][0]
                message = _("业主编号 {key} 在业主表里没有，没有导入业主").format(key=key[:20])
                finding = Finding(
                    row.sheet, row.row, column, DOUBT, message, key[:20], "owner_key", "owner_key_unknown"
                )
                read.rows[at] = replace(row, findings=(*row.findings, finding))
            elif not row.people:
                read.rows[at] = replace(row, people=tuple(people))
                used.setdefault(key, row.room.label if row.room else "")
    for read in reads:
        _mark_joined(read, used)


def _mark_joined(read: TableRead, used: dict[str, str]) -> None:
    by_people = {id(people[0]): key for key, people in read.people_by_key.items()}
    for at, row in enumerate(read.rows):
        if row.outcome == PERSON_ONLY and (key := by_people.get(id(row.people[0]))) in used:
            reason = _("并入业主编号为 {key} 的房屋").format(key=key)
            read.rows[at] = replace(row, outcome=JOINED, reason=reason)


def identify_people(rows: list[PlannedRow]) -> list[PlannedRow]:
    """Return the rows with a key in each person: equal for the same document number and name, or name and phone."""
    groups = _Groups()
    for at, row in enumerate(rows):
        for number, person in enumerate(row.people):
            for handle in _handles(row, person):
                groups.unite((at, number), handle)
    keys: dict[object, str] = {}
    told: list[PlannedRow] = []
    for at, row in enumerate(rows):
        people = tuple(
            replace(person, key=keys.setdefault(groups.root((at, number)), f"p{len(keys) + 1}"))
            for number, person in enumerate(row.people)
        )
        told.append(replace(row, people=people) if people else row)
    return _complete_people(told)


def _handles(row: PlannedRow, person: PlannedPerson) -> Iterable[tuple[str, ...]]:
    """Yield what tells a person apart. A document number goes before phones: two numbers, two people."""
    name = fold(person.name)
    if person.id_number:
        yield ("id", name, person.id_number)
    elif person.is_company:
        yield ("company", name)
    for phone in person.phones if not person.id_number else ():
        yield ("phone", name, phone.number)
    if row.room:
        yield ("room", name, *row.room.key)


def _complete_people(rows: list[PlannedRow]) -> list[PlannedRow]:
    """Join a person without document number to the one of the same name and phone that has exactly one."""
    by_phone: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        for person in row.people:
            if person.id_number:
                for phone in person.phones:
                    by_phone[fold(person.name), phone.number].add(person.key)
    renamed: dict[str, str] = {}
    for row in rows:
        for person in row.people:
            if not person.id_number:
                for phone in person.phones:
                    known = by_phone.get((fold(person.name), phone.number), set())
                    if len(known) == 1:
                        renamed[person.key] = next(iter(known))
    if not renamed:
        return rows
    return [
        replace(
            row,
            people=tuple(replace(person, key=renamed.get(person.key, person.key)) for person in row.people),
        )
        for row in rows
    ]


class _Groups:
    """Sets of things that are the same (union-find)."""

    def __init__(self) -> None:
        self._parent: dict[object, object] = {}

    def root(self, thing: object) -> object:
        parent = self._parent.setdefault(thing, thing)
        while parent != self._parent[parent]:
            self._parent[parent] = self._parent[self._parent[parent]]
            parent = self._parent[parent]
        return parent

    def unite(self, one: object, other: object) -> None:
        self._parent[self.root(other)] = self.root(one)


def merge_rooms(rows: Sequence[PlannedRow]) -> tuple[list[RoomEntry], dict[int, list[Finding]]]:
    """Return one entry for each room, and findings by position of the row they are about."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for at, row in enumerate(rows):
        if row.outcome == IMPORT and row.room:
            groups.setdefault(row.room.key, []).append(at)
    findings: dict[int, list[Finding]] = defaultdict(list)
    entries = []
    for places in groups.values():
        if len(places) > 1:
            _tell_repeats(rows, places, findings)
        entries.append(_entry([rows[at] for at in places]))
    return entries, findings


def _entry(rows: list[PlannedRow]) -> RoomEntry:
    room = rows[0].room
    assert room is not None
    for row in rows[1:]:
        assert row.room is not None
        room = _merge_room(room, row.room)
    people: dict[tuple[str, str], PlannedPerson] = {}
    for row in rows:
        for person in row.people:
            place = (person.key, person.role)
            people[place] = merge_people(people[place], person) if place in people else person
    vehicles: dict[str, PlannedVehicle] = {}
    for vehicle in (vehicle for row in rows for vehicle in row.vehicles):
        vehicles.setdefault(vehicle.plate, vehicle)
    spaces = dict.fromkeys(space for row in rows for space in row.spaces)
    return RoomEntry(room, tuple(people.values()), tuple(vehicles.values()), tuple(spaces), tuple(rows))


def _merge_room(one: PlannedRoom, other: PlannedRoom) -> PlannedRoom:
    values = {name: getattr(one, name) or getattr(other, name) for name in _FACTS}
    former = tuple(dict.fromkeys((*one.former, *other.former)))
    note = "；".join(dict.fromkeys(filter(None, (one.note, other.note))))
    return replace(one, former=former, note=note, **values)


def _tell_repeats(rows: Sequence[PlannedRow], places: list[int], findings: dict[int, list[Finding]]) -> None:
    """Several lines of one room: members of a household are ordinary, another owner or other facts are doubtful."""
    first = rows[places[0]]
    numbers = listed(
        str(rows[at].row) if rows[at].sheet == first.sheet else f"{rows[at].sheet}!{rows[at].row}"
        for at in places
    )
    owners = {person.key for person in first.people if person.role == OWNER}
    for at in places[1:]:
        row = rows[at]
        if row.sheet == first.sheet and row.row == first.row:
            continue
        for message in _contradictions(first.room, row.room):
            findings[at].append(_about(row, DOUBT, "room_contradicts", message.format(row=first.row)))
        new_owners = {person.key for person in row.people if person.role == OWNER} - owners
        severity, code, message = _how_repeated(first, row, bool(new_owners and owners))
        findings[at].append(_about(row, severity, code, message.format(rows=numbers, row=first.row)))
        owners |= new_owners


def _how_repeated(first: PlannedRow, row: PlannedRow, other_owner: bool) -> tuple[str, str, str]:
    """Return severity, code and sentence for a further line of a room."""
    known = {(person.key, person.role) for person in first.people}
    adds = {(person.key, person.role) for person in row.people} - known
    if (row.roles_told and adds) or (not row.people and (row.vehicles or row.spaces)):
        return NOTE, "room_merged", _("和第 {row} 行是同一户，合并")
    if other_owner:
        return DOUBT, "room_twice", _("同一房号出现在第 {rows} 行，业主不同，作为共有人导入，请核对")
    if not adds:
        return DOUBT, "room_twice", _("同一房号在第 {rows} 行重复，内容合并为一户")
    return NOTE, "room_merged", _("和第 {row} 行是同一户，合并")


def _contradictions(one: PlannedRoom | None, other: PlannedRoom | None) -> Iterable[str]:
    assert one is not None and other is not None
    labels = (
        ("built_area", _("建筑面积")), ("inside_area", _("套内面积")), ("charged_area", _("收费面积")),
        ("measured_area", _("实测面积")), ("use", _("用途")), ("status", _("房屋状态")), ("handover_on", _("交房日期")),
    )  # fmt: skip
    for name, label in labels:
        first, second = getattr(one, name), getattr(other, name)
        if first and second and first != second:
            yield _("{label}和第 {{row}} 行不同，按第 {{row}} 行导入，请核对").format(label=label)


def _about(row: PlannedRow, severity: str, code: str, message: str) -> Finding:
    return Finding(
        row.sheet, row.row, None, severity, message, row.room.label if row.room else "", "room", code
    )


def compare_people(rows: Sequence[PlannedRow]) -> dict[int, list[Finding]]:
    """Return findings about people: one number on two names, one name with nothing to tell people apart by."""
    findings: dict[int, list[Finding]] = defaultdict(list)
    by_number: dict[str, tuple[str, int]] = {}
    by_name: dict[str, tuple[str, int]] = {}
    plates: dict[str, int] = {}
    for at, row in enumerate(rows):
        if row.outcome not in (IMPORT, PERSON_ONLY):
            continue
        for person in row.people:
            _compare_number(rows, at, person, by_number, findings)
            if not person.id_number and not person.phones and not person.is_company and person.role != FAMILY:
                _compare_name(rows, at, person, by_name, findings)
        for vehicle in row.vehicles:
            if vehicle.plate in plates and rows[plates[vehicle.plate]].room != row.room:
                message = _("车牌 {plate} 在第 {row} 行也有，请核对").format(
                    plate=vehicle.plate, row=rows[plates[vehicle.plate]].row
                )
                findings[at].append(
                    Finding(row.sheet, row.row, None, DOUBT, message, vehicle.plate, "plate", "plate_twice")
                )
            plates.setdefault(vehicle.plate, at)
    return findings


def _compare_number(
    rows: Sequence[PlannedRow],
    at: int,
    person: PlannedPerson,
    seen: dict[str, tuple[str, int]],
    findings: dict[int, list[Finding]],
) -> None:
    if not person.id_number:
        return
    name, first = seen.setdefault(person.id_number, (person.name, at))
    if fold(name) != fold(person.name):
        row = rows[at]
        message = _("{name} 和第 {row} 行的 {other} 证件号码相同，请核对").format(
            name=person.name, row=rows[first].row, other=name
        )
        findings[at].append(
            Finding(row.sheet, row.row, None, DOUBT, message, person.name, "owner_id", "id_twice")
        )


def _compare_name(
    rows: Sequence[PlannedRow],
    at: int,
    person: PlannedPerson,
    seen: dict[str, tuple[str, int]],
    findings: dict[int, list[Finding]],
) -> None:
    key, first = seen.setdefault(fold(person.name), (person.key, at))
    if key != person.key:
        row = rows[at]
        message = _("和第 {row} 行的 {name} 同名，没有证件和电话可以核对，按两个人导入").format(
            row=rows[first].row, name=person.name
        )
        findings[at].append(
            Finding(row.sheet, row.row, None, NOTE, message, person.name, "owner_name", "same_name")
        )
