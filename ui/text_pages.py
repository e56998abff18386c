"""Pages made of a paper's contents alone (内容页面), where no office program lays it out: to look at and to print."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QAbstractTextDocumentLayout, QPainter, QPalette, QTextDocument

from desk_app.screens import paper_contents
from desk_app.screens.paper_styles import PageSetup
from ui.page_mark import draw_mark

_POINTS_PER_PIXEL = 0.75
_SQUEEZES = ((0, 1), (0, 1.03), (0, 1.06))
"""Margin below in pixels and growth of the paper, tried until a document has the pages it should."""
_LONG = 400_000
"""Letters of HTML from which on trying costs more than a page that is not quite right."""


class TextPages:
    """The pages of a Word file's contents, with `watermark` behind the text."""

    def __init__(self, content: bytes, watermark: str = "") -> None:
        self._setup = paper_contents.page_setup(content)
        self._watermark = watermark
        self._document = _lay_out(paper_contents.as_html(content), self._setup)

    @property
    def count(self) -> int:
        """Return how many pages there are."""
        return self._document.pageCount()

    def size(self, page: int) -> QSizeF:
        """Return the size of the paper in points."""
        return QSizeF(self._setup.width, self._setup.height) * _POINTS_PER_PIXEL

    def draw(self, painter: QPainter, page: int, place: QRectF) -> None:
        """Draw a page into `place`."""
        whole = QRectF(QPointF(0, 0), self._document.pageSize())
        painter.save()
        painter.translate(place.topLeft())
        painter.scale(place.width() / whole.width(), place.height() / whole.height())
        painter.setClipRect(whole)
        draw_mark(painter, whole, self._watermark)
        painter.translate(0, -page * whole.height())
        context = QAbstractTextDocumentLayout.PaintContext()
        context.clip = whole.translated(0, page * whole.height())
        context.palette.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.black)
        self._document.documentLayout().draw(painter, context)
        painter.restore()

    def text(self) -> str:
        """Return all of the text, for screen readers."""
        return self._document.toPlainText()


def _lay_out(html: str, setup: PageSetup) -> QTextDocument:
    """Return the document in pages.

    Letters run wider or lines taller than Word's, and what fills a page exactly would spill over: a smaller margin below,
    then paper that is a little larger and drawn smaller, make up for it.
    """
    promised = html.count(paper_contents.PAGE_BREAK) + 1
    best = _document(html, setup, setup.bottom)
    for bottom, growth in _SQUEEZES if len(html) < _LONG else ():
        if best.pageCount() <= promised:
            break
        tried = _document(html, setup, bottom, growth)
        if tried.pageCount() < best.pageCount():
            best = tried
    return best


def _document(html: str, setup: PageSetup, bottom: int, growth: float = 1) -> QTextDocument:
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setUndoRedoEnabled(False)
    document.setHtml(html)
    frame = document.rootFrame().frameFormat()
    frame.setTopMargin(setup.top)
    frame.setRightMargin(setup.right)
    frame.setBottomMargin(bottom)
    frame.setLeftMargin(setup.left)
    document.rootFrame().setFrameFormat(frame)
    document.setPageSize(QSizeF(setup.width, setup.height) * growth)
    return document
