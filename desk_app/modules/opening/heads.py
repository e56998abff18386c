"""Headings of the old book's tables (表头): of one line, or of two, where 欠费 stands above 物业费 and 水费."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from desk_app.kernel.sheets.grid import Cell
from desk_app.kernel.text import fold, one_line
from desk_app.modules.opening import sheet_words

WHOSE = ("room", "plate", "name")
"""Meanings of the columns that say whose a row is; a head has one of them."""


@dataclass(frozen=True)
class Heading:
    """What a column's heading means, the fee item it names, and its words."""

    meaning: str = ""
    item: str = ""
    text: str = ""


def text_of(cell: Cell) -> str:
    """Return a cell as a line of text; numbers without a false '.0', nothing for a lone stroke."""
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    if isinstance(cell, datetime.datetime):
        return f"{cell:%Y-%m-%d}"
    text = "" if cell is None else one_line(str(cell))
    return "" if text in sheet_words.NOTHING else text


def lower_head(upper: list[str], below: Iterable[Cell]) -> list[str]:
    """Return the words of the row below a head if it is its second line, else nothing.

    A second line holds words without a figure, leaves the room's column empty (or repeats its heading), and names a sum.
    """
    if not any(read_heading(word).meaning in WHOSE for word in upper if word):
        return []
    cells = list(below)
    lower = [text_of(cell) if isinstance(cell, str) else "" for cell in cells]
    for place, cell in enumerate(cells):
        above = upper[place] if place < len(upper) else ""
        if any(sign.isdigit() for sign in text_of(cell)):
            return []
        if lower[place] and read_heading(above).meaning in ("room", "plate") and lower[place] != above:
            return []
    names_sum = any(read_heading(word).meaning in sheet_words.MONEY for word in lower if word)
    return lower if names_sum else []


def join_heads(upper: list[str], lower: list[str]) -> list[Heading]:
    """Return the headings of the columns; a word of the upper line reaches over those of the lower to its right."""
    if not lower:
        return [read_heading(word) for word in upper]
    joined, reaching = [], ""
    for place in range(max(len(upper), len(lower))):
        above = upper[place] if place < len(upper) else ""
        below = lower[place] if place < len(lower) else ""
        reaching = above or (reaching if below else "")
        joined.append(_join(reaching, below))
    return joined


def read_heading(word: str) -> Heading:
    """Return what one word of a head means."""
    meaning, item = sheet_words.meaning_of(word), ""
    if not meaning:
        meaning, item = sheet_words.money_of(word)
    return Heading(meaning, item, word)


def _join(above: str, below: str) -> Heading:
    """Return what two lines mean together: 欠费 over 物业费 is 物业费欠费, 预存 over 余额 prepaid money."""
    over, under = read_heading(above), read_heading(below)
    if not below:
        return over
    if not above or above == below or over.meaning not in sheet_words.MONEY:
        return under if under.meaning else Heading(text=above + below)
    text = above + below
    if under.meaning in (over.meaning, "amount"):
        return Heading(over.meaning, under.item or over.item, text)
    if under.meaning in ("", "charged"):
        return Heading(over.meaning, under.item or fold(below), text)
    return under
