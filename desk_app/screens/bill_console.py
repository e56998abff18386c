"""A bill run from a console (deskctl bill): what was looked at before, what was made, what was left out and why."""

from typing import Any

from desk_app.kernel import money
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.modules.billing import run_checks, runs
from desk_app.screens.bill_run_words import tell_due


class _Undone(Exception):
    """Takes the trial back."""


def bill_period(period: int, desk: Desk, *, is_trial: bool, is_final: bool) -> dict[str, Any]:
    """Work the period out; with `is_trial` keep nothing, with `is_final` post it. Amounts are fen."""
    told: dict[str, Any] = {}
    try:
        with transaction():
            told = _work_out(period, desk)
            if is_trial:
                raise _Undone
            if is_final:
                posted = runs.post_run(told["id"], desk)
                told |= {"bills": posted.bills, "total": posted.total, "state": "posted"}
    except _Undone:
        told |= {"id": None, "state": "none"}
    return told


def _work_out(period: int, desk: Desk) -> dict[str, Any]:
    before = [finding.text for finding in run_checks.check_before(period)]
    run = runs.make_run(period, desk)
    return {
        "id": run.id,
        "period": period,
        "state": "draft",
        "bills": run.bills,
        "total": run.total,
        "before": before,
        "due": tell_due(run, desk),
        "skipped": [
            {"room": str(skip.room), "item": str(skip.item or ""), "reason": skip.reason}
            for skip in run_checks.skips_of(run)
        ],
        "changed": [
            {
                "room": change.room,
                "item": change.item,
                "before": "" if change.before is None else money.show(change.before),
                "now": "" if change.now is None else money.show(change.now),
                "percent": change.percent,
            }
            for change in run_checks.compare(run)
        ],
    }
