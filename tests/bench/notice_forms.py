"""The notice the paper benchmarks fill: 25 fields, 12 fee rows and a header, as a template for each way of filling.

All templates look alike; only how a field is written in them differs.
"""

import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench_tools import check

NOTICES = 500
FIELDS = 25
ROWS = 12
COLUMNS = ("no", "item", "period", "quantity", "price", "amount", "note")
_WORDS = (
    "和谐家园二期（南区）",
    "王李张",
    "示例市 & 分公司",
    "<按面积>",
    "2026-01",
    "1,234.56",
    "公共照明分摊",
)
PutField = Callable[[Any, str], None]
"""Writes the field of a name at the end of a paragraph."""


def values(number: int) -> dict[str, Any]:
    """Return what the notice `number` is filled with."""
    chance = random.Random(number)
    fields = {f"field_{at}": f"{chance.choice(_WORDS)}{chance.randrange(10**6)}" for at in range(FIELDS)}
    rows = [{name: f"{chance.choice(_WORDS)}{at}" for name in COLUMNS} for at in range(ROWS)]
    return {**fields, "company": "示例市和谐家园物业服务有限公司 & 分公司", "rows": rows}


def texts(number: int) -> list[str]:
    """Return every text a notice must show, in order, header first."""
    notice = values(number)
    found = [notice["company"], f"尊敬的 {notice['field_2']} 业主：现将您名下 {notice['field_8']} 室"]
    found[1] += "的应缴费用通知如下，请核对后按时缴纳。"
    for at in range(FIELDS):
        found += [f"第 {at} 项", notice[f"field_{at}"]]
    found += [*COLUMNS, *(row[name] for row in notice["rows"] for name in COLUMNS)]
    return found


class Clock:
    """The processor time of the filling alone: what the values cost to make is not counted."""

    def __init__(self) -> None:
        self._start, self._making = time.process_time(), 0.0

    def notices(self, count: int) -> Iterator[dict[str, Any]]:
        """Yield the values of `count` notices, made one by one."""
        for number in range(count):
            start = time.process_time()
            notice = values(number % NOTICES)
            self._making += time.process_time() - start
            yield notice

    def ms(self, count: int) -> float:
        """Return the milliseconds a notice took."""
        return (time.process_time() - self._start - self._making) / count * 1e3


def folder_in_memory() -> tempfile.TemporaryDirectory[str]:
    """Return a folder for the filled files, in memory where there is such a place.

    To write a file on a disk shared with others costs more than to fill it, and never twice the same.
    """
    memory = Path("/dev/shm")
    return tempfile.TemporaryDirectory(prefix="desk-bench-", dir=memory if memory.is_dir() else None)


def new_folder(folder: Path) -> Path:
    """Return an empty folder: to write over a file costs its file system more than to write a new one."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def make_template(path: Path, put_field: PutField, loop: bool = False) -> None:
    """Write the template: a header, a sentence, a grid of fields, a table; with `loop` docxtpl's tags repeat its row."""
    import docx
    from docx.shared import Mm

    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(15)
    put_field(_paragraph(page.header.paragraphs[0]), "company")
    sentence = _paragraph(document.add_paragraph())
    for before, name in (("尊敬的 ", "field_2"), (" 业主：现将您名下 ", "field_8")):
        write(sentence, before)
        put_field(sentence, name)
    write(sentence, " 室的应缴费用通知如下，请核对后按时缴纳。")
    grid = document.add_table(rows=13, cols=4, style="Table Grid")
    for number in range(FIELDS):
        at, side = divmod(number, 2)
        write(_paragraph(grid.cell(at, side * 2).paragraphs[0]), f"第 {number} 项")
        put_field(_paragraph(grid.cell(at, side * 2 + 1).paragraphs[0]), f"field_{number}")
    _put_table(document, put_field, loop)
    _slim(document)
    document.save(str(path))


def _put_table(document: Any, put_field: PutField, loop: bool) -> None:
    table = document.add_table(rows=2 + 2 * loop, cols=len(COLUMNS), style="Table Grid")
    if loop:
        write(_paragraph(table.cell(1, 0).paragraphs[0]), "{%tr for r in rows %}")
        write(_paragraph(table.cell(3, 0).paragraphs[0]), "{%tr endfor %}")
    for at, name in enumerate(COLUMNS):
        write(_paragraph(table.cell(0, at).paragraphs[0]), name)
        put_field(_paragraph(table.cell(1 + loop, at).paragraphs[0]), f"r.{name}" if loop else f"r_{name}")


def _paragraph(paragraph: Any) -> Any:
    from docx.shared import Pt

    paragraph.paragraph_format.space_after = Pt(0)
    return paragraph


def write(paragraph: Any, text: str) -> Any:
    """Add a run in the notice's font and return it."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(9), "Times New Roman"
    run._element.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
    return run


def put_placeholder(paragraph: Any, name: str) -> None:
    """Write docxtpl's and our placeholder."""
    write(paragraph, f"{{{{ {name} }}}}")


def put_merge_field(paragraph: Any, name: str) -> None:
    """Write Word's own merge field."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "", "separate", "text", "end"):
        run = write(paragraph, f"«{name}»" if kind == "text" else "")
        if kind == "text":
            continue
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.set(qn("xml:space"), "preserve")
            mark.text = f" MERGEFIELD {name} \\* MERGEFORMAT "
        run._element.append(mark)


def _slim(document: Any) -> None:
    """Take out what python-docx puts in and Word does not: ten times the usual styles would burden the peers alone."""
    from docx.oxml.ns import qn

    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        name = style.find(qn("w:name")).get(qn("w:val"))
        if style.get(qn("w:default")) != "1" and name not in ("Table Grid", "header"):
            styles.remove(style)
    for relations in (document.part.rels, document.part.package.rels):
        for name, relation in list(relations.items()):
            if relation.reltype.endswith(("WithEffects", "thumbnail")):
                del relations[name]


def texts_in(path: Path) -> list[str]:
    """Return every text of a file that python-docx opens: the header's, then each paragraph's, empty ones left out."""
    import docx
    from docx.oxml.ns import qn

    document = docx.Document(str(path))
    parts = [document.sections[0].header._element, document.element.body]
    paragraphs = [
        "".join(t.text or "" for t in p.iter(qn("w:t"))) for part in parts for p in part.iter(qn("w:p"))
    ]
    return [text for text in paragraphs if text]


def to_pdf(paths: list[Path], folder: Path) -> None:
    """Have LibreOffice make PDFs of Word files, all in one start; its profile lies in `folder` too."""
    profile = f"-env:UserInstallation=file://{folder.resolve()}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=600)


def check_same_pages(ours: Path, theirs: Path, numbers: tuple[int, ...], folder: Path) -> None:
    """Check that pictures of the same pages of two folders' notices are the same, byte for byte."""
    pictures: list[list[bytes]] = []
    for side in (ours, theirs):
        pages = folder / f"pages-{side.name}"
        pages.mkdir(parents=True, exist_ok=True)
        to_pdf([side / f"{number}.docx" for number in numbers], pages)
        for number in numbers:
            command = ["pdftoppm", "-r", "70", "-png", f"{pages}/{number}.pdf", f"{pages}/{number}"]
            subprocess.run(command, check=True)
        pictures.append([page.read_bytes() for page in sorted(pages.glob("*.png"))])
    check(len(pictures[0]) == len(numbers), "each notice is one page")
    check(pictures[0] == pictures[1], f"page images of {ours.name} and {theirs.name}")
