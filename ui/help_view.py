"""Help beside the page (帮助, F1): the Markdown page of what is in front, and a box to find words in all of them."""

from collections.abc import Callable

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QTextBrowser, QWidget

from desk_app.kernel.words import _
from desk_app.screens import help_pages
from ui import theme
from ui.widgets.buttons import tool_button
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import label
from ui.widgets.layouts import column, row
from ui.widgets.record_list import Entry, RecordList

LINE_PERCENT = 140


class HelpView(QWidget):
    """One page, or what was found; links between pages stay inside."""

    def __init__(self, close: Callable[[], None]) -> None:
        super().__init__()
        theme.dress(self, ground="surface")
        self.topic = ""
        self._trail: list[str] = []
        self.title = label(_("帮助"), "heading")
        self.back = tool_button("back", _("上一页帮助"), self._go_back)
        contents = tool_button("list", _("全部帮助页"), self._show_contents)
        shut = tool_button("close", _("关闭帮助"), close)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(_("在帮助里查找"))
        self.edit.setAccessibleName(_("在帮助里查找"))
        self.edit.setClearButtonEnabled(True)
        self.edit.textChanged.connect(self._look)
        self.browser = QTextBrowser()
        self.browser.setOpenLinks(False)
        self.browser.anchorClicked.connect(self._follow)
        self.found = RecordList(_("找到的帮助"))
        self.found.chosen.connect(lambda topic: self.open_topic(str(topic)))
        self.stack = QStackedWidget()
        nothing = EmptyState("search", _("帮助里没有这个词"), _("换一个说法试试，或看全部帮助页。"))
        for part in (self.browser, self.found, nothing):
            self.stack.addWidget(part)
        head = row(self.back, self.title, None, contents, shut, gap=4, margins=(12, 8, 8, 0))
        self.setLayout(column(head, row(self.edit, margins=(16, 0, 16, 0)), self.stack, gap=8))
        self.setMinimumWidth(theme.px(300))

    def open_topic(self, topic: str) -> None:
        """Show a page."""
        page = help_pages.page(topic)
        if page.topic == self.topic and self.stack.currentIndex() == 0:
            return
        if self.topic:
            self._trail.append(self.topic)
        self._show(page.topic)

    def _show(self, topic: str) -> None:
        page = help_pages.page(topic)
        self.topic = page.topic
        self.back.setEnabled(bool(self._trail))
        self.browser.setMarkdown(page.markdown)
        self._space_out()
        self.stack.setCurrentIndex(0)

    def _space_out(self) -> None:
        """Give the text air: Markdown brings its own fonts, but its lines stand too close for Chinese."""
        document = self.browser.document()
        document.setDocumentMargin(theme.px(16))
        document.setIndentWidth(theme.px(22))
        block = document.begin()
        while block.isValid():
            form = QTextBlockFormat(block.blockFormat())
            form.setLineHeight(LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            form.setBottomMargin(theme.px(4))
            if form.headingLevel():
                form.setTopMargin(theme.px(0 if form.headingLevel() == 1 else 12))
            QTextCursor(block).setBlockFormat(form)
            if form.headingLevel():
                self._size_heading(block.position(), block.length(), form.headingLevel())
            block = block.next()

    def _size_heading(self, start: int, length: int, level: int) -> None:
        cursor = QTextCursor(self.browser.document())
        cursor.setPosition(start)
        cursor.setPosition(start + length - 1, QTextCursor.MoveMode.KeepAnchor)
        shape = cursor.charFormat()
        shape.setFont(theme.font("title" if level == 1 else "heading", bold=True))
        cursor.setCharFormat(shape)

    def _go_back(self) -> None:
        if self._trail:
            self._show(self._trail.pop())

    def _show_contents(self) -> None:
        self.edit.clear()
        self._list([Entry(page.topic, "document", page.title) for page in help_pages.pages()])

    def _look(self, text: str) -> None:
        if not text.strip():
            self.stack.setCurrentIndex(0)
            return
        self._list([Entry(hit.topic, "document", hit.title, hit.excerpt) for hit in help_pages.search(text)])

    def _list(self, entries: list[Entry]) -> None:
        self.found.put(entries)
        self.stack.setCurrentIndex(1 if entries else 2)

    def _follow(self, link: QUrl) -> None:
        """Open the help page a link names."""
        self.open_topic(link.fileName(QUrl.ComponentFormattingOption.FullyDecoded).removesuffix(".md"))
