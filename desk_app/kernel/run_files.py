"""The files of a print run (批次文件): all its papers merged, one Word file for each template, or one file for each.

Both are made from the values kept when the run was prepared, so that the same file can be made again at any time.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import peewee

from desk_app.kernel import filling, print_runs, printed
from desk_app.kernel.access import Desk
from desk_app.kernel.attachments import safe_name
from desk_app.kernel.database import among
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import find_kind
from desk_app.kernel.pack_cover import COVER
from desk_app.kernel.papers.paper import Paper
from desk_app.kernel.printed import PrintedPaper, PrintRun, PrintRunItem
from desk_app.kernel.words import _

NOTED_TOGETHER = 200
"""Files written one each before they are noted; after a crash at most so many are written a second time."""
_BLOCK = 1 << 20

Step = Callable[[int, int], None]
Dress = Callable[[bytes], bytes]


@dataclass(frozen=True)
class RunFile:
    """One merged Word file of a run and the places of the papers in it, in order."""

    path: Path
    paper_name: str
    places: tuple[int, ...]


def find_paper(kind_name: str, name: str) -> Paper:
    """Return a paper of a run's item, which may be the list on top of a pack; NotFound if no module declares it now."""
    return COVER if name == COVER.name else find_kind(kind_name).paper(name)


def fill(run_id: int, folder: Path, step: Step, dress: Dress | None = None) -> list[RunFile]:
    """Write the run's papers to `folder`, one merged file for each template, in the order of first use.

    `step` is told (done, total) papers; what it raises leaves the run as it was. `dress` changes each template (套打);
    what is kept of the printing is the paper itself, so such files are not noted.
    """
    run = print_runs.find_run(run_id)
    groups = _groups(run)
    total = sum(len(places) for _key, places in groups)
    files, done = [], 0
    for (kind_name, paper_name, sha256), places in groups:
        paper = find_paper(kind_name, paper_name)
        path = free_path(folder, safe_name(f"{_(paper.label)} {run.id}.docx"))
        progress = _counting_on(step, done, total)
        _write(run, (paper, sha256), path, len(places), progress, dress)
        if dress is None:
            is_of = _is_of(run, paper_name, sha256)
            PrintRunItem.update(docx_sha256=_hash_of(path)).where(is_of).execute()
        files.append(RunFile(path, paper_name, places))
        done += len(places)
    return files


def fill_apart(run_id: int, folder: Path, desk: Desk, step: Step) -> int:
    """Write each paper that is not out yet to a file of its own in `folder` and note it as filled; return how many.

    A name that is taken gets '_2'. What `step` raises ends the work; what was written by then is noted.
    """
    run = print_runs.find_run(run_id)
    out = print_runs.places_out(run)
    waiting = [place for _key, places in _groups(run) for place in places if place not in out]
    written: dict[int, str] = {}
    try:
        for some in peewee.chunked(sorted(waiting), NOTED_TOGETHER):
            for place, name, content in _fill_each(run, some):
                _write_new(folder, name, content)
                written[place] = hashlib.sha256(content).hexdigest()
                step(len(out) + len(written), len(out) + len(waiting))
            out |= written.keys()
            _note(run, written, desk)
    finally:
        _note(run, written, desk)
    return len(waiting)


def _fill_each(run: PrintRun, places: Sequence[int]) -> Iterator[tuple[int, str, bytes]]:
    """Yield place, file name and content of the papers at `places`."""
    item = PrintRunItem
    query = item.select(
        item.place, item.kind, item.paper, item.number, item.title, item.template_sha256, item.filled_values
    ).where(item.run == run, among(item.place, places))
    templates: dict[str, Any] = {}
    for place, kind_name, paper, number, title, sha256, values in query.order_by(item.place).tuples():
        if sha256 not in templates:
            templates[sha256] = filling.compiled(printed.kept_template(sha256))
        name = f"{_(find_paper(kind_name, paper).label)} {number or title}.docx"
        yield place, safe_name(name), templates[sha256].fill(json.loads(values))


def is_same(row: PrintedPaper, folder: Path) -> bool:
    """Say whether the merged file the paper left in can be made again to the letter; `folder` takes it for the moment."""
    paper = find_paper(row.kind, row.paper)
    path = free_path(folder, "check.docx")
    count = PrintRunItem.select().where(_is_of(row.run, row.paper, row.template_sha256)).count()
    try:
        _write(row.run, (paper, row.template_sha256), path, count, lambda done: None)
        return bool(_hash_of(path) == row.docx_sha256)
    finally:
        path.unlink(missing_ok=True)


