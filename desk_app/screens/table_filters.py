"""What may be typed above a column (筛选条件), and the condition it means.

Text finds what contains it; numbers, amounts and days also take >100, <=100 and 100~200; a day may be a year or a
month; a choice or link is found by any part of what is shown. A secret is found only by its beginning or end, which
the mask shows anyway.
"""

import datetime
import functools
import operator
import re
from collections.abc import Sequence
from typing import Any

import peewee

from desk_app.kernel import days, fields, search
from desk_app.kernel.kind import KINDS, RecordKind
from desk_app.kernel.text import narrow
from desk_app.kernel.words import _

COMPARED = (fields.Whole, fields.Scaled, fields.Money, peewee.DateField, peewee.DateTimeField)
"""Fields whose values have an order people ask for."""

_COMPARISON = re.compile(r"(>=|<=|>|<|=)\s*(.+)")
_RANGE = re.compile(r"(.+?)\s*(?:~|\.\.|\u81f3|\u5230)\s*(.+)")
_MONTH = re.compile(r"(\d{4})\s*[-/.\u5e74]\s*(\d{1,2})\s*\u6708?")
_YEAR = re.compile(r"(\d{4})\s*\u5e74?")


def read_filter(field: Any, text: str, today: datetime.date) -> Any:
    """Return the condition that `text` typed above the column of `field` means, or None for nothing typed.

    ValueError with a sentence if it cannot be read.
    """
    plain = narrow(text)
    if not plain:
        return None
    if isinstance(field, peewee.ForeignKeyField):
        return _link(field, plain)
    if isinstance(field, COMPARED):
        return _compared(field, plain, today)
    if isinstance(field, fields.Flag):
        return field == field.read(plain, today)
    if getattr(field, "options", None):
        return _one_of(field, plain)
    if field.secret:
        return field.startswith(plain) | field.endswith(plain)
    return all_of([field.contains(word) for word in plain.split()])


def hint_of(field: Any) -> str:
    """Return what an empty filter box shows."""
    if isinstance(field, fields.Day | fields.Moment):
        return _("如 2026-11")
    return _("如 >100") if isinstance(field, COMPARED) else _("筛选")


def linked_kind(field: Any) -> RecordKind | None:
    """Return the kind of the records a link points to, if it is registered."""
    return next((kind for kind in KINDS.values() if kind.model is field.rel_model), None)


def _link(field: Any, plain: str) -> Any:
    kind = linked_kind(field)
    if kind is not None and kind.find is not None:
        return field.in_(search.record_ids(plain, kind.name))
    model = field.rel_model
    texts = [each for each in model._meta.sorted_fields if isinstance(each, fields.Text) and not each.secret]
    named = [each.contains(plain) for each in texts]
    return field.in_(model.select(model.id).where(any_of(named)))


def _one_of(field: Any, plain: str) -> Any:
    """Return the condition for the choices whose label contains `plain`, or is it."""
    folded = plain.casefold()
    labels = {option.stored: _(option.label).casefold() for option in field.options}
    exact = [stored for stored, label in labels.items() if folded in (label, stored)]
    found = exact or [stored for stored, label in labels.items() if folded in label]
    if not found:
        raise ValueError(_("{label}没有这个选项：{text}").format(label=field.label, text=plain[:30]))
    return field.in_(found)


def _compared(field: Any, plain: str, today: datetime.date) -> Any:
    if found := _COMPARISON.fullmatch(plain):
        first, after = _span(field, found[2], today)
        tests = {"<": field < first, ">=": field >= first, "<=": field < after, ">": field >= after}
        return tests.get(found[1], (field >= first) & (field < after))
    if found := _RANGE.fullmatch(plain):
        return (field >= _span(field, found[1], today)[0]) & (field < _span(field, found[2], today)[1])
    first, after = _span(field, plain, today)
    return (field >= first) & (field < after)


def _span(field: Any, plain: str, today: datetime.date) -> tuple[Any, Any]:
    """Return the first value that `plain` means and the first one after it: a month is 28 to 31 days."""
    if not isinstance(field, peewee.DateField | peewee.DateTimeField):
        value = field.read(plain, today)
        return value, value + 1
    first, after = _days(plain, today)
    if isinstance(field, peewee.DateField):
        return first, after
    midnight = datetime.time()
    return datetime.datetime.combine(first, midnight), datetime.datetime.combine(after, midnight)


def _days(plain: str, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Return the first day and the day after the last of a year, month or day."""
    if found := _YEAR.fullmatch(plain):
        year = int(found[1])
        if days.EARLIEST.year <= year <= days.LATEST.year:
            return datetime.date(year, 1, 1), datetime.date(year + 1, 1, 1)
    if (found := _MONTH.fullmatch(plain)) and 1 <= int(found[2]) <= 12:
        first = days.parse_day(f"{found[1]}-{found[2]}-1")
        return first, days.add_months(first, 1)
    day = days.parse_day(plain, today)
    return day, day + datetime.timedelta(days=1)


def all_of(conditions: Sequence[Any]) -> Any:
    """Return the condition that every one of them holds; there must be one."""
    return functools.reduce(operator.and_, conditions)


def any_of(conditions: Sequence[Any]) -> Any:
    """Return the condition that one of them holds; none at all never does."""
    return functools.reduce(operator.or_, conditions) if conditions else peewee.Value(False)
