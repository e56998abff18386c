"""Choosing one of a fixed list (选项): a few options as buttons side by side, many in a drop-down list."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desk_app.kernel import pinyin
from desk_app.kernel.words import _
from ui import theme
from ui.field_editors import FieldEditor, FieldHooks

MOST_SEGMENTS = 4
"""Up to so many options stand side by side as buttons; more go into a drop-down list."""

LONGEST_SEGMENTS = 14
"""How many letters the options may have together to stand side by side."""


class ChoiceBox(QComboBox):
    """A drop-down list found by typing: a number counts from the top, letters are pinyin initials."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self._typed = ""
        self._typed_at = 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by digits and initials; all else as usual."""
        letter = event.text().lower()
        if event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier) and (
            letter.isascii() and letter.isalnum()
        ):
            self._choose_by(letter, event.timestamp())
            return
        super().keyPressEvent(event)

    def _choose_by(self, letter: str, at: int) -> None:
        self._typed = letter if at - self._typed_at > 1000 else self._typed + letter
        self._typed_at = at
        index = self._find(self._typed)
        if index < 0:
            self._typed = letter
            index = self._find(letter)
        if index >= 0:
            self.setCurrentIndex(index)
            self.textActivated.emit(self.itemText(index))

    def _find(self, typed: str) -> int:
        texts = [self.itemText(index) for index in range(self.count())]
        if typed.isdigit():
            filled = [index for index, text in enumerate(texts) if text]
            return filled[int(typed) - 1] if 0 < int(typed) <= len(filled) else -1
        for index, text in enumerate(texts):
            ways = (text.lower(), *pinyin.initials(text), *pinyin.spellings(text))
            if text and any(way.startswith(typed) for way in ways):
                return index
        return -1

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll: a wheel must not change an entry by accident."""
        event.ignore()


class ChoiceEditor(FieldEditor):
    """One of many options, in a drop-down list."""

    def __init__(self, field: Any, hooks: FieldHooks) -> None:
        super().__init__(field, hooks)
        self.list = ChoiceBox()
        self.list.addItem("")
        self.list.addItems([_(option.label) for option in field.options])
        self.list.textActivated.connect(hooks.enter)
        self.lay_out(self.list)

    def show_text(self, text: str) -> None:
        """Choose the option; one that is no longer offered is shown all the same."""
        super().show_text(text)
        if text and self.list.findText(text) < 0:
            self.list.addItem(text)
        self.list.setCurrentText(text)


class SegmentsEditor(FieldEditor):
    """One of a few options, side by side as buttons; pressing the chosen one again chooses none."""

    def __init__(self, field: Any, hooks: FieldHooks) -> None:
        super().__init__(field, hooks)
        self.group = QButtonGroup(self)
        self.group.setExclusive(False)
        self.frame = QWidget()
        layout = QHBoxLayout(self.frame)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        for option in field.options:
            button = QPushButton(_(option.label))
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda *_checked, button=button: self._press(button))
            button.installEventFilter(self)
            self.group.addButton(button)
            layout.addWidget(button)
        self.lay_out(self.frame)
        self.box.setFocusProxy(self.group.buttons()[0])

    def show_text(self, text: str) -> None:
        """Press the option's button."""
        super().show_text(text)
        for button in self.group.buttons():
            button.setChecked(button.text() == text)
            if button.text() == text:
                self.box.setFocusProxy(button)

    def show_problem(self, problem: str) -> None:
        """Mark the buttons."""
        for button in self.group.buttons():
            if (button.property("look") == "danger") != bool(problem):
                theme.dress(button, look="danger" if problem else "")
            button.setAccessibleDescription(problem)

    def name_box(self, text: str) -> None:
        """Name each button with the field before it."""
        super().name_box(text)
        for button in self.group.buttons():
            button.setAccessibleName(f"{text} {button.text()}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys go from one option to the next."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
            buttons = self.group.buttons()
            if step and watched in buttons:
                button = buttons[(buttons.index(watched) + step) % len(buttons)]
                button.setFocus(Qt.FocusReason.TabFocusReason)
                button.setChecked(True)
                self._press(button)
                return True
        return False

    def _press(self, pressed: QPushButton) -> None:
        for button in self.group.buttons():
            if button is not pressed:
                button.setChecked(False)
        if not pressed.isChecked() and self.field.required:
            pressed.setChecked(True)
        self.hooks.enter(pressed.text() if pressed.isChecked() else "")


def choice_editor(field: Any, hooks: FieldHooks) -> FieldEditor:
    """Return buttons for a few short options, else a list."""
    letters = sum(len(_(option.label)) for option in field.options)
    if len(field.options) <= MOST_SEGMENTS and letters <= LONGEST_SEGMENTS:
        return SegmentsEditor(field, hooks)
    return ChoiceEditor(field, hooks)
