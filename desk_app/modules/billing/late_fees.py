"""Late fee (违约金): principal × rate × days, simple, on each line by itself; off until the office types its contract's rate.

Days count from the day after the due day, the day of payment included (domain.md 3.9). The fee never bears a fee. Courts
lower what is far above the loss (民法典第五百八十五条), hence the caps.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from desk_app.kernel import fields, settings
from desk_app.kernel.fields import Option
from desk_app.kernel.words import _, mark
from desk_app.modules.billing.months import ONE_DAY
from desk_app.modules.billing.rounding import round_line

CAPS = (
    Option("none", "不设上限"),
    Option("principal", "不超过本金"),
    Option("ratio", "不超过本金的比例"),
    Option("lpr", "不超过 LPR 的倍数"),
)

GRACE_WAYS = (
    Option("from_due", "过了宽限期，从缴费截止日次日算起"),
    Option("from_grace", "从宽限期满次日算起"),
)

DAYS_OF_YEAR = 365


@dataclass(frozen=True)
class LateFeeTerms:
    """What the contract says: the rate a day in 1/100,000 (0.5‰ is 50), 0 for no late fee at all.

    `cap_ratio`, `lpr` (a year) and `lpr_multiple` are in 1/10,000: 3,000 is 30 %, 300 is 3.00 %, 13,000 is 1.3 times.
    """

    rate_per_mille_x100: int = 0
    grace_days: int = 0
    grace_way: str = "from_due"
    cap: str = "none"
    cap_ratio: int = 10_000
    lpr: int = 0
    lpr_multiple: int = 10_000


def overdue_days(
    due_on: datetime.date, from_on: datetime.date, until_on: datetime.date, terms: LateFeeTerms
) -> int:
    """Return how many of the days from_on…until_on, both included, bear a late fee."""
    if until_on <= due_on + terms.grace_days * ONE_DAY:
        return 0
    first = due_on + ONE_DAY
    if terms.grace_way == "from_grace":
        first += terms.grace_days * ONE_DAY
    return max(0, (until_on - max(from_on, first)).days + 1)


def late_fee(
    principal: int,
    due_on: datetime.date,
    from_on: datetime.date,
    until_on: datetime.date,
    terms: LateFeeTerms,
    already: int = 0,
    capped_on: int | None = None,
) -> int:
    """Return the fen for one stage of an overdue bill, rounded half up once (V09, V09b, V10, V11).

    `principal` is what is open of the bill on these days. `already` is what was posted for it before, and `capped_on`
    the principal a cap is measured by, when part of it has been paid since; a cap by LPR is one on the daily rate.
    """
    days = overdue_days(due_on, from_on, until_on, terms)
    if days <= 0 or principal <= 0 or terms.rate_per_mille_x100 <= 0:
        return 0
    fee = round_line(principal * terms.rate_per_mille_x100 * days, 100_000).amount
    if terms.cap == "lpr":
        yearly = terms.lpr * terms.lpr_multiple
        return min(fee, round_line(principal * yearly * days, 10**8 * DAYS_OF_YEAR).amount)
    if terms.cap == "none":
        return fee
    ratio = terms.cap_ratio if terms.cap == "ratio" else 10_000
    most = round_line((principal if capped_on is None else capped_on) * ratio, 10_000).amount
    return max(0, min(fee, most - already))


class DailyRate(fields.Scaled):
    """A rate a day in 1/100,000, typed and shown in ‰: 0.5 is 50."""

    places = 2
    shown_places = 0
    units = ("‰",)
    largest = 10_00


class _GraceDays(fields.Whole):
    """Days after the due day on which no late fee is asked: none to a year."""

    def read(self, text: str, today: datetime.date | None) -> Any:
        days = super().read(text, today)
        if not 0 <= days <= 366:
            raise ValueError(_("{label}应在 0 到 366 之间：{text}").format(label=self.label, text=text[:30]))
        return days


_GROUP = mark("违约金")

settings.declare(
    "late_fee_rate",
    DailyRate("违约金日利率（‰）", hint="如 0.5"),
    0,
    _GROUP,
    mark("按物业服务合同填写，没有法定利率；0 为不计违约金"),
)
settings.declare(
    "late_fee_grace_days",
    _GraceDays("宽限天数"),
    0,
    _GROUP,
    mark("缴费截止日后这些天内缴清不计违约金"),
)
settings.declare(
    "late_fee_grace_way",
    fields.Choice("宽限期后起算", GRACE_WAYS),
    "from_due",
    _GROUP,
    mark("宽限期内没有缴清时，违约金从哪一天算起"),
)
settings.declare(
    "late_fee_cap",
    fields.Choice("违约金上限", CAPS),
    "none",
    _GROUP,
    mark("过高的违约金，法院会酌减（民法典第五百八十五条）"),
)
settings.declare(
    "late_fee_cap_ratio",
    fields.Ratio("上限占本金的比例", hint="如 0.3"),
    3_000,
    _GROUP,
    mark("上限选“不超过本金的比例”时用"),
)
settings.declare(
    "late_fee_lpr",
    fields.Ratio("一年期 LPR", hint="如 0.03"),
    300,
    _GROUP,
    mark("上限选“不超过 LPR 的倍数”时用，按全国银行间同业拆借中心公布的填写"),
)
settings.declare(
    "late_fee_lpr_multiple",
    fields.Ratio("LPR 倍数", hint="如 1.3"),
    13_000,
    _GROUP,
    mark("上限选“不超过 LPR 的倍数”时用，一年按 365 天"),
)


def terms() -> LateFeeTerms:
    """Return the terms in the office's settings."""
    kept = settings.values(
        "late_fee_rate",
        "late_fee_grace_days",
        "late_fee_grace_way",
        "late_fee_cap",
        "late_fee_cap_ratio",
        "late_fee_lpr",
        "late_fee_lpr_multiple",
    )
    return LateFeeTerms(
        rate_per_mille_x100=kept["late_fee_rate"],
        grace_days=kept["late_fee_grace_days"],
        grace_way=kept["late_fee_grace_way"],
        cap=kept["late_fee_cap"],
        cap_ratio=kept["late_fee_cap_ratio"],
        lpr=kept["late_fee_lpr"],
        lpr_multiple=kept["late_fee_lpr_multiple"],
    )
