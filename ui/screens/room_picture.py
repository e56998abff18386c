"""The picture of a building (房屋图): rooms in floors and units, painted, walked by keys, dimmed by state."""

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
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

from desk_app.kernel.words import _, listed
from desk_app.screens.room_grid import Picture, RoomCell
from ui import theme
from ui.screens import room_colours
from ui.screens.room_layout import GAP, MARGIN, NAMES, NUMBER, SIZES, STATES, Placed, RoomLayout

DIMMED = 0.22


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
        self.drawn = RoomLayout(None, self.zoom, 0)

    # -- what is shown -------------------------------------------------------------------------------------------

    def show_picture(self, picture: Picture | None) -> None:
        """Show another building; the room marked stays marked where it is in it."""
        self.picture = picture
        self._hovered = None
        if self.fits:
            self._fit_zoom()
        self._lay_out()
        if self.drawn.place_of(self.current) is None:
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
        placed = self.drawn.place_of(room_id)
        if placed is None:
            return
        self.current = room_id
        self._reveal(placed.rect)
        self.viewport().update()
        self.setAccessibleDescription(describe(placed.cell))
        self.marked.emit(placed.cell)

    def current_cell(self) -> RoomCell | None:
        """Return the room under the cursor keys."""
        placed = self.drawn.place_of(self.current)
        return placed.cell if placed else None

    def cell_at(self, point: QPoint) -> RoomCell | None:
        """Return the room drawn at a point of the viewport."""
        if point.x() < self.drawn.axis_width or point.y() < self.drawn.axis_height:
            return None
        return self.drawn.at(point + self._offset())

    def _fit_zoom(self) -> None:
        """Choose the largest cells that need no scrolling aside; states are shown where all is in sight at once."""
        view = self.viewport().size()
        for self.zoom in (STATES, NAMES, NUMBER):
            self._lay_out()
            if self.drawn.size.width() <= view.width() and (
                self.zoom < STATES or self.drawn.size.height() <= view.height()
            ):
                return

    # -- placing -------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        """Work out where everything stands."""
        self.drawn = RoomLayout(self.picture, self.zoom, self.viewport().width())
        self._fit_bars()
        self.viewport().update()

    def _fit_bars(self) -> None:
        view = self.viewport().size()
        for bar, whole, seen in (
            (self.verticalScrollBar(), self.drawn.size.height(), view.height()),
            (self.horizontalScrollBar(), self.drawn.size.width(), view.width()),
        ):
            bar.setRange(0, max(0, whole - seen))
            bar.setPageStep(seen)
            bar.setSingleStep(self.drawn.cell.height() + theme.px(GAP))

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _reveal(self, rect: QRect) -> None:
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        view, edge = self.viewport().size(), theme.px(MARGIN)
        left = rect.left() - self.drawn.axis_width - edge
        across.setValue(min(max(across.value(), rect.right() + edge - view.width()), left))
        top = rect.top() - self.drawn.axis_height - edge
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
            self.drawn.axis_width - theme.px(GAP),
            self.drawn.axis_height - theme.px(GAP) // 2,
            1 << 15,
            1 << 15,
        )
        painter.translate(-offset)
        for placed in self.drawn.near(event.rect().top() + offset.y(), event.rect().bottom() + offset.y()):
            self._paint_cell(painter, placed)
        painter.setPen(theme.color("muted"))
        painter.setFont(theme.font("body", bold=True))
        for rect, title in self.drawn.titles:
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), title)
        painter.restore()
        if self.picture is not None and not self.drawn.placed:
            text = _("这里还没有房屋。")
            painter.setPen(theme.color("muted"))
            painter.drawText(self.viewport().rect(), int(Qt.AlignmentFlag.AlignCenter), text)
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
        height = self.drawn.cell.height()
        painter.setPen(theme.color("muted"))
        painter.setFont(theme.font("small"))
        painter.save()
        painter.setClipRect(0, self.drawn.axis_height, self.drawn.axis_width, 1 << 15)
        for top, name in self.drawn.floors:
            place = QRect(0, top - offset.y(), self.drawn.axis_width - theme.px(10), height)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), name)
        painter.restore()
        painter.setClipRect(self.drawn.axis_width, 0, 1 << 15, self.drawn.axis_height)
        painter.setFont(theme.font("body", bold=True))
        for left, right, title in self.drawn.units:
            place = QRect(
                left - offset.x(),
                -offset.y() if not self.drawn.floors else 0,
                right - left,
                self.drawn.axis_height,
            )
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), title)
        painter.setClipping(False)

    # -- keys and mouse ------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows, open with Enter, drop the filter with Esc."""
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        key = Qt.Key(event.key())
        if key in steps and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._walk(steps[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.drawn.placed:
            self.mark(self.drawn.placed[0 if key == Qt.Key.Key_Home else -1].cell.room_id)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit(self.current)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.set_zoom(self.zoom + (-1 if key == Qt.Key.Key_Minus else 1))
        else:
            super().keyPressEvent(event)

    def _walk(self, step: tuple[int, int]) -> None:
        """Go to the nearest room in a direction."""
        placed = self.drawn.place_of(self.current)
        if placed is None:
            if self.drawn.placed:
                self.mark(self.drawn.placed[0].cell.room_id)
            return
        beside = self.drawn.beside(placed, *step)
        if beside is not None:
            self.mark(beside.cell.room_id)

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
    return " · ".join(filter(None, (cell.code, listed(cell.people.split("\n")))))
