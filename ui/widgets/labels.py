"""Words on the screen (文字): labels in a step of the type scale, a colour, or cut short where room is lacking."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui import icons, theme

PLAIN_TEXT = 0
"""Qt.TextFormat.PlainText, as the first paint does without the class `Qt` (see ui.theme)."""


def label(
    text: str, scale: str = "body", tone: str = "", *, wrap: bool = False, select: bool = False
) -> QLabel:
    """Return a label; `tone` is muted, accent, good, waiting or bad; `select` lets the text be copied."""
    made = QLabel(text)
    made.setProperty("textFormat", PLAIN_TEXT)
    made.setWordWrap(wrap)
    if select:
        from PySide6.QtCore import Qt

        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    theme.dress(made, scale=scale, tone=tone)
    return made


def picture(name: str, tone: str = "muted", size: int = 20) -> QLabel:
    """Return a label that shows an icon."""
    made = QLabel()
    made.setPixmap(icons.pixmap(name, tone, size))
    made.setFixedSize(icons.icon_size(size))
    return made


class ElidedLabel(QLabel):
    """One line that ends in … where there is no room; the whole text is its tooltip."""

    def __init__(
        self, text: str = "", scale: str = "body", tone: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("textFormat", PLAIN_TEXT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        theme.dress(self, scale=scale, tone=tone)
        self.setText(text)

    def minimumSizeHint(self) -> QSize:
        """Give way to anything."""
        return QSize(theme.px(24), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text cut to the width."""
        if not self.text():
            return
        from PySide6.QtCore import Qt

        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)
        self.setToolTip(self.text() if shown != self.text() else "")
