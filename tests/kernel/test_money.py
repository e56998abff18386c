"""Money: read, shown, and said in capital numerals as domain.md V25 and the bank's rules have it."""

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as some

from desk_app.kernel import money

V25 = """0→零元整; 0.05→伍分; 0.50→伍角整; 10→壹拾元整; 102.50→壹佰零贰元伍角整; 325.04→叁佰贰拾伍元零肆分;
1,005→壹仟零伍元整; 1,409.50→壹仟肆佰零玖元伍角整; 1,680.32→壹仟陆佰捌拾元叁角贰分; 6,007.14→陆仟零柒元壹角肆分;
16,409.02→壹万陆仟肆佰零玖元零贰分; 20,050→贰万零伍拾元整; 107,000.53→壹拾万柒仟元伍角叁分; 1,000,010→壹佰万零壹拾元整;
100,000,010→壹亿零壹拾元整; -680.88→负陆佰捌拾元捌角捌分"""


@pytest.mark.parametrize("example", [one.strip() for one in V25.split(";")])
def test_capital_numerals_are_those_of_the_worked_examples(example):
    amount, said = example.split("→")
    assert money.in_capitals(money.parse(amount)) == said


@given(some.integers(0, money.LARGEST))
def test_capital_numerals_agree_with_another_library(fen):
    """It leaves out 整 after 角, which the rules allow and ours (domain.md 3.12) do not."""
    theirs = cn2an.an2cn(f"{fen // 100}.{fen % 100:02d}", "rmb")
    assert money.in_capitals(fen) == (theirs + "整" if theirs.endswith("角") else theirs)


@given(some.integers(-money.LARGEST, money.LARGEST))
def test_an_amount_shown_is_read_back(fen):
    assert money.parse(money.show(fen)) == fen


@pytest.mark.parametrize("text", ["1.234", "1e5", "一百", "1,23", "", "--1"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError, match="不是金额"):
        money.parse(text)
