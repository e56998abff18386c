"""What a month's complaints come to (月度投诉统计, F26): how many, valid, in time, satisfied, repeated, and of what."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from desk_app.kernel.shares import rate
from desk_app.kernel.words import _
from desk_app.modules.complaints.clocks import CLOCKS
from desk_app.modules.complaints.records import LEVELS, Complaint

_CLOCK_OF_LEVEL = {"minor": "minor", "serious": "serious", "major": "major_solve"}


def due_of_level(complaint: Any) -> Any:
    """Return the moment by which the complaint's level wants it handled; None before it has a level."""
    name = _CLOCK_OF_LEVEL.get(str(complaint.level))
    return next((clock.due(complaint) for clock in CLOCKS if clock.name == name), None)


def is_overdue(complaint: Any) -> bool:
    """Say whether a complaint was handled later than its level wants."""
    due = due_of_level(complaint)
    return bool(due and complaint.handled_at and complaint.handled_at > due)


def count_month(complaints: Sequence[Any]) -> dict[str, str]:
    """Return the figures of F26 as they are printed; a rate of nothing is '—'.

    Valid of all judged; in time of all handled; satisfied (and fairly) of all that said so.
    """
    judged = [one for one in complaints if one.is_valid]
    handled = [one for one in complaints if one.handled_at]
    asked = [one for one in complaints if one.satisfaction]
    return {
        "count": str(len(complaints)),
        "valid_rate": rate(sum(one.is_valid == "yes" for one in judged), len(judged)),
        "on_time_rate": rate(sum(not is_overdue(one) for one in handled), len(handled)),
        "satisfied_rate": rate(sum(one.satisfaction != "unsatisfied" for one in asked), len(asked)),
        "repeated": str(sum(one.earlier_id is not None for one in complaints)),
        "by_level": _counted((one.level for one in complaints), LEVELS),
        "by_subject": _counted(
            (one.subject for one in complaints), Complaint._meta.fields["subject"].options
        ),
    }


def _counted(values: Iterable[Any], options: Iterable[Any]) -> str:
    counts = Counter(values)
    return "、".join(
        f"{_(option.label)} {counts[option.stored]}" for option in options if counts[option.stored]
    )
