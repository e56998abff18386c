"""The life of a complaint (P7): who may take which step, and what is missing for it."""

from typing import Any

from desk_app.kernel import signed_copies, waiting
from desk_app.kernel.access import Desk
from desk_app.kernel.kind import ChildRows, Draft, Finding, RecordKind, Register, Section, find_kind, register
from desk_app.kernel.text import one_line
from desk_app.kernel.words import _
from desk_app.kernel.workflow import Transition, Workflow
from desk_app.modules.complaints import proposals
from desk_app.modules.complaints.clocks import CLOCKS, is_answered_first
from desk_app.modules.complaints.papers import INTAKE_PAPER, REGISTER_PAPER, REPLY_PAPER, WORK_ORDER_PAPER
from desk_app.modules.complaints.records import STATES, Complaint, ComplaintStep
from desk_app.modules.complaints.same_matter import find_incident
from desk_app.modules.reception.callers import fill_client
from desk_app.modules.reception.calls import first_line
from desk_app.modules.reception.turning import Turn, turns
from desk_app.modules.requests.life import UNSIGNED_WAYS, fill_received

DESK = ("clerk", "supervisor", "manager")
SUPERVISOR = ("supervisor",)
MANAGER = ("manager",)
REPORTED = ("major", "serious")
"""Levels that are reported to a superior at once (T11)."""


def _receive(draft: Draft, desk: Desk) -> None:
    draft.record.received_by = draft.record.received_by or desk.actor.name


def _may_judge(draft: Draft, desk: Desk) -> str | None:
    complaint = draft.record
    if not complaint.level or not complaint.ground:
        return _("没有界定：请选择等级和它依据的条款。")
    if complaint.ground.partition("_")[0] != complaint.level:
        return _("没有界定：所选条款不是这个等级的依据。")
    return None


def _judge(draft: Draft, desk: Desk) -> None:
    complaint = draft.record
    _receive(draft, desk)
    was_judged = complaint.judged_at is not None
    complaint.is_valid = "yes"
    complaint.judged_by, complaint.judged_at = desk.actor.name, desk.now()
    if complaint.level != "major":
        complaint.became_major_at = None
    elif was_judged and complaint.became_major_at is None:
        complaint.became_major_at = desk.now()


def _may_dismiss(draft: Draft, desk: Desk) -> str | None:
    """Invalid complaints are explained as well (R22)."""
    if not (draft.record.explanation or "").strip():
        return _("没有界定为无效：请写下怎样向客户解释的；无效投诉也要耐心解释。")
    return None


def _dismiss(draft: Draft, desk: Desk) -> None:
    complaint = draft.record
    _receive(draft, desk)
    complaint.is_valid, complaint.level, complaint.ground = "no", None, None
    complaint.judged_by, complaint.judged_at = desk.actor.name, desk.now()


def _may_handle(draft: Draft, desk: Desk) -> str | None:
    complaint = draft.record
    if complaint.level in REPORTED and not (complaint.reported_to and complaint.reported_at):
        return _("没有转交：重大、重要投诉要立即向上级报告，请填写上报对象和时间。")
    if complaint.department_id is None:
        return _("没有转交：请选择责任部门。")
    return None


def _handle(draft: Draft, desk: Desk) -> None:
    complaint = draft.record
    if (complaint.first_reply or "").strip() and complaint.first_replied_at is None:
        complaint.first_replied_at = desk.now()


def _may_answer_first(draft: Draft, desk: Desk) -> str | None:
    """What is not solved yet gets the time of the next reply (R23)."""
    complaint = draft.record
    if not (complaint.first_reply or "").strip():
        return _("没有登记答复：请写下答复客户的意见。")
    if complaint.next_reply_at is None or complaint.next_reply_at <= desk.now():
        return _("没有登记答复：还没有解决的，请定下次回复的时间（要晚于现在）。")
    return None


def _answer_first(draft: Draft, desk: Desk) -> None:
    complaint = draft.record
    if not is_answered_first(complaint):
        complaint.first_replied_at = desk.now()


def _may_report_back(draft: Draft, desk: Desk) -> str | None:
    if not (draft.record.result or "").strip():
        return _("没有登记反馈：请写下处理结果。")
    return None


def _report_back(draft: Draft, desk: Desk) -> None:
    draft.record.handled_at = desk.now()


def _agree(draft: Draft, desk: Desk) -> None:
    draft.record.agreed_by, draft.record.agreed_at = desk.actor.name, desk.now()


