"""The flat is given over (交付): keys and hand-outs, the key kept for defects (R26), the room's state; or deemed given over."""

import datetime
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.days import show_day
from desk_app.kernel.kind import Draft
from desk_app.kernel.words import _
from desk_app.modules.estate.kinds import ROOMS
from desk_app.modules.estate.records import Room
from desk_app.modules.handover import fees, switching
from desk_app.modules.handover.defects import open_defects
from desk_app.modules.handover.inspection import why_reading_held
from desk_app.modules.keys.custody import CUSTODIES
from desk_app.modules.keys.records import KeptKey, KeyCustody, KeySet
from desk_app.modules.keys.sets import KEY_SETS

BEFORE_DELIVERY = ("unsold", "undelivered", "notified", "refused", "recorded", "unrecorded")
"""States a room leaves when it is handed over; one that is lived in already stays as it is."""
ROOM_STEPS = {"notified": "notify", "refused": "refuse"}
"""State of a room to the step of its own that leads there, as its history tells it."""
MOST_KEPT = 1
"""So many keys are kept for defects (P1 step 7: 留一把整改)."""


def why_not_handed_over(draft: Draft, desk: Desk) -> str | None:
    """Return why the keys are not given out yet."""
    return fees.why_another_day(draft, desk) or why_reading_held(draft) or _why_keys_differ(draft.record)


def _why_keys_differ(record: Any) -> str | None:
    """All keys are accounted for; one may stay for the defects, with the owner's consent and no other way (R26)."""
    handed, kept = record.keys_handed, record.keys_kept or 0
    if handed is None:
        return _("没有交房：请填写实领钥匙把数。")
    if min(handed, kept) < 0 or handed + kept > record.keys_due:
        return _("没有交房：应领 {due} 把，实领 {handed} 把、留 {kept} 把，对不上。").format(
            due=record.keys_due, handed=handed, kept=kept
        )
    if kept and not record.keeps_key:
        return _("没有交房：留整改钥匙要业主同意并在留存书上签字（R26），不同意的请全部交给业主。")
    if kept > MOST_KEPT:
        return _("没有交房：整改只留一把钥匙。")
    if kept and not open_defects(record.room_id):
        return _("没有交房：没有要整改的项目，不留钥匙。")
    if handed + kept < record.keys_due and not (record.note or "").strip():
        return _("没有交房：还差 {count} 把钥匙，请在备注里写明原因。").format(
            count=record.keys_due - handed - kept
        )
    return None


def hand_over(draft: Draft, desk: Desk) -> None:
    """Give the flat over: the keys, the letter of the kept one, the room's state and day; inside the step's transaction."""
    record = draft.record
    record.keys_at, record.handled_by = desk.now(), desk.actor.name
    record.handed_over_on = record.handed_over_on or record.fees_from_on
    for thing in draft.rows["hand_outs"]:
        thing.given = thing.due if thing.given is None else thing.given
    if record.keys_kept:
        record.custody = keep_key(record, desk)
    deliver_room(record, record.handed_over_on, desk)


def keep_key(record: Any, desk: Desk) -> KeyCustody:
    """Keep one key of the flat for the defects, hung on a hook of its own; return the letter (F08)."""
    letter = store.new(CUSTODIES, room=record.room, person=record.person, key_set=_hook_of(record, desk))
    letter.rows["keys"] = [KeptKey(name=_("入户门"), count=record.keys_kept)]
    saved = store.save(letter, desk)
    signed = {"owner_signed": record.keeps_key}
    kept = store.apply(CUSTODIES, "keep", saved.record.id, saved.record.version, desk, entries=signed)
    made: KeyCustody = kept.record
    return made


def _hook_of(record: Any, desk: Desk) -> KeySet:
    """Return the set the flat's keys hang on; a new one, of no keys yet, where there is none."""
    query = KeySet.select().where(
        KeySet.room == record.room_id, KeySet.sort == "flat", KeySet.state == "kept"
    )
    found: KeySet | None = query.order_by(KeySet.id).first()
    if found is not None:
        return found
    number = str(record.room.code)
    if KeySet.select().where(KeySet.number == number).exists():
        number = str(record.number)
    made = store.new(KEY_SETS, number=number, sort="flat", room=record.room, kept=0)
    return store.save(made, desk).record  # type: ignore[no-any-return]


def deliver_room(record: Any, day: datetime.date, desk: Desk) -> None:
    """Note the day on the room; one that nobody lives in yet is delivered from then on."""
    room: Any = Room.get_by_id(record.room_id)
    values: dict[str, Any] = {"handed_over_on": day}
    if room.state in BEFORE_DELIVERY:
        values["state"] = "delivered"
    store.amend(ROOMS, room.id, desk, "deliver", str(record.number), **values)


def move_room(record: Any, state: str, desk: Desk) -> None:
    """Let the room follow its notice or its refusal, while it is not handed over."""
    room: Any = Room.get_by_id(record.room_id)
    if room.state in BEFORE_DELIVERY and room.state != state:
        store.amend(ROOMS, room.id, desk, ROOM_STEPS[state], str(record.number), state=state)


def why_not_deemed(draft: Draft, desk: Desk) -> str | None:
    """Return why the flat does not count as handed over: no notice, its days not over, no reason."""
    record = draft.record
    if record.handed_over_on is not None:
        return _("没有登记视为交付：{room} 已经交付。").format(room=record.room)
    if record.notified_on is None:
        return _("没有登记视为交付：还没有发过收楼通知。")
    if record.deemed_on is None or not (record.deemed_why or "").strip():
        return _("没有登记视为交付：请填写视为交付日和依据（合同条款、通知送达情况）。")
    if not record.notified_on < record.deemed_on <= desk.today:
        return _("没有登记视为交付：视为交付日应在通知之后、今天之前。")
    if record.batch_id and record.deemed_on <= record.batch.until_on:
        return _("没有登记视为交付：通知的期限到 {day} 才满。").format(day=show_day(record.batch.until_on))
    return switching.why_not_charged(record)


def deem(draft: Draft, desk: Desk) -> None:
    """Let the flat count as handed over: the owner is charged from that day; nothing is asked in advance."""
    record = draft.record
    switching.switch(draft, record.deemed_on, desk)
    record.handed_over_on = record.fees_from_on = record.deemed_on
    record.handled_by = desk.actor.name
    deliver_room(record, record.deemed_on, desk)
