"""Printed papers for tests: a slip that three people sign, given out without filling a template."""

import dataclasses

from desk_app.kernel import printed, store
from desk_app.kernel.kind import KINDS
from desk_app.kernel.papers.paper import Paper, Placeholder
from desk_app.kernel.printed import Filled
from desk_app.screens.record_form import RecordForm

SLIPS = "goods_release_slips"
SIGNERS = ("业主", "携带人", "经办人")
GATE_NOTE = Paper(
    "gate_note",
    "门岗便条",
    "F99",
    "gate_note.docx",
    (Placeholder("number", "编号"),),
    lambda draft: {"number": draft.record.number},
    signatures=SIGNERS,
)
LETTER = Paper(
    "letter", "告知信", "F98", "letter.docx", (Placeholder("number", "编号"),), lambda draft: {"number": ""}
)


def sign_papers(monkeypatch):
    """Let slips have the gate note, which three people sign, and a letter nobody signs; return their kind."""
    kind = dataclasses.replace(KINDS[SLIPS], own_papers=(GATE_NOTE, LETTER))
    monkeypatch.setitem(KINDS, SLIPS, kind)
    return kind


def make_slip(kind, desk, room, goods="沙发"):
    """Return an issued slip of a room."""
    form = RecordForm.start(kind, desk, room=room.id)
    form.enter_row("goods", 0, "name", goods)
    form.enter_row("goods", 0, "quantity", "1")
    assert form.press("issue"), form.problems
    return form.record


def give(kind, record, desk, paper=GATE_NOTE, number=None, action="printed"):
    """Give a paper of the record out; return its printed row."""
    count = printed.times_given(kind.name, record.id, paper.name) + 1
    filled = Filled(
        kind_name=kind.name,
        record_id=record.id,
        paper_name=paper.name,
        label=paper.label,
        form=paper.form,
        number=record.number if number is None else number,
        language="zh_CN",
        print_count=count,
        values={"number": getattr(record, "number", "") or ""},
        template=b"template",
        content=b"content",
        to_sign=bool(paper.signatures),
        about=printed.find_about(store.load(kind, record.id)),
    )
    return printed.give_out(filled, action, desk)
