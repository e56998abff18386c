"""Defects (整改, F04): told to the firm, put right, checked again as often as it takes, and closed; then the key goes back."""

import datetime
from typing import Any

from desk_app.kernel import signed_copies, store
from desk_app.kernel.access import Desk
from desk_app.kernel.kind import Draft, Finding, RecordKind, Register, Section, register
from desk_app.kernel.words import _
from desk_app.kernel.workflow import Deadline, Next, Transition, Workflow
from desk_app.modules.handover.defect_papers import DEFECT_NOTICE, DEFECT_REGISTER
from desk_app.modules.handover.records import DEFECT_STATES, Defect
from desk_app.modules.keys.custody import CUSTODIES
from desk_app.modules.keys.records import KeyCustody

DESK = ("clerk", "dispatcher", "supervisor", "manager")
OPEN = ("found", "notified", "fixed")


def open_defects(room_id: int) -> list[Any]:
    """Return the room's defects that are not yet right."""
    return list(Defect.select().where(Defect.room == room_id, Defect.state.in_(OPEN)).order_by(Defect.id))


def kept_key(room_id: int) -> Any | None:
    """Return the letter under which a key of the room is kept for its defects, if there is one in force."""
    query = KeyCustody.select().where(
        KeyCustody.room == room_id, KeyCustody.purpose == "defects", KeyCustody.state == "kept"
    )
    return query.order_by(KeyCustody.id.desc()).first()


def _may_notify(draft: Draft, desk: Desk) -> str | None:
    if draft.record.firm_id is None:
        return _("没有通知：请选择责任单位。")
    if draft.record.due_on is None:
        return _("没有通知：请填写要求完成日期。")
    if draft.record.due_on < desk.today:
        return _("没有通知：要求完成日期已经过了。")
    return None


def _notify(draft: Draft, desk: Desk) -> None:
    draft.record.notified_on = desk.today


def _may_fix(draft: Draft, desk: Desk) -> str | None:
    defect = draft.record
    if not defect.fixed_by or not defect.fixed_how:
        return _("没有登记整改完成：请填写整改人和整改情况。")
    if defect.fixed_on and not (defect.notified_on or defect.fixed_on) <= defect.fixed_on <= desk.today:
        return _("没有登记整改完成：整改完成日期应在通知之后、今天之前。")
    return None


def _fix(draft: Draft, desk: Desk) -> None:
    draft.record.fixed_on = draft.record.fixed_on or desk.today


def _check(draft: Draft, desk: Desk) -> None:
    defect = draft.record
    defect.checked_on, defect.checked_by = desk.today, desk.actor.name
    defect.rounds = (defect.rounds or 0) + 1


def _may_fail(draft: Draft, desk: Desk) -> str | None:
    if not draft.record.failed_why:
        return _("没有退回整改：请写明复验哪里不合格。")
    return None


def _fail(draft: Draft, desk: Desk) -> None:
    """Send it back to the firm: what was done counts as not done, and the round is counted."""
    _check(draft, desk)
    draft.record.fixed_on = None


def _close(draft: Draft, desk: Desk) -> None:
    """Close the defect; with the last one of the room the kept key is to be fetched, and its letter says so."""
    _check(draft, desk)
    draft.record.failed_why = None
    _remind_of_key(draft.record, desk)


def _void(draft: Draft, desk: Desk) -> None:
    _remind_of_key(draft.record, desk)


def _remind_of_key(defect: Any, desk: Desk) -> None:
    if any(other.id != defect.id for other in open_defects(defect.room_id)):
        return
    letter = kept_key(defect.room_id)
    if letter is None:
        return
    until_on = min(letter.until_on or desk.today, desk.today)
    told = _("整改已全部合格，请通知业主取回钥匙")
    store.amend(CUSTODIES, letter.id, desk, "edit", told, until_on=until_on, note=told)


