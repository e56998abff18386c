"""What the files of a print run are called (批次文件名): a pack's by its list, other papers by their number.

No file name holds the title of a record, which may name somebody; where a record stands (房号) names nobody.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from desk_app.kernel.attachments import safe_name
from desk_app.kernel.database import database
from desk_app.kernel.kind import KINDS
from desk_app.kernel.pack_cover import COVER
from desk_app.kernel.printed import PrintRun, PrintRunItem
from desk_app.kernel.words import _


class _Listed(NamedTuple):
    """A paper of a pack: its place on the list, how often it is to be printed, and what it is about, as JSON."""

    on_list: int
    copies: int
    about: str


class FileNames:
    """Names the files of one run."""

    def __init__(self, run: PrintRun) -> None:
        self.run = run
        self._pack = _pack_label(run)
        self._listed = dict(_find_listed(run)) if self._pack else {}

    def of_merged(self, places: Sequence[int], label: str) -> str:
        """Return '03 1-202 业主建档 管理规约承诺书 ×2.docx' for the papers of a pack, else '领钥匙通知 12.docx'."""
        return self._of_pack(places, label) if self._pack else safe_name(f"{label} {self.run.id}.docx")

    def of_one(self, place: int, label: str, number: str) -> str:
        """Return the name of a paper with a file of its own."""
        if self._pack:
            return self._of_pack([place], label)
        return safe_name(f"{label} {number or f'{self.run.id}-{place}'}.docx")

    def _of_pack(self, places: Sequence[int], label: str) -> str:
        papers = [self._listed[place] for place in places]
        times = {paper.copies for paper in papers}
        often = tell_times(times.pop()) if len(times) == 1 else ""
        where = _where(paper.about for paper in papers)
        parts = (f"{papers[0].on_list:02d}", where, self._pack, label, often)
        return safe_name(" ".join(filter(None, parts)) + ".docx")


def tell_times(times: int) -> str:
    """Return '×2' for what is to be printed twice; nothing for what is printed once."""
    return f"×{times}" if times > 1 else ""


def most_copies(run: PrintRun) -> int:
    """Return how often the paper of the run that is wanted most often is to be printed."""
    item = PrintRunItem
    rows = item.select(item.copies).where(item.run == run).order_by(item.copies.desc()).limit(1)
    return next((int(copies) for (copies,) in rows.tuples()), 1)


def _pack_label(run: PrintRun) -> str:
    kind = KINDS.get(run.kind)
    packs = kind.packs if kind and run.is_pack else ()
    return next((_(pack.label) for pack in packs if pack.name == run.paper), "")


def _find_listed(run: PrintRun) -> Iterator[tuple[int, _Listed]]:
    """Yield the place of each paper and how it stands on the list of its pack, which itself is number 0."""
    item = PrintRunItem
    query = item.select(item.place, item.paper, item.copies, item.about).where(item.run == run)
    on_list = 0
    for place, paper, copies, about in database.execute(query.order_by(item.place)).fetchall():
        on_list = 0 if paper == COVER.name else on_list + 1
        yield place, _Listed(on_list, copies, about)


def _where(about: Iterable[str]) -> str:
    """Return where all the papers belong (房号); nothing where that is several places, or none."""
    found = {_standing(json.loads(each)) for each in set(about)}
    return found.pop() if len(found) == 1 else ""


def _standing(about: Sequence[Sequence[Any]]) -> str:
    """Return the title of the first of the records (kind, id) that stands somewhere, which its `sort_key` tells."""
    for kind_name, record_id in about:
        kind = KINDS[kind_name]
        if "sort_key" in kind.model._meta.fields:
            record = kind.model.get_or_none(kind.model.id == record_id)
            return kind.title(record) if record is not None else ""
    return ""
