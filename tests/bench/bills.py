"""B1, B2, B4: 300,000 bills of a month by one statement for each tariff, against what one would write by hand with peewee.

Every variant works on a fresh copy of the same book: 100,000 flats, three fees each, one flat in fifty handed over within
the month. What each variant wrote is counted and added up against whole-number arithmetic in Python. `service` is the
whole way of the program: drafts, reasons, comparison of what changed since, posting. B2 has 10.8 million bills already;
its other side is `executemany` into a table whose key begins with the room. Times are CPU time.
"""

import datetime
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from pathlib import Path
from typing import Any

import peewee
from bench_tools import Figure, answer, check, ratio, take_turns

from desk_app import office
from desk_app.kernel import book
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.database import database, insert_rows, transaction

PASSWORD = "a long password"
ROOMS = 100_000
SLOW_ROOMS = 4_000
S09_ROOMS = 2_000
PERIOD = 202601
FIRST, LAST = datetime.date(2026, 1, 1), datetime.date(2026, 1, 31)
NOW = datetime.datetime(2026, 1, 5, 9)
FEES = (("area", 28_000), ("area", 3_500), ("fixed", 80_000))
OLD_PERIODS = [year * 100 + month for year in (2023, 2024, 2025) for month in range(1, 13)]
BY_ROOM = "bill_by_room"
STEPS = {"fen": 1, "jiao": 10, "yuan": 100}
WAYS = {"half_up": ROUND_HALF_UP, "up": ROUND_UP, "down": ROUND_DOWN}


def measure(rounds: int, folder: Path) -> Iterator[Figure]:
    """Make the books and measure every variant in turns."""
    script = Path(__file__)
    make_book(folder / "plain", None)
    make_book(folder / "secret", PASSWORD)
    variants = ("ours", "raw", "insert_many", "create", "encrypted", "service")
    found = take_turns(script, variants, rounds, str(folder))
    for name, figures in found.items():
        yield Figure("", f"{name}: CPU for one bill", figures["us"], "us")
    ours = found["ours"]
    yield Figure(
        "B1", "one bill ÷ Model.create in one transaction", ratio(ours, found["create"], "us"), "x", 1 / 100
    )
    yield Figure(
        "B1", "one bill ÷ insert_many of dicts", ratio(ours, found["insert_many"], "us"), "x", 1 / 35
    )
    yield Figure("B1", "one bill ÷ the same in raw SQL", ratio(ours, found["raw"], "us"), "x", 1.1)
    yield Figure(
        "B1",
        "drafts, reasons and posting ÷ Model.create",
        ratio(found["service"], found["create"], "us"),
        "x",
    )
    yield Figure("B4", "bills in an encrypted book ÷ plain", ratio(found["encrypted"], ours, "us"), "x", 1.8)
    shutil.rmtree(folder / "secret")
    make_book(folder / "s09", None, S09_ROOMS)
    run = take_turns(script, ("s09",), rounds, str(folder))["s09"]
    yield Figure("S09", "2,000 flats, 6,000 bills: worked out", run["made_ms"], "ms")
    yield Figure("S09", "2,000 flats, 6,000 bills: worked out and posted", run["wall_ms"], "ms", 30_000)
    make_big(folder / "plain")
    big = take_turns(script, ("ours", "executemany"), min(rounds, 3), str(folder))
    for name, figures in big.items():
        yield Figure("", f"{name} on top of 10.8 million: CPU for one bill", figures["us"], "us")
    yield Figure(
        "B2",
        "on top of 10.8 million ÷ executemany by room",
        ratio(big["ours"], big["executemany"], "us"),
        "x",
        0.35,
    )


# -- the books -------------------------------------------------------------------------------------------------------


def handover(number: int) -> datetime.date:
    """Return the day a flat's fees begin: one in fifty within the month that is billed."""
    if number % 50 == 0:
        return datetime.date(2026, 1, 1 + number % 31)
    return datetime.date(2015 + number % 8, 1 + number % 12, 1 + number % 28)


