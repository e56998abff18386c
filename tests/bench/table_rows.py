"""D1-D4: a table of 1,000,000 rows out of an encrypted book, on the program's own model and view.

`floor` paints 40 rows that are in memory, in a plain view; `core` is the paging alone behind a thin model; `table` is
the program's table with its fields, masks and links; `page` the whole page around it. `load_all` and `sql_model`
(Qt's own, in C++, on an unencrypted copy because it cannot open ours) are what others do. Times are CPU time, worker
threads included, so that a busy machine does not count.
"""

import random
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import bench_tools
from bench_tools import Figure, answer, check, memory_mb, ratio, take_turns

from desk_app.kernel import book, fields
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.database import database, transaction
from desk_app.kernel.fields import Option
from desk_app.kernel.kind import RecordKind, Section, register
from desk_app.kernel.paging import RowPages
from desk_app.kernel.sqlite_rows import Reading
from desk_app.kernel.store import Record

ROWS = 1_000_000
ROW_PX = 34
PASSWORD = "a long password"
NAMES = ("room", "owner", "phone", "building", "item", "period", "amount", "paid", "due_on", "note")
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国志文海燕雪梅欣怡子涵浩宇晨曦博嘉佳思雨琪"
ITEMS = (Option("service", "物业服务费"), Option("energy", "公共能耗"), Option("waste", "垃圾清运费"))
FILTERS = {"building": "150", "owner": "曦", "rare": "曾晨"}


class BillLine(Record):
    """A line of a big table."""

    room = fields.Text("房号")
    owner = fields.Text("业主", index=True)
    phone = fields.Phone("电话")
    building = fields.Whole("楼栋")
    item = fields.Choice("项目", ITEMS)
    period = fields.Whole("期间")
    amount = fields.Money("金额")
    paid = fields.Money("已付")
    due_on = fields.Day("应付日", index=True)
    note = fields.Note("备注", required=False)

    class Meta:
        indexes = ((("building", "due_on"), False),)

    def __str__(self) -> str:
        return str(self.room)


def kind() -> RecordKind:
    """Register the table as a kind of record."""
    return register(RecordKind("bill_lines", BillLine, "账单行", NAMES, (Section("账单", NAMES),), title=str))


def measure(rounds: int, folder: Path) -> Iterator[Figure]:
    """Make the book and measure every variant in turns."""
    _make_book(folder)
    variants = ("floor", "core", "table", "page", "load_all", "sql_model")
    found = take_turns(Path(__file__), variants, rounds, str(folder))
    for name, figures in found.items():
        for figure, value in figures.items():
            yield Figure("", f"{name}: {figure}", value, "")
    floor, core, table, page = (found[name] for name in ("floor", "core", "table", "page"))
    yield Figure("D1", "first paint ÷ 40 rows in memory", ratio(table, floor, "paint_ms"), "x", 1.5)
    yield Figure(
        "D1", "first paint ÷ loading all rows", ratio(table, found["load_all"], "paint_ms"), "x", 1 / 40
    )
    yield Figure("D1", "first paint, service layer ÷ core", ratio(table, core, "paint_ms"), "x", 1.5)
    yield Figure(
        "D1", "first paint of the whole page ÷ 40 rows in memory", ratio(page, floor, "paint_ms"), "x"
    )
    yield Figure("D2", "memory grown at the end of the scroll", table["grown_mb"], "MB", 25)
    yield Figure("D2", "memory grown, whole page", page["grown_mb"], "MB", 25)
    yield Figure("D2", "to the last row ÷ 40 rows in memory", ratio(table, floor, "end_ms"), "x", 1.5)
    yield Figure(
        "D2", "to the last row ÷ Qt's SQL model", ratio(table, found["sql_model"], "end_ms"), "x", 1 / 60
    )
    yield Figure(
        "D3", "page down ÷ Qt's SQL model in C++", ratio(table, found["sql_model"], "page_ms"), "x", 1.3
    )
    for name in FILTERS:
        yield Figure(
            "D4", f"rows after filter {name} ÷ floor", ratio(table, floor, f"filter_{name}_ms"), "x", 2.5
        )
        peer = ratio(table, found["sql_model"], f"filter_{name}_ms")
        yield Figure("D4", f"paint after filter {name} ÷ Qt's SQL model", peer, "x")


# -- the book --------------------------------------------------------------------------------------------------------


def rows() -> Iterator[tuple[Any, ...]]:
    """Give the rows, the same each time."""
    chance = random.Random(3)
    for number in range(ROWS):
        amount = chance.randrange(2000, 90000)
        yield (
            number + 1,
            1,
            f"{number // 5000 + 1}-{number % 4 + 1}-{number // 150 % 33 + 1:02d}{number % 4 + 1:02d}",
            chance.choice(SURNAMES) + "".join(chance.choice(GIVEN) for _ in range(chance.choice((1, 2, 2)))),
            f"13{chance.randrange(10**9):09d}",
            number // 5000 + 1,
            ITEMS[number % 3].stored,
            202601 + number % 12,
            amount,
            amount if chance.random() < 0.9 else 0,
            f"2026-{number % 12 + 1:02d}-28",
            "",
        )


