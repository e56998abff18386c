"""Parts of a form (部件): labelled grids, lists, notes and signature strips, each as wide as where it is put.

A part is either XML, or a function from a width in millimetres to XML or to rows. Rows that follow each other are
laid into one ruled frame.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from layout.grids import Cell, Row, each, row, ruled, unruled, when
from layout.letters import Say, Words, day_to_write, is_chinese, label, prose, shown, text
from layout.lines import line, thin

Part = str | Callable[[float], str | list[Row]]

VALUE, CAPTION, HEIGHT = 10, 9, 13
"""Points on a page of its own: a value, a caption, and a line of either."""


class Asked(NamedTuple):
    """A captioned cell: Chinese, English, its placeholder or text (nothing: room for a pen), its share of the row."""

    chinese: str
    english: str
    value: str = ""
    share: float = 1


class Column(NamedTuple):
    """A column of a list: its share of the width, Chinese, English, the placeholder of a row (# counts), alignment."""

    share: float
    chinese: str
    english: str
    value: str = ""
    align: str = "center"


def lay(parts: Sequence[Part], width: float) -> str:
    """Return the parts one below the other, rows that follow each other in one frame."""
    laid = [part if isinstance(part, str) else part(width) for part in parts]
    xml = ""
    for _, group in groupby(laid, lambda part: isinstance(part, list)):
        for piece in _framed(list(group)):
            xml += (thin() if xml.endswith("</w:tbl>") and piece.startswith("<w:tbl>") else "") + piece
    return xml


def _framed(alike: list[str | list[Row]]) -> list[str]:
    rows = [each_row for part in alike if isinstance(part, list) for each_row in part]
    return [ruled(rows)] if rows else [part for part in alike if isinstance(part, str)]


def inside(parts: Sequence[Part], width: float) -> str:
    """Return the parts as the content of a cell, which has to end with a line."""
    content = lay(parts, width)
    return content + (thin() if content.endswith("</w:tbl>") or not content else "")


def rows_of(parts: Sequence[Part], width: float) -> list[Row]:
    """Return the rows of parts that are all grids."""
    made = [part if isinstance(part, str) else part(width) for part in parts]
    return [each_row for rows in made if isinstance(rows, list) for each_row in rows]


def only_when(condition: str, *parts: Part) -> Part:
    """Return grids that are printed only when the placeholder `condition` has a value."""
    return lambda width: when(condition, rows_of(parts, width))


def repeated(name: str, source: str, *parts: Part) -> Part:
    """Return grids that are printed once for each `name` of the list `source`."""
    return lambda width: each(name, source, rows_of(parts, width))


def grid(say: Say, *lines: Sequence[tuple[Any, ...]], caption: float = 20, height: float = 8) -> Part:
    """Return rows of captioned cells: `grid(say, [("房号", "Room", "room"), ("面积", "Area", "area")], …)`.

    Each cell is an `Asked`; captions are `caption` millimetres wide and shaded.
    """

    def make(width: float) -> list[Row]:
        rows: list[Row] = []
        for asked in lines:
            rows += _asked(say, [Asked(*one) for one in asked], width, caption, height)
        return rows

    return make


def _asked(say: Say, asked: list[Asked], width: float, caption: float, height: float) -> list[Row]:
    whole = sum(one.share for one in asked)
    cells: list[Cell] = []
    for one in asked:
        words = say(one.chinese, one.english)
        cells.append(_caption(caption, words))
        value = text(shown(one.value), VALUE)
        cells.append(Cell(width * one.share / whole - caption, line(value, height=HEIGHT)))
    return row(height, *cells)


def _caption(width: float, words: str) -> Cell:
    size = CAPTION if words[:1] > "~" else 8  # English captions are longer
    return Cell(width, line(label(words, size), align="center", height=11), shade=True, margin=0.4)


def heading(say: Say, chinese: str, english: str, height: float = 7) -> Part:
    """Return a shaded row that names what follows in the frame."""
    words = line(label(say(chinese, english), 9.5), height=HEIGHT, keep=True)
    return lambda width: row(height, Cell(width, words, shade=True))


def note(*runs: str, size: float = 9) -> Part:
    """Return a row of the frame with printed sentences, each on a line of its own (see `letters.prose`)."""
    lines = "".join(line(prose(run, size), height=size * 1.5) for run in runs)
    return lambda width: row(0, Cell(width, lines, above=1))


def remarks(
    say: Say, chinese: str, english: str, value: str = "", height: float = 18, caption: float = 20
) -> Part:
    """Return a row with room for several lines beside its caption."""
    return grid(say, [(chinese, english, value)], caption=caption, height=height)


def table(
    say: Say,
    columns: Sequence[tuple[Any, ...]],
    source: str,
    *,
    name: str = "row",
    least: int = 0,
    pen: int = 0,
    end: bool = False,
    height: float = 7,
    side: Words | None = None,
    repeat_head: bool = False,
    small: bool = False,
) -> Part:
    """Return a list: a captioned head, and a row for each `name` of the list `source`.

    `columns` are each a `Column`. Blank rows fill up to `least` (at most 12), `pen` more follow for what is written by
    hand, `end` closes with 以下空白. `side` names the list in a narrow column on its left; `repeat_head` repeats
    the head on every page; `small` sets values in 9 points.
    """
    listed = _List(say, [Column(*c) for c in columns], source, name, height, side, VALUE - small)
    return lambda width: listed.rows(width, least, pen, end, repeat_head)


_SIDE = 7


@dataclass(frozen=True)
class _List:
    """A list of `table`, before it is known how wide."""

    say: Say
    columns: list[Column]
    source: str
    name: str
    height: float
    side: Words | None
    size: float

    def rows(self, width: float, least: int, pen: int, end: bool, repeat_head: bool) -> list[Row]:
        free = width - (_SIDE if self.side else 0)
        whole = sum(column.share for column in self.columns)
        shares = [free * column.share / whole for column in self.columns]
        blank = self._row("continue", [Cell(share, line(height=HEIGHT)) for share in shares])
        pairs = list(zip(shares, self.columns, strict=True))
        rows = self._row("restart", [self._head(*pair) for pair in pairs], repeat_head)
        values = [self._value(*pair) for pair in pairs]
        rows += each(self.name, self.source, self._row("continue", values))
        for place in range(1, least + 1):
            fewer = " or ".join(f"{self.source}|length == {count}" for count in range(place))
            rows += when(fewer, blank)
        return rows + blank * pen + (self._row("continue", [self._end(free)]) if end else [])

    def _row(self, merge: str, cells: list[Cell], head: bool = False) -> list[Row]:
        return row(self.height, *self._beside(merge), *cells, head=head)

    def _head(self, width: float, column: Column) -> Cell:
        return _caption(width, self.say(column.chinese, column.english))

    def _value(self, width: float, column: Column) -> Cell:
        value = f"{{{{ {self.name}.{column.value} }}}}" if column.value.isidentifier() else column.value
        value = "{{ loop.index }}" if column.value == "#" else value
        return Cell(width, line(text(value, self.size), align=column.align, height=HEIGHT), margin=0.8)

    def _beside(self, merge: str) -> list[Cell]:
        if self.side is None:
            return []
        words, chinese = self.say(*self.side), is_chinese(self.say)
        if merge == "continue":
            return [Cell(_SIDE, line(), shade=True, merge=merge)]
        letters = line(label("\n".join(words) if chinese else words, 9 if chinese else 8), align="center")
        return [Cell(_SIDE, letters, shade=True, merge=merge, margin=0.3, upright="" if chinese else "btLr")]

    def _end(self, width: float) -> Cell:
        words = text(self.say("以下空白", "Nothing below this line"), VALUE, spacing=2)
        return Cell(width, line(words, align="center", height=HEIGHT))


def signature(width: float, caption: str, day: str, room: float = 5) -> Cell:
    """Return a cell to sign in: the caption above, `room` millimetres for the pen, the day below on the right."""
    above = line(label(caption), before=2)
    below = line(text(day, 8.5), align="right", before=room * 72 / 25.4)
    return Cell(width, above + below, valign="top")


def signatures(say: Say, *signers: Words, room: float = 9, height: float = 0) -> Part:
    """Return a row of the frame in which each signer has a cell: caption, `room` millimetres for the pen, the day."""

    def make(width: float) -> list[Row]:
        share = width / len(signers)
        return row(height, *(signature(share, say(*signer), day_to_write(say), room) for signer in signers))

    return make


def signed(say: Say, *asked: tuple[Any, ...], across: int = 2, height: float = 11, size: float = 11) -> Part:
    """Return rules to write on under a letter, each after its caption, `across` side by side.

    Each is (Chinese, English) or has a third, what is already known; ("日期", "Date", "day") gives a day to write.
    """

    def make(width: float) -> str:
        share = width / across
        filled = [*asked, *[("", "")] * (-len(asked) % across)]
        rows: list[Row] = []
        for at in range(0, len(filled), across):
            cells = [
                cell for one in filled[at : at + across] for cell in _to_sign(say, Asked(*one), share, size)
            ]
            rows += row(height, *cells)
        return unruled(rows) + thin()

    return make


def _to_sign(say: Say, asked: Asked, width: float, size: float) -> list[Cell]:
    """Return a caption, a rule to write on, as long as the caption leaves it, and some space."""
    words = say(asked.chinese, asked.english)
    if not words:
        return [Cell(width, line())]
    known = day_to_write(say).removeprefix("Date ") if asked.value == "day" else shown(asked.value)
    letters = sum(2 if ord(letter) > 0x2E80 else 1.05 for letter in words)
    caption, space = min(width * 0.6, letters * size * 0.18 + 3), 5.0
    return [
        Cell(caption, line(text(words, size), height=size * 1.35), "bottom", margin=0.3),
        Cell(
            width - caption - space,
            line(text(known, size), height=size * 1.35),
            "bottom",
            margin=0.8,
            edges="under",
        ),
        Cell(space, line()),
    ]
