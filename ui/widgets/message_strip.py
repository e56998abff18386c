"""A message across the page (提示条) that stays until it is closed or another takes its place.

On a page its room is always kept, so that nothing moves under the mouse when it comes or goes; a longer message lies
over what stands below it. That of the window takes no room at all and lies over the head of the page. In a dialog it
takes room only while it has something to say.
"""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QMoveEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QWidget

from desk_app.kernel.words import _
from ui import icons, theme
from ui.widgets.buttons import button, tool_button
from ui.widgets.labels import label, picture
from ui.widgets.layouts import column, row

ICONS = {"good": "done", "waiting": "warning", "bad": "error", "quiet": "info"}


OVER_PX = 6
"""How far it reaches into the gaps above and below its room, which then need not be so high; below the head of the
page where it has no room."""


class MessageStrip(QWidget):
    """Shows a sentence in a tone (good, waiting, bad or quiet); hidden while it has nothing to say.

    Beside the sentence may stand one button that does something about it. `closable` ones stand on pages, and keep
    their room while they are hidden; one that `floats` has none and lies over the page.
    """

    closed = Signal()

    def __init__(
        self, text: str = "", tone: str = "bad", *, closable: bool = True, floats: bool = False
    ) -> None:
        super().__init__()
        self._keeps_place = closable
        self._over = 0
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
        self.face = self._make_face()
        if closable:
            self._keep_place(floats)
        else:
            self.setLayout(column(self.face, gap=0))
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
        theme.dress(self.face, tone=tone)
        theme.dress(self.text, tone=tone if tone in ("bad", "waiting", "good") else "")
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self._go_over_the_page()

    def clear(self) -> None:
        """Say nothing more."""
        self.text.clear()
        self.hide()
        self.closed.emit()

    # -- where it stands -----------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Go as far across as the page does."""
        super().resizeEvent(event)
        self._place()

    def moveEvent(self, event: QMoveEvent) -> None:
        """Stay at its place."""
        super().moveEvent(event)
        self._place()

    def showEvent(self, event: QShowEvent) -> None:
        """Take its place."""
        super().showEvent(event)
        self._place()

    def hideEvent(self, event: QHideEvent) -> None:
        """Take what lies over the page away with it."""
        super().hideEvent(event)
        if self._keeps_place:
            self.face.hide()

    @property
    def _one_line(self) -> int:
        """Return the height of a message of one line."""
        tallest = max(self.offer_button.sizeHint().height(), self.copy_button.sizeHint().height())
        return tallest + theme.px(8)

    def _make_face(self) -> QFrame:
        layout = row(
            self.picture,
            self.text,
            self.offer_button,
            self.copy_button,
            self.close_button,
            margins=(12, 4, 8, 4),
        )
        layout.setStretch(1, 1)
        made = QFrame(self)
        made.setLayout(layout)
        theme.dress(made, look="strip")
        return made

    def _keep_place(self, floats: bool) -> None:
        """Take one line's room, always; none if it floats."""
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self._over = theme.px(-2 if floats else OVER_PX)
        self.setFixedHeight(0 if floats else self._one_line - 2 * self._over)

    def _go_over_the_page(self) -> None:
        """Let the face lie over the page; not while Qt shows or hides the page, which goes through its children."""
        page = self.parentWidget()
        if self._keeps_place and page is not None and self.face.parentWidget() is not page:
            self.face.setParent(page)
            self.destroyed.connect(self.face.deleteLater)
        self._place()
        self.face.raise_()

    def _place(self) -> None:
        """Fill its room; a message that needs more lies over the page below, none of which moves."""
        page = self.parentWidget()
        if not self._keeps_place or page is None or self.isHidden():
            return
        needed = max(self._one_line, self.face.layout().totalHeightForWidth(self.width()))
        if self.face.parentWidget() is page:
            corner = self.mapTo(page, QPoint(0, 0))
            self.face.setGeometry(corner.x(), corner.y() - self._over, self.width(), needed)
        else:  # said before it stood on the page
            self.face.setGeometry(self.rect())
            QTimer.singleShot(0, self, self._go_over_the_page)
        self.face.show()

    # -- its buttons ---------------------------------------------------------------------------------------------

    def _take_offer(self) -> None:
        if self._offer is not None:
            self._offer()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.text())
