"""Word templates gone wrong or made to do harm (reliability.md D001-D048): refused with a sentence and a place."""

import io
import re
import struct
import zipfile
from collections.abc import Callable

import docx
import pytest

from desk_app.kernel.errors import DeskError
from desk_app.kernel.papers import Placeholder, archive
from desk_app.kernel.papers.check import check_placeholders
from desk_app.kernel.papers.fonts import fonts_of
from desk_app.kernel.papers.package import read_package
from desk_app.kernel.papers.refusals import TemplateRefused
from desk_app.kernel.papers.template import Template

MAIN = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"
TYPES = "[Content_Types].xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Edit = Callable[[bytes], bytes | None]


def word_file(
    *paragraphs: str, edits: dict[str, Edit] | None = None, added: dict[str, bytes] | None = None
) -> bytes:
    """Return a Word file; `edits` changes parts or drops them (None), `added` puts further ones in."""
    document = docx.Document()
    for paragraph in paragraphs or ("{{ name }}",):
        document.add_paragraph(paragraph)
    source = io.BytesIO()
    document.save(source)
    target = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = (edits or {}).get(name, lambda part: part)(old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name, content in (added or {}).items():
            new.writestr(name, content)
    return target.getvalue()


def replaced(old: str, new: str) -> Edit:
    def edit(part: bytes) -> bytes:
        assert old.encode() in part
        return part.replace(old.encode(), new.encode())

    return edit


def related(kind: str, target: str, *, external: bool = True) -> dict[str, Edit]:
    """Return an edit that adds a relation to the main part."""
    mode = ' TargetMode="External"' if external else ""
    line = f'<Relationship Id="rId99" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'
    return {RELATIONS: replaced("</Relationships>", line)}


def in_text(xml: str) -> dict[str, Edit]:
    """Return an edit that puts XML beside the placeholder's run."""
    return {MAIN: replaced("<w:r><w:t>{{ name }}</w:t></w:r>", xml)}


def refusal(content: bytes) -> str:
    """Return the sentence with which a template is refused."""
    with pytest.raises(TemplateRefused) as refused:
        Template.from_bytes(content)
    sentence = str(refused.value)
    assert sentence.startswith("模板没有采用：")
    assert sentence.endswith("。")
    return sentence


def field(instruction: str) -> str:
    """Return a field whose instruction is split over two runs, as Word does."""
    half = len(instruction) // 2
    runs = "".join(
        f'<w:r><w:instrText xml:space="preserve">{part}</w:instrText></w:r>'
        for part in (instruction[:half], instruction[half:])
    )
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return begin + runs + end


# D001-D003: not a Word file


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        (b"hello", "不是 Word 的 .docx 文件"),
        (word_file()[:9000], "已损坏或不完整"),
        (b"PK\3\4" + b"x" * 500, "已损坏或不完整"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 2000, "旧格式文件（.doc 或 .wps）"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "取消密码"),
        (b"{\\rtf1 x}", "这是 RTF 文件"),
        (b"%PDF-1.7", "这是 PDF 文件"),
        (b"<html><body>", "不是 Word 的 .docx 文件"),
    ],
)
def test_a_file_that_is_no_docx_is_told_by_what_it_is(content, words):
    assert words in refusal(content)


def test_a_damaged_part_is_found_by_its_checksum():
    content = bytearray(word_file())
    start = content.index(b"word/document.xml") + 40
    content[start : start + 8] = b"\xff" * 8
    assert "已损坏" in refusal(bytes(content))


