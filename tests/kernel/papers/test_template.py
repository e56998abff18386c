"""Filling a Word template: every value in its place, whatever it holds; the same bytes for the same values."""

import io
import zipfile
import zlib

import docx
import pytest
from docxtpl import DocxTemplate, RichText

from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.papers.filters import FILTERS
from desk_app.kernel.papers.pictures import Picture
from desk_app.kernel.papers.syntax import Slots, environment
from desk_app.kernel.papers.template import Template

GOODS = (
    ("{%tr for item in goods %}", ""),
    ("{{ item.name }}", "{{ item.quantity }}"),
    ("{%tr endfor %}", ""),
)
SOFA, FRIDGE = {"name": "沙发", "quantity": "1"}, {"name": "冰箱 & <冷柜>", "quantity": "2"}
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63f80f00010101001bb6ee56"
    "0000000049454e44ae426082"
)


def test_every_value_stands_where_its_placeholder_stood(template, read):
    filled = template("业主 {{ owner }}，房号 {{ room }}", table=GOODS).fill(
        {"owner": "欧阳文静", "room": "3-1-502", "goods": [SOFA, FRIDGE], "not asked for": "x"}
    )
    assert read(filled) == ["业主 欧阳文静，房号 3-1-502", "沙发", "1", "冰箱 & <冷柜>", "2"]


def test_a_template_says_what_it_asks_for(template):
    slots = template("{{ owner }}{% if held %}!{% endif %}", header="{{ project }}", table=GOODS).slots
    assert slots == Slots(
        frozenset({"owner", "held", "project"}), {"goods": Slots(frozenset({"name", "quantity"}))}
    )


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("A & B <甲> \"乙\" '丙'", "A & B <甲> \"乙\" '丙'"),
        ("第一行\n第二行\r\n第三行", "第一行\n第二行\n第三行"),
        ("姓名\t电话", "姓名\t电话"),
        ("a\x00b\x0bc\x1f\x0cd", "abcd"),
        ("x\ud800y", "xy"),
        ("{{ secret }}{% raw %}", "{{ secret }}{% raw %}"),
        ("👨‍👩‍👧 𠮷", "👨‍👩‍👧 𠮷"),
        ("", ""),
        (None, ""),
    ],
)
def test_whatever_a_value_holds_is_printed_as_text(template, value, printed):
    filled = template("[{{ name }}]后").fill({"name": value})
    assert docx.Document(io.BytesIO(filled)).paragraphs[0].text == f"[{printed}]后".replace("[]", "")


def test_brackets_around_a_blank_are_not_printed(template, read):
    paper = template("经办人（{{ clerk }}）电话({{ phone }})【{{ note }}】〔{{ a }}、{{ b }}〕")
    full = {"clerk": "王芳", "phone": "138****5678", "note": "急", "a": "甲", "b": "乙"}
    assert read(paper.fill(full)) == ["经办人（王芳）电话(138****5678)【急】〔甲、乙〕"]
    assert read(paper.fill(dict.fromkeys(full))) == ["经办人电话〔、〕"]


def test_brackets_vanish_even_when_word_split_them_into_runs(read):
    document = docx.Document()
    paragraph = document.add_paragraph()
    for text, bold in (("经办（", False), ("{{ cl", True), ("erk }}", False), ("）", True)):
        paragraph.add_run(text).bold = bold
    target = io.BytesIO()
    document.save(target)
    paper = Template.from_bytes(target.getvalue())
    assert read(paper.fill({"clerk": "王芳"})) == ["经办（王芳）"]
    assert read(paper.fill({"clerk": None})) == ["经办"]


def test_a_missing_value_is_named_and_nothing_is_printed(template):
    paper = template("{{ owner }}{{ room }}", table=GOODS)
    with pytest.raises(DeskError, match="owner、room"):
        paper.fill({"goods": []})
    with pytest.raises(DeskError, match="quantity"):
        paper.fill({"owner": "", "room": "", "goods": [{"name": "沙发"}]})


def test_a_value_longer_than_any_form_is_refused(template):
    with pytest.raises(DeskError, match="字字字…”太长"):
        template("{{ reason }}").fill({"reason": "字" * 5001})
    assert template("{{ reason }}").fill({"reason": "字" * 5000})


def test_a_number_is_a_bug_for_it_would_be_printed_unformatted(template):
    with pytest.raises(TypeError):
        template("{{ amount }}").fill({"amount": 200000})


@pytest.mark.parametrize(
    ("text", "values", "printed"),
    [
        ("{% if a %}是{% else %}否{% endif %}", {"a": "x"}, "是"),
        ("{% if a %}是{% elif b %}又{% else %}否{% endif %}", {"a": "", "b": "x"}, "又"),
        ("{% if not a and b == '乙' %}是{% endif %}。", {"a": None, "b": "乙"}, "是。"),
        ("{% if a or b != '乙' %}是{% endif %}。", {"a": None, "b": "乙"}, "。"),
        ("{{ a or '／' }}{{ b|default('／') }}", {"a": "", "b": "乙"}, "／乙"),
        ("{{ '甲' if a else '乙' }}", {"a": "x"}, "甲"),
        ("{{ a|tick }}{{ b|tick }}{{ a|tick('x') }}{{ a|tick('y') }}", {"a": "x", "b": ""}, "☑☐☑☐"),
        ("{% for r in a %}{{ loop.index }}{{ r.n }}{% if not loop.last %}、{% endif %}{% endfor %}",
         {"a": [{"n": "甲"}, {"n": "乙"}]}, "1甲、2乙"),
        ("{% for r in a %}{{ r.n }}{% else %}没有{% endfor %}共{{ a|length }}件", {"a": []}, "没有共0件"),
        ("{% for r in a %}{% for s in r.b %}{{ r.n }}{{ s.m }} {% endfor %}{% endfor %}",
         {"a": [{"n": "甲", "b": [{"m": "1"}, {"m": "2"}]}, {"n": "乙", "b": []}]}, "甲1 甲2 "),
        ("{{ a|default(“无”) }}", {"a": None}, "无"),
        ("{_{ a }_}", {}, "{{ a }}"),
    ],
)  # fmt: skip
def test_conditions_loops_and_filters_do_what_docxtpl_does(word_file, text, values, printed):
    content = word_file(text)
    ours = docx.Document(io.BytesIO(Template.from_bytes(content).fill(values))).paragraphs[0].text
    document, target = DocxTemplate(io.BytesIO(content)), io.BytesIO()
    document.render(
        {**values, **{name: values[name] or "" for name in values}}, environment(), autoescape=True
    )
    document.save(target)
    theirs = docx.Document(io.BytesIO(target.getvalue())).paragraphs[0].text
    assert ours == theirs == printed


