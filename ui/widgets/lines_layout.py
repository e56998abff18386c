"""What a layout in lines is (分行排版): it holds parts in order, and its width decides how high it is."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QLayout, QLayoutItem


class LinesLayout(QLayout):
    """Parts in lines; how they are broken into lines is said by `_place`."""

    def __init__(self) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Break the parts into lines, with `move` put them there; return the height used."""
        raise NotImplementedError

    def addItem(self, item: QLayoutItem) -> None:
        """Take `item` as the last part."""
        self._items.append(item)

    def count(self) -> int:
        """Return the number of parts, hidden ones included."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        """Return the part at `index`, if any."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        """Take the part at `index` out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Say that a narrow place makes more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines at `width`."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the parts inside `rect`."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """Return the least size; the width decides the rest."""
        return self.minimumSize()
