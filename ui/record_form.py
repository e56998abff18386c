"""The page of one record (表单页), made from its kind: fields on cards, rows, the steps it can take, and its papers."""

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QMessageBox, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import find_kind
from desk_app.kernel.words import _, clauses
from desk_app.screens import print_here
from desk_app.screens.clock_steps import ClockStep
from desk_app.screens.record_form import RecordForm
from desk_app.screens.record_links import kind_of
from ui import field_widgets, new_record, theme
from ui.action_bar import ActionBar
from ui.child_rows import ChildRowsCard
from ui.clock_dialog import ClockDialog
from ui.conflict_dialog import KEEP, TAKE, ConflictDialog
from ui.field_editors import FieldHooks
from ui.form_cards import CardBoard, FieldBlock, SectionCard
from ui.form_cursor import FormCursor
from ui.form_head import FormHead
from ui.next_steps import open_next
from ui.paper_choice import print_named
from ui.reason_dialog import ReasonDialog
from ui.record_side import RecordSide
from ui.shell import Shell, ask
from ui.transition_dialog import TransitionDialog
from ui.widgets.layouts import box, clear, column, row, scrolling
from ui.widgets.message_strip import MessageStrip

SIDE_WIDTH = 300
SIDE_BESIDE_FROM = 1300
"""Pixels of width from which the side panel stands beside the fields instead of under them."""


