"""Choosing a roster (选择名册) and the rosters taken in so far, each with the way back."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QFrame, QListWidget, QWidget

from desk_app.kernel.words import _
from desk_app.screens import past_imports, remembered
from desk_app.screens.past_imports import PastImport
from ui import theme
from ui.shell import Shell
from ui.show_errors import ask
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.chip import StatusChip
from ui.widgets.labels import ElidedLabel, label, picture
from ui.widgets.layouts import box, clear, column, line, row

FILES = "*.xlsx *.xls *.xlsm *.xlsb *.et *.ods *.csv *.txt *.tsv"
FOLDER = "import/folder"
MOST_SHOWN = 20
"""How many earlier imports are listed."""


def dropped_file(mime: QMimeData) -> Path | None:
    """Return the one file that is being dropped, or None."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and not paths[0].is_dir() else None


def ask_for_file(parent: QWidget) -> Path | None:
    """Let somebody choose a roster; None when they don't."""
    names = _("名册（Excel、WPS、CSV）") + f" ({FILES} {FILES.upper()});;" + _("所有文件") + " (*)"
    chosen, _kind = QFileDialog.getOpenFileName(
        parent, _("选择名册文件"), str(remembered.get(FOLDER, "")), names
    )
    if not chosen:
        return None
    remembered.put(FOLDER, str(Path(chosen).parent))
    return Path(chosen)


class DropPanel(QFrame):
    """A place to drop a file on, with a button for those who rather choose it."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        theme.dress(self, look="card")
        heading = label(_("把名册文件拖到这里"), "title")
        kinds = _(
            "Excel（xls、xlsx）、WPS（et）、CSV、ODS 都可以，不用先整理：标题、合并单元格、几个人写在一格、隐藏的行都认得。"
        )
        safe = _("先看清每一行会做什么，再决定导入；导入后还可以整个撤销。")
        self.button = button(
            _("选择文件…"),
            lambda: self._ask(),
            icon="folder",
            look="main",
            shortcut="Ctrl+Shift+O",
            name="choose-file",
        )
        for text in (
            heading,
            first := label(kinds, tone="muted", wrap=True),
            second := label(safe, tone="muted", wrap=True),
        ):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        for text in (first, second):
            text.setMinimumWidth(theme.px(520))
        parts = (
            None, row(None, picture("import", "accent", 44), None), 4, heading, row(None, first, None),
            row(None, second, None), 8, row(None, self.button, None), None,
        )  # fmt: skip
        self.setLayout(column(*parts, gap=6, margins=(24, 24, 24, 24)))
        self.setMinimumHeight(theme.px(260))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show that a file may be dropped."""
        if dropped_file(event.mimeData()):
            theme.dress(self, tone="accent")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show nothing more."""
        theme.dress(self, tone="")

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the file."""
        theme.dress(self, tone="")
        if path := dropped_file(event.mimeData()):
            event.acceptProposedAction()
            self.chosen.emit(path)

    def _ask(self) -> None:
        if path := ask_for_file(self):
            self.chosen.emit(path)


def steps() -> QWidget:
    """Return the three steps of an import in words, for those who do it the first time."""
    told = (
        ("folder", _("1  选文件"), _("读文件时什么都不写入账本，文件本身也不会被改动。")),
        ("list", _("2  核对"), _("每一行会做什么、哪些格有问题都列出来；列认错了，点一下列头就能改。")),
        ("check", _("3  确认"), _("一次全部写入，中途取消就什么都不写；不满意，整次撤销。")),
    )
    cards = []
    for icon, title, text in told:
        card = Card(padding=16)
        words = column(label(title, "heading"), label(text, tone="muted", wrap=True), None, gap=4)
        inside = row(picture(icon, "accent", 24), words, gap=12)
        inside.setAlignment(Qt.AlignmentFlag.AlignTop)
        inside.setStretch(1, 1)
        card.body.addLayout(inside)
        cards.append(card)
    made = row(*cards, gap=16)
    for place in range(len(cards)):
        made.setStretch(place, 1)
    return box(made)


