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
_WIDTHS = [
    "212222",
    "222122",
    "222221",
    "121223",
    "121322",
    "131222",
    "122213",
    "122312",
    "132212",
    "221213",
    "221312",
    "231212",
    "112232",
    "122132",
    "122231",
    "113222",
    "123122",
    "123221",
    "223211",
    "221132",
    "221231",
    "213212",
    "223112",
    "312131",
    "311222",
    "321122",
    "321221",
    "312212",
    "322112",
    "322211",
    "212123",
    "212321",
    "232121",
    "111323",
    "131123",
    "131321",
    "112313",
    "132113",
    "132311",
    "211313",
    "231113",
    "231311",
    "112133",
    "112331",
    "132131",
    "113123",
    "113321",
    "133121",
    "313121",
    "211331",
    "231131",
    "213113",
    "213311",
    "213131",
    "311123",
    "311321",
    "331121",
    "312113",
    "312311",
    "332111",
    "314111",
    "221411",
    "431111",
    "111224",
    "111422",
    "121124",
    "121421",
    "141122",
    "141221",
    "112214",
    "112412",
    "122114",
    "122411",
    "142112",
    "142211",
    "241211",
    "221114",
    "413111",
    "241112",
    "134111",
    "111242",
    "121142",
    "121241",
    "114212",
    "124112",
    "124211",
    "411212",
    "421112",
    "421211",
    "212141",
    "214121",
    "412121",
    "111143",
    "111341",
    "131141",
    "114113",
    "114311",
    "411113",
    "411311",
    "113141",
    "114131",
    "311141",
    "411131",
    "211412",
    "211214",
    "211232",
    "2331112",
]
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
