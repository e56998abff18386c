"""Charts of collection and arrears (图表) as figures: what each shows, its numbers in words, and the formula behind it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from desk_app.kernel import money
from desk_app.kernel.access import Desk
from desk_app.kernel.periods import show_period
from desk_app.kernel.words import _, mark
from desk_app.modules.arrears import ageing, rates, summary
from desk_app.modules.arrears.ageing import BUCKETS, Aged
from desk_app.modules.billing.months import next_period, period_of
from desk_app.modules.cashier.collection import Rate, show_rate

MOST_DRAWN = 24
"""Bars of a chart; those that owe most stand in it, the table behind has all."""
GROUPS = (("building", mark("按楼栋")), ("item", mark("按收费项目")), ("payer", mark("按缴费人")))


@dataclass(frozen=True)
class Figures:
    """One chart: `values` by series and category, None where there is nothing; `shown` the same as people read them.

    `sort` is bars, stacked or line; a value is a length only, in 1/10,000 for a rate and in fen for money; `whole` is
    the longest a rate can be.
    """

    title: str
    sort: str
    categories: tuple[str, ...]
    series: tuple[str, ...]
    values: tuple[tuple[int | None, ...], ...]
    shown: tuple[tuple[str, ...], ...]
    note: str = ""
    whole: int = 0
    unit: str = ""

    @property
    def drawn(self) -> int:
        """Return how many categories there is room for in a chart."""
        return min(len(self.categories), MOST_DRAWN)


def by_month(desk: Desk) -> Figures:
    """Return the collection rate of the last twelve months' own bills."""
    found = rates.by_month(period_of(desk.today))
    names = [show_period(period) for period, _rate in found]
    return _of_rates(_("收缴率（按账期）"), "line", names, [rate for _period, rate in found])


def by_building(desk: Desk) -> Figures:
    """Return the collection rate of each building over the last twelve months."""
    last = period_of(desk.today)
    found = rates.by_building(next_period(last, 1 - rates.MONTHS), last)
    return _of_rates(_("收缴率（按楼栋，近 12 个账期）"), "bars", [name for name, _rate in found], [rate for _name, rate in found])  # fmt: skip


def by_age(desk: Desk, by: str = GROUPS[0][0]) -> Figures:
    """Return the arrears by age of each building, item or payer, the largest first.

    By building it is the last count, made anew where something changed; the others are worked out now.
    """
    summary.refresh(desk)
    found = summary.overview()
    assert found
    groups: dict[str, Callable[[], Iterable[Aged]]] = {
        "building": lambda: found.buildings,
        "item": lambda: ageing.by_item(desk.today),
        "payer": lambda: ageing.by_payer(desk.today),
    }
    rows = sorted(groups[by](), key=lambda row: -row.total)
    values = tuple(tuple(row.ages[place] for row in rows) for place in range(len(BUCKETS)))
    nameless = _("业主") if by == "payer" else _("其他")
    return Figures(
        _("欠费账龄（{by}）").format(by=_(dict(GROUPS)[by])),
        "stacked",
        tuple(row.name or nameless for row in rows),
        tuple(_(bucket.label) for bucket in BUCKETS),
        values,
        tuple(tuple(money.show(fen) for fen in row) for row in values),
        _("截至 {day}，不含挂起和押金").format(day=found.counted_on),
        unit=_("元"),
    )


def all_of(desk: Desk, by: str = GROUPS[0][0]) -> list[Figures]:
    """Return the charts of the page; `by`, a key of `GROUPS`, groups the ages."""
    return [by_month(desk), by_building(desk), by_age(desk, by)]


def groups() -> list[tuple[str, str]]:
    """Return what ages can be grouped by, and its name."""
    return [(name, _(words)) for name, words in GROUPS]


def report(period: int) -> list[tuple[str, str, str]]:
    """Return (name, rate, formula) of a month's collection rates."""
    return [(rate.name, show_rate(rate.rate), rate.formula) for rate in rates.report(period)]


def periods(desk: Desk) -> list[tuple[int, str]]:
    """Return the months that can be chosen for the report, this one first."""
    newest = period_of(desk.today)
    found = [next_period(newest, -back) for back in range(rates.MONTHS)]
    return [(period, show_period(period)) for period in found]


def _of_rates(title: str, sort: str, names: Sequence[str], found: Sequence[Rate]) -> Figures:
    return Figures(
        title,
        sort,
        tuple(names),
        (_("当期收缴率"),),
        (tuple(rate.rate for rate in found),),
        (tuple(show_rate(rate.rate) for rate in found),),
        _("已收本期 ÷（本期应收 − 减免），截至现在"),
        whole=10_000,
        unit="%",
    )
