"""The window that binds many rooms to a tariff (批量绑定): what will come of it is shown before it is done."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLineEdit, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens.bind_rooms import BindRooms
from ui import theme
from ui.screens.bill_run_tables import Head, RunTable
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import Part, box, column, row
from ui.widgets.message_strip import MessageStrip


class BindRoomsDialog(QDialog):
    """Every choice shows at once how many rooms are bound and which are left out, and why."""

    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        *,
        tariff_id: int | None = None,
        room_ids: tuple[int, ...] = (),
        done: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self.shell = shell
        self.bind = BindRooms(shell.desk, tariff_id, room_ids)
        self._done = done
        self.setWindowTitle(_("批量绑定收费"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(theme.px(680), theme.px(560))
        self._make_choosers()
        self.strip = MessageStrip(closable=False)
        self.sentence = label("", "heading", wrap=True)
        self.days = label("", tone="muted", wrap=True)
        self.left_out = RunTable(_("不绑定的房屋"), _heads(), "bind-left-out")
        self.yes = button(_("绑定"), self.accept, look="main", name="bind-yes", shortcut="Ctrl+Return")
        self.no = button(_("取消"), self.reject, name="bind-no")
        self._lay()
        self.look()
        self.tariffs.setFocus()

    def look(self) -> None:
        """Show what would come of the choices."""
        bind = self.bind
        bind.tariff_id = self.tariffs.currentData()
        bind.building_id = self.buildings.currentData()
        bind.use = str(self.uses.currentData() or "")
        bind.only_without = self.only_without.isChecked()
        bind.from_text = self.day.text()
        self.strip.clear()
        try:
            plan = bind.plan()
        except ValueError as error:
            self.strip.say(str(error), "waiting")
            self.yes.setEnabled(False)
            return
        self.sentence.setText(plan.sentence if self.tariffs.count() else _("还没有可以绑定的收费标准。"))
        self.days.setText(plan.days)
        self.left_out.put(plan.left_out)
        self.yes.setEnabled(plan.count > 0)
        self.yes.setText(_("绑定 {count} 套").format(count=f"{plan.count:,}"))

    def accept(self) -> None:
        """Bind; stay open with the sentence where it is refused."""
        try:
            told = self.bind.bind()
        except DeskError as error:
            self.strip.say(str(error))
            return
        super().accept()
        self.shell.records_changed("fee_bindings")
        self.shell.tell(told)
        self._done()

    def _make_choosers(self) -> None:
        bind = self.bind
        self.tariffs = _chooser("bind-tariff", _("收费标准"))
        for tariff_id, words in bind.tariffs():
            self.tariffs.addItem(words, tariff_id)
        self.tariffs.setCurrentIndex(max(0, self.tariffs.findData(bind.tariff_id)))
        self.buildings = _chooser("bind-building", _("楼栋"))
        self.buildings.addItem(_("全部楼栋"), None)
        for building_id, words in bind.buildings():
            self.buildings.addItem(words, building_id)
        self.uses = _chooser("bind-use", _("用途"))
        self.uses.addItem(_("全部用途"), "")
        for use, words in bind.uses():
            self.uses.addItem(words, use)
        self.uses.setCurrentIndex(max(0, self.uses.findData(bind.use)))
        self.only_without = QCheckBox(_("只选还没有这个收费项目的房屋"))
        self.only_without.setChecked(True)
        self.day = QLineEdit()
        self.day.setObjectName("bind-day")
        self.day.setAccessibleName(_("计费开始"))
        self.day.setPlaceholderText(_("不填：从各套房屋的交付日期起"))
        for chooser in (self.tariffs, self.buildings, self.uses):
            chooser.activated.connect(lambda _place: self.look())
        self.only_without.toggled.connect(lambda _on: self.look())
        self.day.textEdited.connect(lambda _text: self.look())

    def _lay(self) -> None:
        where = row(self._named(_("楼栋"), self.buildings), self._named(_("用途"), self.uses), gap=12)
        parts: tuple[Part, ...] = (
            label(_("批量绑定收费"), "heading"),
            self._named(_("收费标准"), self.tariffs),
            where,
            self._named(_("计费开始（不早于）"), self.day),
            self.only_without,
            self.strip,
            self.sentence,
            self.days,
            self.left_out,
            row(None, self.no, self.yes),
        )
        made = column(*parts, gap=8, margins=(24, 20, 24, 16))
        made.setStretch(8, 1)
        self.setLayout(made)

    @staticmethod
    def _named(words: str, inside: QWidget) -> QWidget:
        return box(column(label(words, "small", "muted"), inside, gap=2))


def _heads() -> list[Head]:
    return [
        Head(_("房号"), 150, lambda one: one.room),
        Head(_("不绑定的原因"), 0, lambda one: one.why_not),
    ]


def _chooser(name: str, words: str) -> QComboBox:
    made = QComboBox()
    made.setObjectName(name)
    made.setAccessibleName(words)
    return made
