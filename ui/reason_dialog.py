"""Asking for a reason (填写原因) before something that stays in the history."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from ui import theme
from ui.asking_dialog import AskingDialog
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import column, row
from ui.widgets.message_strip import MessageStrip


class ReasonDialog(AskingDialog):
    """Says what will happen and asks why; stays open with the sentence when `do` refuses."""

    def __init__(
        self, parent: QWidget, title: str, text: str, do: Callable[[str], object], *, action: str = ""
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme.px(420))
        self._do = do
        self.strip = MessageStrip(closable=False)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("原因"))
        self.reason.setPlaceholderText(_("会记入操作历史"))
        self.reason.returnPressed.connect(self.accept)
        self.yes = button(action or title, self.accept, look="danger", name="reason-yes")
        self.no = button(_("取消"), self.leave, name="reason-no")
        parts = (
            label(title, "heading", wrap=True),
            label(text, tone="muted", wrap=True),
            label(_("原因 *"), "small", "muted"),
            self.reason,
            self.strip,
            4,
            row(None, self.no, self.yes),
        )
        self.setLayout(column(*parts, gap=8, margins=(24, 20, 24, 16)))

    def typed(self) -> tuple[str, ...]:
        """Return what stands in the boxes; a reason alone is soon written again."""
        return tuple(each.text() for each in self.findChildren(QLineEdit) if each is not self.reason)

    def accept(self) -> None:
        """Do it; close when it was done."""
        if not self.reason.text().strip():
            self.strip.say(_("请先写明原因。"))
            self.reason.setFocus()
            return
        try:
            self._do(self.reason.text().strip())
        except DeskError as error:
            self.strip.say(str(error))
            return
        super().accept()
