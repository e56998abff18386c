"""Pictures in a form (图片): frames of the template that are drawn anew for each document, and pictures as values.

A frame is any picture of the template whose alternative text is a placeholder: `{{ number }}` becomes a barcode,
`{{ number|qr }}` a QR code, `{{ photo|picture }}` the picture given, as large as the frame allows. It may stand in a
loop. In the filled XML a frame is a mark with the value in it, so the engine fills it like any text; `Gallery` then
puts a picture of the archive in its place.
"""

import hashlib
import html
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from desk_app.kernel.errors import DeskError
from desk_app.kernel.papers import barcode
from desk_app.kernel.papers.archive import Member, pack
from desk_app.kernel.papers.package import TYPES_PART, Package, part_named, relations_part
from desk_app.kernel.papers.picture_files import picture_kind, picture_size
from desk_app.kernel.papers.refusals import TemplateRefused
from desk_app.kernel.words import _

_EMU_PER_INCH = 914400
_LARGEST_SIDE = 40 * _EMU_PER_INCH
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_IN_WORD = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACEHOLDER = re.compile(r"\s*\{\{\s*([^\W\d]\w*(?:\.\w+)?)\s*(?:\|\s*(qr|picture)\s*)?\}\}\s*")
_MARK = re.compile(rb'"frame (\d+) (id|cx|cy) ([^"]*)"')
_DRAWING_ID = re.compile(rb'(<wp:docPr\b[^>]*?\bid=")\d+')
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


