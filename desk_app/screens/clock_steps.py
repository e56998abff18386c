"""Pausing, resuming and putting off the clocks of a record (暂停、恢复、延期), as far as its workflow allows."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from desk_app.kernel import clock_changes, days, waiting
from desk_app.kernel.access import ROLES, Desk
from desk_app.kernel.errors import InvalidRecord
from desk_app.kernel.kind import RecordKind
from desk_app.kernel.words import _, listed
from desk_app.kernel.workflow import Deadline

PAUSE, RESUME, EXTEND = "pause", "resume", "extend"


@dataclass(frozen=True)
class ClockStep:
    """Something that can be done to the clocks of a record: `deadline` names the one that is put off.

    `until_at` is the end in force now; `approvers` is who must approve it where the person at the desk may not alone.
    """

    sort: str
    label: str
    text: str
    deadline: str = ""
    until_at: datetime.datetime | None = None
    approvers: str = ""

    @property
    def asks_until(self) -> bool:
        """Say whether a moment is asked for; a pause may do without."""
        return self.sort in (PAUSE, EXTEND)

    @property
    def needs_reason(self) -> bool:
        """Say whether a reason must be given."""
        return self.sort != RESUME


def offered(kind: RecordKind, record_id: int, state: str, desk: Desk) -> list[ClockStep]:
    """Return what can be done to the clocks of a stored record in `state`."""
    flow = kind.workflow
    if flow is None or state not in flow.open_states or kind.refusal(desk):
        return []
    rows = waiting.of(kind, [record_id]).get(record_id, [])
    if any(row.is_paused for row in rows):
        return [ClockStep(RESUME, _("恢复计时"), _("时限从现在接着走，停的时间不算。"))]
    found = [_extension(flow.deadline(row.deadline), row.due_at, desk) for row in rows if row.deadline]
    steps = [step for step in found if step is not None]
    if state in flow.pausable:
        text = _("等配件、等客户约定时间时停下时限；到了时间会重新列出来。")
        steps.insert(0, ClockStep(PAUSE, _("暂停计时…"), text))
    return steps


def take(
    step: ClockStep, kind: RecordKind, record_id: int, desk: Desk, entries: Mapping[str, str] | None = None
) -> None:
    """Do it with the texts typed for reason, until_at and approved_by; a DeskError says why not."""
    texts = entries or {}
    reason, approved_by = texts.get("reason", ""), texts.get("approved_by", "").strip()
    if step.sort == RESUME:
        clock_changes.resume(kind, record_id, desk, reason)
        return
    until_at = _moment(texts.get("until_at", ""), desk)
    if step.sort == PAUSE:
        clock_changes.pause(kind, record_id, reason, desk, until_at)
        return
    if until_at is None:
        raise InvalidRecord({"until_at": _("没有延期：请填写延到什么时候。")})
    clock_changes.extend(kind, record_id, step.deadline, until_at, reason, desk, approved_by)


def _extension(deadline: Deadline, due_at: datetime.datetime | None, desk: Desk) -> ClockStep | None:
    """Return the step that puts a running clock off, if that clock may be put off at all."""
    if not deadline.extended_by or due_at is None:
        return None
    may_alone = bool(desk.actor.roles & set(deadline.extended_by))
    return ClockStep(
        EXTEND,
        _("延期：{deadline}…").format(deadline=_(deadline.label)),
        _("现在的期限是 {at}。").format(at=days.show_moment(due_at)),
        deadline.name,
        due_at,
        "" if may_alone else listed(_(ROLES[role]) for role in deadline.extended_by),
    )


def _moment(text: str, desk: Desk) -> datetime.datetime | None:
    if not text.strip():
        return None
    try:
        return days.parse_moment(text, desk.today)
    except ValueError as error:
        raise InvalidRecord({"until_at": str(error)}) from None
