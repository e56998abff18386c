"""Late fees: simple, by days, by line, in stages, held down by caps (domain.md 3.9)."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desk_app.kernel import settings
from desk_app.modules.billing import late_fees
from desk_app.modules.billing.late_fees import LateFeeTerms, late_fee, overdue_days

DUE = datetime.date(2025, 3, 31)
HALF_PER_MILLE = LateFeeTerms(rate_per_mille_x100=50)
TERMS = some.builds(
    LateFeeTerms,
    rate_per_mille_x100=some.integers(0, 1000),
    grace_days=some.integers(0, 40),
    grace_way=some.sampled_from(["from_due", "from_grace"]),
    cap=some.sampled_from(["none", "principal", "ratio", "lpr"]),
    cap_ratio=some.integers(0, 10_000),
    lpr=some.integers(0, 600),
    lpr_multiple=some.integers(0, 40_000),
)
PRINCIPALS = some.integers(0, 10**8)


def after(days):
    return DUE + datetime.timedelta(days)


def fee(days, terms=HALF_PER_MILLE, principal=680_88, **more):
    return late_fee(principal, DUE, after(1), after(days), terms, **more)


@pytest.mark.parametrize(
    ("days", "amount"), [(-1, 0), (0, 0), (1, 34), (44, 14_98), (45, 15_32), (46, 15_66), (91, 30_98)]
)
def test_the_day_after_the_due_day_is_the_first_and_the_day_of_payment_the_last(days, amount):
    assert fee(days) == amount


@pytest.mark.parametrize(
    ("principal", "days", "amount"), [(0, 91, 0), (1, 999, 0), (1, 1000, 1), (-5, 91, 0)]
)
def test_a_fen_bears_a_fee_once_it_makes_half_a_fen(principal, days, amount):
    assert fee(days, principal=principal) == amount


@pytest.mark.parametrize(
    ("way", "days", "counted"),
    [
        ("from_due", 15, 0),
        ("from_due", 16, 16),
        ("from_grace", 15, 0),
        ("from_grace", 16, 1),
        ("from_grace", 45, 30),
    ],
)
def test_days_of_grace(way, days, counted):
    terms = LateFeeTerms(rate_per_mille_x100=50, grace_days=15, grace_way=way)
    assert overdue_days(DUE, after(1), after(days), terms) == counted
    assert bool(fee(days, terms)) == bool(counted)


@pytest.mark.parametrize(
    ("cap", "already", "amount"),
    [
        ("none", 0, 919_19),
        ("principal", 0, 680_88),
        ("principal", 680_87, 1),
        ("principal", 680_88, 0),
        ("principal", 700_00, 0),
        ("ratio", 0, 204_26),
        ("ratio", 204_25, 1),
        ("ratio", 204_26, 0),
        ("lpr", 0, 32_74),
        ("lpr", 32_74, 32_74),
    ],
)
def test_a_cap_holds_the_fee_down_with_what_was_asked_before(cap, already, amount):
    """3‰ for 450 days; LPR 3 % × 1.3 is a cap on the daily rate, whatever was asked before."""
    terms = LateFeeTerms(rate_per_mille_x100=300, cap=cap, cap_ratio=3_000, lpr=300, lpr_multiple=13_000)
    assert fee(450, terms, already=already) == amount


def test_a_cap_is_measured_by_the_principal_before_it_was_paid_in_part():
    terms = LateFeeTerms(rate_per_mille_x100=300, cap="principal")
    assert late_fee(180_88, DUE, after(401), after(900), terms, 500_00, 680_88) == 180_88
    assert late_fee(180_88, DUE, after(401), after(900), terms, 500_00) == 0


@given(PRINCIPALS, some.integers(-5, 2000), some.integers(0, 500), TERMS)
def test_more_days_never_bear_less(principal, days, more, terms):
    assert fee(days, terms, principal) <= fee(days + more, terms, principal)


def in_stages(principal, payments, days, terms):
    """Return the fee of each stage up to a day: one ends with each payment of principal, (day after the due day, fen)."""
    paid = {}
    for on, amount in payments:
        paid[on] = paid.get(on, 0) + amount
    still_open, start, fees = principal, 1, []
    for on in sorted({*(on for on in paid if on < days), days}):
        fees.append(
            late_fee(still_open, DUE, after(start), after(on), terms, already=sum(fees), capped_on=principal)
        )
        still_open, start = still_open - paid.get(on, 0), max(start, on + 1)
    return fees


@given(PRINCIPALS, some.sets(some.integers(1, 600), max_size=8), some.integers(1, 600), TERMS)
def test_stages_add_up_to_one_fee_but_for_their_rounding(principal, cuts, days, terms):
    stages = in_stages(principal, [(cut, 0) for cut in cuts], days, terms)
    whole = fee(days, terms, principal)
    if terms.grace_days == 0:
        assert abs(sum(stages) - whole) <= (len(stages) if len(stages) > 1 else 0)
    if terms.cap == "principal":
        assert sum(stages) <= principal


@given(
    some.integers(1, 10**7),
    some.lists(some.tuples(some.integers(-30, 300), some.integers(0, 10**6)), max_size=6),
    some.integers(1, 600),
    some.integers(0, 1000),
)
def test_who_pays_part_early_never_bears_more(principal, payments, days, rate):
    terms = LateFeeTerms(rate_per_mille_x100=rate)
    stages = in_stages(principal, payments, days, terms)
    assert sum(stages) <= fee(days, terms, principal) + len(stages)
    assert all(stage >= 0 for stage in stages)


@pytest.mark.parametrize(("typed", "stored"), [("0.5", 50), ("0.5‰", 50), ("3", 300), ("0", 0), ("0.01", 1)])
def test_the_rate_is_typed_in_per_mille(office, typed, stored):
    settings.change({"late_fee_rate": typed}, office.desk)
    assert late_fees.terms().rate_per_mille_x100 == stored


@pytest.mark.parametrize("typed", ["0.005", "-1", "11", "abc"])
def test_a_rate_that_cannot_be_is_refused(office, typed):
    with pytest.raises(ValueError, match="违约金日利率"):
        settings.change({"late_fee_rate": typed}, office.desk)


def test_the_terms_are_those_of_the_settings(office):
    typed = {
        "late_fee_rate": "3",
        "late_fee_grace_days": "15",
        "late_fee_grace_way": "从宽限期满次日算起",
        "late_fee_cap": "不超过 LPR 的倍数",
        "late_fee_cap_ratio": "0.3",
        "late_fee_lpr": "0.0345",
        "late_fee_lpr_multiple": "1.3",
    }
    settings.change(typed, office.desk)
    assert late_fees.terms() == LateFeeTerms(300, 15, "from_grace", "lpr", 3_000, 345, 13_000)
