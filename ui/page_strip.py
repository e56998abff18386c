"""Small pictures of all pages (缩略图) at the left of the large ones; drawn when they come into sight."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QListView

from desk_app.kernel.words import _
from ui import theme
from ui.page_view import draw_page
from ui.print_pages import Pages

WIDTH = 128
PICTURE = 92
KEPT = 200


class PageStrip(QListView):
    """A list of pages; `chosen` tells the page (from 0) that was clicked."""

    chosen = Signal(int)

    def __init__(self, pages: Pages) -> None:
        super().__init__()
        self.setAccessibleName(_("页面缩略图"))
        self.setFixedWidth(theme.px(WIDTH))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.TopToBottom)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setSpacing(theme.px(4))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setIconSize(_fit(pages, 0))
        self.setModel(_Thumbnails(pages, self))
        self.clicked.connect(lambda index: self.chosen.emit(index.row()))
        self.show_page(0)

    def show_page(self, page: int) -> None:
        """Mark the page that is looked at."""
        index = self.model().index(page, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)


class _Thumbnails(QAbstractListModel):
    def __init__(self, pages: Pages, parent: PageStrip) -> None:
        super().__init__(parent)
        self._pages = pages
        self._drawn: dict[int, QPixmap] = {}

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._pages.count

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _("第 {page} 页").format(page=index.row() + 1)
        if role == Qt.ItemDataRole.DecorationRole:
            return self._picture(index.row())
        return None

    def _picture(self, page: int) -> QPixmap:
        if page not in self._drawn:
            if len(self._drawn) >= KEPT:
                self._drawn.pop(next(iter(self._drawn)))
            # drawn larger and made smaller: QtPdf draws thin rules of small pages unevenly
            large = draw_page(self._pages, page, _fit(self._pages, page) * 3)
            small = large.scaled(
                _fit(self._pages, page),
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self._drawn[page] = QPixmap.fromImage(small)
        return self._drawn[page]


def _fit(pages: Pages, page: int) -> QSize:
    """Return the size of a page's picture."""
    size = pages.size(page)
    size.scale(theme.px(PICTURE), theme.px(PICTURE) * 1.42, Qt.AspectRatioMode.KeepAspectRatio)
    return size.toSize()
