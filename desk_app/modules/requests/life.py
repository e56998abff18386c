"""The life of a request or suggestion (P6): answered at once, or forwarded, handled, agreed and answered the same day."""

import datetime
from typing import Any

from desk_app.kernel import signed_copies
from desk_app.kernel.access import Desk
from desk_app.kernel.kind import ChildRows, Draft, Finding, RecordKind, Section, register
from desk_app.kernel.limits import declare_limit, due_by
from desk_app.kernel.text import one_line
from desk_app.kernel.words import _, mark
from desk_app.kernel.workflow import Deadline, Transition, Workflow
from desk_app.modules.reception.callers import fill_client
from desk_app.modules.reception.calls import first_line
from desk_app.modules.reception.turning import Turn, turns
from desk_app.modules.reception.urgent import fill_report, find_unreported
from desk_app.modules.requests.papers import INTAKE_PAPER, REPLY_PAPER
from desk_app.modules.requests.records import STATES, Request, RequestStep

DESK = ("clerk", "supervisor", "manager")
HEADS = ("manager", "supervisor")
UNSIGNED_WAYS = ("phone", "email")
"""Ways of answering that leave no signature to wait for."""

declare_limit(
    "limit_forward", mark("需求建议转办"), "10 minute", mark("不能当场答复的，多久内转给有关部门（T04）")
)
declare_limit("limit_request", mark("需求建议办理"), "24 hour", mark("转办以后，多久内办完并反馈"))
declare_limit(
    "limit_reply", mark("同意后答复"), "0 day", mark("经理同意处理结果后，多久内答复客户（T10，当天）")
)


def _receive(draft: Draft, desk: Desk) -> None:
    draft.record.received_by = draft.record.received_by or desk.actor.name


def fill_received(draft: Draft, desk: Desk) -> None:
    """When the first of it is typed: it is received now, unless another time was typed."""
    if draft.record.received_at is None:
        draft.record.received_at = desk.now().replace(second=0, microsecond=0)


def _may_answer(draft: Draft, desk: Desk) -> str | None:
    request = draft.record
    if not (request.answer or "").strip():
        return _("没有答复：请写下答复客户的内容。")
    if not request.answer_way:
        return _("没有答复：请选择用什么方式回复的。")
    return None


def _answer(draft: Draft, desk: Desk) -> None:
    _receive(draft, desk)
    draft.record.answered_at = desk.now()
    draft.record.answered_by = desk.actor.name


def _may_forward(draft: Draft, desk: Desk) -> str | None:
    if draft.record.department_id is None:
        return _("没有转办：请选择责任部门。")
    return None


def _forward(draft: Draft, desk: Desk) -> None:
    _receive(draft, desk)
    draft.record.forwarded_at = desk.now()


def _may_report_back(draft: Draft, desk: Desk) -> str | None:
    if not (draft.record.result or "").strip():
        return _("没有登记反馈：请写下部门的处理结果。")
    return None


def _agree(draft: Draft, desk: Desk) -> None:
    draft.record.agreed_by = desk.actor.name
    draft.record.agreed_at = desk.now()


def _may_archive(draft: Draft, desk: Desk) -> str | None:
    request = draft.record
    if request.satisfaction == "unsatisfied":
        return _("没有归档：客户不满意，请再办，或登记客户后来的意见。")
    if request.answer_way not in UNSIGNED_WAYS and not request.all_signed:
        return _("没有归档：请确认客户已在受理表上签署意见，表已收回。")
    return None


def _may_do_again(draft: Draft, desk: Desk) -> str | None:
    if draft.record.satisfaction != "unsatisfied":
        return _("没有退回：客户没有表示不满意。")
    return _may_forward(draft, desk)


def _do_again(draft: Draft, desk: Desk) -> None:
    """Note in the process log what the client was told and is not content with; the next answer is written anew."""
    request = draft.record
    words = _("客户不满意。原答复：{answer}").format(answer=one_line(request.answer or "") or "—")
    draft.rows["steps"].append(RequestStep(at=desk.now(), by=desk.actor.name, what=words))
    request.answer = request.result = request.answer_way = None
    request.all_signed = False
    _forward(draft, desk)


