"""The bar at the top (顶栏): whose book is open, the one search box, who works, and help."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QPushButton

from desk_app.kernel.words import _, language
from ui import theme
from ui.actions import command
from ui.widgets.buttons import button, tool_button, with_keys
from ui.widgets.labels import ElidedLabel, label, picture
from ui.widgets.layouts import row


class TopBar(QFrame):
    """Book name, search, person, language and help; `do(name)` runs a command of the window."""

    def __init__(self, do: Callable[[str], object]) -> None:
        super().__init__()
        self.setObjectName("topbar")
        self._do = do
        self.book = ElidedLabel("", "heading")
        self.book.setMinimumWidth(theme.px(90))
        self.book.setMaximumWidth(theme.px(300))
        self.find = self._make_find()
        self.person = label("", tone="muted")
        self.language = button(
            "中文" if language() == "en" else "English",
            lambda: do("switch_language"),
            icon="language",
            look="plain",
            tip=_(command("switch_language").words),
            name="switch-language",
        )
        self.look = tool_button("dark", _(command("switch_look").words), lambda: do("switch_look"))
        self.help = tool_button("help", with_keys(_("本页帮助"), "F1"), lambda: do("show_help"))
        layout = row(
            picture("community", "accent", 24),
            self.book,
            self.find,
            row(picture("person", "muted", 18), self.person, gap=4),
            self.language,
            self.look,
            self.help,
            gap=12,
            margins=(16, 6, 12, 6),
        )
        layout.setStretch(1, 2)
        layout.setStretch(2, 4)
        layout.insertStretch(3, 1)
        self.setLayout(layout)

    def _make_find(self) -> QPushButton:
        """Return the button that looks like the box it opens."""
        find = command("find_anything")
        made = button(
            _("查找房号、姓名、电话、车牌、单据…"), lambda: self._do(find.name), icon="search", name="find"
        )
        made.setToolTip(with_keys(_(find.words), find.keys))
        made.setMinimumWidth(theme.px(260))
        made.setMaximumWidth(theme.px(460))
        keys = label("Ctrl K")
        theme.dress(keys, look="key")
        made.setLayout(row(None, keys, margins=(0, 5, 6, 5)))
        return made

    def show_office(self, book: str, person: str) -> None:
        """Show whose book it is and who works."""
        self.book.setText(book)
        self.person.setText(person)
