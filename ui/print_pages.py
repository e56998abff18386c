"""Pages on a printer (打印页面): at their true size, moved as the paper needs it, all of them or some."""

import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Protocol

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens import printer_choice
from desk_app.screens.printer_choice import Form, PrinterChoice

MM_PER_INCH = 25.4
POINTS_PER_MM = 72 / MM_PER_INCH
CONTINUOUS_MM = 241
"""Width of continuous paper (连续纸); it runs through the printer upright even where it is wider than long."""
_NEAR_MM = 2
SIZES_MM = {
    "A4": (210, 297),
    "A4 landscape": (297, 210),
    "A5": (148, 210),
    "A5 landscape": (210, 148),
    "241x140": (241, 140),
    "241x93": (241, 93),
}
"""Paper's name, as templates declare it, to width and height in millimetres (domain.md section 2, layout facts)."""
_SOURCES = {
    "auto": QPrinter.PaperSource.Auto,
    "upper": QPrinter.PaperSource.Upper,
    "middle": QPrinter.PaperSource.Middle,
    "lower": QPrinter.PaperSource.Lower,
    "cassette": QPrinter.PaperSource.Cassette,
    "manual": QPrinter.PaperSource.Manual,
    "tractor": QPrinter.PaperSource.Tractor,
    "envelope": QPrinter.PaperSource.Envelope,
    "large": QPrinter.PaperSource.LargeCapacity,
}
_FAILED = (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted)


class Pages(Protocol):
    """Pages that can be drawn: of a PDF, or of the contents alone."""

    @property
    def count(self) -> int:
        """Return how many there are."""

    def size(self, page: int) -> QSizeF:
        """Return the size of a page (from 0) in points."""

    def draw(self, painter: QPainter, page: int, place: QRectF) -> None:
        """Draw a page into `place`, in the painter's units."""


def paper_size(name: str) -> QSizeF:
    """Return a paper's size in points; A4 for a name nobody knows."""
    width, height = SIZES_MM.get(name, SIZES_MM["A4"])
    return QSizeF(width * POINTS_PER_MM, height * POINTS_PER_MM)


def can_choose_tray() -> bool:
    """Say whether Qt hands the tray on to the printer: on Windows only."""
    return sys.platform == "win32"


def choose_tray(printer: QPrinter, tray: str) -> None:
    """Let the printer take its paper from a tray of `desk_app.kernel.print_job.TRAYS`; nothing for its own choice."""
    if tray in _SOURCES:
        printer.setPaperSource(_SOURCES[tray])


def fit_paper(printer: QPrinter, points: QSizeF) -> None:
    """Set the printer to paper of that size and its direction, without margins of its own."""
    is_wide = points.width() > points.height() and not _is_continuous(points)
    upright = points.transposed() if is_wide else points
    printer.setFullPage(True)
    printer.setPageSize(_page_size(upright))
    printer.setPageOrientation(
        QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait
    )
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))


def refuse_paper(printer: QPrinter, points: QSizeF) -> str:
    """Return the sentence why the printer has no paper of that size; nothing if it has."""
    info = QPrinterInfo(printer)
    if info.isNull() or printer.outputFormat() == QPrinter.OutputFormat.PdfFormat:
        return ""
    forms = [
        Form(size.name(), round(size.size(QPageSize.Unit.Millimeter).width()), round(size.size(QPageSize.Unit.Millimeter).height()))
        for size in info.supportedPageSizes()
    ]  # fmt: skip
    is_turned = points.width() > points.height() and not _is_continuous(points)
    wanted = points.transposed() if is_turned else points
    form = Form("", round(wanted.width() / POINTS_PER_MM), round(wanted.height() / POINTS_PER_MM))
    takes_any = info.supportsCustomPageSizes() and _is_within(info, wanted)
    return printer_choice.refuse_form(info.printerName(), form, forms, takes_any)


