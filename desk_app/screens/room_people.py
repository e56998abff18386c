"""The people of a room (房屋里的人): who holds, lives in or may act for it, with masked numbers and dates."""

import datetime
from dataclasses import dataclass
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import Draft
from desk_app.kernel.words import _
from desk_app.modules.people.kinds import PEOPLE
from desk_app.modules.people.records import ROLES, Holding, Person, PersonPhone
from desk_app.screens.form_cells import shown


@dataclass(frozen=True)
class PhoneLine:
    """A phone of a person, masked; `is_first` is the one to call."""

    phone_id: int
    text: str
    whose: str
    is_first: bool


@dataclass(frozen=True)
class PersonLine:
    """Somebody's part in the room; `time` is '' for now, else 'past' or 'future'. `id_number` is masked."""

    holding_id: int
    person_id: int
    name: str
    role: str
    role_label: str
    is_company: bool
    detail: str
    dates: str
    time: str
    phones: tuple[PhoneLine, ...]
    id_kind: str
    id_number: str


def read_holdings(room_id: int) -> list[Any]:
    """Return everybody's part in the room, owners first, then in the order entered."""
    query = Holding.select(Holding, Person).join(Person).where(Holding.room == room_id).order_by(Holding.id)
    order = [option.stored for option in ROLES]
    return sorted(query, key=lambda holding: order.index(holding.role))


def tell_people(holdings: list[Any], today: datetime.date) -> list[PersonLine]:
    """Return a line for each part in a room, with the person's phones, the one to call first."""
    phones: dict[int, list[PhoneLine]] = {holding.person_id: [] for holding in holdings}
    if phones:
        query = PersonPhone.select().where(PersonPhone.person.in_(list(phones)))
        for row in query.order_by(PersonPhone.is_first.desc(), PersonPhone.place, PersonPhone.id):
            line = PhoneLine(row.id, shown(row, "number"), row.whose or "", bool(row.is_first))
            phones[row.__data__["person"]].append(line)
    return [_person_line(holding, tuple(phones[holding.person_id]), today) for holding in holdings]


def reveal_phone(person_id: int, phone_id: int, desk: Desk, reason: str) -> str:
    """Return a phone whole; who looked and why is logged. DeskError without a reason or when it is gone."""
    draft, phone = _find_phone(person_id, phone_id)
    return store.reveal(PEOPLE, draft.record, "number", desk, _need(reason), row=phone)


def reveal_id_number(person_id: int, desk: Desk, reason: str) -> str:
    """Return a document number whole; who looked and why is logged. DeskError without a reason."""
    return store.reveal(PEOPLE, store.load(PEOPLE, person_id).record, "id_number", desk, _need(reason))


def _person_line(holding: Any, phones: tuple[PhoneLine, ...], today: datetime.date) -> PersonLine:
    person = holding.person
    details = [shown(holding, "share"), holding.relation]
    if person.contact_person:
        details.append(_("联系人 {name}").format(name=person.contact_person))
    if holding.authorisation:
        details.append(_("委托书 {number}").format(number=holding.authorisation))
    details.append(holding.note)
    return PersonLine(
        holding_id=holding.id,
        person_id=person.id,
        name=str(person.name),
        role=holding.role,
        role_label=shown(holding, "role"),
        is_company=person.party == "company",
        detail=" · ".join(filter(None, details)),
        dates=_dates(holding),
        time=_time_of(holding, today),
        phones=phones,
        id_kind=shown(person, "id_kind"),
        id_number=shown(person, "id_number"),
    )


def _time_of(holding: Any, today: datetime.date) -> str:
    if holding.until_on is not None and holding.until_on < today:
        return "past"
    return "future" if holding.from_on is not None and holding.from_on > today else ""


def _dates(holding: Any) -> str:
    start, end = shown(holding, "from_on"), shown(holding, "until_on")
    if start and end:
        return _("{start} 至 {end}").format(start=start, end=end)
    if end:
        return _("至 {end}").format(end=end)
    return _("{start} 起").format(start=start) if start else ""


def _need(reason: str) -> str:
    if not reason.strip():
        raise DeskError(_("没有显示完整号码：请写明查看原因。"))
    return reason.strip()


def _find_phone(person_id: int, phone_id: int) -> tuple[Draft, Any]:
    draft = store.load(PEOPLE, person_id)
    phone = next((row for row in draft.rows["phones"] if row.id == phone_id), None)
    if phone is None:
        raise DeskError(_("没有显示完整号码：这个电话已被改动，请刷新后再试。"))
    return draft, phone
