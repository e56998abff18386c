"""Filing scans (扫描件归档): what was scanned at the left, its page in the middle, what it is taken for at the right."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QScrollArea, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens import scan_folder
from desk_app.screens.scan_filing import Outcome, ScanFiling, ScanLine, is_scan
from ui import tasks, theme
from ui.scan_reading import SeenScan, read_scans
from ui.screens.scan_target import TargetCard
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.layouts import box, column, row
from ui.widgets.message_strip import MessageStrip
from ui.widgets.record_list import Entry, RecordList

LIST_WIDTH, TARGET_WIDTH = 330, 330
STATES = {
    "ready": ("done", "good"),
    "unknown": ("question", "waiting"),
    "unsigned": ("question", "waiting"),
    "known": ("info", "quiet"),
    "unreadable": ("error", "bad"),
    "filed": ("check", "good"),
}
"""State of a line to its icon and colour."""
SCAN_FILES = "PDF, JPG, PNG (*.pdf *.jpg *.jpeg *.png)"


class ScanFilingDialog(QDialog):
    """Everything by keyboard: arrows go through the scans, Tab to the number, Enter in the list files all."""

    def __init__(self, parent: QWidget | None, shell: Shell) -> None:
        super().__init__(parent)
        self.shell = shell
        self.filing = ScanFiling(shell.desk)
        self.pictures: dict[Path, tuple[bytes, ...]] = {}
        self.page = 0
        self._waiting: list[Path] = []
        self.setWindowTitle(_("归档扫描件"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setAcceptDrops(True)
        self.strip = MessageStrip()
        self._build()
        size = parent.size() * 0.94 if parent is not None else None
        self.resize(size) if size else self.resize(theme.px(1200), theme.px(700))
        self._show_lines()

    # -- what somebody does --------------------------------------------------------------------------------------

    def add_files(self, paths: Sequence[Path]) -> None:
        """Read files and lay them on the desk; files that come while others are read wait for their turn."""
        self._waiting += [path for path in paths if path not in self._waiting]
        if not self._waiting or tasks.is_busy():
            return
        reading, self._waiting = self._waiting, []
        tasks.run(
            self,
            _("读取扫描件"),
            lambda progress: read_scans(reading, progress),
            lambda seen: self._take(seen, len(reading)),
            self._tell,
        )

    def add_waiting(self) -> None:
        """Read what waits in the scanner's folder and does not lie here yet."""
        self.add_files([path for path in scan_folder.waiting() if not self.filing.has(path)])

    def choose_files(self) -> None:
        """Ask for files."""
        chosen, _kind = QFileDialog.getOpenFileNames(self, _("选择扫描件"), "", SCAN_FILES)
        self.add_files([Path(path) for path in chosen])

    def choose_folder(self) -> None:
        """Ask for the folder the scanner writes to, and watch it from now on."""
        chosen = QFileDialog.getExistingDirectory(self, _("选择扫描仪保存文件的文件夹"))
        if chosen:
            self.watch(Path(chosen))

    def watch(self, folder: Path | None) -> None:
        """Watch this folder, or none."""
        try:
            scan_folder.watch(folder)
        except DeskError as error:
            self._tell(error)
            return
        self._show_folder()
        self.shell.records_changed("")
        self.add_waiting()

    def file_all(self) -> None:
        """File every scan that is ready."""
        self.target.commit()
        if tasks.is_busy():
            return
        if not self.filing.ready:
            self._say_why_none_is_filed()
            return
        tasks.run(self, _("归档扫描件"), self.filing.file_all, self._after_filing, self._tell)

    def _say_why_none_is_filed(self) -> None:
        unsigned = [place for place, line in enumerate(self.filing.lines) if line.lacks_signers]
        if not unsigned:
            self.strip.say(_("没有可以归档的扫描件：请先为每一份写上编号，或选定单据。"), "waiting")
            return
        self.strip.say(_("没有归档：请先勾选谁签了字，没人签字的请勾选“只存扫描件”。"), "waiting")
        self._mark(unsigned[0])
        self.target.focus_signers()

    def undo(self) -> None:
        """Take the last filing back."""
        try:
            count = self.filing.undo()
        except DeskError as error:
            self._tell(error)
            return
        self._after_change()
        self.strip.say(_("已撤回 {count} 份，仍在列表里。").format(count=count), "waiting")

    def remove(self) -> None:
        """Take the marked scan off the list; its file stays where it is."""
        line = self.line
        if line is not None:
            self.filing.remove(line)
            self._show_lines()

    @property
    def line(self) -> ScanLine | None:
        """Return the scan that is marked."""
        place = self.list.currentIndex().row()
        return self.filing.lines[place] if 0 <= place < len(self.filing.lines) else None

    # -- what the window does ------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take scans."""
        if dropped_scans(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what is dropped."""
        event.acceptProposedAction()
        self.add_files(dropped_scans(event))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the page as wide as there is room."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._show_picture)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the list, Delete takes a scan off and Page Up and Down turn its pages."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Delete:
                self.remove()
                return True
            if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
                self.turn(1 if event.key() == Qt.Key.Key_PageDown else -1)
                return True
        return False

    def turn(self, by: int) -> None:
        """Show another page of the marked scan."""
        self.page += by
        self._show_picture()

    # -- putting it together -------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.list = RecordList(_("扫描件"))
        self.list.setObjectName("scans")
        self.list.installEventFilter(self)
        self.list.selectionModel().currentChanged.connect(lambda *_now: self._show_line())
        self.empty = EmptyState(
            "import",
            _("还没有扫描件"),
            _("把扫描的 PDF、JPG、PNG 拖到这里，或点“添加文件”。有条码的会自动认出是哪一份表单。"),
            _("添加文件…"),
            self.choose_files,
        )
        self.target = TargetCard(self.filing)
        self.target.changed.connect(self._renew_line)
        self.target.ticked.connect(self._renew_line)
        self.target.settled.connect(lambda: self._go_on())
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.scroll = QScrollArea()
        self.scroll.setWidget(self.picture)
        self.scroll.setWidgetResizable(True)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.picture.setWordWrap(True)
        self.scroll.setAccessibleName(_("扫描件的样子"))
        self.scroll.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.working = box(self._columns())
        self.add_button = button(
            _("添加文件…"), self.choose_files, icon="add", shortcut="Ctrl+Shift+O", name="add-scans"
        )
        self.undo_button = button(
            _("撤销归档"), self.undo, icon="undo", shortcut="Ctrl+Z", name="undo-filing"
        )
        self.close_button = button(_("关闭"), self.reject, shortcut="Esc", name="close-scans")
        self.file_button = button(
            _("全部归档"), self.file_all, look="main", icon="check", shortcut="Ctrl+Return", name="file-all"
        )
        self.file_button.setDefault(True)
        foot = row(self.add_button, self.undo_button, None, self.close_button, self.file_button)
        layout = column(
            self.strip, self.working, self.empty, self._folder_line(), foot, gap=10, margins=(20, 14, 20, 16)
        )
        layout.setStretch(1, 1)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def _columns(self):  # type: ignore[no-untyped-def]
        scans = Card(_("扫描件"), padding=12)
        scans.body.addWidget(self.list, 1)
        scans.body.addWidget(
            label(_("上下键选择，回车全部归档，Delete 从列表去掉（文件不动）。"), "small", "muted", wrap=True)
        )
        scans.setFixedWidth(theme.px(LIST_WIDTH))
        self.page_text = label("", "small", "muted")
        self.back = button("‹", lambda: self.turn(-1), look="plain", tip=_("上一页（Page Up）"))
        self.forth = button("›", lambda: self.turn(1), look="plain", tip=_("下一页（Page Down）"))
        pages = column(row(None, self.back, self.page_text, self.forth, None), self.scroll, gap=4)
        pages.setStretch(1, 1)
        self.target.setFixedWidth(theme.px(TARGET_WIDTH))
        made = row(scans, pages, column(self.target, None), gap=14)
        made.setStretch(1, 1)
        return made

    def _folder_line(self) -> QWidget:
        self.folder_text = ElidedLabel("", "small", "muted")
        self.folder_button = button(_("选择文件夹…"), self.choose_folder, look="link", name="watch-folder")
        self.unwatch_button = button(
            _("不再查看"), lambda: self.watch(None), look="link", name="unwatch-folder"
        )
        line = row(self.folder_text, self.folder_button, self.unwatch_button, gap=10)
        line.setStretch(0, 1)
        self._show_folder()
        made = box(line)
        made.setVisible(scan_folder.can_watch())
        return made

    def _show_folder(self) -> None:
        folder = scan_folder.watched()
        self.unwatch_button.setVisible(folder is not None)
        if folder is None:
            text = _("扫描仪若把文件存到一个文件夹，选定它，新扫描件会自动出现在这里。")
        else:
            text = _("扫描文件夹：{folder}（归档后移到其中的“已归档”，不会删除）").format(folder=folder)
        self.folder_text.setText(text)

    # -- showing -------------------------------------------------------------------------------------------------

    def _take(self, seen: list[SeenScan], asked_for: int) -> None:
        if len(seen) < asked_for:
            left = asked_for - len(seen)
            self.strip.say(
                _("已停止：还有 {count} 份没有读，再拖进来就会接着读。").format(count=left), "waiting"
            )
            self._waiting = []
        place = len(self.filing.lines)
        self.filing.take([each.read for each in seen])
        self.pictures |= {each.read.path: each.pictures for each in seen}
        self._show_lines()
        fresh = range(min(place, len(self.filing.lines)), len(self.filing.lines))
        asked = next((at for at in fresh if _is_asked(self.filing.lines[at])), None)
        if self.filing.lines:
            self._mark(asked if asked is not None else max(0, min(place, len(self.filing.lines) - 1)))
        if asked is not None:
            self._focus_asked(self.filing.lines[asked])
        else:
            self.list.setFocus()
        self.add_files([])

    def _mark(self, place: int) -> None:
        self.list.setCurrentIndex(self.list.entries.index(place))

    def _show_lines(self) -> None:
        """Show the list anew, the same place marked."""
        place = max(0, self.list.currentIndex().row())
        lines = self.filing.lines
        self.list.put([_entry(line) for line in lines])
        self.working.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        if lines:
            self._mark(min(place, len(lines) - 1))
        self._show_foot()
        self._show_line()

    def _show_foot(self) -> None:
        ready = len(self.filing.ready)
        self.file_button.setText(_("归档 {count} 份").format(count=ready) if ready else _("全部归档"))
        self.file_button.setEnabled(any(line.state == "ready" for line in self.filing.lines))
        self.undo_button.setVisible(self.filing.can_undo)

    def _show_line(self) -> None:
        line = self.line
        self.page = line.part.first - 1 if line else 0
        self.target.show_line(line)
        self._show_picture()

    def _show_picture(self) -> None:
        line = self.line
        pages = self.pictures.get(line.scan.path, ()) if line else ()
        self.page = max(0, min(self.page, len(pages) - 1))
        for part in (self.back, self.forth):
            part.setVisible(len(pages) > 1)
        if not pages:
            self.page_text.setText("")
            self.picture.setText(line.scan.problem if line else "")
            return
        words = _("第 {page} 页，共 {pages} 页").format(page=self.page + 1, pages=len(pages))
        self.page_text.setText(words if len(pages) > 1 else "")
        shown = QPixmap.fromImage(QImage.fromData(pages[self.page]))
        ratio = self.devicePixelRatioF()
        width = round(max(200, self.scroll.viewport().width() - theme.px(8)) * ratio)
        shown = shown.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        shown.setDevicePixelRatio(ratio)
        self.picture.setPixmap(shown)

    def _renew_line(self) -> None:
        """Show what the marked scan is taken for now, in the list too."""
        place = self.list.currentIndex().row()
        self.list.blockSignals(True)
        self.list.selectionModel().blockSignals(True)
        self.list.put([_entry(line) for line in self.filing.lines])
        self._mark(place)
        self.list.selectionModel().blockSignals(False)
        self.list.blockSignals(False)
        self._show_foot()

    def _go_on(self, first: int | None = None) -> None:
        """Go to the next scan that is not known yet; when all are, to the list, where Enter files them.

        `first` is looked at first, or else the one after the marked.
        """
        lines = self.filing.lines
        start = self.list.currentIndex().row() + 1 if first is None else first
        order = [*range(start, len(lines)), *range(start)]
        following = next((at for at in order if _is_asked(lines[at])), None)
        if following is None:
            self.list.setFocus()
            return
        self._mark(following)
        self._focus_asked(lines[following])

    def _focus_asked(self, line: ScanLine) -> None:
        """Put the cursor where what is not known of the marked scan is said."""
        if line.lacks_signers:
            self.target.focus_signers()
        else:
            self.target.number.setFocus()

    def _after_filing(self, outcome: Outcome) -> None:
        self._after_change()
        if outcome.problems:
            self.strip.say("\n".join(outcome.problems))
        elif outcome.count:
            self.strip.say(_("已归档 {count} 份。").format(count=outcome.count), "good")
            if any(map(_is_asked, self.filing.lines)):
                self._go_on(self.list.currentIndex().row())
            else:
                self.close_button.setFocus()
        self.add_files([])

    def _after_change(self) -> None:
        self._show_lines()
        self.shell.records_changed("")

    def _tell(self, error: BaseException) -> None:
        if isinstance(error, DeskError):
            self.strip.say(str(error), tasks.tone_of(error))
        else:
            self.shell.show_error(error)


def dropped_scans(event: QDropEvent) -> list[Path]:
    """Return the scans that are dragged over a window; nothing where anything else is among them."""
    urls = event.mimeData().urls()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return paths if len(paths) == len(urls) and all(map(is_scan, paths)) else []


def _is_asked(line: ScanLine) -> bool:
    """Say whether it is still to be said what a scan is, or who signed it."""
    return line.state == "unknown" or line.lacks_signers


def _entry(line: ScanLine) -> Entry:
    words = {
        "ready": _("可归档"),
        "unknown": _("待指定"),
        "unsigned": _("待勾选签字人"),
        "known": _("已归过"),
        "unreadable": _("打不开"),
        "filed": _("已归档"),
    }
    state = "unsigned" if line.lacks_signers else line.state
    icon, tone = STATES[state]
    target = line.target
    detail = " · ".join(filter(None, (target.name, target.title))) if target else line.hint
    return Entry(id(line), icon, line.name, detail, words[state], tone)
