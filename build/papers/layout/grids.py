"""Grids (表格): rows of cells measured in millimetres; columns follow from the cells' widths."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce
from itertools import accumulate
from operator import add

from layout.letters import label, text, twips
from layout.lines import FRAME, RULE, line

_SIDE_MARGIN, _TOP_MARGIN = 1.2, 0.4


@dataclass(frozen=True)
class Cell:
    """A cell of `width` millimetres; `content` is one or more lines, or a table and a line.

    `margin` is left free at its sides, `above` above and below; `merge` is restart or continue, downwards.
    `edges` changes its rules: "open" has none, "open below" none below it, "closed" one above even
    under an open cell, "under" only one below it, to write on; "tear left" and "tear above" are dashed.
    `upright` turns the text: "tbRlV" downwards with Chinese letters upright, "btLr" upwards.
    """

    width: float
    content: str
    valign: str = "center"
    shade: bool = False
    merge: str = ""
    margin: float = _SIDE_MARGIN
    above: float = _TOP_MARGIN
    upright: str = ""
    edges: str = ""


@dataclass(frozen=True)
class Row:
    """A row of cells; `height` in millimetres is the least it takes, or what it takes when `exact`; `head` repeats it on every page."""

    cells: tuple[Cell, ...]
    height: float
    head: bool = False
    exact: bool = False


def row(height: float, *cells: Cell, head: bool = False, exact: bool = False) -> list[Row]:
    """Return one row."""
    return [Row(cells, height, head, exact)]


def when(condition: str, rows: list[Row]) -> list[Row]:
    """Return `rows`, printed only when the placeholder `condition` has a value."""
    return [_order(rows, f"if {condition}"), *rows, _order(rows, "endif")]


def each(name: str, source: str, rows: list[Row]) -> list[Row]:
    """Return `rows`, printed once for each `name` of the list `source`."""
    return [_order(rows, f"for {name} in {source}"), *rows, _order(rows, "endfor")]


def _order(rows: list[Row], what: str) -> Row:
    """Return a row that only steers the filling and vanishes with it."""
    width = sum(cell.width for cell in rows[0].cells)
    return Row((Cell(width, line(text(f"{{%tr {what} %}}", 6), height=7)),), 2)


def ruled(rows: list[Row], *, frame: int = FRAME, rule: int = RULE, color: str = "auto") -> str:
    """Return a table with rules between its cells and a frame around; columns follow from the cells' widths."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{color}"/>'
        for side, size in (
            *(("top", frame), ("left", frame), ("bottom", frame), ("right", frame)),
            *(("insideH", rule), ("insideV", rule)),
        )
    )
    return _table(rows, f"<w:tblBorders>{sides}</w:tblBorders>")


def unruled(rows: list[Row]) -> str:
    """Return a table without rules, to place things side by side."""
    return _table(rows, "")


def _table(rows: list[Row], borders: str) -> str:
    edges = sorted({edge for each_row in rows for edge in _edges(each_row)})
    widths = [twips(right) - twips(left) for left, right in zip([0, *edges], edges, strict=False)]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{borders}'
        '<w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{_margins(_TOP_MARGIN, _SIDE_MARGIN)}</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(_row(each_row, edges) for each_row in rows)}</w:tbl>"
    )


def _edges(of: Row) -> list[float]:
    """Return the right edges of a row's cells, rounded so that equal ones meet."""
    return [round(edge, 1) for edge in accumulate(cell.width for cell in of.cells)]


def _row(of: Row, edges: list[float]) -> str:
    head = "<w:tblHeader/>" if of.head else ""
    cells, left = "", 0
    for cell, edge in zip(of.cells, _edges(of), strict=True):
        right = edges.index(edge) + 1
        width = twips(edge) - twips(edges[left - 1] if left else 0)
        cells += _cell(cell, width, right - left)
        left = right
    rule = "exact" if of.exact else "atLeast"
    height = f'<w:trHeight w:val="{twips(of.height)}" w:hRule="{rule}"/>'
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{head}</w:trPr>{cells}</w:tr>"


def _cell(cell: Cell, width: int, span: int) -> str:
    margins = (
        _margins(cell.above, cell.margin) if (cell.above, cell.margin) != (_TOP_MARGIN, _SIDE_MARGIN) else ""
    )
    merge = {"restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>", "": ""}[cell.merge]
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        + (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "")
        + merge
        + _EDGES[cell.edges]
        + ('<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>' if cell.shade else "")
        + (f"<w:tcMar>{margins}</w:tcMar>" if margins else "")
        + (f'<w:textDirection w:val="{cell.upright}"/>' if cell.upright else "")
        + f'<w:vAlign w:val="{cell.valign}"/></w:tcPr>{cell.content}</w:tc>'
    )


def _margins(above: float, beside: float) -> str:
    """Return the four margins; what is left free for a cut above is not repeated below."""
    sides = (("top", above), ("left", beside), ("bottom", min(above, 1)), ("right", beside))
    return "".join(f'<w:{side} w:w="{twips(free)}" w:type="dxa"/>' for side, free in sides)


_DASHED = '<w:tcBorders><w:{0} w:val="dashed" w:sz="6" w:space="0" w:color="7F7F7F"/></w:tcBorders>'
_EDGES = {
    "": "",
    "under": f'<w:tcBorders><w:bottom w:val="single" w:sz="{RULE}" w:space="0" w:color="auto"/></w:tcBorders>',
    "tear left": _DASHED.format("left"),
    "tear above": _DASHED.format("top"),
    "open": '<w:tcBorders><w:top w:val="nil"/><w:bottom w:val="nil"/></w:tcBorders>',
    "open below": '<w:tcBorders><w:bottom w:val="nil"/></w:tcBorders>',
    "closed": f'<w:tcBorders><w:top w:val="single" w:sz="{RULE}" w:space="0" w:color="auto"/></w:tcBorders>',
}


def closed(rows: list[Row]) -> list[Row]:
    """Return `rows`, the first of them with a rule above it whatever stands over it."""
    first = tuple(replace(cell, edges="closed") for cell in rows[0].cells)
    return [replace(rows[0], cells=first), *rows[1:]]


def captioned(pairs: Iterable[tuple[float, str, float, str]], height: float = 6) -> list[Row]:
    """Return one row of (caption width, caption, value width, value) side by side, captions shaded."""
    cells = [
        (
            Cell(narrow, line(label(caption), align="center"), shade=True, margin=0.3),
            Cell(wide, line(text(value))),
        )
        for narrow, caption, wide, value in pairs
    ]
    return row(height, *reduce(add, cells))