def _may_reply(draft: Draft, desk: Desk) -> str | None:
    complaint = draft.record
    if not (complaint.reply or complaint.result or "").strip():
        return _("没有回复：请写下回复客户的内容。")
    if not complaint.reply_way:
        return _("没有回复：请选择用什么方式回复的。")
    return None


def _reply(draft: Draft, desk: Desk) -> None:
    complaint = draft.record
    complaint.reply = complaint.reply or complaint.result
    complaint.replied_at, complaint.replied_by = desk.now(), desk.actor.name
    complaint.next_reply_at = None


def _may_archive(draft: Draft, desk: Desk) -> str | None:
    complaint = draft.record
    if complaint.satisfaction == "unsatisfied":
        return _("没有归档：客户不满意，请再办，或登记客户后来的意见。")
    if not complaint.satisfaction:
        return _("没有归档：请登记客户的意见（满意、基本满意或不满意）。")
    if complaint.reply_way not in UNSIGNED_WAYS and not complaint.all_signed:
        return _("没有归档：请确认客户已签署意见，表已收回。")
    return None


def _archive(draft: Draft, desk: Desk) -> None:
    draft.record.archived_by = desk.actor.name


def _may_do_again(draft: Draft, desk: Desk) -> str | None:
    complaint = draft.record
    if complaint.satisfaction != "unsatisfied":
        return _("没有退回：客户没有表示不满意。")
    if not (complaint.opinion or "").strip():
        return _("没有退回：请写下客户不满意的地方。")
    if complaint.next_reply_at is None or complaint.next_reply_at <= desk.now():
        return _("没有退回：再办的，请与客户定下次回复的时间（要晚于现在）。")
    return None


def _do_again(draft: Draft, desk: Desk) -> None:
    """Note in the process log what the client was told and is not content with; the next reply is written anew."""
    complaint = draft.record
    words = _("客户不满意：{opinion}。原回复：{reply}").format(
        opinion=one_line(complaint.opinion or "") or "—", reply=one_line(complaint.reply or "") or "—"
    )
    draft.rows["steps"].append(ComplaintStep(at=desk.now(), by=desk.actor.name, what=words))
    complaint.reply = complaint.result = complaint.reply_way = complaint.handled_at = None
    complaint.all_signed = False


LIFE = Workflow(
    states=STATES,
    editable=("received", "judged", "handling", "handled", "replied"),
    open_states=("received", "judged", "handling", "handled", "agreed", "replied"),
    transitions=(
        Transition(
            "judge", "界定等级", ("received",), "judged", SUPERVISOR, _may_judge, _judge,
            asks=("level", "ground"), main=True, proposes=proposals.proposed_level,
        ),
        Transition(
            "dismiss", "界定无效", ("received", "judged"), "invalid", SUPERVISOR, _may_dismiss, _dismiss,
            asks=("explanation",),
        ),
        Transition(
            "judge_again", "重新界定", ("judged", "handling", "handled", "invalid"), "judged", SUPERVISOR, _may_judge, _judge,
            asks=("level", "ground"), needs_reason=True,
        ),
        Transition(
            "handle", "交部门处理", ("judged",), "handling", DESK, _may_handle, _handle,
            asks=("department", "responsible", "reported_to", "reported_at", "first_reply"), main=True,
        ),
        Transition(
            "answer_first", "初步答复", ("handling",), "handling", DESK, _may_answer_first, _answer_first,
            asks=("first_reply", "next_reply_at"),
        ),
        Transition(
            "report_back", "部门反馈", ("handling",), "handled", DESK, _may_report_back, _report_back,
            asks=("cause", "measures", "prevention", "result"), main=True,
        ),
        Transition("agree", "经理同意", ("handled",), "agreed", MANAGER, effect=_agree, main=True),
        Transition("return", "退回再办", ("handled", "agreed"), "handling", MANAGER, needs_reason=True),
        Transition(
            "reply", "回复客户", ("agreed",), "replied", DESK, _may_reply, _reply,
            asks=("reply", "reply_way", "satisfaction", "opinion"), main=True,
        ),
        Transition(
            "do_again", "客户不满意，再办", ("replied",), "handling", DESK, _may_do_again, _do_again,
            asks=("satisfaction", "opinion", "next_reply_at"),
        ),
        Transition(
            "archive", "归档", ("replied",), "archived", DESK, _may_archive, _archive,
            asks=("satisfaction", "visited_at", "visited_by", "all_signed"), main=True,
        ),
        Transition("void", "作废", ("received",), "void", DESK, needs_reason=True),
    ),
    deadlines=CLOCKS,
    tones=(
        ("received", "waiting"), ("judged", "waiting"), ("handling", "waiting"), ("handled", "waiting"),
        ("agreed", "waiting"), ("replied", "good"), ("archived", "good"), ("void", "quiet"),
    ),
    holder="holder",
)  # fmt: skip


