"""Which pages are printed (打印范围): all, the one in sight, some, or from one on after a paper jam."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QWidget

from desk_app.kernel.words import _
from desk_app.screens import page_range
from desk_app.screens.page_range import BadRange
from ui import theme
from ui.widgets.labels import label
from ui.widgets.layouts import box, column, row

ALL, THIS, SOME, ONWARDS = range(4)


class _WholeList(QComboBox):
    """A box whose list opens as large as its entries need.

    Qt leaves the padding of the list out, and lays a bar to scroll sideways over the last entry where one is long.
    """

    def showPopup(self) -> None:
        """Open the list."""
        self.view().setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        super().showPopup()
        QTimer.singleShot(0, self, self._grow)

    def _grow(self) -> None:
        """Make the list as large as it needs, once it is laid out, and keep it on the screen."""
        rows = self.view()
        popup, shown = rows.window(), rows.viewport()
        if not popup.isVisible():
            return
        across = max(0, rows.sizeHintForColumn(0) - shown.width())
        down = max(0, rows.sizeHintForRow(0) * self.count() - shown.height())
        popup.resize(popup.width() + across, popup.height() + down)
        lowest = self.screen().availableGeometry().bottom() - popup.height()
        popup.move(popup.x(), min(popup.y(), lowest))


class PageChoice(QWidget):
    """Tell it how many pages there are and which is in sight; `wanted` says which to print."""

    def __init__(self) -> None:
        super().__init__()
        self._count, self._page = 1, 0
        self.ways = _WholeList()
        self.ways.setAccessibleName(_("打印范围"))
        for words in (_("全部页"), _("当前页"), _("指定页"), _("从某页续打（卡纸后）")):
            self.ways.addItem(words)
        self.typed = QLineEdit()
        self.typed.setPlaceholderText(_("如 3-7 或 1,4"))
        self.typed.setAccessibleName(_("要打印的页码"))
        self.first = QSpinBox()
        self.first.setAccessibleName(_("从第几页续打"))
        self._onwards = box(
            row(label(_("从第"), tone="muted"), self.first, label(_("页"), tone="muted"), None)
        )
        self.problem = label("", "small", "bad", wrap=True)
        self.setLayout(column(self.ways, self.typed, self._onwards, self.problem, gap=6))
        self.ways.currentIndexChanged.connect(self._show_way)
        self.typed.textChanged.connect(self._forgive)
        self._show_way()
        self.set_count(1)

    def set_count(self, count: int) -> None:
        """Offer a choice among `count` pages; none where there is one."""
        self._count = max(1, count)
        self.first.setRange(1, self._count)
        self.setVisible(self._count > 1)
        if self._count == 1:
            self.ways.setCurrentIndex(ALL)

    def set_page(self, page: int) -> None:
        """Note the page (from 0) in sight."""
        self._page = page

    def continue_from(self, page: int) -> None:
        """Offer to go on from a page (from 0)."""
        self.ways.setCurrentIndex(ONWARDS)
        self.first.setValue(page + 1)

    def is_all(self) -> bool:
        """Say whether every page is wanted; True while what was typed makes no sense."""
        try:
            return len(self.wanted()) == self._count
        except BadRange:
            return True

    def wanted(self) -> list[int]:
        """Return the pages to print, from 0; raise BadRange, and say it beside the box, if that makes no sense."""
        way = self.ways.currentIndex()
        if way == THIS:
            return [self._page]
        if way == ONWARDS:
            return list(range(self.first.value() - 1, self._count))
        if way == ALL:
            return list(range(self._count))
        try:
            return [page - 1 for page in page_range.read(self.typed.text(), self._count)]
        except BadRange as wrong:
            self.problem.setText(str(wrong))
            self.problem.show()
            theme.dress(self.typed, tone="bad")
            raise

    def _show_way(self) -> None:
        way = self.ways.currentIndex()
        self.typed.setVisible(way == SOME)
        self._onwards.setVisible(way == ONWARDS)
        self._forgive()

    def _forgive(self) -> None:
        self.problem.hide()
        theme.dress(self.typed, tone="")
