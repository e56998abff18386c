"""The first page of the day (今日) without a window: what waits for somebody, by deadline, and what was done lately.

It knows no kind by name: whatever has a workflow with open states is listed.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.days import show_weekday
from desk_app.kernel.errors import NotFound
from desk_app.kernel.kind import KINDS, Draft, RecordKind
from desk_app.kernel.store import AuditRow
from desk_app.kernel.words import _, several
from desk_app.kernel.workflow import Workflow
from desk_app.screens.record_history import action_label
from desk_app.screens.reminders import Owed, Reminder, owed, remind

MOST_READ = 500
"""Open records of one kind that are looked at, the newest; all are counted."""
MOST_SHOWN = 60
RECENT_SHOWN = 8
RECENT_READ = 80
LOOKING = ("reveal",)
"""Entries of the audit that are no work on a record."""
URGENCIES = ("overdue", "today", "later", "none")


@dataclass(frozen=True)
class Waiting:
    """One record that waits: `urgency` is overdue, today, later or none (no deadline runs)."""

    kind_name: str
    record_id: int
    icon: str
    title: str
    detail: str
    state: str
    tone: str
    urgency: str
    due: str


@dataclass(frozen=True)
class StateCount:
    """How many records stand in a state."""

    label: str
    tone: str
    count: int


@dataclass(frozen=True)
class Load:
    """How many records of one kind wait, in which states, and how many of those read are overdue."""

    kind_name: str
    label: str
    icon: str
    count: int
    overdue: int
    states: tuple[StateCount, ...]


@dataclass(frozen=True)
class Recent:
    """A record this person worked on: what was done last, and when."""

    kind_name: str
    record_id: int
    icon: str
    title: str
    what: str


@dataclass(frozen=True)
class Today:
    """Everything the page shows; `is_blank` means that there is nothing yet that work could be about."""

    day: str
    loads: tuple[Load, ...]
    waiting: tuple[Waiting, ...]
    recent: tuple[Recent, ...]
    is_blank: bool
    reminders: tuple[Reminder, ...] = ()
    owed: Owed | None = None

    @property
    def total(self) -> int:
        """Return how many records wait."""
        return sum(load.count for load in self.loads)

    @property
    def overdue(self) -> int:
        """Return how many of them are overdue."""
        return sum(load.overdue for load in self.loads)


def look(desk: Desk) -> Today:
    """Read what waits now; it only reads."""
    loads, waiting = [], []
    for kind in kinds_of_work():
        found = [(due, entry) for due, entry in _open_records(kind, desk.now())]
        waiting += found
        loads.append(_load_of(kind, sum(entry.urgency == "overdue" for _due, entry in found)))
    waiting.sort(key=lambda pair: (URGENCIES.index(pair[1].urgency), pair[0] or datetime.datetime.max))
    return Today(
        show_weekday(desk.today),
        tuple(loads),
        tuple(entry for _due, entry in waiting[:MOST_SHOWN]),
        tuple(_recent(desk)),
        _is_blank(),
        tuple(remind(desk)),
        owed(desk),
    )


def kinds_of_work() -> list[RecordKind]:
    """Return the kinds whose records wait for somebody."""
    return [kind for kind in KINDS.values() if kind.workflow and kind.workflow.open_states]


def kinds_to_start() -> list[RecordKind]:
    """Return the kinds of work that people type themselves."""
    return [kind for kind in kinds_of_work() if not kind.made_elsewhere]


def _is_blank() -> bool:
    """Say whether there is nothing yet that work could be about, such as rooms."""
    models = {kind.field(name).rel_model for kind in kinds_of_work() for name in kind.about}
    return bool(models) and not any(model.select().limit(1).exists() for model in models)


def _workflow(kind: RecordKind) -> Workflow:
    assert kind.workflow
    return kind.workflow


def _open_records(
    kind: RecordKind, now: datetime.datetime
) -> Iterable[tuple[datetime.datetime | None, Waiting]]:
    model, flow = kind.model, _workflow(kind)
    query = model.select().where(model.state.in_(flow.open_states)).order_by(model.id.desc()).limit(MOST_READ)
    for draft in store.load_many(kind, query):
        due_at, label = _nearest(flow, draft.record)
        title, detail = words_of(draft)
        urgency = _urgency(due_at, now)
        state = draft.record.state
        yield (
            due_at,
            Waiting(
                kind.name,
                draft.record.id,
                kind.icon,
                title,
                detail,
                flow.label(state),
                flow.tone(state),
                urgency,
                _due_words(due_at, label, urgency),
            ),
        )


def _nearest(flow: Workflow, record: Any) -> tuple[datetime.datetime | None, str]:
    """Return the first deadline that runs for the record in its state, and its label."""
    running = [
        (due_at, deadline.label)
        for deadline in flow.deadlines
        if record.state in deadline.states and (due_at := deadline.due(record)) is not None
    ]
    return min(running, default=(None, ""), key=lambda pair: pair[0])


def _urgency(due_at: datetime.datetime | None, now: datetime.datetime) -> str:
    if due_at is None:
        return "none"
    if due_at < now:
        return "overdue"
    return "today" if due_at.date() == now.date() else "later"


def _due_words(due_at: datetime.datetime | None, label: str, urgency: str) -> str:
    if due_at is None:
        return ""
    if urgency == "overdue":
        return _("{deadline} · 已过 {day}").format(deadline=_(label), day=f"{due_at:%m-%d %H:%M}")
    shown = f"{due_at:%H:%M}" if urgency == "today" else f"{due_at:%m-%d}"
    return _("{deadline} · 至 {day}").format(deadline=_(label), day=shown)


def words_of(draft: Draft) -> tuple[str, str]:
    """Return the title and second line under which search shows the record."""
    if draft.kind.find:
        finding = draft.kind.find(draft)
        return finding.title, finding.detail
    return draft.kind.title(draft.record), ""


def _load_of(kind: RecordKind, overdue: int) -> Load:
    model, flow = kind.model, _workflow(kind)
    counted = {state: model.select().where(model.state == state).count() for state in flow.open_states}
    states = tuple(
        StateCount(flow.label(option.stored), flow.tone(option.stored), counted[option.stored])
        for option in flow.states
        if counted.get(option.stored)
    )
    return Load(kind.name, several(kind.label), kind.icon, sum(counted.values()), overdue, states)


def _recent(desk: Desk) -> Iterable[Recent]:
    """Yield the records this person changed last, each once; imports and mere looking do not count."""
    by_hand = (AuditRow.action != "create") | (AuditRow.reason == "")
    query = (
        AuditRow.select()
        .where(
            AuditRow.actor == desk.actor.name,
            AuditRow.record_id.is_null(False),
            AuditRow.action.not_in(LOOKING),
            by_hand,
        )
        .order_by(AuditRow.id.desc())
        .limit(RECENT_READ)
    )
    seen: set[tuple[str, int]] = set()
    for row in query:
        key = (row.kind, row.record_id)
        if key in seen or row.kind not in KINDS:
            continue
        seen.add(key)
        kind = KINDS[row.kind]
        try:
            draft = store.load(kind, row.record_id)
        except NotFound:
            continue
        what = f"{_(kind.one)} · {action_label(kind, row.action)} {_when(row.at, desk)}"
        yield Recent(kind.name, row.record_id, kind.icon, words_of(draft)[0], what)
        if len(seen) >= RECENT_SHOWN:
            return


def _when(at: datetime.datetime, desk: Desk) -> str:
    return f"{at:%H:%M}" if at.date() == desk.today else f"{at:%m-%d}"
