"""Lines of a fee: where a month is cut, it still costs what it costs (domain.md 3.3, 3.4)."""

import dataclasses
import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desk_app.kernel.errors import DeskError
from desk_app.modules.billing.lines import month_lines, total_of
from desk_app.modules.billing.months import pieces_of
from desk_app.modules.billing.proration import parts_of
from desk_app.modules.billing.rounding import PER_FEN, Rounding, round_line

FLAT, RATE = 96_5800, 2_3500
WAYS = some.sampled_from(["actual", "30", "half", "whole"])
ROUNDINGS = some.builds(
    Rounding, some.sampled_from([1, 10, 100]), some.sampled_from(["half_up", "up", "down"])
)
QUANTITIES = some.integers(0, 500_0000)
PRICES = some.integers(0, 200_0000)
DAYS = some.dates(datetime.date(2020, 1, 1), datetime.date(2030, 12, 31))


def day(text):
    return datetime.date.fromisoformat(text)


ALWAYS = datetime.date(2000, 1, 1)


def march(first, last, **settings):
    return month_lines(
        FLAT, [(ALWAYS, RATE)], datetime.date(2025, 3, first), datetime.date(2025, 3, last), **settings
    )


@pytest.mark.parametrize(
    ("from_on", "until_on", "way", "parts"),
    [
        ("2025-03-01", "2025-03-31", "actual", (1, 1)),
        ("2025-03-01", "2025-03-30", "actual", (30, 31)),
        ("2025-03-31", "2025-03-31", "actual", (1, 31)),
        ("2025-03-01", "2025-03-31", "30", (1, 1)),
        ("2025-03-02", "2025-03-31", "30", (1, 1)),
        ("2025-03-03", "2025-03-31", "30", (29, 30)),
        ("2025-02-01", "2025-02-28", "30", (1, 1)),
        ("2025-02-02", "2025-02-28", "30", (27, 30)),
        ("2025-03-15", "2025-03-31", "half", (1, 1)),
        ("2025-03-16", "2025-03-31", "half", (1, 2)),
        ("2025-03-01", "2025-03-15", "half", (1, 2)),
        ("2025-03-01", "2025-03-16", "half", (1, 1)),
        ("2025-03-31", "2025-03-31", "whole", (1, 1)),
    ],
)
def test_a_part_of_a_month_is_counted_as_the_tariff_says(from_on, until_on, way, parts):
    assert parts_of(day(from_on), day(until_on), way) == parts


@pytest.mark.parametrize(
    ("from_on", "until_on"), [("2025-03-18", "2025-04-01"), ("2025-03-18", "2025-03-17")]
)
def test_a_part_of_a_month_lies_within_it(from_on, until_on):
    with pytest.raises(ValueError):
        parts_of(day(from_on), day(until_on))


@pytest.mark.parametrize(
    ("first", "last", "amount"),
    [(17, 31, 109_82), (18, 31, 102_50), (19, 31, 95_18), (1, 1, 7_32), (31, 31, 7_32), (2, 31, 219_64)],
)
def test_a_day_more_or_less_is_a_day_s_fee(first, last, amount):
    assert total_of(march(first, last)) == amount


@pytest.mark.parametrize(
    ("quantity", "price", "amount"),
    [(0, RATE, 0), (FLAT, 0, 0), (1_0000, 100, 1), (1_0000, 50, 1), (1_0000, 49, 0), (9999, 50, 0)],
)
def test_nothing_costs_nothing_and_half_a_fen_costs_one(quantity, price, amount):
    (line,) = month_lines(quantity, [(ALWAYS, price)], day("2025-03-01"), day("2025-03-31"))
    assert line.amount == amount


def test_the_last_of_three_payers_of_a_month_pays_what_the_others_left():
    first, second = march(1, 10), march(11, 20)
    third = march(21, 31, charged=[*first, *second])
    assert [line.amount for line in (*first, *second, *third)] == [73_21, 73_21, 80_54]
    assert (third[0].earlier, third[0].parts, third[0].of_parts) == (146_42, 1, 1)


def test_a_stretch_that_began_inside_the_month_adds_up_as_well():
    seller, whole = march(18, 25), march(18, 31)
    buyer = march(26, 31, charged=seller)
    assert total_of(seller) + total_of(buyer) == total_of(whole) == 102_50
    assert (buyer[0].parts, buyer[0].of_parts) == (14, 31)


