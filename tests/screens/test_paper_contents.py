"""The built-in preview: what a Word file says of widths, lines and letters comes through in the HTML."""

import io
import re
import zipfile

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.shared import Mm, Pt

from desk_app.screens import paper_contents
from desk_app.screens.paper_styles import A4, PageSetup
from tests.papers.conftest import SLIP_PAPER, shipped, slip

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document):
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def body_of(*xml):
    """Return a Word file whose body is `xml`."""
    document = docx.Document()
    for place, each in enumerate(xml):
        document.element.body.insert(place, parse_xml(each))
    return saved(document)


def test_paper_and_margins_are_the_documents():
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(241), Mm(140)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = (
        Mm(10), Mm(12.7), Mm(25.4), Mm(6.35)
    )  # fmt: skip
    assert paper_contents.page_setup(saved(document)) == PageSetup(911, 529, 38, 48, 96, 24)


def test_a_header_with_text_begins_where_headers_begin():
    document = docx.Document()
    document.sections[0].header_distance = Mm(5)
    without = paper_contents.page_setup(saved(document))
    document.sections[0].header.paragraphs[0].text = "抬头"
    assert paper_contents.page_setup(saved(document)).top == 19
    assert without.top == 96


def test_a_file_that_says_nothing_of_paper_is_on_a4():
    document = docx.Document()
    document.element.body.remove(document.element.body.sectPr)
    assert paper_contents.page_setup(saved(document)) == A4


def test_letters_keep_size_weight_and_place():
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run("合计")
    run.bold, run.font.size, run.font.strike = True, Pt(18), True
    html = paper_contents.as_html(saved(document))
    found = re.search(r'<p align="(\w+)".*?<span style="([^"]*)">合计', html)
    assert found[1] == "right"
    assert {"font-size:24px", "font-weight:bold", "text-decoration:line-through"} <= set(found[2].split(";"))


def test_signs_are_no_html():
    document = docx.Document()
    document.add_paragraph('<img src="http://x/y.png"> & “A”')
    assert "&lt;img src=&quot;http://x/y.png&quot;&gt; &amp;" in paper_contents.as_html(saved(document))


TABLE = f"""<w:tbl {W}><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="12" w:color="FF0000"/>
<w:insideV w:val="single" w:sz="4"/></w:tblBorders></w:tblPr>
<w:tblGrid><w:gridCol w:w="1500"/><w:gridCol w:w="3000"/></w:tblGrid>
<w:tr><w:trPr><w:trHeight w:val="900"/></w:trPr>
<w:tc><w:tcPr><w:vMerge w:val="restart"/><w:shd w:val="clear" w:fill="F2F2F2"/></w:tcPr><w:p/></w:tc>
<w:tc><w:tcPr><w:vAlign w:val="center"/></w:tcPr>
<w:p><w:pPr><w:spacing w:line="300" w:lineRule="exact"/></w:pPr><w:r><w:t>中</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>下</w:t></w:r></w:p></w:tc></w:tr>
</w:tbl>"""


def test_a_table_keeps_its_columns_lines_and_the_height_of_its_rows():
    html = paper_contents.as_html(body_of(TABLE))
    assert '<td width="100">' in html  # the row that measures
    assert '<td width="200">' in html
    assert 'rowspan="2"' in html
    assert "background-color:#F2F2F2" in html
    assert "border-top:2px solid #FF0000" in html
    middle = re.search(r'style="([^"]*)"><p[^>]*line-height:20px[^>]*>(?:<[^>]*>)*中', html)
    paddings = dict(re.findall(r"padding-(\w+):(\d+)px", middle[1]))
    assert int(paddings["top"]) + 20 + int(paddings["bottom"]) == 60 - 1  # 900 twips less the line below
    assert abs(int(paddings["top"]) - int(paddings["bottom"])) <= 1


def test_text_at_tab_stops_stands_in_columns():
    tabs = '<w:tabs><w:tab w:val="left" w:pos="3000"/><w:tab w:val="right" w:pos="9000"/></w:tabs>'
    html = paper_contents.as_html(
        body_of(
            f"<w:p {W}><w:pPr>{tabs}</w:pPr><w:r><w:t>编号</w:t><w:tab/><w:t>开具</w:t><w:tab/><w:t>页</w:t></w:r></w:p>"
        )
    )
    cells = re.findall(r'<td width="(\d+)"><p align="(\w+)"', html)
    assert cells[0] == ("200", "left")
    assert cells[2][1] == "right"


def test_a_text_box_is_read_once():
    html = paper_contents.as_html(
        body_of(
            f"""<w:p {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
            xmlns:v="urn:schemas-microsoft-com:vml"><w:r><mc:AlternateContent>
            <mc:Choice Requires="wps"><w:drawing><w:txbxContent><w:p><w:r><w:t>盒中字</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>
            <mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>盒中字</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>
            </mc:AlternateContent></w:r></w:p>"""
        )
    )
    assert html.count("盒中字") == 1


def test_hidden_text_stays_hidden_and_a_deleted_one_deleted():
    html = paper_contents.as_html(
        body_of(
            f"""<w:p {W}><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>
            <w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:ins><w:r><w:t>插</w:t></w:r></w:ins></w:p>"""
        )
    )
    assert "隐" not in html
    assert "删" not in html
    assert "插" in html


def test_a_style_based_on_itself_comes_to_an_end():
    document = docx.Document()
    style = document.styles.add_style("圈", 1)
    style.base_style = style
    document.add_paragraph("字", style="圈")
    assert "字" in paper_contents.as_html(saved(document))


def test_the_shipped_slip_keeps_every_text_and_its_barcode():
    content = shipped(SLIP_PAPER).fill(slip(3, copies=("存根联", "门岗联")))
    html = paper_contents.as_html(content)
    text = re.sub(r"<[^>]+>", "", html)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("word/document.xml").decode()
    for word in re.findall(r"<w:t[^>]*>([^<]+)</w:t>", xml):
        if len(word.strip()) > 1:
            assert word in text, word
    assert html.count("<img") == 2


def test_a_text_may_lie_in_a_part_of_any_name():
    """Word on the web calls it document2.xml."""
    document, target = docx.Document(), io.BytesIO()
    document.add_paragraph("正文在别处")
    moved = {
        "word/document.xml": "word/document2.xml",
        "word/_rels/document.xml.rels": "word/_rels/document2.xml.rels",
    }
    with (
        zipfile.ZipFile(io.BytesIO(saved(document))) as old,
        zipfile.ZipFile(target, "w") as new,
    ):
        for name in old.namelist():
            content = old.read(name).replace(b"word/document.xml", b"word/document2.xml")
            new.writestr(moved.get(name, name), content)
    assert "正文在别处" in paper_contents.as_html(target.getvalue())


@pytest.mark.parametrize("damage", [b"", b"no zip"])
def test_what_is_no_word_file_is_not_taken_for_one(damage):
    with pytest.raises((zipfile.BadZipFile, KeyError)):
        paper_contents.as_html(damage)
