"""Settings > papers (表单模板): every paper with the template it is printed with, and what can be done about it."""

from PySide6.QtCore import QEvent, QFileSystemWatcher, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QStackedWidget, QTabWidget, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens import paper_fields, paper_settings, remembered, template_copy
from desk_app.screens.paper_fields import FieldLine
from desk_app.screens.paper_settings import FoundPaper, PaperLine
from desk_app.screens.template_copy import FAULTY, READY
from ui import theme
from ui.screens.paper_settings_edit import PAGE_KEYS, TemplateEdit
from ui.screens.paper_settings_fields import FieldList, FieldWindow
from ui.screens.paper_settings_versions import VersionList
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_pass import let_keys_pass
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.layouts import box, column
from ui.widgets.page_header import PageHeader
from ui.widgets.record_list import Entry, RecordList
from ui.widgets.split_view import SplitView

SETTLE_MS = 400
"""How long a file must be left alone after a change before it is read: Word saves in several steps."""
CHOSEN_KEY = "paper_settings/paper"


class PaperSettingsPage(QWidget):
    """The papers at the left, the chosen one at the right; a copy saved in Word is checked by itself."""

    kind_name = "paper_settings"
    record_id = 0
    help_topic = "templates"

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._name = str(remembered.get(CHOSEN_KEY, ""))
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(lambda *_path: self._settling.start())
        self._watcher.directoryChanged.connect(lambda *_path: self._settling.start())
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLE_MS)
        self._settling.timeout.connect(self._note_saved)
        self._frame = column()
        self.setLayout(self._frame)
        self._body: QWidget | None = None
        self._build()

    # -- what the window calls -----------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read everything again; the chosen paper stays."""
        lines = paper_settings.list_papers(self.typed.text())
        self._put(lines)
        self._show_chosen()
        self._watch()

    def retranslate(self) -> None:
        """Show everything in the language and look in use; the search and the chosen paper stay."""
        typed, place = self.typed.text(), self.tabs.currentIndex()
        self._build()
        self.typed.setText(typed)
        self.tabs.setCurrentIndex(place)

    def take_focus(self) -> None:
        """Put the cursor in the search."""
        self.typed.setFocus()

    def let_go(self) -> None:
        """Watch no more files."""
        self._settling.stop()
        if paths := [*self._watcher.files(), *self._watcher.directories()]:
            self._watcher.removePaths(paths)

    def _note_saved(self) -> None:
        """Read again after a copy was saved, and say what the check of the chosen paper's found."""
        before = self.edit.copy
        self.refresh()
        after = self.edit.copy
        if after.path != before.path or after.sha256 == before.sha256:
            return
        if after.state == FAULTY:
            count = len(after.problems)
            self._shell.tell(
                _("“{name}”还有 {count} 处要改").format(name=self.title.text(), count=count), "waiting"
            )
        elif after.state == READY:
            self._shell.tell(_("“{name}”检查过了，可以启用").format(name=self.title.text()))
        QApplication.alert(self.window())

    # -- the list ------------------------------------------------------------------------------------------------

    def _put(self, lines: list[PaperLine]) -> None:
        entries, place = [], ""
        for line in sorted(lines, key=lambda one: [each.place for each in lines].index(one.place)):
            if line.place != place:
                place = line.place
                entries.append(Entry(None, "", place, heading=True))
            entries.append(_entry(line))
        self._is_filling = True
        self.list.put(entries)
        names = [entry.key for entry in entries]
        if self._name in names:
            self.list.setCurrentIndex(self.list.entries.index(names.index(self._name)))
        else:
            self.list.choose_first()
        self._is_filling = False
        self._note_chosen()
        self.left.setCurrentIndex(0 if entries else 1)
        self.right.setVisible(bool(entries))

    def _chosen(self) -> str:
        index = self.list.currentIndex()
        return str(self.list.entries.entries[index.row()].key) if index.isValid() else ""

    def _note_chosen(self) -> None:
        if name := self._chosen():
            self._name = name
            remembered.put(CHOSEN_KEY, name)

    def _choose(self) -> None:
        if not self._is_filling:
            self._note_chosen()
            self._show_chosen()

    def _search(self) -> None:
        self._put(paper_settings.list_papers(self.typed.text()))
        self._show_chosen()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk the list from the box; Enter goes to the paper."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            if (key := Qt.Key(event.key())) in steps:
                self.list.step(steps[key])
                self.list.scrollTo(self.list.currentIndex())
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._go_right()
                return True
            if key == Qt.Key.Key_Escape and self.typed.text():
                self.typed.clear()
                return True
        return False

    def _go_right(self) -> None:
        """Put the cursor on what is most likely done with the paper."""
        self.tabs.setCurrentIndex(0)
        target = self.edit.edit_button if self.edit.edit_button.isEnabled() else self.edit.try_button
        target.setFocus()

    # -- the chosen paper ----------------------------------------------------------------------------------------

    def _show_chosen(self) -> None:
        if not self._chosen():
            return
        found = paper_settings.find_paper(self._name)
        line = paper_settings.describe(found)
        may = paper_settings.may_change(self._shell.desk)
        self.title.setText(line.label)
        self.detail.setText(_describe(line))
        self.edit.show_paper(found, line, template_copy.look(found.paper), may_change=may)
        self._show_fields()
        self.versions.show_paper(found, may_change=may)

    def _show_fields(self) -> None:
        """Show the paper's placeholders where they are looked at; to read its template for them takes a moment."""
        if self.tabs.currentWidget() is self.fields.parentWidget() and self._chosen():
            found = paper_settings.find_paper(self._name)
            self.fields.search_in(lambda wanted: self._find_fields(found, wanted))

    def _find_fields(self, found: FoundPaper, wanted: str) -> list[FieldLine]:
        try:
            content = template_copy.newest(found.paper)
        except DeskError:
            content = b""
        return paper_fields.list_fields(found.paper, content, wanted)

    def _float_fields(self) -> None:
        found = paper_settings.find_paper(self._name)
        title = _("占位符：{paper}").format(paper=_(found.paper.label))
        FieldWindow(self.window(), title, lambda wanted: self._find_fields(found, wanted)).show()

    def _watch(self) -> None:
        """Watch every copy, and its folder, for Word puts a new file in the old one's place."""
        paths = [template_copy.watched(found.paper) for found in paper_settings.every_paper()]
        wanted = {str(path) for path in paths if path is not None and path.is_file()}
        wanted |= {str(path.parent) for path in paths if path is not None and path.parent.is_dir()}
        now = {*self._watcher.files(), *self._watcher.directories()}
        if now - wanted:
            self._watcher.removePaths(sorted(now - wanted))
        if wanted - now:
            self._watcher.addPaths(sorted(wanted - now))

    # -- putting it together -------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setWindowTitle(_("表单模板"))
        header = PageHeader(
            _("表单模板"), _("打印用的 Word 模板：可以照本单位的样子改，改坏了也不影响打印。")
        )
        split = SplitView("paper_settings", self._make_left(), self._make_right(), (5, 6))
        layout = column(header, split, gap=12, margins=(24, 20, 24, 16))
        layout.setStretch(1, 1)
        fresh = box(layout)
        if self._body is not None:
            self._frame.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = fresh
        self._frame.addWidget(fresh)
        self.refresh()

    def _make_left(self) -> QWidget:
        self._is_filling = False
        self.typed = QLineEdit()
        self.typed.setObjectName("paper-search")
        self.typed.setClearButtonEnabled(True)
        self.typed.setPlaceholderText(_("找表单：名称、拼音首字母、编号或代号"))
        self.typed.setAccessibleName(_("查找表单"))
        self.typed.textChanged.connect(lambda *_text: self._search())
        self.typed.installEventFilter(self)
        let_keys_pass(self.typed, *PAGE_KEYS)
        self.list = RecordList(_("表单"))
        self.list.setObjectName("papers")
        self.list.selectionModel().currentChanged.connect(lambda *_places: self._choose())
        self.list.activated.connect(lambda *_place: self._go_right())
        none = EmptyState("search", _("没有找到这样的表单"), _("换个说法试试，如“放行”“fxt”或“F19”。"))
        self.left = QStackedWidget()
        self.left.addWidget(self.list)
        self.left.addWidget(none)
        layout = column(self.typed, self.left, gap=8, margins=(0, 0, 8, 0))
        layout.setStretch(1, 1)
        made = box(layout)
        made.setMinimumWidth(theme.px(240))
        return made

    def _make_right(self) -> QWidget:
        self.title = label("", "heading")
        self.detail = ElidedLabel("", "small", "muted")
        self.edit = TemplateEdit(self._shell, self.refresh)
        floating = button(
            _("浮在 Word 上"), self._float_fields, icon="outside", name="float-fields",
            tip=_("把占位符放进一个总在最前面的小窗口"),
        )  # fmt: skip
        self.fields = FieldList(lambda _wanted: [], self._shell.tell, floating)
        self.versions = VersionList(self._shell, self.refresh)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setObjectName("paper-tabs")
        for part, words in (
            (self.edit, _("修改")),
            (self.fields, _("占位符")),
            (self.versions, _("历次版本")),
        ):
            self.tabs.addTab(box(column(part, margins=(0, 10, 0, 0))), words)
        self.tabs.currentChanged.connect(lambda *_place: self._show_fields())
        layout = column(self.title, self.detail, self.tabs, gap=4, margins=(12, 0, 0, 0))
        layout.setStretch(2, 1)
        self.right = box(layout)
        self.right.setMinimumWidth(theme.px(300))
        return self.right


def _entry(line: PaperLine) -> Entry:
    """Return a paper as the list shows it: what is wrong or new before where its template is from."""
    code = line.code if line.code != line.form else ""
    detail = " · ".join(filter(None, (line.form, code, _pages(line), line.size, line.source)))
    if line.trouble:
        return Entry(line.name, "print", line.label, detail, chip=_("有问题"), tone="bad")
    if line.news:
        return Entry(line.name, "print", line.label, detail, chip=line.news, tone="waiting")
    chip, tone = (_("本单位"), "accent") if line.is_own else (_("出厂"), "quiet")
    return Entry(line.name, "print", line.label, detail, chip=chip, tone=tone)


def _describe(line: PaperLine) -> str:
    code = line.code if line.code != line.form else ""
    where = _("在“{place}”里打印").format(place=line.place)
    return " · ".join(filter(None, (line.form, code, _pages(line), line.size, where)))


def _pages(line: PaperLine) -> str:
    return _("{pages} 页").format(pages=line.pages) if line.pages else _("页数不定")