def test_a_month_with_days_not_charged_between_is_charged_by_days():
    early = march(1, 10)
    (late,) = march(21, 31, charged=early)
    assert (late.amount, late.earlier) == (80_54, 0)


@pytest.mark.parametrize("way", ["half", "whole"])
def test_who_comes_second_in_a_month_that_is_not_divided_pays_nothing_again(way):
    first = march(1, 17, proration=way)
    second = march(18, 31, proration=way, charged=first)
    assert (total_of(first), total_of(second)) == (226_96, 0)


def test_half_months_are_shared_by_who_used_them():
    first = march(1, 15, proration="half")
    second = march(16, 31, proration="half", charged=first)
    assert (total_of(first), total_of(second)) == (113_48, 113_48)


@pytest.mark.parametrize(
    ("rise", "sums"),
    [
        ("2025-07-01", [251_11]),
        ("2025-07-02", [7_32, 243_01]),
        ("2025-07-31", [219_64, 8_10]),
        ("2025-08-01", [226_96]),
    ],
)
def test_a_price_counts_from_its_day_on(rise, sums):
    prices = [(ALWAYS, RATE), (day(rise), 2_6000)]
    told = month_lines(FLAT, prices, day("2025-07-01"), day("2025-07-31"))
    assert [line.amount for line in told] == sums


@pytest.mark.parametrize(
    ("way", "sums"), [("30", [113_48, 125_55]), ("half", [113_48, 125_55]), ("whole", [226_96])]
)
def test_a_rise_in_a_month_that_is_not_counted_by_its_days_never_charges_more_than_a_month(way, sums):
    prices = [(ALWAYS, RATE), (day("2025-07-16"), 2_6000)]
    assert [
        line.amount for line in month_lines(FLAT, prices, day("2025-07-01"), day("2025-07-31"), way)
    ] == sums


def test_the_same_price_again_does_not_cut_a_month():
    prices = [(ALWAYS, RATE), (day("2025-07-16"), RATE)]
    assert len(month_lines(FLAT, prices, day("2025-07-01"), day("2025-07-31"))) == 1


def test_a_day_without_a_price_is_named():
    with pytest.raises(DeskError, match="2025-07-01 没有单价"):
        month_lines(FLAT, [(day("2025-07-16"), RATE)], day("2025-07-01"), day("2025-07-31"))


@given(QUANTITIES, PRICES, DAYS, some.integers(0, 400), some.none() | DAYS, WAYS, ROUNDINGS)
def test_the_columns_of_a_line_say_how_it_came_about(
    quantity, price, from_on, length, anchor_on, way, rounding
):
    until_on = from_on + datetime.timedelta(length)
    for line in month_lines(quantity, [(ALWAYS, price)], from_on, until_on, way, rounding, anchor_on):
        product = round_line(line.quantity * line.price * line.parts, PER_FEN * line.of_parts).amount
        assert line.amount + line.rounding == product - line.earlier
        assert line.amount >= 0


@given(QUANTITIES, PRICES, DAYS, some.integers(1, 120), some.data(), WAYS, ROUNDINGS)
def test_payers_who_share_months_pay_what_one_would_have_paid(
    quantity, price, from_on, length, data, way, rounding
):
    """Whole months; whoever moves in or out on whatever day."""
    from_on = from_on.replace(day=1)
    until_on = pieces_of(from_on, from_on + datetime.timedelta(length))[-1].month_until
    days = some.integers(1, (until_on - from_on).days).map(lambda n: from_on + datetime.timedelta(n))
    changes = sorted(data.draw(some.sets(days, max_size=6)))
    prices = [(ALWAYS, price)]
    whole = month_lines(quantity, prices, from_on, until_on, way, rounding)
    shared = []
    for start, end in zip([from_on, *changes], [*changes, None], strict=True):
        last = until_on if end is None else end - datetime.timedelta(1)
        shared += month_lines(quantity, prices, start, last, way, rounding, charged=shared)
    assert total_of(shared) == total_of(whole)
    at_once = month_lines(quantity, prices, from_on, until_on, way, rounding, splits=reversed(changes))
    assert at_once == shared


