"""A large button with an icon, a title and a sentence (大按钮)."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui import theme
from ui.widgets.labels import label, picture
from ui.widgets.layouts import column, row


class Tile(QPushButton):
    """Stands upright with the icon on top, or lies flat with the icon at the left."""

    def __init__(
        self,
        icon: str,
        title: str,
        text: str,
        on_click: Callable[[], object],
        *,
        flat: bool = False,
        name: str = "",
    ) -> None:
        super().__init__()
        theme.dress(self, look="tile")
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(True)
        sentence = label(text, tone="muted", wrap=True)
        if not text:  # shown without a parent, it would flash up as a window
            sentence.hide()
        image, heading = (
            picture(icon, "accent", 24 if flat else 32),
            label(title, "body" if flat else "heading"),
        )
        if flat:
            inside = row(image, column(heading, sentence, gap=0), None, gap=12, margins=(14, 10, 14, 10))
        else:
            inside = column(image, 4, heading, sentence, None, gap=4, margins=(18, 18, 18, 18))
        self.setLayout(inside)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.clicked.connect(lambda *_checked: on_click())

    def sizeHint(self) -> QSize:
        """Return the size of what stands inside."""
        return self.layout().totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least size of what stands inside."""
        return self.layout().totalMinimumSize()

    def hasHeightForWidth(self) -> bool:
        """Say that a narrow tile is taller."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of what stands inside at `width`."""
        return self.layout().totalHeightForWidth(width)
