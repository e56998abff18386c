"""deskctl debits-out and debits-in: bank collection on a console."""

import datetime
import json

import pytest

from desk_app import cli
from desk_app.kernel import store
from desk_app.modules.cashier.debit_kinds import MANDATES


@pytest.fixture
def book(office, owe, desk, room):
    """Return the path of a book in which 3-1-502 owes 226.96 and signed; closed, so that the commands open it."""
    owe(22_696)
    draft = store.new(
        MANDATES,
        room=room,
        holder="张伟",
        account="6222021234567890123",
        signed_on=datetime.date(2026, 1, 1),
    )
    store.save(draft, desk)
    office.close()
    return office.path


@pytest.fixture(autouse=True)
def sound(office, book):
    """The books agree in the end, asked by the command itself: the test has closed them."""
    yield
    assert cli.main(["audit", str(book)]) == 0


def run(capsys, *words):
    code = cli.main([*map(str, words)])
    said = capsys.readouterr()
    return code, json.loads(said.out) if "--json" in words and said.out else said


def test_the_file_goes_out_and_the_answer_comes_in_once(book, capsys, tmp_path):
    path, answer = tmp_path / "托收.csv", tmp_path / "回盘.csv"
    code, told = run(capsys, "debits-out", book, path, "--json")
    assert (code, told["count"], told["total"], told["left_out"]) == (0, 1, 22_696, [])
    reference = path.read_text(encoding="gb18030").splitlines()[1].split(",")[5]
    answer.write_text(f"流水号,状态\n{reference},成功\n", encoding="gb18030")
    code, told = run(capsys, "debits-in", book, answer, "--json")
    assert (code, told["receipts"], told["waiting"]) == (0, 1, [])
    code, said = run(capsys, "debits-in", book, answer)
    assert "已经回盘过" in said.out and "收据已开 0 张" in said.out
    code, said = run(capsys, "debits-out", book, tmp_path / "再来.csv")
    assert (code, "没有要托收的房屋" in said.err) == (1, True)


def test_a_file_of_another_sort_is_not_written(book, capsys, tmp_path):
    code, said = run(capsys, "debits-out", book, tmp_path / "托收.txt")
    assert (code, "以 .xlsx 或 .csv 结尾" in said.err, list(tmp_path.glob("托收*"))) == (1, True, [])
