"""The papers of a move-in (入住登记的表单): F11 for each department, F12 by the month, F13-F16, F18 and F74 of the person."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from desk_app.kernel.kind import Draft
from desk_app.kernel.papers import Paper, Placeholder
from desk_app.kernel.words import _, mark
from desk_app.modules.goods_release.records import GoodsReleaseSlip
from desk_app.modules.keys.records import AccessCard
from desk_app.modules.move_in import moving, papers, tenancy
from desk_app.modules.move_in.mover import MOVED, as_holding, lives_there, may_print, of_holding, why_void
from desk_app.modules.move_in.records import GIFTS, MoveOut
from desk_app.modules.owner_file import letters
from desk_app.modules.owner_file.papers import PRIVACY_CONSENT, RESIDENCE_PROOF
from desk_app.modules.owner_file.parties import LIVES_AS, NUMBER, ROOM_BLOCK, Values, party, room_block, shown
from desk_app.modules.people.id_number import ID_KINDS, read_id_number
from desk_app.modules.staff.records import Department

SLOT = mark("2026-12-01 09:00 至 11:00")
TASKS_BY_DUTY = {
    "engineering": moving.TASKS[0][1],
    "security": moving.TASKS[1][1],
    "cleaning": moving.TASKS[2][1],
    "cash": moving.TASKS[3][1],
    "parking": moving.TASKS[4][1],
    "front_desk": mark("登记入住资料，回访入住情况"),
    "greening": mark("搬家车辆经过和停放处的绿化看护"),
    "management": mark("知悉"),
}
"""What a department does when somebody moves in, by its duty."""

NOTICES = (
    NUMBER,
    *ROOM_BLOCK,
    Placeholder("notified_on", "日期", shape="day"),
    Placeholder("name", "住户姓名", needed=True, sample="李四"),
    LIVES_AS,
    Placeholder("phone", "电话", shape="phone"),
    Placeholder("moves_in_on", "入住日期", shape="day"),
    Placeholder("slot", "搬家时段", sample=SLOT),
    Placeholder("lift", "电梯", sample=mark("已预约")),
    Placeholder("people_count", "入住人数", sample="3"),
    Placeholder("vip", "贵宾", sample="VIP"),
    Placeholder("mover", "搬家公司", sample="顺达搬家公司"),
    Placeholder("plate", "搬家车牌", sample="皖A12345"),
    Placeholder("needs", "特殊需求", sample="有钢琴，需要两人搬运"),
    Placeholder("helps", "协助办理", sample=mark("网络开通、车位月卡办理")),
    Placeholder("cashier_note", "收费提示", sample="李四 缴：物业服务费 2026-12-01 起"),
    Placeholder(
        "notices",
        "各部门一份",
        (
            Placeholder("department", "部门", sample=(mark("工程部"), mark("保安部"), mark("保洁部"))),
            Placeholder("task", "注意事项", sample=tuple(task for _department, task in moving.TASKS[:3])),
        ),
    ),
)


def told_departments() -> list[Department]:
    """Return the departments that are told of moves, as the office has set them."""
    return list(Department.select().where(Department.is_told_of_moves).order_by(Department.id))


def slot_words(record: Any) -> str:
    """Return the moving slot as people read it: '2026-12-01 09:00 至 11:00'."""
    if record.slot_at is None:
        return ""
    begins = f"{record.slot_at:%Y-%m-%d %H:%M}"
    if record.slot_until_at is None:
        return begins
    same = record.slot_until_at.date() == record.slot_at.date()
    ends = f"{record.slot_until_at:%H:%M}" if same else f"{record.slot_until_at:%Y-%m-%d %H:%M}"
    return _("{begins} 至 {ends}").format(begins=begins, ends=ends)


def notice_values(draft: Draft) -> Values:
    """Return one notice for each department that is told of moves (F11)."""
    record = draft.record
    told = party(as_holding(draft).record)
    return {
        **room_block(record.room, draft.day),
        "notified_on": draft.day,
        "name": told["name"],
        "phone": told["phone"],
        "role": shown(record, "role"),
        "moves_in_on": record.moved_in_on or record.planned_on,
        "slot": slot_words(record),
        "lift": _("已预约") if record.uses_lift else "",
        "people_count": str(_people(draft)),
        "vip": " ".join(filter(None, ("VIP", _gift(record)))) if record.is_vip else "",
        **{name: getattr(record, name) or "" for name in ("mover", "plate", "needs", "cashier_note")},
        "helps": _helps(draft),
        "notices": [
            {"department": department.name, "task": _(TASKS_BY_DUTY.get(department.duty, ""))}
            for department in told_departments()
        ],
    }


def _people(draft: Draft) -> int:
    count = 1 + sum(1 for row in draft.rows.get("co_residents", []) if row.name)
    return max(draft.record.people_count or 0, count)


def _gift(record: Any) -> str:
    return next((_(gift.label) for gift in GIFTS if gift.stored == record.gift), "")


def _helps(draft: Draft) -> str:
    """Return what the desk helps with: '网络、车位月卡'."""
    names = ("helps_phone", "helps_network", "helps_tv", "helps_parking")
    words = [_(draft.kind.field(name).verbose_name) for name in names if getattr(draft.record, name)]
    return "、".join(words)


def why_no_notice(draft: Draft) -> str | None:
    """Return why there is nothing to tell, or nobody to be told."""
    if why := why_void(draft):
        return why
    if not told_departments():
        return _("没有打印：没有部门接收入住知会单，请在“部门”里勾选。")
    return None


def tenant_values(draft: Draft) -> Values:
    """Return the tenant's form (F13) with what was registered: co-residents, who pays, how the owner was asked."""
    record = draft.record
    return {
        **tenancy.tenant_values(as_holding(draft)),
        **_agreed(record),
        "verified_how": shown(record, "verified_how") if record.verified_at else "",
        "verified_at": record.verified_at,
        "verified_by": record.verified_by or "",
        **_left(record),
        "co_residents": [_co_resident(row) for row in draft.rows.get("co_residents", []) if row.name],
    }


