"""The vocabulary of forms (版式词汇): what a paper form is made of, each word one function that returns XML.

Lengths are millimetres, type and line heights points. Line heights are exact and grids are drawn from millimetres, so
that a form takes the same room in Word, WPS and LibreOffice whichever Chinese font a computer has.

    letters      text, label
    lines        line, thin, page_of
    grids        Cell, row, captioned, when, each, closed; ruled (a grid of rules), unruled
    parts        signature, barcode, watermark, cut_line
    paper        section
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import accumulate
from operator import add
from xml.sax.saxutils import escape

from wordfile import CAPTION_SIZE, LINE_HEIGHT, TEXT_SIZE

_TWIPS = 1440 / 25.4
_EMU = 36000
_POINTS = 72 / 25.4

_SIDE_MARGIN, _TOP_MARGIN = 1.2, 0.4

RULE, FRAME = 4, 12
"""Thickness of rules in eighths of a point: inside a grid, and around it."""


def twips(millimetres: float) -> int:
    """Return Word's unit, a twentieth of a point."""
    return round(millimetres * _TWIPS)


# Letters


def text(
    content: str, size: float = TEXT_SIZE, face: str = "宋体", *, bold: bool = False, spacing: float = 0
) -> str:
    """Return a run of letters; `spacing` points between them; a tab character moves to the next tab stop."""
    letters = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in content.split("\t")
    )
    return f"<w:r>{_look(size, face, bold, spacing)}{letters}</w:r>"


def _look(size: float, face: str = "宋体", bold: bool = False, spacing: float = 0) -> str:
    """Return what differs from the style of the whole file, or of captions for their face."""
    usual = CAPTION_SIZE if face == "黑体" else TEXT_SIZE
    properties = (
        ('<w:rStyle w:val="caption"/>' if face == "黑体" else "")
        + ("<w:b/>" if bold else "")
        + (f'<w:spacing w:val="{round(spacing * 20)}"/>' if spacing else "")
        + (f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size != usual else "")
    )
    return f"<w:rPr>{properties}</w:rPr>" if properties else ""


def label(content: str, size: float = CAPTION_SIZE) -> str:
    """Return a printed caption: sans serif, so that it is told from what was filled in."""
    return text(content, size, "黑体")


# Lines


def line(
    *runs: str,
    align: str = "left",
    height: float | None = LINE_HEIGHT,
    before: float = 0,
    after: float = 0,
    tabs: Sequence[tuple[float, str]] = (),
    struck: bool = False,
) -> str:
    """Return a paragraph of exact line `height`, or as high as its picture when None.

    `tabs` are (millimetres, left|center|right); `struck` draws a rule through the middle of the empty line.
    """
    stops = "".join(f'<w:tab w:val="{kind}" w:pos="{twips(at)}"/>' for at, kind in tabs)
    room = "".join(
        f' w:{side}="{round(points * 20)}"'
        for side, points in (("before", before), ("after", after))
        if points
    )
    if height != LINE_HEIGHT:
        room += (
            f' w:line="{round(height * 20)}" w:lineRule="exact"'
            if height
            else ' w:line="240" w:lineRule="auto"'
        )
    properties = (
        (
            f'<w:pBdr><w:bottom w:val="single" w:sz="{RULE}" w:space="0" w:color="auto"/></w:pBdr>'
            if struck
            else ""
        )
        + (f"<w:tabs>{stops}</w:tabs>" if stops else "")
        + (f"<w:spacing{room}/>" if room else "")
        + (f'<w:jc w:val="{align}"/>' if align != "left" else "")
    )
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(runs)}</w:p>"


def thin() -> str:
    """Return the paragraph Word wants after a table, one point high."""
    return line(text("", 1), height=1)


def page_of(before: str, between: str, after: str, size: float = 8) -> str:
    """Return 第 x 页 共 y 页, counted by Word."""
    return (
        text(before, size) + _counter("PAGE", size) + text(between, size) + _counter("NUMPAGES", size)
        + text(after, size)
    )  # fmt: skip


def _counter(instruction: str, size: float) -> str:
    look = _look(size)
    code = f'<w:r>{look}<w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    begin, separate, end = (
        f'<w:r>{look}<w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    return begin + code + separate + text("1", size) + end


# Grids


@dataclass(frozen=True)
class Cell:
    """A cell of `width` millimetres; `content` is one or more lines, or a table and a line.

    `margin` is left free at its sides, `above` above and below; `merge` is restart or continue, downwards.
    `edges` changes its rules: "open" has none, "open below" none below it, "closed" one above even
    under an open cell.
    """

    width: float
    content: str
    valign: str = "center"
    shade: bool = False
    merge: str = ""
    margin: float = _SIDE_MARGIN
    above: float = _TOP_MARGIN
    upright: bool = False
    edges: str = ""


@dataclass(frozen=True)
class Row:
    """A row of cells; `height` in millimetres is the least it takes, `head` repeats it on every page."""

    cells: tuple[Cell, ...]
    height: float
    head: bool = False


def row(height: float, *cells: Cell, head: bool = False) -> list[Row]:
    """Return one row."""
    return [Row(cells, height, head)]


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


