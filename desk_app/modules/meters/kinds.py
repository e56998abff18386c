"""How meters, readings and rounds (仪表、抄表、抄表批次) are listed, edited and found."""

import datetime

from desk_app.kernel import settings
from desk_app.kernel.fields import Whole
from desk_app.kernel.kind import Draft, Finding, RecordKind, Section, register
from desk_app.kernel.periods import find_fault
from desk_app.kernel.words import _, mark
from desk_app.kernel.workflow import Transition, Workflow
from desk_app.modules.meters.papers import ROUND_PAPER
from desk_app.modules.meters.reading_life import JUDGES, READERS, READING_LIFE
from desk_app.modules.meters.records import (
    METER_STATES,
    Meter,
    MeterReading,
    MeterRound,
    place_of,
    walking_key,
)

settings.declare(
    "meter_high", Whole("用量偏高（%）"), 150, mark("抄表"), mark("超过平常用量的百分之几要核对")
)
settings.declare("meter_low", Whole("用量偏低（%）"), 50, mark("抄表"), mark("低于平常用量的百分之几要核对"))
settings.declare(
    "meter_small", Whole("用量差不提示"), 3, mark("抄表"), mark("与平常用量只差这么多以内，不提示偏高偏低")
)
settings.declare(
    "meter_verify_days",
    Whole("检定到期提前（天）"),
    60,
    mark("抄表"),
    mark("仪表检定有效期到期前多少天提醒"),
)


def _prepare_meter(draft: Draft) -> None:
    draft.record.sort_key = walking_key(draft.record)


def _check_meter(draft: Draft) -> dict[str, str]:
    meter = draft.record
    problems = {}
    if meter.room is None and meter.building is None and not meter.place:
        problems["room"] = _("请填房号；公共总表填楼栋或安装位置")
    if meter.multiplier is not None and not 1 <= meter.multiplier <= 100_000:
        problems["multiplier"] = _("倍率应为 1 到 100000")
    if meter.digits is not None and not 3 <= meter.digits <= 9:
        problems["digits"] = _("整数位数应为 3 到 9")
    return problems


def _find_meter(draft: Draft) -> Finding:
    meter = draft.record
    label = meter._meta.fields["kind"].show(meter.kind)
    place = place_of(meter)
    return Finding(
        str(meter.number), " · ".join(filter(None, (label, place))), numbers=(meter.number,), places=(place,)
    )


def _check_period(draft: Draft) -> dict[str, str]:
    fault = find_fault(draft.record.period)
    return {"period": fault} if fault else {}


METER_LIFE = Workflow(
    states=METER_STATES,
    editable=("in_use",),
    transitions=(
        Transition("remove", "拆除", ("in_use",), "removed", JUDGES, needs_reason=True),
        Transition("restore", "恢复使用", ("removed",), "in_use", JUDGES, needs_reason=True),
    ),
    tones=(("in_use", "good"),),
)

METERS = register(
    RecordKind(
        name="meters",
        model=Meter,
        label="仪表",
        columns=("number", "kind", "room", "building", "place", "multiplier", "verified_until_on", "state"),
        sections=(
            Section("仪表", ("number", "kind", "multiplier", "digits")),
            Section("位置", ("room", "building", "place", "route")),
            Section("其他", ("verified_until_on", "note")),
        ),
        title=lambda meter: " ".join(filter(None, (str(meter.number), place_of(meter)))),
        workflow=METER_LIFE,
        checks=(_check_meter,),
        prepare=_prepare_meter,
        find=_find_meter,
        order=("sort_key",),
        icon="meter",
        about=("room", "building"),
        roles=READERS,
    )
)

READINGS = register(
    RecordKind(
        name="meter_readings",
        model=MeterReading,
        label="抄表记录",
        columns=("meter", "period", "read_on", "kind", "before", "value", "used", "odd", "read_by", "state"),
        sections=(
            Section("抄表", ("meter", "period", "read_on", "kind", "value", "read_by", "note")),
            Section("用量", ("before", "used", "swapped", "odd")),
        ),
        title=str,
        workflow=READING_LIFE,
        checks=(_check_period,),
        newest_first=True,
        icon="list",
        about=("meter",),
        attachable=True,
        made_elsewhere=True,
    )
)

ROUNDS = register(
    RecordKind(
        name="meter_rounds",
        model=MeterRound,
        label="抄表批次",
        columns=("period", "building", "kind", "read_by", "note"),
        sections=(Section("抄表批次", ("period", "building", "kind", "read_by", "note")),),
        title=str,
        own_papers=(ROUND_PAPER,),
        checks=(_check_period,),
        order=("period", "id"),
        newest_first=True,
        icon="meter",
        attachable=True,
    )
)


def due_for_verification(day: datetime.date, days: int) -> list[Meter]:
    """Return the meters in use whose verification (检定) ends within `days` after `day`, or has ended; soonest first."""
    last = day + datetime.timedelta(days=days)
    found = Meter.select().where(Meter.state == "in_use", Meter.verified_until_on <= last)
    return list(found.order_by(Meter.verified_until_on, Meter.sort_key))
