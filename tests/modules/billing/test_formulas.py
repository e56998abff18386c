"""A fee's own formula: exact numbers, Chinese names, and nothing that is not a formula."""

import time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desk_app.kernel.errors import DeskError
from desk_app.modules.billing.formulas import FormulaError, check_formula, evaluate, names_in

ROOM = {
    "面积": Fraction("96.58"),
    "单价": Decimal("2.35"),
    "数量": 2,
    "电梯系数": Fraction("0.8"),
    "户数": 0,
    "当月天数": 31,
}


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("面积*单价", "226.963"),
        ("面积 × 单价 × 电梯系数", "181.5704"),
        ("面积÷3", "4829/150"),
        ("（面积－６.５８）＊2", "180"),
        ("-数量+5", "3"),
        ("0.1+0.2", "3/10"),
        ("0.00001*面积", "0.0009658"),
        ("如果(数量>1, 20, 15)", "20"),
        ("如果(数量=2，20，15)", "20"),
        ("如果(数量≤1, 20, 15)", "15"),
        ("如果(户数>0, 面积/户数, 5)", "5"),
        ("如果(数量>3, 1, 如果(数量>1, 2, 3))", "2"),
        ("最大(面积, 100)", "100"),
        ("最小(面积, 100, 90)", "90"),
        ("取整(面积) + 进一(面积)", "193"),
        ("四舍五入(2.5)", "3"),
        ("四舍五入(-2.5)", "-3"),
        ("四舍五入(面积*单价, 2)", "226.96"),
        ("四舍五入(1250, -2)", "1300"),
        ("0*面积", "0"),
    ],
)
def test_a_formula_is_worked_out_exactly(formula, result):
    assert evaluate(formula, ROOM) == Fraction(result)
    check_formula(formula, ROOM)


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("面机*单价", "不认识“面机”，是不是“面积”"),
        ("建筑面积*单价", "不认识“建筑面积”，是不是“面积”"),
        ("电梯系*2", "是不是“电梯系数”"),
        ("如何(1,2,3)", "函数只有：如果、最大"),
        ("area*2", "不认识“area”。可以用：面积、单价"),
        ("面积*", "看不懂公式“面积\\*”"),
        ("", "看不懂公式"),
        ("(面积", "检查括号"),
        ("单 价", "看不懂公式"),
        ("1or 2", "看不懂公式"),
        ("面积\x00", "看不懂公式"),
        ("面积>3", "算出的不是数"),
        ("如果", "算出的不是数"),
        ("最大()", "函数里要填的数不对"),
        ("如果(1,2)", "函数里要填的数不对"),
        ("最大(面积>1, 3)", "函数里要填的数不对"),
        ("四舍五入(面积, 0.5)", "函数里要填的数不对"),
        ("四舍五入(面积, 999999999)", "函数里要填的数不对"),
        ("面积 % 2", "七折请写 0.7"),
        ("面积 // 2", "没有乘方"),
        ("面积 is 2", "比较只有"),
        ("1e999", "只能用数字和名称"),
        ("1e9", "只能用数字和名称"),
        ("0x10", "只能用数字和名称"),
        ("1_000", "只能用数字和名称"),
        ("2j", "只能用数字和名称"),
        ("...", "只能用数字和名称"),
        ("99999999999999999", "数字太大"),
        ("0.1234567890123456", "小数位太多"),
        ("999999999999*999999999999", "结果太大"),
        ("True", "只能用数字和名称"),
        ("'面积'", "只能用数字和名称"),
        ("面" * 201, "公式太长"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(formula, told):
    with pytest.raises(FormulaError, match=told) as refused:
        check_formula(formula, ROOM)
    assert isinstance(refused.value, DeskError)
    with pytest.raises(FormulaError, match=told):
        evaluate(formula, ROOM)


HOSTILE = [
    "9**9**9",
    "9" * 199,
    "'a'*999999999*999999999",
    "面积.__class__.__mro__",
    "().__class__.__bases__[0].__subclasses__()",
    "__import__('os').system('true')",
    "最大.__self__",
    "[0]*999999999",
    "[x for x in 面积]",
    "(lambda: 1)()",
    "f'{面积!r:>999999999}'",
    "1<<99999999",
    "面积 if 1 else 2",
    "面积 and 面积",
    "{面积: 1}",
    "x:=3",
    "x=3;x",
    "最大(*面积)",
    "最大(面积, key=面积)",
    "面积[0]",
    "(" * 199,
    "(" * 99 + ")" * 99,
    "~面积",
    "面积@面积",
    "\ud800",
]


@pytest.mark.parametrize("formula", HOSTILE)
def test_what_is_not_a_formula_is_refused_at_once(formula):
    check_formula("1", ROOM)  # the library is loaded
    began = time.perf_counter()
    with pytest.raises(FormulaError):
        evaluate(formula, ROOM)
    with pytest.raises(FormulaError):
        check_formula(formula, ROOM)
    assert time.perf_counter() - began < 0.05


@pytest.mark.parametrize(
    "formula", ["*".join(["999999999999"] * 15), "1/" + "/".join(["999999999999"] * 14), "-" * 190 + "1"]
)
def test_the_longest_formulas_are_worked_out_at_once(formula):
    began = time.perf_counter()
    try:
        evaluate(formula, ROOM)
    except FormulaError as error:
        assert "结果太大" in str(error)
    assert time.perf_counter() - began < 0.05


def test_division_by_a_quantity_of_zero_is_told_only_when_it_happens():
    check_formula("面积/(数量-1)", ROOM)
    with pytest.raises(FormulaError, match="除数为 0"):
        evaluate("面积/户数", ROOM)


def test_a_bill_keeps_the_names_its_formula_uses():
    assert names_in("如果(数量>1, 面积*2, 面积)*单价", ROOM) == ["数量", "面积", "单价"]


@given(some.text(alphabet="面积单价数量0123456789.+-*/()<>=, 如果最大", max_size=40))
def test_any_text_is_a_number_or_a_sentence(formula):
    try:
        assert isinstance(evaluate(formula, ROOM), Fraction)
    except FormulaError as error:
        assert str(error).startswith(("公式", "看不懂公式"))


@given(some.integers(0, 10**9), some.integers(0, 10**6), some.integers(1, 10**6))
def test_numbers_stay_exact(area, price, days):
    quantities = {"面积": Fraction(area, 10_000), "单价": Fraction(price, 10_000), "天数": days}
    assert evaluate("面积*单价/天数", quantities) == Fraction(area * price, 10**8 * days)
