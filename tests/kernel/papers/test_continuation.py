"""Copies and further sheets: no row is lost, none is split, and what is left over is struck."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.kernel.papers.continuation import Sheets, lay_out, lines_taken

SLIP = Sheets("goods", first=8, rest=14, widths={"name": 10})
ROW = {"name": "沙发"}


@pytest.mark.parametrize(
    ("rows", "spread", "ends", "struck"),
    [
        (0, [0], ["以下空白"], [7]),
        (1, [1], ["以下空白"], [6]),
        (7, [7], ["以下空白"], [0]),
        (8, [8], [""], [0]),
        (9, [8, 1], ["", "以下空白"], [0, 12]),
        (22, [8, 14], ["", ""], [0, 0]),
        (23, [8, 14, 1], ["", "", "以下空白"], [0, 0, 12]),
    ],
)
def test_goods_fill_the_sheets_in_order_and_the_rest_is_struck(rows, spread, ends, struck):
    sheets = lay_out({"goods": [ROW] * rows}, SLIP, ["存根联"])
    assert [len(sheet["goods"]) for sheet in sheets] == spread
    assert [sheet["end"] for sheet in sheets] == ends
    assert [len(sheet["struck"]) for sheet in sheets] == struck
    assert [(sheet["page"], sheet["pages"]) for sheet in sheets] == [
        (str(page), str(len(spread))) for page in range(1, len(spread) + 1)
    ]


def test_each_copy_has_all_sheets_one_after_the_other():
    sheets = lay_out({"goods": [ROW] * 9}, SLIP, ["存根联", "门岗联"])
    assert [(sheet["copy"], sheet["page"], sheet["is_first"]) for sheet in sheets] == [
        ("存根联", "1", True),
        ("存根联", "2", False),
        ("门岗联", "1", True),
        ("门岗联", "2", False),
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        (None, 1),
        ("四个汉字", 1),
        ("五个汉字啊", 2),
        ("123456789", 1),
        ("1234567890", 2),
        ("上\n下", 2),
    ],
)
def test_a_chinese_letter_takes_the_room_of_two(text, lines):
    assert lines_taken(text, 10) == lines


def test_a_row_that_wraps_takes_two_lines():
    rows = [{"name": "三人布艺沙发带贵妃位"}] * 4 + [ROW]
    sheets = lay_out({"goods": rows}, Sheets("goods", 8, 14, {"name": 12}), [""])
    assert [len(sheet["goods"]) for sheet in sheets] == [4, 1]


def test_values_that_wrap_above_the_list_take_its_lines():
    sheets = Sheets("goods", 8, 14, above=({"owner": 10}, {"room": 10}), again=({"room": 10},), spare=1)
    values = {"goods": [ROW] * 8, "owner": "阿卜杜热合曼", "room": "国际社区二期十二栋"}
    laid = lay_out(values, sheets, [""])
    assert [len(sheet["goods"]) for sheet in laid] == [7, 1]
    assert len(laid[1]["struck"]) == 12
    assert len(lay_out(values | {"room": "3-101"}, sheets, [""])) == 1


def test_a_row_too_high_for_any_sheet_still_gets_one():
    rows = [ROW, {"name": "字" * 500}, ROW]
    assert [len(sheet["goods"]) for sheet in lay_out({"goods": rows}, SLIP, [""])] == [1, 1, 1]


@given(st.lists(st.text("沙发a ", max_size=40), max_size=60), st.integers(1, 9), st.integers(1, 9))
def test_no_row_is_lost_or_moved(names, first, rest):
    rows = [{"name": name} for name in names]
    sheets = lay_out({"goods": rows}, Sheets("goods", first, rest, {"name": 10}), [""])
    assert [row for sheet in sheets for row in sheet["goods"]] == rows
    assert all(sheet["goods"] for sheet in sheets) or len(sheets) == 1
