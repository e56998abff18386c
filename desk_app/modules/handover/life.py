"""The life of a handover (P1): notified, appointed, signed in, inspected, charged, paid, given over, filed; or refused."""

import datetime
from typing import Any

import peewee

from desk_app.kernel import signed_copies, store
from desk_app.kernel.access import Desk
from desk_app.kernel.kind import ChildRows, Draft, Finding, RecordKind, Register, Section, register
from desk_app.kernel.limits import declare_limit, due_by
from desk_app.kernel.words import _, listed, mark
from desk_app.kernel.workflow import Deadline, Next, Transition, Workflow
from desk_app.modules.handover import delivering, fees, inspection
from desk_app.modules.handover.defects import open_defects
from desk_app.modules.handover.papers import HAND_OUT_PAPER, NOTICE_PAPER, SHEET_PAPER, SUMMARY_PAPER
from desk_app.modules.handover.records import (
    STATES,
    BaseReading,
    HandOut,
    Handover,
    HandoverFee,
    InspectedItem,
    PaperReceived,
)
from desk_app.modules.people.holdings import current_holdings, first_phone

DESK = ("clerk", "supervisor", "manager")
FIELD = ("clerk", "dispatcher", "supervisor", "manager")
CHARGE = ("clerk", "accountant", "supervisor", "manager")
BEFORE = ("planned", "notified", "appointed", "refused", "deferred")
AT_IT = ("signed_in", "inspecting", "inspected", "billed", "paid")
DAY = datetime.timedelta(days=1)

declare_limit("limit_handover_file", mark("交房归档"), "1 working_day", mark("领匙以后多久内把资料收齐归档"))


def queue_number(day: datetime.date) -> int:
    """Return the next number of the day's queue (签到序号)."""
    begins = datetime.datetime.combine(day, datetime.time())
    of_day = Handover.signed_in_at.between(begins, begins + DAY)
    last = Handover.select(peewee.fn.MAX(Handover.queue_number)).where(of_day).scalar()
    return (last or 0) + 1


def _may_notify(draft: Draft, desk: Desk) -> str | None:
    if draft.record.person_id is None:
        return _("没有登记通知：请先登记业主。")
    if draft.record.posted_by is None:
        return _("没有登记通知：请选择寄送方式，寄出的凭证要留存。")
    return None


def _notify(draft: Draft, desk: Desk) -> None:
    draft.record.notified_on = desk.today
    delivering.move_room(draft.record, "notified", desk)


def _may_appoint(draft: Draft, desk: Desk) -> str | None:
    if draft.record.appointed_at is None:
        return _("没有预约：请填写预约时间。")
    if draft.record.appointed_at < desk.now():
        return _("没有预约：预约时间已经过了。")
    return None


def _sign_in(draft: Draft, desk: Desk) -> None:
    record = draft.record
    record.queue_number = queue_number(desk.today)
    record.signed_in_at = desk.now()


def _may_inspect(draft: Draft, desk: Desk) -> str | None:
    """Who takes the flat over is known before anybody goes there (P1 step 1)."""
    record = draft.record
    if record.person_id is None:
        return _("没有开始验房：请先登记业主。")
    if not record.identity_checked:
        return _("没有开始验房：请先核对业主身份和收楼资料。")
    if record.agent and not record.authorisation:
        return _("没有开始验房：代办要有业主委托书，请填写委托书编号。")
    return None


def _inspect(draft: Draft, desk: Desk) -> None:
    inspection.add_meters(draft)


def _let_pass(draft: Draft, desk: Desk) -> None:
    draft.record.handled_by = desk.actor.name


def _may_archive(draft: Draft, desk: Desk) -> str | None:
    record = draft.record
    if not record.all_signed:
        return _("没有归档：交接表和签收表还没有双方签字。")
    if (record.archive_note or "").strip():
        return None
    if waiting := open_defects(record.room_id):
        return _("没有归档：还有 {count} 项整改没有合格，整改完再归档，或在归档说明里写明由谁跟进。").format(
            count=len(waiting)
        )
    if missing := inspection.missing_papers(draft):
        return _("没有归档：还缺 {papers}，收齐再归档，或写明归档说明。").format(papers=listed(missing))
    return None


def _may_refuse(draft: Draft, desk: Desk) -> str | None:
    if draft.record.handed_over_on is not None:
        return _("没有登记拒收：{room} 已视为交付，请与业主协商后办理。").format(room=draft.record.room)
    if not (draft.record.refused_why or "").strip():
        return _("没有登记拒收：请写明业主拒收的原因。")
    return None


def _refuse(draft: Draft, desk: Desk) -> None:
    delivering.move_room(draft.record, "refused", desk)


def _may_defer(draft: Draft, desk: Desk) -> str | None:
    record = draft.record
    if record.handed_over_on is not None:
        return _("没有登记延期：{room} 已视为交付，随时可以来办。").format(room=record.room)
    if not (record.refused_why or "").strip() or record.comes_again_on is None:
        return _("没有登记延期：请写明原因和约定再办的日期。")
    if record.comes_again_on < desk.today:
        return _("没有登记延期：约定再办的日期已经过了。")
    return None


