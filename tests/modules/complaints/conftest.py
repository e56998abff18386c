"""Complaints of rooms in one building, and desks of other people at other moments."""

import datetime

import pytest

from desk_app.kernel import store, waiting
from desk_app.kernel.access import Actor, Desk
from desk_app.modules.complaints.life import COMPLAINTS
from desk_app.modules.staff.records import Department

MONDAY = datetime.datetime(2026, 11, 23, 9, 5)


@pytest.fixture
def at(office):
    """Return a function that gives the desk of somebody, with these roles or all, hours after Monday nine."""

    def at_(hours=0.0, *roles, name="王芳"):
        moment = MONDAY + datetime.timedelta(hours=hours)
        return Desk(Actor(name, frozenset(roles)) if roles else Actor(name), lambda: moment)

    return at_


@pytest.fixture
def complain(make_room, make_person, hold, at):
    """Return a function that takes a complaint of a room, `hours` after Monday nine."""
    rooms = {}

    def make(code="2-1-301", hours=0.0, content="整栋楼突然停电", subject="engineering", **values):
        if code not in rooms:
            rooms[code] = make_room(code)
            hold(rooms[code], make_person(f"业主{code}", f"139{len(rooms):08d}"))
        received = MONDAY + datetime.timedelta(hours=hours)
        values = {
            "room": rooms[code],
            "client": f"业主{code}",
            "content": content,
            "subject": subject,
        } | values
        return store.save(store.new(COMPLAINTS, received_at=received, **values), at(hours))

    return make


@pytest.fixture
def press():
    """Return a function that takes a step of a complaint as it now is."""

    def press_(name, draft, desk, reason="", **entries):
        version = COMPLAINTS.model.get_by_id(draft.record.id).version
        return store.apply(COMPLAINTS, name, draft.record.id, version, desk, reason=reason, entries=entries)

    return press_


@pytest.fixture
def judge(press, at):
    """Return a function that judges a complaint by its level, an hour after nine."""
    grounds = {"major": "major_6", "serious": "serious_2", "minor": "minor_1"}

    def judge_(draft, level, hours=1.0):
        return press("judge", draft, at(hours, "supervisor"), level=level, ground=grounds[level])

    return judge_


@pytest.fixture
def department(office):
    """Return the engineering department."""
    return Department.get(duty="engineering")


def due(draft):
    """Return {clock: when it ends} of what waits of a complaint."""
    rows = waiting.of(draft.kind, [draft.record.id]).get(draft.record.id, [])
    return {row.deadline: row.due_at for row in rows}


def after(hours):
    """Return the moment `hours` after Monday nine."""
    return MONDAY + datetime.timedelta(hours=hours)
