"""Many documents in one file: written as they come, each with its own pages, headers and totals."""

import io
import re
import shutil
import subprocess
import tracemalloc
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from desk_app.kernel.errors import DeskError
from desk_app.kernel.office_programs import find_programs, to_pdf
from desk_app.kernel.papers.template import Template
from tests.kernel.papers.conftest import save

GOODS = (("{%tr for item in goods %}", ""), ("{{ item.name }}", "{{ item.note }}"), ("{%tr endfor %}", ""))

LIBREOFFICE = next((program for program in find_programs() if program.kind == "libreoffice"), None)
needs_libreoffice = pytest.mark.skipif(LIBREOFFICE is None, reason="LibreOffice is not installed")


def rows(count: int) -> list[dict[str, str]]:
    return [{"name": f"物品{i}", "note": f"{i * 7919 % 100003}号"} for i in range(count)]


def peak_mb(do) -> float:
    tracemalloc.start()
    do()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def test_documents_are_taken_one_by_one_and_progress_is_told(template, tmp_path, read):
    paper, done, taken = template("{{ owner }}"), [], []

    def people():
        for i in range(5):
            taken.append(i)
            yield {"owner": f"业主{i}"}

    def progress(count: int) -> None:
        done.append((count, len(taken)))

    assert paper.write_many(tmp_path / "全部.docx", people(), progress) == 5
    assert done == [(1, 2), (2, 3), (3, 4), (4, 5), (5, 5)]
    assert read((tmp_path / "全部.docx").read_bytes()) == [f"业主{i}" for i in range(5)]
    assert [path.name for path in tmp_path.iterdir()] == ["全部.docx"]


