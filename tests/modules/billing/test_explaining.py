"""Every bill says why it is what it is, from what it keeps itself (domain.md 3.4)."""

import datetime
import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desk_app.kernel.words import use_language
from desk_app.modules.billing import workings as kept
from desk_app.modules.billing.explaining import explain, show_exact
from desk_app.modules.billing.lines import month_lines
from desk_app.modules.billing.records import Bill
from desk_app.modules.billing.rounding import Rounding
from desk_app.modules.billing.workings import UsedReading, from_json, of_reading, to_json
from desk_app.modules.meters.records import Meter, MeterReading

JANUARY_END = datetime.date(2026, 1, 31)


def told(workings=None, **columns):
    """Explain a bill that was never saved: nothing is looked up."""
    flat = {"quantity": 96_5800, "price": 2_3500, "parts": 1, "of_parts": 1, "earlier": 0, "rounding": 0}
    stored = None if workings is None else to_json(workings)
    return explain(Bill(**flat | {"amount": 226_96, "workings": stored} | columns))


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({}, "96.58 ㎡ × 2.35 元/㎡·月 = 226.96 元"),
        ({"parts": 31, "of_parts": 31}, "96.58 ㎡ × 2.35 元/㎡·月 = 226.96 元"),
        (
            {"parts": 14, "of_parts": 31, "amount": 102_50},
            "96.58 ㎡ × 2.35 元/㎡·月 × 14 天 ÷ 31 天 = 102.50 元",
        ),
        ({"parts": 1, "of_parts": 2, "amount": 113_48}, "96.58 ㎡ × 2.35 元/㎡·月 × 半个月 = 113.48 元"),
        (
            {"earlier": 124_46, "amount": 102_50},
            "96.58 ㎡ × 2.35 元/㎡·月 = 226.96 元；减去本月前段已计 124.46 元；应收 102.50 元",
        ),
        (
            {"rounding": 6, "amount": 226_90},
            "96.58 ㎡ × 2.35 元/㎡·月 = 226.96 元；抹零 0.06 元；应收 226.90 元",
        ),
        (
            {"rounding": -4, "amount": 227_00},
            "96.58 ㎡ × 2.35 元/㎡·月 = 226.96 元；尾数进位 0.04 元；应收 227.00 元",
        ),
        (
            {"price": 1, "quantity": 1_0000_0000, "amount": 1_00},
            "10000.00 ㎡ × 0.0001 元/㎡·月 = 1.00 元",
        ),
        ({"quantity": 0, "amount": 0}, "0.00 ㎡ × 2.35 元/㎡·月 = 0.00 元"),
    ],
)
def test_a_fee_by_area(columns, words):
    assert told(**columns) == words


@pytest.mark.parametrize(
    ("workings", "columns", "words"),
    [
        (kept.Fixed("位"), {"quantity": 1_0000, "price": 150_0000, "amount": 150_00}, "1 位 × 150.00 元/位·月 = 150.00 元"),
        (kept.Fixed("张", once=True), {"quantity": 6_0000, "price": 5_0000, "amount": 30_00}, "6 张 × 5.00 元/张 = 30.00 元"),
        (kept.Fixed(), {"quantity": 1_0000, "price": 30_0000, "amount": 30_00}, "30.00 元/月 = 30.00 元"),
        (kept.Fixed(), {"quantity": 2_0000, "price": 30_0000, "amount": 60_00}, "2 × 30.00 元/月 = 60.00 元"),
        (kept.Area(once=True), {"price": 5_0000, "amount": 482_90}, "96.58 ㎡ × 5.00 元/㎡ = 482.90 元"),
        (kept.Lift(), {"quantity": 8000, "price": 30_0000, "amount": 24_00}, "电梯系数 0.8 × 30.00 元/月 = 24.00 元"),
        (
            kept.Formula("面积*单价*电梯系数", {"面积": "96.58", "单价": "2.35"}, "226963/1250"),
            {"amount": 181_57},
            "公式 面积*单价*电梯系数（面积 96.58、单价 2.35） = 181.57 元",
        ),
        (
            kept.Formula("面积/3", {"面积": "96.58"}, "4829/150"),
            {"amount": 14_54, "parts": 14, "of_parts": 31},
            "公式 面积/3（面积 96.58） = 32.193333 元 × 14 天 ÷ 31 天 = 14.54 元",
        ),
        (kept.Imported("2024 年台账"), {"amount": 1_00}, "期初导入（2024 年台账）：1.00 元"),
        (kept.Imported(), {"amount": 1}, "期初导入：0.01 元"),
        (kept.Typed("补办门禁卡", "W-12"), {"amount": 1_00}, "补办门禁卡；单据 W-12：1.00 元"),
        (kept.Typed(), {"amount": 1_00}, "手工录入：1.00 元"),
        (kept.Transferred("1-1-101", "过户"), {"amount": 5}, "由 1-1-101 转来；过户：0.05 元"),
    ],
)  # fmt: skip
def test_other_fees(workings, columns, words):
    assert told(workings, **columns) == words


