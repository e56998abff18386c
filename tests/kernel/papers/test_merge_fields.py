"""Forms an office made for Word's mail merge, as Word writes them, become templates."""

import dataclasses
import io
import zipfile
from collections.abc import Callable

import docx
import pytest

from desk_app.kernel.papers import Paper, Placeholder
from desk_app.kernel.papers.check import check_template
from desk_app.kernel.papers.merge_fields import find_merge_fields, map_fields, suggest
from desk_app.kernel.papers.refusals import TemplateRefused
from desk_app.kernel.papers.template import Template

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PAPER = Paper(
    "slip",
    "放行条",
    "F19",
    "goods/slip.docx",
    (
        Placeholder("number", "编号"),
        Placeholder("room", "房号"),
        Placeholder("owner_name", "业主姓名"),
        Placeholder("goods", "物品清单", (Placeholder("name", "物品名称"), Placeholder("quantity", "数量"))),
        Placeholder("calls", "去电记录", (Placeholder("called_at", "去电时间"),)),
    ),
    lambda subject: subject,
)
VALUES = {
    "number": "FX-1", "room": "1-101", "owner_name": "张三",
    "goods": [{"name": "沙发", "quantity": "1"}, {"name": "冰箱", "quantity": "2"}],
    "calls": [],
}  # fmt: skip
Read = Callable[[bytes], list[str]]


