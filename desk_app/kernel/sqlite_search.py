"""The index behind the search, in SQLite: the only place that knows its tables. The rule is in `search_words`.

`search_entry` holds one row a record. `search_text` (FTS5, trigrams) finds three letters and more inside any word;
`search_word` is ordered by beginnings, and finds short words and whole ones. Removed text leaves the index at once
(secure-delete), it does not wait for a merge.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import peewee

from desk_app.kernel.database import database, transaction
from desk_app.kernel.search_words import (
    BEGINS,
    EXACT,
    INSIDE,
    KEPT,
    PART,
    SHORT,
    WHOLE,
    WITHIN,
    Entry,
    beginnings,
    is_plain,
    rank,
)

SCHEMA: tuple[str, ...] = (
    "CREATE TABLE IF NOT EXISTS search_entry (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, record_id INTEGER NOT NULL,"
    " title TEXT NOT NULL, detail TEXT NOT NULL, names TEXT NOT NULL, codes TEXT NOT NULL, UNIQUE (kind, record_id))",
    "CREATE TABLE IF NOT EXISTS search_word (place INTEGER NOT NULL, word TEXT NOT NULL, entry INTEGER NOT NULL,"
    " kind TEXT NOT NULL, PRIMARY KEY (place, word, entry)) WITHOUT ROWID",
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_text USING fts5(names, codes, content='search_entry',"
    " content_rowid='id', columnsize=0, tokenize='trigram case_sensitive 1')",
    "INSERT INTO search_text(search_text, rank) VALUES('secure-delete', 1)",
)
"""The statements that make the empty index; each may be run again."""

LAST = "\U0010ffff"
"""Sorts after every letter."""

ROWS_AT_ONCE = 1000
"""How many rows go into one statement."""

REBUILD_COSTS = 50
"""Measured: building `search_text` anew costs as much as replacing one entry in this many."""

Row = tuple[Any, ...]


def put(entries: Sequence[Entry]) -> None:
    """Store the entries, each of another record, in place of what was stored of those records."""
    with transaction():
        stored = _stored(entries)
        pairs = [(entry, stored.get((entry.kind_name, entry.record_id))) for entry in entries]
        changed = [(entry, row) for entry, row in pairs if row is None or row[1:] != _texts(entry)]
        replaced = [row for _entry, row in changed if row is not None]
        whole = bool(replaced) and len(replaced) * REBUILD_COSTS > _value("SELECT count(*) FROM search_entry")
        _drop(replaced, from_text=not whole)
        first = _value("SELECT coalesce(max(id), 0) + 1 FROM search_entry")
        numbered = [(first + place, entry) for place, (entry, _row) in enumerate(changed)]
        _add(numbered, to_text=not whole)
        if whole:
            _rows("INSERT INTO search_text(search_text) VALUES('rebuild')")


def settle() -> None:
    """Put the index in order after many entries were stored: searching takes half as long afterwards."""
    with transaction():
        _rows("INSERT INTO search_text(search_text) VALUES('optimize')")


def remove(kind_name: str, record_id: int) -> None:
    """Take the record out of the index, if it is there."""
    sql = "SELECT id, title, detail, names, codes FROM search_entry WHERE kind = ? AND record_id = ?"
    with transaction():
        _drop(_rows(sql, (kind_name, record_id)))


def clear() -> None:
    """Empty the index."""
    with transaction():
        _rows("INSERT INTO search_text(search_text) VALUES('delete-all')")
        _rows("DELETE FROM search_word")
        _rows("DELETE FROM search_entry")


def find_ids(words: Sequence[str], limit: int, kinds: Sequence[str] | None = None) -> list[tuple[int, int]]:
    """Return (rank, entry id) of at most `limit` entries that hold all `words`, exact ones first."""
    if len(words) == 1:
        return _find_one(words[0], limit, kinds)
    where, values = _matching(words, kinds)
    rows = _rows(
        f"SELECT e.id, e.names, e.codes FROM search_entry e WHERE {where} LIMIT ?", (*values, limit * 4)
    )
    ranked = sorted((sum(rank(word, names, codes) for word in words), entry) for entry, names, codes in rows)
    return ranked[:limit]


def look_up(words: Sequence[str], limit: int, kinds: Sequence[str] | None = None) -> list[tuple[int, Row]]:
    """Return (rank, (kind name, record id, title, detail)) of what `find_ids` finds, in its order."""
    found = find_ids(words, limit, kinds)
    rows: dict[int, Row] = {}
    for start in range(0, len(found), ROWS_AT_ONCE):
        ids = [entry for _rank, entry in found[start : start + ROWS_AT_ONCE]]
        sql = f"SELECT id, kind, record_id, title, detail FROM search_entry WHERE id IN ({','.join('?' * len(ids))})"
        rows |= {row[0]: row[1:] for row in _rows(sql, ids)}
    return [(place, rows[entry]) for place, entry in found]


def record_ids(words: Sequence[str], kind_name: str) -> peewee.SQL:
    """Return the right side of `IN`: the ids of all records of the kind that hold all `words`."""
    where, values = _matching(words, (kind_name,))
    return peewee.SQL(f"(SELECT e.record_id FROM search_entry e WHERE {where})", list(values))


def details(kind_name: str, ids: Sequence[int]) -> dict[int, str]:
    """Return {record id: detail} of these records."""
    marks = ",".join("?" * len(ids))
    sql = f"SELECT record_id, detail FROM search_entry WHERE kind = ? AND record_id IN ({marks})"
    return {int(record_id): str(detail) for record_id, detail in _rows(sql, (kind_name, *ids))}


def faults() -> list[str]:
    """Return what FTS5 finds wrong in its index compared with the entries; for the check of the book."""
    try:
        _rows("INSERT INTO search_text(search_text, rank) VALUES('integrity-check', 1)")
    except peewee.DatabaseError as error:
        return [str(error)]
    return []


def _find_one(word: str, limit: int, kinds: Sequence[str] | None) -> list[tuple[int, int]]:
    """Find one word in steps, from whole words to the inside of words, until `limit` entries are found."""
    found: dict[int, int] = {}
    for step, sql, values in _steps(word, kinds):
        for (entry,) in _rows(f"{sql} LIMIT ?", (*values, limit + len(found))):
            found.setdefault(entry, step)
        if len(found) >= limit:
            break
    return [(step, entry) for entry, step in found.items()][:limit]


def _steps(word: str, kinds: Sequence[str] | None) -> Iterator[tuple[int, str, Row]]:
    """Give (rank, statement, values) of each step."""
    marks = f" AND kind IN ({','.join('?' * len(kinds))})" if kinds else ""
    of_kinds = tuple(kinds or ())
    begins = f"SELECT DISTINCT entry FROM search_word WHERE place = ? AND word >= ? AND word < ?{marks}"
    if len(word) <= KEPT:
        exact = f"SELECT DISTINCT entry FROM search_word WHERE place IN (?, ?) AND word = ?{marks}"
        yield EXACT, exact, (WHOLE, PART, word, *of_kinds)
        yield BEGINS, begins, (WHOLE, word, word + LAST, *of_kinds)
        yield BEGINS, begins, (PART, word, word + LAST, *of_kinds)
    if len(word) > SHORT:
        inside = "SELECT rowid FROM search_text WHERE search_text MATCH ?"
        if kinds:
            inside = f"SELECT e.id FROM search_text JOIN search_entry e ON e.id = search_text.rowid WHERE search_text MATCH ?{marks}"
        yield INSIDE, inside, (_phrase(word), *of_kinds)
    elif not is_plain(word):
        yield INSIDE, begins, (WITHIN, word, word + LAST, *of_kinds)


def _matching(words: Sequence[str], kinds: Sequence[str] | None) -> tuple[str, Row]:
    """Return the condition on `search_entry e` that it holds all `words`, and its values."""
    tests: list[tuple[str, Row]] = []
    inner = [word for word in words if len(word) > SHORT]
    short = sorted(
        (word for word in words if len(word) <= SHORT), key=lambda word: (is_plain(word), -len(word))
    )
    if inner:
        sql = "e.id IN (SELECT rowid FROM search_text WHERE search_text MATCH ?)"
        tests.append((sql, (" AND ".join(map(_phrase, inner)),)))
    elif short:
        tests.append(_listed(short.pop(0)))
    tests += map(_spelled, short)
    if kinds:
        tests.append((f"e.kind IN ({','.join('?' * len(kinds))})", tuple(kinds)))
    if not words:
        tests.append(("0", ()))
    return " AND ".join(sql for sql, _values in tests), tuple(
        value for _sql, values in tests for value in values
    )


def _listed(word: str) -> tuple[str, Row]:
    """Return the condition that the short word is found, by the index of beginnings."""
    places = (WHOLE, PART) if is_plain(word) else (WHOLE, PART, WITHIN)
    one = "SELECT entry FROM search_word WHERE place = ? AND word >= ? AND word < ?"
    values = [value for place in places for value in (place, word, word + LAST)]
    return f"e.id IN ({' UNION ALL '.join([one] * len(places))})", tuple(values)


def _spelled(word: str) -> tuple[str, Row]:
    """Return the same condition by looking into the entry's own text; for entries found by another word."""
    names = "instr(char(10) || e.names, char(10) || ?)" if is_plain(word) else "instr(e.names, ?)"
    sql = f"({names} OR instr(char(10) || e.codes, char(10) || ?) OR instr(e.codes, '-' || ?))"
    return sql, (word, word, word)


