"""A paper's declaration: which template is taken, and what is wrong with one that an office changed."""

import pytest

from desk_app.kernel.errors import NotFound
from desk_app.kernel.papers import HEADER, Paper, Placeholder, Sheets, find_problems, load_template
from desk_app.kernel.papers.paper import TEMPLATES_FOLDER
from desk_app.kernel.papers.refusals import TemplateRefused

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


def problems(template, *paragraphs):
    return find_problems(template("{{ number }}", *paragraphs), PAPER)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("{{ ownr_name }}", "没有“ownr_name”这个占位符，是不是想写“owner_name”（业主姓名）？"),
        ("{{ 业主姓名 }}", "没有“业主姓名”这个占位符，是不是想写“owner_name”（业主姓名）？"),
        ("{{ qqq }}", "没有“qqq”这个占位符，请删去或改为表单占位符清单里的名称"),
        (
            "{% for g in goods %}{{ g.nam }}{% endfor %}",
            "没有“goods.nam”这个占位符，是不是想写“name”（物品名称）？",
        ),
        ("{% for n in owner_name %}{{ n.x }}{% endfor %}", "“owner_name”不是列表，不能用来循环"),
        (
            "{% for s in sheets %}{% for g in s.goods %}{{ g.qty }}{% endfor %}{% endfor %}",
            "没有“goods.qty”这个占位符，请删去或改为表单占位符清单里的名称",
        ),
    ],
)
def test_a_placeholder_nobody_knows_is_named_with_the_nearest_real_one(template, written, sentence):
    assert problems(template, written) == [sentence]


def test_a_template_may_ask_for_everything_a_paper_offers(template):
    header = "".join("{{ " + placeholder.name + " }}" for placeholder in HEADER)
    choices = "{% for c in nature_choices %}{{ c.mark }}{{ c.label }}{% endfor %}"
    sheets = "{% for s in sheets %}{{ s.copy }}{% for g in s.goods %}{{ g.unit }}{% endfor %}{% endfor %}"
    assert problems(template, header, choices, sheets) == []


def test_a_template_without_the_number_is_no_valid_paper(template):
    (sentence,) = find_problems(template("{{ owner_name }}"), PAPER)
    assert sentence == "模板里没有“编号”，请在合适的位置写上 {{ number }}"


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


def test_a_template_is_compiled_once_until_its_file_changes(tmp_path, word_file):
    path = tmp_path / "slip.docx"
    path.write_bytes(word_file("{{ a }}"))
    first = load_template(path)
    assert load_template(path) is first
    path.write_bytes(word_file("{{ a }}", "{{ b }}"))
    assert load_template(path).slots.asked() == {"a", "b"}
    path.write_bytes(b"")
    with pytest.raises(TemplateRefused):
        load_template(path)
    path.unlink()
    with pytest.raises(NotFound):
        load_template(path)
