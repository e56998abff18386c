"""The page of the month's close (月结): checks and balances of a month on one tab, receipt numbers on the other."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QTabWidget, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.money import show
from desk_app.kernel.words import _
from desk_app.screens.month_closing import MonthClosing, MonthLook, close_of, fate_of, show_period
from ui import theme
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.labels import label, picture
from ui.widgets.layouts import box, clear, column, grow, row, scrolling
from ui.widgets.message_strip import MessageStrip
from ui.widgets.page_header import PageHeader
from ui.widgets.sum_table import SumTable

KIND = "month_closes"
PAPER = "month_report"


class MonthClosingPage(QWidget):
    """Reads the month in the background; 月结 is pressed once nothing stands against it."""

    help_topic = "month_closing"

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.closing = MonthClosing(shell.desk)
        self.months = QComboBox()
        self.months.setAccessibleName(_("账期"))
        for period in self.closing.periods():
            self.months.addItem(show_period(period), period)
        self.months.setCurrentIndex(1)
        self.months.activated.connect(lambda *_place: self.read())
        self.report = button(_("打印月报"), self.print_report, icon="print", name="month-report")
        self.yes = button(_("月结"), self.close_month, look="main", icon="lock", name="close-month")
        self.head = PageHeader(_("月结"), "", self.months, self.report, self.yes)
        self.strip = MessageStrip()
        self.tabs = QTabWidget()
        self.tabs.addTab(self._month_tab(), _("检查与余额"))
        self.tabs.addTab(self._numbers_tab(), _("收据号核对"))
        self.tabs.currentChanged.connect(lambda place: self._list_series() if place else None)
        grow(self.tabs, down=True)
        self.setLayout(column(self.head, self.strip, self.tabs, gap=12, margins=(24, 16, 20, 16)))
        self._was_read = False

    # -- what the window asks ------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the month again, if it was ever looked at."""
        if self._was_read:
            self.read()

    def take_focus(self) -> None:
        """Read the month when the page is first shown."""
        if not self._was_read:
            self.read()
        self.months.setFocus()

    # -- actions -------------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Look at the chosen month."""
        self._was_read = True
        period = self.months.currentData()
        self.shell.run_task(
            _("正在核对 {period}").format(period=show_period(period)),
            lambda progress: self.closing.read(period, progress),
            self.show_look,
        )

    def close_month(self) -> None:
        """Close the month; what stands against it is told."""
        try:
            close = self.closing.close()
        except DeskError as error:
            self.strip.say(str(error))
            return
        self.read()
        words = _("{period} 已月结，以后的更正记在当月。").format(period=show_period(close.period))
        self.strip.say(words, "good", (_("打印月报"), self.print_report))
        self.shell.records_changed(KIND)

    def print_report(self) -> None:
        """Show the month's report, of the close in force."""
        close = close_of(self.closing.period)
        if close is None:
            self.strip.say(_("没有打印月报：这个月还没有月结。"), "waiting")
            return
        self.shell.preview_paper(KIND, close.id, PAPER)

    # -- parts ---------------------------------------------------------------------------------------------------

    def _month_tab(self) -> QWidget:
        self.checks = column(gap=4)
        self.arrears = SumTable(_("欠费变动"))
        self.purses = SumTable(_("预存款和押金变动"))
        self.rates = label("", tone="muted", wrap=True, select=True)
        return scrolling(
            box(
                column(
                    label(_("月结前检查"), "heading"),
                    self.checks,
                    8,
                    label(_("欠费变动（元）"), "heading"),
                    self.arrears,
                    self.rates,
                    8,
                    label(_("预存款和押金变动（元）"), "heading"),
                    self.purses,
                    None,
                    gap=8,
                    margins=(4, 12, 12, 12),
                )
            )
        )

    def _numbers_tab(self) -> QWidget:
        self.series = QComboBox()
        self.series.setAccessibleName(_("收据号段"))
        self.series.activated.connect(lambda *_place: self._read_numbers())
        self.odd = QCheckBox(_("只看作废、冲红和补打的"))
        self.odd.setChecked(True)
        self.odd.toggled.connect(lambda *_on: self._read_numbers())
        self.told = label("", wrap=True)
        self.numbers = SumTable(_("收据号核对"), words=(0, 1, 3, 4))
        return box(
            column(row(self.series, self.odd, None), self.told, self.numbers, gap=8, margins=(4, 12, 4, 4))
        )

    # -- showing -------------------------------------------------------------------------------------------------

    def show_look(self, look: MonthLook) -> None:
        """Show what was read."""
        detail = (
            _("已月结")
            if look.is_closed
            else _("{count} 项还没有做完").format(count=len(look.against))
            if look.against
            else _("可以月结")
        )
        self.head.show_words(_("月结"), f"{show_period(look.period)}：{detail}")
        self.yes.setEnabled(not look.is_closed and not look.against)
        self.report.setVisible(look.is_closed)
        clear(self.checks)
        for check in look.checks:
            icon, tone = ("done", "good") if check.ok else ("warning", "bad" if check.blocking else "waiting")
            words = label(check.label if check.ok else f"{check.label}：{check.sentence}", wrap=True)
            line = row(picture(icon, tone, 18), words, gap=8)
            line.setStretch(1, 1)
            self.checks.addWidget(box(line))
        for table, sheet, total in ((self.arrears, look.arrears, True), (self.purses, look.purses, False)):
            table.put(sheet.heads, sheet.rows, total=total)
            table.setFixedHeight(table.needed_height())
        lines = [rate.formula for rate in look.rates]
        if look.found.difference:
            lines.insert(0, _("不平：相差 {amount} 元").format(amount=show(look.found.difference)))
        self.rates.setText("\n".join(lines))
        theme.dress(self.rates, tone="bad" if look.found.difference else "muted")

    def _list_series(self) -> None:
        chosen = self.series.currentData()
        self.series.clear()
        for prefix, year in self.closing.series():
            self.series.addItem(f"{prefix}{year}", (prefix, year))
        self.series.setCurrentIndex(max(0, self.series.findData(chosen)))
        self._read_numbers()

    def _read_numbers(self) -> None:
        chosen = self.series.currentData()
        if chosen is None:
            self.told.setText(_("还没有开过收据。"))
            return
        self.told.setText(self.closing.read_numbers(*chosen, self.odd.isChecked()))
        heads = (_("收据号"), _("去向"), _("金额"), _("收款人"), _("原因"), _("打印次数"))
        rows = [
            (line.number, fate_of(line), show(line.total), line.cashier, line.reason, str(line.prints))
            for line in self.closing.numbers
        ]
        self.numbers.put(heads, rows)
