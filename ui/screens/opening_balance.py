"""Balancing an opening against the old book (与旧账对平): totals with the old figures typed in, and bills side by side."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHeaderView,
    QTableWidgetItem,
    QWidget,
)

from desk_app.kernel.errors import DeskError
from desk_app.kernel.periods import show_period_in_full
from desk_app.kernel.words import _
from desk_app.screens.opening import Opening, TrialLine
from desk_app.screens.opening_words import compared_cells, tell_comparison, tell_trial
from desk_app.screens.progress import Progress
from ui import theme
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import column, grow, row
from ui.widgets.message_strip import MessageStrip
from ui.widgets.sum_table import SumTable

OLD = 4
WORDS = (0, 1)
FILES = "*.xlsx *.xls *.et *.ods *.csv *.txt"


class TrialPanel(QWidget):
    """The trial balance: the column of the old book is typed into; Enter goes on to the next total."""

    def __init__(self, shell: Shell, opening: Opening) -> None:
        super().__init__()
        self.shell, self.opening = shell, opening
        self._lines: list[TrialLine] = []
        self.told = label("", "heading", wrap=True)
        self.strip = MessageStrip()
        self.check = button(_("核对全部账目"), self.look_for_faults, icon="check", name="opening-check")
        self.table = SumTable(_("试算平衡"), WORDS)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.setTabKeyNavigation(True)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        self.table.itemChanged.connect(self._typed)
        hint = label(
            _("在“旧账数”一列填旧账的合计，差额为 0 才算对平。旧账有、这里没有的，说明文件里漏了行。"),
            tone="muted",
            wrap=True,
        )
        head = row(self.told, None, self.check)
        self.setLayout(
            column(head, hint, self.strip, grow(self.table, down=True), gap=8, margins=(4, 12, 4, 4))
        )

    def show_trial(self) -> None:
        """Read the totals and show them; the cell in front stays."""
        self._lines = self.opening.trial()
        at = self.table.currentRow()
        self.table.blockSignals(True)
        self.table.setRowCount(len(self._lines))
        heads = (_("类别"), _("收费项目"), _("户数"), _("本账"), _("旧账数"), _("差额"))
        self.table.show_heads(heads, range(len(heads)))
        for place, line in enumerate(self._lines):
            self._put(place, line)
        self.table.blockSignals(False)
        if self._lines:
            self.table.setCurrentCell(max(0, min(at, len(self._lines) - 1)), OLD)
        words, tone = tell_trial([line.tone for line in self._lines])
        self.told.setText(words)
        theme.dress(self.told, tone=tone)

    def look_for_faults(self) -> None:
        """Check every balance of the book, in the background."""

        def show(faults: list[str]) -> None:
            if faults:
                self.strip.say("\n".join(faults[:5]), "bad")
            else:
                self.strip.say(_("账单、预存款、押金和收据逐笔核对过，没有不符。"), "good")

        self.shell.run_task(_("正在核对账目"), lambda _progress: self.opening.faults(), show)

    def _put(self, place: int, line: TrialLine) -> None:
        cells = (line.sort, line.name, str(line.rooms), line.ours, line.old, line.difference)
        for column_, text in enumerate(cells):
            cell = self.table.put_cell(place, column_, text)
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            cell.setFlags(flags | Qt.ItemFlag.ItemIsEditable if column_ == OLD else flags)
            if column_ == OLD:
                cell.setBackground(QColor(theme.color("surface" if line.old else "waiting_soft")))
            if column_ == OLD + 1 and line.tone:
                cell.setForeground(QColor(theme.color(line.tone)))

    def _typed(self, cell: QTableWidgetItem) -> None:
        place = cell.row()
        try:
            self.opening.note_old(self._lines[place].what, cell.text())
            self.strip.clear()
        except DeskError as error:
            self.strip.say(str(error))
        self.show_trial()
        self.table.setCurrentCell(min(place + 1, len(self._lines) - 1), OLD)


class ComparePanel(QWidget):
    """Old bills of a month beside ours: each difference with its reason, the unexplained first."""

    def __init__(self, shell: Shell, opening: Opening) -> None:
        super().__init__()
        self.shell, self.opening = shell, opening
        self.months = QComboBox()
        self.months.setAccessibleName(_("账期"))
        for period in opening.periods():
            self.months.addItem(show_period_in_full(period), period)
        self.months.setCurrentIndex(1)
        self.choose = button(_("选择旧账单…"), self.ask_for_file, icon="folder", name="opening-old-bills")
        self.every = QCheckBox(_("一致的也列出"))
        self.every.toggled.connect(lambda *_on: self._fill())
        self.strip = MessageStrip()
        self.told = label("", wrap=True, select=True)
        self.table = SumTable(_("新旧账单对比"), words=(0, 1, 5, 6))
        hint = label(
            _(
                "选旧程序导出的一个月账单，和这个月的出账草稿逐户比较；舍入、面积、单价、天数的差别会自己找出来。"
            ),
            tone="muted",
            wrap=True,
        )
        head = row(self.months, self.choose, self.every, None)
        self.setLayout(
            column(
                head, hint, self.strip, self.told, grow(self.table, down=True), gap=8, margins=(4, 12, 4, 4)
            )
        )  # fmt: skip
        self._fill()

    def ask_for_file(self) -> None:
        """Ask for the old program's bills and compare them."""
        name, _kind = QFileDialog.getOpenFileName(
            self, _("选择旧账单"), "", _("表格文件") + f" ({FILES} {FILES.upper()})"
        )
        if name:
            self.read(Path(name))

    def read(self, path: Path) -> None:
        """Compare a file in the background."""
        period = self.months.currentData()

        def work(progress: Progress) -> object:
            try:
                return self.opening.compare(path, period, progress)
            except DeskError as error:
                return error

        def show(result: object) -> None:
            if isinstance(result, DeskError):
                self.strip.say(str(result))
            else:
                self.strip.clear()
                self._fill()

        self.shell.run_task(_("正在读取 {name}").format(name=path.name), work, show)

    def _fill(self) -> None:
        comparison = self.opening.comparison
        heads = (_("房号"), _("收费项目"), _("旧账"), _("本账"), _("差额"), _("原因"), _("说明"))
        rows = compared_cells(comparison, self.every.isChecked()) if comparison else []
        self.table.put(heads, rows)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(len(heads) - 1, QHeaderView.ResizeMode.Stretch)
        self.told.setText(tell_comparison(comparison) if comparison else "")
        self.told.setVisible(comparison is not None)
