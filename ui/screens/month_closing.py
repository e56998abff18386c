"""The page of the month's close (月结): a month's checks and balances, its reductions, and the receipt numbers, a tab each."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QTabWidget, QWidget

from desk_app.kernel.money import show
from desk_app.kernel.periods import show_period_in_full
from desk_app.kernel.words import _, listed
from desk_app.screens.month_closing import MonthClosing, MonthLook, close_of, fate_of, prints_of
from ui import theme
from ui.screens.month_close_dialog import MonthCloseDialog
from ui.screens.reduction_tab import ReductionTab
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.labels import label, picture
from ui.widgets.layouts import box, clear, column, grow, row, scrolling
from ui.widgets.message_strip import MessageStrip
from ui.widgets.page_header import PageHeader
from ui.widgets.sum_table import SumTable

KIND = "month_closes"
REASON = 4
"""The place of the column with the reason, which takes the room the others leave."""
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
            self.months.addItem(show_period_in_full(period), period)
        self.months.setCurrentIndex(1)
        self.months.activated.connect(lambda *_place: self.read())
        self.report = button(_("打印月报"), self.print_report, icon="print", name="month-report")
        self.card = button(_("月结单、反结…"), self.open_close, icon="calendar", name="month-close-card")
        self.yes = button(_("月结"), self.close_month, look="main", icon="lock", name="close-month")
        self.head = PageHeader(_("月结"), "", self.months, self.card, self.report, self.yes)
        self.strip = MessageStrip()
        self.tabs = QTabWidget()
        self.tabs.addTab(self._month_tab(), _("检查与余额"))
        self.reductions = ReductionTab(shell, self.strip)
        self.tabs.addTab(self.reductions, _("减免台账"))
        self.tabs.addTab(self._numbers_tab(), _("收据号核对"))
        self.tabs.currentChanged.connect(self._show_tab)
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
            _("正在核对 {period}").format(period=show_period_in_full(period)),
            lambda progress: self.closing.read(period, progress),
            self.show_look,
        )

    def close_month(self) -> None:
        """Ask once, with the month's sums and what is left open, and close it."""
        MonthCloseDialog(self, self.closing, self._closed).open()

    def _closed(self, period: int) -> None:
        self.read()
        words = _("{period} 已月结，以后的更正记在当月。").format(period=show_period_in_full(period))
        self.strip.say(words, "good", (_("打印月报"), self.print_report))
        self.shell.records_changed(KIND)

    def open_close(self) -> None:
        """Open the record of the close, where it is asked to be opened again and another person agrees."""
        if self.closing.look is not None and self.closing.look.close is not None:
            self.shell.open_record(KIND, self.closing.look.close.id)

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
        self.checks_head = label("", "heading")
        return scrolling(
            box(
                column(
                    self.checks_head,
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
        self.numbers = SumTable(_("收据号核对"), words=(0, 1, 3, REASON, 5, 6))
        return box(
            column(row(self.series, self.odd, None), self.told, self.numbers, gap=8, margins=(4, 12, 4, 4))
        )

    # -- showing -------------------------------------------------------------------------------------------------

    def show_look(self, look: MonthLook) -> None:
        """Show what was read."""
        self.head.show_words(_("月结"), f"{show_period_in_full(look.period)}：{_detail(look)}")
        self.yes.setVisible(not look.is_closed)
        self.yes.setEnabled(not look.against)
        self.report.setVisible(look.is_closed)
        self.card.setVisible(look.is_closed)
        self.checks_head.setText(_("月结时的检查") if look.is_closed else _("月结前检查"))
        self._show_checks(look)
        for table, sheet, total in ((self.arrears, look.arrears, True), (self.purses, look.purses, False)):
            table.put(sheet.heads, sheet.rows, total=total)
            table.setFixedHeight(table.needed_height())
        lines = [look.basis, *(rate.formula for rate in look.rates)]
        if look.found.difference:
            lines.insert(0, _("不平：相差 {amount} 元").format(amount=show(look.found.difference)))
        self.rates.setText("\n".join(lines))
        theme.dress(self.rates, tone="bad" if look.found.difference else "muted")

    def _show_checks(self, look: MonthLook) -> None:
        """Show what is not done, a line each, and what is in one."""
        clear(self.checks)
        done = [check.label for check in look.checks if check.ok]
        lines = [
            ("warning", "bad" if check.blocking else "waiting", check.sentence)
            for check in (*look.against, *look.left_open)
        ]
        if done:
            lines.append(("done", "good", _("已核对：{points}").format(points=listed(done))))
        for icon, tone, sentence in lines:
            line = row(picture(icon, tone, 18), label(sentence, wrap=True), gap=8)
            line.setStretch(1, 1)
            self.checks.addWidget(box(line))

    def _show_tab(self, place: int) -> None:
        """Read what a tab shows when it is looked at: reductions of the month, or the numbers."""
        if self.tabs.widget(place) is self.reductions:
            self.reductions.show_month(self.months.currentData())
        elif place:
            self._list_series()

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
        heads = (
            _("收据号"), _("去向"), _("金额"), _("收款人"), _("原因"), _("作废或审核人"), _("打印"),
        )  # fmt: skip
        rows = [
            (
                line.number,
                fate_of(line),
                show(line.total),
                line.cashier,
                line.reason,
                line.by,
                prints_of(line),
            )
            for line in self.closing.numbers
        ]
        self.numbers.put(heads, rows, stretch=(REASON,))


def _detail(look: MonthLook) -> str:
    """Return how the month stands, in words."""
    if look.close is not None:
        return _("{at} 由 {by} 月结，以下是月结时的数字").format(
            at=f"{look.close.closed_at:%Y-%m-%d %H:%M}", by=look.close.closed_by
        )
    return _("{count} 项还没有做完").format(count=len(look.against)) if look.against else _("可以月结")
