"""The pages of a print run (批次排版): its merged files, laid out, and which page belongs to which paper."""

import re
import shutil
import tempfile
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
    for earlier in opened_files.folder().glob(f"run-{run_id}-*"):
        shutil.rmtree(earlier, ignore_errors=True)  # what is still shown stays, on Windows
    files = tuple(run_files.fill(run_id, _new_folder(f"run-{run_id}-"), progress.step))
    if is_overlay:
        from desk_app.kernel.papers.overlay import as_overlay

        folder = _new_folder(f"run-{run_id}-overlay-")
        files = tuple(run_files.fill(run_id, folder, progress.step, as_overlay))
    return _to_pdf(files, progress)


def lay_out_waiting(run_id: int, progress: Progress) -> LaidOut:
    """Do the same with only those papers of the run that are not out yet."""
    files = tuple(run_files.fill_waiting(run_id, _new_folder(f"rest-{run_id}-"), progress.step))
    return _to_pdf(files, progress)


def lay_out_saved(run_id: int, progress: Progress) -> LaidOut:
    """Do the same with the files of the run that were saved, as they were; a file for each paper has no PDF."""
    files = tuple(run_files.fill_saved(run_id, _new_folder(f"saved-{run_id}-"), progress.step))
    is_apart = len(files) > 1 and all(len(file.places) == 1 for file in files)
    return LaidOut(files, ()) if is_apart else _to_pdf(files, progress)


def _to_pdf(files: tuple[run_files.RunFile, ...], progress: Progress) -> LaidOut:
    pdfs: list[Path] = []
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


def _new_folder(name: str) -> Path:
    """Return a folder of its own: one used before may hold a file that is still open, which Windows does not remove."""
    return Path(tempfile.mkdtemp(prefix=name, dir=opened_files.folder()))


def find_first_pages(
    numbers: Sequence[str], pages: int, text: Callable[[int], str], *, together: bool = False
) -> list[int] | None:
    """Return the page (from 0) on which each paper of a merged file begins; None if that cannot be told.

    Each paper has its number at its head; `text` gives what stands on a page. Papers that begin a page each and are as
    many as the pages need no look. Only papers printed `together` (拼版) begin on the same page.
    """
    if len(numbers) == pages or len(numbers) == 1:
        return list(range(len(numbers)))
    if not all(numbers) or len(set(numbers)) < len(numbers):
        return None
    texts = [text(page) for page in range(pages)]
    if together:
        return _find_shared(numbers, texts)
    return _find_apart(numbers, texts, same_head=True) or _find_apart(numbers, texts, same_head=False)


def _find_shared(numbers: Sequence[str], texts: Sequence[str]) -> list[int] | None:
    """Return the page of each slip, in order."""
    firsts: list[int] = []
    for page, words in enumerate(texts):
        while len(firsts) < len(numbers) and _place(numbers[len(firsts)], words) is not None:
            firsts.append(page)
    return firsts if len(firsts) == len(numbers) else None


def _find_apart(numbers: Sequence[str], texts: Sequence[str], *, same_head: bool) -> list[int] | None:
    """Return the page each paper begins on, at most one on each.

    A page that names the next paper after its own number is still of its own. With `same_head` what stands before the
    number must be what stands before it on the first page, so that a number quoted in the text begins nothing.
    """
    start = _place(numbers[0], texts[0])
    if start is None:
        return None
    head, firsts = texts[0][:start], [0]
    for page, words in enumerate(texts[1:], 1):
        if len(firsts) == len(numbers):
            break
        own, at = _place(numbers[len(firsts) - 1], words), _place(numbers[len(firsts)], words)
        if at is None or (own is not None and own < at) or (same_head and words[:at] != head):
            continue
        firsts.append(page)
    return firsts if len(firsts) == len(numbers) else None


def _place(number: str, words: str) -> int | None:
    """Return where the whole number stands in a text; None where it does not, or only as a part of a longer one."""
    part = "[0-9A-Za-z]"
    found = re.search(rf"(?<!{part})(?<!{part}-){re.escape(number)}(?!-?{part})", words)
    return found.start() if found else None


def page_ranges(firsts: Sequence[int], pages: int) -> list[range]:
    """Return the pages of each paper, from where it begins to where the next does; slips may share one."""
    ends = [*firsts[1:], pages]
    return [range(first, max(first + 1, end)) for first, end in zip(firsts, ends, strict=True)]


def note_pages(run_id: int, pages: Sequence[tuple[int, int]]) -> None:
    """Keep how many pages the paper at each place has."""
    run_files.note_pages(run_id, pages)
