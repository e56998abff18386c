"""Names, phones and document numbers in a line's cells (行内号码): read, and given to the people they belong to."""

from dataclasses import dataclass, field
from decimal import Decimal

from desk_app.kernel.words import _, listed
from desk_app.modules.people.id_number import IdNumber, kind_named
from desk_app.modules.people.phone_number import is_mobile
from desk_app.modules.roster.cell_text import CellProblem
from desk_app.modules.roster.headers import is_exact
from desk_app.modules.roster.line import Line
from desk_app.modules.roster.names import NamedPerson, ReadNames, is_company, read_names
from desk_app.modules.roster.numbers_in_cells import (
    LabelledId,
    LabelledPhone,
    is_scientific,
    lost_digits,
    read_ids,
    read_phones,
    scientific,
)
from desk_app.modules.roster.plan_types import DOUBT, NOTE


@dataclass(slots=True)
class Somebody:
    """A person being put together."""

    named: NamedPerson
    role: str
    phones: list[LabelledPhone] = field(default_factory=list)
    id_number: IdNumber | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """A name column (or none) with the columns that go with it."""

    name: int | None
    phones: tuple[int, ...] = ()
    ids: tuple[int, ...] = ()
    relations: tuple[int, ...] = ()
    contacts: tuple[int, ...] = ()


def read_name_cell(line: Line, column: int) -> ReadNames:
    """Return the names of a cell, telling what is refused, split or doubtful."""
    text = line.text_in(column)
    if not text:
        return ReadNames()
    if is_exact(line.table.heading(column)):
        return ReadNames((NamedPerson(text.replace("\n", " "), is_company(text)),))
    try:
        names = read_names(text)
    except CellProblem as problem:
        if problem.code == "name_is_phone" and is_mobile(text):
            line.doubt(column, problem.code, _("姓名栏里是电话号码，没有姓名可以导入"))
        else:
            line.problem(column, problem)
        return ReadNames()
    for code, message in names.warnings:
        if code in ("name_split", "name_self_held"):
            line.note(column, code, message)
        elif code in ("name_id_whose", "name_long_number"):
            line.refuse(column, code, message)
        else:
            line.doubt(column, code, message)
    if names.status:
        line.note(column, "name_is_status", _("姓名栏里写的是房屋状态，记到状态里"))
    return names


def read_phone_cell(line: Line, column: int) -> list[LabelledPhone]:
    """Return the phones of a cell, telling what is refused, split or doubtful."""
    value = line.cell(column)
    text = line.text_in(column)
    if not text:
        return []
    if isinstance(value, Decimal) and value != int(value):
        line.refuse(column, "phone_not_a_number", _("这不是电话号码"))
        return []
    if is_scientific(text):
        line.problem(column, CellProblem("phone_scientific", scientific().message))
        return []
    read = read_phones(text)
    for part in read.refused:
        line.refuse(column, part.code, part.message, part.text)
    for code, message in read.warnings:
        line.count(column, DOUBT, code, message)
    if len(read.phones) > 1:
        line.note(column, "phone_split", _("一格里有 {count} 个电话").format(count=len(read.phones)))
    return list(read.phones)


def read_id_cell(line: Line, column: int, kind: str) -> list[LabelledId]:
    """Return the document numbers of a cell, telling what is refused or doubtful."""
    text = line.text_in(column)
    if not text:
        return []
    if line.sheet.grid.has_lost_digits(line.row, column):
        line.problem(column, lost_digits())
        return []
    if is_scientific(text):
        line.problem(column, scientific())
        return []
    if column in line.columns.get("credit_code", ()):
        kind = kind or "credit_code"
    read = read_ids(text, "" if kind == "id_card" else kind, line.today)
    for part in read.refused:
        line.refuse(column, part.code, part.message, part.text)
    for number in read.ids:
        for code, message in number.id_number.warnings:
            if code in ("id_old_card", "id_region"):
                line.count(column, DOUBT, code, message)
            else:
                line.doubt(column, code, message)
    return list(read.ids)


def read_id_beside(line: Line, column: int, person: Somebody) -> None:
    """Read a document number written in the name cell itself."""
    if not person.named.id_text:
        return
    read = read_ids(person.named.id_text, "", line.today)
    for part in read.refused:
        line.refuse(column, part.code, part.message, part.text)
    person.id_number = read.ids[0].id_number if read.ids else None


def id_kind(line: Line, prefix: str) -> str:
    """Return the kind of document that a column of its own names for the owner, or ''."""
    if prefix != "owner":
        return ""
    text = line.text("ownerid_kind")
    if not text:
        return ""
    kind = kind_named(text)
    if not kind:
        column = line.columns["ownerid_kind"][0]
        line.count(column, NOTE, "id_kind_unknown", _("看不懂的证件类型，按号码判断"), key=text)
    return kind


def assign_phones(line: Line, party: Party, people: list[Somebody], phones: list[LabelledPhone]) -> None:
    """Give phones to the people named beside them; the rest one each if they are as many, else to the first."""
    rest: list[LabelledPhone] = []
    for phone in phones:
        owner = _named(people, phone.label)
        if owner:
            owner.phones.append(LabelledPhone(phone.number))
        else:
            rest.append(phone)
    plain = [phone for phone in rest if not phone.label]
    if (
        len(people) > 1
        and plain == rest
        and len(rest) == len(people)
        and not any(person.phones for person in people)
    ):
        for person, phone in zip(people, rest, strict=True):
            person.phones.append(phone)
        names = listed(person.named.name for person in people)
        line.doubt(
            party.phones[0],
            "phones_in_order",
            _("电话没有写是谁的，按先后分给 {names}，请核对").format(names=names),
        )
        return
    people[0].phones += rest
    if len(people) > 1 and plain:
        message = _("电话没有写是谁的，都记在 {name} 名下").format(name=people[0].named.name)
        line.note(party.phones[0], "phones_to_first", message)


def _named(people: list[Somebody], label: str) -> Somebody | None:
    if not label:
        return None
    for person in people:
        name = person.named.name
        if label == name or (len(label) >= 2 and (label in name or name in label)):
            return person
    return next(
        (person for person in people if person.named.relation and person.named.relation == label), None
    )


def assign_ids(line: Line, party: Party, people: list[Somebody], ids: list[LabelledId]) -> None:
    """Give document numbers to the people named beside them, else one each in order; any other number is refused."""
    rest: list[LabelledId] = []
    for number in ids:
        owner = _named(people, number.label)
        if owner and owner.id_number is None:
            owner.id_number = number.id_number
        else:
            rest.append(number)
    free = [person for person in people if person.id_number is None]
    if not rest:
        return
    column = party.ids[0]
    if len(rest) > len(free):
        message = _("有 {count} 个证件号码，只有 {people} 个人，分不清是谁的，没有导入")
        line.refuse(column, "ids_and_people", message.format(count=len(rest), people=len(free)))
        return
    for person, number in zip(free, rest, strict=False):
        person.id_number = number.id_number
    if len(free) > len(rest):
        message = _("只有 {count} 个证件号码，记在 {names} 名下，请核对")
        names = listed(person.named.name for person in free[: len(rest)])
        line.doubt(column, "ids_to_first", message.format(count=len(rest), names=names))
    elif len(rest) > 1:
        names = listed(person.named.name for person in free)
        line.note(column, "ids_in_order", _("证件号码按先后分给 {names}").format(names=names))
