"""The files kept with a record (附件): added by button, by dragging or by pasting a picture; opened; removed."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, Qt, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QFileDialog, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens.attachment_list import AttachmentLine, AttachmentList
from ui import theme
from ui.reason_dialog import ReasonDialog
from ui.shell import Shell
from ui.widgets.buttons import button, tool_button
from ui.widgets.labels import ElidedLabel, label, picture
from ui.widgets.layouts import box, clear, column, row


class AttachmentsPanel(QWidget):
    """The list and its buttons; `changed` after a file was added or removed."""

    changed = Signal()

    def __init__(self, shell: Shell, files: AttachmentList) -> None:
        super().__init__()
        self.shell = shell
        self.files = files
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("附件"))
        self.add_button = button(_("添加文件…"), self.choose_files, icon="attach", name="attach")
        self.hint = label(
            _("也可以把文件拖到这里，或按 Ctrl+V 粘贴图片。单个文件最多 20 MB。"), "small", "muted", wrap=True
        )
        self.list = column(gap=2)
        self.setLayout(column(self.list, row(self.add_button, None), self.hint, None, gap=8))
        self.refresh()

    def refresh(self) -> None:
        """Read the list again."""
        clear(self.list)
        for line in self.files.lines():
            self.list.addWidget(self._line(line))

    def choose_files(self) -> None:
        """Ask for files and attach them."""
        paths, _kind = QFileDialog.getOpenFileNames(self, _("选择要添加的文件"))
        self.add_files([Path(path) for path in paths])

    def add_files(self, paths: list[Path]) -> None:
        """Attach files one by one; those refused are told together, the others are kept."""
        refused = []
        for path in paths:
            try:
                self.files.add_file(path)
            except DeskError as error:
                refused.append(str(error))
        if paths:
            self._show_change()
        if refused:
            self.shell.show_error(DeskError("\n".join(refused)))

    def take(self, mime: QMimeData) -> bool:
        """Attach what was dropped or pasted: files, or a picture; False if it is neither."""
        paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        if paths:
            self.add_files([path for path in paths if path.is_file()])
            return True
        if mime.hasImage():
            return self._add_picture(QImage(mime.imageData()))
        return False

    def open_file(self, attachment_id: int) -> None:
        """Open the file in the program the system has for it."""
        try:
            path = self.files.write_out(attachment_id)
        except DeskError as error:
            self.shell.show_error(error)
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def remove(self, line: AttachmentLine) -> None:
        """Ask for the reason and remove the file."""

        def do(reason: str) -> None:
            self.files.remove(line.attachment_id, reason)
            self._show_change()

        text = _("“{name}”将从这条记录移除，不能恢复。谁移除的、原因会留在历史里。").format(name=line.name)
        ReasonDialog(self, _("移除附件"), text, do).open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach what is dropped."""
        if self.take(event.mimeData()):
            event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Attach what is pasted."""
        if not (
            event.matches(QKeySequence.StandardKey.Paste)
            and self.take(QGuiApplication.clipboard().mimeData())
        ):
            super().keyPressEvent(event)

    def _add_picture(self, image: QImage) -> bool:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")
        try:
            self.files.add_picture(bytes(buffer.data().data()))
        except DeskError as error:
            self.shell.show_error(error)
        else:
            self._show_change()
        return True

    def _show_change(self) -> None:
        self.refresh()
        self.changed.emit()

    def _line(self, line: AttachmentLine) -> QWidget:
        open_button = button(
            line.name, lambda: self.open_file(line.attachment_id), look="link", tip=_("打开")
        )
        open_button.setMinimumWidth(theme.px(40))
        words = column(open_button, ElidedLabel(line.detail, "small", "muted"), gap=0)
        remove = tool_button(
            "delete", _("移除附件 {name}").format(name=line.name), lambda: self.remove(line), size=16
        )
        made = row(picture("attach", "muted", 16), words, remove, gap=6, margins=(0, 2, 0, 2))
        made.setStretch(1, 1)
        return box(made)
