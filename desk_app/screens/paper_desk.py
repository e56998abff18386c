"""Papers at the counter (表单打印): filled from a record, counted when they leave the program, made again as they were."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from desk_app.kernel import filling, leaving, office_programs, printed, registers, run_files, snapshots, store
from desk_app.kernel.access import Desk
from desk_app.kernel.attachments import safe_name
from desk_app.kernel.database import BookProblem, transaction
from desk_app.kernel.durable_files import write_file
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.filling import Printing, Turn
from desk_app.kernel.kind import RecordKind, find_kind, find_paper
from desk_app.kernel.print_plan import is_void_now
from desk_app.kernel.printed import ACTIONS, Filled, PrintedPaper
from desk_app.kernel.words import _, language
from desk_app.screens import opened_files, paper_dress
from desk_app.screens.paper_changes import Outdated, is_dressed_as_copy, what_changed
from desk_app.screens.printed_papers import paper_label
from desk_app.screens.progress import Progress

FilledPaper = Filled

NO_RECORD = 0
"""Stands for the record where a paper is about many; the month then is its number."""


@dataclass(frozen=True)
class GivenPaper:
    """A paper that left the program, as a list shows it."""

    printed_id: int
    label: str
    action: str
    print_count: int
    at: datetime
    who: str
    number: str = ""


def make(
    kind_name: str,
    record_id: int,
    paper_name: str,
    desk: Desk,
    out: Path | None = None,
    copies: Sequence[str] | None = None,
) -> FilledPaper:
    """Fill a paper from the stored record. With `out` it is written there and counted as given out.

    `copies` are the names of the copies wanted (联次), all of the paper's when None. Raise NotFound, TemplateRefused or
    another DeskError, with nothing written.
    """
    kind = find_kind(kind_name)
    filled = filling.fill_one(kind, kind.paper(paper_name), store.load(kind, record_id), desk, copies)
    return filled if out is None else save_as(filled, out, desk)


def make_register(
    kind_name: str, paper_name: str, month: date, desk: Desk, out: Path | None = None
) -> FilledPaper:
    """Fill a register (台账) with the records of the month `month` lies in; otherwise as `make`."""
    kind = find_kind(kind_name)
    register = next((one for one in kind.registers if one.paper.name == paper_name), None)
    if register is None:
        raise NotFound(_("{kind}没有名为 {name} 的台账。").format(kind=_(kind.label), name=paper_name))
    filling.refuse_person(register.paper, desk)
    number = f"{month:%Y-%m}"
    turn = Turn(printed.times_given(kind.name, NO_RECORD, paper_name, number) + 1, number)
    header = Printing(desk).header(register.paper, turn.count) | {"month": number}
    subject = registers.subject_of(kind, register, month, desk.today)
    values = register.paper.fill_in(subject, header=header)
    filled = filling.make_filled(kind, NO_RECORD, register.paper, turn, values)
    return filled if out is None else save_as(filled, out, desk)


def make_anew(filled: FilledPaper, desk: Desk, copies: Sequence[str]) -> FilledPaper:
    """Fill the same paper with other copies, from the record as it is stored now."""
    return make(filled.kind_name, filled.record_id, filled.paper_name, desk, copies=copies)


def fill_again(filled: FilledPaper, desk: Desk) -> FilledPaper:
    """Fill the same paper as it would leave now: with the number, the count and the mark that are due.

    DeskError if it would not leave: the person may not print it, it waits in a print run, its record forbids it.
    """
    if filled.again is not None:
        return reprint(filled.again, desk)
    if filled.record_id == NO_RECORD:
        month = date.fromisoformat(f"{filled.number}-01")
        return make_register(filled.kind_name, filled.paper_name, month, desk)
    return make(filled.kind_name, filled.record_id, filled.paper_name, desk, copies=filled.copies)


def copy_names(filled: FilledPaper) -> tuple[str, ...]:
    """Return the names of the paper's copies (联次), which `_` translates; a register has none."""
    if filled.record_id == NO_RECORD:
        return ()
    return find_kind(filled.kind_name).paper(filled.paper_name).copies


def save_as(filled: FilledPaper, path: Path, desk: Desk, pdf: Path | None = None) -> FilledPaper:
    """Write the Word file, or the `pdf` made of it, to `path` and count it as given out; return what was written.

    DeskError if it cannot be written; Outdated if the `pdf` shows another number, count or mark than is due.
    """

    def write(current: FilledPaper) -> None:
        _write(path, lambda: pdf.read_bytes() if pdf else current.content)

    return give(filled, "filled", desk, write, as_shown=pdf is not None)


def save_sample(filled: FilledPaper, path: Path) -> None:
    """Write the Word file marked 样张 to `path`, which counts nothing; DeskError if it cannot be marked or written."""
    sample = paper_dress.as_sample(filled)
    _write(path, lambda: sample.content)


def _write(path: Path, read: Callable[[], bytes]) -> None:
    try:
        write_file(path, read())
    except OSError:
        raise DeskError(
            _(
                "没有保存“{name}”：写不进去。文件可能正被别的程序打开，请关闭它，或换一个名字、换一个文件夹。"
            ).format(name=path.name)
        ) from None


def print_out(filled: FilledPaper, draw: Callable[[], object], desk: Desk, copies: int = 1) -> None:
    """Send the paper to the printer by `draw` and count it as printed; what `draw` raises counts nothing.

    Outdated, with nothing drawn, if another number, count or mark is due than is shown.
    """
    give(filled, "printed", desk, lambda _current: draw(), copies, as_shown=True)


def note_given(filled: FilledPaper, action: str, desk: Desk, copies: int = 1) -> None:
    """Count the paper as given out: `action` is filled, opened or printed (only once the printer accepted it)."""
    give(filled, action, desk, lambda _current: None, copies, as_shown=True)


