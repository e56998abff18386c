"""Cells between calamine, the pipe and the program (单元格的搬运): packed as marshal can carry them, turned to
`Cell` values when a row is first looked at. A row nobody looks at costs nothing.
"""

import datetime
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any, overload

from desk_app.kernel.sheets.grid import Cell

_CARRIED = frozenset((str, float, int, bool, type(None)))


def pack_row(row: list[Any]) -> list[Any]:
    """Return a row as calamine gives it with dates and times made tuples; other rows are returned as they are."""
    if _CARRIED.issuperset(map(type, row)):
        return row
    return [pack(value) if (pack := _PACK.get(type(value))) else value for value in row]


def pack_rows(rows: list[list[Any]]) -> list[list[Any]]:
    """Pack rows in place, as fast as they allow: days mostly stand in the same columns all the way down."""
    sample = rows[:: max(len(rows) // 20, 1)]
    columns = {column for row in sample for column, value in enumerate(row) if type(value) not in _CARRIED}
    for column in columns:
        for row in rows:
            if column < len(row) and (pack := _PACK.get(type(row[column]))):
                row[column] = pack(row[column])
    return rows


def unpack_row(row: Sequence[Any]) -> list[Cell]:
    """Return the cells of a packed row, or of one as calamine gives it."""
    return [value or None if type(value) is str else _UNPACK[type(value)](value) for value in row]


class Rows(Sequence[list[Cell]]):
    """Packed rows that turn into cells one by one, on first sight."""

    def __init__(self, packed: list[list[Any]]) -> None:
        self._rows = packed
        self._ready = bytearray(len(packed))

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> list[Cell]: ...
    @overload
    def __getitem__(self, at: slice) -> list[list[Cell]]: ...
    def __getitem__(self, at: int | slice) -> list[Cell] | list[list[Cell]]:
        if isinstance(at, slice):
            return [self[row] for row in range(*at.indices(len(self)))]
        if not self._ready[at]:
            self._rows[at] = unpack_row(self._rows[at])
            self._ready[at] = True
        return self._rows[at]

    def __iter__(self) -> Iterator[list[Cell]]:
        return (self[row] for row in range(len(self)))


_PACK: dict[type, Callable[[Any], Any]] = {
    datetime.datetime: lambda moment: (*moment.timetuple()[:6], moment.microsecond),
    datetime.date: lambda day: (day.year, day.month, day.day),
    datetime.time: lambda time: (time.hour, time.minute, time.second, time.microsecond),
    datetime.timedelta: lambda duration: duration / datetime.timedelta(days=1),
}
"""A moment becomes seven numbers, a day three, a time of day four; a duration its number of days."""


def _number(value: float) -> Cell:
    """Return a number without the noise beyond 15 digits; what is no number at all comes back as its name."""
    if value.is_integer() and abs(value) < 1e20:
        return int(value)
    if value != value or value in (float("inf"), float("-inf")):
        return str(value)
    return Decimal(f"{value:.15g}")


def _moment(parts: tuple[Any, ...]) -> Cell:
    if len(parts) == 3:
        return datetime.date(*parts)
    if len(parts) == 4:
        return datetime.time(*parts)
    return _exact_moment(datetime.datetime(*parts))


def _exact_moment(value: datetime.datetime) -> datetime.datetime:
    """Undo the reader's rounding: a whole day comes as a date, so midnight here was 23:59:59.99… of the day before."""
    if value.time() == datetime.time():
        return value - datetime.timedelta(microseconds=1)
    return value


def _same(value: Any) -> Any:
    return value


_UNPACK: dict[type, Callable[[Any], Cell]] = {
    str: lambda value: value or None,
    float: _number,
    int: _same,
    bool: _same,
    type(None): _same,
    tuple: _moment,
    datetime.date: _same,
    datetime.time: _same,
    datetime.datetime: _exact_moment,
    datetime.timedelta: lambda value: _number(value / datetime.timedelta(days=1)),
}
