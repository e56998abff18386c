"""Any kind's table (列表) without a toolkit: columns, rows by their place, sorting, filters, and what to do with many."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

import peewee

from desk_app.kernel import search
from desk_app.kernel.access import Desk
from desk_app.kernel.kind import RecordKind
from desk_app.kernel.masking import mask_title
from desk_app.kernel.paging import RawRow, RowPages
from desk_app.screens.paged_list import Arrived, PagedList
from desk_app.screens.table_columns import SUMMARY, TOLD_TODAY, Column, choosable_columns, usual_columns
from desk_app.screens.table_filters import all_of, any_of, read_filter
from desk_app.screens.table_order import Sorting, order_query


class ShownRow:
    """One row in memory: the record's id, its stored values, and the texts of those that were looked at."""

    __slots__ = ("raw", "record_id", "texts")

    def __init__(self, raw: RawRow) -> None:
        self.record_id: int = raw[0]
        self.raw = raw
        self.texts: list[str | None] = [None] * (len(raw) - 1)


class RecordTable(PagedList[ShownRow]):
    """The table of one kind: columns chosen, rows sorted, searched, filtered by column and by state."""

    def __init__(self, kind: RecordKind, desk: Desk) -> None:
        self.kind = kind
        self.desk = desk
        self.columns: tuple[Column, ...] = ()
        self.sorting: Sorting = ()
        self.searched = ""
        self.typed: dict[str, str] = {}
        self.problems: dict[str, str] = {}
        self.states: frozenset[str] = frozenset()
        self.by_state: dict[str, int] = {}
        self._conditions: dict[str, Any] = {}
        self._state_number = 0
        self.pages = RowPages(kind.model, self._dress)
        self.choose_columns()

    @property
    def choosable(self) -> list[Column]:
        """Return every column there could be."""
        return choosable_columns(self.kind)

    def choose_columns(self, names: Sequence[str] = ()) -> None:
        """Show these columns, in this order; unknown names are left out, and none at all means the usual ones."""
        known = {column.name: column for column in self.choosable}
        chosen = tuple(known[name] for name in dict.fromkeys(names) if name in known)
        self.columns = chosen or tuple(known[name] for name in usual_columns(self.kind))
        stored = [column.stored for column in self.columns]
        if self.kind.workflow:
            stored.append(self.kind.field("state"))
            self._state_number = len(stored)
        self.pages.choose(stored)

    def name_columns(self) -> None:
        """Head the columns in the language in use."""
        self.choose_columns([column.name for column in self.columns])

    def sort(self, name: str, descending: bool = False, *, also: bool = False) -> None:
        """Sort by a column; with `also` only among rows that are equal so far. No name means the kind's own order."""
        kept = tuple(each for each in self.sorting if each[0] != name) if also else ()
        self.sorting = (*kept, (name, descending)) if name else kept

    def filter(self, name: str, text: str) -> bool:
        """Show only rows that `text` fits in column `name`; False with a sentence in `problems` if it can't be read."""
        self.typed.pop(name, None)
        self._conditions.pop(name, None)
        self.problems.pop(name, None)
        if not text.strip():
            return True
        self.typed[name] = text
        try:
            condition = self._read(name, text)
        except ValueError as error:
            self.problems[name] = str(error)
            return False
        self._conditions[name] = condition
        return True

    def search(self, text: str) -> None:
        """Show only records that the search finds by `text`."""
        self.searched = text.strip()

    def show_states(self, states: Iterable[str]) -> None:
        """Show only records in these states; none named means all."""
        self.states = frozenset(states)

    @property
    def can_create(self) -> bool:
        """Say whether this person may type new records of the kind."""
        return not self.kind.refusal(self.desk)

    @property
    def my_states(self) -> frozenset[str]:
        """Return the states that wait for a step this person may take."""
        flow = self.kind.workflow
        if flow is None:
            return frozenset()
        return frozenset(state for state in flow.open_states if flow.offered(state, self.desk.actor))

    @property
    def is_filtered(self) -> bool:
        """Say whether anything hides records."""
        return bool(self.searched or self._conditions or self.states)

    def show_all(self) -> None:
        """Take every filter away."""
        self.searched, self.states = "", frozenset()
        self.typed, self.problems, self._conditions = {}, {}, {}

    def refresh(self) -> None:
        """Read the first page anew, as sorted and filtered now."""
        rows = self._filtered()
        whole = order_query(rows, self.kind, self.sorting, by_index=not self.is_filtered)
        self.pages.load(order_query(rows, self.kind, self.sorting), whole)

    def take(self, arrived: Arrived) -> bool:
        """Take what `further` found, with how many rows are in each state."""
        is_taken = super().take(arrived)
        if is_taken:
            self.by_state = arrived.by_state
        return is_taken

    def cell(self, place: int, number: int) -> str:
        """Return the text of column `number`: secrets masked, links by their title; nothing for a deleted row."""
        row = self.pages.row(place)
        if row is None:
            return ""
        text = row.texts[number]
        if text is None:
            field = self.columns[number].stored
            text = row.texts[number] = str(field.show(field.python_value(row.raw[number + 1])))
        return text

    def tone(self, place: int) -> str:
        """Return the colour of the row's state: good, waiting, bad or quiet; nothing without a workflow."""
        row = self.pages.row(place)
        if row is None or self.kind.workflow is None:
            return ""
        return self.kind.workflow.tone(str(row.raw[self._state_number]))

    def _filtered(self, *, by_state: bool = True) -> Any:
        """Return the query of the rows that all filters let through."""
        query = self.kind.model.select()
        conditions = list(self._conditions.values())
        if self.searched:
            conditions.append(self._found())
        if by_state and self.states and self.kind.workflow:
            conditions.append(self.kind.field("state").in_(sorted(self.states)))
        return query.where(all_of(conditions)) if conditions else query

    def _found(self) -> Any:
        """Return the condition that the search finds the record; a kind it doesn't know is looked through by text."""
        key = self.kind.model._meta.primary_key
        if self.kind.find is not None:
            return key.in_(search.record_ids(self.searched, self.kind.name))
        conditions = []
        for column in self.columns:
            with suppress(ValueError):
                conditions.append(self._read(column.name, self.searched))
        return any_of(conditions)

    def _read(self, name: str, text: str) -> Any:
        """Return the condition that `text` means for column `name`, or raise ValueError with a sentence."""
        if name == SUMMARY:
            return self.kind.model._meta.primary_key.in_(search.record_ids(text, self.kind.name))
        return read_filter(self.kind.field(name), text, self.desk.today)

    def _states_query(self) -> Any:
        """Return the query of (state, number of rows) among what the other filters let through."""
        if self.kind.workflow is None:
            return None
        state = self.kind.field("state")
        return self._filtered(by_state=False).select(state, peewee.fn.COUNT(peewee.SQL("*"))).group_by(state)

    def _dress(self, rows: list[RawRow]) -> list[ShownRow]:
        """Make rows to show of raw ones, with the titles of what they link to, one query a column."""
        shown = [ShownRow(row) for row in rows]
        for number, column in enumerate(self.columns):
            if not (column.is_link or column.name == SUMMARY):
                continue
            ids = {row.raw[number + 1] for row in shown} - {None}
            texts = _titles(column.field, ids) if column.is_link else self._summaries(ids)
            for row in shown:
                row.texts[number] = texts.get(row.raw[number + 1], "")
        return shown

    def _summaries(self, ids: set[int]) -> dict[int, str]:
        if self.kind.name in TOLD_TODAY:
            return TOLD_TODAY[self.kind.name][1](ids, self.desk.today)
        return {
            record_id: mask_title(text) for record_id, text in search.details(self.kind.name, ids).items()
        }


def _titles(field: Any, ids: set[int]) -> dict[int, str]:
    """Return {id: title} of the records with these ids that the link `field` points to."""
    if not ids:
        return {}
    model = field.rel_model
    return {record.id: str(field.show(record)) for record in model.select().where(model.id.in_(sorted(ids)))}