class PastImports(Card):
    """The imports so far, latest first; `undone` after one was taken back."""

    undone = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__(_("以前的导入"), padding=16)
        self._shell = shell
        self._list = column(gap=0)
        self.body.addLayout(self._list)
        self.refresh()

    def refresh(self) -> None:
        """Read them again."""
        clear(self._list)
        found = past_imports.list_imports()
        self.setVisible(bool(found))
        for place, each in enumerate(found[:MOST_SHOWN]):
            if place:
                self._list.addWidget(line())
            self._list.addWidget(self._line(each))
        if len(found) > MOST_SHOWN:
            self._list.addWidget(
                label(_("还有 {count} 次更早的导入").format(count=len(found) - MOST_SHOWN), "small", "muted")
            )

    def _line(self, each: PastImport) -> QWidget:
        name = ElidedLabel(each.file_name)
        detail = ElidedLabel(f"{each.at} · {each.who} · {each.brought}", "small", "muted")
        words = column(name, detail, gap=0)
        if each.undone_at:
            theme.dress(name, tone="muted")
            end: QWidget = StatusChip(_("已撤销 {at}").format(at=each.undone_at), "quiet")
        else:
            end = button(
                _("撤销"),
                lambda: undo(self, self._shell, each, self._after),
                icon="undo",
                name=f"undo-{each.run_id}",
            )
        made = row(picture("import", "muted", 20), words, end, gap=12, margins=(0, 8, 0, 8))
        made.setStretch(1, 1)
        return box(made)

    def _after(self) -> None:
        self.refresh()
        self.undone.emit()


def undo(parent: QWidget, shell: Shell, past: PastImport, done: Callable[[], None]) -> None:
    """Take an import back after asking; where something hangs on it, list what."""

    def after_look(blockers: list[str]) -> None:
        if blockers:
            BlockersDialog(parent, past, blockers).open()
            return
        text = _("{file}（{brought}）将整个撤销，这次导入新建的房屋和人员都会删除，改过的恢复原样。").format(
            file=past.file_name, brought=past.brought
        )
        answer = ask(
            parent, _("撤销这次导入？"), text, ("keep", _("不撤销")), ("undo", _("撤销导入")), look="danger"
        )
        if answer == "undo":
            shell.run_task(
                _("正在撤销导入"),
                lambda progress: past_imports.undo_import(past.run_id, shell.desk, progress.step),
                after_undo,
            )

    def after_undo(undone: PastImport) -> None:
        shell.tell(_("已撤销：{file}").format(file=undone.file_name))
        tell_all(shell)
        done()

    shell.run_task(
        _("正在检查能不能撤销"),
        lambda progress: past_imports.find_blockers(past.run_id, progress.step),
        after_look,
    )


def tell_all(shell: Shell) -> None:
    """Let everything that shows what an import brings read again."""
    for kind_name in ("rooms", "people", "holdings", "vehicles", "buildings", "communities"):
        shell.records_changed(kind_name)


class BlockersDialog(QDialog):
    """Lists what keeps an import from being undone."""

    def __init__(self, parent: QWidget, past: PastImport, blockers: list[str]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("不能撤销"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumSize(theme.px(520), theme.px(360))
        title = _("没有撤销：{file}").format(file=past.file_name)
        why = _("以下 {count} 项是导入之后产生或改动的，撤销会把它们弄丢。请先处理这些内容，或保留这次导入。")
        self.list = QListWidget()
        self.list.addItems(blockers)
        self.list.setSpacing(theme.px(3))
        self.list.setAccessibleName(_("挡住撤销的内容"))
        copy = button(
            _("复制清单"), lambda: QGuiApplication.clipboard().setText("\n".join(blockers)), icon="copy"
        )
        close = button(_("知道了"), self.accept, look="main", name="blockers-close")
        close.setDefault(True)
        heading = row(picture("lock", "waiting", 28), label(title, "heading", wrap=True), gap=10)
        heading.setStretch(1, 1)
        sentence = label(why.format(count=len(blockers)), wrap=True)
        parts = (heading, sentence, self.list, row(copy, None, close))
        self.setLayout(column(*parts, gap=12, margins=(24, 20, 24, 16)))
