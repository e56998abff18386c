"""Sheets of every format come out cell by cell as a person sees them in the spreadsheet program."""

import datetime
import marshal
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt

from desk_app.kernel.sheets import Grid, Span, column_letters, read_sheets
from desk_app.kernel.sheets.packing import Rows, pack_row, unpack_row
from tests.modules.roster.made_rosters import save_ods

WORDS = ["房号", "姓名", "面积", "交房"]


def test_columns_are_called_as_the_program_calls_them() -> None:
    assert [column_letters(number) for number in (0, 25, 26, 51, 52, 701, 702, 16_383)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
        "XFD",
    ]
    assert Grid("业主", [["a"]]).address(4, 2) == "业主!C5"


def test_numbers_keep_their_digits_and_nothing_is_a_float(tmp_path: Path) -> None:
    path = tmp_path / "数.xlsx"
    book = openpyxl.Workbook()
    values = [1, 101.0, 89.55, 0.1 + 0.2, 13800138000, 110101199003078515, "0101", True, None, 1e308, -0.5]
    book.active.append(values)
    book.save(path)
    grid = read_sheets(path)[0]
    row = grid.rows[0]
    assert row[:5] == [1, 101, Decimal("89.55"), Decimal("0.3"), 13800138000]
    assert row[6:9] == ["0101", True, None]
    assert row[10] == Decimal("-0.5")
    assert not [cell for cell in row if isinstance(cell, float)]
    assert [grid.has_lost_digits(0, column) for column in range(len(row))] == [False] * 5 + [True] + [
        False
    ] * 3 + [True, False]


def test_days_come_as_days_and_a_moment_before_midnight_stays_on_its_day(tmp_path: Path) -> None:
    path = tmp_path / "日.xlsx"
    book = openpyxl.Workbook()
    for value in (
        datetime.date(2026, 1, 1),
        datetime.datetime(2026, 1, 1, 23, 59, 59, 999999),
        datetime.time(8, 0),
        datetime.datetime(2026, 1, 1, 9, 30),
    ):
        book.active.append([value])
    book.save(path)
    cells = [row[0] for row in read_sheets(path)[0].rows]
    assert cells[0] == datetime.date(2026, 1, 1)
    assert isinstance(cells[1], datetime.datetime) and cells[1].date() == datetime.date(2026, 1, 1)
    assert cells[2:] == [datetime.time(8, 0), datetime.datetime(2026, 1, 1, 9, 30)]


def test_workbooks_that_count_days_from_1904_give_the_same_days(tmp_path: Path) -> None:
    path = tmp_path / "1904.xlsx"
    book = xlsxwriter.Workbook(str(path), {"date_1904": True})
    book.add_worksheet().write_datetime(
        0, 0, datetime.datetime(2026, 1, 1), book.add_format({"num_format": "yyyy-mm-dd"})
    )
    book.close()
    assert read_sheets(path)[0].rows[0] == [datetime.date(2026, 1, 1)]


def test_hidden_sheets_are_listed_without_their_rows(tmp_path: Path) -> None:
    path = tmp_path / "藏.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "明"
    book.active.append(WORDS)
    for name, state in (("暗", "hidden"), ("密", "veryHidden")):
        sheet = book.create_sheet(name)
        sheet.append(WORDS)
        sheet.sheet_state = state
    book.save(path)
    assert [(grid.sheet, grid.hidden, len(grid.rows)) for grid in read_sheets(path)] == [
        ("明", False, 1),
        ("暗", True, 0),
        ("密", True, 0),
    ]


def test_hidden_rows_columns_and_merged_cells_of_a_workbook_are_known(tmp_path: Path) -> None:
    path = tmp_path / "藏行.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    for row in range(1, 6):
        sheet.append([row, "x", "y"])
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A4:A5")
    book.save(path)
    grid = read_sheets(path)[0]
    assert grid.hidden_rows == {2} and 1 in grid.hidden_columns and not grid.filtered
    assert set(grid.merged) == {Span(0, 0, 0, 2), Span(3, 0, 4, 0)}


def test_rows_hidden_by_a_filter_are_told_from_rows_hidden_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "筛.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_column(0, 0, ["楼栋", "1", "2"])
    sheet.autofilter(0, 0, 2, 0)
    sheet.filter_column(0, "x == 1")
    sheet.set_row(2, options={"hidden": True})
    book.close()
    grid = read_sheets(path)[0]
    assert grid.hidden_rows == {2} and grid.filtered


def test_error_cells_and_formulas_without_result_are_empty_and_known(tmp_path: Path) -> None:
    path = tmp_path / "错.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_formula("A1", "=1/0", None, "#DIV/0!")
    sheet.write_formula("B1", "=1+1", None, 2)
    sheet.write_formula("C1", '=""', None, "")
    book.close()
    grid = read_sheets(path)[0]
    assert grid.errors == {(0, 0): "#DIV/0!"}
    assert grid.rows[0][:2] == [None, 2]
    other = openpyxl.Workbook()
    other.active.append(["=SUM(1,2)", "x", '=HYPERLINK("http://x","点")'])
    other.save(tmp_path / "未算.xlsx")
    assert read_sheets(tmp_path / "未算.xlsx")[0].uncalculated == {(0, 0), (0, 2)}


def test_numbers_shown_with_leading_zeros_are_known_as_shown(tmp_path: Path) -> None:
    path = tmp_path / "零.xlsx"
    book = openpyxl.Workbook()
    for row, (value, form) in enumerate(
        ((101, "0000"), (7, '"A-"0'), (101, "General"), (3, '0"栋"'), (89.5, "0.00"), (12, '000"室"')), 1
    ):
        book.active.cell(row, 1, value).number_format = form
    book.save(path)
    assert read_sheets(path)[0].padded == {(0, 0): "0101", (1, 0): "A-7", (5, 0): "012室"}


