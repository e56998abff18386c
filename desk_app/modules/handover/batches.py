"""Handing over the flats of a building together (集中交付, S02): one handover each, with appointments in slots."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import among, transaction
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import Draft, Finding, RecordKind, Section, register
from desk_app.kernel.text import narrow
from desk_app.kernel.words import _, listed
from desk_app.kernel.workflow import Next, Transition, Workflow
from desk_app.modules.estate.records import Room
from desk_app.modules.handover.inspection import usual_keys
from desk_app.modules.handover.life import HANDOVERS
from desk_app.modules.handover.records import BATCH_STATES, Handover, HandoverBatch
from desk_app.modules.people.holdings import current_holdings, first_phone

DESK = ("clerk", "supervisor", "manager")
TO_HAND_OVER = ("undelivered", "notified")
UNDER_WAY = ("signed_in", "inspecting", "inspected", "billed", "paid")
NAMED = 5
"""So many rooms are named in a sentence; of more there is the count."""

USUAL_HOURS = "08:30-12:00 13:30-17:00"
USUAL_MINUTES = 30

Span = tuple[datetime.time, datetime.time]


def read_hours(text: str) -> list[Span]:
    """Return the spans of '08:30-12:00 13:30-17:00'; ValueError with a sentence for anything else."""
    spans = []
    try:
        for part in narrow(text).split():
            first, _dash, last = part.partition("-")
            spans.append((datetime.time.fromisoformat(first), datetime.time.fromisoformat(last)))
    except ValueError:
        spans = []
    in_order = [moment for span in spans for moment in span]
    if not spans or in_order != sorted(set(in_order)):
        raise ValueError(_("每日时段应为 08:30-12:00 13:30-17:00 的样子"))
    return spans


def slots(batch: Any) -> Iterator[datetime.datetime]:
    """Yield the beginnings of the batch's appointments, day by day, each as often as rooms fit in it."""
    step = datetime.timedelta(minutes=batch.slot_minutes or USUAL_MINUTES)
    day = batch.from_on
    while day <= batch.until_on:
        for opens, closes in read_hours(batch.hours or USUAL_HOURS):
            at = datetime.datetime.combine(day, opens)
            while at + step <= datetime.datetime.combine(day, closes):
                yield from [at] * batch.slot_rooms
                at += step
        day += datetime.timedelta(days=1)


def rooms_to_hand_over(batch: Any) -> list[Room]:
    """Return the building's rooms that are neither handed over nor in a handover, in order."""
    taken = Handover.select(Handover.room).where(Handover.state != "void")
    query = Room.select().where(
        Room.building == batch.building_id, Room.state.in_(TO_HAND_OVER), Room.id.not_in(taken)
    )
    if batch.unit:
        query = query.where(Room.unit == batch.unit)
    return list(query.order_by(Room.sort_key))


def free_slots(batch: Any, now: datetime.datetime) -> list[datetime.datetime]:
    """Return the appointments still to come that no handover of the batch has, the earliest first."""
    query = Handover.select(Handover.appointed_at).where(Handover.batch == batch.id, Handover.state != "void")
    taken = [at for (at,) in query.tuples() if at is not None]
    free = []
    for at in slots(batch):
        if at in taken:
            taken.remove(at)
        elif at >= now:
            free.append(at)
    return free


def make_handovers(batch: Any, rooms: Sequence[Room], desk: Desk) -> list[Handover]:
    """Make a handover for each room with the next free appointment, all or none.

    DeskError names the rooms that are in one already, or says how many appointments are lacking.
    """
    with transaction():
        _refuse_taken(rooms)
        free = free_slots(batch, desk.now())
        if len(free) < len(rooms):
            raise DeskError(
                _(
                    "没有生成交房单：{rooms} 户要 {rooms} 个预约，只排得下 {slots} 个。请延长日期或每档多排几户。"
                ).format(rooms=len(rooms), slots=len(free))
            )
        batch_of = store.Batch(desk, str(batch))
        made = [batch_of.create(_new(batch, room, at, desk)) for room, at in zip(rooms, free, strict=False)]
        batch_of.finish()
        return made


def _refuse_taken(rooms: Iterable[Room]) -> None:
    by_id = {room.id: str(room.code) for room in rooms}
    query = Handover.select(Handover.room_id).where(
        among(Handover.room, list(by_id)), Handover.state != "void"
    )
    if taken := sorted({by_id[room_id] for (room_id,) in query.tuples()}):
        raise DeskError(_("没有生成交房单：{rooms} 已有交房单。").format(rooms=name_few(taken)))


