"""Printing on pre-printed stationery (套打): only the values, where the full form would have them.

Nothing is taken away that takes room: fixed text, rules and borders turn white, pictures transparent. So every value
stands where it stands in the full print. `shift` moves a whole paper for a printer that feeds it askew.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from desk_app.kernel.papers.archive import Frame, pack
from desk_app.kernel.papers.contents import WORD
from desk_app.kernel.papers.fixed_text import whiten_fixed_text
from desk_app.kernel.papers.hidden_shapes import hide_shapes
from desk_app.kernel.papers.package import TYPES_PART, Package, parse_xml, read_package, relations_part

PRINTED_IN_ADVANCE = frozenset(("company", "project", "service_phone", "form_code", "copy", "label"))
"""Placeholders that stand on the stationery already: the letterhead, the copy's name, the texts of choices."""

_W = "{" + WORD + "}"
_WHITE = "FFFFFF"
_SIDES = frozenset(
    _W + side for side in ("top", "left", "bottom", "right", "start", "end", "insideH", "insideV", "tl2br", "tr2bl",
                           "between", "bar", "bdr")
)  # fmt: skip
_STRUCK = re.compile(r"^\s*\{%tr\s+for\s+\w+\s+in\s+(?:\w+\.)?struck\s*%\}\s*$")
_BLANK = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da63f8cf0000"
    "02010100a11e5c750000000049454e44ae426082"
)
"""A transparent picture of one pixel."""
_BLANK_PART = "word/media/overlay-blank.png"
_BLANK_ID = "overlayBlank"


def as_overlay(content: bytes) -> bytes:
    """Return a template that prints only the values of the template `content`; raise `TemplateRefused`.

    A filled file does not tell its values from its fixed text any more: make the overlay first, then fill it.
    """
    package = read_package(content)
    for name in (package.main, *package.headers):
        root = parse_xml(name, package.parts[name])
        whiten_fixed_text(root, PRINTED_IN_ADVANCE)
        if hide_shapes(root, _BLANK_ID):
            _add_blank(package, name)
        _whiten_rules(root)
        package.parts[name] = _written(root)
    if "word/styles.xml" in package.parts:
        root = parse_xml("word/styles.xml", package.parts["word/styles.xml"])
        _whiten_rules(root)
        package.parts["word/styles.xml"] = _written(root)
    return _packed(package)


def shift(content: bytes, right_mm: Decimal | int, down_mm: Decimal | int) -> bytes:
    """Return a template or filled paper moved on its pages to the right and down, by negative figures back.

    What is moved off the page is cut there by the printer; nothing is laid out anew.
    """
    package = read_package(content)
    right, down = (int((Decimal(mm) * _TWIPS_PER_CM / 10).to_integral_value()) for mm in (right_mm, down_mm))
    for name in (package.main, *package.headers):
        root = parse_xml(name, package.parts[name])
        for margins in root.iter(_W + "pgMar"):
            for side, twips in (("left", right), ("right", -right), ("top", down), ("bottom", -down),
                                ("header", down), ("footer", -down)):  # fmt: skip
                _move_margin(margins, side, twips)
        _shift_what_stands_on_the_page(root, right, down)
        package.parts[name] = _written(root)
    return _packed(package)


def _move_margin(margins: Any, side: str, twips: int) -> None:
    """Move one margin; Word takes no negative one at the sides, and a negative top means a fixed one."""
    old = _whole(margins.get(_W + side))
    if side in ("top", "bottom") and old < 0:
        margins.set(_W + side, str(min(old - twips, -1)))
    else:
        margins.set(_W + side, str(max(old + twips, 0)))


_VML_LENGTH = re.compile(r"(margin-left|margin-top|left|top)\s*:\s*(-?\d+\.?\d*|-?\.\d+)pt")
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_EMU_PER_TWIP = 635
_TWIPS_PER_CM = 567


def _whole(written: str | None) -> int:
    """Return a length as a file gives it; one that is no number counts as none."""
    return int(written) if written and re.fullmatch(r"-?\d{1,9}", written.strip()) else 0


