"""Keys a box to type in leaves to the page (快捷键放行): some boxes have a use of their own for a page's shortcut."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget


class _KeyPass(QObject):
    """Lives with the box it watches."""

    def __init__(self, box: QWidget, keys: tuple[str, ...]) -> None:
        super().__init__(box)
        self._keys = [QKeySequence(each) for each in keys]
        box.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Tell Qt that the box does not want these keys, so that the shortcut gets them."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        is_ours = QKeySequence(event.keyCombination()) in self._keys
        if is_ours:
            event.ignore()
        return is_ours


def let_keys_pass(box: QWidget, *keys: str) -> None:
    """Let these shortcuts of the page work while the cursor is in `box`."""
    _KeyPass(box, keys)
