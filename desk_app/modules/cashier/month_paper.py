"""What the month report F63 holds (月结报表): the roll-forwards and rates as they were kept when the month was closed."""

from typing import Any

from desk_app.kernel import money
from desk_app.kernel.kind import Draft
from desk_app.kernel.papers import Paper, Placeholder
from desk_app.kernel.periods import show_period
from desk_app.kernel.words import _, mark
from desk_app.modules.cashier.collection import current_rate, old_rate, show_rate
from desk_app.modules.cashier.month_close import snapshot_of
from desk_app.modules.cashier.roll_forward import Arrears, kept_roll_forward, show_basis, total_of

Values = dict[str, Any]

ROWS = (
    Placeholder("name", "收费项目", sample=(mark("物业服务费"), mark("水费"), mark("合计"))),
    Placeholder("opening", "期初欠费", shape="money", sample=(1862500, 93000, 1955500)),
    Placeholder("billed", "本期应收", shape="money", sample=(22696000, 1840000, 24536000)),
    Placeholder("of_period", "账期应收", shape="money", sample=(22696000, 1840000, 24536000)),
    Placeholder("reduced", "减免", shape="money", sample=(120000, 0, 120000)),
    Placeholder("current", "收当期", shape="money", sample=(15230000, 1600000, 16830000)),
    Placeholder("ahead", "预收冲抵", shape="money", sample=(4210000, 0, 4210000)),
    Placeholder("old", "收往期", shape="money", sample=(900000, 50000, 950000)),
    Placeholder("reversed", "冲红", shape="money", sample=(0, 0, 0)),
    Placeholder("closing", "期末欠费", shape="money", sample=(4098500, 283000, 4381500)),
    Placeholder("rate", "收缴率", sample=("86.11%", "86.96%", "86.17%")),
    Placeholder("old_rate", "清欠率", sample=("48.32%", "53.76%", "48.58%")),
)
BALANCES = (
    Placeholder("name", "预收与押金", sample=(mark("预存款"), mark("装修押金"), mark("门禁卡押金"))),
    Placeholder("opening", "期初", shape="money", sample=(560000, 1200000, 86000)),
    Placeholder("added", "本期增加", shape="money", sample=(250000, 400000, 5000)),
    Placeholder("used", "抵扣或扣款", shape="money", sample=(120000, 15000, 0)),
    Placeholder("returned", "退还", shape="money", sample=(0, 185000, 2000)),
    Placeholder("undone", "冲红及更正", shape="money", sample=(0, 0, 0)),
    Placeholder("closing", "期末", shape="money", sample=(690000, 1400000, 89000)),
)
MONTH = (
    Placeholder("month", "账期", sample="2026-10"),
    Placeholder("closed_by", "月结人", sample="李会计"),
    Placeholder("closed_at", "月结时间", shape="moment"),
    Placeholder("state", "状态", sample="已月结"),
    Placeholder("rows", "欠费变动", ROWS),
    Placeholder("balances", "预收与押金变动", BALANCES),
    Placeholder("rates", "收缴率及公式", sample="当期收缴率 = 已收本期 210,400.00 ÷（本期应收 245,360.00 − 减免 1,200.00）= 86.17%"),
    Placeholder("basis", "应收口径", sample="本期应收按入账月份计，月结以后不再变动。"),
    Placeholder("balanced", "平衡检查", sample="各表期初与本期变动之和与期末余额一致，差额 0.00 元。"),
)  # fmt: skip


def month_values(draft: Draft) -> Values:
    """Return the values of F63."""
    close = draft.record
    kept = snapshot_of(close)
    found = kept_roll_forward(close.period, kept)
    rows = found.arrears
    whole = total_of(rows, _("合计"))
    difference = sum(abs(row.difference) for row in rows)
    return {
        "month": show_period(close.period),
        "closed_by": close.closed_by,
        "closed_at": close.closed_at,
        "state": draft.kind.field("state").show(close.state),
        "rows": [_row(row) for row in (*rows, whole)],
        "balances": [_prepaid(kept["prepaid"]), *(_deposit(one) for one in kept["deposits"])],
        "rates": "；".join(rate["formula"] for rate in kept["rates"]),
        "basis": show_basis(whole, close.period),
        "balanced": _(
            "期末欠费 = 期初欠费 + 本期应收 − 减免 − 收当期 − 预收冲抵 − 收往期 + 冲红，差额 {difference} 元。"
        ).format(difference=money.show(difference)),
    }


def _row(row: Arrears) -> Values:
    found = row.collection
    raw = ("opening", "of_period", "reduced", "current", "ahead", "old", "closing")
    return {
        "name": row.name,
        **{name: getattr(row, name) for name in raw},
        "billed": row.billed - row.voided,
        "reversed": row.reversed_current + row.reversed_old,
        "rate": show_rate(current_rate(found).rate),
        "old_rate": show_rate(old_rate(found).rate),
    }


def _prepaid(kept: Values) -> Values:
    return {
        "name": _("预存款"),
        "opening": kept["opening"],
        "added": kept["received"],
        "used": kept["offset"],
        "returned": kept["refunded"],
        "undone": kept["undone"],
        "closing": kept["closing"],
    }


def _deposit(kept: Values) -> Values:
    return {
        "name": kept["name"],
        "opening": kept["opening"],
        "added": kept["received"],
        "used": kept["deducted"] + kept["transferred"],
        "returned": kept["refunded"],
        "undone": kept["undone"],
        "closing": kept["closing"],
    }


MONTH_REPORT = Paper(
    "month_report",
    "月结报表",
    "F63",
    "cashier/month_report.docx",
    MONTH,
    month_values,
    signatures=(mark("财务审核"), mark("项目经理")),
)
