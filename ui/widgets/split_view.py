"""Two parts side by side with a handle between (分栏); where the handle stood is remembered."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from desk_app.screens import remembered


class SplitView(QSplitter):
    """`left` and `right`, sharing the width as `shares` says until somebody drags the handle."""

    def __init__(self, name: str, left: QWidget, right: QWidget, shares: tuple[int, int] = (3, 2)) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._key = f"split/{name}"
        self.addWidget(left)
        self.addWidget(right)
        self.setChildrenCollapsible(False)
        for place, share in enumerate(shares):
            self.setStretchFactor(place, share)
        kept = remembered.get(self._key, None)
        if isinstance(kept, list) and len(kept) == 2 and all(isinstance(size, int) for size in kept):
            self.setSizes(kept)
        else:
            self.setSizes([share * 1000 for share in shares])
        self.splitterMoved.connect(self._remember)

    def _remember(self) -> None:
        remembered.put(self._key, self.sizes())
