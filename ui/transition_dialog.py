"""Taking a step that asks for something (流程操作): the fields to fill in, the reason, and the step's button."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _, clauses
from desk_app.kernel.workflow import Transition
from desk_app.screens import record_links
from desk_app.screens.record_form import RecordForm
from desk_app.screens.record_links import Target
from ui import field_widgets, new_record, theme
from ui.field_editors import FieldEditor, FieldHooks, GrowingText
from ui.form_cards import FieldBlock
from ui.growing_dialog import GrowingDialog
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import column, row
from ui.widgets.message_strip import MessageStrip


class TransitionDialog(GrowingDialog):
    """`take(reason, entries)` takes the step: True when it was taken; the form's `problems` tell why not.

    Entries are texts by field, or the id of the record chosen for a link.
    """

    def __init__(
        self,
        parent: QWidget,
        form: RecordForm,
        step: Transition,
        take: Callable[[str, dict[str, str | int]], bool],
    ) -> None:
        super().__init__(parent)
        self.form = form
        self.step = step
        self._take = take
        self.texts = form.asked(step.name)
        self.chosen: dict[str, int] = {}
        self.setWindowTitle(_(step.label))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme.px(420))
        self.strip = MessageStrip(closable=False)
        self.blocks = [self._block(name) for name in step.asks]
        self.reason = GrowingText()
        self.reason.setAccessibleName(_("原因（必填）"))
        self.reason.setPlaceholderText(_("会记入操作历史"))
        is_grave = self._is_only_asked() or (step.needs_reason and not step.main)
        look = "danger" if is_grave else "main"
        self.yes = button(_(step.label), self.accept, look=look, shortcut="Ctrl+Return", name="step-yes")
        self.no = button(_("取消"), self.reject, name="step-no")
        layout = column(
            label(_(step.label), "heading"),
            label(form.title, tone="muted", wrap=True),
            gap=10,
            margins=(24, 20, 24, 16),
        )
        for block in self.blocks:
            layout.addWidget(block)
        if self._is_only_asked():
            layout.addWidget(label(self._warning(), wrap=True))
        if step.needs_reason:
            layout.addLayout(column(label(_("原因 *"), "small", "muted"), self.reason, gap=2))
        layout.addWidget(self.strip)
        layout.addSpacing(theme.px(4))
        layout.addLayout(row(None, self.no, self.yes))
        self.setLayout(layout)
        first = (
            self.blocks[0].editor.box if self.blocks else self.no if self._is_only_asked() else self.reason
        )
        (first.focusProxy() or first).setFocus()

    def _is_only_asked(self) -> bool:
        """Say whether nothing is filled in here: the step is one that cannot be taken back."""
        return not (self.step.asks or self.step.needs_reason)

    def _warning(self) -> str:
        flow = self.form.kind.workflow
        assert flow
        return _("之后的状态是“{state}”，不能再改回来。").format(state=flow.label(self.step.target))

    def accept(self) -> None:
        """Take the step; stay open with the sentence when it is refused."""
        for block in self.blocks:
            block.editor.commit()
        reason = self.reason.toPlainText().strip() if self.step.needs_reason else ""
        if self.step.needs_reason and not reason:
            self.strip.say(_("请先写明原因。"))
            self.reason.setFocus()
            return
        try:
            if self._take(reason, self.texts | self.chosen):
                super().accept()
                return
        except DeskError as error:
            self.strip.say(str(error))
            return
        if self.form.clash:
            self.reject()
            return
        self._show_problems()

    def _show_problems(self) -> None:
        problems = self.form.problems
        for block in self.blocks:
            block.show_field(self.texts[block.name], problems.get(block.name, ""), is_fixed=False)
        others = [why for name, why in problems.items() if name not in self.texts]
        self.strip.say(clauses(others))

    def _block(self, name: str) -> FieldBlock:
        field = self.form.kind.field(name)

        titles: dict[int, str] = {}

        def put(text: str) -> None:
            self.texts[name] = text
            self.chosen.pop(name, None)

        def suggest(typed: str) -> list[Target]:
            found = self.form.suggest(name, typed)
            titles.update((target.record_id, target.title) for target in found)
            return found

        def choose(record_id: int) -> None:
            title = titles.get(record_id) or record_links.title_of(field, record_id)
            put(title)
            self.chosen[name] = record_id
            editor.show_text(title)

        hooks = FieldHooks(
            enter=put,
            choose=choose,
            suggest=suggest,
            reveal=lambda reason: self.form.reveal(name, reason),
            open_link=lambda: None,
            now=self.form.desk.now,
            create=new_record.maker(self, field, self.form.desk),
        )
        editor: FieldEditor = field_widgets.make(self.form.kind.name, name, field, hooks)
        made = FieldBlock(name, field.label, editor, required=field.required)
        made.show_field(self.texts[name], "", is_fixed=False)
        for widget in (editor.box, *editor.box.findChildren(QWidget)):
            widget.installEventFilter(self)
        return made

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter go to the next field, and from the last one take the step."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or keys:
            return False
        self._next(watched)
        return True

    def _next(self, watched: QObject) -> None:
        holds = [
            block.editor.box is watched or watched in block.editor.box.findChildren(QWidget)
            for block in self.blocks
        ]
        place = holds.index(True)
        self.blocks[place].editor.take_enter()
        if place + 1 < len(self.blocks):
            following = self.blocks[place + 1].editor.box
            (following.focusProxy() or following).setFocus()
        elif self.step.needs_reason:
            self.reason.setFocus()
        else:
            self.accept()
