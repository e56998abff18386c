"""Papers of many records, and packs, for the console (批量填写): numbers taken, files written, all of it noted."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desk_app.kernel import office_programs, print_runs, run_files
from desk_app.kernel.access import Desk
from desk_app.kernel.durable_files import copy_file
from desk_app.kernel.errors import DeskError
from desk_app.kernel.papers.packs import Pack
from desk_app.kernel.papers.paper import Paper
from desk_app.kernel.print_job import PrintJob
from desk_app.kernel.words import _
from desk_app.screens import opened_files, paper_desk, records
from desk_app.screens.named_papers import find_named
from desk_app.screens.paper_desk import FilledPaper


def fill_one(name: str, number: str, out: Path | None, desk: Desk) -> FilledPaper:
    """Fill the paper called `name` of the record `number` means, or a register of the month it is; noted with `out`."""
    named = find_named(name)
    if named.is_register:
        month = records.read_month(number)
        return paper_desk.make_register(named.kind.name, named.what.name, month, desk, out=out)
    record_id = records.find_record(named.kind, number)
    return paper_desk.make(named.kind.name, record_id, named.what.name, desk, out=out)


def fill_many(
    name: str, numbers: Sequence[str], out: Path, desk: Desk, where: Sequence[str] | None = None
) -> dict[str, Any]:
    """Fill the paper or pack `name` for the records `numbers` mean, or for all that fit `where`; note them as given out.

    `out` that ends in .docx takes one merged file; otherwise it is a folder: a pack's papers are merged there by
    template, any other paper has a file each. DeskError with nothing noted and no number taken.
    """
    named = find_named(name)
    if named.is_register:
        raise DeskError(_("没有填写：台账按月打印，请给一个月份，如 2026-11。"))
    kind, what = named.kind, named.what
    ids = [records.find_record(kind, number) for number in numbers]
    if where is not None:
        ids += records.find_ids(kind, where)
    is_merged = out.suffix.lower() == ".docx"
    if is_merged and isinstance(what, Pack):
        raise DeskError(_("没有填写：套装有几种表单，请给一个文件夹：--out 文件夹"))
    prepared = print_runs.prepare(kind, ids, what, desk)
    files: list[Path] = []
    try:
        _write(prepared, what, out, desk, files)
    except BaseException:
        if not print_runs.places_out(prepared.run):
            for file in files:  # their numbers will stand on other papers
                file.unlink(missing_ok=True)
            print_runs.undo(prepared.run.id, desk)
        raise
    return {
        "paper": what.name,
        "run": prepared.run.id,
        "papers": print_runs.state_of(prepared.run).printed,
        "files": [str(file) for file in files],
        "refused": [{"record": one.title, "why": one.why} for one in prepared.refused],
    }


def print_paper(filled: FilledPaper, printer: str, desk: Desk) -> None:
    """Let the office program print the paper on `printer`, the default one for nothing, and count it as printed."""
    docx = paper_desk.write_docx(filled)
    paper_desk.print_out(filled, lambda: office_programs.print_file(docx, PrintJob(printer)), desk)


def _write(
    prepared: print_runs.Prepared, what: Paper | Pack, out: Path, desk: Desk, written: list[Path]
) -> None:
    """Write the run's files to `out`, name them in `written`, and note them."""
    run_id, at_hand = prepared.run.id, prepared.at_hand
    is_merged = out.suffix.lower() == ".docx"
    if not is_merged:
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError:
            raise DeskError(_("没有填写：建不了文件夹“{folder}”。").format(folder=out)) from None
    if not is_merged and isinstance(what, Paper):
        before = set(out.iterdir())
        run_files.fill_apart(run_id, out, desk, _silent, at_hand)
        written += sorted(set(out.iterdir()) - before)
        return
    with tempfile.TemporaryDirectory(dir=opened_files.folder()) as folder:
        for file in run_files.fill(run_id, Path(folder), _silent, at_hand=at_hand):
            target = out if is_merged else run_files.free_path(out, file.path.name)
            _put(file.path, target)
            written.append(target)
    _note_all(run_id, desk)


def _put(source: Path, target: Path) -> None:
    """Copy a finished file to its place, whole or not at all."""
    try:
        copy_file(source, target)
    except OSError:
        raise DeskError(_("没有填写：写不进“{name}”。").format(name=target)) from None


def _note_all(run_id: int, desk: Desk) -> None:
    count = print_runs.state_of(print_runs.find_run(run_id)).count
    print_runs.note_printed(run_id, 1, count, desk, "filled")


def _silent(done: int, total: int) -> None:
    """Tell nobody how far it is."""
