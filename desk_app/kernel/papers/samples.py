"""Sample values (样张): what a test print shows in each place, so that every placeholder is seen where it stands."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from desk_app.kernel.papers.paper import HEADER, Paper, Placeholder
from desk_app.kernel.papers.shapes import SHAPES
from desk_app.kernel.words import _

ROWS = 3
"""Rows of every list."""

LINE_NUMBER = "no"
"""What lists call the number of their line."""

_INVENTED: Mapping[str, Any] = {
    "money": 123450,
    "area": 893500,
    "day": datetime.date(2026, 11, 23),
    "moment": datetime.datetime(2026, 11, 23, 9, 30),
    "phone": "13800000000",
    "id_number": "110101199001010000",
}


def sample_values(paper: Paper, header: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return invented values for all of the paper's placeholders; `header` shows the office as it is."""
    shown = {**_all(HEADER), **(header or {}), **_all(paper.placeholders)}
    return paper.lay_out(shown)


def _all(placeholders: Sequence[Placeholder], place: int = 0) -> dict[str, Any]:
    return {placeholder.name: _one(placeholder, place) for placeholder in placeholders}


def _one(placeholder: Placeholder, place: int) -> Any:
    """Return an invented value; `place` counts the rows of a list from 0."""
    if placeholder.rows:
        return [_all(placeholder.rows, row) for row in range(ROWS)]
    if placeholder.name == LINE_NUMBER:
        return str(place + 1)
    sample = placeholder.sample
    if isinstance(sample, tuple):
        sample = sample[place % len(sample)]
    if sample is not None:
        return _(sample) if isinstance(sample, str) else sample
    if placeholder.choices:
        return placeholder.choices[0]
    if placeholder.shape in SHAPES:
        return _INVENTED[placeholder.shape]
    return "" if placeholder.shape == "picture" else _(placeholder.label)
