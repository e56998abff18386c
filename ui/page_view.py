"""Pages of a PDF on the screen (页面视图) and on the printer; needs QtPdf, so it is imported late."""

from PySide6.QtCore import QRect, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QAbstractScrollArea

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from ui import theme

GAP = 16
SMALLEST, LARGEST, STEP = 0.25, 4.0, 1.25
KEPT_PAGES = 6
PRINT_DPI = 300
"""Dots per inch a page is drawn with for the printer: a barcode of 0.25 mm bars is still sharp."""


class PageView(QAbstractScrollArea):
    """All pages one under the other; `zoom` 1.0 is the size on paper, nothing fits the width."""

    zoomed = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.document = QPdfDocument(self)
        self.zoom: float | None = None
        self._drawn: dict[tuple[int, int], QImage] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("版面预览"))

    def load(self, path: str) -> None:
        """Show the PDF at `path`; DeskError if it cannot be read."""
        self._drawn.clear()
        if self.document.load(path) != QPdfDocument.Error.None_:
            raise DeskError(_("没有显示版面：转换出来的 PDF 打不开，请再试一次。"))
        self._arrange()
        self.verticalScrollBar().setValue(0)

    @property
    def scale(self) -> float:
        """Return the size of a page on the screen as a share of its size on paper."""
        if self.zoom is not None:
            return self.zoom
        widest = max((self.document.pagePointSize(page).width() for page in self._pages()), default=595)
        room = self.viewport().width() - 2 * theme.px(GAP)
        return min(max(room / self._pixels(widest), SMALLEST), LARGEST)

    def step_zoom(self, by: int) -> None:
        """Make pages larger (1) or smaller (-1)."""
        self.set_zoom(min(max(self.scale * STEP**by, SMALLEST), LARGEST))

    def set_zoom(self, zoom: float | None) -> None:
        """Show pages at `zoom`, or fitting the width."""
        self.zoom = zoom
        self._arrange()

    def _pages(self) -> range:
        return range(self.document.pageCount())

    def _pixels(self, points: float) -> float:
        return points * self.logicalDpiX() / 72

    def _places(self) -> list[QRect]:
        """Return where each page stands, before scrolling."""
        places, top, gap = [], theme.px(GAP), theme.px(GAP)
        for page in self._pages():
            points = self.document.pagePointSize(page)
            size = QSizeF(self._pixels(points.width()), self._pixels(points.height())) * self.scale
            left = max(gap, (self.viewport().width() - round(size.width())) // 2)
            places.append(QRect(left, top, round(size.width()), round(size.height())))
            top = places[-1].bottom() + gap
        return places

    def _arrange(self) -> None:
        places = self._places()
        gap = theme.px(GAP)
        height = places[-1].bottom() + gap if places else 0
        width = max((place.width() for place in places), default=0) + 2 * gap
        for bar, length, room in (
            (self.verticalScrollBar(), height, self.viewport().height()),
            (self.horizontalScrollBar(), width, self.viewport().width()),
        ):
            bar.setRange(0, max(0, length - room))
            bar.setPageStep(room)
            bar.setSingleStep(theme.px(40))
        self.viewport().update()
        self.zoomed.emit(self.scale)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the width again."""
        super().resizeEvent(event)
        self._arrange()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pages that are in sight."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.color("quiet_soft"))
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        for page, place in enumerate(self._places()):
            shown = place.translated(-left, -top)
            if shown.intersects(self.viewport().rect()):
                painter.drawImage(shown, self._image(page, place.size()))
                painter.setPen(theme.color("line"))
                painter.drawRect(shown)

    def _image(self, page: int, size: QSize) -> QImage:
        ratio = self.devicePixelRatioF()
        key = (page, round(size.width() * ratio))
        if key not in self._drawn:
            if len(self._drawn) >= KEPT_PAGES:
                self._drawn.pop(next(iter(self._drawn)))
            self._drawn[key] = draw_page(self.document, page, size * ratio)
        return self._drawn[key]


def draw_page(document: QPdfDocument, page: int, size: QSize) -> QImage:
    """Return a page on white paper."""
    paper = QImage(size, QImage.Format.Format_RGB32)
    paper.fill(QColor("white"))
    painter = QPainter(paper)
    painter.drawImage(0, 0, document.render(page, size))
    painter.end()
    return paper


def fit_printer(document: QPdfDocument, printer: QPrinter) -> None:
    """Set the printer to the paper and direction of the document's first page, without margins of its own."""
    points = document.pagePointSize(0)
    is_wide = points.width() > points.height()
    upright = QSizeF(min(points.width(), points.height()), max(points.width(), points.height()))
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch))
    printer.setPageOrientation(
        QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait
    )


def print_pages(document: QPdfDocument, printer: QPrinter) -> None:
    """Send all pages to the printer at their true size; DeskError if it does not take them."""
    fit_printer(document, printer)
    painter = QPainter()
    if not painter.begin(printer):
        raise DeskError(
            _("没有打印：打印机“{name}”不接受任务，请检查它是否开机、有纸。").format(
                name=printer.printerName()
            )
        )
    is_taken = True
    for page in range(document.pageCount()):
        if page:
            is_taken = is_taken and printer.newPage()
        points = document.pagePointSize(page)
        dots = QSize(round(points.width() / 72 * PRINT_DPI), round(points.height() / 72 * PRINT_DPI))
        whole = QRect(
            0,
            0,
            round(points.width() / 72 * printer.resolution()),
            round(points.height() / 72 * printer.resolution()),
        )
        painter.drawImage(whole, draw_page(document, page, dots))
    is_taken = painter.end() and is_taken
    if not is_taken or printer.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
        raise DeskError(
            _("没有打印完：打印机“{name}”中断了任务，请检查后再打印。").format(name=printer.printerName())
        )