def _check(draft: Draft) -> dict[str, str]:
    complaint = draft.record
    if complaint.reported_to and not complaint.reported_at:
        return {"reported_at": _("请填写上报的时间")}
    return {}


def _prepare(draft: Draft) -> None:
    """Link the complaint before on the same subject of the same room."""
    complaint = draft.record
    if complaint.earlier_id is None and complaint.received_at:
        before = proposals.earlier_ones(complaint)
        complaint.earlier = before[0] if before else None


def _fill_incident(draft: Draft, desk: Desk) -> None:
    """When what happened is typed: the one open incident that it is likely part of."""
    complaint = draft.record
    if complaint.incident_id is None and complaint.received_at and complaint.content:
        complaint.incident = find_incident(complaint)


def _follow(draft: Draft, desk: Desk) -> None:
    """Propose levels anew, and let the clock of the incident follow, which runs while members wait for its answer."""
    proposals.note_proposals(draft.record, desk)
    if draft.record.incident_id:
        waiting.put(find_kind("incidents"), [draft.record.incident])


def _find(draft: Draft) -> Finding:
    complaint = draft.record
    return Finding(
        " ".join(filter(None, (complaint.number, str(complaint.room or ""), complaint.client))),
        first_line(complaint.content),
        names=(complaint.client,) if complaint.client else (),
        numbers=tuple(filter(None, (complaint.number, complaint.phone))),
        places=tuple(filter(None, (str(complaint.room or ""),))),
    )


def _from_call(call: Any) -> dict[str, Any]:
    """Return what a complaint takes over from the call it began with."""
    return {
        "received_at": call.at,
        "way": call.way,
        "room": call.room,
        "person": call.person,
        "client": call.caller or call.caller_number,
        "phone": call.call_back_number or call.caller_number,
        "content": call.content,
        "reported_to": call.reported_to,
        "reported_at": call.reported_at,
        "holder": call.holder,
    }


COMPLAINTS = register(
    RecordKind(
        name="complaints",
        model=Complaint,
        label="投诉",
        columns=(
            "number", "received_at", "room", "client", "subject", "content", "level", "proposed", "department", "state",
            "holder",
        ),
        sections=(
            Section("客户", ("room", "person", "client", "phone", "way", "received_at", "received_by")),
            Section("内容", ("subject", "content", "wish", "incident", "earlier")),
            Section(
                "界定",
                ("proposed", "proposed_why", "is_valid", "level", "ground", "judged_by", "judged_at", "became_major_at",
                 "explanation", "reported_to", "reported_at"),
            ),
            Section(
                "处理",
                ("number", "department", "responsible", "first_reply", "first_replied_at", "next_reply_at", "cause",
                 "measures", "prevention", "result", "handled_at", "holder"),
            ),
            Section(
                "回复",
                ("agreed_by", "agreed_at", "reply", "reply_way", "replied_at", "replied_by", "satisfaction", "opinion",
                 "visited_at", "visited_by", "all_signed", "archived_by"),
            ),
        ),
        title=lambda complaint: " ".join(
            filter(None, (complaint.number or _("投诉（待界定）"), str(complaint.room or ""), complaint.client))
        ),
        workflow=LIFE,
        children=(ChildRows("steps", "处理过程", ComplaintStep, ("at", "by", "what"), "complaint"),),
        own_papers=(INTAKE_PAPER, REPLY_PAPER, WORK_ORDER_PAPER),
        own_registers=(Register(REGISTER_PAPER, "received_at"),),
        checks=(_check,),
        prepare=_prepare,
        find=_find,
        follow=_follow,
        about=("room", "person", "incident"),
        on_enter=(*((name, fill_received) for name in ("room", "client", "phone", "content")), ("room", fill_client), ("phone", fill_client), ("content", _fill_incident)),
        prefix="KS",
        numbered_at_once=True,
        order=("received_at", "id"),
        newest_first=True,
        icon="warning",
    )
)  # fmt: skip

signed_copies.confirmed_by(COMPLAINTS.name, "all_signed")
turns("complaint", Turn("complaints", _from_call))
