"""The clocks of a record as people see them (时限): what must happen, by when, how much is left, in which colour."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from desk_app.kernel import waiting
from desk_app.kernel.access import Desk
from desk_app.kernel.clocks import tell_remaining
from desk_app.kernel.kind import RecordKind
from desk_app.kernel.waiting import Waiting
from desk_app.kernel.words import _


@dataclass(frozen=True)
class RunningClock:
    """One clock: `tone` is bad when it is over, waiting when it soon is, quiet before; paused ones say so."""

    name: str
    label: str
    due_at: datetime.datetime
    text: str
    tone: str
    is_paused: bool = False

    @property
    def is_over(self) -> bool:
        """Say whether the moment has passed."""
        return self.tone == "bad"


def running_clocks(kind: RecordKind, record_id: int, desk: Desk) -> list[RunningClock]:
    """Return the clocks of one record, the nearest first."""
    return as_seen(kind, waiting.of(kind, [record_id]).get(record_id, []), desk)


def as_seen(kind: RecordKind, rows: Iterable[Waiting], desk: Desk) -> list[RunningClock]:
    """Return the clocks among what waits of one record, the nearest first."""
    return [_seen(kind, row, desk.now()) for row in rows if row.due_at is not None]


def label_of(kind: RecordKind, row: Waiting) -> str:
    """Return what the clock is about."""
    if row.is_paused:
        return _("暂停到期")
    return _(kind.workflow.deadline(row.deadline).label) if kind.workflow and row.deadline else ""


def tone_of(row: Waiting, now: datetime.datetime) -> str:
    """Return bad when it is over, waiting when less than its warning is left, quiet before."""
    if row.due_at is not None and row.due_at < now:
        return "bad"
    return "waiting" if row.warn_at is None or row.warn_at <= now else "quiet"


def _seen(kind: RecordKind, row: Waiting, now: datetime.datetime) -> RunningClock:
    remaining = tell_remaining(row.due_at, now)
    early = row.not_before if row.not_before and row.not_before > now else None
    text = _("{day} 起").format(day=f"{early:%m-%d %H:%M}") if early else remaining
    return RunningClock(
        row.deadline,
        label_of(kind, row),
        row.due_at,
        text,
        "quiet" if early else tone_of(row, now),
        row.is_paused,
    )
