"""The life of a move-in (入住, P3): planned, verified with the owner, moved in, the archive brought up to date."""

import datetime
from typing import Any

from desk_app.kernel import settings, store
from desk_app.kernel.access import Desk
from desk_app.kernel.fields import Flag
from desk_app.kernel.kind import ChildRows, Draft, Finding, RecordKind, Register, Section, register
from desk_app.kernel.words import _, mark
from desk_app.kernel.workflow import Deadline, Next, Transition, Workflow
from desk_app.modules.move_in import household, move_in_papers, paying
from desk_app.modules.move_in.leases import LEASES
from desk_app.modules.move_in.records import MOVE_IN_STATES, CoResident, MoveIn
from desk_app.modules.owner_file.letters import NOT_A_HOME, NOT_HANDED_OVER
from desk_app.modules.owner_file.parties import shown
from desk_app.modules.people.holdings import current_holdings, first_phone, owner_names
from desk_app.modules.people.id_number import read_id_number

DESK = ("clerk", "supervisor", "manager")
TO_COME = ("planned", "verified")

settings.declare(
    "undertaking_later",
    Flag("业主承诺书可后补"),
    False,
    mark("入住与搬家"),
    mark("业主已核实同意、来不及到场签字的，先办租户入住，承诺书在更新资料前补签"),
)


def _may_verify(draft: Draft, desk: Desk) -> str | None:
    """An owner is identified; a tenant or one of the family is asked of the owner, with time and name (R14)."""
    record = draft.record
    if not record.verified_how:
        return _("没有核实：请填写核实方式（到场、电话或书面）。")
    if record.role != "owner" and not (record.verified_with or "").strip():
        return _("没有核实：{role}入住须向业主核实，请填写核实的是哪位业主。").format(
            role=shown(record, "role")
        )
    if record.role == "owner" and not _owns(record, desk.today):
        return _("没有核实：{person} 不是 {room} 登记的业主。请先登记房人关系，或办理过户。").format(
            person=record.person, room=record.room
        )
    if record.verified_at and record.verified_at > desk.now():
        return _("没有核实：核实时间还没有到。")
    return None


def _owns(record: Any, day: datetime.date) -> bool:
    return record.person_id in {one.person_id for one in current_holdings(record.room_id, day, ("owner",))}


def _verify(draft: Draft, desk: Desk) -> None:
    draft.record.verified_at = draft.record.verified_at or desk.now()
    draft.record.verified_by = desk.actor.name


def _propose_verification(record: Any, desk: Desk) -> dict[str, Any]:
    """Propose a call to the owner on file, or the owner who stands at the desk."""
    how = "in_person" if record.role == "owner" else "phone"
    return {"verified_how": how, "verified_with": owner_names(record.room_id, desk.today)}


def _may_move_in(draft: Draft, desk: Desk) -> str | None:
    record = draft.record
    day = record.moved_in_on or desk.today
    if day > desk.today:
        return _("没有办理入住：入住日期还没有到。")
    if record.room.state in NOT_HANDED_OVER:
        return _("没有办理入住：{room} 还没有交付，请先办交房。").format(room=record.room)
    if record.role == "tenant" and (why := _why_tenant_waits(record, day)):
        return why
    if not record.agreement_signed:
        return _("没有办理入住：请先请入住人签《安全责任书》。")
    return None


def _why_tenant_waits(record: Any, day: datetime.date) -> str | None:
    """R14: a tenant moves in with the owner's confirmation (the step before), undertaking, and a lease."""
    if record.lease_from is None or record.lease_until is None:
        return _("没有办理入住：租户入住要有租赁协议，请填写租期的开始和结束。")
    if record.lease_until < day:
        return _("没有办理入住：租期到 {day} 就结束了。").format(day=record.lease_until)
    if not record.undertaking_signed and not settings.value("undertaking_later"):
        return _("没有办理入住：租户入住要有业主承诺书，请先请业主签字。")
    return None


def _move_in(draft: Draft, desk: Desk) -> None:
    """Make the holdings and the lease, let the tenant pay what was agreed, and say so for the cashier."""
    record = draft.record
    record.moved_in_on = day = record.moved_in_on or desk.today
    record.handled_by = desk.actor.name
    record.holding = household.enter(draft, day, desk)
    if record.role != "tenant":
        return
    first_on = record.pays_from = record.pays_from or day
    service, use = record.fee_payer == "tenant", record.use_payer == "tenant"
    if service or use:
        taken = paying.take_over(record.room_id, first_on, record.person, desk, service=service, use=use)
        record.cashier_note = (
            _("{person} 缴：{what}").format(person=record.person, what=paying.named(taken))
            if taken
            else _("约定由 {person} 缴费，这套房还没有可以转的收费绑定").format(person=record.person)
        )
    lease = store.new(
        LEASES, room=record.room, tenant=record.person, contract=record.lease_number, from_on=record.lease_from,
        until_on=record.lease_until, fee_payer=record.fee_payer,
    )  # fmt: skip
    lease.record.move_in = record.id
    store.save(lease, desk)


