"""Charts and rates of the arrears page (收缴率与账龄图): three charts, and a month's rates with their formulas."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from desk_app.kernel.words import _
from desk_app.screens import arrears_charts
from ui import theme
from ui.shell import Shell
from ui.widgets.card import Card
from ui.widgets.chart_card import ChartCard
from ui.widgets.labels import label
from ui.widgets.layouts import clear, column, row


class ArrearsFigures(QWidget):
    """Reads its figures each time it is shown."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.charts: list[ChartCard] = []
        self.by = arrears_charts.GROUPS[0][0]
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.px(12))
        self.rates = column(gap=6)
        card = Card(gap=6, padding=14)
        self.months = QComboBox()
        self.months.setObjectName("arrears-month")
        self.months.setAccessibleName(_("账期"))
        for period, words in arrears_charts.periods(shell.desk):
            self.months.addItem(words, period)
        self.months.activated.connect(lambda _place: self._show_rates())
        card.body.addLayout(row(label(_("收缴率"), "heading"), None, self.months))
        card.body.addLayout(self.rates)
        card.body.addStretch(1)
        self._grid.addWidget(card, 1, 1)
        self.setLayout(column(self._grid))

    def refresh(self) -> None:
        """Read the figures and draw them."""
        for chart in self.charts:
            self._grid.removeWidget(chart)
            chart.hide()
            chart.deleteLater()
        months, buildings, ages = arrears_charts.all_of(self.shell.desk, self.by)
        self.charts = [
            ChartCard(self.shell, months, "by-month"),
            ChartCard(self.shell, buildings, "by-building"),
            ChartCard(self.shell, ages, "by-age", self._groups()),
        ]
        for place, chart in enumerate(self.charts):
            self._grid.addWidget(chart, place // 2, place % 2)
        for line in (0, 1):
            self._grid.setRowStretch(line, 1)
            self._grid.setColumnStretch(line, 1)
        self._show_rates()

    def _groups(self) -> QComboBox:
        """Return the choice of what the ages are grouped by."""
        made = QComboBox()
        made.setObjectName("arrears-group")
        made.setAccessibleName(_("账龄分组"))
        for name, words in arrears_charts.groups():
            made.addItem(words, name)
        made.setCurrentIndex(made.findData(self.by))
        made.activated.connect(lambda _place: self._group_by(str(made.currentData())))
        return made

    def _group_by(self, name: str) -> None:
        self.by = name
        QTimer.singleShot(0, self.refresh)  # the choice itself is made anew

    def _show_rates(self) -> None:
        clear(self.rates)
        for name, rate, formula in arrears_charts.report(int(self.months.currentData())):
            self.rates.addLayout(row(label(name), None, label(rate, "heading")))
            self.rates.addWidget(label(formula, "small", "muted", wrap=True, select=True))
