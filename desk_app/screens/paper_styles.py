"""What a Word file says about sizes, fonts and lines (文档样式), read as far as a preview of its contents needs it.

Lengths are in pixels of 1/96 inch, as HTML has them; Word counts in twentieths of a point (twips), fifteen a pixel.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FACES = {
    "黑体": "Arial, 'Liberation Sans', SimHei, 'Microsoft YaHei', 'Noto Sans CJK SC'",
    "微软雅黑": "'Microsoft YaHei', 'Noto Sans CJK SC'",
    "楷体": "'Times New Roman', 'Liberation Serif', KaiTi, 'Noto Serif CJK SC'",
    "仿宋": "'Times New Roman', 'Liberation Serif', FangSong, 'Noto Serif CJK SC'",
}
_SERIF = "'Times New Roman', 'Liberation Serif', SimSun, 'Noto Serif CJK SC'"
_USUAL_HALF_POINTS = 21
SIDES = ("top", "right", "bottom", "left")


@dataclass(frozen=True)
class PageSetup:
    """Paper and margins of a document's first section, in pixels of 1/96 inch."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int


A4 = PageSetup(794, 1123, 96, 96, 96, 96)


class WordFile:
    """A Word file, taken apart: `body`, `edges` (headers, footers) and the pictures and styles they name."""

    def __init__(self, content: bytes) -> None:
        """Raise KeyError or another error of the archive if it is no Word file."""
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self.body = self._read("word/document.xml").find(W + "body")
        self._styles = self._read("word/styles.xml") if self._has("word/styles.xml") else None
        self._targets: dict[int, Mapping[str, str]] = {}
        self._by_id: dict[str, Any] = {}
        if self._styles is not None:
            self._by_id = {style.get(W + "styleId"): style for style in self._styles.iter(W + "style")}

    def edges(self, name: str) -> list[Any]:
        """Return the roots of the first section's headers or footers (`name`)."""
        section = next(self.body.iter(W + "sectPr"), None)
        if section is None:
            return []
        targets = self._relations("word/document.xml")
        wanted = [
            each for each in section.findall(W + name + "Reference") if each.get(W + "type") == "default"
        ]
        return [self._read("word/" + targets[each.get(_R + "id")]) for each in wanted]

    def picture(self, relation: str) -> tuple[str, bytes]:
        """Return a picture's type, png or jpeg, and its bytes; nothing where the file has none of that name."""
        for part in ("word/document.xml", *self._edge_parts()):
            target = self._relations(part).get(relation, "")
            if target and self._has("word/" + target):
                kind = target.rpartition(".")[2].lower()
                return "jpeg" if kind == "jpg" else kind, self._archive.read("word/" + target)
        return "", b""

    def setup(self) -> PageSetup:
        """Return paper and margins; A4 where the file does not say."""
        section = next(self.body.iter(W + "sectPr"), None)
        size = section.find(W + "pgSz") if section is not None else None
        if section is None or size is None:
            return A4
        margins = section.find(W + "pgMar")
        sides = {side: max(0, pixels(margins, side)) if margins is not None else 96 for side in SIDES}
        if any(
            says_something(edge) for edge in self.edges("header")
        ):  # its text stands above the body's, which begins where there is none
            sides["top"] = min(sides["top"], max(0, pixels(margins, "header")))
        return PageSetup(pixels(size, "w"), pixels(size, "h"), **sides)

    def value(self, element: Any, kind: str, property_path: str) -> Any:
        """Return the first of: the element's own property, its style's, the document's usual one; or None.

        `kind` is p, r or tbl; `property_path` such as 'spacing' or 'tblBorders'.
        """
        own = element.find(f"{W}{kind}Pr")
        if own is not None:
            found = own.find(W + property_path)
            if found is not None:
                return found
            named = own.find(f"{W}{kind}Style")
            found = self._from_style(named.get(W + "val") if named is not None else "", kind, property_path)
            if found is not None:
                return found
        return self._usual(kind, property_path)

    def _from_style(self, name: str, kind: str, property_path: str) -> Any:
        for _step in range(10):  # a style based on itself must end too
            style = self._by_id.get(name)
            if style is None:
                return None
            found = style.find(f"{W}{kind}Pr/{W}{property_path}")
            if found is not None:
                return found
            base = style.find(W + "basedOn")
            name = base.get(W + "val") if base is not None else ""
        return None

    def _usual(self, kind: str, property_path: str) -> Any:
        if self._styles is None:
            return None
        return self._styles.find(f"{W}docDefaults/{W}{kind}PrDefault/{W}{kind}Pr/{W}{property_path}")

    def half_points(self, run: Any, paragraph: Any) -> int:
        """Return the size of a run's letters in half points: its own, its style's, its paragraph's, the usual one."""
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        found = (
            run.find(f"{W}rPr/{W}sz") if run is not None else None,
            self._from_run_style(run) if run is not None else None,
            self._from_style(named.get(W + "val"), "r", "sz") if named is not None else None,
            self._usual("r", "sz"),
        )
        size = next((each for each in found if each is not None), None)
        return number(size, "val") or _USUAL_HALF_POINTS

    def _from_run_style(self, run: Any) -> Any:
        named = run.find(f"{W}rPr/{W}rStyle")
        return self._from_style(named.get(W + "val"), "r", "sz") if named is not None else None

    def face(self, run: Any) -> str:
        """Return the font families of a run for HTML."""
        fonts = self.value(run, "r", "rFonts")
        name = fonts.get(W + "eastAsia") if fonts is not None else ""
        return next((face for known, face in _FACES.items() if known in (name or "")), _SERIF)

    def _edge_parts(self) -> list[str]:
        targets = self._relations("word/document.xml").values()
        return ["word/" + target for target in targets if target.startswith(("header", "footer"))]

    def _relations(self, part: str) -> Mapping[str, str]:
        folder, _slash, name = part.rpartition("/")
        path = f"{folder}/_rels/{name}.rels"
        if not self._has(path):
            return {}
        return {each.get("Id"): each.get("Target").removeprefix("/word/") for each in self._read(path)}

    def _has(self, path: str) -> bool:
        return path in self._archive.namelist()

    def _read(self, path: str) -> Any:
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        return etree.fromstring(self._archive.read(path), parser)


def number(element: Any, name: str) -> int:
    """Return an attribute as a whole number; 0 where it is missing or none."""
    text = element.get(W + name) if element is not None else None
    try:
        return int(text or 0)
    except ValueError:
        return 0


def pixels(element: Any, name: str) -> int:
    """Return an attribute in twips as pixels."""
    return (number(element, name) + 7) // 15


def says_something(edge: Any) -> bool:
    """Say whether a header or footer holds any text."""
    return any((each.text or "").strip() for each in edge.iter(W + "t"))


def is_on(element: Any) -> bool:
    """Say whether a switch such as bold is there and on."""
    return element is not None and element.get(W + "val") not in ("0", "false", "off", "none")