def _left(record: Any) -> Values:
    """Return when the tenant left, what was owed and on which slip the goods went; blank while the tenant is there."""
    query = MoveOut.select().where(MoveOut.room == record.room_id, MoveOut.person == record.person_id)
    gone = query.where(MoveOut.state.in_(("left", "archived")), MoveOut.leaves_on >= record.planned_on)
    found = gone.order_by(MoveOut.id.desc()).first()
    if found is None:
        return {}
    slip = (
        GoodsReleaseSlip.select()
        .where(
            GoodsReleaseSlip.room == record.room_id,
            GoodsReleaseSlip.nature == "move_out",
            GoodsReleaseSlip.number.is_null(False),
        )
        .order_by(GoodsReleaseSlip.id.desc())
        .first()
    )
    return {
        "left_on": found.leaves_on,
        "left_settled": found.arrears_note or _("已结清"),
        "left_slip": str(slip.number) if slip and slip.valid_on >= found.leaves_on else "",
        "left_by": found.handled_by or "",
    }  # fmt: skip


def _agreed(record: Any) -> Values:
    return {"fee_payer": shown(record, "fee_payer"), "use_payer": shown(record, "use_payer")}


def _co_resident(row: Any) -> Values:
    kind = _(ID_KINDS[read_id_number(row.id_number, "").kind]) if row.id_number else ""
    return {
        "name": row.name,
        "id_kind": kind,
        "id_number": row.id_number or "",
        "phone": row.phone or "",
        "share": "",
        "relation": row.relation or "",
    }


def undertaking_values(draft: Draft) -> Values:
    """Return what the owners promise (F14), with who pays."""
    return {**tenancy.undertaking_values(as_holding(draft)), "fee_payer": shown(draft.record, "fee_payer")}


def safety_values(draft: Draft) -> Values:
    """Return the safety agreement (F15) with the fire-safety person; the mover answers for it if nobody is named."""
    record = draft.record
    made = tenancy.safety_values(as_holding(draft))
    return {
        **made,
        "fire_person": record.fire_person or made["name"],
        "fire_phone": record.fire_phone or made["phone"],
    }


def guide_values(draft: Draft) -> Values:
    """Return the moving guide (F16) with the slot, lift and van that were booked."""
    record = draft.record
    booked = " ".join(filter(None, (slot_words(record), _("电梯已预约") if record.uses_lift else "")))
    van = " ".join(filter(None, (record.mover, record.plate)))
    return {**moving.guide_values(as_holding(draft)), "booked": booked, "van": van}


