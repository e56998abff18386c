"""Before many papers are printed (批量打印): which paper, in what order, in one file or many, and what stands in the way."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QPlainTextEdit,
    QRadioButton,
    QWidget,
)

from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import find_kind
from desk_app.kernel.papers.paper import Paper
from desk_app.kernel.words import _
from desk_app.screens import print_run, print_run_list
from desk_app.screens.print_run import Outlook
from ui import background, file_places, theme
from ui.print_run import RunDialog, open_run
from ui.shell import Shell
from ui.tasks import tone_of
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import box, clear, column, row
from ui.widgets.message_strip import MessageStrip


def start_run(shell: Shell, kind_name: str, ids: Sequence[int], chosen: str = "") -> "StartDialog":
    """Ask what to print for the records, `chosen` suggested."""
    dialog = StartDialog(shell, kind_name, ids, chosen)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


class StartDialog(QDialog):
    """Nothing is taken before the last button is pressed; what cannot be printed is named before that."""

    def __init__(self, shell: Shell, kind_name: str, ids: Sequence[int], chosen: str = "") -> None:
        super().__init__(shell if isinstance(shell, QWidget) else None)
        self.shell = shell
        self.kind = find_kind(kind_name)
        self.ids = list(ids)
        self.choices = print_run.find_choices(self.kind, shell.desk)
        self.outlook: Outlook | None = None
        self.opened: RunDialog | None = None
        self._work: background.Background | None = None
        self.finished.connect(lambda _result: self._stop())
        self.setWindowTitle(_("批量打印"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme.px(560))
        self._make_parts()
        for at, what in enumerate(self.choices):
            self.what.addItem(print_run.choice_label(what), what.name)
            if what.name == chosen:
                self.what.setCurrentIndex(at)
        self.what.currentIndexChanged.connect(lambda _at: self.look())
        self._lay()
        QTimer.singleShot(0, self, self.look)  # not if it was closed by then

    def look(self) -> None:
        """Find out what could be printed, and say what could not."""
        self.outlook = None
        self.yes.setEnabled(False)
        self._show_copies()
        if not self.choices:
            self.sentence.setText(_("这里没有您可以打印的表单。"))
            return
        self.sentence.setText(_("正在核对…"))
        self.strip.clear()
        self._stop()
        what = self.choices[self.what.currentIndex()]
        kind, ids, desk = self.kind, self.ids, self.shell.desk
        self._work = background.run(
            lambda progress: print_run.look(kind, ids, what, desk, progress),
            self._show_outlook,
            self._show_problem,
        )

    def _stop(self) -> None:
        if self._work is not None:
            self._work.cancel()
            self._work = None

    def _show_problem(self, error: BaseException) -> None:
        self._work = None
        self.sentence.setText("")
        self.refused.hide()
        if isinstance(error, DeskError):
            self.strip.say(str(error), tone_of(error))
        else:
            self.shell.show_error(error)

    def _show_outlook(self, outlook: Outlook) -> None:
        self._work = None
        self.outlook = outlook
        self.sentence.setText(outlook.sentence)
        self.refused.setPlainText("\n".join(f"{one.title}    {one.why}" for one in outlook.refused))
        self.refused.setVisible(bool(outlook.refused))
        self.yes.setEnabled(outlook.count > 0)
        self.yes.setText(_("准备打印（{count} 份）").format(count=f"{outlook.count:,}"))
        self.adjustSize()
        self.yes.setFocus()

    def accept(self) -> None:
        """Take the numbers; then show all pages, or ask for the folder first and write a file each."""
        if self.outlook is None or not self.outlook.count:
            return
        if not self.apart.isChecked():
            self._prepare(self._show_run)
            return
        folder = QFileDialog.getExistingDirectory(
            self, _("每份存一个文件：存到哪个文件夹"), str(file_places.start_folder("papers"))
        )
        if folder:
            file_places.note_folder("papers", Path(folder))
            self.save_apart(Path(folder))

    def save_apart(self, folder: Path) -> None:
        """Prepare the run and write a file for each paper to `folder`."""

        def write(run_id: int) -> None:
            desk = self.shell.desk
            self.shell.run_task(
                _("正在存文件"),
                lambda progress: print_run.save_apart(run_id, folder, desk, progress),
                lambda words: self._tell_saved(words, folder),
            )

        self._prepare(write)

    def _tell_saved(self, words: str, folder: Path) -> None:
        self.shell.records_changed(self.kind.name)
        self.shell.tell_saved(words, folder)

    def _prepare(self, then: Callable[[int], object]) -> None:
        """Prepare the run and go on with its id."""
        what = self.choices[self.what.currentIndex()]
        kind, ids, desk = self.kind, self.ids, self.shell.desk
        order = str(self.order.currentData())
        copies = [str(name) for name, check in self.copy_boxes.items() if check.isChecked()] or None
        super().accept()
        self.shell.run_task(
            _("正在准备"),
            lambda progress: print_run.prepare(kind, ids, what, desk, progress, order=order, copies=copies),
            then,
        )

    def _show_run(self, run_id: int) -> None:
        self.opened = open_run(self.shell, run_id)

    def show_earlier(self) -> None:
        """Show the runs not finished instead."""
        from ui.print_run_list import show_runs

        self.reject()
        show_runs(self.shell)

    # -- putting it together -------------------------------------------------------------------------------------

    def _make_parts(self) -> None:
        self.what = QComboBox()
        self.what.setObjectName("run-what")
        self.what.setAccessibleName(_("打印什么"))
        self.order = QComboBox()
        self.order.setAccessibleName(_("顺序"))
        for name, words in print_run.ORDERS:
            self.order.addItem(_(words), name)
        self.merged = QRadioButton(_("合并打印，先看版面"))
        self.apart = QRadioButton(_("每份存一个 Word 文件"))
        self.merged.setChecked(True)
        self._ways = QButtonGroup(self)
        for way in (self.merged, self.apart):
            self._ways.addButton(way)
        self.copy_boxes: dict[str, QCheckBox] = {}
        self._copies = box(row(gap=16))
        self.sentence = label("", wrap=True)
        self.refused = QPlainTextEdit()
        self.refused.setReadOnly(True)
        self.refused.setAccessibleName(_("不打印的和原因"))
        self.refused.setMaximumHeight(theme.px(160))
        self.refused.hide()
        self.strip = MessageStrip(closable=False)
        self.yes = button(_("准备打印"), self.accept, look="main", shortcut="Ctrl+Return", name="run-yes")
        self.yes.setDefault(True)
        self.no = button(_("取消"), self.reject, name="run-no", shortcut="Esc")
        waiting = print_run_list.count_open()
        words = _("没打完的批次（{count}）…").format(count=waiting)
        self.earlier = button(words, self.show_earlier, look="link", name="run-earlier")
        self.earlier.setVisible(waiting > 0)

    def _lay(self) -> None:
        many = print_run.tell_chosen(self.kind, self.ids)
        parts = (
            label(many, "heading"),
            label(_("打印什么"), "small", "muted"),
            self.what,
            self._copies,
            label(_("顺序"), "small", "muted"),
            self.order,
            row(self.merged, self.apart, None, gap=16),
            self.strip,
            self.sentence,
            self.refused,
            4,
            row(self.earlier, None, self.no, self.yes),
        )
        layout = column(gap=8, margins=(24, 20, 24, 16))
        for part in parts:
            if isinstance(part, QWidget):
                layout.addWidget(part)
            elif isinstance(part, int):
                layout.addSpacing(part)
            else:
                layout.addLayout(part)
        self.setLayout(layout)

    def _show_copies(self) -> None:
        """Offer the copies (联次) of the paper chosen, where it has several."""
        clear(self._copies.layout())
        self.copy_boxes = {}
        what = self.choices[self.what.currentIndex()] if self.choices else None
        names = what.copies if isinstance(what, Paper) and len(what.copies) > 1 else ()
        for name in names:
            check = QCheckBox(_(name))
            check.setChecked(True)
            self.copy_boxes[name] = check
            self._copies.layout().addWidget(check)
        self._copies.setVisible(bool(names))