def _phrase(word: str) -> str:
    doubled = word.replace('"', '""')
    return f'"{doubled}"'


def _stored(entries: Sequence[Entry]) -> dict[tuple[str, int], Row]:
    """Return {(kind name, record id): (id, title, detail, names, codes)} of the entries that are stored."""
    found: dict[tuple[str, int], Row] = {}
    for kind_name, group in groupby(entries, key=lambda entry: entry.kind_name):
        ids = [entry.record_id for entry in group]
        sql = (
            "SELECT record_id, id, title, detail, names, codes FROM search_entry"
            f" WHERE kind = ? AND record_id IN ({','.join('?' * len(ids))})"
        )
        found |= {(kind_name, row[0]): row[1:] for row in _rows(sql, (kind_name, *ids))}
    return found


def _texts(entry: Entry) -> Row:
    return entry.title, entry.detail, entry.names, entry.codes


def _add(numbered: Sequence[tuple[int, Entry]], *, to_text: bool) -> None:
    """Insert entries under new ids, the lowest first; `to_text` says whether into `search_text` too."""
    if not numbered:
        return
    rows = [(number, entry.kind_name, entry.record_id, *_texts(entry)) for number, entry in numbered]
    _many("INSERT INTO search_entry(id, kind, record_id, title, detail, names, codes)", rows)
    if to_text:
        texts = "SELECT id, names, codes FROM search_entry WHERE id >= ?"
        _rows(f"INSERT INTO search_text(rowid, names, codes) {texts}", (numbered[0][0],))
    words = sorted(
        (*beginning, number, entry.kind_name)
        for number, entry in numbered
        for beginning in beginnings(entry.names, entry.codes)
    )
    _many("INSERT INTO search_word(place, word, entry, kind)", words)


