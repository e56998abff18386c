"""The inspection (验房): what is looked at, the meters' base readings, and the defects that follow from it (P1 steps 3, 4)."""

from typing import Any

from desk_app.kernel import settings, store
from desk_app.kernel.access import Desk
from desk_app.kernel.kind import Draft
from desk_app.kernel.periods import period_of
from desk_app.kernel.words import _, listed
from desk_app.modules.handover import usual
from desk_app.modules.handover.defects import DEFECTS
from desk_app.modules.handover.records import BaseReading, Defect, HandOut, InspectedItem, PaperReceived
from desk_app.modules.meters import readings, scale
from desk_app.modules.meters.records import METER_KINDS, Meter, MeterReading


def fill_lists(draft: Draft) -> None:
    """Give a new handover the usual papers, items and things, and the meters of its room, where it has none."""
    rows = draft.rows
    if not rows.get("papers_received"):
        rows["papers_received"] = [PaperReceived(name=name) for name in usual.papers_to_bring()]
    if not rows.get("items"):
        rows["items"] = [InspectedItem(name=name) for name in usual.items_to_inspect()]
    if not rows.get("hand_outs"):
        things = usual.things_to_hand_out()
        rows["hand_outs"] = [HandOut(name=one.name, unit=one.unit, due=one.count) for one in things]
    if not rows.get("readings"):
        add_meters(draft)


def usual_keys() -> int:
    """Return how many keys a flat usually has."""
    return int(settings.value("handover_keys"))


def add_meters(draft: Draft) -> None:
    """Add a line for each meter of the room in use that has none."""
    there = {row.meter_id for row in draft.rows["readings"]}
    draft.rows["readings"] += [
        BaseReading(meter=meter) for meter in meters_of(draft.record.room_id) if meter.id not in there
    ]


def meters_of(room_id: int) -> list[Any]:
    """Return the meters of the room that are in use: water, power, gas, in this order."""
    query = Meter.select().where(Meter.room == room_id, Meter.state == "in_use")
    kinds = [option.stored for option in METER_KINDS]
    return sorted(query.order_by(Meter.sort_key, Meter.id), key=lambda meter: kinds.index(meter.kind))


def why_not_inspected(draft: Draft, desk: Desk) -> str | None:
    """Return what the inspection still lacks: a result, what is wrong, a meter's base reading."""
    items = draft.rows["items"]
    if not items:
        return _("没有完成验房：还没有验收项目。")
    if open_items := [str(row.name) for row in items if not row.result]:
        return _("没有完成验房：{items}还没有结果，请逐项选合格或不合格。").format(items=listed(open_items))
    if vague := [str(row.name) for row in items if row.result == "bad" and not row.problem]:
        return _("没有完成验房：{items}不合格，请写明问题。").format(items=listed(vague))
    read = {row.meter_id for row in draft.rows["readings"] if row.value is not None}
    if unread := [str(meter) for meter in meters_of(draft.record.room_id) if meter.id not in read]:
        return _("没有完成验房：仪表 {meters} 还没有底数。").format(meters=listed(unread))
    return None


def finish(draft: Draft, desk: Desk) -> None:
    """Write the base readings down and make the defects; inside the step's transaction."""
    for row in draft.rows["readings"]:
        if row.value is not None:
            row.reading = _write_reading(row, draft, desk)
    for item in draft.rows["items"]:
        if item.result == "bad":
            _add_defect(item, draft.record, desk)


def _write_reading(row: Any, draft: Draft, desk: Desk) -> MeterReading:
    """Return the reading of a line: a meter's first one, or the one the developer's use ends with.

    One that was written down before and still holds is left; another value takes its place.
    """
    old: Any = row.reading if row.reading_id else None
    if old is not None and old.state != "void":
        if old.value == row.value:
            kept: MeterReading = old
            return kept
        return readings.reread(old.id, row.value, desk.today, desk, _("重新验房"))
    kind = "final" if scale.last_reading(row.meter_id) is not None else "first"
    return readings.record_reading(
        row.meter_id,
        row.value,
        desk.today,
        period_of(desk.today),
        desk,
        kind,
        read_by=draft.record.inspector or "",
        note=_("交房 {number}").format(number=draft.record.number),
    )


def _add_defect(item: Any, handover: Any, desk: Desk) -> None:
    """Make the defect of a bad item; an inspection that is taken up again makes none twice."""
    same = Defect.select().where(
        Defect.handover == handover.id,
        Defect.part == item.name,
        Defect.problem == item.problem,
        Defect.state != "void",
    )
    if same.exists():
        return
    values = {"part": item.name, "problem": item.problem, "firm": item.firm, "due_on": item.due_on}
    store.save(store.new(DEFECTS, room=handover.room, handover=handover, found_on=desk.today, **values), desk)


def why_reading_held(draft: Draft) -> str | None:
    """Return which base readings nobody has confirmed yet: they look wrong."""
    held = [
        str(row.meter) for row in draft.rows["readings"] if row.reading_id and row.reading.state == "held"
    ]
    if held:
        return _("没有交房：仪表 {meters} 的底数异常待核对，请先在“抄表”里确认或重抄。").format(
            meters=listed(held)
        )
    return None


def missing_papers(draft: Draft) -> list[str]:
    """Return the papers the owner has still to bring (缺件)."""
    return [str(row.name) for row in draft.rows["papers_received"] if row.name and not row.is_received]