@given(
    QUANTITIES,
    some.lists(some.tuples(DAYS, PRICES), min_size=1, max_size=4),
    DAYS,
    some.integers(1, 200),
    WAYS,
)
def test_working_out_a_span_in_two_goes_gives_the_same_lines(quantity, rises, from_on, length, way):
    prices = sorted({ALWAYS: 1_0000, **dict(rises)}.items())
    middle, until_on = from_on + datetime.timedelta(length // 2), from_on + datetime.timedelta(length)
    at_once = month_lines(quantity, prices, from_on, until_on, way, splits=[middle])
    if middle > from_on:
        first = month_lines(quantity, prices, from_on, middle - datetime.timedelta(1), way)
        assert [*first, *month_lines(quantity, prices, middle, until_on, way, charged=first)] == at_once


@given(QUANTITIES, PRICES, DAYS, some.integers(0, 400), some.integers(1, 60))
def test_more_days_never_cost_less(quantity, price, from_on, length, more):
    prices, until_on = [(ALWAYS, price)], from_on + datetime.timedelta(length)
    shorter = total_of(month_lines(quantity, prices, from_on, until_on))
    longer = month_lines(quantity, prices, from_on, until_on + datetime.timedelta(more))
    assert total_of(longer) >= shorter


@given(QUANTITIES, PRICES, DAYS)
def test_a_line_is_within_half_a_fen_of_the_exact_sum(quantity, price, from_on):
    (line, *_later) = month_lines(quantity, [(ALWAYS, price)], from_on, from_on + datetime.timedelta(40))
    exact = Fraction(quantity * price * line.parts, PER_FEN * line.of_parts)
    assert abs(line.amount - exact) <= Fraction(1, 2)


def test_a_room_measured_anew_inside_a_month_pays_for_each_area_by_days():
    before = march(1, 17)
    (after,) = month_lines(100_0000, [(ALWAYS, RATE)], day("2025-03-18"), day("2025-03-31"), charged=before)
    assert (after.amount, after.earlier) == (106_13, 0)


@pytest.mark.parametrize("way", ["half", "whole"])
def test_the_same_half_month_is_asked_once_whoever_left_in_it(way):
    first = march(1, 5, proration=way)
    second = march(6, 14, proration=way, charged=first)
    assert total_of(first) == (113_48 if way == "half" else 226_96)
    assert total_of(second) == 0


def test_rounding_up_never_asks_more_of_three_payers_than_of_one():
    """0.60 yuan a month, rounded up to whole yuan: the first pays it all."""
    settings = {"prices": [(ALWAYS, 6000)], "rounding": Rounding(100, "up")}
    first = month_lines(1_0000, from_on=day("2025-03-01"), until_on=day("2025-03-10"), **settings)
    second = month_lines(
        1_0000, from_on=day("2025-03-11"), until_on=day("2025-03-20"), charged=first, **settings
    )
    third = month_lines(
        1_0000,
        from_on=day("2025-03-21"),
        until_on=day("2025-03-31"),
        charged=[*first, *second],
        **settings,
    )
    assert [line.amount for line in (*first, *second, *third)] == [1_00, 0, 0]


def test_rounding_up_before_a_rise_never_gives_money_back():
    """Two payers, each rounded up to a yuan, before the price rises: the second line is nothing, not below it."""
    settings = {"prices": [(ALWAYS, 3_0000), (day("2025-03-03"), 9_0000)], "rounding": Rounding(100, "up")}
    first = month_lines(1_0000, from_on=day("2025-03-01"), until_on=day("2025-03-01"), **settings)
    second = month_lines(
        1_0000, from_on=day("2025-03-02"), until_on=day("2025-03-02"), charged=first, **settings
    )
    assert [(line.amount, line.earlier, line.rounding) for line in (*first, *second)] == [
        (1_00, 0, -90),
        (0, 1_00, -81),
    ]


def test_what_was_asked_in_excess_is_not_given_back_by_a_later_line():
    """An old bill of the month asked more than the whole; the last line asks nothing."""
    asked = dataclasses.replace(march(1, 17)[0], amount=230_00)
    (last,) = march(18, 31, charged=[asked])
    assert (last.amount, last.rounding) == (0, -3_04)