def test_the_same_values_give_the_same_bytes_today_and_tomorrow(template):
    paper, values = template("{{ owner }}", header="{{ project }}"), {"owner": "王", "project": "和谐家园"}
    first = paper.fill(values)
    paper.fill({"owner": "李", "project": "别处"})
    assert paper.fill(values) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_picture_and_rich_text_as_values_go_through_docxtpl_itself(template, read):
    paper = template("{{ owner }} {{ photo }}", "{{r remark }}")
    filled = paper.fill(
        {"owner": "王\x0b芳", "photo": Picture(PIXEL, 20), "remark": RichText("急", bold=True)}
    )
    document = docx.Document(io.BytesIO(filled))
    assert read(filled)[0].strip() == "王芳"
    assert document.inline_shapes[0].width.mm == 20
    assert [run.text for run in document.paragraphs[1].runs if run.bold] == ["急"]
    again = paper.fill(
        {"owner": "王\x0b芳", "photo": Picture(PIXEL, 20), "remark": RichText("急", bold=True)}
    )
    assert again == filled


def test_a_table_whose_columns_repeat_goes_through_docxtpl_itself(template, read):
    cells = (("{%tc for day in days %}", "{{ day.name }}", "{%tc endfor %}"),)
    paper = template("值班", table=cells)
    assert read(paper.fill({"days": [{"name": "周一"}, {"name": "周二"}]})) == ["值班", "周一", "周二"]
    with pytest.raises(DeskError, match="逐份"):
        paper.fill_many([{"days": []}, {"days": []}])


def test_many_documents_become_one_file_each_a_section_with_its_own_header(template, read, header_of):
    paper = template("{{ owner }}", header="{{ number }}")
    people = [{"owner": f"业主{i}", "number": f"No.{min(i, 2)}"} for i in range(4)]
    merged = paper.fill_many(people)
    assert read(merged) == ["业主0", "业主1", "业主2", "业主3"]
    assert header_of(merged) == ["No.0", "No.1", "No.2", "No.2"]
    with zipfile.ZipFile(io.BytesIO(merged)) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        assert len([name for name in names if "header" in name and name.endswith(".xml")]) == 3
        assert archive.read("word/document.xml").count(b'<w:pgNumType w:start="1"/>') == 4
    assert paper.fill_many(people) == merged
    assert read(paper.fill_many(people[:1])) == ["业主0"]


def test_a_document_that_starts_and_ends_with_a_table_can_be_merged_too(template, read):
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "{{ owner }}"
    body = document.element.body
    for paragraph in body.findall(body.tag.replace("body", "p")):
        body.remove(paragraph)
    target = io.BytesIO()
    document.save(target)
    merged = Template.from_bytes(target.getvalue()).fill_many([{"owner": "甲"}, {"owner": "乙"}])
    assert read(merged) == ["甲", "乙"]
    assert len(docx.Document(io.BytesIO(merged)).sections) == 2


def test_the_document_at_fault_is_named_among_many(template):
    paper = template("{{ owner }}", table=GOODS)
    good, bad = {"owner": "", "goods": [SOFA]}, {"owner": "", "goods": [{"name": "x"}]}
    with pytest.raises(DeskError, match=r"第 2 份：.*quantity"):
        paper.fill_many([good, bad])
    with pytest.raises(DeskError, match="第 1 份"):
        template("{{ photo }}").fill_many([{"photo": Picture(PIXEL, 20)}])
    with pytest.raises(ValueError, match="no documents"):
        paper.fill_many([])


def test_a_missing_template_says_so_and_what_to_do(tmp_path):
    with pytest.raises(NotFound, match=r"找不到模板“放行条\.docx”"):
        Template.load(tmp_path / "放行条.docx")
    with pytest.raises(DeskError, match="打不开"):
        Template.load(tmp_path)


def test_the_hash_names_the_file_not_the_form(word_file):
    first, second = word_file("{{ a }}"), word_file("{{ a }} ")
    assert Template.from_bytes(first).sha256 == Template.from_bytes(first).sha256
    assert Template.from_bytes(first).sha256 != Template.from_bytes(second).sha256


def test_jinja_brings_nothing_along_but_our_filters():
    jinja = environment()
    assert jinja.globals == {}
    assert jinja.tests == {}
    assert set(jinja.filters) == set(FILTERS)


def test_headers_alike_are_packed_once(template):
    paper = template("{{ owner }}", header="{{ project }}")
    for i in range(200):
        filled = paper.fill({"owner": str(i), "project": str(i)})
    assert zlib.crc32(filled) == zlib.crc32(paper.fill({"owner": "199", "project": "199"}))
    assert len(paper._packed_headers) <= 64
