"""Whether what a draft was worked out from was changed since: then it must be worked out again."""

from functools import reduce
from operator import or_
from typing import Any

from peewee import fn

from desk_app.kernel.errors import DeskError
from desk_app.kernel.store import AuditRow
from desk_app.kernel.words import _
from desk_app.modules.billing.records import BillRun

WORKED_FROM = ("fee_items", "tariffs", "fee_bindings", "meter_readings", "shared_periods", "shared_pools")
"""Kinds whose every change may change a sum."""
ROOM_FIELDS = ("built_area", "charged_area", "inside_area", "floor_ratio", "lift_ratio")
"""Fields of a room that a sum depends on."""


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
                "没有出账：生成草稿以后，{who} 在 {at} 改过收费标准、绑定、读数或房屋面积。"
                "请重新生成草稿，看过再出账。"
            ).format(who=last.actor, at=f"{last.at:%m-%d %H:%M}")
        )


def _matters() -> Any:
    """Return the condition that an audit row tells of a change that may change a sum."""
    measured = reduce(or_, (AuditRow.changes.contains(f'"{name}"') for name in ROOM_FIELDS))
    return AuditRow.kind.in_(WORKED_FROM) | ((AuditRow.kind == "rooms") & measured)
