"""What must hold of a fee binding before it is saved, and the steps of its life."""

import datetime
from typing import Any

from desk_app.kernel.access import Desk
from desk_app.kernel.kind import Draft
from desk_app.kernel.words import _
from desk_app.kernel.workflow import Transition, Workflow
from desk_app.modules.billing.records import BINDING_STATES, FeeBinding, Tariff

BINDING_ROLES = ("clerk", "accountant", "supervisor", "manager")
_ALWAYS = datetime.date.max


def _why_not_stop(draft: Draft, desk: Desk) -> str | None:
    """A binding is stopped on a day, its last one."""
    binding = draft.record
    if binding.until_on is None:
        return _("没有停止收费：请填写计费结束日期，即最后一天。")
    if binding.until_on < binding.from_on:
        return _("没有停止收费：计费结束早于计费开始 {day}。").format(day=binding.from_on)
    return None


def _reopen(draft: Draft, desk: Desk) -> None:
    draft.record.until_on = None


def _why_not_reopen(draft: Draft, desk: Desk) -> str | None:
    binding = draft.record
    clash = overlapping(binding, binding.from_on, None)
    if clash is not None:
        return _("没有恢复：{tariff}从 {day} 起已另有绑定。").format(tariff=clash.tariff, day=clash.from_on)
    return None


BINDING_LIFE = Workflow(
    states=BINDING_STATES,
    editable=("active", "paused"),
    transitions=(
        Transition("pause", "暂停收费", ("active",), "paused", BINDING_ROLES, needs_reason=True),
        Transition("resume", "恢复收费", ("paused",), "active", BINDING_ROLES),
        Transition(
            "stop",
            "停止收费",
            ("active", "paused"),
            "ended",
            BINDING_ROLES,
            _why_not_stop,
            asks=("until_on",),
        ),
        Transition(
            "reopen",
            "撤销停止",
            ("ended",),
            "active",
            ("accountant", "manager"),
            _why_not_reopen,
            _reopen,
            needs_reason=True,
        ),
    ),
    tones=(("active", "good"), ("paused", "waiting"), ("ended", "quiet")),
)


def check_binding(draft: Draft) -> dict[str, str]:
    """Days are in order, what the tariff measures by is named, and nothing is charged twice for the same days."""
    binding = draft.record
    problems = {**_check_days(binding), **_check_measure(binding)}
    if "until_on" not in problems and binding.room_id and binding.tariff_id and binding.from_on:
        clash = overlapping(binding, binding.from_on, binding.until_on)
        if clash is not None:
            problems["from_on"] = _(
                "日期与已有的绑定重叠：{tariff}，{from_on} 起{until_on}。请先停止那一条。"
            ).format(
                tariff=clash.tariff,
                from_on=clash.from_on,
                until_on=_("到 {day}").format(day=clash.until_on) if clash.until_on else "",
            )
    return problems


def overlapping(binding: Any, from_on: datetime.date, until_on: datetime.date | None) -> FeeBinding | None:
    """Return another binding that charges the same item of the same room, meter and vehicle on some of these days."""
    item = Tariff.select(Tariff.item).where(Tariff.id == binding.tariff_id)
    others = (
        FeeBinding.select(FeeBinding, Tariff)
        .join(Tariff)
        .where(FeeBinding.room == binding.room_id, Tariff.item == item)
    )
    for other in others:
        same = (other.meter_id, other.vehicle_id) == (binding.meter_id, binding.vehicle_id)
        begins_in_time = other.from_on <= (until_on or _ALWAYS)
        if same and other.id != binding.id and begins_in_time and from_on <= (other.until_on or _ALWAYS):
            return other  # type: ignore[no-any-return]
    return None


def _check_days(binding: Any) -> dict[str, str]:
    problems = {}
    if binding.from_on and binding.until_on and binding.until_on < binding.from_on:
        problems["until_on"] = _("计费结束早于计费开始")
    if binding.from_on and binding.anchor_on and binding.anchor_on > binding.from_on:
        problems["anchor_on"] = _("对日起算不能晚于计费开始")
    if binding.count is not None and binding.count < 1:
        problems["count"] = _("数量至少为 1")
    if binding.due_days is not None and binding.due_days < 0:
        problems["due_days"] = _("缴费期限不能为负数")
    tariff = binding.tariff if binding.tariff_id else None
    if tariff and tariff.until_on and binding.from_on and binding.from_on > tariff.until_on:
        problems["tariff"] = _("这个收费标准已于 {day} 停用").format(day=tariff.until_on)
    return problems


def _check_measure(binding: Any) -> dict[str, str]:
    tariff = binding.tariff if binding.tariff_id else None
    if tariff is None:
        return {}
    if tariff.basis == "meter" and binding.meter_id is None:
        return {"meter": _("按用量计费，请选择仪表")}
    if tariff.basis != "meter" and binding.meter_id is not None:
        return {"meter": _("这个收费标准不按用量计费，请不要填仪表")}
    if binding.meter_id is not None and binding.meter.room_id not in (None, binding.room_id):
        return {"meter": _("这块表是 {room} 的，不是这套房的").format(room=binding.meter.room)}
    return {}
