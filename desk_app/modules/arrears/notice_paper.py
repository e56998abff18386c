"""What the payment notice F52 holds (缴费通知单): what falls due, what is still owed from before, and how to pay it.

This time's bills are those not yet overdue; where all are, those that fell due last. What else is open is owed from
before. A half page has room for so many printed lines; what is over them is one line with its sum.
"""

import datetime
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from desk_app.kernel.kind import Draft
from desk_app.kernel.papers import Placeholder
from desk_app.kernel.papers.continuation import lines_taken
from desk_app.kernel.words import _, mark
from desk_app.modules.arrears.debt_lines import DebtLine, Values, debt_lines
from desk_app.modules.arrears.parameters import worded
from desk_app.modules.arrears.room_head import NUMBER, ROOM, room_values
from desk_app.modules.billing.ledger import IS_OPEN, NOT_VOID, open_bills
from desk_app.modules.billing.overdue import late_fees_on
from desk_app.modules.billing.records import Bill
from desk_app.modules.cashier.prepaid import cover, purses

MOST = 8
"""Printed lines of the list on half a page; a long name takes two or three."""
ITEM_WIDTH = 18
"""Half-width letters of an item's name on one line."""
WORKINGS = 240
"""Half-width letters of the workings, two lines."""

LINES = (
    Placeholder("no", "序号"),
    Placeholder("item", "收费项目", sample=(mark("物业服务费"), mark("水费"), mark("地下车位服务费"))),
    Placeholder("period", "计费期间", sample="2026-10-01 至 2026-12-31"),
    Placeholder("readings", "上期和本期读数", sample=("", "1234 → 1290", "")),
    Placeholder("quantity", "数量", sample=("89.35 ㎡", "56 m³", mark("1 位"))),
    Placeholder("price", "单价", sample=("2.35", "3.45", "80.00")),
    Placeholder("billed", "应收", shape="money", sample=(62992, 19320, 24000)),
    Placeholder("settled", "已收", shape="money", sample=(0, 0, 4000)),
    Placeholder("open", "应交", shape="money", sample=(62992, 19320, 20000)),
)
NOTICE = (
    NUMBER,
    *ROOM,
    Placeholder("period", "账期", sample="2026-10-01 至 2026-12-31"),
    Placeholder("lines", "明细", LINES),
    Placeholder("workings", "计算说明", sample="物业服务费 89.35 ㎡ × 2.35 元/㎡·月 = 209.97 元，共 3 期；水费 56 m³ × 3.45 元/m³ = 193.20 元"),
    Placeholder("current", "本期应交", shape="money", sample=102312),
    Placeholder("arrears", "上期结欠", shape="money", sample=22696),
    Placeholder("late_fee", "违约金", shape="money", sample=1532),
    Placeholder("prepaid", "预存抵扣", shape="money", sample=50000),
    Placeholder("total", "合计应交", shape="money", needed=True, sample=76540),
    Placeholder("due_on", "缴费截止日", shape="day"),
    Placeholder("pay_ways", "缴费方式", sample="请到物业服务中心缴纳，或转账：示例银行和谐支行，户名示例市和谐家园物业服务有限公司，账号 6222 0000 0000 0000；转账请注明房号。"),
    Placeholder("pay_code", "收款二维码", sample="https://example.com/pay/3-1-502"),
)  # fmt: skip


def notice_values(draft: Draft) -> Values:
    """Return the values of F52 for a room; total = current + arrears + late fee − prepaid."""
    room, day = draft.record, draft.day
    bills = open_bills(room.id)
    current, before = split_by_due(bills, day)
    lines = debt_lines(current, day)
    late_fee = sum(late_fees_on([*current, *before], day).values())
    this_time, arrears = sum(bill.still_open for bill in current), sum(bill.still_open for bill in before)
    owed = this_time + arrears + late_fee
    prepaid = cover([*current, *before], purses(room.id), day).total
    return {
        **room_values(room, day),
        "period": _span(lines),
        "lines": listed(lines),
        "workings": told_workings(lines),
        "current": this_time,
        "arrears": arrears or None,
        "late_fee": late_fee or None,
        "prepaid": prepaid or None,
        "total": owed - prepaid,
        "due_on": max((bill.due_on for bill in current), default=None),
        **worded("pay_ways", "pay_code"),
    }


def split_by_due(bills: Sequence[Bill], day: datetime.date) -> tuple[list[Bill], list[Bill]]:
    """Return this time's bills and those from before; held bills are neither: they are disputed."""
    asked = [bill for bill in bills if bill.state == "open"]
    latest = max((bill.due_on for bill in asked), default=day)
    begin = min(day, latest)
    return [bill for bill in asked if bill.due_on >= begin], [bill for bill in asked if bill.due_on < begin]


def listed(lines: Sequence[DebtLine]) -> list[Values]:
    """Return the rows there is room for; the others are one row, the last."""
    taken = list(accumulate(lines_taken(line.item, ITEM_WIDTH) for line in lines))
    if not taken or taken[-1] <= MOST:
        return [_row(no, line) for no, line in enumerate(lines, 1)]
    shown = sum(so_far <= MOST - 2 for so_far in taken)  # what the last row says takes two lines
    rest = lines[shown:]
    empty: dict[str, Any] = dict.fromkeys(("no", "period", "readings", "quantity", "price"), "")
    others = {
        **empty,
        "item": _("其他 {count} 笔（明细见对账单）").format(count=len(rest)),
        "billed": sum(line.billed for line in rest),
        "settled": sum(line.settled for line in rest) or None,
        "open": sum(line.open for line in rest),
    }
    return [*(_row(no, line) for no, line in enumerate(lines[:shown], 1)), others]


def _row(no: int, line: DebtLine) -> Values:
    """Return what the list prints of a line; its due day stands on letters only, and no raw day can be kept."""
    printed = line.values(no)
    return {column.name: printed[column.name] for column in LINES}


def told_workings(lines: Sequence[DebtLine]) -> str:
    """Return how the sums came about, of as many lines as there is room for."""
    told = ""
    for place, line in enumerate(lines):
        more = f"{told}；" * bool(told) + f"{line.item} {line.told}"
        if lines_taken(more, WORKINGS) > 1:
            return told + _("；其余 {count} 笔的算法见账单").format(count=len(lines) - place)
        told = more
    return told


def _span(lines: Sequence[DebtLine]) -> str:
    """Return the days this time's bills cover, as 2026-10-01 至 2026-12-31."""
    if not lines:
        return ""
    first, last = min(line.from_on for line in lines), max(line.until_on for line in lines)
    return _("{from_on} 至 {until_on}").format(from_on=f"{first:%Y-%m-%d}", until_on=f"{last:%Y-%m-%d}")


def why_no_notice(draft: Draft) -> str | None:
    """Return why no notice is printed for the room: it owes nothing."""
    asked = Bill.select().where(Bill.room == draft.record.id, IS_OPEN, NOT_VOID)
    if not asked.where(Bill.state == "open").exists():
        return _("没有打印“缴费通知单”：{room} 没有要缴的账单。").format(room=draft.record.code)
    return None