def test_other_office_files_are_told_by_what_they_are():
    odt = io.BytesIO()
    with zipfile.ZipFile(odt, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    assert ".odt" in refusal(odt.getvalue())
    xlsx = word_file(edits={TYPES: lambda part: part.replace(b"wordprocessingml", b"spreadsheetml")})
    assert "不是 Word 的 .docx 文件" in refusal(xlsx)


# D004-D007: macros, style templates, missing parts


def test_macros_are_refused():
    content = word_file(edits={TYPES: lambda part: part.replace(
        b"openxmlformats-officedocument.wordprocessingml.document.main",
        b"ms-word.document.macroEnabled.main")})  # fmt: skip
    assert "带有宏" in refusal(content)


def test_macros_left_behind_in_an_ordinary_file_are_dropped_and_told():
    content = word_file(
        added={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0", "word/vbaData.xml": b"<a/>"},
        edits=related("vbaProject", "vbaProject.bin", external=False),
    )
    template = Template.from_bytes(content)
    assert template.warnings == ("文件里的宏已去掉，不会运行",)
    with zipfile.ZipFile(io.BytesIO(template.fill({"name": "张三"}))) as filled:
        assert not [name for name in filled.namelist() if "vba" in name.lower()]
        assert all(b"vbaProject" not in filled.read(name) for name in filled.namelist())


def test_a_dotx_is_taken_and_printed_as_an_ordinary_file():
    dotx = word_file(edits={TYPES: replaced("document.main+xml", "template.main+xml")})
    filled = Template.from_bytes(dotx).fill({"name": "张三"})
    assert docx.Document(io.BytesIO(filled)).paragraphs[0].text == "张三"


def test_a_file_without_its_text_is_refused():
    assert "缺少正文" in refusal(word_file(edits={MAIN: lambda part: None}))


def test_a_file_without_styles_is_printed_all_the_same():
    paper = Template.from_bytes(word_file(edits={"word/styles.xml": lambda part: None}))
    assert b"PK" in paper.fill({"name": "张三"})


# D008-D012: bombs


def with_doctype(entity: str, use: str) -> Edit:
    def edit(part: bytes) -> bytes:
        text = re.sub(r"<\?xml.*?\?>", "", part.decode(), count=1)
        return f"<!DOCTYPE l [{entity}]>{text.replace('{{ name }}', use)}".encode()

    return edit


@pytest.mark.parametrize(
    "entity", ['<!ENTITY a "aaa"><!ENTITY b "&a;&a;">', '<!ENTITY b SYSTEM "file:///etc/hostname">']
)
def test_entities_are_refused_unread(entity):
    assert "DOCTYPE" in refusal(word_file(edits={MAIN: with_doctype(entity, "&b;")}))
    assert "DOCTYPE" in refusal(word_file(edits={RELATIONS: with_doctype(entity, "&b;")}))


def test_entities_hidden_in_another_encoding_are_refused_too():
    wide = word_file(edits={MAIN: lambda part: part.decode().encode("utf-16")})
    assert "编码不是 UTF-8" in refusal(wide)


def test_a_part_that_unpacks_to_a_mountain_is_refused_by_size(monkeypatch):
    monkeypatch.setattr(archive, "MOST_XML_BYTES", 2**20)
    bomb = word_file(edits={MAIN: replaced("</w:body>", "<w:p>" + "A" * 2**21 + "</w:p></w:body>")})
    assert "太大" in refusal(bomb)


def test_a_file_too_large_or_of_too_many_parts_is_refused(monkeypatch):
    crowd = word_file(added={f"word/part{i}.bin": b"" for i in range(2001)})
    assert "展开后太大" in refusal(crowd)
    monkeypatch.setattr(archive, "MOST_UNPACKED_BYTES", 1000)
    assert "展开后太大" in refusal(word_file())
    monkeypatch.setattr(archive, "MOST_FILE_BYTES", 1000)
    assert "超过 20 MB" in refusal(word_file())


def test_the_size_a_header_claims_is_not_believed(monkeypatch):
    """The directory says ten bytes; what comes out is counted all the same."""
    monkeypatch.setattr(archive, "MOST_XML_BYTES", 2**20)
    content = bytearray(word_file(added={"word/big.xml": b"<a>" + b"A" * 2**21 + b"</a>"}))
    at = content.rindex(b"word/big.xml") - 46 + 24
    content[at : at + 4] = struct.pack("<L", 10)
    assert re.search("太大|已损坏", refusal(bytes(content)))


def test_tables_nested_without_end_are_refused():
    deep = "<w:tbl><w:tr><w:tc>" * 300 + "</w:tc></w:tr></w:tbl>" * 300
    assert "套得太深" in refusal(word_file(edits={MAIN: replaced("</w:body>", deep + "</w:body>")}))


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">2L", width, height) + b"\1\0\0\0\0"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", png(30000, 30000)),
        (
            "a.jpg",
            b"\xff\xd8\xff\xe0\0\4\0\0\xff\xc0\0\x11\x08" + struct.pack(">2H", 30000, 30000) + b"\0" * 9,
        ),
        ("a.gif", b"GIF89a" + struct.pack("<2H", 30000, 30000)),
        ("a.bmp", b"BM" + b"\0" * 16 + struct.pack("<2l", 30000, -30000)),
        ("wrong.jpg", png(30000, 30000)),
    ],
)
def test_a_picture_of_900_million_pixels_is_refused_undecoded(name, content):
    assert "30000×30000" in refusal(word_file(added={f"word/media/{name}": content}))


