"""Rooms and people as papers name them (房屋栏与当事人): the room block, and one line for each person with a part in it.

Values are raw; the paper's placeholders shape them, and mask what must be masked.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from desk_app.kernel.papers import Placeholder
from desk_app.kernel.words import _, mark
from desk_app.modules.estate.records import spoken_address
from desk_app.modules.people.holdings import current_holdings, first_phone, name_all
from desk_app.modules.people.records import ROLES, PersonPhone

Values = dict[str, Any]

FEW = 3
"""So many owners are named in the room block; forms that all of them sign list them anyway."""

NUMBER = Placeholder("number", "编号", needed=True, sample="XX-202611-0001")
"""Given when the paper is printed, not by its values."""

ROOM_BLOCK = (
    Placeholder("room", "房号", needed=True, sample="3-1-502"),
    Placeholder("address", "房屋地址", sample="翠湖花园3栋1单元502室"),
    Placeholder("community", "小区名称", sample="翠湖花园"),
    Placeholder("owner_name", "业主姓名", sample="张三、李四"),
    Placeholder("owner_phone", "业主电话", shape="phone"),
    Placeholder("built_area", "建筑面积", shape="area"),
)
"""What every form of a room tells of it (domain.md section 2, room block)."""

IDENTITY = (
    Placeholder("id_kind", "证件类型", sample="居民身份证"),
    Placeholder("id_number", "证件号码", shape="id_number"),
)
"""The document somebody shows."""

LIVES_AS = Placeholder("role", "身份", choices=tuple(option.label for option in ROLES[:4]))
"""As what somebody lives in a room; those who only act or are called for somebody do not."""

PARTY = (
    Placeholder("name", "姓名", sample=(mark("张三"), mark("李四"), mark("王五"))),
    *IDENTITY,
    Placeholder("phone", "电话", shape="phone"),
    Placeholder("share", "产权份额", sample="1/2"),
    Placeholder("relation", "与业主关系", sample=(mark("配偶"), mark("子女"), mark("父亲"))),
)
"""One person in a list."""

SIGNER = ("name", "id_kind", "id_number", "phone")
"""What is told of somebody who signs for himself, of the values of `PARTY`."""


def shown(record: Any, name: str) -> str:
    """Return a field's value as people read it; nothing where there is none."""
    return str(record._meta.fields[name].show(getattr(record, name)))


def room_block(room: Any, day: datetime.date) -> Values:
    """Return the values of `ROOM_BLOCK` as they are on `day`; areas in cm²."""
    owners = current_holdings(room.id, day, ("owner",))
    community = room.building.community if room.building is not None else None
    return {
        "room": str(room.code),
        "address": f"{community or ''}{spoken_address(room)}",
        "community": str(community or ""),
        "owner_name": name_few(owners),
        "owner_phone": first_phone(owners[0].person_id) if owners else "",
        "built_area": room.built_area,
    }


def name_few(holdings: Sequence[Any]) -> str:
    """Return the names joined by 、, of more than `FEW` people the first and how many they are: 张三等12人."""
    if len(holdings) <= FEW:
        return name_all(holdings)
    return _("{name}等{count}人").format(name=holdings[0].person, count=len(holdings))


def party(holding: Any) -> Values:
    """Return the values of `PARTY` for the person of a holding."""
    return {
        "name": str(holding.person.name),
        "id_kind": shown(holding.person, "id_kind"),
        "id_number": holding.person.id_number or "",
        "phone": first_phone(holding.person_id),
        "share": shown(holding, "share"),
        "relation": holding.relation or "",
    }


def told(holding: Any, names: Sequence[str] = SIGNER) -> Values:
    """Return only these values of `PARTY` for the person of a holding."""
    values = party(holding)
    return {name: values[name] for name in names}


def parties(holdings: Iterable[Any]) -> list[Values]:
    """Return a row of `PARTY` for each holding."""
    return [party(holding) for holding in holdings]


def prefixed(prefix: str, values: Mapping[str, Any]) -> Values:
    """Return the same values, each name after `prefix`: one person's facts that stand alone on a form."""
    return {f"{prefix}_{name}": value for name, value in values.items()}


def age_on(born_on: datetime.date, day: datetime.date) -> int:
    """Return the age in whole years on `day`; the birthday itself counts."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def other_phone(person_id: int) -> str:
    """Return the person's second number, the one to call when the first is not answered, or ''."""
    phones = PersonPhone.select().where(PersonPhone.person == person_id)
    ordered = list(phones.order_by(PersonPhone.is_first.desc(), PersonPhone.place))
    return str(ordered[1].number) if len(ordered) > 1 else ""
