"""How receipts (收据) are listed and found. They are written by the cash journal, never typed or changed."""

from desk_app.kernel.kind import Draft, Finding, RecordKind, Section, register
from desk_app.kernel.money import show
from desk_app.modules.cashier import bank_kinds  # noqa: F401 — registers bank lines
from desk_app.modules.cashier.records import Receipt, ReceiptCorrection


def payer_name(receipt: Receipt) -> str:
    """Return the payer's name as it stands after corrections."""
    query = ReceiptCorrection.select(ReceiptCorrection.after)
    query = query.where(ReceiptCorrection.receipt == receipt.id, ReceiptCorrection.what == "payer")
    return str(query.order_by(ReceiptCorrection.id.desc()).scalar() or receipt.payer_name)


def find_receipt(draft: Draft) -> Finding:
    """A receipt is found by its number, its pad number, its payer and its room."""
    receipt = draft.record
    room = str(receipt.room) if receipt.room_id else ""
    names = dict.fromkeys((receipt.payer_name, payer_name(receipt)))
    return Finding(
        str(receipt.number),
        " · ".join(filter(None, (room, *names, show(receipt.total)))),
        names=tuple(names),
        numbers=tuple(filter(None, (receipt.number, receipt.pad_number))),
        places=(room,) if room else (),
    )


RECEIPTS = register(
    RecordKind(
        name="receipts",
        model=Receipt,
        label="收据",
        columns=(
            "number",
            "kind",
            "room",
            "payer_name",
            "total",
            "business_on",
            "cashier",
            "pad_number",
            "note",
        ),
        sections=(
            Section("收据", ("number", "kind", "room", "payer", "payer_name", "total", "business_on", "at")),
            Section("收款", ("cashier", "tendered", "change", "pad_number", "note")),
            Section("冲红", ("reverses", "approved_by")),
        ),
        title=lambda receipt: " ".join(filter(None, (receipt.number, str(receipt.room or "")))),
        find=find_receipt,
        about=("room",),
        order=("id",),
        newest_first=True,
        icon="document",
        made_elsewhere=True,
        is_void=lambda receipt: receipt.voids.exists(),
    )
)
