"""Papers at the counter (表单打印): filled from a record, counted when they leave the program, made again as they were."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from desk_app.kernel import office_programs, printed, settings, store
from desk_app.kernel.access import Desk
from desk_app.kernel.attachments import safe_name
from desk_app.kernel.days import add_months, show_moment
from desk_app.kernel.durable_files import write_file
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.kind import Draft, RecordKind, find_kind
from desk_app.kernel.papers.paper import Paper
from desk_app.kernel.printed import ACTIONS, Filled
from desk_app.kernel.words import _, language
from desk_app.screens import opened_files
from desk_app.screens.progress import Progress

FilledPaper = Filled

VOID = "void"
"""The state whose papers carry 作废; workflows that void a record call it so."""

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
    draft = store.load(kind, record_id)
    paper = kind.paper(paper_name)
    _refuse_unnumbered(kind, draft, paper)
    count = printed.times_given(kind.name, record_id, paper.name) + 1
    header = _header(paper, desk, count) | {"watermark": _watermark(draft, count)}
    values = paper.fill_in(draft, copies, header)
    filled = _filled(kind, record_id, paper, _number(draft), count, values)
    if out is not None:
        save_as(filled, out, desk)
    return filled


def make_register(
    kind_name: str, paper_name: str, month: date, desk: Desk, out: Path | None = None
) -> FilledPaper:
    """Fill a register (台账) with the records of the month `month` lies in; otherwise as `make`."""
    kind = find_kind(kind_name)
    register = next((one for one in kind.registers if one.paper.name == paper_name), None)
    if register is None:
        raise NotFound(_("{kind}没有名为 {name} 的台账。").format(kind=_(kind.label), name=paper_name))
    first = month.replace(day=1)
    day = kind.field(register.day)
    found = kind.model.select().where((day >= first) & (day < add_months(first, 1)))
    drafts = store.load_many(kind, found.order_by(day, kind.model.id))
    count = printed.times_given(kind.name, NO_RECORD, paper_name, f"{first:%Y-%m}") + 1
    header = _header(register.paper, desk, count) | {"month": f"{first:%Y-%m}"}
    values = register.paper.fill_in(drafts, header=header)
    filled = _filled(kind, NO_RECORD, register.paper, f"{first:%Y-%m}", count, values)
    if out is not None:
        save_as(filled, out, desk)
    return filled


def make_anew(filled: FilledPaper, desk: Desk, copies: Sequence[str]) -> FilledPaper:
    """Fill the same paper with other copies, from the record as it is stored now."""
    return make(filled.kind_name, filled.record_id, filled.paper_name, desk, copies=copies)


def copy_names(filled: FilledPaper) -> tuple[str, ...]:
    """Return the names of the paper's copies (联次), which `_` translates; a register has none."""
    if filled.record_id == NO_RECORD:
        return ()
    return find_kind(filled.kind_name).paper(filled.paper_name).copies


def save_as(filled: FilledPaper, path: Path, desk: Desk, pdf: Path | None = None) -> None:
    """Write the Word file, or the `pdf` made of it, to `path` and count it as given out; DeskError if it cannot be."""
    try:
        write_file(path, pdf.read_bytes() if pdf else filled.content)
    except OSError:
        raise DeskError(
            _(
                "没有保存“{name}”：写不进去。文件可能正被别的程序打开，请关闭它，或换一个名字、换一个文件夹。"
            ).format(name=path.name)
        ) from None
    note_given(filled, "filled", desk)


def note_given(filled: FilledPaper, action: str, desk: Desk, copies: int = 1) -> None:
    """Count the paper as given out: `action` is filled, opened or printed (only once the printer accepted it)."""
    printed.give_out(filled, action, desk, copies)


def given_papers(kind: RecordKind, record_id: int) -> list[GivenPaper]:
    """Return the papers of the record that left the program, the latest first."""
    actions = {option.stored: option.label for option in ACTIONS}
    return [
        GivenPaper(
            row.id,
            _label(kind, row.paper),
            _(actions.get(row.action, row.action)),
            row.print_count,
            row.at,
            row.actor,
        )
        for row in printed.given_out(kind.name, record_id)
    ]


