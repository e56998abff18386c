"""What a Word file says about sizes, fonts and lines (文档样式), read as far as a preview of its contents needs it.

Lengths are in pixels of 1/96 inch, as HTML has them; Word counts in twentieths of a point (twips), fifteen a pixel.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desk_app.kernel.papers.package import part_named, relations_part
from desk_app.kernel.papers.picture_files import picture_kind

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
        """Raise IndexError or another error of the archive if it is no Word file."""
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self._main = self._related("", "officeDocument")[0]
        self.body = self._read(self._main).find(W + "body")
        styles = self._related(self._main, "styles")
        self._styles = self._read(styles[0]) if styles else None
        self._by_id: dict[str, Any] = {}
        if self._styles is not None:
            self._by_id = {style.get(W + "styleId"): style for style in self._styles.iter(W + "style")}

    def edges(self, name: str) -> list[Any]:
        """Return the roots of the first section's headers or footers (`name`)."""
        section = next(self.body.iter(W + "sectPr"), None)
        if section is None:
            return []
        targets = self._targets(self._main)
        wanted = [
            each for each in section.findall(W + name + "Reference") if each.get(W + "type") == "default"
        ]
        return [self._read(targets[each.get(_R + "id")]) for each in wanted]

    def picture(self, relation: str) -> tuple[str, bytes]:
        """Return a picture's type, such as png, and its bytes; nothing where the file has none of that name."""
        for part in (self._main, *self._related(self._main, "header", "footer")):
            target = self._targets(part).get(relation, "")
            if self._has(target):
                content = self._archive.read(target)
                return picture_kind(content), content
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

    def _targets(self, part: str) -> Mapping[str, str]:
        """Return {relation: part it leads to} of a part."""
        return {line.get("Id"): part_named(part, line.get("Target") or "") for line in self._relations(part)}

    def _related(self, part: str, *kinds: str) -> list[str]:
        """Return the parts of these kinds that a part, or the file itself (''), leads to."""
        return [
            part_named(part, line.get("Target") or "")
            for line in self._relations(part)
            if (line.get("Type") or "").rpartition("/")[2] in kinds
        ]

    def _relations(self, part: str) -> Any:
        path = relations_part(part)
        return self._read(path) if self._has(path) else ()

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
