"""How fee items, tariffs, bindings, bills and bill runs (收费) are listed, edited and found."""

from desk_app.kernel.kind import ChildRows, Finding, RecordKind, Section, register
from desk_app.kernel.money import show
from desk_app.modules.billing import (  # noqa: F401 — they register their kinds
    households,
    reduction_kinds,
)
from desk_app.modules.billing.binding_life import BINDING_LIFE
from desk_app.modules.billing.binding_rules import BINDING_ROLES, check_binding
from desk_app.modules.billing.records import Bill, BillRun, FeeBinding, FeeItem, Tariff, TariffPrice
from desk_app.modules.billing.tariff_rules import check_item, check_tariff

PRICING = ("accountant", "manager")
"""Who sets what is charged: whoever takes the money must not."""

FEE_ITEMS = register(
    RecordKind(
        name="fee_items",
        model=FeeItem,
        label="收费项目",
        columns=("code", "name", "nature", "cycle", "rounding_unit", "rounding_way", "pays_first", "is_used"),
        sections=(
            Section("收费项目", ("code", "name", "nature", "cycle", "is_used")),
            Section("计算", ("rounding_unit", "rounding_way", "has_late_fee", "pays_first", "tax_rate")),
            Section("说明", ("basis_text", "note")),
        ),
        title=str,
        checks=(check_item,),
        find=lambda draft: Finding(
            draft.record.name, draft.record.code, names=(draft.record.name,), numbers=(draft.record.code,)
        ),
        order=("pays_first", "id"),
        icon="list",
        attachable=False,
        roles=PRICING,
    )
)

TARIFFS = register(
    RecordKind(
        name="tariffs",
        model=Tariff,
        label="收费标准",
        columns=("item", "name", "basis", "unit", "proration", "tiers", "until_on"),
        sections=(
            Section("收费标准", ("item", "name", "basis", "formula", "unit")),
            Section("计算", ("proration", "tiers", "tier_persons", "minimum", "until_on", "note")),
        ),
        title=str,
        children=(
            ChildRows(
                "prices", "单价", TariffPrice, ("from_on", "above", "price", "more"), "tariff", most=60
            ),
        ),
        checks=(check_tariff,),
        find=lambda draft: Finding(
            str(draft.record), draft.record.unit or "", names=(str(draft.record), draft.record.name)
        ),
        order=("item", "name"),
        icon="list",
        about=("item",),
        roles=PRICING,
    )
)

FEE_BINDINGS = register(
    RecordKind(
        name="fee_bindings",
        model=FeeBinding,
        label="收费绑定",
        columns=("room", "tariff", "payer", "count", "from_on", "until_on", "cycle", "state"),
        sections=(
            Section("收什么、谁交", ("room", "tariff", "payer", "count", "meter", "vehicle")),
            Section("起止与周期", ("from_on", "until_on", "cycle", "anchor_on", "due_days")),
            Section("说明", ("contract", "note")),
        ),
        title=str,
        workflow=BINDING_LIFE,
        checks=(check_binding,),
        order=("room", "id"),
        icon="link",
        about=("room",),
        noun="收费绑定",
        roles=BINDING_ROLES,
    )
)

BILL_RUNS = register(
    RecordKind(
        name="bill_runs",
        model=BillRun,
        label="出账批次",
        columns=("period", "scope", "state", "bills", "total", "skipped", "made_at", "made_by", "posted_at"),
        sections=(
            Section("出账批次", ("period", "scope", "due_on", "state", "bills", "total", "skipped")),
            Section("经手", ("made_at", "made_by", "posted_at", "posted_by")),
        ),
        title=str,
        find=lambda draft: Finding(
            str(draft.record), show(draft.record.total or 0), numbers=(str(draft.record.period),)
        ),
        newest_first=True,
        icon="calendar",
        attachable=False,
        made_elsewhere=True,
    )
)

BILLS = register(
    RecordKind(
        name="bills",
        model=Bill,
        label="账单",
        columns=(
            "room",
            "item",
            "period",
            "from_on",
            "until_on",
            "amount",
            "reduced",
            "paid",
            "due_on",
            "state",
        ),
        sections=(
            Section("账单", ("room", "item", "tariff", "payer", "period", "from_on", "until_on", "due_on")),
            Section("计算", ("quantity", "price", "parts", "of_parts", "earlier", "rounding", "amount")),
            Section("收款", ("reduced", "paid", "state", "held_until", "posted_at")),
        ),
        title=str,
        newest_first=True,
        icon="note",
        about=("room",),
        attachable=False,
        made_elsewhere=True,
    )
)
