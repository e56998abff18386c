"""E1: writing 100,000 rows of 12 columns to Excel: `sheets_out` (XlsxWriter), openpyxl's streaming writer, and csv.

The export through the service layer is `table_output.export` of as many records of the program's own table; it also
reads them from the encrypted book, masks, and adds the titles of links.
"""

import csv
import datetime
import random
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import bench_tools
from bench_tools import Figure, answer, check, memory_mb, ratio, take_turns

from desk_app.kernel import book, store
from desk_app.kernel.access import Actor, Desk
from desk_app.kernel.kind import KINDS
from desk_app.kernel.sheets_out import SheetColumn, write_sheet
from desk_app.office import load_modules

ROWS = 100_000
PASSWORD = "a long password"
COLUMNS = [
    SheetColumn(label, 12, kind)
    for label, kind in zip(
        "序号 房号 业主 电话 楼栋 项目 期间 金额 已付 应付日 经办 备注".split(),
        "number text text text number text number money money day text text".split(),
        strict=True,
    )
]


def measure(rounds: int, folder: Path) -> Iterator[Figure]:
    """Measure the writers in turns, and the export of people."""
    _make_book(folder)
    variants = ("ours", "openpyxl", "csv", "export", "core")
    found = take_turns(Path(__file__), variants, max(1, rounds // 2), str(folder))
    for name, figures in found.items():
        for figure, value in figures.items():
            yield Figure("", f"{name}: {figure}", value, "")
    yield Figure(
        "E1", "XlsxWriter ÷ openpyxl write-only", ratio(found["ours"], found["openpyxl"], "cpu_s"), "x"
    )
    yield Figure("E1", "XlsxWriter ÷ csv", ratio(found["ours"], found["csv"], "cpu_s"), "x")
    yield Figure("E1", "memory grown", found["ours"]["grown_mb"], "MB")
    service = ratio(found["export"], found["core"], "cpu_s")
    yield Figure("E1", "export of a table from the book ÷ writing the same cells", service, "x", 1.5)


def rows() -> Iterator[list[Any]]:
    """Give the rows, the same each time."""
    chance = random.Random(3)
    for number in range(ROWS):
        amount = Decimal(chance.randrange(2000, 90000)) / 100
        yield [
            number + 1,
            f"{number // 400 + 1}-1-{number % 400}",
            f"户主{number % 977}",
            f"13{chance.randrange(10**9):09d}",
            number // 400 + 1,
            "物业服务费",
            202601 + number % 12,
            amount,
            amount,
            datetime.date(2026, number % 12 + 1, 28),
            "王芳",
            "",
        ]


def _make_book(folder: Path) -> None:
    """Make a book with 20,000 people to export."""
    load_modules()
    opened = book.create_book(folder / "people.book", PASSWORD, person="bench")
    with store.transaction():
        batch = store.Batch(Desk(Actor("bench")), "bench")
        for number in range(ROWS // 5):
            batch.create(
                store.new(KINDS["people"], name=f"户主{number}", address=f"路{number}号", note="常住")
            )
        batch.finish()
    opened.close()


def run_child(variant: str, folder: Path) -> None:
    """Measure one writer and answer."""
    path = folder / f"{variant}.xlsx"
    if variant in ("export", "core"):
        _run_export(variant, folder, path)
        return
    import openpyxl  # noqa: F401
    import xlsxwriter  # noqa: F401

    memory, start = memory_mb(), time.process_time()
    {"ours": _write_ours, "openpyxl": _write_openpyxl, "csv": _write_csv}[variant](path)
    taken = time.process_time() - start
    answer(cpu_s=taken, grown_mb=memory_mb("VmHWM") - memory, file_mb=path.stat().st_size / 1e6)


def _run_export(variant: str, folder: Path, path: Path) -> None:
    """Export the people; or write the cells of that export, read back, which is the part that is only writing."""
    from desk_app.screens import table_output
    from desk_app.screens.progress import Progress
    from desk_app.screens.record_table import RecordTable

    load_modules()
    opened = book.open_book(folder / "people.book", PASSWORD)
    table = RecordTable(KINDS["people"], Desk(Actor("bench")))
    table.refresh()
    import xlsxwriter  # noqa: F401

    columns = [SheetColumn(column.label, column.width) for column in table.columns]
    cells = list(table_output._values(table, Progress())) if variant == "core" else []
    start = time.process_time()
    if variant == "core":
        count = write_sheet(path, "people", columns, cells)
    else:
        count = table_output.export(table, path, Progress())
    taken = time.process_time() - start
    check(count == ROWS // 5, f"{count} rows")
    opened.close()
    answer(cpu_s=taken)


def _write_ours(path: Path) -> None:
    check(write_sheet(path, "账", COLUMNS, rows()) == ROWS, "rows are missing")


def _write_openpyxl(path: Path) -> None:
    import openpyxl

    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("账")
    sheet.append([column.label for column in COLUMNS])
    for row in rows():
        sheet.append(row)
    workbook.save(path)


def _write_csv(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.label for column in COLUMNS])
        writer.writerows(rows())


if __name__ == "__main__":
    bench_tools.check(sys.argv[1:2] == ["--child"], "start it by tests/bench/run.py")
    run_child(sys.argv[2], Path(sys.argv[3]))
