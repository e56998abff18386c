"""A short message at the foot of the window (轻提示) that goes away by itself, and covers no button or box to type in.

Where a large dialog stands over the window, such as the preview, it floats on that, and goes home when that closes.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QLineEdit, QWidget

from ui import icons, theme
from ui.widgets.labels import label, picture
from ui.widgets.layouts import row
from ui.widgets.message_strip import ICONS

SECONDS_A_LETTER = 0.09
LEAST_HOST_PX = 700
"""Dialogs narrower than this leave the message to the window behind them."""
STEP_PX = 8
"""How far up the next place is looked for where something to press or type in would be covered."""


class Toast(QFrame):
    """Floats over `host`; a new message takes the place of the one shown."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._home = host
        self.picture = picture("done", "surface", 18)
        self.text = label("", wrap=True)
        layout = row(self.picture, self.text, gap=10, margins=(14, 10, 16, 10))
        layout.setStretch(1, 1)
        self.setLayout(layout)
        theme.dress(self, look="toast")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(self.hide)
        host.installEventFilter(self)
        self.hide()

    def say(self, text: str, tone: str = "good") -> None:
        """Show `text` for as long as it takes to read, three seconds at least."""
        self.picture.setPixmap(icons.pixmap(ICONS.get(tone, "info"), f"{tone}_soft", 18))
        self.text.setText(text)
        self.setAccessibleName(text)
        self._float_on(_foremost() or self._home)
        self._place()
        self.show()
        self.raise_()
        QTimer.singleShot(0, self, self._place)  # once what changed with it is laid out
        self.timer.start(round(1000 * max(3.0, len(text) * SECONDS_A_LETTER + 1.5)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place when the window is resized; leave a dialog that closes."""
        if watched is not self.parentWidget():
            return False
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        elif event.type() == QEvent.Type.Hide and watched is not self._home:
            self._float_on(self._home)
            if self.timer.isActive():
                self._place()
                self.show()
                self.raise_()
        return False

    def _float_on(self, host: QWidget) -> None:
        """Take another window as what it floats over."""
        if host is self.parentWidget():
            return
        self.parentWidget().removeEventFilter(self)
        self.setParent(host)
        host.installEventFilter(self)

    def _place(self) -> None:
        host = self.parentWidget()
        widest = min(theme.px(560), host.width() - theme.px(48))
        needed = self.text.fontMetrics().horizontalAdvance(self.text.text()) + theme.px(62)
        width = max(theme.px(120), min(needed, widest))
        self.setFixedWidth(width)
        self.setFixedHeight(self.layout().heightForWidth(width))
        left, lowest = (host.width() - width) // 2, host.height() - self.height() - theme.px(40)
        self.move(left, self._lift(QRect(left, lowest, width, self.height())))

    def _lift(self, wanted: QRect) -> int:
        """Return where it may stand without covering a button or a box; as wanted, if there is no such place."""
        host = self.parentWidget()
        buttons = [
            each.visibleRegion().boundingRect().translated(each.mapTo(host, QPoint(0, 0)))
            for sort in (QAbstractButton, QLineEdit)
            for each in host.findChildren(sort)
            if each.window() is host.window() and not each.visibleRegion().isEmpty()
        ]
        for top in range(wanted.top(), host.height() // 3, -theme.px(STEP_PX)):
            place = QRect(wanted.left(), top, wanted.width(), wanted.height())
            if not any(place.intersects(each) for each in buttons):
                return top
        return wanted.top()


def _foremost() -> QWidget | None:
    """Return the dialog that stands over the window, if a message has room on it."""
    dialog = QApplication.activeModalWidget()
    return dialog if dialog is not None and dialog.width() >= theme.px(LEAST_HOST_PX) else None
