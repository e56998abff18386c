"""A3: 500 notices in one Word file, against docx-mailmerge2's merge_templates; 100 against docxtpl with docxcompose.

Every side must give all texts of all notices in their order.
"""

import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bench_tools import Figure, answer, check, memory_mb, ratio, take_turns
from notice_forms import NOTICES, Clock, make_template, put_merge_field, put_placeholder, texts, texts_in
from papers_peers import for_mail_merge

COMPOSED = 100
MANY = 5000
Notices = Iterable[dict[str, Any]]


def write_many(folder: Path, target: Path, notices: Notices) -> None:
    from desk_app.kernel.papers.template import Template

    Template.load(folder / "notice.docx").write_many(target, notices)


def merge(folder: Path, target: Path, notices: Notices) -> None:
    from mailmerge import MailMerge

    with MailMerge(folder / "merge.docx") as document:
        document.merge_templates(list(map(for_mail_merge, notices)), separator="nextPage_section")
        document.write(target)


def compose(folder: Path, target: Path, notices: Notices) -> None:
    """docxtpl for each, then docxcompose: the documented way to one file."""
    import docx
    from docxcompose.composer import Composer
    from docxtpl import DocxTemplate

    composer = None
    for notice in notices:
        document, filled = DocxTemplate(folder / "notice.docx"), io.BytesIO()
        document.render(notice, autoescape=True)
        document.save(filled)
        filled.seek(0)
        if composer is None:
            composer = Composer(docx.Document(filled))
        else:
            composer.doc.add_page_break()
            composer.append(docx.Document(filled))
    assert composer is not None
    composer.save(target)


VARIANTS = {
    "ours": (write_many, NOTICES),
    "mailmerge2": (merge, NOTICES),
    "ours-100": (write_many, COMPOSED),
    "docxcompose": (compose, COMPOSED),
    "many": (write_many, MANY),
}


def measure(rounds: int, folder: Path) -> Iterator[Figure]:
    """Merge the notices in all ways and compare."""
    make_template(folder / "notice.docx", put_placeholder, loop=True)
    make_template(folder / "merge.docx", put_merge_field)
    found = take_turns(Path(__file__), list(VARIANTS), rounds, str(folder))
    for name, (_do, count) in VARIANTS.items():
        expected = [text for number in range(count) for text in texts(number % NOTICES)[1:]]
        check(texts_in(folder / f"{name}.docx") == [*texts(0)[:1], *expected], f"merged by {name}")
    ours, merged, ours_100, composed, many = (found[name] for name in VARIANTS)
    yield Figure("A3", "docx-mailmerge2 merge_templates, 500 in one file, a notice", merged["ms"], "ms")
    yield Figure("A3", "ours, 500 in one file, a notice", ours["ms"], "ms")
    yield Figure("A3", "ours / docx-mailmerge2", ratio(ours, merged, "ms"), "", 1 / 15)
    yield Figure("A3", "docxtpl and docxcompose, 100 in one file, a notice", composed["ms"], "ms")
    yield Figure("A3", "ours, 100 in one file, a notice", ours_100["ms"], "ms")
    yield Figure("A3", "ours / docxcompose", ratio(ours_100, composed, "ms"), "", 1 / 80)
    yield Figure("A3", "docx-mailmerge2, peak memory", merged["mb"], "MB")
    yield Figure("A3", "ours, peak memory", ours["mb"], "MB")
    yield Figure("A3", "peak memory, ours / docx-mailmerge2", ratio(ours, merged, "mb"), "", 1 / 6)
    yield Figure("A3", f"peak memory, {MANY} / {NOTICES} notices", ratio(many, ours, "mb"), "", 1.05)


def _child(variant: str, folder: Path) -> None:
    do, count = VARIANTS[variant]
    do(folder, folder / f"first-{variant}.docx", Clock().notices(2))
    clock = Clock()
    do(folder, folder / f"{variant}.docx", clock.notices(count))
    answer(ms=clock.ms(count), mb=memory_mb("VmHWM"))


if __name__ == "__main__":
    _child(sys.argv[2], Path(sys.argv[3]))
