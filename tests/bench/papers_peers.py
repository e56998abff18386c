"""A2: 500 one-page notices, a Word file each, against docx-mailmerge2, which fills Word's own merge fields.

Every file of both sides must say what the values say.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bench_tools import Figure, answer, check, ratio, take_turns
from notice_forms import (
    NOTICES,
    Clock,
    folder_in_memory,
    make_template,
    new_folder,
    put_merge_field,
    put_placeholder,
    texts,
    texts_in,
)

Notices = Iterable[dict[str, Any]]


def for_mail_merge(notice: dict[str, Any]) -> dict[str, Any]:
    """Return a notice's values as docx-mailmerge2 wants them: the rows under the name of their first column."""
    fields = {name: value for name, value in notice.items() if name != "rows"}
    rows = [{f"r_{name}": value for name, value in row.items()} for row in notice["rows"]]
    return {**fields, "r_no": rows}


def fill(folder: Path, own: Path, notices: Notices) -> None:
    from desk_app.kernel.papers.template import Template

    template = Template.load(folder / "notice.docx")
    for number, notice in enumerate(notices):
        (own / f"{number}.docx").write_bytes(template.fill(notice))


def fill_by_mail_merge(folder: Path, own: Path, notices: Notices) -> None:
    from mailmerge import MailMerge

    for number, notice in enumerate(notices):
        values = for_mail_merge(notice)
        with MailMerge(folder / "merge.docx") as document:
            document.merge_rows("r_no", values.pop("r_no"))
            document.merge(**values)
            document.write(own / f"{number}.docx")


VARIANTS = {"ours": fill, "mailmerge2": fill_by_mail_merge}


def measure(rounds: int, _folder: Path) -> Iterator[Figure]:
    """Fill the notices both ways and compare."""
    with folder_in_memory() as memory:
        folder = Path(memory)
        make_template(folder / "notice.docx", put_placeholder, loop=True)
        make_template(folder / "merge.docx", put_merge_field)
        found = take_turns(Path(__file__), list(VARIANTS), rounds, str(folder))
        for number in range(NOTICES):
            for name in VARIANTS:
                check(
                    texts_in(folder / name / f"{number}.docx") == texts(number), f"notice {number} of {name}"
                )
    ours, merged = found["ours"], found["mailmerge2"]
    yield Figure("A2", "docx-mailmerge2, a notice", merged["ms"], "ms")
    yield Figure("A2", "our filling, a notice, its file written", ours["ms"], "ms")
    yield Figure("A2", "ours / docx-mailmerge2", ratio(ours, merged, "ms"), "", 1 / 25)


def _child(variant: str, folder: Path) -> None:
    own = new_folder(folder / variant)
    VARIANTS[variant](folder, folder, Clock().notices(1))
    clock = Clock()
    VARIANTS[variant](folder, own, clock.notices(NOTICES))
    answer(ms=clock.ms(NOTICES))


if __name__ == "__main__":
    _child(sys.argv[2], Path(sys.argv[3]))