def area(number: int) -> int:
    """Return a flat's area in cm²."""
    return (4_500 + number * 7_919 % 13_500) * 100


def amount(number: int, fee: int) -> int:
    """Return the fen of a flat's fee in the month."""
    basis, price = FEES[fee]
    begun = handover(number)
    days = 32 - begun.day if begun > FIRST else 31
    product, whole = (area(number) if basis == "area" else 10_000) * price * days, 10**6 * 31
    return (2 * product + whole) // (2 * whole)


def make_book(folder: Path, password: str | None, rooms: int = ROOMS) -> None:
    """Make a book of flats and their bindings."""
    from desk_app.modules.billing.records import FeeBinding, FeeItem, Tariff, TariffPrice
    from desk_app.modules.estate.records import Room

    folder.mkdir()
    office.load_modules()
    opened = book.create_book(folder / "bench.book", password, person="bench")
    with transaction():
        tariffs = []
        for number, (basis, price) in enumerate(FEES):
            item = FeeItem.create(version=1, code=f"B{number}", name=f"收费 {number}")
            tariff = Tariff.create(version=1, item=item, name="标准", basis=basis)
            TariffPrice.create(tariff=tariff, from_on=datetime.date(2015, 1, 1), price=price)
            tariffs.append(tariff)
        names = ("id", "version", "code", "label", "charged_area", "sort_key", "use", "state")
        codes = (f"{n // 130 + 1:04d}-{n % 130:03d}" for n in range(rooms))
        told = [
            (n + 1, 1, code, code[-3:], area(n), code, "residence", "occupied")
            for n, code in enumerate(codes)
        ]
        insert_rows(Room, names, told)
        bound = [
            (1, n + 1, tariff.id, 1, handover(n), "active", 10) for tariff in tariffs for n in range(rooms)
        ]
        insert_rows(FeeBinding, ("version", "room", "tariff", "count", "from_on", "state", "due_days"), bound)
    opened.close()


def make_big(folder: Path) -> None:
    """Put 36 months of bills into the book, one in 25 open, and the same into a table whose key begins with the room."""
    opened = book.open_book(folder / "bench.book")
    columns = _columns()
    with transaction():
        old = ", ".join(_OLD[column] for column in columns)
        periods = ", ".join(f"({period})" for period in OLD_PERIODS)
        rows = (
            f"WITH p(n) AS (VALUES {periods}) SELECT {old} FROM p CROSS JOIN fee_binding b"
            " JOIN tariff t ON t.id = b.tariff_id ORDER BY p.n, b.room_id, t.item_id"
        )
        database.execute_sql(f"INSERT INTO bill ({', '.join(columns)}) {rows}")
        database.execute_sql(f"CREATE TABLE {BY_ROOM} AS SELECT * FROM bill")
        database.execute_sql(f"CREATE UNIQUE INDEX {BY_ROOM}_once ON {BY_ROOM} (room_id, item_id, period)")
        database.execute_sql(f"CREATE INDEX {BY_ROOM}_period ON {BY_ROOM} (period)")
        database.execute_sql(
            f"CREATE INDEX {BY_ROOM}_open ON {BY_ROOM} (due_on, room_id, amount, paid) WHERE paid < amount"
        )
    opened.close()


_OLD = {
    "version": "1", "period": "p.n", "paid": "CASE WHEN b.id % 25 THEN 100 ELSE 0 END", "room_id": "b.room_id", "item_id": "t.item_id", "tariff_id": "b.tariff_id",
    "binding_id": "b.id", "run_id": "NULL", "payer_id": "NULL", "from_on": "'2025-01-01'", "until_on": "'2025-01-31'",
    "quantity": "10000", "price": "10000", "parts": "1", "of_parts": "1", "earlier": "0", "rounding": "0",
    "amount": "100", "due_on": "'2025-01-11'", "workings": "NULL", "reduced": "0",
    "posted_at": "'2025-01-05 09:00:00'", "state": "'open'",
}  # fmt: skip


