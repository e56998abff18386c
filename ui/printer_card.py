"""The printer a paper goes to (打印机): which one, its tray, how many copies, how far moved, and 套打."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QCheckBox, QComboBox, QSpinBox, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.print_job import TRAYS
from desk_app.kernel.words import _
from desk_app.screens import printer_choice
from desk_app.screens.printer_choice import PrinterChoice
from ui import print_pages
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.layouts import box, row


class PrinterCard(Card):
    """Starts as the paper was last printed on this computer; `remember` keeps what is chosen.

    `page_size` is the paper's, as `desk_app.kernel.papers.paper.Paper` names it. `overlay_changed` tells that 套打 was
    ticked, so that the values alone, or the whole form, have to be laid out. `body` takes further widgets.
    """

    overlay_changed = Signal(bool)

    def __init__(
        self,
        shell: Shell,
        paper_name: str,
        page_size: str = "A4",
        *,
        names: Sequence[str] | None = None,
    ) -> None:
        super().__init__(_("打印机"))
        self._shell = shell
        self.paper_name = paper_name
        self.page_size = page_size
        self._choice = printer_choice.load(paper_name)
        self._names = list(QPrinterInfo.availablePrinterNames() if names is None else names)
        self._make_choosers()
        self._make_overlay()
        self._show_offset()

    @property
    def has_printer(self) -> bool:
        """Say whether there is a printer to choose."""
        return bool(self._names)

    def choice(self) -> PrinterChoice:
        """Return what is chosen now."""
        return replace(
            self._choice,
            printer=self.printers.currentText(),
            tray=self.trays.currentData() or "",
            copies=self.copies.value(),
            overlay=self.overlay.isChecked(),
        )

    def printer(self, document_name: str = "") -> QPrinter:
        """Return the printer with tray, copies and paper as chosen; DeskError if there is none.

        The offset is not the printer's: hand `choice()` to `ui.print_pages.print_on`, which moves each page.
        """
        if not self.has_printer:
            raise DeskError(_("没有打印：这台电脑没有安装打印机，请先在系统设置里添加"))
        choice = self.choice()
        made = QPrinter(QPrinterInfo.printerInfo(choice.printer), QPrinter.PrinterMode.HighResolution)
        made.setDocName(document_name)
        made.setCopyCount(choice.copies)
        print_pages.choose_tray(made, choice.tray)
        print_pages.fit_paper(made, print_pages.paper_size(self.page_size))
        return made

    def remember(self) -> None:
        """Keep what is chosen for the next time this paper is printed here."""
        choice = self.choice()
        if not self.has_printer:
            choice = replace(choice, printer=self._choice.printer)
        printer_choice.save(self.paper_name, choice)

    def calibrate(self) -> None:
        """Ask how far the page has to be moved, and remember it."""
        from ui.calibration import CalibrationDialog

        dialog = CalibrationDialog(
            self.window(), self._choice, self._print_cross if self.has_printer else None
        )
        if dialog.exec() == CalibrationDialog.DialogCode.Accepted:
            self._choice = dialog.choice()
            self.remember()
            self._show_offset()

    def _print_cross(self, choice: PrinterChoice) -> None:
        from ui.calibration import print_cross

        printer = self.printer(_("校准页"))
        printer.setCopyCount(1)
        print_cross(printer, print_pages.paper_size(self.page_size), choice)

    # -- putting it together -------------------------------------------------------------------------------------

    def _make_choosers(self) -> None:
        name, changed = printer_choice.choose_printer(
            self._choice, self._names, QPrinterInfo.defaultPrinterName()
        )
        self.printers = _chooser(_("打印机"), [(each, each) for each in self._names], name)
        self.copies = QSpinBox()
        self.copies.setRange(1, printer_choice.MOST_COPIES)
        self.copies.setValue(self._choice.copies)
        self.copies.setAccessibleName(_("份数"))
        trays = [("", _("按打印机设置")), *((each.name, _(each.label)) for each in TRAYS)]
        self.trays = _chooser(_("纸盒"), trays, self._choice.tray)
        self.note = label(changed, "small", "waiting", wrap=True)
        trays_row = row(label(_("纸盒"), tone="muted"), self.trays)
        trays_row.setStretch(1, 1)
        copies_row = box(row(label(_("份数"), tone="muted"), self.copies, None))
        rows = (self.printers, copies_row, box(trays_row))
        for part in (*rows, self.note):
            self.body.addWidget(part)
        self.note.setVisible(bool(changed))
        rows[2].setVisible(print_pages.can_choose_tray())
        if not self.has_printer:
            self._say_there_is_none(rows)

    def _say_there_is_none(self, rows: Sequence[QWidget]) -> None:
        for part in rows:
            part.hide()
        self.note.setText(_("没有找到打印机。请先在系统里添加打印机，或另存为文件到别的电脑上打印。"))
        self.note.show()

    def _make_overlay(self) -> None:
        self.overlay = QCheckBox(_("套打：只打填写的内容"))
        self.overlay.setToolTip(_("用预先印好表格的纸时打勾：线条和固定文字不打，只打填写的内容。"))
        self.overlay.setChecked(self._choice.overlay)
        self.overlay.toggled.connect(self.overlay_changed)
        self.offset = label("", "small", "muted", wrap=True)
        self.calibrate_button = button(
            _("校准…"), self.calibrate, look="link", name="calibrate", tip=_("打偏了：把整页移动几毫米")
        )
        self.body.addWidget(self.overlay)
        self.foot = row(self.calibrate_button, None, gap=4)
        self.body.addLayout(self.foot)
        self.body.addWidget(self.offset)

    def _show_offset(self) -> None:
        shown = printer_choice.show_offset(self._choice)
        self.offset.setText(_("整页{offset}").format(offset=shown) if shown else "")
        self.offset.setVisible(bool(shown))


def _chooser(name: str, options: Sequence[tuple[str, str]], chosen: str) -> QComboBox:
    """Return a box to choose from (what is kept, what is shown), not wider than the card for a long name."""
    made = QComboBox()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    for kept, shown in options:
        made.addItem(shown, kept)
    made.setCurrentIndex(max(0, made.findData(chosen)))
    return made
