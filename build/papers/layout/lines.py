"""Lines (行): paragraphs of an exact height, and the page numbers Word counts."""

from collections.abc import Sequence

from layout.letters import look, text, twips
from wordfile import LINE_HEIGHT

RULE, FRAME = 4, 12
"""Thickness of rules in eighths of a point: inside a grid, and around it."""


def line(
    *runs: str,
    align: str = "left",
    height: float | None = LINE_HEIGHT,
    before: float = 0,
    after: float = 0,
    tabs: Sequence[tuple[float, str]] = (),
    struck: bool = False,
    ruled_above: bool = False,
    indent: tuple[float, float] = (0, 0),
    keep: bool = False,
) -> str:
    """Return a paragraph of exact line `height`, or as high as its picture when None.

    `align` is left, center, right or both; `tabs` are (millimetres, left|center|right), "right dashed" draws dashes up to it; `struck` draws a rule through
    the middle of the empty line, `ruled_above` one over it; `indent` is millimetres of the whole paragraph and, more or
    (negative) less, of its first line; `keep` keeps it together and on the page of the next.
    """
    stops = "".join(_stop(at, *kind.split()) for at, kind in tabs)
    edge = "bottom" if struck else "top" if ruled_above else ""
    properties = (
        ("<w:keepNext/><w:keepLines/>" if keep else "")
        + (f"<w:pBdr>{_rule(edge, 0 if struck else 2)}</w:pBdr>" if edge else "")
        + (f"<w:tabs>{stops}</w:tabs>" if stops else "")
        + _spacing(height, before, after)
        + _indent(*indent)
        + (f'<w:jc w:val="{align}"/>' if align != "left" else "")
    )
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(runs)}</w:p>"


def _stop(at: float, kind: str, drawn: str = "") -> str:
    leader = ' w:leader="hyphen"' if drawn else ""
    return f'<w:tab w:val="{kind}"{leader} w:pos="{twips(at)}"/>'


def _rule(side: str, space: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{RULE}" w:space="{space}" w:color="auto"/>'


def _spacing(height: float | None, before: float, after: float) -> str:
    room = "".join(
        f' w:{side}="{round(points * 20)}"'
        for side, points in (("before", before), ("after", after))
        if points
    )
    if height is None:
        room += ' w:line="240" w:lineRule="auto"'
    elif height != LINE_HEIGHT:
        room += f' w:line="{round(height * 20)}" w:lineRule="exact"'
    return f"<w:spacing{room}/>" if room else ""


def _indent(whole: float, first: float) -> str:
    if not whole and not first:
        return ""
    side = "firstLine" if first >= 0 else "hanging"
    return f'<w:ind w:left="{twips(whole)}" w:{side}="{twips(abs(first))}"/>'


def thin() -> str:
    """Return the paragraph Word wants after a table, one point high."""
    return line(text("", 1), height=1)


def gap(millimetres: float) -> str:
    """Return an empty line of that height."""
    return line(height=millimetres * 72 / 25.4)


def page_of(before: str, between: str, after: str, size: float = 8) -> str:
    """Return 第 x 页 共 y 页, counted by Word; merged documents count their own pages (see `kernel.papers.page_totals`)."""
    return (
        text(before, size) + _counter("PAGE", size) + text(between, size) + _counter("NUMPAGES", size)
        + text(after, size)
    )  # fmt: skip


def _counter(instruction: str, size: float) -> str:
    shape = look(size)
    code = f'<w:r>{shape}<w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    begin, separate, end = (
        f'<w:r>{shape}<w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    return begin + code + separate + text("1", size) + end
