"""The goods release slip and its register as they lie on the counter: what stands on them and on how many pages."""

import dataclasses
import io
import os
import re
import zipfile

import docx
import pytest
from docxtpl import DocxTemplate
from lxml import etree

from desk_app.kernel.papers.check import check_template
from desk_app.kernel.papers.paper import TEMPLATES_FOLDER
from desk_app.kernel.papers.syntax import environment
from desk_app.kernel.papers.template import Template
from desk_app.modules.goods_release.papers import REGISTER_PAPER, SLIP_PAPER
from tests.papers.conftest import LONG, needs_libreoffice, register, shipped, slip, text_of

TWO = ("存根联", "门岗联")


@pytest.mark.parametrize("language", ["", "en"])
@pytest.mark.parametrize("paper", [SLIP_PAPER, REGISTER_PAPER], ids=lambda paper: paper.name)
def test_the_shipped_template_asks_for_nothing_its_paper_does_not_offer(paper, language):
    content = (TEMPLATES_FOLDER / language / paper.template).read_bytes()
    checked = check_template(content, paper)
    assert (checked.problems, checked.warnings) == ((), ())


@pytest.mark.parametrize("paper", [SLIP_PAPER, REGISTER_PAPER], ids=lambda paper: paper.name)
def test_the_english_template_asks_for_the_same(paper):
    assert shipped(paper).slots == shipped(paper, "en").slots


@pytest.mark.parametrize(
    ("name", "paper", "values"),
    [
        ("goods_release_slip", SLIP_PAPER, lambda: slip(2, copies=TWO)),
        (
            "goods_release_slip_continued",
            SLIP_PAPER,
            lambda: slip(9, copies=TWO[:1], watermark="补打", print_count="2"),
        ),
        ("goods_release_register", REGISTER_PAPER, lambda: register(2)),
    ],
)
def test_a_filled_paper_says_what_it_said_before(name, paper, values, pytestconfig):
    """A changed word shows in review; with DESK_GOLDEN=write the new text becomes the right one."""
    golden = pytestconfig.rootpath / "tests" / "golden" / f"{name}.txt"
    text = text_of(shipped(paper).fill(values()))
    if os.environ.get("DESK_GOLDEN") == "write":
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


@pytest.mark.parametrize("rows", [0, 1, 8, 23])
def test_the_slip_equals_what_docxtpl_makes_of_it(rows):
    template, values = shipped(SLIP_PAPER), slip(rows, watermark="样张")
    path = SLIP_PAPER.find_template()
    document, target = DocxTemplate(path), io.BytesIO()
    document.render(values, environment(), autoescape=True)
    document.save(target)
    assert canonical(template.fill(values)) == canonical(target.getvalue())


