"""The head of a page (页头): what it is, one line about it, and its buttons."""

from PySide6.QtWidgets import QWidget

from ui.widgets.labels import ElidedLabel, label
from ui.widgets.layouts import column, row


class PageHeader(QWidget):
    """Title, a second line and buttons at the right, the main one last."""

    def __init__(self, title: str, detail: str = "", *buttons: QWidget) -> None:
        super().__init__()
        self.title = label(title, "title")
        self.detail = ElidedLabel(detail, tone="muted")
        if not detail:  # shown without a parent, it would flash up as a window
            self.detail.hide()
        words = column(self.title, self.detail, gap=2)
        self.bar = row(*buttons)
        layout = row(words, self.bar, gap=16)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def show_words(self, title: str, detail: str = "") -> None:
        """Show another title and second line."""
        self.title.setText(title)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
