"""A flat handed over three years ago, a plumber, an electrician, prices and parts; repairs of the flat."""

import datetime

import pytest

from desk_app.kernel import store, waiting
from desk_app.kernel.access import Actor, Desk
from desk_app.modules.repairs.life import REPAIRS
from desk_app.modules.repairs.prices import PRICE_ITEMS
from desk_app.modules.repairs.records import RepairLine
from desk_app.modules.repairs.stock import PARTS, STOCK_ENTRIES
from desk_app.modules.staff.kinds import STAFF
from desk_app.modules.staff.records import Skill

MONDAY = datetime.datetime(2026, 11, 23, 9, 5)


def after(hours):
    """Return the moment `hours` after Monday nine."""
    return MONDAY + datetime.timedelta(hours=hours)


def due(draft):
    """Return {clock: when it ends} of what waits of a repair."""
    rows = waiting.of(draft.kind, [draft.record.id]).get(draft.record.id, [])
    return {row.deadline: row.due_at for row in rows}


@pytest.fixture
def at(office):
    """Return a function that gives the desk of somebody, with these roles or all, hours after Monday nine."""

    def at_(hours=0.0, *roles, name="王芳"):
        moment = after(hours)
        return Desk(Actor(name, frozenset(roles)) if roles else Actor(name), lambda: moment)

    return at_


@pytest.fixture
def flat(make_room, make_person, hold):
    """Return 3-1-502 of 张伟, handed over on 2023-05-01: pipes are out of warranty, waterproofing is not."""
    made = make_room("3-1-502", handed_over_on=datetime.date(2023, 5, 1))
    hold(made, make_person("张伟", "13912345678"))
    return made


@pytest.fixture
def worker(desk):
    """Return a function that makes somebody who takes repairs of these trades."""

    def make(name="赵工", *trades, **values):
        draft = store.new(STAFF, name=name, takes_repairs=True, **values)
        draft.rows["skills"] = [Skill(trade=trade) for trade in trades]
        return store.save(draft, desk).record

    return make


@pytest.fixture
def repair(flat, at):
    """Return a function that registers a repair of the flat on Monday at nine."""

    def make(hours=0.0, **values):
        values = {"room": flat, "client": "张伟", "content": "角阀漏水", "trade": "water"} | values
        return store.save(store.new(REPAIRS, registered_at=after(hours), **values), at(hours))

    return make


@pytest.fixture
def press(at):
    """Return a function that takes a step of a repair as it now is, at an hour."""

    def press_(name, draft, hours=1.0, reason="", roles=(), **entries):
        version = REPAIRS.model.get_by_id(draft.record.id).version
        return store.apply(
            REPAIRS, name, draft.record.id, version, at(hours, *roles), reason=reason, entries=entries
        )

    return press_


@pytest.fixture
def working(repair, worker, press):
    """Return a function that brings a repair to the work: judged so, quoted and agreed where it is paid."""

    def make(judgement="paid", quoted=6800, **values):
        sent = press(
            "dispatch", repair(**values), worker=worker(f"赵工{REPAIRS.model.select().count()}", "water")
        )
        judged = press("judge", sent, judgement=judgement, judged_why="现场查看", plan="更换角阀")
        if judgement != "paid":
            return press("start", judged)
        press("quote", judged, quoted=quoted)
        return press("agree", judged, agreed_by="张伟", agreed_how="signed")

    return make


@pytest.fixture
def spend(desk):
    """Return a function that writes labour and material on a repair: (name, sort, quantity, price in fen, part)."""

    def spend_(draft, *lines):
        fresh = store.load(REPAIRS, draft.record.id)
        fresh.rows["lines"] = [
            RepairLine(name=name, sort=sort, quantity=quantity * 10_000, price=price, part=part)
            for name, sort, quantity, price, part in (line + (None,) * (5 - len(line)) for line in lines)
        ]
        return store.save(fresh, desk)

    return spend_


@pytest.fixture
def valve(desk):
    """Return the part 角阀 with two in stock."""
    item = store.save(store.new(PRICE_ITEMS, name="角阀", unit="只", price=3800, trade="water"), desk).record
    part = store.save(store.new(PARTS, name="角阀", unit="只", price_item=item, minimum=20_000), desk).record
    entry = store.save(store.new(STOCK_ENTRIES, part=part, quantity=20_000), desk)
    store.apply(STOCK_ENTRIES, "book", entry.record.id, entry.record.version, desk)
    return type(part).get_by_id(part.id)
