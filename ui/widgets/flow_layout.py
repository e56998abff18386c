"""Parts side by side that go on in the next line where the width ends (流式排版)."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayoutItem

from ui import theme
from ui.widgets.lines_layout import LinesLayout


class FlowLayout(LinesLayout):
    """Parts side by side that go on in the next line where the width ends; all in a line are as tall as the tallest."""

    def __init__(self, gap: int = 12) -> None:
        super().__init__()
        self._gap = theme.px(gap)

    def expandingDirections(self) -> Qt.Orientation:
        """Ask for no more room than needed."""
        return Qt.Orientation(0)

    def minimumSize(self) -> QSize:
        """Return the size of the largest part."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Break the parts into lines; return the height used."""
        lines: list[list[QLayoutItem]] = [[]]
        x = 0
        for item in self._items:
            width = item.sizeHint().width()
            if lines[-1] and x + width > rect.width():
                lines.append([])
                x = 0
            lines[-1].append(item)
            x += width + self._gap
        y = rect.y()
        for line_items in filter(None, lines):
            height = max(item.sizeHint().height() for item in line_items)
            x = rect.x()
            for item in line_items:
                width = item.sizeHint().width()
                if move:
                    item.setGeometry(QRect(QPoint(x, y), QSize(width, height)))
                x += width + self._gap
            y += height + self._gap
        return max(y - self._gap - rect.y(), 0)
