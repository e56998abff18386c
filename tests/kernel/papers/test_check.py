"""What the check says about a template an office brings: the sentence, the place, the nearest right name."""

import io
from collections.abc import Callable

import docx
import pytest

from desk_app.kernel.papers import HEADER, Paper, Placeholder, Sheets
from desk_app.kernel.papers.check import Checked, check_template, refuse_faulty
from desk_app.kernel.papers.fonts import missing_fonts
from desk_app.kernel.papers.refusals import TemplateRefused

PAPER = Paper(
    "slip",
    "放行条",
    "F19",
    "goods/slip.docx",
    (
        Placeholder("number", "编号"),
        Placeholder("room", "房号"),
        Placeholder("owner_name", "业主姓名"),
        Placeholder("nature", "性质", choices=("搬出", "搬入")),
        Placeholder("goods", "物品清单", (Placeholder("name", "物品名称"), Placeholder("quantity", "数量"))),
        Placeholder("calls", "去电记录", (Placeholder("called_at", "去电时间"),)),
    ),
    lambda subject: subject,
    sheets=Sheets("goods", 8, 14),
)
WordFile = Callable[..., bytes]


def check(content: bytes) -> Checked:
    return check_template(content, PAPER)


def problem(content: bytes) -> str:
    """Return the only problem of a template."""
    (found,) = check(content).problems
    return found


def test_a_right_template_passes(word_file: WordFile):
    content = word_file(
        "编号 {{ number }}{% if room %}（{{ room }}）{% endif %} 共 {{ goods|length }} 件",
        "{% for c in nature_choices %}{{ c.mark }}{{ c.label }}{% endfor %}",
        header="{{ company }} {{ watermark }}",
        table=(("{%tr for item in goods %}", ""), ("{{ item.name }}", "{{ loop.index }}"), ("{%tr endfor %}", "")),
    )  # fmt: skip
    assert check(content) == Checked((), (), check(content).fonts)


