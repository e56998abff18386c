"""Trying a template out (试打): filled with invented values or from a real record, shown as 样张, never counted."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desk_app.kernel import registers, store
from desk_app.kernel.access import Desk
from desk_app.kernel.attachments import safe_name
from desk_app.kernel.durable_files import write_file
from desk_app.kernel.errors import DeskError
from desk_app.kernel.filling import Printing, Turn, refuse_person
from desk_app.kernel.kind import Draft, Month, RecordKind
from desk_app.kernel.papers.paper import Placeholder
from desk_app.kernel.papers.samples import sample_values
from desk_app.kernel.printed import Filled
from desk_app.kernel.words import _, language
from desk_app.screens import paper_dress, record_links
from desk_app.screens.paper_settings import FoundPaper
from desk_app.screens.record_links import Target
from desk_app.screens.template_check import refuse_faulty

OFFERED = 8
"""How many of the newest records are offered before anything is typed."""

_NUMBER = "YZ-202611-0001"
"""Stands for a number, which may be drawn as a barcode."""


def fill_sample(found: FoundPaper, content: bytes, desk: Desk) -> Filled:
    """Fill the template `content` with invented values; TemplateRefused if it cannot be the paper's."""
    header = Printing(desk).header(found.paper, 1)
    paper = replace(found.paper, placeholders=tuple(map(_with_number, found.paper.placeholders)))
    return _filled(found, content, sample_values(paper, header | {"watermark": _("样张")}))


def fill_from(found: FoundPaper, content: bytes, record_id: int, desk: Desk) -> Filled:
    """Fill the template from a stored record, a register from that record's month; otherwise as `fill_sample`.

    DeskError for somebody who may not print the paper: what stands in it is not for everybody.
    """
    refuse_person(found.paper, desk)
    draft, printing = store.load(found.kind, record_id), Printing(desk)
    if found.is_register:
        subject, month = _month_of(found, draft.record, desk)
        values = found.paper.fill_in(subject, header=printing.header(found.paper, 1) | {"month": month})
    else:
        values = printing.fill_in(found.paper, draft, Turn(1, _NUMBER))
    return _filled(found, content, _marked(values))


def suggest(found: FoundPaper, typed: str, desk: Desk) -> list[Target]:
    """Return the records the paper can be tried with that `typed` may mean; the newest ones for nothing typed."""
    kind = found.kind
    if found.is_cover:
        return []
    if typed.strip():
        return record_links.suggest(_Link(kind.model), typed, desk)
    records = list(kind.model.select().order_by(kind.model.id.desc()).limit(OFFERED))
    return [Target(kind.name, record.id, kind.title(record)) for record in records]


def file_name(filled: Filled) -> str:
    """Return '物品放行条 样张.docx'; no personal data stands in a file name."""
    return safe_name(f"{_(filled.label)} {_('样张')}.docx")


def save(filled: Filled, path: Path, pdf: Path | None = None) -> None:
    """Write the sample as a Word file, or the `pdf` made of it, to `path`; it counts nowhere.

    DeskError where it would not bear the word 样张, as it could be taken for the paper itself, or cannot be written.
    """
    if paper_dress.missing_mark(filled):
        raise DeskError(
            _(
                "没有保存“{name}”：这份模板没有印“样张”的地方，存下来会被当成正式的表单。可以改用“打印样张”。"
            ).format(name=path.name)
        )
    try:
        write_file(path, pdf.read_bytes() if pdf else filled.content)
    except OSError:
        raise DeskError(
            _(
                "没有保存“{name}”：写不进去。文件可能正被别的程序打开，请关闭它，或换一个名字、换一个文件夹。"
            ).format(name=path.name)
        ) from None


def _with_number(placeholder: Placeholder) -> Placeholder:
    """Give the place of a number a sample that a barcode can show."""
    is_number = placeholder.name == "number" or placeholder.name.endswith("_number")
    if is_number and placeholder.sample is None and placeholder.shape == "text":
        return replace(placeholder, sample=_NUMBER)
    return placeholder


def _marked(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values with the word 样张 across the paper, on each of its slips too."""

    def mark(value: Any) -> Any:
        if isinstance(value, list):
            return [mark(each) for each in value]
        return _marked(value) if isinstance(value, dict) and "watermark" in value else value

    marked = {name: mark(value) for name, value in values.items()}
    return marked | {"watermark": _("样张")}


@dataclass(frozen=True)
class _Link:
    """Points to a kind's records, as a link field does."""

    rel_model: Any


def _month_of(found: FoundPaper, record: Any, desk: Desk) -> tuple[list[Draft] | Month, str]:
    """Return what the register of the month in which `record` lies is made of, and the month."""
    kind: RecordKind = found.kind
    register = next(one for one in kind.registers if one.paper.name == found.paper.name)
    day = getattr(record, register.day) if register.day else desk.today
    return registers.subject_of(kind, register, day, desk.today), f"{day:%Y-%m}"


def _filled(found: FoundPaper, content: bytes, values: dict[str, Any]) -> Filled:
    from desk_app.kernel.papers.template import Template

    paper = found.paper
    refuse_faulty(content, paper)
    return Filled(
        kind_name=found.kind.name,
        record_id=0,
        paper_name=paper.name,
        label=paper.label,
        form=paper.form,
        number="",
        language=language(),
        print_count=1,
        values=values,
        template=content,
        content=Template.from_bytes(content).fill(values),
    )
