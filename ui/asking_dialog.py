"""A dialog that asks before it is left with something typed in it (放弃前询问): Esc twice, or the cancel button."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit

from desk_app.kernel.words import _
from ui.growing_dialog import GrowingDialog
from ui.widgets.message_strip import MessageStrip


class AskingDialog(GrowingDialog):
    """Esc over typed text says so first and closes when pressed again; `leave` closes without a word."""

    strip: MessageStrip
    _before: tuple[str, ...] | None = None
    _asked_of: tuple[str, ...] | None = None

    def showEvent(self, event: QShowEvent) -> None:
        """Remember what stood there before anybody typed."""
        super().showEvent(event)
        if self._before is None:
            self._before = self.typed()

    def typed(self) -> tuple[str, ...]:
        """Return what stands in the boxes that would be a pity to lose."""
        return tuple(each.text() for each in self.findChildren(QLineEdit))

    def reject(self) -> None:
        """Close, unless something typed would be lost and nobody said so yet."""
        now = self.typed()
        if self._before is None or now in (self._before, self._asked_of):
            super().reject()
            return
        self._asked_of = now
        self.strip.say(_("填写的内容还没有办理，再按一次 Esc 就放弃。"), "waiting")

    def leave(self) -> None:
        """Close without asking: somebody pressed the button that says so."""
        super().reject()
