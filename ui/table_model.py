"""The rows of a table as Qt asks for them; those not on the first page are found by a thread after it was painted."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from desk_app.screens.paged_list import Arrived, Gathering, PagedList

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

STOP_SECONDS = 5
LONG_TEXT = 20
"""A text of more letters may be cut short, so that it is shown whole when pointed at."""

SIDES = {
    "left": int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
    "right": int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
}
_NOWHERE = QModelIndex()


class RecordModel(QAbstractTableModel):
    """Shows a `PagedList`. `loaded` follows every fresh first page, `gathered` when all rows are known."""

    loaded = Signal()
    gathered = Signal()
    failed = Signal(object)
    _arrived = Signal(object)

    def __init__(self, table: PagedList[Any]) -> None:
        super().__init__()
        self.table = table
        self._sides = [SIDES[column.align] for column in table.columns]
        self._gathering: Gathering | None = None
        self._thread: threading.Thread | None = None
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    # -- what Qt asks --------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows are known."""
        return 0 if parent.isValid() else self.table.count

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns are shown."""
        return 0 if parent.isValid() else len(self.table.columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Return the text of a cell or its side; a text that may be cut short is also shown when pointed at."""
        if role == Role.DisplayRole:
            return self.table.cell(index.row(), index.column())
        if role == Role.TextAlignmentRole:
            return self._sides[index.column()]
        if role == Role.ToolTipRole:
            text = self.table.cell(index.row(), index.column())
            return text if len(text) > LONG_TEXT or "\n" in text else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Return a column's heading."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.table.columns):
            return None
        if role == Role.DisplayRole:
            return self.table.columns[section].label
        return self._sides[section] if role == Role.TextAlignmentRole else None

    # -- what the page asks --------------------------------------------------------------------------------------

    def reload(self, change: Callable[[], object] = lambda: None) -> None:
        """Do `change` to the table and show its first page anew."""
        self.stop()
        self.beginResetModel()
        change()
        self.table.refresh()
        self._sides = [SIDES[column.align] for column in self.table.columns]
        self.endResetModel()
        self.loaded.emit()

    def reread(self) -> None:
        """Show the rows as they are now; of a long table what is seen at once, and what came or went soon after."""
        if self.table.is_short:
            self.reload()
            return
        self.stop()
        self.table.reread()
        last = self.index(self.table.count - 1, len(self.table.columns) - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.loaded.emit()

    def gather(self) -> None:
        """Find all rows in a thread, unless that is done."""
        self.stop()
        self._gathering = self.table.further()
        self._thread = threading.Thread(
            target=_gather, args=(self._gathering, self._arrived.emit), name="table", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop the thread, and wait until it has let go of the book."""
        if self._gathering is not None and self._thread is not None:
            self._gathering.stop()
            self._thread.join(STOP_SECONDS)
        self._gathering = self._thread = None

    @property
    def is_gathering(self) -> bool:
        """Say whether the thread is at work."""
        return self._thread is not None

    def _take(self, found: object) -> None:
        """Bring in what the thread found, or tell what went wrong; what is out of date is dropped."""
        self._gathering = self._thread = None
        if isinstance(found, BaseException):
            self.failed.emit(found)
        elif isinstance(found, Arrived) and found.generation == self.table.pages.generation:
            self._bring(found)
            self.gathered.emit()

    def _bring(self, arrived: Arrived) -> None:
        added = self.table.added_by(arrived)
        if added is None:
            self.beginResetModel()
            self.table.take(arrived)
            self.endResetModel()
        elif added:
            known = self.table.count
            self.beginInsertRows(_NOWHERE, known, known + added - 1)
            self.table.take(arrived)
            self.endInsertRows()
        else:
            self.table.take(arrived)


def _gather(gathering: Gathering, tell: Callable[[object], None]) -> None:
    """Run in the thread; tell what was found or what went wrong."""
    found: object
    try:
        found = gathering.run()
    except BaseException as error:
        found = error
    with suppress(RuntimeError):  # the table was closed meanwhile
        tell(found)
