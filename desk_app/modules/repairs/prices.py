"""The price list of repairs (维修价目): labour and materials, shown before anything is charged (R29)."""

from desk_app.kernel.kind import Finding, RecordKind, Register, Section, offer, register
from desk_app.modules.repairs.papers import PRICE_LIST_PAPER, WORKLOAD_PAPER
from desk_app.modules.repairs.records import PriceItem

PRICE_ITEMS = register(
    RecordKind(
        name="price_items",
        model=PriceItem,
        label="维修价目",
        columns=("name", "spec", "sort", "trade", "unit", "price", "stopped_on"),
        sections=(Section("价目", ("name", "spec", "sort", "trade", "unit", "price", "stopped_on", "note")),),
        title=str,
        own_registers=(Register(PRICE_LIST_PAPER),),
        find=lambda draft: Finding(str(draft.record), draft.record.unit or "", names=(draft.record.name,)),
        order=("trade", "name"),
        icon="money",
        roles=("accountant", "manager"),
    )
)

offer("staff", registers=(Register(WORKLOAD_PAPER),))
