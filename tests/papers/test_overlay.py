"""Printing on pre-printed stationery: the values alone, where the full form has them."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest

from desk_app.kernel.office_programs import to_pdf
from desk_app.kernel.papers.check import check_template
from desk_app.kernel.papers.overlay import as_overlay, shift
from desk_app.kernel.papers.template import Template
from tests.papers.conftest import LIBREOFFICE, SLIP_PAPER, needs_libreoffice, slip

SHIPPED = Path(__file__).resolve().parents[2] / "templates_docx" / SLIP_PAPER.template
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
FIXED = (
    "物品放行条",
    "房号",
    "业主姓名",
    "去电核实",
    "门岗核对",
    "序号",
    "放行时间",
    "示例市和谐家园物业服务有限公司",
)
VALUES = ("FX-202611-0038", "12-2-1502", "三人布艺沙发", "139****2468")
DOTS_PER_POINT = 2
Box = tuple[float, float, float, float]


class Page:
    """The first page of a PDF: its words with their boxes in points, and its dark dots."""

    def __init__(self, content: bytes, folder: Path) -> None:
        source, pdf = folder / "paper.docx", folder / "paper.pdf"
        source.write_bytes(content)
        to_pdf(source, pdf, program=LIBREOFFICE)
        told = subprocess.run(
            ["pdftotext", "-bbox", pdf, "-"], capture_output=True, check=True
        ).stdout.decode()
        word = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
        self.words: list[tuple[str, Box]] = [
            (m[5], tuple(map(float, m.groups()[:4]))) for m in re.finditer(word, told)
        ]
        shot = subprocess.run(
            ["pdftoppm", "-gray", "-r", str(72 * DOTS_PER_POINT), "-singlefile", pdf],
            capture_output=True,
            check=True,
        ).stdout
        head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", shot)
        self.width, self.dots = int(head[1]), shot[head.end() :]

    def box(self, word: str) -> Box:
        return next(box for text, box in self.words if text == word)

    def dark(self, box: Box) -> int:
        """Return how many dots are dark inside a box."""
        left, top, right, bottom = (round(side * DOTS_PER_POINT) for side in box)
        rows = (self.dots[y * self.width + left : y * self.width + right] for y in range(top, bottom))
        return sum(dot < 200 for row in rows for dot in row)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Page, Page, Page]:
    """Return the full print, the overlay, and the overlay moved by 5 mm right and 3 mm up."""
    folder = tmp_path_factory.mktemp("overlay")
    values = slip(3, copies=("① 存根联",))
    full, over = (
        Template(SHIPPED.read_bytes()).fill(values),
        Template(as_overlay(SHIPPED.read_bytes())).fill(values),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        full_page, over_page, moved = (Page(content, folder) for content in (full, over, shift(over, 5, -3)))
    return full_page, over_page, moved


@needs_libreoffice
@needs_poppler
def test_every_word_of_the_overlay_stands_where_the_full_print_has_it(pages):
    full, over, _moved = pages
    assert [text for text, _box in over.words] == [text for text, _box in full.words]
    for (_text, one), (_same, other) in zip(full.words, over.words, strict=True):
        assert all(abs(a - b) < 0.3 for a, b in zip(one, other, strict=True))


@needs_libreoffice
@needs_poppler
def test_only_values_are_seen(pages):
    full, over, _moved = pages
    for word in FIXED:
        assert full.dark(full.box(word)) > 20
        assert over.dark(over.box(word)) == 0
    for word in VALUES:
        assert abs(over.dark(over.box(word)) - full.dark(full.box(word))) <= 0.1 * full.dark(full.box(word))
    ticks = [(text, box) for text, box in over.words if text in ("☑", "☐")]
    assert all((over.dark(box) > 0) == (text == "☑") for text, box in ticks)


@needs_libreoffice
@needs_poppler
def test_everything_that_is_dark_is_a_value_a_struck_row_or_the_barcode(pages):
    full, over, _moved = pages
    shown = [box for text, box in over.words if over.dark(box)]
    struck = (50, 235, 530, 320)
    barcode = (395, 25, 525, 62)
    seen = sum(over.dark(box) for box in shown)
    assert over.dark((0, 0, 595, 841)) <= seen + over.dark(struck) + over.dark(barcode)
    assert over.dark(struck) > 1000
    assert over.dark(barcode) > 1000
    assert over.dark((0, 0, 595, 841)) < 0.5 * full.dark((0, 0, 595, 841))


@needs_libreoffice
@needs_poppler
def test_a_shift_moves_every_value_alike(pages):
    _full, over, moved = pages
    for word in VALUES:
        (left, top, *_rest), (moved_left, moved_top, *_rest2) = over.box(word), moved.box(word)
        assert moved_left - left == pytest.approx(5 * 72 / 25.4, abs=0.2)
        assert moved_top - top == pytest.approx(-3 * 72 / 25.4, abs=0.2)


def test_the_overlay_of_a_shipped_template_is_a_template_still():
    made = as_overlay(SHIPPED.read_bytes())
    checked = check_template(made, SLIP_PAPER)
    assert (checked.problems, checked.warnings) == ((), ())
    assert made == as_overlay(SHIPPED.read_bytes())


def test_a_run_that_mixes_fixed_text_and_a_value_is_split():
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph.add_run("经办人（{{ handled_by }}）\t电话").bold = True
    paragraph.add_run("{{ ro").italic = True
    paragraph.add_run("om }}室{% if note %}备注{% endif %}")
    target = io.BytesIO()
    document.save(target)
    made = docx.Document(io.BytesIO(as_overlay(target.getvalue())))
    seen = [(run.text, str(run.font.color.rgb or ""), run.bold) for run in made.paragraphs[0].runs]
    assert seen == [
        ("经办人（", "FFFFFF", True), ("{{ handled_by }}", "", True), ("）\t电话", "FFFFFF", True), ("{{ ro", "", None),
        ("om }}", "", None), ("室", "FFFFFF", None), ("{% if note %}备注{% endif %}", "", None),
    ]  # fmt: skip


def test_pictures_lines_and_shading_vanish_and_keep_their_room():
    from docx.shared import Mm

    document = docx.Document()
    table = document.add_table(1, 1, style="Table Grid")
    shading = '<w:shd xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:val="clear" w:fill="F2F2F2"/>'
    table.cell(0, 0)._tc.get_or_add_tcPr().append(docx.oxml.parse_xml(shading))
    with zipfile.ZipFile(SHIPPED) as shipped:
        picture = io.BytesIO(next(shipped.read(name) for name in shipped.namelist() if name.endswith(".png")))
    document.add_paragraph().add_run().add_picture(picture, Mm(30))
    target = io.BytesIO()
    document.save(target)
    with zipfile.ZipFile(io.BytesIO(as_overlay(target.getvalue()))) as made:
        body, styles = made.read("word/document.xml").decode(), made.read("word/styles.xml").decode()
        assert 'r:embed="overlayBlank"' in body
        assert f'cx="{Mm(30)}"' in body
        assert "F2F2F2" not in body
        assert "overlay-blank.png" in made.read("word/_rels/document.xml.rels").decode()
    grid = re.search(r'<w:style [^>]*w:styleId="TableGrid".*?</w:style>', styles, re.DOTALL)[0]
    assert set(re.findall(r'<w:(?:top|left|insideH)[^>]*w:color="(\w+)"', grid)) == {"FFFFFF"}
    assert docx.Document(io.BytesIO(as_overlay(target.getvalue()))).inline_shapes[0].width == Mm(30)


def test_a_shift_moves_margins_headers_and_what_hangs_on_the_page():
    content = shift(SHIPPED.read_bytes(), 2, -1)
    before, after = (docx.Document(io.BytesIO(c)).sections[0] for c in (SHIPPED.read_bytes(), content))
    assert round((after.left_margin - before.left_margin) / 36_000, 1) == 2
    assert round((after.right_margin - before.right_margin) / 36_000, 1) == -2
    assert round((after.top_margin - before.top_margin) / 36_000, 1) == -1
    assert round((after.header_distance - before.header_distance) / 36_000, 1) == -1
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        header = packed.read("word/header1.xml").decode()
    assert 'from="5.65pt,418.05pt"' in header
