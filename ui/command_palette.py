"""The box over the window that finds everything (查找框, Ctrl+K): typed into and chosen from by keys alone."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from desk_app.kernel.words import _
from desk_app.screens import palette
from desk_app.screens.palette import Offering, PlainCommand
from ui import theme
from ui.actions import COMMANDS
from ui.widgets.buttons import keys_of
from ui.widgets.labels import label, picture
from ui.widgets.layouts import column, line, row
from ui.widgets.record_list import Entry, RecordList

if TYPE_CHECKING:
    from ui.main_window import MainWindow

WIDTH, MOST_HEIGHT, TOP = 680, 520, 56


class CommandPalette(QWidget):
    """Covers the window with a light shade; Esc, or a click beside the box, closes it."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._came_from: QWidget | None = None
        self.box = QFrame(self)
        theme.dress(self.box, look="float")
        self.edit = QLineEdit()
        self.edit.setObjectName("palette")
        self.edit.setAccessibleName(_("查找一切"))
        self.edit.setPlaceholderText(_("房号、姓名、拼音首字母、电话尾号、车牌、单号，或要做的事"))
        self.edit.setStyleSheet(
            "QLineEdit, QLineEdit:focus { border: none; background: transparent; padding: 0; }"
        )
        self.edit.setFont(theme.font("heading"))
        self.list = RecordList(_("找到的"), flat=True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.nothing = label("", tone="muted", wrap=True)
        self.nothing.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        hint = label(_("↑ ↓ 选择    Enter 打开    Esc 关闭"), "small", "muted")
        top = row(picture("search", "muted", 20), self.edit, gap=10, margins=(16, 10, 16, 10))
        foot = row(hint, None, margins=(16, 6, 16, 8))
        layout = column(top, line(), row(self.list, margins=(4, 4, 4, 4)), self.nothing, line(), foot, gap=0)
        self.box.setLayout(layout)
        self.edit.textChanged.connect(self._look)
        self.edit.installEventFilter(self)
        self.list.chosen.connect(self._choose)
        window.installEventFilter(self)
        self.hide()

    def open_box(self) -> None:
        """Show the box, empty, with what was opened last."""
        if self.isVisible():
            self.edit.selectAll()
            return
        self._came_from = self._window.focusWidget()
        self.edit.clear()
        self._look()
        self._place()
        self.show()
        self.raise_()
        self.edit.setFocus()

    def close_box(self) -> None:
        """Hide the box and go back to where the cursor was."""
        self.hide()
        if self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list while the cursor stays in the line; follow the window's size."""
        if watched is self._window:
            if event.type() == QEvent.Type.Resize and self.isVisible():
                self._place()
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(event)
        if event.type() == QEvent.Type.FocusOut and self.isVisible() and self._window.isActiveWindow():
            self.hide()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close when clicked beside the box."""
        self.close_box()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Shade the window behind."""
        shade = theme.color("shade")
        shade.setAlpha(70)
        QPainter(self).fillRect(self.rect(), shade)

    def _take_key(self, event: QKeyEvent) -> bool:
        keys = {
            Qt.Key.Key_Down: lambda: self.list.step(1),
            Qt.Key.Key_Up: lambda: self.list.step(-1),
            Qt.Key.Key_Return: self.list.choose_current,
            Qt.Key.Key_Enter: self.list.choose_current,
            Qt.Key.Key_Escape: self.close_box,
        }
        do = keys.get(Qt.Key(event.key()))
        if do is None:
            return False
        do()
        return True

    def _look(self) -> None:
        """Find what is typed, and show it under headings."""
        text = self.edit.text()
        found = palette.offerings(text, self._window.desk, self._commands(), self._book())
        entries: list[Entry] = []
        group = ""
        for offering in found:
            if offering.group != group:
                group = offering.group
                entries.append(Entry(None, "", _(group), heading=True))
            entries.append(_entry(offering))
        self.list.put(entries)
        self.list.choose_first()
        self.list.scrollToTop()
        self.list.setVisible(bool(entries))
        self.nothing.setVisible(not entries)
        self.nothing.setText(
            _("没有找到“{text}”。可以试房号的一部分、姓名拼音首字母、电话后四位。").format(text=text[:20])
        )
        self._place()

    def _commands(self) -> list[PlainCommand]:
        pages = [
            PlainCommand("page", spec.name, _("打开{page}").format(page=spec.label), spec.icon)
            for spec in self._window.view.specs
        ]
        return pages + [
            PlainCommand("command", each.name, _(each.words), each.icon, keys=keys_of(each.keys))
            for each in COMMANDS
            if each.in_palette
        ]

    def _book(self) -> str:
        return str(self._window.office.path)

    def _choose(self, offering: object) -> None:
        assert isinstance(offering, Offering)
        self.hide()
        if offering.sort == "record":
            palette.note_opened(self._book(), offering.name, offering.record_id)
            self._window.open_record(offering.name, offering.record_id)
        elif offering.sort == "new":
            self._window.new_record(offering.name, **dict(offering.values))
        elif offering.sort == "register":
            self._window.preview_register(offering.name, **dict(offering.values))
        elif offering.sort == "page":
            self._window.open_page(offering.name)
        elif offering.sort == "setting":
            self._window.commands.open_setting(offering.name)
        elif offering.sort == "help":
            self._window.commands.show_help(offering.name)
        else:
            self._window.run_command(offering.name)

    def _place(self) -> None:
        """Put the box in the middle near the top, as tall as what it holds."""
        self.setGeometry(self._window.rect())
        width = min(theme.px(WIDTH), self.width() - theme.px(48))
        room = self.height() - theme.px(TOP) - theme.px(48)
        if not self.list.isHidden():
            most = min(theme.px(MOST_HEIGHT), room) - theme.px(90)
            self.list.setFixedHeight(max(theme.px(60), min(self.list.needed_height(), most)))
        self.box.layout().invalidate()
        self.box.layout().activate()
        height = self.box.layout().totalSizeHint().height()
        self.box.setGeometry(QRect((self.width() - width) // 2, theme.px(TOP), width, height))


def _entry(offering: Offering) -> Entry:
    return Entry(offering, offering.icon, offering.title, offering.detail, aside=offering.aside)
