"""Lines of the meter round (抄表行) and of a file of readings as they are shown."""

from dataclasses import dataclass
from typing import Any

from desk_app.kernel import settings
from desk_app.kernel.access import Desk
from desk_app.kernel.words import _, headed, listed
from desk_app.modules.meters import odd, scale
from desk_app.modules.meters.kinds import due_for_verification
from desk_app.modules.meters.odd import Measured
from desk_app.modules.meters.records import Meter, MeterReading
from desk_app.modules.meters.rounds import RoundLine
from desk_app.modules.meters.sheets import PlannedReading, SheetPlan

PLAN_TONES = {"enter": "good", "new": "good", "held": "waiting", "skip": "quiet", "refuse": "bad"}

__all__ = ["MeterRow", "PlannedReading", "SheetPlan"]


@dataclass(frozen=True)
class MeterRow:
    """One line as it is shown. `tone` colours it: good, waiting (held), bad or nothing while it is missing."""

    meter_id: int
    place: str
    number: str
    kind: str
    before: str
    before_on: str
    usual: str
    value: str
    used: str
    told: str
    state: str
    tone: str


def row_of(line: RoundLine) -> MeterRow:
    """Return a line of the round as it is shown."""
    show = MeterReading._meta.fields["value"].show
    reading = line.reading
    told = ""
    if reading is not None:
        measured = Measured(reading.value, reading.before, reading.used, reading.swapped)
        codes = tuple(str(reading.odd or "").split())
        held = odd.tell(codes, measured, line.usual) if reading.state == "held" else ""
        told = held or odd.words_of(reading, is_corrected=bool(line.corrections))
    return MeterRow(
        line.meter.id,
        line.place,
        str(line.meter.number),
        _kind_words(line.meter),
        show(line.before),
        f"{line.before_on:%m-%d}" if line.before_on else "",
        show(scale.about(line.usual)),
        show(line.value),
        show(line.used),
        told,
        line.state,
        {"held": "waiting", "read": "good"}.get(line.state, ""),
    )


def _kind_words(meter: Meter) -> str:
    """Return 电表 ×40."""
    label = str(Meter._meta.fields["kind"].show(meter.kind))
    return f"{label} ×{meter.multiplier}" if meter.multiplier != 1 else label


def tell_reading(row: Any) -> str:
    """Return one earlier reading: 2026-10-20  1263  用量 12."""
    show = MeterReading._meta.fields["value"].show
    used = _("用量 {used}").format(used=show(row.used)) if row.used is not None else ""
    kind = row._meta.fields["kind"].show(row.kind) if row.kind != "read" else ""
    return "  ".join(filter(None, (f"{row.read_on:%Y-%m-%d}", show(row.value), used, kind)))


def plan_cells(line: PlannedReading) -> tuple[list[str], str]:
    """Return the texts of a line of a plan (row, number, room, reading, what comes of it) and its colour."""
    words = {
        "enter": _("录入"),
        "new": _("新建仪表"),
        "held": _("录入，待核对"),
        "skip": _("跳过"),
        "refuse": _("不导入"),
    }
    came = words[line.outcome]
    told = headed(came, line.told) if line.told else came
    return [str(line.row), line.number, line.place, line.shown, told], PLAN_TONES[line.outcome]


def sum_up(plan: SheetPlan) -> str:
    """Return what a plan would bring, in a sentence."""
    return _(
        "共 {all} 行：录入 {enter}，其中待核对 {held}、新建仪表 {new}；跳过 {skip}，不导入 {refuse}。"
    ).format(
        all=len(plan.lines),
        enter=plan.count("enter", "held", "new"),
        held=plan.count("held"),
        new=plan.count("new"),
        skip=plan.count("skip"),
        refuse=plan.count("refuse"),
    )


def due_verifications(desk: Desk) -> str:
    """Return the warning about meters whose verification (检定) ends soon; nothing if there are none."""
    due = due_for_verification(desk.today, int(settings.value("meter_verify_days")))
    if not due:
        return ""
    shown = listed(f"{meter} {meter.verified_until_on:%Y-%m-%d}" for meter in due[:3])
    return _("{count} 块表检定到期或快到期：{meters}").format(count=len(due), meters=shown)
