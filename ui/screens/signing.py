"""Noting a signed copy (登记签字件): who signed, on which day, and the scan."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QWidget

from desk_app.kernel.attachments import safe_name
from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens.signing import CopyLine, SigningForm
from ui import theme
from ui.reason_dialog import ReasonDialog
from ui.screens.room_dialogs import CardDialog
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.layouts import box, clear, column, row

SCAN_FILES = "PDF, JPG, PNG (*.pdf *.jpg *.jpeg *.png)"


class SigningDialog(CardDialog):
    """Nobody is ticked until somebody looked at the paper; a scan may be chosen or dropped here."""

    def __init__(self, parent: QWidget, shell: Shell, printed_id: int) -> None:
        super().__init__(parent, _("登记签字件"), _("登记"))
        self.shell = shell
        self.form = SigningForm(printed_id, shell.desk)
        self.setAcceptDrops(True)
        self.body.addWidget(label(self.form.title, "heading", wrap=True))
        self.body.addWidget(label(self.form.about, tone="muted", wrap=True))
        self.known = column(gap=2)
        self.body.addLayout(self.known)
        self.signers: dict[str, QCheckBox] = {}
        self.body.addWidget(self._signer_boxes())
        self.day = QLineEdit(self.form.day)
        self.day.setAccessibleName(_("签字日期"))
        self.day.setObjectName("signed-on")
        self.day.setPlaceholderText(_("如 2026-11-23 或 今天"))
        self.note = QLineEdit()
        for line in (self.day, self.note):
            line.setAcceptDrops(False)  # a scan dropped here is for the dialog
        self.note.setAccessibleName(_("备注"))
        self.note.setObjectName("signing-note")
        days = column(label(_("签字日期 *"), "small", "muted"), self.day, gap=2)
        notes = column(label(_("备注"), "small", "muted"), self.note, gap=2)
        self.body.addLayout(row(days, notes, gap=16))
        self.scan_text = ElidedLabel("", "body", "muted")
        choose = button(_("选择扫描件…"), self.choose_scan, icon="attach", name="choose-scan")
        scan = row(choose, self.scan_text, gap=10)
        scan.setStretch(1, 1)
        self.body.addLayout(scan)
        self.walk(*self.signers.values(), self.day, self.note)
        self._show_scan()
        self._show_known()
        (next(iter(self.signers.values()), self.day)).setFocus()

    def accept(self) -> None:
        """Save; stay open with the sentence if that is refused."""
        self.form.day, self.form.note = self.day.text(), self.note.text()
        self.form.ticked = {name: each.isChecked() for name, each in self.signers.items()}
        try:
            self.form.save()
        except DeskError as error:
            self.strip.say(str(error))
            return
        self.shell.records_changed(self.form.row.kind)
        self.shell.tell(_("已登记签字件：{paper}").format(paper=self.form.title))
        super().accept()

    def choose_scan(self) -> None:
        """Ask for the scan."""
        chosen, _kind = QFileDialog.getOpenFileName(self, _("选择扫描件"), "", SCAN_FILES)
        if chosen:
            self.take_scan(Path(chosen))

    def take_scan(self, path: Path) -> None:
        """Keep this file with the signed copy when it is saved."""
        self.form.scan = path
        self._show_scan()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file."""
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the file as the scan."""
        self.take_scan(Path(event.mimeData().urls()[0].toLocalFile()))
        event.acceptProposedAction()

    def _signer_boxes(self) -> QWidget:
        flow = FlowLayout(gap=20)
        for name in self.form.required:
            made = QCheckBox(_(name))
            made.setObjectName(f"signer-{name}")
            made.setChecked(self.form.ticked.get(name, False))
            self.signers[name] = made
            flow.addWidget(made)
        words = _("谁签了字（空格键勾选）") if self.signers else _("这张表单没有规定由谁签字，登记收回即可。")
        return box(column(label(words, "small", "muted"), box(flow), gap=4))

    def _show_scan(self) -> None:
        scan = self.form.scan
        self.scan_text.setText(
            safe_name(scan.name) if scan else _("可不选；也可以把 PDF 或照片拖到这个窗口。")
        )
        theme.dress(self.scan_text, tone="" if scan else "muted")

    def _show_known(self) -> None:
        """Show what was noted before."""
        clear(self.known)
        for copy in self.form.copies():
            self.known.addWidget(self._known_line(copy))
        self.fit_soon()

    def _known_line(self, copy: CopyLine) -> QWidget:
        parts: list[QWidget] = []
        if copy.attachment_id is not None:
            show = button(_("看扫描件"), lambda: self._open_scan(copy.attachment_id or 0), look="link")
            parts.append(show)
        take_back = button(
            _("撤回"), lambda: self._withdraw(copy), look="link", name=f"withdraw-{copy.copy_id}"
        )
        words = ElidedLabel(_("已签：{text}（{detail}）").format(text=copy.text, detail=copy.detail))
        line = row(words, *parts, take_back, gap=8)
        line.setStretch(0, 1)
        return box(line)

    def _open_scan(self, attachment_id: int) -> None:
        try:
            path = self.form.write_out(attachment_id)
        except DeskError as error:
            self.strip.say(str(error))
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _withdraw(self, copy: CopyLine) -> None:
        """Ask why and take it back."""

        def do(reason: str) -> None:
            self.form.withdraw(copy.copy_id, reason)
            for name, each in self.signers.items():
                each.setChecked(self.form.ticked.get(name, False))
            self._show_known()
            self.shell.records_changed(self.form.row.kind)

        text = _("“{text}”这次登记将撤回，扫描件仍留在单据的附件里。").format(text=copy.text)
        ReasonDialog(self, _("撤回签字件"), text, do).open()
