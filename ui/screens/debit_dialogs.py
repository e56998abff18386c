"""The windows of bank collection (银行托收): whom the file asks, and what the bank answered."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens.debit_files import DebitFiles, answer_rows, tell_return
from ui import theme
from ui.file_places import ask_save_place, folder_offer
from ui.growing_dialog import GrowingDialog
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import column, row
from ui.widgets.message_strip import MessageStrip
from ui.widgets.sum_table import SumTable

WIDTH, ROWS_SHOWN = 880, 6
KINDS = {".xlsx": "Excel (*.xlsx)", ".csv": "CSV (*.csv)"}


class DebitOutDialog(GrowingDialog):
    """Shows whom the bank is asked to collect from and who is left out; after saving it stays with what was saved."""

    def __init__(self, parent: QWidget, shell: Shell, files: DebitFiles, done: Callable[[], object]) -> None:
        super().__init__(parent)
        self.shell, self.files, self._done = shell, files, done
        title = _("生成托收文件")
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme.px(WIDTH))
        self.strip = MessageStrip(closable=False)
        asked = files.asked_rows()
        self.asked = _table(_("要托收的房屋"), (0, 1, 2, 3))
        self.asked.put((_("房号"), _("户名"), _("账号"), _("账期"), _("金额（元）")), asked, stretch=(1,))
        _show_if(self.asked, bool(asked))
        self.left_head = label(_("没有列入的房屋"), "heading")
        self.left = _table(_("没有列入的房屋"), (0, 1, 2))
        self.left.put((_("房号"), _("户名"), _("原因")), files.left_rows(), stretch=(2,))
        for each in (self.left_head, self.left):
            _show_if(each, bool(files.asking.left_out))
        for table in (self.asked, self.left):
            _fit(table)
        self.summary = label(files.summary(), tone="" if asked else "waiting", wrap=True)
        others = label(files.others(), tone="muted", wrap=True)
        _show_if(others, bool(files.others()))
        self.buttons = row(*self._make_buttons(bool(asked)))
        parts = (self.summary, self.asked, self.left_head, self.left, others, self.strip)
        heading = label(title, "heading")
        self.setLayout(column(heading, *parts, 4, self.buttons, gap=10, margins=(24, 20, 24, 16)))
        (self.yes if asked else self.entry if not files.has_mandates else self.no).setFocus()

    def save(self) -> None:
        """Ask where, and write the file."""
        wished, kind = ask_save_place(
            self, "bank", _("保存托收文件"), self.files.file_name(), list(KINDS.values())
        )
        if wished:
            self.save_at(_with_ending(Path(wished), kind))

    def save_at(self, path: Path) -> None:
        """Write the file there; the window then says what is in it and who is not."""
        try:
            told = self.files.save(path)
        except DeskError as error:
            self.strip.say(str(error))
            return
        self.strip.say(told, "good", folder_offer(self.shell, path.parent))
        self.yes.hide()
        self.no.setText(_("关闭"))
        self.no.setFocus()
        self._done()

    def _make_buttons(self, has_any: bool) -> list[QPushButton | None]:
        self.yes = button(_("保存文件…"), self.save, look="main", icon="export", name="debits-save")
        _show_if(self.yes, has_any)
        self.no = button(_("取消") if has_any else _("关闭"), self.reject, name="debits-no")
        look = "" if self.files.has_mandates else "main"
        words = _("登记托收授权")
        self.entry = button(words, self._enter, icon="add", look=look, name="debits-mandate")
        _show_if(self.entry, not has_any)
        return [None, self.no, self.entry, self.yes]

    def _enter(self) -> None:
        self.reject()
        self.shell.new_record("debit_mandates")


class DebitReturnDialog(GrowingDialog):
    """Shows what the bank answered, line by line; nothing is stored before it is accepted."""

    def __init__(self, parent: QWidget, found, accept: Callable[[], object]) -> None:  # type: ignore[no-untyped-def]
        super().__init__(parent)
        self._accept = accept
        title = _("回盘文件 {name}").format(name=found.file_name)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme.px(WIDTH))
        has_new = bool(found.count("paid") or found.count("refused"))
        self.lines = _table(_("回盘文件"), (0, 1, 2, 4, 5))
        heads = (_("房号"), _("户名"), _("流水号"), _("金额（元）"), _("结果"), _("原因"))
        self.lines.put(heads, answer_rows(found), stretch=(5,))
        _fit(self.lines)
        told = tell_return(found)
        if not has_new:
            told += "\n" + _("没有新的结果，不用再记。")
        self.summary = label(told, tone="" if has_new else "waiting", wrap=True)
        self.yes = button(_("记下结果并开收据"), self.accept, look="main", icon="done", name="debits-accept")
        _show_if(self.yes, has_new)
        self.no = button(_("取消") if has_new else _("关闭"), self.reject, name="debits-no")
        parts = (label(title, "heading", wrap=True), self.summary, self.lines, 4)
        self.setLayout(column(*parts, row(None, self.no, self.yes), gap=10, margins=(24, 20, 24, 16)))
        (self.yes if has_new else self.no).setFocus()

    def accept(self) -> None:
        """Close, and let the answers be written down."""
        super().accept()
        self._accept()


def _table(name: str, words: tuple[int, ...]) -> SumTable:
    return SumTable(name, words)


def _show_if(part: QWidget, wanted: bool) -> None:
    """Hide a part there is nothing in; shown here, without a parent, it would flash up as a window."""
    if not wanted:
        part.hide()


def _fit(table: SumTable) -> None:
    """Show all rows of a short table, and let a long one scroll."""
    line = table.verticalHeader().defaultSectionSize()
    over = max(0, table.rowCount() - ROWS_SHOWN)
    table.setFixedHeight(table.needed_height() - over * line)


def _with_ending(path: Path, kind: str) -> Path:
    """Return the path with the ending written, or else that of the kind chosen."""
    if path.suffix.lower() in KINDS:
        return path
    ending = next((ending for ending, words in KINDS.items() if words == kind), ".xlsx")
    return path.with_name(path.name + ending)