def _propose_day(record: Any, desk: Desk) -> dict[str, Any]:
    return {"moved_in_on": min(record.planned_on or desk.today, desk.today)}


def _may_update(draft: Draft, desk: Desk) -> str | None:
    """The archive is up to date when every paper is signed, the person can be reached, and the cashier knows (P3-5, P3-7)."""
    record = draft.record
    missing = []
    if record.role == "tenant" and not record.undertaking_signed:
        missing.append(_("业主承诺书补签"))
    if (
        record.role == "tenant"
        and "tenant" in (record.fee_payer, record.use_payer)
        and not record.cashier_told
    ):
        missing.append(_("告知收银收费时间段"))
    if not first_phone(record.person_id):
        missing.append(_("入住人的电话"))
    if not record.person.id_number:
        missing.append(_("入住人的证件号码"))
    if missing:
        return _("没有更新资料：还缺{what}。").format(what="、".join(missing))
    return None


def _update(draft: Draft, desk: Desk) -> None:
    draft.record.updated_on, draft.record.updated_by = desk.today, desk.actor.name


def _card_form(record: Any) -> Next:
    return Next("access_cards", values=(("room", record.room_id), ("person", record.person_id)))


LIFE = Workflow(
    states=MOVE_IN_STATES,
    editable=("planned", "verified", "moved_in"),
    open_states=("planned", "verified", "moved_in"),
    transitions=(
        Transition(
            "verify", "已核实", ("planned",), "verified", DESK, _may_verify, _verify,
            asks=("verified_how", "verified_with", "verified_at"), main=True, proposes=_propose_verification,
        ),
        Transition(
            "move_in", "办理入住", ("verified",), "moved_in", DESK, _may_move_in, _move_in,
            asks=("moved_in_on", "undertaking_signed", "agreement_signed"), main=True, proposes=_propose_day,
        ),
        Transition("cards", "发门禁卡、车卡", ("moved_in",), "moved_in", DESK, leads_to=_card_form),
        Transition(
            "update", "资料已更新", ("moved_in",), "updated", DESK, _may_update, _update,
            asks=("undertaking_signed", "cashier_told"), main=True,
        ),
        Transition("void", "作废", TO_COME, "void", DESK, needs_reason=True),
    ),
    deadlines=(
        Deadline("move_in", "入住日", TO_COME, lambda record: end_of(record.planned_on), tells="supervisor"),
    ),
    tones=(("planned", "waiting"), ("verified", "waiting"), ("moved_in", "good"), ("updated", "good")),
)  # fmt: skip


def end_of(day: datetime.date | None) -> datetime.datetime | None:
    """Return the last minute of the day."""
    return datetime.datetime.combine(day, datetime.time(23, 59)) if day else None


def _fill_from_room(draft: Draft, desk: Desk) -> None:
    """Ask of the owner on file; the day is today unless another was agreed."""
    record = draft.record
    record.planned_on = record.planned_on or desk.today
    if record.room_id is not None:
        record.verified_with = owner_names(record.room_id, desk.today) or None


def _fill_from_lease(draft: Draft, desk: Desk) -> None:
    """A tenant pays from the first day of the lease, unless another day is agreed."""
    if draft.record.pays_from is None and draft.record.lease_from is not None:
        draft.record.pays_from = max(
            draft.record.lease_from, draft.record.planned_on or draft.record.lease_from
        )


def _check(draft: Draft) -> dict[str, str]:
    record = draft.record
    problems = {}
    if record.room_id and record.room.use in NOT_A_HOME:
        problems["room"] = _("{room} 是{use}，不住人").format(room=record.room, use=shown(record.room, "use"))
    if record.lease_from and record.lease_until and record.lease_until < record.lease_from:
        problems["lease_until"] = _("租期结束早于开始")
    if record.role != "tenant" and "tenant" in (record.fee_payer, record.use_payer):
        problems["fee_payer"] = _("入住的不是租户，费用由业主承担")
    if record.people_count is not None and record.people_count < 1 + len(_named(draft)):
        problems["people_count"] = _("少于登记的人数")
    return problems | _check_documents(draft) | _check_slot(record) | _check_done(draft)


