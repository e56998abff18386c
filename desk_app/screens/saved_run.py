"""Saving a print run again (照原样再存): the files it was saved in, once more in another folder; that is no reprint."""

import shutil
from collections.abc import Callable
from pathlib import Path

from desk_app.kernel import filling, print_runs, run_files, store
from desk_app.kernel.access import Desk
from desk_app.kernel.durable_files import copy_file
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import find_paper
from desk_app.kernel.printed import PrintedPaper, PrintRun
from desk_app.kernel.words import _
from desk_app.screens.print_run_layout import LaidOut, lay_out_saved
from desk_app.screens.progress import Progress


def save_again(run_id: int, folder: Path, desk: Desk, progress: Progress) -> str:
    """Save the run's files that were saved before in `folder` too; return the sentence for the clerk.

    They are the same files, no reprint: nothing is counted or marked, and the log says that they left again. DeskError,
    with nothing saved, if none was saved, the person may not print the papers, or the folder cannot be written. For a
    worker thread.
    """
    run = print_runs.find_run(run_id)
    _refuse_papers(run, desk)
    again = lay_out_saved(run_id, progress)
    if not again.files:
        raise DeskError(_("没有保存：这个批次没有存过文件。"))
    count = sum(len(file.places) for file in again.files)
    told = {run.paper: ["", _("原样再存 {count} 份").format(count=count)]}
    try:
        copy_files(
            again, folder, lambda: store.note_event(print_runs.AUDIT, run_id, desk, "save_again", "", told)
        )
    finally:
        shutil.rmtree(again.files[0].path.parent, ignore_errors=True)
    files = len(again.files) + len(again.pdfs)
    text = _("已照原样再存 {count} 个文件到“{folder}”，不算补打，不另记次数。")
    return text.format(count=f"{files:,}", folder=folder.name)


def _refuse_papers(run: PrintRun, desk: Desk) -> None:
    """Raise DeskError if the person may not print one of the papers saved."""
    row = PrintedPaper
    for kind_name, name in row.select(row.kind, row.paper).where(row.run == run).distinct().tuples():
        if (paper := find_paper(kind_name, name)) is not None:
            filling.refuse_person(paper, desk)


def copy_files(laid_out: LaidOut, folder: Path, note: Callable[[], object]) -> list[Path]:
    """Copy the files to `folder` and note it; what rises leaves none of them there."""
    saved: list[Path] = []
    try:
        for source in (*(file.path for file in laid_out.files), *laid_out.pdfs):
            saved.append(run_files.free_path(folder, source.name))
            copy_file(source, saved[-1])
        note()
    except BaseException as error:
        for path in saved:  # papers nobody noted must not lie about
            path.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        text = _("没有保存：写不进文件夹“{folder}”，请检查磁盘和权限。")
        raise DeskError(text.format(folder=folder.name)) from None
    return saved
