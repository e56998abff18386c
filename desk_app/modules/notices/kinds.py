"""The life of a notice (通知公告): drafted, posted, taken down on its day."""

import datetime
from typing import Any

from desk_app.kernel.access import Desk
from desk_app.kernel.kind import Draft, Finding, RecordKind, Section, register
from desk_app.kernel.words import _
from desk_app.kernel.workflow import Deadline, Transition, Workflow
from desk_app.modules.notices.papers import NOTICE_PAPER
from desk_app.modules.notices.records import STATES, Notice

CLERK = ("clerk", "manager")


def _post(draft: Draft, desk: Desk) -> None:
    draft.record.posted_on = desk.today
    draft.record.posted_by = desk.actor.name


def _may_post(draft: Draft, desk: Desk) -> str | None:
    until = draft.record.take_down_on
    if until and until < desk.today:
        return _("没有张贴：撤除日期 {day} 已经过了，请改好再张贴。").format(day=until)
    return None


def _take_down(draft: Draft, desk: Desk) -> None:
    draft.record.taken_down_on = desk.today


def _down_by(notice: Any) -> datetime.datetime | None:
    """Return the end of the day it is to be taken down; a notice without one stays."""
    if notice.take_down_on is None:
        return None
    return datetime.datetime.combine(notice.take_down_on, datetime.time(23, 59))


def _check_period(draft: Draft) -> dict[str, str]:
    notice = draft.record
    if notice.begins_at and notice.ends_at and notice.ends_at < notice.begins_at:
        return {"ends_at": _("影响结束早于影响开始")}
    return {}


LIFE = Workflow(
    states=STATES,
    editable=("draft",),
    open_states=("draft", "posted"),
    transitions=(
        Transition("post", "张贴", ("draft",), "posted", CLERK, _may_post, _post, numbered=True, main=True),
        Transition("take_down", "撤除", ("posted",), "taken_down", CLERK, effect=_take_down, main=True),
        Transition("void", "作废", ("draft", "posted"), "void", CLERK, needs_reason=True),
    ),
    deadlines=(Deadline("take_down", "到期撤除", ("posted",), _down_by),),
    tones=(("draft", "waiting"), ("posted", "good")),
)

NOTICES = register(
    RecordKind(
        name="notices",
        model=Notice,
        label="通知公告",
        columns=("number", "category", "title", "scope", "posted_on", "take_down_on", "state"),
        sections=(
            Section("内容", ("category", "title", "addressed_to", "body")),
            Section("影响", ("scope", "begins_at", "ends_at")),
            Section("张贴", ("places", "take_down_on", "number", "posted_on", "posted_by", "taken_down_on")),
        ),
        title=lambda notice: " ".join(filter(None, (notice.number, notice.title))),
        workflow=LIFE,
        own_papers=(NOTICE_PAPER,),
        checks=(_check_period,),
        find=lambda draft: Finding(
            " ".join(filter(None, (draft.record.number, draft.record.title))),
            draft.record.scope or "",
            names=(draft.record.title,) if draft.record.title else (),
            numbers=(draft.record.number,) if draft.record.number else (),
        ),
        prefix="GG",
        newest_first=True,
        icon="notice",
    )
)
