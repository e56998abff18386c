"""Months as fees count them (domain.md 3.4, 3.5)."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desk_app.modules.billing import months
from desk_app.modules.billing.months import add_months, pieces_of, prepaid_until

DAYS = some.dates(datetime.date(2000, 1, 1), datetime.date(2060, 12, 31))


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "period", "first", "last"),
    [
        ("2024-02-29", 202402, "2024-02-01", "2024-02-29"),
        ("2025-02-28", 202502, "2025-02-01", "2025-02-28"),
        ("2025-12-31", 202512, "2025-12-01", "2025-12-31"),
        ("2026-01-01", 202601, "2026-01-01", "2026-01-31"),
    ],
)
def test_a_period_has_a_first_and_a_last_day(text, period, first, last):
    assert months.period_of(day(text)) == period
    assert (months.first_day(period), months.last_day(period)) == (day(first), day(last))


@pytest.mark.parametrize(
    ("period", "n", "later"),
    [(202512, 1, 202601), (202601, -1, 202512), (202511, 14, 202701), (202503, 0, 202503)],
)
def test_periods_follow_one_another_over_the_new_year(period, n, later):
    assert months.next_period(period, n) == later


@pytest.mark.parametrize(
    ("n", "later"),
    [(0, "2025-08-31"), (1, "2025-09-30"), (6, "2026-02-28"), (12, "2026-08-31"), (30, "2028-02-29")],
)
def test_v07_months_are_counted_from_the_anchor_each_time(n, later):
    assert add_months(day("2025-08-31"), n) == day(later)


@pytest.mark.parametrize(
    ("start", "to_day", "to_month_end", "whole_months_after"),
    [
        ("2025-03-17", "2025-09-16", "2025-08-31", "2025-09-30"),
        ("2025-03-18", "2025-09-17", "2025-08-31", "2025-09-30"),
        ("2025-03-31", "2025-09-29", "2025-08-31", "2025-09-30"),
        ("2025-04-01", "2025-09-30", "2025-09-30", "2025-09-30"),
        ("2025-08-31", "2026-02-27", "2026-01-31", "2026-02-28"),
    ],
)
def test_half_a_year_in_advance_ends_where_the_policy_says(start, to_day, to_month_end, whole_months_after):
    assert prepaid_until(day(start), 6, "to_day") == day(to_day)
    assert prepaid_until(day(start), 6, "to_month_end") == day(to_month_end)
    assert prepaid_until(day(start), 6, "whole_months_after") == day(whole_months_after)


def test_nothing_is_prepaid_for_less_than_a_month():
    with pytest.raises(ValueError):
        prepaid_until(day("2025-03-18"), 0)


def test_one_day_is_a_piece_and_no_day_is_none():
    (piece,) = pieces_of(day("2025-03-31"), day("2025-03-31"))
    assert (piece.period, piece.is_whole) == (202503, False)
    assert pieces_of(day("2025-03-31"), day("2025-03-30")) == []


def test_a_month_of_a_room_s_own_day_belongs_to_the_month_it_starts_in():
    pieces = pieces_of(day("2025-08-31"), day("2026-03-30"), day("2025-08-31"))
    assert [piece.period for piece in pieces] == [202508, 202509, 202510, 202511, 202512, 202601, 202602]
    assert all(piece.is_whole for piece in pieces)


def test_what_begins_inside_a_month_of_its_own_day_belongs_to_the_month_it_begins_in():
    first, second = pieces_of(day("2026-02-05"), day("2026-03-01"), day("2025-08-31"))
    assert (first.period, first.month_from, first.until_on) == (202602, day("2026-01-31"), day("2026-02-27"))
    assert (second.period, second.from_on, second.month_until) == (
        202602,
        day("2026-02-28"),
        day("2026-03-30"),
    )


@given(DAYS, some.integers(0, 900), some.none() | DAYS)
def test_pieces_cover_every_day_once(from_on, length, anchor_on):
    until_on = from_on + datetime.timedelta(length)
    pieces = pieces_of(from_on, until_on, anchor_on)
    covered = [
        piece.from_on + datetime.timedelta(n)
        for piece in pieces
        for n in range((piece.until_on - piece.from_on).days + 1)
    ]
    assert covered == [from_on + datetime.timedelta(n) for n in range(length + 1)]
    assert all(piece.month_from <= piece.from_on and piece.until_on <= piece.month_until for piece in pieces)
    assert all(28 <= (piece.month_until - piece.month_from).days + 1 <= 31 for piece in pieces)


@given(DAYS, some.integers(1, 60), some.sampled_from(["to_day", "to_month_end", "whole_months_after"]))
def test_more_months_in_advance_reach_further(start, count, policy):
    assert start < prepaid_until(start, count, policy) < prepaid_until(start, count + 1, policy)
