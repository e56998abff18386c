"""Scans: what the codes on a page of grey dots say, and which pages belong together."""

import pytest
import zxingcpp

from desk_app.kernel import scans
from desk_app.kernel.scans import Part

WIDTH, HEIGHT = 900, 600


def page(*codes):
    """Return the dots of a white page with codes under each other: (kind, text)."""
    dots = bytearray(b"\xff" * WIDTH * HEIGHT)
    top = 40
    for kind, text in codes:
        symbol = zxingcpp.create_barcode(text, zxingcpp.barcode_format_from_str(kind))
        drawn = memoryview(symbol.to_image(scale=3))
        height, width = drawn.shape
        rows = drawn.tobytes()
        for row in range(height):
            start = (top + row) * WIDTH + 60
            dots[start : start + width] = rows[row * width : (row + 1) * width]
        top += height + 40
    return bytes(dots)


def test_a_number_in_bars_and_one_in_a_square_are_read():
    dots = page(("Code128", "FX-202611-0001"), ("QRCode", "ZX-202611-0007"))
    assert set(scans.read_codes(WIDTH, HEIGHT, dots)) == {"FX-202611-0001", "ZX-202611-0007"}


def test_a_number_that_stands_twice_is_told_once():
    dots = page(("Code128", "FX-202611-0001"), ("Code128", "FX-202611-0001"))
    assert scans.read_codes(WIDTH, HEIGHT, dots) == ["FX-202611-0001"]


def test_an_upside_down_page_is_read():
    dots = page(("Code128", "FX-202611-0001"))
    assert scans.read_codes(WIDTH, HEIGHT, dots[::-1]) == ["FX-202611-0001"]


def test_goods_own_barcodes_are_left_alone():
    assert scans.read_codes(WIDTH, HEIGHT, page(("EAN13", "6901234567892"))) == []


def test_an_empty_page_says_nothing():
    assert scans.read_codes(WIDTH, HEIGHT, page()) == []


def test_dots_that_do_not_fill_the_page_are_a_mistake():
    with pytest.raises(ValueError, match="3 x 3"):
        scans.read_codes(3, 3, b"12345678")


@pytest.mark.parametrize(
    ("begins", "kind"),
    [
        (b"%PDF-1.7", ".pdf"),
        (b"\n\n%PDF-1.4", ".pdf"),
        (b"\xff\xd8\xff\xe0", ".jpg"),
        (b"\x89PNG\r\n\x1a\n", ".png"),
        (b"GIF89a", ""),
        (b"", ""),
        (b"PK\x03\x04", ""),
    ],
)
def test_the_type_of_a_file_is_told_by_how_it_begins(begins, kind):
    assert scans.file_type(begins) == kind


@pytest.mark.parametrize(
    ("pages", "parts"),
    [
        ([], []),
        ([["A"]], [Part(("A",), 1, 1)]),
        ([["A"], [], ["B"], []], [Part(("A",), 1, 2), Part(("B",), 3, 4)]),
        ([["A"], ["A"], ["B"]], [Part(("A",), 1, 2), Part(("B",), 3, 3)]),
        ([[], [], ["A"]], [Part((), 1, 2), Part(("A",), 3, 3)]),
        ([["A", "strange"], ["strange"]], [Part(("A",), 1, 2)]),
        ([["A", "B"], ["B"]], [Part(("A", "B"), 1, 2)]),
        ([[], ["strange"]], [Part((), 1, 2)]),
    ],
)
def test_pages_belong_to_the_number_before_them(pages, parts):
    assert scans.split(pages, {"A", "B"}) == parts
