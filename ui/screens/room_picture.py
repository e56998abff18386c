"""The picture of a building (房屋图): rooms in floors and units, painted, walked by keys, dimmed by state."""

from bisect import bisect_left
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from desk_app.kernel.words import _
from desk_app.screens.room_grid import LooseRooms, Picture, RoomCell
from ui import theme
from ui.screens import room_colours

SIZES = ((60, 28), (92, 44), (136, 62))
"""Width and height of a cell at each zoom, in pixels at the usual font size: number; names too; state too."""
NUMBER, NAMES, STATES = range(3)
GAP, UNIT_GAP, MARGIN = 4, 20, 16
AXIS_WIDTH, AXIS_HEIGHT, TITLE_HEIGHT = 56, 32, 36
DIMMED = 0.22


@dataclass(frozen=True)
class Placed:
    """A room and where it is drawn, in pixels of the whole picture."""

    cell: RoomCell
    rect: QRect


class RoomPicture(QAbstractScrollArea):
    """Emits `opened` with a room's id on Enter or double click, `marked` with the cell under the cursor keys."""

    opened = Signal(int)
    marked = Signal(object)
    zoomed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("房屋图"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setCornerWidget(QWidget())
        self.viewport().setMouseTracking(True)
        self.picture: Picture | None = None
        self.zoom = NAMES
        self.fits = True
        self.only: frozenset[str] = frozenset()
        self.current: int | None = None
        self._hovered: int | None = None
        self._placed: list[Placed] = []
        self._tops: list[int] = []
        self._titles: list[tuple[QRect, str]] = []
        self._floors: list[tuple[int, str]] = []
        self._units: list[tuple[int, int, str]] = []
        self._size = QSize()

    # -- what is shown -------------------------------------------------------------------------------------------

    def show_picture(self, picture: Picture | None) -> None:
        """Show another building; the room marked stays marked where it is in it."""
        self.picture = picture
        self._hovered = None
        if self.fits:
            self._fit_zoom()
        self._lay_out()
        if self.place_of(self.current) is None:
            self.current = None
        self.horizontalScrollBar().setValue(0)
        self.verticalScrollBar().setValue(0)
        self.marked.emit(self.current_cell())

    def show_only(self, states: frozenset[str]) -> None:
        """Dim the rooms of other states; none given: dim nothing."""
        self.only = states
        self.viewport().update()

    def set_zoom(self, zoom: int) -> None:
        """Draw larger or smaller cells, from now on for every building: `NUMBER`, `NAMES` or `STATES`."""
        self.fits = False
        self.zoom = min(max(zoom, 0), len(SIZES) - 1)
        self._lay_out()
        self.zoomed.emit(self.zoom)

    def mark(self, room_id: int) -> None:
        """Put the cursor on a room and show it."""
        placed = self.place_of(room_id)
        if placed is None:
            return
        self.current = room_id
        self._reveal(placed.rect)
        self.viewport().update()
        self.setAccessibleDescription(describe(placed.cell))
        self.marked.emit(placed.cell)

    def current_cell(self) -> RoomCell | None:
        """Return the room under the cursor keys."""
        placed = self.place_of(self.current)
        return placed.cell if placed else None

    def place_of(self, room_id: int | None) -> Placed | None:
        """Return where a room is drawn."""
        return next((placed for placed in self._placed if placed.cell.room_id == room_id), None)

    def cell_at(self, point: QPoint) -> RoomCell | None:
        """Return the room drawn at a point of the viewport."""
        if point.x() < self._axis_width() or point.y() < self._axis_height():
            return None
        inside = point + self._offset()
        return next(
            (placed.cell for placed in self._near(inside.y(), inside.y()) if placed.rect.contains(inside)),
            None,
        )

    def _fit_zoom(self) -> None:
        """Choose the largest cells that need no scrolling aside; states are shown where all is in sight at once."""
        view = self.viewport().size()
        for self.zoom in (STATES, NAMES, NUMBER):
            self._lay_out()
            if self._size.width() <= view.width() and (
                self.zoom < STATES or self._size.height() <= view.height()
            ):
                return

    # -- placing -------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        """Work out where everything stands."""
        self._placed, self._titles, self._floors, self._units = [], [], [], []
        self._size = QSize(0, 0)
        if self.picture is not None:
            bottom = self._lay_floors(self.picture)
            for group in self.picture.loose:
                bottom = self._lay_loose(group, bottom)
            self._size.setHeight(bottom + theme.px(MARGIN))
        self._placed.sort(key=lambda placed: placed.rect.top())
        self._tops = [placed.rect.top() for placed in self._placed]
        self._fit_bars()
        self.viewport().update()

    def _lay_floors(self, picture: Picture) -> int:
        """Place the rows and columns; return where they end."""
        width, height = (theme.px(side) for side in SIZES[self.zoom])
        gap = theme.px(GAP)
        lefts: dict[int, int] = {}
        left = self._axis_width()
        for unit in picture.units:
            start = left
            for column in range(unit.first, unit.first + unit.width):
                lefts[column] = left
                left += width + gap
            self._units.append((start, left - gap, unit.title))
            left += theme.px(UNIT_GAP) - gap
        top = self._axis_height()
        for row, name in enumerate(picture.floors):
            self._floors.append((top + row * (height + gap), name))
        for (row, column), cell in picture.cells.items():
            rect = QRect(lefts[column], top + row * (height + gap), width, height)
            self._placed.append(Placed(cell, rect))
        self._size.setWidth(left - theme.px(UNIT_GAP) + theme.px(MARGIN))
        return top + len(picture.floors) * (height + gap)

    def _lay_loose(self, group: LooseRooms, top: int) -> int:
        """Place rooms one after the other in lines as wide as the view; return where they end."""
        width, height = (theme.px(side) for side in SIZES[self.zoom])
        gap, left = theme.px(GAP), self._axis_width()
        fit = max(1, (self.viewport().width() - left - theme.px(MARGIN)) // (width + gap))
        if group.title:
            title = f"{group.title}  {len(group.cells)}"
            self._titles.append((QRect(left, top, fit * (width + gap), theme.px(TITLE_HEIGHT)), title))
            top += theme.px(TITLE_HEIGHT)
        for place, cell in enumerate(group.cells):
            line, column = divmod(place, fit)
            rect = QRect(left + column * (width + gap), top + line * (height + gap), width, height)
            self._placed.append(Placed(cell, rect))
        return top + -(-len(group.cells) // fit) * (height + gap)

    def _axis_width(self) -> int:
        has_floors = self.picture is not None and bool(self.picture.floors)
        return theme.px(AXIS_WIDTH if has_floors else MARGIN)

    def _axis_height(self) -> int:
        has_units = self.picture is not None and any(unit.title for unit in self.picture.units)
        return theme.px(AXIS_HEIGHT if has_units else GAP)

    def _fit_bars(self) -> None:
        view = self.viewport().size()
        for bar, whole, seen in (
            (self.verticalScrollBar(), self._size.height(), view.height()),
            (self.horizontalScrollBar(), self._size.width(), view.width()),
        ):
            bar.setRange(0, max(0, whole - seen))
            bar.setPageStep(seen)
            bar.setSingleStep(theme.px(SIZES[self.zoom][1] + GAP))

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _near(self, top: int, bottom: int) -> list[Placed]:
        """Return what stands between two heights, of the lists sorted by height."""
        reach = theme.px(SIZES[self.zoom][1])
        return self._placed[bisect_left(self._tops, top - reach) : bisect_left(self._tops, bottom + 1)]

    def _reveal(self, rect: QRect) -> None:
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        view, edge = self.viewport().size(), theme.px(MARGIN)
        left = rect.left() - self._axis_width() - edge
        across.setValue(min(max(across.value(), rect.right() + edge - view.width()), left))
        top = rect.top() - self._axis_height() - edge
        down.setValue(min(max(down.value(), rect.bottom() + edge - view.height()), top))

    # -- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in view."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), theme.color("surface"))
        offset = self._offset()
        painter.save()
        painter.setClipRect(
            self._axis_width() - theme.px(GAP), self._axis_height() - theme.px(GAP) // 2, 1 << 15, 1 << 15
        )
        painter.translate(-offset)
        for placed in self._near(event.rect().top() + offset.y(), event.rect().bottom() + offset.y()):
            self._paint_cell(painter, placed)
        painter.setPen(theme.color("muted"))
        painter.setFont(theme.font("body", bold=True))
        for rect, title in self._titles:
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), title)
        painter.restore()
        self._paint_axes(painter, offset)
        painter.end()

    def _paint_cell(self, painter: QPainter, placed: Placed) -> None:
        cell, rect = placed.cell, placed.rect
        is_current = cell.room_id == self.current
        dimmed = bool(self.only) and cell.state not in self.only
        painter.setOpacity(DIMMED if dimmed and not is_current else 1.0)
        room_colours.draw_cell(painter, QRectF(rect), cell.state, theme.px(5))
        self._paint_words(painter, rect.adjusted(theme.px(12), theme.px(3), -theme.px(4), -theme.px(3)), cell)
        painter.setOpacity(1.0)
        if is_current or cell.room_id == self._hovered:
            colour = theme.color("text" if is_current else "edge")
            painter.setPen(QPen(colour, theme.px(2) if is_current else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(-1, -1, 1, 1), theme.px(6), theme.px(6))

    def _paint_words(self, painter: QPainter, inside: QRect, cell: RoomCell) -> None:
        """Write the number in bold, and below it as much as the zoom has room for."""
        state = self._label_of(cell.state)
        lines = ((cell.label, "body", "text"), (cell.owners, "small", "text"), (state, "small", "muted"))
        height = inside.height() // (self.zoom + 1)
        for place, (text, scale, tone) in enumerate(lines[: self.zoom + 1]):
            painter.setFont(theme.font(scale, bold=place == 0))
            painter.setPen(theme.color(tone))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
            line = QRect(inside.left(), inside.top() + place * height, inside.width(), height)
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)

    def _paint_axes(self, painter: QPainter, offset: QPoint) -> None:
        """Paint the units above and the floors at the left, which stay in sight."""
        height = theme.px(SIZES[self.zoom][1])
        painter.setPen(theme.color("muted"))
        painter.setFont(theme.font("small"))
        painter.save()
        painter.setClipRect(0, self._axis_height(), self._axis_width(), 1 << 15)
        for top, name in self._floors:
            place = QRect(0, top - offset.y(), self._axis_width() - theme.px(10), height)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), name)
        painter.restore()
        painter.setClipRect(self._axis_width(), 0, 1 << 15, self._axis_height())
        painter.setFont(theme.font("body", bold=True))
        for left, right, title in self._units:
            place = QRect(
                left - offset.x(), -offset.y() if not self._floors else 0, right - left, self._axis_height()
            )
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), title)
        painter.setClipping(False)

    # -- keys and mouse ------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows, open with Enter, drop the filter with Esc."""
        steps = {
            Qt.Key.Key_Left: QPointF(-1, 0),
            Qt.Key.Key_Right: QPointF(1, 0),
            Qt.Key.Key_Up: QPointF(0, -1),
            Qt.Key.Key_Down: QPointF(0, 1),
        }
        key = Qt.Key(event.key())
        if key in steps and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._walk(steps[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._placed:
            self.mark(self._placed[0 if key == Qt.Key.Key_Home else -1].cell.room_id)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit(self.current)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.set_zoom(self.zoom + (-1 if key == Qt.Key.Key_Minus else 1))
        else:
            super().keyPressEvent(event)

    def _walk(self, step: QPointF) -> None:
        """Go to the nearest room in a direction; across gaps, but not far aside."""
        placed = self.place_of(self.current)
        if placed is None:
            if self._placed:
                self.mark(self._placed[0].cell.room_id)
            return
        here = placed.rect.center()
        best, nearest = None, 1e9
        for other in self._placed:
            way = other.rect.center() - here
            ahead = way.x() * step.x() + way.y() * step.y()
            aside = abs(way.x() * step.y()) + abs(way.y() * step.x())
            if (
                ahead > 0
                and (cost := ahead + aside * 8) < nearest
                and aside <= ahead * 4 + placed.rect.width()
            ):
                best, nearest = other, cost
        if best is not None:
            self.mark(best.cell.room_id)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Mark the room under the mouse."""
        cell = self.cell_at(event.position().toPoint())
        if cell is not None:
            self.mark(cell.room_id)
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the room under the mouse."""
        cell = self.cell_at(event.position().toPoint())
        if cell is not None:
            self.opened.emit(cell.room_id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Frame the room under the mouse."""
        cell = self.cell_at(event.position().toPoint())
        hovered = cell.room_id if cell else None
        if hovered != self._hovered:
            self._hovered = hovered
            self.viewport().setCursor(
                Qt.CursorShape.PointingHandCursor if cell else Qt.CursorShape.ArrowCursor
            )
            self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell about the room under the mouse: number, state and people."""
        if event.type() == QEvent.Type.ToolTip:
            cell = self.cell_at(event.pos())  # type: ignore[attr-defined]
            if cell is None:
                QToolTip.hideText()
            else:
                state = self._label_of(cell.state)
                text = "\n".join(filter(None, (f"{cell.code}  {state}", cell.people)))
                QToolTip.showText(event.globalPos(), text, self.viewport())  # type: ignore[attr-defined]
            return True
        if event.type() == QEvent.Type.Leave:
            self._hovered = None
            self.viewport().update()
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, scroll without."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom + (1 if event.angleDelta().y() > 0 else -1))
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines of loose rooms anew."""
        super().resizeEvent(event)
        if self.fits:
            self._fit_zoom()
        self._lay_out()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Paint anew: the axes stay where they are."""
        self.viewport().update()

    def _label_of(self, state: str) -> str:
        states = self.picture.place.states if self.picture else ()
        return next((each.label for each in states if each.state == state), "")


def describe(cell: RoomCell) -> str:
    """Return the room in one line, as the foot of the page and screen readers say it."""
    return " · ".join(filter(None, (cell.code, cell.people.replace("\n", "、"))))
