"""Picture frames of a template: barcodes, QR codes and photographs, one document or many, in and out of a loop."""

import io
import re
import struct
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from docxtpl import RichText

from desk_app.kernel.errors import DeskError
from desk_app.kernel.papers.barcode import png
from desk_app.kernel.papers.check import check_placeholders
from desk_app.kernel.papers.package import part_named
from desk_app.kernel.papers.paper import Placeholder
from desk_app.kernel.papers.pictures import Picture, picture_size
from desk_app.kernel.papers.refusals import TemplateRefused
from desk_app.kernel.papers.template import Template
from tests.kernel.papers.conftest import save
from tests.kernel.papers.test_barcode import lines_of, scan

SAMPLE = png(60, ["1" * 60] * 20)
WIDE, TALL = Picture(png(80, ["0" * 80] * 20)), Picture(png(20, ["0" * 20] * 60))
JPEG = Picture(
    b"\xff\xd8\xff\xe0\0\4ab\xff\xc0\0\x11\x08" + struct.pack(">2H", 30, 40) + bytes(12) + b"\xff\xd9"
)


def framed(
    *alternatives: str, width: float = 60, height: float = 30, sample: bytes = SAMPLE
) -> docx.Document:
    """Return a document with a frame for each alternative text, all showing the same sample picture."""
    document = docx.Document()
    for text in alternatives:
        run = document.add_paragraph("图：").add_run()
        shape = run.add_picture(io.BytesIO(sample), Mm(width), Mm(height))
        shape._inline.docPr.set("descr", text)
    return document


def shown(content: bytes) -> list[tuple[bytes, float, float]]:
    """Return each picture of the text in order: its bytes, width and height in millimetres."""
    document = docx.Document(io.BytesIO(content))
    relations, found = document.part.rels, []
    for inline in document.element.body.iter(qn("wp:inline")):
        blip, sizes = (
            next(inline.iter(qn("a:blip"))),
            {inline.find(qn("wp:extent")), next(inline.iter(qn("a:ext")))},
        )
        assert len({(size.get("cx"), size.get("cy")) for size in sizes}) == 1
        size = inline.find(qn("wp:extent"))
        sides = [round(int(size.get(side)) / 36000, 1) for side in ("cx", "cy")]
        found.append((relations[blip.get(qn("r:embed"))].target_part.blob, *sides))
    return found


def test_each_kind_of_frame_gets_its_picture_even_when_all_show_one_sample():
    paper = Template.from_bytes(
        save(framed("{{ number }}", "{{ number|qr }}", "{{ photo | picture }}", "门岗照片"))
    )
    assert paper.slots.names == {"number", "photo"}
    bars, qr, photo, other = shown(paper.fill({"number": "FX-202611-0038", "photo": WIDE}))
    assert scan(bars[0]) == [("Code128", "FX-202611-0038")]
    assert scan(qr[0]) == [("QRCode", "FX-202611-0038")]
    assert photo == (WIDE.content, 60, 15)
    assert other == (SAMPLE, 60, 30)


@pytest.mark.parametrize(
    ("picture", "width", "height"),
    [(WIDE, 60, 15), (TALL, 10, 30), (JPEG, 40, 30)],
    ids=["wide", "tall", "jpeg"],
)
def test_a_picture_keeps_its_proportions_inside_the_frame(picture, width, height):
    paper = Template.from_bytes(save(framed("{{ photo|picture }}")))
    filled = paper.fill({"photo": picture})
    assert shown(filled) == [(picture.content, width, height)]
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        media = [name for name in archive.namelist() if "/media/" in name]
        types = archive.read("[Content_Types].xml").decode()
    ending = media[0].rpartition(".")[2]
    assert len(media) == 1  # the sample is not handed out
    assert f'Extension="{ending}" ContentType="image/{ending}"' in types
    assert ending == ("jpeg" if picture is JPEG else "png")


@pytest.mark.parametrize("blank", [None, ""])
def test_a_blank_picture_is_white(blank):
    ((content, width, height),) = shown(
        Template.from_bytes(save(framed("{{ photo|picture }}"))).fill({"photo": blank})
    )
    assert lines_of(content) == ["1"]
    assert (width, height) == (60, 30)


def test_each_row_of_a_loop_has_its_own_pictures():
    document = docx.Document()
    document.add_paragraph("{%p for card in cards %}")
    for text in ("{{ card.number|qr }}", "{{ card.photo|picture }}"):
        document.add_paragraph("{{ card.number }}").add_run().add_picture(
            io.BytesIO(SAMPLE), Mm(20), Mm(20)
        )._inline.docPr.set("descr", text)
    document.add_paragraph("{%p endfor %}")
    paper = Template.from_bytes(save(document))
    cards = [{"number": f"CP-{i}", "photo": photo} for i, photo in enumerate((WIDE, TALL, None, WIDE))]
    found = shown(paper.fill({"cards": cards}))
    assert [scan(content)[0][1] for content, *_size in found[::2]] == ["CP-0", "CP-1", "CP-2", "CP-3"]
    assert [content for content, *_size in found[1::2]][:2] == [WIDE.content, TALL.content]
    assert found[3] == found[3][:1] + found[3][1:]
    with zipfile.ZipFile(io.BytesIO(paper.fill({"cards": cards}))) as archive:
        numbers = re.findall(rb'<wp:docPr id="(\d+)"', archive.read("word/document.xml"))
        media = [archive.read(name) for name in archive.namelist() if "/media/" in name]
    assert len(set(numbers)) == len(numbers) == 8
    assert media.count(WIDE.content) == 1


