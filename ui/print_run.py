"""A print run in its window (批量打印窗口): all pages, the printer, what came out, and going on after a paper jam."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _, clauses
from desk_app.screens import office_choice, print_run, print_run_layout, print_run_list, saved_run
from desk_app.screens.print_run_layout import LaidOut
from ui import file_places, print_pages, tasks, theme
from ui.page_view import PageView
from ui.print_run_pages import RunPages, Sending
from ui.print_run_range import OutcomeDialog, RangeChoice
from ui.print_run_stage import RunStage
from ui.printer_card import PrinterCard
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.layouts import box, column, row, scrolling


def open_run(shell: Shell, run_id: int) -> "RunDialog":
    """Show a run over the window."""
    dialog = RunDialog(shell, run_id)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


class RunDialog(QDialog):
    """The pages at the left, the printer at the right. Only what somebody saw coming out is noted as printed."""

    def __init__(self, shell: Shell, run_id: int, *, printers: Sequence[str] | None = None) -> None:
        parent = shell if isinstance(shell, QWidget) else None
        super().__init__(parent)
        self.shell = shell
        self.run = print_run.read_run(run_id)
        self.laid_out: LaidOut | None = None
        self._gone = office_choice.follow()
        self.setWindowTitle(_("批量打印"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.stage = RunStage(self.run.label, self.fill)
        self.strip = self.stage.strip
        self.card = PrinterCard(shell, self.run.paper_name, self.run.page_size, names=printers)
        self.card.overlay_changed.connect(lambda _on: self.fill())
        side = scrolling(
            box(column(self._run_card(), self._finish_printer_card(), self._rest_card(), None, gap=12))
        )
        side.setFixedWidth(theme.px(300))
        layout = row(self.stage, side, gap=16, margins=(20, 14, 20, 18))
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.resize(*((theme.px(1000), theme.px(700)) if parent is None else self._share_of(parent)))
        self._show_state()
        QTimer.singleShot(0, self.fill)

    # -- the pages -----------------------------------------------------------------------------------------------

    @property
    def pages(self) -> RunPages | None:
        """Return the pages that are shown; None while they are being made."""
        return self.stage.pages

    @property
    def view(self) -> PageView | None:
        """Return what shows the pages."""
        return self.stage.view

    def fill(self) -> None:
        """Fill the merged files and let the office program make the pages, with progress and cancel."""
        self.laid_out = None
        self.stage.wait()
        self._show_state()
        run_id, is_overlay = self.run.run_id, self.card.overlay.isChecked()
        tasks.run(
            self,
            _("正在填写和排版"),
            lambda progress: print_run_layout.lay_out(run_id, progress, is_overlay=is_overlay),
            self.show_pages,
            self._show_failure,
        )

    def show_pages(self, laid_out: LaidOut) -> None:
        """Show the pages, as the office program laid them out or made of the contents."""
        try:
            pages = RunPages(laid_out, self.run)
        except DeskError as error:
            self._show_failure(error)
            return
        self.laid_out = laid_out
        if pages.is_divided and laid_out.pdfs and not self.card.overlay.isChecked():
            print_run_layout.note_pages(self.run.run_id, list(pages.page_counts()))
        self.range.allow_parts(pages.is_divided)
        self.stage.show_pages(pages, self.run)
        why = self._gone or laid_out.why_not
        if not laid_out.pdfs:
            why = _("{why}这是内置预览：版式与 Word 中可能不同，可以照样打印。").format(why=why)
        self.strip.say(why, "waiting")
        self._show_state()
        (
            self.print_button if self.card.has_printer and self.print_button.isEnabled() else self.stage
        ).setFocus()

    def _show_failure(self, error: BaseException) -> None:
        self.stage.offer_retry()
        self._show_trouble(error)

    # -- printing ------------------------------------------------------------------------------------------------

    def print_now(self) -> None:
        """Send the papers wanted to the chosen printer and ask what came out."""
        try:
            self.print_on(self.card.printer)
        except DeskError as error:
            self.strip.say(str(error))

    def print_on(self, make_printer: Callable[[str], QPrinter]) -> None:
        """Draw the papers wanted, a job for each size of paper, and ask what came out; DeskError if nothing was sent."""
        if self.pages is None:
            raise DeskError(_("没有打印：还在排版，请稍候再按打印。"))
        first, last = self.range.wanted()
        if refused := print_run.refuse_printed(self.run, first, last):
            raise DeskError(refused)
        sending, choice, whole = Sending(self.pages), self.card.choice(), set[int]()
        trouble = ""
        try:
            for _size, some in groupby(self._sheets(first, last), key=self._size_of):
                sheets = list(some)
                print_pages.print_on(make_printer(self.run.label), sending, choice, sheets)
                whole.update(sheets)
        except DeskError as error:
            if not sending.sent:
                raise
            trouble = str(error)
        self.card.remember()
        self._ask_about(first, last, sending.sent, whole, trouble)

    def _sheets(self, first: int, last: int) -> list[int]:
        """Return the pages to print in order, a paper as often as its pack wants it."""
        assert self.pages is not None
        if not self.pages.is_divided:
            return list(range(self.pages.count))
        if all(item.copies == 1 for item in self.run.items):
            return self.pages.of_papers(first, last)
        items = self.run.items[first - 1 : last]
        return [page for item in items for page in self.pages.papers[item.place] * item.copies]

    def _size_of(self, page: int) -> tuple[int, int]:
        assert self.pages is not None
        size = self.pages.size(page)
        return round(size.width()), round(size.height())

    def _ask_about(self, first: int, last: int, sent: set[int], whole: set[int], trouble: str) -> None:
        """Ask what came out of papers `first` to `last`, of which a job that broke sent a part only."""
        assert self.pages is not None
        likely = last
        if trouble:
            last = self.pages.last_begun(first, last, sent)
            likely = self.pages.last_whole(first, last, whole)
        self.ask_outcome(first, last, likely, trouble)

    def ask_outcome(self, first: int, last: int, likely: int, trouble: str = "") -> None:
        """Ask what came out of the papers that were sent, and note that; `trouble` says why not all were."""
        sets = self.card.choice().copies
        self.outcome = OutcomeDialog(self, first, last, likely, trouble)
        self.outcome.accepted.connect(lambda: self.note(first, self.outcome.last_out(), sets))
        self.outcome.open()

    def note(self, first: int, last: int, sets: int = 1) -> None:
        """Note the papers from `first` to `last` as printed, `sets` times each; nothing where `last` is 0."""
        if last < first:
            self.strip.say(_("没有记为已打印。请检查打印机，再按“打印”。"), "waiting")
            return
        self._do(partial(print_run.note_out, self.run.run_id, first, last, self.shell.desk, sets))

    def reprint(self) -> None:
        """Prepare the chosen papers once more, marked 补打, and show them instead of this run."""
        first, last = self.range.printed_before()
        out = sum(item.is_out for item in self.run.items[first - 1 : last])
        question = _("补打第 {first} 到第 {last} 份里打过的 {count} 份？").format(
            first=first, last=last, count=out
        )
        if out and not ask(self, question, _("纸上会印“补打”，并记下次数，编号不变。")):
            return
        try:
            run_id = print_run.reprint(self.run.run_id, first, last, self.shell.desk)
        except DeskError as error:
            self.strip.say(str(error))
            return
        self.accept()
        open_run(self.shell, run_id)

    # -- other ways out ------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Ask for a folder and save the merged files there."""
        folder = self._ask_folder(_("存到哪个文件夹"))
        if folder is not None:
            self.save_to(folder)

    def save_to(self, folder: Path) -> None:
        """Save what is not out yet in merged files, which counts as given out."""
        laid_out = self.laid_out
        if laid_out is None:
            self.strip.say(_("没有保存：还在排版，请稍候。"), "waiting")
            return
        if self.card.overlay.isChecked():
            self.strip.say(
                _("没有保存：现在是套打，只有填写的内容。请先取消“套打”，再存整张表单。"), "waiting"
            )
            return

        run_id, desk = self.run.run_id, self.shell.desk
        tasks.run(
            self,
            _("正在存文件"),
            lambda progress: print_run.save_merged(run_id, laid_out, folder, desk, progress),
            self._tell_saved,
            self._show_trouble,
        )

    def _tell_saved(self, saved: Sequence[Path]) -> None:
        names = _("、").join(path.name for path in saved)
        text = _("已保存没打的：{names}") if self.run.printed else _("已保存：{names}")
        words = clauses((text.format(names=names), print_run.tell_copies(self.run.run_id)))
        self._do(lambda: words, saved_in=saved[0].parent)

    def save_again(self) -> None:
        """Ask for a folder and save the files that were saved before there too; that counts nothing."""
        folder = self._ask_folder(_("存到哪个文件夹"))
        if folder is None:
            return
        run_id, desk = self.run.run_id, self.shell.desk
        tasks.run(
            self,
            _("正在存文件"),
            lambda progress: saved_run.save_again(run_id, folder, desk, progress),
            lambda words: self._do(lambda: words, saved_in=folder),
            self._show_trouble,
        )

    def _ask_folder(self, title: str) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(self, title, str(file_places.start_folder("papers")))
        if not chosen:
            return None
        file_places.note_folder("papers", Path(chosen))
        return Path(chosen)

    def _show_trouble(self, error: BaseException) -> None:
        if isinstance(error, DeskError):
            self.strip.say(str(error), tasks.tone_of(error))
        else:
            self.shell.show_error(error)

    def save_each(self) -> None:
        """Ask for a folder and write a file there for each paper that is not out yet."""
        folder = self._ask_folder(_("每份存一个文件：存到哪个文件夹"))
        if folder is None:
            return
        run_id, desk = self.run.run_id, self.shell.desk
        tasks.run(
            self,
            _("正在存文件"),
            lambda progress: print_run.save_apart(run_id, folder, desk, progress),
            lambda words: self._do(lambda: words, saved_in=folder),
            self._show_trouble,
        )

    def undo(self) -> None:
        """Take the run and its numbers back, after asking."""
        if ask(self, _("撤销这个批次？"), _("一份都没打印。编号会收回，可以重新来过。")):
            self._do(partial(print_run_list.undo, self.run.run_id, self.shell.desk), leave=True)

    def give_up(self) -> None:
        """Print no more of the run, after asking."""
        if ask(self, _("其余不打了？"), _("没打的编号会记为作废，不能再用。")):
            self._do(partial(print_run_list.close, self.run.run_id, self.shell.desk), leave=True)

    def _do(self, do: Callable[[], str], *, leave: bool = False, saved_in: Path | None = None) -> None:
        """Do something to the run and show how it stands now; files went to the folder `saved_in`."""
        try:
            words = do()
        except DeskError as error:
            self.strip.say(str(error))
            return
        self.shell.records_changed(self.run.kind_name)
        self.run = print_run.read_run(self.run.run_id)
        is_done = not self.run.is_open and self.run.printed == len(self.run.items)
        if leave or (is_done and saved_in is None):
            self.shell.tell(words)
        if leave:
            self.accept()
            return
        self.strip.say(words, "good", saved_in and file_places.folder_offer(self.shell, saved_in))
        self._show_state()
        self.stage.go_to_paper(self.run.first_waiting)

    def _show_state(self) -> None:
        """Say how far the run is, and offer what it can still do."""
        run, count = self.run, len(self.run.items)
        self.progress.setText(
            _("已打印 {printed} / {count} 份").format(printed=f"{run.printed:,}", count=f"{count:,}")
        )
        self.range.continue_from(run.first_waiting)
        self.print_button.setEnabled(run.is_open and self.pages is not None)
        self.save_button.setEnabled(run.is_open and self.pages is not None)
        self.each_button.setEnabled(run.is_open)
        self.save_again_button.setVisible(run.saved > 0)
        self.again_button.setVisible(run.printed > 0)
        self.undo_button.setVisible(run.is_open and not run.printed)
        self.give_up_button.setVisible(run.is_open and run.printed > 0)
        self.close_button.setText(_("以后再打") if run.is_open else _("关闭"))

    # -- putting it together -------------------------------------------------------------------------------------

    def _share_of(self, parent: QWidget) -> tuple[int, int]:
        return round(parent.width() * 0.94), round(parent.height() * 0.94)

    def _run_card(self) -> Card:
        made = Card(_("批次 {number}").format(number=self.run.run_id))
        self.progress = label("", "heading")
        made.body.addWidget(self.progress)
        if words := print_run.tell_numbers(self.run):
            made.body.addWidget(label(words, "small", "muted", wrap=True))
        return made

    def _finish_printer_card(self) -> Card:
        self.range = RangeChoice(max(1, len(self.run.items)))
        self.print_button = button(
            _("打印"), self.print_now, icon="print", look="main", shortcut="Ctrl+P", name="run-print"
        )
        self.again_button = button(
            _("补打…"),
            self.reprint,
            icon="print",
            name="run-again",
            tip=_("把选中范围里打过的再打一次，印“补打”"),
        )
        for part in (self.range, self.print_button, self.again_button):
            self.card.body.addWidget(part)
        return self.card

    def _rest_card(self) -> Card:
        made = Card(_("其他"))
        self.save_button = button(
            _("存为文件…"), self.save, icon="download", shortcut="Ctrl+Shift+S", name="run-save"
        )
        self.each_button = button(_("每份存一个文件…"), self.save_each, icon="download", name="run-each")
        self.save_again_button = button(
            _("照原样再存一次…"),
            self.save_again,
            icon="download",
            name="run-save-again",
            tip=_("把存过的文件原样再存到别的文件夹，不算补打，不另记次数"),
        )
        self.undo_button = button(_("撤销这个批次…"), self.undo, icon="undo", name="run-undo")
        self.give_up_button = button(_("其余不打了…"), self.give_up, icon="cancel", name="run-give-up")
        self.close_button = button(_("以后再打"), self.reject, look="plain", shortcut="Esc", name="run-close")
        for part in (
            label(_("存为文件也算交出一份，会记入打印记录。"), "small", "muted", wrap=True),
            self.save_button,
            self.each_button,
            self.save_again_button,
            self.undo_button,
            self.give_up_button,
            self.close_button,
        ):
            made.body.addWidget(part)
        return made


def ask(parent: QWidget, question: str, detail: str) -> bool:
    """Ask a question that needs a second thought; say whether the answer was yes."""
    box_ = QMessageBox(QMessageBox.Icon.Question, _("批量打印"), question, parent=parent)
    box_.setInformativeText(detail)
    yes = box_.addButton(_("是"), QMessageBox.ButtonRole.AcceptRole)
    box_.addButton(_("否"), QMessageBox.ButtonRole.RejectRole)
    box_.exec()
    return box_.clickedButton() is yes
