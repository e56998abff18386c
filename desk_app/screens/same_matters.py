"""Complaints of one matter (同一事件) without a window: which are alike, what is proposed of them, grouped under a name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.errors import TransitionRefused
from desk_app.kernel.kind import find_kind
from desk_app.kernel.text import one_line
from desk_app.kernel.words import _
from desk_app.modules.complaints import incidents
from desk_app.modules.complaints.papers import REPLY_PAPER
from desk_app.modules.complaints.proposals import propose
from desk_app.modules.complaints.records import LEVELS, Complaint, Incident
from desk_app.modules.complaints.same_matter import find_similar, rooms_of

COMPLAINTS, INCIDENTS = "complaints", "incidents"
REPLY = REPLY_PAPER.name
"""The letter every client of an incident gets (F23)."""
LEAST = 2
"""So many complaints make an incident."""
NAME_LETTERS = 10
"""How much of what was said goes into the name that is proposed."""


@dataclass(frozen=True)
class Member:
    """A complaint in a list of those of one matter."""

    record_id: int
    title: str
    detail: str
    state: str
    tone: str


@dataclass(frozen=True)
class Matter:
    """What is like a complaint: the others, how many rooms they are with it, and the incident it belongs to."""

    others: tuple[Member, ...]
    rooms: int
    incident_id: int | None
    incident: str

    @property
    def can_be_grouped(self) -> bool:
        """Say whether there is something to be made one incident of."""
        return bool(self.others) and self.incident_id is None


def matter_of(complaint_id: int) -> Matter:
    """Return what is known of the matter a stored complaint is about."""
    complaint: Any = Complaint.get_by_id(complaint_id)
    others = find_similar(complaint)
    incident = complaint.incident
    return Matter(
        tuple(_members(others)), rooms_of([complaint, *others]), complaint.incident_id, str(incident or "")
    )


def members_of(incident_id: int) -> list[Member]:
    """Return the complaints of an incident in the order they came in."""
    return list(_members(incidents.members(Incident.get_by_id(incident_id))))


def to_be_printed(incident_id: int) -> list[int]:
    """Return the ids of the members whose reply can be printed: those the manager agreed to, or that were replied to."""
    found = incidents.members(Incident.get_by_id(incident_id), "agreed", "replied", "archived")
    return [one.id for one in found]


def notice(complaint_id: int, desk: Desk) -> str:
    """Return what must be heeded of a complaint now: the level the program proposes and what to do at once (T09, T11)."""
    complaint: Any = Complaint.get_by_id(complaint_id)
    proposal = propose(complaint, desk.now())
    if proposal is None or proposal.level == complaint.level:
        return ""
    level = next(_(option.label) for option in LEVELS if option.stored == proposal.level)
    words = _("程序建议定为“{level}”：{why}。").format(level=level, why=proposal.why)
    if complaint.reported_to and complaint.reported_at:
        return words + _("请项目主管界定等级。")
    return words + _("请立即报告部门主管或公司领导，登记上报对象和时间，并请项目主管界定等级。")


def name_of(ids: Sequence[int]) -> str:
    """Return a name for the incident: where, what the first client said, and the day."""
    found = list(Complaint.select().where(Complaint.id.in_(list(ids))).order_by(Complaint.received_at))
    if not found:
        return ""
    first: Any = found[0]
    buildings = {one.room.building for one in found if one.room_id}
    place = str(buildings.pop()) if len(buildings) == 1 else ""
    said = one_line(first.content or "")[:NAME_LETTERS]
    return " ".join(filter(None, (place, said, f"{first.received_at:%m%d}")))


def group(ids: Sequence[int], name: str, desk: Desk) -> int:
    """Make one incident of the complaints and return its id; a DeskError says why not, and groups none."""
    if len(ids) < LEAST:
        raise TransitionRefused(_("没有归为一个事件：请先选两件以上的投诉。"))
    if not name.strip():
        raise TransitionRefused(_("没有归为一个事件：请填写事件的名称。"))
    return int(incidents.group(ids, name.strip(), desk).id)


def _members(complaints: Iterable[Any]) -> Iterable[Member]:
    kind = find_kind(COMPLAINTS)
    assert kind.workflow
    for one in complaints:
        detail = f"{one.received_at:%m-%d %H:%M}  {one_line(one.content or '')[:40]}"
        state = kind.workflow.label(one.state)
        yield Member(one.id, kind.title(one), detail, state, kind.workflow.tone(one.state))


def open_incidents() -> list[tuple[int, str]]:
    """Return (id, title) of the incidents that still take complaints, the latest first."""
    kind = find_kind(INCIDENTS)
    query = Incident.select().where(Incident.state == "open").order_by(Incident.began_at.desc())
    return [(one.id, kind.title(one)) for one in query]


def join(ids: Sequence[int], incident_id: int, desk: Desk) -> None:
    """Add complaints to an incident that is still open; a DeskError says why not."""
    incidents.join(ids, store.load(find_kind(INCIDENTS), incident_id).record, desk)
