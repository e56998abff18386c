"""时限: spans of time as settings of the office, reckoned by the clock and the office calendar."""

import datetime

import pytest

from desk_app.kernel import limits
from desk_app.kernel.limits import TimeSpan, due_after

AT = datetime.datetime.fromisoformat


@pytest.mark.parametrize(
    ("span", "start", "due"),
    [
        ("10 minute", "2026-11-23 16:55", "2026-11-23 17:05"),
        ("24 hour", "2026-11-27 17:00", "2026-11-28 17:00"),
        ("0 day", "2026-11-23 15:10", "2026-11-23 23:59"),
        ("3 day", "2026-11-23 15:10", "2026-11-26 23:59"),
        ("1 working_day", "2026-11-27 15:30", "2026-11-30 17:00"),
        ("1 working_day", "2026-09-30 15:30", "2026-10-08 17:00"),
    ],
)
def test_a_span_ends_by_the_clock_or_by_the_calendar(span, start, due, office):
    assert due_after(span, AT(start)) == AT(due)


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("24小时", "24 hour", "24 小时"),
        ("１０ 分钟", "10 minute", "10 分钟"),
        ("2天", "2 day", "2 天"),
        ("2日", "2 day", "2 天"),
        ("1 个工作日", "1 working_day", "1 个工作日"),
        ("3 h", "3 hour", "3 小时"),
    ],
)
def test_a_span_is_typed_as_people_say_it(typed, stored, shown):
    field = TimeSpan("时限")
    assert field.parse(typed) == stored
    assert field.show(stored) == shown


@pytest.mark.parametrize("typed", ["24", "小时", "-1 天", "1.5 小时", "二十四小时", "99999 天", "3 周"])
def test_what_is_no_span_is_refused_with_an_example(typed):
    with pytest.raises(ValueError, match="24 小时"):
        TimeSpan("时限").parse(typed)


def test_every_limit_is_a_span_under_one_heading(office):
    from desk_app.kernel.settings import SETTINGS

    for setting in SETTINGS.values():
        if isinstance(setting.field, TimeSpan):
            assert setting.group == limits.GROUP
            assert setting.field.parse(setting.field.show(setting.default)) == setting.default