def test_use_read_from_a_meter():
    reading = UsedReading("W-0301", 1263_000, 1294_000, 31_000, read_on=JANUARY_END)
    assert told(kept.Metered("m³", (reading,)), quantity=31_0000, price=3_6000, amount=111_60) == (
        "W-0301（2026-01-31）：1263 → 1294、用量 31 m³；31 m³ × 3.60 元/m³ = 111.60 元"
    )


def test_v13b_use_over_a_swapped_meter():
    reading = UsedReading("W-0301", 0, 9_000, 31_000, old_used=22_000)
    assert told(kept.Metered("m³", (reading,)), quantity=31_0000, price=5900, amount=18_29) == (
        "W-0301：换表，旧表用量 22 m³、0 → 9、用量 31 m³；31 m³ × 0.59 元/m³ = 18.29 元"
    )


def test_v14_use_through_a_transformer():
    reading = UsedReading("D-1", 1485_000, 1520_000, 1400_000, 40)
    assert told(kept.Metered("度", (reading,)), quantity=1400_0000, price=8500, amount=1_190_00) == (
        "D-1：1485 → 1520、倍率 40、用量 1400 度；1400 度 × 0.85 元/度 = 1,190.00 元"
    )


def test_an_estimate_over_the_last_number_below_the_least_that_is_charged():
    reading = UsedReading("D-1", 99_990_000, 5_500, 15_500, rolled=True, kind="estimated")
    workings = kept.Metered("度", (reading,), minimum=20_0000)
    assert told(workings, quantity=20_0000, price=8500, amount=17_00) == (
        "D-1：99990 → 走满归零 → 5.5、用量 15.5 度、估抄；不足最低用量，按 20 度 计；20 度 × 0.85 元/度 = 17.00 元"
    )


def test_two_meters_add_up():
    readings = UsedReading("W-1", 0, 1_000, 1_000), UsedReading("W-2", 0, 2_000, 2_000)
    assert told(kept.Metered("", readings), quantity=3_0000, price=1_0000, amount=3_00) == (
        "W-1：0 → 1、用量 1；W-2：0 → 2、用量 2；合计用量 3；3 × 1.00 元 = 3.00 元"
    )


def test_v13_use_through_tiers():
    workings = kept.Metered(
        "m³", tiers=((12_0000, 5_0000, 60_00), (18_0000, 7_0000, 126_00)), span="year", used_before=168_0000
    )
    assert told(workings, quantity=30_0000, price=0, amount=186_00) == (
        "本年此前已用 168 m³；12 m³ × 5.00 元/m³ = 60.00 元；18 m³ × 7.00 元/m³ = 126.00 元；合计 186.00 元"
    )


def test_v15_a_part_of_shared_costs():
    share = {"pool": "大堂照明", "method": "area", "total": 652_98, "share": 10_79}
    share |= {"weight": 96_5800 * 10_000, "weights": 5847_3200 * 10_000, "quantity": None, "price": None}
    words = told(kept.Shared((share,)), amount=10_79)
    assert "大堂照明" in words
    assert "652.98 元 × 96.58 ÷ 5847.32 = 10.79 元" in words
    assert told(kept.Shared((share, share)), amount=21_58).endswith("合计 21.58 元")


def test_v11_a_stage_of_a_late_fee():
    workings = kept.LateFee("2025-01 物业服务费", 680_88, datetime.date(2025, 3, 31), 45, 50)
    assert told(workings, quantity=680_88, price=0, amount=15_32) == (
        "2025-01 物业服务费 缴费截止 2025-03-31；违约金：本金 680.88 元 × 每日 0.5‰ × 45 天 = 15.32 元"
    )


def test_a_late_fee_held_down_by_its_cap():
    workings = kept.LateFee("", 680_88, None, 450, 300, "principal", 600_00)
    assert told(workings, amount=80_88) == (
        "违约金：本金 680.88 元 × 每日 3‰ × 450 天 = 919.19 元；超过上限（不超过本金）；此前已计 600.00 元；应收 80.88 元"
    )


