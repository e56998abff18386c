"""Fixtures shared by all tests: a book of one's own, people of every role, a clock that stands still."""

import datetime
import os
import shutil

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

from desk_app import office as office_of
from desk_app.kernel import store
from desk_app.kernel.access import Actor, Desk
from tests import given_papers

MONDAY = datetime.datetime(2026, 11, 23, 9, 5)
"""A Monday morning; the clock of every desk in the tests."""


@pytest.fixture(scope="session")
def empty_book(tmp_path_factory):
    """Return the path of an empty unencrypted book, closed."""
    path = tmp_path_factory.mktemp("book") / "空.book"
    office_of.create_office(
        path,
        None,
        "王芳",
        {"company": "安和物业有限公司", "project": "翠湖花园", "service_phone": "0551-6000000"},
    ).close()
    return path


@pytest.fixture
def office(empty_book, tmp_path):
    """Return an office with an empty book of its own, open."""
    path = tmp_path / "账本.book"
    shutil.copy(empty_book, path)
    opened = office_of.open_office(path, now=lambda: MONDAY)
    yield opened
    opened.close()


@pytest.fixture
def desk(office):
    """Return the desk of somebody who may do everything."""
    return office.desk


@pytest.fixture
def clerk(office):
    """Return the desk of a clerk."""
    return Desk(Actor("王芳", frozenset({"clerk"})), office.desk.now)


@pytest.fixture
def guard(office):
    """Return the desk of a gate guard."""
    return Desk(Actor("李保安", frozenset({"guard"})), office.desk.now)


@pytest.fixture
def make_room(desk):
    """Return a function that makes a room from '3-1-502', with its building."""
    from desk_app.modules.estate.kinds import BUILDINGS, COMMUNITIES, ROOMS

    def make(code="3-1-502", **values):
        building, unit, label = code.split("-")
        community = store.find_by(COMMUNITIES, name="翠湖花园") or store.save(
            store.new(COMMUNITIES, name="翠湖花园"), desk
        )
        block = store.find_by(BUILDINGS, name=building) or store.save(
            store.new(BUILDINGS, community=community.record, name=building), desk
        )
        draft = store.new(ROOMS, building=block.record, unit=unit, label=label, **values)
        return store.save(draft, desk).record

    return make


@pytest.fixture
def make_person(desk):
    """Return a function that makes a person with phones."""
    from desk_app.modules.people.kinds import PEOPLE
    from desk_app.modules.people.records import PersonPhone

    def make(name="张三", *phones, **values):
        draft = store.new(PEOPLE, name=name, **values)
        draft.rows["phones"] = [PersonPhone(number=number) for number in phones or ("13912345678",)]
        return store.save(draft, desk).record

    return make


@pytest.fixture
def hold(desk):
    """Return a function that gives a person a part in a room."""
    from desk_app.modules.people.kinds import HOLDINGS

    def hold_(room, person, role="owner", **values):
        return store.save(store.new(HOLDINGS, room=room, person=person, role=role, **values), desk).record

    return hold_


@pytest.fixture
def room(make_room, make_person, hold):
    """Return a room with its owner: 3-1-502 of 张伟."""
    made = make_room("3-1-502")
    hold(made, make_person("张伟"))
    return made


@pytest.fixture
def slip_kind(desk, monkeypatch):
    """Return the kind of slips, its papers those of tests/given_papers.py: one to be signed, one not."""
    return given_papers.sign_papers(monkeypatch)


@pytest.fixture
def slip(slip_kind, desk, room):
    """Return an issued slip of the room."""
    return given_papers.make_slip(slip_kind, desk, room)


@pytest.fixture
def slips(slip_kind, desk, slip, make_room, make_person, hold):
    """Return the slip and one of another room: 4-1-101 of 李娜."""
    other = make_room("4-1-101")
    hold(other, make_person("李娜"))
    return [slip, given_papers.make_slip(slip_kind, desk, other)]


@pytest.fixture
def prints(slip_kind, desk, slips):
    """Return the print of each slip's note, which three people are to sign."""
    return [given_papers.give(slip_kind, each, desk) for each in slips]
