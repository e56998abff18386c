"""What level the program proposes (建议等级), and why. Setting it stays the supervisor's (R21).

重大 by domain.md P7: ⑤ five rooms of one matter (T09), ③ a valid complaint unsolved for a week (T08), ① the third time.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from desk_app.kernel import settings, store
from desk_app.kernel.access import Desk
from desk_app.kernel.fields import Whole
from desk_app.kernel.kind import find_kind
from desk_app.kernel.limits import due_by
from desk_app.kernel.waiting import Waiting
from desk_app.kernel.words import _, mark
from desk_app.modules.complaints.records import Complaint
from desk_app.modules.complaints.same_matter import find_similar, rooms_of

settings.declare(
    "major_rooms",
    Whole("同一事件几户投诉为重大"),
    5,
    mark("投诉"),
    mark("含本数（T09，民法典第一千二百五十九条）"),
)
settings.declare(
    "major_times", Whole("同一房屋同类投诉几次为重大"), 3, mark("投诉"), mark("一年内，含这一次（重大①）")
)

UNSOLVED = ("judged", "handling")
"""States of a valid complaint without a result."""

JUDGES = ("supervisor", "manager")
"""Those who set the level (R21)."""

A_YEAR = datetime.timedelta(days=365)


@dataclass(frozen=True)
class Proposal:
    """A level with the rule it rests on, and the facts in words."""

    level: str
    ground: str
    why: str


def propose(complaint: Any, now: datetime.datetime) -> Proposal | None:
    """Return the proposal for a complaint as things are at `now`; None where nothing speaks for 重大, or it is that."""
    if complaint.level == "major" or complaint.state in ("void", "invalid", "archived"):
        return None
    rooms = rooms_of([complaint, *find_similar(complaint)])
    if rooms >= int(settings.value("major_rooms")):
        return Proposal("major", "major_5", _("{rooms} 户就同一事件投诉").format(rooms=rooms))
    if complaint.state in UNSOLVED and due_by("limit_week", complaint.received_at) <= now:
        return Proposal(
            "major", "major_3", _("{day} 受理，一周没有解决").format(day=f"{complaint.received_at:%m-%d}")
        )
    if is_unsatisfied_anew(complaint):
        raised = {"minor": ("serious", "serious_3"), "serious": ("major", "major_1")}
        level, ground = raised[complaint.level]
        return Proposal(level, ground, _("客户对处理结果不满意"))
    times = len(earlier_ones(complaint)) + 1
    if times >= int(settings.value("major_times")):
        return Proposal("major", "major_1", _("同一房屋同类投诉第 {times} 次").format(times=times))
    return None


def proposed_level(complaint: Any, desk: Desk) -> dict[str, Any]:
    """Return the level and the ground that stand in the supervisor's dialog to begin with; nothing if nothing is proposed."""
    proposal = propose(complaint, desk.now())
    return {"level": proposal.level, "ground": proposal.ground} if proposal else {}


def is_unsatisfied_anew(complaint: Any) -> bool:
    """Say whether the client was not content with the last reply and nobody has judged the level since (P7: 不满意, 升级)."""
    is_asked = complaint.state in UNSOLVED and complaint.satisfaction == "unsatisfied"
    return bool(is_asked and complaint.replied_at and complaint.judged_at < complaint.replied_at)


def earlier_ones(complaint: Any) -> list[Complaint]:
    """Return the valid complaints of the same room on the same subject in the year before, the latest first."""
    if not complaint.room_id:
        return []
    query = Complaint.select().where(
        Complaint.room == complaint.room_id,
        Complaint.subject == complaint.subject,
        Complaint.received_at < complaint.received_at,
        Complaint.received_at >= complaint.received_at - A_YEAR,
        Complaint.state.not_in(("void", "invalid")),
    )
    return list(query.order_by(Complaint.received_at.desc()))


def note_proposals(complaint: Any, desk: Desk) -> None:
    """Write what is now proposed on the complaint and on those of the same matter; inside the caller's transaction.

    Each write proposes anew for what is like it; it ends because nothing is written twice.
    """
    for one in (complaint, *find_similar(complaint)):
        proposal = propose(one, desk.now())
        level, why = (proposal.level, proposal.why) if proposal else (None, None)
        if (one.proposed, one.proposed_why) == (level, why):
            continue
        store.amend(
            find_kind("complaints"), one.id, desk, "propose", why or "", proposed=level, proposed_why=why
        )


def to_judge_again(now: datetime.datetime) -> list[tuple[Complaint, Proposal]]:
    """Return the open complaints the program proposes a higher level for, with the proposal, the oldest first."""
    open_ones = Complaint.select().where(Complaint.state.in_(("received", *UNSOLVED)))
    found = ((one, propose(one, now)) for one in open_ones.order_by(Complaint.received_at))
    return [(one, proposal) for one, proposal in found if proposal]


def count_to_judge_again(now: datetime.datetime) -> int:
    """Return how many those are, by what was written on them and the clock of a week: one question, however many wait."""
    clock = Waiting.select(Waiting.record_id).where(
        Waiting.kind == "complaints", Waiting.deadline == "week", Waiting.due_at <= now
    )
    is_open = Complaint.state.in_(("received", *UNSOLVED))
    query = Complaint.select().where(is_open, Complaint.proposed.is_null(False) | Complaint.id.in_(clock))
    return int(query.count())
