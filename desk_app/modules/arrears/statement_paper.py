"""What the statement of a room's account holds (往来对账单, F52-2): from the first of January, or the year before it.

Early in the year hardly anything would stand on it, so until the end of March it begins with the year before.
"""

import datetime
from typing import Any

from desk_app.kernel import money
from desk_app.kernel.kind import Draft
from desk_app.kernel.papers import Paper, Placeholder
from desk_app.kernel.words import _, mark
from desk_app.modules.arrears.room_head import ROOM, room_values
from desk_app.modules.cashier.statement import Entry, Standing, Statement, statement

Values = dict[str, Any]

EARLY = 3
"""Months of a year in which the statement begins with the year before."""

ENTRIES = (
    Placeholder("no", "序号"),
    Placeholder("on", "日期", shape="day"),
    Placeholder("number", "单据号", sample=("", "SJ-2026-000123", "JM-202611-0001")),
    Placeholder("text", "摘要", sample=(mark("物业服务费 2026-10"), mark("收款"), mark("减免"))),
    Placeholder("charged", "应收", shape="money", sample=(20997, None, None)),
    Placeholder("reduced", "减免", shape="money", sample=(0, 0, 6299)),
    Placeholder("paid", "已收", shape="money", sample=(0, 14698, 0)),
    Placeholder("prepaid", "预存变动", shape="money", sample=(0, 30000, 0)),
    Placeholder("owed", "欠费余额", shape="money", sample=(20997, 6299, 0)),
    Placeholder("prepaid_left", "预存余额", shape="money", sample=(0, 30000, 30000)),
)
STATEMENT = (
    *ROOM,
    Placeholder("from_on", "开始日期", shape="day"),
    Placeholder("until_on", "结束日期", shape="day"),
    Placeholder("opening", "期初余额", sample="欠费 0.00，预存 0.00"),
    Placeholder("closing", "期末余额", sample="欠费 0.00，预存 300.00"),
    Placeholder("charged", "应收合计", shape="money", sample=20997),
    Placeholder("reduced", "减免合计", shape="money", sample=6299),
    Placeholder("paid", "已收合计", shape="money", sample=14698),
    Placeholder("rows", "明细", ENTRIES),
)


def statement_values(draft: Draft, from_on: datetime.date | None = None) -> Values:
    """Return the values of the statement of a room up to the draft's day."""
    room, day = draft.record, draft.day
    start = from_on or datetime.date(day.year - (day.month <= EARLY), 1, 1)
    found = statement(room.id, start, day)
    return {**room_values(room, day), "from_on": start, "until_on": day, **_told(found)}


def _told(found: Statement) -> Values:
    return {
        "opening": _standing(found.opening),
        "closing": _standing(found.closing),
        **{name: sum(getattr(one, name) for one in found.entries) for name in ("charged", "reduced", "paid")},
        "rows": [_entry(no, entry) for no, entry in enumerate(found.entries, 1)],
    }


def _standing(standing: Standing) -> str:
    return _("欠费 {owed}，预存 {prepaid}").format(
        owed=money.show(standing.owed), prepaid=money.show(standing.prepaid)
    )


def _entry(no: int, entry: Entry) -> Values:
    return {
        "no": str(no),
        "on": entry.on,
        "number": entry.number,
        "text": entry.text,
        **{name: getattr(entry, name) or None for name in ("charged", "reduced", "paid", "prepaid")},
        "owed": entry.after.owed,
        "prepaid_left": entry.after.prepaid,
    }


ROOM_STATEMENT = Paper(
    "room_statement",
    "往来对账单",
    "F52-2",
    "arrears/room_statement.docx",
    STATEMENT,
    statement_values,
)
