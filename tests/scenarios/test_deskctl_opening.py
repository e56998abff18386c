"""deskctl opening and trial-balance: an old office's sheet taken over without a window, held against the old book."""

import json

import pytest

from desk_app import cli

SHEET = """各户余额表,,,,
房号,业主,欠费,,预存
,,物业费,水费,余额
3-1-502,张伟,"1,234.50",45.60,300
9-999,查无此房,500,,
合计,,1734.50,45.60,300
"""


@pytest.fixture
def book(empty_book, room, office):
    """Return the path of a book with the room 3-1-502, closed so that commands open it."""
    path = office.path
    office.close()
    return path


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "余额表.csv"
    path.write_text(SHEET, encoding="utf-8")
    return path


def run(capsys, *words):
    code = cli.main([*map(str, words)])
    return code, capsys.readouterr()


def test_a_sheet_is_only_read_until_it_is_to_be_posted(book, sheet, capsys):
    code, said = run(capsys, "opening", book, sheet, "--on", "2026-10-31", "--json")
    told = json.loads(said.out)
    assert (code, told["on"], told["posted"], told["trial"]) == (0, "2026-10-31", False, [])
    assert told["lines"] == {"new": 3, "known": 0, "refused": 1}
    assert told["refused"] == [{"row": 5, "why": "账本里没有房号 9-999"}]
    code, said = run(capsys, "trial-balance", book, "--json")
    assert (code, json.loads(said.out)) == (0, [])


def test_what_is_posted_stands_in_the_trial_balance_and_is_not_posted_twice(book, sheet, capsys):
    words = ("opening", book, sheet, "--on", "2026-10-31", "--post", "--json")
    code, said = run(capsys, *words)
    told = json.loads(said.out)
    assert (code, told["posted"]) == (0, True)
    sums = {row["name"]: (row["rooms"], row["ours"], row["old"]) for row in told["trial"]}
    assert sums == {"物业服务费": (1, 123_450, None), "水费": (1, 4_560, None), "预存款": (1, 30_000, None)}
    code, said = run(capsys, *words)
    again = json.loads(said.out)
    assert (code, again["posted"], again["lines"]["new"], again["lines"]["known"]) == (0, False, 0, 3)
    assert again["trial"] == told["trial"]
    assert run(capsys, "audit", book)[0] == 0
    assert run(capsys, "check", book)[0] == 0


def test_people_read_the_balances_as_a_table_with_the_old_books_figures(book, sheet, capsys):
    code, said = run(capsys, "opening", book, sheet, "--on", "2026-10-31", "--post")
    assert code == 0
    assert said.out.splitlines()[1] == "5\t账本里没有房号 9-999"
    code, said = run(capsys, "trial-balance", book)
    lines = said.out.splitlines()
    assert (code, lines[0]) == (0, "项目\t户数\t本账本\t旧账本")
    assert "物业服务费\t1\t1,234.50\t" in lines
    assert "预存款\t1\t300.00\t" in lines


@pytest.mark.parametrize(
    ("on", "why"), [("2026-13-01", "2026-13-01"), ("2027-01-31", "2027-01-31")], ids=["no day", "to come"]
)
def test_a_day_the_old_book_cannot_end_on_is_refused(book, sheet, capsys, on, why):
    code, said = run(capsys, "opening", book, sheet, "--on", on, "--post")
    assert (code, said.out) == (1, "")
    assert why in said.err


def test_a_missing_file_is_refused_with_a_sentence(book, tmp_path, capsys):
    code, said = run(capsys, "opening", book, tmp_path / "没有.xlsx")
    assert (code, said.out) == (1, "")
    assert "找不到这个文件" in said.err