def refuse_swap(printer: QPrinter, points: QSizeF) -> str:
    """Return the sentence why not to print where the driver set another paper than was asked for."""
    layout = printer.pageLayout()
    actual = layout.fullRect(QPageLayout.Unit.Millimeter).size()
    wanted = points / POINTS_PER_MM
    off = max(abs(actual.width() - wanted.width()), abs(actual.height() - wanted.height()))
    if off <= _NEAR_MM:
        return ""
    text = _(
        "打印机“{printer}”把 {wanted} 毫米的纸换成了“{form}”（{size} 毫米）。"
        "请在系统的打印机属性里新建这个尺寸的纸张，再打印。"
    )
    return text.format(
        printer=printer.printerName(),
        wanted=_in_millimetres(wanted),
        form=layout.pageSize().name(),
        size=_in_millimetres(actual),
    )


def _in_millimetres(size: QSizeF) -> str:
    return f"{round(size.width())}×{round(size.height())}"


def print_on(
    printer: QPrinter, pages: Pages, choice: PrinterChoice, wanted: Sequence[int] | None = None
) -> None:
    """Send the pages `wanted` (from 0; all when None) to the printer, moved as chosen.

    DeskError if the printer has no such paper or does not take all of it.
    """
    numbers = list(range(pages.count) if wanted is None else wanted)
    fit_paper(printer, pages.size(numbers[0]))
    if reason := refuse_paper(printer, pages.size(numbers[0])) or refuse_swap(
        printer, pages.size(numbers[0])
    ):
        raise DeskError(_("没有打印：{reason}").format(reason=reason))
    painter = QPainter()
    if not painter.begin(printer):
        text = _("没有打印：打印机“{name}”不接受任务，请检查它是否开机、有纸。")
        raise DeskError(text.format(name=printer.printerName()))
    is_taken = _draw(painter, printer, pages, choice, _rounds(printer, numbers))
    is_taken = painter.end() and is_taken
    if not is_taken or printer.printerState() in _FAILED:
        text = _("没有打印完：打印机“{name}”中断了任务，请检查后再打印。")
        raise DeskError(text.format(name=printer.printerName()))


def to_dots(printer: QPrinter, millimetres: Decimal | float) -> float:
    """Return a length on paper in the printer's dots."""
    return float(millimetres) / MM_PER_INCH * printer.resolution()


def _draw(
    painter: QPainter, printer: QPrinter, pages: Pages, choice: PrinterChoice, numbers: Iterable[int]
) -> bool:
    """Draw the pages one after the other; say whether the printer took every new sheet."""
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)  # or barcodes get smudged edges
    right, down = to_dots(printer, choice.right_mm), to_dots(printer, choice.down_mm)
    dots_per_point = printer.resolution() / 72
    for place, number in enumerate(numbers):
        if place and not printer.newPage():
            return False
        size = pages.size(number) * dots_per_point
        pages.draw(painter, number, QRectF(right, down, size.width(), size.height()))
    return True


def _rounds(printer: QPrinter, numbers: list[int]) -> list[int]:
    """Return the pages to draw: several times over where the printer makes no copies itself."""
    is_native = printer.outputFormat() == QPrinter.OutputFormat.NativeFormat
    return numbers * (printer.copyCount() if is_native and not printer.supportsMultipleCopies() else 1)


def _page_size(points: QSizeF) -> QPageSize:
    """Return the standard size that is meant, or one of its own for continuous paper and cards."""
    standard = QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    if standard.id() != QPageSize.PageSizeId.Custom:
        return standard
    millimetres = QSizeF(round(points.width() / POINTS_PER_MM, 1), round(points.height() / POINTS_PER_MM, 1))
    name = f"{millimetres.width():g}×{millimetres.height():g}"
    return QPageSize(millimetres, QPageSize.Unit.Millimeter, name, QPageSize.SizeMatchPolicy.ExactMatch)


def _is_continuous(points: QSizeF) -> bool:
    return abs(points.width() / POINTS_PER_MM - CONTINUOUS_MM) <= _NEAR_MM


def _is_within(info: QPrinterInfo, points: QSizeF) -> bool:
    """Say whether the printer can take paper of that size at all; yes where it does not say."""
    largest = info.maximumPhysicalPageSize().size(QPageSize.Unit.Point)
    if largest.isEmpty():
        return True
    return points.width() <= largest.width() + 1 and points.height() <= largest.height() + 1
