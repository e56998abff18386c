"""A1, A3, A5: 500 one-page notices (25 fields, 12 fee rows) as Word files, against docxtpl as it is documented.

Both sides fill the same template, as Word writes one, with the same values; the text of files of both is compared.
"""

import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from bench_tools import Figure, answer, check, memory_mb, ratio, take_turns
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt

NOTICES = 500
FIELDS = 25
ROWS = 12
COLUMNS = ("no", "item", "period", "quantity", "price", "amount", "note")
WORDS = (
    "和谐家园二期（南区）",
    "王李张",
    "示例市 & 分公司",
    "<按面积>",
    "2026-01",
    "1,234.56",
    "公共照明分摊",
)


def make_template(path: Path) -> None:
    """Write the template: a header, a sentence, a grid of fields, a table whose row is repeated."""
    document = docx.Document()
    _write(document.sections[0].header.paragraphs[0], "{{ company }}")
    _write(
        document.add_paragraph(),
        "尊敬的 {{ field_2 }} 业主：现将您名下 {{ field_8 }} 室的应缴费用通知如下，请核对后按时缴纳。",
    )
    grid = document.add_table(rows=13, cols=4, style="Table Grid")
    for number in range(FIELDS):
        at, side = divmod(number, 2)
        _write(grid.cell(at, side * 2).paragraphs[0], f"第 {number} 项")
        _write(grid.cell(at, side * 2 + 1).paragraphs[0], f"{{{{ field_{number} }}}}")
    table = document.add_table(rows=4, cols=len(COLUMNS), style="Table Grid")
    for at, name in enumerate(COLUMNS):
        _write(table.cell(0, at).paragraphs[0], name)
        _write(table.cell(2, at).paragraphs[0], f"{{{{ r.{name} }}}}")
    _write(table.cell(1, 0).paragraphs[0], "{%tr for r in rows %}")
    _write(table.cell(3, 0).paragraphs[0], "{%tr endfor %}")
    _slim(document)
    document.save(path)


def _write(paragraph: Any, text: str) -> None:
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(9), "Times New Roman"
    run._element.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), "宋体")


def _slim(document: Document) -> None:
    """Take out what python-docx puts in and Word does not: ten times the usual styles would burden docxtpl alone."""
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:default")) != "1" and style.find(qn("w:name")).get(qn("w:val")) not in (
            "Table Grid",
            "header",
        ):
            styles.remove(style)
    for relations in (document.part.rels, document.part.package.rels):
        for name in [
            name
            for name, relation in relations.items()
            if relation.reltype.endswith(("WithEffects", "thumbnail"))
        ]:
            del relations[name]


def values(number: int) -> dict[str, Any]:
    """Return what the notice `number` is filled with."""
    chance = random.Random(number)
    fields = {f"field_{at}": f"{chance.choice(WORDS)}{chance.randrange(10**6)}" for at in range(FIELDS)}
    rows = [{name: f"{chance.choice(WORDS)}{at}" for name in COLUMNS} for at in range(ROWS)]
    return {**fields, "company": "示例市和谐家园物业服务有限公司 & 分公司", "rows": rows}


def fill_by_docxtpl(folder: Path, notices: list[dict[str, Any]]) -> None:
    from docxtpl import DocxTemplate

    for number, notice in enumerate(notices):
        document = DocxTemplate(folder / "notice.docx")
        document.render(notice, autoescape=True)
        document.save(folder / f"docxtpl{number}.docx")


def fill(folder: Path, notices: list[dict[str, Any]]) -> None:
    from desk_app.kernel.papers.template import Template

    template = Template.load(folder / "notice.docx")
    for number, notice in enumerate(notices):
        (folder / f"ours{number}.docx").write_bytes(template.fill(notice))


def fill_many(folder: Path, notices: list[dict[str, Any]]) -> None:
    from desk_app.kernel.papers.template import Template

    (folder / "many.docx").write_bytes(Template.load(folder / "notice.docx").fill_many(notices))


def floor(folder: Path, notices: list[dict[str, Any]]) -> None:
    """Only write ready bytes of about the right size."""
    ready = (folder / "notice.docx").read_bytes()[:13000]
    for number in range(len(notices)):
        (folder / f"floor{number}.docx").write_bytes(ready)


VARIANTS = {"docxtpl": fill_by_docxtpl, "ours": fill, "many": fill_many, "floor": floor}


def measure(rounds: int, folder: Path) -> Iterator[Figure]:
    """Fill the notices in all ways and compare."""
    make_template(folder / "notice.docx")
    found = take_turns(Path(__file__), list(VARIANTS), rounds, str(folder))
    _check(folder)
    peer, ours, many = (found[name] for name in ("docxtpl", "ours", "many"))
    yield Figure("A1", "docxtpl as documented, a notice", peer["ms"], "ms")
    yield Figure("A1", "our filling, a notice, its file written", ours["ms"], "ms")
    yield Figure("A1", "writing ready files alone", found["floor"]["ms"], "ms")
    yield Figure("A1", "ours / docxtpl", ratio(ours, peer, "ms"), "", 1 / 60)
    yield Figure("A3", "500 notices in one file, a notice", many["ms"], "ms")
    yield Figure("A3", "peak memory of the merged file", many["mb"], "MB")
    yield Figure("A5", "peak memory, ours / docxtpl", ratio(ours, peer, "mb"), "", 0.75)


def _check(folder: Path) -> None:
    """Compare files of both sides, and the merged one with the values."""
    for number in range(0, NOTICES, 25):
        ours, theirs = (_texts(folder / f"{side}{number}.docx") for side in ("ours", "docxtpl"))
        check(ours == theirs, f"notice {number}")
    merged = set(_texts(folder / "many.docx"))
    check(all(values(number)["field_7"] in merged for number in range(NOTICES)), "merged notices")


def _texts(path: Path) -> list[str]:
    tables = docx.Document(str(path)).tables
    return [cell.text for table in tables for row in table.rows for cell in row.cells]


def _child(variant: str, folder: Path) -> None:
    """Imports and values are made first, as both sides need them once; everything else is timed."""
    import docxtpl  # noqa: F401

    from desk_app.kernel.papers import template  # noqa: F401

    notices = [values(number) for number in range(NOTICES)]
    start = time.process_time()
    VARIANTS[variant](folder, notices)
    answer(ms=(time.process_time() - start) / NOTICES * 1e3, mb=memory_mb("VmHWM"))


if __name__ == "__main__":
    _child(sys.argv[2], Path(sys.argv[3]))
