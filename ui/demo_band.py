"""The strip over a sample community (演示标记), so that nobody takes invented data for real."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame

from desk_app.kernel.words import _
from ui import theme
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import row


class DemoBand(QFrame):
    """Says what it is, and leads to a book of one's own."""

    def __init__(self, new_book: Callable[[], object]) -> None:
        super().__init__()
        theme.dress(self, look="band")
        words = label(_("演示数据：随便试，不要录入真实资料"))
        own = button(_("新建自己的账本"), new_book, name="band-new")
        self.setLayout(row(words, None, own, margins=(16, 4, 12, 4)))
