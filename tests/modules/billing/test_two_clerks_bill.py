"""Two clerks who bill the same periods at once, and are killed while they do: every bill once, every run whole or none."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
KILLS = 16
FLATS = 200
KEY = bytes(range(32))


def test_of_two_clerks_at_once_one_posts_and_the_other_is_told(office, desk):
    from desk_app.kernel.access import Actor, Desk
    from desk_app.kernel.errors import DeskError
    from desk_app.modules.billing import runs
    from desk_app.modules.billing.records import Bill, BillRun
    from tests.billed_rooms import fill_rooms, make_tariff

    fill_rooms(300, [make_tariff(desk)])
    told, posted = [], []
    both = threading.Barrier(2)

    def work(name):
        clerk = Desk(Actor(name, frozenset({"accountant"})), desk.now)
        both.wait()
        try:
            draft = runs.make_run(202501, clerk)
            posted.append(runs.post_run(draft.id, clerk).posted_by)
        except DeskError as why:
            told.append(str(why))

    clerks = [threading.Thread(target=work, args=(name,)) for name in ("王芳", "李娜")]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    assert (len(posted), len(told)) == (1, 1)
    assert told[0].startswith(("没有出账", "找不到"))
    assert Bill.select().count() == 300
    assert BillRun.select().where(BillRun.state == "posted").count() == 1


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_kills_while_billing_leave_drafts_or_posted_runs_and_lose_none(tmp_path):
    path = str(tmp_path / "账.book")
    begin(path)
    dice = random.Random(20261123)
    said = set()
    for _round in range(KILLS // 2):
        said |= kill_two(path, dice)
        look_through(path, said)
    assert len(said) >= KILLS // 4, "they were killed before they could work"


def connect(path):
    """Make the book at `path` the current one; two processes may, as two desks on one file would."""
    from desk_app import office
    from desk_app.kernel import sqlite
    from desk_app.kernel.database import database

    office.load_modules()
    opened = sqlite.BookDatabase(path, KEY)
    database.initialize(opened)
    return opened


def begin(path):
    """Make the book, with flats and two fees, one of them worked out one by one."""
    from desk_app.kernel import migrate
    from desk_app.kernel.access import Actor, Desk
    from tests.billed_rooms import fill_rooms, make_tariff

    opened = connect(path)
    migrate.run(opened)
    desk = Desk(Actor("王芳"))
    formula = make_tariff(desk, code="GS", basis="formula", formula="面积*单价")
    fill_rooms(FLATS, [make_tariff(desk), formula])
    opened.close_all()


def work_until_killed(path, name):
    """Bill one period after the other; say each run aloud once it is posted."""
    from desk_app.kernel.access import Actor, Desk
    from desk_app.kernel.errors import DeskError
    from desk_app.modules.billing import runs
    from desk_app.modules.billing.months import next_period
    from desk_app.modules.billing.records import Bill

    connect(path)
    desk = Desk(Actor(name, frozenset({"accountant"})))
    os.write(1, b"ready\n")
    period = 202001
    while True:
        if not Bill.select().where(Bill.period == period).exists():
            try:
                run = runs.post_run(runs.make_run(period, desk).id, desk)
                os.write(1, f"{run.id}\n".encode())
            except DeskError:  # the other clerk was first
                pass
        period = next_period(period)


def kill_two(path, dice):
    """Let two clerks work for a moment, kill them, and return the runs they said were posted."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    clerks = [
        subprocess.Popen(
            [sys.executable, __file__, path, name], env=environment, stdout=subprocess.PIPE, text=True
        )
        for name in ("王芳", "李娜")
    ]
    for clerk in clerks:
        clerk.stdout.readline()
    time.sleep(dice.uniform(0.02, 0.5))
    said = set()
    for clerk in clerks:
        os.kill(clerk.pid, signal.SIGKILL)
        told, _nothing = clerk.communicate()
        said |= {int(line) for line in told.split("\n")[:-1] if line.isdigit()}
    return said


def look_through(path, said):
    """Stop unless every run is whole or a draft, every bill there once, and everything said is there."""
    from peewee import fn

    from desk_app.modules.billing.records import Bill, BillRun, DraftBill

    opened = connect(path)
    states = dict(BillRun.select(BillRun.id, BillRun.state).tuples())
    assert {run for run, state in states.items() if state == "posted"} >= said
    sums = dict(Bill.select(Bill.run, fn.SUM(Bill.amount)).group_by(Bill.run).tuples())
    for run in BillRun.select():
        drafts = DraftBill.select(fn.SUM(DraftBill.amount)).where(DraftBill.run == run.id).scalar()
        assert run.total == (sums.get(run.id) if run.state == "posted" else drafts or 0)
        assert run.state == "posted" or run.id not in sums
    once = Bill.select().group_by(Bill.room, Bill.item, Bill.period).having(fn.COUNT(Bill.id) > 1)
    assert once.count() == 0
    opened.close_all()


if __name__ == "__main__":
    work_until_killed(sys.argv[1], sys.argv[2])
