"""Late fees on principal that was never owed (更正账单的违约金): what of the posted stages goes with it (domain.md 3.9).

A correction says that a bill asked too much from the beginning, so the late fee on that part was too much as well. What
was posted stays in proportion: a stage keeps the rate and the cap it was posted by. Amounts are whole fen.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from desk_app.kernel.database import among
from desk_app.kernel.money import share
from desk_app.modules.billing.ledger import NOT_VOID
from desk_app.modules.billing.months import ONE_DAY
from desk_app.modules.billing.records import Bill, ReducedBill, Reduction


def late_fees_never_owed(less: Mapping[int, int]) -> dict[int, int]:
    """Return {late fee bill: fen} of what the stages of bills ask for the {bill id: fen} that are being corrected.

    What was corrected before counts for the stages posted before that; a stage let off already is not lowered twice.
    """
    found: dict[int, int] = {}
    corrections = _corrections(less)
    for bill_id, stages in _stages(less).items():
        before: Counter[datetime.date] = Counter()
        for stage in stages:
            wrong = less[bill_id] + sum(
                fen for at, fen in corrections.get(bill_id, ()) if at > stage.posted_at
            )
            fen = stage.amount - stage.reduced - _rightful(stage, wrong, before)
            if fen > 0:
                found[stage.id] = fen
    return found


def _rightful(stage: Bill, wrong: int, before: Counter[datetime.date]) -> int:
    """Return the fen of the stage without `wrong` fen of principal, on days on which `before` had so much already."""
    day: Any = stage.from_on
    whole = left = 0
    principal = int(stage.quantity)
    while day <= stage.until_on:
        whole += principal
        left += principal - min(principal, max(0, wrong - before[day]))
        before[day] += principal
        day += ONE_DAY
    return share(int(stage.amount), left, whole) if whole else int(stage.amount)


def _stages(bill_ids: Iterable[int]) -> dict[int, list[Bill]]:
    found: dict[int, list[Bill]] = {}
    query = Bill.select().where(among(Bill.late_for, list(bill_ids)), NOT_VOID)
    for stage in query.order_by(Bill.id):
        found.setdefault(stage.late_for_id, []).append(stage)
    return found


def _corrections(bill_ids: Iterable[int]) -> dict[int, list[tuple[datetime.datetime, int]]]:
    """Return {bill id: [(moment, fen)]} of the corrections of the bills there were, those taken back below zero."""
    query = ReducedBill.select(ReducedBill.bill, ReducedBill.at, ReducedBill.amount).join(Reduction)
    query = query.where(among(ReducedBill.bill, list(bill_ids)), Reduction.kind == "correction")
    found: dict[int, list[tuple[datetime.datetime, int]]] = {}
    for bill_id, at, fen in query.tuples():
        found.setdefault(bill_id, []).append((at, fen))
    return found
