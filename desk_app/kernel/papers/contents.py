"""What stands in a template's text (模板内容): paragraphs, fields and pictures, each looked at before it is taken."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from desk_app.kernel.papers.package import Package, parse_xml
from desk_app.kernel.papers.picture_files import picture_kind, picture_size
from desk_app.kernel.papers.places import Whereabouts
from desk_app.kernel.papers.refusals import quote
from desk_app.kernel.words import _, mark

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT_WORD = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_W = "{" + WORD + "}"
_MOST_PIXELS = 25_000_000
_LONGEST_SIDE = 30_000

_SAFE_FIELDS = re.compile(
    r"(PAGE|NUMPAGES|SECTIONPAGES|SECTION|DATE|TIME|PRINTDATE|SEQ|REF|PAGEREF|STYLEREF|TOC|SYMBOL|EQ"
    r"|DISPLAYBARCODE|FORMTEXT|FORMCHECKBOX|FORMDROPDOWN)(\s|$)"
    r"|HYPERLINK\s+(\"?(https?://|mailto:)|\\l\s)",
    re.IGNORECASE,
)
_MOST_PARAGRAPHS = 50_000
_ACTIVE = re.compile(
    rb"instrText|fldSimple|altChunk|object|OLEObject|subDoc|:control\b|\bsrc=|:href=", re.IGNORECASE
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
_OTHER_STARTS = ((b"II*\0", "tiff"), (b"MM\0*", "tiff"), (b"\xd7\xcd\xc6\x9a", "wmf"))
"""First bytes of pictures whose size is not read, beside those `picture_kind` knows."""

_SAME_KIND = {"jpg": "jpeg", "jpe": "jpeg", "jfif": "jpeg", "tif": "tiff", "dib": "bmp"}
_TAGS = re.compile(rb"<[^>]+>")
_PLACEHOLDER = re.compile(rb"\{\{|\{%")


def find_unfilled(package: Package) -> Iterator[str]:
    """Yield a problem for every part that is never filled but holds placeholders, or something active."""
    for name, content in package.parts.items():
        read_anyway = name in (package.main, *package.headers)
        if name.endswith(".xml") and not read_anyway and _ACTIVE.search(content):
            text = Text(name, content, partial=True)
            if name.startswith("word/") or _is_words(text.root.tag):
                yield from text.problems
        for start, label in _UNFILLED_PARTS:
            if (
                name.startswith(start)
                and name.endswith(".xml")
                and _PLACEHOLDER.search(_TAGS.sub(b"", content))
            ):
                yield _("{part}里的占位符不会被填写，请移到正文或页眉页脚").format(part=_(label))


def find_strange_pictures(package: Package) -> Iterator[str]:
    """Yield a warning for every picture some office program cannot show, or whose name says another kind."""
    for name, content in package.parts.items():
        if "/media/" not in name:
            continue
        ending, shown = name.rpartition(".")[2].lower(), name.rpartition("/")[2]
        others = (kind for start, kind in _OTHER_STARTS if content.startswith(start))
        kind = picture_kind(content) or next(others, "")
        kind = "emf" if content[40:44] == b" EMF" else kind or ("svg" if b"<svg" in content[:1000] else "")
        if ending in ("emf", "wmf", "svg") or kind in ("emf", "wmf", "svg"):
            text = _("图片“{name}”是 {kind} 矢量图，有的电脑打印不出来，请换成 PNG 或 JPG")
            yield text.format(name=shown, kind=(kind or ending).upper())
        elif not kind:
            yield _("图片“{name}”看不出是什么格式，可能打印不出来，请重新插入").format(name=shown)
        elif kind != _SAME_KIND.get(ending, ending):
            text = _("图片“{name}”其实是 {kind} 格式，可能打印不出来，请重新插入")
            yield text.format(name=shown, kind=kind.upper())


def find_pictures_too_large(package: Package) -> Iterator[str]:
    """Yield a problem for every picture over 25 million pixels; nothing is decoded."""
    for name, content in package.parts.items():
        width, height = picture_size(content) if "/media/" in name else (0, 0)
        if width * height > _MOST_PIXELS or max(width, height) > _LONGEST_SIDE:
            text = _("图片太大（{width}×{height} 点），请缩小后再试")
            yield text.format(width=width, height=height)


class Text:
    """A body, header or footer part that was read: its root, paragraphs, problems and warnings.

    `places` says of every paragraph where it stands, in words. A `partial` one is any other part, read only for what
    must not be in it.
    """

    def __init__(self, name: str, content: bytes, *, partial: bool = False) -> None:
        self.root = parse_xml(name, content)
        self.paragraphs: list[str] = []
        self.places: list[str] = []
        self.problems: list[str] = []
        self.warnings: list[str] = []
        if not partial and (self.root.prefix != "w" or self.root.tag.partition("}")[0] != "{" + WORD):
            self.problems.append(_("文件的存储方式不合用，请在 Word 里另存为普通的 .docx（不是“严格”格式）"))
        else:
            _Reader(self).read()


@dataclass
class _Field:
    """A field being read: its instruction so far, and whether its result has begun."""

    paragraph: int
    instruction: str = ""
    holds_another: bool = False
    shows_its_result: bool = False


class _Reader:
    """Walks a part once; text boxes put a paragraph inside a paragraph, fields may span several."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self._whereabouts = Whereabouts(text.root.tag.removeprefix(_W))
        self._open_paragraphs: list[tuple[int, list[str]]] = []
        self._open_fields: list[_Field] = []

    def read(self) -> None:
        from lxml import etree

        for event, element in etree.iterwalk(self.text.root, events=("start", "end")):
            if not isinstance(element.tag, str):
                continue
            tag = element.tag.rpartition("}")[2]
            if event == "start":
                self._whereabouts.enter(tag if element.tag.startswith(_W) else "")
                self._start(tag, element)
            else:
                if element.tag == _W + "p":
                    self._close_paragraph()
                self._whereabouts.leave(tag if element.tag.startswith(_W) else "")
        if len(self.text.paragraphs) > _MOST_PARAGRAPHS:
            text = _("文件太长（超过 {most} 段），请简化后再试")
            self.text.problems[:] = [text.format(most=_MOST_PARAGRAPHS)]

    def _close_paragraph(self) -> None:
        place, pieces = self._open_paragraphs.pop()
        self.text.paragraphs[place] = text = "".join(pieces)
        self.text.places[place] = self._whereabouts.describe(text) if text else ""

    def _start(self, tag: str, element: Any) -> None:
        if tag in _REFUSED_ELEMENTS:
            what = _(_REFUSED_ELEMENTS[tag])
            self.text.problems.append(_("文件里有{what}，请删去后再试").format(what=what))
        elif element.tag == _W + "p":
            self._open_paragraphs.append((len(self.text.paragraphs), []))
            self.text.paragraphs.append("")
            self.text.places.append("")
        elif element.tag in (_W + "t", _W + "tab", _W + "br"):
            if self._open_paragraphs:
                self._open_paragraphs[-1][1].append((element.text or "") if tag == "t" else " ")
        elif element.tag == _W + "sdt":
            if "{{" in "".join(element.itertext()):
                text = _("内容控件里有占位符，Word 打开后可能换回原来的文字，请删去控件只留文字")
                self.text.warnings.append(text)
        else:
            if tag in ("fldSimple", "instrText", "fldChar"):
                self._look_at_field(tag, element)
            self._look_at_sources(element)

    def _look_at_field(self, tag: str, element: Any) -> None:
        if _is_foreign_inside(element):
            self._refuse_field(element.text or "{ }")
        elif tag == "fldSimple":
            self._check_field(_attribute(element, "instr"))
        elif tag == "instrText":
            self._add_instruction(element.text or "")
        elif _attribute(element, "fldCharType") == "begin":
            for outer in self._open_fields[-1:]:
                outer.holds_another = outer.holds_another or not outer.shows_its_result
            self._open_fields.append(_Field(self._paragraph()))
        elif self._open_fields:
            self._close_instruction(self._open_fields[-1])
            if _attribute(element, "fldCharType") == "end":
                self._open_fields.pop()

    def _paragraph(self) -> int:
        return self._open_paragraphs[-1][0] if self._open_paragraphs else -1

    def _add_instruction(self, written: str) -> None:
        """Take a piece of an instruction; one outside any, or after it has ended, must be harmless by itself."""
        field = self._open_fields[-1] if self._open_fields else None
        if field is None or field.shows_its_result:
            self._check_field(written)
        elif field.paragraph != self._paragraph():  # some program may not see the one or the other
            self._refuse_field(written)
        else:
            field.instruction += written

    def _close_instruction(self, field: "_Field") -> None:
        if field.shows_its_result:
            return
        field.shows_its_result = True
        instruction = field.instruction.strip()
        if not instruction and field.holds_another:  # what it does would only be known when it runs
            instruction = "{ }"
        self._check_field(instruction)

    def _check_field(self, instruction: str) -> None:
        instruction = instruction.strip()
        if instruction.upper().startswith("MERGEFIELD"):
            self.text.problems.append(_("这是邮件合并的表单，请先把里面的合并域换成占位符"))
        elif instruction and not _SAFE_FIELDS.match(instruction):
            self._refuse_field(instruction)

    def _refuse_field(self, instruction: str) -> None:
        text = _("文件里有不允许的域“{field}”，请删去后再试")
        self.text.problems.append(text.format(field=quote(instruction)))

    def _look_at_sources(self, element: Any) -> None:
        """Pictures of the old drawing language may name a file without a relation."""
        for name in ("src", "{urn:schemas-microsoft-com:office:office}href"):
            target = element.get(name)
            if target and not target.startswith("#"):
                text = _("文件链接着外部文件“{target}”，请改为插入到文件里或删去")
                self.text.problems.append(text.format(target=quote(target)))


def _is_words(tag: str) -> bool:
    """Say whether an element is Word's own, by the namespace of either edition of the standard."""
    return tag.rpartition("}")[0].removeprefix("{") in (WORD, _STRICT_WORD)


def _attribute(element: Any, name: str) -> str:
    """Return an attribute by its name, whatever namespace it has."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _is_foreign_inside(element: Any) -> bool:
    """Say whether an element stands, inside its paragraph, in one that is not Word's own.

    Alternatives and extensions are read by one program and passed over by the next, so each could see another field.
    """
    for holder in element.iterancestors():
        if holder.tag.rpartition("}")[2] == "p":
            return False
        if not _is_words(holder.tag):
            return True
    return False
