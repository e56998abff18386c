"""Child rows being filled in (明细行), such as the goods of a slip: always one empty row to write in at the end."""

import csv
import datetime
import io

from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import ChildRows
from desk_app.kernel.words import _
from desk_app.screens.form_cells import Cells


class FormRows:
    """The rows of one child as the grid shows them, blank ones included."""

    def __init__(self, child: ChildRows, rows: list[Cells]) -> None:
        self.child = child
        self.rows = rows
        self.fill_up()

    def fill_up(self) -> None:
        """Add blank rows until there is one to write in, or the most are there."""
        if self.child.stamped:
            return
        while len(self.rows) < self.child.starts_with or not self.rows or not self._blank(self.rows[-1]):
            if len(self.rows) >= self.child.most:
                return
            self.rows.append(self._new())

    def filled(self) -> list[Cells]:
        """Return the rows something was typed in."""
        return [row for row in self.rows if not self._blank(row)]

    def drop_blank(self) -> None:
        """Close the gaps blank rows leave between filled ones, so that lines count as they will print."""
        self.rows = self.filled()
        self.fill_up()

    def add(self, at: int) -> None:
        """Insert a blank row before row `at`; DeskError when the most are there."""
        self._refuse_beyond(len(self.filled()) + 1)
        if len(self.rows) >= self.child.most:
            self.rows.remove(next(row for row in reversed(self.rows) if self._blank(row)))
        self.rows.insert(at, self._new())

    def remove(self, index: int) -> None:
        """Take row `index` away."""
        del self.rows[index]
        self.fill_up()

    def move(self, index: int, to: int) -> None:
        """Move row `index` so that it stands at `to`."""
        self.rows.insert(to, self.rows.pop(index))
        self.fill_up()

    def paste(self, index: int, name: str, block: str, today: datetime.date) -> None:
        """Fill cells from (`index`, `name`) rightwards and down with a block copied from Excel.

        A block with more rows or columns than there is place for is refused whole with DeskError.
        """
        lines = read_block(block)
        columns = self.child.fields[self.child.fields.index(name) :]
        widest = max((len(line) for line in lines), default=0)
        if widest > len(columns):
            raise DeskError(
                _("没有粘贴：粘贴的内容有 {found} 列，从这一格起只有 {there} 列。").format(
                    found=widest, there=len(columns)
                )
            )
        self._refuse_beyond(index + len(lines))
        while len(self.rows) < index + len(lines):
            self.rows.append(self._new())
        for cells, line in zip(self.rows[index:], lines, strict=False):
            for column, text in zip(columns, line, strict=False):
                cells.enter(column, text, today)
        self.fill_up()

    def _refuse_beyond(self, count: int) -> None:
        if count > self.child.most:
            raise DeskError(
                _("没有添加：{rows}最多 {most} 行，这样会有 {count} 行。请分成几张单据。").format(
                    rows=_(self.child.label), most=self.child.most, count=count
                )
            )

    def _blank(self, row: Cells) -> bool:
        return row.is_blank(self.child.fields)

    def _new(self) -> Cells:
        return Cells(self.child.model())


def read_block(block: str) -> list[list[str]]:
    """Return the cells of text copied from Excel, WPS or a web table: tabs between cells, quoted line breaks inside."""
    text = block.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True))
    except csv.Error:  # a quote that closes nowhere is a letter, not the start of a cell
        return [line.split("\t") for line in text.split("\n")]
