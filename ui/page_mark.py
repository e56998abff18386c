"""The word across a page (水印字样): drawn over pages whose template has no place for it."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from ui import theme
from ui.print_pages import Pages

_GREY = QColor(0, 0, 0, 26)
_TILT = -20


class MarkedPages:
    """The pages `pages` with `word` across each of them."""

    def __init__(self, pages: Pages, word: str) -> None:
        self.unmarked = pages
        self.word = word

    @property
    def count(self) -> int:
        """Return how many pages there are."""
        return self.unmarked.count

    def size(self, page: int) -> QSizeF:
        """Return the size of a page in points."""
        return self.unmarked.size(page)

    def draw(self, painter: QPainter, page: int, place: QRectF) -> None:
        """Draw a page into `place`, then the word over it: text under the light grey stays legible."""
        self.unmarked.draw(painter, page, place)
        draw_mark(painter, place, self.word)


def draw_mark(painter: QPainter, place: QRectF, word: str) -> None:
    """Draw `word` in light grey, aslant across the middle of `place`; nothing for no word."""
    if not word:
        return
    font = QFont(theme.FAMILIES)
    font.setPixelSize(max(1, round(min(place.width(), place.height()) / max(3, len(word) + 1))))
    painter.save()
    painter.translate(place.center())
    painter.rotate(_TILT)
    painter.setFont(font)
    painter.setPen(_GREY)
    around = QRectF(QPointF(-place.width() / 2, -place.height() / 2), place.size())
    painter.drawText(around, int(Qt.AlignmentFlag.AlignCenter), word)
    painter.restore()
