"""Drawings (图形): barcodes, watermarks, and lines and marks to cut along."""

from collections.abc import Sequence

from layout.letters import text

_EMU = 36000
_POINTS = 72 / 25.4


def barcode(slot: str, relation: str, width: float, height: float) -> str:
    """Return a picture that is drawn as the barcode of the placeholder `slot` whenever a paper is filled."""
    return _frame(slot, "barcode", relation, width, height)


def photo(slot: str, relation: str, width: float, height: float) -> str:
    """Return a picture whose place the one of the placeholder `slot` takes, no larger than this."""
    return _frame(f"{slot}|picture", "photo", relation, width, height)


def _frame(slot: str, name: str, relation: str, width: float, height: float) -> str:
    size = f'cx="{round(width * _EMU)}" cy="{round(height * _EMU)}"'
    picture = (
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    )
    kind = "http://schemas.openxmlformats.org/drawingml/2006/picture"
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="1" name="{name}" descr="{{{{ {slot} }}}}"/>'
        f'<a:graphic><a:graphicData uri="{kind}">{picture}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def watermark(
    slot: str,
    centres: Sequence[float | None],
    page_width: float,
    size: tuple[float, float],
    first: int = 1,
    down_from: str = "page",
) -> str:
    """Return WordArt behind the text, once at each of `centres`, when `slot` has a value.

    A centre is millimetres down from the top of the page, or of the paragraph (`text`), or None for the middle of the
    page. It is the old drawing language, which Word, WPS and LibreOffice all draw. `first` numbers the shapes of a
    page, which Word wants each only once in a file; one of a paragraph that is repeated has no number.
    """
    shapes = [
        _word_art(slot, place, centre, down_from, page_width, size)
        for place, centre in enumerate(centres, first)
    ]
    drawn = "".join(f"<w:r><w:pict>{_WORD_ART}{shape}</w:pict></w:r>" for shape in shapes)
    return text("{% if " + slot + " %}", 1) + drawn + text("{% endif %}", 1)


def _word_art(
    slot: str, place: int, centre: float | None, down_from: str, page_width: float, size: tuple[float, float]
) -> str:
    width, height = size
    if centre is None:
        at = "mso-position-horizontal:center;mso-position-vertical:center;"
    else:
        left, top = (page_width - width) / 2, centre - height / 2
        at = f"margin-left:{left * _POINTS:.1f}pt;margin-top:{top * _POINTS:.1f}pt;"
    style = (
        f"position:absolute;{at}width:{width * _POINTS:.1f}pt;height:{height * _POINTS:.1f}pt;"
        f"rotation:-20;z-index:-{place};mso-position-horizontal-relative:page;"
        f"mso-position-vertical-relative:{down_from}"
    )
    number = f'id="mark{place}" o:spid="_x0000_s{2048 + place}" ' if down_from == "page" else ""
    return (
        f'<v:shape {number}type="#_x0000_t136" style="{style}" '
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
    return _stroke("cut", (0, down), (page_width, down), dashed=True)


def crop_marks(across: Sequence[float], down: Sequence[float], size: tuple[float, float]) -> str:
    """Return short strokes at the edges of the page where cuts run, in millimetres from its left and from its top."""
    width, height = size
    first, last = 3.0, 7.0
    strokes = [((at, start), (at, start + last - first)) for at in across for start in (first, height - last)]
    strokes += [((start, at), (start + last - first, at)) for at in down for start in (first, width - last)]
    return "".join(_stroke(f"crop{place}", *ends) for place, ends in enumerate(strokes))


def _stroke(name: str, start: tuple[float, float], end: tuple[float, float], *, dashed: bool = False) -> str:
    style = "position:absolute;z-index:-9;mso-position-horizontal-relative:page;mso-position-vertical-relative:page"
    (left, top), (right, bottom) = ((f"{at * _POINTS:.1f}pt" for at in point) for point in (start, end))
    dash = '<v:stroke dashstyle="dash"/>' if dashed else ""
    shape = (
        f'<v:line id="{name}" style="{style}" from="{left},{top}" to="{right},{bottom}" '
        f'strokecolor="#7f7f7f" strokeweight=".5pt">{dash}</v:line>'
    )
    return f"<w:r><w:pict>{shape}</w:pict></w:r>"
