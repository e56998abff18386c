"""The page of a locked book (解锁页)."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desk_app.kernel.words import _
from ui import theme
from ui.screens.front import brand, middle
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.layouts import column, row
from ui.widgets.message_strip import MessageStrip
from ui.widgets.password_box import PasswordBox


class UnlockPage(QWidget):
    """Calls `unlock(password)`; `refuse` says why the book did not open, and nothing is lost."""

    def __init__(
        self, path: Path, name: str, unlock: Callable[[str], None], back: Callable[[], None]
    ) -> None:
        super().__init__()
        self._unlock = unlock
        self.path = path
        self.strip = MessageStrip(closable=False)
        self.box = PasswordBox(_("密码"))
        self.box.edit.setObjectName("unlock")
        self.box.edit.returnPressed.connect(self.finish)
        named = label(_("密码"))
        named.setBuddy(self.box.edit)
        self.open_button = button(_("打开账本"), self.finish, icon="unlock", look="main", name="unlock-open")
        other = button(_("换一本账本"), back, icon="back", look="plain", shortcut="Esc", name="unlock-back")
        card = Card(name or path.stem, gap=8, padding=24)
        for part in (ElidedLabel(str(path), "small", "muted"), self.strip, named, self.box):
            card.body.addWidget(part)
        card.body.addSpacing(theme.px(8))
        card.body.addLayout(row(other, None, self.open_button))
        self.setLayout(column(middle(brand(), card, width=600, gap=24)))

    def take_focus(self) -> None:
        """Put the cursor in the box."""
        self.box.edit.setFocus()

    def finish(self) -> None:
        """Try what was typed."""
        if not self.box.text():
            self.refuse(_("请输入密码。"))
            return
        self.strip.clear()
        self._unlock(self.box.text())

    def refuse(self, sentence: str) -> None:
        """Say why the book did not open; what was typed is marked, ready to be typed over."""
        self.strip.say(sentence)
        self.box.edit.setFocus()
        self.box.edit.selectAll()