def make_again(printed_id: int) -> FilledPaper:
    """Return a paper as it left the program, from its kept values and template.

    DeskError if the file comes out different, which a newer version of the program may cause.
    """
    row = printed.kept_row(printed_id)
    template = printed.kept_template(row.template_sha256)
    values: dict[str, Any] = json.loads(row.filled_values)
    filled = Filled(
        kind_name=row.kind,
        record_id=row.record_id,
        paper_name=row.paper,
        label=_label(find_kind(row.kind), row.paper),
        form=row.form,
        number=row.number,
        language=row.language,
        print_count=row.print_count,
        values=values,
        template=template,
        content=_fill(template, values),
    )
    if filled.sha256 != row.docx_sha256:
        raise DeskError(_("没有照原样再做：做出来的文件与当时的不一致。当时填写的内容仍可在打印记录里查看。"))
    return filled


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


def open_elsewhere(filled: FilledPaper, desk: Desk) -> None:
    """Open the paper in the computer's program for Word files and count it as given out; DeskError if there is none."""
    office_programs.open_for_editing(write_docx(filled))
    note_given(filled, "opened", desk)


def file_name(filled: FilledPaper, suffix: str = ".docx") -> str:
    """Return '物品放行条 FX-202603-0001.docx'; no personal data stands in a file name."""
    return safe_name(" ".join(filter(None, (_(filled.label), filled.number))) + suffix)


def _filled(
    kind: RecordKind, record_id: int, paper: Paper, number: str, count: int, values: dict[str, Any]
) -> Filled:
    """Return the paper filled from the template in use."""
    template = _read_template(paper)
    return Filled(
        kind_name=kind.name,
        record_id=record_id,
        paper_name=paper.name,
        label=paper.label,
        form=paper.form,
        number=number,
        language=language(),
        print_count=count,
        values=values,
        template=template,
        content=_fill(template, values, paper),
    )


def _read_template(paper: Paper) -> bytes:
    path = paper.find_template()
    try:
        return path.read_bytes()
    except OSError:
        raise DeskError(
            _("没有打印：模板“{name}”打不开，请关闭正在使用它的程序后再试").format(name=path.name)
        ) from None


def _fill(content: bytes, values: Mapping[str, Any], paper: Paper | None = None) -> bytes:
    """Return the template `content` filled; TemplateRefused if `paper` does not know what it asks for."""
    from desk_app.kernel.papers.paper import find_problems
    from desk_app.kernel.papers.refusals import TemplateRefused

    template = _compiled(content)
    if paper is not None and (problems := find_problems(template, paper)):
        raise TemplateRefused(problems)
    return bytes(template.fill(values))


_templates: dict[str, Any] = {}


def _compiled(content: bytes) -> Any:
    """Return the compiled template, from memory where it was used before."""
    from desk_app.kernel.papers.template import Template

    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 not in _templates:
        if len(_templates) >= 32:
            _templates.clear()
        _templates[sha256] = Template.from_bytes(content)
    return _templates[sha256]


def _header(paper: Paper, desk: Desk, count: int) -> dict[str, str]:
    """Return what every paper may show of the office and the printing."""
    return {
        "company": settings.shown("company"),
        "project": settings.shown("project"),
        "service_phone": settings.shown("service_phone"),
        "form_code": paper.form,
        "printed_at": show_moment(desk.now()),
        "printed_by": desk.actor.name,
        "print_count": str(count),
        "watermark": _("样张") if settings.value("demo") else "",
    }


def _watermark(draft: Draft, count: int) -> str:
    """Return the word across the paper: of a voided record, of invented data, of a second printing; or nothing."""
    if draft.kind.workflow and draft.record.state == VOID:
        return _("作废")
    if settings.value("demo"):
        return _("样张")
    return _("补打") if count > 1 else ""


def _refuse_unnumbered(kind: RecordKind, draft: Draft, paper: Paper) -> None:
    """A paper whose record gets its number by a step may not leave without one (一单一号)."""
    steps = [step for step in kind.workflow.transitions if step.numbered] if kind.workflow else []
    if steps and not _number(draft):
        raise DeskError(
            _("没有打印“{paper}”：还没有编号。请先“{step}”，再打印。").format(
                paper=_(paper.label), step=_(steps[0].label)
            )
        )


def _number(draft: Draft) -> str:
    return str(getattr(draft.record, "number", None) or "")


def _label(kind: RecordKind, paper_name: str) -> str:
    """Return the paper's name; of a paper this version no longer has, what it was called inside."""
    papers = (*kind.papers, *(register.paper for register in kind.registers))
    return next((_(paper.label) for paper in papers if paper.name == paper_name), paper_name)
