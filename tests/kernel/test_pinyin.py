"""Pinyin of names: every reading of a surname finds it."""

import subprocess
import sys

import pytest

from desk_app.kernel.pinyin import MOST, initials, spellings


@pytest.mark.parametrize(
    ("surname", "letters"),
    [
        ("单", "sdc"),
        ("仇", "qc"),
        ("解", "xj"),
        ("查", "zc"),
        ("翟", "zd"),
        ("区", "oq"),
        ("覃", "qt"),
        ("曾", "zc"),
    ],
)
def test_a_surname_read_in_several_ways_is_found_by_each_first_letter(surname, letters):
    assert {way[0] for way in initials(f"{surname}伟")} >= set(letters)


@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        ("单伟", "shanwei"),
        ("仇伟", "qiuwei"),
        ("解伟", "xiewei"),
        ("查伟", "zhawei"),
        ("翟伟", "zhaiwei"),
        ("区伟", "ouwei"),
    ],
)
def test_a_surname_is_found_by_its_spelling_as_a_surname(name, spelling):
    assert spelling in spellings(name)


def test_u_with_dots_is_written_v():
    assert spellings("吕布")[0] == "lvbu"


def test_letters_and_digits_in_a_name_stand_for_themselves():
    assert initials("ABC物业2期") == ("abcwy2q",) or "abcwy2q" in initials("ABC物业2期")


def test_signs_between_the_parts_of_a_name_fall_away():
    assert "mmtal" in initials("买买提·艾力")


@pytest.mark.parametrize("name", ["", "John Smith", "12345", "·", "𠮷"])
def test_what_has_no_reading_gives_none(name):
    assert initials(name) == ()
    assert spellings(name) == ()


def test_a_name_of_many_readings_keeps_at_most_sixteen_and_each_reading_once_at_least():
    found = initials("单仇解查翟区覃")
    assert len(found) == MOST == len(set(found))
    assert {way[0] for way in found} == {"s", "d", "c"}
    assert {way[1] for way in found} == {"q", "c", "j"}


def test_a_very_long_name_is_read_in_no_time():
    assert len(initials("查" * 10_000)[0]) == 24


def test_searching_does_not_need_the_dictionary():
    program = "import sys; from desk_app.kernel import search; search.split_words('单伟'); print('pypinyin' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
