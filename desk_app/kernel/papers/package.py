"""A Word file's parts (文件部件): which one is the text, which are headers, and what may not come in with them.

Nothing a template brings may run, be fetched or be opened by Word later: macros, embedded objects and links to
other files are refused; a link to a style template on somebody's disk is cut with a warning.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from desk_app.kernel.papers.archive import read_parts
from desk_app.kernel.papers.refusals import TemplateRefused, quote
from desk_app.kernel.papers.revisions import accept_changes, may_have_changes
from desk_app.kernel.words import _, mark

TYPES_PART = "[Content_Types].xml"
_XML_ENDINGS = (".xml", ".rels")
_SVG = "image/svg+xml"
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_DOTX = b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_MACROS = b"macroEnabled"
_REFUSED_KINDS = {
    "oleObject": mark("嵌入的对象"),
    "package": mark("嵌入的文件"),
    "control": mark("ActiveX 控件"),
    "activeXControlBinary": mark("ActiveX 控件"),
    "attachedToolbars": mark("宏"),
    "extensibility": mark("加载项"),
    "webextension": mark("加载项"),
    "webextensiontaskpanes": mark("加载项"),
    "aFChunk": mark("插入的其他文件"),
    "subDocument": mark("子文档"),
    "frame": mark("框架网页"),
    "mailMergeSource": mark("邮件合并的数据源"),
    "mailMergeHeaderSource": mark("邮件合并的数据源"),
    "recipientData": mark("邮件合并的数据源"),
}
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin")
_MACRO_TARGETS = ("vbaProject", "wordVbaData", "vbaProjectSignature")
_MACRO_KINDS = (*_MACRO_TARGETS, "keyMapCustomizations")
_MACRO_TYPES = ("vbaproject", "vbadata")
_REFUSED_FOLDERS = {"embeddings": mark("嵌入的对象"), "activeX": mark("ActiveX 控件")}
_SAFE_LINK = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
_ENCODING = re.compile(rb"""(?:\xef\xbb\xbf)?\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([^"']+)["']""")
_FILE_STARTS = (
    (b"{\\rtf", "RTF"), (b"%pdf-", "PDF"), (b"\x89png", mark("图片")), (b"\xff\xd8\xff", mark("图片")),
    (b"<html", mark("网页")), (b"<!doctype html", mark("网页")), (b"mime-version:", mark("网页")), (b"mz", mark("程序")),
    (b"rar!", mark("压缩")), (b"7z\xbc\xaf", mark("压缩")),
)  # fmt: skip
_MERGED = re.compile(rb"<(?:[^\s<>/:]+:)?mailMerge[\s/>]")
_ATTACHED = re.compile(rb"<w:attachedTemplate\b[^>]*?/>")


@dataclass(frozen=True)
class Relation:
    """One line of a relationships part: `kind` is the last word of its type."""

    id: str
    kind: str
    target: str
    external: bool


@dataclass
class Package:
    """The parts of a Word file that passed; `headers` are the header and footer parts of the main text."""

    parts: dict[str, bytes]
    main: str
    relations: dict[str, Relation]
    warnings: list[str] = field(default_factory=list)

    @property
    def headers(self) -> tuple[str, ...]:
        """The names of the header and footer parts, sorted."""
        found = {
            part_named(self.main, r.target) for r in self.relations.values() if r.kind in ("header", "footer")
        }
        return tuple(sorted(found & self.parts.keys()))


def read_package(content: bytes) -> Package:
    """Return the package in `content`; raise `TemplateRefused` for what is no Word file or brings what may not come."""
    _check_is_archive(content)
    parts = read_parts(content)
    _check_is_word(parts)
    for name, part in parts.items():
        _check_xml(name, part)
    _check_names(parts)
    warnings = [*_drop_macros(parts), *_check_relations(parts)]
    main = _main_part(parts)
    relations = {r.id: r for r in _relations(parts, relations_part(main))}
    package = Package(parts, main, relations, warnings)
    _accept_changes(package)
    return package


def parse_xml(name: str, content: bytes) -> Any:
    """Return the root element of a part; entities are not expanded and nothing is fetched."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_pis=True, remove_comments=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        if "xcessive depth" in str(error):
            problem = _("文件里的“{part}”表格或框套得太深，请简化后再试").format(part=name)
            raise TemplateRefused([problem]) from error
        raise TemplateRefused(
            [_("文件里的“{part}”已损坏，请用 Word 打开后另存一份").format(part=name)]
        ) from error


def part_named(source: str, target: str) -> str:
    """Return the archive name of a relation's `target`, which may be relative to the part `source`."""
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), target))


