"""How the values of a paper are taken from a record (填表取值): as stored, as text, or as people read them."""

from collections.abc import Iterable
from typing import Any

from desk_app.kernel.fields import Option
from desk_app.kernel.kind import Draft

Values = dict[str, Any]


def labels(options: Iterable[Option]) -> tuple[str, ...]:
    """Return the labels of a list of options, as tick boxes have them."""
    return tuple(option.label for option in options)


def plain(draft: Draft, *names: str) -> Values:
    """Return fields as they are stored, '' for those that hold nothing."""
    return {name: getattr(draft.record, name) or "" for name in names}


def stored(draft: Draft, *names: str) -> Values:
    """Return fields as they are stored, to be shaped by their placeholders."""
    return {name: getattr(draft.record, name) for name in names}


def shown(draft: Draft, *names: str) -> Values:
    """Return fields as people read them."""
    return {name: draft.kind.field(name).show(getattr(draft.record, name)) for name in names}