def test_ordinary_and_strange_pictures_are_left_alone():
    added = {
        "word/media/a.png": png(800, 600),
        "word/media/b.emf": b"\1\0\0\0",
        "word/media/c.jpg": b"\xff\xd8\xff",
    }
    assert Template.from_bytes(word_file(added=added)).warnings == ()


def warnings_of(content: bytes) -> tuple[str, ...]:
    """Return the warnings of a template that may be used."""
    checked = check_placeholders(content, [Placeholder("name", "姓名")])
    assert checked.problems == ()
    return checked.warnings


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.emf", b"\1\0\0\0" + b"\0" * 36 + b" EMF", "图片“a.emf”是 EMF 矢量图，有的电脑打印不出来，请换成 PNG 或 JPG"),
        ("a.wmf", b"\xd7\xcd\xc6\x9a", "图片“a.wmf”是 WMF 矢量图"),
        ("a.svg", b'<?xml version="1.0"?><svg/>', "图片“a.svg”是 SVG 矢量图"),
        ("a.png", b"\xff\xd8\xff\xe0", "图片“a.png”其实是 JPEG 格式，可能打印不出来，请重新插入"),
        ("a.jpg", png(10, 10), "图片“a.jpg”其实是 PNG 格式"),
        ("a.png", b"\1\0\0\0" + b"\0" * 36 + b" EMF", "图片“a.png”是 EMF 矢量图"),
        ("a.png", b"what is this", "图片“a.png”看不出是什么格式"),
    ],
)  # fmt: skip
def test_a_picture_that_may_not_print_gives_a_warning(name, content, said):  # D013
    (warning,) = warnings_of(word_file(added={f"word/media/{name}": content}))
    assert said in warning


def test_ordinary_pictures_give_none():
    added = {
        "word/media/a.png": png(800, 600),
        "word/media/b.JPG": b"\xff\xd8\xff",
        "word/media/c.jpeg": b"\xff\xd8\xff",
    }
    assert warnings_of(word_file(added=added)) == ()


def test_a_placeholder_in_a_content_control_is_filled_with_a_warning():  # D035
    control = "<w:sdt><w:sdtContent><w:r><w:t>{{ name }}</w:t></w:r></w:sdtContent></w:sdt>"
    content = word_file(edits=in_text(control))
    (warning,) = warnings_of(content)
    assert "内容控件里有占位符" in warning
    filled = Template.from_bytes(content).fill({"name": "张三"})
    with zipfile.ZipFile(io.BytesIO(filled)) as packed:
        assert "张三" in packed.read(MAIN).decode()


@pytest.mark.parametrize(
    ("tracked", "left"),
    [
        ('<w:p><w:pPr><w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr><w:r><w:t>{{ name }}</w:t></w:r></w:p>'
         "<w:p><w:r><w:t>后</w:t></w:r></w:p>", ["张三后"]),
        ('<w:p><w:moveFrom w:id="1" w:author="a"><w:r><w:t>{{ old }}</w:t></w:r></w:moveFrom></w:p>'
         '<w:p><w:moveTo w:id="2" w:author="a"><w:r><w:t>{{ name }}</w:t></w:r></w:moveTo></w:p>', ["", "张三"]),
        ('<w:p><w:del w:id="1" w:author="a"><w:r><w:delText>{{ old</w:delText></w:r></w:del>'
         '<w:r><w:rPr><w:b/><w:rPrChange w:id="3" w:author="a"><w:rPr/></w:rPrChange></w:rPr><w:t>{{ name }}</w:t></w:r></w:p>', ["张三"]),
        ('<w:tbl><w:tr><w:trPr><w:del w:id="1" w:author="a"/></w:trPr><w:tc><w:p><w:r><w:t>{{ old }}</w:t></w:r></w:p></w:tc></w:tr>'
         "</w:tbl><w:p><w:r><w:t>{{ name }}</w:t></w:r></w:p>", ["张三"]),
    ],
)  # fmt: skip
def test_tracked_changes_are_accepted_before_a_template_is_filled(tracked, left):  # D033
    content = word_file(edits={MAIN: replaced("<w:p><w:r><w:t>{{ name }}</w:t></w:r></w:p>", tracked)})
    assert "未接受的修订" in warnings_of(content)[0]
    filled = docx.Document(io.BytesIO(Template.from_bytes(content).fill({"name": "张三"})))
    assert [paragraph.text for paragraph in filled.paragraphs] == left
    assert not filled.tables


