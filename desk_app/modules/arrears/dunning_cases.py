"""Dunning cases (催缴案): one a room while it owes: the reason, the promise with its day, what stops the asking, the court.

A case opens itself with the first letter, call or promise. Its deadlines stand on the first page: a promise to be kept,
the end of a stop, a claim that lapses within six months.
"""

import datetime
from collections.abc import Mapping
from typing import Any

import peewee

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import among, transaction
from desk_app.kernel.days import add_months
from desk_app.kernel.kind import Draft, Finding, RecordKind, Section, register
from desk_app.kernel.words import _
from desk_app.kernel.workflow import Deadline, Transition, Workflow
from desk_app.modules.arrears.letters import overdue
from desk_app.modules.arrears.limitation import WARN_MONTHS, first_lapse
from desk_app.modules.arrears.records import CASE_STATES, DunningCase
from desk_app.modules.billing.ledger import IS_OPEN, NOT_VOID
from desk_app.modules.billing.records import Bill
from desk_app.modules.estate.records import Room

ASKING = ("clerk", "cashier", "accountant", "supervisor", "manager")
HEADS = ("accountant", "supervisor", "manager")
LONGEST_PROMISE = 12
"""Months a promise may reach ahead: what is further away is no promise."""


def _may_promise(draft: Draft, desk: Desk) -> str | None:
    case = draft.record
    if case.promised_on is None:
        return _("没有记下承诺：请填写承诺缴费的日期。")
    if not desk.today <= case.promised_on <= add_months(desk.today, LONGEST_PROMISE):
        return _("没有记下承诺：承诺缴费日应在今天以后的一年之内。")
    return None


def _may_break(draft: Draft, desk: Desk) -> str | None:
    promised_on = draft.record.promised_on
    if promised_on is not None and promised_on >= desk.today:
        return _("没有改动：承诺的日子 {day} 还没有过。").format(day=promised_on)
    return None


def _may_stop(draft: Draft, desk: Desk) -> str | None:
    case = draft.record
    if not case.stop or case.stopped_until is None:
        return _("没有暂停：请选择原因，并填写暂停到哪一天。")
    if case.stopped_until <= desk.today:
        return _("没有暂停：暂停的最后一天应在今天以后。")
    return None


def _may_close(draft: Draft, desk: Desk) -> str | None:
    if draft.record.room_id and overdue(draft.record.room_id, desk.today):
        return _("没有了结：这套房屋还有逾期欠费。不再追收的，请先办理减免或核销。")
    return None


def _stop(draft: Draft, desk: Desk) -> None:
    draft.record.stopped_by = desk.actor.name


def _go_on(draft: Draft, desk: Desk) -> None:
    draft.record.stop = draft.record.stopped_until = draft.record.stopped_by = None


def _sue(draft: Draft, desk: Desk) -> None:
    draft.record.step, draft.record.step_on = "court", desk.today


def _forget_promise(draft: Draft, desk: Desk) -> None:
    draft.record.promised_on = draft.record.promised = draft.record.promised_by = None


def _end_of(name: str) -> Any:
    def due(case: Any) -> datetime.datetime | None:
        day = getattr(case, name)
        return datetime.datetime.combine(day, datetime.time(23, 59)) if day else None

    return due


def _before_lapse(case: Any) -> datetime.datetime | None:
    if case.limitation_on is None:
        return None
    return datetime.datetime.combine(add_months(case.limitation_on, -WARN_MONTHS), datetime.time(23, 59))


ALIVE = ("open", "promised", "stopped", "court")
LIFE = Workflow(
    states=CASE_STATES,
    editable=("open", "promised", "stopped", "court"),
    open_states=("open", "promised", "stopped", "court"),
    transitions=(
        Transition(
            "promise", "记承诺", ("open", "promised"), "promised", ASKING, _may_promise,
            asks=("promised_on", "promised", "promised_by"), main=True,
        ),
        Transition("break", "承诺未兑现", ("promised",), "open", ASKING, _may_break, _forget_promise),
        Transition(
            "stop", "暂停催缴", ("open", "promised"), "stopped", HEADS, _may_stop, _stop,
            asks=("stop", "stopped_until"), needs_reason=True,
        ),
        Transition("go_on", "恢复催缴", ("stopped",), "open", HEADS, effect=_go_on, main=True),
        Transition("sue", "转诉讼", ("open", "promised", "stopped"), "court", HEADS, effect=_sue, asks=("court_number",)),
        Transition("close", "了结", ALIVE, "closed", ASKING, _may_close),
    ),
    deadlines=(
        Deadline("promise", "承诺缴费", ("promised",), _end_of("promised_on")),
        Deadline("stop", "暂停期满", ("stopped",), _end_of("stopped_until")),
        Deadline("limitation", "诉讼时效届满前半年", ("open", "promised", "stopped"), _before_lapse),
    ),
    tones=(
        ("open", "waiting"),
        ("promised", "good"),
        ("stopped", "quiet"),
        ("court", "bad"),
        ("closed", "quiet"),
    ),
)  # fmt: skip


