"""Barcodes: what a scanner reads back is the number; drawn in whole dots of a 203 dpi printer."""

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.kernel.errors import DeskError
from desk_app.kernel.papers import barcode


def scan(dots: str) -> str:
    """Read Code 128 as a scanner does: bars to widths, widths to values, the check value checked."""
    widths = barcode._WIDTHS
    bars = dots.strip("0")
    runs = [len(run) for run in bars.replace("01", "0 1").replace("10", "1 0").split()]
    unit = runs[0] // 2
    text, values = "", []
    for at in range(0, len(runs) - 7, 6):
        values.append(widths.index("".join(str(run // unit) for run in runs[at : at + 6])))
    assert "".join(str(run // unit) for run in runs[-7:]) == widths[106]
    *data, check = values
    assert (data[0] + sum(place * value for place, value in enumerate(data[1:], 1))) % 103 == check
    pairs = data[0] == 105
    for value in data[1:]:
        if value in (99, 100):
            pairs = value == 99
        else:
            text += f"{value:02d}" if pairs else chr(value + 32)
    return text


def dots_of(png: bytes) -> tuple[list[str], int, int]:
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
        bits = "".join(f"{byte:08b}" for byte in above)[:width]
        lines.append(bits.translate({ord("0"): "1", ord("1"): "0"}))
    return lines, width, height


@pytest.mark.parametrize("number", ["FX-202611-0038", "0", "12", "1234", "12345", "SF2026000123", "a b~!"])
def test_a_scanner_reads_the_number_back(number):
    lines, width, height = dots_of(barcode.picture(number, 520, 56))
    assert (width, height) == (520, 56)
    assert set(lines) == {lines[0]}
    assert scan(lines[0]) == number


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=12))
def test_any_printable_number_is_read_back(number):
    assert scan(barcode.modules(number)) == number


def test_long_runs_of_digits_take_two_a_symbol():
    assert barcode.code_values("20261123") == [105, 20, 26, 11, 23, (105 + 20 + 52 + 33 + 92) % 103]
    assert len(barcode.modules("FX-202611-0038")) == 14 * 11 + 13


def test_a_bar_is_two_whole_dots_wide_and_has_room_at_its_sides():
    line = dots_of(barcode.picture("FX-202611-0038", 480, 8))[0][0]
    assert all(len(run) % 2 == 0 for run in line.strip("0").replace("01", "0 1").replace("10", "1 0").split())
    assert min(len(line) - len(line.lstrip("0")), len(line) - len(line.rstrip("0"))) >= 20


def test_a_blank_number_gives_a_white_picture():
    assert set("".join(dots_of(barcode.picture("", 80, 4))[0])) == {"0"}


def test_what_no_barcode_can_hold_is_refused():
    with pytest.raises(DeskError, match="放行-1"):
        barcode.picture("放行-1", 480, 8)
    with pytest.raises(DeskError, match="太长"):
        barcode.picture("FX-202611-0038", 300, 8)


def test_each_document_of_a_batch_has_its_own_barcode(pytestconfig):
    from desk_app.kernel.papers.template import Template

    path = pytestconfig.rootpath / "templates_docx" / "goods_release" / "goods_release_slip.docx"
    paper = Template.load(path)
    blank = dict.fromkeys(paper.slots.asked(), "") | dict.fromkeys(paper.slots.rows, ())
    merged = paper.fill_many([blank | {"number": number} for number in ("FX-1", "FX-2", "FX-1")])
    with zipfile.ZipFile(io.BytesIO(merged)) as archive:
        drawn = [
            scan(dots_of(archive.read(name))[0][0]) for name in archive.namelist() if name.endswith(".png")
        ]
    assert drawn == ["FX-1", "FX-2"]
