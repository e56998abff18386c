"""A template tried out (试打): the paper with invented contents or those of a record, marked 样张, not counted."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.printed import Filled
from desk_app.kernel.words import _
from desk_app.screens import printer_choice, template_sample
from desk_app.screens.paper_settings import FoundPaper
from desk_app.screens.record_links import Target
from ui import file_places, print_pages, theme
from ui.paper_stage import PaperStage
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.layouts import box, column, row
from ui.widgets.record_list import Entry, RecordList


def show_sample(shell: Shell, found: FoundPaper, content: bytes, whose: str) -> "SampleDialog":
    """Show a template filled with invented contents; `whose` says which it is. DeskError if it cannot be filled."""
    dialog = SampleDialog(
        shell, found, content, template_sample.fill_sample(found, content, shell.desk), whose
    )
    dialog.open()
    return dialog


class SampleDialog(QDialog):
    """The paper at the left; at the right whose contents it shows."""

    def __init__(self, shell: Shell, found: FoundPaper, content: bytes, filled: Filled, whose: str) -> None:
        parent = shell if isinstance(shell, QWidget) else None
        super().__init__(parent)
        self._shell, self._found, self._content = shell, found, content
        self.setWindowTitle(_("试打：{paper}").format(paper=_(found.paper.label)))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if parent is None:
            self.resize(theme.px(1000), theme.px(700))
        else:
            self.resize(round(parent.width() * 0.94), round(parent.height() * 0.94))
        self.paper = PaperStage(shell, filled)
        self.strip = self.paper.strip
        self.finished.connect(lambda _result: self.paper.stop())
        side = box(column(self._contents_card(), self._end_card(whose), gap=12))
        side.layout().setStretch(0, 1)
        side.setFixedWidth(theme.px(300))
        layout = row(self.paper, side, gap=16, margins=(20, 14, 20, 18))
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.typed.setFocus()
        QTimer.singleShot(0, self.paper.lay_out)

    def show_sample(self) -> None:
        """Show invented contents."""
        self._show(lambda: template_sample.fill_sample(self._found, self._content, self._shell.desk))

    def show_record(self, record_id: int) -> None:
        """Show the contents of a record."""
        desk = self._shell.desk
        self._show(lambda: template_sample.fill_from(self._found, self._content, record_id, desk))

    def print_sample(self) -> None:
        """Ask for a printer and draw the sample on it."""
        from PySide6.QtPrintSupport import QPrintDialog

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        print_pages.fit_paper(printer, print_pages.paper_size(self._found.paper.page_size))
        if QPrintDialog(printer, self).exec() == QDialog.DialogCode.Accepted:
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Draw the sample on `printer`, moved as this paper is on this computer."""
        try:
            self.paper.print_on(printer, printer_choice.load(self._found.paper.name))
        except DeskError as error:
            self.strip.say(str(error))

    def save_as(self) -> None:
        """Ask for a place and write the sample there, as a Word file or a PDF."""
        name, has_pdf = template_sample.file_name(self.paper.filled), self.paper.pdf is not None
        path = file_places.ask_paper_place(self, name, has_pdf=has_pdf)
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Write the sample to `path`, a PDF if so named."""
        pdf = self.paper.pdf if path.suffix.lower() == ".pdf" else None
        if path.suffix.lower() == ".pdf" and pdf is None:
            self.strip.say(_("没有保存：现在没有整张表单的 PDF 版面。请等排版完成，或存成 Word 文件。"))
            return
        try:
            template_sample.save(self.paper.filled, path, pdf)
        except DeskError as error:
            self.strip.say(str(error))
            return
        text = _("已保存：{path}").format(path=path)
        self.strip.say(text, "good", file_places.folder_offer(self._shell, path.parent))

    def _show(self, fill: Callable[[], Filled]) -> None:
        try:
            filled = fill()
        except DeskError as error:
            self.strip.say(str(error))
            return
        self.paper.lay_out(filled)

    def _contents_card(self) -> Card:
        made = Card(_("内容"))
        self.sample_button = button(_("用编造的内容"), self.show_sample, icon="sample", name="use-sample")
        self.typed = QLineEdit()
        self.typed.setObjectName("record-search")
        self.typed.setClearButtonEnabled(True)
        self.typed.setPlaceholderText(_("房号、姓名、编号或拼音首字母"))
        self.typed.setAccessibleName(_("用真实的{kind}").format(kind=_(self._found.kind.label)))
        self.typed.textChanged.connect(lambda *_text: self._offer())
        self.typed.returnPressed.connect(lambda: self.records.choose_current())
        self.records = RecordList(_("可选的记录"))
        self.records.setObjectName("records")
        self.records.chosen.connect(self._choose)
        self.none = label(_("还没有可用的记录"), "small", "muted", wrap=True)
        words = _("或者用真实的{kind}：").format(kind=_(self._found.kind.label))
        for part in (self.sample_button, label(words, "small", "muted", wrap=True), self.typed, self.none):
            made.body.addWidget(part)
        made.body.addWidget(self.records, 1)
        self._offer()
        return made

    def _offer(self) -> None:
        targets = template_sample.suggest(self._found, self.typed.text(), self._shell.desk)
        icon = self._found.kind.icon
        self.records.put([Entry(target, icon, target.title, target.detail) for target in targets])
        self.none.setVisible(not targets)
        if self.typed.text().strip():
            self.records.choose_first()

    def _choose(self, target: object) -> None:
        assert isinstance(target, Target)
        self.show_record(target.record_id)

    def _end_card(self, whose: str) -> Card:
        made = Card()
        made.body.addWidget(label(whose, wrap=True))
        note = _("试打的纸印“样张”，不记打印次数。")
        made.body.addWidget(label(note, "small", "muted", wrap=True))
        made.body.addWidget(button(_("打印样张…"), self.print_sample, icon="print", shortcut="Ctrl+P"))
        self.save_button = button(
            _("另存为…"), self.save_as, icon="download", shortcut="Ctrl+Shift+S", name="sample-save"
        )
        made.body.addWidget(self.save_button)
        made.body.addWidget(button(_("关闭"), self.reject, look="plain", shortcut="Esc"))
        return made
