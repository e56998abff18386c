"""A message across the page (提示条) that stays until it is closed or another takes its place."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame

from desk_app.kernel.words import _
from ui import icons, theme
from ui.widgets.buttons import button, tool_button
from ui.widgets.labels import label, picture
from ui.widgets.layouts import row

ICONS = {"good": "done", "waiting": "warning", "bad": "error", "quiet": "info"}


class MessageStrip(QFrame):
    """Shows a sentence in a tone (good, waiting, bad or quiet); hidden while it has nothing to say.

    Beside the sentence may stand one button that does something about it.
    """

    closed = Signal()

    def __init__(self, text: str = "", tone: str = "bad", *, closable: bool = True) -> None:
        super().__init__()
        self.picture = picture("info", "quiet", 18)
        self.text = label("", wrap=True, select=True)
        self.offer_button = button("", self._take_offer, name="strip-offer")
        self.offer_button.hide()
        self._offer: Callable[[], object] | None = None
        self.copy_button = tool_button("copy", _("复制这句话"), self._copy, size=16)
        self.close_button = tool_button("close", _("关闭"), self.clear, size=16)
        if not closable:  # shown without a parent, it would flash up as a window
            self.copy_button.hide()
            self.close_button.hide()
        layout = row(
            self.picture,
            self.text,
            self.offer_button,
            self.copy_button,
            self.close_button,
            margins=(12, 6, 8, 6),
        )
        layout.setStretch(1, 1)
        self.setLayout(layout)
        theme.dress(self, look="strip")
        self.hide()
        if text:
            self.say(text, tone)

    def say(
        self, text: str, tone: str = "bad", offer: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        """Show `text`, with a button of the words and the deed offered; nothing hides the strip."""
        self.text.setText(text)
        words, self._offer = offer or ("", None)
        self.offer_button.setText(words)
        self.offer_button.setToolTip(words)
        self.offer_button.setVisible(offer is not None)
        self.picture.setPixmap(icons.pixmap(ICONS.get(tone, "info"), tone, 18))
        theme.dress(self, tone=tone)
        theme.dress(self.text, tone=tone if tone in ("bad", "waiting", "good") else "")
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def clear(self) -> None:
        """Say nothing more."""
        self.text.clear()
        self.hide()
        self.closed.emit()

    def _take_offer(self) -> None:
        if self._offer is not None:
            self._offer()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.text())
