"""How shared pools and their periods (公摊、公摊账期) are listed and edited; readings that were billed stay as they are."""

from typing import Any

from desk_app.kernel.access import Desk
from desk_app.kernel.kind import ChildRows, Draft, Finding, RecordKind, Section, register
from desk_app.kernel.periods import find_fault
from desk_app.kernel.words import _
from desk_app.modules.billing.kinds import PRICING
from desk_app.modules.billing.ledger import NOT_VOID
from desk_app.modules.billing.records import (
    Bill,
    FeeBinding,
    SharedPeriod,
    SharedPool,
    SharedPoolMember,
    SharedPoolMeter,
)
from desk_app.modules.billing.shared_papers import SHARED_PAPER
from desk_app.modules.meters import scale


def _check_pool(draft: Draft) -> dict[str, str]:
    problems = {}
    members = [row.room_id for row in draft.rows.get("members", []) if row.room_id is not None]
    meters = [row.meter_id for row in draft.rows.get("meters", []) if row.meter_id is not None]
    if draft.record.building is None and not members:
        problems["building"] = _("请填分摊楼栋，或在分摊房屋里列出参加分摊的房屋")
    if len(set(members)) < len(members):
        problems["members"] = _("同一房屋列了两次")
    if len(set(meters)) < len(meters):
        problems["meters"] = _("同一块表列了两次")
    return problems


def _check_period(draft: Draft) -> dict[str, str]:
    record = draft.record
    if fault := find_fault(record.period):
        return {"period": fault}
    if record.pool_id is not None and _is_changed(record) and _is_billed(record.pool.item_id, record.period):
        why = _("这一期的公摊已经出账，不能再填或改。请先撤销出账批次，或把差额记到下一期。")
        return {"amount": why}
    if record.amount is None and record.pool_id is not None:
        pool = record.pool
        has_meters = SharedPoolMeter.select().where(SharedPoolMeter.pool == pool).exists()
        if record.price is None and pool.price is None:
            return {"amount": _("请填总金额；或填单价，按总表用量计算")}
        if record.quantity is None and not has_meters:
            return {"quantity": _("这个公摊没有总表：请填总用量或总金额")}
    return {}


def _is_changed(record: Any) -> bool:
    """Say whether the figures are others than those that were shared out."""
    if record.id is not None:
        before = SharedPeriod.get_by_id(record.id)
        figures = ("pool_id", "period", "quantity", "price", "amount")
        return any(getattr(before, name) != getattr(record, name) for name in figures)
    is_plain = record.amount is None and record.quantity is None
    return not (is_plain and record.price in (None, record.pool.price))


def _is_billed(item_id: int, period: int) -> bool:
    bills = Bill.select().where(Bill.period == period, Bill.item == item_id, NOT_VOID)
    return bool(bills.exists())


def _keep_price(draft: Draft, desk: Desk) -> None:
    """Show the price in force when a pool is chosen, so that a later raise keeps old periods."""
    if draft.record.pool_id is not None and draft.record.price is None:
        draft.record.price = draft.record.pool.price


def _prepare_period(draft: Draft) -> None:
    if draft.record.price is None and draft.record.amount is None:
        draft.record.price = draft.record.pool.price


SHARED_POOLS = register(
    RecordKind(
        name="shared_pools",
        model=SharedPool,
        label="公摊",
        columns=("item", "name", "method", "building", "unit", "scope", "price", "is_used"),
        sections=(
            Section("公摊", ("item", "name", "method", "price", "is_used")),
            Section("范围", ("building", "unit", "scope", "vacant_shares", "note")),
        ),
        title=str,
        children=(
            ChildRows("meters", "公摊仪表", SharedPoolMeter, ("meter", "is_taken_off"), "pool", most=50),
            ChildRows(
                "members", "分摊房屋", SharedPoolMember, ("room", "coefficient", "meter"), "pool", most=2000
            ),
        ),
        checks=(_check_pool,),
        find=lambda draft: Finding(
            str(draft.record),
            draft.record.scope or "",
            names=(draft.record.name,) if draft.record.name else (),
        ),
        order=("item", "name"),
        icon="grid",
        about=("building",),
        roles=PRICING,
    )
)

SHARED_PERIODS = register(
    RecordKind(
        name="shared_periods",
        model=SharedPeriod,
        label="公摊账期",
        columns=("pool", "period", "quantity", "price", "amount", "note"),
        sections=(Section("公摊账期", ("pool", "period", "quantity", "price", "amount", "note")),),
        title=str,
        own_papers=(SHARED_PAPER,),
        checks=(_check_period,),
        prepare=_prepare_period,
        on_enter=(("pool", _keep_price),),
        order=("period", "id"),
        newest_first=True,
        icon="grid",
        about=("pool",),
        roles=PRICING,
    )
)


def is_billed(reading: Any) -> bool:
    """Say whether a bill that holds was made from a meter's period: its own, or one of a pool it belongs to."""
    bills = Bill.select().where(Bill.period == reading.period, Bill.state != "void")
    bound = FeeBinding.select(FeeBinding.id).where(FeeBinding.meter == reading.meter_id)
    if bills.where(Bill.binding.in_(bound)).exists():
        return True
    counted = SharedPoolMeter.select(SharedPoolMeter.pool).where(SharedPoolMeter.meter == reading.meter_id)
    items = SharedPool.select(SharedPool.item).where(SharedPool.id.in_(counted))
    return bool(bills.where(Bill.item.in_(items)).exists())


scale.BILLED_BY.append(is_billed)
