"""Loops put around rows (循环行): where a form had one row of a table for each line of a list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from desk_app.kernel.papers.contents import WORD
from desk_app.kernel.papers.refusals import TemplateRefused
from desk_app.kernel.words import _, listed

_W = "{" + WORD + "}"


@dataclass(frozen=True)
class RowUse:
    """A column of a list asked for in a row of a table; or the start or end of a region, with neither list nor column."""

    paragraph: Any
    list: str = ""
    column: str = ""
    region: str = ""
    starts: bool = False


def add_loops(uses: Sequence[RowUse], row: str) -> None:
    """Put a loop around the table row of every use; `row` is what it calls the list's row.

    Neighbouring rows of one list stand in one loop. One that asks again for the same columns was there for the next
    line of the list, and goes.
    """
    columns: dict[Any, list[RowUse]] = {}
    for use in uses:
        columns.setdefault(_holder(use.paragraph), []).append(use)
    order = {element: at for at, element in enumerate(uses[0].paragraph.getroottree().iter())} if uses else {}
    holders = sorted(
        (h for h, here in columns.items() if any(use.list for use in here)), key=order.__getitem__
    )
    _drop_emptied(holder for holder, here in columns.items() if not any(use.list for use in here))
    groups: list[list[Any]] = []
    for holder in holders:
        lists = {use.list for use in columns[holder] if use.list}
        if len(lists) > 1:
            text = _("表格的一行里不能同时有两个列表的内容（{lists}），请分成两行")
            raise TemplateRefused([text.format(lists=listed(sorted(lists)))])
        if groups and _follows(groups[-1][-1], holder) and _list_of(columns[groups[-1][0]]) in lists:
            groups[-1].append(holder)
        else:
            groups.append([holder])
    for group in groups:
        _loop(_without_repeats(group, columns), _list_of(columns[group[0]]), row)


def _drop_emptied(holders: Iterable[Any]) -> None:
    """Drop table rows that only held the start or the end of a region."""
    for holder in holders:
        if holder.tag == _W + "tr" and not "".join(t.text or "" for t in holder.iter(_W + "t")).strip():
            holder.getparent().remove(holder)


def _holder(paragraph: Any) -> Any:
    """Return the table row a paragraph stands in, or the paragraph itself."""
    return next(paragraph.iterancestors(_W + "tr"), paragraph)


def _list_of(uses: Sequence[RowUse]) -> str:
    return next(use.list for use in uses if use.list)


def _follows(one: Any, other: Any) -> bool:
    return one.getnext() is other


def _without_repeats(group: list[Any], columns: dict[Any, list[RowUse]]) -> list[Any]:
    kept: list[Any] = []
    asked: set[str] = set()
    for holder in group:
        own = {use.column for use in columns[holder] if use.column}
        if own & asked:
            holder.getparent().remove(holder)
        else:
            kept.append(holder)
            asked |= own
    return kept


def _loop(holders: list[Any], name: str, row: str) -> None:
    holders[0].addprevious(_line(holders[0], "{%" + f"tr for {row} in {name} " + "%}"))
    holders[-1].addnext(_line(holders[-1], "{%tr endfor %}"))


def _line(beside: Any, text: str) -> Any:
    """Return a table row of one cell that holds a loop's tag."""
    paragraph = beside.makeelement(_W + "p")
    run = _below(paragraph, "r")
    _below(run, "t").text = text
    line = beside.makeelement(_W + "tr")
    cell = _below(line, "tc")
    properties = _below(cell, "tcPr")
    table = next(beside.iterancestors(_W + "tbl"))
    columns = table.findall(f"{_W}tblGrid/{_W}gridCol")
    widths = [int(width) if (width := column.get(_W + "w") or "").isdecimal() else 0 for column in columns]
    width = _below(properties, "tcW")
    width.set(_W + "w", str(sum(widths)))
    width.set(_W + "type", "dxa")
    if len(widths) > 1:
        _below(properties, "gridSpan").set(_W + "val", str(len(widths)))
    cell.append(paragraph)
    return line


def _below(parent: Any, tag: str) -> Any:
    element = parent.makeelement(_W + tag)
    parent.append(element)
    return element
