"""The columns a table may show (表格的列): the fields of the kind, and the line its records are told apart by."""

from dataclasses import dataclass
from typing import Any

import peewee

from desk_app.kernel import fields
from desk_app.kernel.kind import RecordKind
from desk_app.kernel.words import _, mark
from desk_app.screens.receipt_states import state_texts
from desk_app.screens.table_filters import hint_of
from desk_app.screens.tariff_prices import price_texts

SUMMARY = "summary"
TOLD_TODAY = {"tariffs": (mark("现行单价"), price_texts), "receipts": (mark("状态"), state_texts)}
"""Kinds whose summary is what holds today rather than the search's second line: its heading, and {id: text}."""
SAYS_NOTHING = ("fee_items", "bill_runs")
"""Kinds whose columns tell all their summary does."""


class Summary:
    """The second line the search shows of a record, such as a person's rooms and phone, as if it were a field."""

    align = "left"
    width = 30
    options = ()
    secret = False

    def __init__(self, kind: RecordKind) -> None:
        self.kind = kind

    @property
    def label(self) -> str:
        """Return the column's heading."""
        return _(TOLD_TODAY[self.kind.name][0]) if self.kind.name in TOLD_TODAY else _("摘要")

    def show(self, value: Any) -> str:
        """Return nothing: the text is fetched for a whole page of rows."""
        return ""


@dataclass(frozen=True)
class Column:
    """One column: the field it shows, its heading, which side its text stands on, and its width in letters.

    `hint` tells what may be typed above it; `choices` are what it can hold, where that is a fixed list; `stored` is
    the field of the table that is read for it.
    """

    name: str
    field: Any
    stored: Any
    label: str
    align: str
    width: int
    is_state: bool
    hint: str
    choices: tuple[str, ...]

    @property
    def is_sortable(self) -> bool:
        """Say whether rows can be sorted by it."""
        return self.field is self.stored

    @property
    def is_link(self) -> bool:
        """Say whether it shows another record."""
        return isinstance(self.field, peewee.ForeignKeyField)


def usual_columns(kind: RecordKind) -> list[str]:
    """Return what a new table shows: the kind's columns, and the summary where it tells something of its own.

    That is mostly so where none of the columns links to anything.
    """
    links = any(isinstance(kind.field(name), peewee.ForeignKeyField) for name in kind.columns)
    names = list(kind.columns)
    says_more = not links and kind.name not in SAYS_NOTHING
    if kind.find is not None and (says_more or kind.name in TOLD_TODAY):
        names.insert(2 if links else 1, SUMMARY)
    return names


def choosable_columns(kind: RecordKind) -> list[Column]:
    """Return every column there could be: the usual ones first, then the other fields of the form."""
    names = [*usual_columns(kind), *kind.form_fields]
    names += ["state"] if kind.workflow else []
    names += [SUMMARY] if kind.find else []
    return [_make(kind, name) for name in dict.fromkeys(names)]


def _make(kind: RecordKind, name: str) -> Column:
    if name == SUMMARY:
        summary = Summary(kind)
        key = kind.model._meta.primary_key
        return Column(
            name, summary, key, summary.label, summary.align, summary.width, False, hint_of(summary), ()
        )
    field = kind.field(name)
    is_state = name == "state" and kind.workflow is not None
    return Column(
        name, field, field, field.label, field.align, field.width, is_state, hint_of(field), _choices(field)
    )


def _choices(field: Any) -> tuple[str, ...]:
    if isinstance(field, fields.Flag):
        return _("是"), _("否")
    return tuple(_(option.label) for option in getattr(field, "options", ()))
