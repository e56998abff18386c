"""The tab with the register of reductions (减免台账): days and kind above, sums and the list below, Excel out."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desk_app.kernel.days import parse_day, show_day
from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens.reduction_list import AMOUNT, GROUPS, HEADS, ReductionList
from ui import theme
from ui.file_places import ask_save_place
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import column, grow, row
from ui.widgets.message_strip import MessageStrip
from ui.widgets.sum_table import SumTable

CAUSE = 7
"""The place of the column that takes the room the others leave."""
SHOWN_SUMS = 6
"""Lines of sums that are seen without scrolling."""


class ReductionTab(QWidget):
    """Reads the list when it is looked at and whenever its days or kind change; `strip` is the page's."""

    def __init__(self, shell: Shell, strip: MessageStrip) -> None:
        super().__init__()
        self.shell = shell
        self.reductions = ReductionList(shell.desk)
        self.from_on, self.until_on = self._day_box(_("从哪天")), self._day_box(_("到哪天"))
        self.kind = self._choice(_("减免类别"), self.reductions.kinds())
        self.group = self._choice(_("汇总方式"), [(name, _(text)) for name, text in GROUPS])
        self.excel = button(_("导出 Excel…"), self.export, icon="export", name="reductions-export")
        self.strip = strip
        self.told = label("", wrap=True, select=True)
        self.sums = SumTable(_("减免汇总"))
        words = [place for place in range(len(HEADS)) if place != AMOUNT]
        self.table = SumTable(_("减免台账"), words=words)
        grow(self.table, down=True)
        asked = row(self.from_on, label("—"), self.until_on, self.kind, self.group, None, self.excel)
        parts = (asked, self.told, self.sums, self.table)
        self.setLayout(column(*parts, gap=8, margins=(4, 12, 4, 4)))

    def show_month(self, period: int) -> None:
        """Take the days of a month and read the list."""
        self.reductions.show_month(period)
        for box, day in ((self.from_on, self.reductions.from_on), (self.until_on, self.reductions.until_on)):
            box.setText(show_day(day))
        self.read()

    def read(self) -> None:
        """Read the list between the days typed; a day that is none is told and nothing changes."""
        today = self.shell.desk.today
        try:
            self.reductions.from_on = parse_day(self.from_on.text(), today)
            self.reductions.until_on = parse_day(self.until_on.text(), today)
            self.reductions.kind = self.kind.currentData()
            self.reductions.read()
        except DeskError as error:
            self.strip.say(str(error))
        except ValueError:
            self.strip.say(_("没有减免台账：请填写日期，如 2026-01-31。"))
        else:
            self.strip.clear()
            self._show()

    def export(self) -> None:
        """Ask where to, and write the list."""
        name = self.reductions.file_name()
        chosen, _kind = ask_save_place(self, "sheets", _("导出减免台账"), name, ["Excel (*.xlsx)"])
        if chosen:
            self.export_to(Path(chosen if chosen.lower().endswith(".xlsx") else f"{chosen}.xlsx"))

    def export_to(self, out: Path) -> None:
        """Write the list shown to a file."""
        try:
            count = self.reductions.export(out)
        except DeskError as error:
            self.strip.say(str(error))
            return
        self.shell.tell_saved(
            _("已导出 {count} 笔减免到 {name}").format(count=count, name=out.name), out.parent
        )

    def _show(self) -> None:
        self.told.setText(self.reductions.told())
        has_rows = bool(self.reductions.rows)
        self.excel.setEnabled(has_rows)
        self.sums.setVisible(has_rows)
        self._show_sums()
        self.table.put([_(name) for name, _width, _form in HEADS], self.reductions.cells(), stretch=(CAUSE,))

    def _show_sums(self) -> None:
        """Show the sums by what is chosen."""
        heads = (self.group.currentText(), _("笔数"), _("减免金额"))
        self.sums.put(heads, self.reductions.sums(self.group.currentData()), total=True)
        line = self.sums.verticalHeader().defaultSectionSize()
        self.sums.setFixedHeight(min(self.sums.needed_height(), line * (SHOWN_SUMS + 1) + theme.px(6)))

    def _day_box(self, name: str) -> QLineEdit:
        box = QLineEdit()
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.setFixedWidth(theme.px(116))
        box.editingFinished.connect(self.read)
        return box

    def _choice(self, name: str, options: list[tuple[str, str]]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        for value, text in options:
            box.addItem(text, value)
        box.activated.connect(lambda *_place: self.read())
        return box
