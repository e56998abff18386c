"""Scans of papers (扫描件): what the barcodes on a page say, and which pages of a file belong to which paper.

Rendering pages is the window's work; here a page is its grey dots.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

CODES = ("Code128", "QRCode")
"""The sorts of code the program prints, by zxing's names; goods' own barcodes are left alone."""
SUFFIXES = (".pdf", ".jpg", ".jpeg", ".png")
MOST_PAGES = 200
"""Pages of one file that are looked at; a scan of more is refused."""

_BEGINNINGS = ((b"%PDF-", ".pdf"), (b"\xff\xd8\xff", ".jpg"), (b"\x89PNG\r\n\x1a\n", ".png"))
_LOOKED_AT = 1024
"""Some scanners write a few bytes before `%PDF-`, which readers of PDF allow."""


@dataclass(frozen=True)
class Part:
    """Pages of a scan that belong together, counted from 1, and the numbers their barcodes say."""

    numbers: tuple[str, ...]
    first: int
    last: int


def read_codes(width: int, height: int, grey: bytes) -> list[str]:
    """Return what the codes on a page say, each once, from the top; `grey` is a byte a dot, `width` bytes a row.

    Turned, slightly skewed and faint pages are read too.
    """
    import zxingcpp

    if width * height != len(grey) or not grey:
        raise ValueError(f"{width} x {height} dots in {len(grey)} bytes")
    formats = zxingcpp.barcode_formats_from_str("|".join(CODES))
    found = zxingcpp.read_barcodes(memoryview(grey).cast("B", shape=[height, width]), formats=formats)
    return list(dict.fromkeys(code.text.strip() for code in found if code.text.strip()))


def file_type(content: bytes) -> str:
    """Return .pdf, .jpg or .png by how the file begins, whatever its name says; nothing for any other."""
    for beginning, suffix in _BEGINNINGS:
        if content.startswith(beginning) or (suffix == ".pdf" and beginning in content[:_LOOKED_AT]):
            return suffix
    return ""


def split(pages: Sequence[Collection[str]], known: Collection[str]) -> list[Part]:
    """Return the parts of a scan whose pages show these codes; only `known` numbers begin a part.

    Pages after a page with a number belong to it, up to the next other number; so does a page that repeats it.
    """
    parts: list[Part] = []
    for page, codes in enumerate(pages, 1):
        numbers = tuple(code for code in codes if code in known)
        if parts and (not numbers or set(numbers) <= set(parts[-1].numbers)):
            parts[-1] = Part(parts[-1].numbers, parts[-1].first, page)
        else:
            parts.append(Part(numbers, page, page))
    return parts
