"""How openings (期初批次) are listed. They are made by taking a file over, never typed."""

from desk_app.kernel.kind import RecordKind, Section, register
from desk_app.modules.opening.records import OpeningRun

OPENING_RUNS = register(
    RecordKind(
        name="opening_runs",
        model=OpeningRun,
        label="期初建账",
        columns=(
            "file_name",
            "balance_on",
            "lines",
            "arrears",
            "prepaid",
            "deposits",
            "payments",
            "readings",
            "made_at",
            "made_by",
            "state",
        ),
        sections=(
            Section(
                "期初", ("file_name", "balance_on", "lines", "arrears", "prepaid", "deposits", "payments")
            ),
            Section("经办", ("readings", "made_at", "made_by", "undone_at", "undone_by", "reason")),
        ),
        title=lambda run: f"{run.file_name} {run.balance_on}",
        order=("id",),
        newest_first=True,
        icon="book",
        made_elsewhere=True,
        is_void=lambda run: run.state == "undone",
    )
)
