"""A slip edited by hand in LibreOffice Writer still fills (edited_in_writer/README.md says how each was edited)."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
import zxingcpp

from desk_app.kernel.office_programs import to_pdf
from desk_app.kernel.papers.check import check_template
from desk_app.kernel.papers.template import Template
from tests.papers.conftest import LIBREOFFICE, SLIP_PAPER, needs_libreoffice, slip

FOLDER = Path(__file__).with_name("edited_in_writer")
EDITED = sorted(path.name for path in FOLDER.glob("*.docx"))
TRACKED = ("tracked_changes.docx", "all_at_once.docx")
ALWAYS = (
    "FX-202611-0038",
    "12-2-1502",
    "欧阳文静、张国强",
    "李小军",
    "138****5678",
    "浙A·8K3F6",
    "三人布艺沙发",
    "电冰箱",
    "以下空白",
)
ALSO = {
    "tracked_changes.docx": ("物品出门放行条", "示例小区 12-2-1502", "业主姓名（产权人）", "租户"),
    "fields_over_runs.docx": ("公司负责人 轻放", "灰色，2.1 米，带贵妃位"),
    "rows_and_cells.docx": ("备注轻放", "携带人李小军业主姓名", "房号12-2-1502身份"),
    "all_at_once.docx": ("备注轻放", "三人布艺沙发张张1"),
}
GONE = {"tracked_changes.docx": ("一单一号", "物品放行条"), "all_at_once.docx": ("带贵妃位",)}


def values(**other: str) -> dict[str, object]:
    return slip(3, copies=("① 存根联",), note="轻放", **other)


def template(name: str) -> Template:
    return Template.from_bytes((FOLDER / name).read_bytes())


def text_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return re.sub("<[^>]+>", "", packed.read("word/document.xml").decode()).replace("\n", "")


def test_every_way_of_editing_is_there():
    untracked = {
        "opened_and_saved.docx",
        "changed_fonts.docx",
        "fields_over_runs.docx",
        "rows_and_cells.docx",
    }
    assert set(EDITED) == untracked | set(TRACKED)


@pytest.mark.parametrize("name", EDITED)
def test_an_edited_slip_passes_the_check(name: str):
    checked = check_template((FOLDER / name).read_bytes(), SLIP_PAPER)
    assert checked.problems == ()
    assert [warning for warning in checked.warnings if "修订" not in warning] == []
    assert bool(checked.warnings) == (name in TRACKED)


@pytest.mark.parametrize("name", EDITED)
def test_an_edited_slip_is_filled_with_what_was_asked(name: str):
    filled = template(name).fill(values())
    text = text_of(filled)
    for words in (*ALWAYS, *ALSO.get(name, ())):
        assert words in text
    for words in ("{{", "{%", "}}", *GONE.get(name, ())):
        assert words not in text
    assert docx.Document(io.BytesIO(filled)).tables
    with zipfile.ZipFile(io.BytesIO(filled)) as packed:
        body = packed.read("word/document.xml")
    assert b"<w:ins " not in body
    assert b"<w:del " not in body


@pytest.mark.parametrize("name", EDITED)
def test_edited_slips_are_printed_together(name: str):
    merged = text_of(template(name).fill_many([values(), values(number="FX-202611-0039")]))
    assert merged.count("三人布艺沙发") == 2
    assert "FX-202611-0039" in merged


def test_fonts_chosen_in_writer_are_kept_and_told():
    asked = check_template((FOLDER / "changed_fonts.docx").read_bytes(), SLIP_PAPER).fonts
    assert {"楷体", "黑体", "微软雅黑"} <= set(asked)


@needs_libreoffice
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
@pytest.mark.parametrize("name", TRACKED)
def test_what_was_filled_in_stands_on_the_page(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    source, pdf = tmp_path / "slip.docx", tmp_path / "slip.pdf"
    source.write_bytes(template(name).fill(values(watermark="补打")))
    to_pdf(source, pdf, program=LIBREOFFICE)
    shown = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True
    ).stdout.decode()
    for words in ("FX-202611-0038", "12-2-1502", "李小军", "三人布艺沙发", "王芳"):
        assert words in shown
    shot = subprocess.run(["pdftoppm", "-gray", "-r", "203", pdf], capture_output=True, check=True).stdout
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", shot)
    width, height = int(head[1]), int(head[2])
    dots = memoryview(shot[head.end() : head.end() + width * height]).cast("B", (height, width))
    assert [code.text for code in zxingcpp.read_barcodes(dots)] == ["FX-202611-0038"]
