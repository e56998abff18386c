"""What must hold of a fee binding before it is saved."""

import datetime
from typing import Any

from desk_app.kernel.days import show_day
from desk_app.kernel.kind import Draft
from desk_app.kernel.words import _
from desk_app.modules.billing.months import next_period, period_of
from desk_app.modules.billing.records import (
    Bill,
    FeeBinding,
    ReducedBill,
    Reduction,
    Tariff,
)

BINDING_ROLES = ("clerk", "accountant", "supervisor", "manager")
BY_USE = ("meter", "shared")
"""Ways of charging by what was used, where not the days of a bill say what was asked."""
_ALWAYS = datetime.date.max


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
        elif (billed := billed_before(binding)) is not None:
            problems["from_on"] = _(
                "{tariff}已按原来的绑定出账到 {day}。请从后一天起计费；要提前的，请先作废或更正那张账单。"
            ).format(tariff=billed.tariff, day=show_day(billed.until_on))
    return problems | _check_billed(binding)


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


def billed_before(binding: Any) -> Bill | None:
    """Return the last bill by which another binding asked the same fee for some of the binding's days.

    A month that seller and buyer share is theirs to divide (`follows`), and so is a bill that was corrected.
    """
    before = _charged_before(binding)
    if not before:
        return None
    query = Bill.select().where(
        Bill.period
        >= next_period(period_of(binding.from_on), -1),  # a month of the room's own begins earlier
        Bill.room == binding.room_id,
        Bill.binding.in_(before),
        Bill.until_on >= binding.from_on,
        Bill.from_on <= (binding.until_on or _ALWAYS),
        Bill.state != "void",
        Bill.id.not_in(corrected_bills()),
    )
    return query.order_by(Bill.until_on.desc()).first()  # type: ignore[no-any-return]


def corrected_bills() -> Any:
    """Return the query of bills that ask for less than they did: their days may be somebody else's, or nobody's."""
    return ReducedBill.select(ReducedBill.bill).join(Reduction).where(Reduction.kind == "correction")


def _charged_before(binding: Any) -> list[int]:
    """Return the bindings, ended before it and not followed by it, that charged the same by days."""
    item = Tariff.select(Tariff.item).where(Tariff.id == binding.tariff_id)
    others = (
        FeeBinding.select(FeeBinding.id, FeeBinding.meter, FeeBinding.vehicle)
        .join(Tariff)
        .where(
            FeeBinding.room == binding.room_id,
            FeeBinding.until_on < binding.from_on,
            Tariff.item == item,
            Tariff.basis.not_in(BY_USE),
        )
    )
    measure = (binding.meter_id, binding.vehicle_id)
    found = {other.id for other in others if (other.meter_id, other.vehicle_id) == measure}
    return sorted(found - _followed(binding)) if found else []


def _followed(binding: Any) -> set[int]:
    """Return the binding and those it follows, one after the other."""
    followed: set[int] = set()
    while binding is not None and binding.id not in followed:
        if binding.id is not None:
            followed.add(binding.id)
        binding = binding.follows if binding.follows_id else None
    return followed


def _check_billed(binding: Any) -> dict[str, str]:
    """What was billed by a binding stays what it was billed for."""
    if binding.id is None:
        return {}
    before = FeeBinding.get_by_id(binding.id)
    fixed = ("room_id", "meter_id", "vehicle_id", "anchor_on")
    changed = [name.removesuffix("_id") for name in fixed if getattr(before, name) != getattr(binding, name)]
    if binding.tariff_id not in (None, before.tariff_id) and before.tariff.item_id != binding.tariff.item_id:
        changed.append("tariff")
    billed = Bill.select().where(Bill.binding == before.id, Bill.state != "void")
    if not changed or not billed.exists():
        return {}
    return dict.fromkeys(changed, _("这个绑定已经出账，不能改。请停止它，另建一个绑定。"))


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
