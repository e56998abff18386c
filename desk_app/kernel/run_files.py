"""The files of a print run (批次文件): all its papers merged, one Word file for each template, or one file for each.

Both are made from the values kept when the run was prepared, so that the same file can be made again at any time.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import peewee

from desk_app.kernel import filling, print_runs, printed
from desk_app.kernel.access import Desk
from desk_app.kernel.database import among
from desk_app.kernel.durable_files import create_file
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.kind import find_paper
from desk_app.kernel.pack_cover import COVER
from desk_app.kernel.papers.paper import Paper
from desk_app.kernel.printed import PrintedPaper, PrintRun, PrintRunItem
from desk_app.kernel.run_items import AtHand, kept_values, put_hash, read_rows
from desk_app.kernel.run_names import FileNames
from desk_app.kernel.words import _

NOTED_TOGETHER = 500
"""Files written one each before they are noted; after a crash at most so many are written a second time."""
_BLOCK = 1 << 20

Step = Callable[[int, int], None]
Dress = Callable[[bytes], bytes]
_Group = tuple[tuple[str, str, str], tuple[int, ...]]
"""Kind, paper and template of a merged file, and the places in it."""


@dataclass(frozen=True)
class RunFile:
    """One merged Word file of a run and the places of the papers in it, in order; `together` if they share pages."""

    path: Path
    paper_name: str
    places: tuple[int, ...]
    together: bool = False


def fill(
    run_id: int, folder: Path, step: Step, dress: Dress | None = None, at_hand: AtHand | None = None
) -> list[RunFile]:
    """Write the run's papers to `folder`, one merged file for each template, in the order of first use.

    `step` is told (done, total) papers; what it raises leaves the run as it was. `dress` changes each template (套打);
    what is kept of the printing is the paper itself, so such files are not noted. `at_hand` are values as the run was
    prepared with them (`Prepared.at_hand`), which need not be read again.
    """
    run = print_runs.find_run(run_id)
    files = []
    for file in _fill(run, folder, step, _groups(run), dress, at_hand):
        if dress is None:
            put_hash(run, file.places[0], hash_of(file.path))
        files.append(file)
    return files


def fill_waiting(run_id: int, folder: Path, step: Step) -> list[RunFile]:
    """Write the run's papers that are not out yet to `folder`, one merged file for each template."""
    run = print_runs.find_run(run_id)
    out = print_runs.places_out(run)
    groups = [(key, tuple(place for place in places if place not in out)) for key, places in _groups(run)]
    return list(_fill(run, folder, step, [group for group in groups if group[1]]))


def _fill(
    run: PrintRun,
    folder: Path,
    step: Step,
    groups: Sequence[_Group],
    dress: Dress | None = None,
    at_hand: AtHand | None = None,
) -> Iterator[RunFile]:
    """Write a merged file of each group and yield it."""
    total, done, names = sum(len(places) for _key, places in groups), 0, FileNames(run)
    for (kind_name, paper_name, sha256), places in groups:
        paper = _paper_of(kind_name, paper_name)
        path = free_path(folder, names.of_merged(places, _(paper.label)))
        documents = kept_values(run, places, at_hand or {})
        _write((paper, sha256), path, len(places), documents, _counting_on(step, done, total), dress)
        yield RunFile(path, paper_name, places, bool(paper.together))
        done += len(places)


def _paper_of(kind_name: str, name: str) -> Paper:
    """Return a paper of a run's item, which may be the list on top of a pack; NotFound if no module declares it now."""
    paper = COVER if name == COVER.name else find_paper(kind_name, name)
    if paper is None:
        raise NotFound(_("没有生成文件：这个版本的程序里没有名为 {name} 的表单。").format(name=name))
    return paper


def fill_apart(run_id: int, folder: Path, desk: Desk, step: Step, at_hand: AtHand | None = None) -> int:
    """Write each paper that is not out yet to a file of its own in `folder` and note it as filled; return how many.

    A name that is taken gets '_2'. What `step` raises ends the work; what was written by then is noted. `at_hand` are
    values as for `fill`. DeskError, with nothing written, where the rest of the run was given up.
    """
    run = print_runs.find_run(run_id)
    out = print_runs.places_out(run)
    waiting = [place for _key, places in _groups(run) for place in places if place not in out]
    if waiting and run.state != printed.PREPARED:
        raise DeskError(_("没有生成文件：这个批次其余的已经不打了，编号已作废。"))
    written: dict[int, str] = {}
    try:
        for some in peewee.chunked(sorted(waiting), NOTED_TOGETHER):
            for place, name, content in _fill_each(run, some, at_hand or {}):
                _write_new(folder, name, content)
                written[place] = hashlib.sha256(content).hexdigest()
                step(len(out) + len(written), len(out) + len(waiting))
            out |= written.keys()
            _note(run, written, desk)
    finally:
        _note(run, written, desk)
    return len(waiting)


def _fill_each(
    run: PrintRun, places: Sequence[int], at_hand: AtHand = MappingProxyType({})
) -> Iterator[tuple[int, str, bytes]]:
    """Yield place, file name and content of the papers at `places`."""
    item = PrintRunItem
    query = item.select(item.place, item.kind, item.paper, item.number, item.template_sha256)
    rows = read_rows(query.where(item.run == run, among(item.place, places)).order_by(item.place))
    templates: dict[str, Any] = {}
    names = FileNames(run)
    labels: dict[tuple[str, str], str] = {}
    for row, values in zip(rows, kept_values(run, [row[0] for row in rows], at_hand), strict=True):
        place, kind_name, paper, number, sha256 = row
        if sha256 not in templates:
            templates[sha256] = filling.compiled(printed.kept_template(sha256))
        if (kind_name, paper) not in labels:
            labels[kind_name, paper] = _(_paper_of(kind_name, paper).label)
        name = names.of_one(place, labels[kind_name, paper], number)
        yield place, name, templates[sha256].fill(values)


