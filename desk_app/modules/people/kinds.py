"""How people, holdings and vehicles are listed, edited and found."""

import re
from collections.abc import Iterable
from fractions import Fraction

from peewee import JOIN

from desk_app.kernel import masking
from desk_app.kernel.kind import ChildRows, Draft, Finding, RecordKind, Section, register
from desk_app.kernel.text import narrow
from desk_app.kernel.words import _
from desk_app.modules.estate import kinds as estate
from desk_app.modules.estate.records import Room
from desk_app.modules.people.id_number import read_id_number
from desk_app.modules.people.records import Holding, Person, PersonPhone, Vehicle
from desk_app.modules.people.registering import register_room

_PLATE = re.compile(r"[\u4e00-\u9fff][A-Z][A-Z0-9]{5,6}|[\u4e00-\u9fff]?[A-Z0-9]{5,8}[\u4e00-\u9fff]?")


def _prepare_person(draft: Draft) -> None:
    """Keep the document number plain, fill what it tells, and see that one phone is the first."""
    person = draft.record
    if person.id_number:
        read = read_id_number(person.id_number, person.id_kind or "")
        person.id_number = read.number
        person.id_kind = person.id_kind or read.kind
        person.born_on = person.born_on or read.born_on
        person.gender = person.gender or read.gender or None
    phones = [row for row in draft.rows.get("phones", []) if row.number]
    if phones and not any(row.is_first for row in phones):
        phones[0].is_first = True


def _check_person(draft: Draft) -> dict[str, str]:
    person = draft.record
    problems = {}
    if person.id_number:
        try:
            read_id_number(person.id_number, person.id_kind or "")
        except ValueError as error:
            problems["id_number"] = str(error)
    phones = [row for row in draft.rows.get("phones", []) if row.number]
    if sum(bool(row.is_first) for row in phones) > 1:
        problems["phones"] = _("只能有一个首选电话")
    if len({row.number for row in phones}) < len(phones):
        problems["phones"] = _("同一个电话填了两次")
    return problems


def _find_person(draft: Draft) -> Finding:
    """People are found by name, every number and the rooms they hold now."""
    person = draft.record
    phones = tuple(row.number for row in draft.rows["phones"] if row.number)
    held = Room.select(Room.code).join(Holding).where(Holding.person == person.id, Holding.until_on.is_null())
    places = tuple(code for (code,) in held.order_by(Holding.id).tuples())
    numbers = (*phones, *filter(None, (person.id_number,)))
    detail = " · ".join(
        filter(None, ("、".join(places[:4]), masking.mask_phone(phones[0]) if phones else ""))
    )
    names = tuple(filter(None, (person.name, person.contact_person)))
    return Finding(str(person), detail, names, numbers, places)


def _room_words(room_id: int) -> estate.RoomWords:
    """Rooms are found by the names and phones of everyone who holds them now."""
    held = (
        Person.select(Person.id, Person.name, PersonPhone.number)
        .join(Holding)
        .switch(Person)
        .join(PersonPhone, JOIN.LEFT_OUTER)
        .where(Holding.room == room_id, Holding.until_on.is_null())
        .order_by(Holding.id, PersonPhone.place)
    )
    names: dict[int, str] = {}
    numbers: list[str] = []
    for person_id, name, number in held.tuples():
        names[person_id] = name
        numbers += [number] if number else []
    return tuple(names.values()), tuple(numbers)


estate.ROOM_WORDS.append(_room_words)


def _rooms_of_person(draft: Draft) -> Iterable[tuple[str, int]]:
    if draft.is_new:
        return []
    return [("rooms", row.room_id) for row in Holding.select().where(Holding.person == draft.record.id)]


def _check_holding(draft: Draft) -> dict[str, str]:
    holding = draft.record
    if holding.from_on and holding.until_on and holding.until_on < holding.from_on:
        return {"until_on": _("结束日期早于开始日期")}
    if holding.role == "owner" and holding.share and not holding.until_on and holding.room is not None:
        others = Holding.select().where(
            Holding.room == holding.room, Holding.role == "owner", Holding.until_on.is_null()
        )
        taken = sum(Fraction(row.share) for row in others if row.share and row.id != holding.id)
        if taken + Fraction(holding.share) > 1:
            return {"share": _("同一房屋业主的份额加起来超过了 1")}
    return {}


def _check_vehicle(draft: Draft) -> dict[str, str]:
    """Plates hold 7 or 8 signs; foreign, military and old ones differ, so only the plainly wrong is refused."""
    if draft.record.plate and not _PLATE.fullmatch(read_plate(draft.record.plate)):
        return {"plate": _("车牌号应为 京A12345 的样子")}
    return {}


def _prepare_vehicle(draft: Draft) -> None:
    draft.record.plate = read_plate(draft.record.plate)


def read_plate(text: str) -> str:
    """Return the plate in capitals without blanks and dots: '京A·12345' becomes '京A12345'."""
    return re.sub(r"[\s·.\-]", "", narrow(text)).upper()


PEOPLE = register(
    RecordKind(
        name="people",
        model=Person,
        label="住户",
        columns=("name", "party", "gender", "id_kind", "id_number", "contact_person", "note"),
        sections=(
            Section("基本资料", ("name", "party", "gender", "born_on", "id_kind", "id_number")),
            Section(
                "联系", ("contact_person", "address", "email", "emergency_contact", "emergency_phone", "note")
            ),
        ),
        title=str,
        children=(
            ChildRows("phones", "电话", PersonPhone, ("number", "whose", "is_first"), "person", most=12),
        ),
        checks=(_check_person,),
        prepare=_prepare_person,
        find=_find_person,
        refresh=_rooms_of_person,
        order=("name", "id"),
        icon="person",
    )
)

HOLDINGS = register(
    RecordKind(
        name="holdings",
        model=Holding,
        label="房人关系",
        columns=("room", "person", "role", "share", "relation", "from_on", "until_on"),
        sections=(
            Section("房屋与人员", ("room", "person", "role", "share", "relation")),
            Section("起止", ("from_on", "until_on", "authorisation", "note")),
        ),
        title=str,
        checks=(_check_holding,),
        follow=register_room,
        refresh=lambda draft: [("rooms", draft.record.room_id), ("people", draft.record.person_id)],
        order=("room", "id"),
        icon="holding",
        about=("room", "person"),
    )
)

VEHICLES = register(
    RecordKind(
        name="vehicles",
        model=Vehicle,
        label="车辆",
        columns=("plate", "brand", "colour", "owner", "room", "space"),
        sections=(Section("车辆", ("plate", "brand", "colour", "owner", "room", "space", "note")),),
        title=str,
        checks=(_check_vehicle,),
        prepare=_prepare_vehicle,
        find=lambda draft: Finding(
            draft.record.plate,
            " · ".join(
                str(part) for part in (draft.record.room, draft.record.owner, draft.record.brand) if part
            ),
            names=tuple(str(part) for part in (draft.record.owner,) if part),
            numbers=(draft.record.plate,),
            places=tuple(str(part) for part in (draft.record.room,) if part),
        ),
        order=("plate",),
        icon="car",
        about=("room", "owner"),
    )
)
