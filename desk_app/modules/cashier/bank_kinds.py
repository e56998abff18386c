"""How money that came in by bank, WeChat or Alipay (到账流水) is listed and found."""

from desk_app.kernel.kind import Finding, RecordKind, Section, register
from desk_app.kernel.money import show
from desk_app.modules.cashier.records import BankLine

BANK_LINES = register(
    RecordKind(
        name="bank_lines",
        model=BankLine,
        label="到账流水",
        columns=("came_at", "amount", "payer", "remark", "source", "reference", "room", "state"),
        sections=(
            Section("到账", ("source", "reference", "came_at", "amount", "payer", "remark")),
            Section("认领", ("room", "receipt", "reason")),
        ),
        title=lambda line: " ".join(filter(None, (show(line.amount), line.payer))),
        find=lambda draft: Finding(
            " ".join(filter(None, (show(draft.record.amount), draft.record.payer))),
            draft.record.remark or "",
            names=tuple(filter(None, (draft.record.payer,))),
            numbers=(draft.record.reference,),
        ),
        about=("room",),
        order=("came_at", "id"),
        newest_first=True,
        icon="wallet",
        attachable=False,
        made_elsewhere=True,
    )
)
