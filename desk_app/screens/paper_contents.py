"""What stands on a filled paper (内容预览), as HTML: for computers without an office program that could lay it out.

It shows every text and picture in order; where a line breaks and how tall a row is, only Word knows.
"""

import base64
import io
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document

_ALIGN = {1: "center", 2: "right", 3: "justify"}
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_EMU_PER_PIXEL = 9525


def as_html(content: bytes, watermark: str = "") -> str:
    """Return the Word file's headers, text, tables and pictures as one HTML page, `watermark` over all of it."""
    import docx

    document = docx.Document(io.BytesIO(content))
    parts = [f'<p align="right"><b>{escape(watermark)}</b></p>'] if watermark else []
    parts += _edges(document, "header")
    parts += _blocks(document, document.element.body)
    parts += _edges(document, "footer")
    return f"<html><body>{''.join(parts)}</body></html>"


def _edges(document: "Document", name: str) -> Iterator[str]:
    """Yield the paragraphs of the first section's header or footer."""
    for section in list(document.sections)[:1]:
        edge = getattr(section, name)
        if not edge.is_linked_to_previous:
            yield from _blocks(edge, edge._element)


def _blocks(owner: Any, element: Any) -> Iterator[str]:
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    for child in element.iterchildren():
        tag = child.tag.rpartition("}")[2]
        if tag == "p":
            yield _paragraph(Paragraph(child, owner))
        elif tag == "tbl":
            yield _table(Table(child, owner))


def _paragraph(paragraph: Any) -> str:
    inner = "".join(_run(run) for run in paragraph.runs) or "&nbsp;"
    align = _ALIGN.get(int(paragraph.alignment or 0), "left")
    return f'<p style="margin:2px 0" align="{align}">{inner}</p>'


def _run(run: Any) -> str:
    text = escape(run.text).replace("\n", "<br>").replace("\t", "&emsp;")
    if run.bold:
        text = f"<b>{text}</b>"
    if run.font.strike:
        text = f"<s>{text}</s>"
    if run.font.size is not None:
        text = f'<span style="font-size:{run.font.size.pt:g}pt">{text}</span>'
    return text + "".join(_picture(run, blip) for blip in run._element.iter(_PICTURE))


def _picture(run: Any, blip: Any) -> str:
    part = run.part.related_parts.get(blip.get(_EMBED))
    if part is None:
        return ""
    extent = next(run._element.iter(_EXTENT), None)
    width = int(extent.get("cx")) // _EMU_PER_PIXEL if extent is not None else 200
    encoded = base64.b64encode(part.blob).decode()
    return f'<img width="{width}" src="data:{part.content_type};base64,{encoded}">'


def _table(table: Any) -> str:
    rows = "".join(f"<tr>{''.join(_row(row))}</tr>" for row in table.rows)
    return f'<table width="100%" border="1" cellspacing="0" cellpadding="4" style="border-collapse:collapse">{rows}</table>'


def _row(row: Any) -> Iterator[str]:
    """Yield the cells of a row; one merged over columns is written once, one continued from above is left empty."""
    from docx.table import _Cell

    for element in row._tr.tc_lst:
        cell = _Cell(element, row._parent)
        span = element.grid_span
        continued = element.vMerge == "continue"
        inner = "" if continued else "".join(_blocks(cell, element))
        yield f'<td colspan="{span}">{inner}</td>'