def _columns() -> list[str]:
    """Return the columns a bill is written with."""
    from desk_app.modules.billing.records import Bill

    left_out = ("id", "number", "late_for", "voided_on", "held_until", "released_on")
    return [field.column_name for field in Bill._meta.sorted_fields if field.name not in left_out]


# -- one variant in one process ----------------------------------------------------------------------------------------


def ours() -> int:
    """Write the bills as a run does, straight into the bills."""
    from desk_app.modules.billing import plain_bills
    from desk_app.modules.billing.records import Bill, Tariff

    with transaction():
        terms = plain_bills.Terms(PERIOD, None, is_fresh=plain_bills.is_fresh(PERIOD))
        for tariff in Tariff.select():
            price = plain_bills.plain_price(tariff, terms)
            assert price is not None
            plain_bills.insert_plain(Bill, tariff, price, terms, NOW)
    return ROOMS


def raw() -> int:
    """Write the same by statements typed by hand."""
    with transaction():
        for number, (basis, price) in enumerate(FEES):
            told = "NULL" if basis == "area" else """'{"sort": "fixed"}'"""
            quantity = "COALESCE(r.charged_area, r.built_area)" if basis == "area" else "b.count * 10000"
            database.execute_sql(_RAW.format(
                price=price, tariff=number + 1, item=_item_ids()[number], quantity=quantity, told=told,
                least=31_000_000 // price + 1, columns=", ".join(_columns()),
            ))  # fmt: skip
    return ROOMS


_RAW = """
INSERT INTO bill ({columns})
SELECT 1, 202601, room, {item}, {tariff}, binding, NULL, payer, begin_on, end_on, quantity, {price}, parts, of_parts, 0, 0,
  (2 * quantity * {price} * parts + of_parts * 1000000) / (2 * of_parts * 1000000), due_on, {told}, 0, 0,
  '2026-01-05 09:00:00', 'open'
FROM (
  SELECT b.id binding, b.room_id room, b.payer_id payer,
    CASE WHEN b.from_on > '2026-01-01' THEN b.from_on ELSE '2026-01-01' END begin_on,
    CASE WHEN b.until_on < '2026-01-31' THEN b.until_on ELSE '2026-01-31' END end_on,
    {quantity} quantity,
    CASE WHEN b.from_on > '2026-01-01' OR b.until_on < '2026-01-31' THEN
      CASE WHEN b.until_on < '2026-01-31' THEN CAST(substr(b.until_on, 9) AS INTEGER) ELSE 31 END
      - CASE WHEN b.from_on > '2026-01-01' THEN CAST(substr(b.from_on, 9) AS INTEGER) ELSE 1 END + 1 ELSE 1 END parts,
    CASE WHEN b.from_on > '2026-01-01' OR b.until_on < '2026-01-31' THEN 31 ELSE 1 END of_parts,
    CASE WHEN b.due_days IS NULL THEN '2026-01-31' ELSE
      date(max(b.from_on, '2026-01-01'), '+' || b.due_days || ' days') END due_on
  FROM fee_binding b JOIN room r ON r.id = b.room_id
  WHERE b.tariff_id = {tariff} AND b.state <> 'paused' AND b.anchor_on IS NULL AND b.count <= 100000
    AND b.from_on <= '2026-01-31' AND (b.until_on IS NULL OR b.until_on >= '2026-01-01')
    AND (b.cycle IS NULL OR b.cycle = '1')
    AND (b.from_on <= '2026-01-01' OR NOT EXISTS (
      SELECT 1 FROM fee_binding o JOIN tariff t ON t.id = o.tariff_id WHERE o.room_id = b.room_id AND o.id <> b.id
        AND t.item_id = {item} AND o.until_on >= '2026-01-01' AND o.until_on < b.from_on))
    AND NOT EXISTS (SELECT 1 FROM bill x WHERE x.period = 202601 AND x.room_id = b.room_id AND x.item_id = {item}
      AND x.binding_id = b.id AND x.state <> 'void')
) WHERE quantity >= {least}
ON CONFLICT DO NOTHING
"""


