"""What papers held (填写内容): the values of a print run's papers, many to a row, so that each can be made again.

Papers of a run are much alike: kept together and deflated they take a fifth of the room and the time of writing.
"""

import json
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import orjson
import peewee

from desk_app.kernel.database import database, insert_rows
from desk_app.kernel.printed import PrintedPaper, PrintRun

TOGETHER = 50
"""Papers to a row; to read one, so many are read."""

_FAST = 1
"""The level of zlib that costs a third of the usual one, for a tenth more of room."""


class Snapshots(peewee.Model):
    """What the placeholders of a run's papers held, from place `first` on, without a gap.

    `content` is a JSON list of their values, deflated (zlib).
    """

    run = peewee.ForeignKeyField(PrintRun, on_delete="CASCADE", index=False)
    first = peewee.IntegerField()
    content = peewee.BlobField()

    class Meta:
        database = database
        legacy_table_names = False
        indexes = ((("run", "first"), True),)


def keep(run_id: int, first: int, values: Iterable[dict[str, Any]]) -> None:
    """Keep the values of the run's papers from place `first` on; inside the caller's transaction."""
    rest = iter(values)
    while some := list(islice(rest, TOGETHER)):
        content = zlib.compress(orjson.dumps(some), _FAST)
        insert_rows(Snapshots, ("run", "first", "content"), [(run_id, first, content)])
        first += len(some)


def read(run_id: int, places: Iterable[int]) -> Iterator[dict[str, Any]]:
    """Yield the values of the run's papers at `places`; where those rise each row is read once."""
    firsts = _firsts(run_id)
    opened, some = 0, list[dict[str, Any]]()
    for place in places:
        first = firsts[bisect_right(firsts, place) - 1]
        if first != opened:
            opened, some = first, _open(run_id, first)
        yield some[place - first]


def values_of(row: PrintedPaper) -> dict[str, Any]:
    """Return what the placeholders of a printed paper held."""
    if row.filled_values:
        values: dict[str, Any] = json.loads(row.filled_values)
        return values
    return next(read(row.run_id, [row.place]))


def forget(run_id: int) -> None:
    """Drop what the papers of a run held; inside the caller's transaction."""
    Snapshots.delete().where(Snapshots.run == run_id).execute()


def _firsts(run_id: int) -> Sequence[int]:
    query = Snapshots.select(Snapshots.first).where(Snapshots.run == run_id).order_by(Snapshots.first)
    return [first for (first,) in query.tuples()]


def _open(run_id: int, first: int) -> list[dict[str, Any]]:
    kept = Snapshots.get(Snapshots.run == run_id, Snapshots.first == first)
    values: list[dict[str, Any]] = orjson.loads(zlib.decompress(kept.content))
    return values
