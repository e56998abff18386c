"""What waits (待办): one row for every clock that runs for an open record, or one without a clock if none does.

The rows follow the records: whoever writes a record of a kind with a workflow calls `put` in the same transaction. So
the first page of the day, the colours in lists and the escalations are questions to an index, however many records
there are. Pauses and extensions (kernel/clock_changes) are counted in here and nowhere else.
"""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

import peewee

from desk_app.kernel.access import Desk
from desk_app.kernel.database import among, database, insert_rows, transaction
from desk_app.kernel.kind import KINDS, RecordKind
from desk_app.kernel.workflow import Deadline, Workflow

AT_ONCE = 500


class ClockChange(peewee.Model):
    """Who stopped, started or put off a clock, why, and with whose approval (暂停、恢复、延期).

    `deadline` is empty for a pause, which stops all clocks of the record; `until_at` is when a pause is looked at again,
    or the new end of an extended clock.
    """

    at = peewee.DateTimeField()
    actor = peewee.CharField()
    kind = peewee.CharField()
    record_id = peewee.IntegerField()
    deadline = peewee.CharField(default="")
    sort = peewee.CharField()
    until_at = peewee.DateTimeField(null=True)
    reason = peewee.TextField()
    approved_by = peewee.CharField(default="")

    class Meta:
        database = database
        legacy_table_names = False
        indexes = ((("kind", "record_id"), False),)
        append_only = True


class Waiting(peewee.Model):
    """One clock of one open record; `deadline` and `due_at` are empty where none runs.

    `warn_at` is when it turns amber. It waits for the person `holder`, else for anybody of `role`; when it is over also
    for those of `tells`.
    """

    kind = peewee.CharField()
    record_id = peewee.IntegerField()
    deadline = peewee.CharField(default="")
    due_at = peewee.DateTimeField(null=True)
    not_before = peewee.DateTimeField(null=True)
    warn_at = peewee.DateTimeField(null=True)
    holder = peewee.CharField(default="")
    role = peewee.CharField(default="")
    tells = peewee.CharField(default="")
    is_paused = peewee.BooleanField(default=False)

    class Meta:
        database = database
        legacy_table_names = False
        indexes = (
            (("kind", "record_id", "deadline"), True),
            (("due_at",), False),
            (("kind", "due_at"), False),
        )


COLUMNS = (
    *("kind", "record_id", "deadline", "due_at", "not_before"),
    *("warn_at", "holder", "role", "tells", "is_paused"),
)


def put(kind: RecordKind, records: Iterable[Any]) -> None:
    """Write anew what waits of these records; inside the caller's transaction."""
    flow = kind.workflow
    if flow is None or not flow.open_states:
        return
    for some in peewee.chunked(records, AT_ONCE):
        ids = [record.id for record in some]
        remove(kind, ids)
        changes = _changes(kind, ids)
        rows = [row for record in some for row in _rows(kind, flow, record, changes.get(record.id, ()))]
        insert_rows(Waiting, COLUMNS, rows)


def remove(kind: RecordKind, ids: Iterable[int]) -> None:
    """Forget records that are gone; inside the caller's transaction."""
    Waiting.delete().where(Waiting.kind == kind.name, among(Waiting.record_id, ids)).execute()


def rewrite(kinds: Iterable[RecordKind]) -> None:
    """Work out anew what waits of these kinds: after a limit or the calendar was changed."""
    with transaction():
        for kind in kinds:
            if kind.workflow and kind.workflow.open_states:
                Waiting.delete().where(Waiting.kind == kind.name).execute()
                is_open = kind.field("state").in_(kind.workflow.open_states)
                put(kind, kind.model.select().where(is_open).iterator())


def rewrite_all() -> None:
    """Work out anew what waits of every kind."""
    rewrite(KINDS.values())


def of(kind: RecordKind, ids: Iterable[int]) -> dict[int, list[Waiting]]:
    """Return the clocks that run for these records, the nearest first; none for records that do not wait."""
    found: dict[int, list[Waiting]] = {}
    for some in peewee.chunked(ids, AT_ONCE):
        query = Waiting.select().where(Waiting.kind == kind.name, among(Waiting.record_id, some))
        for row in query.order_by(Waiting.due_at):
            found.setdefault(row.record_id, []).append(row)
    return found


