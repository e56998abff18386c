"""The first page (欢迎页): three ways in, and the books opened before."""

from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QPushButton, QWidget

from desk_app.kernel.words import _, language
from desk_app.screens import welcome
from desk_app.screens.welcome import RecentBook
from ui.screens.front import brand, middle
from ui.widgets.buttons import button, tool_button
from ui.widgets.card import Card
from ui.widgets.labels import ElidedLabel
from ui.widgets.layouts import column, row
from ui.widgets.message_strip import MessageStrip
from ui.widgets.tile import Tile


class Front(Protocol):
    """What the pages before the book is open ask of the window."""

    def open_demo(self) -> None:
        """Open the sample community."""

    def new_book(self) -> None:
        """Show the set-up."""

    def open_book(self) -> None:
        """Ask for a book file."""

    def open_path(self, path: Path) -> None:
        """Open the book at `path`, asking for its password if it has one."""

    def switch_language(self) -> None:
        """Speak the other language."""


class WelcomePage(QWidget):
    """Three large buttons and the recent books; `strip` says why a book did not open."""

    def __init__(self, front: Front) -> None:
        super().__init__()
        self._front = front
        self.strip = MessageStrip()
        sample = Tile(
            "sample",
            _("看看演示小区"),
            _("现成的房屋、住户和放行条，随便试，不怕弄坏。"),
            front.open_demo,
            name="welcome-demo",
        )
        new = Tile(
            "new-book",
            _("新建账本"),
            _("为本项目建一本空账本，再导入手头的 Excel 名册。"),
            front.new_book,
            name="welcome-new",
        )
        opened = Tile(
            "folder",
            _("打开账本"),
            _("打开这台电脑上已有的 .book 文件。"),
            front.open_book,
            name="welcome-open",
        )
        tiles = row(sample, new, opened, gap=16)
        for place in range(3):
            tiles.setStretch(place, 1)
        other = button(
            "中文" if language() == "en" else "English", front.switch_language, icon="language", look="plain"
        )
        body = middle(brand(), self.strip, tiles, self._recent(), row(None, other, None), width=840, gap=20)
        self.setLayout(column(body))

    def take_focus(self) -> None:
        """Put the cursor on the way most likely taken."""
        first = self.findChild(QPushButton, "recent-0") or self.findChild(QPushButton, "welcome-demo")
        if isinstance(first, QPushButton):
            first.setFocus()

    def _recent(self) -> QWidget:
        books = welcome.recent_books()
        card = Card(_("最近的账本"), gap=2)
        for place, book in enumerate(books):
            card.body.addLayout(self._book_row(place, book))
        card.setVisible(bool(books))
        return card

    def _book_row(self, place: int, book: RecentBook):  # type: ignore[no-untyped-def]
        there = book.is_there
        name = button(book.name, lambda: self._front.open_path(book.path), icon="book", look="link")
        name.setObjectName(f"recent-{place}")
        name.setEnabled(there)
        where = ElidedLabel(
            str(book.path) if there else _("文件不在了：{path}").format(path=book.path), tone="muted"
        )
        drop = tool_button("close", _("从列表中去掉（文件不删）"), lambda: self._forget(book), size=16)
        line = row(name, where, drop, gap=12)
        line.setStretch(1, 1)
        return line

    def _forget(self, book: RecentBook) -> None:
        welcome.forget_book(book.path)
        old = self.findChild(Card)
        if (
            old is not None
            and (parent := old.parentWidget()) is not None
            and (layout := parent.layout()) is not None
        ):
            layout.replaceWidget(old, self._recent())
            old.deleteLater()
