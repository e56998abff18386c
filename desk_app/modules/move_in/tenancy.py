"""What the papers of a tenancy hold (租户入住): tenant form (F13), letting undertaking (F14), safety agreement (F15)."""

import datetime
from typing import Any

from desk_app.kernel import settings
from desk_app.kernel.kind import Draft
from desk_app.kernel.papers import Placeholder
from desk_app.kernel.words import _, mark
from desk_app.modules.move_in.leases import lease_of
from desk_app.modules.move_in.records import PAYERS, VERIFIED_HOW
from desk_app.modules.owner_file.card import VEHICLES, vehicle_row
from desk_app.modules.owner_file.parties import (
    IDENTITY,
    LIVES_AS,
    NUMBER,
    PARTY,
    ROOM_BLOCK,
    Values,
    other_phone,
    parties,
    prefixed,
    room_block,
    shown,
    told,
)
from desk_app.modules.people.holdings import current_holdings, holds_on
from desk_app.modules.people.records import PARTIES, Vehicle

LEASE_USES = (mark("居住"), mark("办公"), mark("经营"), mark("员工宿舍"), mark("其他"))
"""What a room is let for; the clerk or the tenant ticks it."""

WHO_PAYS = tuple(option.label for option in PAYERS)

TENANT = (
    NUMBER,
    *ROOM_BLOCK,
    Placeholder("name", "租户姓名或单位名称", needed=True, sample="李四"),
    Placeholder("party", "租户类别", choices=tuple(option.label for option in PARTIES)),
    *IDENTITY,
    Placeholder("phone", "电话", shape="phone"),
    Placeholder("other_phone", "备用电话", shape="phone"),
    Placeholder("contact_person", "单位联系人", sample="王芳"),
    Placeholder("emergency_contact", "紧急联系人", sample="张三"),
    Placeholder("emergency_phone", "紧急联系电话", shape="phone"),
    Placeholder("from_on", "租赁开始日期", shape="day"),
    Placeholder("until_on", "租赁结束日期", shape="day"),
    Placeholder("lease_use", "租赁用途", choices=LEASE_USES),
    Placeholder("co_residents", "同住人", PARTY),
    Placeholder("vehicles", "车辆", VEHICLES),
    Placeholder("fee_payer", "物业费承担方", choices=WHO_PAYS),
    Placeholder("use_payer", "水电费承担方", choices=WHO_PAYS),
    Placeholder("verified_how", "核实方式", choices=tuple(option.label for option in VERIFIED_HOW)),
    Placeholder("verified_at", "核实时间", shape="moment"),
    Placeholder("verified_by", "核实人", sample="王芳"),
    Placeholder("left_on", "迁出日期", shape="day"),
    Placeholder("left_settled", "结清情况", sample=""),
    Placeholder("left_slip", "放行条号", sample=""),
    Placeholder("left_by", "迁出经办人", sample=""),
)
UNDERTAKING = (
    NUMBER,
    *ROOM_BLOCK,
    Placeholder("owners", "承诺人（业主）", PARTY),
    Placeholder("tenant_name", "租户", sample="李四"),
    Placeholder("tenant_id_kind", "租户证件类型", sample="居民身份证"),
    Placeholder("tenant_id_number", "租户证件号码", shape="id_number"),
    Placeholder("tenant_phone", "租户电话", shape="phone"),
    Placeholder("from_on", "租期开始日期", shape="day"),
    Placeholder("until_on", "租期结束日期", shape="day"),
    Placeholder("lease_use", "租赁用途", choices=LEASE_USES),
    Placeholder("fee_payer", "物业费承担方", choices=WHO_PAYS),
)
SAFETY = (
    NUMBER,
    *ROOM_BLOCK,
    Placeholder("name", "乙方", needed=True, sample="李四"),
    Placeholder("role", "乙方身份", choices=LIVES_AS.choices),
    *IDENTITY,
    Placeholder("phone", "电话", shape="phone"),
    Placeholder("safety_person", "物业安全管理人及电话", sample="赵经理 0551-6000000"),
    Placeholder("police_phone", "派出所或社区民警电话", sample="0551-6000110"),
    Placeholder("from_on", "责任期开始", shape="day"),
    Placeholder("until_on", "责任期结束", shape="day"),
    Placeholder("fire_person", "乙方防火责任人", sample="李四"),
    Placeholder("fire_phone", "防火责任人电话", shape="phone"),
)
NOT_KNOWN = {
    **dict.fromkeys(("fee_payer", "use_payer", "verified_how", "verified_by"), ""),
    **dict.fromkeys(("left_settled", "left_slip", "left_by"), ""),
    "verified_at": None,
    "left_on": None,
}
"""What a holding alone does not tell: it is left to the pen, or told by the move-in."""


