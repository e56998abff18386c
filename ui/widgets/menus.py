"""Menus for the keyboard (键盘菜单): the first entry is marked when one opens, and Home and End go to its ends."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QMenu


class KeyMenu(QMenu):
    """A menu in which Enter does the first entry at once: Qt's own opens with none marked where a button shows it."""

    def showEvent(self, event: QShowEvent) -> None:
        """Mark the first entry, once the menu has been shown by whoever shows it."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._mark_first)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Home and End, which Qt leaves out where the menu need not scroll."""
        from PySide6.QtCore import Qt  # all of its names at once, which the first paint need not wait for

        able = self._able()
        if able and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.setActiveAction(able[0] if event.key() == Qt.Key.Key_Home else able[-1])
            return
        super().keyPressEvent(event)

    def _mark_first(self) -> None:
        able = self._able()
        if able and self.isVisible() and self.activeAction() is None:
            self.setActiveAction(able[0])

    def _able(self) -> list[QAction]:
        return [
            each
            for each in self.actions()
            if each.isEnabled() and each.isVisible() and not each.isSeparator()
        ]
