"""deskctl as a person at a console uses it: real processes, results as JSON, mistakes as a sentence and exit code 1."""

import json
import os
import subprocess
import sys

import pytest

PASSWORD = "湖畔2026前台"


@pytest.fixture
def deskctl(tmp_path, pytestconfig):
    """Return a function that runs deskctl and returns (exit code, result, what it said on standard error)."""
    password_file = tmp_path / "密码.txt"
    password_file.write_text(PASSWORD + "\n", "utf-8")

    def run(*words, password=True, environment=None):
        given = ["--password-file", str(password_file)] if password else []
        process = subprocess.run(
            [sys.executable, "-m", "desk_app", *map(str, words), *given, "--json"],
            cwd=pytestconfig.rootpath,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )
        result = json.loads(process.stdout) if process.stdout else None
        return process.returncode, result, process.stderr

    return run


@pytest.fixture
def roster(tmp_path):
    """Return a small office's own list, with a title, a note, a wrong ID number and a lost one."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "枫林苑"
    rows = [
        ["枫林苑业主名单（2024）"],
        ["幢号", "室 号", "业主姓名", "手机", "身份证号码", "面积"],
        ["8幢", "301", "苏晴", "13905510001", "340104198001010017", 88.6],
        ["8幢", "302", "贺兰、贺强", "13905510002 13905510003", "", "92.15㎡"],
        ["8幢", "401", "单明", "13905510004", 340104198001010000, 88.6],
        ["合计", "3户"],
    ]
    for row in rows:
        sheet.append(row)
    path = tmp_path / "枫林苑.xlsx"
    book.save(path)
    return path


def test_from_an_empty_book_over_a_roster_to_the_undo(deskctl, roster, tmp_path):
    book = tmp_path / "枫林苑.book"
    assert deskctl("new", book, "--project", "枫林苑服务中心")[:2] == (
        0,
        {"book": str(book), "encrypted": True},
    )
    code, dry, _said = deskctl("import-roster", book, roster, "--dry-run", "--report", tmp_path / "核对.xlsx")
    assert (code, dry["rooms"], dry["dry_run"]) == (0, 3, True)
    assert (tmp_path / "核对.xlsx").stat().st_size > 3000
    assert deskctl("list", book, "rooms")[1] == []

    code, done, _said = deskctl("import-roster", book, roster)
    assert (code, done["rooms"], done["people"]) == (0, 3, 4)
    lost = [problem for problem in done["problems"] if problem["cell"] == "E5"]
    assert lost and lost[0]["sheet"] == "枫林苑"
    wrong = [problem for problem in done["problems"] if problem["cell"] == "E3"]
    assert wrong
    assert "340104198001010017" not in json.dumps(done, ensure_ascii=False)

    codes = [room["code"] for room in deskctl("list", book, "rooms")[1]]
    assert codes == ["8-301", "8-302", "8-401"]
    assert [person["id_number"] for person in deskctl("list", book, "people")[1]] == ["", "", "", ""]
    assert deskctl("show", book, "rooms", "8-302")[1]["holdings"][1]["person"] == "贺强"

    code, again, _said = deskctl("import-roster", book, roster)
    assert (code, again["rooms"], again["skipped"]) == (0, 0, 3)
    assert again["same_file"]
    assert deskctl("undo-import", book, done["id"])[0] == 0
    assert deskctl("list", book, "rooms")[1] == []
    assert deskctl("check", book)[1] == {"ok": True, "problems": []}


def test_a_sample_community_prints_a_slip(deskctl, tmp_path):
    book = tmp_path / "demo.book"
    assert deskctl("demo", book, "--rooms", "40")[0] == 0
    issued = [slip for slip in deskctl("list", book, "goods_release_slips")[1] if slip["number"]]
    out = tmp_path / "放行条.docx"
    code, made, _said = deskctl("paper", book, "goods_release_slip", issued[0]["number"], "--out", out)
    assert (code, len(made["sha256"])) == (0, 64)
    printed = read_text(out)
    assert issued[0]["number"] in printed
    assert issued[0]["goods"][0]["name"] in printed
    month = issued[0]["number"].split("-")[1]
    register = tmp_path / "台账.docx"
    assert deskctl("paper", book, "goods_release_register", month, "--out", register)[0] == 0
    assert all(slip["number"] in read_text(register) for slip in issued)
    assert deskctl("paper", book, "goods_release_register", "2026-13", "--out", register)[0] == 1


def test_a_paper_that_no_printer_takes_is_not_counted_as_printed(deskctl, tmp_path, monkeypatch):
    book, programs = tmp_path / "demo.book", tmp_path / "bin"
    assert deskctl("demo", book, "--rooms", "40")[0] == 0
    programs.mkdir()
    lpstat = programs / "lpstat"
    lpstat.write_text("#!/bin/sh\n", "utf-8")  # knows of no printer
    lpstat.chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=os.pathsep)
    (slip, *_others) = [one for one in deskctl("list", book, "goods_release_slips")[1] if one["number"]]
    code, made, said = deskctl("paper", book, "goods_release_slip", slip["number"], "--print")
    assert (code, made) == (1, None)
    assert "没有打印：这台电脑没有安装打印机" in said
    out = tmp_path / "slip.docx"
    assert deskctl("paper", book, "goods_release_slip", slip["number"], "--out", out)[0] == 0
    assert "第 1 次打印" in read_text(out)
    assert deskctl("paper", book, "goods_release_slip", slip["number"])[0] == 1


def test_papers_of_many_records_and_packs_are_filled_at_once(deskctl, tmp_path):
    book, out = tmp_path / "demo.book", tmp_path / "套装"
    assert deskctl("demo", book, "--rooms", "40")[0] == 0
    rooms = [room["code"] for room in deskctl("list", book, "rooms", "--where", "state=自住")[1]]
    merged = tmp_path / "搬家指引单.docx"
    code, made, _said = deskctl(
        "paper", book, "moving_guide", "--all", "--where", "state=自住", "--out", merged
    )
    assert (code, made["papers"], made["refused"]) == (0, len(rooms), [])
    assert all(room in read_text(merged) for room in rooms)
    code, made, _said = deskctl("paper", book, "owner_file", rooms[0], "--pack", "--out", out)
    assert code == 0
    assert len(made["files"]) == len(list(out.glob("*.docx"))) >= 4
    code, made, said = deskctl("paper", book, "owner_file", rooms[0], "--pack", "--out", tmp_path / "x.docx")
    assert (code, made) == (1, None)
    assert "文件夹" in said
    assert deskctl("paper", book, "moving_guide", "--out", merged)[0] == 1


def read_text(path):
    """Return every text of a Word file, nested tables included."""
    import docx

    return "".join(docx.Document(path).element.body.itertext())


def test_conditions_are_read_as_people_write_them(deskctl, tmp_path):
    book = tmp_path / "demo.book"
    deskctl("demo", book, "--rooms", "40", "--unencrypted", password=False)
    parking = deskctl("list", book, "rooms", "--where", "use=车位", password=False)[1]
    assert parking and {room["use"] for room in parking} == {"车位"}
    one = deskctl(
        "list", book, "holdings", "--where", "room=1-1-101", "--where", "role=owner", password=False
    )[1]
    assert [row["role"] for row in one] == ["业主"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("list", "BOOK", "roms"), "没有名为 roms"),
        (("list", "BOOK", "rooms", "--where", "colour=red"), "colour=red"),
        (("list", "BOOK", "rooms", "--where", "built_area=很大"), "建筑面积"),
        (("show", "BOOK", "rooms", "99-9-999"), "找不到"),
        (("paper", "BOOK", "goods_release_slip", "FX-1", "--out", "x.docx"), "找不到"),
        (("paper", "BOOK", "no_such_paper", "1", "--out", "x.docx"), "no_such_paper"),
        (("undo-import", "BOOK", "7"), "7"),
        (("undo-import", "BOOK", "seven"), "seven"),
        (("import-roster", "BOOK", "没有.xlsx"), "没有.xlsx"),
        (("check", "别的.book"), "别的.book"),
        (("papers", "no_such_paper"), "no_such_paper"),
        (("demo", "NEW", "--rooms", "0"), "房屋数"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(words, sentence, deskctl, tmp_path, empty_book):
    places = {"BOOK": str(empty_book), "NEW": str(tmp_path / "新.book")}
    given = ("papers",) if words[0] == "papers" else ()
    code, result, said = deskctl(
        *(places.get(word, word) for word in words), password=words[0] == "demo", environment={}
    )
    assert code == 1, given
    assert result is None
    assert sentence in json.loads(said)["error"]
    assert "Traceback" not in said


def test_a_wrong_password_opens_nothing(deskctl, tmp_path):
    book = tmp_path / "a.book"
    deskctl("new", book)
    code, _result, said = deskctl("check", book, password=False, environment={"DESK_PASSWORD": "falsch123"})
    assert (code, "密码不对" in said) == (1, True)
    code, _result, said = deskctl("check", book, password=False)
    assert (code, "DESK_PASSWORD" in said) == (1, True)


def test_a_book_is_never_overwritten(deskctl, tmp_path):
    book = tmp_path / "a.book"
    deskctl("new", book)
    before = book.read_bytes()
    code, _result, said = deskctl("new", book)
    assert code == 1 and "a.book" in said
    assert book.read_bytes() == before


def test_papers_are_listed_with_their_placeholders(deskctl):
    code, papers, _said = deskctl("papers", password=False)
    slip = next(paper for paper in papers if paper["number"] == "F19")
    assert code == 0
    assert (slip["module"], slip["template"]) == ("goods_release", "goods_release/goods_release_slip.docx")
    assert (slip["languages"], slip["pages"]) == (["zh_CN", "en"], 2)
    assert {"number", "room", "carrier"} <= set(slip["placeholders"])
    assert "goods.name" in slip["placeholders"] or any(
        name.endswith(".name") for name in slip["placeholders"]
    )


def test_packs_are_listed_and_papers_of_one_name_told_apart(deskctl):
    _code, papers, _said = deskctl("papers", password=False)
    packs = {paper["label"]: paper for paper in papers if paper["is_pack"]}
    assert packs["业主建档"]["papers"][0] == "owner_card"
    assert [paper["of"] for paper in papers if paper["number"] == "F16"] == ["房屋", "房人关系", "入住登记"]