def relations_part(source: str) -> str:
    """Return the name of the part that lists the relations of the part `source`."""
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _check_is_archive(content: bytes) -> None:
    if content[:2] == b"PK":
        return
    if not content:
        problem = _("文件是空的，请重新复制一份")
    elif content[:4] == b"\xd0\xcf\x11\xe0":
        problem = _name_old_file(content)
    else:
        kind = next(
            (kind for start, kind in _FILE_STARTS if content.lstrip()[: len(start)].lower() == start), ""
        )
        problem = (
            _("这是 {kind} 文件，不是 Word 的 .docx 文件").format(kind=_(kind))
            if kind
            else _("这不是 Word 的 .docx 文件，请用 Word 或 WPS 另存为 .docx")
        )
    raise TemplateRefused([problem])


def _name_old_file(content: bytes) -> str:
    """Return what is wrong with a compound file, told by the names of its streams."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return _("文件设有打开密码，请先在 Word 里取消密码再保存")
    if "WordDocument".encode("utf-16-le") not in content:
        for stream, kind in (("Workbook", "Excel"), ("PowerPoint Document", "PowerPoint")):
            if stream.encode("utf-16-le") in content:
                return _("这是 {kind} 文件，不是 Word 的 .docx 文件").format(kind=kind)
    return _("这是旧格式文件（.doc 或 .wps），请用 Word 或 WPS 另存为 .docx")


def _check_is_word(parts: dict[str, bytes]) -> None:
    if b"opendocument" in parts.get("mimetype", b""):
        raise TemplateRefused([_("这是 OpenDocument 文件（.odt），请另存为 .docx")])
    types = parts.get(TYPES_PART, b"")
    if _MACROS in types:
        raise TemplateRefused([_("文件带有宏，请另存为不带宏的 .docx")])
    if _DOTX in types:
        parts[TYPES_PART] = types.replace(_DOTX, _MAIN)
    elif _MAIN not in types:
        for ending, kind in ((b"spreadsheetml", "Excel"), (b"presentationml", "PowerPoint")):
            if ending in types:
                raise TemplateRefused([_("这是 {kind} 文件，不是 Word 的 .docx 文件").format(kind=kind)])
        raise TemplateRefused([_("这不是 Word 的 .docx 文件，请用 Word 或 WPS 另存为 .docx")])


def _drop_macros(parts: dict[str, bytes]) -> list[str]:
    """Take out macro parts left behind in an ordinary file, and whatever names them; return the warning."""
    macros = [name for name in parts if name.rpartition("/")[2].lower() in _MACRO_PARTS]
    macros += [name for name, kind in _types(parts) if any(macro in kind for macro in _MACRO_TYPES)]
    macros += _named_as_macros(parts)
    if not macros:
        return []
    for name in macros:
        parts.pop(name, None)
        parts.pop(relations_part(name), None)
    for name in [name for name in parts if name.endswith(".rels")]:
        cut_relations(parts, name, lambda relation: relation.kind in _MACRO_KINDS)
    types = parts[TYPES_PART]
    for name in macros:
        types = re.sub(rb'<Override\b[^>]*PartName="/' + re.escape(name.encode()) + rb'"[^>]*?/>', b"", types)
    parts[TYPES_PART] = types
    return [_("文件里的宏已去掉，不会运行")]


def _named_as_macros(parts: dict[str, bytes]) -> list[str]:
    """Return the parts that some relation calls macros, whatever they are called themselves."""
    lists = [name for name in parts if name.endswith(".rels")]
    return [
        part_named(name.replace("_rels/", "").removesuffix(".rels"), relation.target)
        for name in lists
        for relation in _relations(parts, name)
        if relation.kind in _MACRO_TARGETS
    ]


def _types(parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield the parts that the list of content types names, or as *.png all of one ending, with their types in small."""
    for line in parse_xml(TYPES_PART, parts[TYPES_PART]):
        kind = line.get("ContentType", "").lower()
        if line.get("PartName"):
            yield line.get("PartName").lstrip("/"), kind
        else:
            yield f"*.{line.get('Extension', '')}", kind


def _check_names(parts: dict[str, bytes]) -> None:
    """Refuse XML that is not called so: a program that goes by the type, or not by capitals, would read it."""
    said_to_be = {name for name, kind in _types(parts) if kind.endswith("xml") and kind != _SVG}
    called_so = {name for name in parts if name.lower().endswith(_XML_ENDINGS)}
    if not all(name.endswith(_XML_ENDINGS) for name in said_to_be | called_so):
        raise TemplateRefused([_("文件内部结构不正常，请用 Word 打开后另存一份")])