def ruled(rows: list[Row], *, frame: int = FRAME, rule: int = RULE) -> str:
    """Return a table with rules between its cells and a frame around; columns follow from the cells' widths."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="auto"/>'
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
    height = f'<w:trHeight w:val="{twips(of.height)}" w:hRule="atLeast"/>'
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
        + ('<w:textDirection w:val="tbRlV"/>' if cell.upright else "")
        + f'<w:vAlign w:val="{cell.valign}"/></w:tcPr>{cell.content}</w:tc>'
    )


def _margins(above: float, beside: float) -> str:
    """Return the four margins; what is left free for a cut above is not repeated below."""
    sides = (("top", above), ("left", beside), ("bottom", min(above, 1)), ("right", beside))
    return "".join(f'<w:{side} w:w="{twips(free)}" w:type="dxa"/>' for side, free in sides)


_EDGES = {
    "": "",
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


# Parts


def signature(width: float, caption: str, day: str, room: float = 5) -> Cell:
    """Return a cell to sign in: the caption above, `room` millimetres for the pen, the day below on the right."""
    above = line(label(caption), before=2)
    below = line(text(day, 8.5), align="right", before=room * _POINTS)
    return Cell(width, above + below, valign="top")


def barcode(slot: str, relation: str, width: float, height: float) -> str:
    """Return a picture that is redrawn as the barcode of the placeholder `slot` whenever a paper is filled."""
    size = f'cx="{round(width * _EMU)}" cy="{round(height * _EMU)}"'
    picture = (
        '<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="barcode"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    )
    kind = "http://schemas.openxmlformats.org/drawingml/2006/picture"
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="1" name="barcode" descr="{{{{ {slot} }}}}"/>'
        f'<a:graphic><a:graphicData uri="{kind}">{picture}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def watermark(slot: str, centres: Sequence[float], page_width: float, size: tuple[float, float]) -> str:
    """Return WordArt behind the text, once at each of `centres` (millimetres down), when `slot` has a value.

    It is the old drawing language, which Word, WPS and LibreOffice all draw.
    """
    shapes = [_word_art(slot, place, centre, page_width, size) for place, centre in enumerate(centres, 1)]
    drawn = "".join(f"<w:r><w:pict>{_WORD_ART}{shape}</w:pict></w:r>" for shape in shapes)
    return text("{% if " + slot + " %}", 1) + drawn + text("{% endif %}", 1)


def _word_art(slot: str, place: int, centre: float, page_width: float, size: tuple[float, float]) -> str:
    width, height = size
    left, top = (page_width - width) / 2, centre - height / 2
    style = (
        f"position:absolute;margin-left:{left * _POINTS:.1f}pt;margin-top:{top * _POINTS:.1f}pt;"
        f"width:{width * _POINTS:.1f}pt;height:{height * _POINTS:.1f}pt;rotation:-20;z-index:-{place};"
        "mso-position-horizontal-relative:page;mso-position-vertical-relative:page"
    )
    return (
        f'<v:shape id="mark{place}" o:spid="_x0000_s{2048 + place}" type="#_x0000_t136" style="{style}" '
        'o:allowincell="f" fillcolor="#c8c8c8" stroked="f"><v:fill opacity=".5"/>'
        f'<v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt" string="{{{{ {slot} }}}}"/></v:shape>'
    )


_WORD_ART = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">'
    "<v:formulas>"
    + "".join(
        f'<v:f eqn="{formula}"/>'
        for formula in (
            *(
                "sum #0 0 10800",
                "prod #0 2 1",
                "sum 21600 0 @1",
                "sum 0 0 @2",
                "sum 21600 0 @3",
                "if @0 @3 0",
            ),
            *("if @0 21600 @1", "if @0 0 @2", "if @0 @4 21600", "mid @5 @6", "mid @8 @5", "mid @7 @8"),
            *("mid @6 @7", "sum @6 0 @5"),
        )
    )
    + '</v:formulas><v:path textpathok="t" o:connecttype="custom" '
    'o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
    '<v:textpath on="t" fitshape="t"/><v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>'
    '<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
)


def cut_line(down: float, page_width: float) -> str:
    """Return a dashed line across the page, `down` millimetres from its top, to cut along."""
    style = "position:absolute;z-index:-9;mso-position-horizontal-relative:page;mso-position-vertical-relative:page"
    height, width = f"{down * _POINTS:.1f}pt", f"{page_width * _POINTS:.1f}pt"
    shape = (
        f'<v:line id="cut" style="{style}" from="0,{height}" to="{width},{height}" '
        'strokecolor="#7f7f7f" strokeweight=".5pt"><v:stroke dashstyle="dash"/></v:line>'
    )
    return f"<w:r><w:pict>{shape}</w:pict></w:r>"


# Paper


def section(
    size: tuple[float, float],
    margins: tuple[float, float, float, float],
    *,
    head: float = 3,
    foot: float = 3,
    with_header: bool = False,
    with_footer: bool = False,
) -> str:
    """Return the page: size and margins (top, right, bottom, left); header and footer lie `head`, `foot` from the edge."""
    width, height = (twips(side) for side in size)
    top, right, bottom, left = (twips(margin) for margin in margins)
    turned = ' w:orient="landscape"' if width > height else ""
    return (
        "<w:sectPr>"
        + ('<w:headerReference w:type="default" r:id="rId4"/>' if with_header else "")
        + ('<w:footerReference w:type="default" r:id="rId5"/>' if with_footer else "")
        + f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
        + f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        + f'w:header="{twips(head)}" w:footer="{twips(foot)}" w:gutter="0"/><w:cols w:space="425"/></w:sectPr>'
    )
