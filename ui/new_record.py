"""Making a record without leaving the form that needs it (就地新建): a short form over the page, then back with it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desk_app.kernel.access import Desk
from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _, clauses
from desk_app.screens import new_in_place
from desk_app.screens.new_in_place import Asked, NewInPlace
from ui import field_widgets, theme
from ui.field_editors import FieldHooks
from ui.form_cards import FieldBlock, FieldGrid
from ui.growing_dialog import GrowingDialog
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import column, row
from ui.widgets.message_strip import MessageStrip

Create = Callable[[str, Callable[[int | None], object]], object]
"""Asks for a new record holding the text typed; the second hears its id, None if it was given up."""


def maker(
    parent: QWidget, field: Any, desk: Desk, made: Callable[[str], object] = lambda _kind: None
) -> Create | None:
    """Return what makes a record the link `field` can point to, None where this person may not.

    `made` hears the kind's name after one was made.
    """
    if not hasattr(field, "rel_model") or new_in_place.why_not(field, desk):
        return None

    def create(typed: str, done: Callable[[int | None], object]) -> None:
        entry = new_in_place.start(field, desk, typed)

        def told(record_id: int | None) -> None:
            if record_id is not None:
                made(entry.kind.name)
            done(record_id)

        NewRecordDialog(parent.window(), entry, told).open()

    return create


class NewRecordDialog(GrowingDialog):
    """Enter goes from field to field and saves after the last; Esc gives it up."""

    def __init__(self, parent: QWidget, entry: NewInPlace, done: Callable[[int | None], object]) -> None:
        super().__init__(parent)
        self.entry = entry
        self._done = done
        self.setWindowTitle(entry.title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(520))
        self.strip = MessageStrip(closable=False)
        self.blocks = [self._block(asked) for asked in entry.asked]
        self.yes = button(_("保存并选用"), self.accept, look="main", shortcut="Ctrl+Return", name="new-yes")
        self.no = button(_("取消"), self.reject, name="new-no")
        parts = (
            label(entry.title, "heading"),
            label(_("先填要紧的，其余以后在档案里补。"), tone="muted", wrap=True),
            FieldGrid(self.blocks),
            self.strip,
            row(None, self.no, self.yes),
        )
        self.setLayout(column(*parts, gap=10, margins=(24, 20, 24, 16)))
        self.finished.connect(self._tell)
        self.record_id: int | None = None
        self._focus(self.blocks[0])

    def accept(self) -> None:
        """Save, or stay open and say what is wrong."""
        for block in self.blocks:
            block.editor.commit()
        try:
            self.record_id = self.entry.save()
        except DeskError as error:
            self.strip.say(str(error))
            return
        if self.record_id is not None:
            super().accept()
            return
        self._show_all()
        self.strip.say(clauses(self.entry.other_problems()))
        wrong = [block for block in self.blocks if block.problem.text()]
        if wrong:
            self._focus(wrong[0])

    def _tell(self, _result: int) -> None:
        self._done(self.record_id)

    def _focus(self, block: FieldBlock) -> None:
        (block.editor.box.focusProxy() or block.editor.box).setFocus(Qt.FocusReason.TabFocusReason)

    def _show_all(self) -> None:
        problems = self.entry.form.problems
        for block, asked in zip(self.blocks, self.entry.asked, strict=True):
            block.show_field(self.entry.text(asked), problems.get(asked.key, ""), is_fixed=False)

    def _block(self, asked: Asked) -> FieldBlock:
        form = self.entry.form

        def enter(text: str) -> None:
            self.entry.enter(asked, text)
            self._show_all()

        def choose(record_id: int) -> None:
            form.choose(asked.name, record_id)
            self._show_all()

        hooks = FieldHooks(
            enter=enter,
            choose=choose,
            suggest=lambda typed: form.suggest(asked.name, typed),
            reveal=lambda reason: form.reveal(asked.name, reason),
            open_link=lambda: None,
            now=form.desk.now,
        )
        editor = field_widgets.make(self.entry.kind.name, asked.key, asked.field, hooks)
        made = FieldBlock(asked.key, asked.label, editor, required=asked.required)
        made.show_field(self.entry.text(asked), "", is_fixed=False)
        for widget in (editor.box, *editor.box.findChildren(QWidget)):
            widget.installEventFilter(self)
        return made

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter go to the next field, and from the last one save."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or keys:
            return False
        holds = [
            block.editor.box is watched or watched in block.editor.box.findChildren(QWidget)
            for block in self.blocks
        ]
        place = holds.index(True)
        self.blocks[place].editor.take_enter()
        if place + 1 < len(self.blocks):
            self._focus(self.blocks[place + 1])
        else:
            self.accept()
        return True