def test_in_english_numbers_are_the_same():
    use_language("en")
    try:
        words = told(parts=14, of_parts=31, amount=102_50)
    finally:
        use_language("zh_CN")
    assert re.findall(r"[\d.]+", words) == ["96.58", "2.35", "14", "31", "102.50"]


def test_a_bill_of_a_sort_this_program_does_not_know_is_never_explained_wrongly():
    with pytest.raises(ValueError):
        explain(Bill(amount=1, workings='{"sort": "horoscope"}'))
    with pytest.raises(ValueError):
        explain(Bill(amount=1, workings='{"late_fee": {}}'))


@given(
    some.integers(0, 500_0000),
    some.integers(0, 200_0000),
    some.dates(datetime.date(2020, 1, 1), datetime.date(2030, 12, 31)),
    some.integers(0, 90),
    some.integers(0, 40),
    some.sampled_from(["actual", "30", "half", "whole"]),
    some.builds(Rounding, some.sampled_from([1, 10, 100]), some.sampled_from(["half_up", "up", "down"])),
)
def test_whoever_works_the_words_out_again_comes_to_the_sum(
    quantity, price, from_on, length, cut, way, rounding
):
    until_on = from_on + datetime.timedelta(length)
    splits = [from_on + datetime.timedelta(cut)]
    prices = [(datetime.date(2000, 1, 1), price)]
    for line in month_lines(quantity, prices, from_on, until_on, way, rounding, splits=splits):
        words = explain(Bill(**vars(line)))
        product, _equals, rest = words.partition(" = ")
        factors = product.replace("半个月", "1 ÷ 2")
        exact = Fraction(1)
        for sign, number in re.findall(r"(^|×|÷) ?([\d.]+)", factors):
            exact = exact / Fraction(number) if sign == "÷" else exact * Fraction(number)
        said = [Fraction(number.replace(",", "")) * 100 for number in re.findall(r"([\d,.]+) 元", rest)]
        assert int(exact * 100 + Fraction(1, 2)) == said[0]
        assert said[-1] == line.amount


WORKINGS = [
    kept.Area(), kept.Area(once=True), kept.Fixed("户"), kept.Lift(), kept.Typed("原因"), kept.Imported("旧账"),
    kept.Metered("m³", (UsedReading("W", 0, 9, 9, read_on=JANUARY_END),), 1, ((1, 2, 3),), "year", 4),
    kept.Shared(({"pool": "大堂", "share": 1},)), kept.Formula("面积", {"面积": "1"}, "1"),
    kept.LateFee("甲", 1, JANUARY_END, 2, 3, "lpr", 4), kept.Transferred("甲", "乙"),
]  # fmt: skip


@pytest.mark.parametrize("workings", WORKINGS, ids=lambda workings: workings.sort)
def test_what_a_bill_keeps_is_read_back(workings):
    assert from_json(to_json(workings)) == workings


def test_a_plain_fee_by_area_keeps_nothing():
    assert to_json(kept.Area()) is None


def test_what_a_later_program_added_is_passed_over():
    assert from_json('{"sort": "fixed", "unit": "户", "moon": "full"}') == kept.Fixed("户")


@pytest.mark.parametrize(
    ("before", "value", "used", "swapped", "rolled"),
    [
        (1263_000, 1294_000, 31_000, None, False),
        (99_990_000, 5_000, 15_000, None, True),
        (0, 9_000, 31_000, 22_000, False),
        (100_000, 90_000, 0, None, False),
    ],
)
def test_a_bill_keeps_what_its_reading_was(before, value, used, swapped, rolled):
    meter = Meter(number="W-0301", multiplier=1)
    reading = MeterReading(
        meter=meter, before=before, value=value, used=used, swapped=swapped, read_on=JANUARY_END, kind="read"
    )
    assert of_reading(reading) == UsedReading(
        "W-0301", before, value, used, 1, swapped, rolled, "read", JANUARY_END
    )


@pytest.mark.parametrize(
    ("number", "scale", "places", "shown"),
    [
        (0, 1, 0, "0"),
        (1, 10_000, 2, "0.0001"),
        (2_0000, 10_000, 2, "2.00"),
        (-5, 10, 0, "-0.5"),
        (Fraction(1, 3), 1, 0, "0.333333"),
        (Fraction(2, 3), 1, 0, "0.666667"),
        (12_345, 1000, 0, "12.345"),
    ],
)
def test_numbers_are_shown_in_full(number, scale, places, shown):
    assert show_exact(number, scale, places) == shown
