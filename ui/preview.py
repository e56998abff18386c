"""Before printing (打印预览): the filled paper as it will come out, and what can be done with it."""

import contextlib
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens import paper_desk, paper_dress
from desk_app.screens.page_range import BadRange
from desk_app.screens.paper_changes import Outdated, what_changed
from desk_app.screens.paper_desk import FilledPaper
from ui import file_places, theme
from ui.page_choice import PageChoice
from ui.paper_stage import PaperStage
from ui.printer_card import PrinterCard
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.layouts import box, column, row, scrolling


def preview_paper(shell: Shell, kind_name: str, record_id: int, paper_name: str) -> "PreviewDialog":
    """Fill the paper and show it over the window; DeskError if it cannot be filled."""
    return _open(PreviewDialog(shell, paper_desk.make(kind_name, record_id, paper_name, shell.desk)))


def preview_register(shell: Shell, kind_name: str, paper_name: str, month: date) -> "PreviewDialog":
    """Fill the register of a month and show it over the window; DeskError if it cannot be filled."""
    return _open(PreviewDialog(shell, paper_desk.make_register(kind_name, paper_name, month, shell.desk)))


def show_kept(shell: Shell, printed_id: int) -> "KeptPaperDialog":
    """Show a paper as it once left the program; DeskError if it cannot be made again."""
    return _open(KeptPaperDialog(shell, paper_desk.make_again(printed_id)))


class _PaperDialog(QDialog):
    """A paper over the window, `side` at its right."""

    def __init__(self, shell: Shell, filled: FilledPaper, title: str) -> None:
        parent = shell if isinstance(shell, QWidget) else None
        super().__init__(parent)
        self.shell = shell
        self.paper = PaperStage(shell, filled)
        self.strip = self.paper.strip
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.finished.connect(lambda _result: self.paper.stop())
        if parent is None:
            self.resize(theme.px(1000), theme.px(700))
        else:
            self.resize(round(parent.width() * 0.94), round(parent.height() * 0.94))

    def _lay(self, *cards: QWidget) -> None:
        side = scrolling(box(column(*cards, None, gap=12)))
        side.setFixedWidth(theme.px(300))
        layout = row(self.paper, side, gap=16, margins=(20, 14, 20, 18))
        layout.setStretch(0, 1)
        self.setLayout(layout)
        QTimer.singleShot(0, self._begin)

    def _begin(self) -> None:
        self.paper.lay_out()


class KeptPaperDialog(_PaperDialog):
    """A paper as it once left the program, to look at only: to print it, fill it anew, which counts and marks it."""

    def __init__(self, shell: Shell, filled: FilledPaper) -> None:
        super().__init__(shell, filled, _("打印留底"))
        card = Card(_("留底"))
        card.body.addWidget(label(_("第 {count} 次打印").format(count=filled.print_count)))
        why = _("这是当时交出去的样子，只供查看。要再打印，请回到单据按“打印”，会记次数并印“补打”。")
        card.body.addWidget(label(why, "small", "muted", wrap=True))
        self.close_button = button(_("关闭"), self.reject, shortcut="Esc")
        card.body.addWidget(self.close_button)
        self._lay(card)
        self.close_button.setDefault(True)
        self.close_button.setFocus()


