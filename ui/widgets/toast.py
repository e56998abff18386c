"""A short message at the foot of the window (轻提示) that goes away by itself."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from ui import icons, theme
from ui.widgets.labels import label, picture
from ui.widgets.layouts import row
from ui.widgets.message_strip import ICONS

SECONDS_A_LETTER = 0.09


class Toast(QFrame):
    """Floats over `host`; a new message takes the place of the one shown."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
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
        self._place()
        self.show()
        self.raise_()
        self.timer.start(round(1000 * max(3.0, len(text) * SECONDS_A_LETTER + 1.5)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place when the window is resized."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        host = self.parentWidget()
        widest = min(theme.px(560), host.width() - theme.px(48))
        needed = self.text.fontMetrics().horizontalAdvance(self.text.text()) + theme.px(62)
        width = max(theme.px(120), min(needed, widest))
        self.setFixedWidth(width)
        self.setFixedHeight(self.layout().heightForWidth(width))
        self.move((host.width() - width) // 2, host.height() - self.height() - theme.px(40))
