"""Search (查找) over everything that can be found: rooms by any number they had, people by name, pinyin or phone.

What typed text finds is told in `search_words`; the tables and their SQL are in `sqlite_search`.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

import peewee

from desk_app.kernel import sqlite_search
from desk_app.kernel.kind import KINDS, Finding
from desk_app.kernel.search_words import make_entry, split_words

_DIGITS = re.compile(r"\d+")

BATCH = 2000
"""How many entries are stored at once."""
MANY = 2000
"""From so many entries on it pays to put the index in order."""


class Found(NamedTuple):
    """An entry that was found, with the text to show; `rank` is 0 where a whole word or number was typed."""

    kind_name: str
    record_id: int
    title: str
    detail: str
    rank: int


def put_many(entries: Iterable[tuple[str, int, Finding]]) -> None:
    """Store the entries (kind name, record id, finding), replacing those of the same record."""
    waiting = iter(entries)
    count = 0
    while batch := list(islice(waiting, BATCH)):
        last = {(kind_name, record_id): finding for kind_name, record_id, finding in batch}
        sqlite_search.put([make_entry(*key, finding) for key, finding in last.items()])
        count += len(batch)
    if count >= MANY:
        sqlite_search.settle()


def remove(kind_name: str, record_id: int) -> None:
    """Forget the record; nothing of it stays in the index."""
    sqlite_search.remove(kind_name, record_id)


def clear() -> None:
    """Forget everything."""
    sqlite_search.clear()


def find(text: str, limit: int = 50, kinds: Sequence[str] | None = None) -> list[Found]:
    """Return the entries that hold every word of `text`, of `kinds` only if given.

    Whole words and numbers come first, then beginnings, then the rest; among equals in the order the kinds were
    registered, then by title as people count.
    """
    words = split_words(text)
    if not words:
        return []
    found = [
        Found(kind_name, record_id, title, detail, rank)
        for rank, (kind_name, record_id, title, detail) in sqlite_search.look_up(words, limit, kinds)
    ]
    order = {name: place for place, name in enumerate(KINDS)}
    return sorted(
        found, key=lambda one: (one.rank, order.get(one.kind_name, len(order)), _count_up(one.title))
    )


def record_ids(text: str, kind_name: str) -> peewee.SQL:
    """Return the right side of `IN`: the ids of all records of the kind that `text` finds."""
    return sqlite_search.record_ids(split_words(text), kind_name)


def details(kind_name: str, ids: Iterable[int]) -> dict[int, str]:
    """Return {record id: second line} of these records of a kind."""
    return sqlite_search.details(kind_name, sorted(ids))


def _count_up(title: str) -> str:
    """Return a text that sorts as people count; `text.sort_key` without the cleaning stored titles don't need."""
    return _DIGITS.sub(lambda run: run[0].zfill(8), title)
