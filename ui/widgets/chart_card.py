"""A chart on a card (图表卡片): the picture, the numbers behind it, and copying, saving and printing."""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QStackedLayout,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desk_app.kernel.words import _
from desk_app.screens.arrears_charts import Figures
from ui import theme
from ui.shell import Shell
from ui.widgets.buttons import tool_button
from ui.widgets.card import Card
from ui.widgets.charts import ChartView
from ui.widgets.labels import label


class ChartCard(Card):
    """Shows `Figures` drawn, or as a table that a screen reader and a spreadsheet can take."""

    def __init__(self, shell: Shell, figures: Figures, name: str, *beside: QWidget) -> None:
        self.numbers = tool_button("list", _("看数字"), self._turn)
        self.numbers.setCheckable(True)
        acts = (
            tool_button("copy", _("复制为图片"), self.copy),
            tool_button("picture", _("存图…"), self.save),
            tool_button("print", _("打印"), self.print_),
        )
        super().__init__(figures.title, *beside, self.numbers, *acts, gap=4, padding=12)
        self.setObjectName(name)
        self.shell = shell
        self.figures = figures
        self.view = ChartView(figures)
        self.table = _table(figures)
        self.stage = QStackedLayout()
        self.stage.addWidget(self.view)
        self.stage.addWidget(self.table)
        self.body.addWidget(label(figures.note, "small", "muted"))
        self.body.addLayout(self.stage, 1)

    def copy(self) -> None:
        """Put the chart on the clipboard as a picture."""
        QGuiApplication.clipboard().setImage(self.view.picture())
        self.shell.tell(_("已复制图片，可粘贴到 Word、微信。"))

    def save(self) -> None:
        """Ask where to, and save the chart as a picture."""
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("存图"), f"{self.figures.title}.png", "PNG (*.png)"
        )
        if chosen:
            self.save_to(Path(chosen if chosen.lower().endswith(".png") else f"{chosen}.png"))

    def save_to(self, path: Path) -> None:
        """Save the chart as a PNG."""
        if self.view.picture().save(str(path), "PNG"):
            self.shell.tell_saved(_("已存图 {name}").format(name=path.name), path.parent)
        else:
            self.shell.tell(_("没有存图：写不了 {name}，请检查文件夹。").format(name=path.name), "bad")

    def print_(self) -> None:
        """Ask for the printer, and print the chart on a page across."""
        from PySide6.QtGui import QPageLayout
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
        if QPrintDialog(printer, self).exec():
            self.print_on(printer)

    def print_on(self, printer: object) -> None:
        """Draw the chart over the width of the printer's page."""
        painter = QPainter(printer)  # type: ignore[call-overload]
        picture = self.view.picture()
        page = painter.viewport()
        height = page.width() * picture.height() / picture.width()
        painter.drawImage(QRectF(0, 0, page.width(), height), picture)
        painter.end()

    def _turn(self) -> None:
        self.stage.setCurrentIndex(int(self.numbers.isChecked()))


def _table(figures: Figures) -> QTableWidget:
    """Return the numbers: a row a category, a column a series."""
    made = QTableWidget(len(figures.categories), len(figures.series))
    made.setAccessibleName(figures.title)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setHorizontalHeaderLabels(figures.series)
    made.setVerticalHeaderLabels(figures.categories)
    side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for number, row in enumerate(figures.shown):
        for place, text in enumerate(row):
            item = QTableWidgetItem(text)
            item.setTextAlignment(side)
            made.setItem(place, number, item)
        made.setColumnWidth(number, theme.px(108))
    return made
