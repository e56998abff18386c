"""A personal number (证件号、电话): masked on the screen, shown whole for a moment when somebody says why."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QMenu, QWidget

from desk_app.kernel.words import _, mark
from ui import icons
from ui.field_editors import FieldHooks, LineEditor
from ui.widgets.buttons import tool_button

SHOWN_SECONDS = 15
"""How long a number stays whole on the screen."""

REASONS = (mark("核对身份"), mark("联系本人"), mark("填写表单"), mark("处理投诉或纠纷"))
"""Why somebody may look at a whole number; the audit keeps the answer."""


class SecretEditor(LineEditor):
    """A masked line: typing replaces the whole of it, the eye shows it."""

    def __init__(self, field: Any, hooks: FieldHooks) -> None:
        super().__init__(field, hooks)
        self._masked = ""
        self.hide_timer = QTimer(self, singleShot=True, interval=SHOWN_SECONDS * 1000)
        self.hide_timer.timeout.connect(self.mask)
        self.line.installEventFilter(self)
        self.line.selectionChanged.connect(self._keep_whole_selected)
        self.line.cursorPositionChanged.connect(self._keep_whole_selected)

    def tools(self) -> list[QWidget]:
        """Return the eye."""
        self.eye = tool_button("show", _("显示完整号码"), self._press_eye, size=18)
        return [self.eye]

    def show_text(self, text: str) -> None:
        """Show the text the form gives, masked if it is a stored one."""
        if self.hide_timer.isActive() and text == self._masked:
            return
        self._masked = text
        super().show_text(text)
        self.eye.setVisible("*" in text)

    def mask(self) -> None:
        """Hide the number again."""
        self.hide_timer.stop()
        self.eye.setIcon(icons.icon("show", "muted", 18))
        self.show_text(self._masked)

    def reveal(self, reason: str) -> None:
        """Show the number for a while; the form logs the reason."""
        whole = self.hooks.reveal(reason)
        if whole is None:
            return
        self.hide_timer.start()
        self.plain.setText(whole)
        self.line.setText(whole)
        self.eye.setIcon(icons.icon("hide", "accent", 18))

    def commit(self) -> None:
        """Hand over what was typed; a number only looked at was not typed."""
        if self.is_pending:
            self.hide_timer.stop()
        super().commit()

    def _press_eye(self) -> None:
        if self.hide_timer.isActive():
            self.mask()
            return
        menu = QMenu(self)
        menu.addSection(_("为什么要看？（会记入操作日志）"))
        for reason in REASONS:
            menu.addAction(_(reason), lambda reason=reason: self.reveal(_(reason)))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.eye.mapToGlobal(self.eye.rect().bottomLeft()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Select the mask when the cursor comes."""
        if event.type() == QEvent.Type.FocusIn and "*" in self.line.text() and not self.is_pending:
            self.line.selectAll()
        return False

    def _keep_whole_selected(self) -> None:
        """A masked number is replaced as a whole: nobody can correct one star."""
        if "*" in self.line.text() and not self.is_pending and self.line.hasFocus():
            self.line.blockSignals(True)
            self.line.selectAll()
            self.line.blockSignals(False)
