"""How a running clock is stopped, started again or put off (暂停、恢复、延期): always with a reason, never in silence."""

import datetime
from typing import Any

from desk_app.kernel import store, waiting
from desk_app.kernel.access import ROLES, Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.days import show_moment
from desk_app.kernel.errors import TransitionRefused
from desk_app.kernel.kind import RecordKind
from desk_app.kernel.waiting import ClockChange
from desk_app.kernel.words import _, listed
from desk_app.kernel.workflow import Workflow


def pause(
    kind: RecordKind, record_id: int, reason: str, desk: Desk, until_at: datetime.datetime | None = None
) -> None:
    """Stop all clocks of a record, to be looked at again at `until_at` if given; TransitionRefused says why not."""
    record, flow = _open_record(kind, record_id)
    if record.state not in flow.pausable:
        raise TransitionRefused(
            _("没有暂停：状态是“{state}”时不能停时限。").format(state=flow.label(record.state))
        )
    if waiting.pause_of(changes_of(kind, record_id)) is not None:
        raise TransitionRefused(_("没有暂停：时限已经停着。"))
    _need_reason(reason)
    if until_at is not None and until_at <= desk.now():
        raise TransitionRefused(_("没有暂停：暂停到的时间已经过了。"))
    _write(kind, record, "pause", desk, reason, until_at=until_at)


def resume(kind: RecordKind, record_id: int, desk: Desk, reason: str = "") -> None:
    """Let the clocks of a record run again."""
    record, _flow = _open_record(kind, record_id)
    if waiting.pause_of(changes_of(kind, record_id)) is None:
        raise TransitionRefused(_("没有恢复：时限没有停着。"))
    _write(kind, record, "resume", desk, reason)


def extend(
    kind: RecordKind,
    record_id: int,
    deadline_name: str,
    until_at: datetime.datetime,
    reason: str,
    desk: Desk,
    approved_by: str = "",
) -> None:
    """Put the end of one clock off to `until_at`; `approved_by` is who signed for it where that is another person."""
    record, flow = _open_record(kind, record_id)
    deadline = flow.deadline(deadline_name)
    if not deadline.extended_by:
        raise TransitionRefused(_("没有延期：“{deadline}”不能延期。").format(deadline=_(deadline.label)))
    if not approved_by and not desk.actor.roles & set(deadline.extended_by):
        raise TransitionRefused(
            _("没有延期：“{deadline}”的延期要由{roles}批准。").format(
                deadline=_(deadline.label), roles=listed(_(ROLES[role]) for role in deadline.extended_by)
            )
        )
    due = waiting.due_of(deadline, record, changes_of(kind, record_id))
    if due is None:
        raise TransitionRefused(_("没有延期：“{deadline}”现在不计时。").format(deadline=_(deadline.label)))
    if until_at <= due:
        raise TransitionRefused(_("没有延期：新的期限应晚于 {at}。").format(at=show_moment(due)))
    _need_reason(reason)
    _write(
        *(kind, record, "extend", desk, reason),
        deadline=deadline_name,
        until_at=until_at,
        approved_by=approved_by or desk.actor.name,
    )


def changes_of(kind: RecordKind, record_id: int) -> list[ClockChange]:
    """Return every pause, resumption and extension of a record, oldest first."""
    query = ClockChange.select().where(ClockChange.kind == kind.name, ClockChange.record_id == record_id)
    return list(query.order_by(ClockChange.id))


def _open_record(kind: RecordKind, record_id: int) -> tuple[Any, Workflow]:
    record = store.load(kind, record_id).record
    flow = kind.workflow
    if flow is None or record.state not in flow.open_states:
        raise TransitionRefused(_("没有改动时限：这张单据已经办结，没有时限在走。"))
    return record, flow


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise TransitionRefused(_("没有改动时限：请写明原因。"))


def _write(kind: RecordKind, record: Any, sort: str, desk: Desk, reason: str, **values: Any) -> None:
    with transaction():
        ClockChange.insert(
            at=desk.now(),
            actor=desk.actor.name,
            kind=kind.name,
            record_id=record.id,
            sort=sort,
            reason=reason,
            **values,
        ).execute()
        store.note_event(kind.name, record.id, desk, sort, reason, _shown(values))
        waiting.put(kind, [record])


def _shown(values: dict[str, Any]) -> dict[str, list[str]]:
    """Return what the audit tells of a change of a clock."""
    return {
        name: ["", show_moment(value) if isinstance(value, datetime.datetime) else str(value)]
        for name, value in values.items()
        if value
    }
