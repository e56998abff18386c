"""The pages of a run on the screen (批次版面): which paper is in sight, turning, size, and trying again."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from desk_app.kernel.words import _
from desk_app.screens.print_run import RunView
from ui.page_view import PageView
from ui.print_run_pages import RunPages
from ui.widgets.buttons import button, tool_button
from ui.widgets.labels import label
from ui.widgets.layouts import box, column, row
from ui.widgets.message_strip import MessageStrip


class RunStage(QWidget):
    """Title, place and size over the pages; `view` shows them once they are made. `retry` makes them anew."""

    def __init__(self, title: str, retry: Callable[[], object]) -> None:
        super().__init__()
        self.pages: RunPages | None = None
        self.view: PageView | None = None
        self._run: RunView | None = None
        self.strip = MessageStrip()
        self.waiting = label("", tone="muted")
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.retry_button = button(_("重新排版"), retry, icon="refresh", name="run-retry")
        self.retry_button.hide()
        self.stack = QStackedWidget()
        self.stack.addWidget(
            box(column(None, self.waiting, row(None, self.retry_button, None), None, gap=12))
        )
        layout = column(label(title, "title"), self._make_bar(), self.strip, self.stack, gap=8)
        layout.setStretch(3, 1)
        self.setLayout(layout)

    def wait(self) -> None:
        """Show that pages are being made; those of before are gone."""
        self.waiting.setText(_("正在填写和排版，请稍候…"))
        self.retry_button.hide()
        self.place_text.setText("")
        self.stack.setCurrentIndex(0)
        if self.view is not None:
            self.stack.removeWidget(self.view)
            self.view.deleteLater()
        self.view = self.pages = None

    def offer_retry(self) -> None:
        """Say that there are no pages, and that nothing is lost."""
        self.waiting.setText(_("没有排好版。批次和编号都还在，可以重新排版，也可以关闭后再来。"))
        self.retry_button.show()

    def show_pages(self, pages: RunPages, run: RunView) -> None:
        """Show the pages of the run."""
        self.pages, self._run = pages, run
        self.view = PageView(pages)
        self.view.turned.connect(self._show_page)
        self.setFocusProxy(self.view)
        self.stack.addWidget(self.view)
        self.stack.setCurrentWidget(self.view)
        self._show_page(0)

    def go_to_paper(self, place: int) -> None:
        """Bring the paper at a place into sight, if there is one."""
        if self.view is not None and self.pages is not None and place in self.pages.papers:
            self.view.go_to(self.pages.papers[place][0])

    def _show_page(self, page: int) -> None:
        assert self.pages is not None and self._run is not None
        text = _("第 {page} 页 / 共 {count} 页").format(page=page + 1, count=f"{self.pages.count:,}")
        if self.pages.is_divided:
            item = self._run.items[self.pages.paper_at(page) - 1]
            words = _("第 {place} 份 {title} {number}").format(
                place=item.place, title=item.title, number=item.number
            )
            text = f"{text}    {words}"
        self.place_text.setText(text)

    def _make_bar(self) -> QWidget:
        self.place_text = label("", "small", "muted")
        back = tool_button("up", _("上一页"), lambda: self._turn(-1), shortcut="Ctrl+PgUp")
        on = tool_button("down", _("下一页"), lambda: self._turn(1), shortcut="Ctrl+PgDown")
        smaller = tool_button("zoom-out", _("缩小"), lambda: self._zoom(-1), shortcut="Ctrl+-")
        larger = tool_button("zoom-in", _("放大"), lambda: self._zoom(1), shortcut="Ctrl+=")
        return box(row(back, on, self.place_text, None, smaller, larger, gap=6))

    def _turn(self, by: int) -> None:
        if self.view is not None:
            self.view.go_to(self.view.page + by)

    def _zoom(self, by: int) -> None:
        if self.view is not None:
            self.view.step_zoom(by)