def tenant_values(draft: Draft) -> Values:
    """Return the tenant's form: who rents, from when until when, who lives there too."""
    holding = draft.record
    person = holding.person
    others = current_holdings(holding.room_id, draft.day, ("tenant", "resident"))
    cars = Vehicle.select().where(Vehicle.owner == person.id).order_by(Vehicle.plate)
    return {
        **room_block(holding.room, draft.day),
        **told(holding),
        **{name: getattr(person, name) or "" for name in ("contact_person", "emergency_contact", "emergency_phone")},
        "party": shown(person, "party"),
        "other_phone": other_phone(person.id),
        "from_on": holding.from_on,
        "until_on": _ends_on(holding),
        "lease_use": "",
        "co_residents": parties(other for other in others if other.person_id != person.id),
        "vehicles": [vehicle_row(car) for car in cars],
        **NOT_KNOWN,
    }  # fmt: skip


def undertaking_values(draft: Draft) -> Values:
    """Return what the owners promise for their tenant."""
    holding = draft.record
    owners = current_holdings(holding.room_id, draft.day, ("owner",))
    return {
        **room_block(holding.room, draft.day),
        "owners": parties(owners),
        **prefixed("tenant", told(holding)),
        "from_on": holding.from_on,
        "until_on": _ends_on(holding),
        "lease_use": "",
        "fee_payer": "",
    }


def safety_values(draft: Draft) -> Values:
    """Return the parties to the safety agreement; it lasts as long as the holding, an open end is left to the pen."""
    holding = draft.record
    return {
        **room_block(holding.room, draft.day),
        **told(holding),
        "role": shown(holding, "role"),
        "safety_person": str(settings.value("safety_person") or ""),
        "police_phone": str(settings.value("police_phone") or ""),
        "from_on": _begins_on(holding, draft.day),
        "until_on": _ends_on(holding),
        "fire_person": "",
        "fire_phone": "",
    }


def why_no_tenant(draft: Draft) -> str | None:
    """Return why the paper is not for this holding: only who rents signs it, and only while he does."""
    holding = draft.record
    if holding.role != "tenant":
        return _("没有打印：{person} 登记的是 {room} 的{role}，这张表单是给租户的。").format(
            person=holding.person, room=holding.room, role=shown(holding, "role")
        )
    if holding.until_on is not None and not holds_on(holding, max(draft.day, holding.from_on or draft.day)):
        return _("没有打印：{person} 已于 {day} 迁出 {room}，请核对房人关系的结束日期。").format(
            person=holding.person, day=holding.until_on, room=holding.room
        )
    return None


def why_no_agreement(draft: Draft) -> str | None:
    """Return why there is nobody to agree: those who only act or are called for somebody do not use the room."""
    holding = draft.record
    if holding.role in ("authorised", "emergency"):
        return _("没有打印：{person} 登记的是 {room} 的{role}，不使用房屋，不签安全责任书。").format(
            person=holding.person, room=holding.room, role=shown(holding, "role")
        )
    return None


def _ends_on(holding: Any) -> datetime.date | None:
    """Return until when it is rented: the end of the running lease, where the holding itself is open."""
    if holding.until_on is not None or holding.role != "tenant":
        return holding.until_on  # type: ignore[no-any-return]
    lease = lease_of(holding.room_id, holding.person_id)
    return lease.until_on if lease is not None else None


def _begins_on(holding: Any, day: datetime.date) -> datetime.date:
    """Return since when the agreement holds: from the tenancy's first day, for others from when it is signed."""
    begins: datetime.date | None = holding.from_on if holding.role == "tenant" else None
    return begins or day
