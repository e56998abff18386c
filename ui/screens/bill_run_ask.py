"""Asking once before something weighty (确认), with its sums in sight; the button says what it does."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from desk_app.kernel.words import _
from ui import theme
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import column, row

TEXT_PX = 440


class AskDialog(QDialog):
    """Closes, then does it; Esc does nothing. `other` is a second way to go on: its words, and what it does."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        text: str,
        action: str,
        do: Callable[[], object],
        other: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.accepted.connect(do)
        self.yes = button(action, self.accept, look="main", name="ask-yes")
        self.no = button(_("取消"), self.reject, name="ask-no")
        ways = [self.no, self.yes]
        if other is not None:
            self.other = button(other[0], lambda: self._take_other(other[1]), name="ask-other")
            ways.insert(1, self.other)
        told = label(text, wrap=True, select=True)
        told.setMinimumWidth(theme.px(TEXT_PX))  # or its height is guessed for fewer letters a line
        parts = (
            label(title, "heading"),
            told,
            None,
            row(None, *ways),
        )
        self.setLayout(column(*parts, gap=10, margins=(24, 20, 24, 16)))
        self.yes.setFocus()

    def _take_other(self, do: Callable[[], object]) -> None:
        self.reject()
        do()
