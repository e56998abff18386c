"""What an office settles for each paper (表单设置): its code in the office's own system, and whether it is signed."""

import peewee

from desk_app.kernel import store
from desk_app.kernel.access import ROLES, Desk
from desk_app.kernel.database import database, transaction
from desk_app.kernel.errors import DeskError
from desk_app.kernel.office_templates import CHANGED_BY, may_change
from desk_app.kernel.papers.paper import Paper
from desk_app.kernel.text import one_line
from desk_app.kernel.words import _, listed

LONGEST_CODE = 40
"""Letters that a form's code and version may have; more would not fit the head of a paper."""


class PaperSetup(peewee.Model):
    """What was settled for one paper; `signatures_wanted` is empty where the paper's own declaration decides."""

    paper = peewee.CharField(primary_key=True)
    form_code = peewee.CharField()
    signatures_wanted = peewee.BooleanField(null=True)

    class Meta:
        database = database
        legacy_table_names = False


def form_code(paper: Paper) -> str:
    """Return the code and version printed on the paper, such as QR-KF-17 A/2; its number in domain.md where none is set."""
    row = _stored(paper)
    return (row.form_code if row is not None else "") or paper.form


def wants_signatures(paper: Paper) -> bool:
    """Say whether the signed copy of the paper is waited for."""
    row = _stored(paper)
    if row is None or row.signatures_wanted is None:
        return bool(paper.signatures)
    return bool(row.signatures_wanted)


def set_up(paper: Paper, code: str, signatures_wanted: bool, desk: Desk) -> None:
    """Store the paper's code (nothing goes back to its number) and whether it is signed.

    DeskError, with nothing stored, for a code that is too long and for somebody who may not.
    """
    if not may_change(desk):
        text = _("没有保存“{paper}”的设置：需要{roles}来做。")
        raise DeskError(
            text.format(paper=_(paper.label), roles=listed(_(ROLES[role]) for role in CHANGED_BY))
        )
    code = one_line(code).strip()
    if len(code) > LONGEST_CODE:
        raise DeskError(_("没有保存：表单代号最多 {most} 个字，请缩短。").format(most=LONGEST_CODE))
    before = _told(paper)
    values = {
        "form_code": "" if code == paper.form else code,
        "signatures_wanted": None if signatures_wanted == bool(paper.signatures) else signatures_wanted,
    }
    with transaction():
        PaperSetup.insert(paper=paper.name, **values).on_conflict(
            conflict_target=[PaperSetup.paper], update=values
        ).execute()
        after = _told(paper)
        if after != before:
            store.note_event("papers", None, desk, "setup", "", {paper.name: [before, after]})


def _told(paper: Paper) -> str:
    """Return what is settled, as the log tells it."""
    text = _("{code}，收回签字件") if wants_signatures(paper) else _("{code}，不收签字件")
    return text.format(code=form_code(paper))


def _stored(paper: Paper) -> PaperSetup | None:
    row = PaperSetup.get_or_none(PaperSetup.paper == paper.name)
    assert row is None or isinstance(row, PaperSetup)
    return row
