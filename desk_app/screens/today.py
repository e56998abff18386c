"""The first page of the day (今日) without a window: what waits for somebody, by deadline, and what was done lately.

It knows no kind by name: whatever has a workflow with open states is listed.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.days import show_weekday
from desk_app.kernel.errors import NotFound
from desk_app.kernel.kind import KINDS, RecordKind
from desk_app.kernel.store import AuditRow
from desk_app.kernel.words import _, several
from desk_app.kernel.workflow import Workflow
from desk_app.screens.record_history import action_label
from desk_app.screens.reminders import Owed, Reminder, owed, remind
from desk_app.screens.waiting_list import (
    ALL,
    MINE,
    WaitingEntry,
    count_by_kind,
    count_by_state,
    list_waiting,
    words_of,
)

MOST_SHOWN = 60
RECENT_SHOWN = 8
RECENT_READ = 80
LOOKING = ("reveal",)
"""Entries of the audit that are no work on a record."""


@dataclass(frozen=True)
class StateCount:
    """How many records stand in a state."""

    label: str
    tone: str
    count: int


@dataclass(frozen=True)
class Load:
    """How many records of one kind wait, in which states, and how many of them are overdue."""

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
    """Everything the page shows; `is_blank` means that there is nothing yet that work could be about.

    `whose` tells what waits for me from what waits for all; `others` is how many wait for others than me.
    """

    day: str
    loads: tuple[Load, ...]
    waiting: tuple[WaitingEntry, ...]
    recent: tuple[Recent, ...]
    is_blank: bool
    reminders: tuple[Reminder, ...] = ()
    owed: Owed | None = None
    whose: str = MINE
    others: int = 0

    @property
    def total(self) -> int:
        """Return how many records wait."""
        return sum(load.count for load in self.loads)

    @property
    def overdue(self) -> int:
        """Return how many of them are overdue."""
        return sum(load.overdue for load in self.loads)


def look(desk: Desk, whose: str = MINE) -> Today:
    """Read what waits now, for the person at the desk or for all; it only reads."""
    counted = count_by_kind(desk, whose)
    loads = tuple(_load_of(kind, counted.get(kind.name, (0, 0)), desk, whose) for kind in kinds_of_work())
    everything = sum(count for count, _overdue in count_by_kind(desk, ALL).values()) if whose == MINE else 0
    return Today(
        show_weekday(desk.today),
        loads,
        tuple(list_waiting(desk, whose, MOST_SHOWN)),
        tuple(_recent(desk)),
        _is_blank(),
        tuple(remind(desk)),
        owed(desk),
        whose,
        max(everything - sum(load.count for load in loads), 0),
    )


def kinds_of_work() -> list[RecordKind]:
    """Return the kinds whose records wait for somebody."""
    return [kind for kind in KINDS.values() if kind.workflow and kind.workflow.open_states]


def kinds_to_start() -> list[RecordKind]:
    """Return the kinds of work that people type themselves."""
    return [kind for kind in kinds_of_work() if not kind.made_elsewhere]


def takes_money(desk: Desk) -> bool:
    """Say whether the person at the desk is a cashier (收银员), whose day begins at the cash desk."""
    return "cashier" in desk.actor.roles


def _is_blank() -> bool:
    """Say whether there is nothing yet that work could be about, such as rooms."""
    models = {kind.field(name).rel_model for kind in kinds_of_work() for name in kind.about}
    return bool(models) and not any(model.select().limit(1).exists() for model in models)


def _workflow(kind: RecordKind) -> Workflow:
    assert kind.workflow
    return kind.workflow


def _load_of(kind: RecordKind, counted: tuple[int, int], desk: Desk, whose: str) -> Load:
    flow = _workflow(kind)
    count, overdue = counted
    in_state = count_by_state(kind, desk, whose) if count else {}
    states = tuple(
        StateCount(flow.label(option.stored), flow.tone(option.stored), in_state[option.stored])
        for option in flow.states
        if in_state.get(option.stored)
    )
    return Load(kind.name, several(kind.label), kind.icon, count, overdue, states)


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