def _key_to_fetch(defect: Any) -> Next | None:
    """Return the letter of the kept key, to be opened when the last defect is closed."""
    letter = kept_key(defect.room_id) if not open_defects(defect.room_id) else None
    return Next("key_custodies", letter.id) if letter else None


def _due(defect: Any) -> datetime.datetime | None:
    return datetime.datetime.combine(defect.due_on, datetime.time(23, 59)) if defect.due_on else None


LIFE = Workflow(
    states=DEFECT_STATES,
    editable=("found", "notified", "fixed"),
    open_states=OPEN,
    transitions=(
        Transition(
            "notify", "通知责任单位", ("found",), "notified", DESK, _may_notify, _notify, asks=("firm", "due_on"), main=True
        ),
        Transition(
            "fix", "整改完成", ("notified",), "fixed", DESK, _may_fix, _fix, asks=("fixed_by", "fixed_how", "fixed_on"),
            main=True,
        ),
        Transition(
            "close", "复验合格", ("fixed",), "closed", DESK, effect=_close, asks=("all_signed",), main=True,
            leads_to=_key_to_fetch,
        ),
        Transition("fail", "复验不合格", ("fixed",), "notified", DESK, _may_fail, _fail, asks=("failed_why", "due_on")),
        Transition("void", "作废", ("found", "notified"), "void", ("supervisor", "manager"), effect=_void, needs_reason=True),
    ),
    deadlines=(
        Deadline(
            "due", "整改完成", ("found", "notified"), _due, warning=datetime.timedelta(days=2), role="clerk",
            tells="supervisor", extended_by=("supervisor", "manager"),
        ),
    ),
    tones=(("found", "waiting"), ("notified", "waiting"), ("fixed", "waiting"), ("closed", "good")),
    pausable=("notified",),
)  # fmt: skip


def _check_defect(draft: Draft) -> dict[str, str]:
    defect = draft.record
    if defect.handover_id and defect.room_id and defect.handover.room_id != defect.room_id:
        return {"handover": _("这张交房单不是 {room} 的").format(room=defect.room)}
    if defect.due_on and defect.found_on and defect.due_on < defect.found_on:
        return {"due_on": _("要求完成日期早于发现日期")}
    return {}


def _fill_day(draft: Draft, desk: Desk) -> None:
    draft.record.found_on = draft.record.found_on or desk.today


def _find(draft: Draft) -> Finding:
    defect = draft.record
    return Finding(
        " ".join(filter(None, (defect.number, str(defect.room or ""), defect.part))),
        defect.problem or "",
        names=tuple(filter(None, (str(defect.firm or ""), defect.part))),
        numbers=tuple(filter(None, (defect.number,))),
        places=tuple(filter(None, (str(defect.room or ""),))),
    )


DEFECTS = register(
    RecordKind(
        name="defects",
        model=Defect,
        label="整改",
        columns=("number", "room", "part", "problem", "firm", "due_on", "fixed_on", "rounds", "state"),
        sections=(
            Section("整改项目", ("room", "handover", "found_on", "part", "problem", "firm", "due_on", "note")),
            Section(
                "整改与复验",
                ("number", "notified_on", "fixed_on", "fixed_by", "fixed_how", "checked_on", "checked_by", "rounds",
                 "failed_why", "all_signed"),
            ),
        ),
        title=lambda defect: " ".join(
            filter(None, (defect.number or _("整改项"), str(defect.room or ""), defect.part))
        ),
        workflow=LIFE,
        own_papers=(DEFECT_NOTICE,),
        own_registers=(Register(DEFECT_REGISTER, "found_on"),),
        checks=(_check_defect,),
        find=_find,
        about=("room", "handover", "firm"),
        on_enter=(("part", _fill_day),),
        prefix="ZG",
        newest_first=True,
        icon="warning",
        noun="整改单",
        numbered_at_once=True,
    )
)  # fmt: skip

signed_copies.confirmed_by(DEFECTS.name, "all_signed")
