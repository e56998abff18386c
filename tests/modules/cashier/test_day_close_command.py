"""deskctl day-close: the till counted on a console."""

import json

import pytest

from desk_app import cli


@pytest.fixture
def book(office, owe, pay, desk):
    """Return the path of a book whose day took 226.96 in cash; closed, so that the command opens it."""
    owe(22696)
    pay(22696, desk)
    return office.path


def run(capsys, *words):
    code = cli.main([*map(str, words)])
    return code, capsys.readouterr()


@pytest.fixture(autouse=True)
def sound(office, book):
    """The books agree in the end, asked by the command itself: the test has closed them."""
    yield
    assert cli.main(["audit", str(book)]) == 0


def test_the_day_is_closed_with_what_was_counted(office, book, capsys, desk):
    office.close()
    words = ("day-close", book, "--counted", "727", "--float", "500", "--bank", "226.96", "--on", desk.today)
    code, said = run(capsys, *words)
    assert (code, "长款 0.04 元，请在备注写明原因" in said.err) == (1, True)
    words += ("--note", "零头找不开")
    code, said = run(capsys, *words, "--json")
    result = json.loads(said.out)
    assert (code, result["expected"], result["difference"], result["float_left"]) == (0, 72696, 4, 50004)
    code, said = run(capsys, *words)
    assert code == 1
    assert "已经日结过了" in said.err


def test_an_amount_that_is_none_closes_nothing(office, book, capsys, desk):
    office.close()
    code, said = run(capsys, "day-close", book, "--counted", "七百", "--on", desk.today)
    assert (code, "不是金额" in said.err) == (1, True)
    _code, said = run(capsys, "list", book, "day_closes", "--json")
    assert json.loads(said.out) == []


def test_people_read_the_result_in_a_sentence(office, book, capsys, desk):
    office.close()
    code, said = run(capsys, "day-close", book, "--counted", "226.96", "--float", "0", "--on", desk.today)
    assert code == 0
    assert "应有 226.96 元，实盘 226.96 元，长短款 0.00 元" in said.out


def test_a_reference_used_before_is_paid_again_only_with_a_reason(office, book, capsys, room):
    office.close()
    words = ("pay", book, "--room", str(room), "--amount", "100", "--method", "微信", "--reference", "77001")
    assert run(capsys, *words)[0] == 0
    code, said = run(capsys, *words)
    assert (code, "流水号 77001 已在收据" in said.err) == (1, True)
    assert run(capsys, *words, "--same-reference", "一笔转账缴两户")[0] == 0
