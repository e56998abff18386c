"""The return visit (回访): one to three days after the work (T02); who is not satisfied gets a second repair (R25)."""

import datetime
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.kind import Draft, find_kind
from desk_app.kernel.limits import declare_limit, due_by
from desk_app.kernel.words import _, mark
from desk_app.kernel.workflow import Next
from desk_app.modules.repairs.records import Repair

declare_limit("limit_visit_from", mark("回访最早"), "1 day", mark("维修结束后，最早隔多久回访（T02）"))
declare_limit("limit_visit_until", mark("回访最迟"), "3 day", mark("维修结束后，最迟多久回访（T02）"))

SCORES = ("score_quality", "score_time", "score_manner", "score_charge")

CARRIED = ("way", "room", "building", "place", "person", "client", "phone", "trade", "holder")
"""What a second repair takes over from the first."""


def visit_from(repair: Any) -> datetime.datetime | None:
    """Return the first moment a return visit counts: the beginning of the day after the work."""
    if repair.finished_at is None:
        return None
    return datetime.datetime.combine(due_by("limit_visit_from", repair.finished_at).date(), datetime.time())


def visit_until(repair: Any) -> datetime.datetime | None:
    """Return the end of the window: 23:59 of the third day after the work."""
    return due_by("limit_visit_until", repair.finished_at) if repair.finished_at else None


def why_not_visited(draft: Draft, desk: Desk) -> str | None:
    """Return what is missing of the visit; one too early finds out nothing."""
    repair = draft.record
    visited_at = repair.visited_at or desk.now()
    begins = visit_from(repair)
    if begins and visited_at < begins:
        return _("没有登记回访：维修结束后 1–3 天内回访，最早 {day}。").format(day=f"{begins:%m-%d}")
    if visited_at > desk.now():
        return _("没有登记回访：回访时间还没有到。")
    if repair.visited_how is None:
        return _("没有登记回访：请选择电话还是上门回访。")
    if any(score is not None and not 1 <= score <= 5 for score in (getattr(repair, name) for name in SCORES)):
        return _("没有登记回访：评分是 1 到 5 分。")
    return None


def may_close(draft: Draft, desk: Desk) -> str | None:
    """Return why the repair is not closed: no visit, or a client who is not satisfied."""
    if draft.record.is_satisfied == "no":
        return _("没有立案关闭：客户不满意，请转二次维修。")
    return why_not_visited(draft, desk)


def may_repeat(draft: Draft, desk: Desk) -> str | None:
    """Return why there is no second repair: nobody said what is wrong."""
    if not (draft.record.visit_opinion or "").strip():
        return _("没有转二次维修：请写下客户不满意的地方。")
    return why_not_visited(draft, desk)


def note_visit(draft: Draft, desk: Desk) -> None:
    """Stamp who visited and when, where that was not typed."""
    repair = draft.record
    repair.visited_at = repair.visited_at or desk.now()
    repair.visited_by = repair.visited_by or desk.actor.name
    repair.is_satisfied = repair.is_satisfied or "yes"


def repeat(draft: Draft, desk: Desk) -> None:
    """Make the second repair, linked to the first one and judged again (R25); its 24 hours begin with the visit."""
    repair = draft.record
    note_visit(draft, desk)
    repair.is_satisfied = "no"
    values = {name: getattr(repair, name) for name in CARRIED}
    again = store.new(
        find_kind("repairs"),
        **values,
        registered_at=desk.now(),
        urgency="usual",
        content=repair.visit_opinion,
    )
    again.record.first = repair.first or repair
    again.record.attempt = (repair.attempt or 1) + 1
    store.save(again, desk)


def second_repair(repair: Any) -> Next | None:
    """Return the repair that followed, to be opened."""
    first = repair.first_id or repair.id
    found = Repair.get_or_none(Repair.first == first, Repair.attempt == repair.attempt + 1)
    return Next("repairs", found.id) if found else None
