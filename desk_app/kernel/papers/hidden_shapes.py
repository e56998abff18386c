"""Pictures and drawn things that are on the stationery already (图形): made unseen, with the room they take kept."""

import re
from typing import Any

from desk_app.kernel.papers.contents import WORD

_W = "{" + WORD + "}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PLACEHOLDER = re.compile(r"\{\{")
_LINES = ("line", "rect", "roundrect", "oval", "polyline", "curve", "arc", "shape", "image")


def hide_shapes(root: Any, blank: str) -> bool:
    """Hide every picture and shape below `root` but barcodes and watermarks; `blank` is a transparent picture's relation.

    Return whether that picture is used.
    """
    used = False
    for drawing in list(root.iter(_W + "drawing")):
        used = _hide_drawing(drawing, blank) or used
    for picture in list(root.iter(_W + "pict")):
        _hide_old(picture)
    return used


def _hide_drawing(drawing: Any, blank: str) -> bool:
    if any(_PLACEHOLDER.search(element.get("descr") or "") for element in drawing.iter()):
        return False
    pictures = list(drawing.iter(_A + "blip"))
    for picture in pictures:
        picture.attrib.clear()
        picture.set(_R + "embed", blank)
        for child in list(picture):
            picture.remove(child)
    if not pictures and next(drawing.iter(_W + "txbxContent"), None) is None:
        kind = drawing[0].tag if len(drawing) else ""
        if kind.endswith("}anchor"):
            drawing.getparent().remove(drawing)
            return False
    for properties in list(drawing.iter("{*}spPr")):
        for look in (
            "solidFill",
            "gradFill",
            "blipFill",
            "pattFill",
            "noFill",
            "ln",
            "effectLst",
            "effectDag",
        ):
            for child in properties.findall(_A + look):
                properties.remove(child)
        shape = [
            child for child in properties if child.tag in (_A + "xfrm", _A + "prstGeom", _A + "custGeom")
        ]
        properties.insert(len(shape), properties.makeelement(_A + "noFill"))
        line = properties.makeelement(_A + "ln")
        line.append(line.makeelement(_A + "noFill"))
        properties.insert(len(shape) + 1, line)
    for style in list(drawing.iter("{*}style")):
        style.getparent().remove(style)
    return bool(pictures)


def _hide_old(picture: Any) -> None:
    """Hide shapes of the old drawing language; WordArt that shows a value is the watermark and stays."""
    for shape in [element for element in picture.iter() if element.tag in {_V + name for name in _LINES}]:
        word_art = next(shape.iter(_V + "textpath"), None)
        if word_art is not None and _PLACEHOLDER.search(word_art.get("string") or ""):
            continue
        if (
            next(shape.iter(_W + "txbxContent"), None) is not None
            or next(shape.iter(_V + "imagedata"), None) is not None
        ):
            for data in list(shape.iter(_V + "imagedata")):
                shape.remove(data)
            shape.set("stroked", "f")
            shape.set("filled", "f")
        elif shape.getparent() is not None:
            shape.getparent().remove(shape)
    if len(picture) == 0 and picture.getparent() is not None:
        picture.getparent().remove(picture)