def canonical(content: bytes) -> bytes:
    """Return the text and header of a Word file in canonical XML, drawings not numbered, their relations not named.

    Column lists are left out: docxtpl takes the cells of a table inside a cell for columns of the outer one.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [etree.fromstring(archive.read(name)) for name in ("word/document.xml", "word/header1.xml")]
    for drawing in parts[0].iter("{*}docPr"):
        drawing.set("id", "0")
    for picture in parts[0].iter("{*}blip"):
        picture.attrib.clear()
    for grid in list(parts[0].iter("{*}tblGrid")):
        grid.getparent().remove(grid)
    return b"".join(etree.tostring(part, method="c14n") for part in parts)


def test_empty_fields_are_struck_and_empty_rows_too():
    blank = dict.fromkeys(("vehicle", "reason", "carrier_id", "owner_phone", "called_at", "called_by"))
    text = text_of(shipped(SLIP_PAPER).fill(slip(1, copies=("存根联",), owner_answer="", **blank)))
    assert text.count("／") == 10  # with company head, letter of authority, who was called and the answer
    assert text.count("以下空白") == 1
    filled = docx.Document(io.BytesIO(shipped(SLIP_PAPER).fill(slip(1, copies=("存根联",)))))
    assert filled.element.xml.count("<w:pBdr>") == 6


def test_nobodys_name_stands_in_empty_brackets():
    assert "（）" not in text_of(shipped(SLIP_PAPER).fill(slip(1, handled_by=None)))


def test_every_drawing_has_a_number_of_its_own():
    filled = shipped(SLIP_PAPER).fill(slip(23))
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        numbers = re.findall(rb'<wp:docPr id="(\d+)"', archive.read("word/document.xml"))
    assert len(numbers) == len(set(numbers)) == 9


def test_a_reprint_carries_its_mark_on_both_halves_and_in_the_small_print():
    text = text_of(shipped(SLIP_PAPER).fill(slip(1, copies=TWO, watermark="补打", print_count="2")))
    assert text.splitlines().count("补打") == 2
    assert text.count("第 2 次打印 补打") == 2
    assert "补打" not in text_of(shipped(SLIP_PAPER).fill(slip(1, copies=TWO)))


def test_a_half_without_a_slip_carries_no_mark():
    text = text_of(shipped(SLIP_PAPER).fill(slip(1, copies=TWO[:1], watermark="补打", print_count="2")))
    assert text.splitlines().count("补打") == 1


def test_what_the_owner_said_is_told_by_ticks():
    text = text_of(
        shipped(SLIP_PAPER).fill(slip(1, copies=TWO[:1], owner_answer="未接通", nature="临时携带"))
    )
    assert "☐ 同意　　☐ 不同意　　☑ 未接通" in text
    assert "☐ 搬家迁出　　☑ 临时携带　　☐ 施工工具材料　　☐ 维修外送" in text


def test_the_company_head_was_called_for_an_offices_staff():
    text = text_of(shipped(SLIP_PAPER).fill(slip(1, copies=TWO[:1], company_head="陈总")))
    assert "核实对象　公司负责人" in text


@needs_libreoffice
@pytest.mark.parametrize(
    ("values", "pages"),
    [
        (slip(1, copies=TWO), 1),
        (slip(8, copies=TWO), 1),
        (slip(8), 2),
        (slip(9, copies=TWO), 2),
        (slip(22, copies=TWO), 2),
        (slip(23, copies=TWO), 3),
        (slip(10, copies=TWO, **LONG), 2),
        (slip(0, copies=TWO, **dict.fromkeys(LONG, "")), 1),
    ],
    ids=["1", "8", "8 in three copies", "9", "22", "23", "10 with long names", "empty"],
)
def test_two_copies_of_a_slip_fill_one_sheet_of_paper(values, pages, count_pages):
    assert count_pages(shipped(SLIP_PAPER).fill(values)) == pages


@needs_libreoffice
@pytest.mark.parametrize("language", ["", "en"])
def test_the_english_slip_takes_no_more_paper(language, count_pages):
    template = shipped(SLIP_PAPER, language)
    assert count_pages(template.fill(slip(8, copies=TWO, watermark="VOID"))) == 1
    assert count_pages(template.fill_many([slip(8), slip(3, copies=TWO), slip(9, copies=TWO)])) == 5


@needs_libreoffice
@pytest.mark.parametrize(("rows", "pages"), [(0, 1), (15, 1), (50, 3)])
def test_a_month_of_slips_goes_on_page_after_page(rows, pages, count_pages):
    assert count_pages(shipped(REGISTER_PAPER).fill(register(rows))) == pages


def test_a_register_repeats_its_head_on_every_page():
    xml = docx.Document(io.BytesIO(shipped(REGISTER_PAPER).fill(register(1)))).element.xml
    assert xml.count("<w:tblHeader/>") == 1


def test_the_promised_sheets_are_those_of_a_list_that_fits():
    assert SLIP_PAPER.pages == 2
    assert len(SLIP_PAPER.copies) == 3
    assert dataclasses.replace(SLIP_PAPER, copies=TWO).copies == TWO


def test_an_office_may_print_a_plain_template_of_its_own(tmp_path):
    document = docx.Document()
    document.add_paragraph("放行 {{ number }} {{ carrier }}")
    rows = document.add_table(3, 2).rows
    rows[0].cells[0].text, rows[2].cells[0].text = "{%tr for item in goods %}", "{%tr endfor %}"
    rows[1].cells[0].text, rows[1].cells[1].text = "{{ item.name }}", "{{ item.quantity }}"
    path = tmp_path / "own.docx"
    document.save(path)
    assert check_template(path.read_bytes(), SLIP_PAPER).problems == ()
    template = Template.load(path)
    assert text_of(template.fill(slip(2))) == "放行 FX-202611-0038 李小军\n三人布艺沙发\n1\n电冰箱\n1\n"
