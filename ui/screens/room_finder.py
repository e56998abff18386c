"""Finding a room (找房屋): type a number, a name, a phone's tail or initials; Enter takes the marked match."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.kernel.words import _
from desk_app.screens.record_links import Target, only_one
from ui.link_picker import DropDown


class RoomFinder(QLineEdit):
    """Emits `chosen` with a room's id; the list of matches floats under it."""

    chosen = Signal(int)

    def __init__(self, find: Callable[[str], list[Target]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._find = find
        self._drop: DropDown | None = None
        self.retranslate()
        self.setClearButtonEnabled(True)
        self.textEdited.connect(self._look)

    def retranslate(self) -> None:
        """Name it in the language in use."""
        self.setAccessibleName(_("房号"))
        self.setPlaceholderText(_("房号、姓名、电话尾号或拼音首字母"))

    @property
    def drop(self) -> DropDown:
        """Return the list, made on first use in the window the line stands in."""
        if self._drop is None or self._drop.parentWidget() is not self.window():
            self._drop = DropDown(self)
            self._drop.chosen.connect(self._take)
        return self._drop

    def _look(self, typed: str) -> None:
        if not typed.strip():
            self._close()
            return
        found = self._find(typed)
        self.drop.offer(found, "" if found else _("没有找到，换一种写法试试"), mark_first=len(found) > 0)

    def _take(self, target: Target) -> None:
        self._close()
        self.setText(target.title)
        self.chosen.emit(target.record_id)

    def _close(self) -> None:
        if self._drop is not None:
            self._drop.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the marked match, the arrows mark another, Esc closes the list."""
        key, is_open = event.key(), self._drop is not None and self._drop.isVisible()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(is_open)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and is_open:
            self.drop.step(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape and is_open:
            self._close()
        else:
            super().keyPressEvent(event)

    def _enter(self, is_open: bool) -> None:
        if is_open and self.drop.marked:
            self._take(self.drop.marked)
            return
        typed = self.text().strip()
        found = self._find(typed) if typed else []
        meant = only_one(found, typed)
        if meant:
            self._take(meant)
        elif found:
            self.drop.offer(found, "", mark_first=True)

    def event(self, event: QEvent) -> bool:
        """Close the list when the line is left."""
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self._close()
        return super().event(event)
