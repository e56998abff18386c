"""The registers of the desk: calls and visits of a month (F21), visitors of a month (F69)."""

from collections.abc import Sequence
from typing import Any

from desk_app.kernel.days import show_moment
from desk_app.kernel.kind import Draft
from desk_app.kernel.papers import Paper, Placeholder
from desk_app.kernel.words import mark

Values = dict[str, Any]

MONTH = Placeholder("month", "月份", sample="2026-11")

CALL_ROWS = (
    Placeholder("number", "编号", sample=("LD-202611-0001", "LD-202611-0002", "LD-202611-0003")),
    Placeholder("at", "时间", sample=("11-23 09:05", "11-23 09:20", "11-23 10:02")),
    Placeholder("way", "方式", sample=(mark("来电"), mark("来访"), mark("来电"))),
    Placeholder("caller_number", "来电号码", shape="phone"),
    Placeholder("caller", "客户姓名", sample=(mark("张三"), mark("李四"), mark("王五"))),
    Placeholder("room", "房号", sample=("3-1-502", "3-2-1101", "5-1-301")),
    Placeholder("category", "类别", sample=(mark("报修"), mark("咨询"), mark("投诉"))),
    Placeholder(
        "content", "内容摘要", sample=(mark("厨房水管漏水"), mark("物业费标准"), mark("楼上深夜施工"))
    ),
    Placeholder("urgent", "紧急上报", sample=""),
    Placeholder("answer", "处理或答复", sample=(mark("转维修部"), mark("已说明"), mark("转保安部"))),
    Placeholder("passed", "转办", sample=(mark("工程部 09:08"), "", mark("保安部 10:06"))),
    Placeholder("reply", "回复", sample=(mark("满意"), "", "")),
    Placeholder("recorded_by", "记录人", sample=mark("王芳")),
)

VISITOR_ROWS = (
    Placeholder("no", "序号"),
    Placeholder("on", "日期", shape="day"),
    Placeholder("name", "来访人", sample=(mark("赵六"), mark("钱七"), mark("孙八"))),
    Placeholder("id_tail", "证件后 4 位", sample=("1234", "567X", "8901")),
    Placeholder("reason", "事由", sample=(mark("探访"), mark("送货"), mark("看房"))),
    Placeholder("room", "被访房号", sample=("3-1-502", "3-2-1101", "5-1-301")),
    Placeholder("in_at", "进入", sample=("09:05", "09:20", "10:02")),
    Placeholder("out_at", "离开", sample=("10:00", "09:40", "")),
    Placeholder("on_duty", "值班人", sample=mark("李保安")),
)


def call_register_values(drafts: Sequence[Draft]) -> Values:
    """Return the month's calls (F21), one row each, in the order of their times; void ones are left out."""
    kept = [draft for draft in drafts if draft.record.state != "void"]
    return {"rows": [_call_row(draft) for draft in kept]}


def _call_row(draft: Draft) -> Values:
    call = draft.record
    passed = [str(call.passed_to or ""), f"{call.passed_on_at:%H:%M}" if call.passed_on_at else ""]
    reported = f"{call.reported_at:%H:%M}" if call.reported_at else ""
    return {
        "number": call.number or "",
        "at": f"{call.at:%m-%d %H:%M}",
        **{name: draft.kind.field(name).show(getattr(call, name)) for name in ("way", "category")},
        "caller_number": call.caller_number,
        "caller": call.caller or "",
        "room": str(call.room or ""),
        "content": call.content or "",
        "urgent": " ".join(filter(None, (call.reported_to, reported))) if call.is_urgent else "",
        "answer": call.answer or call.reply or "",
        "passed": " ".join(filter(None, passed)),
        "reply": draft.kind.field("is_satisfied").show(call.is_satisfied)
        or (show_moment(call.replied_at)[5:] if call.replied_at and call.passed_on_at else ""),
        "recorded_by": call.recorded_by or "",
    }


def visitor_register_values(drafts: Sequence[Draft]) -> Values:
    """Return the month's visitors (F69), one row each."""
    return {
        "rows": [
            {
                "no": str(place),
                "on": draft.record.at.date(),
                **{
                    name: getattr(draft.record, name) or ""
                    for name in ("name", "id_tail", "reason", "on_duty")
                },
                "room": str(draft.record.room or ""),
                "in_at": f"{draft.record.at:%H:%M}",
                "out_at": f"{draft.record.left_at:%H:%M}" if draft.record.left_at else "",
            }
            for place, draft in enumerate(drafts, 1)
        ]
    }


CALL_REGISTER = Paper(
    "call_register",
    "客户来电来访记录表",
    "F21",
    "reception/call_register.docx",
    (MONTH, Placeholder("rows", "明细", CALL_ROWS)),
    call_register_values,
)
VISITOR_REGISTER = Paper(
    "visitor_register",
    "来访登记表",
    "F69",
    "reception/visitor_register.docx",
    (MONTH, Placeholder("rows", "明细", VISITOR_ROWS)),
    visitor_register_values,
)
