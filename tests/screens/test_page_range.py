"""Pages to print, as clerks type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.screens.page_range import BadRange, read


@pytest.mark.parametrize(
    ("typed", "pages"),
    [
        ("3-7", [3, 4, 5, 6, 7]),
        ("１，４，９－", [1, 4, 9, 10]),
        ("2 - 3 5", [2, 3, 5]),
        ("3至5、1", [1, 3, 4, 5]),
        ("10", [10]),
        ("1~2;2", [1, 2]),
    ],
)
def test_ranges_are_read_as_clerks_write_them(typed, pages):
    assert read(typed, 10) == pages


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "请填写"),
        (" ， ", "请填写"),
        ("abc", "看不懂“abc”"),
        ("7-3", "起始页要在结束页前面"),
        ("0", "从 1 开始"),
        ("9-11", "没有第 11 页，一共 10 页"),
        ("-3", "看不懂"),
        ("1-2-3", "看不懂"),
    ],
)
def test_what_is_no_range_is_said_in_a_sentence(typed, words):
    with pytest.raises(BadRange, match=words):
        read(typed, 10)


@given(st.sets(st.integers(1, 40), min_size=1))
def test_single_pages_come_back_in_order(pages):
    assert read(",".join(map(str, pages)), 40) == sorted(pages)
