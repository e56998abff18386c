"""D5: ten searches over 100,000 people, routed by the index, against LIKE over four columns.

Both sides give the first 50 hits out of the same encrypted book; every full hit set is compared with a scan in plain
Python: ours with the rule of `search_words`, LIKE with its own meaning.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from bench_tools import Figure, check, median_ms

from desk_app.kernel import book, search, sqlite_search
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.database import database, transaction
from desk_app.kernel.kind import Finding
from desk_app.kernel.search_words import NOWHERE, make_entry, rank, split_words
from desk_app.office import load_modules
from desk_app.screens import search as screen

PEOPLE = 100_000
LIMIT = 50
EVERYTHING = 10**9
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国志文海燕雪梅欣怡子涵浩宇晨曦博嘉佳思雨琪"


def people() -> list[tuple[int, str, str, str]]:
    """Return (id, name, phone, room) of everybody, the same each time."""
    chance = random.Random(3)
    found = []
    for number in range(PEOPLE):
        name = chance.choice(SURNAMES) + "".join(
            chance.choice(GIVEN) for _ in range(chance.choice((1, 2, 2)))
        )
        room = f"{number // 400 + 1}-{number % 4 + 1}-{number // 12 % 33 + 1:02d}{number % 4 + 1:02d}"
        found.append((number + 1, name, f"13{chance.randrange(10**9):09d}", room))
    return found


def queries(everybody: list[tuple[int, str, str, str]]) -> dict[str, str]:
    """Return the ten searches by what they are."""
    rare = everybody[77777]
    return {
        "one letter": "王",
        "two letters of a name": rare[1][-2:],
        "whole name": next(person[1] for person in everybody[70000:] if len(person[1]) == 3),
        "phone tail": rare[2][-4:],
        "whole phone": rare[2],
        "part of a room": "33-2-10",
        "initials": "wzh",
        "letter nobody has": "囍",
        "name nobody has": "囍囍囍",
        "initials nobody has": "zzqz",
    }


def measure(rounds: int, folder: Path) -> Iterator[Figure]:
    """Build the book and measure."""
    load_modules()
    opened = book.create_book(folder / "search.book", "a long password", person="bench")
    try:
        yield from _measure(rounds, Desk(Actor("bench")))
    finally:
        opened.close()


def _measure(rounds: int, desk: Desk) -> Iterator[Figure]:
    everybody = people()
    findings = [
        ("people", who, Finding(name, room, (name,), (phone,), (room,)))
        for who, name, phone, room in everybody
    ]
    entries = [make_entry(*finding) for finding in findings]
    writing = median_ms(lambda: _store(findings, everybody, entries), 1)
    yield Figure("D5", f"storing {PEOPLE:,} entries, pinyin and words included", writing / 1e3, "s")
    index = {entry.record_id: entry for entry in entries}
    totals = {"ours": 0.0, "core": 0.0, "service": 0.0, "like": 0.0}
    worst = 0.0
    for what, typed in queries(everybody).items():
        words = split_words(typed)
        _check(typed, words, index, everybody)
        times = 6 * rounds + 1
        ours = median_ms(lambda words=words: sqlite_search.find_ids(words, LIMIT), times)
        core = median_ms(lambda words=words: sqlite_search.look_up(words, LIMIT), times)
        service = median_ms(lambda typed=typed: screen.find(typed, desk, LIMIT), times)
        like = median_ms(lambda typed=typed: _like(typed, LIMIT), max(rounds, 5))
        yield Figure("D5", f"{what} {typed}: routed (LIKE takes {like:.1f} ms)", ours, "ms", 1)
        for name, taken in (("ours", ours), ("core", core), ("service", service), ("like", like)):
            totals[name] += taken
        worst = max(worst, ours)
    yield Figure(
        "D5", "sum of medians, routed ÷ LIKE over four columns", totals["ours"] / totals["like"], "x", 1 / 100
    )
    yield Figure("D5", "the slowest of the ten", worst, "ms", 1)
    yield Figure("D5", "finding and fetching titles ÷ LIKE", totals["core"] / totals["like"], "x")
    yield Figure(
        "D5",
        "through the service layer ÷ finding and fetching titles",
        totals["service"] / totals["core"],
        "x",
        1.5,
    )


def _store(findings: list, everybody: list, entries: list) -> None:
    """Fill the index, and the table LIKE looks through, which has initials and pinyin of the first reading."""
    with transaction():
        search.put_many(findings)
    with transaction():
        database.execute_sql(
            "CREATE TABLE like_person (id INTEGER PRIMARY KEY, name TEXT, phone TEXT, room TEXT, py TEXT)"
        )
        for who, name, phone, room in everybody:
            codes = entries[who - 1].codes.split("\n")
            py = next(code for code in codes if code.isalpha())
            database.execute_sql(
                "INSERT INTO like_person VALUES (?, ?, ?, ?, ?)", (who, name, phone, room, py)
            )


def _like(typed: str, limit: int) -> list[int]:
    sql = "SELECT id FROM like_person WHERE name LIKE ? OR phone LIKE ? OR room LIKE ? OR py LIKE ? ORDER BY id LIMIT ?"
    return [row[0] for row in database.execute_sql(sql, (f"%{typed}%",) * 4 + (limit,)).fetchall()]


def _check(typed: str, words: list[str], index: dict, everybody: list) -> None:
    """Compare both sides' whole hit sets with a scan."""
    wanted = {e.record_id for e in index.values() if all(rank(w, e.names, e.codes) < NOWHERE for w in words)}
    found = {row[1] for _rank, row in sqlite_search.look_up(words, EVERYTHING) if row[0] == "people"}
    check(found == wanted, f"{typed}: {len(found)} found, {len(wanted)} wanted")
    limited = sqlite_search.find_ids(words, LIMIT)
    check(len(limited) == min(LIMIT, len(wanted)), f"{typed}: {len(limited)} of the first {LIMIT}")
    through = screen.find(typed, Desk(Actor("bench")), LIMIT)
    check(
        {hit.record_id for hit in through} <= wanted and len(through) == len(limited),
        f"{typed}: the service differs",
    )


if __name__ == "__main__":
    sys.exit("start it by tests/bench/run.py")
