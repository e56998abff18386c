"""The lines of an opening's file as a table (期初明细): twenty thousand rows, read only, coloured by outcome."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QHeaderView, QTableView

from desk_app.kernel.words import _
from desk_app.screens.opening import Line
from ui import theme
from ui.widgets.roomy_cells import LEFT, RIGHT
from ui.widgets.sum_table import lay_out

Index = QModelIndex | QPersistentModelIndex
TONES = {"new": "good", "known": "muted", "refused": "bad"}
AMOUNT, OUTCOME, TOLD = 5, 6, 7
WIDTHS = (56, 100, 116, 150, 196, 104, 84)


class LinesModel(QAbstractTableModel):
    """The lines shown, one row each."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: Sequence[Line] = ()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(_heads())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        """Return a column's heading and on which side it stands."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if section == AMOUNT else LEFT
        return _heads()[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text, side or colour."""
        line, column = self.lines[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _cells(line)[column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column == AMOUNT else LEFT
        if role == Qt.ItemDataRole.ForegroundRole:
            if column in (OUTCOME, TOLD) or line.outcome != "new":
                quiet = column not in (OUTCOME, TOLD) or (column == TOLD and line.outcome == "new")
                return QBrush(theme.color("muted" if quiet else TONES[line.outcome]))
            return QBrush(theme.color("text"))
        return None


class LinesTable(QTableView):
    """A table of the file's lines; the sentence takes the room that is left."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = LinesModel()
        self.setModel(self.lines)
        lay_out(self, _("文件里的每一行"))
        head = self.horizontalHeader()
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, theme.px(width))
        head.setSectionResizeMode(TOLD, QHeaderView.ResizeMode.Stretch)


def _heads() -> tuple[str, ...]:
    return (_("行"), _("房号"), _("类别"), _("收费项目"), _("日期或期间"), _("金额"), _("结果"), _("说明"))


def _cells(line: Line) -> tuple[str, ...]:
    return (
        str(line.row),
        line.room,
        line.sort,
        line.item,
        line.span,
        line.amount,
        line.outcome_words,
        line.told,
    )