def _accept_changes(package: Package) -> None:
    from lxml import etree

    changed = False
    for name in (package.main, *package.headers):
        if may_have_changes(package.parts[name]):
            root = parse_xml(name, package.parts[name])
            changed = accept_changes(root) or changed
            package.parts[name] = etree.tostring(
                root, encoding="UTF-8", xml_declaration=True, standalone=True
            )
    if changed:
        package.warnings.append(_("文件里有未接受的修订，打印时按全部接受处理，请在 Word 里核对并接受"))


def _check_xml(name: str, content: bytes) -> None:
    folder = name.split("/")[1] if name.startswith("word/") else ""
    if folder in _REFUSED_FOLDERS:
        raise TemplateRefused([_("文件里有{what}，请删去后再试").format(what=_(_REFUSED_FOLDERS[folder]))])
    if not name.endswith(_XML_ENDINGS):
        return
    declared = _ENCODING.match(content)
    if b"\0" in content[:4] or content[:2] in (b"\xff\xfe", b"\xfe\xff", b"\x4c\x6f") or (
        declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii")
    ):  # fmt: skip
        raise TemplateRefused([_("文件里的“{part}”编码不是 UTF-8，请用 Word 另存一份").format(part=name)])
    if _MERGED.search(content):
        raise TemplateRefused([_("这是邮件合并的表单，请先把里面的合并域换成占位符")])
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise TemplateRefused([_("文件里的“{part}”带有外来定义（DOCTYPE），不能使用").format(part=name)])


def _relations(parts: dict[str, bytes], name: str) -> Iterator[Relation]:
    if name not in parts:
        return
    for line in parse_xml(name, parts[name]):
        kind = line.get("Type", "").rsplit("/", 1)[-1]
        external = line.get("TargetMode", "").lower() == "external"
        yield Relation(line.get("Id", ""), kind, line.get("Target", ""), external)


def _check_relations(parts: dict[str, bytes]) -> list[str]:
    """Refuse relations that bring in foreign things; cut those to a style template; return the warnings."""
    problems, warnings = [], []
    for name in [name for name in parts if name.endswith(".rels")]:
        for relation in _relations(parts, name):
            if relation.kind in _REFUSED_KINDS:
                what = _(_REFUSED_KINDS[relation.kind])
                problems.append(_("文件里有{what}，请删去后再试").format(what=what))
            elif relation.kind == "attachedTemplate":
                _cut_attached_template(parts, name, relation)
                warnings.append(_("已断开与样式模板“{target}”的链接").format(target=quote(relation.target)))
            elif relation.external and not (
                relation.kind == "hyperlink" and _SAFE_LINK.match(relation.target)
            ):
                text = _("文件链接着外部文件“{target}”，请改为插入到文件里或删去")
                problems.append(text.format(target=quote(relation.target)))
    if problems:
        raise TemplateRefused(problems)
    return list(dict.fromkeys(warnings))


def cut_relations(parts: dict[str, bytes], name: str, unwanted: Callable[[Relation], bool]) -> None:
    """Take the unwanted lines out of the relationships part `name`, however they are written."""
    from lxml import etree

    root = parse_xml(name, parts[name])
    lines = [line for line, relation in zip(root, _relations(parts, name), strict=True) if unwanted(relation)]
    for line in lines:
        root.remove(line)
    if lines:
        parts[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _cut_attached_template(parts: dict[str, bytes], name: str, relation: Relation) -> None:
    cut_relations(parts, name, lambda line: line.id == relation.id)
    settings = name.replace("_rels/", "").removesuffix(".rels")
    if settings in parts:
        parts[settings] = _ATTACHED.sub(b"", parts[settings])


def _main_part(parts: dict[str, bytes]) -> str:
    for relation in _relations(parts, "_rels/.rels"):
        main = part_named("", relation.target)
        if relation.kind == "officeDocument" and main in parts:
            linked = [
                r.target for r in _relations(parts, relations_part(main)) if r.kind in ("header", "footer")
            ]
            if not all(name.endswith(".xml") for name in (main, *linked)):
                raise TemplateRefused([_("文件内部结构不正常，请用 Word 打开后另存一份")])
            return main
    raise TemplateRefused([_("文件里缺少正文，请用 Word 打开后另存一份")])
