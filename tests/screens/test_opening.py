"""The page that opens the book, without a window: what it shows of a file, of what was taken over, of the balance."""

import datetime

import pytest

from desk_app.kernel.errors import DeskError
from desk_app.kernel.sheets import read_sheets
from desk_app.screens.opening import Opening
from desk_app.screens.opening_words import tell_plan, tell_trial
from desk_app.screens.progress import Cancelled, Progress

ROWS = """房号,收费项目,账期,欠费金额
3-1-502,物业费,2026-09至2026-10,453.92
3-1-502,物业费,2990-01,1
3-1-999,物业费,2026-10,100
"""


@pytest.fixture
def opening(desk, room):
    return Opening(desk)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "旧账.csv"
    path.write_text(ROWS, encoding="gb18030")
    return path


def test_the_old_book_ends_with_last_month_unless_told_otherwise(opening):
    assert opening.balance_on == datetime.date(2026, 10, 31)
    opening.set_day("2026年11月15日")
    assert opening.balance_on == datetime.date(2026, 11, 15)
    for typed in ("", "昨天", "2026-02-30", "2990-01-01", "2026-11-24"):
        with pytest.raises(DeskError):
            opening.set_day(typed)
    assert opening.balance_on == datetime.date(2026, 11, 15)


def test_refused_lines_stand_first_with_what_the_file_says(opening, file):
    opening.read(file, Progress())
    lines = opening.lines()
    assert [(line.row, line.outcome_words) for line in lines] == [(3, "不入账"), (4, "不入账"), (2, "入账")]
    assert (lines[1].room, lines[1].item, lines[1].amount) == ("3-1-999", "物业费", "100.00")
    assert (lines[2].span, lines[2].amount) == ("2026-09-01 至 2026-10-31", "453.92")
    assert tell_plan(opening.counts()) == "1 行要入账；2 行不入账，请看原因"
    assert [line.row for line in opening.lines("new")] == [2]


def test_totals_are_shown_before_anything_is_written(opening, file):
    opening.read(file, Progress())
    (total,) = opening.totals()
    assert (total.sort, total.lines, total.rooms, total.amount) == ("欠费", 1, 1, "453.92")
    assert opening.past() == []


def test_what_was_taken_over_is_listed_and_can_go_again(opening, file):
    opening.read(file, Progress())
    run = opening.accept(Progress())
    assert opening.plan is None
    (past,) = opening.past()
    assert past.told == "截止 2026-10-31，2026-11-23 09:05 王芳 入账；欠费 453.92"
    opening.undo(run.id, "填错")
    (past,) = opening.past()
    assert not past.is_kept
    assert past.told.endswith("已撤销：填错")


def test_a_cancelled_opening_writes_nothing(opening, file):
    opening.read(file, Progress())
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        opening.accept(progress)
    assert opening.past() == []
    assert opening.plan is not None


def test_the_trial_tells_what_is_missing_and_what_is_off(opening, file):
    assert tell_trial([line.tone for line in opening.trial()]) == ("还没有期初入账。", "waiting")
    opening.read(file, Progress())
    opening.accept(Progress())
    (line,) = opening.trial()
    assert (line.ours, line.old, line.difference) == ("453.92", "", "")
    opening.note_old(line.what, "￥454.00")
    (line,) = opening.trial()
    assert (line.difference, line.tone) == ("-0.08", "bad")
    with pytest.raises(DeskError, match="不是金额"):
        opening.note_old(line.what, "四百")
    with pytest.raises(DeskError):
        opening.note_old(line.what, "-1")
    opening.note_old(line.what, "453.92")
    assert tell_trial([line.tone for line in opening.trial()]) == ("全部 1 项与旧账一致。", "good")
    assert opening.faults() == []


def test_the_empty_sheet_has_every_room_with_its_owner(opening, tmp_path):
    path = tmp_path / "空表.xlsx"
    assert opening.write_template(path) == 1
    assert list(read_sheets(path)[0].rows[1])[:2] == ["3-1-502", "张伟"]
