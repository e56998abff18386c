"""共几页 in a merged file: the field NUMPAGES would count all documents, so each counts its own pages instead.

Word and WPS know SECTIONPAGES. LibreOffice does not, and shows a field's last result; that result is therefore a
reference to the page of the document's end, which restarts at 1 like every page number of the document.
"""

import copy
import re
from collections.abc import Mapping
from typing import Any

from desk_app.kernel.papers.contents import WORD
from desk_app.kernel.papers.sections import thin_paragraph

_W = "{" + WORD + "}"
_BOOKMARK = "_DocumentEnd"
_FIRST_ID = 90000
_NUMPAGES = re.compile(r"\s*NUMPAGES\b", re.IGNORECASE)


def count_in_document(roots: Mapping[str, Any], main: str) -> tuple[dict[str, Any], bool]:
    """Return copies of the parts' trees whose totals are those of one document, and whether there are any."""
    trees = {name: copy.deepcopy(root) for name, root in roots.items()}
    has_one_section = len(list(trees[main].iter(_W + "sectPr"))) <= 1
    counts = False
    for tree in trees.values():
        for runs in [*_simple_fields(tree), *_long_fields(tree)]:
            counts = True
            _replace(runs, has_one_section)
    if counts:
        _mark_end(trees[main].find(_W + "body"))
    return trees, counts


def name_bookmarks(content: bytes, place: int) -> bytes:
    """Return the filled XML of the document at `place` with a bookmark of its own."""
    content = content.replace(b'w:id="%d"' % _FIRST_ID, b'w:id="%d"' % (_FIRST_ID + place))
    return content.replace(_BOOKMARK.encode(), b"%b%d" % (_BOOKMARK.encode(), place + 1))


def _simple_fields(tree: Any) -> list[list[Any]]:
    return [[field] for field in tree.iter(_W + "fldSimple") if _NUMPAGES.match(field.get(_W + "instr", ""))]


def _long_fields(tree: Any) -> list[list[Any]]:
    """Return the runs of each NUMPAGES field that lies within one paragraph and holds no other field."""
    found: list[list[Any]] = []
    for paragraph in tree.iter(_W + "p"):
        runs: list[Any] = []
        for run in paragraph.iterchildren(_W + "r"):
            kinds = [mark.get(_W + "fldCharType") for mark in run.iterchildren(_W + "fldChar")]
            if "begin" in kinds:
                runs = []
            runs.append(run)
            if "end" in kinds:
                instruction = "".join(
                    text.text or "" for r in runs for text in r.iterchildren(_W + "instrText")
                )
                if _NUMPAGES.match(instruction) and _stands_alone(runs):
                    found.append(runs)
                runs = []
    return found


def _stands_alone(runs: list[Any]) -> bool:
    """Say whether the runs hold nothing but the field."""
    start = next((child for child in runs[0] if child.tag != _W + "rPr"), None)
    ends = (start, runs[-1][-1])
    return [mark.get(_W + "fldCharType") for mark in ends if mark is not None] == ["begin", "end"]


def _replace(runs: list[Any], has_one_section: bool) -> None:
    """Put a field for the document's own total in the place of `runs`, looking the same."""
    first = runs[0]
    look = next(first.iter(_W + "rPr"), None)
    result = _field(first, look, f" PAGEREF {_BOOKMARK} ", [_run(first, look, "t", "1")])
    if has_one_section:
        result = _field(first, look, " SECTIONPAGES ", result)
    for run in result:
        first.addprevious(run)
    for run in runs:
        run.getparent().remove(run)


def _field(maker: Any, look: Any, instruction: str, result: list[Any]) -> list[Any]:
    begin, separate, end = (_run(maker, look, "fldChar") for _kind in range(3))
    for run, kind in ((begin, "begin"), (separate, "separate"), (end, "end")):
        run[-1].set(_W + "fldCharType", kind)
    return [begin, _run(maker, look, "instrText", instruction), separate, *result, end]


def _run(maker: Any, look: Any, tag: str, text: str = "") -> Any:
    run = maker.makeelement(_W + "r")
    if look is not None:
        run.append(copy.deepcopy(look))
    child = run.makeelement(_W + tag)
    if text:
        child.text = text
        child.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(child)
    return run


def _mark_end(body: Any) -> None:
    """Put the bookmark where the document ends: into its last paragraph, or one of its own after a table."""
    last = next((child for child in reversed(body) if child.tag != _W + "sectPr"), None)
    if last is None or last.tag != _W + "p" or "{%" in "".join(last.itertext()):
        last = thin_paragraph(body)
        place = len(body) - (1 if len(body) and body[-1].tag == _W + "sectPr" else 0)
        body.insert(place, last)
    for kind in ("bookmarkStart", "bookmarkEnd"):
        mark = last.makeelement(_W + kind)
        mark.set(_W + "id", str(_FIRST_ID))
        if kind == "bookmarkStart":
            mark.set(_W + "name", _BOOKMARK)
        last.append(mark)
