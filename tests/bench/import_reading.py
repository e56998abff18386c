"""E2: reading 100,000 rows × 12 columns, of workbooks by two writers, against calamine's bare iteration.

The core is the rows of one sheet taken into memory; the service is `read_sheets`: the child process, the check of the
file beforehand, the pipe, and every row ready to be looked at. Its first look at all cells is a figure of its own.
"""

import datetime
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench_tools import Figure, answer, check, ratio, take_turns

ROWS = 100_000
HEADINGS = [
    "序号",
    "楼栋",
    "房号",
    "业主",
    "电话",
    "面积",
    "收费项目",
    "账期",
    "应收",
    "已收",
    "交款日期",
    "备注",
]
WRITERS = ("openpyxl", "xlsxwriter")


def rows() -> Iterator[list[Any]]:
    """Yield the rows, the same each time."""
    chance = random.Random(5)
    for number in range(ROWS):
        due = chance.randrange(2000, 90000)
        name = (
            chance.choice("王李张刘陈杨黄赵吴周")
            + chance.choice("伟芳娜敏静丽强磊")
            + chance.choice("超秀霞平军洋勇艳")
        )
        room = f"{number // 130 + 1}-{number % 4 + 1}-{number % 130:03d}"
        item = ("物业服务费", "公共能耗", "垃圾清运费")[number % 3]
        yield [
            number + 1, f"{number // 130 + 1}号楼", room, name, f"13{chance.randrange(10**9):09d}",
            chance.randrange(4500, 18000) / 100, item, "2026-01", due / 100, due / 100 if number % 10 else 0,
            datetime.date(2026, 1, 1 + number % 28), "" if number % 7 else "<现金> & 转账",
        ]  # fmt: skip


def measure(rounds: int, folder: Path) -> Iterator[Figure]:
    """Make the files and measure both sides in turns."""
    _make(folder)
    for writer in WRITERS:
        path = str(folder / f"{writer}.xlsx")
        found = take_turns(Path(__file__), ["bare", "core", "service"], rounds, path)
        core = ratio(found["core"], found["bare"], "cpu")
        yield Figure("E2", f"rows of {writer}'s workbook, cpu ÷ bare iteration", core, "x", 1.15)
        yield Figure(
            "E2", "  the same with every cell looked at", found["core"]["looked"] / found["bare"]["cpu"], "x"
        )
        service = found["service"]["cpu"] / found["bare"]["cpu"]
        yield Figure(
            "E2",
            "  through the child process, both processes' cpu ÷ bare iteration",
            service,
            "x",
            1.15 * 1.5,
        )
        yield Figure(
            "E2",
            "  through the child process, wall ÷ bare iteration",
            ratio(found["service"], found["bare"], "wall"),
            "x",
        )


def _make(folder: Path) -> None:
    import openpyxl
    import xlsxwriter

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.append(HEADINGS)
    for row in rows():
        sheet.append(row)
    book.save(folder / "openpyxl.xlsx")
    other = xlsxwriter.Workbook(str(folder / "xlsxwriter.xlsx"))
    page, day = other.add_worksheet("台账"), other.add_format({"num_format": "yyyy-mm-dd"})
    page.write_row(0, 0, HEADINGS)
    for number, row in enumerate(rows(), 1):
        for column, value in enumerate(row):
            if column == 10:
                page.write_datetime(number, column, value, day)
            elif value != "":
                page.write(number, column, value)
    other.close()


def _bare(path: Path) -> None:
    from python_calamine import CalamineWorkbook

    count = 0
    with _Clock() as clock:
        for _row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows():
            count += 1
    check(count == ROWS + 1, "rows of the bare iteration")
    answer(cpu=clock.cpu, wall=clock.wall)


def _core(path: Path) -> None:
    from desk_app.kernel.sheets.limits import Limits
    from desk_app.kernel.sheets.workbook import read_rows

    with _Clock() as clock:
        read = read_rows(path.read_bytes(), 0, Limits())
    with _Clock() as look:
        for _row in read:
            pass
    _check(read)
    answer(cpu=clock.cpu, wall=clock.wall, looked=clock.cpu + look.cpu)


def _service(path: Path) -> None:
    from desk_app.kernel.sheets import read_sheets
    from desk_app.kernel.sheets.limits import Limits

    with _Clock() as clock:
        grid = read_sheets(path, limits=Limits(rows=ROWS + 1))[0]
    _check(grid.rows)
    answer(cpu=clock.cpu, wall=clock.wall)


def _check(read: Any) -> None:
    cells = [list(row) for row in read]
    check(cells[0] == HEADINGS and len(cells) == ROWS + 1, "headings and number of rows")
    for given, row in zip(rows(), cells[1:], strict=True):
        if [None if value == "" else value for value in given[:5]] != row[:5] or given[10] != row[10]:
            check(False, f"row {given[0]}")


class _Clock:
    """Seconds on the wall, and of this process and its finished children together."""

    def __enter__(self) -> "_Clock":
        self._wall, self._cpu = time.perf_counter(), self._spent()
        return self

    def __exit__(self, *_error: object) -> None:
        self.wall, self.cpu = time.perf_counter() - self._wall, self._spent() - self._cpu

    @staticmethod
    def _spent() -> float:
        import resource

        used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    {"bare": _bare, "core": _core, "service": _service}[sys.argv[2]](Path(sys.argv[3]))