def test_a_template_without_the_word_across_the_paper_is_warned_of(word_file: WordFile):
    (warning,) = check(word_file("编号 {{ number }}")).warnings
    assert "没有“补打、作废或样张字样”" in warning
    assert "{{ watermark }}" in warning
    marked = word_file("编号 {{ number }}", header="{% if watermark %}{{ watermark }}{% endif %}")
    assert check(marked).warnings == ()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("业主：{{ owner_nmae }}", "“业主：{{ owner_nmae }}”里：没有“owner_nmae”这个占位符，是不是想写“owner_name”（业主姓名）？"),
        ("业主：{{ 业主姓名 }}", "“业主：{{ 业主姓名 }}”里：没有“业主姓名”这个占位符，是不是想写“owner_name”（业主姓名）？"),
        ("{{ zzzzzz }}", "“{{ zzzzzz }}”里：没有“zzzzzz”这个占位符，请删去或改为表单占位符清单里的名称"),
        ("{{ quantity }}", "“{{ quantity }}”里：“quantity”（数量）是“物品清单”的列，要写在 {%tr for 行 in goods %} 的循环里，写成 行.quantity"),
        ("{{ goods }}", "“{{ goods }}”里：“goods”（物品清单）是列表，要写成 {%tr for 行 in goods %} … {%tr endfor %}"),
        ("{% for a in room %}x{% endfor %}", "”里：“room”（房号）不是列表，不能用来循环"),
        ("{% for a in goods %}{{ a.room }}{% endfor %}", "”里：“a.room”不是这个列表的列，请直接写 {{ room }}"),
        ("{% for a in goods %}{{ a.called_at }}{% endfor %}", "”里：“called_at”（去电时间）是“去电记录”的列，要写在 {%tr for 行 in calls %} 的循环里，写成 行.called_at"),
        ("{% for a in goods %}{{ a.nmae }}{% endfor %}", "”里：没有“a.nmae”这个占位符，是不是想写“name”（物品名称）？"),
        ("{{ room|defualt('无') }}", "“{{ room|defualt('无') }}”里：没有“defualt”这个过滤器，是不是想写“default”？"),
        ("{{ room", "“{{ room”里的花括号没有成对，请写成 {{ 名称 }}"),
        ("｛｛ room ｝｝", "“｛｛ room ｝｝”里像是写错的占位符，请用半角花括号写成 {{ 名称 }}"),
        ("{% for a in goods %}{{ a.name }}", "”里的 {% for a in goods %} 没有结束，请补上 {% endfor %}"),
        ("好{% endif %}", "“好{% endif %}”处的 {% endif %} 没有对应的开头，请删去或补上"),
        ("{% if room %}{% for a in goods %}{% endif %}", "”里的 {% for a in goods %} 没有结束，请补上 {% endfor %}"),
        ("{%tr for a in goods %}", "“{%tr for a in goods %}”里的 {%tr for a in goods %} 只能单独写在表格的一行里"),
        ("{%p if room %}还有别的", "“{%p if room %}还有别的”里的 {%p if room %} 要单独成一段，同一段的其他内容打印时会消失"),
    ],
)  # fmt: skip
def test_each_mistake_is_told_with_its_place_and_what_to_write(word_file: WordFile, written: str, said: str):
    found = problem(word_file("标题", written))
    assert said in found
    assert found.startswith(f"“{written[:20]}")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ((("编号", "房号"), ("x", "{{ rom }}")), "表格第 2 行第 2 格“{{ rom }}”里：没有“rom”"),
        ((("{%tr for a in goods %}", "名称"), ("{{ a.name }}", ""), ("{%tr endfor %}", "")),
         "表格第 1 行第 1 格“{%tr for a in goods %}”里的 {%tr for a in goods %} 要单独占表格的一行"),
        ((("x", "y"), ("{%tr for a in goods %}", ""), ("{{ a.name }}", "")),
         "表格第 2 行第 1 格“{%tr for a in goods %}”里的 {%tr for a in goods %} 没有结束，请补上 {%tr endfor %}"),
        ((("x", "y"), ("{%tr for a in godos %}", ""), ("z", ""), ("{%tr endfor %}", "")),
         "表格第 2 行第 1 格“{%tr for a in godos %}”里：没有“godos”这个占位符，是不是想写“goods”"),
        ((("x{% if room %}", "y{% endif %}"),), "表格第 1 行第 1 格“x{% if room %}”里：条件或循环的开头和结尾要在同一格或同一段里"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_table_names_row_and_cell(
    word_file: WordFile, table: tuple[tuple[str, ...], ...], said: str
):
    assert said in problem(word_file("标题", table=table))


def test_a_mistake_in_header_footer_and_text_box_says_so(word_file: WordFile):
    document = docx.Document(io.BytesIO(word_file(header="{{ compny }}")))
    document.sections[0].footer.paragraphs[0].text = "{{ a.b }}"
    box = (
        '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:pict>'
        '<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r>'
        "<w:t>{{ rooom }}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    document.add_paragraph("x")._p.append(docx.oxml.parse_xml(box))
    target = io.BytesIO()
    document.save(target)
    said = "；".join(check(target.getvalue()).problems)
    assert "页眉“{{ compny }}”里：没有“compny”这个占位符，是不是想写“company”" in said
    assert "页脚“{{ a.b }}”里：只有循环里的行才能写 .列名" in said
    assert "文本框“{{ rooom }}”里：没有“rooom”这个占位符，是不是想写“room”" in said


def test_a_loop_begun_in_the_text_and_ended_in_a_table_is_told(word_file: WordFile):
    content = word_file("{% for a in goods %}", table=(("{{ a.name }}{% endfor %}", ""),))
    assert "“{% for a in goods %}”里：条件或循环的开头和结尾要在同一格" in problem(content)


def test_a_needed_placeholder_left_out_is_told(word_file: WordFile):
    paper = Paper("p", "条", "F1", "a/b.docx", (Placeholder("number", "编号", needed=True),), lambda s: s)
    assert check_template(word_file("无"), paper).problems == (
        "模板里没有“编号”，请在合适的位置写上 {{ number }}",
    )
    assert not check_template(word_file(header="{{ number }}"), paper).problems


def test_every_mistake_is_told_at_once(word_file: WordFile):
    assert len(check(word_file("{{ rom }}", "{{ a() }}", "{{ nubmer }}", "{a}")).problems) >= 1
    assert len(check(word_file("{{ rom }}", "{{ nubmer }}", header="{{ a() }}")).problems) == 3


def test_the_same_text_twice_is_placed_in_the_right_row(word_file: WordFile):
    rows = (("{{ room }}", "{{ room }}"), ("{{ room }}", "{{ number }} {{ rom }}"))
    assert problem(word_file("{{ room }}", table=rows)).startswith("表格第 2 行第 2 格")


def test_a_computer_without_a_font_is_told_which():
    asked = ("宋体", "仿宋_GB2312", "Arial")
    assert missing_fonts(asked, ["SimSun", "Arial", "FangSong"]) == ("仿宋_GB2312",)
    assert missing_fonts(asked, ["simsun", "ARIAL", "FangSong_GB2312"]) == ()
    assert missing_fonts(asked, []) == ("Arial", "仿宋_GB2312", "宋体")


def test_the_fonts_of_a_template_are_listed(word_file: WordFile):
    document = docx.Document(io.BytesIO(word_file("{{ room }}")))
    run = document.paragraphs[0].runs[0]
    run.font.name = "楷体"
    run._r.rPr.rFonts.set(docx.oxml.ns.qn("w:eastAsia"), "楷体_GB2312")
    target = io.BytesIO()
    document.save(target)
    assert {"楷体", "楷体_GB2312"} <= set(check(target.getvalue()).fonts)


def test_a_template_may_ask_for_everything_a_paper_offers(word_file: WordFile):
    header = "".join("{{ " + placeholder.name + " }}" for placeholder in HEADER)
    choices = "{% for c in nature_choices %}{{ c.mark }}{{ c.label }}{% endfor %}"
    sheets = "{% for s in sheets %}{{ s.copy }}{% for g in s.goods %}{{ g.name }}{% endfor %}{% endfor %}"
    assert check(word_file(header, choices, sheets)).problems == ()


def test_a_template_without_the_number_is_no_valid_paper(word_file: WordFile):
    numbered = Paper("a", "放行条", "F19", "a.docx", (Placeholder("number", "编号", needed=True),), dict)
    content = word_file("{{ company }}")
    assert check_template(content, numbered).problems == (
        "模板里没有“编号”，请在合适的位置写上 {{ number }}",
    )
    with pytest.raises(TemplateRefused, match="模板里没有“编号”"):
        refuse_faulty(content, numbered)


def test_unknown_names_are_told_together_with_a_loop_left_open(word_file: WordFile):
    found = check(
        word_file("{{ numbr }} {{ owner_nam|money }}", "{% for item in goods %}", "{{ item.name }}")
    ).problems
    assert len(found) == 3
    for part in ("没有结束", "“numbr”", "“owner_nam”"):
        assert any(part in each for each in found), found


def test_unknown_names_are_told_together_with_what_is_forbidden(word_file: WordFile):
    found = check(word_file("{{ number.__class__ }}", "{{ numbr }}")).problems
    assert any("“__class__”是程序内部的名称，禁止" in each for each in found), found
    assert any("“numbr”" in each for each in found), found
