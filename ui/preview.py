"""Before printing (打印预览): the filled paper as it will come out, and what can be done with it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QSpinBox,
    QWidget,
)

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens import paper_desk, remembered
from desk_app.screens.paper_desk import FilledPaper
from ui import theme
from ui.paper_stage import PaperStage
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.layouts import box, column, row

FILTERS = {".docx": "Word (*.docx)", ".pdf": "PDF (*.pdf)"}


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
        if parent is None:
            self.resize(theme.px(1000), theme.px(700))
        else:
            self.resize(round(parent.width() * 0.94), round(parent.height() * 0.94))

    def _lay(self, *cards: QWidget) -> None:
        side = box(column(*cards, None, gap=12))
        side.setFixedWidth(theme.px(280))
        layout = row(self.paper, side, gap=16, margins=(20, 14, 20, 18))
        layout.setStretch(0, 1)
        self.setLayout(layout)
        QTimer.singleShot(0, self.paper.lay_out)


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
    """The paper at the left, the printer at the right. Nothing counts as printed before the printer took it."""

    def __init__(self, shell: Shell, filled: FilledPaper) -> None:
        super().__init__(shell, filled, _("打印预览"))
        self._lay(self._paper_card(), self._printer_card(), self._elsewhere_card())
        self.print_button.setDefault(True)
        (self.print_button if self.print_button.isEnabled() else self.save_button).setFocus()

    @property
    def filled(self) -> FilledPaper:
        """Return the paper that is shown."""
        return self.paper.filled

    # -- what can be done with it --------------------------------------------------------------------------------

    def print_now(self) -> None:
        """Send the paper to the chosen printer, and close once it was taken."""
        name = self.printers.currentText()
        printer = QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)
        printer.setCopyCount(self.copies.value())
        printer.setDocName(paper_desk.file_name(self.filled, ""))
        self.print_on(printer)

    def choose_and_print(self) -> None:
        """Ask the system's own dialog for the printer and its options first."""
        from PySide6.QtPrintSupport import QPrintDialog

        printer = QPrinter(
            QPrinterInfo.printerInfo(self.printers.currentText()), QPrinter.PrinterMode.HighResolution
        )
        printer.setDocName(paper_desk.file_name(self.filled, ""))
        if self.paper.pages is not None:
            from ui.page_view import fit_printer

            fit_printer(self.paper.pages.document, printer)
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Draw the paper on `printer`; count it as printed only when the printer took all of it."""
        try:
            self.paper.draw_on(printer)
        except DeskError as error:
            self.strip.say(str(error))
            return
        remembered.put(self._printer_key, printer.printerName())
        self._give(
            lambda: paper_desk.note_given(self.filled, "printed", self.shell.desk, printer.copyCount())
        )
        self.shell.tell(_("已送到打印机：{paper}").format(paper=_(self.filled.label)))
        self.accept()

    def open_elsewhere(self) -> None:
        """Open the Word file in the office program."""
        if self._give(lambda: paper_desk.open_elsewhere(self.filled, self.shell.desk)):
            self.shell.tell(_("已在文字处理软件中打开"))

    def save_as(self) -> None:
        """Ask for a place and write the Word file or the PDF there."""
        kinds = ";;".join(FILTERS[suffix] for suffix in (FILTERS if self.paper.pdf else (".docx",)))
        wished, kind = QFileDialog.getSaveFileName(
            self, _("另存为"), paper_desk.file_name(self.filled), kinds
        )
        if not wished:
            return
        suffix = ".pdf" if kind == FILTERS[".pdf"] else ".docx"
        path = Path(wished) if wished.lower().endswith(suffix) else Path(wished + suffix)
        self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Write the paper to `path`, a PDF if so named."""
        pdf = self.paper.pdf if path.suffix.lower() == ".pdf" else None
        if self._give(lambda: paper_desk.save_as(self.filled, path, self.shell.desk, pdf)):
            self.shell.tell(_("已保存：{name}").format(name=path.name))

    def _give(self, do: Callable[[], object]) -> bool:
        """Do something that lets the paper out; say why not, or let the window know."""
        try:
            do()
        except DeskError as error:
            self.strip.say(str(error))
            return False
        self.shell.records_changed(self.filled.kind_name)
        return True

    # -- putting it together -------------------------------------------------------------------------------------

    @property
    def _printer_key(self) -> str:
        return f"printer/{self.filled.paper_name}"

    def _paper_card(self) -> Card:
        made = Card()
        count = _("第 {count} 次打印").format(count=self.filled.print_count)
        made.body.addWidget(label(count, "heading"))
        if self.filled.values.get("watermark") == _("补打"):
            again = _("这张单据以前打印过，纸上会印“补打”，并记下次数。")
            made.body.addWidget(label(again, "small", "waiting", wrap=True))
        names = paper_desk.copy_names(self.filled)
        self.copy_boxes: dict[str, QCheckBox] = {}
        for name in names if len(names) > 1 else ():
            check = QCheckBox(_(name))
            check.setChecked(True)
            check.clicked.connect(lambda *_on, check=check: self._choose_copies(check))
            self.copy_boxes[name] = check
            made.body.addWidget(check)
        return made

    def _choose_copies(self, touched: QCheckBox) -> None:
        """Fill the paper anew with the copies ticked; one at least stays."""
        wanted = [name for name, check in self.copy_boxes.items() if check.isChecked()]
        if not wanted:
            touched.setChecked(True)
            return
        try:
            filled = paper_desk.make_anew(self.filled, self.shell.desk, wanted)
        except DeskError as error:
            self.strip.say(str(error))
            return
        self.paper.lay_out(filled)

    def _printer_card(self) -> Card:
        made = Card(_("打印机"))
        self.printers = QComboBox()
        self.printers.setAccessibleName(_("打印机"))
        self.printers.addItems(QPrinterInfo.availablePrinterNames())
        wished = remembered.get(self._printer_key, "") or QPrinterInfo.defaultPrinterName()
        self.printers.setCurrentText(wished)
        self.copies = QSpinBox()
        self.copies.setRange(1, 20)
        self.copies.setAccessibleName(_("份数"))
        self.print_button = button(
            _("打印"), self.print_now, icon="print", look="main", shortcut="Ctrl+P", name="print-now"
        )
        self.options_button = button(_("打印设置…"), self.choose_and_print, look="plain")
        has_printer = self.printers.count() > 0
        self.print_button.setEnabled(has_printer)
        self.options_button.setEnabled(has_printer)
        if has_printer:
            made.body.addWidget(self.printers)
            made.body.addLayout(row(label(_("份数"), tone="muted"), self.copies, None))
        else:
            self.printers.setParent(made)
            self.copies.setParent(made)
            self.printers.hide()
            self.copies.hide()
            none = _("没有找到打印机。请先在系统里添加打印机，或另存为文件到别的电脑上打印。")
            made.body.addWidget(label(none, "small", "waiting", wrap=True))
        made.body.addWidget(self.print_button)
        made.body.addWidget(self.options_button)
        return made

    def _elsewhere_card(self) -> Card:
        made = Card(_("其他"))
        program = paper_desk.program_label()
        text = _("用 {program} 打开").format(program=program) if program else _("用文字处理软件打开")
        self.open_button = button(text, self.open_elsewhere, icon="outside", name="open-elsewhere")
        self.save_button = button(
            _("另存为…"), self.save_as, icon="download", shortcut="Ctrl+Shift+S", name="save-as"
        )
        close = button(_("关闭"), self.reject, look="plain", shortcut="Esc")
        for part in (self.open_button, self.save_button, close):
            made.body.addWidget(part)
        return made


Dialog = TypeVar("Dialog", bound=_PaperDialog)


def _open(dialog: Dialog) -> Dialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
