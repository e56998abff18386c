"""The steps of a fee binding's life (收费绑定的暂停、恢复、停止): each on a day, and no day that was billed is taken out."""

from typing import Any

from desk_app.kernel.access import Desk
from desk_app.kernel.days import show_day
from desk_app.kernel.kind import Draft
from desk_app.kernel.words import _
from desk_app.kernel.workflow import Next, Transition, Workflow
from desk_app.modules.billing.binding_rules import BINDING_ROLES, corrected_bills, overlapping
from desk_app.modules.billing.months import ONE_DAY
from desk_app.modules.billing.records import BINDING_STATES, Bill, FeeBinding

GOES_ON_WITH = (
    *("tariff", "payer", "meter", "vehicle", "count"),
    *("cycle", "anchor_on", "due_days", "contract", "note"),
)
"""What a binding that takes up a paused one has of it."""


def _why_not_stop(draft: Draft, desk: Desk) -> str | None:
    """A binding is stopped on a day, its last one."""
    binding = draft.record
    if binding.until_on is None:
        return _("没有停止收费：请填写计费结束日期，即最后一天。")
    if binding.until_on < binding.from_on:
        return _("没有停止收费：计费结束早于计费开始 {day}。").format(day=binding.from_on)
    if binding.state == "paused" and binding.until_on >= binding.paused_on:
        return _("没有停止收费：{day} 起已经暂停，计费结束应在这之前。").format(
            day=show_day(binding.paused_on)
        )
    return None


def _why_not_reopen(draft: Draft, desk: Desk) -> str | None:
    binding = draft.record
    if binding.paused_on is not None:
        return _("没有恢复：{day} 起暂停过。要接着收费的，请从恢复那天起另建一个绑定。").format(
            day=show_day(binding.paused_on)
        )
    clash = overlapping(binding, binding.from_on, None)
    if clash is not None:
        return _("没有恢复：{tariff}从 {day} 起已另有绑定。").format(tariff=clash.tariff, day=clash.from_on)
    return None


def _reopen(draft: Draft, desk: Desk) -> None:
    draft.record.until_on = None


def _why_not_pause(draft: Draft, desk: Desk) -> str | None:
    """A binding is paused from a day on that it runs on and was not billed for yet."""
    binding = draft.record
    day = binding.paused_on
    if day is None:
        return _("没有暂停：请填写从哪一天起不收费。")
    if day <= binding.from_on:
        return _("没有暂停：{day} 才开始计费。从头就不收的，请停止收费。").format(
            day=show_day(binding.from_on)
        )
    if binding.until_on is not None and day > binding.until_on:
        return _("没有暂停：计费到 {day} 就结束了。").format(day=show_day(binding.until_on))
    billed = _last_billed(binding)
    last_on: Any = billed.until_on if billed is not None else None
    if last_on is not None and last_on >= day:
        text = _("没有暂停：已出账到 {day}。请从 {next} 起暂停；要提前的，请先作废或更正那张账单。")
        return text.format(day=show_day(last_on), next=show_day(last_on + ONE_DAY))
    return None


def _propose_pause(binding: Any, desk: Desk) -> dict[str, Any]:
    """Propose today, or the first day that was not billed."""
    billed = _last_billed(binding)
    first: Any = billed.until_on + ONE_DAY if billed is not None else desk.today
    return {"paused_on": max(first, desk.today)}


def _pause(draft: Draft, desk: Desk) -> None:
    binding = draft.record
    binding.meant_until_on = binding.until_on
    binding.until_on = binding.paused_on - ONE_DAY


def _why_not_resume(draft: Draft, desk: Desk) -> str | None:
    binding = draft.record
    day = binding.resumed_on
    if day is None:
        return _("没有恢复收费：请填写从哪一天起接着收费。")
    if day < binding.paused_on:
        return _("没有恢复收费：{day} 才开始暂停。").format(day=show_day(binding.paused_on))
    if binding.meant_until_on is not None and day > binding.meant_until_on:
        return _("没有恢复收费：原定收到 {day} 为止。请停止收费，另建一个绑定。").format(
            day=show_day(binding.meant_until_on)
        )
    clash = overlapping(binding, day, binding.meant_until_on)
    if clash is not None:
        return _("没有恢复收费：{tariff}从 {day} 起已另有绑定。").format(
            tariff=clash.tariff, day=clash.from_on
        )
    return None


def _propose_resume(binding: Any, desk: Desk) -> dict[str, Any]:
    return {"resumed_on": max(desk.today, binding.paused_on or desk.today)}


def _resume(draft: Draft, desk: Desk) -> None:
    """Begin the binding that charges on, so that the days between are never billed."""
    from desk_app.kernel import store
    from desk_app.modules.billing.kinds import FEE_BINDINGS

    paused = draft.record
    values = {name: getattr(paused, name) for name in GOES_ON_WITH}
    new = store.new(
        FEE_BINDINGS,
        room=paused.room,
        from_on=paused.resumed_on,
        until_on=paused.meant_until_on,
        **values,
    )
    new.record.follows = paused.id
    store.save(new, desk)


def _follower(binding: Any) -> Next | None:
    """Open the binding that charges on."""
    new = FeeBinding.get_or_none(FeeBinding.follows == binding.id)
    return Next("fee_bindings", new.id) if new is not None else None


def _last_billed(binding: Any) -> Bill | None:
    """Return the binding's bill that asks for the latest days, those apart that were corrected."""
    bills = Bill.select().where(
        Bill.room == binding.room_id,
        Bill.binding == binding.id,
        Bill.state != "void",
        Bill.id.not_in(corrected_bills()),
    )
    return bills.order_by(Bill.until_on.desc()).first()  # type: ignore[no-any-return]


BINDING_LIFE = Workflow(
    states=BINDING_STATES,
    editable=("active",),
    transitions=(
        Transition(
            "pause",
            "暂停收费",
            ("active",),
            "paused",
            BINDING_ROLES,
            _why_not_pause,
            _pause,
            asks=("paused_on",),
            needs_reason=True,
            proposes=_propose_pause,
        ),
        Transition(
            "resume",
            "恢复收费",
            ("paused",),
            "ended",
            BINDING_ROLES,
            _why_not_resume,
            _resume,
            asks=("resumed_on",),
            leads_to=_follower,
            proposes=_propose_resume,
        ),
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
