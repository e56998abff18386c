"""What the lists of arrears hold (欠费明细表 F59、账龄分析表 F59-2): bills due by a day and still open.

A list of a month tells what fell due by its end, or by today in the running month, and is not paid yet today. Held
bills (挂起) are told apart, as everywhere in the ageing.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from desk_app.kernel.days import add_months
from desk_app.kernel.kind import Month
from desk_app.kernel.masking import mask_phone
from desk_app.kernel.papers import Paper, Placeholder
from desk_app.kernel.words import _, mark
from desk_app.modules.arrears import ageing
from desk_app.modules.arrears.records import DunningCase
from desk_app.modules.arrears.room_head import owner_phone, owners
from desk_app.modules.billing.ledger import IS_OPEN
from desk_app.modules.billing.overdue import late_fees_on
from desk_app.modules.billing.records import Bill, FeeItem
from desk_app.modules.cashier.prepaid import cover, purses_of
from desk_app.modules.estate.records import Room

Values = dict[str, Any]

DEBTORS = (
    Placeholder("no", "序号"),
    Placeholder("room", "房号", sample=("3-1-502", "3-2-1101", "5-1-301")),
    Placeholder("owner_name", "业主", sample=(mark("张三"), mark("李四"), mark("王五"))),
    Placeholder("phone", "电话", sample="138****0000"),
    Placeholder("items", "欠费项目", sample=(mark("物业服务费、水费"), mark("物业服务费"), mark("地下车位服务费"))),
    Placeholder("since", "最早欠费月", sample=("2025-03", "2026-07", "2026-10")),
    Placeholder("months", "欠费月数", sample=("19", "4", "1")),
    Placeholder("owed", "欠费", shape="money", sample=(431224, 90784, 8000)),
    Placeholder("late_fee", "违约金", shape="money", sample=(65300, 4085, 0)),
    Placeholder("prepaid", "预存可抵", shape="money", sample=(0, 30000, 0)),
    Placeholder("age", "账龄段", sample=(mark("1–2 年"), mark("91–180 天"), mark("30 天以内"))),
    Placeholder("last", "末次催缴", sample=(mark("2026-10-08 二催"), mark("2026-11-02 一催"), "")),
    Placeholder("reason", "欠费原因", sample=(mark("房屋空置"), "", "")),
    Placeholder("steward", "责任管家", sample=""),
)  # fmt: skip
ARREARS = (
    Placeholder("month", "月份", sample="2026-11"),
    Placeholder("counted_on", "截至日期", shape="day"),
    Placeholder("rows", "欠费明细", DEBTORS),
    Placeholder("households", "户数", sample="3"),
    Placeholder("owed", "欠费合计", shape="money", sample=530008),
    Placeholder("late_fee", "违约金合计", shape="money", sample=69385),
    Placeholder("prepaid", "预存可抵合计", shape="money", sample=30000),
)
BUILDINGS = (
    Placeholder("name", "楼栋", sample=(mark("3栋"), mark("5栋"), mark("合计"))),
    Placeholder("rooms", "户数", sample=("2", "1", "3")),
    *(
        Placeholder(bucket.column, bucket.label, shape="money", sample=(20000, 8000, 28000))
        for bucket in ageing.BUCKETS
    ),
    Placeholder("total", "合计", shape="money", sample=(140000, 56000, 196000)),
    Placeholder("held", "争议挂起", shape="money", sample=(0, 3000, 3000)),
)  # fmt: skip
AGEING = (
    Placeholder("month", "月份", sample="2026-11"),
    Placeholder("counted_on", "截至日期", shape="day"),
    Placeholder("rows", "账龄", BUILDINGS),
)


def arrears_values(month: Month) -> Values:
    """Return the values of F59, rooms in walking order."""
    day = counted_on(month)
    aged = {row.key: row for row in ageing.by_room(day)}
    cases = {case.room_id: case for case in DunningCase.select().where(DunningCase.state != "closed")}
    grouped = {room_id: list(bills) for room_id, bills in groupby(_open_by(day), lambda bill: bill.room_id)}
    held = purses_of(grouped)
    rows = [
        _debtor(no, bills, day, aged[room_id], held.get(room_id, {})) | _case(cases.get(room_id))
        for no, (room_id, bills) in enumerate(grouped.items(), 1)
    ]
    sums = {name: sum(row[name] or 0 for row in rows) for name in ("owed", "late_fee", "prepaid")}
    return {"counted_on": day, "rows": rows, "households": str(len(rows)), **sums}


def ageing_values(month: Month) -> Values:
    """Return the values of F59-2: buildings in walking order, then their sum."""
    day = counted_on(month)
    found = ageing.by_building(day)
    rooms = Counter(row.building_id for row in ageing.by_room(day))
    rows = [_building(row, rooms[row.key]) for row in found]
    return {
        "counted_on": day,
        "rows": [*rows, _building(ageing.total_of(found, _("合计")), rooms.total())],
    }


def counted_on(month: Month) -> datetime.date:
    """Return the day a list of the month counts to: its last, or the day it is printed if that is earlier.

    Bills due on that very day are a debt from the next on, so a month that is over counts to the first of the next.
    """
    return min(add_months(month.first_on, 1), month.day)


def _open_by(day: datetime.date) -> Iterable[Bill]:
    query = Bill.select(Bill, Room, FeeItem).join(Room).switch(Bill).join(FeeItem)
    query = query.where(IS_OPEN, Bill.state == "open", Bill.due_on < day, FeeItem.nature != "deposit")
    return list(query.order_by(Room.sort_key, Room.id, Bill.due_on, Bill.id))


def _debtor(
    no: int, bills: Sequence[Bill], day: datetime.date, aged: ageing.Aged, held: Mapping[int | None, int]
) -> Values:
    room, first = bills[0].room, bills[0]
    phone = owner_phone(room.id, day)
    oldest = max(place for place, fen in enumerate(aged.ages) if fen)
    return {
        "no": str(no),
        "room": str(room),
        "owner_name": owners(room.id, day),
        "phone": mask_phone(phone) if phone else "",
        "items": "、".join(dict.fromkeys(str(bill.item) for bill in bills)),
        "since": f"{first.from_on:%Y-%m}",
        "months": str(len({bill.period for bill in bills})),
        "owed": sum(bill.still_open for bill in bills),
        "late_fee": sum(late_fees_on(bills, day).values()) or None,
        "prepaid": cover(bills, held, day).total or None,
        "age": _(ageing.BUCKETS[oldest].label),
    }


def _case(case: DunningCase | None) -> Values:
    """Return what is kept of the room's debts: the last step, why they are not paid, who looks after it."""
    if case is None:
        return {"last": "", "reason": "", "steward": ""}
    shown = {name: case._meta.fields[name].show(getattr(case, name)) for name in ("step", "reason")}
    last = f"{case.step_on:%Y-%m-%d} {shown['step']}" if case.step_on else ""
    return {"last": last, "reason": shown["reason"], "steward": case.steward or ""}


def _building(row: ageing.Aged, rooms: int) -> Values:
    """Return a building's row: so many rooms of it owe something or dispute it."""
    ages = zip(ageing.COLUMNS, row.ages, strict=True)
    return {
        "name": row.name or _("其他"),
        "rooms": str(rooms),
        **{column: fen or None for column, fen in ages},
        "total": row.total,
        "held": row.held or None,
    }


ARREARS_LIST = Paper(
    "arrears_list",
    "欠费明细表",
    "F59",
    "arrears/arrears_list.docx",
    ARREARS,
    arrears_values,
    roles=("clerk", "cashier", "accountant", "supervisor", "manager"),
)

AGEING_LIST = Paper("ageing", "欠费账龄分析表", "F59-2", "arrears/ageing.docx", AGEING, ageing_values)
