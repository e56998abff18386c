"""A month at the front desk: forty calls, fifteen repairs and four complaints a day, typed through the forms by a seed.

A plain model beside it says when every clock must end: it knows the limits of domain.md 1.5 and nothing of the program.
DESK_DAYS sets how many days are worked (a week by default; 30 for the month).
"""

import datetime
import os
import random
from dataclasses import dataclass, field

import pytest

from desk_app.kernel import clock_changes, store, waiting
from desk_app.kernel.access import Actor, Desk
from desk_app.modules.complaints.life import COMPLAINTS
from desk_app.modules.complaints.records import Complaint
from desk_app.modules.reception.calls import CALLS
from desk_app.modules.reception.records import Call
from desk_app.modules.repairs.life import REPAIRS
from desk_app.modules.repairs.records import Repair
from desk_app.modules.requests.life import REQUESTS
from desk_app.modules.staff.kinds import STAFF
from desk_app.modules.staff.records import Department, Skill
from desk_app.screens.record_form import RecordForm

DAYS = int(os.environ.get("DESK_DAYS", "7"))
CALLS_A_DAY, REPAIRS_A_DAY, COMPLAINTS_A_DAY = 40, 15, 4
FIRST = datetime.date(2026, 11, 2)
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


def end_of(day):
    """Return 23:59 of a day."""
    return datetime.datetime.combine(day, datetime.time(23, 59))


@dataclass
class Clock:
    """When a job's clock must end: `started` plus `span`, later by every pause."""

    name: str
    due: datetime.datetime
    paused_at: datetime.datetime | None = None

    def resume(self, at):
        self.due += at - self.paused_at
        self.paused_at = None


@dataclass
class Books:
    """What the model expects to wait: {(kind, id): {clock name: its end}}."""

    repairs: dict = field(default_factory=dict)
    complaints: dict = field(default_factory=dict)
    calls: dict = field(default_factory=dict)


class Month:
    """Works day after day at one desk, as the seed says, and keeps the model."""

    def __init__(self, office, rooms, seed):
        self.draw = random.Random(seed)
        self.rooms = rooms
        self.now = datetime.datetime.combine(FIRST, datetime.time(8))
        self.desk = Desk(Actor("王芳"), lambda: self.now)
        self.books = Books()
        self.department = Department.get(Department.duty == "engineering")
        self.worker = None
        self.rework = 0

    def work(self, days):
        draft = store.new(STAFF, name="赵工", takes_repairs=True)
        draft.rows["skills"] = [Skill(trade="water")]
        self.worker = store.save(draft, self.desk).record
        for day in range(days):
            self._day(FIRST + day * DAY)

    def _day(self, day):
        jobs = [self._plain_call] * (CALLS_A_DAY - REPAIRS_A_DAY - COMPLAINTS_A_DAY)
        jobs += [self._repair_call] * REPAIRS_A_DAY + [self._complaint_call] * COMPLAINTS_A_DAY
        self.draw.shuffle(jobs)
        for place, job in enumerate(jobs):
            self.now = datetime.datetime.combine(day, datetime.time(8)) + place * datetime.timedelta(
                minutes=13
            )
            job()
            if place % 3 == 0:
                self._go_on()

    def _call(self, category, content):
        room = self.draw.choice(self.rooms)
        form = RecordForm.start(CALLS, self.desk, at=self.now)
        form.enter("caller_number", room.phone)
        assert form.record.room_id == room.id
        form.enter("category", category)
        form.enter("content", content)
        return form

    def _plain_call(self):
        form = self._call("咨询", "物业费什么时候出账")
        form.enter("answer", "已说明")
        if self.draw.random() < 0.9:
            assert form.press("answer")
            return
        assert form.save()
        self.books.calls[form.record.id] = {"pass_on": self.now + datetime.timedelta(minutes=10)}

    def _repair_call(self):
        form = self._call("报修", "角阀漏水")
        assert form.press("turn")
        self.books.repairs[form.record.became_id] = Clock("repair", self.now + 24 * HOUR)

    def _complaint_call(self):
        form = self._call("投诉", f"楼道第 {self.draw.randrange(10_000)} 次没扫")
        assert form.press("turn")
        self.books.complaints[form.record.became_id] = {"judge": self.now + 4 * HOUR}

    def _go_on(self):
        for repair in Repair.select().where(Repair.state.not_in(("closed", "rework"))):
            if self.draw.random() < 0.35:
                self._step_repair(repair)
        for complaint in Complaint.select().where(Complaint.state != "archived"):
            if self.draw.random() < 0.3:
                self._step_complaint(complaint)

    def _press(self, kind, record, name, reason="", **entries):
        store.apply(kind, name, record.id, record.version, self.desk, reason=reason, entries=entries)

    def _step_repair(self, repair):
        clock = self.books.repairs[repair.id]
        if clock.paused_at is not None:
            clock_changes.resume(REPAIRS, repair.id, self.desk)
            clock.resume(self.now)
            return
        if repair.state in ("dispatched", "working") and self.draw.random() < 0.15:
            clock_changes.pause(REPAIRS, repair.id, "等配件", self.desk)
            clock.paused_at = self.now
            return
        if repair.state == "registered":
            self._press(REPAIRS, repair, "dispatch", worker=self.worker)
        elif repair.state == "dispatched":
            self._press(REPAIRS, repair, "judge", judgement="warranty", judged_why="查看")
        elif repair.state == "judged":
            self._press(REPAIRS, repair, "start")
        elif repair.state == "working":
            self._press(REPAIRS, repair, "finish", work_done="已修")
            clock.name, clock.due = "visit", end_of(self.now.date() + 3 * DAY)
        elif repair.state == "done":
            self._press(REPAIRS, repair, "accept", acceptance="yes")
        elif repair.state == "accepted" and self.now.date() > repair.finished_at.date():
            self._visit(repair)

    def _visit(self, repair):
        del self.books.repairs[repair.id]
        if self.draw.random() < 0.9:
            self._press(REPAIRS, repair, "close", visited_how="phone")
            return
        self._press(REPAIRS, repair, "repeat", visited_how="phone", visit_opinion="仍滴水")
        again = Repair.select().order_by(Repair.id.desc()).get()
        self.books.repairs[again.id] = Clock("repair", self.now + 24 * HOUR)
        self.rework += 1

    def _step_complaint(self, complaint):
        clocks = self.books.complaints[complaint.id]
        if complaint.state == "received":
            level = self.draw.choice(("minor", "serious"))
            self._press(COMPLAINTS, complaint, "judge", level=level, ground=f"{level}_1")
            due = complaint.received_at + 24 * HOUR
            self.books.complaints[complaint.id] = {
                level: due,
                "week": end_of(complaint.received_at.date() + 7 * DAY),
            }
        elif complaint.state == "judged":
            entries = {"department": self.department, "reported_to": "陈经理", "reported_at": self.now}
            self._press(COMPLAINTS, complaint, "handle", **entries)
        elif complaint.state == "handling":
            self._press(COMPLAINTS, complaint, "report_back", result="已清扫")
            clocks.clear()
        elif complaint.state == "handled":
            self._press(COMPLAINTS, complaint, "agree")
            clocks["reply"] = end_of(self.now.date())
        elif complaint.state == "agreed":
            self._press(COMPLAINTS, complaint, "reply", reply_way="phone", satisfaction="satisfied")
            clocks.clear()
        elif complaint.state == "replied":
            self._press(COMPLAINTS, complaint, "archive")
            del self.books.complaints[complaint.id]


