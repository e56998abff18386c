"""The button of bank collection (银行托收) on the page of incoming money: file out, answer in, file taken back."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QPushButton, QWidget

from desk_app.kernel.words import _
from desk_app.screens.debit_files import DebitFiles, tell_accepted, tell_batch
from ui.file_places import ask_open_file
from ui.reason_dialog import ReasonDialog
from ui.screens.debit_dialogs import DebitOutDialog, DebitReturnDialog
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.menus import KeyMenu
from ui.widgets.message_strip import MessageStrip

CHANGED = ("debit_lines", "bank_lines", "receipts")


class DebitMenu:
    """Lists what can be done now, each batch that awaits an answer by itself; `page` is refreshed after."""

    def __init__(
        self, page: QWidget, shell: Shell, strip: MessageStrip, refresh: Callable[[], object]
    ) -> None:
        self.page, self.shell, self.strip, self._refresh = page, shell, strip, refresh
        self.files = DebitFiles(shell.desk)
        self.button: QPushButton = button(_("银行托收 ▾"), icon="wallet", name="debits")
        self.menu = KeyMenu(self.button)
        self.menu.aboutToShow.connect(self.fill)
        self.button.setMenu(self.menu)

    def fill(self) -> None:
        """List what can be done."""
        self.menu.clear()
        self.menu.addAction(_("生成托收文件…"), self.send)
        self.menu.addAction(_("读入回盘文件…"), self.choose_return)
        for batch in self.files.open_batches():
            words = _("撤回 {batch}…").format(batch=batch.batch)
            self.menu.addAction(words, partial(self.withdraw, batch.batch, tell_batch(batch)))
        self.menu.addSeparator()
        self.menu.addAction(_("托收授权"), partial(self.shell.open_page, "debit_mandates"))
        self.menu.addAction(_("托收明细"), partial(self.shell.open_page, "debit_lines"))

    def send(self) -> None:
        """Show whom the bank would be asked to collect from, and save the file."""
        self.files.look()
        DebitOutDialog(self.page, self.shell, self.files, self._changed).open()

    def choose_return(self) -> None:
        """Ask for the bank's answer and read it."""
        kinds = _("回盘文件 (*.csv *.xlsx *.xls *.txt)")
        path = ask_open_file(self.page, "bank", _("读入回盘文件"), kinds)
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Read the bank's answer in the background and show it."""

        def show(found) -> None:  # type: ignore[no-untyped-def]
            DebitReturnDialog(self.page, found, partial(self._accept, found)).open()

        words = _("正在读取 {name}").format(name=path.name)
        self.shell.run_task(words, lambda _progress: self.files.read(path), show)

    def withdraw(self, batch: str, told: str) -> None:
        """Ask why a batch is taken back."""
        text = _("{told}。没有交给银行才能撤回；已经交了，请等回盘。").format(told=told)

        def do(why: str) -> None:
            words = self.files.withdraw(batch, why)
            self._changed()
            self.strip.say(words, "good")

        title = _("撤回托收 {batch}").format(batch=batch)
        ReasonDialog(self.page, title, text, do, action=_("撤回这一批")).open()

    def _accept(self, found) -> None:  # type: ignore[no-untyped-def]
        def tell(came) -> None:  # type: ignore[no-untyped-def]
            self._changed()
            self.strip.say(tell_accepted(came), "waiting" if came.waiting else "good")

        self.shell.run_task(_("正在开收据"), lambda progress: self.files.accept(found, progress), tell)

    def _changed(self) -> None:
        self._refresh()
        for kind_name in CHANGED:
            self.shell.records_changed(kind_name)