# D014-D017: what Word would fetch or run


def test_a_style_template_on_somebodys_disk_is_cut_off_with_a_warning():
    relation = f'<Relationship Id="rId1" Type="{OFFICE}/attachedTemplate" Target="http://10.0.0.9/evil.dotm" '
    rels = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relation}'
    content = word_file(
        edits={"word/settings.xml": lambda part: part.replace(
            b"<w:zoom", f'<w:attachedTemplate xmlns:r="{OFFICE}" r:id="rId1"/><w:zoom'.encode())},
        added={"word/_rels/settings.xml.rels": (rels + 'TargetMode="External"/></Relationships>').encode()},
    )  # fmt: skip
    paper = Template.from_bytes(content)
    assert paper.warnings == ("已断开与样式模板“http://10.0.0.9/evil.dotm”的链接",)
    with zipfile.ZipFile(io.BytesIO(paper.fill({"name": "x"}))) as filled:
        assert all(b"evil" not in filled.read(name) for name in filled.namelist())
        assert b"attachedTemplate" not in filled.read("word/settings.xml")


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("image", "http://10.0.0.9/a.png"),
        ("image", "file://///10.0.0.9/share/a.png"),
        ("hyperlink", "file:///c:/windows/calc.exe"),
        ("hyperlink", "\\\\10.0.0.9\\share"),
        ("header", "http://10.0.0.9/h.xml"),
    ],
)
def test_links_to_other_files_are_refused(kind, target):
    sentence = refusal(word_file(edits=related(kind, target)))
    assert "链接着外部文件" in sentence
    assert target[:12] in sentence


@pytest.mark.parametrize("target", ["https://example.com", "mailto:office@example.com"])
def test_a_web_or_mail_address_is_harmless(target):
    assert Template.from_bytes(word_file(edits=related("hyperlink", target)))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (word_file(edits=related("oleObject", "embeddings/a.bin", external=False)), "嵌入的对象"),
        (word_file(edits=related("control", "activeX/a.xml", external=False)), "ActiveX"),
        (word_file(edits=related("aFChunk", "a.html", external=False)), "插入的其他文件"),
        (word_file(edits=related("subDocument", "b.docx", external=False)), "子文档"),
        (word_file(edits=related("mailMergeSource", "x.xls", external=False)), "邮件合并"),
        (word_file(added={"word/embeddings/oleObject1.bin": b"x"}), "嵌入的对象"),
        (word_file(added={"word/activeX/activeX1.xml": b"<a/>"}), "ActiveX"),
        (word_file(edits=in_text('<w:r><w:object/></w:r>')), "嵌入的对象"),
        (word_file(edits={MAIN: replaced("</w:body>", '<w:altChunk/></w:body>')}), "插入的其他文件"),
        (word_file(edits=in_text(
            '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">'
            '<v:imagedata src="http://10.0.0.9/a.png"/></v:shape></w:pict></w:r>')), "链接着外部文件"),
    ],
)  # fmt: skip
def test_embedded_and_inserted_things_are_refused(content, words):
    assert words in refusal(content)


@pytest.mark.parametrize(
    "xml",
    [
        field(" DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "),
        field(' INCLUDETEXT "c:\\\\a.docx" '),
        field(" INCLUDEPICTURE http://10.0.0.9/a.png "),
        field(" QUOTE 68 68 69 "),
        field(" MACROBUTTON x y "),
        '<w:fldSimple w:instr=" dde excel a b "/>',
        '<w:r><w:instrText> LINK Excel.Sheet.8 </w:instrText></w:r>',
    ],
)  # fmt: skip
def test_fields_that_fetch_or_run_are_refused(xml):
    assert "不允许的域" in refusal(word_file(edits=in_text(xml)))


def test_an_old_merge_form_is_told_what_to_do_once():
    sentence = refusal(
        word_file(edits=in_text(field(" MERGEFIELD a ") + '<w:fldSimple w:instr=" mergefield b "/>'))
    )
    assert sentence == "模板没有采用：这是邮件合并的表单，请先把里面的合并域换成占位符。"


