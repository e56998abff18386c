"""The versions of a paper's template (历次版本): looked at, used again, or saved as a file."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desk_app.kernel.attachments import safe_name
from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens import paper_settings
from desk_app.screens.paper_settings import FoundPaper, VersionLine
from ui import file_places
from ui.screens.paper_settings_sample import show_sample
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import column, row
from ui.widgets.record_list import Entry, RecordList


class VersionList(QWidget):
    """The latest first, the shipped template last; `changed` is called after another one was taken into use."""

    def __init__(self, shell: Shell, changed: Callable[[], object]) -> None:
        super().__init__()
        self._shell, self._changed = shell, changed
        self._found: FoundPaper | None = None
        self._may_change = False
        self.list = RecordList(_("历次版本"))
        self.list.setObjectName("versions")
        self.list.selectionModel().currentChanged.connect(lambda *_places: self._mark())
        self.list.activated.connect(lambda *_place: self.look())
        self.look_button = button(_("看样张"), self.look, icon="show", name="version-look")
        self.use_button = button(_("用这一版"), self.use, icon="undo", name="version-use")
        self.save_button = button(_("另存为…"), self.save_as, icon="download", name="version-save")
        hint = _("打印过的纸都记着当时用的版本，换模板不影响以前的留底。")
        below = row(self.look_button, self.use_button, self.save_button, None)
        layout = column(label(hint, "small", "muted", wrap=True), self.list, below, gap=8)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_paper(self, found: FoundPaper, *, may_change: bool) -> None:
        """Show the versions of a paper."""
        self._found, self._may_change = found, may_change
        self.list.put([self._entry(version) for version in paper_settings.list_versions(found.paper)])
        self.list.choose_first()
        self._mark()

    def look(self) -> None:
        """Show the marked version filled with a sample."""
        found, version = self._found, self._marked()
        if found is None or version is None:
            return
        try:
            content = paper_settings.content_of(found.paper, version)
            show_sample(self._shell, found, content, version.title)
        except DeskError as error:
            self._shell.show_error(error)

    def use(self) -> None:
        """Use the marked version from now on."""
        found, version = self._found, self._marked()
        if found is None or version is None or version.is_in_use:
            return
        try:
            paper_settings.use_version(found.paper, version, self._shell.desk)
        except DeskError as error:
            self._shell.show_error(error)
            return
        self._shell.tell(_tell_used(found, version))
        self._changed()

    def save_as(self) -> None:
        """Ask for a place and write the marked version there."""
        found, version = self._found, self._marked()
        if found is None or version is None:
            return
        name = safe_name(f"{_(found.paper.label)} {version.title}.docx")
        path, _kind = file_places.ask_save_place(self, "templates", _("另存为"), name, ["Word (*.docx)"])
        if not path:
            return
        try:
            paper_settings.save_version(found.paper, version, Path(path).with_suffix(".docx"))
        except DeskError as error:
            self._shell.show_error(error)
            return
        self._shell.tell_saved(_("已保存：{name}").format(name=Path(path).name), Path(path).parent)

    def _entry(self, version: VersionLine) -> Entry:
        icon = "sample" if version.is_shipped else "document"
        chip = _("在用") if version.is_in_use else ""
        detail = paper_settings.version_detail(version)
        return Entry(version, icon, version.title, detail, chip=chip, tone="good")

    def _marked(self) -> VersionLine | None:
        index = self.list.currentIndex()
        key = self.list.entries.entries[index.row()].key if index.isValid() else None
        return key if isinstance(key, VersionLine) else None

    def _mark(self) -> None:
        version = self._marked()
        for part in (self.look_button, self.save_button):
            part.setEnabled(version is not None)
        self.use_button.setEnabled(version is not None and not version.is_in_use and self._may_change)


def _tell_used(found: FoundPaper, version: VersionLine) -> str:
    """Return what taking `version` into use did: an older one comes back as a version of its own."""
    if version.is_shipped:
        return _("已恢复出厂模板")
    now = next(each for each in paper_settings.list_versions(found.paper) if each.is_in_use)
    return _("已把{old}的内容作为{new}启用").format(old=version.title, new=now.title)
