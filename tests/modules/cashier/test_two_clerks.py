"""Two clerks at once: no gap, no double; and kill -9 at any moment loses no receipt that was acknowledged."""

import datetime
import itertools
import json
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
KEY = b"\x5a" * 32
KILLS = 200
CLERKS = ("王芳", "赵敏")
ROOMS_OWING = 4


# -- two threads of one program ---------------------------------------------------------------------------------------


def test_two_clerks_who_take_the_same_debts_take_each_once(office, owe, room):
    """F050: whoever comes second is told which receipt was first, and takes no number."""
    from desk_app.kernel.access import Actor, Desk
    from desk_app.kernel.database import database
    from desk_app.kernel.errors import DeskError
    from desk_app.modules.cashier.payments import Payment, take_payment
    from desk_app.modules.cashier.records import Receipt, ReceiptLine
    from desk_app.modules.cashier.tenders import Tender

    bills = [owe(1000 + number) for number in range(40)]
    told, failed = [], []
    start = threading.Barrier(2)

    def work(name):
        desk = Desk(Actor(name, frozenset({"cashier"})), office.desk.now)
        with database.connection_context():
            start.wait()
            for bill in bills:
                payment = Payment(
                    room_id=room.id,
                    payer_name="张伟",
                    request=f"{name} {bill.id}",
                    picks=((bill.id, bill.amount),),
                    tenders=(Tender("cash", bill.amount),),
                )
                try:
                    take_payment(payment, desk)
                except DeskError as error:
                    told.append(str(error))
                except Exception as error:
                    failed.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in CLERKS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(told) == 40 and all("已由" in each for each in told)
    assert [row.number for row in Receipt.select().order_by(Receipt.id)] == [
        f"SJ2026-{number:06d}" for number in range(1, 41)
    ]
    assert sorted(row.bill_id for row in ReceiptLine.select()) == [bill.id for bill in bills]