def insert_many() -> int:
    """Write dictionaries in batches of 500, as most programs do it."""
    from desk_app.modules.billing.records import Bill

    with transaction():
        for batch in peewee.chunked(_from_objects(ROOMS), 500):
            Bill.insert_many(batch).execute()
    return ROOMS


def create() -> int:
    """Write one object after the other, of fewer flats: it takes its time."""
    from desk_app.modules.billing.records import Bill

    with transaction():
        for facts in _from_objects(SLOW_ROOMS):
            Bill.create(**facts)
    return SLOW_ROOMS


def _from_objects(rooms: int) -> Iterator[dict[str, Any]]:
    """Give the bills as a careful program with peewee's objects does, which knows the rules our statement knows.

    One joined query gives each binding with its room, tariff and item (asked for one by one they cost 0.5 ms a bill,
    and no such program is beaten here); prices are read once. Paused, anchored and long-cycle bindings are left out,
    the sum is a Decimal rounded as its item wants it. It is spared two things that ours does: looking for a binding
    that had the first days of the month, and for what is billed already.
    """
    from desk_app.modules.billing.records import FeeBinding, FeeItem, Tariff, TariffPrice
    from desk_app.modules.estate.records import Room

    begun = TariffPrice.select().where(TariffPrice.from_on <= FIRST).order_by(TariffPrice.from_on)
    prices = {each.tariff_id: each.price for each in begun}
    query = FeeBinding.select(FeeBinding, Room, Tariff, FeeItem).join(Room)
    query = query.switch(FeeBinding).join(Tariff).join(FeeItem)
    query = query.where(FeeBinding.state != "paused", FeeBinding.anchor_on.is_null())
    query = query.where(FeeBinding.from_on <= LAST, FeeBinding.room <= rooms)
    query = query.where(FeeBinding.until_on.is_null() | (FeeBinding.until_on >= FIRST))
    for binding in query.iterator():
        if (binding.cycle or binding.tariff.item.cycle) == "1":
            yield _from_object(binding, prices[binding.tariff_id])


def _from_object(binding: Any, price: int) -> dict[str, Any]:
    """Give the bill of one binding."""
    tariff, item, room = binding.tariff, binding.tariff.item, binding.room
    is_fixed = tariff.basis == "fixed"
    from_on = max(binding.from_on, FIRST)
    until_on = min(binding.until_on or LAST, LAST)
    days = (until_on - from_on).days + 1
    is_part = days < LAST.day
    quantity = 10_000 * binding.count if is_fixed else room.charged_area or room.built_area
    exact = Decimal(quantity) / 10_000 * Decimal(price) / 100 * days / LAST.day
    unit = STEPS[item.rounding_unit]
    amount = int((exact / unit).quantize(Decimal(1), WAYS[item.rounding_way])) * unit
    due_on = LAST if binding.due_days is None else from_on + datetime.timedelta(days=binding.due_days)
    return {
        "version": 1, "period": PERIOD, "room": room, "item": item, "tariff": tariff, "binding": binding,
        "from_on": from_on, "until_on": until_on, "quantity": quantity, "price": price,
        "parts": days if is_part else 1, "of_parts": LAST.day if is_part else 1,
        "earlier": 0, "rounding": int(exact.quantize(Decimal(1), ROUND_HALF_UP)) - amount, "amount": amount,
        "due_on": due_on, "workings": json.dumps({"sort": "fixed"}) if is_fixed else None,
        "reduced": 0, "paid": 0, "posted_at": NOW, "state": "open",
    }  # fmt: skip


def executemany() -> int:
    """Write plain rows through the driver into the table whose key begins with the room."""
    columns = _columns()
    names = [column.removesuffix("_id") for column in columns]
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {BY_ROOM} ({', '.join(columns)}) VALUES ({marks}) ON CONFLICT DO NOTHING"
    rows = (tuple(facts[name] for name in names) for facts in _facts(ROOMS))
    with transaction():
        database.cursor().executemany(statement, rows)
    return ROOMS


