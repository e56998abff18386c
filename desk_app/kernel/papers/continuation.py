"""Sheets of one paper (联次与续页): every copy with its name, and rows that do not fit carried on to a next sheet.

A form has room for so many printed lines. What is left over after the last row is struck, so that nothing can be
added by hand afterwards (domain.md R19).
"""

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desk_app.kernel.words import _


@dataclass(frozen=True)
class Sheets:
    """How a list is spread over the sheets of a paper.

    `rows` names the list; `first` and `rest` are the printed lines the first and every further sheet has room for;
    `widths` gives, for columns that may wrap, how many half-width letters stand on one line. `above` does the same
    for the single values of the first sheet, one mapping for each printed row, `again` for those a further sheet
    repeats: for every line they wrap, beyond the `spare` ones there is room for, the list has a line less.
    """

    rows: str
    first: int
    rest: int
    widths: Mapping[str, int] = field(default_factory=dict)
    above: tuple[Mapping[str, int], ...] = ()
    again: tuple[Mapping[str, int], ...] = ()
    spare: int = 0


def lines_taken(text: str | None, width: int) -> int:
    """Return how many lines `text` takes at `width` half-width letters a line; a Chinese letter counts two.

    One letter of every line is kept free, because a line is never broken inside a word or before a full stop.
    """
    lines = (text or "").split("\n")
    return sum(max(1, math.ceil(_half_widths(line) / (width - 1))) for line in lines)


def _half_widths(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)


def spread(values: Mapping[str, Any], sheets: Sheets) -> list[tuple[list[Mapping[str, Any]], int]]:
    """Return, sheet by sheet, the rows on it and the lines left over; at least one sheet, if need be an empty one."""
    result: list[tuple[list[Mapping[str, Any]], int]] = []
    current: list[Mapping[str, Any]] = []
    room = _room(values, sheets, sheets.first, sheets.above)
    for row in values[sheets.rows]:
        taken = _lines(row, sheets.widths)
        if taken > room and current:
            result.append((current, room))
            current, room = [], _room(values, sheets, sheets.rest, sheets.again)
        current.append(row)
        room = max(0, room - taken)
    return [*result, (current, room)]


def _room(values: Mapping[str, Any], sheets: Sheets, lines: int, above: Sequence[Mapping[str, int]]) -> int:
    """Return how many of a sheet's `lines` are left for the list when the rows above it wrap; at least one."""
    wrapped = sum(_lines(values, row) - 1 for row in above)
    return max(1, lines - max(0, wrapped - sheets.spare))


def _lines(row: Mapping[str, Any], widths: Mapping[str, int]) -> int:
    return max([lines_taken(row.get(column), width) for column, width in widths.items()], default=1)


def lay_out(values: Mapping[str, Any], sheets: Sheets, copies: Sequence[str]) -> list[dict[str, Any]]:
    """Return the rows of the loop `sheets` in a template: one for each sheet of each copy, copy after copy.

    Each has `copy`, `page`, `pages`, `is_first`, the list itself under its own name, `end` (以下空白 where lines are
    left over on the last sheet, else blank) and `struck`, one empty row for each further line to be struck.
    """
    parts = spread(values, sheets)
    return [
        {
            "copy": copy,
            "page": str(place),
            "pages": str(len(parts)),
            "is_first": place == 1,
            sheets.rows: list(rows),
            "end": _("以下空白") if left else "",
            "struck": [{}] * max(0, left - 1),
        }
        for copy in copies
        for place, (rows, left) in enumerate(parts, 1)
    ]
