"""Printing many papers at once (批量打印) without a toolkit: what to print, what stands in the way, and what came out."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desk_app.kernel import filling, print_plan, print_runs, run_files, run_names, store
from desk_app.kernel.access import Desk
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import KINDS, RecordKind, find_paper
from desk_app.kernel.masking import mask_title
from desk_app.kernel.papers.packs import Pack
from desk_app.kernel.papers.paper import Paper
from desk_app.kernel.print_plan import CHOSEN, WALKING, Refused
from desk_app.kernel.printed import PREPARED, PrintedPaper, PrintRun, PrintRunItem
from desk_app.kernel.words import _, mark, several
from desk_app.screens.print_run_layout import LaidOut, lay_out_waiting
from desk_app.screens.progress import Cancelled, Progress
from desk_app.screens.saved_run import copy_files

ORDERS = ((WALKING, mark("按走访顺序（楼栋、单元、楼层、房号）")), (CHOSEN, mark("按列表里的顺序")))


@dataclass(frozen=True)
class Outlook:
    """What a run would be, before anything is taken: how many papers, of these with a new number, printed before."""

    count: int
    numbered: int
    again: int
    refused: tuple[Refused, ...]

    @property
    def sentence(self) -> str:
        """Return it in a sentence."""
        if not self.count:
            return _("没有可以打印的，原因见下。") if self.refused else _("没有选中任何记录。")
        parts = [_("可以打印 {count} 份").format(count=f"{self.count:,}")]
        if self.numbered:
            parts.append(_("新取编号 {count} 个").format(count=f"{self.numbered:,}"))
        if self.again:
            parts.append(_("以前打过、印“补打” {count} 份").format(count=f"{self.again:,}"))
        if self.refused:
            parts.append(_("{count} 项不打，原因见下").format(count=f"{len(self.refused):,}"))
        return _("，").join(parts) + _("。")


@dataclass(frozen=True)
class RunItem:
    """One paper of a run as the window shows it."""

    place: int
    title: str
    number: str
    copies: int
    is_out: bool


@dataclass(frozen=True)
class RunView:
    """A run as the window shows it."""

    run_id: int
    label: str
    paper_name: str
    page_size: str
    kind_name: str
    items: tuple[RunItem, ...]
    is_reprint: bool
    is_open: bool
    saved: int
    """How many of its papers left in a file."""

    @property
    def printed(self) -> int:
        """Return how many papers are out."""
        return sum(item.is_out for item in self.items)

    @property
    def first_waiting(self) -> int:
        """Return the first place that is not out; one past the last where all are."""
        return next((item.place for item in self.items if not item.is_out), len(self.items) + 1)


def find_choices(kind: RecordKind, desk: Desk) -> list[Paper | Pack]:
    """Return the papers of the kind this person may print, and its packs."""
    papers: list[Paper | Pack] = []
    for paper in kind.papers:
        try:
            filling.refuse_person(paper, desk)
        except DeskError:
            continue
        papers.append(paper)
    return [*papers, *kind.packs]


def tell_chosen(kind: RecordKind, ids: Sequence[int]) -> str:
    """Return in a few words what is printed for: the one record by its title, several by their count."""
    if len(ids) == 1:
        return mask_title(kind.title(store.load(kind, ids[0]).record))
    return _("已选 {count} 条{kind}").format(count=f"{len(ids):,}", kind=several(kind.label))


def is_pack(kind: RecordKind, name: str) -> bool:
    """Say whether `name` is a pack of the kind's, not a paper."""
    return any(pack.name == name for pack in kind.packs)


def choice_label(what: Paper | Pack) -> str:
    """Return what a paper or pack is called in the choice."""
    return _("套装：{pack}").format(pack=_(what.label)) if isinstance(what, Pack) else _(what.label)


def look(kind: RecordKind, ids: Sequence[int], what: Paper | Pack, desk: Desk, progress: Progress) -> Outlook:
    """Find out what a run would hold, changing nothing. For a worker thread; DeskError if nothing can be printed."""
    count = numbered = again = 0
    refused: list[Refused] = []
    for group in print_plan.plan(kind, ids, what, desk, step=progress.step):
        count += len(group.items) + group.has_cover
        numbered += sum(bool(item.turn.series) for item in group.items)
        again += sum(item.turn.count > 1 for item in group.items)
        refused += [replace(one, title=mask_title(one.title)) for one in group.refused]
    return Outlook(count, numbered, again, tuple(refused))


def prepare(
    kind: RecordKind,
    ids: Sequence[int],
    what: Paper | Pack,
    desk: Desk,
    progress: Progress,
    *,
    order: str = WALKING,
    copies: Sequence[str] | None = None,
) -> int:
    """Prepare the run; return its id. For a worker thread; cancelled, it takes nothing."""
    prepared = print_runs.prepare(kind, ids, what, desk, order=order, copies=copies, step=progress.step)
    return int(prepared.run.id)


def read_run(run_id: int) -> RunView:
    """Return the run as it stands."""
    run = print_runs.find_run(run_id)
    out = print_runs.places_out(run)
    item = PrintRunItem
    rows = item.select(item.place, item.title, item.number, item.copies).where(item.run == run)
    items = tuple(
        RunItem(place, mask_title(title), number, copies, place in out)
        for place, title, number, copies in rows.order_by(item.place).tuples()
    )
    return RunView(
        run_id=run_id,
        label=run_label(run),
        paper_name=run.paper,
        page_size=_page_size(run),
        kind_name=run.kind,
        items=items,
        is_reprint=run.reprint_of_id is not None,
        is_open=run.state == PREPARED,
        saved=PrintedPaper.select().where(PrintedPaper.run == run, PrintedPaper.action == "filled").count(),
    )


