"""The room card (房屋档案): one page that tells everything about a room, and what can be done from it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _, listed
from desk_app.modules.estate.kinds import ROOMS
from desk_app.modules.estate.records import FormerNumber, Room, spoken_address
from desk_app.modules.people.holdings import holds_on
from desk_app.modules.people.kinds import HOLDINGS, VEHICLES
from desk_app.modules.people.records import Holding, Vehicle
from desk_app.screens.form_cells import shown
from desk_app.screens.matters import Matter, Offer, find_matters, find_offers
from desk_app.screens.record_form import RecordForm, StepButton
from desk_app.screens.record_history import HistoryLine, read_history
from desk_app.screens.room_file import FileEntry, printed_entries
from desk_app.screens.room_money import RoomMoney, read_room_money
from desk_app.screens.room_people import PersonLine, read_holdings, tell_people

APART = (HOLDINGS.name, VEHICLES.name, "fee_bindings", "bills", "receipts")
"""Kinds that have a block of their own on the card."""
AREAS = ("built_area", "inside_area", "measured_area", "charged_area")
FACTS = (
    "use", "layout", "floor", "handed_over_on", "moved_in_on", "floor_ratio", "lift_ratio", "contract_number",
    "title_number", "note",
)  # fmt: skip
"""Fields of a room shown where they hold something, in this order."""
MOST_OTHER_ROOMS = 60
MOST_CHANGES = 60
GARAGE_USES = ("parking", "storage")


@dataclass(frozen=True)
class Fact:
    """One thing known about the room, as people read it."""

    label: str
    text: str


@dataclass(frozen=True)
class VehicleLine:
    """A car of the household."""

    vehicle_id: int
    plate: str
    detail: str
    owner: str
    space_id: int | None
    space: str


@dataclass(frozen=True)
class OtherRoom:
    """A parking space, store or flat that belongs to the same people; `why` says how."""

    room_id: int
    code: str
    use: str
    state: str
    tone: str
    why: str


@dataclass(frozen=True)
class RoomCard:
    """Everything about one room. Two cards are equal when nothing on them differs."""

    room_id: int
    code: str
    address: str
    community: str
    state: str
    tone: str
    owners: str
    former: tuple[str, ...]
    areas: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    people: tuple[PersonLine, ...]
    past_people: tuple[PersonLine, ...]
    vehicles: tuple[VehicleLine, ...]
    spaces: tuple[OtherRoom, ...]
    other_rooms: tuple[OtherRoom, ...]
    matters: tuple[Matter, ...]
    money: RoomMoney
    papers: tuple[FileEntry, ...]
    changes: tuple[HistoryLine, ...]
    offers: tuple[Offer, ...]
    steps: tuple[StepButton, ...]

    @property
    def open_matters(self) -> list[Matter]:
        """Return what waits for somebody, the most urgent first."""
        return [matter for matter in self.matters if matter.is_open]

    @property
    def past_matters(self) -> list[Matter]:
        """Return what is settled, the latest first."""
        return [matter for matter in self.matters if not matter.is_open]


def read_room_card(room_id: int, desk: Desk) -> RoomCard:
    """Return the card of a room as it is today; NotFound if there is none."""
    draft = store.load(ROOMS, room_id)
    room = draft.record
    holdings = read_holdings(room_id)
    lines = tell_people(holdings, desk.today)
    people = [line for line in lines if line.time != "past"]
    others = _other_rooms(
        [holding for holding in holdings if _counts(holding, desk.today)], room_id, desk.today
    )
    flow = ROOMS.workflow
    assert flow
    return RoomCard(
        room_id=room_id,
        code=str(room.code),
        address=spoken_address(room),
        community=str(room.building.community) if room.building is not None else "",
        state=flow.label(room.state),
        tone=flow.tone(room.state),
        owners=listed(line.name for line in people if line.role == "owner" and not line.time),
        former=tuple(_former(row) for row in draft.rows["former_numbers"]),
        areas=_facts(room, AREAS),
        facts=_facts(room, FACTS),
        people=tuple(people),
        past_people=tuple(line for line in lines if line.time == "past"),
        vehicles=_vehicles(room_id),
        spaces=tuple(other for other, use in others if use in GARAGE_USES),
        other_rooms=tuple(other for other, use in others if use not in GARAGE_USES),
        matters=tuple(find_matters(ROOMS, room_id, desk, APART)),
        money=read_room_money(room_id, desk),
        papers=tuple(printed_entries(ROOMS.name, room_id)),
        changes=_changes(room_id, holdings),
        offers=tuple(find_offers(ROOMS, (HOLDINGS.name,))),
        steps=tuple(RecordForm.open(ROOMS, desk, room_id).buttons),
    )


def former_number_fields() -> tuple[Any, Any]:
    """Return the fields of a former number: the number, and a note to it."""
    fields = FormerNumber._meta.fields
    return fields["number"], fields["note"]


def open_form(room_id: int, desk: Desk) -> RecordForm:
    """Return the form behind the room's steps (交付、出租…), read now."""
    return RecordForm.open(ROOMS, desk, room_id)