def test_two_clicks_at_once_are_one_receipt(office, owe, room):
    """F048."""
    from desk_app.kernel.database import database
    from desk_app.modules.cashier.payments import Payment, take_payment
    from desk_app.modules.cashier.records import Receipt
    from desk_app.modules.cashier.tenders import Tender

    bill = owe(1000)
    numbers, start = [], threading.Barrier(4)

    def click():
        with database.connection_context():
            start.wait()
            payment = Payment(
                room_id=room.id,
                payer_name="张伟",
                request="一次",
                picks=((bill.id, 1000),),
                tenders=(Tender("cash", 1000),),
            )
            numbers.append(take_payment(payment, office.desk).number)

    threads = [threading.Thread(target=click) for _click in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert numbers == ["SJ2026-000001"] * 4
    assert Receipt.select().count() == 1


# -- kill -9 ----------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="forks, and kills by signal")
def test_two_hundred_kills_lose_no_acknowledged_receipt(tmp_path):
    done = subprocess.run(
        [sys.executable, __file__, str(tmp_path / "账.book")],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=280,
    )
    assert done.returncode == 0, done.stderr
    counted = json.loads(done.stdout)
    assert counted["kills"] == KILLS
    assert counted["said"] > 2 * KILLS, "they were killed before they could work"
    assert counted["kinds"] == ["offset", "payment", "reversal"]
    assert counted["voided"] > 0 and counted["hot"] > KILLS // 4, "the kills came too late to prove anything"


def connect(path):
    """Make the book at `path` the current one; two processes may, as two desks on one file would."""
    from desk_app.kernel import sqlite
    from desk_app.kernel.database import database

    opened = sqlite.BookDatabase(path, KEY)
    database.initialize(opened)
    return opened


def begin(path):
    """Make the book, with rooms that owe."""
    from desk_app import office
    from desk_app.kernel import migrate, pinyin, store
    from desk_app.kernel.access import Actor, Desk
    from desk_app.modules.billing.records import FeeItem
    from desk_app.modules.estate.kinds import ROOMS

    office.load_modules()
    opened = connect(path)
    migrate.run(opened)
    desk = Desk(Actor("王芳"))
    for number in range(ROOMS_OWING):
        store.save(store.new(ROOMS, label=f"50{number}"), desk)
    FeeItem.create(code="WY", name="物业服务费")
    pinyin.spellings("张伟")  # read its tables once, not in every child
    opened.close_all()


def work_until_killed(path, name):
    """Bill, pay, offset, void and reverse as fast as it goes; say each number aloud once it is kept."""
    from desk_app.kernel.access import Actor, Desk
    from desk_app.kernel.errors import DeskError

    connect(path)
    desk = Desk(Actor(name, frozenset({"cashier"})))
    dice = random.Random(os.urandom(8))
    mine = []
    for turn in itertools.count():
        try:
            receipt = _do_one(turn, dice, mine, desk)
        except DeskError:  # the other clerk was first
            continue
        if receipt is not None:
            mine.append(receipt.id)
            os.write(1, f"{receipt.number}\n".encode())


def _do_one(turn, dice, mine, desk):
    """Do one step; return the receipt it wrote, if it wrote one."""
    from desk_app.modules.billing.ledger import post_bill
    from desk_app.modules.cashier import payments, prepaid, undoing
    from desk_app.modules.cashier.tenders import Tender

    room_id = dice.randrange(1, ROOMS_OWING + 1)
    if turn % 3 == 0:
        first = datetime.date(2026, 1, 1)
        post_bill(room_id, 1, dice.randrange(1, 50_000), first, first, first, desk)
        return None
    if mine and dice.random() < 0.1:
        undoing.void_receipt(mine.pop(), "错", desk)
        return None
    if mine and dice.random() < 0.1:
        return undoing.reverse_receipt(mine.pop(), "错", desk, "孙经理")
    if dice.random() < 0.2:
        return prepaid.offset_room(room_id, desk)
    fen = dice.randrange(1, 60_000)
    picks, late_picks, left = payments.suggest(room_id, fen, desk)
    payment = payments.Payment(
        room_id=room_id,
        payer_name="张伟",
        request=payments.new_request(),
        picks=picks,
        late_picks=late_picks,
        to_prepaid=left,
        tenders=(Tender("cash", fen),),
    )
    return payments.take_payment(payment, desk)


def kill_often(path):
    """Kill two clerks at a time until `KILLS` are done; look through the book after each pair; count."""
    begin(path)
    dice = random.Random(20261123)
    said, hot = set(), 0
    for _round in range(KILLS // len(CLERKS)):
        said |= _kill_both(path, dice)
        log = Path(path + "-wal")
        hot += log.exists() and log.stat().st_size > 0
        stored = _look_through(path)
        assert said <= stored, f"acknowledged and lost: {said - stored}"
    return {"kills": KILLS, "said": len(said), "hot": hot} | _count(path)


def _kill_both(path, dice):
    """Let two clerks work and kill each at a moment of its own; return the numbers they said."""
    clerks = []
    for name in CLERKS:
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.dup2(writing, 1)
            work_until_killed(path, name)
        os.close(writing)
        clerks.append((child, os.fdopen(reading, "rb")))
    lines = [heard.readline() for _child, heard in clerks]  # both are at work
    for child, _heard in dice.sample(clerks, len(clerks)):
        time.sleep(dice.uniform(0, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    for _child, heard in clerks:
        with heard:
            lines += heard.readlines()
    return {line.decode().strip() for line in lines if line.endswith(b"\n")}


def _look_through(path):
    """Return the numbers in the book; AssertionError unless it is whole and every balance agrees."""
    from desk_app.kernel import sqlite
    from desk_app.modules.cashier.checking import find_faults
    from desk_app.modules.cashier.records import Receipt

    opened = connect(path)
    try:
        assert sqlite.quick_faults(opened) == []
        assert sqlite.broken_references(opened) == []
        assert find_faults() == []
        return {row.number for row in Receipt.select()}
    finally:
        opened.close_all()


def _count(path):
    from desk_app.modules.cashier.records import Receipt, ReceiptVoid

    opened = connect(path)
    kinds = sorted({row.kind for row in Receipt.select(Receipt.kind).distinct()})
    counted = {"kinds": kinds, "receipts": Receipt.select().count(), "voided": ReceiptVoid.select().count()}
    opened.close_all()
    return counted


if __name__ == "__main__":
    print(json.dumps(kill_often(sys.argv[1]), ensure_ascii=False))
