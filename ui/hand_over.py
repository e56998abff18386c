"""Asking to whom open matters are given (交接): a name from the staff or any other, one button, and a way back."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens import hand_over
from desk_app.screens.hand_over import HandedOver, Key
from ui import theme
from ui.growing_dialog import GrowingDialog
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import column, row
from ui.widgets.message_strip import MessageStrip


class HandOverDialog(GrowingDialog):
    """Gives `keys` to whoever is chosen; stays open with the sentence when that is refused."""

    def __init__(self, parent: QWidget, shell: Shell, keys: Sequence[Key]) -> None:
        super().__init__(parent)
        self._shell, self._keys = shell, tuple(keys)
        self.setWindowTitle(_("交接"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(400))
        self.strip = MessageStrip(closable=False)
        self.name = QComboBox()
        self.name.setObjectName("hand-over-name")
        self.name.setEditable(True)
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.name.setAccessibleName(_("交给谁"))
        self.name.addItems(hand_over.colleagues(shell.desk))
        self.name.setCurrentIndex(-1)
        line = self.name.lineEdit()
        assert line is not None
        line.setPlaceholderText(_("选同事，或直接写姓名"))
        line.returnPressed.connect(self.accept)
        self.reason = QLineEdit()
        self.reason.setObjectName("hand-over-reason")
        self.reason.setAccessibleName(_("交接说明"))
        self.reason.setPlaceholderText(_("如 调休、换班；会记入操作历史，可以不填"))
        self.reason.returnPressed.connect(self.accept)
        self.yes = button(_("交接"), self.accept, look="main", shortcut="Ctrl+Return", name="hand-over-yes")
        self.no = button(_("取消"), self.reject, name="hand-over-no")
        parts = (
            label(_("把选中的 {count} 件事交给").format(count=len(self._keys)), "heading"),
            self.name,
            label(_("说明"), "small", "muted"),
            self.reason,
            self.strip,
            4,
            row(None, self.no, self.yes),
        )
        self.setLayout(column(*parts, gap=8, margins=(24, 20, 24, 16)))
        self.name.setFocus()

    def accept(self) -> None:
        """Give them; close when it was done."""
        try:
            handed = hand_over.give(self._keys, self.name.currentText(), self._shell.desk, self.reason.text())
        except DeskError as error:
            self.strip.say(str(error))
            return
        super().accept()
        tell(self._shell, handed)


def tell(shell: Shell, handed: HandedOver) -> None:
    """Say what came of it, with a button that takes it back."""
    for kind_name in {each.key[0] for each in handed.matters}:
        shell.records_changed(kind_name)

    def undo() -> None:
        count = hand_over.take_back(handed, shell.desk)
        for kind_name in {each.key[0] for each in handed.matters}:
            shell.records_changed(kind_name)
        shell.tell(_("已撤销交接 {count} 件").format(count=count))

    if handed.matters:
        shell.tell_done(handed.sentence, undo)
    else:
        shell.tell(handed.sentence, "waiting")
