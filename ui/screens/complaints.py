"""The page of complaints (投诉): the plain list, in which several can be made one incident."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens import same_matters
from ui import theme
from ui.asking_dialog import AskingDialog
from ui.record_table import RecordTablePage
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import column, row
from ui.widgets.message_strip import MessageStrip


class GroupDialog(AskingDialog):
    """Asks for the name of the incident, or which open one the complaints belong to; `done(id)` is told its id."""

    def __init__(self, parent: QWidget, shell: Shell, ids: list[int], done: Callable[[int], object]) -> None:
        super().__init__(parent)
        self._shell, self._ids, self._done = shell, ids, done
        self.setWindowTitle(_("归为同一事件"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(460))
        self.strip = MessageStrip(closable=False)
        self.incident = QComboBox()
        self.incident.setAccessibleName(_("事件"))
        self.incident.addItem(_("新的事件"), None)
        for incident_id, title in same_matters.open_incidents():
            self.incident.addItem(title, incident_id)
        self.incident.currentIndexChanged.connect(lambda _place: self._show_name())
        self.name = QLineEdit(same_matters.name_of(ids))
        self.name.setObjectName("incident-name")
        self.name.setAccessibleName(_("事件名称"))
        self.name.returnPressed.connect(self.accept)
        self.name_label = label(_("事件名称 *"), "small", "muted")
        self.yes = button(
            _("归为同一事件"), self.accept, look="main", shortcut="Ctrl+Return", name="group-yes"
        )
        self.no = button(_("取消"), self.leave, name="group-no")
        text = _("{count} 件投诉归为一个事件，以后用一份答复统一回复。").format(count=len(ids))
        self.setLayout(
            column(
                label(_("归为同一事件"), "heading"),
                label(text, tone="muted", wrap=True),
                label(_("事件"), "small", "muted"),
                self.incident,
                self.name_label,
                self.name,
                self.strip,
                4,
                row(None, self.no, self.yes),
                gap=8,
                margins=(24, 20, 24, 16),
            )
        )
        self._show_name()
        self.name.setFocus()
        self.name.selectAll()

    def accept(self) -> None:
        """Group them; a refusal is said here and nothing is lost."""
        incident_id = self.incident.currentData()
        try:
            if incident_id is None:
                incident_id = same_matters.group(self._ids, self.name.text(), self._shell.desk)
            else:
                same_matters.join(self._ids, incident_id, self._shell.desk)
        except DeskError as error:
            self.strip.say(str(error))
            return
        for kind_name in (same_matters.COMPLAINTS, same_matters.INCIDENTS):
            self._shell.records_changed(kind_name)
        super().accept()
        self._done(incident_id)

    def _show_name(self) -> None:
        is_new = self.incident.currentData() is None
        self.name.setVisible(is_new)
        self.name_label.setVisible(is_new)


class ComplaintsPage(RecordTablePage):
    """The plain table with one more button."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, same_matters.COMPLAINTS)

    def _make_buttons(self) -> list[QWidget]:
        tip = _("先选中几件投诉（Ctrl 或 Shift 加单击）")
        made = button(_("归为同一事件…"), self.group, icon="flag", shortcut="Ctrl+J", tip=tip, name="group")
        return [made, *super()._make_buttons()]

    def group(self) -> None:
        """Ask for the incident the chosen complaints are of."""
        ids = [self.table.record_id(place) for place in self.view.chosen_places()]
        if not ids:
            self.shell.tell(_("请先选中同一事件的几件投诉。"), "waiting")
            return
        GroupDialog(
            self, self.shell, ids, lambda made: self.shell.open_record(same_matters.INCIDENTS, made)
        ).open()
