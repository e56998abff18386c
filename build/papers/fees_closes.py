"""Closing papers (收费结账): day report F58, register of receipt pads F62, month report F63 (domain.md 2.7)."""

from collections.abc import Callable

from layout import (
    A4_ACROSS,
    Cell,
    Part,
    Row,
    Say,
    form,
    gap,
    grid,
    heading,
    label,
    line,
    note,
    of_month,
    or_struck,
    register,
    remarks,
    row,
    signatures,
    table,
    text,
)

_PIECES = (
    (100_00, "100"),
    (50_00, "50"),
    (20_00, "20"),
    (10_00, "10"),
    (5_00, "5"),
    (1_00, "1"),
    (50, "0.5"),
    (10, "0.1"),
)

_MATRIX = (
    (4.4, "收费项目", "Fee item", "name", "left"),
    (2.2, "现金", "Cash", "cash", "right"),
    (2.2, "微信", "WeChat", "wechat", "right"),
    (2.2, "支付宝", "Alipay", "alipay", "right"),
    (2.2, "刷卡", "Card", "pos", "right"),
    (2.2, "转账代扣", "Transfer", "transfer", "right"),
    (2.2, "预存抵扣", "Prepaid", "prepaid", "right"),
    (2.2, "其他", "Other", "other", "right"),
    (2.4, "合计", "Total", "total", "right"),
)  # fmt: skip


def day_report(say: Say) -> bytes:
    """Return F58: the cashier's day by item and method, the cash counted, what went to the bank."""
    return form(
        say,
        ("收费日报表（交款单）", "Cashier’s Daily Report"),
        *_whose_day(say),
        gap(1.5),
        table(say, _MATRIX, "rows", least=3, height=5.8, small=True, repeat_head=True),
        _totals(say),
        gap(1.5),
        grid(
            say,
            [("押金收", "Deposits in", "deposits_in"), ("押金退", "Deposits out", "deposits_out"), ("预存收", "Prepaid in", "prepaid_in")],
            [("预存退", "Prepaid out", "prepaid_out"), ("预存抵扣", "Prepaid used", "prepaid_offset"), ("本日减免", "Reduced", "reduced")],
            height=6.5,
        ),
        *_cash_count(say),
        remarks(say, "备注", "Remarks", "note", height=9),
        signatures(say, ("收费员签名", "Cashier"), ("复核（会计）签名", "Checked by accountant"), ("负责人签名", "Head"), room=8),
        number=None,
        pages=None,
    )  # fmt: skip


def _whose_day(say: Say) -> tuple[Part, ...]:
    """Whose day it is, and which numbers were used on it."""
    return (
        grid(
            say,
            [("日期", "Day", "business_on"), ("收费员", "Cashier", "cashier"), ("班次", "Shift"), ("收据张数", "Receipts", "receipts")],
            height=6.5,
        ),
        grid(
            say,
            [("收据起止号", "Numbers", "series")],
            [("作废收据", "Void", or_struck("voids"))],
            [("红字收据", "Reversed", or_struck("reversals"))],
            height=6.5,
        ),
    )  # fmt: skip


def _cash_count(say: Say) -> tuple[Part, ...]:
    """What should lie in the till, what does, and what of it goes to the bank."""
    return (
        heading(say, "现金盘点", "Cash count", 6),
        grid(
            say,
            [("期初备用金", "Float", "float_before"), ("现金收入", "Cash in", "cash_in"), ("现金支出", "Cash out", "cash_out"), ("应有现金", "Expected", "cash_expected")],
            height=6.5,
        ),
        _pieces(say),
        grid(
            say,
            [("实盘现金", "Counted", "cash_counted"), ("长短款", "Over, short", "difference"), ("留存备用金", "Kept as float", "float_after")],
            [("缴存银行", "Banked", "banked"), ("存款单号", "Slip no.", "bank_slip"), ("缴存日期", "Banked on", "banked_on")],
            [("缴存大写", "In words", "banked_capital")],
            height=6.5,
        ),
    )  # fmt: skip


def _totals(say: Say) -> Part:
    """The columns' sums, under the columns."""
    whole = sum(float(str(column[0])) for column in _MATRIX)

    def make(width: float) -> list[Row]:
        cells = [
            Cell(
                width * float(str(share)) / whole,
                line(text(f"{{{{ sum_{name} }}}}", 9, bold=True), align="right", height=13)
                if name != "name"
                else line(label(say("合计", "Total"), 9), align="center"),
                shade=name == "name",
                margin=0.8,
            )
            for share, _zh, _en, name, *_align in _MATRIX
        ]
        return row(6.2, *cells)

    return make


