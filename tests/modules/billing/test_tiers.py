"""Use goes through the tiers from below (domain.md 3.7)."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desk_app.modules.billing.tiers import TierLine, tier_lines

WATER = [(0, 5_0000), (180_0000, 7_0000), (260_0000, 9_0000)]
USES = some.integers(0, 400_0000)
TIERS = some.lists(
    some.tuples(some.integers(1, 300_0000), some.integers(0, 20_0000)),
    max_size=4,
    unique_by=lambda tier: tier[0],
).map(lambda above: [*reversed(above), (0, 5_0000)])


@pytest.mark.parametrize(
    ("before", "now", "sums"),
    [
        (0, 0, []),
        (200_0000, 0, []),
        (0, 1, [0]),
        (0, 10, [1]),
        (0, 180_0000, [900_00]),
        (0, 180_0001, [900_00, 0]),
        (0, 180_0020, [900_00, 1]),
        (179_9999, 1, [0]),
        (180_0000, 10, [1]),
        (168_0000, 30_0000, [60_00, 126_00]),
        (0, 300_0000, [900_00, 560_00, 360_00]),
        (260_0000, 1_0000, [9_00]),
    ],
)
def test_each_tier_reached_is_a_line(before, now, sums):
    assert [line.amount for line in tier_lines(before, now, WATER)] == sums


def test_one_tier_is_use_times_price():
    assert tier_lines(999_0000, 31_0000, [(0, 3_6000)]) == [TierLine(31_0000, 3_6000, 111_60)]


def test_less_than_nothing_is_not_used():
    with pytest.raises(ValueError):
        tier_lines(0, -1, WATER)


@given(USES, USES, USES, TIERS)
def test_using_some_and_then_some_fills_the_tiers_as_using_it_at_once(before, first, then, tiers):
    def per_price(*runs):
        return {
            above: sum(line.quantity for run in runs for line in run if line.price == price)
            for above, price in tiers
        }

    two = tier_lines(before, first, tiers), tier_lines(before + first, then, tiers)
    assert per_price(*two) == per_price(tier_lines(before, first + then, tiers))
    assert sum(line.quantity for run in two for line in run) == first + then
