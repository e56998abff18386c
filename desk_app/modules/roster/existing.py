"""What the book already holds (已有资料), looked up once before a roster is compared with it."""

from dataclasses import dataclass, field

from desk_app.kernel.text import fold
from desk_app.modules.estate.records import Building, Community, Room
from desk_app.modules.people.records import Holding, Person, PersonPhone, Vehicle
from desk_app.modules.roster.plan_types import PlannedPerson, PlannedRoom


@dataclass
class Existing:
    """Stored records by what a roster can name them by; grows as an import makes more."""

    communities: dict[str, Community] = field(default_factory=dict)
    buildings: dict[tuple[str, str], Building] = field(default_factory=dict)
    rooms: dict[str, int] = field(default_factory=dict)
    by_id_number: dict[str, int] = field(default_factory=dict)
    by_name_and_phone: dict[tuple[str, str], int] = field(default_factory=dict)
    holders: dict[int, dict[str, int]] = field(default_factory=dict)
    """Room id to {person's name: person id} of its holdings, leases with an end among them."""
    holdings: set[tuple[int, int, str]] = field(default_factory=set)
    """(room id, person id, role) of all holdings."""
    phones: dict[int, set[str]] = field(default_factory=dict)
    """Person id to the phones on file."""
    plates: dict[str, int] = field(default_factory=dict)

    def person(self, planned: PlannedPerson, room_id: int | None) -> int | None:
        """Return the id of the stored person the roster means, or None.

        The same document number, the same name and phone, or the same name at the same room.
        """
        if planned.id_number and planned.id_number in self.by_id_number:
            return self.by_id_number[planned.id_number]
        for phone in planned.phones:
            if (fold(planned.name), phone.number) in self.by_name_and_phone:
                return self.by_name_and_phone[fold(planned.name), phone.number]
        if room_id is not None and not planned.id_number:
            return self.holders.get(room_id, {}).get(fold(planned.name))
        return None

    def remember_person(self, person_id: int, planned: PlannedPerson) -> None:
        """Make a person just created known."""
        if planned.id_number:
            self.by_id_number[planned.id_number] = person_id
        for phone in planned.phones:
            self.by_name_and_phone[fold(planned.name), phone.number] = person_id

    def remember_holding(self, room_id: int, person_id: int, role: str, name: str) -> None:
        """Make a holding just created known."""
        self.holdings.add((room_id, person_id, role))
        self.holders.setdefault(room_id, {}).setdefault(fold(name), person_id)

    def community_name(self, named: str, fallback: str) -> str:
        """Return the community a roster's room lies in: the one named, the book's only one, or `fallback`."""
        if named:
            return named
        if len(self.communities) == 1:
            return next(iter(self.communities))
        return fallback

    def code(self, room: PlannedRoom, community: str) -> str:
        """Return the full number the planned room has in the book."""
        known = self.communities.get(community)
        parts = [known.short if known else "", room.building, room.unit, room.label]
        return "-".join(str(part) for part in parts if part)


def look_up() -> Existing:
    """Return what the open book holds."""
    known = Existing()
    known.communities = {str(row.name): row for row in Community.select()}
    for building in Building.select(Building, Community).join(Community):
        known.buildings[str(building.community.name), str(building.name)] = building
    known.rooms = dict(Room.select(Room.code, Room.id).tuples())
    known.by_id_number = dict(
        Person.select(Person.id_number, Person.id).where(Person.id_number.is_null(False)).tuples()
    )
    phones = PersonPhone.select(Person.name, PersonPhone.number, Person.id).join(Person).tuples()
    for name, number, person_id in phones:
        known.by_name_and_phone[fold(name), number] = person_id
        known.phones.setdefault(person_id, set()).add(number)
    held = Holding.select(Holding.room, Holding.person, Holding.role, Person.name).join(Person)
    for room_id, person_id, role, name in held.tuples():
        known.remember_holding(room_id, person_id, role, name)
    known.plates = dict(Vehicle.select(Vehicle.plate, Vehicle.id).tuples())
    return known
