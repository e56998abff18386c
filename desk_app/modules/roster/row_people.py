"""Who a line is about (行内人员): owners, residents, tenants, family, each with phones, numbers and facts."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from desk_app.kernel.words import _, listed
from desk_app.modules.roster.areas import read_share
from desk_app.modules.roster.cell_text import CellProblem, narrow_text
from desk_app.modules.roster.days import read_term
from desk_app.modules.roster.ditto import is_ditto, line_meant
from desk_app.modules.roster.headers import plain_heading
from desk_app.modules.roster.line import Line
from desk_app.modules.roster.names import NamedPerson, ReadNames, find_exact_role, is_company, is_name
from desk_app.modules.roster.numbers_in_cells import LabelledId, LabelledPhone
from desk_app.modules.roster.plan_types import (
    DOUBT,
    EMERGENCY,
    FAMILY,
    OWNER,
    RESIDENT,
    TENANT,
    PlannedPerson,
    PlannedPhone,
)
from desk_app.modules.roster.row_days import read_day_of, tell_day
from desk_app.modules.roster.row_numbers import (
    Party,
    Somebody,
    assign_ids,
    assign_phones,
    id_kind,
    read_id_beside,
    read_id_cell,
    read_name_cell,
    read_phone_cell,
)
from desk_app.modules.roster.vocabulary import (
    FAMILY_RELATIONS,
    GENDERS,
    RELATIONS,
    ROLES,
    find_word,
    is_blank,
)

SUBJECTS = (
    ("owner", OWNER),
    ("resident", RESIDENT),
    ("tenant", TENANT),
    ("family", FAMILY),
    ("emergency", EMERGENCY),
)
"""Prefix of a column's meaning to the role of the people in it."""


@dataclass(frozen=True, slots=True)
class LinePeople:
    """The people of a line; `status` when a name cell tells the room's state instead."""

    people: tuple[PlannedPerson, ...] = ()
    status: str = ""


def read_line_people(line: Line) -> LinePeople:
    """Return everybody the line names, telling what is refused or doubtful."""
    people: list[PlannedPerson] = []
    status = ""
    for prefix, role in SUBJECTS:
        for number, party in enumerate(_parties(line, prefix)):
            told = prefix == "owner" or (prefix == "resident" and _lists_residents(line))
            found, state = _read_party(line, party, _line_role(line, role) if told else role, prefix)
            status = status or state
            people += _finish(line, found, prefix, party, first=number == 0)
    if "name_and_phone" in line.columns:
        for column in line.columns["name_and_phone"]:
            found, state = _read_party(
                line, Party(column, (), _columns(line, "owner_id")), _line_role(line, OWNER), "owner"
            )
            people += _finish(line, found, "owner", Party(column), first=not people)
            status = status or state
    return LinePeople(tuple(_without_doubles(line, people)), status)


def _lists_residents(line: Line) -> bool:
    """Does the table list those who live there (住户) without naming owners? Then 关系 and 性别 are theirs."""
    return line.has("resident_name") and not line.has("owner_name") and not line.has("name_and_phone")


def _columns(line: Line, code: str) -> tuple[int, ...]:
    return tuple(line.columns.get(code, ()))


def _parties(line: Line, prefix: str) -> list[Party]:
    """Give each name column its phones and numbers: by the digit in the heading, else those to its right."""
    names, phones = list(_columns(line, f"{prefix}_name")), list(_columns(line, f"{prefix}_phone"))
    ids = list(_columns(line, f"{prefix}_id")) + (
        list(_columns(line, "credit_code")) if prefix == "owner" else []
    )
    if prefix == "owner" and "name_and_phone" in line.columns and not names:
        return []
    relations = list(_columns(line, "family_relation")) if prefix == "family" else []
    contacts = [column for column in _columns(line, "contact_person") if _is_contact_of(line, column, prefix)]
    beside = (phones, ids, relations, contacts)
    if len(names) <= 1:
        return [Party(names[0] if names else None, *map(tuple, beside))] if names or phones or ids else []
    return [
        Party(
            name,
            *(tuple(column for column in group if _nearest(line, column, names) == name) for group in beside),
        )
        for name in names
    ]


