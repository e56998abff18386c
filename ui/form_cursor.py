"""Where the cursor goes in a form (光标): Enter on to the next field, into the rows, and at last to the steps."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from shiboken6 import isValid

from ui.child_rows import ChildRowsCard
from ui.field_editors import FieldEditor
from ui.form_cards import FieldBlock

UNDO, REDO = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo


class FormCursor(QObject):
    """Knows the fields and rows of a form in their order; `leave` is called when the last one is left."""

    def __init__(
        self,
        area: QScrollArea,
        blocks: Sequence[FieldBlock],
        rows: Sequence[ChildRowsCard],
        leave: Callable[[], object],
    ) -> None:
        super().__init__(area)
        self.area = area
        self.blocks = blocks
        self.rows = rows
        self.leave = leave
        self._last: QWidget | None = None
        for block in blocks:
            self._watch(block.editor)
        for card in rows:
            card.finished.connect(lambda card=card: self._leave_rows(card))

    def watch_cells(self, card: ChildRowsCard) -> None:
        """Take the keys of undo from cells made since."""
        for line in card.cells:
            for cell in line:
                if not cell.box.property("watched"):
                    self._watch(cell)

    @property
    def is_pending(self) -> bool:
        """Say whether something is typed that the form was not given yet."""
        return any(block.editor.is_pending for block in self.blocks) or any(
            card.is_pending for card in self.rows
        )

    def take_focus(self) -> None:
        """Put the cursor where it was, else into the first field to fill in, else the first, else on the steps."""
        boxes = self._boxes()
        if QApplication.focusWidget() in [box for _block, box in boxes]:
            return
        empty = [box for block, box in boxes if block.required and block.is_empty]
        target = self._remembered() or next(iter([*empty, *(box for _block, box in boxes)]), None)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.leave()  # nothing to type in: the steps

    def _remembered(self) -> QWidget | None:
        """Return where the cursor was, if that box is still there: cells go when a form becomes fixed."""
        if self._last is not None and not (isValid(self._last) and self._last.isVisibleTo(self.area)):
            self._last = None
        return self._last

    def go_to_problem(self, problems: dict[str, str]) -> None:
        """Put the cursor into the first field or cell that has a problem."""
        for block, box in self._boxes():
            if block.name in problems:
                box.setFocus(Qt.FocusReason.OtherFocusReason)
                self.area.ensureWidgetVisible(block)
                return
        for card in self.rows:
            key = next((key for key in problems if key.split(".")[0] == card.child.name), None)
            if key is not None:
                card.focus_problem(key)
                self.area.ensureWidgetVisible(card)
                return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter go on, and Ctrl+Z take back whole edits where no letters are left to take back."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._last = watched
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_enter(watched, event)
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_ours = (event.matches(UNDO) or event.matches(REDO)) and not self.is_pending
            if is_ours:
                event.ignore()
            return is_ours
        return False

    def _watch(self, editor: FieldEditor) -> None:
        for widget in (editor.box, *editor.box.findChildren(QWidget)):
            widget.setProperty("watched", True)
            widget.installEventFilter(self)

    def _take_enter(self, watched: QObject, event: QKeyEvent) -> bool:
        keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or keys:
            return False
        for block, box in self._boxes():
            if box is watched or block.editor.box.isAncestorOf(watched):
                block.editor.take_enter()
                self._go_on_from(block)
                return True
        return False

    def _boxes(self) -> list[tuple[FieldBlock, QWidget]]:
        """Return the fields that can be typed in with the widget that takes the cursor, in order."""
        return [
            (block, block.editor.box.focusProxy() or block.editor.box)
            for block in self.blocks
            if not block.editor.is_fixed and not block.isHidden()
        ]

    def _go_on_from(self, block: FieldBlock) -> None:
        boxes = self._boxes()
        place = [each for each, _box in boxes].index(block) + 1
        if place < len(boxes):
            boxes[place][1].setFocus(Qt.FocusReason.TabFocusReason)
            self.area.ensureWidgetVisible(boxes[place][0])
        else:
            self._enter_rows(0)

    def _leave_rows(self, card: ChildRowsCard) -> None:
        self._enter_rows(self.rows.index(card) + 1)

    def _enter_rows(self, place: int) -> None:
        open_cards = [card for card in self.rows[place:] if card.cells and not card.cells[0][0].is_fixed]
        if not open_cards:
            self.leave()
            return
        open_cards[0].focus_cell(0, 0)
        self.area.ensureWidgetVisible(open_cards[0])
