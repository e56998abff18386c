"""A paper's declaration: which template is taken, and what it is filled with."""

import pytest

from desk_app.kernel.errors import NotFound
from desk_app.kernel.papers import Paper, Placeholder, Sheets
from desk_app.kernel.papers.paper import TEMPLATES_FOLDER

PAPER = Paper(
    "slip", "物品放行条", "F19", "goods_release/goods_release_slip.docx",
    (
        Placeholder("number", "编号", needed=True),
        Placeholder("owner_name", "业主姓名"),
        Placeholder("nature", "性质", choices=("搬家迁出", "临时携带")),
        Placeholder("goods", "物品清单", (Placeholder("name", "物品名称"), Placeholder("unit", "单位"))),
    ),
    lambda slip: slip,
    copies=("存根联", "门岗联"),
    sheets=Sheets("goods", 8, 14),
)  # fmt: skip
VALUES = {"number": "1", "owner_name": "", "nature": "临时携带", "goods": [{"name": "沙发", "unit": "张"}]}


def test_choices_are_ticked_and_copies_named_when_a_paper_is_filled_in():
    values = PAPER.fill_in(VALUES, header={"company": "和谐物业", "number": "overridden"})
    assert values["nature_choices"] == [
        {"mark": "☐", "label": "搬家迁出"},
        {"mark": "☑", "label": "临时携带"},
    ]
    assert [sheet["copy"] for sheet in values["sheets"]] == ["存根联", "门岗联"]
    assert (values["company"], values["number"]) == ("和谐物业", "1")
    assert [sheet["copy"] for sheet in PAPER.fill_in(VALUES, ["门岗联"])["sheets"]] == ["门岗联"]


def test_the_shipped_template_follows_the_language_in_use(monkeypatch):
    monkeypatch.setattr("desk_app.kernel.papers.paper.language", lambda: "en")
    assert PAPER.find_template() == TEMPLATES_FOLDER / "en" / PAPER.template


def test_a_template_that_is_nowhere_is_named():
    lost = Paper("x", "催费通知单", "F53", "arrears/reminder.docx", (), dict)
    with pytest.raises(NotFound, match=r"“催费通知单”：找不到模板“arrears/reminder\.docx”"):
        lost.find_template()
