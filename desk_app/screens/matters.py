"""What goes on about one record (相关事项): the slips, calls and papers of every kind that is about it.

Nothing here names a kind: a new kind whose declaration says that it is `about` rooms appears on every room's card.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from desk_app.kernel import store, waiting
from desk_app.kernel.access import Desk
from desk_app.kernel.kind import KINDS, RecordKind
from desk_app.kernel.waiting import Waiting
from desk_app.kernel.words import _
from desk_app.screens.form_cells import shown
from desk_app.screens.running_clocks import label_of

MOST_PARTS = 5
"""How many columns of its table tell a matter from others in one line."""
MOST_SHOWN = 100
"""How many settled matters of one kind are listed."""


@dataclass(frozen=True)
class Due:
    """The next deadline of a matter: what must happen by when."""

    label: str
    at: datetime.datetime
    is_over: bool


@dataclass(frozen=True)
class Matter:
    """One record about another: which, in one line, and where it stands; `due` is the next deadline that runs."""

    kind_name: str
    kind_label: str
    icon: str
    record_id: int
    number: str
    line: str
    state: str
    tone: str
    is_open: bool
    due: Due | None = None


@dataclass(frozen=True)
class Offer:
    """A new record that can be started from another: its kind, and the link field to fill in.

    `is_work` tells a slip, which waits for somebody, from a file to look up.
    """

    kind_name: str
    label: str
    icon: str
    field: str
    is_work: bool


def kinds_about(
    target: RecordKind, apart: Iterable[str] = ()
) -> Iterator[tuple[RecordKind, tuple[str, ...]]]:
    """Yield the kinds listed on cards of `target` with their link fields, those named `apart` left out."""
    for kind in KINDS.values():
        links = tuple(name for name in kind.about if kind.field(name).rel_model is target.model)
        if links and kind.name not in apart:
            yield kind, links


def find_matters(target: RecordKind, record_id: int, desk: Desk, apart: Iterable[str] = ()) -> list[Matter]:
    """Return what is about the record: open ones first, the most urgent on top; then the rest, the newest first."""
    pending: list[Matter] = []
    settled: list[Matter] = []
    for kind, links in kinds_about(target, apart):
        query = kind.model.select().where(_links_to(kind, links, record_id)).order_by(kind.model.id.desc())
        if kind.workflow:
            is_open = kind.field("state").in_(kind.workflow.open_states)
            pending += _matters(kind, links, query.where(is_open), desk)
            query = query.where(~is_open)
        settled += _matters(kind, links, query.limit(MOST_SHOWN), desk)
    pending.sort(key=lambda matter: (matter.due is None, matter.due and matter.due.at))
    return pending + settled


def find_offers(target: RecordKind, apart: Iterable[str] = ()) -> list[Offer]:
    """Return the kinds of record that can be started from a record of `target`."""
    return [
        Offer(kind.name, _(kind.one), kind.icon, links[0], bool(kind.workflow and kind.workflow.open_states))
        for kind, links in kinds_about(target, apart)
        if not kind.field(links[0]).stamped and not kind.made_elsewhere
    ]


def _links_to(kind: RecordKind, links: tuple[str, ...], record_id: int) -> Any:
    """Return the condition that any of the link fields points to the record."""
    condition = kind.field(links[0]) == record_id
    for name in links[1:]:
        condition |= kind.field(name) == record_id
    return condition


def _matters(kind: RecordKind, links: tuple[str, ...], query: Any, desk: Desk) -> list[Matter]:
    drafts = store.load_many(kind, query)
    clocks = waiting.of(kind, [draft.record.id for draft in drafts])
    return [_matter(kind, draft.record, links, clocks.get(draft.record.id, []), desk) for draft in drafts]


def _matter(
    kind: RecordKind, record: Any, links: tuple[str, ...], clocks: list[Waiting], desk: Desk
) -> Matter:
    flow = kind.workflow
    state = record.state if flow else ""
    return Matter(
        kind_name=kind.name,
        kind_label=_(kind.one),
        icon=kind.icon,
        record_id=record.id,
        number=str(getattr(record, "number", None) or ""),
        line=_tell_apart(kind, record, links),
        state=flow.label(state) if flow else "",
        tone=flow.tone(state) if flow else "quiet",
        is_open=bool(flow and state in flow.open_states),
        due=_next_due(kind, clocks, desk),
    )


def _tell_apart(kind: RecordKind, record: Any, links: tuple[str, ...]) -> str:
    """Return the record's first columns in one line, without its number, its state and what it is about."""
    texts = [shown(record, name) for name in kind.columns if name not in (*links, "number", "state")]
    return " · ".join(list(filter(None, texts))[:MOST_PARTS]) or kind.title(record)


def _next_due(kind: RecordKind, clocks: list[Waiting], desk: Desk) -> Due | None:
    running = [clock for clock in clocks if clock.due_at is not None]
    if not running:
        return None
    return Due(label_of(kind, running[0]), running[0].due_at, running[0].due_at < desk.now())
