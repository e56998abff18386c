"""The pages of a print run (批次排版): its merged files, laid out, and which page belongs to which paper."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desk_app.kernel import office_programs, run_files
from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens import opened_files
from desk_app.screens.progress import Progress

_SECONDS_A_PAPER = 1
"""How long the office program may take for each paper, beyond its usual limit; mostly it takes a tenth of it."""


@dataclass(frozen=True)
class LaidOut:
    """The merged files of a run: Word, and PDF where an office program could lay them out (`why_not` says why not)."""

    files: tuple[run_files.RunFile, ...]
    pdfs: tuple[Path, ...]
    why_not: str = ""


def lay_out(run_id: int, progress: Progress, *, is_overlay: bool = False) -> LaidOut:
    """Fill the run's merged files and let the office program lay them out. For a worker thread.

    With `is_overlay` the pages hold the values alone (套打). The files live until this program ends. Raise Cancelled;
    the run stays as it was.
    """
    files = tuple(run_files.fill(run_id, _empty_folder(f"run-{run_id}"), progress.step))
    if is_overlay:
        from desk_app.kernel.papers.overlay import as_overlay

        folder = _empty_folder(f"run-{run_id}-overlay")
        files = tuple(run_files.fill(run_id, folder, progress.step, as_overlay))
    pdfs = []
    for file in files:
        progress.step(0, 0, _("正在排版…"))
        pdf = file.path.with_suffix(".pdf")
        limit = office_programs.TIMEOUT + len(file.places) * _SECONDS_A_PAPER
        try:
            office_programs.to_pdf(file.path, pdf, timeout=limit, cancelled=lambda: progress.is_cancelled)
        except DeskError as error:
            progress.step(0, 0)  # raises when cancelled
            return LaidOut(files, (), str(error))
        pdfs.append(pdf)
    return LaidOut(files, tuple(pdfs))


def _empty_folder(name: str) -> Path:
    folder = opened_files.folder() / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def find_first_pages(numbers: Sequence[str], pages: int, text: Callable[[int], str]) -> list[int] | None:
    """Return the page (from 0) on which each paper of a merged file begins; None if that cannot be told.

    Each paper has its number at its head; `text` gives what stands on a page. Papers that begin a page each and are as
    many as the pages need no look.
    """
    if len(numbers) == pages or len(numbers) == 1:
        return list(range(len(numbers)))
    if not all(numbers) or len(set(numbers)) < len(numbers):
        return None
    firsts: list[int] = []
    for page in range(pages):
        words = text(page)
        while len(firsts) < len(numbers) and numbers[len(firsts)] in words:
            firsts.append(page)
    return firsts if len(firsts) == len(numbers) else None


def page_ranges(firsts: Sequence[int], pages: int) -> list[range]:
    """Return the pages of each paper, from where it begins to where the next does; slips may share one."""
    ends = [*firsts[1:], pages]
    return [range(first, max(first + 1, end)) for first, end in zip(firsts, ends, strict=True)]


def note_pages(run_id: int, pages: Sequence[tuple[int, int]]) -> None:
    """Keep how many pages the paper at each place has."""
    run_files.note_pages(run_id, pages)
