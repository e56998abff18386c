"""Papers of many records from the console: files and numbers agree, also when something goes wrong on the way."""

import docx
import pytest

from desk_app.kernel import numbering
from desk_app.kernel.database import database
from desk_app.kernel.errors import DeskError
from desk_app.kernel.printed import PrintedPaper, PrintRun
from desk_app.screens import paper_console
from tests.screens.test_paper_numbers import rooms

__all__ = ["rooms"]  # the fixture: two rooms for which the notice can be printed

CODES = ["3-1-501", "3-1-502"]


def fill(out, desk):
    return paper_console.fill_many("keys_notice", CODES, out, desk)


def next_number(desk):
    return numbering.next_number("YS", desk.today)


@pytest.mark.usefixtures("rooms")
def test_one_file_holds_all_and_all_are_noted(desk, tmp_path):
    out = tmp_path / "通知.docx"
    assert fill(out, desk)["files"] == [str(out)]
    text = [paragraph.text for paragraph in docx.Document(out).paragraphs if paragraph.text]
    assert text == ["YS-202611-0001 3-1-501  第1次", "YS-202611-0002 3-1-502  第1次"]
    assert PrintedPaper.select().count() == 2


@pytest.mark.usefixtures("rooms")
def test_no_file_stays_whose_numbers_were_taken_back(desk, tmp_path):
    database.execute_sql(
        "create trigger full before insert on printed_paper begin select raise(abort, 'full'); end"
    )
    with pytest.raises(Exception, match="full"):
        fill(tmp_path / "通知.docx", desk)
    assert next_number(desk) == "YS-202611-0001"
    assert [path.name for path in tmp_path.glob("通知*")] == []


@pytest.mark.usefixtures("rooms")
def test_a_file_that_cannot_be_replaced_stays_and_no_number_is_taken(desk, tmp_path):
    out = tmp_path / "通知.docx"
    out.mkdir()
    with pytest.raises(DeskError, match="写不进"):
        fill(out, desk)
    assert out.is_dir()
    assert (next_number(desk), PrintRun.get().state) == ("YS-202611-0001", "undone")
    assert [path.name for path in tmp_path.glob("通知*")] == ["通知.docx"]
