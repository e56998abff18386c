"""Changing the password of the open book (修改密码)."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens import settings
from ui import tasks, theme
from ui.screens.settings import add_line, make_grid
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import column, row
from ui.widgets.message_strip import MessageStrip
from ui.widgets.password_box import PasswordBox

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class PasswordDialog(QDialog):
    """Asks for the old password and, twice, for the new one."""

    def __init__(self, window: "MainWindow", office: Any) -> None:
        super().__init__(window)
        self._shell, self._office = window, office
        self.setWindowTitle(_("修改密码"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(440))
        self.strip = MessageStrip(closable=False)
        self.boxes = {
            "old": PasswordBox(_("原密码")),
            "new": PasswordBox(_("新密码"), _("至少 8 位，可以是一句话")),
            "repeated": PasswordBox(_("再输一次新密码")),
        }
        grid = make_grid()
        for place, (name, each) in enumerate(self.boxes.items()):
            words = each.edit.accessibleName()
            each.edit.setObjectName(name)
            add_line(grid, place, words, each)
        lost = label(
            _("密码忘了就打不开账本，谁也恢复不了。请把它写在纸上，锁进抽屉。"), tone="waiting", wrap=True
        )
        cancel = button(_("取消"), self.reject)
        self.save_button = button(_("修改密码"), self.save, look="main", name="password-save")
        self.save_button.setDefault(True)
        self.setLayout(
            column(
                label(_("修改密码"), "heading"),
                self.strip,
                grid,
                lost,
                row(None, cancel, self.save_button),
                gap=14,
                margins=(24, 20, 24, 16),
            )
        )

    def save(self) -> None:
        """Change the password, or say why not."""
        texts = {name: each.text() for name, each in self.boxes.items()}
        problems = settings.check_passwords(**texts)
        if problems:
            name, sentence = next(iter(problems.items()))
            self.strip.say(_("密码没有改：{why}。").format(why=sentence))
            self.boxes[name].edit.setFocus()
            return
        tasks.run(
            self,
            _("正在修改密码"),
            lambda progress: settings.change_password(self._office, texts["old"], texts["new"]),
            self._done,
            self._refuse,
        )

    def _done(self, _nothing: None) -> None:
        self._shell.tell(_("密码已修改，下次打开账本用新密码。"))
        self.accept()

    def _refuse(self, error: BaseException) -> None:
        if isinstance(error, DeskError):
            self.strip.say(str(error))
        else:
            self._shell.show_error(error)