def fill_saved(run_id: int, folder: Path, step: Step) -> list[RunFile]:
    """Write the run's files that were saved once more to `folder`, each to the letter; nothing is noted.

    Return them in the order of their papers; none where nothing was saved. DeskError if one comes out different.
    """
    run = print_runs.find_run(run_id)
    saved = _saved_files(run)
    merged = [(group, sha256) for group, sha256 in saved if len(group[1]) > 1]
    alone = {group[1][0]: (group[0][1], sha256) for group, sha256 in saved if len(group[1]) == 1}
    files = []
    made = _fill(run, folder, step, [group for group, _sha256 in merged])
    for file, (_group, sha256) in zip(made, merged, strict=True):
        _refuse_other(hash_of(file.path), sha256)
        files.append(file)
    for done, (place, name, content) in enumerate(_fill_each(run, list(alone)), 1):
        paper_name, sha256 = alone[place]
        _refuse_other(hashlib.sha256(content).hexdigest(), sha256)
        path = free_path(folder, name)
        path.write_bytes(content)
        files.append(RunFile(path, paper_name, (place,)))
        step(done, len(alone))
    return sorted(files, key=lambda file: file.places)


def _saved_files(run: PrintRun) -> list[tuple[_Group, str]]:
    """Return each file in which papers of the run were saved, and its hash: it held the papers that share it."""
    row = PrintedPaper
    query = row.select(row.kind, row.paper, row.template_sha256, row.docx_sha256, row.place)
    files: dict[tuple[str, str, str, str], list[int]] = {}
    for *made_of, place in query.where(row.run == run, row.action == "filled").order_by(row.place).tuples():
        files.setdefault((made_of[0], made_of[1], made_of[2], made_of[3]), []).append(place)
    return [
        (((kind, paper, template), tuple(places)), sha256)
        for (kind, paper, template, sha256), places in files.items()
    ]


def _refuse_other(sha256: str, kept: str) -> None:
    if sha256 != kept:
        raise DeskError(_("没有保存：重新做出来的文件与当时的不一致。当时填写的内容仍可在打印记录里查看。"))


def is_same(row: PrintedPaper, folder: Path) -> bool:
    """Say whether the merged file the paper left in can be made again to the letter; `folder` takes it for the moment.

    That file held all papers of the template in the run, or those that were saved together when others were out.
    """
    key = (row.kind, row.paper, row.template_sha256)
    whole = next((places for group, places in _groups(row.run) if group == key), ())
    other = PrintedPaper.select(PrintedPaper.place).where(
        PrintedPaper.run == row.run,
        PrintedPaper.docx_sha256 == row.docx_sha256,
        PrintedPaper.template_sha256 == row.template_sha256,
    )
    saved = tuple(place for (place,) in other.order_by(PrintedPaper.place).tuples())
    paper, path = _paper_of(row.kind, row.paper), free_path(folder, "check.docx")
    for places in dict.fromkeys((whole, saved)):
        try:
            documents = kept_values(row.run, places, {})
            _write((paper, row.template_sha256), path, len(places), documents, lambda done: None)
            if hash_of(path) == row.docx_sha256:
                return True
        finally:
            path.unlink(missing_ok=True)
    return False


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


def _groups(run: PrintRun) -> list[_Group]:
    """Return ((kind, paper, template), places) of each file, in the order of the first place."""
    item = PrintRunItem
    query = item.select(item.kind, item.paper, item.template_sha256, item.place).where(item.run == run)
    groups: dict[tuple[str, str, str], list[int]] = {}
    for kind_name, paper, sha256, place in read_rows(query.order_by(item.place)):
        groups.setdefault((kind_name, paper, sha256), []).append(place)
    return [(key, tuple(places)) for key, places in groups.items()]


def _write(
    made_of: tuple[Paper, str],
    path: Path,
    count: int,
    documents: Iterator[dict[str, Any]],
    progress: Callable[[int], None],
    dress: Dress | None = None,
) -> None:
    """Write `count` papers of one template to `path`; one alone is filled as a paper of its own."""
    paper, sha256 = made_of
    content = printed.kept_template(sha256)
    template = filling.compiled(dress(content) if dress else content)
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


def _on_one_page(paper: Paper, documents: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the values of one filling that holds all documents in the template's own loop (拼版)."""
    return {**documents[0], paper.together: [document[paper.together][0] for document in documents]}


def _note(run: PrintRun, written: dict[int, str], desk: Desk) -> None:
    """Note the files written as given out, with their hashes, and forget them."""
    if written:
        print_runs.note_printed(run.id, min(written), max(written), desk, "filled", written)
        written.clear()


def _write_new(folder: Path, name: str, content: bytes) -> None:
    """Write a new file, which holds names and phones; what is there under its name stays, and half a file does not."""
    try:
        try:
            create_file(folder / name, content)
        except FileExistsError:
            create_file(free_path(folder, name), content)
    except OSError:
        text = _("没有写完：“{name}”写不进文件夹“{folder}”，请检查磁盘和权限。写好的已经记下。")
        raise DeskError(text.format(name=name, folder=folder.name)) from None


def free_path(folder: Path, name: str) -> Path:
    """Return the path of `name` in `folder`, with _2, _3 … where it is taken."""
    path, count = folder / name, 1
    while path.exists():
        count += 1
        path = folder / f"{Path(name).stem}_{count}{Path(name).suffix}"
    return path


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file, read piece by piece."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