def _letter(record: Any) -> Next | None:
    """Return the letter of the kept key, to be signed, where one was kept."""
    return Next("key_custodies", record.custody_id) if record.custody_id else None


def _end_of(day: datetime.date | None) -> datetime.datetime | None:
    return datetime.datetime.combine(day, datetime.time(23, 59)) if day else None


LIFE = Workflow(
    states=STATES,
    editable=("planned", "notified", "appointed", *AT_IT, "refused", "deferred", "deemed", "handed_over"),
    open_states=(*BEFORE, *AT_IT, "handed_over", "deemed"),
    transitions=(
        Transition("notify", "发通知", ("planned",), "notified", DESK, _may_notify, _notify, asks=("posted_by",)),
        Transition(
            "appoint", "预约", ("planned", "notified", "appointed", "refused", "deferred"), "appointed", DESK, _may_appoint,
            asks=("appointed_at",),
        ),
        Transition("sign_in", "签到", (*BEFORE, "deemed"), "signed_in", DESK, effect=_sign_in, main=True),
        Transition(
            "inspect", "开始验房", ("signed_in",), "inspecting", FIELD, _may_inspect, _inspect,
            asks=("identity_checked", "agent", "authorisation", "inspector"), main=True,
        ),
        Transition(
            "inspected", "完成验房", ("inspecting",), "inspected", FIELD, inspection.why_not_inspected, inspection.finish,
            asks=("owner_opinion",), main=True,
        ),
        Transition("inspect_again", "重新验房", ("inspected",), "inspecting", FIELD, needs_reason=True),
        Transition("bill", "算费", ("inspected",), "billed", CHARGE, fees.why_not_bill, fees.bill, asks=("tariff",), main=True),
        Transition(
            "unbill", "撤回算费", ("billed",), "inspected", CHARGE, fees.why_not_taken_back, fees.take_back, needs_reason=True
        ),
        Transition("pay", "已交费", ("billed",), "paid", (*CHARGE, "cashier"), fees.why_not_paid, main=True),
        Transition(
            "let_pass", "特批未交费", ("billed",), "paid", ("manager",), fees.why_not_let_pass, _let_pass,
            asks=("unpaid_reason",),
        ),
        Transition(
            "hand_over", "发钥匙，交房", ("paid",), "handed_over", DESK, delivering.why_not_handed_over, delivering.hand_over,
            asks=("keys_handed", "keys_kept", "keeps_key"), main=True, leads_to=_letter,
        ),
        Transition(
            "archive", "归档", ("handed_over",), "archived", DESK, _may_archive, asks=("all_signed", "archive_note"), main=True
        ),
        Transition(
            "refuse", "业主拒收", ("notified", "appointed", "signed_in", "inspecting", "inspected", "deferred"), "refused", DESK,
            _may_refuse, _refuse, asks=("refused_why", "comes_again_on"),
        ),
        Transition(
            "defer", "延期", ("notified", "appointed", "signed_in", "inspecting", "inspected", "refused"), "deferred", DESK,
            _may_defer, asks=("refused_why", "comes_again_on"),
        ),
        Transition(
            "deem", "视为交付", ("notified", "appointed", "refused", "deferred"), "deemed", ("supervisor", "manager"),
            delivering.why_not_deemed, delivering.deem, asks=("deemed_on", "deemed_why", "tariff"),
        ),
        Transition("void", "作废", BEFORE, "void", DESK, needs_reason=True),
    ),
    deadlines=(
        Deadline(
            "appointment", "预约办理", ("notified", "appointed"), lambda record: record.appointed_at, warning=DAY, role="clerk"
        ),
        Deadline("again", "约定再办", ("refused", "deferred"), lambda record: _end_of(record.comes_again_on), warning=DAY, role="clerk"),
        Deadline(
            "file", "归档", ("handed_over",),
            lambda record: due_by("limit_handover_file", record.keys_at) if record.keys_at else None,
            since=lambda record: record.keys_at, role="clerk", tells="supervisor", extended_by=("supervisor", "manager"),
        ),
    ),
    tones=(
        ("planned", "waiting"), ("notified", "waiting"), ("appointed", "waiting"), ("signed_in", "waiting"),
        ("inspecting", "waiting"), ("inspected", "waiting"), ("billed", "waiting"), ("paid", "good"), ("handed_over", "good"),
        ("archived", "good"), ("refused", "bad"), ("deferred", "quiet"), ("deemed", "quiet"),
    ),
)  # fmt: skip


def other_handover(room_id: int, own_id: int | None) -> Handover | None:
    """Return another handover of the room: one that is under way, or by which it was given over."""
    query = Handover.select().where(Handover.room == room_id, Handover.state != "void")
    return next((other for other in query if other.id != own_id), None)


def _prepare(draft: Draft) -> None:
    record = draft.record
    if draft.is_new and record.room_id:
        inspection.fill_lists(draft)


