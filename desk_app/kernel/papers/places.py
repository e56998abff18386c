"""Where in a template something stands (位置): a paragraph quoted, and before it the table cell or the header it is in."""

import re
from collections.abc import Sequence
from itertools import accumulate

from desk_app.kernel.papers.refusals import quote
from desk_app.kernel.words import _, mark

_OUTSIDE_THE_BODY = {"hdr": mark("页眉"), "ftr": mark("页脚")}
_TAG = re.compile(r"<[^>]*>")
_MARK = re.compile(r'<w:p n="(\d+)"')
_BRACES = ("{{", "{%")


class Whereabouts:
    """Follows a walk over a part's elements; knows the table cell, text box or header it is in."""

    def __init__(self, root_tag: str) -> None:
        self._outside = _OUTSIDE_THE_BODY.get(root_tag, "")
        self._open: list[list[int]] = []

    def enter(self, tag: str) -> None:
        """Note that an element of this name begins."""
        if tag in ("tbl", "txbxContent"):
            self._open.append([0, 0] if tag == "tbl" else [])
        elif self._open and self._open[-1]:
            if tag == "tr":
                self._open[-1][:] = [self._open[-1][0] + 1, 0]
            elif tag == "tc":
                self._open[-1][1] += 1

    def leave(self, tag: str) -> None:
        """Note that it ends."""
        if tag in ("tbl", "txbxContent"):
            self._open.pop()

    def describe(self, text: str) -> str:
        """Return where a paragraph with this text stands: 表格第 2 行第 3 格“{{ name }}”."""
        where = _(self._outside)
        if self._open and self._open[-1]:
            row, cell = self._open[-1]
            where += _("表格第 {row} 行第 {cell} 格").format(row=row, cell=cell)
        elif self._open:
            where += _("文本框")
        return where + _("“{text}”").format(text=quote(text))


class SourceLines:
    """The lines of a part's source, each one paragraph, and where they stand in the template.

    `places` has a text for every paragraph of the part when the source was made with numbered paragraphs. A row or
    paragraph that only held a loop is gone from the source, its tag stands at the end of the line before.
    """

    def __init__(self, source: str, paragraphs: Sequence[str] = (), places: Sequence[str] = ()) -> None:
        self._lines = source.split("\n")
        self._paragraphs, self._places = paragraphs, places
        marks = [_MARK.match(line) for line in self._lines] if places else []
        self._latest = list(accumulate((int(found[1]) if found else 0 for found in marks), max))

    @property
    def have_places(self) -> bool:
        """Whether more than the quoted line can be said."""
        return bool(self._places)

    def place(self, lineno: int, word: str = "") -> str:
        """Return the place of what stands on a line (from 1); `word` tells it from others that share the line."""
        if self._places:
            candidates = self._candidates(lineno)
            for wanted in (word, *_BRACES):
                for number in candidates:
                    if wanted and wanted in self._paragraphs[number]:
                        return self._places[number]
        for at in range(min(lineno, len(self._lines)) - 1, -1, -1):
            text = _TAG.sub("", self._lines[at]).strip()
            if text:
                return _("“{text}”").format(text=quote(text))
        return _("文件开头")

    def _candidates(self, lineno: int) -> range:
        """Return the numbers of the paragraphs whose text may have come to stand on a line."""
        first = self._latest[min(lineno, len(self._latest)) - 1]
        after = next((number for number in self._latest[lineno:] if number > first), len(self._paragraphs))
        return range(first, after)
