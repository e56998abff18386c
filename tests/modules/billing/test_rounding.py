"""A line is rounded once, and what rounding took off is kept (domain.md 3.3)."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desk_app.modules.billing.records import FeeItem
from desk_app.modules.billing.rounding import Rounded, Rounding, of_item, round_line

UNITS = some.sampled_from([1, 10, 100])
WAYS = some.sampled_from(["half_up", "up", "down"])


@pytest.mark.parametrize(
    ("numerator", "denominator", "amount"),
    [
        (0, 1, 0),
        (1, 1, 1),
        (1, 2, 1),
        (1, 3, 0),
        (83545, 10, 8355),
        (83544, 10, 8354),
        (-83545, 10, -8355),
    ],
)
def test_half_a_fen_is_rounded_up(numerator, denominator, amount):
    assert round_line(numerator, denominator).amount == amount


@pytest.mark.parametrize(
    ("unit", "way", "amount", "rounding"),
    [
        (1, "half_up", 130_02, 0),
        (1, "up", 130_02, 0),
        (1, "down", 130_01, 1),
        (10, "half_up", 130_00, 2),
        (10, "up", 130_10, -8),
        (10, "down", 130_00, 2),
        (100, "half_up", 130_00, 2),
        (100, "up", 131_00, -98),
        (100, "down", 130_00, 2),
    ],
)
def test_a_sum_of_130_0152_yuan_is_rounded_as_its_item_says(unit, way, amount, rounding):
    """154.78 ㎡ × 1.2 × 0.7; at 13001.52 fen the fen rule gives 13002."""
    assert round_line(1300152, 100, Rounding(unit, way)) == Rounded(amount, rounding)


@pytest.mark.parametrize(
    ("unit", "way", "expected"),
    [
        ("fen", "half_up", Rounding()),
        ("jiao", "up", Rounding(10, "up")),
        ("yuan", "down", Rounding(100, "down")),
    ],
)
def test_an_item_says_how_its_lines_are_rounded(unit, way, expected):
    assert of_item(FeeItem(rounding_unit=unit, rounding_way=way)) == expected


@given(some.integers(-(10**12), 10**12), some.integers(1, 10**8), UNITS, WAYS)
def test_the_amount_and_what_was_rounded_off_are_the_sum_in_fen(numerator, denominator, unit, way):
    amount, off = round_line(numerator, denominator, Rounding(unit, way))
    assert amount + off == round_line(numerator, denominator).amount
    assert amount % unit == 0
    assert abs(Fraction(numerator, denominator) - amount) < unit


@given(some.integers(-(10**12), 10**12), some.integers(0, 4), UNITS, WAYS)
def test_rounding_is_that_of_decimal_numbers(number, places, unit, way):
    exact = Decimal(number).scaleb(-places) / unit
    mode = {"half_up": ROUND_HALF_UP, "up": ROUND_UP, "down": ROUND_DOWN}[way]
    expected = int(exact.quantize(Decimal(1), mode)) * unit
    assert round_line(number, 10**places, Rounding(unit, way)).amount == expected