def give(
    filled: FilledPaper,
    action: str,
    desk: Desk,
    leave: Callable[[FilledPaper], object],
    copies: int = 1,
    *,
    as_shown: bool = False,
) -> FilledPaper:
    """Let the paper leave the program by `leave` and note it; return the paper that left.

    Number, count and mark (作废、补打) are asked again and taken first, in a transaction that is over before `leave`
    begins (see `kernel.leaving`). If others are due now, `leave` is given the paper filled anew; Outdated is raised
    where it has to be `as_shown`. What `leave` raises gives number and count back.
    """
    with transaction():
        current = fill_again(filled, desk)
        if not what_changed(filled, current):
            current = filled
        elif as_shown:
            raise Outdated(filled, current)
        elif is_dressed_as_copy(filled, current):
            current = paper_dress.as_copy(current)
        taken = leaving.take(current, desk, copies)
    try:
        leave(current)
    except BaseException:
        leaving.take_back(taken, desk)
        raise
    _note(taken, action, desk, copies)
    return current


def _note(taken: leaving.Taken, action: str, desk: Desk, copies: int) -> None:
    """Note that the paper left; where the book cannot be written now, say where it waits to be noted."""
    try:
        leaving.note(taken, action, desk, copies)
    except BookProblem as problem:
        if not taken.run_id:
            raise
        text = _(
            "已经打印或保存，但没有记下：{why}。它留在打印批次 {run} 里。请把这一张作废，以后到“打印批次”里重新打印，"
            "或选“其余不打了”。"
        )
        raise DeskError(text.format(why=str(problem).rstrip("。"), run=taken.run_id)) from problem


def given_papers(kind: RecordKind, record_id: int) -> list[GivenPaper]:
    """Return the papers about the record that left the program, the latest first."""
    actions = {option.stored: option.label for option in ACTIONS}
    return [
        GivenPaper(
            row.id,
            paper_label(row.kind, row.paper),
            _(actions.get(row.action, row.action)),
            row.print_count,
            row.at,
            row.actor,
            row.number,
        )
        for row in printed.given_out(kind.name, record_id)
    ]


def make_again(printed_id: int) -> FilledPaper:
    """Return a paper as it left the program, from its kept values and template.

    DeskError if the file comes out different, which a newer version of the program may cause.
    """
    row = printed.kept_row(printed_id)
    filled = _kept(row, snapshots.values_of(row), row.print_count)
    if filled.sha256 != row.docx_sha256 and not (row.run_id and _comes_out_same(row)):
        raise DeskError(_("没有照原样再做：做出来的文件与当时的不一致。当时填写的内容仍可在打印记录里查看。"))
    return filled


def reprint(printed_id: int, desk: Desk) -> FilledPaper:
    """Return a paper that left the program as it is printed again (补打): what was filled in then, counted and marked.

    DeskError if the person at the desk may not print it.
    """
    row = printed.kept_row(printed_id)
    filling.refuse_reprint(row, desk)
    count = printed.times_given(row.kind, row.record_id, row.paper, row.number) + 1
    is_void, paper = is_void_now(row.kind, row.record_id), find_paper(row.kind, row.paper)
    values = Printing(desk).mark_again(snapshots.values_of(row), count, is_void=is_void, paper=paper)
    about = tuple(printed.about_of(row))
    kept = _kept(row, values, count)
    return replace(kept, language=language(), to_sign=row.to_sign, about=about, again=printed_id)


def _kept(row: PrintedPaper, values: dict[str, Any], count: int) -> FilledPaper:
    """Return `values` in the template the kept paper was made from."""
    template = printed.kept_template(row.template_sha256)
    return Filled(
        kind_name=row.kind,
        record_id=row.record_id,
        paper_name=row.paper,
        label=paper_label(row.kind, row.paper),
        form=row.form,
        number=row.number,
        language=row.language,
        print_count=count,
        values=values,
        template=template,
        content=bytes(filling.compiled(template).fill(values)),
    )


def _comes_out_same(row: PrintedPaper) -> bool:
    """Say whether the merged file the paper left in still comes out to the letter."""
    with tempfile.TemporaryDirectory(dir=opened_files.folder()) as folder:
        return run_files.is_same(row, Path(folder))


def program_label() -> str:
    """Return the name of the office program that lays papers out here; nothing when there is none."""
    return next((program.label for program in office_programs.find_programs()), "")


def write_pdf(filled: FilledPaper, progress: Progress) -> Path:
    """Let the office program lay the paper out; return the PDF, which lives until this program ends.

    For a worker thread. Raise Cancelled, or a DeskError that says why there is no PDF.
    """
    progress.step(0, 0)
    docx = write_docx(filled)
    pdf = docx.with_suffix(".pdf")
    office_programs.to_pdf(docx, pdf, cancelled=lambda: progress.is_cancelled)
    return pdf


def write_docx(filled: FilledPaper) -> Path:
    """Write the Word file where another program can open it, until this program ends; return where."""
    return opened_files.write(file_name(filled), filled.content)


def open_elsewhere(filled: FilledPaper, desk: Desk) -> FilledPaper:
    """Open the paper in the computer's program for Word files and count it as given out; return what was opened.

    DeskError if there is no such program.
    """
    return give(filled, "opened", desk, lambda current: office_programs.open_for_editing(write_docx(current)))


def file_name(filled: FilledPaper, suffix: str = ".docx") -> str:
    """Return '物品放行条 FX-202603-0001.docx'; no personal data stands in a file name."""
    return safe_name(" ".join(filter(None, (_(filled.label), filled.number))) + suffix)
