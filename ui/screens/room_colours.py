"""The colours of room states (房态颜色), light and dark: a ground for the cell and a stronger ink for its edge."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from ui import theme

_LIGHT = {
    "occupied": ("#cdebd6", "#1e7d48"),
    "let": ("#cfe3f8", "#1c65ad"),
    "vacant": ("#e9edf0", "#7d8b94"),
    "renovating": ("#fddfb8", "#b86405"),
    "delivered": ("#e4efbf", "#6d8012"),
    "notified": ("#fbf0ae", "#9a7d00"),
    "refused": ("#f9cfca", "#b3261e"),
    "undelivered": ("#e3dcf3", "#6b58a6"),
    "recorded": ("#d3eef0", "#1f7f88"),
}
_DARK = {
    "occupied": ("#1f4d35", "#6fd09a"),
    "let": ("#1b4163", "#7db8ee"),
    "vacant": ("#323d40", "#93a3a8"),
    "renovating": ("#573b17", "#f0b25c"),
    "delivered": ("#404a18", "#bcd05a"),
    "notified": ("#514815", "#e6cf5a"),
    "refused": ("#5a292a", "#f5938a"),
    "undelivered": ("#3c3560", "#b5a6ee"),
    "recorded": ("#1a4a50", "#6fcbd4"),
}


def ground(state: str) -> QColor:
    """Return the colour of a cell; states without a colour of their own are drawn empty."""
    pair = _table().get(state)
    return QColor(pair[0]) if pair else theme.color("surface")


def ink(state: str) -> QColor:
    """Return the colour of a cell's edge."""
    pair = _table().get(state)
    return QColor(pair[1]) if pair else theme.color("edge")


def is_empty(state: str) -> bool:
    """Say whether cells of the state are drawn as an outline only: not sold, or not entered yet."""
    return state not in _LIGHT


def draw_cell(painter: QPainter, place: QRectF, state: str, radius: float) -> None:
    """Draw the ground of one cell with its edge at the left."""
    if is_empty(state):
        style = Qt.PenStyle.DashLine if state == "unsold" else Qt.PenStyle.SolidLine
        painter.setPen(QPen(ink(state), 1, style))
        painter.setBrush(ground(state))
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground(state))
    painter.drawRoundedRect(place, radius, radius)
    painter.setBrush(ink(state))
    inset, width = radius * 0.7, max(2.5, radius * 0.7)
    edge = QRectF(place.left() + inset, place.top() + inset, width, place.height() - 2 * inset)
    painter.drawRoundedRect(edge, width / 2, width / 2)


def swatch(state: str, size: int = 14) -> QIcon:
    """Return a small picture of a cell for the legend."""
    side, ratio = theme.px(size), 2
    picture = QPixmap(side * ratio, side * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_cell(painter, QRectF(0, 0, side, side), state, side / 4)
    painter.end()
    return QIcon(picture)


def _table() -> dict[str, tuple[str, str]]:
    return _DARK if theme.palette() is theme.DARK else _LIGHT
