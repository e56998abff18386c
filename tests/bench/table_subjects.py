"""The ways to show a big table that are compared, each with the same few steps."""

import threading
from pathlib import Path
from typing import Any, Protocol

from bench_tools import check
from big_table import NAMES, ROWS, BillLine, expected

from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.database import database
from desk_app.kernel.paging import RowPages
from desk_app.kernel.sqlite_rows import Reading

ROW_PX = 34


class Trial(Protocol):
    """What a way to show needs of its trial: a window, and an eye on its paints."""

    window: Any

    def watch(self, view: Any) -> None:
        """Count the paints of `view`."""


class Subject:
    """A way to show the table; this one is the floor: 40 rows in memory in a plain view."""

    wanted = 40

    def __init__(self, folder: Path) -> None:
        self.rows = self.load()
        self.make_model = list_model()

    def load(self) -> list[tuple[str, ...]]:
        """Return the rows in memory, as text."""
        read = database.execute_sql(
            f"SELECT {', '.join(NAMES)} FROM bill_line ORDER BY id LIMIT 40"
        ).fetchall()
        return [tuple(map(str, row)) for row in read]

    def show(self, trial: Trial) -> Any:
        """Put a view into the window; return it."""
        self.model = self.make_model(self.rows)
        return plain_view(trial, self.model)

    def is_complete(self) -> bool:
        """Say whether every row is known."""
        return True

    def go_to_end(self, view: Any) -> None:
        """Scroll to the last row."""
        view.scrollToBottom()

    def filter(self, name: str, text: str) -> None:
        """Show what a filter lets through; here, the same rows again."""
        self.model.replace(self.rows)

    def check_end(self, view: Any) -> None:
        """See that the last row is there."""
        check(view.model().rowCount() == self.wanted, f"{view.model().rowCount()} rows")

    def check_filter(self, name: str, view: Any) -> None:
        """See that the filter let the right rows through."""


class LoadAll(Subject):
    """Every row read into a list first."""

    wanted = ROWS

    def __init__(self, folder: Path) -> None:
        self.rows = []
        self.make_model = list_model()

    def show(self, trial: Trial) -> Any:
        """Read all, then show."""
        self.rows = database.execute_sql(f"SELECT {', '.join(NAMES)} FROM bill_line ORDER BY id").fetchall()
        return super().show(trial)

    def filter(self, name: str, text: str) -> None:
        """Filter the list."""
        place = NAMES.index("building" if name == "building" else "owner")
        wanted: Any = int(text) if name == "building" else text
        kept = [
            row for row in self.rows if (row[place] == wanted if name == "building" else wanted in row[place])
        ]
        self.model.replace(kept)


class SqlModel(Subject):
    """Qt's QSqlTableModel on the unencrypted copy."""

    def __init__(self, folder: Path) -> None:
        import PySide6.QtSql  # noqa: F401

        self.path = folder / "plain.db"

    def show(self, trial: Trial) -> Any:
        """Open and select."""
        from PySide6.QtCore import Qt
        from PySide6.QtSql import QSqlDatabase, QSqlTableModel

        self.base = QSqlDatabase.addDatabase("QSQLITE")
        self.base.setDatabaseName(str(self.path))
        check(self.base.open(), "Qt cannot open the copy")
        self.model = QSqlTableModel()
        self.model.setTable("bill_line")
        self.model.setSort(0, Qt.SortOrder.AscendingOrder)
        self.model.select()
        return plain_view(trial, self.model)

    def go_to_end(self, view: Any) -> None:
        """Fetch everything, as its view must."""
        while self.model.canFetchMore():
            self.model.fetchMore()
        view.scrollToBottom()

    def filter(self, name: str, text: str) -> None:
        """Filter by SQL."""
        tests = {
            "building": f"building = {text}",
            "owner": f"owner LIKE '%{text}%'",
            "rare": f"owner LIKE '%{text}%'",
        }
        self.model.setFilter(tests[name])

    def check_end(self, view: Any) -> None:
        """See that all rows are there."""
        check(self.model.rowCount() == ROWS, f"{self.model.rowCount()} rows")


class Core(Subject):
    """The paging alone behind a thin model: raw values, no fields."""

    def __init__(self, folder: Path) -> None:
        self.pages: RowPages[Any] = RowPages(BillLine, lambda read: read)
        self.pages.choose([BillLine._meta.fields[name] for name in NAMES])
        self.make_model = pages_model()
        self.is_asked = False

    def show(self, trial: Trial) -> Any:
        """Show the first page, then let a thread find the rest."""
        self.model = self.make_model(self.pages)
        self.model.load(BillLine.select().order_by(BillLine.id))
        return plain_view(trial, self.model)

    def is_complete(self) -> bool:
        """Say whether every row is known; asked first when the first page is painted, it sets the thread to work."""
        if not self.pages.is_complete and not self.is_asked:
            self.is_asked = True
            threading.Thread(target=self.model.gather, daemon=True).start()
        return self.pages.is_complete

    def filter(self, name: str, text: str) -> None:
        """Filter by a query."""
        condition = BillLine.building == int(text) if name == "building" else BillLine.owner.contains(text)
        self.model.load(BillLine.select().where(condition).order_by(BillLine.id))
        self.is_asked = False

    def check_end(self, view: Any) -> None:
        """See that the last row is the last of the table."""
        check(len(self.pages) == ROWS and self.pages.id_at(ROWS - 1) == ROWS, f"{len(self.pages)} rows")

    def check_filter(self, name: str, view: Any) -> None:
        """Compare with a scan."""
        check(len(self.pages) == expected(name), f"filter {name}: {len(self.pages)} rows")


