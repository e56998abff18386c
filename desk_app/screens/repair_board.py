"""The dispatcher's board (维修派工) without a window: open repairs by what is next, who could take one, and a worker's day."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from desk_app.kernel import store, waiting
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.kind import find_kind
from desk_app.kernel.text import one_line
from desk_app.kernel.words import _, mark
from desk_app.modules.repairs.papers import WORK_ORDER_PAPER
from desk_app.modules.repairs.records import Repair
from desk_app.modules.repairs.workers import AT_WORK, candidates
from desk_app.modules.staff.records import Firm, StaffMember
from desk_app.screens.running_clocks import RunningClock, as_seen

KIND = "repairs"
WORK_ORDER = WORK_ORDER_PAPER.name
"""The paper that is printed when somebody is sent (F28)."""
LANES = (
    ("to_send", mark("待派工"), ("registered",)),
    ("sent", mark("已派出"), ("dispatched", "on_site")),
    ("at_work", mark("在修"), ("judged", "quoted", "working")),
    ("to_accept", mark("待验收"), ("done",)),
    ("to_visit", mark("待回访"), ("accepted",)),
)
"""What a repair waits for, by its state."""
OVERDUE = "overdue"
SENDABLE = ("registered",)
MOVABLE = ("dispatched", "on_site")
"""States in which somebody else can be sent instead, with a reason."""
MOST_JOBS = 400
"""So many open repairs are read, those with the nearest clock."""
MOST_CHOICES = 9
"""As many as there are keys for them."""
WORKER, FIRM = "worker", "firm"


@dataclass(frozen=True)
class Job:
    """An open repair as the board shows it; `clock` is the nearest one, `who` the worker or firm it was given to."""

    record_id: int
    title: str
    detail: str
    state: str
    tone: str
    stored_state: str
    is_urgent: bool
    who: str
    worker_id: int | None
    appointed_at: datetime.datetime | None
    warranty: str
    clock: RunningClock | None

    @property
    def is_over(self) -> bool:
        """Say whether its time has run out."""
        return self.clock is not None and self.clock.is_over

    @property
    def can_be_sent(self) -> bool:
        """Say whether somebody can be sent now, or instead of who was sent."""
        return self.stored_state in (*SENDABLE, *MOVABLE)


@dataclass(frozen=True)
class Lane:
    """Jobs that wait for the same; those overdue stand in a lane of their own, on top."""

    name: str
    label: str
    jobs: tuple[Job, ...]


@dataclass(frozen=True)
class Choice:
    """Somebody who can be sent: a worker or a firm, with the key that sends it (1-9)."""

    key: int
    sort: str
    record_id: int
    name: str
    detail: str
    is_skilled: bool
    jobs: int = 0


class RepairBoard:
    """Reads the open repairs once per `refresh`; a step is taken by `send`."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.jobs: dict[int, Job] = {}
        self.refresh()

    def refresh(self) -> None:
        """Read again what is open."""
        kind = find_kind(KIND)
        states = [state for _name, _label, some in LANES for state in some]
        query = Repair.select().where(Repair.state.in_(states)).order_by(Repair.registered_at, Repair.id)
        drafts = store.load_many(kind, query.limit(MOST_JOBS))
        rows = waiting.of(kind, [draft.record.id for draft in drafts])
        jobs = [self._job(draft.record, rows.get(draft.record.id, ())) for draft in drafts]
        self.jobs = {job.record_id: job for job in sorted(jobs, key=_by_haste)}

    def lanes(self) -> list[Lane]:
        """Return the lanes that hold something, the overdue on top."""
        jobs = list(self.jobs.values())
        over = tuple(job for job in jobs if job.is_over)
        found = [Lane(OVERDUE, _("已超时"), over)]
        found += [
            Lane(name, _(label), tuple(job for job in jobs if job.stored_state in states and not job.is_over))
            for name, label, states in LANES
        ]
        return [lane for lane in found if lane.jobs]

    def first_to_send(self) -> int | None:
        """Return the repair somebody is to be sent to next; None where none waits for that."""
        return next((job.record_id for job in self.jobs.values() if job.stored_state in SENDABLE), None)

    def count_words(self) -> str:
        """Return how much there is to do, in one line."""
        if not self.jobs:
            return _("没有等着处理的维修。")
        counts = [
            (_(label), sum(job.stored_state in states for job in self.jobs.values()))
            for _name, label, states in LANES
        ]
        over = sum(job.is_over for job in self.jobs.values())
        words = [f"{label} {count}" for label, count in [(_("已超时"), over), *counts] if count]
        return " · ".join(words)

    def choices(self, record_id: int) -> list[Choice]:
        """Return who could do this repair: the skilled with least to do first, then the others, firms of the trade last."""
        repair: Any = Repair.get_by_id(record_id)
        found: list[tuple[str, Any, str, bool, int]] = [
            (WORKER, one.worker, _load_words(one.is_skilled, one.jobs), one.is_skilled, one.jobs)
            for one in candidates(repair.trade, self.desk.today)
        ]
        found += [(FIRM, firm, _("外委单位"), True, 0) for firm in _firms_of(repair.trade, self.desk.today)]
        return [
            Choice(key, sort, record.id, str(record.name), detail, is_skilled, jobs)
            for key, (sort, record, detail, is_skilled, jobs) in enumerate(found[:MOST_CHOICES], 1)
        ]

    def send(self, record_id: int, choice: Choice, reason: str = "") -> str:
        """Send somebody, or somebody else for `reason`, and say so; TransitionRefused with why not, nothing changed."""
        kind = find_kind(KIND)
        with transaction():
            draft = store.load(kind, record_id)
            if draft.record.state in MOVABLE:
                draft = store.apply(
                    kind, "take_back", record_id, draft.record.version, self.desk, reason=reason
                )
            chosen = {
                "worker": StaffMember.get_by_id(choice.record_id) if choice.sort == WORKER else None,
                "firm": Firm.get_by_id(choice.record_id) if choice.sort == FIRM else None,
            }
            sent = store.apply(
                kind, "dispatch", record_id, draft.record.version, self.desk, entries=chosen
            ).record
        self.refresh()
        return _("{number} 已派给 {name}。").format(number=sent.number, name=choice.name)

    def day_of(self, worker_id: int) -> list[Job]:
        """Return what a worker has in hand, by appointment and then by clock: the list to go through today."""
        mine = [
            job for job in self.jobs.values() if job.worker_id == worker_id and job.stored_state in AT_WORK
        ]
        return sorted(
            mine, key=lambda job: (not job.is_over, job.appointed_at is None, job.appointed_at or _LATE)
        )

    def _job(self, repair: Any, rows: Iterable[Any]) -> Job:
        kind = find_kind(KIND)
        assert kind.workflow
        clocks = as_seen(kind, rows, self.desk)
        who = str(repair.worker or repair.firm or "")
        appointed = (
            _("预约 {at}").format(at=f"{repair.appointed_at:%m-%d %H:%M}") if repair.appointed_at else ""
        )
        again = _("第 {count} 次").format(count=repair.attempt) if repair.attempt > 1 else ""
        detail = (kind.field("trade").show(repair.trade), one_line(repair.content), appointed, again, who)
        return Job(
            repair.id,
            kind.title(repair),
            " · ".join(filter(None, detail)),
            kind.workflow.label(repair.state),
            kind.workflow.tone(repair.state),
            repair.state,
            repair.urgency == "urgent",
            who,
            repair.worker_id,
            repair.appointed_at,
            str(repair.warranty_hint or ""),
            clocks[0] if clocks else None,
        )


_LATE = datetime.datetime.max


def _by_haste(job: Job) -> tuple[bool, bool, datetime.datetime]:
    """Sort the urgent of each lane first, then by the nearest clock."""
    return (not job.is_over, not job.is_urgent, job.clock.due_at if job.clock else _LATE)


def _load_words(is_skilled: bool, jobs: int) -> str:
    load = _("手上 {count} 单").format(count=jobs) if jobs else _("手上没有活")
    return f"{_('本专业') if is_skilled else _('其他专业')} · {load}"


def _firms_of(trade: str, day: datetime.date) -> Sequence[Firm]:
    """Return the firms that repair such things and whose contract runs on `day`."""
    runs = Firm.contract_until_on.is_null() | (Firm.contract_until_on >= day)
    return list(Firm.select().where(Firm.trade == trade, runs).order_by(Firm.name))