class PreviewDialog(_PaperDialog):
    """The paper at the left, the printer at the right. Nothing counts as printed before the printer took it.

    `filled` is what counts; what is shown may be its values alone (套打). A paper of several pages stays open when it was
    printed, so that it can be gone on with after a paper jam; that counts no second time. Once it was saved or opened
    elsewhere it is shown as it would leave next: counted on and marked 补打. A reprint (`is_reprint`) is what was filled
    in then, with the copies it had. `printers` are the names of those there, the system's when None.
    """

    def __init__(
        self,
        shell: Shell,
        filled: FilledPaper,
        *,
        is_reprint: bool = False,
        printers: Sequence[str] | None = None,
    ) -> None:
        super().__init__(shell, filled, _("打印预览"))
        self.filled = filled
        self._plain = filled
        self._is_printed = False
        self._is_reprint = is_reprint
        self.card = PrinterCard(shell, filled.paper_name, paper_dress.page_size(filled), names=printers)
        self.card.overlay_changed.connect(lambda _on: self._dress())
        self._lay(self._paper_card(), self._finish_printer_card(), self._elsewhere_card())
        self._make_overlay_switch()
        self.paper.laid_out.connect(self._note_pages)
        self.paper.turned.connect(self.page_choice.set_page)
        self.print_button.setDefault(True)
        (self.print_button if self.card.has_printer else self.save_button).setFocus()

    # -- what is shown -------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._dress()

    def _dress(self) -> None:
        """Lay out the whole form, or the values alone where 套打 is ticked."""
        is_overlay = self.card.overlay.isChecked()
        self.whole.setVisible(is_overlay)
        if not is_overlay or self.whole.isChecked():
            self.paper.lay_out(self.filled)
            return
        try:
            self.paper.lay_out(paper_dress.as_overlay(self.filled))
        except DeskError as error:
            self.card.overlay.setChecked(False)
            self.strip.say(str(error))

    def _note_pages(self, count: int) -> None:
        """Offer the pages there are; let keys turn them unless the cursor was put elsewhere. Enter still prints."""
        self.page_choice.set_count(count)
        if self.print_button.hasFocus() and self.paper.view is not None:
            self.paper.view.setFocus()

    # -- what can be done with it --------------------------------------------------------------------------------

    def print_now(self) -> None:
        """Send the paper to the chosen printer, and close once it was taken."""
        try:
            printer = self.card.printer(paper_desk.file_name(self.filled, ""))
        except DeskError as error:
            self.strip.say(str(error))
            return
        self.print_on(printer)

    def choose_and_print(self) -> None:
        """Ask the system's own dialog for the printer and its options first."""
        from PySide6.QtPrintSupport import QPrintDialog

        try:
            printer = self.card.printer(paper_desk.file_name(self.filled, ""))
        except DeskError as error:
            self.strip.say(str(error))
            return
        dialog = QPrintDialog(printer, self)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, False)  # chosen here
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.card.printers.setCurrentText(printer.printerName())
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Draw the pages wanted on `printer`; count the paper as printed only when the printer took all of them."""
        if self.card.overlay.isChecked() and self.whole.isChecked():
            self.strip.say(_("没有打印：现在看的是整张表单。请先取消“看整张表单”，再套打。"))
            return
        if self._is_printed and self.page_choice.is_all():
            self.strip.say(
                _("这张已经打印过了。要续打，请选“从某页续打”；要再打一份，请关闭后重新打印，会记次数。")
            )
            return
        try:
            wanted = self.page_choice.wanted()
            self._send(lambda: self.paper.print_on(printer, self.card.choice(), wanted), printer.copyCount())
        except Outdated as other:
            self._take(other.filled)
            self.strip.say(str(other))
            return
        except (DeskError, BadRange) as error:
            self.strip.say(str(error))
            return
        self.card.remember()
        self.shell.tell(_("已送到打印机：{paper}").format(paper=_(self.filled.label)))
        self._stay_or_close()

    def _send(self, draw: Callable[[], None], copies: int) -> None:
        """Print by `draw`, and count it; what is printed after a paper jam was counted before."""
        if self._is_printed:
            draw()
            return
        paper_desk.print_out(self.filled, draw, self.shell.desk, copies)
        self._is_printed = True
        self.shell.records_changed(self.filled.kind_name)

    def _take(self, filled: FilledPaper) -> None:
        """Go on with the paper as it was filled anew."""
        self._plain = filled
        self._refill()

    def _stay_or_close(self) -> None:
        """Close; a paper of several pages stays, in case the printer jams."""
        pages = self.paper.pages
        if pages is None or pages.count < 2:
            self.accept()
            return
        for part in (self._copies_box, self.open_button, self.save_button):
            part.setEnabled(False)  # they would show another paper than the one that is gone on with
        self.page_choice.continue_from(0)
        self.strip.say(
            _("已送到打印机。都打出来了就关闭；卡纸了，请选从第几页续打，再按打印，不会另记次数。"), "good"
        )

    def open_elsewhere(self) -> None:
        """Open the Word file in the office program."""
        if self._give(lambda: paper_desk.open_elsewhere(self.filled, self.shell.desk), _("已打开")):
            self.shell.tell(_("已在文字处理软件中打开"))

    def save_as(self) -> None:
        """Ask for a place and write the Word file or the PDF there."""
        name, has_pdf = paper_desk.file_name(self.filled), self._whole_pdf() is not None
        path = file_places.ask_paper_place(self, name, has_pdf=has_pdf)
        if path is not None:
            self.save_to(path)

    def save_sample(self) -> None:
        """Ask for a place and write the paper there marked 样张, which counts nothing."""
        stem = f"{paper_desk.file_name(self.filled, '')} {_(paper_dress.SAMPLE)}.docx"
        path = file_places.ask_paper_place(self, stem, has_pdf=False)
        if path is not None:
            self.save_sample_to(path)

    def save_sample_to(self, path: Path) -> None:
        """Write the sample to `path`."""
        try:
            paper_desk.save_sample(self.filled, path)
        except DeskError as error:
            self.strip.say(str(error))
            return
        said = _("已存样张：{path}。不记入打印记录。").format(path=path)
        self.strip.say(said, "good", file_places.folder_offer(self.shell, path.parent))

    def save_to(self, path: Path) -> None:
        """Write the paper to `path`, a PDF if so named."""
        is_pdf = path.suffix.lower() == ".pdf"
        pdf = self._whole_pdf() if is_pdf else None
        if is_pdf and pdf is None:
            self.strip.say(_("没有保存：现在没有整张表单的 PDF 版面。请等排版完成，或存成 Word 文件。"))
            return
        said = _("已保存：{path}").format(path=path)
        self._give(
            lambda: paper_desk.save_as(self.filled, path, self.shell.desk, pdf),
            said,
            file_places.folder_offer(self.shell, path.parent),
        )

    def _whole_pdf(self) -> Path | None:
        """Return the PDF of the whole form, if that is what is shown and nothing is drawn over it here."""
        is_whole = self.paper.filled.sha256 == self.filled.sha256
        return self.paper.pdf if is_whole and not paper_dress.missing_mark(self.filled) else None

    def _give(
        self,
        do: Callable[[], FilledPaper],
        said: str,
        offer: tuple[str, Callable[[], object]] | None = None,
    ) -> bool:
        """Do something that lets the paper out, and say `said`, or why not; show the paper as it would leave next."""
        shown = self.filled
        try:
            given = do()
        except Outdated as other:
            self._take(other.filled)
            self.strip.say(str(other))
            return False
        except DeskError as error:
            self.strip.say(str(error))
            return False
        self.shell.records_changed(self.filled.kind_name)
        self._take_next()
        if changes := what_changed(shown, given):
            said = _("{said}。与刚才看到的不同：{changes}。").format(said=said, changes=changes)
        self.strip.say(said, "good", offer)
        return True

    def _take_next(self) -> None:
        """Show the paper as it would leave next; one that may not leave again stays as it is, and is refused then."""
        with contextlib.suppress(DeskError):
            self._take(paper_desk.fill_again(self._plain, self.shell.desk))

    # -- putting it together -------------------------------------------------------------------------------------

    def _paper_card(self) -> Card:
        made = Card()
        self._turn_text = label("", "heading")
        again = _("这张单据以前打印过，纸上会印“补打”，并记下次数。")
        self._again_text = label(again, "small", "waiting", wrap=True)
        made.body.addWidget(self._turn_text)
        made.body.addWidget(self._again_text)
        self._tell_turn()
        names = () if self._is_reprint else paper_desk.copy_names(self.filled)
        self.copy_boxes: dict[str, QCheckBox] = {}
        for name in names if len(names) > 1 else ():
            check = QCheckBox(_(name))
            check.setChecked(True)
            check.clicked.connect(lambda *_on, check=check: self._choose_copies(check))
            self.copy_boxes[name] = check
        self.as_copy = QCheckBox(_("印“副本”字样"))
        self.as_copy.setToolTip(_("多给一份供查看、不作凭证时打勾"))
        self.as_copy.toggled.connect(lambda _on: self._refill())
        if not paper_dress.may_be_copy(self.filled):
            self.as_copy.hide()
        self._copies_box = box(column(*self.copy_boxes.values(), self.as_copy, gap=8))
        made.body.addWidget(self._copies_box)
        return made

    def _choose_copies(self, touched: QCheckBox) -> None:
        """Fill the paper anew with the copies ticked; one at least stays."""
        wanted = [name for name, check in self.copy_boxes.items() if check.isChecked()]
        if not wanted:
            touched.setChecked(True)
            return
        try:
            self._take(paper_desk.make_anew(self._plain, self.shell.desk, wanted))
        except DeskError as error:
            touched.setChecked(
                not touched.isChecked()
            )  # what is shown and printed still has the copies it had
            self.strip.say(str(error))

    def _refill(self) -> None:
        """Take on the copies and the mark that are ticked."""
        may_be_copy = paper_dress.may_be_copy(self._plain)
        self.as_copy.setVisible(may_be_copy)
        is_copy = may_be_copy and self.as_copy.isChecked()
        self.filled = paper_dress.as_copy(self._plain) if is_copy else self._plain
        self._tell_turn()
        self._dress()

    def _tell_turn(self) -> None:
        """Say for the how manieth time the paper is printed."""
        self._turn_text.setText(_("第 {count} 次打印").format(count=self.filled.print_count))
        self._again_text.setVisible(self._plain.values.get("watermark") == _("补打"))

    def _make_overlay_switch(self) -> None:
        """Put beside the title what shows the whole form while 套打 is ticked."""
        self.whole = QCheckBox(_("看整张表单"))
        self.whole.setToolTip(_("套打只打填写的内容；打勾看它们落在表单的哪里"))
        self.whole.toggled.connect(lambda _on: self._dress())
        self.whole.setVisible(False)
        self.paper.head.addWidget(self.whole)

    def _finish_printer_card(self) -> Card:
        """Add to the printer which pages are printed, and the buttons."""
        self.page_choice = PageChoice()
        self.print_button = button(
            _("打印"), self.print_now, icon="print", look="main", shortcut="Ctrl+P", name="print-now"
        )
        self.options_button = button(_("打印设置…"), self.choose_and_print, look="link")
        self.card.foot.addWidget(self.options_button)
        for part in (self.page_choice, self.print_button):
            self.card.body.addWidget(part)
        return self.card

    def _elsewhere_card(self) -> Card:
        made = Card(_("其他"))
        program = paper_desk.program_label()
        text = _("用 {program} 打开").format(program=program) if program else _("用文字处理软件打开")
        self.open_button = button(text, self.open_elsewhere, icon="outside", name="open-elsewhere")
        self.save_button = button(
            _("另存为…"), self.save_as, icon="download", shortcut="Ctrl+Shift+S", name="save-as"
        )
        told = label(_("打开、存为文件也算交出一份，会记入打印记录。"), "small", "muted", wrap=True)
        tip = _("印“样张”字样的 Word 文件，只供查看，不记入打印记录")
        self.sample_button = button(
            _("存样张…"), self.save_sample, icon="download", name="save-sample", tip=tip
        )
        close = button(_("关闭"), self.reject, look="plain", shortcut="Esc")
        for part in (told, self.open_button, self.save_button, self.sample_button, close):
            made.body.addWidget(part)
        return made


Dialog = TypeVar("Dialog", bound=_PaperDialog)


def _open(dialog: Dialog) -> Dialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
