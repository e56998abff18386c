"""Pictures in a form (图片): barcodes redrawn for each document, and pictures given as values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from desk_app.kernel.papers import barcode
from desk_app.kernel.papers.archive import Member, pack
from desk_app.kernel.papers.package import Package, part_named
from desk_app.kernel.papers.render import Values

_EMU_PER_INCH = 914400
_DRAWING = re.compile(r"<w:drawing>.*?</w:drawing>", re.DOTALL)
_SLOT = re.compile(r'\bdescr="\s*\{\{\s*(\w+)\s*\}\}\s*"')
_RELATION = re.compile(r'\br:embed="([^"]+)"')
_EXTENT = re.compile(r'<wp:extent cx="(\d+)" cy="(\d+)"')
_DRAWING_ID = re.compile(rb'(<wp:docPr\b[^>]*?\bid=")\d+')


@dataclass(frozen=True)
class Picture:
    """A picture as a value: the bytes of a PNG or JPEG and how wide it is printed, in millimetres."""

    content: bytes
    width: int


@dataclass(frozen=True)
class BarcodeSlot:
    """A picture of the template whose alternative text is `{{ slot }}`; sizes in dots of a 203 dpi printer."""

    slot: str
    relation: str
    part: str
    width: int
    height: int

    def draw(self, values: Values, part: str = "") -> Member:
        """Return the part with the barcode of the slot's value, white for a blank."""
        return pack(part or self.part, barcode.picture(str(values[self.slot] or ""), self.width, self.height))


def find_barcodes(source: str, package: Package) -> Iterator[BarcodeSlot]:
    """Yield the barcodes of the main part, each picture file once however often it is shown."""
    seen: set[str] = set()
    for drawing in _DRAWING.findall(source):
        slot, relation, size = _SLOT.search(drawing), _RELATION.search(drawing), _EXTENT.search(drawing)
        if slot and relation and size and relation[1] in package.relations.keys() - seen:
            seen.add(relation[1])
            part = part_named(package.main, package.relations[relation[1]].target)
            width, height = (int(emu) * barcode.DOTS_PER_INCH // _EMU_PER_INCH for emu in size.groups())
            yield BarcodeSlot(slot[1], relation[1], part, width, height)


def number_drawings(content: bytes, start: int = 1) -> bytes:
    """Give every drawing its own number from `start`: a loop repeats them, and Word wants each only once."""
    if b"<wp:docPr" not in content:
        return content
    place = start - 1

    def number(found: re.Match[bytes]) -> bytes:
        nonlocal place
        place += 1
        return found[1] + b"%d" % place

    return _DRAWING_ID.sub(number, content)
