"""What stands in a template's text (模板内容): paragraphs, fields and pictures, each looked at before it is taken."""

import re
import struct
from collections.abc import Iterator
from typing import Any

from desk_app.kernel.papers.package import Package, parse_xml
from desk_app.kernel.papers.refusals import quote
from desk_app.kernel.words import _, mark

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = "{" + WORD + "}"
_MOST_PIXELS = 25_000_000

_SAFE_FIELDS = re.compile(
    r"(PAGE|NUMPAGES|SECTIONPAGES|SECTION|DATE|TIME|PRINTDATE|SEQ|REF|PAGEREF|STYLEREF|TOC|HYPERLINK|SYMBOL|EQ"
    r"|DISPLAYBARCODE|FORMTEXT|FORMCHECKBOX|FORMDROPDOWN)(\s|$)",
    re.IGNORECASE,
)
_REFUSED_ELEMENTS = {
    "altChunk": mark("插入的其他文件"),
    "object": mark("嵌入的对象"),
    "OLEObject": mark("嵌入的对象"),
    "control": mark("ActiveX 控件"),
    "subDoc": mark("子文档"),
}
_UNFILLED_PARTS = (
    ("word/footnotes", mark("脚注")),
    ("word/endnotes", mark("尾注")),
    ("word/comments", mark("批注")),
    ("word/charts/", mark("图表")),
    ("word/diagrams/", mark("智能图形")),
    ("word/glossary/", mark("文档部件")),
    ("docProps/", mark("文档属性")),
    ("customXml/", mark("文档属性")),
)
_TAGS = re.compile(rb"<[^>]+>")
_PLACEHOLDER = re.compile(rb"\{\{|\{%")


def find_unfilled(package: Package) -> Iterator[str]:
    """Yield a problem for every part that holds placeholders but is never filled."""
    for name, content in package.parts.items():
        for start, label in _UNFILLED_PARTS:
            if (
                name.startswith(start)
                and name.endswith(".xml")
                and _PLACEHOLDER.search(_TAGS.sub(b"", content))
            ):
                yield _("{part}里的占位符不会被填写，请移到正文或页眉页脚").format(part=_(label))


def find_pictures_too_large(package: Package) -> Iterator[str]:
    """Yield a problem for every picture over 25 million pixels; nothing is decoded."""
    for name, content in package.parts.items():
        width, height = _picture_size(content) if "/media/" in name else (0, 0)
        if width * height > _MOST_PIXELS:
            text = _("图片太大（{width}×{height} 点），请缩小后再试")
            yield text.format(width=width, height=height)


def _picture_size(content: bytes) -> tuple[int, int]:
    """Return width and height in pixels of a PNG, GIF, BMP or JPEG; (0, 0) for anything else."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        width, height = struct.unpack(">2L", content[16:24])
    elif content[:4] == b"GIF8" and len(content) >= 10:
        width, height = struct.unpack("<2H", content[6:10])
    elif content[:2] == b"BM" and len(content) >= 26:
        width, height = (abs(side) for side in struct.unpack("<2l", content[18:26]))
    else:
        return _jpeg_size(content)
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int]:
    at = 2 if content[:2] == b"\xff\xd8" else len(content)
    while at + 9 < len(content) and content[at] == 0xFF:
        if content[at + 1] in (0xC0, 0xC1, 0xC2, 0xC3):
            height, width = struct.unpack(">2H", content[at + 5 : at + 9])
            return width, height
        at += 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
    return 0, 0


class Text:
    """A body, header or footer part that was read: its root, paragraphs, problems and warnings."""

    def __init__(self, name: str, content: bytes) -> None:
        self.root = parse_xml(name, content)
        self.paragraphs: list[str] = []
        self.problems: list[str] = []
        self.warnings: list[str] = []
        if self.root.prefix != "w" or self.root.tag.partition("}")[0] != "{" + WORD:
            self.problems.append(_("文件的存储方式不合用，请在 Word 里另存为普通的 .docx（不是“严格”格式）"))
        else:
            _Reader(self).read()


class _Reader:
    """Walks a part once; text boxes put a paragraph inside a paragraph, fields may span several."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self._open_paragraphs: list[list[str]] = []
        self._open_fields: list[list[str]] = []

    def read(self) -> None:
        from lxml import etree

        for event, element in etree.iterwalk(self.text.root, events=("start", "end")):
            if not isinstance(element.tag, str):
                continue
            tag = element.tag.rpartition("}")[2]
            if event == "start":
                self._start(tag, element)
            elif element.tag == _W + "p":
                self.text.paragraphs.append("".join(self._open_paragraphs.pop()))

    def _start(self, tag: str, element: Any) -> None:
        if tag in _REFUSED_ELEMENTS:
            what = _(_REFUSED_ELEMENTS[tag])
            self.text.problems.append(_("文件里有{what}，请删去后再试").format(what=what))
        elif element.tag == _W + "p":
            self._open_paragraphs.append([])
        elif element.tag in (_W + "t", _W + "tab", _W + "br"):
            if self._open_paragraphs:
                self._open_paragraphs[-1].append((element.text or "") if tag == "t" else " ")
        elif element.tag in (_W + "ins", _W + "del"):
            self.text.warnings.append(_("文件里有未接受的修订，请在 Word 里全部接受后再用"))
        else:
            self._look_at_field(tag, element)
            self._look_at_sources(element)

    def _look_at_field(self, tag: str, element: Any) -> None:
        if tag == "fldSimple":
            self._check_field(element.get(_W + "instr") or "")
        elif tag == "instrText":
            instruction = element.text or ""
            if self._open_fields:
                self._open_fields[-1].append(instruction)
            else:
                self._check_field(instruction)
        elif tag == "fldChar":
            kind = element.get(_W + "fldCharType")
            if kind == "begin":
                self._open_fields.append([])
            elif self._open_fields and kind in ("separate", "end"):
                instruction = "".join(self._open_fields[-1])
                self._open_fields[-1].clear()
                if instruction:
                    self._check_field(instruction)
                if kind == "end":
                    self._open_fields.pop()

    def _check_field(self, instruction: str) -> None:
        instruction = instruction.strip()
        if instruction and not _SAFE_FIELDS.match(instruction):
            text = _("文件里有不允许的域“{field}”，请删去后再试")
            self.text.problems.append(text.format(field=quote(instruction)))

    def _look_at_sources(self, element: Any) -> None:
        """Pictures of the old drawing language may name a file without a relation."""
        for name in ("src", "{urn:schemas-microsoft-com:office:office}href"):
            target = element.get(name)
            if target and not target.startswith("#"):
                text = _("文件链接着外部文件“{target}”，请改为插入到文件里或删去")
                self.text.problems.append(text.format(target=quote(target)))
