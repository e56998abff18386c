"""Registers (台账) a kind can print, by month."""

import datetime

from desk_app.kernel.days import add_months
from desk_app.kernel.kind import RecordKind
from desk_app.kernel.words import _

MONTHS = 12
"""How many months back a register is offered."""


def list_registers(kind: RecordKind, today: datetime.date) -> list[tuple[str, str, list[datetime.date]]]:
    """Return (paper's name, its label, the first days of this and the earlier months) for each register."""
    months = [add_months(today.replace(day=1), -back) for back in range(MONTHS)]
    return [(register.paper.name, _(register.paper.label), months) for register in kind.registers]