def residence_values(draft: Draft) -> Values:
    """Return the proof of residence (F18) of who has moved in."""
    return {**letters.residence_values(lives_there(draft)), "moved_in_on": draft.record.moved_in_on}


def why_no_residence(draft: Draft) -> str | None:
    """Return why nobody may be proved to live there yet, or not at all."""
    record = draft.record
    if record.state not in MOVED:
        return why_void(draft) or _("没有打印：{person} 还没有入住 {room}。").format(
            person=record.person, room=record.room
        )
    stored = record.holding
    if stored is not None and stored.until_on is not None and stored.until_on < draft.day:
        return _("没有打印：{person} 已于 {day} 迁出 {room}。").format(
            person=record.person, day=stored.until_on, room=record.room
        )
    return letters.why_no_residence(lives_there(draft))


def register_values(drafts: Sequence[Draft]) -> Values:
    """Return the month's move-ins by day and room (F12), with what was checked."""
    came = [draft for draft in drafts if draft.record.state in MOVED]
    came.sort(key=lambda draft: (draft.record.moved_in_on, draft.record.room.sort_key, draft.record.id))
    return {"rows": [_register_row(place, draft) for place, draft in enumerate(came, 1)]}


def _register_row(place: int, draft: Draft) -> Values:
    record = draft.record
    is_tenant = record.role == "tenant"
    told, block = party(as_holding(draft).record), room_block(record.room, draft.day)
    return {
        "no": str(place),
        "room": block["room"],
        "name": told["name"],
        "phone": told["phone"],
        "role": shown(record, "role"),
        "moved_in_on": record.moved_in_on,
        "until_on": record.lease_until if is_tenant else None,
        "room_state": shown(record.room, "state"),
        "owner_name": block["owner_name"],
        "verified": moving.box(record.verified_at is not None),
        "undertaking": moving.box(record.undertaking_signed) if is_tenant else "—",
        "lease": moving.box(record.lease_until is not None) if is_tenant else "—",
        "complete": moving.box(record.state == "updated"),
        "cards": "、".join(_cards(record)),
        "handled_by": record.handled_by or "",
        "note": " ".join(filter(None, (record.number, _who_pays(record), record.note))),
    }


def _who_pays(record: Any) -> str:
    """Return who pays the service fee, where it is the tenant."""
    return _("租户缴物业费") if record.fee_payer == "tenant" else ""


def _cards(record: Any) -> list[str]:
    """Return the numbers of the cards the person holds for the room."""
    query = AccessCard.select().where(
        AccessCard.room == record.room_id, AccessCard.person == record.person_id
    )
    return [
        str(card.number) for card in query.where(AccessCard.state == "issued").order_by(AccessCard.number)
    ]


NOTICE_PAPER = Paper(
    "department_notices",
    "入住知会单",
    "F11-2",
    "move_in/department_notices.docx",
    NOTICES,
    notice_values,
    series="ZT",
    may_print=why_no_notice,
)
REGISTER = replace(papers.MOVE_IN_REGISTER, name="move_ins_register", values=register_values)
TENANT_FORM = replace(
    papers.TENANT_FORM,
    name="move_in_tenant_form",
    values=tenant_values,
    may_print=may_print(tenancy.why_no_tenant),
)
UNDERTAKING = replace(
    papers.OWNER_LETTING_UNDERTAKING,
    name="move_in_undertaking",
    values=undertaking_values,
    may_print=may_print(tenancy.why_no_tenant),
)
SAFETY = replace(
    papers.SAFETY_AGREEMENT,
    name="move_in_safety",
    values=safety_values,
    may_print=may_print(tenancy.why_no_agreement),
)
GUIDE = replace(papers.MOVING_GUIDE, name="move_in_guide", values=guide_values, may_print=why_void)
PROOF = replace(
    RESIDENCE_PROOF, name="move_in_residence_proof", values=residence_values, may_print=why_no_residence
)
CONSENT = replace(
    PRIVACY_CONSENT,
    name="move_in_consent",
    values=of_holding(letters.privacy_values),
    may_print=may_print(letters.why_no_consent),
)
PAPERS = (NOTICE_PAPER, TENANT_FORM, UNDERTAKING, SAFETY, GUIDE, CONSENT, PROOF)
