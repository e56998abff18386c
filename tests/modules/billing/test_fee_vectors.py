"""The figures the trade's own examples come to (domain.md 3.16): flat A of 96.58 ㎡ at 2.35 yuan a ㎡ and month."""

import datetime

import pytest

from desk_app.kernel import money
from desk_app.modules.billing import late_fees
from desk_app.modules.billing.late_fees import LateFeeTerms, late_fee
from desk_app.modules.billing.lines import month_lines, total_of
from desk_app.modules.billing.months import prepaid_until
from desk_app.modules.billing.rounding import PER_FEN, round_line
from desk_app.modules.billing.sharing import share_out
from desk_app.modules.billing.tiers import tier_lines

FLAT = 96_5800
RATE = 2_3500
PARKING = 1_0000


def day(text):
    return datetime.date.fromisoformat(text)


def lines(from_on, until_on, *, quantity=FLAT, prices=None, **settings):
    prices = [(day("2000-01-01"), RATE)] if prices is None else prices
    return month_lines(quantity, prices, day(from_on), day(until_on), **settings)


def sums(*arguments, **settings):
    return [line.amount for line in lines(*arguments, **settings)]


def test_v01_one_month():
    assert sums("2025-03-01", "2025-03-31") == [226_96]


@pytest.mark.parametrize(
    ("until_on", "total", "never"),
    [("2025-03-31", 680_88, 680_89), ("2025-12-31", 2_723_52, 2_723_56)],
    ids=["quarter", "year"],
)
def test_v02_a_quarter_and_a_year_are_the_sum_of_their_month_lines(until_on, total, never):
    assert total_of(lines("2025-01-01", until_on)) == total != never


def test_v03_half_a_year_from_hand_over_to_the_same_day():
    until_on = prepaid_until(day("2025-03-18"), 6, "to_day")
    assert until_on == day("2025-09-17")
    paid = lines("2025-03-18", until_on.isoformat())
    assert [line.amount for line in paid] == [102_50, *[226_96] * 5, 128_61]
    assert total_of(paid) == 1_365_91
    assert money.in_capitals(total_of(paid)) == "壹仟叁佰陆拾伍元玖角壹分"


def test_v03b_half_a_year_in_months_of_its_own_day():
    assert sums("2025-03-18", "2025-09-17", anchor_on=day("2025-03-18")) == [226_96] * 6
    assert total_of(lines("2025-03-18", "2025-09-17", anchor_on=day("2025-03-18"))) == 1_361_76


@pytest.mark.parametrize(
    ("policy", "until_on", "total"),
    [("to_month_end", "2025-08-31", 1_237_30), ("whole_months_after", "2025-09-30", 1_464_26)],
)
def test_v03c_half_a_year_to_the_end_of_a_month(policy, until_on, total):
    assert prepaid_until(day("2025-03-18"), 6, policy) == day(until_on)
    assert total_of(lines("2025-03-18", until_on)) == total


def test_v03d_half_a_year_by_months_of_thirty_days():
    assert sums("2025-03-18", "2025-09-17", proration="30") == [105_92, *[226_96] * 5, 128_61]
    assert total_of(lines("2025-03-18", "2025-09-17", proration="30")) == 1_369_33


def test_v04_the_developer_pays_up_to_the_day_before_hand_over():
    developer = lines("2025-03-01", "2025-03-17")
    owner = lines("2025-03-18", "2025-03-31", charged=developer)
    assert [line.amount for line in (*developer, *owner)] == [124_46, 102_50]
    assert total_of([*developer, *owner]) == 226_96


@pytest.mark.parametrize(("proration", "amount"), [("actual", 156_53), ("30", 151_31)])
def test_v05_a_leap_february_from_the_tenth(proration, amount):
    assert sums("2024-02-10", "2024-02-29", proration=proration) == [amount]


def test_v06_a_tariff_that_rises_inside_a_month():
    rise = [(day("2025-01-01"), 2_3500), (day("2025-07-16"), 2_6000)]
    assert sums("2025-07-01", "2025-07-31", prices=rise) == [109_82, 129_60]
    assert total_of(lines("2025-07-01", "2025-07-31", prices=rise)) == 239_42


def test_v07_months_from_the_thirty_first_are_clamped_and_keep_their_day():
    months = lines("2025-08-31", "2026-08-30", anchor_on=day("2025-08-31"))
    assert [line.amount for line in months] == [226_96] * 12
    assert (months[6].from_on, months[5].until_on) == (day("2026-02-28"), day("2026-02-27"))
    assert months[-1].until_on == day("2026-08-30")


def test_v08_an_empty_flat_at_seventy_per_cent():
    empty = [(day("2025-01-01"), 1_6450)]
    assert sums("2025-06-01", "2025-06-30", prices=empty) == [158_87]
    assert 226_96 - total_of(lines("2025-06-01", "2025-06-30", prices=empty)) == 68_09
    from_the_middle = [(day("2025-01-01"), RATE), (day("2025-06-16"), 1_6450)]
    assert sums("2025-06-01", "2025-06-30", prices=from_the_middle) == [113_48, 79_44]
    assert total_of(lines("2025-06-01", "2025-06-30", prices=from_the_middle)) == 192_92


HALF_PER_MILLE = LateFeeTerms(rate_per_mille_x100=50)


@pytest.mark.parametrize(("rate", "fee"), [(50, 30_98), (100, 61_96), (300, 185_88), (0, 0)])
def test_v09_a_quarter_paid_ninety_one_days_late(rate, fee):
    overdue = (680_88, day("2025-03-31"), day("2025-04-01"), day("2025-06-30"))
    assert late_fee(*overdue, LateFeeTerms(rate_per_mille_x100=rate)) == fee