@dataclass(frozen=True)
class Picture:
    """A picture as a value: the bytes of a PNG or JPEG.

    `width` in millimetres counts only where it stands in the text and not in a frame of the template.
    """

    content: bytes
    width: int = 40

    @cached_property
    def key(self) -> str:
        """What the picture is called until it is in the archive."""
        return "picture " + hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class PictureFrame:
    """A picture of the template to be drawn anew: the value's name, what becomes of it, its size in EMU."""

    name: str
    kind: str
    width: int
    height: int

    def draw(self, value: str, given: Mapping[str, Picture]) -> tuple[bytes, int, int]:
        """Return the bytes of a picture and its size in EMU; raise `DeskError` if `value` cannot be drawn."""
        if value in given:
            return self._fit(given[value].content)
        if self.kind == "picture":
            if value:
                raise DeskError(_("没有打印：“{name}”不是图片，请检查模板里的占位符").format(name=self.name))
            return barcode.png(1, ["1"]), self.width, self.height
        draw = barcode.qr_picture if self.kind == "qr" else barcode.picture
        width, height = (side * barcode.DOTS_PER_INCH // _EMU_PER_INCH for side in (self.width, self.height))
        return draw(value, width, height), self.width, self.height

    def _fit(self, content: bytes) -> tuple[bytes, int, int]:
        """Keep the picture's proportions inside the frame."""
        width, height = picture_size(content)
        if picture_kind(content) not in ("png", "jpeg") or not width or not height:
            text = _("没有打印：“{name}”的图片打不开，请换成 PNG 或 JPEG 图片")
            raise DeskError(text.format(name=self.name))
        if width * self.height > height * self.width:
            return content, self.width, max(1, self.width * height // width)
        return content, max(1, self.height * width // height), self.height


@dataclass(frozen=True)
class Drawings:
    """What a template has of drawings: its frames, and whether there are any at all, which must be numbered."""

    frames: tuple[PictureFrame, ...]
    any: bool


def mark_frames(root: Any, package: Package, headers: Iterable[Any] = ()) -> Drawings:
    """Put marks into the frames of the main part `root` and return them; their sample pictures leave the package.

    Raise `TemplateRefused` for a frame of `headers`, whose sample would be printed, and for one too large.
    """
    from lxml import etree

    for properties in (found for header in headers for found in header.iter(_IN_WORD + "docPr")):
        if _PLACEHOLDER.fullmatch(properties.get("descr") or ""):
            raise TemplateRefused([_("页眉页脚里的图片不能换成条码或照片，请把它移到正文里")])
    frames: list[PictureFrame] = []
    replaced: set[str] = set()
    for drawing in root.iter(_WORD + "drawing"):
        properties, extent = drawing.find(f".//{_IN_WORD}docPr"), drawing.find(f".//{_IN_WORD}extent")
        blip = drawing.find(f".//{_DRAWING}blip")
        found = _PLACEHOLDER.fullmatch(properties.get("descr") or "") if properties is not None else None
        if found is None or blip is None or extent is None:
            continue
        relation = blip.get(_RELATION + "embed", "")
        if relation not in package.relations:
            continue
        name, kind = found[1], found[2] or "code128"
        place = f"frame {len(frames)} %s {{{{ {name} }}}}"
        frames.append(PictureFrame(name, kind, _side(extent, "cx"), _side(extent, "cy")))
        replaced.add(relation)
        properties.set("descr", "" if kind == "picture" else f"{{{{ {name} }}}}")
        _empty(blip)
        blip.set(_RELATION + "embed", place % "id")
        for size in (extent, *drawing.iterfind(f".//{_DRAWING}xfrm/{_DRAWING}ext")):
            size.set("cx", place % "cx")
            size.set("cy", place % "cy")
    if frames:
        package.parts[package.main] = etree.tostring(root)
        _drop_samples(root, package, replaced)
        package.parts[TYPES_PART] = allow_pictures(package.parts[TYPES_PART])
    return Drawings(tuple(frames), root.find(f".//{_IN_WORD}docPr") is not None)


def _side(extent: Any, name: str) -> int:
    """Return a side in EMU; a frame larger than any paper would have the barcode fill the memory."""
    side = extent.get(name, "")
    if not side.isdecimal() or int(side) > _LARGEST_SIDE:
        raise TemplateRefused([_("有一个图片框太大，请缩小后再试")])
    return int(side)


def _empty(blip: Any) -> None:
    """Take away what belonged to the sample picture: effects, a drawing shown instead, a link, and how it was cut."""
    for child in list(blip):
        blip.remove(child)
    blip.attrib.clear()
    for cut in blip.getparent().findall(f"{_DRAWING}srcRect"):
        blip.getparent().remove(cut)


def _drop_samples(root: Any, package: Package, relations: Iterable[str]) -> None:
    """Take the sample pictures out of the package unless something else shows them too."""
    from lxml import etree

    own = relations_part(package.main)
    still_used = {value for element in root.iter() for value in element.attrib.values()}
    listed = etree.fromstring(package.parts[own])
    for line in list(listed):
        if line.get("Id") in set(relations) - still_used:
            listed.remove(line)
    listed.text = listed.text or ""  # so that an empty list has an end tag to add to
    package.parts[own] = etree.tostring(listed)
    for relation in set(relations) - still_used:
        if gone := package.relations.pop(relation, None):
            part = part_named(package.main, gone.target)
            name = posixpath.basename(part).encode()
            if not any(name in lines for other, lines in package.parts.items() if other.endswith(".rels")):
                package.parts.pop(part, None)


def allow_pictures(types: bytes) -> bytes:
    """Return the list of content types with PNG and JPEG on it."""
    for ending in (b"png", b"jpeg"):
        if b'Extension="' + ending + b'"' not in types:
            line = b'<Default Extension="%b" ContentType="image/%b"/>' % (ending, ending)
            types = re.sub(rb"(<Types\b[^>]*>)", rb"\1" + line, types, count=1)
    return types


class Gallery:
    """The pictures of one file: each is drawn once, given to `add`, and named in `relations`."""

    def __init__(self, drawings: Drawings, add: Callable[[Member], None]) -> None:
        self._frames, self._any, self._add = drawings.frames, drawings.any, add
        self._drawn: dict[tuple[int, bytes], dict[bytes, bytes]] = {}
        self._given: dict[str, Picture] = {}
        self._number = 0
        self.relations: list[bytes] = []

    def open(self, values: Mapping[str, Any]) -> None:
        """Take the pictures among the values of the next document."""
        self._given = {picture.key: picture for picture in _pictures_in(values)} if self._frames else {}

    def hang(self, content: bytes) -> bytes:
        """Return filled XML with the marks replaced by relations and sizes.

        Each drawing gets its own number: a loop repeats them, and Word wants each only once.
        """
        if self._frames:
            content = _MARK.sub(self._replace, content)
        return _DRAWING_ID.sub(self._count, content) if self._any else content

    def _count(self, found: re.Match[bytes]) -> bytes:
        self._number += 1
        return found[1] + b"%d" % self._number

    def _replace(self, found: re.Match[bytes]) -> bytes:
        key = int(found[1]), found[3]
        if key[0] >= len(self._frames):  # the form's own text says so
            return found[0]
        if key not in self._drawn:
            self._drawn[key] = self._draw(*key)
        return b'"' + self._drawn[key][found[2]] + b'"'

    def _draw(self, place: int, value: bytes) -> dict[bytes, bytes]:
        text = html.unescape(value.decode())
        content, width, height = self._frames[place].draw(text, self._given)
        name = f"frame{len(self._drawn) + 1}"
        part = f"word/media/{name}.{picture_kind(content)}"
        self._add(pack(part, content))
        self.relations.append(f'<Relationship Id="{name}" Type="{_IMAGE}" Target="/{part}"/>'.encode())
        return {b"id": name.encode(), b"cx": b"%d" % width, b"cy": b"%d" % height}


def _pictures_in(values: Mapping[str, Any]) -> Iterator[Picture]:
    for value in values.values():
        if isinstance(value, Picture):
            yield value
        elif isinstance(value, (list, tuple)):
            for row in value:
                yield from _pictures_in(row)


def extend(content: bytes, lines: Iterable[bytes]) -> bytes:
    """Return a list of relations or content types with more `lines`."""
    for end in (b"</Relationships>", b"</Types>"):
        start, found, after = content.rpartition(end)
        if found:
            return b"".join((start, *lines, found, after))
    raise TemplateRefused([_("文件内部结构不正常，请用 Word 打开后另存一份")])
