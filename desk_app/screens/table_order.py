"""How a table is sorted (排序): each column by what it stores, a choice by its list, a link by the linked record."""

from typing import Any

import peewee

from desk_app.kernel.kind import RecordKind
from desk_app.kernel.sqlite_rows import off_index
from desk_app.screens.table_filters import linked_kind

Sorting = tuple[tuple[str, bool], ...]
"""(field name, descending), the foremost first."""


def order_query(query: Any, kind: RecordKind, sorting: Sorting, *, by_index: bool = True) -> Any:
    """Return `query` sorted by the columns of `sorting`; the kind's own order and the id settle the rest.

    Without `by_index` a filter chooses how the rows are found, and they are sorted afterwards: better for all rows of
    a filter, worse for the first few of many.
    """
    usual = tuple((name, kind.newest_first) for name in kind.order)
    terms: list[Any] = []
    for name, descending in sorting + usual:
        query, values = _sort_values(query, kind.model, name)
        if not by_index and not terms:
            values = [off_index(values[0]), *values[1:]]
        terms += [peewee.Desc(value) if descending else peewee.Asc(value) for value in values]
    key = kind.model._meta.primary_key
    terms.append(key.desc() if (sorting[0][1] if sorting else kind.newest_first) else key.asc())
    return query.order_by(*_without_repeats(terms))


def _sort_values(query: Any, model: Any, name: str) -> tuple[Any, list[Any]]:
    """Return the query, joined to what it needs, and the values that sort field `name`."""
    field = model._meta.fields[name]
    if isinstance(field, peewee.ForeignKeyField):
        return _sort_linked(query, field)
    if getattr(field, "sort_by", ""):
        return query, [model._meta.fields[field.sort_by]]
    if getattr(field, "options", None):
        places = [(option.stored, place) for place, option in enumerate(field.options)]
        return query, [peewee.Case(field, places, len(places))]
    return query, [field]


def _sort_linked(query: Any, field: Any) -> tuple[Any, list[Any]]:
    """Join the linked table once more, and sort by its own order."""
    linked = field.rel_model.alias()
    kind = linked_kind(field)
    names = kind.order if kind else ("id",)
    joined = query.switch(field.model).join(linked, peewee.JOIN.LEFT_OUTER, on=(field == linked.id))
    return joined.switch(field.model), [getattr(linked, name) for name in names]


def _without_repeats(terms: list[Any]) -> list[Any]:
    """Leave out terms that name a column already sorted by; they would keep an index from being used."""
    seen: set[int] = set()
    kept = []
    for term in terms:
        if id(term.node) not in seen:
            seen.add(id(term.node))
            kept.append(term)
    return kept
