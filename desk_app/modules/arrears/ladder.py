"""The dunning ladder (催缴级次, domain.md 3.13): which step a debt has reached, and what the next one is.

The payment notice comes with the bill run and is no step. A written step is never skipped: who was never reminded gets
the first reminder, however old the debt, because a demand on paper is what the law asks for (民法典 944).
"""

import datetime
from dataclasses import dataclass

from desk_app.kernel import settings
from desk_app.kernel.fields import Money, Whole
from desk_app.kernel.words import mark

_GROUP = mark("欠费")


@dataclass(frozen=True)
class Step:
    """A step: the paper it sends, if any, and the settings that say from how many days overdue, and how long it waits."""

    name: str
    days: str
    paper: str = ""
    waits: str = ""


LADDER = (
    Step("call", "dunning_call_from"),
    Step("first", "dunning_first_from", "first_reminder", "first_reminder_days"),
    Step("second", "dunning_second_from", "second_reminder", "second_reminder_days"),
    Step("final", "dunning_final_from", "final_demand", "final_demand_days"),
    Step("court", "dunning_court_from", "lawyers_file"),
)
"""The steps from the mildest; preset days are those of domain.md 3.13."""
PAPERS = {step.paper: step.name for step in LADDER if step.paper and step.name != "court"}
"""Letter to its step; the lawyer's file goes to no debtor."""
_ORDER = {step.name: place for place, step in enumerate(LADDER)}

for _name, _label, _days in (
    ("dunning_call_from", mark("电话提醒（逾期天数）"), 5),
    ("dunning_first_from", mark("一催（逾期天数）"), 15),
    ("dunning_second_from", mark("二催（逾期天数）"), 60),
    ("dunning_final_from", mark("最后催告（逾期天数）"), 90),
    ("dunning_court_from", mark("起诉（逾期天数）"), 180),
):
    settings.declare(_name, Whole(_label), _days, _GROUP, mark("最早一笔欠费逾期满多少天，列入这一级催缴"))

settings.declare("dunning_least_months", Whole("书面催缴：欠费月数"), 2, _GROUP, mark("欠满几个月，或达到下面的金额，才发催费通知单"))  # fmt: skip
settings.declare("dunning_least_amount", Money("书面催缴：欠费金额"), 500_00, _GROUP, mark("欠费达到多少元，或欠满上面的月数，才发催费通知单"))  # fmt: skip


@dataclass(frozen=True)
class Terms:
    """The ladder's settings in force, read once for many rooms; days and waits go by step."""

    days: dict[str, int]
    waits: dict[str, int]
    least_months: int
    least_amount: int


def terms() -> Terms:
    """Return the settings in force."""
    return Terms(
        {step.name: int(settings.value(step.days)) for step in LADDER},
        {step.name: int(settings.value(step.waits)) for step in LADDER if step.waits},
        int(settings.value("dunning_least_months")),
        int(settings.value("dunning_least_amount")),
    )


def reached(days_overdue: int, in_force: Terms) -> str | None:
    """Return the step a debt so old has reached by its age alone."""
    found = [step.name for step in LADDER if days_overdue >= in_force.days[step.name]]
    return found[-1] if found else None


def next_step(
    days_overdue: int, last: str | None, last_on: datetime.date | None, day: datetime.date, in_force: Terms
) -> str | None:
    """Return what is to be done now, None while nothing is: one step further than the last, once its time limit is over."""
    by_age = reached(days_overdue, in_force)
    if by_age is None or (last is not None and _ORDER[by_age] <= _ORDER[last]):
        return None
    if last is not None and last_on is not None:
        answer_until = last_on + datetime.timedelta(days=in_force.waits.get(last, 0))
        if day <= answer_until and last in in_force.waits:
            return None
    first_written = min(_ORDER[by_age], _ORDER["first"])
    place = first_written if last is None else min(_ORDER[last] + 1, _ORDER[by_age])
    return LADDER[place].name


def is_enough(months: int, owed: int, in_force: Terms) -> bool:
    """Say whether a debt is large enough for a letter: so many months, or so many fen."""
    return months >= in_force.least_months or owed >= in_force.least_amount


def step_of(name: str) -> Step:
    """Return the step; KeyError is a bug."""
    return LADDER[_ORDER[name]]