def tell_numbers(view: RunView) -> str:
    """Return 'YS-202611-0001 至 YS-202611-0118' where all papers have numbers of one series; nothing otherwise."""
    numbers = [item.number for item in view.items]
    if not all(numbers) or len({number.rpartition("-")[0] for number in numbers}) != 1:
        return ""
    if len(numbers) == 1:
        return numbers[0]
    return _("{first} 至 {last}").format(first=min(numbers), last=max(numbers))


def note_out(run_id: int, first: int, last: int, desk: Desk, sets: int = 1) -> str:
    """Note that the papers from place `first` to `last` came out, `sets` times; return the sentence for the clerk."""
    count = print_runs.note_printed(run_id, first, last, desk, sets=sets)
    view = read_run(run_id)
    if view.printed == len(view.items):
        return _("已记下：这个批次 {count} 份都打完了。").format(count=f"{len(view.items):,}")
    return _("已记下 {count} 份。还有 {rest} 份没打，可以从第 {place} 份接着打。").format(
        count=f"{count:,}", rest=f"{len(view.items) - view.printed:,}", place=view.first_waiting
    )


def refuse_printed(view: RunView, first: int, last: int) -> str:
    """Return the sentence why places `first` to `last` may not go to the printer again; nothing if they may."""
    out = [item.place for item in view.items if item.is_out and first <= item.place <= last]
    if not out:
        return ""
    text = _("没有打印：第 {first} 到第 {last} 份已经记为打印过。要再打，请按“补打…”，会印“补打”并记次数。")
    return text.format(first=out[0], last=out[-1])


def save_merged(
    run_id: int, laid_out: LaidOut, folder: Path, desk: Desk, progress: Progress | None = None
) -> list[Path]:
    """Save the run's Word and PDF files in `folder` under free names and note their papers as given out.

    Where some are out already the others alone are laid out anew. DeskError, with nothing saved and nothing noted, if
    nothing is left or the folder cannot be written. For a worker thread.
    """
    run = print_runs.find_run(run_id)
    if run.state != PREPARED:
        raise DeskError(_("没有保存：这个批次已经没有要打的了。要再打，请按“补打…”，会印“补打”并记次数。"))
    out = print_runs.places_out(run)
    if not any(out.intersection(file.places) for file in laid_out.files):
        return _copy_and_note(run, laid_out, folder, desk, {})
    rest = lay_out_waiting(run_id, progress or Progress())
    try:
        return _copy_and_note(run, rest, folder, desk, _hashes(rest))
    finally:
        shutil.rmtree(rest.files[0].path.parent, ignore_errors=True)


def _copy_and_note(
    run: PrintRun, laid_out: LaidOut, folder: Path, desk: Desk, hashes: dict[int, str]
) -> list[Path]:
    count = print_runs.state_of(run).count
    return copy_files(
        laid_out, folder, lambda: print_runs.note_printed(run.id, 1, count, desk, "filled", hashes)
    )


def _hashes(laid_out: LaidOut) -> dict[int, str]:
    """Return {place: SHA-256 of the file it is in}."""
    found: dict[int, str] = {}
    for file in laid_out.files:
        found |= dict.fromkeys(file.places, run_files.hash_of(file.path))
    return found


def save_apart(run_id: int, folder: Path, desk: Desk, progress: Progress) -> str:
    """Write a file for each paper that is not out yet; return the sentence for the clerk. For a worker thread.

    Stopped, it says how far it came: what is written is noted, the rest can follow.
    """
    before = read_run(run_id).printed
    try:
        run_files.fill_apart(run_id, folder, desk, progress.step)
    except Cancelled:
        count = read_run(run_id).printed - before
        text = _("已停止：写好 {count} 个文件。其余的可以在“打印批次”里接着做。")
        return text.format(count=f"{count:,}")
    count = read_run(run_id).printed - before
    saved = _("已存 {count} 个文件到“{folder}”。").format(count=f"{count:,}", folder=folder.name)
    return saved + tell_copies(run_id)


def tell_copies(run_id: int) -> str:
    """Return the sentence that a file of the run is to be printed more than once; nothing where none is."""
    if run_names.most_copies(print_runs.find_run(run_id)) == 1:
        return ""
    return _("文件名带“×2”的，每个文件要打印 2 份（“×3”打 3 份），打印记录按这个份数记。")


def reprint(run_id: int, first: int, last: int, desk: Desk) -> int:
    """Prepare the run's papers from `first` to `last` as reprints; return the new run's id."""
    return int(print_runs.reprint(run_id, first, last, desk).id)


def run_label(run: PrintRun) -> str:
    """Return what the run prints, and whether again."""
    kind = KINDS.get(run.kind)
    choices: tuple[Paper | Pack, ...] = (*kind.packs, *kind.papers) if kind else ()
    name = next((_(choice.label) for choice in choices if choice.name == run.paper), str(run.paper))
    return _("{paper}（补打）").format(paper=name) if run.reprint_of_id else name


def _page_size(run: PrintRun) -> str:
    paper = find_paper(run.kind, run.paper)
    return paper.page_size if paper else "A4"
