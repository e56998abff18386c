"""One payment at the cash desk, through the service layer, with 10.8 million bills in an encrypted book.

A payment reads its room's debts, then writes receipt, lines, method, number, paid columns, audit and search entry, and
is on the disk when it returns. The limit is for the wall clock of a quiet machine; the CPU time beside it tells how
much of a worse figure is waiting for others. The second half of the payments posts late fees too.
`DESK_BENCH_ROOMS` makes it smaller.
"""

import datetime
import os
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import many_bills
from bench_tools import Figure, check, median_ms

from desk_app.kernel import settings
from desk_app.kernel.access import Actor, Desk
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import Bill, FeeItem
from desk_app.modules.cashier import payments
from desk_app.modules.cashier.records import Receipt, ReceiptLine
from desk_app.modules.cashier.statement import statement
from desk_app.modules.cashier.tenders import Tender

ROOMS = int(os.environ.get("DESK_BENCH_ROOMS", "100000"))
MONTHS = 36
PAYMENTS = 101
LIMIT_MS = 10
PASSWORD = "correct horse"
NOW = datetime.datetime(2026, 7, 15, 9)


def measure(rounds: int, folder: Path) -> Iterator[Figure]:
    """Make the book and pay in it."""
    started = time.perf_counter()
    office = many_bills.make(folder / "cash.book", ROOMS, MONTHS, PASSWORD)
    try:
        bills = ROOMS * len(many_bills.ITEMS) * MONTHS
        yield Figure("PAY", f"making a book of {bills:,} bills", time.perf_counter() - started, "s")
        yield from _measure(bills, Desk(Actor("王芳"), lambda: NOW))
    finally:
        office.close()


def _measure(bills: int, desk: Desk) -> Iterator[Figure]:
    owing = _rooms_owing(4 * PAYMENTS)
    for what, rooms in (
        (f"a payment with {bills:,} bills in the book", owing[: 2 * PAYMENTS : 2]),
        ("the same where late fees are posted with it", owing[2 * PAYMENTS :: 2]),
    ):
        if "late" in what:
            FeeItem.update(has_late_fee=True).where(FeeItem.code == "BWY").execute()
            settings.change({"late_fee_rate": "0.5"}, desk)
        looking, paying, used = zip(*(_pay(room_id, desk) for room_id in rooms), strict=True)
        yield Figure("PAY", what, statistics.median(paying), "ms", LIMIT_MS)
        yield Figure("PAY", "   its CPU time", statistics.median(used), "ms")
        yield Figure("PAY", "   its slowest of a hundred", max(paying), "ms")
        yield Figure("PAY", "   looking up the debts before it", statistics.median(looking), "ms")
    check(Bill.select().where(Bill.late_for.is_null(False)).exists(), "no late fee was posted")
    yield Figure("PAY", "the statement of a room", median_ms(lambda: statement(owing[0])), "ms")


def _rooms_owing(count: int) -> list[int]:
    """Return rooms that owe, from all over the book."""
    step = max(1, ROOMS // (2 * count))
    return [room for room in range(1, ROOMS + 1, step) if ledger.open_bills(room)][:count]


def _pay(room_id: int, desk: Desk) -> tuple[float, float, float]:
    """Pay all the room owes; return the milliseconds of looking it up, of paying, and of the CPU in paying."""
    start = time.perf_counter()
    picks, late_picks, left = payments.suggest(room_id, 10**9, desk)
    looked = time.perf_counter()
    owed = 10**9 - left
    payment = payments.Payment(
        room_id=room_id,
        payer_name="张伟强",
        request=payments.new_request(),
        picks=picks,
        late_picks=late_picks,
        tenders=(Tender("wechat", owed, f"42{room_id:010d}"),),
    )
    asked, cpu = time.perf_counter(), time.process_time()
    receipt = payments.take_payment(payment, desk)
    done, used = time.perf_counter(), time.process_time() - cpu
    check(ledger.open_bills(room_id) == [], "the room still owes")
    lines = ReceiptLine.select().where(ReceiptLine.receipt == receipt.id).count()
    check(
        lines == len(picks) + len(late_picks) and Receipt.get_by_id(receipt.id).total == owed, "the receipt"
    )
    return (looked - start) * 1e3, (done - asked) * 1e3, used * 1e3


if __name__ == "__main__":
    sys.exit("start it by tests/bench/run.py")
