"""Barcodes: what a scanner reads back is the number; drawn in whole dots of a 203 dpi printer."""

import struct
import zlib

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from desk_app.kernel.errors import DeskError
from desk_app.kernel.papers import barcode


def lines_of(png: bytes) -> list[str]:
    """Return the rows of a one-bit PNG as strings of 1 (white) and 0 (black)."""
    width, height, depth, colour = struct.unpack(">2L2B", png[16:26])
    assert (depth, colour) == (1, 0)
    at = png.index(b"IDAT")
    size = struct.unpack(">L", png[at - 4 : at])[0]
    rows = zlib.decompress(png[at + 4 : at + 4 + size])
    line = -(-width // 8)
    above, lines = bytes(line), []
    for row in range(height):
        kind, *content = rows[row * (line + 1) : (row + 1) * (line + 1)]
        above = bytes(content if kind == 0 else [(a + b) % 256 for a, b in zip(above, content, strict=True)])
        lines.append("".join(f"{byte:08b}" for byte in above)[:width])
    return lines


def scan(png: bytes) -> list[tuple[str, str]]:
    """Return the kind and text of every barcode a scanner sees in the picture, at three dots a dot."""
    lines = [line.replace("1", "111").replace("0", "000") for line in lines_of(png) for _copy in range(3)]
    dots = memoryview("".join(lines).encode().translate(bytes(48) + b"\0\xff" + bytes(206)))
    seen = zxingcpp.read_barcodes(dots.cast("B", (len(lines), len(lines[0]))))
    return [(found.format.name, found.text) for found in seen]


@pytest.mark.parametrize("number", ["FX-202611-0038", "0", "12", "1234", "12345", "SF2026000123", "a b~!"])
def test_a_scanner_reads_the_number_back(number):
    drawn = barcode.picture(number, 520, 56)
    assert scan(drawn) == [("Code128", number)]
    assert {len(line) for line in lines_of(drawn)} == {520}
    assert len(lines_of(drawn)) == 56
    assert len(set(lines_of(drawn))) == 1


@given(st.text("ABCXYZ-0123456789", min_size=1, max_size=14))
def test_any_number_of_an_office_is_read_back(number):
    assert scan(barcode.picture(number, 520, 40)) == [("Code128", number)]


@pytest.mark.parametrize("text", ["FX-202611-0038", "物业前台 3-1-502", "https://example.org/" + "a" * 60])
def test_a_phone_reads_the_qr_code_back(text):
    assert scan(barcode.qr_picture(text, 160, 200)) == [("QRCode", text)]


def test_long_runs_of_digits_take_two_a_symbol():
    assert len(barcode.modules("20261123", "Code128")[0]) == 6 * 11 + 13
    assert len(barcode.modules("FX-202611-0038", "Code128")[0]) == 14 * 11 + 13


def test_a_bar_is_two_whole_dots_wide_and_has_room_at_its_sides():
    line = lines_of(barcode.picture("FX-202611-0038", 480, 8))[0]
    bars = line.strip("1")
    assert all(len(run) % 2 == 0 for run in bars.replace("01", "0 1").replace("10", "1 0").split())
    assert min(len(line) - len(line.lstrip("1")), len(line) - len(line.rstrip("1"))) >= 20


def test_a_qr_code_is_as_large_as_its_frame_allows_in_whole_dots_with_four_modules_of_white_around():
    lines = lines_of(barcode.qr_picture("FX-1", 200, 130))
    size = len(barcode.modules("FX-1", "QRCode"))
    black = [at for at, line in enumerate(lines) if "0" in line]
    scale = 130 // (size + 8)
    assert black[-1] - black[0] + 1 == size * scale
    assert black[0] >= 4 * scale
    assert len(lines) == 130


def test_a_blank_number_gives_a_white_picture():
    assert set("".join(lines_of(barcode.picture("", 80, 4)))) == {"1"}
    assert set("".join(lines_of(barcode.qr_picture("", 80, 80)))) == {"1"}


def test_what_no_barcode_can_hold_is_refused():
    with pytest.raises(DeskError, match="放行-1"):
        barcode.picture("放行-1", 480, 8)
    with pytest.raises(DeskError, match="太长"):
        barcode.picture("FX-202611-0038", 300, 8)
    with pytest.raises(DeskError, match="太长"):
        barcode.qr_picture("a" * 200, 90, 90)
