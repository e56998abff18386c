"""The placeholders of a paper (占位符清单): found by name or initials, and copied for pasting into Word."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from desk_app.kernel.words import _
from desk_app.screens.paper_fields import FieldLine, as_html
from ui import theme
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import column, row
from ui.widgets.record_list import Entry, RecordList

Find = Callable[[str], list[FieldLine]]
"""Returns the lines that hold what was typed."""


class FieldList(QWidget):
    """A box to search in and the lines; a click or Enter copies one, and `tell` says so."""

    def __init__(self, find: Find, tell: Callable[[str], object], *beside: QWidget) -> None:
        super().__init__()
        self._find, self._tell = find, tell
        self.typed = QLineEdit()
        self.typed.setObjectName("field-search")
        self.typed.setClearButtonEnabled(True)
        self.typed.setPlaceholderText(_("找占位符：中文、拼音首字母或英文"))
        self.typed.setAccessibleName(_("查找占位符"))
        self.typed.textChanged.connect(lambda *_text: self.refresh())
        self.typed.installEventFilter(self)
        self.list = RecordList(_("占位符"))
        self.list.setObjectName("fields")
        self.list.chosen.connect(self.copy)
        self.none = label("", tone="muted", wrap=True)
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint = _("点一下（或按 Enter）就复制，再到 Word 里按 Ctrl+V。打勾的，现在的模板里已经有了。")
        above = row(self.typed, *beside)
        above.setStretch(0, 1)
        layout = column(above, label(hint, "small", "muted", wrap=True), self.none, self.list, gap=6)
        layout.setStretch(3, 1)
        self.setLayout(layout)
        self.refresh()

    def search_in(self, find: Find) -> None:
        """Show the lines of another paper or template; what was typed stays."""
        self._find = find
        self.refresh()

    def refresh(self) -> None:
        """Look again for what is typed."""
        found = self._find(self.typed.text())
        entries, group = [], ""
        for line in found:
            if line.group != group:
                group = line.group
                entries.append(Entry(None, "", group, heading=True))
            icon = "check" if line.is_used else "copy"
            entries.append(Entry(line, icon, line.label, " ".join(line.paste.split())))
        self.list.put(entries)
        self.list.choose_first()
        self.none.setText("" if found else _("没有找到，换个说法试试"))
        self.none.setVisible(not found)

    def copy(self, line: object) -> None:
        """Put the text of a line on the clipboard, as a table where it is one."""
        assert isinstance(line, FieldLine)
        carried = QMimeData()
        carried.setText(line.paste)
        if html := as_html(line):
            carried.setHtml(html)
        QGuiApplication.clipboard().setMimeData(carried)
        self._tell(_("已复制“{label}”，到 Word 里按 Ctrl+V").format(label=line.label))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk the list from the box."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            if (key := Qt.Key(event.key())) in steps:
                self.list.step(steps[key])
                self.list.scrollTo(self.list.currentIndex())
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.list.choose_current()
                return True
            if key == Qt.Key.Key_Escape and self.typed.text():
                self.typed.clear()
                return True
        return False


class FieldWindow(QDialog):
    """The placeholders in a small window that stays above Word."""

    def __init__(self, parent: QWidget, title: str, find: Find) -> None:
        super().__init__(parent, Qt.WindowType.Tool | Qt.WindowType.WindowStaysOnTopHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.said = label("", "small", "good", wrap=True)
        self.list = FieldList(find, self.said.setText)
        close = button(_("关闭"), self.close, look="plain", shortcut="Esc")
        below = row(self.said, close)
        below.setStretch(0, 1)
        layout = column(self.list, below, gap=8, margins=(12, 12, 12, 10))
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.resize(theme.px(360), theme.px(560))
