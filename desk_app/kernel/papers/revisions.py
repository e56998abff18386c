"""Tracked changes (修订): accepted before a template is used, so that a form never prints what was struck out."""

from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = ("del", "moveFrom")
_STAYS = ("ins", "moveTo")
_NOTES = (
    *("rPrChange", "pPrChange", "tblPrChange", "tblGridChange", "tcPrChange", "trPrChange", "sectPrChange"),
    *("tblPrExChange", "numberingChange", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart"),
    *("moveToRangeEnd", "cellIns", "cellMerge"),
)
_MARKS = tuple(f":{tag} ".encode() for tag in (*_GONE, *_STAYS, "cellDel")) + tuple(
    f":{tag}".encode() for tag in _NOTES if tag.endswith("Change")
)


def may_have_changes(content: bytes) -> bool:
    """Say whether a part's XML may hold tracked changes, without reading it."""
    return any(mark in content for mark in _MARKS)


def accept_changes(root: Any) -> bool:
    """Accept every tracked change below `root` in place; say whether text was added or struck out by one."""
    changed = False
    for row in [row for row in root.iter(_W + "tr") if row.find(f"{_W}trPr/{_W}del") is not None]:
        _drop(row)
        changed = True
    for cell in [cell for cell in root.iter(_W + "tc") if cell.find(f"{_W}tcPr/{_W}cellDel") is not None]:
        _drop(cell)
        changed = True
    for paragraph in list(root.iter(_W + "p")):
        if any(paragraph.find(f"{_W}pPr/{_W}rPr/{_W}{tag}") is not None for tag in _GONE):
            _join_with_the_next(paragraph)
            changed = True
    for element in list(root.iter(*(_W + tag for tag in (*_GONE, *_STAYS)))):
        changed = True
        if element.tag.removeprefix(_W) in _STAYS:
            _unwrap(element)
        else:
            _drop(element)
    for element in list(root.iter(*(_W + tag for tag in _NOTES))):
        _drop(element)
    for table in [table for table in root.iter(_W + "tbl") if table.find(_W + "tr") is None]:
        if next(table.iter(_W + "tr"), None) is None:
            _drop(table)
    return changed


def _drop(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: Any) -> None:
    parent = element.getparent()
    place = parent.index(element)
    for child in reversed(list(element)):
        parent.insert(place + 1, child)
    parent.remove(element)


def _join_with_the_next(paragraph: Any) -> None:
    """A struck paragraph mark: what is left of the paragraph begins the next one; the last of a cell stays."""
    following = paragraph.getnext()
    if following is None or following.tag != _W + "p":
        return
    own = following.find(_W + "pPr")
    place = 0 if own is None else 1
    for child in reversed([child for child in paragraph if child.tag != _W + "pPr"]):
        following.insert(place, child)
    _drop(paragraph)
