"""A sheet with rounded corners that holds things which belong together (卡片)."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.labels import label
from ui.widgets.layouts import Part, column, row


class Card(QFrame):
    """A card with an optional heading and parts at the right of it; fill `body`."""

    def __init__(self, title: str = "", *beside: QWidget, gap: int = 8, padding: int = 16) -> None:
        super().__init__()
        theme.dress(self, look="card")
        self.body: QVBoxLayout = column(gap=gap)
        parts: list[Part] = [self.body]
        if title or beside:
            self.heading = label(title, "heading")
            parts.insert(0, row(self.heading, None, *beside))
        self.setLayout(column(*parts, gap=12, margins=(padding, padding - 2, padding, padding)))
