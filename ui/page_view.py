"""Pages on the screen (页面视图): one under the other, at the width of the window or any size, turned by keys."""

from PySide6.QtCore import QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea

from desk_app.kernel.words import _
from ui import theme
from ui.print_pages import Pages

GAP = 16
SMALLEST, LARGEST, STEP = 0.25, 4.0, 1.25
KEPT_PAGES = 6


class PageView(QAbstractScrollArea):
    """All pages one under the other; `zoom` 1.0 is the size on paper, nothing fits the width.

    `zoomed` tells the scale in use, `turned` the page (from 0) that is looked at.
    """

    zoomed = Signal(float)
    turned = Signal(int)

    def __init__(self, pages: Pages) -> None:
        super().__init__()
        self.pages = pages
        self.zoom: float | None = None
        self.page = 0
        self._drawn: dict[tuple[int, int], QImage] = {}
        self._places: list[QRect] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("版面预览"))
        self.verticalScrollBar().valueChanged.connect(self._note_page)

    @property
    def scale(self) -> float:
        """Return the size of a page on the screen as a share of its size on paper."""
        if self.zoom is not None:
            return self.zoom
        widest = max((self.pages.size(page).width() for page in self._numbers()), default=595)
        room = self.viewport().width() - 2 * theme.px(GAP)
        return min(max(room / self._pixels(widest), SMALLEST), LARGEST)

    def step_zoom(self, by: int) -> None:
        """Make pages larger (1) or smaller (-1)."""
        self.set_zoom(min(max(self.scale * STEP**by, SMALLEST), LARGEST))

    def set_zoom(self, zoom: float | None) -> None:
        """Show pages at `zoom`, or fitting the width; the page that is looked at stays in sight."""
        page = self.page
        self.zoom = zoom
        self._arrange()
        self.go_to(page)

    def fit_page(self) -> None:
        """Show the whole of the page that is looked at."""
        size = self.pages.size(self.page)
        gap = 2 * theme.px(GAP)
        across = (self.viewport().width() - gap) / self._pixels(size.width())
        down = (self.viewport().height() - gap) / self._pixels(size.height())
        self.set_zoom(min(max(min(across, down), SMALLEST), LARGEST))

    def go_to(self, page: int) -> None:
        """Bring a page (from 0) to the top."""
        page = min(max(page, 0), len(self._places) - 1)
        if page >= 0:
            self.verticalScrollBar().setValue(self._places[page].top() - theme.px(GAP))
            self._turn(page)

    def step(self, by: int) -> None:
        """Go a screenful on (1) or back (-1), and from the end of a page to the start of the next."""
        bar, place = self.verticalScrollBar(), self._places[self.page]
        if by > 0:
            is_seen = place.bottom() <= bar.value() + self.viewport().height()
            target = self.page + 1 if is_seen else None
        else:
            is_seen = place.top() >= bar.value()
            target = self.page - 1 if is_seen else None
        if target is None:
            bar.setValue(bar.value() + by * round(self.viewport().height() * 0.9))
        else:
            self.go_to(target)

    def _numbers(self) -> range:
        return range(self.pages.count)

    def _pixels(self, points: float) -> float:
        return points * self.logicalDpiX() / 72

    def _find_places(self) -> list[QRect]:
        """Return where each page stands, before scrolling."""
        places, top, gap, scale = [], theme.px(GAP), theme.px(GAP), self.scale
        for page in self._numbers():
            points = self.pages.size(page)
            size = QSizeF(self._pixels(points.width()), self._pixels(points.height())) * scale
            left = max(gap, (self.viewport().width() - round(size.width())) // 2)
            places.append(QRect(left, top, round(size.width()), round(size.height())))
            top = places[-1].bottom() + gap
        return places

    def _arrange(self) -> None:
        self._places = places = self._find_places()
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

    def _note_page(self, top: int) -> None:
        """Find the page whose part in sight is the largest."""
        sight = QRect(0, top, self.viewport().width(), self.viewport().height())
        shares = [
            place.intersected(QRect(place.left(), sight.top(), place.width(), sight.height())).height()
            for place in self._places
        ]
        if shares:
            self._turn(shares.index(max(shares)))

    def _turn(self, page: int) -> None:
        if page != self.page:
            self.page = page
            self.turned.emit(page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the width again."""
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages by Page Up, Page Down, Home and End."""
        acts = {
            Qt.Key.Key_PageDown: lambda: self.step(1),
            Qt.Key.Key_PageUp: lambda: self.step(-1),
            Qt.Key.Key_Home: lambda: self.go_to(0),
            Qt.Key.Key_End: lambda: self.go_to(self.pages.count - 1),
        }
        act = acts.get(Qt.Key(event.key()))
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

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
        for page, place in enumerate(self._places):
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
            self._drawn[key] = draw_page(self.pages, page, size * ratio)
        return self._drawn[key]


def draw_page(pages: Pages, page: int, size: QSize) -> QImage:
    """Return a page on white paper, `size` pixels large."""
    paper = QImage(size, QImage.Format.Format_RGB32)
    paper.fill(QColor("white"))
    painter = QPainter(paper)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    pages.draw(painter, page, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return paper
