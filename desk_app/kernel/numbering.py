"""Document numbers (单据编号): one series per prefix and month, without gaps.

`<prefix>-<yyyymm>-<4 places>` (domain.md 7.2). A number is given inside the transaction that issues the document, so
a failed issue gives its number back.
"""

import datetime
from collections.abc import Iterable

import peewee

from desk_app.kernel.database import database


class NumberSeries(peewee.Model):
    """The last number given in one series (编号序列)."""

    series = peewee.CharField(primary_key=True)
    last = peewee.IntegerField()

    class Meta:
        database = database
        table_name = "number_series"


def take_number(prefix: str, day: datetime.date) -> str:
    """Return the next number of `prefix` in the month of `day`; to be called inside a transaction."""
    return take_numbers(prefix, day, 1)[0]


def take_numbers(prefix: str, day: datetime.date, count: int) -> list[str]:
    """Return the next `count` numbers, one after the other; to be called inside a transaction."""
    series = f"{prefix}-{day:%Y%m}"
    row = NumberSeries.get_or_none(NumberSeries.series == series)
    last = row.last if row else 0
    if row is None:
        NumberSeries.create(series=series, last=count)
    else:
        NumberSeries.update(last=last + count).where(NumberSeries.series == series).execute()
    return [f"{series}-{number:04d}" for number in range(last + 1, last + count + 1)]


def take_yearly(prefix: str, day: datetime.date) -> str:
    """Return the next number of `prefix` in the year of `day`, '<prefix>2026-000001'; inside a transaction.

    Receipts are numbered so: one series per prefix and year, six places (domain.md 7.2).
    """
    series = f"{prefix}{day.year}"
    row = NumberSeries.get_or_none(NumberSeries.series == series)
    if row is None:
        NumberSeries.create(series=series, last=1)
        return f"{series}-000001"
    NumberSeries.update(last=row.last + 1).where(NumberSeries.series == series).execute()
    return f"{series}-{row.last + 1:06d}"


def give_back(numbers: Iterable[str]) -> list[str]:
    """Take back those numbers that were the last of their series; return the others, which stay void.

    To be called inside a transaction, with numbers that stand on no paper.
    """
    void = []
    parts = [(number.rpartition("-")[0], int(number.rpartition("-")[2])) for number in numbers]
    for series, last in sorted(parts, reverse=True):
        was_last = (NumberSeries.series == series) & (NumberSeries.last == last)
        if not NumberSeries.update(last=last - 1).where(was_last).execute():
            void.append(f"{series}-{last:04d}")
    return void[::-1]


def next_number(prefix: str, day: datetime.date) -> str:
    """Return the number that would be given next, without taking it: what a preview shows."""
    series = f"{prefix}-{day:%Y%m}"
    row = NumberSeries.get_or_none(NumberSeries.series == series)
    return f"{series}-{(row.last if row else 0) + 1:04d}"
