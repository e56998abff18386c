"""Collection rates (收缴率, domain.md 3.15): pure functions on fen, each with its formula in words and numbers.

A rate is a whole number of 1/10,000 (8,587 is 85.87 %), rounded half up; None where there is nothing to divide by.
"""

from dataclasses import dataclass

from desk_app.kernel import money
from desk_app.kernel.words import _

WHOLE = 10_000
"""The rate of everything collected."""


@dataclass(frozen=True)
class Collection:
    """What was owed and what came in within a time, in fen; deposits are never among it.

    `current` is money on what was billed in the time, prepaid money and payments ahead included; `old` is money on
    what was owed before; reversed payments are already taken off both.
    """

    opening: int
    billed: int
    reduced: int
    current: int
    old: int

    @property
    def owed(self) -> int:
        """Return what was to be paid of the time's own bills."""
        return self.billed - self.reduced


@dataclass(frozen=True)
class Rate:
    """A rate with its name and the formula it was worked out by, as printed below the report."""

    name: str
    rate: int | None
    formula: str


def rate_of(part: int, whole: int) -> int | None:
    """Return part ÷ whole in 1/10,000, rounded half up; None where `whole` is nothing."""
    return money.share(WHOLE, part, whole) if whole > 0 else None


def show_rate(rate: int | None) -> str:
    """Return '85.87%', '—' for none."""
    return "—" if rate is None else f"{money.show(rate)}%"


def current_rate(found: Collection) -> Rate:
    """Return the rate of the time's own bills (当期收缴率)."""
    rate = rate_of(found.current, found.owed)
    formula = _("当期收缴率 = 已收本期 {current} ÷（本期应收 {billed} − 减免 {reduced}）= {rate}").format(
        current=money.show(found.current),
        billed=money.show(found.billed),
        reduced=money.show(found.reduced),
        rate=show_rate(rate),
    )
    return Rate(_("当期收缴率"), rate, formula)


def old_rate(found: Collection) -> Rate:
    """Return how much of the old debts was collected (往期清欠率)."""
    rate = rate_of(found.old, found.opening)
    formula = _("往期清欠率 = 收回往期 {old} ÷ 期初欠费 {opening} = {rate}").format(
        old=money.show(found.old), opening=money.show(found.opening), rate=show_rate(rate)
    )
    return Rate(_("往期清欠率"), rate, formula)


def overall_rate(found: Collection) -> Rate:
    """Return the rate of all that was owed (综合收缴率)."""
    collected, owed = found.current + found.old, found.owed + found.opening
    rate = rate_of(collected, owed)
    formula = _("综合收缴率 = 本期与往期已收 {collected} ÷（本期应收净额 + 期初欠费 {owed}）= {rate}").format(
        collected=money.show(collected), owed=money.show(owed), rate=show_rate(rate)
    )
    return Rate(_("综合收缴率"), rate, formula)


def household_rate(paid_up: int, charged: int) -> Rate:
    """Return the rate of households that owe nothing of the time's bills (户数收缴率)."""
    rate = rate_of(paid_up, charged)
    formula = _("户数收缴率 = 缴清 {paid} 户 ÷ 应缴 {charged} 户 = {rate}").format(
        paid=paid_up, charged=charged, rate=show_rate(rate)
    )
    return Rate(_("户数收缴率"), rate, formula)


def rates(found: Collection) -> tuple[Rate, Rate, Rate]:
    """Return the three rates of money, with their formulas."""
    return current_rate(found), old_rate(found), overall_rate(found)
