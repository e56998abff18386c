"""A plain table of sums (金额表): names at the left, amounts at the right, the last row may be a total."""

from collections.abc import Sequence

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from ui import theme
from ui.widgets.roomy_cells import LEFT, RIGHT, RoomyCells


class SumTable(QTableWidget):
    """Shows text as it is given; `words` are columns read from the left, all others are amounts."""

    def __init__(self, name: str, words: Sequence[int] = (0,)) -> None:
        super().__init__()
        self._words = set(words)
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.px(30))
        self.horizontalHeader().setHighlightSections(False)
        self.setItemDelegate(RoomyCells(self))

    def put(self, heads: Sequence[str], rows: Sequence[Sequence[str]], *, total: bool = False) -> None:
        """Show the rows under the headings; with `total` the last one is bold."""
        self.setColumnCount(len(heads))
        self.setRowCount(len(rows))
        for place, name in enumerate(heads):
            heading = QTableWidgetItem(name)
            heading.setTextAlignment(LEFT if place in self._words else RIGHT)
            self.setHorizontalHeaderItem(place, heading)
            mode = QHeaderView.ResizeMode.ResizeToContents if place else QHeaderView.ResizeMode.Stretch
            self.horizontalHeader().setSectionResizeMode(place, mode)
        for line, cells in enumerate(rows):
            is_bold = total and line == len(rows) - 1
            for place, text in enumerate(cells):
                cell = QTableWidgetItem(text)
                cell.setTextAlignment(LEFT if place in self._words else RIGHT)
                if is_bold:
                    cell.setFont(theme.font("body", bold=True))
                self.setItem(line, place, cell)

    def needed_height(self) -> int:
        """Return the height that shows every row."""
        rows = self.rowCount() * self.verticalHeader().defaultSectionSize()
        return self.horizontalHeader().sizeHint().height() + rows + theme.px(6)
