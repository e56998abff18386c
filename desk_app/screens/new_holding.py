"""Who moves in and who leaves (添加与结束房人关系): a person found or made, and the part in a room, saved together."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from desk_app.kernel import search, store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.errors import DeskError, InvalidRecord
from desk_app.kernel.text import narrow
from desk_app.kernel.words import _
from desk_app.modules.people.holdings import holds_on
from desk_app.modules.people.kinds import HOLDINGS, PEOPLE
from desk_app.modules.people.records import ROLES, Holding, Person, PersonPhone
from desk_app.screens.record_links import Target

MOST_SHOWN = 8
ENTRIES = ("share", "relation", "from_on", "until_on", "authorisation")
"""Fields of the holding that are typed."""
WANTED = {
    "owner": ("share", "from_on"),
    "tenant": ("from_on", "until_on"),
    "family": ("relation",),
    "resident": ("relation", "from_on"),
    "authorised": ("authorisation", "relation", "from_on", "until_on"),
    "emergency": ("relation",),
}
"""Role to the fields a clerk is asked for."""


def list_roles() -> list[tuple[str, str]]:
    """Return (role, what people call it), owners first."""
    return [(option.stored, _(option.label)) for option in ROLES]


def field_of(name: str) -> Any:
    """Return the field an entry is typed into: name, phone, or one of a holding's own."""
    if name == "phone":
        return PersonPhone._meta.fields["number"]
    return PEOPLE.field(name) if name == "name" else HOLDINGS.field(name)


@dataclass
class HoldingEntry:
    """A new part in a room as it is being typed; `person` is the one found, None for somebody new.

    `texts` holds what was typed for `ENTRIES`; `save` refuses with InvalidRecord naming name, phone or an entry.
    """

    room_id: int
    desk: Desk
    role: str = "owner"
    name: str = ""
    phone: str = ""
    is_company: bool = False
    person: Target | None = None
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def wanted(self) -> tuple[str, ...]:
        """Return the fields of the holding to ask for in this role."""
        return WANTED[self.role]

    def suggest(self, typed: str) -> list[Target]:
        """Return people on file that `typed` (name, initials, phone or its tail) may mean; numbers are masked."""
        return [
            Target(found.kind_name, found.record_id, found.title, found.detail)
            for found in search.find(typed, MOST_SHOWN, [PEOPLE.name])
        ]

    def save(self) -> int:
        """Store the person, if new, and the part in the room; return the holding's id. Nothing is half stored."""
        problems: dict[str, str] = {}
        values = self._read(problems)
        if self.person is None:
            draft = self._draft_person(problems)
        if problems:
            raise InvalidRecord(problems)
        with transaction():
            if self.person is not None:
                person = store.load(PEOPLE, self.person.record_id).record
            else:
                person = store.save(draft, self.desk).record
            self._refuse_twice(person.id)
            holding = store.new(HOLDINGS, room=self.room_id, person=person, role=self.role, **values)
            return int(store.save(holding, self.desk).record.id)

    def _read(self, problems: dict[str, str]) -> dict[str, Any]:
        """Return the values of the texts typed; what cannot be read is noted in `problems`."""
        values = {}
        for name in self.wanted:
            try:
                values[name] = HOLDINGS.field(name).parse(self.texts.get(name, ""), self.desk.today)
            except ValueError as error:
                problems[name] = str(error)
        start, end = values.get("from_on"), values.get("until_on")
        if start and end and end < start:
            problems["until_on"] = _("结束日期早于开始日期")
        return values

    def _draft_person(self, problems: dict[str, str]) -> Any:
        """Return a new person of the typed name and phone; a namesake with the same phone is not made twice."""
        party = "company" if self.is_company else "person"
        draft = store.new(PEOPLE, party=party)
        phone = PersonPhone(is_first=True)
        for name, record, column, text in (
            ("name", draft.record, "name", self.name),
            ("phone", phone, "number", self.phone),
        ):
            try:
                setattr(record, column, record._meta.fields[column].parse(text))
            except ValueError as error:
                problems[name] = str(error)
        if not self.name.strip():
            problems["name"] = _("请填写姓名，或从列表中选一位")
        draft.rows["phones"] = [phone] if phone.number else []
        if not problems and phone.number and _find_twin(draft.record.name, phone.number):
            problems["name"] = _("已有同名同电话的人，请从列表中选")
        return draft

    def _refuse_twice(self, person_id: int) -> None:
        """The same person is not entered twice in one role at the same time; nor is a namesake, who is the same."""
        held = Holding.select(Holding, Person).join(Person)
        held = held.where(Holding.room == self.room_id, Holding.role == self.role)
        role = dict(list_roles())[self.role]
        for row in held:
            if row.until_on is not None and not holds_on(row, self.desk.today):
                continue
            if row.__data__["person"] == person_id:
                raise DeskError(_("没有添加：这个人已经是这套房屋的{role}。").format(role=role))
            if self.person is None and _plain(row.person.name) == _plain(self.name):
                raise InvalidRecord(
                    {
                        "name": _(
                            "这套房屋已有同名的{role}。若是同一人不用再加；若是另一人，请在姓名后注明区分"
                        ).format(role=role)
                    }
                )


def end_holding(holding_id: int, last_day: str, desk: Desk) -> None:
    """End somebody's part in a room; `last_day` as typed is the last day it holds. DeskError if it doesn't hold."""
    try:
        day = HOLDINGS.field("until_on").parse(last_day, desk.today)
    except ValueError as error:
        raise DeskError(_("没有结束：{why}。").format(why=error)) from None
    if day is None:
        raise DeskError(_("没有结束：请填写最后一天。"))
    draft = store.load(HOLDINGS, holding_id)
    draft.record.until_on = day
    store.save(draft, desk)


def tell_end(last_day: str, today: datetime.date) -> str:
    """Return what ending on `last_day`, as typed, means: '' while it cannot be read."""
    try:
        day = HOLDINGS.field("until_on").parse(last_day, today)
    except ValueError as error:
        return str(error)
    if day is None:
        return ""
    if day < today:
        return _("已于 {day} 结束，保存后移到历史。").format(day=day)
    return _("{day} 当天仍然有效，次日起移到历史。").format(day=day)


def _find_twin(name: str, number: str) -> bool:
    query = Person.select(Person.name).join(PersonPhone).where(PersonPhone.number == number)
    return any(_plain(person.name) == _plain(name) for person in query)


def _plain(name: str) -> str:
    return narrow(name).replace(" ", "").casefold()
