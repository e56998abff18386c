"""The life of an incident (事件): it groups those who complain of one matter, and answers them all with one text (S06)."""

from collections.abc import Sequence
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.errors import TransitionRefused
from desk_app.kernel.kind import Draft, Finding, RecordKind, Section, register
from desk_app.kernel.limits import due_by
from desk_app.kernel.words import _
from desk_app.kernel.workflow import Deadline, Transition, Workflow
from desk_app.modules.complaints.incident_paper import INCIDENT_PAPER
from desk_app.modules.complaints.life import COMPLAINTS, DESK, MANAGER
from desk_app.modules.complaints.records import INCIDENT_STATES, Complaint, Incident
from desk_app.modules.staff.records import Department

UNANSWERED = ("judged", "handling", "handled")


def members(incident: Any, *states: str) -> list[Complaint]:
    """Return the complaints of an incident, of `states` if given, in the order they came in."""
    query = (
        Complaint.select()
        .where(Complaint.incident == incident.id)
        .order_by(Complaint.received_at, Complaint.id)
    )
    return [one for one in query if not states or one.state in states]


def group(ids: Sequence[int], name: str, desk: Desk) -> Incident:
    """Make one incident of complaints that are of the same matter, and return it; TransitionRefused groups none."""
    with transaction():
        found = _free_ones(ids)
        first = min(found, key=lambda one: one.received_at)
        buildings = {one.room.building_id for one in found if one.room_id}
        building = first.room.building if len(buildings) == 1 and first.room_id else None
        made: Any = store.save(
            store.new(
                INCIDENTS,
                name=name,
                began_at=first.received_at,
                building=building,
                subject=first.subject,
                facts=first.content,
            ),
            desk,
        ).record
        for one in found:
            store.amend(COMPLAINTS, one.id, desk, "join", incident=made)
        return made  # type: ignore[no-any-return]


def join(ids: Sequence[int], incident: Any, desk: Desk) -> None:
    """Add complaints to an incident that still waits for its text; TransitionRefused adds none."""
    with transaction():
        if incident.state != "open":
            raise TransitionRefused(
                _("没有归入：“{incident}”已经统一答复，后来的投诉请单独处理，或先把事件重新处理。").format(
                    incident=incident
                )
            )
        for one in _free_ones(ids):
            store.amend(COMPLAINTS, one.id, desk, "join", incident=incident)


def _free_ones(ids: Sequence[int]) -> list[Any]:
    """Return the complaints, none of which belongs to an incident yet, or is void; TransitionRefused names one that does."""
    found = [store.load(COMPLAINTS, record_id).record for record_id in ids]
    for one in found:
        if one.incident_id:
            raise TransitionRefused(
                _("没有归为一个事件：{complaint} 已经属于“{incident}”。").format(
                    complaint=COMPLAINTS.title(one), incident=one.incident
                )
            )
        if one.state in ("void", "invalid"):
            raise TransitionRefused(
                _("没有归为一个事件：{complaint} 已作废或界定为无效。").format(
                    complaint=COMPLAINTS.title(one)
                )
            )
    return found


def _may_agree(draft: Draft, desk: Desk) -> str | None:
    if not (draft.record.answer or "").strip():
        return _("没有同意：请写下答复所有客户的统一答复。")
    if received := members(draft.record, "received"):
        return _("没有同意：还有 {count} 件投诉没有界定，如 {first}。").format(
            count=len(received), first=COMPLAINTS.title(received[0])
        )
    return None


def _agree(draft: Draft, desk: Desk) -> None:
    """Give every member that is still open the one text, up to the manager's consent; letters are printed then (F23)."""
    incident = draft.record
    for member in members(incident, *UNANSWERED):
        state = member.state
        if state == "judged":
            _step(member, "handle", desk, _handed_on(incident, member))
        if state == "handled":
            _step(member, "return", desk, {}, _("按事件统一答复"))
        if state in UNANSWERED:
            _step(member, "report_back", desk, {"result": incident.answer})
        _step(member, "agree", desk, {})


def _handed_on(incident: Any, member: Complaint) -> dict[str, Any]:
    """Return what a member still needs to be dealt with: the department of the trade, and the incident's report (T11)."""
    entries: dict[str, Any] = {"department": member.department or _department_of(incident)}
    if not (member.reported_to and member.reported_at):
        entries |= {"reported_to": incident.reported_to, "reported_at": incident.reported_at}
    return entries


def _department_of(incident: Any) -> Department | None:
    """Return the department other members were given to, else the first one that does such work."""
    given = next((one.department for one in members(incident) if one.department_id), None)
    if given is not None:
        return given
    first: Department | None = (
        Department.select().where(Department.duty == incident.subject).order_by(Department.id).first()
    )
    return first


