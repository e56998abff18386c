"""Asking once before something weighty (确认), with its sums in sight; the button says what it does."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from desk_app.kernel.words import _
from ui import theme
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import column, row


class AskDialog(QDialog):
    """Closes, then does it; Esc does nothing."""

    def __init__(self, parent: QWidget, title: str, text: str, action: str, do: Callable[[], object]) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(460))
        self.accepted.connect(do)
        self.yes = button(action, self.accept, look="main", name="ask-yes")
        self.no = button(_("取消"), self.reject, name="ask-no")
        parts = (
            label(title, "heading"),
            label(text, wrap=True, select=True),
            8,
            row(None, self.no, self.yes),
        )
        self.setLayout(column(*parts, gap=10, margins=(24, 20, 24, 16)))
        self.yes.setFocus()