def test_merged_documents_have_their_own_pictures_and_share_equal_ones():
    paper = Template.from_bytes(save(framed("{{ number }}", "{{ photo|picture }}")))
    merged = paper.fill_many(
        {"number": f"FX-{i}", "photo": photo} for i, photo in enumerate((WIDE, JPEG, WIDE, None))
    )
    found = shown(merged)
    assert [scan(content)[0][1] for content, *_size in found[::2]] == ["FX-0", "FX-1", "FX-2", "FX-3"]
    assert [content for content, *_size in found[1::2]][:3] == [WIDE.content, JPEG.content, WIDE.content]
    with zipfile.ZipFile(io.BytesIO(merged)) as archive:
        assert archive.testzip() is None
        assert [archive.read(name) for name in archive.namelist()].count(WIDE.content) == 1


def test_frames_are_hung_too_when_docxtpl_itself_fills():
    document = framed("{{ number|qr }}", "{{ photo|picture }}")
    document.add_paragraph("{{r remark }}")
    values = {"number": "A&B", "photo": WIDE, "remark": RichText("急", bold=True)}
    filled = Template.from_bytes(save(document)).fill(values)
    (qr, *_size), photo = shown(filled)
    assert scan(qr) == [("QRCode", "A&B")]
    assert photo == (WIDE.content, 60, 15)
    assert "急" in docx.Document(io.BytesIO(filled)).paragraphs[-1].text


def test_how_the_sample_was_cut_and_coloured_is_not_done_to_the_barcode():
    document = framed("{{ number }}")
    blip = next(document.element.body.iter(qn("a:blip")))
    blip.append(blip.makeelement(qn("a:grayscl")))
    blip.addnext(blip.makeelement(qn("a:srcRect"), {"l": "25000"}))
    filled = Template.from_bytes(save(document)).fill({"number": "FX-1"})
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        text = archive.read("word/document.xml")
    assert b"srcRect" not in text
    assert b"grayscl" not in text


def test_what_is_no_picture_is_refused_in_a_sentence():
    paper = Template.from_bytes(save(framed("{{ photo|picture }}")))
    with pytest.raises(DeskError, match="photo”不是图片"):
        paper.fill({"photo": "张三"})
    with pytest.raises(DeskError, match="PNG 或 JPEG"):
        paper.fill({"photo": Picture(b"GIF89a" + bytes(20))})
    with pytest.raises(DeskError, match=r"第 2 份：.*不是图片"):
        paper.fill_many([{"photo": WIDE}, {"photo": "张三"}])
    with pytest.raises(DeskError, match="photo"):
        paper.fill({})


def test_a_frame_larger_than_any_paper_is_refused():
    document = framed("{{ number }}")
    next(document.element.body.iter(qn("wp:extent"))).set("cx", "9" * 12)
    with pytest.raises(TemplateRefused, match="图片框太大"):
        Template.from_bytes(save(document))


def test_a_frame_in_the_header_is_refused_for_its_sample_would_be_printed():
    document = framed()
    run = document.sections[0].header.paragraphs[0].add_run()
    run.add_picture(io.BytesIO(SAMPLE), Mm(20))._inline.docPr.set("descr", "{{ number|qr }}")
    content = save(document)
    with pytest.raises(TemplateRefused, match="页眉页脚里的图片"):
        Template.from_bytes(content)
    (problem,) = check_placeholders(content, (Placeholder("number", "编号"),)).problems
    assert "移到正文" in problem


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xc0", b"\xff\xd8\xff\xe0\xff\xff\0\0", b"BM"]
)
def test_a_damaged_picture_has_no_size(content):
    assert picture_size(content) == (0, 0)


def test_a_sample_that_something_else_shows_stays():
    document = framed("{{ number }}", "公司标志")
    filled = Template.from_bytes(save(document)).fill({"number": "FX-1"})
    assert shown(filled)[1][0] == SAMPLE
    relations = docx.Document(io.BytesIO(filled)).part.rels
    assert all(part_named("word/document.xml", r.target_ref) for r in relations.values() if not r.is_external)


def test_the_check_of_a_template_knows_frames_and_what_may_stand_in_them():
    known = (Placeholder("number", "编号"), Placeholder("photo", "照片", shape="picture"))
    good = save(framed("{{ number }}", "{{ number|qr }}", "{{ photo|picture }}"))
    assert check_placeholders(good, known).problems == ()
    (problem,) = check_placeholders(save(framed("{{ number|picture }}")), known).problems
    assert "number”不是图片" in problem
    (problem,) = check_placeholders(save(framed("{{ nummer|qr }}")), known).problems
    assert "是不是想写“number”" in problem


def test_a_value_or_text_that_reads_like_a_mark_is_printed_as_it_is():
    document = framed("{{ number }}")
    document.add_paragraph('{{ note }} "frame 9 id x"')
    note = '他写“frame”："frame 0 id x"'
    filled = Template.from_bytes(save(document)).fill({"number": "A1", "note": note})
    assert docx.Document(io.BytesIO(filled)).paragraphs[-1].text == f'{note} "frame 9 id x"'
