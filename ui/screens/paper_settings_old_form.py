"""Taking in a form the office has used so far (收进旧表单): read, its fields named, checked, laid beside the others."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens import old_form, template_check, template_copy
from desk_app.screens.old_form import OldForm
from desk_app.screens.paper_settings import FoundPaper
from ui.screens.paper_settings_mapping import MappingDialog
from ui.screens.paper_settings_place import templates_folder
from ui.shell import Shell

if TYPE_CHECKING:
    from desk_app.kernel.papers.check import Checked
    from desk_app.screens.progress import Progress


class OldFormTaker:
    """Takes one form in as the copy of a paper; `changed` is called when it lies there."""

    def __init__(
        self, shell: Shell, window: QWidget, found: FoundPaper, changed: Callable[[], object]
    ) -> None:
        self._shell, self._window, self._found, self._changed = shell, window, found, changed

    def take_in(self, path: Path) -> None:
        """Read a form and have its merge fields named, if it has any."""

        def work(_progress: "Progress") -> OldForm:
            return old_form.read_form(path, self._found.paper)

        self._shell.run_task(_("正在读取表单"), work, self._name_fields)

    def _name_fields(self, form: OldForm) -> None:
        if not form.fields:
            self._check(form.content)
            return
        paper = self._found.paper
        title = _("收进旧表单：{paper}").format(paper=_(paper.label))
        dialog = MappingDialog(self._window, title, form, old_form.meanings(paper))

        def convert() -> None:
            try:
                self._check(old_form.convert(form, dialog.mapping, paper))
            except DeskError as error:
                self._shell.show_error(error)

        dialog.accepted.connect(convert)
        dialog.open()

    def _check(self, content: bytes) -> None:
        """Check the form in a process of its own, then lay it down: there it is put right or taken into use."""

        def work(_progress: "Progress") -> "Checked":
            return template_check.check_from_outside(content, self._found.paper)

        self._shell.run_task(_("正在检查表单"), work, lambda checked: self._lay(content, checked))

    def _lay(self, content: bytes, checked: "Checked") -> None:
        try:
            path = template_copy.bring(self._found.paper, templates_folder(), content)
        except DeskError as error:
            self._shell.show_error(error)
            return
        self._changed()
        if count := len(checked.problems):
            self._shell.tell(_("已收进来，还有 {count} 处要改").format(count=count), "waiting")
        else:
            self._shell.tell(_("已收进来：{name}。试打看看，没问题就启用。").format(name=path.name))
