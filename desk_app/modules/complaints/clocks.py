"""The clocks of a complaint (投诉时限): by its level, from its first registration (T05-T08, T10, R23; decision Q7)."""

import datetime
from typing import Any

from desk_app.kernel import settings
from desk_app.kernel.fields import Choice, Option
from desk_app.kernel.limits import declare_limit, due_by
from desk_app.kernel.words import mark
from desk_app.kernel.workflow import Deadline

declare_limit("limit_judge", mark("投诉界定"), "4 hour", mark("受理以后，多久内由项目主管界定有效与等级"))
declare_limit("limit_minor", mark("轻微投诉"), "24 hour", mark("轻微投诉多久内处理完"))
declare_limit(
    "limit_serious", mark("重要投诉"), "24 hour", mark("重要投诉多久内处置完毕，超时须经理批准（T05）")
)
declare_limit("limit_major_answer", mark("重大投诉答复"), "48 hour", mark("重大投诉多久内给明确答复（T06）"))
declare_limit("limit_major_solve", mark("重大投诉解决"), "15 day", mark("重大投诉多久内解决（T07）"))
declare_limit("limit_week", mark("一周未解决"), "7 day", mark("有效投诉多久没有解决，建议升为重大（T08）"))
settings.declare(
    "major_from",
    Choice("重大投诉解决时限起算", (Option("received", "首次受理"), Option("raised", "升为重大时"))),
    "received",
    mark("投诉"),
    mark("重大投诉十五日从哪天起算"),
)

OPEN = ("judged", "handling")
HOURS = datetime.timedelta(hours=1)


def _received(complaint: Any) -> datetime.datetime | None:
    return complaint.received_at  # type: ignore[no-any-return]


def _of_level(level: str, limit: str) -> Any:
    return lambda complaint: due_by(limit, complaint.received_at) if complaint.level == level else None


def _major_since(complaint: Any) -> datetime.datetime:
    """Return when it became 重大: at its registration, unless its level was raised later."""
    return complaint.became_major_at or complaint.received_at  # type: ignore[no-any-return]


def is_answered_first(complaint: Any) -> bool:
    """Say whether the client was answered at the level the complaint has: what was said before it rose does not count."""
    answered, raised = complaint.first_replied_at, complaint.became_major_at
    return answered is not None and (raised is None or answered >= raised)


def _answer_major(complaint: Any) -> datetime.datetime | None:
    if complaint.level != "major" or is_answered_first(complaint):
        return None
    return due_by("limit_major_answer", _major_since(complaint))


def _solve_major(complaint: Any) -> datetime.datetime | None:
    if complaint.level != "major":
        return None
    begins = _major_since(complaint) if settings.value("major_from") == "raised" else complaint.received_at
    return due_by("limit_major_solve", begins)


def _week(complaint: Any) -> datetime.datetime | None:
    return due_by("limit_week", complaint.received_at) if complaint.level != "major" else None


CLOCKS = (
    Deadline("judge", "项目主管界定", ("received",), lambda complaint: due_by("limit_judge", complaint.received_at),
        since=_received, warning=HOURS, role="supervisor", tells="manager",
    ),
    Deadline("minor", "轻微投诉办结", OPEN, _of_level("minor", "limit_minor"),
        since=_received, warning=4 * HOURS, tells="supervisor", extended_by=("supervisor", "manager"),
    ),
    Deadline("serious", "重要投诉 1 日内办结", OPEN, _of_level("serious", "limit_serious"),
        since=_received, warning=4 * HOURS, tells="manager", extended_by=("manager",),
    ),
    Deadline("major_answer", "重大投诉明确答复", OPEN, _answer_major,
        since=_major_since, warning=8 * HOURS, tells="manager",
    ),
    Deadline("major_solve", "重大投诉解决", OPEN, _solve_major,
        since=_received, warning=48 * HOURS, tells="manager", extended_by=("manager",),
    ),
    Deadline("week", "满一周未解决升重大", OPEN, _week, since=_received, warning=24 * HOURS, role="supervisor"),
    Deadline("next_reply", "答应的回复", ("judged", "handling", "handled"), lambda complaint: complaint.next_reply_at, warning=HOURS),
    Deadline("reply", "当天回复客户", ("agreed",), lambda complaint: due_by("limit_reply", complaint.agreed_at),
        since=lambda complaint: complaint.agreed_at, warning=7 * HOURS, tells="manager",
    ),
)  # fmt: skip
"""T05-T08, T10 and R23; a promise and the same-day reply are never put off."""