def test_page_numbers_are_fields_too_and_stay():
    numbers = field(" PAGE \\* MERGEFORMAT ") + field(" NUMPAGES ") + '<w:fldSimple w:instr=" DATE "/>'
    assert Template.from_bytes(word_file(edits=in_text(numbers + "<w:r><w:t>{{ name }}</w:t></w:r>")))


# D018-D026, D044: what a placeholder may not say


@pytest.mark.parametrize(
    "written",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ name.__class__ }}",
        "{{ lipsum.__globals__['os'].popen('x').read() }}",
        "{{ cycler.__init__.__globals__.os.popen('x').read() }}",
        "{{ '{0.__class__}'.format(name) }}",
        "{{ name|attr('__class__') }}",
        "{{ name['x'] }}",
        "{{ name() }}",
        "{% for i in range(1000000000) %}{% endfor %}",
        "{{ ('a'*100000000)|length }}",
        "{{ 9**9**9 }}",
        "{{ name ~ name }}",
        "{{ fen/0 }}",
        "{% macro m() %}{{ m() }}{% endmacro %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends 'x' %}",
        "{% set a = name %}",
        "{{ name is defined }}",
        "{{ name|yuan }}",
        "{{ name|default(room) }}",
        "{{ name < 'x' }}",
        "{% for a in b %}{% for c in b %}{{ c.d }}{% endfor %}{% endfor %}",
        "{% for a in b if a.c %}{{ a.c }}{% endfor %}",
        "{% for a in b recursive %}{{ loop(a.c) }}{% endfor %}",
        "{% for a, c in b %}{{ c }}{% endfor %}",
        "{% for loop in b %}{{ loop.x }}{% endfor %}",
        "{% for a in b %}{{ a }}{% endfor %}",
        "{% for a in b %}{{ loop.cycle('x') }}{% endfor %}",
        "{% for a in 'abc' %}{% endfor %}",
        "{{ owner.name }}",
    ],
)
def test_whatever_is_more_than_a_placeholder_is_refused_with_its_place(written):
    sentence = refusal(word_file("标题", f"说明：{written}"))
    assert f"“{('说明：' + written)[:10]}" in sentence


@pytest.mark.parametrize(
    ("where", "label"),
    [("docProps/core.xml", "文档属性"), ("word/footnotes.xml", "脚注"), ("word/comments.xml", "批注"),
     ("word/charts/chart1.xml", "图表"), ("word/diagrams/data1.xml", "智能图形")],
)  # fmt: skip
def test_placeholders_where_nothing_is_filled_are_refused(where, label):
    xml = b"<a><b>{{ cyc</b><b>ler.__init__ }}</b></a>"
    content = word_file(edits={where: lambda part: xml}) if "core" in where else word_file(added={where: xml})
    assert f"{label}里的占位符不会被填写" in refusal(content)


def test_headers_and_footers_are_looked_at_like_the_text():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ a() }}"
    document.sections[0].footer.paragraphs[0].text = "{{ b['x'] }}"
    target = io.BytesIO()
    document.save(target)
    sentence = refusal(target.getvalue())
    assert "“{{ a() }}”里：不能用函数调用" in sentence
    assert "“{{ b['x'] }}”里：不能用方括号取值" in sentence


# D029-D031, D037: slips of the pen


@pytest.mark.parametrize(
    "written",
    [
        "{{ name",
        "name }}",
        "{{ name }",
        "{{ name }} {{ room",
        "{% if name %",
        "{{ a {{ b }}",
        "｛｛ name ｝｝",
        "｛ name ｝",
        "{ {name} }",
        "{name}",
        "{房号}",
        "{％ if name ％}",
        "{{ name }｝",
    ],
)
def test_mistyped_braces_are_shown_in_their_paragraph(written):
    sentence = refusal(word_file("无关的一段", f"业主：{written}"))
    assert "“业主：" in sentence
    assert "{{ 名称 }}" in sentence


@pytest.mark.parametrize(
    ("paragraphs", "place", "words"),
    [
        (("一", "{% for r in rows %}{{ r.a }}", "三"), "{% for r", "没有结束"),
        (("一", "{% if name %}好"), "好", "没有结束"),
        (("一", "{{ name }}{% endif %}"), "{{ name }}{% endif %}", "{% endif %} 没有对应的开头"),
        (("一", "{%tr for r in rows %}"), "{%tr for r", "只能单独写在表格的一行里"),
        (("{% foo %}",), "{% foo %}", "{% foo %} 不是模板能用的写法"),
        (("请看 {{ na me }}",), "请看 {{ na me }}", "写法不对"),
        (("请看 {{ }}",), "请看 {{ }}", "写法不对"),
    ],
)
def test_a_broken_condition_is_shown_where_it_breaks(paragraphs, place, words):
    sentence = refusal(word_file(*paragraphs))
    assert words in sentence
    assert place in sentence