def _reopen(draft: Draft, desk: Desk) -> None:
    """Take the consent back of every member that was not replied to yet: the next text is another."""
    for member in members(draft.record, "agreed"):
        _step(member, "return", desk, {}, _("事件重新处理"))


def _may_close(draft: Draft, desk: Desk) -> str | None:
    open_ones = members(draft.record, "received", *UNANSWERED, "agreed")
    if open_ones:
        return _("没有结案：还有 {count} 件投诉没有回复客户，如 {first}。").format(
            count=len(open_ones), first=COMPLAINTS.title(open_ones[0])
        )
    return None


def _close(draft: Draft, desk: Desk) -> None:
    draft.record.closed_at = desk.now()


def _may_reply_all(draft: Draft, desk: Desk) -> str | None:
    if not draft.record.reply_way:
        return _("没有回复：请选择用什么方式回复的。")
    if not members(draft.record, "agreed"):
        return _("没有回复：没有等着回复的客户。")
    return None


def _reply_all(draft: Draft, desk: Desk) -> None:
    """Note that every agreed member was given the incident's answer in this way."""
    incident = draft.record
    for member in members(incident, "agreed"):
        _step(member, "reply", desk, {"reply": incident.answer, "reply_way": incident.reply_way})


def _step(member: Complaint, name: str, desk: Desk, entries: dict[str, Any], reason: str = "") -> None:
    """Take a step of a member; a refusal names the member and undoes the whole step of the incident."""
    version = Complaint.get_by_id(member.id).version
    try:
        store.apply(COMPLAINTS, name, member.id, version, desk, reason=reason, entries=entries)
    except TransitionRefused as refused:
        words = _("{complaint}：{why}").format(complaint=COMPLAINTS.title(member), why=refused)
        raise TransitionRefused(words) from refused


def _may_void(draft: Draft, desk: Desk) -> str | None:
    if members(draft.record):
        return _("没有作废：还有投诉属于这个事件。")
    return None


def _reply_by(incident: Any) -> Any:
    """Return the end of the day the manager agreed on, by the first member that still waits for its reply (T10)."""
    moments = [member.agreed_at for member in members(incident, "agreed") if member.agreed_at]
    return due_by("limit_reply", min(moments)) if moments else None


LIFE = Workflow(
    states=INCIDENT_STATES,
    editable=("open",),
    open_states=("open", "agreed"),
    transitions=(
        Transition(
            "agree", "同意统一答复", ("open",), "agreed", MANAGER, _may_agree, _agree, asks=("answer",), main=True
        ),
        Transition(
            "reply_all", "回复所有客户", ("agreed",), "agreed", DESK, _may_reply_all, _reply_all, asks=("reply_way",), main=True
        ),
        Transition("reopen", "重新处理", ("agreed",), "open", MANAGER, effect=_reopen, needs_reason=True),
        Transition("close", "结案", ("open", "agreed"), "closed", DESK, _may_close, _close),
        Transition("void", "作废", ("open",), "void", MANAGER, _may_void, needs_reason=True),
    ),
    deadlines=(
        Deadline(
            "reply_all", "当天回复所有客户", ("agreed",), _reply_by, tells="manager"
        ),
    ),
    tones=(("open", "waiting"), ("agreed", "waiting"), ("closed", "good")),
    holder="holder",
)  # fmt: skip


def _check(draft: Draft) -> dict[str, str]:
    incident = draft.record
    if incident.reported_to and not incident.reported_at:
        return {"reported_at": _("请填写上报的时间")}
    return {}


INCIDENTS = register(
    RecordKind(
        name="incidents",
        model=Incident,
        label="投诉事件",
        columns=("number", "name", "began_at", "building", "subject", "state", "holder"),
        sections=(
            Section("事件", ("name", "began_at", "place", "building", "subject", "facts")),
            Section("影响与措施", ("impact", "measures", "needs")),
            Section("上报", ("number", "reported_to", "reported_at", "reported_way", "holder")),
            Section("答复", ("answer", "reply_way", "closed_at")),
        ),
        title=lambda incident: " ".join(filter(None, (incident.number, incident.name))),
        workflow=LIFE,
        own_papers=(INCIDENT_PAPER,),
        checks=(_check,),
        find=lambda draft: Finding(
            " ".join(filter(None, (draft.record.number, draft.record.name))),
            draft.record.facts or "",
            names=(draft.record.name,),
            numbers=tuple(filter(None, (draft.record.number,))),
        ),
        about=("building",),
        prefix="SK",
        numbered_at_once=True,
        order=("began_at", "id"),
        newest_first=True,
        icon="flag",
        noun="事件",
    )
)