def find_differences() -> list[tuple[str, int]]:
    """Return (kind name, record id) of every record whose rows are not what its fields say; none in a sound book."""
    wrong: set[tuple[str, int]] = set()
    for kind in KINDS.values():
        flow = kind.workflow
        if flow is None or not flow.open_states:
            continue
        stored = set(
            Waiting.select(*(getattr(Waiting, name) for name in COLUMNS))
            .where(Waiting.kind == kind.name)
            .tuples()
        )
        right = set()
        for some in peewee.chunked(
            kind.model.select().where(kind.field("state").in_(flow.open_states)), AT_ONCE
        ):
            changes = _changes(kind, [record.id for record in some])
            right |= {row for record in some for row in _rows(kind, flow, record, changes.get(record.id, ()))}
        wrong |= {(row[0], row[1]) for row in stored ^ right}
    return sorted(wrong)


def _rows(
    kind: RecordKind, flow: Workflow, record: Any, changes: Iterable[ClockChange]
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of one record, in the order of `COLUMNS`."""
    state = record.state
    if state not in flow.open_states:
        return
    holder = str(getattr(record, flow.holder) or "") if flow.holder else ""
    role = flow.waits_for(state)
    pause = pause_of(changes) if state in flow.pausable else None
    if pause is not None:
        yield (kind.name, record.id, "", pause.until_at, None, None, holder, role, "", True)
        return
    running = [(deadline, due) for deadline in flow.deadlines if (due := due_of(deadline, record, changes))]
    for deadline, due in running:
        yield (
            *(kind.name, record.id, deadline.name, due, deadline.not_before(record)),
            *(due - deadline.warning, holder, deadline.role or role, deadline.tells, False),
        )
    if not running:
        yield (kind.name, record.id, "", None, None, None, holder, role, "", False)


def due_of(deadline: Deadline, record: Any, changes: Iterable[ClockChange]) -> datetime.datetime | None:
    """Return when the clock of the record ends, pauses and extensions counted in; None if it does not run."""
    due = deadline.due(record) if record.state in deadline.states else None
    if due is None:
        return None
    begun = deadline.since(record)
    for change in changes:
        if change.sort == "extend" and change.deadline == deadline.name:
            due, begun = change.until_at, change.at
    return due + sum(_pauses(changes, begun), datetime.timedelta())


def pause_of(changes: Iterable[ClockChange]) -> ClockChange | None:
    """Return the pause that is still on, or None."""
    last = [change for change in changes if change.sort in ("pause", "resume")][-1:]
    return last[0] if last and last[0].sort == "pause" else None


def end_pause(kind: RecordKind, record_id: int, desk: Desk) -> None:
    """Let the clocks run again when somebody goes on with a record that was paused; `put` follows."""
    if pause_of(_changes(kind, [record_id]).get(record_id, ())) is not None:
        ClockChange.insert(
            at=desk.now(),
            actor=desk.actor.name,
            kind=kind.name,
            record_id=record_id,
            sort="resume",
            reason="",
        ).execute()


def _pauses(changes: Iterable[ClockChange], begun: datetime.datetime | None) -> Iterator[datetime.timedelta]:
    """Yield how long each ended pause stopped a clock that began at `begun`."""
    paused: datetime.datetime | None = None
    for change in changes:
        if change.sort == "pause":
            paused = change.at
        elif change.sort == "resume" and paused is not None:
            start = max(paused, begun) if begun else paused
            yield max(change.at - start, datetime.timedelta())
            paused = None


def _changes(kind: RecordKind, ids: Iterable[int]) -> dict[int, list[ClockChange]]:
    """Return the pauses and extensions of these records, oldest first."""
    found: dict[int, list[ClockChange]] = {}
    query = ClockChange.select().where(ClockChange.kind == kind.name, among(ClockChange.record_id, ids))
    for change in query.order_by(ClockChange.id):
        found.setdefault(change.record_id, []).append(change)
    return found