def test_a_sheet_that_begins_away_from_the_corner_keeps_its_addresses(tmp_path: Path) -> None:
    path = tmp_path / "偏.xlsx"
    book = openpyxl.Workbook()
    book.active["C4"] = "x"
    book.save(path)
    grid = read_sheets(path)[0]
    assert grid.value(3, 2) == "x" and grid.value(0, 0) is None and grid.value(99, 99) is None


def test_old_workbooks_tell_hidden_rows_merged_cells_and_leading_zeros(tmp_path: Path) -> None:
    path = tmp_path / "旧.xls"
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("业主")
    sheet.write_merge(0, 1, 0, 0, "1栋")
    sheet.write(0, 1, 101, xlwt.easyxf(num_format_str="0000"))
    sheet.write(1, 1, 13800138000)
    sheet.write(2, 1, datetime.date(2026, 1, 1), xlwt.easyxf(num_format_str="YYYY-MM-DD"))
    sheet.row(2).hidden = True
    sheet.col(1).hidden = True
    book.add_sheet("藏").visibility = 1
    book.save(str(path))
    grid, hidden = read_sheets(path)
    assert [list(row) for row in grid.rows] == [
        ["1栋", 101],
        [None, 13800138000],
        [None, datetime.date(2026, 1, 1)],
    ]
    assert (grid.hidden_rows, grid.merged, grid.padded) == ({2}, (Span(0, 0, 1, 0),), {(0, 1): "0101"})
    assert 1 in grid.hidden_columns and hidden.hidden


def test_open_document_sheets_repeat_hide_and_merge(tmp_path: Path) -> None:
    path = save_ods(
        tmp_path / "住户.ods",
        [["房号", "面积"], ["1-101", Decimal("89.55")], ["1-102", 90], ["x\ny", datetime.date(2026, 1, 1)]],
        hidden=(2,),
    )
    grid = read_sheets(path)[0]
    assert [list(row) for row in grid.rows] == [
        ["房号", "面积"],
        ["1-101", Decimal("89.55")],
        ["1-102", 90],
        ["x\ny", datetime.date(2026, 1, 1)],
    ]
    assert grid.hidden_rows == {2} and grid.sheet == "住户"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "big5"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_tables_are_read_in_every_encoding_and_separator(
    encoding: str, separator: str, tmp_path: Path
) -> None:
    path = tmp_path / "名册.csv"
    rows = [
        ["房屋", "姓名", "身份"],
        ["1-101", "王小明", "a" + separator + 'b "q"\n天'],
        ["0102", "李大山", '="110101199003078515"'],
    ]
    quoted = "\r\n".join(separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    path.write_bytes(quoted.encode(encoding))
    grid = read_sheets(path)[0]
    assert [list(row) for row in grid.rows] == [rows[0], rows[1], ["0102", "李大山", "110101199003078515"]]
    assert grid.delimited and grid.sheet == "名册"


def test_web_pages_saved_as_workbooks_give_their_tables(tmp_path: Path) -> None:
    path = tmp_path / "导出.xls"
    page = (
        "<html><head><meta charset=gb2312><style>td{}</style></head><body><table><tr><td><table>"
        "<tr><th>楼栋<th>房号</tr><tr><td rowspan=2>1栋<td>101&nbsp;</tr><tr><td>102<br>原103</tr>"
        '<tr style="display:none"><td>2栋<td>201</tr></table></td></tr></table></body></html>'
    )
    path.write_bytes(page.encode("gb18030"))
    (grid,) = read_sheets(path)
    assert [list(row) for row in grid.rows] == [
        ["楼栋", "房号"],
        ["1栋", "101"],
        [None, "102\n原103"],
        ["2栋", "201"],
    ]
    assert grid.merged == (Span(1, 0, 2, 0),) and grid.hidden_rows == {3}


def test_progress_counts_up_to_the_number_of_rows(tmp_path: Path) -> None:
    path = tmp_path / "长.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for row in range(5_000):
        sheet.write_number(row, 0, row)
    book.close()
    told: list[tuple[int, int]] = []
    grid = read_sheets(path, progress=lambda done, of: told.append((done, of)))[0]
    assert told[-1][0] == len(grid.rows) == 5_000
    assert [done for done, _of in told] == sorted(done for done, _of in told)


def test_rows_survive_the_pipe_and_turn_into_cells_when_looked_at() -> None:
    given = [
        "x",
        "",
        1.0,
        89.55,
        True,
        None,
        datetime.date(2026, 1, 1),
        datetime.time(8, 5),
        datetime.datetime(2026, 1, 1, 9, 30, 1, 5),
        datetime.timedelta(hours=36),
    ]
    carried = marshal.loads(marshal.dumps(pack_row(given)))
    cells = [
        "x",
        None,
        1,
        Decimal("89.55"),
        True,
        None,
        datetime.date(2026, 1, 1),
        datetime.time(8, 5),
        datetime.datetime(2026, 1, 1, 9, 30, 1, 5),
        Decimal("1.5"),
    ]
    assert unpack_row(carried) == unpack_row(given) == cells
    rows = Rows([carried])
    assert rows[0] == cells and rows[0] is rows[0] and rows[0:1] == [cells] and list(rows) == [cells]


def test_a_day_among_words_far_down_a_column_comes_through(tmp_path: Path) -> None:
    path = tmp_path / "杂.xlsx"
    book = openpyxl.Workbook()
    for row in range(300):
        book.active.append(["x", datetime.date(2026, 1, 1) if row == 133 else "无"])
    book.save(path)
    assert [row[1] for row in read_sheets(path)[0].rows].index(datetime.date(2026, 1, 1)) == 133
