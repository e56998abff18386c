"""What is urgent or grave is reported at once (T11): no such slip is saved before it says to whom and when."""

from typing import Any

from desk_app.kernel.access import Desk
from desk_app.kernel.kind import Draft
from desk_app.kernel.words import _


def find_unreported(slip: Any) -> dict[str, str]:
    """Return what is missing of the report to a superior; `slip` has is_urgent, reported_to and reported_at."""
    if not slip.is_urgent:
        return {}
    if not slip.reported_to:
        return {"reported_to": _("紧急、重大的事要马上报告上级：请填写已报告谁")}
    return {} if slip.reported_at else {"reported_at": _("请填写报告上级的时间")}


def fill_report(draft: Draft, desk: Desk) -> None:
    """When it is entered whom it was reported to: now, unless the time is known."""
    if draft.record.reported_to and draft.record.reported_at is None:
        draft.record.reported_at = desk.now()