def test_a_batch_broken_off_leaves_the_earlier_file_as_it_was(template, tmp_path):
    target = tmp_path / "全部.docx"
    target.write_bytes(b"earlier")

    def stop(done: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        template("{{ owner }}").write_many(target, ({"owner": str(i)} for i in range(9)), stop)
    assert target.read_bytes() == b"earlier"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_value_missing_in_one_document_is_named_with_its_place(template, tmp_path):
    documents = [{"owner": "甲"}, {"owner": "乙"}, {"number": "3"}]
    with pytest.raises(DeskError, match=r"第 3 份：.*owner"):
        template("{{ owner }}").write_many(tmp_path / "全部.docx", documents)
    assert list(tmp_path.iterdir()) == []


def test_memory_does_not_grow_with_the_batch(template, tmp_path):
    paper = template("{{ owner }}", header="No.{{ owner }}", table=GOODS)
    goods = rows(100)

    def batch(count: int):
        return ({"owner": str(i), "goods": goods} for i in range(count))

    paper.write_many(tmp_path / "first.docx", batch(2))
    small, large = (
        peak_mb(lambda n=n: paper.write_many(tmp_path / f"{n}.docx", batch(n))) for n in (50, 500)
    )
    with zipfile.ZipFile(tmp_path / "500.docx") as archive:
        text = archive.getinfo("word/document.xml").file_size / 2**20
        assert archive.testzip() is None
        assert len([name for name in archive.namelist() if name.startswith("word/header")]) == 500
    assert text > 10
    assert large - small < 3


def test_a_list_of_twenty_thousand_rows_is_written_in_pieces(template):
    paper = template("{{ owner }}", table=GOODS)
    values = {"owner": "王芳", "goods": rows(20000)}
    paper.fill(values)
    contents = []
    peak = peak_mb(lambda: contents.append(paper.fill(values)))
    with zipfile.ZipFile(io.BytesIO(contents[0])) as archive:
        whole = archive.read("word/document.xml")
        assert archive.testzip() is None
    assert [cell.text for cell in etree.fromstring(whole).iter("{*}t")][-1] == f"{19999 * 7919 % 100003}号"
    assert peak < len(whole) / 2**20 / 2


def test_long_lists_inside_merged_documents_are_whole(template):
    documents = [{"owner": owner, "goods": rows(2500)} for owner in "甲乙"]
    texts = [
        node.text
        for node in etree.fromstring(_text(template("{{ owner }}", table=GOODS).fill_many(documents))).iter(
            "{*}t"
        )
    ]
    assert texts == [
        text for owner in "甲乙" for text in (owner, *(t for row in rows(2500) for t in row.values()))
    ]


def _text(content: bytes, part: str = "word/document.xml") -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(part)


FIELD = (
    f"<w:p {nsdecls('w')}><w:r><w:t>共</w:t></w:r>"
    '<w:r><w:rPr><w:b/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> NUMPAGES </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>9</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>页</w:t></w:r></w:p>'
)
SIMPLE = f'<w:p {nsdecls("w")}><w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>9</w:t></w:r></w:fldSimple></w:p>'


@pytest.mark.parametrize("field", [FIELD, SIMPLE], ids=["long", "simple"])
def test_the_total_of_pages_is_that_of_the_document_not_of_the_batch(field):
    document = docx.Document()
    document.add_paragraph("{{ owner }}")
    document.sections[0].footer.paragraphs[0]._p.addnext(parse_xml(field))
    paper = Template.from_bytes(save(document))
    merged = paper.fill_many([{"owner": "甲"}, {"owner": "乙"}])
    footers = [section.footer._element for section in docx.Document(io.BytesIO(merged)).sections]
    for place, footer in enumerate(footers, 1):
        instructions = [node.text.strip() for node in footer.iter("{*}instrText")]
        assert instructions == ["SECTIONPAGES", f"PAGEREF _DocumentEnd{place}"]
        assert not list(footer.iter("{*}fldSimple"))
        text = "".join(node.text for node in footer.iter("{*}t"))
        assert text == ("共1页" if field is FIELD else "1")
        marks = [node.get(node.tag.replace("fldChar", "fldCharType")) for node in footer.iter("{*}fldChar")]
        assert marks == ["begin", "separate", "begin", "separate", "end", "end"]
    names = re.findall(rb'<w:bookmarkStart w:id="(\d+)" w:name="(\w+)"/>', _text(merged))
    assert [name for _id, name in names] == [b"_DocumentEnd1", b"_DocumentEnd2"]
    assert len({identifier for identifier, _name in names}) == 2
    single = paper.fill({"owner": "甲"})
    footer = next(name for name in zipfile.ZipFile(io.BytesIO(single)).namelist() if "footer" in name)
    assert b"NUMPAGES" in _text(single, footer)


def test_a_form_of_two_sections_counts_through_both():
    document = docx.Document()
    document.add_paragraph("{{ owner }}")
    document.add_section()
    document.add_paragraph("续")
    document.sections[0].footer.paragraphs[0]._p.addnext(parse_xml(FIELD))
    merged = Template.from_bytes(save(document)).fill_many([{"owner": "甲"}, {"owner": "乙"}])
    footer = docx.Document(io.BytesIO(merged)).sections[2].footer._element
    assert [node.text.strip() for node in footer.iter("{*}instrText")] == ["PAGEREF _DocumentEnd2"]
    assert _text(merged).count(b'w:start="1"') == 2


def test_a_document_that_ends_with_a_table_has_its_end_marked_below():
    document = docx.Document()
    document.sections[0].footer.paragraphs[0]._p.addnext(parse_xml(FIELD))
    document.add_table(1, 1).cell(0, 0).text = "{{ owner }}"
    merged = Template.from_bytes(save(document)).fill_many([{"owner": "甲"}, {"owner": "乙"}])
    body = docx.Document(io.BytesIO(merged)).element.body
    assert [mark.getparent().getparent() for mark in body.iter("{*}bookmarkStart")] == [body, body]
    assert len(docx.Document(io.BytesIO(merged)).sections) == 2


def test_the_header_of_each_document_knows_its_own_relations():
    document = docx.Document()
    document.add_paragraph("{{ owner }}")
    header = document.sections[0].header.paragraphs[0]
    header.text = "{{ owner }}"
    header.add_run().add_picture(io.BytesIO(_pixel()))
    merged = Template.from_bytes(save(document)).fill_many([{"owner": owner} for owner in "甲乙丙"])
    sections = docx.Document(io.BytesIO(merged)).sections
    assert [section.header.paragraphs[0].text for section in sections] == ["甲", "乙", "丙"]
    for section in sections:
        assert [part.blob for part in section.header.part.related_parts.values()] == [_pixel()]


def _pixel() -> bytes:
    from desk_app.kernel.papers.barcode import png

    return png(1, ["0"])


@needs_libreoffice
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext")
def test_libreoffice_prints_the_pages_and_the_total_of_each_document(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    document = docx.Document()
    document.add_paragraph("{%p for item in goods %}")
    document.add_paragraph("{{ item.name }}").paragraph_format.page_break_before = True
    document.add_paragraph("{%p endfor %}")
    page = FIELD.replace("NUMPAGES", "PAGE").replace("共", "第")
    document.sections[0].footer.paragraphs[0]._p.addnext(parse_xml(FIELD))
    document.sections[0].footer.paragraphs[0]._p.addnext(parse_xml(page))
    merged, pdf = tmp_path / "merged.docx", tmp_path / "merged.pdf"
    Template.from_bytes(save(document)).write_many(merged, ({"goods": rows(count)} for count in (2, 1, 3)))
    to_pdf(merged, pdf, program=LIBREOFFICE)
    done = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, text=True, check=True)
    found = re.findall(r"第(\d)页\s*共(\d)页", done.stdout.replace(" ", ""))
    assert found == [("1", "2"), ("2", "2"), ("1", "1"), ("1", "3"), ("2", "3"), ("3", "3")]
