"""A4: 100 notices as PDF, from the values to the file, by LibreOffice: in one merged file, or one start for each.

Processor time of LibreOffice and all it starts. One start for each is measured on 12 files. The limit is LibreOffice
on the merged file when it is there already; as that is byte for byte the file we fill, what we add to it is the
filling alone, measured by itself. The PDFs must hold every text, a page for each notice.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench_tools import Figure, answer, check, ratio, take_turns
from notice_forms import make_template, put_placeholder, texts, to_pdf, values

from desk_app.kernel.papers.template import Template

PAGES = 100
SINGLE = 12


def ours(folder: Path, target: Path) -> int:
    fill(folder, target)
    to_pdf([target / "merged.docx"], target)
    return PAGES


def fill(folder: Path, target: Path) -> None:
    Template.load(folder / "notice.docx").write_many(target / "merged.docx", map(values, range(PAGES)))


def merged_alone(folder: Path, target: Path) -> int:
    to_pdf([folder / "ready.docx"], target)
    return PAGES


def one_by_one(folder: Path, target: Path) -> int:
    for number in range(SINGLE):
        to_pdf([folder / f"{number}.docx"], target)
    return SINGLE


VARIANTS = {"ours": ours, "merged": merged_alone, "single": one_by_one}


def measure(rounds: int, folder: Path) -> Iterator[Figure]:
    """Make the PDFs in all ways and compare."""
    make_template(folder / "notice.docx", put_placeholder, loop=True)
    template = Template.load(folder / "notice.docx")
    template.write_many(folder / "ready.docx", map(values, range(PAGES)))
    for number in range(SINGLE):
        (folder / f"{number}.docx").write_bytes(template.fill(values(number)))
    found = take_turns(Path(__file__), list(VARIANTS), rounds, str(folder))
    same = (folder / "ours" / "merged.docx").read_bytes() == (folder / "ready.docx").read_bytes()
    check(same, "LibreOffice alone was given our file")
    pages = _pages(folder / "ours" / "merged.pdf")
    check(len(pages) == PAGES, "a page for each notice")
    for number, page in enumerate(pages):
        check(_holds(page, number), f"page {number + 1} of the merged file")
    for number in range(SINGLE):
        check(_holds("".join(_pages(folder / "single" / f"{number}.pdf")), number), f"notice {number}")
    mine, alone, single = (found[name] for name in VARIANTS)
    yield Figure("A4", "one LibreOffice start for each file, a page", single["ms"], "ms")
    yield Figure("A4", "ours, values to one PDF of 100 pages, a page", mine["ms"], "ms")
    yield Figure("A4", "LibreOffice on the merged file alone, a page", alone["ms"], "ms")
    yield Figure("A4", "ours / one start for each", ratio(mine, single, "ms"), "", 1 / 12)
    yield Figure("A4", "of ours the filling, template compiled anew, a page", mine["filling"], "ms")
    yield Figure("A4", "ours / LibreOffice alone", 1 + mine["filling"] / alone["ms"], "", 1.05)


def _pages(path: Path) -> list[str]:
    """Return the texts of a PDF's pages without white space, which a PDF has none of its own."""
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, text=True, check=True)
    return ["".join(page.split()) for page in done.stdout.split("\f") if page.strip()]


def _holds(page: str, number: int) -> bool:
    return all("".join(text.split()) in page for text in texts(number))


def _child(variant: str, folder: Path) -> None:
    target = folder / variant
    target.mkdir(exist_ok=True)
    if not (target / "profile").exists():
        to_pdf([folder / "0.docx"], target)  # the first start ever makes a profile
    fill(folder, target)  # makes the imports, which the program has made long before
    start = time.process_time()
    fill(folder, target)
    filling = (time.process_time() - start) / PAGES * 1e3
    before, own = resource.getrusage(resource.RUSAGE_CHILDREN), time.process_time()
    pages = VARIANTS[variant](folder, target)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime + time.process_time() - own
    answer(ms=seconds / pages * 1e3, filling=filling)


if __name__ == "__main__":
    _child(sys.argv[2], Path(sys.argv[3]))