def _drop(rows: Sequence[Row], *, from_text: bool = True) -> None:
    """Take stored rows (id, title, detail, names, codes) out of the tables, `search_text` only if `from_text`."""
    if not rows:
        return
    ids = [row[0] for row in rows]
    these = f"WHERE id IN ({','.join('?' * len(ids))})"
    if from_text:
        texts = f"SELECT 'delete', id, names, codes FROM search_entry {these}"
        _rows(f"INSERT INTO search_text(search_text, rowid, names, codes) {texts}", ids)
    words = sorted((*beginning, row[0]) for row in rows for beginning in beginnings(row[3], row[4]))
    _many("DELETE FROM search_word WHERE (place, word, entry) IN (", words, ")")
    _rows(f"DELETE FROM search_entry {these}", ids)


def _rows(sql: str, values: Sequence[Any] = ()) -> list[Row]:
    return list(database.execute_sql(sql, values).fetchall())


def _value(sql: str) -> int:
    return int(_rows(sql)[0][0])


def _many(before: str, rows: Sequence[Row], after: str = "") -> None:
    """Run one statement for many rows, written as its VALUES."""
    for start in range(0, len(rows), ROWS_AT_ONCE):
        chunk = rows[start : start + ROWS_AT_ONCE]
        marks = f"({','.join('?' * len(chunk[0]))})"
        sql = f"{before} VALUES {','.join([marks] * len(chunk))}{after}"
        _rows(sql, [value for row in chunk for value in row])
