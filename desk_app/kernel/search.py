"""Search (查找) over everything that can be found: rooms by any number they had, people by name, pinyin or phone.

What typed text finds is told in `search_words`; the tables and their SQL are in `sqlite_search`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import peewee

from desk_app.kernel import sqlite_search
from desk_app.kernel.kind import KINDS, Finding
from desk_app.kernel.search_words import make_entry, split_words
from desk_app.kernel.text import sort_key

BATCH = 2000
"""How many entries are stored at once."""


@dataclass(frozen=True)
class Found:
    """An entry that was found, with the text to show; `rank` is 0 where a whole word or number was typed."""

    kind_name: str
    record_id: int
    title: str
    detail: str
    rank: int


def put_many(entries: Iterable[tuple[str, int, Finding]]) -> None:
    """Store the entries (kind name, record id, finding), replacing those of the same record."""
    waiting = iter(entries)
    while batch := list(islice(waiting, BATCH)):
        last = {(kind_name, record_id): finding for kind_name, record_id, finding in batch}
        sqlite_search.put([make_entry(*key, finding) for key, finding in last.items()])


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
        found, key=lambda one: (one.rank, order.get(one.kind_name, len(order)), sort_key(one.title))
    )


def record_ids(text: str, kind_name: str) -> peewee.SQL:
    """Return the right side of `IN`: the ids of all records of the kind that `text` finds."""
    return sqlite_search.record_ids(split_words(text), kind_name)
