"""Parts in equal columns (分栏排版), as many as the width has room for; asked for any width, it knows its height."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayoutItem, QWidget

from ui.widgets.lines_layout import LinesLayout


@dataclass(frozen=True)
class _Cell:
    """Where one part stands: its line, its first column and how many columns it takes."""

    item: QLayoutItem
    line: int
    column: int
    span: int


class ColumnsLayout(LinesLayout):
    """Columns of at least `narrowest` pixels, at most `most` of them.

    Parts added as `whole` take a line of their own; with `fill_line` so does a part that would stand alone in its line.
    With `level` all parts of a line are as tall as the tallest. Hidden parts take no place.
    """

    def __init__(
        self,
        narrowest: int,
        most: int,
        gaps: tuple[int, int],
        *,
        fill_line: bool = False,
        level: bool = False,
    ) -> None:
        super().__init__()
        self._narrowest = narrowest
        self._most = most
        self._across, self._down = gaps
        self._fill_line = fill_line
        self._level = level
        self._whole: set[QWidget] = set()

    def add(self, widget: QWidget, *, whole: bool = False) -> None:
        """Take `widget` as the last part."""
        self.addWidget(widget)
        if whole:
            self._whole.add(widget)

    def columns(self, width: int) -> int:
        """Return how many columns there are at `width`."""
        return max(1, min(self._most, (width + self._across) // (self._narrowest + self._across)))

    def expandingDirections(self) -> Qt.Orientation:
        """Take all the width, and no more height than needed."""
        return Qt.Orientation.Horizontal

    def minimumSize(self) -> QSize:
        """Return one column as wide as the widest part needs."""
        return QSize(max((item.minimumSize().width() for item in self._shown()), default=0), 0)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _cells(self, columns: int) -> list[_Cell]:
        """Put the parts that are shown into lines."""
        cells: list[_Cell] = []
        shown = self._shown()
        line = column = 0
        for index, item in enumerate(shown):
            is_whole = item.widget() in self._whole
            if is_whole and column:
                line, column = line + 1, 0
            followed_by_line = index + 1 == len(shown) or shown[index + 1].widget() in self._whole
            is_alone = self._fill_line and column == 0 and followed_by_line
            span = columns if is_whole or is_alone else 1
            cells.append(_Cell(item, line, column, span))
            column += span
            if column >= columns:
                line, column = line + 1, 0
        return cells

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Give every part its place; return the height used."""
        columns = self.columns(rect.width())
        one = (rect.width() - (columns - 1) * self._across) // columns
        cells = self._cells(columns)
        top = rect.y()
        for line in range(cells[-1].line + 1 if cells else 0):
            on_line = [cell for cell in cells if cell.line == line]
            widths = [one * cell.span + self._across * (cell.span - 1) for cell in on_line]
            heights = [_height(cell.item, width) for cell, width in zip(on_line, widths, strict=True)]
            tallest = max(heights)
            for cell, width, height in zip(on_line, widths, heights, strict=True) if move else ():
                left = rect.x() + cell.column * (one + self._across)
                cell.item.setGeometry(QRect(left, top, width, tallest if self._level else height))
            top += tallest + self._down
        return max(top - self._down - rect.y(), 0)


def _height(item: QLayoutItem, width: int) -> int:
    """Return the height the part needs at `width`."""
    if item.hasHeightForWidth():
        return max(item.heightForWidth(width), item.minimumSize().height() if not item.widget() else 0)
    return item.sizeHint().height()