def _fill_room(draft: Draft, desk: Desk) -> None:
    """When the room is picked: its owner and phone, the meters and the usual lists."""
    record = draft.record
    if record.room_id is None:
        return
    owners = current_holdings(record.room_id, desk.today, ("owner",))
    if owners and record.person_id is None:
        record.person = owners[0].person
        record.phone = record.phone or first_phone(owners[0].person_id) or None
    if draft.is_new:
        record.keys_due = inspection.usual_keys()
        inspection.fill_lists(draft)


def _check(draft: Draft) -> dict[str, str]:
    record = draft.record
    if record.room_id is None:
        return {}
    if (other := other_handover(record.room_id, record.id)) is not None:
        return {"room": _("{room} 已有交房单 {number}").format(room=record.room, number=other.number)}
    return _check_late(draft) if record.id is not None else {}


def _check_late(draft: Draft) -> dict[str, str]:
    """What the inspection found is changed only by inspecting again, and the room only before anybody signed in."""
    before = store.load(draft.kind, draft.record.id)
    if before.record.state not in BEFORE and before.record.room_id != draft.record.room_id:
        return {"room": _("已经签到，不能换房号；房号错了请作废重建")}
    if before.record.state in ("inspected", "billed", "paid", "handed_over"):
        for name in ("items", "readings"):
            if _told(before, name) != _told(draft, name):
                return {"owner_opinion": _("已经验完房，读数和项目不能改；要改请先“重新验房”")}
    return _changed_late(before, draft)


def _changed_late(before: Draft, draft: Draft) -> dict[str, str]:
    """Who is charged stays once the fees are worked out, and what was handed out once it was signed for."""
    state = before.record.state
    fixed: tuple[str, ...] = ("person",) if state in ("billed", "paid", "handed_over", "deemed") else ()
    if state == "handed_over":
        fixed += ("keys_due", "keys_handed", "keys_kept", "keeps_key", "deemed_on")
    changed = [name for name in fixed if before.record.__data__[name] != draft.record.__data__[name]]
    return dict.fromkeys(changed, _("已经算费或交房，不能改"))


def _told(draft: Draft, name: str) -> list[tuple[Any, ...]]:
    columns = draft.kind.child(name).fields
    return [tuple(row.__data__.get(column) or None for column in columns) for row in draft.rows[name]]


def _find(draft: Draft) -> Finding:
    record = draft.record
    return Finding(
        " ".join(filter(None, (record.number, str(record.room or "")))),
        str(record.person or ""),
        names=tuple(filter(None, (str(record.person or ""),))),
        numbers=tuple(filter(None, (record.number, record.phone))),
        places=tuple(filter(None, (str(record.room or ""),))),
    )


HANDOVERS = register(
    RecordKind(
        name="handovers",
        model=Handover,
        label="交房",
        columns=("number", "room", "person", "batch", "appointed_at", "queue_number", "state", "handed_over_on"),
        sections=(
            Section(
                "房屋与预约",
                ("room", "person", "phone", "batch", "appointed_at", "notified_on", "posted_by", "tariff", "number"),
            ),
            Section(
                "签到与验房",
                ("queue_number", "signed_in_at", "identity_checked", "agent", "authorisation", "inspector", "owner_opinion"),
            ),
            Section(
                "收费与钥匙",
                ("fees_from_on", "fees_until_on", "unpaid_reason", "keys_due", "keys_handed", "keys_kept", "keeps_key",
                 "custody", "handed_over_on", "keys_at", "handled_by"),
            ),
            Section(
                "其他",
                ("refused_why", "comes_again_on", "deemed_on", "deemed_why", "all_signed", "archive_note", "note"),
            ),
        ),
        title=lambda record: " ".join(filter(None, (record.number or _("交房单"), str(record.room or "")))),
        workflow=LIFE,
        children=(
            ChildRows("papers_received", "收到资料", PaperReceived, ("name", "sort", "is_received"), "handover", most=20),
            ChildRows("readings", "表底数", BaseReading, ("meter", "value"), "handover", most=12),
            ChildRows("items", "验收项目", InspectedItem, ("name", "result", "problem", "firm", "due_on"), "handover", most=60),
            ChildRows("hand_outs", "领取资料和物品", HandOut, ("name", "due", "given", "unit"), "handover", most=30),
            ChildRows("fees", "收费", HandoverFee, ("item", "from_on", "until_on", "amount"), "handover", stamped=True),
        ),
        own_papers=(NOTICE_PAPER, SHEET_PAPER, HAND_OUT_PAPER),
        own_registers=(Register(SUMMARY_PAPER),),
        checks=(_check,),
        prepare=_prepare,
        find=_find,
        about=("room", "person", "batch"),
        on_enter=(("room", _fill_room),),
        prefix="FJ",
        newest_first=True,
        icon="room",
        noun="交房单",
        numbered_at_once=True,
    )
)  # fmt: skip

signed_copies.confirmed_by(HANDOVERS.name, "all_signed")
