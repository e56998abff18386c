"""What stands where there is nothing yet (空状态): what belongs here and how to get it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.widgets.buttons import button
from ui.widgets.labels import label, picture
from ui.widgets.layouts import Part, column, row


class EmptyState(QWidget):
    """An icon, a title, a sentence and, where something can be done, a button that does it."""

    def __init__(
        self,
        icon: str,
        title: str,
        text: str = "",
        action: str = "",
        on_action: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        heading = label(title, "heading")
        heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        sentence = label(text, tone="muted", wrap=True)
        sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        sentence.setFixedWidth(theme.px(420))
        if not text:  # shown without a parent, it would flash up as a window
            sentence.hide()
        parts: list[Part] = [None, row(None, picture(icon, "edge", 40), None), heading]
        parts.append(row(None, sentence, None))
        if action:
            self.button = button(action, on_action, look="main", name="empty-action")
            parts += [4, row(None, self.button, None)]
        self.setLayout(column(*parts, None, margins=(24, 24, 24, 24)))