def _make_book(folder: Path) -> None:
    """Make the encrypted book with the big table, and the same table unencrypted for Qt's own model."""
    opened = book.create_book(folder / "big.book", PASSWORD, person="bench")
    database.create_tables([BillLine])
    columns = "id, version, " + ", ".join(NAMES)
    insert = f"INSERT INTO bill_line ({columns}) VALUES ({','.join('?' * 12)})"
    with transaction():
        database.connection().executemany(insert, rows())
    database.execute_sql("ANALYZE")
    opened.close()
    plain = sqlite3.connect(folder / "plain.db")
    plain.execute(f"CREATE TABLE bill_line ({columns.replace('id,', 'id INTEGER PRIMARY KEY,', 1)})")
    plain.executemany(insert, rows())
    for index in ("building, due_on", "owner", "due_on"):
        plain.execute(f"CREATE INDEX bill_line_{index.split(',')[0]} ON bill_line ({index})")
    plain.execute("ANALYZE")
    plain.commit()
    plain.close()


# -- one variant in one process --------------------------------------------------------------------------------------


class Trial:
    """A window with one table in it, and the clock."""

    def __init__(self) -> None:
        from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

        from ui import theme

        self.application = QApplication(sys.argv[:1])
        theme.apply("light")
        self.window = QMainWindow()
        self.window.resize(1200, 800)
        self.window.setCentralWidget(QLabel(SURNAMES + GIVEN))  # letters are loaded: no window is without
        self.window.show()
        self.application.processEvents()
        self.paints = 0
        self.figures: dict[str, float] = {}

    def watch(self, view: Any) -> None:
        """Count the paints of `view`, which takes the window."""
        watcher = self

        class Watcher(_object()):
            def eventFilter(self, watched: Any, event: Any) -> bool:
                if event.type() == event.Type.Paint:
                    watcher.paints += 1
                return False

        self._watcher = Watcher()
        view.viewport().installEventFilter(self._watcher)

    def until_painted(self, start: float, view: Any) -> float:
        """Return the milliseconds of work from `start` until `view` was painted once more."""
        before = self.paints
        view.viewport().update()
        while self.paints == before:
            self.application.processEvents()
        return (time.process_time() - start) * 1e3

    def wait(self, is_done: Callable[[], bool]) -> None:
        """Let the window work until `is_done`."""
        end = time.monotonic() + 120
        while not is_done():
            self.application.processEvents()
            time.sleep(0.001)
            check(time.monotonic() < end, "waited two minutes")
        self.application.processEvents()


def _object() -> Any:
    from PySide6.QtCore import QObject

    return QObject


def run_child(variant: str, folder: Path) -> None:
    """Measure one variant and answer."""
    kind()
    opened = book.open_book(folder / "big.book", PASSWORD) if variant != "sql_model" else None
    trial = Trial()
    memory = memory_mb()
    subject = SUBJECTS[variant](folder)
    start = time.process_time()
    view = subject.show(trial)
    trial.figures["paint_ms"] = trial.until_painted(start, view)
    trial.figures["paint_mb"] = memory_mb() - memory
    trial.wait(subject.is_complete)
    trial.figures["all_known_ms"] = (time.process_time() - start) * 1e3  # worker included
    _page_down(trial, view)
    start = time.process_time()
    subject.go_to_end(view)
    trial.figures["end_ms"] = trial.until_painted(start, view)
    trial.figures["grown_mb"] = memory_mb() - memory
    subject.check_end(view)
    for name, text in FILTERS.items():
        start = time.process_time()
        subject.filter(name, text)
        trial.figures[f"filter_{name}_ms"] = trial.until_painted(start, view)
        trial.wait(subject.is_complete)
        subject.check_filter(name, view)
    answer(**trial.figures)
    view.hide()
    if opened:
        opened.close()


def _page_down(trial: Trial, view: Any) -> None:
    """Note what one page further costs, over a hundred pages."""
    bar, times = view.verticalScrollBar(), 100
    start = time.process_time()
    for _turn in range(times):
        bar.setValue(bar.value() + 20)
        view.viewport().repaint()
    trial.figures["page_ms"] = (time.process_time() - start) * 1e3 / times


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


def expected(name: str) -> int:
    """Return how many rows a filter lets through, by a scan."""
    place = 5 if name == "building" else 3
    text = FILTERS[name]
    if name == "building":
        return sum(row[place] == int(text) for row in rows())
    return sum(text in row[place] for row in rows())


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

if __name__ == "__main__":
    bench_tools.check(sys.argv[1:2] == ["--child"], "start it by tests/bench/run.py")
    run_child(sys.argv[2], Path(sys.argv[3]))
