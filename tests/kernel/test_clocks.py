"""时限与办公日历"""

import datetime

import pytest

from desk_app.kernel import clocks

DAY = datetime.date.fromisoformat
MOMENT = datetime.datetime.fromisoformat


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-23", True),  # Monday
        ("2026-11-22", False),  # Sunday
        ("2026-10-07", False),  # 国庆节
        ("2026-10-10", True),  # 国庆节调休, a Saturday
        ("2026-02-14", True),  # 春节调休, a Saturday
        ("2033-10-03", True),  # a Monday of a year not yet announced
    ],
)
def test_the_calendar_goes_before_the_week(day, works, office):
    assert clocks.is_working_day(DAY(day)) is works


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-11-20 15:30", "2026-11-23 17:00"),  # S08: complete on Friday 15:30, due on Monday 17:00
        ("2026-11-23 08:01", "2026-11-24 17:00"),
        ("2026-09-30 18:00", "2026-10-08 17:00"),  # over the National Day week
        ("2026-10-09 09:00", "2026-10-10 17:00"),  # the next day is a working Saturday
        ("2026-11-21 09:00", "2026-11-23 17:00"),  # registered on a Saturday
    ],
)
def test_one_working_day_ends_at_five_of_the_next(start, due, office):
    assert clocks.due_after_working_days(MOMENT(start), 1) == MOMENT(due)


def test_hours_run_through_the_night_and_days_end_at_midnight():
    assert clocks.due_after_hours(MOMENT("2026-11-20 17:30"), 24) == MOMENT("2026-11-21 17:30")
    assert clocks.due_after_days(MOMENT("2026-11-20 00:00"), 3) == MOMENT("2026-11-23 23:59")
    assert clocks.due_after_days(MOMENT("2024-02-28 10:00"), 1) == MOMENT("2024-02-29 23:59")


@pytest.mark.parametrize(
    ("due", "told"),
    [
        ("2026-11-23 09:15", "还有 10 分钟"),
        ("2026-11-23 09:05", "还有 0 分钟"),
        ("2026-11-23 12:05", "还有 3 小时 0 分"),
        ("2026-11-25 10:05", "还有 2 天 1 小时"),
        ("2026-11-20 09:05", "已超时 3 天"),
    ],
)
def test_what_is_left_is_told_in_two_units(due, told):
    assert clocks.tell_remaining(MOMENT(due), MOMENT("2026-11-23 09:05")) == told


def test_a_year_without_days_off_is_noticed_from_november_on(office):
    assert clocks.warn_of_missing_year(DAY("2026-10-31")) == ""
    assert "2027" in clocks.warn_of_missing_year(DAY("2026-11-01"))
    assert "2030" in clocks.warn_of_missing_year(DAY("2030-03-01"))
