"""The state of a record as a coloured word (状态标签)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui import theme


class StatusChip(QLabel):
    """A short word on a coloured ground; `tone` is good, waiting, bad, quiet or accent."""

    def __init__(self, text: str = "", tone: str = "quiet") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_state(text, tone)

    def show_state(self, text: str, tone: str) -> None:
        """Show another state."""
        self.setText(text)
        if self.parent() or not text:  # made visible without a parent, it would flash up as a window
            self.setVisible(bool(text))
        theme.dress(self, chip=tone)
