"""What was done to collect a room's debts (催缴记录): deliveries, calls, visits, promises, one row each, never changed."""

import datetime
from dataclasses import dataclass
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.errors import DeskError, NotFound
from desk_app.kernel.text import one_line
from desk_app.kernel.words import _
from desk_app.modules.arrears import dunning_cases
from desk_app.modules.arrears.dunning_cases import ASKING, CASES
from desk_app.modules.arrears.records import DunningEvent, DunningNotice


@dataclass(frozen=True)
class Event:
    """What happened, as typed: `sort`, `way` and `reason` are keys of EVENTS, WAYS and REASONS; sums are fen.

    A delivery names the letter by `notice_id`; EMS asks for its `tracking` number, a refused signature for a `witness`.
    """

    room_id: int
    sort: str
    way: str = ""
    notice_id: int | None = None
    at: datetime.datetime | None = None
    spoken_to: str = ""
    relation: str = ""
    tracking: str = ""
    witness: str = ""
    is_refused: bool = False
    reason: str = ""
    promised_on: datetime.date | None = None
    promised: int | None = None
    result: str = ""


def note(event: Event, desk: Desk) -> DunningEvent:
    """Keep the event, and carry it to the room's case; DeskError with nothing kept if something is lacking."""
    if not desk.actor.roles & set(ASKING):
        raise DeskError(_("没有记下：催缴由前台、收银、财务或主管办理。"))
    if why_not := _lacks(event, desk):
        raise DeskError(_("没有记下：{why}").format(why=why_not))
    with transaction():
        case = dunning_cases.open_case(event.room_id, desk)
        kept = _write(event, desk)
        store.note_event(
            "rooms", event.room_id, desk, "dunning", "", {"dunning": ["", DunningEvent.sort.show(event.sort)]}
        )
        if event.reason:
            dunning_cases.stamp_reason(case.id, event.reason)
        if event.promised_on is not None:
            _promise(event, case.id, desk)
        dunning_cases.note_lapse(event.room_id, desk)
        if event.sort == "call" and case.step is None:
            dunning_cases.note_steps({event.room_id: None}, "call", desk)
    return kept


def deliver(notice_ids: list[int], way: str, desk: Desk, **details: Any) -> int:
    """Note the same delivery of many letters (张贴、面交 of a whole round); return how many."""
    with transaction():
        notices = list(DunningNotice.select().where(DunningNotice.id.in_(notice_ids)))
        for notice in notices:
            note(Event(notice.room_id, "delivery", way, notice.id, **details), desk)
    return len(notices)


def events_of(room_id: int) -> list[DunningEvent]:
    """Return what was done for a room, the latest first."""
    query = DunningEvent.select().where(DunningEvent.room == room_id)
    return list(query.order_by(DunningEvent.at.desc(), DunningEvent.id.desc()))


def notices_of(room_id: int) -> list[DunningNotice]:
    """Return the letters to a room, the latest first."""
    query = DunningNotice.select().where(DunningNotice.room == room_id)
    return list(query.order_by(DunningNotice.id.desc()))


def undelivered(room_ids: list[int] | None = None) -> list[DunningNotice]:
    """Return the letters nobody delivered yet, in the order they were made."""
    delivered = DunningEvent.select(DunningEvent.notice).where(
        DunningEvent.sort == "delivery", DunningEvent.notice.is_null(False)
    )
    query = DunningNotice.select().where(DunningNotice.id.not_in(delivered))
    if room_ids is not None:
        query = query.where(DunningNotice.room.in_(room_ids))
    return list(query.order_by(DunningNotice.id))


def _lacks(event: Event, desk: Desk) -> str:
    """Return what is missing in a sentence, or nothing."""
    if event.at is not None and event.at > desk.now():
        return _("时间还没有到。")
    if event.sort == "delivery" and event.notice_id is None:
        return _("请选择送达的是哪一份文书。")
    if event.sort == "delivery" and not event.way:
        return _("请选择送达方式。")
    if event.way == "ems" and not one_line(event.tracking):
        return _("用 EMS 送达，请填写快递单号。")
    if event.is_refused and not one_line(event.witness):
        return _("对方拒签，请填写见证人。")
    if event.promised_on is not None and event.promised_on < desk.today:
        return _("承诺缴费日不能早于今天。")
    if event.sort == "promise" and event.promised_on is None:
        return _("请填写承诺缴费的日期。")
    return ""


def _write(event: Event, desk: Desk) -> DunningEvent:
    if (
        event.notice_id is not None
        and not DunningNotice.select()
        .where(DunningNotice.id == event.notice_id, DunningNotice.room == event.room_id)
        .exists()
    ):
        raise NotFound(_("没有记下：找不到这份催缴文书。请刷新后再试。"))
    kept: DunningEvent = DunningEvent.create(
        version=1,
        room=event.room_id,
        notice=event.notice_id,
        sort=event.sort,
        way=event.way or None,
        at=event.at or desk.now(),
        actor=desk.actor.name,
        spoken_to=one_line(event.spoken_to) or None,
        relation=one_line(event.relation) or None,
        tracking=one_line(event.tracking) or None,
        witness=one_line(event.witness) or None,
        is_refused=event.is_refused,
        reason=event.reason or None,
        promised_on=event.promised_on,
        promised=event.promised,
        result=one_line(event.result) or None,
    )
    return kept


def _promise(event: Event, case_id: int, desk: Desk) -> None:
    """Take the case to 已承诺, unless it stands where no promise changes anything."""
    case = store.load(CASES, case_id).record
    if case.state not in ("open", "promised"):
        return
    entries = {
        "promised_on": event.promised_on,
        "promised": event.promised,
        "promised_by": one_line(event.spoken_to) or None,
    }
    store.apply(CASES, "promise", case_id, case.version, desk, entries=entries)