class RecordFormPage(QWidget):
    """A stored record, or a new one holding `values`; see `ui.shell.Page` for what the window calls."""

    def __init__(
        self, shell: Shell, kind_name: str, record_id: int | None = None, values: dict[str, Any] | None = None
    ) -> None:
        super().__init__()
        self.shell = shell
        self.kind = find_kind(kind_name)
        self.kind_name = kind_name
        self.record_id = record_id
        if record_id is None:
            self.form = RecordForm.start(self.kind, shell.desk, **(values or {}))
        else:
            self.form = RecordForm.open(self.kind, shell.desk, record_id)
        self.form.on_change(self.show_form)
        self._is_gone = False
        self._version = self.form.record.version
        self._outer = column(gap=0)
        self.setLayout(self._outer)
        self._add_keys()
        self._build()

    # -- what the window asks ------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """Return the text of the tab."""
        return self.form.title

    def is_changed(self) -> bool:
        """Say whether something typed here was not saved."""
        return not self._is_gone and (self.cursor.is_pending or self.form.is_dirty)

    def may_close(self) -> bool:
        """Ask about unsaved changes; False keeps the tab."""
        self.commit()
        if not self.is_changed():
            return True
        asked = QMessageBox(self)
        asked.setIcon(QMessageBox.Icon.Question)
        asked.setWindowTitle(_("还没有保存"))
        asked.setText(_("“{title}”有修改还没有保存。").format(title=self.title))
        save = asked.addButton(_("保存"), QMessageBox.ButtonRole.AcceptRole)
        drop = asked.addButton(_("不保存"), QMessageBox.ButtonRole.DestructiveRole)
        asked.addButton(_("取消"), QMessageBox.ButtonRole.RejectRole)
        asked.setDefaultButton(save)
        asked.exec()
        return self.save() if asked.clickedButton() is save else asked.clickedButton() is drop

    def refresh(self) -> None:
        """Read the record again; what is typed and not saved stays."""
        if self.record_id is None or self.is_changed() or self._is_gone:
            return
        try:
            self.form.reload()
            self._version = self.form.record.version
            self.side.refresh()
        except DeskError as error:
            self.strip.say(str(error))

    def retranslate(self) -> None:
        """Show all words, colours and icons anew and keep what was typed."""
        self.commit()
        self._build()

    def take_focus(self) -> None:
        """Put the cursor where it was, or into the first field to fill in."""
        self.cursor.take_focus()

    # -- typing and saving ---------------------------------------------------------------------------------------

    def commit(self) -> None:
        """Hand over to the form what is being typed right now."""
        for block in self.blocks:
            block.editor.commit()
        for card in self.child_cards:
            card.commit()

    def save(self) -> bool:
        """Save; where something keeps it from being saved, say what and go there."""
        self.commit()
        if not self._try(self.form.save):
            self._show_why_not()
            return False
        self._note_saved()
        self.shell.tell(_("已保存"))
        return True

    def press(self, name: str) -> None:
        """Take a step of the workflow, asking first for what it needs."""
        assert self.kind.workflow
        step = self.kind.workflow.transition(name)
        self.commit()
        if not (step.asks or step.needs_reason or self.kind.workflow.ends(step)):
            self._after_step(name, self._try(lambda: self.form.press(name)))
            return
        if (self.form.is_dirty or self.form.is_new) and not self.save():
            return
        dialog = TransitionDialog(
            self, self.form, step, lambda reason, texts: self.form.press(name, reason, texts)
        )
        dialog.finished.connect(lambda result: self._after_step(name, bool(result)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def change_clock(self, step: ClockStep) -> None:
        """Pause, resume or put off a clock, asking for what it needs."""

        def do(entries: dict[str, str]) -> None:
            self.form.change_clock(step, entries)
            self.side.refresh()
            self.shell.records_changed(self.kind_name)
            self.shell.tell(_("{step}：已登记").format(step=step.label.rstrip("…")))

        if step.needs_reason:
            ClockDialog(self, step, self.title, do).open()
        else:
            self._try(lambda: do({}))

    def print_paper(self, name: str) -> None:
        """Show the filled paper, of what is saved; a pack is asked about first."""
        self.commit()
        if (self.form.is_dirty or self.form.is_new) and not self.save():
            return
        assert self.record_id is not None
        print_named(self.shell, self.kind_name, self.record_id, name)

    def print_here(self) -> None:
        """Say why nothing is printed of this record now: no button took the key."""
        self.shell.tell(print_here.nothing_of_form(self.form), "waiting")

    def remove(self) -> None:
        """Ask for the reason and delete the record."""

        def do(reason: str) -> None:
            self.form.remove(reason)
            self._is_gone = True
            self.shell.records_changed(self.kind_name)
            self.shell.tell(_("已删除"), "waiting")
            QTimer.singleShot(0, lambda: ask(self.shell, "close_tab", self))

        text = _("“{title}”将被删除，不能恢复。有别的记录在用它时不会删除。").format(title=self.title)
        ReasonDialog(self, _("删除"), text, do).open()

    def undo(self) -> None:
        """Take the last edit back."""
        self.commit()
        self.form.undo()

    def redo(self) -> None:
        """Do an edit again that was taken back."""
        self.commit()
        self.form.redo()

    # -- showing -------------------------------------------------------------------------------------------------

    def show_form(self) -> None:
        """Show what the form holds."""
        problems = self.form.problems
        self.head.show_form(self.form)
        for card in self.cards:
            card.show_section(self.form, problems)
        for card in self.child_cards:
            card.show_rows(problems)
            self.cursor.watch_cells(card)
        self.bar.show_form(self.form, is_changed=self.is_changed())
        if not problems and self.strip.isVisible():
            self.strip.clear()
        self._mark()

    def _mark(self) -> None:
        is_changed = self.is_changed()
        self.setWindowTitle(f"{self.title}[*]")
        self.setWindowModified(is_changed)
        self.bar.show_changed(is_changed)

    def _build(self) -> None:
        clear(self._outer)
        self.head = FormHead()
        self.strip = MessageStrip()
        self.bar = ActionBar(self)
        self.blocks: list[FieldBlock] = []
        self.cards = [
            SectionCard(_(section.title), [self._block(name) for name in section.fields])
            for section in self.kind.sections
        ]
        self.child_cards = [
            ChildRowsCard(self.form, child, self._reveal_row, self._open_target)
            for child in self.kind.children
        ]
        for card in (*self.cards, *self.child_cards):
            card.touched.connect(self._mark)
        for card in self.child_cards:
            card.refused.connect(self.strip.say)
        self.side = RecordSide(self.shell, self.form)
        if self.record_id is None:
            self.side.hide()
        self.board = CardBoard(self._in_order(), list(self.child_cards))
        left = box(column(self.board, None))
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(theme.px(16))
        self._sides.setContentsMargins(theme.px(24), theme.px(4), theme.px(24), theme.px(16))
        self._sides.addWidget(left, 1)
        self._sides.addWidget(self.side)
        self.area = scrolling(box(self._sides))
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.cursor = FormCursor(self.area, self.blocks, self.child_cards, lambda: self.bar.take_focus())
        self._outer.addWidget(self.head)
        self._outer.addLayout(row(self.strip, margins=(24, 0, 24, 8)))
        self._outer.addWidget(self.area, 1)
        self._outer.addWidget(self.bar)
        self._place_side()
        self.show_form()

    def _in_order(self) -> list[QWidget]:
        """Return the cards: sections to fill in, then rows, then what only the program fills in."""
        fixed = [
            card for card in self.cards if all(self.kind.field(block.name).stamped for block in card.blocks)
        ]
        return [*(card for card in self.cards if card not in fixed), *self.child_cards, *fixed]

    def _block(self, name: str) -> FieldBlock:
        form, field = self.form, self.kind.field(name)
        hooks = FieldHooks(
            enter=lambda text: form.enter(name, text),
            choose=lambda record_id: form.choose(name, record_id),
            suggest=lambda typed: form.suggest(name, typed),
            reveal=lambda reason: self._reveal(name, reason),
            open_link=lambda: self._open_target(field, form.cells.value(name)),
            now=form.desk.now,
            create=new_record.maker(self, field, form.desk, self.shell.records_changed),
        )
        editor = field_widgets.make(self.kind.name, name, field, hooks)
        made = FieldBlock(name, field.label, editor, required=field.required)
        self.blocks.append(made)
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the side panel beside the fields, or under them."""
        super().resizeEvent(event)
        self._place_side()

    def _place_side(self) -> None:
        is_beside = self.width() >= theme.px(SIDE_BESIDE_FROM)
        way = QBoxLayout.Direction.LeftToRight if is_beside else QBoxLayout.Direction.TopToBottom
        self._sides.setDirection(way)
        self._sides.setAlignment(self.side, Qt.AlignmentFlag.AlignTop if is_beside else Qt.AlignmentFlag(0))
        self.side.setMinimumWidth(theme.px(SIDE_WIDTH) if is_beside else 0)
        self.side.setMaximumWidth(theme.px(SIDE_WIDTH) if is_beside else 16777215)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the tab with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            ask(self.shell, "close_tab", self)
            return
        super().keyPressEvent(event)

    # -- inside --------------------------------------------------------------------------------------------------

    def _add_keys(self) -> None:
        for keys, do in (("Ctrl+Z", self.undo), ("Ctrl+Y", self.redo), ("Ctrl+Shift+Z", self.redo)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)

    def _try(self, do: Any) -> bool:
        """Do something the form may refuse; say why on the strip."""
        try:
            return bool(do())
        except DeskError as error:
            self.strip.say(str(error))
            return False

    def _note_saved(self) -> None:
        self.record_id = self.form.record.id
        self._version = self.form.record.version
        self.strip.clear()
        self.side.setVisible(True)
        self.side.refresh()
        self.shell.records_changed(self.kind_name)
        self.show_form()

    def _after_step(self, name: str, is_taken: bool) -> None:
        assert self.kind.workflow
        if is_taken:
            self._note_saved()
            number = getattr(self.form.record, "number", None) or ""
            step = _(self.kind.workflow.transition(name).label)
            self.shell.tell(_("{step}：已完成 {number}").format(step=step, number=number).strip())
            self._go_on_after(name)
            return
        if self.form.record.version != self._version:
            self._note_saved_before_refusal()
        if self.form.problems or self.form.clash:
            self._show_why_not()

    def _go_on_after(self, name: str) -> None:
        """Put the cursor on printing where that comes next; never on the next step, which a second Enter would take."""
        self.area.setFocus()
        if open_next(self.shell, self.form.what_follows(name)):
            return
        if self.form.is_paper_due(name):
            self.bar.focus_print()

    def _note_saved_before_refusal(self) -> None:
        """The record was saved and then refused the step: keep the sentence, and show it as stored."""
        sentence = self.strip.text.text()
        self._note_saved()
        self.strip.say(sentence)

    def _show_why_not(self) -> None:
        if self.form.clash:
            self._settle_conflict()
            return
        problems = self.form.problems
        if not problems:
            return
        self.strip.say(
            _("没有保存：有 {count} 处要改。").format(count=len(problems))
            + clauses(dict.fromkeys(problems.values()))
        )
        self.cursor.go_to_problem(problems)

    def _settle_conflict(self) -> None:
        answer = ConflictDialog(self, self.form).exec()
        if answer == KEEP:
            self.form.keep_mine()
            self.save()
        elif answer == TAKE:
            self.form.take_theirs()
            self._note_saved()
        else:
            assert self.form.clash
            self.strip.say(self.form.clash.message, "waiting")

    def _reveal(self, name: str, reason: str) -> str | None:
        try:
            whole = self.form.reveal(name, reason)
        except DeskError as error:
            self.strip.say(str(error))
            return None
        self.side.refresh()
        return whole

    def _reveal_row(self, child: str, line: int, name: str, reason: str) -> str | None:
        try:
            whole = self.form.reveal_row(child, line, name, reason)
        except DeskError as error:
            self.strip.say(str(error))
            return None
        self.side.refresh()
        return whole

    def _open_target(self, field: Any, record_id: int | None) -> None:
        if record_id is not None:
            self.shell.open_record(kind_of(field).name, record_id)
