"""Many documents in one (合并打印): each becomes a section that starts on a new page and counts its pages from 1.

A section keeps its own headers, so a number or a watermark in the header stays with its document.
"""

import copy
from dataclasses import dataclass
from typing import Any

from desk_app.kernel.papers.contents import WORD
from desk_app.kernel.papers.source import source_of

_W = "{" + WORD + "}"
_BEFORE_PAGE_NUMBERS = (
    *("headerReference", "footerReference", "footnotePr", "endnotePr", "type"),
    *("pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType"),
)


@dataclass(frozen=True)
class SectionSources:
    """The main part taken apart: what precedes the documents, one document (not last, last), what follows."""

    head: str
    middle: str
    last: str
    tail: str


def take_apart(root: Any) -> SectionSources:
    """Return the sources from the main part's root element, which is left unchanged."""
    last = copy.deepcopy(root)
    body = last.find(_W + "body")
    if body[-1].tag != _W + "sectPr":
        body.append(body.makeelement(_W + "sectPr"))
    _start_at_page_one(next(body.iter(_W + "sectPr")))
    if body[0].tag != _W + "p":  # LibreOffice hangs a section's header on its first paragraph, not on a table
        body.insert(0, thin_paragraph(body))
    middle = copy.deepcopy(last)
    _close_with_a_section(middle.find(_W + "body"))
    head, last_body, tail = _split(source_of(last))
    return SectionSources(head, _split(source_of(middle))[1], last_body, tail)


def _split(source: str) -> tuple[str, str, str]:
    start = source.index(">", source.index("<w:body")) + 1
    end = source.rindex("</w:body>")
    return source[:start], source[start:end], source[end:]


def _start_at_page_one(section: Any) -> None:
    for kind in section.findall(_W + "type"):
        section.remove(kind)
    numbers = section.find(_W + "pgNumType")
    if numbers is None:
        numbers = section.makeelement(_W + "pgNumType")
        before = [child for child in section if child.tag.removeprefix(_W) in _BEFORE_PAGE_NUMBERS]
        section.insert(len(before), numbers)
    numbers.set(_W + "start", "1")


def _close_with_a_section(body: Any) -> None:
    """Move the last section's settings from the body's end into its last paragraph, where a section break lives."""
    settings = body[-1]
    body.remove(settings)
    paragraph = body[-1] if len(body) else None
    if paragraph is None or paragraph.tag != _W + "p" or not _is_plain(paragraph):
        paragraph = thin_paragraph(body)
        body.append(paragraph)
    properties = paragraph.find(_W + "pPr")
    if properties is None:
        properties = paragraph.makeelement(_W + "pPr")
        paragraph.insert(0, properties)
    properties.append(settings)


def _is_plain(paragraph: Any) -> bool:
    has_section = paragraph.find(f"{_W}pPr/{_W}sectPr") is not None
    return not has_section and "{" not in "".join(paragraph.itertext())


def thin_paragraph(body: Any) -> Any:
    """Return a new paragraph a point high, for what must stand in one where the form has none."""
    paragraph = body.makeelement(_W + "p")
    properties = paragraph.makeelement(_W + "pPr")
    lines = {"before": "0", "after": "0", "line": "20", "lineRule": "exact"}
    properties.append(
        properties.makeelement(_W + "spacing", {_W + name: value for name, value in lines.items()})
    )
    paragraph.append(properties)
    return paragraph
