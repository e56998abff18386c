"""Icons (图标): drawn from resources/icons in a colour of the palette, sharp at every screen scale."""

import math

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QGuiApplication, QIcon, QImageReader, QPixmap

from ui import theme

FOLDER = theme.RESOURCES / "icons"
_drawn: dict[tuple[str, str, int, int, int], QPixmap] = {}


def icon(name: str, tone: str = "muted", size: int = 20, *, chosen: str = "") -> QIcon:
    """Return the icon `name` in the palette colour `tone`, and in that of `chosen`, if given, where checked.

    `size` is in pixels at the usual font size; the style greys it where disabled.
    """
    made = QIcon(pixmap(name, tone, size))
    if chosen:
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Active, QIcon.Mode.Selected):
            made.addPixmap(pixmap(name, chosen, size), mode, QIcon.State.On)
    return made


def pixmap(name: str, tone: str = "muted", size: int = 20) -> QPixmap:
    """Return one picture of the icon, drawn once for each colour, size and screen scale."""
    ratio = _ratio()
    key = (name, tone, theme.px(size), ratio, theme.version())
    if key not in _drawn:
        _drawn[key] = _draw(name, theme.color(tone).name(), theme.px(size), ratio)
    return _drawn[key]


def icon_size(size: int = 20) -> QSize:
    """Return the size to set on a button or view that shows icons of `size`."""
    return QSize(theme.px(size), theme.px(size))


def program_icon() -> QIcon:
    """Return the program's own icon, for the title bar and the task bar."""
    return QIcon(str(FOLDER / "style" / "program.svg"))


def _ratio() -> int:
    """Return the largest scale among the screens, rounded up."""
    return max((math.ceil(screen.devicePixelRatio()) for screen in QGuiApplication.screens()), default=1)


def _draw(name: str, colour: str, side: int, ratio: int) -> QPixmap:
    path = FOLDER / f"{name}.svg"
    if not path.exists():
        from ui import trouble_log

        trouble_log.logger().warning("no icon called %s", name)
        path = FOLDER / "document.svg"
    drawing = (
        path.read_bytes()
        .replace(b"currentColor", colour.encode())
        .replace(b'stroke-width="2"', b'stroke-width="1.75"')
    )
    buffer = QBuffer()
    buffer.setData(QByteArray(drawing))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"svg"))
    reader.setScaledSize(QSize(side * ratio, side * ratio))
    made = QPixmap.fromImage(reader.read())
    made.setDevicePixelRatio(ratio)
    return made