def test_v09b_the_fee_is_held_down_to_a_multiple_of_the_loan_prime_rate():
    terms = LateFeeTerms(rate_per_mille_x100=300, cap="lpr", lpr=300, lpr_multiple=13_000)
    assert late_fee(680_88, day("2025-03-31"), day("2025-04-01"), day("2025-06-30"), terms) == 6_62


def test_v10_each_month_bears_its_own_late_fee():
    dues = [day("2025-01-31"), day("2025-02-28"), day("2025-03-31")]
    fees = [
        late_fee(226_96, due, due + datetime.timedelta(1), day("2025-06-30"), HALF_PER_MILLE) for due in dues
    ]
    assert fees == [17_02, 13_84, 10_33]
    assert sum(fees) == 41_19
    assert 3 * 226_96 + sum(fees) == 722_07


def test_v11_the_late_fee_goes_by_stages_when_part_is_paid():
    due_on, paid_on, settled_on = day("2025-03-31"), day("2025-05-15"), day("2025-06-30")
    first = late_fee(680_88, due_on, day("2025-04-01"), paid_on, HALF_PER_MILLE)
    second = late_fee(180_88, due_on, day("2025-05-16"), settled_on, HALF_PER_MILLE, first, 680_88)
    assert (first, second, first + second) == (15_32, 4_16, 19_48)


def test_v13_water_through_two_tiers():
    told = tier_lines(168_0000, 30_0000, [(0, 5_0000), (180_0000, 7_0000), (260_0000, 9_0000)])
    assert [(line.quantity, line.amount) for line in told] == [(12_0000, 60_00), (18_0000, 126_00)]


@pytest.mark.parametrize(
    ("quantity", "price", "amount"),
    [
        (31_0000, 3_6000, 111_60),
        (31_0000, 5900, 18_29),
        (23_8700, 3_5000, 83_55),
        (482_6000, 6800, 328_17),
        (21_0000, 3_6000, 75_60),
        (21_0000, 5900, 12_39),
        (35 * 40 * 10_000, 8500, 1_190_00),
        (1236_0000, 5283, 652_98),
    ],
)
def test_v13_v14_v15_use_times_price(quantity, price, amount):
    assert round_line(quantity * price, PER_FEN).amount == amount


@pytest.mark.parametrize(
    ("uses", "fixed", "total"),
    [
        ([(23_8700, 3_5000), (482_6000, 6800), (21_0000, 3_6000), (21_0000, 5900)], [183_60, 29_10], 712_41),
        ([(31_0000, 3_6000), (31_0000, 5900)], [144_06, 858_84, 367_20, 58_20], 1_558_19),
    ],
)
def test_v13c_v13d_a_statement_is_the_sum_of_its_rounded_lines(uses, fixed, total):
    assert sum(round_line(quantity * price, PER_FEN).amount for quantity, price in uses) + sum(fixed) == total


def test_v14_power_through_three_tiers():
    told = tier_lines(0, 305_0000, [(0, 5200), (170_0000, 5700), (260_0000, 8200)])
    assert [line.amount for line in told] == [88_40, 51_30, 36_90]
    assert sum(line.amount for line in told) == 176_60


def test_v15_a_flat_s_part_of_the_lobby_s_power():
    assert round_line(652_98 * 96_5800, 5847_3200).amount == 10_79
    assert share_out(652_98, [96_5800, 5847_3200 - 96_5800])[0] == 10_79


@pytest.mark.parametrize(
    ("pool", "weights", "parts"),
    [
        (652_98, [89_4000, 96_5800, 120_0200], [190_77, 206_10, 256_11]),
        (100_00, [1] * 3, [33_34, 33_33, 33_33]),
        (100_00, [1] * 7, [14_29] * 4 + [14_28] * 3),
    ],
)
def test_v15b_v15c_the_parts_of_a_pool_add_up_to_it(pool, weights, parts):
    assert share_out(pool, weights) == parts
    assert sum(parts) == pool


def test_v16_what_a_renovation_costs_before_it_begins():
    fee = round_line(FLAT * 2_0000, PER_FEN).amount
    rubbish = round_line(FLAT * 5_0000, PER_FEN).amount
    assert (fee, rubbish) == (193_16, 482_90)
    total = 3_000_00 + fee + rubbish + 6 * 5_00 + 6 * 20_00
    assert total == 3_826_06
    assert money.in_capitals(total) == "叁仟捌佰贰拾陆元零陆分"


def test_v19_what_was_prepaid_beyond_the_contract_s_end():
    assert sums("2025-10-21", "2025-12-31") == [80_54, 226_96, 226_96]
    assert total_of(lines("2025-10-21", "2025-12-31")) == 534_46


def test_v20_seller_and_buyer_share_a_month():
    seller = lines("2025-10-01", "2025-10-20")
    buyer = lines("2025-10-21", "2025-10-31", charged=seller)
    assert [line.amount for line in (*seller, *buyer)] == [146_43, 80_53]


def test_v21_half_a_year_of_parking():
    parking = {"quantity": PARKING, "prices": [(day("2025-01-01"), 150_0000)]}
    assert sums("2025-03-18", "2025-09-17", **parking) == [67_74, *[150_00] * 5, 85_00]
    assert total_of(lines("2025-03-18", "2025-09-17", **parking)) == 902_74


def test_v24_two_thousand_flats():
    assert 2_000 * total_of(lines("2025-03-01", "2025-03-31")) == 453_920_00


def test_no_late_fee_is_asked_until_the_office_types_a_rate(office):
    assert late_fees.terms() == LateFeeTerms(
        rate_per_mille_x100=0, cap_ratio=3_000, lpr=300, lpr_multiple=13_000
    )
    assert late_fee(680_88, day("2025-03-31"), day("2025-04-01"), day("2026-06-30"), late_fees.terms()) == 0
