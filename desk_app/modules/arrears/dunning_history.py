"""What was done before about a room's debts (历次催缴), as letters tell it: letters with their delivery, calls, visits."""

from typing import Any

from desk_app.kernel.words import _
from desk_app.modules.arrears.records import DunningEvent, DunningNotice

Told = list[dict[str, Any]]
"""Rows of no, on (day), step, way, number and result, the earliest first."""


def told(room_id: int) -> Told:
    """Return the room's history; a letter that was delivered is told with its delivery."""
    events = list(DunningEvent.select().where(DunningEvent.room == room_id).order_by(DunningEvent.id))
    delivered = {event.notice_id: event for event in events if event.notice_id and event.sort == "delivery"}
    letters = DunningNotice.select().where(DunningNotice.room == room_id).order_by(DunningNotice.id)
    rows = [_letter(letter, delivered.get(letter.id)) for letter in letters]
    rows += [_event(event) for event in events if delivered.get(event.notice_id) is not event]
    rows.sort(key=lambda row: row["on"])
    return [{**row, "no": str(no)} for no, row in enumerate(rows, 1)]


def _letter(letter: DunningNotice, delivery: DunningEvent | None) -> dict[str, Any]:
    row = {"on": letter.made_on, "step": _shown(letter, "step"), "number": letter.number}
    if delivery is None:
        return row | {"way": "", "result": ""}
    return row | {"on": delivery.at.date(), "way": _shown(delivery, "way"), "result": _result(delivery)}


def _event(event: DunningEvent) -> dict[str, Any]:
    return {
        "on": event.at.date(),
        "step": _shown(event, "sort"),
        "way": _shown(event, "way"),
        "number": event.tracking or "",
        "result": _result(event),
    }


def _result(event: DunningEvent) -> str:
    """Return who took it or saw it refused, and what came of it."""
    parts = [event.result or ""]
    if event.is_refused:
        parts.insert(0, _("拒签，见证人 {name}").format(name=event.witness or "—"))
    elif event.sort == "delivery" and event.spoken_to:
        parts.insert(0, _("{name}签收").format(name=event.spoken_to))
    if event.promised_on is not None:
        parts.append(_("承诺 {day} 前缴纳").format(day=f"{event.promised_on:%Y-%m-%d}"))
    if event.sort == "delivery" and event.tracking:
        parts.append(event.tracking)
    return "，".join(filter(None, parts))


def _shown(record: Any, name: str) -> str:
    return str(record._meta.fields[name].show(getattr(record, name)))
