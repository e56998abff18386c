"""A book with millions of bills (大账本), for benchmarks: rooms in buildings of 130, three items, months in time order.

Most bills are paid whole; of the last month 30 % are open, of the two before 8 %, of the others 2 %.
"""

import datetime
from pathlib import Path
from typing import Any

ITEMS = ((28_000, "WY"), (3_500, "SF"), (800, "GT"))
"""Price in 1/10,000 yuan and code."""
ROOMS_OF_A_BUILDING = 130
FIRST = (2023, 7)
_INDEXES = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'bill' AND sql IS NOT NULL"
)


def make(path: Path, rooms: int, months: int, password: str | None = None) -> Any:
    """Make the book with rooms × 3 × months bills; return it open."""
    from desk_app import office as office_of

    office = office_of.create_office(path, password, "王芳")
    database = office.book.database
    _make_rooms(database, rooms)
    indexes = database.execute_sql(_INDEXES).fetchall()
    for name, _sql in indexes:
        database.execute_sql(f'DROP INDEX "{name}"')
    year, month = FIRST
    for place in range(months):
        _make_month(database, year, month, months - place)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for _name, sql in indexes:
        database.execute_sql(sql)
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return office


def _make_rooms(database: Any, rooms: int) -> None:
    count = (rooms - 1) // ROOMS_OF_A_BUILDING + 1
    numbers = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {})"
    with database.atomic():
        database.execute_sql("INSERT INTO community (id, version, name) VALUES (1, 1, '翠湖花园')")
        database.execute_sql(
            f"INSERT INTO building (id, version, community_id, name, sort_key) {numbers.format(count)} "
            "SELECT i + 1, 1, 1, (i + 1) || '栋', printf('%06d', i + 1) FROM n"
        )
        database.execute_sql(
            f"INSERT INTO room (id, version, code, building_id, label, use, state, charged_area, sort_key) "
            f"{numbers.format(rooms)} SELECT i + 1, 1, (i / {ROOMS_OF_A_BUILDING} + 1) || '-' || (i % {ROOMS_OF_A_BUILDING}), "
            f"i / {ROOMS_OF_A_BUILDING} + 1, i % {ROOMS_OF_A_BUILDING}, 'residence', 'occupied', 450000 + (i * 7919) % 1350000, "
            "printf('%08d', i) FROM n"
        )
        for number, (_price, code) in enumerate(ITEMS, 1001):
            database.execute_sql(
                "INSERT INTO fee_item (id, version, code, name, nature, cycle, rounding_unit, rounding_way, has_late_fee, "
                "pays_first, is_used) VALUES (?, 1, ?, ?, 'income', '1', 'fen', 'half_up', 0, 50, 1)",
                (number, f"B{code}", f"收费{code}"),
            )


def _make_month(database: Any, year: int, month: int, left: int) -> None:
    first = datetime.date(year, month, 1)
    last = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
    unpaid = 300 if left == 1 else 80 if left <= 3 else 20
    period = year * 100 + month
    items = " UNION ALL ".join(
        f"SELECT {number} n, {price} p" for number, (price, _code) in enumerate(ITEMS, 1001)
    )
    with database.atomic():
        database.execute_sql(
            "INSERT INTO bill (version, period, room_id, item_id, from_on, until_on, quantity, price, parts, of_parts, "
            "earlier, rounding, amount, due_on, reduced, paid, posted_at, state) "
            f"SELECT 1, {period}, r.id, i.n, '{first}', '{last}', r.charged_area, i.p, 1, 1, 0, 0, "
            "(2 * r.charged_area * i.p + 1000000) / 2000000, "
            f"'{last}', 0, CASE WHEN (r.id * 31 + i.n * 17 + {left} * 101) % 1000 < {unpaid} THEN 0 "
            "ELSE (2 * r.charged_area * i.p + 1000000) / 2000000 END, "
            f"'{first} 09:00:00', 'open' FROM room r CROSS JOIN ({items}) i"
        )