def run(xml: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr>{xml}</w:r>"


def char(kind: str) -> str:
    return f'<w:fldChar w:fldCharType="{kind}"/>'


def complex_field(*instructions: str, shows: str = "", look: str = "") -> str:
    """Return a field as Word writes it: begin, instruction in several runs, separator, result, end."""
    codes = "".join(run(f'<w:instrText xml:space="preserve">{one}</w:instrText>') for one in instructions)
    return (
        run(char("begin"))
        + codes
        + run(char("separate"))
        + run(f"<w:t>{shows}</w:t>", look)
        + run(char("end"))
    )


def simple_field(instruction: str, shows: str) -> str:
    return f"<w:fldSimple w:instr='{instruction}'>{run(f'<w:t>{shows}</w:t>')}</w:fldSimple>"


def text(words: str) -> str:
    return run(f'<w:t xml:space="preserve">{words}</w:t>')


def merge_form(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = (), header: str = "") -> bytes:
    """Return a form of paragraphs and a table of runs given as XML."""
    document = docx.Document()
    for paragraph in paragraphs:
        add(document.add_paragraph(), paragraph)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, runs in zip(row.cells, cells, strict=True):
                add(cell.paragraphs[0], runs)
    if header:
        add(document.sections[0].header.paragraphs[0], header)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def add(paragraph, runs: str) -> None:
    for element in docx.oxml.parse_xml(f'<w:x xmlns:w="{WORD}">{runs}</w:x>'):
        paragraph._p.append(element)


def taken_in(content: bytes, mapping: dict[str, str] | None = None) -> bytes:
    """Return the template made of a form, after checking that it is one."""
    fields = find_merge_fields(content)
    made = map_fields(content, suggest(fields, PAPER) if mapping is None else mapping)
    assert check_template(made, PAPER).problems == ()
    assert not find_merge_fields(made)
    return made


@pytest.mark.parametrize(
    "field",
    [
        complex_field(" MERGEFIELD 业主姓名 ", shows="«业主姓名»"),
        complex_field(" MERGEFIELD  业主姓名  \\* MERGEFORMAT ", shows="«业主姓名»"),
        complex_field(" MERGE", "FIELD 业主", "姓名 ", shows="«业主姓名»"),
        complex_field(' MERGEFIELD "业主 姓名" \\b "先生 " ', shows="«业主 姓名»"),
        complex_field(" mergefield 业主姓名 ", shows="李四"),
        run(char("begin") + "<w:instrText> MERGEFIELD 业主姓名 </w:instrText>" + char("separate") + "<w:t>«业主姓名»</w:t>" + char("end")),
        run(char("begin")) + run("<w:instrText>MERGEFIELD 业主姓名</w:instrText>") + run(char("end")),
        simple_field(" MERGEFIELD 业主姓名 ", "«业主姓名»"),
        simple_field(' MERGEFIELD "业主姓名" \\* MERGEFORMAT ', "«业主姓名»"),
        text("«业主姓名»"),
        text("«业主") + text("姓名»"),
    ],
)  # fmt: skip
def test_a_merge_field_is_found_and_filled_however_word_wrote_it(field: str, read: Read):
    content = merge_form(text("兹有") + field + text("住户"))
    (found,) = find_merge_fields(content)
    assert found.name.replace(" ", "") == "业主姓名"
    assert found.place.startswith("“兹有")
    assert found.taken
    assert not found.in_table_row
    assert read(Template.from_bytes(taken_in(content)).fill(VALUES)) == ["兹有张三住户"]


def test_a_value_looks_as_the_merged_text_looked():
    content = merge_form(complex_field(" MERGEFIELD 房号 ", shows="«房号»", look="<w:b/>"))
    filled = docx.Document(io.BytesIO(Template.from_bytes(taken_in(content)).fill(VALUES)))
    assert [(run.text, run.bold) for run in filled.paragraphs[0].runs if run.text] == [("1-101", True)]


def test_a_table_row_of_a_list_becomes_a_loop(read: Read):
    head = (text("名称"), text("数量"))
    row = (
        complex_field(" MERGEFIELD 物品名称 ", shows="«物品名称»"),
        simple_field(" MERGEFIELD 数量 ", "«数量»"),
    )
    content = merge_form(text("清单"), rows=(head, row, (text("以上"), text(""))))
    assert [(one.name, one.place, one.in_table_row) for one in find_merge_fields(content)] == [
        ("物品名称", "表格第 2 行第 1 格“«物品名称»”", True),
        ("数量", "表格第 2 行第 2 格“«数量»”", True),
    ]
    assert suggest(find_merge_fields(content), PAPER) == {"物品名称": "goods.name", "数量": "goods.quantity"}
    filled = read(Template.from_bytes(taken_in(content)).fill(VALUES))
    assert filled == ["清单", "名称", "数量", "沙发", "1", "冰箱", "2", "以上"]


def test_a_region_over_rows_becomes_one_loop_and_its_marks_go(read: Read):
    start, end = (
        simple_field(f" MERGEFIELD Table{kind}:货物 ", f"«Table{kind}:货物»") for kind in ("Start", "End")
    )
    content = merge_form(rows=(
        (text("名称"), text("数量")),
        (start + simple_field(" MERGEFIELD 物品名称 ", "«物品名称»"), text("")),
        (text("计"), simple_field(" MERGEFIELD 数量 ", "«数量»") + end),
    ))  # fmt: skip
    fields = find_merge_fields(content)
    assert [(one.name, one.region) for one in fields] == [("物品名称", "货物"), ("数量", "货物")]
    filled = read(Template.from_bytes(taken_in(content)).fill(VALUES))
    assert filled == ["名称", "数量", "沙发", "计", "1", "冰箱", "计", "2"]


def test_rows_for_the_next_record_are_one_loop(read: Read):
    following = complex_field(" NEXT ")
    row = "<w:r/>" + complex_field(" MERGEFIELD 物品名称 ", shows="«物品名称»")
    content = merge_form(rows=((row, text("")), (following + row, text("")), (following + row, text(""))))
    assert [one.name for one in find_merge_fields(content) if not one.taken] == ["NEXT", "NEXT"]
    assert read(Template.from_bytes(taken_in(content)).fill(VALUES)) == ["沙发", "冰箱"]


def test_a_sentence_is_never_repeated_for_a_list(read: Read):
    content = merge_form(
        text("尊敬的 «业主姓名»：物品是 «物品名称»，请核对。"), rows=((text("«物品名称»"),),)
    )
    assert suggest(find_merge_fields(content), PAPER) == {"业主姓名": "owner_name"}
    with pytest.raises(TemplateRefused, match=r"尊敬的.*里的“物品名称”不在表格里，不能填列表中的一栏"):
        map_fields(content, {"业主姓名": "owner_name", "物品名称": "goods.name"})


def test_a_form_says_the_one_phone_and_not_that_of_a_list():
    paper = dataclasses.replace(
        PAPER,
        placeholders=(
            Placeholder("owner_phone", "业主电话"),
            Placeholder("co_owners", "共有人", (Placeholder("phone", "电话"), Placeholder("share", "份额"))),
        ),
    )
    sentence = merge_form(text("您登记的电话是 «电话»"))
    row = merge_form(rows=((text("电话"), text("«电话»"), text("份额"), text("«份额»")),))
    assert suggest(find_merge_fields(sentence), paper) == {"电话": "owner_phone"}
    assert suggest(find_merge_fields(row), paper) == {"电话": "owner_phone", "份额": "co_owners.share"}


def test_a_condition_is_named_and_left_to_the_office(read: Read):
    inner = complex_field(" MERGEFIELD 性别 ", shows="男")
    condition = (
        run(char("begin")) + run("<w:instrText> IF </w:instrText>") + inner
        + run('<w:instrText> = "男" "先生" "女士" </w:instrText>') + run(char("separate")) + text("先生") + run(char("end"))
    )  # fmt: skip
    content = merge_form(text("«业主姓名»") + condition)
    named = [one for one in find_merge_fields(content) if not one.taken]
    assert [one.name for one in named] == ['IF  = "男" "先生" "女士"']
    filled = read(Template.from_bytes(taken_in(content)).fill(VALUES))
    assert filled == ['张三【原有的域未转换：IF = "男" "先生" "女士"】']


def test_a_field_the_clerk_left_out_becomes_a_blank_to_write_on(read: Read):
    content = merge_form(text("«编号» ") + simple_field(" MERGEFIELD 押金 ", "«押金»"))
    filled = read(Template.from_bytes(taken_in(content, {"编号": "number", "押金": ""})).fill(VALUES))
    assert filled == ["FX-1 ＿＿＿＿"]


def test_fields_in_a_header_are_taken_too():
    content = merge_form(text("x"), header=simple_field(" MERGEFIELD 编号 ", "«编号»"))
    assert [one.place for one in find_merge_fields(content)] == ["页眉“«编号»”"]
    filled = Template.from_bytes(taken_in(content)).fill(VALUES)
    assert docx.Document(io.BytesIO(filled)).sections[0].header.paragraphs[0].text == "FX-1"


def test_two_lists_in_one_row_are_refused_with_advice():
    content = merge_form(rows=((text("«物品名称»"), text("«去电时间»")),))
    with pytest.raises(TemplateRefused, match="不能同时有两个列表"):
        map_fields(content, {"物品名称": "goods.name", "去电时间": "calls.called_at"})


def test_the_data_source_is_left_behind(read: Read):
    source = f'<Relationship Id="rId9" Type="{OFFICE}/mailMergeSource" Target="file:///C:/名册.xls" TargetMode="External"/>'
    lines = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{source}</Relationships>'
    settings = (
        '<w:mailMerge><w:mainDocumentType w:val="formLetters"/><w:connectString w:val="Provider=x"/>'
        f'<w:dataSource xmlns:r="{OFFICE}" r:id="rId9"/></w:mailMerge><w:zoom'
    )
    old = zipfile.ZipFile(io.BytesIO(merge_form(text("«编号»"))))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(
                name, part.replace(b"<w:zoom", settings.encode()) if name == "word/settings.xml" else part
            )
        new.writestr("word/_rels/settings.xml.rels", lines)
    assert "邮件合并" in check_template(target.getvalue(), PAPER).problems[0]
    made = taken_in(target.getvalue())
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        parts = b"".join(packed.read(name) for name in packed.namelist())
    assert b"mailMerge" not in parts
    assert "名册" not in parts.decode(errors="ignore")
    assert read(Template.from_bytes(made).fill(VALUES)) == ["FX-1"]


@pytest.mark.parametrize(
    ("written", "path"),
    [("业主姓名", "owner_name"), ("业主", "owner_name"), ("姓名", "owner_name"), ("房号", "room"), ("物品_名称1", None),
     ("放行条编号", "number"), ("公司", "company"), ("owner_name", "owner_name"), ("OwnerName", "owner_name"),
     ("物业费", None)],
)  # fmt: skip
def test_the_likeliest_placeholder_is_suggested(written: str, path: str | None):
    fields = find_merge_fields(merge_form(text(f"«{written}»")))
    assert suggest(fields, PAPER).get(written) == path


def test_a_style_template_of_an_office_is_taken_as_well(read: Read):
    old = zipfile.ZipFile(io.BytesIO(merge_form(text("«编号»"))))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"document.main+xml", b"template.main+xml"))
    assert read(Template.from_bytes(taken_in(target.getvalue())).fill(VALUES)) == ["FX-1"]


def test_a_file_that_is_no_word_file_is_refused():
    with pytest.raises(TemplateRefused, match=r"旧格式文件"):
        find_merge_fields(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
