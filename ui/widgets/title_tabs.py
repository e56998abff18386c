"""Tabs named by what they show (标题标签): never so narrow that a title says nothing, nor so wide that one fills the bar."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QTabBar

from ui import theme

NARROWEST_PX, WIDEST_PX = 200, 300


class TitleTabs(QTabBar):
    """Titles begin with their number, so that they are cut at the end; the whole title is in the tooltip.

    Tabs that have no room at their narrowest are reached by the arrows at the end of the bar.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setDocumentMode(True)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setUsesScrollButtons(True)

    def put_title(self, index: int, title: str, mark: str = "") -> None:
        """Name a tab; `mark` stands before its title on the bar alone."""
        self.setTabText(index, (mark + title).replace("&", "&&"))
        self.setTabToolTip(index, title)

    def tabSizeHint(self, index: int) -> QSize:
        """Return the size a tab likes to have."""
        size = super().tabSizeHint(index)
        return QSize(min(size.width(), theme.px(WIDEST_PX)), size.height())

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Return the size below which tabs move out of sight instead."""
        size = self.tabSizeHint(index)
        return QSize(min(size.width(), theme.px(NARROWEST_PX)), size.height())
