"""What the announcement of shared costs (F61) holds: every pool of a period, its use, price, sum and what it is each."""

from typing import Any

from desk_app.kernel.kind import Draft
from desk_app.kernel.papers import Paper, Placeholder
from desk_app.kernel.papers.paper import Sum
from desk_app.kernel.papers.shapes import POSTED
from desk_app.kernel.periods import show_period
from desk_app.kernel.words import _, mark
from desk_app.modules.billing import shared_costs
from desk_app.modules.billing.records import SharedPeriod, SharedPool
from desk_app.modules.billing.rounding import round_line
from desk_app.modules.meters.records import MeterReading

POOL_ROWS = (
    Placeholder("name", "公摊项目", sample=(mark("大堂照明"), mark("电梯用电"), mark("二次供水"))),
    Placeholder("quantity", "总表用量", sample=("1236", "3020", "418")),
    Placeholder("price", "单价", sample=("0.5283", "0.5283", "0.60")),
    Placeholder("amount", "总金额", shape="money", sample=(65298, 159547, 25080)),
    Placeholder("scope", "分摊范围", sample=(mark("3 栋全体"), mark("3 栋二层以上"), mark("3 栋全体"))),
    Placeholder("method", "分摊方式", sample=(mark("按面积"), mark("按户"), mark("按用量"))),
    Placeholder("base", "总面积或户数", sample=("5847.32 ㎡", mark("56 户"), "418")),
    Placeholder("each", "单位分摊额", sample=("0.1117", "28.49", "0.60")),
)

SHARED_PLACEHOLDERS = (
    Placeholder("period", "费用期间", sample="2026-11"),
    Placeholder("total", "合计", shape="money", sample=249925),
    Placeholder("note", "说明", sample=""),
    Placeholder("rows", "明细", POOL_ROWS),
)


def shared_values(draft: Draft) -> dict[str, Any]:
    """Return the announcement of the period of one stored figure: all pools of that period, in the order they were made."""
    period = draft.record.period
    stored = SharedPeriod.select().where(SharedPeriod.period == period).order_by(SharedPeriod.id)
    costs = [shared_costs.cost_of(row.pool, period) for row in stored]
    rows = [_row(cost) for cost in costs if cost is not None]
    return {
        "period": show_period(period),
        "total": sum(row["amount"] for row in rows),
        "note": draft.record.note or "",
        "rows": rows,
    }


def _row(cost: shared_costs.PoolCost) -> dict[str, Any]:
    pool, sharers = cost.pool, shared_costs.sharers_of(cost.pool, cost.period)
    base, unit = _base(pool, sharers)
    return {
        "name": str(pool.name),
        "quantity": MeterReading._meta.fields["used"].show(cost.quantity),
        "price": SharedPool._meta.fields["price"].show(cost.price),
        "amount": cost.amount,
        "scope": pool.scope or str(pool.building or ""),
        "method": SharedPool._meta.fields["method"].show(pool.method),
        "base": base,
        "each": _each(cost.amount, sum(sharer.weight for sharer in sharers), unit),
    }


def _base(pool: Any, sharers: list[shared_costs.Sharer]) -> tuple[str, int]:
    """Return what is shared by, with its unit, and how many of the weights are one unit."""
    total = sum(sharer.weight for sharer in sharers)
    if pool.method == "area":
        return _("{area} ㎡").format(area=shared_costs.show_weight(total, 10**8)), 10**8
    if pool.method == "usage":
        return shared_costs.show_weight(total, 10**7), 10**7
    shown = shared_costs.show_weight(total, shared_costs.WHOLE)
    text = _("{count} 户") if pool.method == "households" else _("系数合计 {count}")
    return text.format(count=shown), shared_costs.WHOLE


def _each(amount: int, total: int, unit: int) -> str:
    """Return yuan for one ㎡, room or unit of use, to four decimals."""
    if not total:
        return ""
    tenths = round_line(amount * unit * 100, total).amount
    return shared_costs.show_weight(tenths, 10**4)


SHARED_PAPER = Paper(
    "shared_costs",
    "公摊费用公示表",
    "F61",
    "billing/shared_costs.docx",
    SHARED_PLACEHOLDERS,
    shared_values,
    seen_by=POSTED,
    sums=(Sum("total", "rows.amount"),),
    reprint_mark=False,
)
