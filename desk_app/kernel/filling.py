"""Filling papers (填写表单): who may print one, under which number, for the how manieth time, and what stands in its head."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk_app.kernel import numbering, office_templates, paper_setup, printed, settings
from desk_app.kernel.access import ROLES, Desk
from desk_app.kernel.days import show_moment
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import Draft, RecordKind, find_kind
from desk_app.kernel.papers.paper import Paper
from desk_app.kernel.printed import Filled, PrintedPaper
from desk_app.kernel.words import _, language, listed

if TYPE_CHECKING:
    from desk_app.kernel.papers.template import Template

VOID = "void"
"""The state whose papers carry 作废; workflows that void a record call it so."""

NEVER = (0, "")
"""What was given out of a paper that never left the program: (how often, under which number)."""

_KEPT_READY = 32
_compiled: dict[str, "Template"] = {}


@dataclass(frozen=True)
class Turn:
    """Which printing of a paper for a record it is: its count from 1, its number, and the series it is to come from.

    Where `series` is named the number is not taken yet.
    """

    count: int
    number: str
    series: str = ""


class Printing:
    """One printing of one paper or of thousands: who prints, when, for which office; the book is asked once."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._is_demo = bool(settings.value("demo"))
        self._texts = {
            "company": settings.shown("company"),
            "project": settings.shown("project"),
            "service_phone": settings.shown("service_phone"),
            "printed_at": show_moment(desk.now()),
            "printed_by": desk.actor.name,
        }
        self._demo_mark = _("样张") if self._is_demo else ""
        self._codes: dict[str, str] = {}

    def header(self, paper: Paper, count: int) -> dict[str, str]:
        """Return what every paper may show of the office and the printing."""
        if paper.name not in self._codes:
            self._codes[paper.name] = paper_setup.form_code(paper)
        return {
            **self._texts,
            "form_code": self._codes[paper.name],
            "print_count": str(count),
            "watermark": self._demo_mark,
        }

    def watermark(self, is_void: bool, count: int, paper: Paper | None) -> str:
        """Return the word across the paper: of a voided record, of invented data, of a second printing; or nothing.

        `paper` is None for one this version no longer has.
        """
        if is_void:
            return _("作废")
        if self._is_demo:
            return _("样张")
        is_marked = paper is None or paper.reprint_mark
        return _("补打") if count > 1 and is_marked else ""

    def fill_in(
        self, paper: Paper, draft: Draft, turn: Turn, copies: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """Return the values of the paper for the record; DeskError if a sum does not add up."""
        draft.day = self.desk.today
        header = self.header(paper, turn.count)
        header["watermark"] = self.watermark(is_void(draft), turn.count, paper)
        if paper.series:
            header["number"] = turn.number
        return paper.fill_in(draft, copies, header)

    def mark_again(
        self, values: Mapping[str, Any], count: int, *, is_void: bool, paper: Paper | None = None
    ) -> dict[str, Any]:
        """Return kept values as they are printed again (补打): with the new count, day and mark, on each of its slips."""
        new = {
            "printed_at": self._texts["printed_at"],
            "printed_by": self._texts["printed_by"],
            "print_count": str(count),
            "watermark": self.watermark(is_void, count, paper),
        }

        def renew(value: Any) -> Any:
            if isinstance(value, list):
                return [renew(each) for each in value]
            if isinstance(value, dict):
                renewed = {name: renew(each) for name, each in value.items()}
                return renewed | new if "print_count" in value else renewed
            return value

        return {**renew(dict(values)), **new}


def is_void(draft: Draft) -> bool:
    """Say whether papers of the record carry 作废."""
    kind, record = draft.kind, draft.record
    if kind.is_void is not None:
        return kind.is_void(record)
    return bool(kind.workflow) and record.state == VOID


def put_number(values: dict[str, Any], paper: Paper, number: str) -> None:
    """Write the number into filled-in values, where it was not known yet."""
    for each in (values, *(values[paper.together] if paper.together else ())):
        each["number"] = number


def refuse_prepared(paper: Paper, run_id: int | None) -> None:
    """Raise DeskError if the paper is prepared in a run and not out yet: it would get its number or count twice."""
    if run_id is not None:
        text = _("没有打印“{paper}”：它在还没有打完的打印批次 {run} 里。请先在“打印批次”里把它打完或撤销。")
        raise DeskError(text.format(paper=_(paper.label), run=run_id))


def refuse_reprint(row: PrintedPaper, desk: Desk) -> None:
    """Raise DeskError if a kept paper may not be printed again: not by this person, or because it waits in a run."""
    paper = next((paper for paper in find_kind(row.kind).papers if paper.name == row.paper), None)
    if paper is not None:
        refuse_person(paper, desk)
        waiting = printed.open_runs_of(row.kind, [row.record_id], row.paper)
        refuse_prepared(paper, waiting.get(row.record_id))


def refuse_person(paper: Paper, desk: Desk) -> None:
    """Raise DeskError if the person at the desk may not print the paper."""
    if paper.roles and not desk.actor.roles & set(paper.roles):
        text = _("没有打印“{paper}”：需要{roles}来打印。")
        raise DeskError(
            text.format(paper=_(paper.label), roles=listed(_(ROLES[role]) for role in paper.roles))
        )


def refuse_record(paper: Paper, draft: Draft) -> None:
    """Raise DeskError if the paper is not printed for the record: it has no number yet, or its own rule says so."""
    kind = draft.kind
    steps = [step for step in kind.workflow.transitions if step.numbered] if kind.workflow else []
    if steps and not paper.series and not own_number(draft):  # 一单一号
        raise DeskError(
            _("没有打印“{paper}”：还没有编号。请先“{step}”，再打印。").format(
                paper=_(paper.label), step=_(steps[0].label)
            )
        )
    if paper.may_print is not None and (why_not := paper.may_print(draft)):
        raise DeskError(why_not)


def own_number(draft: Draft) -> str:
    """Return the record's own number; nothing for a record that has none."""
    return str(getattr(draft.record, "number", None) or "")


def whose_turn(paper: Paper, draft: Draft, given: tuple[int, str]) -> Turn:
    """Return which printing is next; `given` is what `printed.last_given` says of the record, or NEVER.

    A paper with a series of its own is numbered by it even where the record has a number (a certificate about it). A
    second print keeps its number, unless the paper takes a new one each time: that is no reprint.
    """
    count, last_number = given
    if not paper.series:
        return Turn(count + 1, own_number(draft))
    if paper.renewed:
        return Turn(1, "", paper.series)
    return Turn(count + 1, last_number, "" if last_number else paper.series)


def fill_one(
    kind: RecordKind, paper: Paper, draft: Draft, desk: Desk, copies: Sequence[str] | None = None
) -> Filled:
    """Return the paper of a record, filled; a number still to be taken is shown as the one that would be next.

    DeskError if the person may not print it, it is not printed for this record, or its template is not in order.
    """
    refuse_person(paper, desk)
    refuse_record(paper, draft)
    record_id = int(draft.record.id)
    refuse_prepared(paper, printed.open_runs_of(kind.name, [record_id], paper.name).get(record_id))
    given = printed.last_given(kind.name, [record_id], paper.name)
    turn = whose_turn(paper, draft, given.get(record_id, NEVER))
    if turn.series:
        turn = Turn(turn.count, numbering.next_number(turn.series, desk.today), turn.series)
    values = Printing(desk).fill_in(paper, draft, turn, copies)
    wanted = None if copies is None else tuple(copies)
    return make_filled(kind, record_id, paper, turn, values, printed.find_about(draft), wanted)


def make_filled(
    kind: RecordKind,
    record_id: int,
    paper: Paper,
    turn: Turn,
    values: dict[str, Any],
    about: tuple[tuple[str, int], ...] = (),
    copies: tuple[str, ...] | None = None,
) -> Filled:
    """Return `values` in the template in use; TemplateRefused if it asks for what the paper does not know."""
    template = office_templates.in_use(paper)
    refuse_faulty(template, paper)
    return Filled(
        kind_name=kind.name,
        record_id=record_id,
        paper_name=paper.name,
        label=paper.label,
        form=paper.form,
        number=turn.number,
        language=language(),
        print_count=turn.count,
        values=values,
        template=template,
        content=bytes(compiled(template).fill(values)),
        series=turn.series,
        to_sign=paper_setup.wants_signatures(paper),
        about=about,
        copies=copies,
    )


def refuse_faulty(template: bytes, paper: Paper) -> None:
    """Raise TemplateRefused if the template is not in order for `paper`; imported late, as it reads Word files."""
    from desk_app.kernel.papers import check

    check.refuse_faulty(template, paper)


def compiled(content: bytes) -> "Template":
    """Return the compiled template, from memory where it was used before."""
    from desk_app.kernel.papers.template import Template

    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 not in _compiled:
        if len(_compiled) >= _KEPT_READY:
            _compiled.clear()
        _compiled[sha256] = Template.from_bytes(content)
    return _compiled[sha256]