def service() -> int:
    """Work the period out and post it as the program does, reasons and comparison of changes included."""
    from desk_app.modules.billing import run_checks, runs

    desk = Desk(Actor("bench"), lambda: NOW)
    run = runs.make_run(PERIOD, desk)
    run_checks.compare(run)
    runs.post_run(run.id, desk)
    return ROOMS


def _item_ids() -> list[int]:
    from desk_app.modules.billing.records import Tariff

    return [tariff.item_id for tariff in Tariff.select().order_by(Tariff.id)]


def _facts(rooms: int) -> Iterator[dict[str, Any]]:
    """Give the bills by column, the sums worked out in whole numbers; days as texts for the driver."""
    day = str
    items = _item_ids()
    ahead = datetime.timedelta(days=10)
    for number in range(rooms):
        begun = handover(number)
        is_part = begun > FIRST
        for fee, (basis, price) in enumerate(FEES):
            yield {
                "version": 1, "period": PERIOD, "room": number + 1, "item": items[fee], "tariff": fee + 1,
                "binding": fee * ROOMS + number + 1, "run": None, "payer": None,
                "from_on": day(max(begun, FIRST)), "until_on": day(LAST),
                "quantity": area(number) if basis == "area" else 10_000, "price": price,
                "parts": 32 - begun.day if is_part else 1, "of_parts": 31 if is_part else 1,
                "earlier": 0, "rounding": 0, "amount": amount(number, fee), "due_on": day(max(begun, FIRST) + ahead),
                "workings": None if basis == "area" else '{"sort": "fixed"}',
                "reduced": 0, "paid": 0, "posted_at": day(NOW), "state": "open",
            }  # fmt: skip


def _child(variant: str, folder: Path) -> None:
    source = {"encrypted": "secret", "s09": "s09"}.get(variant, "plain")
    work = {"encrypted": ours, "s09": service}.get(variant) or globals()[variant]
    office.load_modules()
    with tempfile.TemporaryDirectory(dir=folder, prefix="copy-") as place:
        shutil.copytree(folder / source, place, dirs_exist_ok=True)
        opened = book.open_book(Path(place) / "bench.book", PASSWORD if source == "secret" else None)
        wall, cpu = time.perf_counter(), time.process_time()
        rooms = S09_ROOMS if variant == "s09" else work()
        if variant == "s09":
            _run_s09(wall)
        else:
            used = time.process_time() - cpu
            _compare(rooms, BY_ROOM if variant == "executemany" else "bill")
            answer(us=used * 1e6 / (rooms * len(FEES)), wall_ms=(time.perf_counter() - wall) * 1e3)
        opened.close()


def _run_s09(wall: float) -> None:
    from desk_app.modules.billing import runs

    desk = Desk(Actor("bench"), lambda: NOW)
    run = runs.make_run(PERIOD, desk)
    made = time.perf_counter()
    runs.post_run(run.id, desk)
    posted = time.perf_counter()
    _compare(S09_ROOMS, "bill")
    answer(made_ms=(made - wall) * 1e3, wall_ms=(posted - wall) * 1e3)


def _compare(rooms: int, table: str) -> None:
    """Stop unless the bills of the month are those that whole-number arithmetic gives."""
    found = database.execute_sql(
        f"SELECT count(*), sum(amount) FROM {table} WHERE period = {PERIOD}"
    ).fetchone()
    expected = sum(amount(number, fee) for number in range(rooms) for fee in range(len(FEES)))
    check(
        tuple(found) == (rooms * len(FEES), expected), f"{found} bills, not {rooms * len(FEES)}, {expected}"
    )


if __name__ == "__main__" and sys.argv[1:2] == ["--child"]:
    _child(sys.argv[2], Path(sys.argv[3]))
