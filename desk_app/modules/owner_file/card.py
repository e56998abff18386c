"""What the owner's card holds (业主资料登记表, F02): the room, its owners, who lives there, and their vehicles."""

import datetime
from typing import Any

from desk_app.kernel.kind import Draft
from desk_app.kernel.papers import Placeholder
from desk_app.kernel.words import _, mark
from desk_app.modules.estate.records import USES
from desk_app.modules.owner_file.parties import (
    IDENTITY,
    NUMBER,
    PARTY,
    ROOM_BLOCK,
    Values,
    age_on,
    other_phone,
    parties,
    room_block,
    shown,
)
from desk_app.modules.people.holdings import current_holdings, first_phone
from desk_app.modules.people.records import GENDERS, PARTIES, Vehicle

LIVES_HERE = ("family", "resident")
"""Roles of those the card lists beside the owners; a tenant has a form of his own (F13)."""

AGES = ((14, mark("14岁以下")), (18, mark("14至17岁")), (60, mark("18至59岁")))
OLD = mark("60岁以上")

FAMILY = (
    Placeholder("name", "姓名", sample=(mark("张小明"), mark("赵六"), mark("张大爷"))),
    Placeholder("relation", "与业主关系", sample=(mark("子女"), mark("配偶"), mark("父亲"))),
    Placeholder("age_group", "年龄段", sample=(AGES[0][1], AGES[2][1], OLD)),
    Placeholder("phone", "电话", shape="phone"),
)
VEHICLES = (
    Placeholder("plate", "车牌号", sample=("京A12345", "京B67890", "京AD01234")),
    Placeholder("brand", "品牌型号", sample=(mark("大众"), mark("丰田"), mark("比亚迪"))),
    Placeholder("colour", "颜色", sample=(mark("白"), mark("黑"), mark("银灰"))),
    Placeholder("space", "车位", sample=("B1-001", "B1-002", "B2-015")),
)
OWNER = (
    Placeholder("name", "业主", sample="张三"),
    Placeholder("party", "业主类别", choices=tuple(option.label for option in PARTIES)),
    Placeholder("gender", "性别", choices=tuple(option.label for option in GENDERS)),
    Placeholder("born_on", "出生日期", shape="day"),
    *IDENTITY,
    Placeholder("share", "产权份额", sample="1/2"),
    Placeholder("phone", "手机", shape="phone"),
    Placeholder("other_phone", "备用电话", shape="phone"),
    Placeholder("mail_address", "通讯地址", sample="翠湖花园3栋1单元502室"),
    Placeholder("email", "电子邮箱", sample="name@example.com"),
    Placeholder("contact_person", "单位联系人", sample="王芳"),
    Placeholder("emergency_contact", "紧急联系人", sample="李四"),
    Placeholder("emergency_phone", "紧急联系电话", shape="phone"),
    Placeholder("emergency_relation", "与业主关系", sample="配偶"),
)
"""The first owner, whom the card is about."""

CARD = (
    NUMBER,
    *ROOM_BLOCK,
    Placeholder("use", "用途", choices=tuple(option.label for option in USES[:7])),
    Placeholder("layout", "户型", sample="三室两厅"),
    Placeholder("inside_area", "套内面积", shape="area"),
    Placeholder("charged_area", "计费面积", shape="area"),
    Placeholder("handed_over_on", "交付日期", shape="day"),
    Placeholder("moved_in_on", "入住日期", shape="day"),
    Placeholder("contract_number", "购房合同号", sample="HT-2021-03512"),
    Placeholder("title_number", "产权证号", sample="00123456"),
    *OWNER,
    Placeholder("co_owners", "共有人", PARTY),
    Placeholder("family", "家庭及常住成员", FAMILY),
    Placeholder("vehicles", "车辆", VEHICLES),
)


def card_values(draft: Draft) -> Values:
    """Return what the card of a room shows on the draft's day; what is not known is blank, for the pen."""
    room, day = draft.record, draft.day
    owners = current_holdings(room.id, day, ("owner",))
    family = current_holdings(room.id, day, LIVES_HERE)
    return {
        **room_block(room, day),
        **_room(room),
        **_owner(owners[0] if owners else None),
        **_emergency(room, owners, day),
        "co_owners": parties(owners[1:]),
        "family": [_member(holding, day) for holding in family],
        "vehicles": [vehicle_row(car) for car in _vehicles(room, owners)],
    }


def _room(room: Any) -> Values:
    raw = ("inside_area", "charged_area", "handed_over_on", "moved_in_on")
    plain = ("layout", "contract_number", "title_number")
    return {
        **{name: getattr(room, name) for name in raw},
        **{name: getattr(room, name) or "" for name in plain},
        "use": shown(room, "use"),
    }


def _owner(holding: Any) -> Values:
    """Return the owner the card is about; all blank for the pen where none is known."""
    if holding is None:
        return {placeholder.name: None if placeholder.shape == "day" else "" for placeholder in OWNER}
    person = holding.person
    return {
        "name": str(person.name),
        **{name: shown(person, name) for name in ("party", "gender", "id_kind")},
        **{name: getattr(person, name) or "" for name in ("id_number", "email", "contact_person")},
        "born_on": person.born_on,
        "share": shown(holding, "share"),
        "phone": first_phone(person.id),
        "other_phone": other_phone(person.id),
        "mail_address": person.address or "",
    }


def _emergency(room: Any, owners: list[Any], day: datetime.date) -> Values:
    """Return whom to call in an emergency: as the first owner's own fields say, else who is kept for the room."""
    owner = owners[0].person if owners else None
    told: tuple[Any, Any, Any] = (None, None, None)
    if owner is not None and (owner.emergency_contact or owner.emergency_phone):
        told = (owner.emergency_contact, owner.emergency_phone, None)
    elif kept := [
        (one, first_phone(one.person_id)) for one in current_holdings(room.id, day, ("emergency",))
    ]:
        contact, phone = next((one for one in kept if one[1]), kept[0])  # one that can be called
        told = (str(contact.person.name), phone, contact.relation)
    names = ("emergency_contact", "emergency_phone", "emergency_relation")
    return {name: value or "" for name, value in zip(names, told, strict=True)}


def _member(holding: Any, day: datetime.date) -> Values:
    return {
        "name": str(holding.person.name),
        "relation": holding.relation or "",
        "age_group": tell_age(holding.person.born_on, day),
        "phone": first_phone(holding.person_id),
    }


def tell_age(born_on: datetime.date | None, day: datetime.date) -> str:
    """Return the age group on `day`; the exact age is not needed on paper (个人信息保护法第六条)."""
    if born_on is None:
        return ""
    age = age_on(born_on, day)
    return _(next((label for below, label in AGES if age < below), OLD))


def _vehicles(room: Any, owners: list[Any]) -> list[Any]:
    """Return the vehicles kept for the room, and those of its owners that are kept for no other."""
    people = [holding.person_id for holding in owners]
    of_owner = Vehicle.room.is_null() & Vehicle.owner.in_(people)
    return list(Vehicle.select().where((Vehicle.room == room.id) | of_owner).order_by(Vehicle.plate))


def vehicle_row(car: Any) -> Values:
    """Return the values of `VEHICLES` for a vehicle."""
    return {
        "plate": str(car.plate),
        "brand": car.brand or "",
        "colour": car.colour or "",
        "space": str(car.space or ""),
    }
