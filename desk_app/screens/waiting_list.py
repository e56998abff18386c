"""What waits, read from the table of clocks (待办清单): whose it is, by deadline, and how much of each kind.

Every question goes to the index of what waits; how many records there are does not matter.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import peewee

from desk_app.kernel import store, waiting
from desk_app.kernel.access import Desk
from desk_app.kernel.database import among
from desk_app.kernel.kind import KINDS, Draft, RecordKind
from desk_app.kernel.waiting import Waiting
from desk_app.kernel.words import _
from desk_app.screens.running_clocks import label_of

MINE, ALL = "mine", "all"
CLOCKS_EACH = 6
"""More clocks than run for one record at a time: so many rows are read for each record listed."""
URGENCIES = ("overdue", "today", "later", "none")


@dataclass(frozen=True)
class WaitingEntry:
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
    holder: str = ""
    is_paused: bool = False


def list_waiting(desk: Desk, whose: str, most: int) -> list[WaitingEntry]:
    """Return the records that wait, each once with its nearest clock: the overdue first, those without one last."""
    query = (
        Waiting.select()
        .where(_is_meant(desk, whose))
        .order_by(Waiting.due_at.is_null(), Waiting.due_at, Waiting.id.desc())
        .limit(most * CLOCKS_EACH)
    )
    nearest: dict[tuple[str, int], Waiting] = {}
    for row in query:
        nearest.setdefault((row.kind, row.record_id), row)
    rows = list(nearest.values())[:most]
    drafts = _drafts_of(rows)
    return [
        _entry(drafts[row.kind, row.record_id], row, desk)
        for row in rows
        if (row.kind, row.record_id) in drafts
    ]


def count_by_kind(desk: Desk, whose: str) -> dict[str, tuple[int, int]]:
    """Return for each kind of which records wait how many do, and how many of these are overdue."""
    is_over = (Waiting.due_at.is_null(False)) & (Waiting.due_at < desk.now())
    over_id = peewee.Case(None, ((is_over, Waiting.record_id),), None)
    query = (
        Waiting.select(
            Waiting.kind,
            peewee.fn.COUNT(Waiting.record_id.distinct()),
            peewee.fn.COUNT(peewee.NodeList((peewee.SQL("DISTINCT"), over_id))),
        )
        .where(_is_meant(desk, whose))
        .group_by(Waiting.kind)
    )
    return {kind: (count, overdue) for kind, count, overdue in query.tuples()}


def count_by_state(kind: RecordKind, desk: Desk, whose: str) -> dict[str, int]:
    """Return how many records of a kind wait in each state."""
    model = kind.model
    waits = Waiting.select(Waiting.record_id).where(Waiting.kind == kind.name, _is_meant(desk, whose))
    query = (
        model.select(model.state, peewee.fn.COUNT(model.id)).where(model.id.in_(waits)).group_by(model.state)
    )
    return dict(query.tuples())


def words_of(draft: Draft) -> tuple[str, str]:
    """Return the title and second line under which search shows the record."""
    if draft.kind.find:
        finding = draft.kind.find(draft)
        return finding.title, finding.detail
    return draft.kind.title(draft.record), ""


def _is_meant(desk: Desk, whose: str) -> Any:
    """Return the condition that a clock is to be seen now: what must not begin yet waits for nobody."""
    now = desk.now()
    may_begin = Waiting.not_before.is_null() | (Waiting.not_before <= now)
    if whose == ALL:
        return may_begin
    roles = list(desk.actor.roles)
    is_nobodys = (Waiting.holder == "") & Waiting.role.in_([*roles, ""])
    is_told = (Waiting.due_at < now) & Waiting.tells.in_(roles)
    return may_begin & ((Waiting.holder == desk.actor.name) | is_nobodys | is_told)


def _drafts_of(rows: Iterable[Waiting]) -> dict[tuple[str, int], Draft]:
    """Return the records of these clocks by kind and id, read in a few queries."""
    ids: dict[str, list[int]] = {}
    for row in rows:
        ids.setdefault(row.kind, []).append(row.record_id)
    found = {}
    for name, some in ids.items():
        kind = KINDS[name]
        for draft in store.load_many(kind, kind.model.select().where(among(kind.model.id, some))):
            found[name, draft.record.id] = draft
    return found


def _entry(draft: Draft, row: waiting.Waiting, desk: Desk) -> WaitingEntry:
    kind, record, flow = draft.kind, draft.record, draft.kind.workflow
    assert flow
    title, detail = words_of(draft)
    urgency = _urgency(row.due_at, desk.now())
    return WaitingEntry(
        kind.name,
        record.id,
        kind.icon,
        title,
        detail,
        flow.label(record.state),
        flow.tone(record.state),
        urgency,
        _due_words(row.due_at, label_of(kind, row), urgency) or (_("已暂停") if row.is_paused else ""),
        row.holder,
        row.is_paused,
    )


def _urgency(due_at: datetime.datetime | None, now: datetime.datetime) -> str:
    if due_at is None:
        return "none"
    if due_at < now:
        return "overdue"
    return "today" if due_at.date() == now.date() else "later"


def _due_words(due_at: datetime.datetime | None, deadline: str, urgency: str) -> str:
    if due_at is None:
        return ""
    if urgency == "overdue":
        return _("{deadline} · 已过 {day}").format(deadline=deadline, day=f"{due_at:%m-%d %H:%M}")
    shown = f"{due_at:%H:%M}" if urgency == "today" else f"{due_at:%m-%d}"
    return _("{deadline} · 至 {day}").format(deadline=deadline, day=shown)