FIXED = (
    "room",
    "person",
    "role",
    "lease_from",
    "lease_until",
    "fee_payer",
    "use_payer",
    "pays_from",
    "moved_in_on",
)
"""What holdings, lease and payer were made of when the person moved in."""


def _check_done(draft: Draft) -> dict[str, str]:
    """What the move-in has brought about is changed where it is kept, not here."""
    if draft.is_new or draft.record.state in TO_COME:
        return {}
    before = MoveIn.get_by_id(draft.record.id).__data__
    why = _("已办理入住，不能在这里改。续租、迁出请在租约里办，人员请改房人关系。")
    return {name: why for name in FIXED if before[name] != draft.record.__data__[name]}


def _check_documents(draft: Draft) -> dict[str, str]:
    """A co-resident's document number is read like anybody's."""
    for index, row in enumerate(draft.rows.get("co_residents", [])):
        try:
            if row.id_number:
                read_id_number(row.id_number, "")
        except ValueError as error:
            return {f"co_residents.{index}.id_number": str(error)}
    return {}


def _named(draft: Draft) -> list[Any]:
    return [row for row in draft.rows.get("co_residents", []) if row.name]


def _check_slot(record: Any) -> dict[str, str]:
    """A moving slot ends after it begins, and one lift moves one household at a time."""
    begin, end = record.slot_at, record.slot_until_at
    if begin is None:
        return {"slot_at": _("预约电梯请填写搬家时段")} if record.uses_lift else {}
    if end is not None and end <= begin:
        return {"slot_until_at": _("搬家结束应晚于开始")}
    other = _same_lift(record) if record.uses_lift and record.room_id else None
    if other is None:
        return {}
    return {
        "slot_at": _("这个时段电梯已由 {room}（{number}）预约").format(room=other.room, number=other.number)
    }


def _same_lift(record: Any) -> MoveIn | None:
    """Return another move of the same staircase that has the lift at that time; a slot without an end is two hours."""
    two_hours = datetime.timedelta(hours=2)
    end = record.slot_until_at or record.slot_at + two_hours
    query = MoveIn.select().where(MoveIn.uses_lift, MoveIn.state.in_(TO_COME), MoveIn.slot_at < end)
    for other in query.where(MoveIn.slot_at > record.slot_at - datetime.timedelta(days=1)):
        same = (other.room.building_id, other.room.unit) == (record.room.building_id, record.room.unit)
        if (
            same
            and other.id != record.id
            and (other.slot_until_at or other.slot_at + two_hours) > record.slot_at
        ):
            return other  # type: ignore[no-any-return]
    return None


def _find(draft: Draft) -> Finding:
    record = draft.record
    return Finding(
        " ".join(filter(None, (record.number, str(record.room)))),
        str(record.person),
        names=(str(record.person), *(row.name for row in draft.rows["co_residents"])),
        numbers=tuple(filter(None, (record.number, record.plate))),
        places=(str(record.room),),
    )


MOVE_INS = register(
    RecordKind(
        name="move_ins",
        model=MoveIn,
        label="入住登记",
        columns=("number", "room", "person", "role", "planned_on", "moved_in_on", "lease_until", "slot_at", "state"),
        sections=(
            Section("入住", ("room", "person", "role", "planned_on", "people_count", "is_vip", "gift", "needs")),
            Section("租约与缴费", ("lease_number", "lease_from", "lease_until", "fee_payer", "use_payer", "pays_from")),
            Section(
                "核实与签署",
                ("verified_how", "verified_at", "verified_with", "verified_by", "undertaking_signed", "agreement_signed",
                 "fire_person", "fire_phone"),
            ),
            Section("搬家", ("slot_at", "slot_until_at", "uses_lift", "mover", "plate")),
            Section("服务", ("helps_phone", "helps_network", "helps_tv", "helps_parking", "cashier_told", "cashier_note")),
            Section(
                "办理", ("number", "moved_in_on", "holding", "handled_by", "updated_on", "updated_by", "note")
            ),
        ),
        title=lambda record: " ".join(filter(None, (record.number, str(record.room or ""), str(record.person or "")))),
        workflow=LIFE,
        children=(
            ChildRows(
                "co_residents", "同住人", CoResident, ("name", "relation", "id_number", "phone"), "move_in", most=12
            ),
        ),
        own_papers=move_in_papers.PAPERS,
        own_registers=(Register(move_in_papers.REGISTER, "moved_in_on"),),
        checks=(_check,),
        find=_find,
        about=("room", "person"),
        on_enter=(("room", _fill_from_room), ("lease_from", _fill_from_lease)),
        prefix="RZ",
        newest_first=True,
        icon="holding",
        noun="入住登记",
        numbered_at_once=True,
    )
)  # fmt: skip
