"""A filled paper on the screen (纸面): its pages as the office program lays them out, else made of its contents."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QStackedWidget, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens import office_choice, paper_desk, paper_dress
from desk_app.screens.paper_desk import FilledPaper
from desk_app.screens.printer_choice import PrinterChoice
from ui import background, print_pages
from ui.page_mark import MarkedPages
from ui.page_strip import PageStrip
from ui.page_view import PageView
from ui.print_pages import Pages
from ui.shell import Shell
from ui.text_pages import TextPages
from ui.widgets.buttons import button, tool_button
from ui.widgets.chip import StatusChip
from ui.widgets.labels import label
from ui.widgets.layouts import box, column, row
from ui.widgets.message_strip import MessageStrip

if TYPE_CHECKING:
    from desk_app.screens.progress import Progress

KEPT = 4
"""Layouts kept, so that going back to one (套打 on and off) costs no conversion."""


class PaperStage(QWidget):
    """Title, page and zoom over the pages. `view` shows them once they are made, `pdf` is their file if they have one.

    A newer `lay_out` takes the place of one that is still at work. `laid_out` tells how many pages there are, `turned`
    the page (from 0) in sight. A word across the paper (补打、作废、样张) that the template has no place for is drawn here.
    """

    laid_out = Signal(int)
    turned = Signal(int)

    def __init__(self, shell: Shell, filled: FilledPaper) -> None:
        super().__init__()
        self.shell = shell
        self.filled = filled
        self.pdf: Path | None = None
        self.view: PageView | None = None
        self._work: background.Background | None = None
        self._made: dict[tuple[str, str], tuple[Pages, Path | None]] = {}
        self._noted = ""
        self._gone = office_choice.follow()
        self.strip = MessageStrip()
        self.stack = QStackedWidget()
        waiting = label(_("正在排版，请稍候…"), tone="muted")
        waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack.addWidget(waiting)
        layout = column(self._make_head(), self._make_bar(), self.strip, self.stack, gap=8)
        layout.setStretch(3, 1)
        self.setLayout(layout)
        self._allow(False)

    @property
    def pages(self) -> Pages | None:
        """Return the pages that are shown; None while they are being made."""
        return self.view.pages if self.view is not None else None

    def _mark(self) -> str:
        """Return the word across the paper."""
        return str(self.filled.values.get("watermark") or "")

    def _layout(self) -> tuple[str, str]:
        """Return what its pages are kept by: one file may be shown with several words drawn over it."""
        return self.filled.sha256, self._mark()

    # -- making the pages ----------------------------------------------------------------------------------------

    def lay_out(self, filled: FilledPaper | None = None) -> None:
        """Let the office program make the pages (of another filling, if given); without one, make them of the contents."""
        self.filled = filled or self.filled
        self.stop()
        self.chip.show_state(self._mark(), "waiting")
        if made := self._made.get(self._layout()):
            self._show(*made)
            return
        if not paper_desk.program_label():
            self.show_contents(self._gone or _("没有使用 Word、WPS 或 LibreOffice。"))
            return
        self.pdf = self.view = None
        self._allow(False)
        self.stack.setCurrentIndex(0)
        wanted = self.filled

        def work(progress: "Progress") -> Path:
            return paper_desk.write_pdf(wanted, progress)

        self._work = background.run(work, self.show_pages, self._show_failure)

    def stop(self) -> None:
        """Let go of the layout under way, and end the program that works at it."""
        if self._work is not None:
            self._work.cancel()
            self._work = None

    def show_pages(self, pdf: Path) -> None:
        """Show the pages the office program made."""
        from ui.pdf_pages import PdfPages

        self._work = None
        try:
            pages = PdfPages(str(pdf))
        except DeskError as error:
            self._show_failure(error)
            return
        word = paper_dress.missing_mark(self.filled)
        self._show(MarkedPages(pages, word) if word else pages, pdf)
        self._note(self._gone)

    def show_contents(self, why: str) -> None:
        """Show the paper's texts, tables and pictures, with a sentence why not its own layout."""
        self._show(TextPages(self.filled.content, self._mark()), None)
        self._note(_("{why}这是内置预览：版式与 Word 中可能不同，可以照样打印。").format(why=why))

    def _note(self, sentence: str) -> None:
        """Say something of the layout in place of what was said of the last one; other messages stay."""
        if sentence or self.strip.text.text() == self._noted:
            self.strip.say(sentence, "waiting")
        self._noted = sentence

    def _show_failure(self, error: BaseException) -> None:
        """Show the contents when the pages could not be made; a bug is told as one."""
        self._work = None
        if not isinstance(error, DeskError):
            self.shell.show_error(error)
        self.show_contents(
            _("{sentence}。").format(sentence=str(error).rstrip("。")) if isinstance(error, DeskError) else ""
        )

    def _show(self, pages: Pages, pdf: Path | None) -> None:
        if len(self._made) >= KEPT:
            self._made.pop(next(iter(self._made)))
        self._made[self._layout()] = (pages, pdf)
        self.pdf = pdf
        self.view = view = PageView(pages)
        view.zoomed.connect(lambda scale: self.zoom_text.setText(f"{scale:.0%}"))
        view.turned.connect(self._show_page)
        if isinstance(pages, TextPages):
            view.setAccessibleDescription(pages.text())
        self.thumbnails = PageStrip(pages)
        self.thumbnails.chosen.connect(view.go_to)
        view.turned.connect(self.thumbnails.show_page)
        if pages.count == 1:
            self.thumbnails.hide()
        both = row(self.thumbnails, view, gap=8)
        both.setStretch(1, 1)
        self._put(box(both))
        self._allow(True)
        self._show_page(0)
        view.set_zoom(None)
        self.laid_out.emit(pages.count)

    def _put(self, widget: QWidget) -> None:
        """Show `widget` in the place of what was shown; the line that asks to wait stays beneath."""
        while self.stack.count() > 1:
            old = self.stack.widget(1)
            self.stack.removeWidget(old)
            old.deleteLater()
        self.stack.addWidget(widget)
        self.stack.setCurrentWidget(widget)

    # -- printing ------------------------------------------------------------------------------------------------

    def print_on(self, printer: QPrinter, choice: PrinterChoice, wanted: list[int] | None = None) -> None:
        """Print the pages `wanted` (from 0; all when None) as they are shown; DeskError if they are not all taken."""
        if self.pages is None:
            raise DeskError(_("没有打印：还在排版，请稍候再按打印。"))
        print_pages.print_on(printer, self.pages, choice, wanted)

    # -- putting it together -------------------------------------------------------------------------------------

    def _make_head(self) -> QWidget:
        self.chip = StatusChip(self._mark(), "waiting")
        title = label(" ".join(filter(None, (_(self.filled.label), self.filled.number))), "title")
        self.head = row(title, self.chip, None)
        return box(self.head)

    def _make_bar(self) -> QWidget:
        """Return the buttons that turn pages and change their size."""
        self.count = label("", "small", "muted")
        self.zoom_text = label("", "small", "muted")
        back = tool_button("up", _("上一页"), lambda: self._turn(-1), shortcut="Ctrl+PgUp")
        on = tool_button("down", _("下一页"), lambda: self._turn(1), shortcut="Ctrl+PgDown")
        smaller = tool_button("zoom-out", _("缩小"), lambda: self._zoom(-1), shortcut="Ctrl+-")
        larger = tool_button("zoom-in", _("放大"), lambda: self._zoom(1), shortcut="Ctrl+=")
        width = button(_("适合宽度"), lambda: self._fit(True), look="plain", shortcut="Ctrl+0")
        page = button(_("整页"), lambda: self._fit(False), look="plain", shortcut="Ctrl+9")
        QShortcut(QKeySequence("Ctrl++"), self, lambda: self._zoom(1))
        self._turners = (back, on)
        self._zoomers = (smaller, larger, width, page)
        return box(row(back, on, self.count, None, smaller, self.zoom_text, larger, width, page, gap=6))

    def _turn(self, by: int) -> None:
        if self.view is not None:
            self.view.go_to(self.view.page + by)

    def _zoom(self, by: int) -> None:
        if self.view is not None:
            self.view.step_zoom(by)

    def _fit(self, is_width: bool) -> None:
        if self.view is not None:
            if is_width:
                self.view.set_zoom(None)
            else:
                self.view.fit_page()

    def _show_page(self, page: int) -> None:
        count = self.pages.count if self.pages is not None else 0
        self.count.setText(_("第 {page} 页 / 共 {count} 页").format(page=page + 1, count=count))
        self._turners[0].setEnabled(page > 0)
        self._turners[1].setEnabled(page + 1 < count)
        self.turned.emit(page)

    def _allow(self, is_allowed: bool) -> None:
        for part in (*self._turners, *self._zoomers):
            part.setEnabled(is_allowed)
        if not is_allowed:
            self.count.setText("")
            self.zoom_text.setText("")
