"""Days as people read them, in both languages."""

import datetime

import pytest

from desk_app.kernel import days, words


@pytest.mark.parametrize(
    ("language", "shown"),
    [("zh_CN", "11月23日 星期一"), ("en", "Mon 23 Nov 2026")],
    ids=["chinese", "english"],
)
def test_a_heading_tells_the_day_as_the_language_writes_it(language, shown):
    words.use_language(language)
    try:
        assert days.show_weekday(datetime.date(2026, 11, 23)) == shown
    finally:
        words.use_language("zh_CN")
