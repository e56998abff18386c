"""Whether what a draft was worked out from was changed since: then it must be worked out again."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from peewee import fn

from desk_app.kernel.errors import DeskError
from desk_app.kernel.store import AuditRow
from desk_app.kernel.words import _
from desk_app.modules.billing.records import BillRun, SharedPool

WORKED_FROM = (
    *("fee_items", "tariffs", "fee_bindings", "meter_readings"),
    *("household_sizes", "shared_periods", "shared_pools"),
)
"""Kinds whose every change may change a sum."""
ROOM_FIELDS = ("built_area", "charged_area", "inside_area", "floor_ratio", "lift_ratio")
"""Fields of a room that a sum depends on."""
SHARING_FIELDS = ("state", "use", "building", "unit")
"""Fields of a room that say whether it shares a pool; where there is none, a room may move in and out as it will."""
SETTINGS = ("bill_due_days",)
"""Settings that a draft was worked out by; the days of notice are looked at when it is posted."""


def refuse_stale(run: BillRun) -> None:
    """Raise DeskError if anything the run's drafts depend on was changed after they were worked out."""
    drafted = AuditRow.select(fn.MAX(AuditRow.id)).where(
        AuditRow.kind == "bill_runs", AuditRow.record_id == run.id, AuditRow.action == "draft"
    )
    since = drafted.scalar() or 0
    query = AuditRow.select().where(AuditRow.id > since, _matters())
    last = query.order_by(AuditRow.id.desc()).first()
    if last is not None:
        raise DeskError(
            _(
                "没有出账：生成草稿以后，{who} 在 {at} 改过收费标准、绑定、读数、居住人数、公摊、房屋或缴费期限。"
                "请重新生成草稿，看过再出账。"
            ).format(who=last.actor, at=f"{last.at:%m-%d %H:%M}")
        )


def _matters() -> Any:
    """Return the condition that an audit row tells of a change that may change a sum."""
    has_pools = SharedPool.select().where(SharedPool.is_used).exists()
    room_fields = (*ROOM_FIELDS, *SHARING_FIELDS) if has_pools else ROOM_FIELDS
    return (
        AuditRow.kind.in_(WORKED_FROM)
        | ((AuditRow.kind == "rooms") & _changed(room_fields))
        | ((AuditRow.kind == "settings") & _changed(SETTINGS))
    )


def _changed(names: Sequence[str]) -> Any:
    return reduce(or_, (AuditRow.changes.contains(f'"{name}"') for name in names))
