"""A plain table of sums (金额表): names at the left, amounts at the right, the last row may be a total."""

from collections.abc import Sequence

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QTableWidget, QTableWidgetItem

from ui import theme
from ui.widgets.roomy_cells import LEFT, RIGHT, RoomyCells


def lay_out(table: QTableView, name: str) -> None:
    """Give a small table the look all of them have: one line chosen at a time, no grid, some room in the cells.

    Tab leaves it, and nothing is typed into it.
    """
    table.setAccessibleName(name)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(theme.px(30))
    table.horizontalHeader().setHighlightSections(False)
    table.setItemDelegate(RoomyCells(table))


class SumTable(QTableWidget):
    """Shows text as it is given; `words` are columns read from the left, all others are amounts."""

    def __init__(self, name: str, words: Sequence[int] = (0,)) -> None:
        super().__init__()
        self._words = set(words)
        lay_out(self, name)

    def show_heads(self, heads: Sequence[str], stretch: Sequence[int] = (0,)) -> None:
        """Name the columns; those of `stretch` share the room that the others leave."""
        self.setColumnCount(len(heads))
        modes = QHeaderView.ResizeMode
        for place, name in enumerate(heads):
            heading = QTableWidgetItem(name)
            heading.setTextAlignment(self.side(place))
            self.setHorizontalHeaderItem(place, heading)
            mode = modes.Stretch if place in stretch else modes.ResizeToContents
            self.horizontalHeader().setSectionResizeMode(place, mode)

    def put(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        total: bool = False,
        stretch: Sequence[int] = (0,),
    ) -> None:
        """Show the rows under the headings; with `total` the last one is bold. `stretch` as in `show_heads`."""
        self.show_heads(heads, stretch)
        self.setRowCount(len(rows))
        for line, cells in enumerate(rows):
            is_bold = total and line == len(rows) - 1
            for place, text in enumerate(cells):
                cell = self.put_cell(line, place, text)
                if is_bold:
                    cell.setFont(theme.font("body", bold=True))

    def put_cell(self, line: int, place: int, text: str) -> QTableWidgetItem:
        """Put a text into a cell, at the side of its column, and return the cell."""
        cell = QTableWidgetItem(text)
        cell.setTextAlignment(self.side(place))
        self.setItem(line, place, cell)
        return cell

    def side(self, place: int) -> int:
        """Return the side on which a column's text stands."""
        return LEFT if place in self._words else RIGHT

    def needed_height(self) -> int:
        """Return the height that shows every row."""
        rows = self.rowCount() * self.verticalHeader().defaultSectionSize()
        return self.horizontalHeader().sizeHint().height() + rows + theme.px(6)