def add_former_number(room_id: int, number: str, note: str, desk: Desk) -> None:
    """Keep another number the room had or is called by; DeskError with a sentence if it doesn't hold."""
    draft = store.load(ROOMS, room_id)
    row = FormerNumber()
    for name, text in (("number", number), ("note", note)):
        try:
            setattr(row, name, FormerNumber._meta.fields[name].parse(text))
        except ValueError as error:
            raise DeskError(_("没有保存：{why}。").format(why=error)) from None
    if not row.number:
        raise DeskError(_("没有保存：请填写曾用房号。"))
    if row.number in {draft.record.code, *(old.number for old in draft.rows["former_numbers"])}:
        raise DeskError(_("没有保存：{number} 已经记在这套房屋上了。").format(number=row.number))
    draft.rows["former_numbers"].append(row)
    store.save(draft, desk)


def _facts(room: Any, names: Iterable[str]) -> tuple[Fact, ...]:
    pairs = ((ROOMS.field(name).label, shown(room, name)) for name in names)
    return tuple(Fact(label, text) for label, text in pairs if text)


def _former(row: Any) -> str:
    return _("{number}（{note}）").format(number=row.number, note=row.note) if row.note else str(row.number)


def _counts(holding: Any, day: datetime.date) -> bool:
    """Say whether the person's other rooms belong on this card: of owners and tenants of the day."""
    return holding.role in ("owner", "tenant") and holds_on(holding, day)


def _vehicles(room_id: int) -> tuple[VehicleLine, ...]:
    """Return the cars of the room, or those that stand in it when it is a parking space."""
    query = (
        Vehicle.select().where((Vehicle.room == room_id) | (Vehicle.space == room_id)).order_by(Vehicle.plate)
    )
    return tuple(
        VehicleLine(
            vehicle_id=draft.record.id,
            plate=str(draft.record.plate),
            detail=" · ".join(filter(None, (draft.record.brand, draft.record.colour, draft.record.note))),
            owner=shown(draft.record, "owner"),
            space_id=draft.record.__data__["space"],
            space=shown(draft.record, "space"),
        )
        for draft in store.load_many(VEHICLES, query)
    )


def _other_rooms(holdings: list[Any], room_id: int, today: datetime.date) -> list[tuple[OtherRoom, str]]:
    """Return the other rooms the same people hold on `today`, each once, with its use."""
    names = {holding.person_id: str(holding.person.name) for holding in holdings}
    if not names:
        return []
    query = (
        Holding.select(Holding, Room)
        .join(Room)
        .where(Holding.person.in_(list(names)), Holding.room != room_id)
        .order_by(Room.sort_key)
        .limit(MOST_OTHER_ROOMS)
    )
    flow = ROOMS.workflow
    assert flow
    found: dict[int, tuple[OtherRoom, str]] = {}
    for other in query:
        if not holds_on(other, today):
            continue
        room = other.room
        why = f"{shown(other, 'role')} {names[other.__data__['person']]}"
        use, state = shown(room, "use"), flow.label(room.state)
        line = OtherRoom(room.id, str(room.code), use, state, flow.tone(room.state), why)
        found.setdefault(room.id, (line, str(room.use)))
    return list(found.values())


def _changes(room_id: int, holdings: list[Any]) -> tuple[HistoryLine, ...]:
    """Return what was done to the room and to people's parts in it, the latest first."""
    lines: list[HistoryLine] = []
    for holding in reversed(holdings):
        who = f"{shown(holding, 'role')} {holding.person.name}"
        for line in read_history(HOLDINGS, holding.id):
            what = _("{who}：{what}").format(who=who, what=line.what)
            lines.append(replace(line, what=what))
    lines += read_history(ROOMS, room_id)
    lines.sort(key=lambda line: line.at, reverse=True)
    return tuple(lines[:MOST_CHANGES])
