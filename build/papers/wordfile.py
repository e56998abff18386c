"""A Word file from its pieces: body, header and footer as WordprocessingML, packed the same way every time.

The forms are written as WordprocessingML directly. python-docx would bring a 790 KB style sheet into every template
and knows none of what a form is made of (ruled grids, diagonal text, WordArt marks); it reads them back in the tests.
"""

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from desk_app.kernel.papers.archive import Frame, pack

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w10="urn:schemas-microsoft-com:office:word"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

TEXT_SIZE, CAPTION_SIZE, LINE_HEIGHT = 9.5, 8.5, 11.5
"""Points: what is filled in, what is printed beside it, and a line of either."""

FONTS = {
    "宋体": ("SimSun,Noto Serif CJK SC,Source Han Serif SC", "roman"),
    "黑体": ("SimHei,Noto Sans CJK SC,Source Han Sans SC", "swiss"),
}
"""The Chinese fonts the forms use: name on Windows in Chinese; the same in English and what Linux has; the family."""


def pack_file(
    body: str,
    *,
    title: str,
    header: str = "",
    footer: str = "",
    first_header: str = "",
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return a .docx; `body` ends with its section, whose header is rId4 and footer rId5.

    With `first_header` (rId7) the first page has a header of its own, and the same footer as rId8. `pictures` maps a
    relation id to the bytes of a PNG.
    """
    pictures = pictures or {}
    edges = {"rId4": ("header", header), "rId5": ("footer", footer), "rId7": ("header", first_header)}
    edges["rId8"] = ("footer", footer if first_header else "")
    used = {identifier: (kind, xml) for identifier, (kind, xml) in edges.items() if xml}
    relations = [("rId1", "styles", "styles.xml"), ("rId2", "settings", "settings.xml")]
    relations += [("rId3", "fontTable", "fontTable.xml")]
    relations += [
        (identifier, kind, f"{_part(identifier, kind)}.xml") for identifier, (kind, _) in used.items()
    ]
    relations += [(identifier, "image", f"media/{identifier}.png") for identifier in pictures]
    parts = {
        "[Content_Types].xml": _content_types({_part(name, kind): kind for name, (kind, _) in used.items()}),
        "_rels/.rels": _package_relations(),
        "docProps/core.xml": _properties(title),
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(relations),
        "word/styles.xml": _STYLES,
        "word/settings.xml": _SETTINGS,
        "word/fontTable.xml": _font_table(),
    }
    for identifier, (kind, xml) in used.items():
        tag = {"header": "w:hdr", "footer": "w:ftr"}[kind]
        parts[f"word/{_part(identifier, kind)}.xml"] = f"<{tag} {_NAMESPACES}>{xml}</{tag}>"
    members = [pack(name, (_HEAD + part).encode(), 9) for name, part in parts.items()]
    members += [pack(f"word/media/{identifier}.png", image, 9) for identifier, image in pictures.items()]
    return Frame(members).close(())


def _part(identifier: str, kind: str) -> str:
    return f"{kind}{1 if identifier in ('rId4', 'rId5') else 2}"


def _content_types(edges: Mapping[str, str]) -> str:
    """Return the list of types; `edges` maps header and footer parts to their kind."""
    kinds = {
        "document": "document.main",
        "styles": "styles",
        "settings": "settings",
        "fontTable": "fontTable",
        **edges,
    }
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_WORD_TYPE}.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        f"{overrides}</Types>"
    )


def _relations(relations: list[tuple[str, str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="{identifier}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for identifier, kind, target in relations
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _package_relations() -> str:
    core = f"{_PACKAGE}/relationships/metadata/core-properties"
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{core}" Target="docProps/core.xml"/></Relationships>'
    )


def _properties(title: str) -> str:
    """Return the document properties; the dates are fixed so that the same form gives the same bytes."""
    day = '<dcterms:{0} xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:{0}>'
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>Property Desk</dc:creator>"
        f"{day.format('created')}{day.format('modified')}</cp:coreProperties>"
    )


def _font_table() -> str:
    fonts = "".join(
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(english)}/>"
        f'<w:charset w:val="86"/><w:family w:val="{family}"/></w:font>'
        for name, (english, family) in FONTS.items()
    )
    return f"<w:fonts {_NAMESPACES}>{fonts}</w:fonts>"


_STYLES = (
    f"<w:styles {_NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="Times New Roman" w:eastAsia="宋体" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    f'<w:sz w:val="{TEXT_SIZE * 2:.0f}"/><w:szCs w:val="{TEXT_SIZE * 2:.0f}"/>'
    '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" '
    f'w:line="{LINE_HEIGHT * 20:.0f}" w:lineRule="exact"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    '<w:style w:type="character" w:customStyle="1" w:styleId="caption"><w:name w:val="表单标签"/><w:qFormat/><w:rPr>'
    '<w:rFonts w:ascii="Arial" w:eastAsia="黑体" w:hAnsi="Arial" w:cs="Arial"/>'
    f'<w:sz w:val="{CAPTION_SIZE * 2:.0f}"/><w:szCs w:val="{CAPTION_SIZE * 2:.0f}"/></w:rPr></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="a1"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
    '<w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
    "</w:tblCellMar></w:tblPr></w:style></w:styles>"
)
_SETTINGS = (
    f'<w:settings {_NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    "</w:compat></w:settings>"
)