def _is_contact_of(line: Line, column: int, prefix: str) -> bool:
    """A contact stands for the name before it, or for the first one."""
    names = sorted(
        (number, code)
        for code in ("owner_name", "tenant_name", "resident_name")
        for number in _columns(line, code)
    )
    before = [code for number, code in names if number < column] or [code for _number, code in names[:1]]
    return bool(before) and before[-1] == f"{prefix}_name"


def _nearest(line: Line, column: int, names: Sequence[int]) -> int:
    ordinal = plain_heading(line.table.heading(column)).ordinal
    if ordinal:
        for name in names:
            if plain_heading(line.table.heading(name)).ordinal == ordinal:
                return name
    left = [name for name in names if name < column]
    return left[-1] if left else names[0]


def _line_role(line: Line, default: str) -> str:
    """Return the role that the line's own columns 身份 and 关系 give to the person named in it."""
    for code in ("role", "relation"):
        for column in line.columns.get(code, ()):
            text = narrow_text(line.text_in(column))
            if is_blank(text):
                continue
            role = find_exact_role(text) or find_word(text, ROLES)
            if not role and code == "relation" and FAMILY_RELATIONS.search(text):
                role = FAMILY
            if role:
                return role
            message = _("看不懂的身份“{text}”，按{role}导入").format(text=text[:20], role=_role_name(default))
            line.count(column, DOUBT, "role_unknown", message, key=text)
    return default


def _role_name(role: str) -> str:
    return {OWNER: _("业主"), TENANT: _("租户"), FAMILY: _("家庭成员"), RESIDENT: _("住户")}.get(
        role, _("住户")
    )


def _read_party(line: Line, party: Party, role: str, prefix: str) -> tuple[list[Somebody], str]:
    """Return the people of a party with their phones and numbers assigned, and a state told in the name cell."""
    if party.name is not None and is_ditto(line, party.name):
        return _read_same_party(line, party, role, prefix)
    names = read_name_cell(line, party.name) if party.name is not None else ReadNames()
    people = [
        Somebody(
            person,
            role if role == EMERGENCY else person.role or role,
            [LabelledPhone(phone) for phone in person.phones],
        )
        for person in names.people
    ]
    _mend_roles(people, role)
    phones = [phone for column in party.phones for phone in read_phone_cell(line, column)]
    ids = [number for column in party.ids for number in read_id_cell(line, column, id_kind(line, prefix))]
    if party.name is not None:
        for person in people:
            read_id_beside(line, party.name, person)
    if not people:
        people = _people_from_labels(line, party, phones, ids, role)
    if people:
        assign_phones(line, party, people, phones)
        assign_ids(line, party, people, ids)
    return people, names.status


def _read_same_party(line: Line, party: Party, role: str, prefix: str) -> tuple[list[Somebody], str]:
    """'同上' in a name cell: the people of the line above, with what this line adds of phones and numbers."""
    column = party.name or 0
    above = line_meant(line, column)
    people, status = _read_party(above, party, role, prefix) if above else ([], "")
    if above is None or not (people or status):
        line.doubt(column, "name_ditto_unknown", _("姓名栏里写的是“同上”，看不出是谁，没有导入姓名，请补全"))
        return [], ""
    line.doubt(column, "name_ditto", _("“同上”按第 {row} 行的人导入，请核对").format(row=above.row + 1))
    phones = [p for at in party.phones if not is_ditto(line, at) for p in read_phone_cell(line, at)]
    kind = id_kind(line, prefix)
    ids = [n for at in party.ids if not is_ditto(line, at) for n in read_id_cell(line, at, kind)]
    if people and phones:
        assign_phones(line, party, people, phones)
    if people and (new := [n for n in ids if n.id_number not in [p.id_number for p in people]]):
        assign_ids(line, party, people, new)
    return people, status


def _mend_roles(people: list[Somebody], role: str) -> None:
    """In an owners' cell, a name with '妻' beside it is family only if somebody else is the owner."""
    if people and role == OWNER and all(person.role == FAMILY for person in people):
        people[0].role = OWNER