def _check_one(draft: Draft) -> dict[str, str] | None:
    """A room has one living case."""
    other = find_case(draft.record.room_id) if draft.record.room_id else None
    if other is not None and other.id != draft.record.id and draft.record.state != "closed":
        return {"room": _("这套房屋已有一个没有了结的催缴案")}
    return None


def _prepare(draft: Draft) -> None:
    case = draft.record
    case.opened_on = case.opened_on or draft.day
    is_known = draft.is_new and case.limitation_on is not None
    if case.room_id and not is_known:
        case.limitation_on = first_lapse(overdue(case.room_id, draft.day))


def _find(draft: Draft) -> Finding:
    room = str(draft.record.room)
    reason = DunningCase.reason.show(draft.record.reason)
    return Finding(_("催缴 {room}").format(room=room), reason, places=(room,))


CASES = register(
    RecordKind(
        name="dunning_cases",
        model=DunningCase,
        label="催缴案",
        columns=("room", "opened_on", "step", "step_on", "reason", "promised_on", "promised", "stop", "limitation_on", "steward", "state"),
        sections=(
            Section("催缴", ("room", "reason", "steward", "note")),
            Section("进展", ("opened_on", "step", "step_on", "limitation_on")),
            Section("承诺", ("promised_on", "promised", "promised_by")),
            Section("暂停", ("stop", "stopped_until", "stopped_by")),
            Section("诉讼", ("court_number", "court_result")),
        ),
        title=lambda case: _("催缴 {room}").format(room=case.room or ""),
        workflow=LIFE,
        checks=(_check_one,),
        prepare=_prepare,
        find=_find,
        about=("room",),
        newest_first=True,
        icon="flag",
    )
)  # fmt: skip


def find_case(room_id: int) -> DunningCase | None:
    """Return the room's case that is not closed."""
    query = DunningCase.select().where(DunningCase.room == room_id, DunningCase.state != "closed")
    found: DunningCase | None = query.order_by(DunningCase.id.desc()).first()
    return found


def open_case(room_id: int, desk: Desk) -> DunningCase:
    """Return the room's case, opened now if there is none."""
    found = find_case(room_id)
    if found is None:
        draft = store.new(CASES, room=room_id, opened_on=desk.today)
        draft.day = desk.today
        found = store.save(draft, desk).record
    assert found is not None
    return found


def note_steps(rooms: Mapping[int, datetime.date | None], step: str, desk: Desk) -> None:
    """Stamp on the rooms' cases that a step was taken today; rooms without one get one. All in one transaction.

    `rooms` are {room id: the day its first claim lapses}, None where that is to be worked out.
    """
    with transaction():
        there = cases_of(list(rooms))
        batch = store.Batch(desk, "")
        new = [room_id for room_id in rooms if room_id not in there]
        for room in Room.select().where(among(Room.id, new or [-1])):
            draft = store.new(CASES, room=room, opened_on=desk.today, limitation_on=rooms[room.id])
            draft.day = desk.today
            batch.create(draft)
        batch.finish()
        change = DunningCase.update(version=DunningCase.version + 1, step=step, step_on=desk.today)
        change.where(among(DunningCase.room, rooms), DunningCase.state != "closed").execute()


def note_lapse(room_id: int, desk: Desk) -> None:
    """Work out anew when the first claim of the room lapses: a demand was documented."""
    if (case := find_case(room_id)) is not None:
        _stamp(case.id, limitation_on=first_lapse(overdue(room_id, desk.today)))


def close_settled(desk: Desk) -> int:
    """Close the cases of rooms that owe nothing any more, held bills included; return how many.

    One opened today may be about what falls due tomorrow, and stays.
    """
    if not desk.actor.roles & set(ASKING):
        return 0
    due = (IS_OPEN, NOT_VOID, Bill.due_on < desk.today)
    owing = Bill.select(Bill.id).where(Bill.room == DunningCase.room, *due)
    query = DunningCase.select().where(DunningCase.state != "closed", DunningCase.opened_on < desk.today)
    settled = list(query.where(~peewee.fn.EXISTS(owing)))
    for case in settled:
        store.apply(CASES, "close", case.id, case.version, desk, reason=_("欠费已缴清"))
    return len(settled)


def stamp_reason(case_id: int, reason: str) -> None:
    """Keep why the debtor says it is not paid."""
    _stamp(case_id, reason=reason)


def _stamp(case_id: int, **values: Any) -> None:
    DunningCase.update(version=DunningCase.version + 1, **values).where(DunningCase.id == case_id).execute()


def cases_of(room_ids: list[int]) -> dict[int, DunningCase]:
    """Return {room id: its living case}."""
    found: dict[int, DunningCase] = {}
    for some in peewee.chunked(room_ids, 500):
        query = DunningCase.select().where(DunningCase.room.in_(some), DunningCase.state != "closed")
        found |= {case.room_id: case for case in query}
    return found
