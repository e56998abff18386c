"""Leases (租约): the office is reminded before one ends (在租 → 到期提醒 → 续租或迁出), it is renewed, or it ends."""

import datetime
from typing import Any

from desk_app.kernel import settings, store, waiting
from desk_app.kernel.access import Desk
from desk_app.kernel.days import show_day
from desk_app.kernel.fields import Whole
from desk_app.kernel.kind import Draft, Finding, RecordKind, Section, register
from desk_app.kernel.words import _, mark
from desk_app.kernel.workflow import Deadline, Next, Transition, Workflow
from desk_app.modules.move_in.records import LEASE_STATES, Lease
from desk_app.modules.people.holdings import current_holdings

DESK = ("clerk", "supervisor", "manager")
MOST_DAYS = 365
ONE_DAY = datetime.timedelta(days=1)


def _rewrite() -> None:
    waiting.rewrite((LEASES,))


settings.declare(
    "lease_reminder_days",
    Whole("租约到期提前提醒（天）"),
    30,
    mark("入住与搬家"),
    mark("租约到期前多少天出现在待办里，问续租还是迁出"),
    _rewrite,
)


def _ends_at(lease: Any) -> datetime.datetime:
    return datetime.datetime.combine(lease.until_on, datetime.time(23, 59))


def _reminds_at(lease: Any) -> datetime.datetime:
    """Return the morning from which the end of the lease is shown."""
    days = min(max(int(settings.value("lease_reminder_days")), 0), MOST_DAYS)
    day = lease.until_on - datetime.timedelta(days=days)
    return datetime.datetime.combine(day, datetime.time(0, 0))


def _may_renew(draft: Draft, desk: Desk) -> str | None:
    lease = draft.record
    if lease.renewed_until_on is None:
        return _("没有续租：请填写续租到哪一天。")
    if lease.renewed_until_on <= lease.until_on:
        return _("没有续租：续租至应晚于现在的租期结束 {day}。").format(day=show_day(lease.until_on))
    return None


def _renew(draft: Draft, desk: Desk) -> None:
    lease = draft.record
    lease.until_on, lease.renewed_until_on = lease.renewed_until_on, None
    lease.renewals = (lease.renewals or 0) + 1


def _may_end(draft: Draft, desk: Desk) -> str | None:
    """A tenant who still lives there moves out first: fees are settled to that day (T19), keys and cards come back."""
    lease = draft.record
    last_on = lease.ended_on or desk.today
    there = current_holdings(lease.room_id, last_on + ONE_DAY, ("tenant",))
    if lease.tenant_id in {holding.person_id for holding in there}:
        return _("没有结束租约：{tenant} 还登记住在 {room}，请用“办理迁出”。").format(
            tenant=lease.tenant, room=lease.room
        )
    return None


def _end(draft: Draft, desk: Desk) -> None:
    draft.record.ended_on = draft.record.ended_on or desk.today


def _move_out_form(lease: Any) -> Next:
    return Next("move_outs", values=(("room", lease.room_id), ("person", lease.tenant_id)))


LIFE = Workflow(
    states=LEASE_STATES,
    editable=("running",),
    open_states=("running",),
    transitions=(
        Transition("renew", "续租", ("running",), "running", DESK, _may_renew, _renew, asks=("renewed_until_on",), main=True),
        Transition("leave", "办理迁出", ("running",), "running", DESK, leads_to=_move_out_form),
        Transition("end", "结束租约", ("running",), "ended", DESK, _may_end, _end, asks=("ended_on",)),
        Transition("void", "作废", ("running",), "void", ("supervisor", "manager"), needs_reason=True),
    ),
    deadlines=(
        Deadline(
            "lease", "租约到期", ("running",), _ends_at, not_before=_reminds_at, warning=datetime.timedelta(days=7),
            role="clerk", tells="supervisor",
        ),
    ),
    tones=(("running", "good"), ("ended", "quiet")),
)  # fmt: skip


def end_all(room_id: int, tenant_id: int, last_on: datetime.date, desk: Desk) -> None:
    """End the tenant's leases of the room on the day they moved out; inside the caller's transaction."""
    running = Lease.select().where(Lease.room == room_id, Lease.tenant == tenant_id, Lease.state == "running")
    for lease in list(running):
        store.apply(LEASES, "end", lease.id, lease.version, desk, entries={"ended_on": last_on})


def lease_of(room_id: int, tenant_id: int) -> Lease | None:
    """Return the tenant's running lease of the room, or None."""
    query = Lease.select().where(Lease.room == room_id, Lease.tenant == tenant_id, Lease.state == "running")
    found: Lease | None = query.order_by(Lease.until_on.desc()).first()
    return found


def _check(draft: Draft) -> dict[str, str]:
    lease = draft.record
    if lease.from_on and lease.until_on and lease.until_on < lease.from_on:
        return {"until_on": _("租期结束早于开始")}
    return {}


LEASES = register(
    RecordKind(
        name="leases",
        model=Lease,
        label="租约",
        columns=("room", "tenant", "contract", "from_on", "until_on", "fee_payer", "renewals", "state"),
        sections=(
            Section("租约", ("room", "tenant", "contract", "from_on", "until_on", "fee_payer", "note")),
            Section("续租与结束", ("renewed_until_on", "renewals", "ended_on", "move_in")),
        ),
        title=str,
        workflow=LIFE,
        checks=(_check,),
        find=lambda draft: Finding(
            str(draft.record),
            _("租期至 {day}").format(day=show_day(draft.record.until_on)),
            names=(str(draft.record.tenant),),
            numbers=tuple(filter(None, (draft.record.contract,))),
            places=(str(draft.record.room),),
        ),
        about=("room", "tenant"),
        order=("until_on", "id"),
        icon="calendar",
    )
)
