"""Pages of a PDF (PDF 页面): drawn as pictures; needs QtPdf, so it is imported late."""

from collections.abc import Iterator

from PySide6.QtCore import QRect, QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _

PRINT_DPI = 300
"""Dots per inch a page has at least on a printer that is finer: a barcode of 0.25 mm bars is still sharp."""
TILE = 256


class PdfPages:
    """The pages of the PDF at `path`; DeskError if it cannot be read."""

    def __init__(self, path: str) -> None:
        self.document = QPdfDocument()
        if self.document.load(path) != QPdfDocument.Error.None_ or not self.document.pageCount():
            raise DeskError(_("没有显示版面：转换出来的 PDF 打不开，请再试一次。"))

    @property
    def count(self) -> int:
        """Return how many pages there are."""
        return self.document.pageCount()

    def size(self, page: int) -> QSizeF:
        """Return the size of a page in points."""
        return self.document.pagePointSize(page)

    def draw(self, painter: QPainter, page: int, place: QRectF) -> None:
        """Draw a page into `place`."""
        device = painter.device()
        if isinstance(device, QPrinter):
            _print(painter, self.document, page, place.toRect(), max(1, device.resolution() // PRINT_DPI))
        else:
            painter.drawImage(place, _image(self.document, page, place.size().toSize()))


def _print(painter: QPainter, document: QPdfDocument, page: int, place: QRect, dots: int) -> None:
    """Draw a page with each of its points `dots` printer dots wide and tall, and leave out what is white.

    A whole number of dots keeps the edges of letters clean, on needle printers too. Windows keeps what is drawn
    unpacked until it is printed: 35 MB a page, if the white were drawn as well.
    """
    image = _image(document, page, QSize(place.width() // dots, place.height() // dots))
    for tile in _inked(image):
        target = QRect(tile.topLeft() * dots + place.topLeft(), tile.size() * dots)
        painter.drawImage(target, image, tile)


def _inked(image: QImage) -> Iterator[QRect]:
    """Yield the squares of an image in which anything is drawn."""
    white = QImage(TILE, TILE, image.format())
    white.fill(QColor("white"))
    for top in range(0, image.height(), TILE):
        for left in range(0, image.width(), TILE):
            tile = QRect(left, top, TILE, TILE).intersected(image.rect())
            if image.copy(tile) != white.copy(0, 0, tile.width(), tile.height()):
                yield tile


def _image(document: QPdfDocument, page: int, size: QSize) -> QImage:
    """Return a page on white paper."""
    paper = QImage(size, QImage.Format.Format_RGB32)
    paper.fill(QColor("white"))
    painter = QPainter(paper)
    painter.drawImage(0, 0, document.render(page, size))
    painter.end()
    return paper
