"""B3, B4: arrears by building over 10.8 million bills, and what encryption costs a cold scan.

The same figures four ways: peewee objects of the open bills with their rooms and a loop; the live statement; a scan of
all bills; the count kept for the first page. All must give the same sums. Times are this process's own, of a second run
after a first one warmed the cache; the scans of B4 are cold: each the first thing its process does with the file.
"""

import argparse
import datetime
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import many_bills
from bench_tools import Figure, answer, check, ratio, take_turns

ROOMS = int(os.environ.get("DESK_BENCH_ROOMS", "100000"))
MONTHS = 36
SMALL_ROOMS = min(ROOMS, 10_000)
DAY = datetime.date(2026, 7, 1)
PASSWORD = "correct horse"

Sums = tuple[int, ...]


def objects() -> Sums:
    """Add up the open bills as objects."""
    from desk_app.modules.arrears.ageing import begins
    from desk_app.modules.billing.ledger import IS_OPEN, NOT_VOID
    from desk_app.modules.billing.records import Bill
    from desk_app.modules.estate.records import Room

    limits = begins(DAY)
    sums: dict[int, list[int]] = {}
    query = Bill.select(Bill, Room).join(Room).where(IS_OPEN, NOT_VOID, Bill.due_on < DAY)
    for bill in query.iterator():
        row = sums.setdefault(bill.room.building_id, [0] * 7)
        age = next((place for place, limit in enumerate(limits) if bill.due_on >= limit), 6)
        row[age] += bill.still_open
    return tuple(sum(row[place] for row in sums.values()) for place in range(7))


def live() -> Sums:
    """Ask the live statement."""
    from desk_app.modules.arrears import ageing

    return ageing.total_of(ageing.by_building(DAY)).ages


def scan() -> Sums:
    """Ask the same of all bills, each with its room, in the words one would write first."""
    from desk_app.kernel.database import database
    from desk_app.modules.arrears.ageing import begins

    limits = [f"'{day}'" for day in begins(DAY)]
    younger = [f"b.due_on >= {limit}" for limit in limits] + ["1"]
    older = ["1"] + [f"b.due_on < {limit}" for limit in limits]
    ages = ", ".join(
        f"SUM(CASE WHEN {low} AND {high} THEN b.left ELSE 0 END)"
        for low, high in zip(younger, older, strict=True)
    )
    rows = database.execute_sql(
        f"SELECT r.building_id, {ages} FROM (SELECT room_id, due_on, amount - reduced - paid AS left FROM bill NOT INDEXED "
        f"WHERE amount > reduced + paid AND state = 'open' AND due_on < '{DAY}') b JOIN room r ON r.id = b.room_id "
        "GROUP BY r.building_id"
    ).fetchall()
    return tuple(sum(row[place] for row in rows) for place in range(1, 8))


def summary() -> Sums:
    """Read the count kept for the first page."""
    from desk_app.modules.arrears import summary as kept

    found = kept.overview()
    assert found
    return found.total.ages


WAYS: dict[str, Callable[[], Sums]] = {"objects": objects, "live": live, "scan": scan, "summary": summary}


def _child(variant: str, folder: Path) -> None:
    from desk_app import office as office_of

    if variant in ("plain", "key"):
        password = PASSWORD if variant == "key" else None
        office = office_of.open_office(folder / f"{variant}.book", password)
        start = time.process_time()
        found: Sums = tuple(office.book.database.execute_sql("SELECT SUM(amount - paid), COUNT(*) FROM bill NOT INDEXED").fetchone())  # fmt: skip
        answer(ms=(time.process_time() - start) * 1e3, total=found[0])
    else:
        office = office_of.open_office(folder / "big.book", None)
        WAYS[variant]()
        start = time.process_time()
        found = WAYS[variant]()
        answer(ms=(time.process_time() - start) * 1e3, total=sum(found))
    office.close()


def measure(rounds: int, folder: Path) -> Iterator[Figure]:
    """Compare the ways on the big book, then the scans of the small ones."""
    yield from _compare_ways(rounds, folder)
    for name, password in (("plain", None), ("key", PASSWORD)):
        many_bills.make(folder / f"{name}.book", SMALL_ROOMS, MONTHS, password).close()
    cold = take_turns(Path(__file__), ["plain", "key"], rounds, str(folder))
    check(cold["plain"]["total"] == cold["key"]["total"], "the scans differ")
    what = f"cold scan of {SMALL_ROOMS * 3 * MONTHS:,} bills, encrypted ÷ plain"
    yield Figure("B4", what, ratio(cold["key"], cold["plain"], "ms"), "×", 3)


def _compare_ways(rounds: int, folder: Path) -> Iterator[Figure]:
    from desk_app.kernel.access import Actor, Desk
    from desk_app.modules.arrears import summary as kept

    office = many_bills.make(folder / "big.book", ROOMS, MONTHS)
    start = time.process_time()
    kept.rebuild(Desk(Actor("王芳"), lambda: datetime.datetime.combine(DAY, datetime.time(9))))
    yield Figure("B3", "the count for the first page is made anew", (time.process_time() - start) * 1e3, "ms")
    office.close()
    found = take_turns(Path(__file__), [*WAYS], rounds, str(folder))
    check(len({answers["total"] for answers in found.values()}) == 1, f"the sums differ: {found}")
    for name in WAYS:
        yield Figure(
            "B3", f"arrears by building, {ROOMS * 3 * MONTHS:,} bills: {name}", found[name]["ms"], "ms"
        )
    yield Figure("B3", "live ÷ peewee objects", ratio(found["live"], found["objects"], "ms"), "×", 1 / 20)
    yield Figure("B3", "live ÷ scan", ratio(found["live"], found["scan"], "ms"), "×", 1 / 5)
    yield Figure(
        "B3", "first page ÷ peewee objects", ratio(found["summary"], found["objects"], "ms"), "×", 1 / 200
    )
    yield Figure("B3", "live ÷ first page", ratio(found["live"], found["summary"], "ms"), "×", 12)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--child", required=True)
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    sys.path[:0] = [str(Path(__file__).resolve().parents[2])]
    _child(asked.child, asked.folder)
