"""The built-in preview as pages: as many as an office program makes, readable, with the mark behind the text."""

import unicodedata

import pytest
from PySide6.QtCore import QSize
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from desk_app.kernel.papers.overlay import as_overlay
from desk_app.kernel.papers.template import Template
from desk_app.screens.printer_choice import PrinterChoice
from tests.papers.conftest import REGISTER_PAPER, SLIP_PAPER, register, shipped, slip
from ui import print_pages
from ui.page_view import draw_page
from ui.text_pages import TextPages

COPIES = ("存根联", "门岗联", "客户联")


@pytest.mark.parametrize(
    ("rows", "copies", "pages"), [(3, 1, 1), (8, 2, 1), (9, 1, 1), (3, 3, 2), (9, 2, 2), (23, 1, 2)]
)
def test_two_slips_stand_on_a_sheet_and_none_is_cut(qapp, rows, copies, pages):
    made = TextPages(shipped(SLIP_PAPER).fill(slip(rows, copies=COPIES[:copies])))
    assert made.count == pages
    assert round(made.size(0).width()) == 596


def test_each_paper_of_a_merged_file_begins_a_page(qapp):
    papers = [slip(2, copies=COPIES[:1], number=f"FX-202611-000{place}") for place in range(4)]
    made = TextPages(shipped(SLIP_PAPER).fill_many(papers))
    assert made.count == 4
    assert all(f"FX-202611-000{place}" in made.text() for place in range(4))


def test_a_register_lies_across(qapp):
    made = TextPages(shipped(REGISTER_PAPER).fill(register(12)))
    assert made.count == 1
    assert made.size(0).width() > made.size(0).height()


def shade(pages):
    """Return how many of the points of the first page are light grey, and how many dark."""
    image = draw_page(pages, 0, QSize(397, 561))
    lights = [image.pixelColor(x, y).lightness() for x in range(image.width()) for y in range(image.height())]
    return sum(190 < light < 240 for light in lights), sum(light < 120 for light in lights)


def test_the_mark_stands_behind_the_text_and_leaves_it_readable(qapp):
    content = shipped(SLIP_PAPER).fill(slip(3, copies=COPIES[:2]))
    grey, dark = shade(TextPages(content))
    grey_marked, dark_marked = shade(TextPages(content, "作废"))
    assert grey_marked > grey + 5_000
    assert dark_marked == pytest.approx(dark, rel=0.1)


def test_values_alone_stand_where_the_whole_form_has_them(qapp):
    template, values = SLIP_PAPER.find_template().read_bytes(), slip(3, copies=COPIES[:2])
    whole = TextPages(Template.from_bytes(template).fill(values))
    alone = TextPages(Template.from_bytes(as_overlay(template)).fill(values))
    assert alone.count == whole.count
    assert 0 < shade(alone)[1] < shade(whole)[1] // 2
    pictures = [draw_page(pages, 0, QSize(397, 561)) for pages in (whole, alone)]
    for x in range(397):
        for y in range(561):
            if pictures[1].pixelColor(x, y).lightness() < 100:
                assert pictures[0].pixelColor(x, y).lightness() < 140


def test_what_is_shown_can_be_printed_with_its_text(qapp, tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    made = TextPages(shipped(SLIP_PAPER).fill(slip(3, copies=COPIES[:2])), "补打")
    print_pages.print_on(printer, made, PrinterChoice())
    document = QPdfDocument()
    document.load(str(tmp_path / "printed.pdf"))
    assert document.pageCount() == 1
    assert "三人布艺沙发" in unicodedata.normalize("NFKC", document.getAllText(0).text())
