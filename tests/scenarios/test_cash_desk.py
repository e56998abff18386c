"""deskctl at the cash desk, as real processes: pay, the same request again, the statement, the audit."""

import datetime
import json
import os
import subprocess
import sys

import pytest

from desk_app import office as office_of
from desk_app.kernel import store
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import FeeItem
from desk_app.modules.estate.kinds import ROOMS


@pytest.fixture
def deskctl(pytestconfig):
    """Return a function that runs deskctl and returns (exit code, result, what it said on standard error)."""

    def run(*words, as_json=True):
        process = subprocess.run(
            [sys.executable, "-m", "desk_app", *map(str, words), *(["--json"] if as_json else [])],
            cwd=pytestconfig.rootpath,
            env=os.environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )
        out = json.loads(process.stdout) if as_json and process.stdout else process.stdout
        return process.returncode, out, process.stderr

    return run


@pytest.fixture
def book(tmp_path):
    """Return the path of a book, closed, in which room 502 owes two months of 226.96."""
    opened = office_of.create_office(tmp_path / "账.book", None, "王芳")
    room = store.save(store.new(ROOMS, label="502"), opened.desk).record
    item = FeeItem.get_or_none(FeeItem.code == "WY") or FeeItem.create(code="WY", name="物业服务费")
    for month in (9, 10):
        first = datetime.date(2026, month, 1)
        ledger.post_bill(room.id, item.id, 22696, first, first.replace(day=30), first, opened.desk)
    opened.close()
    return opened.path


def test_a_payment_a_repeat_the_statement_and_the_audit(deskctl, book):
    pay = (
        "pay",
        book,
        "--room",
        "502",
        "--amount",
        "300",
        "--method",
        "微信",
        "--reference",
        "42",
        "--payer",
        "张伟",
    )
    code, paid, _said = deskctl(*pay, "--request", "同一次")
    assert (code, paid["total"], paid["payer"]) == (0, 30000, "张伟")
    assert [line["amount"] for line in paid["lines"]] == [22696, 7304]
    code, again, _said = deskctl(*pay, "--request", "同一次")
    assert (code, again["number"]) == (0, paid["number"])
    code, account, _said = deskctl("statement", book, "--room", "502")
    assert account["closing"] == {"owed": 15392, "prepaid": 0}
    assert [entry["balance"] for entry in account["entries"]] == [22696, 45392, 15392]
    code, audit, _said = deskctl("audit", book)
    assert (code, audit["ok"], audit["problems"]) == (0, True, [])
    assert (audit["rows"]["receipt"], audit["rows"]["bill"]) == (1, 2)
    code, told, _said = deskctl("statement", book, "--room", "502", "--from", "2000-01-01", as_json=False)
    assert told.splitlines()[0] == "502 期初欠 0.00 元，预存 0.00 元"
    assert told.splitlines()[-1] == "502 期末欠 153.92 元，预存 0.00 元"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"--amount": ""}, "不是金额"),
        ({"--amount": "0"}, "金额不对"),
        ({"--amount": "-1"}, "金额不对"),
        ({"--amount": "0.001"}, "不是金额"),
        ({"--amount": "1e3"}, "不是金额"),
        ({"--amount": "1,2,3"}, "不是金额"),
        ({"--method": "贝壳"}, "没有“贝壳”这种收款方式"),
        ({"--method": "pos"}, "POS 刷卡要填流水号"),
        ({"--room": "5"}, "找不到房屋 5"),
        ({"--payer": ""}, "请填写交款人"),
    ],
    ids=str,
)
def test_a_mistake_is_a_sentence_and_writes_nothing(changes, sentence, deskctl, book):
    """F030, F031, F033, F034."""
    asked = {"--room": "502", "--amount": "1", "--method": "cash", "--payer": "张伟"} | changes
    code, result, said = deskctl("pay", book, *(f"{name}={text}" for name, text in asked.items()))
    assert (code, result) == (1, "")
    assert sentence in json.loads(said)["error"]


def test_days_of_a_statement_are_read_as_people_write_them(deskctl, book):
    code, account, _said = deskctl("statement", book, "--room=502", "--from=2099-1-1", "--to=2099年2月1日")
    assert (code, account["entries"], account["opening"]["owed"]) == (0, [], 45392)
    code, _nothing, said = deskctl("statement", book, "--room=502", "--from=哪天")
    assert code == 1 and "哪天" in said
