"""How trouble is told (出错提示): a sentence for what a person can put right, a card with a number for a bug."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from desk_app.kernel.words import _
from ui import file_places, theme, trouble_log
from ui.widgets.buttons import button
from ui.widgets.labels import label, picture
from ui.widgets.layouts import column, row


class ErrorCard(QDialog):
    """A bug as a person meets it: what is certain, what to do, and a number to quote."""

    def __init__(self, window: QWidget | None, number: str) -> None:
        super().__init__(window)
        self.number = number
        self.setWindowTitle(_("程序出错"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme.px(480))
        happened = label(_("程序出了意外，这一步可能没有做完。"), "heading", wrap=True)
        kept = label(_("请看一下结果，再决定是否重做。"), wrap=True)
        asked = label(
            _("如果又出现，请把编号告诉维护人员；详细经过在日志里，不含电话和证件号。"),
            tone="muted",
            wrap=True,
        )
        shown = label(number, "heading", "accent", select=True)
        self.copy_button = button(_("复制编号"), self.copy, icon="copy", name="copy-number")
        log = button(_("打开日志文件夹"), self._open_folder, icon="folder", look="plain")
        self.close_button = button(_("知道了"), self.accept, look="main", name="close-card")
        words = column(happened, kept, asked, row(label(_("编号"), tone="muted"), shown, None), gap=10)
        self.setLayout(
            column(
                row(picture("error", "bad", 32), 12, words, gap=4),
                row(log, None, self.copy_button, self.close_button),
                gap=20,
                margins=(24, 20, 24, 16),
            )
        )
        self.close_button.setDefault(True)
        self.close_button.setFocus()

    def copy(self) -> None:
        """Put the number on the clipboard."""
        QGuiApplication.clipboard().setText(self.number)
        self.copy_button.setText(_("已复制"))

    def _open_folder(self) -> None:
        file_places.open_folder(trouble_log.log_path().parent)


def show_bug(window: QWidget | None, number: str) -> None:
    """Show the card of the bug logged as `number`, unless one is already open."""
    if window is not None and any(card.isVisible() for card in window.findChildren(ErrorCard)):
        return
    card = ErrorCard(window, number)
    card.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    card.open()


def ask(
    window: QWidget,
    title: str,
    text: str,
    *answers: tuple[str, str],
    look: str = "main",
    icon: str = "question",
) -> str:
    """Ask a question and return the name of the answer given; "" when it was closed with Esc.

    `answers` are (name, button text), the usual one last.
    """
    dialog = QDialog(window)
    dialog.setWindowTitle(title)
    dialog.setMinimumWidth(theme.px(440))
    chosen = [""]

    def choose(name: str) -> None:
        chosen[0] = name
        dialog.accept()

    buttons = [
        button(
            words, lambda name=name: choose(name), look=look if place == len(answers) - 1 else "", name=name
        )
        for place, (name, words) in enumerate(answers)
    ]
    buttons[-1].setDefault(True)
    words = column(label(title, "heading", wrap=True), label(text, wrap=True), gap=8)
    body = row(picture(icon, "accent" if look == "main" else "bad", 28), 10, words)
    body.setStretch(2, 1)
    dialog.setLayout(column(body, row(None, *buttons), gap=20, margins=(24, 20, 24, 16)))
    buttons[-1].setFocus()
    dialog.exec()
    return chosen[0]