class Table(Subject):
    """The program's own model and view."""

    def __init__(self, folder: Path) -> None:
        import ui.record_table  # noqa: F401 - what a module costs to import is measured with the start-up

        self.desk = Desk(Actor("bench"))

    def show(self, trial: Trial) -> Any:
        """Make table, model and view."""
        from desk_app.kernel.kind import KINDS
        from desk_app.screens.record_table import RecordTable
        from ui.table_model import RecordModel
        from ui.table_view import TableView

        self.table = RecordTable(KINDS["bill_lines"], self.desk)
        self.model = RecordModel(self.table)
        view = TableView(self.model)
        trial.watch(view)
        self.model.reload()
        trial.window.setCentralWidget(view)
        return view

    def is_complete(self) -> bool:
        """Say whether every row is known."""
        return self.table.is_complete

    def filter(self, name: str, text: str) -> None:
        """Filter as typed above a column."""
        self.table.show_all()
        self.table.filter("building" if name == "building" else "owner", text)
        self.model.reload()

    def check_end(self, view: Any) -> None:
        """See that the last row is the last of the table, and masked."""
        last = [self.model.index(ROWS - 1, number).data() for number in range(len(NAMES))]
        check(self.table.count == ROWS and self.table.record_id(ROWS - 1) == ROWS, f"{self.table.count} rows")
        check(last[0].startswith("200-") and "****" in last[2], f"last row {last}")

    def check_filter(self, name: str, view: Any) -> None:
        """Compare with a scan."""
        check(self.table.count == expected(name), f"filter {name}: {self.table.count} rows")


class Page(Table):
    """The whole page: heading, search, filter boxes, table."""

    def show(self, trial: Trial) -> Any:
        """Make the page."""
        from ui.record_table import RecordTablePage

        self.page = RecordTablePage(FakeShell(self.desk), "bill_lines")
        self.table, self.model = self.page.table, self.page.model
        trial.watch(self.page.view)
        trial.window.setCentralWidget(self.page)
        return self.page.view


class FakeShell:
    """As much of the window as a page asks for while it is only looked at."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def show_error(self, error: BaseException) -> None:
        """Let nothing go unseen."""
        raise error


def plain_view(trial: Trial, model: Any) -> Any:
    """Put a plain view with rows as high as ours into the window."""
    from PySide6.QtWidgets import QTableView

    view = QTableView()
    trial.watch(view)
    heads = view.verticalHeader()
    heads.setSectionResizeMode(heads.ResizeMode.Fixed)
    heads.setDefaultSectionSize(ROW_PX)
    heads.hide()
    view.setModel(model)
    trial.window.setCentralWidget(view)
    return view


def list_model() -> Any:
    """Return the class of a model over a list of rows."""
    from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt

    nowhere, display = QModelIndex(), Qt.ItemDataRole.DisplayRole

    class ListModel(QAbstractTableModel):
        def __init__(self, shown: list) -> None:
            super().__init__()
            self.shown = shown

        def rowCount(self, parent: Any = nowhere) -> int:
            return len(self.shown)

        def columnCount(self, parent: Any = nowhere) -> int:
            return len(NAMES)

        def data(self, index: Any, role: int = display) -> Any:
            return self.shown[index.row()][index.column()] if role == display else None

        def headerData(self, section: int, orientation: Any, role: int = display) -> Any:
            return NAMES[section] if role == display and orientation == Qt.Orientation.Horizontal else None

        def replace(self, shown: list) -> None:
            self.beginResetModel()
            self.shown = shown
            self.endResetModel()

    return ListModel


def pages_model() -> Any:
    """Return the class of a model over pages of raw rows."""
    from PySide6.QtCore import QModelIndex, Qt, Signal

    nowhere, display = QModelIndex(), Qt.ItemDataRole.DisplayRole

    class PagesModel(list_model()):
        found = Signal(int, object)

        def __init__(self, pages: RowPages[Any]) -> None:
            super().__init__([])
            self.pages = pages
            self.found.connect(self.take)

        def rowCount(self, parent: Any = nowhere) -> int:
            return len(self.pages)

        def data(self, index: Any, role: int = display) -> Any:
            return self.pages.row(index.row())[index.column() + 1] if role == display else None

        def load(self, query: Any) -> None:
            self.beginResetModel()
            self.pages.load(query)
            self.endResetModel()

        def gather(self) -> None:
            generation = self.pages.generation
            self.found.emit(generation, Reading().ids(self.pages.ids_query()))

        def take(self, generation: int, ids: Any) -> None:
            known = len(self.pages)
            if len(ids) > known:
                self.beginInsertRows(nowhere, known, len(ids) - 1)
                self.pages.accept(generation, ids)
                self.endInsertRows()
            else:
                self.pages.accept(generation, ids)

    return PagesModel


SUBJECTS: dict[str, Any] = {
    "floor": Subject,
    "core": Core,
    "table": Table,
    "page": Page,
    "load_all": LoadAll,
    "sql_model": SqlModel,
}
