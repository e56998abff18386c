"""Barcodes (条码): a number as Code 128 or QR, drawn as a one-bit PNG whose pixels are the dots of a 203 dpi printer.

Two dots a module is 0.25 mm (10 mil): crisp on a 203 dpi label or needle printer, where one pixel is one dot,
and six dots a module at 600 dpi. What is drawn comes from zxing-cpp, which also reads the scans.
"""

import struct
import zlib
from collections.abc import Iterable

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _

DOTS_PER_INCH = 203
_DOTS_PER_MODULE = 2
_QUIET_MODULES = 10
_QUIET_MODULES_QR = 4
_WHITE, _BLACK = "1", "0"  # in a grey PNG 1 is white
_TO_DIGITS = bytes([ord(_BLACK)] * 128 + [ord(_WHITE)] * 128)


def picture(text: str, width: int, height: int) -> bytes:
    """Return a PNG of `width` by `height` dots with the bars of `text` in its middle; white when `text` is empty.

    Raise `DeskError` when the bars and their quiet zones do not fit, or no bars can say it.
    """
    if any(not " " <= letter <= "~" for letter in text):
        raise DeskError(
            _("没有生成条码：“{text}”里有条码不能表示的字，请把编号规则改为字母、数字和短横线").format(
                text=text
            )
        )
    bars = modules(text, "Code128")[0] if text else ""
    dots = _widen(bars, _DOTS_PER_MODULE)
    if len(dots) + 2 * _QUIET_MODULES * _DOTS_PER_MODULE > width:
        raise _does_not_fit(text)
    line = dots.center(width, _WHITE)
    return png(width, [line] * height)


def qr_picture(text: str, width: int, height: int) -> bytes:
    """Return a PNG of `width` by `height` dots with the QR code of `text` in its middle, as large as fits."""
    rows = modules(text, "QRCode") if text else []
    scale = min(width, height) // (len(rows) + 2 * _QUIET_MODULES_QR)
    if text and scale < _DOTS_PER_MODULE:
        raise _does_not_fit(text)
    lines = [_widen(row, scale).center(width, _WHITE) for row in rows for _copy in range(scale)]
    above = (height - len(lines)) // 2
    blank = _WHITE * width
    return png(width, [*[blank] * above, *lines, *[blank] * (height - len(lines) - above)])


def modules(text: str, kind: str) -> list[str]:
    """Return the rows of modules of `text`, 0 for black, without quiet zones; bars have one row. `kind` is zxing's."""
    import zxingcpp

    symbol = zxingcpp.create_barcode(text, zxingcpp.barcode_format_from_str(kind))
    dots = memoryview(symbol.to_image(scale=1, add_quiet_zones=False))  # type: ignore[arg-type]
    height, width = dots.shape or (0, 0)
    rows = dots.tobytes().translate(_TO_DIGITS).decode()
    if kind == "Code128":
        height = 1
    return [rows[at * width : (at + 1) * width] for at in range(height)]


def _widen(row: str, times: int) -> str:
    return row.replace(_WHITE, _WHITE * times).replace(_BLACK, _BLACK * times)


def _does_not_fit(text: str) -> DeskError:
    return DeskError(_("没有生成条码：“{text}”太长，模板里的条码框放不下").format(text=text))


def png(width: int, lines: Iterable[str]) -> bytes:
    """Return a one-bit PNG of `lines`, each a string of `width` ones (white) and noughts (black), at 203 dpi."""
    line_bytes = -(-width // 8)
    rows, above, height = bytearray(), "", 0
    for line in lines:
        packed = int(line.ljust(line_bytes * 8, _WHITE), 2).to_bytes(line_bytes, "big")
        rows += (
            b"\2" + bytes(line_bytes) if line == above else b"\0" + packed
        )  # filter 2: the same as the row above
        above, height = line, height + 1
    head = struct.pack(">2L5B", width, height, 1, 0, 0, 0, 0)
    density = round(DOTS_PER_INCH * 10000 / 254)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, content)
        for kind, content in (
            (b"IHDR", head),
            (b"pHYs", struct.pack(">2LB", density, density, 1)),
            (b"IDAT", zlib.compress(bytes(rows), 9)),
            (b"IEND", b""),
        )
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))
