"""The console works out fees and writes amounts in capitals without a book."""

import json

import pytest

from desk_app.cli import main as deskctl


def quote(capsys, *more, area="96.58", rate="2.35", from_on="2025-03-18", until_on="2025-09-17"):
    words = ["quote", "--area", area, "--rate", rate, "--from", from_on, "--to", until_on, *more]
    code = deskctl(words)
    shown = capsys.readouterr()
    return code, shown.out, shown.err


@pytest.mark.parametrize(
    ("more", "amounts"),
    [
        ([], [102_50, *[226_96] * 5, 128_61]),
        (["--basis", "30"], [105_92, *[226_96] * 5, 128_61]),
        (["--basis", "half"], [113_48, *[226_96] * 6]),
        (["--basis", "whole"], [226_96] * 7),
        (["--round", "jiao"], [102_50, *[227_00] * 5, 128_60]),
        (["--round", "yuan"], [102_00, *[227_00] * 5, 129_00]),
    ],
)
def test_a_quote_has_one_line_for_each_calendar_month_and_a_total(capsys, more, amounts):
    code, out, _err = quote(capsys, "--json", *more)
    told = json.loads(out)
    assert code == 0
    assert set(told) == {"lines", "total"}
    assert [line["amount"] for line in told["lines"]] == amounts
    assert told["total"] == sum(amounts)
    assert told["lines"][0] == {"from": "2025-03-18", "to": "2025-03-31", "amount": amounts[0]}
    assert told["lines"][-1]["to"] == "2025-09-17"


def test_a_quote_is_told_in_yuan_to_people(capsys):
    _code, out, _err = quote(capsys)
    assert out.splitlines()[0] == "2025-03-18\t2025-03-31\t102.50"
    assert out.splitlines()[-1] == "合计 1,365.91 元"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"area": "x"}, "面积应为数字"),
        ({"rate": "2.35001"}, "单价应为数字，最多 4 位小数"),
        ({"rate": "-1"}, "单价不合理"),
        ({"from_on": "2025-02-30"}, "没有这一天"),
        ({"until_on": "2025-03-17"}, "结束日期早于开始日期"),
    ],
)
def test_what_cannot_be_quoted_is_told_in_a_sentence(capsys, typed, told):
    code, out, err = quote(capsys, "--json", **typed)
    assert (code, out) == (1, "")
    assert told in json.loads(err)["error"]


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("0", "零元整"),
        ("0.01", "壹分"),
        ("1,365.91", "壹仟叁佰陆拾伍元玖角壹分"),
        ("-680.88", "负陆佰捌拾元捌角捌分"),
    ],
)
def test_words_prints_the_capital_numerals_alone(capsys, amount, said):
    assert deskctl(["words", amount]) == 0
    assert capsys.readouterr().out == said + "\n"


def test_words_refuses_what_is_no_amount(capsys):
    assert deskctl(["words", "1.234"]) == 1
    assert "不是金额：1.234" in capsys.readouterr().err


def test_a_thirteenth_month_is_told_what_a_period_looks_like(capsys, tmp_path):
    for text in ("2026-13", "202613", "十一月"):
        assert deskctl(["bill", str(tmp_path / "none.book"), "--period", text]) == 1
        said = capsys.readouterr().err
        assert f"没有这个账期：{text}" in said
        assert "2026-01" in said
