"""A box for a password (密码框): shows it on request, and warns of Caps Lock and full-width letters."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.kernel.words import _, clauses
from desk_app.screens.welcome import warn_of_typing
from ui import icons
from ui.widgets.labels import label
from ui.widgets.layouts import column


class _Edit(QLineEdit):
    """Notices capital letters typed without Shift, the only sign of Caps Lock every system gives."""

    caps_seen = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text()
        if len(letter) == 1 and letter.isascii() and letter.isalpha():
            is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_seen.emit(letter.isupper() != is_shifted)
        super().keyPressEvent(event)


class PasswordBox(QWidget):
    """`edit` holds the password; the line under it warns."""

    changed = Signal()

    def __init__(self, name: str, hint: str = "") -> None:
        super().__init__()
        self.edit = _Edit()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setAccessibleName(name)
        self.edit.setObjectName(name)
        self.edit.setPlaceholderText(hint)
        self.warning = label("", "small", "waiting", wrap=True)
        self.warning.hide()
        self._has_caps = False
        self._eye = QAction(icons.icon("show"), _("显示密码"), self)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._reveal)
        self.edit.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self.edit.textChanged.connect(self._look)
        self.edit.caps_seen.connect(self._note_caps)
        self.setLayout(column(self.edit, self.warning, gap=4))
        self.setFocusProxy(self.edit)

    def text(self) -> str:
        """Return what was typed."""
        return self.edit.text()

    def _note_caps(self, has_caps: bool) -> None:
        self._has_caps = has_caps
        self._look()

    def _look(self) -> None:
        caps = _("大写锁定（Caps Lock）开着") if self._has_caps else ""
        words = clauses((caps, warn_of_typing(self.edit.text())))
        self.warning.setText(words)
        self.warning.setVisible(bool(words))
        self.changed.emit()

    def _reveal(self, is_shown: bool) -> None:
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)
        self._eye.setIcon(icons.icon("hide" if is_shown else "show"))