def _people_from_labels(
    line: Line, party: Party, phones: list[LabelledPhone], ids: list[LabelledId], role: str
) -> list[Somebody]:
    """Where the name cell is empty, names beside phones or numbers are the people."""
    beside = dict.fromkeys([phone.label for phone in phones] + [number.label for number in ids])
    labels = [
        label for label in beside if (is_name(label) or is_company(label)) and not RELATIONS.fullmatch(label)
    ]
    if labels:
        column = (party.phones or party.ids)[0]
        line.doubt(
            column,
            "name_from_label",
            _("没有姓名，按号码旁边写的姓名导入：{names}").format(names=listed(labels)),
        )
        return [Somebody(NamedPerson(label, is_company(label)), role) for label in labels]
    for column in (*party.phones, *party.ids):
        if line.text_in(column) and (phones or ids):
            line.refuse(column, "number_without_name", _("没有姓名，这个号码不知道是谁的，没有导入"))
            break
    return []


def _finish(
    line: Line, people: list[Somebody], prefix: str, party: Party, first: bool
) -> list[PlannedPerson]:
    """Return the finished people of a party; facts of the line go to the first party of owners."""
    finished = [_planned(person) for person in people]
    if not finished:
        return []
    if first and (prefix == "owner" or (prefix == "resident" and _lists_residents(line))):
        finished = _with_owner_facts(line, finished)
    if prefix == "tenant":
        finished = [_with_lease(line, person) for person in finished]
    for column in party.relations:
        relation = narrow_text(line.text_in(column))[:30]
        finished = [
            replace(person, relation=person.relation or ("" if is_blank(relation) else relation))
            for person in finished
        ]
    for column in party.contacts:
        contact = narrow_text(line.text_in(column))[:60]
        if not is_blank(contact) and contact != finished[0].name:
            finished[0] = replace(finished[0], contact_person=contact)
    return finished


def _planned(person: Somebody) -> PlannedPerson:
    number = person.id_number
    phones = {phone.number: PlannedPhone(phone.number, phone.label) for phone in reversed(person.phones)}
    company = person.named.is_company or bool(number and number.kind in ("credit_code", "business_licence"))
    return PlannedPerson(
        name=person.named.name, role=person.role, phones=tuple(reversed(phones.values())),
        id_kind=number.kind if number else "", id_number=number.number if number else "",
        is_company=company, gender=number.gender if number else "", born_on=number.born_on if number else None,
        relation=person.named.relation, note=person.named.note, contact_person=person.named.contact,
        share=read_share(person.named.share) if person.named.share else None,
    )  # fmt: skip


def _with_owner_facts(line: Line, people: list[PlannedPerson]) -> list[PlannedPerson]:
    """Add gender, birth, share, address and so on; several values in a cell go one to each person."""
    people = _with_genders(line, people)
    people = _with_shares(line, people)
    first, *others = people
    relation = line.short("relation", 30)
    if relation and not first.relation and first.role not in (OWNER, TENANT):
        first = replace(first, relation=relation)
    if first.role != OWNER:
        first = _with_lease(line, first)
    if party := narrow_text(line.text("owner_party")):
        first = replace(first, is_company=party in ("单位", "公司", "企业"))
    first = replace(
        first,
        address=first.address or line.short("owner_address", 200),
        email=first.email or line.short("owner_email", 100),
        from_on=first.from_on or read_day_of(line, "owned_on"),
        born_on=_born_on(line, first),
        note=first.note or line.short("owner_note", 500),
    )
    return [first, *others]


def _with_genders(line: Line, people: list[PlannedPerson]) -> list[PlannedPerson]:
    text = line.text("owner_gender")
    if not text:
        return people
    column = line.columns["owner_gender"][0]
    words = [word for word in re.split(r"[、,，/／;；\s]+", narrow_text(text)) if word]
    genders = [GENDERS.get(word.casefold(), "") for word in words]
    if not all(genders) or len(genders) not in (1, len(people)):
        line.count(column, DOUBT, "gender_unreadable", _("看不懂的性别，没有导入"), key=text)
        return people
    told = []
    for person, gender in zip(people, genders + [""] * len(people), strict=False):
        if person.gender and gender and person.gender != gender:
            line.doubt(column, "gender_conflict", _("性别和身份证号码不符，按身份证号码导入，请核对"))
        told.append(replace(person, gender=person.gender or ("" if person.is_company else gender)))
    return told