def note_pages(run_id: int, pages: Sequence[tuple[int, int]]) -> None:
    """Keep how many pages one copy has of the paper at each place: (place, pages)."""
    by_count: dict[int, list[int]] = {}
    for place, count in pages:
        by_count.setdefault(count, []).append(place)
    for count, places in by_count.items():
        for some in peewee.chunked(places, 500):
            PrintRunItem.update(pages=count).where(
                PrintRunItem.run == run_id, among(PrintRunItem.place, some)
            ).execute()


def _counting_on(step: Step, before: int, total: int) -> Callable[[int], None]:
    return lambda count: step(before + count, total)


def _groups(run: PrintRun) -> list[tuple[tuple[str, str, str], tuple[int, ...]]]:
    """Return ((kind, paper, template), places) of each file, in the order of the first place."""
    item = PrintRunItem
    query = item.select(item.kind, item.paper, item.template_sha256, item.place).where(item.run == run)
    groups: dict[tuple[str, str, str], list[int]] = {}
    for kind_name, paper, sha256, place in query.order_by(item.place).tuples():
        groups.setdefault((kind_name, paper, sha256), []).append(place)
    return [(key, tuple(places)) for key, places in groups.items()]


def _is_of(run: Any, paper_name: str, sha256: str) -> Any:
    """Return the condition that an item is in the run's file of that paper and template."""
    item = PrintRunItem
    return (item.run == run) & (item.paper == paper_name) & (item.template_sha256 == sha256)


def _write(
    run: PrintRun,
    made_of: tuple[Paper, str],
    path: Path,
    count: int,
    progress: Callable[[int], None],
    dress: Dress | None = None,
) -> None:
    """Write all papers of one template to `path`; one alone is filled as a paper of its own."""
    paper, sha256 = made_of
    content = printed.kept_template(sha256)
    template = filling.compiled(dress(content) if dress else content)
    documents = _values(run, paper.name, sha256)
    try:
        if paper.together:
            path.write_bytes(template.fill(_on_one_page(paper, list(documents))))
            progress(count)
        elif count == 1:
            path.write_bytes(template.fill(next(documents)))
            progress(1)
        else:
            template.write_many(path, documents, progress)
    except OSError:
        raise DeskError(_("没有生成文件：“{name}”写不进去，磁盘可能已满。").format(name=path.name)) from None


def _values(run: PrintRun, paper_name: str, sha256: str) -> Iterator[dict[str, Any]]:
    """Yield the kept values of the papers in one file."""
    item = PrintRunItem
    query = item.select(item.filled_values).where(_is_of(run, paper_name, sha256)).order_by(item.place)
    for (values,) in query.tuples().iterator():
        yield json.loads(values)


def _on_one_page(paper: Paper, documents: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the values of one filling that holds all documents in the template's own loop (拼版)."""
    return {**documents[0], paper.together: [document[paper.together][0] for document in documents]}


def _note(run: PrintRun, written: dict[int, str], desk: Desk) -> None:
    """Note the files written as given out, with their hashes, and forget them."""
    if written:
        print_runs.note_printed(run.id, min(written), max(written), desk, "filled", written)
        written.clear()


def _write_new(folder: Path, name: str, content: bytes) -> None:
    """Write a new file; what is there under its name stays, and half a file does not."""
    try:
        path, file = _create(folder, name)
        try:
            with file:
                file.write(content)
        except OSError:
            path.unlink(missing_ok=True)
            raise
    except OSError:
        text = _("没有写完：“{name}”写不进文件夹“{folder}”，请检查磁盘和权限。写好的已经记下。")
        raise DeskError(text.format(name=name, folder=folder.name)) from None


def _create(folder: Path, name: str) -> tuple[Path, BinaryIO]:
    path = folder / name
    try:
        return path, path.open("xb")
    except FileExistsError:
        path = free_path(folder, name)
        return path, path.open("xb")


def free_path(folder: Path, name: str) -> Path:
    """Return the path of `name` in `folder`, with _2, _3 … where it is taken."""
    path, count = folder / name, 1
    while path.exists():
        count += 1
        path = folder / f"{Path(name).stem}_{count}{Path(name).suffix}"
    return path


def _hash_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
