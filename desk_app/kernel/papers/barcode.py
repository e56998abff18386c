"""Barcodes (条码): a number as Code 128, drawn as a one-bit PNG whose pixels are the dots of a 203 dpi printer.

Two dots a module is 0.25 mm (10 mil): crisp on a 203 dpi label or needle printer, where one pixel is one dot,
and six dots a module at 600 dpi. The table and the check rule are those of ISO/IEC 15417.
"""

import struct
import zlib

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _

DOTS_PER_INCH = 203
_DOTS_PER_MODULE = 2
_QUIET_MODULES = 10

# Widths of bar, space, bar, space, bar, space for the values 0-102, the three starts 103-105, and the stop.
_TABLE = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222"
    "123122123221223211221132221231213212223112312131311222321122321221312212322112322211212123212321"
    "232121111323131123131321112313132113132311211313231113231311112133112331132131113123113321133121"
    "313121211331231131213113213311213131311123311321331121312113312311332111314111221411431111111224"
    "111422121124121421141122141221112214112412122114122411142112142211241211221114413111241112134111"
    "111242121142121241114212124112124211411212421112421211212141214121412121111143111341131141114113"
    "114311411113411311113141114131311141411131211412211214211232"
)
_WIDTHS = [*(_TABLE[at : at + 6] for at in range(0, len(_TABLE), 6)), "2331112"]
_START_B, _START_C, _STOP = 104, 105, 106
_TO_C, _TO_B = 99, 100


def code_values(text: str) -> list[int]:
    """Return the code values of printable ASCII `text`, start and check value included, stop not.

    Runs of digits are taken two at a time (set C) where that is shorter. Raise `DeskError` for other letters.
    """
    if not text or any(not " " <= letter <= "~" for letter in text):
        raise DeskError(
            _("没有生成条码：“{text}”里有条码不能表示的字，请把编号规则改为字母、数字和短横线").format(
                text=text
            )
        )
    values: list[int] = []
    in_c, at = False, 0
    while at < len(text):
        if _pairs_pay(text, at, in_c):
            if not in_c:
                values.append(_TO_C if values else _START_C)
            in_c = True
            values.append(int(text[at : at + 2]))
            at += 2
        else:
            if in_c or not values:
                values.append(_TO_B if values else _START_B)
            in_c = False
            values.append(ord(text[at]) - 32)
            at += 1
    check = values[0] + sum(place * value for place, value in enumerate(values[1:], 1))
    return [*values, check % 103]


def _pairs_pay(text: str, at: int, in_c: bool) -> bool:
    """Say whether the digits at `at` are better taken in pairs: four at an end, six inside, two when already so."""
    run = 0
    while at + run < len(text) and text[at + run].isdigit():
        run += 1
    if in_c:
        return run >= 2
    at_an_end = at == 0 or at + run == len(text)
    return run % 2 == 0 and run >= (4 if at_an_end else 6)


def modules(text: str) -> str:
    """Return the bars and spaces of `text` as a string of 1 and 0, without the quiet zones."""
    widths = "".join(_WIDTHS[value] for value in (*code_values(text), _STOP))
    return "".join(("0" if place % 2 else "1") * int(width) for place, width in enumerate(widths))


def picture(text: str, width: int, height: int) -> bytes:
    """Return a PNG of `width` by `height` dots with the bars of `text` in its middle; white when `text` is empty.

    Raise `DeskError` when the bars and their quiet zones do not fit.
    """
    bars = modules(text) if text else ""
    dots = "".join(bar * _DOTS_PER_MODULE for bar in bars)
    if len(dots) + 2 * _QUIET_MODULES * _DOTS_PER_MODULE > width:
        raise DeskError(_("没有生成条码：“{text}”太长，模板里的条码框放不下").format(text=text))
    line = dots.center(width, "0").translate({ord("0"): "1", ord("1"): "0"})  # in a grey PNG 1 is white
    packed = int(line.ljust(-(-width // 8) * 8, "1"), 2).to_bytes(-(-width // 8), "big")
    rows = b"\0" + packed + (b"\2" + bytes(len(packed))) * (height - 1)  # filter 2: the same as the row above
    head = struct.pack(">2L5B", width, height, 1, 0, 0, 0, 0)
    density = round(DOTS_PER_INCH * 10000 / 254)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, content)
        for kind, content in (
            (b"IHDR", head),
            (b"pHYs", struct.pack(">2LB", density, density, 1)),
            (b"IDAT", zlib.compress(rows, 9)),
            (b"IEND", b""),
        )
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))
