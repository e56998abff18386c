"""A filled paper on the screen (纸面): its pages as the office program lays them out, else its contents."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QStackedWidget, QTextBrowser, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens import paper_contents, paper_desk
from desk_app.screens.paper_desk import FilledPaper
from ui import tasks
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.chip import StatusChip
from ui.widgets.labels import label
from ui.widgets.layouts import column, row
from ui.widgets.message_strip import MessageStrip

if TYPE_CHECKING:
    from desk_app.screens.progress import Progress


class PaperStage(QWidget):
    """Title and zoom over the paper. `pages` is the page view and `pdf` its file once there is one."""

    def __init__(self, shell: Shell, filled: FilledPaper) -> None:
        super().__init__()
        self.shell = shell
        self.filled = filled
        self.pdf: Path | None = None
        self.pages: Any = None
        self.strip = MessageStrip()
        self.stack = QStackedWidget()
        waiting = label(_("正在排版，请稍候…"), tone="muted")
        waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack.addWidget(waiting)
        self.zoom_text = label("", "small", "muted")
        self.count = label("", "small", "muted")
        self.zoom_parts = [
            button("−", lambda: self.pages.step_zoom(-1), look="plain", shortcut="Ctrl+-", tip=_("缩小")),
            button("+", lambda: self.pages.step_zoom(1), look="plain", shortcut="Ctrl+=", tip=_("放大")),
            button(_("适合宽度"), lambda: self.pages.set_zoom(None), look="plain", shortcut="Ctrl+0"),
        ]
        chip = StatusChip(str(filled.values.get("watermark") or ""), "waiting")
        title = label(" ".join(filter(None, (_(filled.label), filled.number))), "title")
        head = row(title, chip, None, self.count, self.zoom_text, *self.zoom_parts)
        layout = column(head, self.strip, self.stack, gap=10)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self._allow_zoom(False)

    def lay_out(self, filled: FilledPaper | None = None) -> None:
        """Let the office program make the pages (of another filling, if given); without one, show the contents."""
        self.filled = filled or self.filled
        self.pdf = self.pages = None
        if not paper_desk.program_label():
            self.show_contents(_("这台电脑上没有 Word、WPS 或 LibreOffice。"))
            return

        def work(progress: "Progress") -> Path:
            return paper_desk.write_pdf(self.filled, progress)

        tasks.run(self.window(), _("正在排版"), work, self.show_pages, self._show_failure)

    def show_pages(self, pdf: Path) -> None:
        """Show the pages the office program made."""
        from ui.page_view import PageView

        view = PageView()
        try:
            view.load(str(pdf))
        except DeskError as error:
            self._show_failure(error)
            return
        self.pdf, self.pages = pdf, view
        view.zoomed.connect(lambda scale: self.zoom_text.setText(f"{scale:.0%}"))
        self._put(view)
        self.count.setText(_("共 {pages} 页").format(pages=view.document.pageCount()))
        self._allow_zoom(True)
        self.strip.clear()
        view.set_zoom(None)

    def show_contents(self, why: str) -> None:
        """Show the paper's texts and pictures, with a sentence why not its layout."""
        self.pdf = self.pages = None
        browser = QTextBrowser()
        browser.setAccessibleName(_("内容预览"))
        browser.setStyleSheet("QTextBrowser { background: white; color: black; padding: 24px; }")
        browser.setHtml(
            paper_contents.as_html(self.filled.content, str(self.filled.values.get("watermark") or ""))
        )
        self._put(browser)
        self.count.setText("")
        self.zoom_text.setText("")
        self._allow_zoom(False)
        self.strip.say(_("{why}下面是内容预览，版式以 Word 为准。").format(why=why), "waiting")

    def draw_on(self, printer: QPrinter) -> None:
        """Draw the paper on `printer`; DeskError if the printer does not take all of it."""
        if self.pages is not None:
            from ui.page_view import print_pages

            print_pages(self.pages.document, printer)
            return
        browser = self.stack.currentWidget()
        assert isinstance(browser, QTextBrowser)
        browser.document().print_(printer)
        if printer.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
            raise DeskError(
                _("没有打印：打印机“{name}”不接受任务，请检查它是否开机、有纸。").format(
                    name=printer.printerName()
                )
            )

    def _show_failure(self, error: BaseException) -> None:
        """Show the contents when the pages could not be made; a bug is told as one."""
        if not isinstance(error, DeskError):
            self.shell.show_error(error)
        self.show_contents(f"{error} " if isinstance(error, DeskError) else "")

    def _put(self, widget: QWidget) -> None:
        old = self.stack.currentWidget()
        self.stack.addWidget(widget)
        self.stack.setCurrentWidget(widget)
        if old is not None:
            self.stack.removeWidget(old)
            old.deleteLater()

    def _allow_zoom(self, is_allowed: bool) -> None:
        for part in self.zoom_parts:
            part.setEnabled(is_allowed)
