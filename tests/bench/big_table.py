"""The big table (大表) of the benchmarks: a million lines of bills in an encrypted book, the same each time."""

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desk_app.kernel import book, fields
from desk_app.kernel.database import database, transaction
from desk_app.kernel.fields import Option
from desk_app.kernel.kind import RecordKind, Section, register
from desk_app.kernel.store import Record

ROWS = 1_000_000
PASSWORD = "a long password"
NAMES = ("room", "owner", "phone", "building", "item", "period", "amount", "paid", "due_on", "note")
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国志文海燕雪梅欣怡子涵浩宇晨曦博嘉佳思雨琪"
ITEMS = (Option("service", "物业服务费"), Option("energy", "公共能耗"), Option("waste", "垃圾清运费"))
FILTERS = {"building": "150", "owner": "曦", "rare": "曾晨"}


class BillLine(Record):
    """A line of a big table."""

    room = fields.Text("房号")
    owner = fields.Text("业主", index=True)
    phone = fields.Phone("电话")
    building = fields.Whole("楼栋")
    item = fields.Choice("项目", ITEMS)
    period = fields.Whole("期间")
    amount = fields.Money("金额")
    paid = fields.Money("已付")
    due_on = fields.Day("应付日", index=True)
    note = fields.Note("备注", required=False)

    class Meta:
        indexes = ((("building", "due_on"), False),)

    def __str__(self) -> str:
        return str(self.room)


def kind() -> RecordKind:
    """Register the table as a kind of record."""
    return register(RecordKind("bill_lines", BillLine, "账单行", NAMES, (Section("账单", NAMES),), title=str))


def rows() -> Iterator[tuple[Any, ...]]:
    """Give the rows, the same each time."""
    chance = random.Random(3)
    for number in range(ROWS):
        amount = chance.randrange(2000, 90000)
        yield (
            number + 1,
            1,
            f"{number // 5000 + 1}-{number % 4 + 1}-{number // 150 % 33 + 1:02d}{number % 4 + 1:02d}",
            chance.choice(SURNAMES) + "".join(chance.choice(GIVEN) for _ in range(chance.choice((1, 2, 2)))),
            f"13{chance.randrange(10**9):09d}",
            number // 5000 + 1,
            ITEMS[number % 3].stored,
            202601 + number % 12,
            amount,
            amount if chance.random() < 0.9 else 0,
            f"2026-{number % 12 + 1:02d}-28",
            "",
        )


def make_books(folder: Path) -> None:
    """Make the encrypted book with the big table, and the same table unencrypted for Qt's own model."""
    opened = book.create_book(folder / "big.book", PASSWORD, person="bench")
    database.create_tables([BillLine])
    columns = "id, version, " + ", ".join(NAMES)
    insert = f"INSERT INTO bill_line ({columns}) VALUES ({','.join('?' * 12)})"
    with transaction():
        database.connection().executemany(insert, rows())
    database.execute_sql("ANALYZE")
    opened.close()
    plain = sqlite3.connect(folder / "plain.db")
    plain.execute(f"CREATE TABLE bill_line ({columns.replace('id,', 'id INTEGER PRIMARY KEY,', 1)})")
    plain.executemany(insert, rows())
    for index in ("building, due_on", "owner", "due_on"):
        plain.execute(f"CREATE INDEX bill_line_{index.split(',')[0]} ON bill_line ({index})")
    plain.execute("ANALYZE")
    plain.commit()
    plain.close()


def expected(name: str) -> int:
    """Return how many rows a filter lets through, by a scan."""
    place = 5 if name == "building" else 3
    text = FILTERS[name]
    if name == "building":
        return sum(row[place] == int(text) for row in rows())
    return sum(text in row[place] for row in rows())