def name_few(names: Sequence[str]) -> str:
    """Return the names, of many the first few and how many there are."""
    if len(names) <= NAMED:
        return listed(names)
    return _("{names}等 {count} 户").format(names=listed(names[:NAMED]), count=len(names))


def _new(batch: Any, room: Any, at: datetime.datetime, desk: Desk) -> Draft:
    owners = current_holdings(room.id, desk.today, ("owner",))
    person = owners[0].person if owners else None
    phone = first_phone(person.id) if person is not None else ""
    return store.new(
        HANDOVERS,
        batch=batch,
        room=room,
        person=person,
        phone=phone or None,
        appointed_at=at,
        keys_due=usual_keys(),
    )


def _may_make(draft: Draft, desk: Desk) -> str | None:
    batch = draft.record
    rooms = rooms_to_hand_over(batch)
    if not rooms:
        return _("没有生成交房单：{building} 没有未交付、又没有交房单的房屋。").format(
            building=batch.building
        )
    if len(free_slots(batch, desk.now())) < len(rooms):
        return _("没有生成交房单：有 {rooms} 户，只排得下 {slots} 户。请延长日期，或每档多排几户。").format(
            rooms=len(rooms), slots=len(free_slots(batch, desk.now()))
        )
    return None


def _make(draft: Draft, desk: Desk) -> None:
    make_handovers(draft.record, rooms_to_hand_over(draft.record), desk)


def _may_close(draft: Draft, desk: Desk) -> str | None:
    query = (
        Handover.select(Room.code)
        .join(Room)
        .where(Handover.batch == draft.record.id, Handover.state.in_(UNDER_WAY))
    )
    if rooms := [code for (code,) in query.order_by(Room.sort_key).tuples()]:
        return _("没有结束：{rooms} 已签到，还没有办完。").format(rooms=name_few(rooms))
    return None


def _may_void(draft: Draft, desk: Desk) -> str | None:
    if Handover.select().where(Handover.batch == draft.record.id, Handover.state != "void").exists():
        return _("没有作废：已经有交房单。")
    return None


def _check(draft: Draft) -> dict[str, str]:
    batch = draft.record
    problems = {}
    if batch.from_on and batch.until_on and batch.until_on < batch.from_on:
        problems["until_on"] = _("截止日期早于开始日期")
    if batch.slot_minutes is not None and not 5 <= batch.slot_minutes <= 480:
        problems["slot_minutes"] = _("每档应为 5 到 480 分钟")
    if batch.slot_rooms is not None and not 1 <= batch.slot_rooms <= 200:
        problems["slot_rooms"] = _("每档应为 1 到 200 户")
    try:
        read_hours(batch.hours or USUAL_HOURS)
    except ValueError as error:
        problems["hours"] = str(error)
    return problems


def _day_page(batch: Any) -> Next:
    return Next(page="handover_day")


HANDOVER_BATCHES = register(
    RecordKind(
        name="handover_batches",
        model=HandoverBatch,
        label="交房批次",
        columns=("name", "building", "unit", "from_on", "until_on", "place", "state"),
        sections=(
            Section("批次", ("name", "building", "unit", "from_on", "until_on", "hours", "slot_minutes", "slot_rooms")),
            Section("通知书", ("place", "papers", "consequence", "contact", "phone", "tariff", "note")),
        ),
        title=str,
        workflow=Workflow(
            states=BATCH_STATES,
            editable=("draft", "open"),
            open_states=("draft", "open"),
            transitions=(
                Transition(
                    "make", "生成交房单并排预约", ("draft",), "open", DESK, _may_make, _make, main=True, leads_to=_day_page
                ),
                Transition("add", "补充未排的房屋", ("open",), "open", DESK, _may_make, _make),
                Transition("close", "结束", ("open",), "closed", DESK, _may_close, main=True),
                Transition("reopen", "重新开始", ("closed",), "open", DESK),
                Transition("void", "作废", ("draft",), "void", DESK, _may_void, needs_reason=True),
            ),
            tones=(("draft", "waiting"), ("open", "good")),
        ),
        checks=(_check,),
        find=lambda draft: Finding(
            str(draft.record), str(draft.record.building), names=(draft.record.name,), places=(str(draft.record.building),)
        ),
        about=("building",),
        order=("from_on", "id"),
        newest_first=True,
        icon="community",
        noun="批次",
    )
)  # fmt: skip
