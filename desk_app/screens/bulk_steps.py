"""One step for many records at once (批量办理): each is checked and saved by itself, and the report names the refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.errors import DeskError, InvalidRecord, NotFound
from desk_app.kernel.kind import RecordKind
from desk_app.kernel.words import _
from desk_app.screens.progress import Cancelled, Progress

IDS_AT_ONCE = 500
REASON_TO_COME = "?"
"""Stands for the reason that is asked for after the rehearsal."""


@dataclass(frozen=True)
class BulkStep:
    """A transition this person may take for `count` of the chosen records; `asks` names what is to be filled in."""

    name: str
    label: str
    count: int
    needs_reason: bool
    asks: tuple[str, ...]


@dataclass(frozen=True)
class Refused:
    """A record the step was not taken for, and why."""

    title: str
    why: str


@dataclass(frozen=True)
class Rehearsal:
    """What would come of it: the ids of the records the step can be taken for, and those it would be refused for."""

    fitting: tuple[int, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True)
class Report:
    """What came of it: how many records took the step, which did not, and whether it was stopped before the end."""

    label: str
    done: int
    refused: tuple[Refused, ...]
    is_stopped: bool

    @property
    def sentence(self) -> str:
        """Return the report in one sentence."""
        words = (
            _("“{step}”：已办 {done} 条。")
            if not self.refused
            else _("“{step}”：已办 {done} 条，{refused} 条没有办。")
        )
        text = words.format(step=self.label, done=self.done, refused=len(self.refused))
        return text + (_("中途已停止，其余没有办。") if self.is_stopped else "")


def offered(kind: RecordKind, ids: Sequence[int], desk: Desk) -> list[BulkStep]:
    """Return the steps that some of the records could take now, in the order of the workflow."""
    if kind.workflow is None:
        return []
    states = [state for _id, state in _states(kind, ids)]
    return [
        BulkStep(step.name, _(step.label), count, step.needs_reason, step.asks)
        for step in kind.workflow.transitions
        if desk.actor.roles & set(step.roles) and (count := sum(state in step.sources for state in states))
    ]


def rehearse(kind: RecordKind, name: str, ids: Sequence[int], desk: Desk, progress: Progress) -> Rehearsal:
    """Find out for which records the step would be refused, changing nothing. For a worker thread.

    Where the step asks for something, what is filled in decides too, so that only the state is looked at.
    """
    assert kind.workflow
    step = kind.workflow.transition(name)
    fitting: list[int] = []
    refused: list[Refused] = []
    for place, (record_id, state) in enumerate(_states(kind, ids)):
        progress.step(place, len(ids))
        if step.asks and state in step.sources:
            fitting.append(record_id)
            continue
        try:
            draft = store.load(kind, record_id)
            kind.workflow.check(name, draft, desk, reason=REASON_TO_COME)
        except DeskError as error:
            refused.append(Refused(_title(kind, record_id), str(error)))
        else:
            fitting.append(record_id)
    return Rehearsal(tuple(fitting), tuple(refused))


def read_entries(kind: RecordKind, name: str, texts: dict[str, str], desk: Desk) -> dict[str, Any]:
    """Return the values of the texts typed for what the step asks; InvalidRecord names those that don't hold."""
    assert kind.workflow
    values, problems = {}, {}
    for field_name in kind.workflow.transition(name).asks:
        try:
            values[field_name] = kind.field(field_name).parse(texts.get(field_name, ""), desk.today)
        except ValueError as error:
            problems[field_name] = str(error)
    if problems:
        raise InvalidRecord(problems)
    return {field_name: value for field_name, value in values.items() if value is not None}


def press(
    kind: RecordKind,
    name: str,
    ids: Sequence[int],
    desk: Desk,
    progress: Progress,
    *,
    reason: str = "",
    entries: dict[str, Any] | None = None,
) -> Report:
    """Take the step for each of the records. For a worker thread; what is done stays done when it is stopped."""
    assert kind.workflow
    step = kind.workflow.transition(name)
    done = 0
    refused: list[Refused] = []
    for place, record_id in enumerate(ids):
        try:
            progress.step(place, len(ids))
            version = store.load(kind, record_id).record.version
            store.apply(kind, name, record_id, version, desk, reason=reason, entries=entries)
        except Cancelled:
            return Report(_(step.label), done, tuple(refused), is_stopped=True)
        except DeskError as error:
            refused.append(Refused(_title(kind, record_id), str(error)))
        else:
            done += 1
    return Report(_(step.label), done, tuple(refused), is_stopped=False)


def _states(kind: RecordKind, ids: Sequence[int]) -> list[tuple[int, str]]:
    """Return (id, state) of the records that are still there, in the order of `ids`."""
    model = kind.model
    found: dict[int, str] = {}
    for start in range(0, len(ids), IDS_AT_ONCE):
        chunk = list(ids[start : start + IDS_AT_ONCE])
        found |= dict(model.select(model.id, model.state).where(model.id.in_(chunk)).tuples())
    return [(record_id, found[record_id]) for record_id in ids if record_id in found]


def _title(kind: RecordKind, record_id: int) -> str:
    try:
        return kind.title(store.load(kind, record_id).record)
    except NotFound:
        return _(kind.one)