def _shift_what_stands_on_the_page(root: Any, right: int, down: int) -> None:
    """Move what is placed from the page's edge, and so is not moved by the margins."""
    for axis, twips in (("positionH", right), ("positionV", down)):
        for position in root.iter(_DRAWN + axis):
            offset = position.find(_DRAWN + "posOffset")
            if position.get("relativeFrom") == "page" and offset is not None:
                offset.text = str(_whole(offset.text) + twips * _EMU_PER_TWIP)
    for tag, across, along in (("tblpPr", "tblpX", "tblpY"), ("framePr", "x", "y")):
        for frame in root.iter(_W + tag):
            anchor = "horzAnchor" if tag == "tblpPr" else "hAnchor"
            if frame.get(_W + anchor) == "page" and frame.get(_W + across):
                frame.set(_W + across, str(_whole(frame.get(_W + across)) + right))
            if frame.get(_W + anchor.replace("horz", "vert").replace("hA", "vA")) == "page" and frame.get(
                _W + along
            ):
                frame.set(_W + along, str(_whole(frame.get(_W + along)) + down))
    for shape in root.iter("{urn:schemas-microsoft-com:vml}*"):
        style = shape.get("style") or ""
        if "position:absolute" in style.replace(" ", ""):
            _shift_vml(shape, style, right, down)


def _shift_vml(shape: Any, style: str, right: int, down: int) -> None:
    across = right if "mso-position-horizontal-relative:page" in style else 0
    along = down if "mso-position-vertical-relative:page" in style else 0

    def moved(found: re.Match[str]) -> str:
        twips = across if "left" in found[1] else along
        return f"{found[1]}:{_points(found[2], twips)}"

    shape.set("style", _VML_LENGTH.sub(moved, style))
    for end in ("from", "to"):
        point = re.fullmatch(r"(-?\d+\.?\d*)(?:pt)?,(-?\d+\.?\d*)(?:pt)?", shape.get(end) or "")
        if point:
            shape.set(end, f"{_points(point[1], across)},{_points(point[2], along)}")


def _points(written: str, twips: int) -> str:
    """Return a length in points, moved by twips of 1/20 point."""
    return f"{Decimal(written) + Decimal(twips) / 20:.2f}pt"


def _whiten_rules(root: Any) -> None:
    """Turn borders white, for their width takes room, and shading off; but the lines that strike empty rows stay."""
    struck = {element for row in _struck_rows(root) for rules in row.iter(_W + "pBdr") for element in rules}
    for element in root.iter(*_SIDES):
        if element.get(_W + "val") is not None and element not in struck:
            element.set(_W + "color", _WHITE)
            for theme in ("themeColor", "themeTint", "themeShade"):
                element.attrib.pop(_W + theme, None)
    for shading in list(root.iter(_W + "shd")):
        shading.attrib.clear()
        shading.set(_W + "val", "clear")
        shading.set(_W + "color", "auto")
        shading.set(_W + "fill", "auto")
    for element in [*root.iter(_W + "background")]:
        element.getparent().remove(element)


def _struck_rows(root: Any) -> Iterator[Any]:
    """Yield the table rows inside a loop over the rows left over, which are filled in with lines."""
    for row in root.iter(_W + "tr"):
        if _STRUCK.search("".join(text.text or "" for text in row.iter(_W + "t"))):
            for following in row.itersiblings(_W + "tr"):
                if "endfor" in "".join(text.text or "" for text in following.iter(_W + "t")):
                    break
                yield following


def _add_blank(package: Package, name: str) -> None:
    """Put the transparent picture into the file and relate the part `name` to it."""
    from lxml import etree

    package.parts[_BLANK_PART] = _BLANK
    lines = relations_part(name)
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    root = (
        parse_xml(lines, package.parts[lines])
        if lines in package.parts
        else etree.Element(f"{{{space}}}Relationships", nsmap={None: space})
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    etree.SubElement(
        root, f"{{{space}}}Relationship", {"Id": _BLANK_ID, "Type": kind, "Target": "/" + _BLANK_PART}
    )
    package.parts[lines] = _written(root)
    if b'Extension="png"' not in package.parts[TYPES_PART]:
        root = parse_xml(TYPES_PART, package.parts[TYPES_PART])
        tag = root.tag.replace("Types", "Default")
        root.insert(0, root.makeelement(tag, {"Extension": "png", "ContentType": "image/png"}))
        package.parts[TYPES_PART] = _written(root)


def _written(root: Any) -> bytes:
    from lxml import etree

    content: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return content


def _packed(package: Package) -> bytes:
    return Frame(pack(name, part, 6) for name, part in package.parts.items()).close(())
