"""Editors of single fields (字段控件): text, numbers, notes, yes or no; the base of all others.

Every editor hands over what was typed when the person leaves it or presses Enter, shows what the form says, and can
show its value as plain text where the field is only shown.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QTextOption
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from desk_app.kernel import fields
from desk_app.kernel.words import _, mark
from desk_app.screens.record_links import Target
from ui import theme
from ui.widgets.labels import label
from ui.widgets.layouts import row


@dataclass(frozen=True)
class FieldHooks:
    """What an editor may ask of the form it stands in, for its own field.

    `create` makes a record a link can point to, called as typed; it tells the id, None where nothing was made.
    """

    enter: Callable[[str], object]
    choose: Callable[[int], object]
    suggest: Callable[[str], list[Target]]
    reveal: Callable[[str], str | None]
    open_link: Callable[[], object]
    now: Callable[[], datetime.datetime]
    create: Callable[[str, Callable[[int | None], object]], object] | None = None


class FieldEditor(QWidget):
    """Base of all editors. `box` takes the focus; `is_pending` while something is typed and not handed over."""

    touched = Signal()

    def __init__(self, field: Any, hooks: FieldHooks) -> None:
        super().__init__()
        self.field = field
        self.hooks = hooks
        self.is_pending = False
        self.is_fixed = False
        self.is_empty = True
        self.box: QWidget = self
        self.plain = label("", select=True, wrap=True)
        self.plain.setMinimumHeight(theme.px(30))
        self.plain.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def lay_out(self, box: QWidget, *tools: QWidget) -> None:
        """Place the box, its stand-in as plain text, and what stands at its right."""
        self.box = box
        made = row(box, self.plain, *tools, gap=2)
        made.setStretch(0, 1)
        made.setStretch(1, 1)
        self.setLayout(made)

    def show_text(self, text: str) -> None:
        """Show what the form says; what is being typed stays."""
        self.is_empty = not text
        self.plain.setText(text or "—")
        _tone(self.plain, "" if text else "muted")

    def show_fixed(self, is_fixed: bool) -> None:
        """Show the value as plain text instead of a box to type in, or the box again."""
        self.is_fixed = is_fixed
        self.box.setVisible(not is_fixed)
        self.plain.setVisible(is_fixed)

    def show_problem(self, problem: str) -> None:
        """Mark the box as wrong, or as right for no problem."""
        _tone(self.box, "bad" if problem else "")
        self.box.setAccessibleDescription(problem)

    def commit(self) -> None:
        """Hand over what is typed, if anything is."""

    def take_enter(self) -> None:
        """Do what Enter means here before the cursor goes on to the next field."""
        self.commit()

    def become_cell(self) -> None:
        """Leave out what a table's heading says already."""

    def name_box(self, text: str) -> None:
        """Say what the box is for, to screen readers."""
        self.box.setAccessibleName(text)


class LineEditor(FieldEditor):
    """One line of text, and every field that is typed as one."""

    def __init__(self, field: Any, hooks: FieldHooks) -> None:
        super().__init__(field, hooks)
        self.line = QLineEdit()
        self.line.setPlaceholderText(_(field.hint))
        if field.align == "right":
            self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.line.textEdited.connect(self._typed)
        self.line.editingFinished.connect(self.commit)
        self.lay_out(self.line, *self.tools())

    def tools(self) -> list[QWidget]:
        """Return what stands at the right of the line."""
        return []

    def show_text(self, text: str) -> None:
        """Show the text unless the person is typing."""
        super().show_text(text)
        if not self.is_pending and self.line.text() != text:
            self.line.setText(text)
            self.line.setCursorPosition(0)

    def commit(self) -> None:
        """Hand the line over."""
        if self.is_pending:
            self.is_pending = False
            self.hooks.enter(self.line.text())

    def put(self, text: str) -> None:
        """Write `text` as if typed, and hand it over."""
        self.line.setText(text)
        self.is_pending = True
        self.commit()

    def _typed(self) -> None:
        self.is_pending = True
        self.touched.emit()


class NumberEditor(LineEditor):
    """A number with its unit behind it."""

    UNITS = ((fields.Area, "㎡"), (fields.Money, mark("元")))

    def tools(self) -> list[QWidget]:
        """Return the unit, where the field has one."""
        units = [unit for kind, unit in self.UNITS if isinstance(self.field, kind)]
        return [label(_(units[0]), tone="muted")] if units else []


class GrowingText(QPlainTextEdit):
    """A box of several lines that grows from one to eight with what is typed; Tab leaves it."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().documentLayout().documentSizeChanged.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Take the height the text needs."""
        lines = min(max(int(self.document().size().height()), 1), 8)
        margins = self.contentsMargins().top() + self.contentsMargins().bottom()
        height = lines * self.fontMetrics().lineSpacing() + margins + theme.px(16)
        if self.height() != height:
            self.setFixedHeight(height)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the person is done."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class NoteEditor(FieldEditor):
    """Several lines of text; Enter goes on to the next field as everywhere, Shift+Enter begins a line."""

    def __init__(self, field: Any, hooks: FieldHooks) -> None:
        super().__init__(field, hooks)
        self.text = GrowingText()
        self.text.setPlaceholderText(_(field.hint) or _("Shift+Enter 换行"))
        self.text.setToolTip(_("按 Enter 到下一项，按 Shift+Enter 换行"))
        self.text.textChanged.connect(self._typed)
        self.text.left.connect(self.commit)
        self.lay_out(self.text)

    def show_text(self, text: str) -> None:
        """Show the text unless the person is typing."""
        super().show_text(text)
        if not self.is_pending and self.text.toPlainText() != text:
            self.text.blockSignals(True)
            self.text.setPlainText(text)
            self.text.blockSignals(False)
            self.text.fit()

    def commit(self) -> None:
        """Hand the text over."""
        if self.is_pending:
            self.is_pending = False
            self.hooks.enter(self.text.toPlainText())

    def _typed(self) -> None:
        self.is_pending = True
        self.touched.emit()


class FlagEditor(FieldEditor):
    """Yes or no."""

    def __init__(self, field: Any, hooks: FieldHooks) -> None:
        super().__init__(field, hooks)
        self.check = QCheckBox(_("是"))
        self.check.clicked.connect(lambda on: hooks.enter(_("是") if on else _("否")))
        self.lay_out(self.check)

    def show_text(self, text: str) -> None:
        """Tick the box."""
        super().show_text(text)
        self.check.setChecked(text == _("是"))

    def become_cell(self) -> None:
        """Show the tick alone."""
        self.check.setText("")


def _tone(widget: QWidget, tone: str) -> None:
    """Set a widget's tone; dressing it anew is dear, so not where it wears it already."""
    if (widget.property("tone") or "") != tone:
        theme.dress(widget, tone=tone)
