"""D1-D4: a table of 1,000,000 rows out of an encrypted book, on the program's own model and view.

`floor` paints 40 rows that are in memory, in a plain view; `core` is the paging alone behind a thin model; `table` is
the program's table with its fields, masks and links; `page` the whole page around it. `load_all` and `sql_model`
(Qt's own, in C++, on an unencrypted copy because it cannot open ours) are what others do. Times are CPU time, worker
threads included, so that a busy machine does not count.
"""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import bench_tools
from bench_tools import Figure, answer, check, memory_mb, ratio, take_turns
from big_table import FILTERS, GIVEN, PASSWORD, SURNAMES, kind, make_books
from table_subjects import SUBJECTS

from desk_app.kernel import book


def measure(rounds: int, folder: Path) -> Iterator[Figure]:
    """Make the book and measure every variant in turns."""
    make_books(folder)
    variants = ("floor", "core", "table", "page", "load_all", "sql_model")
    found = take_turns(Path(__file__), variants, rounds, str(folder))
    for name, figures in found.items():
        for figure, value in figures.items():
            yield Figure("", f"{name}: {figure}", value, "")
    floor, core, table, page = (found[name] for name in ("floor", "core", "table", "page"))
    yield Figure("D1", "first paint ÷ 40 rows in memory", ratio(table, floor, "paint_ms"), "x", 1.5)
    sql = found["sql_model"]
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
    yield Figure("D2", "to the last row ÷ Qt's SQL model", ratio(table, sql, "end_ms"), "x", 1 / 60)
    yield Figure("D3", "page down ÷ Qt's SQL model in C++", ratio(table, sql, "page_ms"), "x", 1.3)
    for name in FILTERS:
        first_rows = f"filter_{name}_ms"
        yield Figure(
            "D4", f"first rows after filter {name} ÷ floor", ratio(table, floor, first_rows), "x", 2.5
        )
        yield Figure(
            "D4", f"first rows after filter {name} ÷ Qt's SQL model", ratio(table, sql, first_rows), "x"
        )
        yield Figure("D4", f"first rows after filter {name}", table[f"filter_{name}_wall_ms"], "ms")
        answered = ratio(table, floor, f"answered_{name}_ms")
        yield Figure("D4", f"window answers filter {name}, with rows or without ÷ floor", answered, "x")


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
        start, wall = time.process_time(), time.perf_counter()
        subject.filter(name, text)
        taken = trial.until_painted(start, view)
        trial.figures[f"answered_{name}_ms"] = taken  # with rows, or with the word that they are being sought
        if view.model().rowCount() == 0:
            trial.wait(lambda: subject.is_complete() and view.model().rowCount() > 0)
            taken = trial.until_painted(start, view)
        trial.figures[f"filter_{name}_ms"] = taken
        trial.figures[f"filter_{name}_wall_ms"] = (time.perf_counter() - wall) * 1e3
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


if __name__ == "__main__":
    bench_tools.check(sys.argv[1:2] == ["--child"], "start it by tests/bench/run.py")
    run_child(sys.argv[2], Path(sys.argv[3]))
