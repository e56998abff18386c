"""Marks typed into a text (文字标记): «name» where a field once stood, even if Word split it over several runs."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from desk_app.kernel.papers.contents import WORD

_W = "{" + WORD + "}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MARK = re.compile(r"«\s*((?:(?:Table|Range)(?:Start|End):)?[^«»《》{}]{1,40}?)\s*»")


def find_marks(paragraph: Any) -> list[str]:
    """Return the names of the marks in a paragraph, in order."""
    return [found[1] for found in _MARK.finditer(_written(paragraph))]


def replace_marks(paragraph: Any, instead: Callable[[str], str]) -> None:
    """Write `instead(name)` for each mark, in the run the mark begins in."""
    marks = list(_MARK.finditer(_written(paragraph)))
    texts = [instead(found[1]) for found in marks]
    for found, text in reversed(list(zip(marks, texts, strict=True))):
        at = 0
        for element in _texts(paragraph):
            own = element.text or ""
            start, end = max(found.start() - at, 0), min(found.end() - at, len(own))
            at += len(own)
            if start < end:
                element.text = own[:start] + text + own[end:]
                element.set(_SPACE, "preserve")
                text = ""


def _written(paragraph: Any) -> str:
    return "".join(element.text or "" for element in _texts(paragraph))


def _texts(paragraph: Any) -> Iterator[Any]:
    """Yield the text elements of a paragraph, but not those of a text box in it, nor of a field."""
    inside = 0
    for element in paragraph.iter(_W + "t", _W + "fldChar"):
        if element.tag == _W + "fldChar":
            inside += {"begin": 1, "end": -1}.get(element.get(_W + "fldCharType") or "", 0)
        elif not inside and next(element.iterancestors(_W + "p")) is paragraph:
            yield element
