"""A1, A5: 500 one-page notices (25 fields, 12 fee rows), a Word file each, against docxtpl as it is documented.

Both sides fill the same template with the same values; all files must say what docxtpl's say, three page by page in
pictures. The limit is straight-line Python for this one form.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bench_tools import Figure, answer, check, memory_mb, ratio, take_turns
from notice_forms import (
    NOTICES,
    Clock,
    check_same_pages,
    folder_in_memory,
    make_template,
    new_folder,
    put_placeholder,
    texts,
    texts_in,
)
from notice_limit import DEFLATE, Limit

MANY = 5000
PICTURED = (0, 250, 499)
Notices = Iterable[dict[str, Any]]


def fill_by_docxtpl(template: Path, folder: Path, notices: Notices) -> None:
    from docxtpl import DocxTemplate

    for number, notice in enumerate(notices):
        document = DocxTemplate(template)
        document.render(notice, autoescape=True)
        document.save(folder / f"{number}.docx")


def fill(template: Path, folder: Path, notices: Notices) -> None:
    from desk_app.kernel.papers.template import Template

    compiled = Template.load(template)
    for number, notice in enumerate(notices):
        (folder / f"{number % NOTICES}.docx").write_bytes(compiled.fill(notice))


def fill_at_the_limit(template: Path, folder: Path, notices: Notices) -> None:
    compiled = Limit(template)
    for number, notice in enumerate(notices):
        (folder / f"{number}.docx").write_bytes(compiled.fill(notice))


def write_ready(template: Path, folder: Path, notices: Notices) -> None:
    """Only write ready bytes of about the right size."""
    ready = template.read_bytes()[:13000]
    for number, _notice in enumerate(notices):
        (folder / f"{number}.docx").write_bytes(ready)


VARIANTS = {
    "docxtpl": (fill_by_docxtpl, NOTICES),
    "ours": (fill, NOTICES),
    "limit": (fill_at_the_limit, NOTICES),
    "floor": (write_ready, NOTICES),
    "many": (fill, MANY),
}


def measure(rounds: int, _folder: Path) -> Iterator[Figure]:
    """Fill the notices in all ways and compare."""
    with folder_in_memory() as memory:
        folder = Path(memory)
        make_template(folder / "notice.docx", put_placeholder, loop=True)
        found = take_turns(Path(__file__), list(VARIANTS), rounds, str(folder))
        _check(folder)
    peer, ours, limit, many = (found[name] for name in ("docxtpl", "ours", "limit", "many"))
    yield Figure("A1", "docxtpl as documented, a notice", peer["ms"], "ms")
    yield Figure("A1", "our filling, a notice, its file written", ours["ms"], "ms")
    yield Figure("A1", f"straight-line Python with {DEFLATE}, a notice", limit["ms"], "ms")
    yield Figure("A1", "writing ready files alone", found["floor"]["ms"], "ms")
    yield Figure("A1", "ours / docxtpl", ratio(ours, peer, "ms"), "", 1 / 60)
    yield Figure("A1", f"ours / the limit with {DEFLATE}", ratio(ours, limit, "ms"), "", 2.5)
    yield Figure("A5", "docxtpl, peak memory", peer["mb"], "MB")
    yield Figure("A5", "ours, peak memory", ours["mb"], "MB")
    yield Figure("A5", "peak memory, ours / docxtpl", ratio(ours, peer, "mb"), "", 0.75)
    yield Figure("A5", f"peak memory, {MANY} / {NOTICES} notices", ratio(many, ours, "mb"), "", 1.05)


def _check(folder: Path) -> None:
    """Compare every file with docxtpl's and with the values, and three of them page by page."""
    for number in range(NOTICES):
        ours, theirs, limit = (
            texts_in(folder / side / f"{number}.docx") for side in ("ours", "docxtpl", "limit")
        )
        check(ours == theirs == texts(number), f"notice {number}")
        check(ours == limit, f"notice {number} at the limit")
    check_same_pages(folder / "ours", folder / "docxtpl", PICTURED, folder)


def _child(variant: str, folder: Path) -> None:
    """What a side needs is imported before the clock starts; its files are new, as they are for a clerk."""
    do, count = VARIANTS[variant]
    own = new_folder(folder / variant)
    do(folder / "notice.docx", folder, Clock().notices(1))
    clock = Clock()
    do(folder / "notice.docx", own, clock.notices(count))
    answer(ms=clock.ms(count), mb=memory_mb("VmHWM"))


if __name__ == "__main__":
    _child(sys.argv[2], Path(sys.argv[3]))
