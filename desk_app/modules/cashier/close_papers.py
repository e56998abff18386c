"""What the closing papers hold (收费结账): day report F58 and the register of receipt pads F62.

A day's figures are those kept when it was closed: what happens later does not change them.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from desk_app.kernel import money
from desk_app.kernel.kind import Draft
from desk_app.kernel.papers import Paper, Placeholder
from desk_app.kernel.words import _, mark
from desk_app.modules.cashier.day_close import DENOMINATIONS, snapshot_of
from desk_app.modules.cashier.pads import stock_of, write_number

Values = dict[str, Any]

COLUMNS = ("cash", "wechat", "alipay", "pos", "transfer", "prepaid", "other")
"""Columns of the matrix; ways that have none stand under `_UNDER`, any other under other."""
_UNDER = {"direct_debit": "transfer", "cheque": "transfer", "deposit": "other"}

ROWS = (
    Placeholder("name", "收费项目", sample=(mark("物业服务费"), mark("水费"), mark("装修押金"))),
    *(Placeholder(name, label, shape="money", sample=(10000, 0, 20000)) for name, label in (
        ("cash", mark("现金")), ("wechat", mark("微信")), ("alipay", mark("支付宝")), ("pos", mark("刷卡")), ("transfer", mark("转账代扣")),
        ("prepaid", mark("预存抵扣")), ("other", mark("其他")),
    )),
    Placeholder("total", "合计", shape="money", sample=(70000, 0, 140000)),
)  # fmt: skip
DAY = (
    Placeholder("business_on", "日期", shape="day", needed=True),
    Placeholder("cashier", "收费员", sample="王芳"),
    Placeholder("receipts", "收据张数", sample="23"),
    Placeholder("series", "收据起止号", sample="SJ-2026-000101 至 SJ-2026-000120，20 张；YJ-2026-000010 至 YJ-2026-000012，3 张"),
    Placeholder("voids", "作废收据", sample="SJ-2026-000107"),
    Placeholder("reversals", "红字收据", sample="SJ-2026-000119（原 SJ-2026-000098）"),
    Placeholder("rows", "项目与收款方式", ROWS),
    *(Placeholder(f"sum_{name}", label, shape="money", sample=30000) for name, label in (
        ("cash", mark("现金合计")), ("wechat", mark("微信合计")), ("alipay", mark("支付宝合计")), ("pos", mark("刷卡合计")),
        ("transfer", mark("转账代扣合计")), ("prepaid", mark("预存抵扣合计")), ("other", mark("其他合计")),
    )),
    Placeholder("sum_total", "总计", shape="money", sample=210000),
    Placeholder("deposits_in", "押金收", shape="money"),
    Placeholder("deposits_out", "押金退", shape="money"),
    Placeholder("prepaid_in", "预存收", shape="money"),
    Placeholder("prepaid_out", "预存退", shape="money"),
    Placeholder("prepaid_offset", "预存抵扣", shape="money"),
    Placeholder("reduced", "本日减免", shape="money"),
    Placeholder("float_before", "期初备用金", shape="money", sample=50000),
    Placeholder("cash_in", "现金收入", shape="money", sample=30000),
    Placeholder("cash_out", "现金支出", shape="money", sample=0),
    Placeholder("cash_expected", "应有现金", shape="money", sample=80000),
    Placeholder("cash_counted", "实盘现金", shape="money", sample=80000),
    Placeholder("difference", "长短款", sample="0.00"),
    Placeholder("float_after", "留存备用金", shape="money", sample=50000),
    Placeholder("banked", "缴存银行", shape="money", sample=30000),
    Placeholder("bank_slip", "存款单号", sample="2026112300017"),
    Placeholder("banked_on", "缴存日期", shape="day"),
    *(Placeholder(f"pieces_{value}", "面额张数", sample="3") for value in DENOMINATIONS),
    Placeholder("loose", "其他零钱", sample="0.05"),
    Placeholder("note", "备注", sample=""),
)  # fmt: skip


def day_values(draft: Draft) -> Values:
    """Return the values of F58 from what was kept when the day was closed."""
    close = draft.record
    kept = snapshot_of(close)
    rows = [_row(one["name"], one["by_method"]) for one in kept.get("matrix", ())]
    sums = {f"sum_{name}": sum(row[name] for row in rows) for name in (*COLUMNS, "total")}
    raw = ("business_on", "float_before", "cash_expected", "cash_counted", "banked", "banked_on")
    figures = (
        "deposits_in",
        "deposits_out",
        "prepaid_in",
        "prepaid_out",
        "prepaid_offset",
        "reduced",
        "cash_in",
        "cash_out",
    )
    return {
        **{name: getattr(close, name) for name in raw},
        **{name: getattr(close, name) or "" for name in ("cashier", "bank_slip", "note")},
        **{name: kept.get(name, 0) for name in figures},
        **_numbers(kept),
        **_pieces(close),
        **sums,
        "rows": [_blank_nothing(row) for row in rows],
        "difference": _over_short(close.difference),
        "float_after": close.cash_counted - close.banked,
    }  # fmt: skip


def _row(name: str, by_method: Mapping[str, int]) -> Values:
    row: Values = {"name": name, **dict.fromkeys(COLUMNS, 0), "total": sum(by_method.values())}
    for method, fen in by_method.items():
        column = _UNDER.get(method, method)
        row[column if column in COLUMNS else "other"] += fen
    return row


def _blank_nothing(row: Values) -> Values:
    """Return the row with cells of nothing blank; its total stays."""
    return {name: value if value or name == "total" else None for name, value in row.items()}


def _numbers(kept: Mapping[str, Any]) -> Values:
    series = [
        _("{first} 至 {last}，{count} 张").format(first=one["first"], last=one["last"], count=one["count"])
        for one in kept.get("series", ())
    ]
    red = [
        _("{number}（原 {original}）").format(number=number, original=original)
        for number, original in kept.get("reversals", ())
    ]
    return {
        "receipts": str(sum(one["count"] for one in kept.get("series", ()))),
        "series": "；".join(series),
        "voids": "、".join(kept.get("voids", ())),
        "reversals": "、".join(red),
    }


def _pieces(close: Any) -> Values:
    counted = json.loads(close.counted or "{}")
    pieces = {f"pieces_{value}": str(counted.get(str(value), "")) for value in DENOMINATIONS}
    return pieces | {"loose": money.show(counted["loose"]) if counted.get("loose") else ""}


def _over_short(fen: int) -> str:
    if not fen:
        return money.show(0)
    text = _("长款 {amount}") if fen > 0 else _("短款 {amount}")
    return text.format(amount=money.show(abs(fen)))


def why_no_day_report(draft: Draft) -> str | None:
    """Return why F58 is not printed: the close was opened again, and its figures hold no more."""
    close = draft.record
    if close.state != "reopened":
        return None
    sentence = _("没有打印日报：{cashier} {day} 已经反结，请打印重新日结的那一张。")
    return sentence.format(cashier=close.cashier, day=close.business_on)


DAY_REPORT = Paper(
    "day_report",
    "收费日报表",
    "F58",
    "cashier/day_report.docx",
    DAY,
    day_values,
    signatures=(mark("收费员"), mark("复核"), mark("负责人")),
    may_print=why_no_day_report,
)

PADS = (
    Placeholder("month", "月份", sample="2026-11"),
    Placeholder(
        "rows",
        "明细",
        (
            Placeholder("no", "序号"),
            Placeholder("kind", "票种", sample="收款收据"),
            Placeholder("numbers", "起止号", sample="A000101 至 A000150"),
            Placeholder("size", "份数", sample="50"),
            Placeholder("taken_on", "领用日期", shape="day"),
            Placeholder("taken_by", "领用人", sample="王芳"),
            Placeholder("used", "使用", sample="37"),
            Placeholder("void", "作废", sample="1"),
            Placeholder("left", "结余", sample="12"),
            Placeholder("cancelled_on", "核销日期", shape="day"),
            Placeholder("cancelled_by", "核销人", sample="李会计"),
            Placeholder("note", "备注", sample=""),
        ),
    ),
)


def pad_values(drafts: Iterable[Draft]) -> Values:
    """Return the rows of F62: the pads taken in a month, and what became of their numbers by now."""
    return {"rows": [_pad(no, draft.record) for no, draft in enumerate(drafts, 1)]}


def _pad(no: int, pad: Any) -> Values:
    stock = stock_of(pad)
    first, last = write_number(pad, pad.first), write_number(pad, pad.last)
    return {
        "no": str(no),
        "numbers": _("{first} 至 {last}").format(first=first, last=last),
        **{name: getattr(pad, name) or "" for name in ("kind", "taken_by", "cancelled_by", "note")},
        **{name: str(getattr(stock, name)) for name in ("size", "used", "void", "left")},
        "taken_on": pad.taken_on,
        "cancelled_on": pad.cancelled_on,
    }


PAD_REGISTER = Paper(
    "pad_register", "票据领用核销登记表", "F62", "cashier/pad_register.docx", PADS, pad_values
)
