"""A dialog that grows with what it says (随内容增高): a refusal's sentence is never clipped, however long."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog

FRAME = 60
"""Pixels of the screen left for the window's frame."""


class GrowingDialog(QDialog):
    """Opens as high as its words need at its width, and grows with them up to the screen; it never shrinks while open."""

    def showEvent(self, event: QShowEvent) -> None:
        """Start with the height needed."""
        super().showEvent(event)
        self.resize(self.width(), self._needed())

    def event(self, event: QEvent) -> bool:
        """Grow when something inside asks for more room."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self.resize(self.width(), max(self.height(), self._needed()))
        return done

    def _needed(self) -> int:
        """Return the height needed now."""
        layout = self.layout()
        if layout is None:
            return self.height()
        layout.activate()
        needed = layout.totalHeightForWidth(self.width()) if layout.hasHeightForWidth() else -1
        needed = max(needed, layout.totalMinimumSize().height())
        return min(needed, self.screen().availableGeometry().height() - FRAME)
