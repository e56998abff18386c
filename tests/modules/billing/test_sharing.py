"""The parts of a pool add up to it (domain.md 3.8)."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desk_app.kernel.errors import DeskError
from desk_app.modules.billing.sharing import share_out

POOLS = some.integers(-(10**9), 10**9)
WEIGHTS = some.lists(some.integers(0, 10**9), min_size=1, max_size=40).filter(any)


@pytest.mark.parametrize(
    ("pool", "weights", "parts"),
    [
        (0, [1, 2], [0, 0]),
        (0, [], []),
        (0, [0, 0], [0, 0]),
        (1, [1, 1, 1], [1, 0, 0]),
        (2, [1, 1, 1], [1, 1, 0]),
        (1, [0, 1], [0, 1]),
        (100, [5], [100]),
        (-1, [1, 1], [-1, 0]),
        (10, [1, 2, 1], [3, 5, 2]),
        (99, [1, 0, 1], [50, 0, 49]),
    ],
)
def test_fen_left_over_go_to_the_largest_remainders_then_to_the_first(pool, weights, parts):
    assert share_out(pool, weights) == parts


@pytest.mark.parametrize("weights", [[], [0], [0, 0]])
def test_a_pool_with_nobody_to_share_it_is_refused(weights):
    with pytest.raises(DeskError, match="没有分摊"):
        share_out(1, weights)


def test_a_weight_is_never_negative():
    with pytest.raises(ValueError):
        share_out(100, [3, -1])


@given(POOLS, WEIGHTS)
def test_the_parts_add_up_and_are_fair(pool, weights):
    parts = share_out(pool, weights)
    assert sum(parts) == pool
    total = sum(weights)
    assert all(
        abs(part - Fraction(pool * weight, total)) < 1 for part, weight in zip(parts, weights, strict=True)
    )


@given(some.integers(0, 10**9), WEIGHTS)
def test_whoever_weighs_more_never_pays_less(pool, weights):
    pairs = sorted(zip(weights, share_out(pool, weights), strict=True))
    for (lighter, less), (heavier, more) in pairwise(pairs):
        assert lighter == heavier or less <= more
