"""Who could do a repair (派工建议): those who work in the trade, the least loaded first; and what each has done."""

import datetime
from dataclasses import dataclass
from typing import Any

import peewee

from desk_app.kernel.limits import due_by
from desk_app.modules.repairs.records import Repair
from desk_app.modules.staff.records import Skill, StaffMember

AT_WORK = ("dispatched", "on_site", "judged", "quoted", "working")


@dataclass(frozen=True)
class Candidate:
    """A worker with the jobs in hand, and whether the trade is one of the worker's skills."""

    worker: StaffMember
    jobs: int
    is_skilled: bool


def candidates(trade: str, day: datetime.date) -> list[Candidate]:
    """Return everybody who takes repairs on `day`: the skilled first, then by jobs in hand, then by name."""
    jobs = _jobs_in_hand()
    skilled = {row.member_id for row in Skill.select().where(Skill.trade == trade)}
    present = StaffMember.left_on.is_null() | (StaffMember.left_on >= day)
    found = [
        Candidate(worker, jobs.get(worker.id, 0), worker.id in skilled)
        for worker in StaffMember.select().where(StaffMember.takes_repairs & present)
    ]
    return sorted(found, key=lambda one: (not one.is_skilled, one.jobs, str(one.worker.name)))


def _jobs_in_hand() -> dict[int, int]:
    """Return {worker id: repairs sent to that worker that are not done}."""
    query = Repair.select(Repair.worker, peewee.fn.COUNT(Repair.id)).where(
        Repair.state.in_(AT_WORK), Repair.worker.is_null(False)
    )
    return dict(query.group_by(Repair.worker).tuples())


@dataclass(frozen=True)
class WorkerRecord:
    """What a worker did between two days: jobs finished, in time, reworks of them, and the mean score times 100."""

    worker: str
    finished: int
    in_time: int
    reworked: int
    open_jobs: int
    score: int | None


def performance(from_on: datetime.date, until_on: datetime.date) -> list[WorkerRecord]:
    """Return each worker's record of the jobs finished from the first to the last day, both included.

    A rework counts against whoever did the first repair; the rework itself is no job of its own (S05: counted once).
    """
    begins = datetime.datetime.combine(from_on, datetime.time())
    ends = datetime.datetime.combine(until_on, datetime.time()) + datetime.timedelta(days=1)
    finished = Repair.select().where(
        Repair.finished_at >= begins, Repair.finished_at < ends, Repair.state != "void"
    )
    by_worker: dict[int, list[Any]] = {}
    for repair in finished:
        if repair.worker_id:
            by_worker.setdefault(repair.worker_id, []).append(repair)
    in_hand = _jobs_in_hand()
    workers = StaffMember.select().where(StaffMember.takes_repairs).order_by(StaffMember.name)
    return [_record(worker, by_worker.get(worker.id, []), in_hand.get(worker.id, 0)) for worker in workers]


def _record(worker: Any, repairs: list[Any], open_jobs: int) -> WorkerRecord:
    firsts = [repair for repair in repairs if repair.attempt == 1]
    scores = [
        score
        for repair in repairs
        for score in (repair.score_quality, repair.score_time, repair.score_manner, repair.score_charge)
        if score
    ]
    return WorkerRecord(
        str(worker.name),
        len(firsts),
        sum(repair.finished_at <= due_by("limit_repair", repair.registered_at) for repair in firsts),
        sum(repair.state == "rework" for repair in repairs),
        open_jobs,
        (sum(scores) * 200 + len(scores)) // (2 * len(scores)) if scores else None,
    )
