"""How deposits (押金) are listed and found. They are made by a receipt, never typed."""

from desk_app.kernel.kind import Draft, Finding, RecordKind, Section, register
from desk_app.kernel.money import show
from desk_app.modules.cashier.records import Deposit


def find_deposit(draft: Draft) -> Finding:
    """A deposit is found by who paid it and its room."""
    deposit = draft.record
    return Finding(
        f"{deposit.room} {deposit.item}",
        f"{deposit.payer_name} · {show(int(deposit.amount))}",
        names=(deposit.payer_name,),
        places=(str(deposit.room),),
    )


DEPOSITS = register(
    RecordKind(
        name="deposits",
        model=Deposit,
        label="押金",
        columns=("room", "item", "payer_name", "amount", "held", "received_on", "refundable_on", "receipt"),
        sections=(
            Section("押金", ("room", "item", "payer", "payer_name", "amount", "received_on", "receipt")),
            Section("退还", ("held", "refundable_on", "terms", "note")),
        ),
        title=lambda deposit: f"{deposit.room or ''} {deposit.item or ''} {deposit.payer_name or ''}".strip(),
        find=find_deposit,
        about=("room",),
        newest_first=True,
        icon="lock",
        made_elsewhere=True,
    )
)
