"""Buttons (按钮): with an icon, a shortcut that the tooltip shows, and a look that says how much they matter."""

from collections.abc import Callable

from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QToolButton

from ui import icons, theme


class Button(QPushButton):
    """A push button that Enter presses where it has the cursor, in a dialog and on a page alike.

    Qt's own answer, auto-default, would also make the first button of a dialog the one Enter presses anywhere.
    """

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as a click."""
        from PySide6.QtCore import Qt  # all of its names at once, which the first paint need not wait for

        keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not keys:
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    def setText(self, text: str) -> None:
        """Take other words and keep the keys, which Qt forgets with every new text."""
        keys = self.shortcut()
        super().setText(text)
        if not keys.isEmpty():
            self.setShortcut(keys)


def button(
    text: str,
    on_click: Callable[[], object] | None = None,
    *,
    icon: str = "",
    look: str = "",
    shortcut: str = "",
    tip: str = "",
    name: str = "",
) -> QPushButton:
    """Return a push button; `look` is main (one a page), danger, plain, link, or nothing; `name` finds it in tests."""
    made = Button(text)
    if icon:
        tone = {"main": "on_accent", "danger": "bad", "link": "accent"}.get(look, "muted")
        made.setIcon(icons.icon(icon, tone, 18))
        made.setIconSize(icons.icon_size(18))
    made.setObjectName(name)
    made.setToolTip(with_keys(tip or text, shortcut))
    made.setAutoDefault(False)
    if look:
        theme.dress(made, look=look)
    if look == "link":
        from PySide6.QtCore import Qt

        made.setCursor(Qt.CursorShape.PointingHandCursor)
    if shortcut:
        made.setShortcut(QKeySequence(shortcut))
    if on_click:
        made.clicked.connect(lambda *_checked: on_click())
    return made


def tool_button(
    icon: str, text: str, on_click: Callable[[], object] | None = None, *, shortcut: str = "", size: int = 20
) -> QToolButton:
    """Return a button that is only an icon; `text` is its accessible name and tooltip."""
    made = QToolButton()
    made.setIcon(icons.icon(icon, "muted", size, chosen="accent"))
    made.setIconSize(icons.icon_size(size))
    made.setAccessibleName(text)
    made.setToolTip(with_keys(text, shortcut))
    if shortcut:
        made.setShortcut(QKeySequence(shortcut))
    if on_click:
        made.clicked.connect(lambda *_checked: on_click())
    return made


def with_keys(text: str, shortcut: str) -> str:
    """Return `text` followed by its shortcut as this system writes it."""
    return f"{text}  {keys_of(shortcut)}" if shortcut else text


def keys_of(shortcut: str) -> str:
    """Return a shortcut as this system writes it."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
