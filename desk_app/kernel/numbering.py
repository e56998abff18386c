"""Document numbers (单据编号): one series per prefix and month, without gaps.

`<prefix>-<yyyymm>-<4 places>` (domain.md 7.2). A number is given inside the transaction that issues the document, so
a failed issue gives its number back.
"""

import datetime

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
    series = f"{prefix}-{day:%Y%m}"
    row = NumberSeries.get_or_none(NumberSeries.series == series)
    if row is None:
        NumberSeries.create(series=series, last=1)
        return f"{series}-0001"
    NumberSeries.update(last=NumberSeries.last + 1).where(NumberSeries.series == series).execute()
    return f"{series}-{row.last + 1:04d}"


def next_number(prefix: str, day: datetime.date) -> str:
    """Return the number that would be given next, without taking it: what a preview shows."""
    series = f"{prefix}-{day:%Y%m}"
    row = NumberSeries.get_or_none(NumberSeries.series == series)
    return f"{series}-{(row.last if row else 0) + 1:04d}"