def _with_shares(line: Line, people: list[PlannedPerson]) -> list[PlannedPerson]:
    text = line.text("owner_share")
    if not text:
        return people
    column = line.columns["owner_share"][0]
    words = [word for word in re.split(r"[、,，;；\s]+|(?<=%)/", narrow_text(text)) if word]
    try:
        shares: list[Fraction | None] = [read_share(word) for word in words]
        if len(words) == 1:
            value = line.cell(column)
            shares = [read_share(value)]
    except CellProblem as problem:
        line.problem(column, problem)
        return people
    if len(shares) == 1 and text.startswith("各"):
        shares *= len(people)
    if len(shares) > len(people):
        line.refuse(column, "share_unreadable", _("份额比人多，分不清是谁的，没有导入"))
        return people
    filled = shares + [None] * len(people)
    return [
        replace(person, share=share or person.share) for person, share in zip(people, filled, strict=False)
    ]


def _born_on(line: Line, person: PlannedPerson) -> datetime.date | None:
    day = read_day_of(line, "owner_born_on")
    if day and person.born_on and day != person.born_on:
        column = line.columns["owner_born_on"][0]
        line.doubt(column, "birth_conflict", _("出生日期和身份证号码不符，按身份证号码导入，请核对"))
    return person.born_on or day


def _with_lease(line: Line, person: PlannedPerson) -> PlannedPerson:
    from_on, until_on = read_day_of(line, "tenant_from"), read_day_of(line, "tenant_until")
    for column in line.columns.get("tenant_term", ()):
        if line.is_broken(column):
            continue
        try:
            start, end = read_term(line.cell(column))
        except CellProblem as problem:
            line.problem(column, problem)
            continue
        for read in (start, end):
            tell_day(line, column, read)
        from_on = from_on or (start.day if start else None)
        until_on = until_on or (end.day if end else None)
    if from_on and until_on and until_on < from_on:
        column = (line.columns.get("tenant_until") or line.columns.get("tenant_term") or [0])[0]
        line.refuse(column, "lease_ends_before", _("租期结束早于开始，结束日期没有导入"))
        until_on = None
    return replace(person, from_on=person.from_on or from_on, until_on=person.until_on or until_on)


def _without_doubles(line: Line, people: list[PlannedPerson]) -> list[PlannedPerson]:
    """The same name in two columns of one role is one person; the emergency contact may be anybody."""
    kept: list[PlannedPerson] = []
    for person in people:
        same = next(
            (at for at, other in enumerate(kept) if (other.name, other.role) == (person.name, person.role)),
            None,
        )
        if same is None:
            kept.append(person)
        else:
            kept[same] = merge_people(kept[same], person)
    return kept


def merge_people(one: PlannedPerson, other: PlannedPerson) -> PlannedPerson:
    """Return `one` completed with what only `other` says."""
    phones = {phone.number: phone for phone in (*other.phones, *one.phones)}
    ordered = [phone.number for phone in (*one.phones, *other.phones)]
    return replace(
        one,
        phones=tuple(phones[number] for number in dict.fromkeys(ordered)),
        id_kind=one.id_kind or other.id_kind, id_number=one.id_number or other.id_number,
        is_company=one.is_company or other.is_company, contact_person=one.contact_person or other.contact_person,
        gender=one.gender or other.gender, born_on=one.born_on or other.born_on, share=one.share or other.share,
        relation=one.relation or other.relation, from_on=one.from_on or other.from_on,
        until_on=one.until_on or other.until_on, address=one.address or other.address,
        email=one.email or other.email,
        note="；".join(dict.fromkeys(filter(None, (one.note, other.note)))),
    )  # fmt: skip
