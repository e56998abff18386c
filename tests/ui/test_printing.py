"""Pages on paper: their true size, continuous paper, moved by millimetres, and what a printer cannot take."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QPushButton

from desk_app.kernel.errors import DeskError
from desk_app.screens import printer_choice
from desk_app.screens.printer_choice import PrinterChoice
from ui import print_pages
from ui.calibration import CROSS_MM, CalibrationDialog, print_cross
from ui.printer_card import PrinterCard

pytestmark = pytest.mark.qt_log_ignore(
    "propagateSizeHints", "QPainter::begin", "Painter not active", extend=True
)
MM = 72 / 25.4


class BlackSquares:
    """Pages of one size, each with a square of 20 mm at 10 mm from its corner."""

    def __init__(self, size, count=1):
        self.count, self._size = count, size

    def size(self, page):
        return self._size

    def draw(self, painter, page, place):
        scale = place.width() / self._size.width() * MM
        square = QRectF(place.left() + 10 * scale, place.top() + 10 * scale, 20 * scale, 20 * scale)
        painter.fillRect(square, Qt.GlobalColor.black)


def sizes_of(printer):
    """Return the sizes of the printed pages in whole millimetres."""
    document = QPdfDocument()
    assert document.load(printer.outputFileName()) == QPdfDocument.Error.None_
    sizes = [document.pagePointSize(page) for page in range(document.pageCount())]
    return [(round(size.width() / MM), round(size.height() / MM)) for size in sizes]


def black_part(printer, dots_per_mm=4):
    """Return left, top, right and bottom of what is black on the first page, in millimetres."""
    document = QPdfDocument()
    document.load(printer.outputFileName())
    image = document.render(0, (document.pagePointSize(0) / MM * dots_per_mm).toSize())
    dark = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() > 128 and image.pixelColor(x, y).lightness() < 128
    ]
    xs, ys = [x for x, _y in dark], [y for _x, y in dark]
    return [value / dots_per_mm for value in (min(xs), min(ys), max(xs) + 1, max(ys) + 1)]


@pytest.mark.parametrize(
    ("name", "millimetres"),
    [
        ("A4", (210, 297)),
        ("A5", (148, 210)),
        ("A5 landscape", (210, 148)),
        ("241x140", (241, 140)),
        ("241x93", (241, 93)),
    ],
)
def test_every_paper_comes_out_in_its_own_size(printer, name, millimetres):
    print_pages.print_on(printer, BlackSquares(print_pages.paper_size(name), 2), PrinterChoice())
    assert sizes_of(printer) == [millimetres] * 2


def test_continuous_paper_is_not_turned(printer):
    print_pages.fit_paper(printer, print_pages.paper_size("241x140"))
    assert printer.pageLayout().orientation().name == "Portrait"
    assert round(printer.widthMM()) == 241
    print_pages.fit_paper(printer, print_pages.paper_size("A5 landscape"))
    assert printer.pageLayout().orientation().name == "Landscape"


def test_a_card_keeps_its_odd_size(printer):
    print_pages.print_on(printer, BlackSquares(QSizeF(90 * MM, 60 * MM)), PrinterChoice())
    assert sizes_of(printer) == [(90, 60)]


@pytest.mark.parametrize(("right", "down"), [("0", "0"), ("3.5", "-2"), ("-5", "10")])
def test_a_page_is_moved_by_millimetres(printer, right, down):
    choice = PrinterChoice(right_mm=Decimal(right), down_mm=Decimal(down))
    print_pages.print_on(printer, BlackSquares(print_pages.paper_size("241x93")), choice)
    left, top = 10 + float(right), 10 + float(down)
    assert black_part(printer) == pytest.approx([left, top, left + 20, top + 20], abs=0.3)


def test_a_driver_that_swaps_the_paper_is_told_of(printer):
    print_pages.fit_paper(printer, print_pages.paper_size("A4"))
    told = print_pages.refuse_swap(printer, print_pages.paper_size("241x140"))
    assert "把 241×140 毫米的纸换成了“A4”（210×297 毫米）" in told
    for name in print_pages.SIZES_MM:
        print_pages.fit_paper(printer, print_pages.paper_size(name))
        assert print_pages.refuse_swap(printer, print_pages.paper_size(name)) == ""


def test_some_pages_alone_are_printed(printer):
    print_pages.print_on(printer, BlackSquares(print_pages.paper_size("A5"), 9), PrinterChoice(), [2, 3, 8])
    assert len(sizes_of(printer)) == 3


def test_the_cross_of_the_test_page_stands_where_it_says(printer):
    size = print_pages.paper_size("A5")
    print_cross(printer, size, PrinterChoice(right_mm=Decimal(2)))
    document = QPdfDocument()
    document.load(printer.outputFileName())
    image = document.render(0, (document.pagePointSize(0) / MM * 8).toSize())

    def is_dark(x, y):
        colour = image.pixelColor(round(x * 8), round(y * 8))
        return colour.alpha() > 80 and colour.lightness() < 160

    for step in (-14.5, -7.5, 7.5, 14.5):
        assert any(is_dark(CROSS_MM + 2 + step, CROSS_MM + off) for off in (-0.125, 0, 0.125))
        assert any(is_dark(CROSS_MM + 2 + off, CROSS_MM + step) for off in (-0.125, 0, 0.125))
    assert not is_dark(CROSS_MM + 2 + 7.5, CROSS_MM + 3)


def test_a_printer_that_takes_nothing_says_so(printer, tmp_path):
    printer.setOutputFileName(str(tmp_path / "nowhere" / "printed.pdf"))
    with pytest.raises(DeskError, match="没有打印"):
        print_pages.print_on(printer, BlackSquares(print_pages.paper_size("A4")), PrinterChoice())


@pytest.fixture
def card(shell, qtbot):
    made = PrinterCard(shell, "receipt", "241x140", names=("Laser", "针式"))
    qtbot.addWidget(made)
    return made


def test_a_card_starts_as_the_paper_was_last_printed(shell, card, qtbot):
    card.printers.setCurrentText("针式")
    card.copies.setValue(3)
    card.overlay.setChecked(True)
    card.remember()
    again = PrinterCard(shell, "receipt", "241x140", names=("Laser", "针式"))
    other = PrinterCard(shell, "slip", names=("Laser", "针式"))
    for made in (again, other):
        qtbot.addWidget(made)
    assert again.choice() == PrinterChoice("针式", copies=3, overlay=True)
    assert other.choice() == PrinterChoice("Laser")


def test_a_printer_that_is_gone_is_told_and_replaced(shell, qtbot):
    printer_choice.save("receipt", PrinterChoice("旧打印机"))
    card = PrinterCard(shell, "receipt", names=("Laser",))
    qtbot.addWidget(card)
    assert card.choice().printer == "Laser"
    assert "找不到上次用的打印机“旧打印机”" in card.note.text()


def test_without_a_printer_the_choice_made_before_stays(shell, qtbot):
    printer_choice.save("receipt", PrinterChoice("针式", copies=2))
    card = PrinterCard(shell, "receipt", names=())
    qtbot.addWidget(card)
    assert not card.has_printer
    with pytest.raises(DeskError, match="没有安装打印机"):
        card.printer()
    card.overlay.setChecked(True)
    card.remember()
    assert printer_choice.load("receipt") == PrinterChoice("针式", copies=2, overlay=True)


def test_the_printer_is_set_to_the_papers_size_and_copies(card):
    card.copies.setValue(2)
    printer = card.printer("收据")
    assert (printer.docName(), printer.copyCount()) == ("收据", 2)
    assert (round(printer.widthMM()), round(printer.heightMM())) == (241, 140)


def test_ticking_stationery_is_told_at_once(card, qtbot):
    with qtbot.waitSignal(card.overlay_changed) as told:
        card.overlay.click()
    assert told.args == [True]


def test_the_offset_is_measured_on_a_test_page_and_set_by_half_millimetres(card, find, qtbot):
    printed = []
    dialog = CalibrationDialog(card, card.choice(), printed.append)
    qtbot.addWidget(dialog)
    dialog.right.lineEdit().setText("1.5")
    dialog.down.stepDown()
    find(dialog, "calibration-test", QPushButton).click()
    assert (printed[0].right_mm, printed[0].down_mm) == (Decimal("1.5"), Decimal("-0.5"))
    assert "测试页已送到打印机" in dialog.strip.text.text()
    assert dialog.choice() == printed[0]


def test_without_a_printer_no_test_page_is_offered(card, find, qtbot):
    dialog = CalibrationDialog(card, card.choice(), None)
    qtbot.addWidget(dialog)
    assert not find(dialog, "calibration-test", QPushButton).isEnabled()