@pytest.fixture
def worked(office, make_room, make_person, hold):
    """Return the month as it was worked."""
    rooms = []
    for place in range(30):
        room = make_room(f"{place // 10 + 1}-1-{place % 10 + 1}01")
        phone = f"139123{place:05d}"
        hold(room, make_person(f"业主{place}", phone))
        room.phone = phone
        rooms.append(room)
    month = Month(office, rooms, 20261102)
    month.work(DAYS)
    return month


def told(kind, record_id):
    rows = waiting.of(kind, [record_id]).get(record_id, [])
    return {row.deadline: row.due_at for row in rows if row.due_at}


def test_after_a_month_every_clock_is_right_and_nothing_is_forgotten(worked):
    assert waiting.find_differences() == []
    wrong = {
        ("repair", repair_id): told(REPAIRS, repair_id)
        for repair_id, clock in worked.books.repairs.items()
        if told(REPAIRS, repair_id) != ({} if clock.paused_at else {clock.name: clock.due})
    }
    wrong |= {
        ("complaint", complaint_id): told(COMPLAINTS, complaint_id)
        for complaint_id, clocks in worked.books.complaints.items()
        if told(COMPLAINTS, complaint_id) != clocks
    }
    wrong |= {
        ("call", call_id): told(CALLS, call_id)
        for call_id, clocks in worked.books.calls.items()
        if told(CALLS, call_id) != clocks
    }
    assert wrong == {}
    open_repairs = Repair.select().where(Repair.state.not_in(("closed", "rework"))).count()
    assert open_repairs == len(worked.books.repairs)
    assert Call.select().count() == CALLS_A_DAY * DAYS
    assert Repair.select().count() == REPAIRS_A_DAY * DAYS + worked.rework
    numbers = [repair.number for repair in Repair.select().order_by(Repair.id)]
    assert len(set(numbers)) == len(numbers) and numbers[0].endswith("0001")
    assert REQUESTS.model.select().count() == 0