def test_a_row_loop_that_does_not_end_is_found_in_its_table():
    document = docx.Document()
    rows = document.add_table(2, 1).rows
    rows[0].cells[0].text, rows[1].cells[0].text = "{%tr for r in rows %}", "{{ r.a }}"
    target = io.BytesIO()
    document.save(target)
    assert "“{{ r.a }}”处的条件或循环没有结束" in refusal(target.getvalue())


def test_every_mistake_is_told_at_once():
    with pytest.raises(TemplateRefused) as three:
        Template.from_bytes(word_file("{a}", "{{ b", "｛｛ c ｝｝"))
    assert len(three.value.problems) == 3
    with pytest.raises(TemplateRefused) as many:
        Template.from_bytes(word_file(*(f"{{{{ a{i}() }}}}" for i in range(12))))
    assert "另有 4 处" in str(many.value)


# D032-D036, D038-D043: odd but right


def test_a_placeholder_split_over_runs_by_word_is_one():
    split = '<w:r><w:t>{{ na</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>me</w:t></w:r><w:r><w:t xml:space="preserve"> }}</w:t></w:r>'
    filled = Template.from_bytes(word_file(edits=in_text(split))).fill({"name": "张三"})
    assert docx.Document(io.BytesIO(filled)).paragraphs[0].text == "张三"


def test_tracked_changes_give_a_warning():
    tracked = (
        '<w:r><w:t>{{ na</w:t></w:r><w:del w:id="1" w:author="a"><w:r><w:delText>XX</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="a"><w:r><w:t>me }}</w:t></w:r></w:ins>'
    )
    paper = Template.from_bytes(word_file(edits=in_text(tracked)))
    assert paper.slots.names == {"name"}
    assert paper.warnings == ("文件里有未接受的修订，打印时按全部接受处理，请在 Word 里核对并接受",)
    filled = paper.fill({"name": "张三"})
    assert docx.Document(io.BytesIO(filled)).paragraphs[0].text == "张三"
    assert "XX" not in zipfile.ZipFile(io.BytesIO(filled)).read(MAIN).decode()


def test_a_placeholder_in_a_text_box_is_filled():
    box = (
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r>'
        "<w:t>{{ name }}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    filled = Template.from_bytes(word_file(edits=in_text(box))).fill({"name": "张三"})
    with zipfile.ZipFile(io.BytesIO(filled)) as packed:
        assert '<w:t xml:space="preserve">张三</w:t>' in packed.read(MAIN).decode()


def test_the_fonts_a_template_wants_can_be_asked():
    run = '<w:r><w:rPr><w:rFonts w:eastAsia="仿宋_GB2312"/></w:rPr><w:t>{{ name }}</w:t></w:r>'
    assert "仿宋_GB2312" in fonts_of(read_package(word_file(edits=in_text(run))))


def test_a_value_inside_a_tag_cannot_leave_it():
    picture = (
        '<w:r><w:drawing><wp:docPr xmlns:wp="x" id="1" name="n" descr="图 {{ name }}"/></w:drawing></w:r>'
    )
    filled = Template.from_bytes(word_file(edits=in_text(picture))).fill({"name": '"/><a>\n&'})
    with zipfile.ZipFile(io.BytesIO(filled)) as packed:
        assert 'descr="图 &quot;/&gt;&lt;a&gt; &amp;"' in packed.read(MAIN).decode()


def test_a_template_in_the_strict_format_is_refused_with_advice():
    strict = word_file(edits={MAIN: replaced(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main")})  # fmt: skip
    assert "严格" in refusal(strict)


def test_names_that_lead_out_of_the_archive_are_refused():
    assert "结构不正常" in refusal(word_file(added={"../../evil.xml": b"<a/>"}))
    assert "结构不正常" in refusal(word_file(added={"/etc/evil.xml": b"<a/>"}))


def test_nothing_is_refused_without_being_a_message_for_the_clerk():
    assert issubclass(TemplateRefused, DeskError)