def _pieces(say: Say) -> Part:
    """How many of each note and coin lay in the till."""

    def make(width: float) -> list[Row]:
        caption = 20.0
        share = (width - caption) / (len(_PIECES) + 1)
        heads = [
            Cell(share, line(label(say(f"{shown} 元", f"¥{shown}"), 8.5), align="center"), margin=0.2)
            for _v, shown in _PIECES
        ]
        heads.append(Cell(share, line(label(say("零钱", "Loose"), 8.5), align="center"), margin=0.2))
        counts = [
            Cell(share, line(text(f"{{{{ pieces_{value} }}}}", 10), align="center"), margin=0.2)
            for value, _s in _PIECES
        ]
        counts.append(Cell(share, line(text("{{ loose }}", 10), align="center"), margin=0.2))
        first = Cell(caption, line(label(say("面额", "Value")), align="center"), shade=True)
        second = Cell(caption, line(label(say("张数", "Pieces")), align="center"), shade=True)
        return [*row(5.6, first, *heads), *row(6.2, second, *counts)]

    return make  # fmt: skip


def pad_register(say: Say) -> bytes:
    """Return F62: receipt pads, who has them, what became of their numbers."""
    columns = (
        (9, "序号", "No.", "no"),
        (32, "票种", "Kind", "kind", "left"),
        (44, "起止号", "Numbers", "numbers"),
        (14, "份数", "Count", "size"),
        (21, "领用日期", "Taken on", "taken_on"),
        (22, "领用人", "Taken by", "taken_by"),
        (20, "领用签名", "Signature", ""),
        (14, "使用", "Used", "used"),
        (14, "作废", "Void", "void"),
        (14, "结余", "Left", "left"),
        (21, "核销日期", "Closed on", "cancelled_on"),
        (22, "核销人", "Closed by", "cancelled_by"),
        (30, "备注", "Remarks", "note", "left"),
    )
    signed = line(
        label(say("制表", "Prepared by")), text("　{{ printed_by }}"), label("\t" + say("审核", "Checked by")),
        tabs=((110, "left"),), height=14, before=8,
    )  # fmt: skip
    return register(
        say,
        ("票据领用核销登记表", "Register of Receipt Pads"),
        columns,
        aside=of_month(say),
        below=[signed],
        empty=("本月没有领用票据", "No pads taken this month"),
    )


_MONTH = (
    (4.6, "收费项目", "Fee item", "name", "left"),
    (2.6, "期初欠费", "Opening", "opening", "right"),
    (2.6, "本期应收", "Charged", "billed", "right"),
    (2.6, "账期应收", "Of the period", "of_period", "right"),
    (2.2, "减免", "Reduced", "reduced", "right"),
    (2.6, "收当期", "Paid, own", "current", "right"),
    (2.4, "预收冲抵", "Paid ahead", "ahead", "right"),
    (2.6, "收往期", "Paid, old", "old", "right"),
    (2.2, "冲红", "Reversed", "reversed", "right"),
    (2.6, "期末欠费", "Closing", "closing", "right"),
    (2, "收缴率", "Rate", "rate", "right"),
    (2, "清欠率", "Old rate", "old_rate", "right"),
)  # fmt: skip
_BALANCES = (
    (5, "预收与押金", "Prepaid, deposits", "name", "left"),
    (3, "期初", "Opening", "opening", "right"),
    (3, "本期增加", "In", "added", "right"),
    (3, "抵扣／扣款", "Used", "used", "right"),
    (3, "退还", "Returned", "returned", "right"),
    (3, "冲红更正", "Undone", "undone", "right"),
    (3, "期末", "Closing", "closing", "right"),
)


def month_report(say: Say) -> bytes:
    """Return F63: arrears by item rolled forward, rates with their formulas, prepaid money and deposits."""
    return form(
        say,
        ("月结报表（收缴率报表）", "Month Close and Collection Rates"),
        line(
            label(say("账期 ", "Month ")), text("{{ month }}", 10.5, bold=True),
            label(say("　　月结人 ", "　　Closed by ")), text("{{ closed_by }}"),
            label(say("　　月结时间 ", "　　At ")), text("{{ closed_at }}"),
            label(say("　　状态 ", "　　State ")), text("{{ state }}"),
            label(say("\t单位：元", "\tin yuan")), tabs=((A4_ACROSS.inside, "right"),), height=15, after=2,
        ),
        table(say, _MONTH, "rows", height=6, small=True, repeat_head=True),
        gap(1.5),
        table(say, _BALANCES, "balances", height=6, small=True, repeat_head=True),
        note("{{ basis|one_line }}", "{{ rates|one_line }}", "{{ balanced|one_line }}", size=8.5),
        signatures(say, ("制表", "Prepared by"), ("财务审核", "Checked by accountant"), ("锁账（项目经理）", "Locked by site manager"), room=6),
        size=A4_ACROSS.within(14, 10, 14, 10),
        number=None,
        pages=None,
    )  # fmt: skip


FORMS: dict[str, Callable[[Say], bytes]] = {
    "cashier/day_report.docx": day_report,
    "cashier/pad_register.docx": pad_register,
    "cashier/month_report.docx": month_report,
}
"""The file below `templates_docx` and what makes it."""
