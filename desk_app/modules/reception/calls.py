"""The life of a call (P5): answered at once, passed on within ten minutes (T04), or turned into the slip it is about."""

import datetime
from typing import Any

from desk_app.kernel.access import Desk
from desk_app.kernel.kind import Draft, Finding, RecordKind, Register, Section, register
from desk_app.kernel.limits import declare_limit, due_by
from desk_app.kernel.words import _, mark
from desk_app.kernel.workflow import Deadline, Transition, Workflow
from desk_app.modules.reception.callers import fill_from_number, fill_from_room
from desk_app.modules.reception.papers import CALL_REGISTER
from desk_app.modules.reception.records import STATES, Call
from desk_app.modules.reception.turning import Turn, turn, turns, what_follows, why_not_turned
from desk_app.modules.reception.urgent import fill_report, find_unreported

DESK = ("clerk", "supervisor", "manager")
WARNING = datetime.timedelta(minutes=3)

declare_limit(
    "limit_pass_on", mark("来电转办"), "10 minute", mark("不能当场答复的来电，多久内转给有关部门（T04）")
)
declare_limit("limit_call_reply", mark("来电回复"), "24 hour", mark("转给部门的来电，多久内回复客户"))


def _prepare(draft: Draft) -> None:
    call = draft.record
    call.caller = call.caller or (str(call.person) if call.person_id else None)


def _check(draft: Draft) -> dict[str, str]:
    """A call has its number; what is urgent is reported before anything else (T11)."""
    call = draft.record
    problems = {}
    if call.way == "call" and not call.caller_number:
        problems["caller_number"] = _("请记录来电显示的号码")
    problems |= find_unreported(call)
    return problems


def _record(draft: Draft, desk: Desk) -> None:
    draft.record.recorded_by = draft.record.recorded_by or desk.actor.name


def _may_answer(draft: Draft, desk: Desk) -> str | None:
    if not (draft.record.answer or "").strip():
        return _("没有办结：请写下答复或处理意见。")
    return None


def _answer(draft: Draft, desk: Desk) -> None:
    _record(draft, desk)
    draft.record.replied_at = desk.now()


def _pass_on(draft: Draft, desk: Desk) -> None:
    _record(draft, desk)
    draft.record.passed_on_at = desk.now()


def _may_pass_on(draft: Draft, desk: Desk) -> str | None:
    if draft.record.passed_to_id is None:
        return _("没有转办：请选择转给哪个部门。")
    return None


def _may_reply(draft: Draft, desk: Desk) -> str | None:
    if not (draft.record.reply or "").strip():
        return _("没有登记回复：请写下回复客户的结果。")
    return None


def _turn(draft: Draft, desk: Desk) -> None:
    _record(draft, desk)
    turn(draft, desk)


LIFE = Workflow(
    states=STATES,
    editable=("open", "passed_on"),
    open_states=("open", "passed_on"),
    transitions=(
        Transition("turn", "转单", ("open",), "turned", DESK, why_not_turned, _turn, numbered=True, leads_to=what_follows),
        Transition(
            "pass_on", "转办", ("open",), "passed_on", DESK, _may_pass_on, _pass_on,
            asks=("passed_to", "received_by"), numbered=True,
        ),
        Transition(
            "answer", "已答复", ("open",), "answered", DESK, _may_answer, _answer, asks=("answer",), numbered=True, main=True
        ),
        Transition(
            "reply", "已回复客户", ("passed_on",), "answered", DESK, _may_reply, _answer,
            asks=("reply", "is_satisfied"), main=True,
        ),
        Transition("void", "作废", ("open", "passed_on"), "void", DESK, needs_reason=True),
    ),
    deadlines=(
        Deadline(
            "pass_on", "十分钟内转办", ("open",), lambda call: due_by("limit_pass_on", call.at),
            since=lambda call: call.at, warning=WARNING, tells="supervisor",
        ),
        Deadline(
            "reply", "回复客户", ("passed_on",), lambda call: due_by("limit_call_reply", call.passed_on_at),
            since=lambda call: call.passed_on_at, warning=datetime.timedelta(hours=4), tells="supervisor",
        ),
    ),
    tones=(("open", "waiting"), ("passed_on", "waiting"), ("turned", "good"), ("answered", "good")),
    holder="holder",
)  # fmt: skip


def _find(draft: Draft) -> Finding:
    call = draft.record
    return Finding(
        " ".join(filter(None, (call.number, str(call.room or ""), call.caller))),
        first_line(call.content),
        names=tuple(filter(None, (call.caller,))),
        numbers=tuple(filter(None, (call.number, call.caller_number, call.call_back_number))),
        places=tuple(filter(None, (str(call.room or ""),))),
    )


def first_line(text: Any) -> str:
    """Return the first line of what was said, short enough for a list."""
    lines = str(text or "").strip().splitlines()
    return lines[0][:60] if lines else ""


CALLS = register(
    RecordKind(
        name="calls",
        model=Call,
        label="来电来访",
        columns=("number", "at", "way", "room", "caller", "category", "content", "state", "holder"),
        sections=(
            Section("来电", ("at", "way", "caller_number", "room", "person", "caller", "call_back_number")),
            Section("事项", ("category", "content", "is_urgent", "reported_to", "reported_at", "answer")),
            Section(
                "跟进",
                ("number", "passed_to", "received_by", "passed_on_at", "became_kind", "reply", "replied_at",
                 "is_satisfied", "holder", "recorded_by"),
            ),
        ),
        title=lambda call: " ".join(filter(None, (call.number or _("来电（未办结）"), str(call.room or ""), call.caller))),
        workflow=LIFE,
        own_registers=(Register(CALL_REGISTER, "at"),),
        checks=(_check,),
        prepare=_prepare,
        find=_find,
        about=("room", "person"),
        on_enter=(("caller_number", fill_from_number), ("room", fill_from_room), ("reported_to", fill_report)),
        prefix="LD",
        order=("at", "id"),
        newest_first=True,
        icon="phone",
        noun="来电来访",
    )
)  # fmt: skip

turns("payment", Turn(page="cash_desk"))