LIFE = Workflow(
    states=STATES,
    editable=("received", "forwarded", "handled"),
    open_states=("received", "forwarded", "handled", "agreed", "answered"),
    transitions=(
        Transition(
            "answer_at_once", "当场答复", ("received",), "answered", DESK, _may_answer, _answer,
            asks=("answer", "answer_way", "satisfaction"),
        ),
        Transition(
            "forward", "转办", ("received",), "forwarded", DESK, _may_forward, _forward,
            asks=("department", "received_there_by"), main=True,
        ),
        Transition(
            "report_back", "部门反馈", ("forwarded",), "handled", DESK, _may_report_back, asks=("result",), main=True
        ),
        Transition("agree", "经理同意", ("handled",), "agreed", HEADS, effect=_agree, main=True),
        Transition("return", "退回再办", ("handled", "agreed"), "forwarded", HEADS, needs_reason=True),
        Transition(
            "answer", "答复客户", ("agreed",), "answered", DESK, _may_answer, _answer,
            asks=("answer", "answer_way", "satisfaction"), main=True,
        ),
        Transition(
            "do_again", "客户不满意，再办", ("answered",), "forwarded", DESK, _may_do_again, _do_again,
            asks=("satisfaction", "department"), needs_reason=True,
        ),
        Transition("archive", "归档", ("answered",), "archived", DESK, _may_archive, asks=("satisfaction", "all_signed"), main=True),
        Transition("void", "作废", ("received", "forwarded"), "void", DESK, needs_reason=True),
    ),
    deadlines=(
        Deadline(
            "forward", "十分钟内转办", ("received",), lambda request: due_by("limit_forward", request.received_at),
            since=lambda request: request.received_at, warning=datetime.timedelta(minutes=3), tells="supervisor",
        ),
        Deadline(
            "handle", "办理反馈", ("forwarded",), lambda request: due_by("limit_request", request.forwarded_at),
            since=lambda request: request.forwarded_at, warning=datetime.timedelta(hours=4), tells="supervisor",
            extended_by=HEADS,
        ),
        Deadline("next_reply", "答应的回复", ("forwarded", "handled"), lambda request: request.next_reply_at),
        Deadline(
            "reply", "当天答复客户", ("agreed",), lambda request: due_by("limit_reply", request.agreed_at),
            since=lambda request: request.agreed_at, warning=datetime.timedelta(hours=7), tells="manager",
        ),
    ),
    tones=(
        ("received", "waiting"),
        ("forwarded", "waiting"),
        ("handled", "waiting"),
        ("agreed", "waiting"),
        ("answered", "good"),
    ),
    holder="holder",
    pausable=("forwarded",),
)  # fmt: skip


def _check(draft: Draft) -> dict[str, str]:
    return find_unreported(draft.record)


def _find(draft: Draft) -> Finding:
    request = draft.record
    return Finding(
        " ".join(filter(None, (request.number, str(request.room or ""), request.client))),
        first_line(request.content),
        names=(request.client,) if request.client else (),
        numbers=tuple(filter(None, (request.number, request.phone))),
        places=tuple(filter(None, (str(request.room or ""),))),
    )


def _from_call(call: Any) -> dict[str, Any]:
    """Return what a request takes over from the call it began with."""
    return {
        "received_at": call.at,
        "way": call.way,
        "sort": "suggestion" if call.category == "suggestion" else "request",
        "room": call.room,
        "person": call.person,
        "client": call.caller or call.caller_number,
        "phone": call.call_back_number or call.caller_number,
        "content": call.content,
        "is_urgent": call.is_urgent,
        "reported_to": call.reported_to,
        "reported_at": call.reported_at,
        "holder": call.holder,
    }


REQUESTS = register(
    RecordKind(
        name="requests",
        model=Request,
        label="需求与建议",
        columns=("number", "received_at", "room", "client", "sort", "subject", "content", "department", "state", "holder"),
        sections=(
            Section("客户", ("room", "person", "client", "phone", "way", "received_at")),
            Section("内容", ("sort", "subject", "content", "is_urgent", "reported_to", "reported_at")),
            Section(
                "办理",
                ("number", "department", "received_there_by", "forwarded_at", "next_reply_at", "result", "agreed_by",
                 "agreed_at", "holder", "received_by"),
            ),
            Section(
                "答复", ("answer", "answer_way", "answered_at", "answered_by", "satisfaction", "all_signed")
            ),
        ),
        title=lambda request: " ".join(
            filter(None, (request.number or _("受理（未办）"), str(request.room or ""), request.client))
        ),
        workflow=LIFE,
        children=(ChildRows("steps", "处理过程", RequestStep, ("at", "by", "what"), "request"),),
        own_papers=(INTAKE_PAPER, REPLY_PAPER),
        checks=(_check,),
        find=_find,
        about=("room", "person"),
        on_enter=(*((name, fill_received) for name in ("room", "client", "phone", "content")), ("room", fill_client), ("phone", fill_client), ("reported_to", fill_report)),
        prefix="SL",
        numbered_at_once=True,
        order=("received_at", "id"),
        newest_first=True,
        icon="note",
        noun="受理单",
    )
)  # fmt: skip

signed_copies.confirmed_by(REQUESTS.name, "all_signed")
turns("request", Turn("requests", _from_call))
turns("suggestion", Turn("requests", _from_call))
